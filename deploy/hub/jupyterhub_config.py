"""A class on one server: `sudo make hub`. The guide beside this file says what to change; most schools change nothing.

Where a school has its own accounts, put its authenticator in the place of FirstUseAuthenticator: user names must be those of students.json.
"""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import class_spawner  # noqa: E402
import classroom  # noqa: E402

c = get_config()  # noqa: F821
course, folder = HERE.parents[1], classroom.FOLDER

# -- hidden keys are for whoever grades: a student of this class could read whatever is open to all
solutions = course / "solutions"
if solutions.is_dir() and solutions.stat().st_mode & 0o005:
    sys.exit(f"Sinh viên đọc được đáp án. Hãy chạy: sudo chmod -R go= {solutions} / Students could read the keys. Run: sudo chmod -R go= {solutions}")

# -- where it listens. For the school's network: HAUPHUONG_BIND=http://0.0.0.0:8000, and a certificate before it (see the guide)
c.JupyterHub.bind_url = os.environ.get("HAUPHUONG_BIND", "http://127.0.0.1:8000")
proxy = course / ".hub" / "node_modules" / ".bin" / "configurable-http-proxy"
c.ConfigurableHTTPProxy.command = [str(proxy)] if proxy.exists() else ["configurable-http-proxy"]
c.JupyterHub.hub_bind_url = os.environ.get("HAUPHUONG_HUB_BIND", "http://127.0.0.1:8081")
c.ConfigurableHTTPProxy.api_url = os.environ.get("HAUPHUONG_PROXY_API", "http://127.0.0.1:8001")

# -- what the hub remembers, closed to students
c.JupyterHub.db_url = f"sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{folder}/cookie_secret"
c.ConfigurableHTTPProxy.pid_file = f"{folder}/proxy.pid"
os.umask(0o077)

# -- who may come in: those of the roster, with the passwords that `classroom.py` made
c.JupyterHub.authenticator_class = "firstuseauthenticator.FirstUseAuthenticator"
c.FirstUseAuthenticator.dbm_path = f"{folder}/passwords.dbm"
c.FirstUseAuthenticator.create_users = False
c.Authenticator.allowed_users = set(classroom.students())
c.Authenticator.admin_users = {user for user in os.environ.get("HAUPHUONG_TEACHERS", "").split(",") if user}

# -- a student's server
c.JupyterHub.spawner_class = class_spawner.ClassSpawner
c.ClassSpawner.course = str(course)
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.notebook_dir = "~/course"
c.Spawner.default_url = "/hauphuong/lessons/index.ipynb"  # Lab in the reader's language (hauphuong/lab.py)
c.Spawner.start_timeout = 900  # seconds, the wait for a turn included (class_spawner.py)
c.Spawner.http_timeout = 120
c.JupyterHub.concurrent_spawn_limit = 0  # the spawner lets them in by turns, and nobody sees an error
c.Spawner.args = [
    # kernels talk through sockets in the student's own home: a port on this machine could be listened to by another student
    "--KernelManager.transport=ipc",
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.news_url=None",
    # a notebook left alone for an hour gives its memory back; what it computed is in the file
    "--MappingKernelManager.cull_idle_timeout=3600",
    "--MappingKernelManager.cull_interval=300",
    "--ServerApp.jpserver_extensions=hauphuong.lab=True",
]
c.Spawner.environment = {"PYTHONPATH": str(course), "PYTHONDONTWRITEBYTECODE": "1"}
if os.environ.get("HAUPHUONG_FAST_KERNELS", "1") == "1" and sys.platform == "linux":
    c.Spawner.environment["JUPYTER_DEFAULT_PROVISIONER_NAME"] = "hauphuong-fast"
    c.Spawner.args.append("--ServerApp.jpserver_extensions=hauphuong.fastkernel=True")

# -- servers that nobody has used for two hours end
c.JupyterHub.services = [{"name": "idle-culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=7200", "--cull-every=300"]}]
c.JupyterHub.load_roles = [{"name": "idle-culler", "services": ["idle-culler"], "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"]}]
