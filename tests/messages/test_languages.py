"""Every language says what English says, with the same values; the command speaks the one that is asked for."""

import importlib
import re
import string
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import analyzer
from analyzer import messages, text
from analyzer.cli import main
from analyzer.messages import en, ja, say, speaking, word

OTHERS = [code for code in messages.languages() if code != "en"]
TABLES = {code: importlib.import_module(f"analyzer.messages.{code}") for code in messages.languages()}
EACH_OTHER = pytest.mark.parametrize("code", OTHERS)
SMALL_TABLES = [
    name for name, table in vars(en).items()
    if name.isupper() and not name.startswith("_") and name not in ("SENTENCES", "FORMS") and isinstance(table, dict)
]  # fmt: skip
NAMES = ("PROGRAMS", "INSPECTORS")
"""Tables of proper names, which may be the same as in English."""
VERBATIM = re.compile(
    r"`[^`]+`"  # a command
    r"|(?<![\w-])--?[A-Za-z][\w-]*(?:[ =](?:[A-Z]+|\d+\w)\b)?"  # an option and its value
    r"|https?://[^\s,;)、。]*[\w/]|[A-Z0-9]+_[A-Z0-9_]+(?:=FILE)?|[a-z0-9]+_[a-z0-9_]+"  # addresses, variables, datasets
    r"|[~/][\w.<>/-]+/[\w.<>/-]*\w|\w+(?:\.\w+){2,}"  # paths and dotted names
    rf"|pinscout (?:{'|'.join(main.list_commands(None))})\b|Do Not Inspect|Account > [A-Z][\w ]+ > \w+|My Profile > API Tokens",
    re.ASCII,
)
"""What is the same in every language: a person types it, or finds it in the dashboard."""


def fields(template):
    return {(name, form) for _, name, form, _ in string.Formatter().parse(template) if name}


def verbatim(template):
    return {part.replace("`", "") for part in VERBATIM.findall(re.sub(r"{[^}]*}", "X", template))}


def test_what_a_person_types_or_looks_for_is_found_in_a_sentence_of_any_language():
    told = "`pinscout doctor` で確認し、--at TIME と CLOUDFLARE_API_TOKEN を Do Not Inspect の https://a.jp/b。"
    assert verbatim(told) == {
        "pinscout doctor",
        "--at TIME",
        "CLOUDFLARE_API_TOKEN",
        "Do Not Inspect",
        "https://a.jp/b",
    }


@EACH_OTHER
def test_a_language_has_the_keys_of_english_and_no_others(code):
    table = TABLES[code]
    assert table.SENTENCES.keys() ^ en.SENTENCES.keys() == set()
    for name in SMALL_TABLES:
        own, english = getattr(table, name, {}), getattr(en, name)
        assert set(own) <= set(english) if name in NAMES else set(own) == set(english), name


@EACH_OTHER
def test_a_language_has_forms_that_english_has(code):
    assert TABLES[code].FORMS.keys() <= en.FORMS.keys()


@EACH_OTHER
def test_a_sentence_has_the_values_of_the_english_one(code):
    faults = [
        key for key, template in TABLES[code].SENTENCES.items()
        if {name for name, _ in fields(template)} != {name for name, _ in fields(en.SENTENCES[key])}
    ]  # fmt: skip
    assert faults == []


@EACH_OTHER
def test_a_sentence_names_the_commands_options_and_places_that_the_english_one_does(code):
    faults = {
        key: verbatim(template) ^ verbatim(en.SENTENCES[key])
        for key, template in TABLES[code].SENTENCES.items()
        if verbatim(template) != verbatim(en.SENTENCES[key])
    }
    assert faults == {}


COUNTS = (0, 1, 1200)
MOMENT, LATER = "2026-11-10T14:05:00+09:00", "2026-11-10T14:06:30+09:00"
VALUES = {
    "": ("paypay.ne.jp", "端末"),
    ",": COUNTS,
    ".0f": (0.0, 12.6),
    ".1f": (-0.5, 7.25),
    "after_that": ([], ["a", "b"]),
    "bracketed": ("", "eu"),
    "clock_skew": (-120.0, 300.0),
    "continued": ("", "It is so."),
    "covered": ([], [MOMENT, LATER]),
    "length": ("90s", "1h30m"),
    "dialect": tuple(en.DIALECTS),
    "distance": (-2.0, 0.0, 3.4),
    "end_of_log": (None, MOMENT),
    "input": ("-", "-/a.log", "dns.log"),
    "inspector": tuple(en.INSPECTORS),
    "kept_field": ("", "terms"),
    "kind_of_value": ("int", "int | null"),
    "label": (("", ""), ("sdk", "Braze")),
    "minutes_seconds": (0.0, 725.0),
    "moment_span": ([MOMENT, MOMENT], [MOMENT, LATER]),
    "points": (-1.25, 3.0),
    "program": tuple(en.PROGRAMS),
    "reasons": ({}, dict.fromkeys(en.REASONS, 12)),
    "signals": ([], list(en.SIGNALS)),
    "signed_seconds": (-30.0, 0.0, 30.0),
    "span": ([MOMENT], [MOMENT, LATER]),
    "time": (MOMENT,),
    "clock": (MOMENT,),
    "times": ([(MOMENT, "Asia/Tokyo")],),
    "band": tuple(en.BANDS),
    "band_cell": tuple(en.BANDS),
    "outcome": tuple(en.OUTCOMES),
    "term": tuple(en.TERMS),
    "signed_points": (-1.25, 0.0, 3.0),
    "tick_points": (-2, 0, 0.5),
    "exclusion_state": tuple(en.EXCLUSION_STATES),
    "list_match": ("domain", "host", ""),
    "match": ("domain", "host"),
    "trend": ("new", "steady"),
    "age": (0.0, 8000.0, 900_000.0),
    "device_name": ("", "iPhone"),
    "device_or_all": ("", "iPhone"),
    "bytes": (1_500_000, 900),
}
"""What the source gives to be said in each form; a form that is not here counts, is a share, or lists texts."""
SHARES = (0.0, 0.004, 0.123, 1.0)
VALUES |= dict.fromkeys(("percent", "percent_plain", "chance", "chance_plain", "rate"), SHARES)
LISTS = (["a.jp"], ["a.jp", "b.jp", "c.jp"])
VALUES |= dict.fromkeys(("lines", "list", "list_or", "list_or_none", "list_or_nothing", "sentences", "words"), LISTS)


def values_for(template, told, turn):
    """Values of the kinds that English writes in this sentence, others at each turn; a plain one may be of a kind here."""
    kinds = dict(fields(template)) | {
        name: form for name, form in fields(told) if form and (name, "") in fields(template)
    }
    return {name: (samples := VALUES.get(form, COUNTS))[turn % len(samples)] for name, form in kinds.items()}


@pytest.mark.parametrize("code", messages.languages())
def test_every_sentence_can_be_said_with_what_english_says_it_with(code):
    with speaking(code):
        for key, template in TABLES[code].SENTENCES.items():
            for turn in range(12):
                values = values_for(en.SENTENCES[key], template, turn)
                said = say(key, **values)
                assert all(str(values[name]) in said for name, form in fields(template) if not form), key


@pytest.mark.parametrize("code", messages.languages())
@pytest.mark.parametrize("form", list(en.FORMS))
def test_every_form_can_be_written(code, form):
    with speaking(code):
        assert all(isinstance(word(form, value), str) for value in VALUES.get(form, COUNTS))


def test_what_a_language_lacks_is_said_in_english(monkeypatch):
    monkeypatch.delitem(ja.SENTENCES, "why")
    monkeypatch.delitem(ja.FORMS, "percent")
    with speaking("ja"):
        assert say("why") == "Why"
        assert word("percent", 0) == "none"


def test_a_file_makes_a_language(tmp_path, monkeypatch):
    tmp_path.joinpath("xx.py").write_text('SENTENCES = {"why": "Warum"}\nFORMS = {"percent": lambda share: "etwas"}\n')
    monkeypatch.setattr(messages, "__path__", [*messages.__path__, str(tmp_path)])
    messages.languages.cache_clear()
    try:
        assert "xx" in messages.languages()
        with speaking("xx"):
            assert (say("why"), say("next_steps"), word("percent", 0.5)) == ("Warum", "Next steps", "etwas")
            assert messages.help_for("--at", default="When") == "When"
    finally:
        messages.languages.cache_clear()


def test_a_language_is_spoken_no_longer_than_asked_for():
    with speaking("ja"):
        assert say("why") == "理由"
    assert say("why") == "Why"


def test_a_program_speaks_the_language_that_it_chose_and_a_command_still_its_own():
    analyzer.speak("ja")
    try:
        assert say("why") == "理由"
        with speaking("en"):
            assert say("why") == "Why"
        with ThreadPoolExecutor() as threads:
            assert threads.submit(say, "why").result() == "理由"
    finally:
        analyzer.speak("en")
    assert say("why") == "Why"


def test_a_language_that_is_not_there_is_an_error_that_names_those_that_are():
    with pytest.raises(ValueError, match="no language 'xx': there are en, ja"):
        analyzer.speak("xx")


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "C.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ja", "LANG": "de_DE"}, "ja"),
        ({"LANG": "klingon"}, "en"),
        ({"LANG": "japanese"}, "ja"),
        ({}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environment, code):
    assert messages.language_of(environment) == code


def test_the_machine_chooses_the_language_where_its_environment_names_none():
    assert messages.language_of({}, "Japanese_Japan") == "ja"
    assert messages.language_of({"LANG": "C"}, "Japanese_Japan") == "en"


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
