"""What is printed fits the page that it is printed on, and is coloured only where that may be."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.answers import saved
from analyzer.exports import render
from analyzer.layout import Column, lay_out
from analyzer.page import LEAST_COLUMNS, PIPED_COLUMNS, Page
from analyzer.pipelines import demo
from analyzer.report.devices import table as device_table
from analyzer.report.explanation import write
from analyzer.text import width
from tests.builders import dns_row, moment, write_log
from tests.cli.test_cli import run
from tests.terminal import at_terminal

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

INK = re.compile(r"\x1b\[[\d;]*m")
COLUMNS = [60, 66, 72, 80, 100, 132, 200]


@pytest.fixture(scope="module")
def finding():
    return demo.find()


@pytest.fixture
def kept(finding):
    saved.save_last(finding)


def widest(text: str) -> int:
    return max(map(width, text.splitlines()))


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("format_", ["table", "short"])
def test_an_answer_fits_the_page(finding, format_, columns):
    text = render(finding, format_, page=Page(columns))
    assert widest(text) <= columns
    assert "Exclude first: paypay.ne.jp." in text
    assert "Next steps" in text


@pytest.mark.parametrize("columns", [60, 80, 200])
@pytest.mark.parametrize("everything", [True, False])
def test_an_explanation_fits_the_page(finding, columns, everything):
    for domain in finding.candidates["registrable_domain"].head(5):
        assert widest(write(finding.explain(domain), Page(columns), everything=everything)) <= columns


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_list_of_devices_fits_the_page_and_its_ids_stay_whole(columns):
    ids = ["7d1c1a1e-0c3f-4a53-9a6e-2f1d3c5b7a90", "c2a9d6b4-5a0e-4f0e-8a52-9d6f1f0b3c11"]
    moments = pd.to_datetime(["2026-11-10T05:00:00Z"] * 2)
    devices = pd.DataFrame({"device": ids, "device_name": ["太郎のMacBook Pro" * 3, ""], "user": ["a" * 60, ""]})
    text = device_table(
        devices.assign(query_count=[1_234_567, 1], first_at=moments, last_at=moments), moments.tz, Page(columns)
    )
    assert widest(text) <= columns
    assert all(id_ in text for id_ in ids)


def test_the_whole_names_are_shown_where_there_is_room(finding):
    text = render(finding, "table", page=Page(200))
    for entries in finding.candidates["exclude"].head(10):
        assert entries in text
    assert "…" not in text


def test_what_is_left_out_of_a_narrow_table_are_the_measures_and_never_what_to_exclude(finding):
    narrow, wide = (
        next(line for line in render(finding, "table", page=Page(columns)).splitlines() if "likely" in line)
        for columns in (60, 100)
    )
    assert {"band", "likely", "exclude"} <= set(narrow.split()) < set(wide.split())


@given(
    st.lists(st.text(max_size=70), min_size=1, max_size=4),
    st.integers(LEAST_COLUMNS, 200),
    st.booleans(),
)
def test_no_text_makes_a_table_wider_than_its_page(texts, columns, is_list):
    cuttable = Column("hostname", texts, least=12, usual=24, is_list=is_list)
    droppable = Column("label", texts, worth=1)
    assert widest(lay_out([cuttable, droppable, cuttable], Page(columns))) <= columns


def test_a_list_says_how_many_of_it_are_not_shown():
    hosts = [f"host{number}.example.jp" for number in range(5)]
    for columns in range(20, 100):
        words = lay_out([Column("exclude", [" ".join(hosts)], least=12, is_list=True)], Page(columns)).split()[2:]
        more = [int(word) for word in words if word.startswith("+")]
        assert len(words) - len(more) + sum(more) == len(hosts)


def test_the_ink_is_all_that_colour_adds(finding):
    for columns in (60, 100):
        plain, coloured = (render(finding, "table", page=Page(columns, is_coloured=ink)) for ink in (False, True))
        assert plain != coloured
        assert INK.sub("", coloured) == plain


@pytest.mark.usefixtures("kept")
class TestColour:
    """Who decides whether there is colour."""

    def test_a_pipe_gets_none(self):
        assert "\x1b" not in run("export", "--format", "table").stdout

    def test_unless_it_is_asked_for(self):
        assert "\x1b[1mExclude first" in run("export", "--format", "table", "--color", "always").stdout
        assert "\x1b" in run("explain", "paypay.ne.jp", "--color", "always").stdout

    @pytest.mark.parametrize(
        ("more", "environment", "is_coloured"),
        [
            ((), {}, True),
            ((), {"NO_COLOR": "1"}, False),
            ((), {"TERM": "dumb"}, False),
            (("--color", "never"), {}, False),
            (("--color", "always"), {"NO_COLOR": "1"}, True),
        ],
    )
    def test_a_terminal_is_as_wide_as_it_is_and_coloured_if_nobody_objects(self, more, environment, is_coloured):
        environment = {"COLUMNS": "63", "TERM": "xterm", "NO_COLOR": ""} | environment
        with at_terminal("explain", "paypay.ne.jp", *more, environment=environment) as terminal:
            assert terminal.end() == 0
        assert ("\x1b[" in terminal.shown) == is_coloured
        assert widest(INK.sub("", terminal.shown)) in range(55, 64)


@pytest.mark.usefixtures("kept")
def test_a_pipe_is_always_as_wide_whatever_the_terminal_behind_it():
    texts = {run("export", "--format", "table", env={"COLUMNS": columns}).stdout for columns in ("60", "250")}
    assert len(texts) == 1
    assert PIPED_COLUMNS - 20 < widest(texts.pop()) <= PIPED_COLUMNS


@pytest.mark.usefixtures("kept")
class TestExplain:
    """`explain` cuts nothing that matters."""

    @pytest.mark.parametrize("asked", ["paypay", "https://app4.paypay.ne.jp/login", "PAYPAY.NE.JP.", "paypay.ne"])
    def test_a_part_of_a_name_and_an_address_will_do(self, asked):
        assert run("explain", asked).stdout.startswith("paypay.ne.jp: rank 1")

    def test_a_part_of_several_names_is_none(self):
        result = run("explain", "a")
        assert result.exit_code == 1
        assert "paypay.ne.jp" in result.stderr

    def test_what_is_to_be_excluded_stands_there_whole(self, finding):
        for row in finding.candidates.head(5).itertuples():
            text = write(finding.explain(row.registrable_domain), Page(60))
            assert all(entry in text for entry in row.exclude.split())

    def test_all_shows_every_host_and_lookup(self, tmp_path):
        rows = [dns_row(f"h{number}.paypay.ne.jp", number) for number in range(40)]
        run("find", write_log(tmp_path / "a.log", rows), "--at", moment(0), "--app", "PayPay")
        some, every = run("explain", "paypay.ne.jp").stdout, run("explain", "paypay.ne.jp", "--all").stdout
        assert "--all" in some
        assert "and 20 more" in some
        assert all(every.count(f" h{number}.paypay.ne.jp") == 1 for number in range(40))


def test_ctrl_c_ends_with_130_and_no_traceback(tmp_path):
    import os

    os.mkfifo(tmp_path / "never.log")
    command = ["find", str(tmp_path / "never.log"), "--at", moment(0)]
    with at_terminal(*command, environment={"TERM": "xterm"}) as terminal:
        opened = os.open(tmp_path / "never.log", os.O_WRONLY)  # returns once the command reads
        terminal.type("\x03")
        assert terminal.end() == 130
        os.close(opened)
    assert "Traceback" not in terminal.shown


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("columns", [60, 80])
def test_a_progress_bar_keeps_to_its_line(tmp_path, language, columns):
    logs = [str(write_log(tmp_path / f"{number}.log", [dns_row("a.paypay.ne.jp", number)])) for number in range(12)]
    command = ["--lang", language, "find", *logs, "--at", moment(0)]
    with at_terminal(*command, environment={"COLUMNS": str(columns), "TERM": "xterm"}) as terminal:
        terminal.end()
    shown = re.sub(r"\x1b\[[?\d;]*[A-Za-z]", "", terminal.shown)
    bars = re.findall(r"\r([^\r\n]*\[[#-]+\][^\r\n]*)", shown)
    assert any("12" in bar for bar in bars)
    assert max(map(width, bars)) <= columns
