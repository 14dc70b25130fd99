import csv
import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analyzer
from analyzer import exports
from analyzer.errors import AnalyzerError
from analyzer.text import width
from tests.builders import FAILED_AT, background, queries

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

FORMULA = "=cmd|' /C calc'!A0"
ESCAPES = "\x1b[2J\x1b]0;owned\x07.example.jp"
C1 = "\x9b31m.example.jp"
BIDI = "\u202egpj.example.jp"
MARKUP = "<img src=x onerror=alert(1)>.example.jp"
PIPES = "a|b`c`.example.jp"
LONG = "x" * 300 + ".example.jp"
HOSTILE = [FORMULA, ESCAPES, C1, BIDI, MARKUP, PIPES, LONG, "+1.example.jp", "@sum.jp", "ｶﾅ.example.jp"]
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def finding(*names: str, app: str = "PayPay") -> analyzer.Finding:
    asked = [(name, number % 20, "phone") for number, name in enumerate(names)]
    return analyzer.rank(queries(*background(), *asked), at=FAILED_AT, app=app, device="phone", tz="Asia/Tokyo")


@pytest.fixture(scope="module")
def hostile():
    return finding("api.paypay.ne.jp", *HOSTILE, app="=PayPay\x1b[0m, Inc. ペイペイ")


@pytest.mark.parametrize("name", exports.formats())
def test_every_format_is_harmless_whatever_the_log_holds(hostile, name):
    text = analyzer.export(hostile, name).replace("\r\n", "\n")
    assert not UNPRINTABLE.search(text)


def test_a_csv_opens_in_excel_without_running_anything(hostile):
    text = analyzer.export(hostile, "csv")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(hostile.candidates)
    assert "'" + FORMULA.lower() in {row["registrable_domain"].lower() for row in rows}
    for row in rows:
        for column in ("registrable_domain", "exclude", "label", "reasons"):
            assert not row[column].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_markdown_keeps_its_table_whatever_the_names_hold(hostile):
    text = analyzer.export(hostile, "markdown")
    table = [line for line in text.splitlines() if line.startswith("|")]
    bars = {len(re.findall(r"(?<!\\)\|", line)) for line in table}
    assert bars == {9}
    assert "<img" not in text


def test_json_holds_the_names_as_they_were(hostile):
    candidates = json.loads(analyzer.export(hostile, "json"))["candidates"]
    names = {candidate["registrable_domain"] for candidate in candidates}
    assert FORMULA in names
    assert C1 in names
    assert {"registrable_domain", "exclude", "terms", "band"} <= set(candidates[0])
    assert isinstance(candidates[0]["exclude"], list)


def test_a_gateway_list_is_value_and_description_and_nothing_else(hostile):
    lines = analyzer.export(hostile, "gateway-list").splitlines()
    assert lines[0] == "value,description"
    assert len(lines) > 1
    for line in lines[1:]:
        value, description = line.split(",")
        assert re.fullmatch(r"[a-z0-9_.-]+", value)
        assert description.strip() == description
        assert '"' not in line


def test_names_that_no_list_can_hold_are_never_proposed(hostile):
    proposed = " ".join(hostile.candidates["exclude"]).split()
    assert all(re.fullmatch(r"[a-z0-9_.-]+", name) for name in proposed)


def test_the_table_fits_100_columns_also_with_kana(hostile):
    for name in ("ペイペイ銀行モバイルアプリのとても長い名前" * 3, "モバイルSuica"):
        text = analyzer.export(
            finding("api.paypay.ne.jp", "ドメイン名例えば非常に長い.jp", *HOSTILE, app=name), "table"
        )
        assert max(map(width, text.splitlines())) <= 100
    assert max(map(width, analyzer.export(hostile, "table").splitlines())) <= 100


def test_plain_is_one_entry_a_line():
    assert analyzer.export(finding("api.paypay.ne.jp"), "plain") == "paypay.ne.jp\n"


def test_an_unknown_format_is_refused_with_those_that_are(hostile):
    with pytest.raises(AnalyzerError) as refused:
        analyzer.export(hostile, "xlsx")
    assert "gateway-list" in refused.value.hint


def test_every_export_says_in_its_first_line_what_it_is():
    for name in exports.formats():
        module = exports._plugins.load_plugin(exports, name)
        assert module.__doc__
        assert module.__doc__.splitlines()[0].endswith(".")


@settings(max_examples=8, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=30))
def test_no_name_breaks_any_format(names):
    answer = finding("api.paypay.ne.jp", *names)
    for name in exports.formats():
        assert not UNPRINTABLE.search(analyzer.export(answer, name).replace("\r\n", "\n"))


def test_a_notebook_shows_names_as_text(hostile):
    page = hostile._repr_html_()
    assert "<img" not in page
    assert "&lt;img" in page
