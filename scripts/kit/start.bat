@echo off
rem Cai khoa hoc tu chinh thu muc nay (khong can mang), roi mo JupyterLab.
rem Install the course from this very folder (no network), then open JupyterLab.
setlocal
set PIP_NO_INDEX=1
set PIP_FIND_LINKS=%~dp0wheels
set PIP_CONFIG_FILE=nul
cd /d "%~dp0course"
py -3 scripts\bootstrap.py lab || exit /b 2
.venv\Scripts\jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/hauphuong/lessons/index.ipynb --LabApp.news_url=None %*
