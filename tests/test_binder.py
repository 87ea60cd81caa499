"""The way in through Binder: what repo2docker makes of the course, the launch links, and an environment with nothing else in it."""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from packaging.version import Version

from benchmarks import binder
from hauphuong import lab
from hauphuong.editions import addresses

ROOT = Path(__file__).parents[1]
LESSONS = sorted(p.relative_to(ROOT / "lessons").as_posix() for p in (ROOT / "lessons").glob("*/*.ipynb"))
TOLD = {"lab": "", "lite": "", "repository": "https://github.com/some/course", "tag": "v0.1.0", "hub": "https://hub.school.example/", "branch": "main"}


# -- launch links ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LESSONS)
def test_a_launch_link_opens_its_lesson_at_a_tag_in_its_language(path):
    link = urlsplit(addresses.editions(path, "", TOLD)["binder"])
    assert (link.scheme, link.netloc, link.path) == ("https", "mybinder.org", "/v2/gh/some/course/v0.1.0")
    assert set(query := parse_qs(link.query, strict_parsing=True)) == {"urlpath"}
    lang, place = re.fullmatch(lab.PAGE, "/" + query["urlpath"][0]).groups()  # the address that our server extension answers
    assert lang == path[:2] and (ROOT / place).is_file() and place == f"lessons/{path}"


@pytest.mark.parametrize("lang", ["vi", "en", ""])
def test_the_landing_page_opens_in_the_language_of_whoever_links_to_it(lang):
    (urlpath,) = parse_qs(urlsplit(addresses.editions("index.ipynb", "", TOLD, lang)["binder"]).query)["urlpath"]
    assert re.fullmatch(lab.PAGE, "/" + urlpath).groups() == (lang or None, "lessons/index.ipynb")


@pytest.mark.parametrize("path", LESSONS)
def test_a_link_for_nbgitpuller_fetches_the_course_and_opens_its_lesson(path):
    link = urlsplit(addresses.editions(path, "", TOLD)["hub"])
    assert link.netloc == "hub.school.example" and link.path == "/hub/user-redirect/git-pull"
    query = {name: value for name, (value,) in parse_qs(link.query, strict_parsing=True).items()}
    folder = query["repo"].split("/")[-1]  # as nbgitpuller takes it
    assert query == {"repo": TOLD["repository"], "branch": "main", "urlpath": f"lab/tree/{folder}/lessons/{path}"}


@pytest.mark.parametrize("repository", ["https://github.com/some/course", "https://github.com/some/course/", "https://github.com/some/course.git"])
def test_a_repository_may_be_written_in_several_ways(repository):
    assert addresses.editions("vi/a.ipynb", "", {**TOLD, "repository": repository})["binder"].startswith("https://mybinder.org/v2/gh/some/course/v0.1.0?")


def test_a_repository_elsewhere():
    link = addresses.editions("vi/a.ipynb", "", {**TOLD, "repository": "https://git.example/dept/course", "tag": "term/2026"})["binder"]
    place, tag = urlsplit(link).path.removeprefix("/v2/git/").split("/")
    assert unquote(place) == "https://git.example/dept/course" and unquote(tag) == "term/2026"


@pytest.mark.parametrize("missing", ["repository", "tag", "hub", "branch"])
def test_no_link_without_its_setting(missing):
    found = addresses.editions("vi/a.ipynb", "", {**TOLD, missing: ""})
    lost = {"repository": {"binder", "hub"}, "tag": {"binder"}, "hub": {"hub"}, "branch": {"hub"}}[missing]
    assert {"binder", "hub"} - set(found) == lost


def test_lab_and_the_browser_edition():
    told = {"lab": "http://localhost:8888/lab/tree/lessons/{path}", "lite": "lite/lab/index.html?path={path}", "repository": "", "tag": ""}
    found = addresses.editions("vi/06-aid-in-tonnes.ipynb", "../", told)
    assert found == {"lab": "http://localhost:8888/lab/tree/lessons/vi/06-aid-in-tonnes.ipynb", "lite": "../lite/lab/index.html?path=vi/06-aid-in-tonnes.ipynb"}
    assert addresses.editions("a.ipynb", "", {"lite": "https://example.org/{path}"})["lite"] == "https://example.org/a.ipynb"


def test_the_settings_as_they_are_given_out():
    """Addresses that nobody has are not guessed; a tag, where there is one, is that of the version."""
    told = addresses.settings()
    assert set(told) == set(TOLD)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert told["tag"] in ("", f"v{version}") and bool(told["tag"]) == bool(told["repository"])


# -- the reader's language ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "lang"),
    [("vi-VN,vi;q=0.9,en-US;q=0.8", "vi"), ("en-GB,en;q=0.9,vi;q=0.5", "en"), ("fr-FR,fr;q=0.9,vi;q=0.4", "vi"), ("de", None), ("", None), ("*", None)],
)
def test_the_browsers_language(header, lang):
    assert lab.preferred(header) == lang


def test_lab_still_keeps_its_language_where_we_set_it():
    """`speak` sets names inside jupyterlab_server: a version without them must not be taken unseen."""
    for name in ("settings_utils", "translation_utils", "translations_handler"):
        assert isinstance(importlib.import_module(f"jupyterlab_server.{name}").SYS_LOCALE, str)


def test_the_extension_and_the_settings_travel_in_the_wheel():
    shared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    for path, place in shared.items():
        told = ROOT / path / "package.json" if (ROOT / path).is_dir() else ROOT / path
        assert json.loads(told.read_text("utf-8")) and place.startswith(("share/jupyter/", "etc/jupyter/"))
    phone = json.loads((ROOT / "settings" / "phone" / "package.json").read_text("utf-8"))
    assert shared["settings/phone"].endswith("labextensions/" + phone["name"])
    assert phone["name"] in (ROOT / "settings" / "phone" / phone["jupyterlab"]["_build"]["load"]).read_text("utf-8")
    config = json.loads((ROOT / "settings" / "jupyter_server_config.json").read_text("utf-8"))
    (module,) = config["ServerApp"]["jpserver_extensions"]
    assert importlib.import_module(module)._jupyter_server_extension_points() == [{"module": module}]


# -- repo2docker --------------------------------------------------------------------------------------------------------------


def test_the_slow_second_goes_when_binder_has_built():
    script = ROOT / "postBuild"
    assert os.access(script, os.X_OK) and script.read_text("utf-8").startswith("#!")
    commands = [line for line in script.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert len(commands) == 1 and {"uninstall", "--yes", "rfc3987-syntax", "lark"} <= set(commands[0].split())


def repo2docker() -> Path:
    """repo2docker in a cache of its own. Skips, with a word, where it cannot be had."""
    folder = ROOT / ".bench" / "repo2docker"
    found = folder / "bin" / "jupyter-repo2docker"
    if not found.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        made = subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", "jupyter-repo2docker"], capture_output=True, text=True)
        if made.returncode:
            shutil.rmtree(folder)
            pytest.skip("repo2docker cannot be installed here: " + made.stderr.strip().splitlines()[-1])
    return found


@pytest.mark.slow
def test_repo2docker_takes_environment_yml():
    command = repo2docker()
    path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run([command, "--no-build", "--debug", "."], cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=300)
    recipe = done.stdout + done.stderr
    assert done.returncode == 0, recipe[-2000:]
    copied, built, after = recipe.index("COPY --chown=0:0 src/"), recipe.index('env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"'), recipe.index("RUN ./postBuild")
    assert copied < built < after, "the course must be there before `pip: .` is read, and postBuild comes last"
    assert "requirements" not in recipe.split("COPY --chown=0:0 src/")[1], "requirements.txt must not be installed on top"


# -- an environment with just those packages ---------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Binder is Linux, and so is postBuild")
def test_every_lesson_runs_in_an_environment_with_just_those_packages():
    try:
        python = binder.environment()
    except subprocess.CalledProcessError as why:
        pytest.skip(f"the packages cannot be had here: {why}")
    packages = {re.sub("[-_.]+", "-", name).lower() for name in binder.weights(python)}
    assert not packages & {"rfc3987-syntax", "lark", "nbgrader", "scikit-learn", "playwright"}
    assert {"hauphuong", "jupyterlab", "jupyterlab-language-pack-vi-vn"} <= packages
    cells, _ = binder.run_lessons(python)
    assert cells >= 27 * 10


def test_the_environment_is_asked_for_in_pips_words():
    wanted = binder.asked()
    assert "." in wanted and any(word.startswith("jupyterlab==") and word.endswith(".*") for word in wanted)
    assert all(word == "." or Version(word.split("==")[1].removesuffix(".*")) for word in wanted)
