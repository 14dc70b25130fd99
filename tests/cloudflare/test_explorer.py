"""Log Explorer where an account has it: rows with devices, read by halves, and done without where it is not open."""

import datetime as dt
import functools
import re
import tomllib

import pytest

import analyzer
from tests.cloudflare.phone import STORIES, Phone
from tests.standin import explorer
from tests.standin.fixture import standin as standin
from tests.standin.rows import DATASETS
from tests.standin.tokens import ACCOUNT

STORY = "platform-service"
ALL_ON = dict.fromkeys(DATASETS, True)
SESSIONS_ON = {"zero_trust_network_sessions": True}
ROOT = f"/accounts/{ACCOUNT}/logs/explorer"


@functools.cache
def from_files():
    """The proposals and scores that the same rows give when they are read from files."""
    about = tomllib.loads((STORIES / STORY / "incident.toml").read_text())
    finding = analyzer.find(STORIES / STORY, at=about["at"], app=about["app"], device="iPhone", tz="UTC")
    return gist(finding.to_dict()["candidates"])


def gist(candidates):
    return [
        (row["registrable_domain"], round(row["score"], 6), row["band"], sorted(row["exclude"])) for row in candidates
    ]


def statements(phone):
    return [asked.query for asked in phone.server.requests if asked.path.endswith("/query/sql")]


def test_sessions_of_log_explorer_name_devices_so_that_live_and_files_give_the_same(standin):
    phone = Phone(standin, story=STORY, explorer=SESSIONS_ON)
    assert gist(phone.candidates()) == from_files()
    assert statements(phone)
    assert all("FROM zero_trust_network_sessions" in statement for statement in statements(phone))


def test_a_full_page_is_asked_for_again_by_halves_and_nothing_is_lost(standin, monkeypatch):
    monkeypatch.setattr(explorer, "MOST_ROWS", 25)
    monkeypatch.setattr("analyzer.cloudflare.logs.explorer.PAGE", 25)
    phone = Phone(standin, story=STORY, explorer=SESSIONS_ON)
    assert gist(phone.candidates()) == from_files()
    spans = [re.findall(r"sessionendtime >?=?<? ?'(.+?)'", statement) for statement in statements(phone)]
    lengths = [dt.datetime.fromisoformat(end) - dt.datetime.fromisoformat(start) for start, end in spans]
    assert max(lengths) == dt.timedelta(minutes=5)
    assert any(length < dt.timedelta(minutes=2) for length in lengths)


@pytest.mark.parametrize("configured", [{}, dict.fromkeys(DATASETS, False)])
def test_without_log_explorer_nothing_is_asked_of_it_but_whether_it_is_there(standin, configured):
    phone = Phone(standin, story=STORY, explorer=configured)
    phone.find(check=0)
    asked = [one.path for one in phone.server.requests if one.path.startswith(ROOT)]
    assert asked == [f"{ROOT}/datasets"]


def test_a_token_that_may_not_read_it_does_without(standin):
    phone = Phone(standin, story=STORY, explorer=ALL_ON, misbehave=["no_permission:logs"])
    assert phone.answer()[0]
    assert not statements(phone)


def test_a_column_that_the_dataset_lacks_is_not_asked_for(standin):
    phone = Phone(standin, story=STORY, explorer=SESSIONS_ON, misbehave=["lacks_column:devicename"])
    assert gist(phone.candidates()) == from_files()
    assert not any("devicename" in statement for statement in statements(phone))


def test_a_dataset_that_lacks_what_is_needed_is_not_read_from_it(standin):
    phone = Phone(standin, story=STORY, explorer=SESSIONS_ON, misbehave=["lacks_column:connectionclosereason"])
    phone.find(check=0)
    assert not statements(phone)


def test_a_sweep_of_log_explorer_counts_devices(standin):
    phone = Phone(standin, story=STORY, explorer=SESSIONS_ON)
    without = Phone(standin, story=STORY)
    told, blind = (one.run("sweep", "--last", "48h", "--format", "csv", check=0).stdout for one in (phone, without))
    assert statements(phone)
    assert told != blind


def test_what_was_fetched_from_log_explorer_is_kept_and_its_manifest_read_again(standin, tmp_path):
    phone = Phone(standin, story=STORY, explorer=SESSIONS_ON)
    fetch = ["fetch", str(tmp_path / "log"), "--since", phone.times[0], "--until", phone.times[-1]]
    phone.run(*fetch, check=0)
    asked = len(statements(phone))
    phone.run(*fetch, check=0)
    assert asked == len(statements(phone)) > 0


def test_text_in_a_filter_stays_text():
    from analyzer.cloudflare.logs.explorer import _condition

    assert _condition("sni_in", ["it's", "a.jp"]) == "sni IN ('it''s', 'a.jp')"
    assert _condition("locationName", "office") == "location = 'office'"
