"""The timeline: facts and places once, drawn as SVG and by matplotlib; hostile names stay text."""

import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analyzer
from analyzer.errors import AnalyzerError
from analyzer.incidents.scoring import DEFAULT_WEIGHTS
from analyzer.incidents.tally import Tally
from analyzer.pipelines.rank_tally import rank_tally
from analyzer.reading.accounting import Input
from analyzer.report import plots, svg
from analyzer.report.incident_timeline import timeline_of
from analyzer.report.marks import SHAPES
from analyzer.report.ticks import clock_ticks, offset_ticks
from analyzer.report.timeline import Axis
from analyzer.times import parse_zone
from tests.builders import FAILED_AT, background, incident, queries, signals

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

SVG = "{http://www.w3.org/2000/svg}"
APP, HOST = "paypay.ne.jp", "api.paypay.ne.jp"


def finding(asked=(), told=(), at=(0,)):
    about = incident(*at, app="PayPay")
    rows = queries(*background(), (HOST, 0), *asked)
    return rank_tally(Tally(rows, signals(*told)), about, DEFAULT_WEIGHTS, Input.of_frame(len(rows)))


def lane(panel, name=APP):
    return next(lane for lane in panel.lanes if lane.name == name)


def kinds(panel, name=APP):
    return [mark.kind for mark in lane(panel, name).marks]


def test_a_failure_is_a_panel_and_the_whole_time_is_one_more():
    panels = timeline_of(finding(at=(0, 600))).panels
    assert [panel.heading.key for panel in panels] == ["timeline_failure", "timeline_failure", "timeline_span"]
    assert all(lane.name in {APP, "apple.com", "icloud.com"} for panel in panels for lane in panel.lanes)


def test_a_moment_is_a_line_and_a_time_typed_to_the_minute_is_a_stretch():
    moment, stretch = (timeline_of(finding(at=(at,))).panels[0].shaded[0] for at in (0, (0, 59)))
    assert moment.since == moment.until == pytest.approx(0.5)
    assert stretch.until - stretch.since == pytest.approx(59 / 239, abs=0.001)


def test_each_lookup_is_a_mark_where_it_was_asked():
    panel = timeline_of(finding(asked=[(HOST, -45), ("card.paypay.ne.jp", 90)])).panels[0]
    assert [mark.at for mark in lane(panel).marks] == [0.25, 0.5, 1.0]
    assert set(kinds(panel)) == {"lookup"}


def test_a_blocked_lookup_has_a_shape_of_its_own():
    assert "blocked" in kinds(timeline_of(finding(asked=[(HOST, 3, {"decision": "blocked"})])).panels[0])


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ([("tls_error", HOST, 1)], "tls_error"),
        ([("unused", HOST, 1), ("unused", HOST, 2), ("unused", HOST, 3)], "refused_later"),
        ([("unused", HOST, 1)], "refused_perhaps"),
        ([("inspected", HOST, 1)], "inspected"),
        ([("bypassed", HOST, 1)], "bypassed"),
        ([("used", HOST, 1)], "used"),
        ([("origin_error", HOST, 1)], "origin_error"),
    ],
)
def test_what_connections_told_is_marked_by_its_kind(told, kind):
    panel = timeline_of(finding(told=told)).panels[0]
    assert set(kinds(panel)) == {"lookup", kind}


def test_a_connection_whose_end_tells_nothing_is_not_drawn():
    assert kinds(timeline_of(finding(told=[("session", HOST, 1)])).panels[0]) == ["lookup"]


def test_refusals_of_one_second_are_one_mark_that_counts_them():
    told = [("tls_error", HOST, 1, {"session_id": str(number)}) for number in range(3)]
    marks = [mark for mark in lane(timeline_of(finding(told=told)).panels[0]).marks if mark.kind == "tls_error"]
    assert [str(mark.told) for mark in marks] == [
        "api.paypay.ne.jp, 1 s after the failure: refused in the handshake, 3 times"
    ]


def test_another_device_and_another_time_are_left_out():
    told = [("tls_error", HOST, 1, "laptop"), ("tls_error", HOST, 500)]
    about = incident(0, app="PayPay", device="phone")
    rows = queries(*background(), (HOST, 0))
    answer = rank_tally(Tally(rows, signals(*told)), about, DEFAULT_WEIGHTS, Input.of_frame(len(rows)))
    assert kinds(timeline_of(answer).panels[0]) == ["lookup"]


def test_what_is_usual_lies_beneath():
    span = timeline_of(finding()).panels[-1]
    assert len(span.density) > 20
    assert max(span.density) == 1
    assert len(lane(span, "apple.com").marks) > len(lane(span).marks) == 1


def test_marks_are_told_by_shape_alone():
    drawn = [(shape.path, shape.is_filled) for shape in SHAPES.values()]
    assert len(set(drawn)) == len(drawn)
    by_matplotlib = [(shape.symbol, shape.is_filled, shape.is_lookup, shape.ink) for shape in SHAPES.values()]
    assert len(set(by_matplotlib)) == len(by_matplotlib)


def test_a_saved_finding_has_the_same_timeline(tmp_path):
    answer = finding(told=[("tls_error", HOST, 1)])
    answer.save(tmp_path / "finding.zip")
    assert timeline_of(analyzer.load_finding(tmp_path / "finding.zip")) == timeline_of(answer)


class TestTicks:
    def test_are_round_clock_times_of_the_zone_and_name_the_day_where_it_begins(self):
        since = FAILED_AT.timestamp()
        ticks = clock_ticks(Axis(since, since + 86_400), parse_zone("Asia/Tokyo"))
        assert [tick.text for tick in ticks] == ["11-10 18:00", "11-11", "06:00", "12:00"]

    def test_around_a_failure_are_seconds_before_and_after_it(self):
        texts = [tick.text for tick in offset_ticks(Axis(0, 180), 90, 90)]
        assert texts == ["−60 s", "0", "+60 s"]

    @given(st.floats(0, 2e9), st.floats(1, 3e7))
    def test_are_never_too_many_and_lie_within(self, since, length):
        ticks = clock_ticks(Axis(since, since + length), parse_zone("UTC"))
        assert len(ticks) <= 7
        assert all(0 <= tick.at <= 1 for tick in ticks)


class TestSvg:
    def test_is_well_formed_and_asks_for_nothing_elsewhere(self):
        text = svg.document(timeline_of(finding(told=[("tls_error", HOST, 1)])))
        root = ET.fromstring(text)
        assert root.tag == f"{SVG}svg"
        assert {use.get("href") for use in root.iter(f"{SVG}use")} <= {f"#mark-{kind}" for kind in SHAPES}
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
        assert root.find(f"{SVG}title").text.startswith("When the device asked")

    def test_names_what_it_marks_and_no_more(self):
        texts = [text.text for text in ET.fromstring(svg.document(timeline_of(finding()))).iter(f"{SVG}text")]
        assert "lookup" in texts
        assert "refused in the handshake" not in texts

    @settings(max_examples=10, deadline=None)
    @given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=12))
    def test_any_name_stays_text(self, names):
        answer = finding(asked=[(name, number) for number, name in enumerate(names)])
        root = ET.fromstring(svg.document(timeline_of(answer)))
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "title", "style", "defs", "path", "rect", "g", "text", "tspan", "line", "use"}

    def test_shows_kana_kanji_and_hangul_as_they_are(self):
        text = svg.document(timeline_of(finding(asked=[("ペイペイ銀行.jp", 1), ("은행.kr", 2)])))
        assert "ペイペイ銀行.jp" in text
        assert "은행.kr" in text

    def test_of_no_candidate_says_so(self):
        about = incident(90_000)
        rows = queries(*background())
        answer = rank_tally(Tally(rows, signals()), about, DEFAULT_WEIGHTS, Input.of_frame(len(rows)))
        assert "There is nothing to show" in svg.document(timeline_of(answer))


class TestFigure:
    def test_has_the_same_panels_and_lanes_also_with_kana_and_formulas(self):
        answer = finding(asked=[("ペイペイ$x^$銀行.jp", 1), ("은행.kr", 2)], told=[("tls_error", HOST, 1)])
        timeline = timeline_of(answer)
        figure = answer.plot()
        assert len(figure.axes) == len(timeline.panels)
        assert figure.axes[0].get_title(loc="left") == str(timeline.panels[0].heading)
        assert len(figure.axes[0].get_yticks()) == len(timeline.panels[0].lanes)
        assert [text.get_text() for text in figure.legends[0].get_texts()] == ["lookup", "refused in the handshake"]

    def test_of_no_candidate_says_so(self):
        about = incident(90_000)
        rows = queries(*background())
        answer = rank_tally(Tally(rows, signals()), about, DEFAULT_WEIGHTS, Input.of_frame(len(rows)))
        assert plots.plot(timeline_of(answer), "empty.PNG").startswith(b"\x89PNG")


def test_another_ending_is_refused_with_those_that_are():
    with pytest.raises(AnalyzerError) as refused:
        plots.plot(timeline_of(finding()), "plot.gif")
    assert ".svg or .png" in refused.value.hint


WITHOUT_MATPLOTLIB = """
import sys
sys.modules["matplotlib"] = None
from analyzer.cli import main
main()
"""


def run_without_matplotlib(*arguments):
    call = [sys.executable, "-c", WITHOUT_MATPLOTLIB, *map(str, arguments)]
    return subprocess.run(call, capture_output=True, text=True, check=False)


def test_without_the_plotting_extra_all_else_works_and_png_names_the_command_that_installs_it(tmp_path):
    asked = [
        "find",
        "fixtures/paypay/dns",
        "--incident",
        "fixtures/paypay/incident.toml",
        "--format",
        "short",
        "--plot",
    ]
    drawn = run_without_matplotlib(*asked, tmp_path / "plot.svg")
    assert drawn.returncode == 0
    assert "Exclude first" in drawn.stdout
    assert (tmp_path / "plot.svg").read_text(encoding="utf-8").startswith("<?xml")
    refused = run_without_matplotlib(*asked, tmp_path / "plot.png")
    assert refused.returncode == 1
    assert "pip install 'pinscout[plot]'" in refused.stderr
    assert "rows used" not in refused.stderr
