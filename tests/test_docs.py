"""README's Python and shell blocks run; its help texts and transcripts are current."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from analyzer.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_examples_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    examples = list(Sybil(parsers=[PythonCodeBlockParser()]).parse(ROOT / "README.md"))
    assert examples
    for example in examples:
        example.evaluate()


def test_the_help_texts_and_transcripts_are_current():
    checked = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "README.md"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("name", main.list_commands(None))
def test_every_command_is_in_the_readme(name):
    assert f"### {name}\n" in README


def test_the_transcript_with_a_token_says_which_permissions_it_needs():
    assert "Account > Account Analytics > Read" in README
    assert "$ pinscout find --app PayPay --device iPhone --at '2026-11-10 14:05'" in README


def test_the_two_commands_are_targets_of_the_makefile():
    block = re.search(r"```shell\n(.*?)```", README, re.DOTALL)
    assert block
    targets = re.findall(r"^make (\w+)", block[1], re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text()
    assert targets == ["demo", "test"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
    assert "make test" in (ROOT / ".ci" / "run").read_text()


@pytest.mark.parametrize("command", re.findall(r"^pinscout (\w+) [^a-z]", README, re.MULTILINE))
def test_commands_in_text_exist(command):
    assert command in main.list_commands(None)
