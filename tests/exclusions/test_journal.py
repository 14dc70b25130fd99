"""The journal: whole lines are what happened, a line cut off is nothing, and what cannot be understood is said."""

import datetime as dt
import stat

import pytest

from analyzer.answers.saved import state_folder
from analyzer.errors import AnalyzerError
from analyzer.exclusions.journal import FILE, Change, Journal, Line, Made
from analyzer.exclusions.scope import EVERYBODY, Scope

NOW = dt.datetime(2026, 11, 10, 5, 5, tzinfo=dt.UTC)
TRIAL = Scope(users=("aoi@example.jp",), groups=("QA",), postures=("p-1",))


def change(mark="0123456789ab", account="acc", scope=EVERYBODY):
    lines = (Line("paypay.ne.jp", "domain", "ペイペイ"), Line("sdk.braze.eu", "host", "an SDK"))
    return Change(mark, account, NOW, "ペイペイ", lines, scope, dt.date(2027, 2, 8), enabled=True)


@pytest.fixture
def path():
    return state_folder() / FILE


def test_what_was_written_is_read_again():
    made = Made("ba9876543210", "acc", "host", TRIAL)
    rule = Made("ca9876543210", "acc", "host", TRIAL, of=made.mark)
    with Journal.writing() as journal:
        journal.begin(change(scope=TRIAL))
        journal.announce_list(made)
        journal.identify(made.mark, "aa-11")
        journal.announce_rule(rule)
        journal.identify(rule.mark, "bb-22")
        journal.note_done(change().mark)
        journal.take_back(change().mark, ["sdk.braze.eu"])
        journal.note_going(rule.mark)
    again = Journal.read()
    assert (again.changes, again.lists, again.rules) == (journal.changes, journal.lists, journal.rules)
    kept = again.changes[change().mark]
    assert (kept.is_done, kept.is_restoring, [line.value for line in kept.in_force]) == (True, True, ["paypay.ne.jp"])
    assert again.needs("acc") == {("domain", TRIAL): {"paypay.ne.jp"}}
    assert again.needs("another") == {}


def test_a_file_is_its_owners_alone(path):
    with Journal.writing() as journal:
        journal.begin(change())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_that_was_cut_off_is_as_if_it_had_never_been(path):
    with Journal.writing() as journal:
        journal.begin(change())
    whole = path.read_bytes()
    for cut in (1, 20, len(whole) - 1):
        path.write_bytes(whole + whole[:cut])
        assert list(Journal.read().changes) == [change().mark]
        with Journal.writing() as journal:
            journal.begin(change("ffffffffffff"))
        assert list(Journal.read().changes) == [change().mark, "ffffffffffff"]


@pytest.mark.parametrize(
    "damage",
    [
        b"{}\n",
        b"nonsense\n",
        b'{"event": "done", "mark": "unknown"}\n',
        b'{"event": "new", "mark": "x"}\n',
        b"[1]\n",
        b"\xff\n",
    ],
)
def test_what_cannot_be_understood_is_said_and_never_taken_for_empty(path, damage):
    with Journal.writing() as journal:
        journal.begin(change())
    path.write_bytes(path.read_bytes() + damage)
    with pytest.raises(AnalyzerError, match="line 2"):
        Journal.read()


def test_nobody_else_writes_at_the_same_time():
    with Journal.writing(), pytest.raises(AnalyzerError, match="Another pinscout"), Journal.writing():
        pass
    with Journal.writing():
        pass


def test_a_look_ahead_writes_nothing(path):
    with Journal.reading() as journal:
        journal.begin(change())
        assert journal.changes
    assert not path.exists()


@pytest.mark.parametrize("place", ["/dev/null/x", "/proc/nope"])
def test_where_it_cannot_be_kept_is_said(place, monkeypatch):
    monkeypatch.setenv("PINSCOUT_STATE_DIR", place)
    with pytest.raises(AnalyzerError, match="can't be"), Journal.writing():
        pass
