"""What `import analyzer` gives."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import analyzer


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
