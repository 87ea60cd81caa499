#!/bin/sh
# Cài khóa học từ chính thư mục này (không cần mạng), rồi mở JupyterLab ở trang đầu.
# Install the course from this very folder (no network), then open JupyterLab at the landing page.
set -e
kit=$(cd "$(dirname "$0")" && pwd)
PIP_NO_INDEX=1 PIP_FIND_LINKS="$kit/wheels" PIP_CONFIG_FILE=/dev/null
export PIP_NO_INDEX PIP_FIND_LINKS PIP_CONFIG_FILE
for python in python3.13 python3.12 python3.11 python3; do
  command -v "$python" >/dev/null 2>&1 && "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' && break
  python=
done
if [ -z "$python" ]; then
  echo "Cần Python 3.11, 3.12 hoặc 3.13; hoặc mở reading-site/index.html, không cần Python. / Python 3.11, 3.12 or 3.13 is needed; or open reading-site/index.html, which needs none." >&2
  exit 2
fi
cd "$kit/course"
"$python" scripts/bootstrap.py lab
root=
[ "$(id -u)" -eq 0 ] && root=--allow-root
exec .venv/bin/python -m jupyterlab $root --ServerApp.root_dir=. --LabApp.default_url=/hauphuong/lessons/index.ipynb \
  --LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate --LabApp.news_url=None "$@"
