"""A class comes in at one moment: what a student waits for, and what a student costs, on the hub of `deploy/hub`.

    python -m benchmarks.hub [STUDENTS] [--json]      as root, on Linux

Each student logs in, opens lesson 06, runs it to the last cell, answers a quiz question and hands in an exercise; then the hand-ins are
collected and graded, and one student tries to read what is another's. Twice in one run: with ordinary kernels and with forked ones.
Everything stays on loopback, in a mount namespace of its own.
"""

from __future__ import annotations

import asyncio
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from statistics import median

import aiohttp
import psutil

from hauphuong.editions import kit
from hauphuong.grading import demo

ROOT = Path(__file__).resolve().parents[1]
LESSON, EXERCISE = "06-aid-in-tonnes", demo.EXERCISE
STUDENTS = 25
PATIENCE = 900  # seconds for a server, as many as the hub gives it
PROXY = ROOT / ".hub" / "node_modules" / ".bin" / "configurable-http-proxy"


# -- the server ------------------------------------------------------------------------------------------------------------


def _namespace(folder: Path) -> list[str]:
    """A command prefix: a mount namespace in which root's home shows nothing but the interpreter, if that lives there."""
    python = Path(sys.base_prefix).resolve()
    steps = ["mount --make-rprivate /"]
    if python.is_relative_to("/root"):
        keep = folder / "python"
        keep.mkdir()
        steps += [f"mount --bind {python} {keep}", "mount -t tmpfs -o mode=755 none /root", f"mkdir -p {python}", f"mount --bind {keep} {python}"]
    return ["unshare", "-m", "bash", "-ec", "\n".join([*steps, 'exec "$@"']), "_"]


class Hub:
    """The hub of deploy/hub for a class of `count`, on ports of its own."""

    def __init__(self, count: int, fast: bool, folder: Path):
        self.folder, self.ports = folder / "class", [_free() for _ in range(3)]
        self.url = f"http://127.0.0.1:{self.ports[0]}"
        self.course = folder / "course"  # without keys, as the config demands
        kit.course(self.course)
        (self.course / ".hub").symlink_to(ROOT / ".hub")
        subprocess.run(["chmod", "-R", "go+rX", str(self.course)], check=True)
        roster = folder / "roster.csv"
        with roster.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("student", "name"), *((f"S{n:03}", f"Sinh viên {n}") for n in range(1, count + 1))])
        self.environment = {
            **os.environ,
            "HAUPHUONG_CLASS": str(self.folder),
            "HAUPHUONG_BIND": self.url,
            "HAUPHUONG_HUB_BIND": f"http://127.0.0.1:{self.ports[1]}",
            "HAUPHUONG_PROXY_API": f"http://127.0.0.1:{self.ports[2]}",
            "HAUPHUONG_FAST_KERNELS": "1" if fast else "0",
            "PYTHONPATH": str(self.course),
        }
        for parent in (folder, *folder.parents):  # students must be able to walk to their own place
            if parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o711)
        self.tool("classroom.py", str(roster))
        self.passwords = dict(csv.reader((self.folder / "passwords.csv").open(encoding="utf-8")))
        self.log = (folder / "hub.log").open("wb")
        command = [*_namespace(folder), sys.executable, "-m", "jupyterhub", "-f", str(self.course / "deploy" / "hub" / "jupyterhub_config.py")]
        self.process = subprocess.Popen(command, cwd=folder, env=self.environment, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True)

    def tool(self, name: str, *arguments: str) -> str:
        done = subprocess.run([sys.executable, str(self.course / "deploy" / "hub" / name), *arguments], env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def numbers(self) -> dict[str, int]:
        return {user: told["number"] for user, told in json.loads((self.folder / "students.json").read_text(encoding="utf-8")).items()}

    def stop(self) -> list[int]:
        """End it, students' servers too. Returns the processes of students that are still there afterwards."""
        numbers = set(self.numbers().values())
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
        for _ in range(100):
            left = [p for p in psutil.process_iter(["uids"]) if p.info["uids"] and p.info["uids"].real in numbers]
            if not left:
                break
            time.sleep(0.1)
        for process in left:
            process.kill()
        return [p.pid for p in left]


def _free() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


# -- a student -------------------------------------------------------------------------------------------------------------


class Student:
    """One student's browser, as far as the server can tell."""

    def __init__(self, hub: Hub, user: str, session: aiohttp.ClientSession):
        self.hub, self.user, self.session, self.took = hub, user, session, {}
        self.base = f"{hub.url}/user/{user}"

    async def log_in(self) -> None:
        start = time.perf_counter()
        async with self.session.get(f"{self.hub.url}/hub/login") as page:
            token = re.search(r'name="_xsrf" value="([^"]+)"', await page.text())[1]
        await self.session.post(f"{self.hub.url}/hub/login", data={"username": self.user, "password": self.hub.passwords[self.user], "_xsrf": token})
        while True:
            # as the page of a starting server does: it asks the hub again, and the hub leads on to Lab once that is there
            async with self.session.get(f"{self.hub.url}/hub/spawn/{self.user}", params={"next": f"/user/{self.user}/hauphuong/lessons/index.ipynb"}) as page:
                if page.status == 200 and page.url.path == f"/user/{self.user}/lab/tree/lessons/index.ipynb":
                    break
                if page.status >= 400:
                    raise RuntimeError(f"{self.user}: {page.status} at {page.url}")
            if time.perf_counter() - start > PATIENCE:
                raise TimeoutError(f"{self.user}: no server after {PATIENCE} s, but {page.url}")
            await asyncio.sleep(0.5)
        self.took["server"] = time.perf_counter() - start

    def _headers(self) -> dict[str, str]:
        for cookie in self.session.cookie_jar:
            if cookie.key == "_xsrf" and cookie["path"].startswith(f"/user/{self.user}"):
                return {"X-XSRFToken": cookie.value}
        return {}

    async def read(self, path: str) -> dict:
        async with self.session.get(f"{self.base}/api/contents/{path}", params={"content": "1"}) as told:
            told.raise_for_status()
            return (await told.json())["content"]

    async def write(self, path: str, book: dict) -> None:
        async with self.session.put(f"{self.base}/api/contents/{path}", json={"type": "notebook", "content": book}, headers=self._headers()) as told:
            told.raise_for_status()

    async def open_kernel(self, path: str) -> "Kernel":
        body = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        async with self.session.post(f"{self.base}/api/sessions", json=body, headers=self._headers()) as told:
            told.raise_for_status()
            number = (await told.json())["kernel"]["id"]
        line = await self.session.ws_connect(f"{self.base}/api/kernels/{number}/channels", max_msg_size=0)
        return Kernel(line)

    async def lesson(self) -> None:
        """Open lesson 06, run all of it, answer the first question that it asks."""
        path = f"lessons/vi/{LESSON}.ipynb"
        book = await self.read(path)
        start = time.perf_counter()
        kernel = await self.open_kernel(path)
        quiz = None
        for cell in book["cells"]:
            if cell["cell_type"] == "code":
                outputs = await kernel.run("".join(cell["source"]))
                if "first chart" not in self.took and any("application/vnd.plotly.v1+json" in o for o in outputs):
                    self.took["first chart"] = time.perf_counter() - start
                quiz = quiz or next((o["application/vnd.jupyter.widget-view+json"]["model_id"] for o in outputs if "application/vnd.jupyter.widget-view+json" in o and "hp.quiz" in "".join(cell["source"])), None)
        self.took["lesson"] = time.perf_counter() - start
        questions = kernel.widgets[quiz]["questions"]
        reply = await kernel.ask(quiz, {"id": uuid.uuid4().hex, "question": questions[0]["id"], "answer": 0})
        if "state" not in reply:
            raise RuntimeError(f"{self.user}: the quiz does not answer: {reply}")
        self.kernel = kernel

    async def hand_in(self, number: int) -> None:
        folder = f"exercises/vi/{EXERCISE}"
        _, book = demo.student(number, 60)
        await self.write(f"{folder}/{EXERCISE}.ipynb", book)
        kernel = await self.open_kernel(f"{folder}/{EXERCISE}.ipynb")
        outputs = await kernel.run(f"from hauphuong import vi as hp\nhp.hand_in({EXERCISE!r})")
        if not any("✓" in o.get("text/html", "") for o in outputs):
            raise RuntimeError(f"{self.user}: not handed in: {outputs}")

    async def pry(self, other: str, number: int) -> list[str]:
        """What of another student's, or of the teacher's, this one's code can read."""
        return json.loads((await self.kernel.printed(_PRY.format(folder=str(self.hub.folder), other=other, number=number))).strip().splitlines()[-1])


_PRY = """
import glob, json, os, socket
found = []
for path in ["{folder}/homes/{other}", "{folder}/boxes/{other}", "{folder}/submitted", "{folder}/students.json", "{folder}/passwords.dbm.dat", "{folder}/hub.sqlite", "{folder}/homes", "{folder}"]:
    try:
        os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(1)
        found.append(path)
    except OSError:
        pass
for path in ["{folder}/homes/{other}/x", "{folder}/boxes/{other}/x"]:
    try:
        open(path, "w")
        found.append("wrote " + path)
    except OSError:
        pass
for name in glob.glob("/proc/[0-9]*"):
    try:
        if os.stat(name).st_uid == {number}:
            open(name + "/environ", "rb").read(1)
            found.append(name)
    except OSError:
        pass
ports = [int(f[1].split(":")[1], 16) for f in map(str.split, open("/proc/net/tcp").read().splitlines()[1:]) if f[3] == "0A" and f[7] == "{number}"]
import zmq
with zmq.Context() as context, context.socket(zmq.SUB) as ear:  # a kernel that speaks through a port could be overheard
    ear.linger = 0
    ear.subscribe(b"")
    for port in ports:
        ear.connect(f"tcp://127.0.0.1:{{port}}")
    if ear.poll(3000):
        found.append("overheard " + repr(ear.recv_multipart()[:1]))
import urllib.request, urllib.error
for port in ports:  # and a server that asks for no password could be asked
    try:
        told = urllib.request.urlopen(f"http://127.0.0.1:{{port}}/user/{other}/api/contents", timeout=3)
        found.append(f"port {{port}}: " + str(told.status) if "contents" in told.url and b'"content"' in told.read() else "")
    except (OSError, urllib.error.HTTPError):
        pass
found = [f for f in found if f]
print(json.dumps(found))
"""


class Kernel:
    """The line to a kernel, and the widgets that it has opened."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse):
        self.line, self.widgets = line, {}

    async def _send(self, kind: str, content: dict) -> str:
        name = uuid.uuid4().hex
        header = {"msg_id": name, "msg_type": kind, "username": "", "session": "s", "version": "5.3", "date": ""}
        await self.line.send_json({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []})
        return name

    async def _hear(self, seconds: float = 300) -> dict:
        while True:
            message = await asyncio.wait_for(self.line.receive(), seconds)
            if message.type == aiohttp.WSMsgType.TEXT:
                told = json.loads(message.data)
            elif message.type == aiohttp.WSMsgType.BINARY:
                told = _with_buffers(message.data)
            else:
                raise ConnectionError(f"the line to the kernel closed: {message.type}")
            if told["msg_type"] == "comm_open":
                self.widgets[told["content"]["comm_id"]] = told["content"]["data"].get("state", {})
            return told

    async def _messages(self, code: str) -> list[dict]:
        asked, heard = await self._send("execute_request", {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}), []
        while True:
            told = await self._hear()
            if told["parent_header"].get("msg_id") != asked:
                continue
            if told["msg_type"] == "error":
                raise RuntimeError(f"{code[:80]}: {told['content']['ename']}: {told['content']['evalue']}")
            heard.append(told)
            if told["msg_type"] == "status" and told["content"]["execution_state"] == "idle":
                return heard

    async def run(self, code: str) -> list[dict]:
        """The bundles that a cell shows."""
        return [m["content"]["data"] for m in await self._messages(code) if "data" in m["content"] and m["msg_type"] in ("display_data", "execute_result")]

    async def printed(self, code: str) -> str:
        return "".join(m["content"]["text"] for m in await self._messages(code) if m["msg_type"] == "stream")

    async def ask(self, widget: str, content: dict) -> dict:
        """What a widget answers to a message of its view."""
        await self._send("comm_msg", {"comm_id": widget, "data": {"method": "custom", "content": content}})
        while True:
            told = await self._hear()
            if told["msg_type"] == "comm_msg" and told["content"]["data"].get("method") == "custom":
                return told["content"]["data"]["content"]


def _with_buffers(raw: bytes) -> dict:
    """The JSON part of a message that carries buffers."""
    count = int.from_bytes(raw[:4], "big")
    ends = [int.from_bytes(raw[4 * (n + 1) : 4 * (n + 2)], "big") for n in range(count)]
    return json.loads(raw[ends[0] : ends[1] if count > 1 else None])


# -- the class -------------------------------------------------------------------------------------------------------------


async def _class(hub: Hub, count: int) -> tuple[list[Student], list[str], float]:
    users = [f"s{n:03}" for n in range(1, count + 1)]
    numbers = hub.numbers()
    async with aiohttp.ClientSession() as probe:
        for _ in range(600):
            try:
                async with probe.get(f"{hub.url}/hub/health") as told:
                    if told.status == 200:
                        break
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)
    sessions = [aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=aiohttp.ClientTimeout(300)) for _ in users]
    try:
        students = [Student(hub, user, session) for user, session in zip(users, sessions)]
        await asyncio.gather(*(s.log_in() for s in students))
        await asyncio.gather(*(s.lesson() for s in students))
        memory = _memory(set(numbers.values())) / count
        last = students[-1]
        found, _ = await asyncio.gather(students[0].pry(last.user, numbers[last.user]), last.kernel.printed("import time\nfor n in range(40): print('mine', flush=True); time.sleep(0.1)"))
        await asyncio.gather(*(s.hand_in(n) for n, s in enumerate(students)))
        return students, found, memory
    finally:
        await asyncio.gather(*(s.close() for s in sessions))


def _memory(numbers: set[int]) -> float:
    """Megabytes that the processes of these users hold, shared pages divided among those who share them (PSS)."""
    total = 0
    for process in psutil.process_iter(["uids"]):
        if process.info["uids"] and process.info["uids"].real in numbers:
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
    return total / 1e6


def _quizzed(hub: Hub) -> int:
    """How many students' journals hold an answer."""
    return sum(any(path.stat().st_size for path in (hub.folder / "homes" / user).rglob("journal/**/*") if path.is_file()) for user in hub.numbers())


def hold_class(count: int, fast: bool) -> dict:
    """One class, from the first log-in to the marks."""
    with tempfile.TemporaryDirectory(prefix="hub-", dir="/srv" if Path("/srv").is_dir() else None) as name:
        folder = Path(name)
        hub = Hub(count, fast, folder)
        try:
            students, found, memory = asyncio.run(_class(hub, count))
            quizzed = _quizzed(hub)
            hub.tool("collect.py")
        except BaseException:
            sys.stderr.write((folder / "hub.log").read_text(encoding="utf-8", errors="replace")[-4000:])
            raise
        finally:
            left = hub.stop()
        submitted, book = hub.folder / "submitted", folder / "gradebook.db"
        graded = subprocess.run([sys.executable, "-m", "hauphuong.cli", "--lang", "en", "grade", str(submitted), "--gradebook", str(book)], capture_output=True, text=True, cwd=ROOT)
        took = {step: [s.took[step] for s in students] for step in ("server", "first chart", "lesson")}
        return {
            "students": count,
            "fast": fast,
            "seconds": {step: [round(median(times), 2), round(max(times), 2)] for step, times in took.items()},
            "megabytes": round(memory),
            "quizzed": quizzed,
            "graded": int((re.search(r"graded: (\d+)", graded.stdout) or [0, 0])[1]),
            "readable": found,
            "left": left,
        }


def main(arguments: list[str]) -> int:
    if os.name != "posix" or os.getuid() != 0 or not PROXY.exists() or shutil.which("unshare") is None:
        print("The class needs Linux, root, and the proxy: make .hub/node_modules/.bin/configurable-http-proxy", file=sys.stderr)
        return 2
    count = next((int(a) for a in arguments if a.isdigit()), STUDENTS)
    told = [hold_class(count, fast) for fast in (False, True)]
    if "--json" in arguments:
        print(json.dumps(told))
        return 0
    print(f"{count} students at once, {os.cpu_count()} cores; seconds, median (worst); memory with a lesson open, shared pages divided")
    for one in told:
        times = ", ".join(f"{step} {middle:.1f} ({worst:.1f})" for step, (middle, worst) in one["seconds"].items())
        print(f"    {'forked' if one['fast'] else 'ordinary'} kernels: {times}; {one['megabytes']} MB a student; quiz answered by {one['quizzed']}, graded {one['graded']}")
        print(f"        of another's readable: {one['readable'] or 'nothing'}; processes left behind: {len(one['left'])}")
    print(f"first chart, ordinary / forked: {told[0]['seconds']['first chart'][0] / told[1]['seconds']['first chart'][0]:.2f} ×; memory: {told[0]['megabytes'] / told[1]['megabytes']:.2f} ×")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
