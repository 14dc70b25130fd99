"""README's Python and shell blocks run, what cog writes is current, and the guides speak of what is there."""

import re
import sys
from pathlib import Path

import pytest
from cogapp import Cog
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from analyzer import schema
from analyzer.cli import main
from analyzer.messages import speak

ROOT = Path(__file__).parent.parent
GUIDES = ("CONTRIBUTING.md", "WORDS.md")
READMES = ("README.md", "README.ja.md")
WRITTEN_BY_COG = (*READMES, "FRAMES.md")
MADE_UP = ("analyzer/messages/xx.py",)
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", READMES)
def test_the_python_examples_run(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    examples = list(Sybil(parsers=[PythonCodeBlockParser()]).parse(ROOT / page))
    assert examples
    try:
        for example in examples:
            example.evaluate()
    finally:
        speak("en")


def anchors_of(text):
    titles = re.findall(r"^#+ (.*)", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_readmes_name_each_other_and_headings_that_are_there():
    anchors = anchors_of(README)
    translated = (ROOT / "README.ja.md").read_text(encoding="utf-8")
    assert "(README.ja.md)" in README
    assert "(README.md)" in translated
    assert set(re.findall(r"\(README\.md#([\w-]+)\)", translated)) <= anchors
    for text in (README, translated):
        assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors_of(text)


@pytest.mark.long
@pytest.mark.no_cover
@pytest.mark.parametrize("page", WRITTEN_BY_COG)
def test_help_texts_transcripts_and_tables_are_current(page, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", sys.path.copy())
    code = Cog().main(["cog", "--check", "--diff", page])
    said = capsys.readouterr()
    assert code == 0, said.out + said.err


@pytest.mark.parametrize(
    "model",
    [model for model in schema.Frame.__subclasses__() if model.__module__ == schema.__name__],
    ids=lambda model: model.__name__,
)
def test_every_frame_has_a_table_with_all_its_columns(model):
    table = (
        (ROOT / "FRAMES.md").read_text(encoding="utf-8").partition(f"## {model.__name__}\n")[2].partition("\n## ")[0]
    )
    told = re.findall(r"^\| `(\w+)", table, re.MULTILINE)
    assert told == [f"{name}_" if column.is_prefix else name for name, column in model.columns.items()]


@pytest.mark.parametrize("page", GUIDES)
def test_files_that_a_guide_names_are_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:analyzer|tests|fixtures|notebooks)/[\w./-]*)`", text)
    assert [name for name in named if not (ROOT / name).exists() and name not in MADE_UP] == []


@pytest.mark.parametrize("page", GUIDES)
def test_names_behind_a_file_stand_in_it(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    pairs = [
        (file, name)
        for file, rest in re.findall(r"`(analyzer/[\w/]+\.py)`((?:,? `[\w.]+`)+)", text)
        for name in re.findall(r"`(\w+\.)?(\w+)`", rest)
    ]
    assert pairs
    missing = [
        f"{file}: {name}"
        for file, (_, name) in pairs
        if not re.search(rf"\b{name}\b", (ROOT / file).read_text(encoding="utf-8"))
    ]
    assert missing == []


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


@pytest.mark.parametrize("page", READMES)
def test_commands_in_text_exist(page):
    named = re.findall(r"^pinscout (\w+) [^a-z]", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert named
    assert set(named) <= set(main.list_commands(None))


def test_every_setting_is_in_the_readme():
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "analyzer").rglob("*.py"))
    assert set(re.findall(r"\b(?:PINSCOUT|CLOUDFLARE)_[A-Z0-9_]*[A-Z0-9]\b", source)) <= set(
        re.findall(r"[A-Z0-9_]+", README)
    )
