"""Run inside a network namespace with nothing but loopback: install the kit's course, open lesson 06 in Lab, wait for a chart. Used by test_kit.

    python open_kit.py KIT CHROMIUM
"""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

kit, chromium = Path(sys.argv[1]), sys.argv[2]
environment = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON", "JUPYTER", "VIRTUAL_ENV"))}
lab = subprocess.Popen(["sh", str(kit / "start.sh"), "--no-browser", "--port=8899"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, start_new_session=True)
said, address = [], None
for line in lab.stdout:
    said.append(line)
    address = re.search(r"http://127\.0\.0\.1:\d+/\S*token=(\w+)", line)
    if address:
        break
if not address:
    sys.exit("".join(said))
try:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 12_000})  # tall: Lab draws only the cells in view
        page.goto(address[0])  # where the script leads a student
        page.locator(".jp-Notebook h1", has_text="Hậu phương").first.wait_for(timeout=120_000)
        page.goto(f"http://127.0.0.1:8899/lab/tree/lessons/vi/06-aid-in-tonnes.ipynb?token={address[1]}")
        page.locator("#jp-main-statusbar", has_text="| Idle").wait_for(timeout=120_000)
        page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
        page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
        page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=120_000)
        print("drawn:", page.locator(".js-plotly-plot").count())
        browser.close()
finally:
    os.killpg(lab.pid, signal.SIGKILL)
