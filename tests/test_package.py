"""The installed package: what a wheel holds."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


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
