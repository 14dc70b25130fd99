"""What `import analyzer` gives."""

import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analyzer
from tests.builders import dns_row, refused, write_log


def test_all_names_are_there_and_no_others():
    assert sorted(analyzer.__all__) == sorted(analyzer._HOMES)
    for name in analyzer.__all__:
        assert getattr(analyzer, name).__doc__
    assert set(analyzer.__all__) <= set(dir(analyzer))


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(analyzer, "frobnicate")


def test_help_on_find_is_enough_to_use_it():
    text = analyzer.find.__doc__
    for word in (
        "at:",
        "app:",
        "device:",
        "before:",
        "baseline:",
        "tz:",
        "weights:",
        "Returns:",
        "Raises:",
        "finding.candidates",
    ):
        assert word in text


def test_importing_the_package_alone_loads_nothing_heavy():
    script = "import sys, analyzer; print('pandas' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "False\n"
    )


def test_an_incident_may_stand_in_a_file_and_rank_takes_what_load_gives():
    folder = Path("fixtures/vendor-sdk")
    logs = [folder / name for name in ("dns", "sessions", "http")]
    found = analyzer.find(*logs, incident=folder / "incident.toml")
    incident = analyzer.Incident.from_toml(folder / "incident.toml")
    ranked = analyzer.rank(analyzer.load(logs[0]), signals=analyzer.load_signals(*logs[1:]), incident=incident)
    pd.testing.assert_frame_equal(found.candidates, ranked.candidates)


def test_times_are_given_once():
    with pytest.raises(analyzer.AnalyzerError, match="Both"):
        analyzer.find("fixtures/paypay", at="now", incident="fixtures/paypay/incident.toml")


LOG = "fixtures/vendor-sdk/dns"
WALLET = {"incident": "fixtures/vendor-sdk/incident.toml"}


def test_a_list_of_paths_is_as_good_as_the_paths():
    folder = Path("fixtures/vendor-sdk")
    one, other = (analyzer.find(*files, **WALLET) for files in ([[folder / "dns"]], [folder / "dns"]))
    pd.testing.assert_frame_equal(one.candidates, other.candidates)
    assert len(analyzer.load([folder / "dns"])) == len(analyzer.load(folder / "dns"))


def test_an_empty_list_does_not_mean_the_live_account():
    with pytest.raises(analyzer.AnalyzerError, match="is empty"):
        analyzer.find([], at="2026-11-10 14:05")


def test_a_finding_is_saved_and_loaded(tmp_path):
    found = analyzer.find(LOG, **WALLET)
    found.save(tmp_path / "finding.zip")
    again = analyzer.load_finding(tmp_path / "finding.zip")
    assert again.to_dict() == found.to_dict()


def test_a_survey_is_saved_and_loaded(tmp_path):
    found = analyzer.sweep("fixtures/archive-day/sessions")
    found.save(tmp_path / "sweep.zip")
    assert analyzer.load_survey(tmp_path / "sweep.zip").to_dict() == found.to_dict()
    with pytest.raises(analyzer.AnalyzerError, match="not a saved finding"):
        analyzer.load_finding(tmp_path / "sweep.zip")


def test_a_traceback_tells_what_to_do(tmp_path):
    with pytest.raises(analyzer.AnalyzerError) as refused:
        analyzer.find("nowhere.log", at="2026-11-10 14:05")
    shown = "".join(traceback.format_exception(refused.value))
    assert "There is no file nowhere.log." in shown
    assert refused.value.hint in shown
    refused.value.add_note("and this")
    assert "".join(traceback.format_exception(refused.value)).endswith("and this\n")


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame(), "lacks asked_at, hostname"),
        (pd.DataFrame({"asked_at": [], "hostname": []}), "lacks "),
        ([], "is no DataFrame"),
    ],
)
def test_rank_says_what_a_frame_lacks_and_who_gives_one(frame, said):
    with pytest.raises(analyzer.AnalyzerError, match=said) as refused:
        analyzer.rank(frame, at="2026-11-10 14:05")
    assert "analyzer.load gives" in str(refused.value)


def test_rank_says_which_column_is_odd():
    queries = analyzer.load(LOG).assign(asked_at="yesterday")
    with pytest.raises(analyzer.AnalyzerError, match="column asked_at"):
        analyzer.rank(queries, at="2026-11-10 14:05")


def test_an_answer_says_little_of_itself_and_is_no_wall_of_text():
    found = analyzer.find(LOG, **WALLET)
    assert len(repr(found)) < 300
    assert str(found) == repr(found)


EVIL = st.text(
    st.sampled_from("\x1b\x07\x00\r\t\x7f\x9b\x85\u202e\u2066\u200b\ufeff\u2028[31m]0;a花.*<|`"),
    min_size=1,
    max_size=12,
)


@settings(max_examples=12, deadline=None)
@given(EVIL, EVIL, EVIL)
def test_no_name_of_a_log_acts_on_the_terminal_by_what_an_answer_says_of_itself(host, device, app):
    who = {"DeviceID": "d1", "DeviceName": f"x{device}", "Email": f"{device}@example.jp"}
    names = [f"a{host}.paypay.ne.jp", f"x.{host}.evil.example"]
    rows = [dns_row(name, seconds, who) for name in names for seconds in (-2, 0, -5000)]
    rows += [row for name in names for row in refused(name, -2, -1, 0, 1, 2, device=who)]
    with tempfile.TemporaryDirectory() as folder:
        log = write_log(Path(folder) / "a.log", rows)
        finding = analyzer.find(log, at="2026-11-10T05:05:00Z", app=f"PayPay {app}", all_devices=True, tz="UTC")
        survey = analyzer.sweep(log, tz="UTC")
    told = [finding, survey, *finding.notes(), *survey.notes(), *finding.plan(), *survey.plan()]
    told += [answer.explain(name) for answer in (finding, survey) for name in answer.candidates["registrable_domain"]]
    for text in [*map(repr, told), *map(str, told), f"{told[:2]}"]:
        assert all(character.isprintable() or character == "\n" for character in text), text


def test_a_plot_shows_itself_where_nobody_set_matplotlib_up():
    assert analyzer.find(LOG, **WALLET).plot()._repr_png_().startswith(b"\x89PNG")
