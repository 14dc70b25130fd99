"""The bundled incidents of different kinds, each with its expected answer: the golden tests of the ranking."""

import tomllib
from pathlib import Path

import pytest

import analyzer
from analyzer.incidents.incident import Incident
from analyzer.pipelines.find import find_incident

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

FIXTURES = Path(__file__).parents[2] / "fixtures"
INCIDENTS = sorted(path.parent.name for path in FIXTURES.glob("*/incident.toml"))
SIGNALS = ("sessions", "http", "network")


def find(name, *logs):
    folders = [FIXTURES / name / log for log in ("dns", *logs) if (FIXTURES / name / log).is_dir()]
    return find_incident(folders, Incident.from_toml(FIXTURES / name / "incident.toml"))


def expected(name):
    return tomllib.loads((FIXTURES / name / "expected.toml").read_text(encoding="utf-8"))


WITH_AN_ANSWER = [name for name in INCIDENTS if expected(name).get("exclude")]


def excluded(finding):
    """Entries of the band `exclude`, with how they are meant."""
    band = finding.candidates[finding.candidates["band"] == "exclude"]
    return {entry: row.match for row in band.itertuples() for entry in row.exclude.split()}


@pytest.fixture(scope="module")
def findings():
    return {name: find(name, *SIGNALS) for name in INCIDENTS}


@pytest.mark.parametrize("name", INCIDENTS)
def test_the_verdict_is_the_expected_one(findings, name):
    assert findings[name].verdict == expected(name)["verdict"]


def test_an_incident_expects_entries_where_it_has_an_answer():
    assert [name for name in INCIDENTS if expected(name)["verdict"] == "candidates"] == WITH_AN_ANSWER
    assert len(WITH_AN_ANSWER) >= 5


@pytest.mark.parametrize("name", WITH_AN_ANSWER)
def test_what_the_app_needs_is_proposed_as_a_domain_or_as_hosts(findings, name):
    band = findings[name].candidates.set_index("registrable_domain")
    for wanted in expected(name)["exclude"]:
        row = band.loc[wanted["domain"]]
        assert (row["band"], row["match"]) == ("exclude", wanted["match"]), wanted["domain"]
        assert set(wanted.get("hosts", [])) <= set(row["exclude"].split())


@pytest.mark.parametrize("name", INCIDENTS)
def test_what_the_app_does_not_need_is_not_proposed(findings, name):
    entries = excluded(findings[name])
    for domain in expected(name)["must_not_exclude"]:
        assert not [entry for entry in entries if entry == domain or entry.endswith(f".{domain}")]
    for domain in expected(name)["must_not_exclude_whole"]:
        assert domain not in entries


@pytest.fixture(scope="module")
def frames():
    """All rows of each incident, for answers to other times."""
    folders = {name: [FIXTURES / name / log for log in ("dns", *SIGNALS)] for name in INCIDENTS}
    present = {name: [folder for folder in logs if folder.is_dir()] for name, logs in folders.items()}
    return {name: (analyzer.load(logs), analyzer.load_signals(logs)) for name, logs in present.items()}


@pytest.mark.parametrize("name", INCIDENTS)
@pytest.mark.parametrize("written", ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"])
@pytest.mark.parametrize("reported", ["the first", "all"])
def test_times_to_the_minute_or_the_second_and_one_failure_or_all_give_the_same_entries(
    findings, frames, name, written, reported
):
    # With DNS alone they must differ: one failure is no proof then for a domain that no table knows, and a
    # minute has room for more neighbours than a second.
    told = Incident.from_toml(FIXTURES / name / "incident.toml")
    failures = told.failures[:1] if reported == "the first" else told.failures
    times = [failure.since.astimezone(told.zone).strftime(written) for failure in failures]
    queries, signals = frames[name]
    typed = analyzer.rank(queries, signals=signals, at=times, app=told.app, device=told.device, tz=told.zone)
    assert excluded(typed) == excluded(findings[name])


@pytest.mark.parametrize("written", ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"])
@pytest.mark.parametrize("left_out", [0, 1, 2])
def test_from_dns_alone_two_failures_propose_what_three_propose_and_not_what_one_of_them_lacks(
    findings, frames, left_out, written
):
    told = Incident.from_toml(FIXTURES / "paypay" / "incident.toml")
    failures = [failure for number, failure in enumerate(told.failures) if number != left_out]
    times = [failure.since.astimezone(told.zone).strftime(written) for failure in failures]
    typed = analyzer.rank(frames["paypay"][0], at=times, app=told.app, device=told.device, tz=told.zone)
    assert excluded(typed) == excluded(findings["paypay"])


@pytest.mark.parametrize("name", WITH_AN_ANSWER)
def test_the_first_place_is_one_that_the_app_needs(findings, name):
    wanted = {entry["domain"] for entry in expected(name)["exclude"]}
    assert findings[name].candidates["registrable_domain"].iloc[0] in wanted


class TestEachSignalAlone:
    """Each kind of log moves its incident from wrong to right."""

    def test_sessions_find_the_vendor_that_refuses(self):
        assert "nativesdks.mparticle.com" not in excluded(find("vendor-sdk"))
        assert "nativesdks.mparticle.com" in excluded(find("vendor-sdk", "sessions"))

    def test_requests_acquit_the_domain_that_was_decrypted(self):
        assert "hoshizora-wallet.jp" in excluded(find("vendor-sdk"))
        assert not [entry for entry in excluded(find("vendor-sdk", "http")) if entry.endswith("hoshizora-wallet.jp")]

    def test_sessions_tell_a_site_whose_own_certificate_is_bad(self):
        assert find("bad-origin").verdict == "candidates"
        assert find("bad-origin", "sessions").verdict == "no_clear_candidate"

    def test_names_in_handshakes_without_a_request_point_at_what_is_not_decrypted(self):
        host = "q7w2x9k4ta.execute-api.ap-northeast-1.amazonaws.com"

        def margin(*logs):
            ranked = find("shared-platform", *logs).candidates.set_index("registrable_domain")["score"]
            return ranked[host] - ranked.drop(host).max()

        assert margin("http", "network") > margin("http")
