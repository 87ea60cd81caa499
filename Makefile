# Two commands matter: `make lab` to read, `make test` to prove. Needs GNU make and Python 3.11 or later;
# everything else goes into .venv (scripts/bootstrap.py), and nothing outside this folder is touched.
# Windows has no make: the README gives the same commands by hand.

PYTHON ?= python3
LAB_ARGS ?=
PYTEST_ARGS ?=
FAST ?=
KIT_ARGS ?=
DEMO_ARGS ?=
LOCK_ARGS ?=
BENCH_ARGS ?=
HANDOUTS_ARGS ?=
SITE_ARGS ?=
VENV := .venv/bin/python

# JupyterLab refuses to run as root unless told; only containers do that.
ROOT_ARGS := $(if $(filter 0,$(shell id -u)),--allow-root)

# No question about news, no calls to other hosts, and the landing page first, with menus in the browser's language
# (hauphuong/lab.py). The root is this folder rather than lessons/, so that links from a lesson to data/ work.
LAB := $(VENV) -m jupyterlab --ServerApp.root_dir=. --LabApp.default_url=/hauphuong/lessons/index.ipynb \
	--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate --LabApp.news_url=None

# FAST=1: kernels forked from a warm process (hauphuong/fastkernel; Linux). The tests run on them; `make test-all` runs on ordinary ones.
FAST_KERNELS := JUPYTER_DEFAULT_PROVISIONER_NAME=hauphuong-fast
WARM_UP := --ServerApp.jpserver_extensions=hauphuong.fastkernel=True

# The one package that costs a second in every Jupyter process, and what only it needs (tests/test_dependencies.py).
UNWANTED := --no-emit-package rfc3987-syntax --no-emit-package lark
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --only-binary :all: --no-annotate $(UNWANTED) $(LOCK_ARGS)

.DEFAULT_GOAL := help
.PHONY: help lab test test-all bench bench-lessons bench-kernels bench-grading bench-lite bench-binder lessons exercises site handouts pictures lite offline-kit grade-demo lock hub clean room-lab room-test room-lite browser

help: ## danh sách này / this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

lab: room-lab ## mở khóa học trong JupyterLab / open the course in JupyterLab
	@$(if $(FAST),$(FAST_KERNELS)) $(LAB) $(if $(FAST),$(WARM_UP)) $(ROOT_ARGS) $(LAB_ARGS)

test: room-test browser ## kiểm thử / the tests
	@$(FAST_KERNELS) $(VENV) -m pytest -m "not slow" $(PYTEST_ARGS)

# The browser edition's own tests open what `make lite` built; where it cannot be built they say so and are left out.
test-all: room-test browser ## mọi phép thử, kể cả chậm / every test, the slow ones too
	@$(MAKE) --no-print-directory lite || true
	@$(VENV) -m pytest $(PYTEST_ARGS)

bench: bench-lessons bench-kernels bench-grading bench-lite ## mọi phép đo tốc độ, nửa giờ / every benchmark, half an hour

bench-lessons: room-test ## đo tốc độ biểu đồ và bài học / time the charts and lessons
	@$(VENV) -m benchmarks.lessons

bench-kernels: room-test ## đo thời gian mở kernel / time the start of kernels
	@$(VENV) -m benchmarks.kernels

bench-grading: room-test ## đo tốc độ chấm bài, cạnh nbgrader và otter / time the grader beside nbgrader and otter
	@$(VENV) -m benchmarks.grading $(BENCH_ARGS)

bench-binder: room-test ## cân môi trường của Binder và chạy mọi bài trong đó / weigh Binder's environment and run every lesson in it
	@$(VENV) -m benchmarks.binder

lessons: room-test ## dựng lại các bài từ lessons/source / rebuild the notebooks from lessons/source
	@$(VENV) -m hauphuong.editions.notebooks

exercises: room-test ## dựng lại lời giải và bài tập từ solutions/source / rebuild solutions and exercises from solutions/source
	@$(VENV) -m hauphuong.editions.exercises

site: room-test ## dựng trang đọc vào site/, mở được không cần mạng / build the reading site in site/, which needs no network
	@if [ -d lite ]; then mkdir -p site && rm -rf site/lite && cp -R lite site/lite; fi # its buttons lead there
	@$(VENV) -m hauphuong.editions.site $(SITE_ARGS)

handouts: room-test ## in phiếu học tập và phần cho giáo viên ra handouts/ / print handouts and teacher's packs to handouts/
	@$(VENV) -m hauphuong.editions.handouts $(HANDOUTS_ARGS)

pictures: room-test ## vẽ lại hình của README / draw the README's pictures again
	@$(VENV) -m hauphuong.editions.pictures

lite: room-lite ## dựng bản chạy trong trình duyệt vào lite/ / build the edition that runs in the browser, into lite/
	@.venv-lite/bin/python -m hauphuong.editions.lite

bench-lite: room-test ## đo bản chạy trong trình duyệt, cạnh một trang JupyterLite trần / time the browser edition beside a bare JupyterLite page
	@$(VENV) -m benchmarks.lite $(BENCH_ARGS)

offline-kit: room-test ## bộ cài không cần mạng, ra offline-kit/ / a kit that installs without a network, to offline-kit/
	@$(VENV) -m hauphuong.editions.kit $(KIT_ARGS)

# A class of 40 that nobody is in, graded, with the report, the feedback pages and the desk.
grade-demo: room-test ## một lớp mẫu 40 bài: chấm, báo cáo, bàn chấm / a sample class of 40: marks, report, desk
	@$(VENV) -m hauphuong.grading.demo my-work/demo
	@$(VENV) -m hauphuong.cli grade my-work/demo/submissions --roster my-work/demo/roster.csv --gradebook my-work/demo/gradebook.db
	@$(VENV) -m hauphuong.cli feedback --gradebook my-work/demo/gradebook.db --out my-work/demo/feedback
	@$(VENV) -m hauphuong.cli report --gradebook my-work/demo/gradebook.db --out my-work/demo/report
	@$(VENV) -m webbrowser my-work/demo/report/class-report.html >/dev/null 2>&1 || true
	@$(VENV) -m hauphuong.cli mark audit-the-tonnage --gradebook my-work/demo/gradebook.db $(DEMO_ARGS)

# uv resolves for every system at once, which pip cannot. The learner's lock follows the full one, so that going
# from `make lab` to `make test` changes no version. What is pinned stays; LOCK_ARGS=--upgrade renews it.
# hatchling is in both: with it there, the editable install fetches nothing.
lock: export UV_CUSTOM_COMPILE_COMMAND = make lock   (one set of versions for every system and every reader; install with pip --no-deps)
lock: ## khóa lại phiên bản các gói (cần uv) / pin the packages again (needs uv)
	@command -v uv >/dev/null || { echo "Cần uv: pip install uv / uv is needed: pip install uv" >&2; exit 2; }
	@echo "hatchling>=1.27" | $(COMPILE) pyproject.toml - --extra test -o requirements-test.txt
	@echo "hatchling>=1.27" | $(COMPILE) pyproject.toml - --extra lab -c requirements-test.txt -o requirements.txt
	@printf 'hatchling>=1.27\npyyaml>=6.0\n' | $(COMPILE) pyproject.toml - --extra lite -c requirements-test.txt -o requirements-lite.txt

# The proxy comes from npm into .hub/; the hub itself must run as root, to start each student's server as nobody else.
hub: room-test .hub/node_modules/.bin/configurable-http-proxy ## một lớp trên một máy chủ (deploy/hub) / a class on one server
	@$(VENV) -m jupyterhub -f deploy/hub/jupyterhub_config.py

.hub/node_modules/.bin/configurable-http-proxy:
	@command -v npm >/dev/null || { echo "Cần Node.js và npm: sudo apt install npm / Node.js and npm are needed: sudo apt install npm" >&2; exit 2; }
	@npm install --silent --no-audit --no-fund --prefix .hub configurable-http-proxy@5.3.0

clean: ## xóa .venv và những gì dựng ra / remove .venv and what was built
	@rm -rf .venv .venv-lite site handouts lite offline-kit dist .pytest_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

room-lab room-test room-lite: room-%:
	@command -v $(PYTHON) >/dev/null || { echo "Không thấy $(PYTHON): hãy cài Python 3.11 trở lên. / $(PYTHON) not found: install Python 3.11 or later." >&2; exit 2; }
	@$(PYTHON) scripts/bootstrap.py $*

# Only a word: pytest itself leaves the browser tests out, and where CI is set it fails instead.
browser:
	@[ -n "$$CI" ] || command -v chromium chromium-browser google-chrome google-chrome-stable >/dev/null || \
		echo "Không thấy Chromium: bỏ qua các phép thử trong trình duyệt. / No Chromium here: the browser tests are left out."
