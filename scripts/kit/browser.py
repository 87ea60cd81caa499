"""Mở bản chạy trong trình duyệt từ thư mục này: không cần cài gì ngoài Python. / Open the browser edition from this folder: nothing to install but Python.

    python3 browser.py
"""

import functools
import http.server
import os
import sys
import webbrowser

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "browser-edition")


class Handler(http.server.SimpleHTTPRequestHandler):
    # Windows keeps these in its registry, where other programs change them
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".json": "application/json",
        ".ipynb": "application/json",
    }

    def log_message(self, *_):
        pass


def main():
    if not os.path.isdir(FOLDER):
        sys.exit("Bộ này không có bản chạy trong trình duyệt. / This kit has no browser edition.")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=FOLDER))
    address = "http://127.0.0.1:{0}/".format(server.server_port)
    print("{0}   (Ctrl-C: dừng / stop)".format(address), flush=True)
    webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
