"""Every language says what English says, with the same values; the command speaks the one that is asked for."""

import importlib
import string

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from analyzer import messages, text
from analyzer.cli import main
from analyzer.messages import en, ja, say, speaking, word

OTHERS = [code for code in messages.languages() if code != "en"]


def fields(template):
    return [(name, form) for _, name, form, _ in string.Formatter().parse(template) if name]


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_no_key_that_english_lacks(code):
    table = importlib.import_module(f"analyzer.messages.{code}")
    assert set(table.SENTENCES) <= set(en.SENTENCES)
    assert set(table.FORMS) <= set(en.FORMS)


@pytest.mark.parametrize("code", OTHERS)
def test_a_sentence_has_the_values_of_the_english_one_in_forms_that_there_are(code):
    table = importlib.import_module(f"analyzer.messages.{code}").SENTENCES
    known = {*en.FORMS, "", ",", ".0f", ".1f"}
    faults = [
        key for key, template in table.items()
        if {name for name, _ in fields(template)} != {name for name, _ in fields(en.SENTENCES[key])}
        or not {form for _, form in fields(template)} <= known
    ]  # fmt: skip
    assert faults == []


def test_what_a_language_lacks_is_said_in_english(monkeypatch):
    monkeypatch.delitem(ja.SENTENCES, "why")
    monkeypatch.delitem(ja.FORMS, "percent")
    with speaking("ja"):
        assert say("why") == "Why"
        assert word("percent", 0) == "none"


def test_a_language_is_spoken_no_longer_than_asked_for():
    with speaking("ja"):
        assert say("why") == "理由"
    assert say("why") == "Why"


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "C.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ja", "LANG": "de_DE"}, "ja"),
        ({"LANG": "japan"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environment, code):
    assert messages.language_of(environment) == code


class TestTheCommand:
    @pytest.mark.parametrize("arguments", [["--lang", "ja", "explain", "a.jp"], ["explain", "a.jp", "--lang", "ja"]])
    def test_speaks_japanese_where_the_option_says_so_before_and_behind_it(self, arguments, tmp_path):
        said = CliRunner().invoke(main, arguments, env={"XDG_STATE_HOME": str(tmp_path)})
        assert said.exit_code == 1
        assert said.stderr.startswith("エラー: ")
        assert say("why") == "Why"

    def test_speaks_the_language_of_the_environment_unless_told_otherwise(self, tmp_path):
        env = {"XDG_STATE_HOME": str(tmp_path), "PINSCOUT_LANG": "ja"}
        assert CliRunner().invoke(main, ["explain", "a.jp"], env=env).stderr.startswith("エラー: ")
        assert CliRunner().invoke(main, ["explain", "a.jp", "--lang", "en"], env=env).stderr.startswith("Error: ")


class TestLines:
    def test_no_mark_begins_a_line_and_no_name_is_broken(self):
        told = (
            "登録可能ドメインは、アプリを完全に終了して、起動し直してから paypay.ne.jp を確認してください。以上です。"
        )
        for columns in range(14, 80):
            lines = text.wrap(told, columns, "  1. ").split("\n")
            assert all(text.width(line) <= columns + 2 for line in lines)
            assert not any(line.strip()[0] in "、。" for line in lines)
            assert sum("paypay.ne.jp" in line for line in lines) == (columns >= 17)

    @given(st.text("あア漢、。「」ab. ", max_size=80), st.integers(10, 40))
    def test_nothing_is_lost_but_blanks(self, told, columns):
        wrapped = text.wrap("漢" + told, columns)
        assert "".join(wrapped.split()) == "".join(("漢" + told).split())
