"""The installed package: what a wheel holds."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

import analyzer
from tests.bench.lowest import lowest
from tests.cli.test_cli import run

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_a_wheel_brings_the_command_the_tables_and_the_demo(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("pinscout-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "analyzer/demo_incident/incident.toml" in names
    assert any(name.startswith("analyzer/demo_incident/dns/") for name in names)
    assert "analyzer/knowledge/os_services.csv" in names
    assert "analyzer/py.typed" in names
    assert not any(name.startswith(("tests/", "fixtures/")) for name in names)
    (about,) = (name for name in names if name.endswith("METADATA"))
    assert f"\nVersion: {analyzer.__version__}\n" in zipfile.ZipFile(wheel).read(about).decode()


def test_the_version_is_said_in_one_place():
    assert PROJECT["dynamic"] == ["version"]
    assert run("-V").stdout == run("--version").stdout == f"pinscout, version {analyzer.__version__}\n"
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest
    assert newest[1] == analyzer.__version__


def test_the_pythons_that_are_named_are_those_that_are_allowed():
    named = [name for name in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", name)]
    assert f">={named[0].rsplit(' ', 1)[1]}" == PROJECT["requires-python"]
    assert any(name.endswith(f":: 3.{sys.version_info.minor}") for name in named)


def test_every_dependency_names_its_oldest_version():
    assert len(list(lowest(PROJECT["dependencies"]))) == len(PROJECT["dependencies"])


def test_what_needs_much_room_and_is_needed_for_little_is_not_installed():
    needed = metadata.requires("pinscout") or []
    assert not [name for name in needed if name.startswith("pyarrow")]


def test_a_container_runs_it_without_rights():
    engine = next((name for name in ("docker", "podman") if shutil.which(name)), None)
    if engine is None or subprocess.run([engine, "info"], capture_output=True, check=False).returncode:
        pytest.skip("NOT TESTED: the Dockerfile. No engine of Docker or Podman answers here.")
    subprocess.run([engine, "build", "--tag", "pinscout-test", "."], cwd=ROOT, check=True)
    command = [engine, "run", "--rm", "pinscout-test"]
    done = subprocess.run([*command, "demo", "--format", "plain"], check=True, capture_output=True, text=True)
    assert done.stdout == "paypay.ne.jp\n"
    whose = [engine, "run", "--rm", "--entrypoint", "id", "pinscout-test", "-u"]
    assert subprocess.run(whose, check=True, capture_output=True, text=True).stdout.strip() != "0"
