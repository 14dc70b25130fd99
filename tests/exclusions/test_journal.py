"""The journal: whole lines are what happened, a line cut off is nothing, and what cannot be understood is said."""

import contextlib
import datetime as dt
import functools
import json
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.answers.saved import state_folder
from analyzer.errors import AnalyzerError, KeptFileError, NewerFileError
from analyzer.exclusions.journal import FILE, Change, Journal, Line, Made
from analyzer.exclusions.scope import EVERYBODY, Scope
from analyzer.exclusions.search import Search
from tests.damage import changed, levels

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
    with pytest.raises(AnalyzerError, match=r"jsonl:2 can't be understood"):
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


def test_a_line_of_a_newer_version_is_named_as_such(path):
    with Journal.writing() as journal:
        journal.begin(change())
    path.write_bytes(path.read_bytes() + b'{"version": 2, "event": "done", "mark": "0123456789ab"}\n')
    with pytest.raises(NewerFileError, match=r"jsonl:2 is of version 2, which a newer pinscout wrote"):
        Journal.read()


def test_a_link_in_its_place_is_not_written_through(path, tmp_path):
    (tmp_path / "victim").write_bytes(b"")
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(tmp_path / "victim")
    with pytest.raises(AnalyzerError, match="can't be written"), Journal.writing() as journal:
        journal.begin(change())
    assert (tmp_path / "victim").read_bytes() == b""


@functools.cache
def whole_journal():
    """A line of each kind."""
    made = Made("ba9876543210", "acc", "host", TRIAL)
    with Journal.writing() as journal:
        journal.begin(change(scope=TRIAL))
        journal.announce_list(made)
        journal.identify(made.mark, "aa-11")
        journal.announce_rule(Made("ca9876543210", "acc", "host", EVERYBODY, of=made.mark))
        journal.note_done(change().mark)
        journal.take_back(change().mark, ["sdk.braze.eu"])
        journal.note_restored(change().mark)
        journal.note_going(made.mark)
        journal.note_gone(made.mark)
        journal.note_search("PayPay", Search.of({"a.jp": 0.5, "b.jp": 0.2}).to_plain())
    return journal.path.read_bytes()


WRONG = [None, [], {}, "x", -1, 0.5, True, [None], [[]], {"x": [{}]}]


def test_a_wrong_value_anywhere_in_a_line_is_a_sentence_that_names_it_or_does_not_matter(path):
    lines = whole_journal().splitlines()
    for number, line in enumerate(lines, 1):
        record = json.loads(line)
        for key in levels(record):
            for value in WRONG:
                told = json.dumps(changed(record, key, value)).encode()
                path.write_bytes(b"\n".join([*lines[: number - 1], told, *lines[number:]]) + b"\n")
                try:
                    Journal.read()
                except KeptFileError as error:
                    assert str(error).startswith(f"{path}:")  # noqa: PT017 - it may as well be read


@given(st.binary(max_size=80), st.integers(0), st.integers(0, 7))
def test_whatever_became_of_the_file_it_is_read_or_a_sentence(noise, place, bit):
    content = bytearray(whole_journal())
    place %= len(content)
    path = state_folder() / FILE
    content[place] ^= 1 << bit
    for damaged in (bytes(content), bytes(content[:place]) + noise + bytes(content[place:]), bytes(content[place:])):
        path.write_bytes(damaged)
        with contextlib.suppress(KeptFileError):
            Journal.read()
    path.unlink()
