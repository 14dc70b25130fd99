"""Headline and steps: what no exclusion helps comes first, and the plan goes on until the likely hosts are used up."""

import json

import pytest

import analyzer
from analyzer.answers import saved
from analyzer.answers.entries import entries_of
from analyzer.exports import render
from tests.builders import LAPTOP, PHONE, dns_row, moment, refused, request, session, write_log

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

DESK = PHONE | {"DeviceName": "DESKTOP-4F2K"}
UNKNOWN = PHONE | {"DeviceName": "aoi"}
FAILURES = (0, 600)
UNRESOLVED = {"RCode": 2, "ResolvedIPs": []}
BLOCKED = {"ResolverDecision": "blockedByCategory"}


def asked(*hostnames, device=LAPTOP, **more):
    """Lookups of these names at each failure, two seconds before it."""
    return [dns_row(name, at - 2, device, **more) for at in FAILURES for name in hostnames]


def decrypted(*hostnames, device=LAPTOP):
    return [request(name, at - 1, device) for at in FAILURES for name in hostnames]


def past(*hostnames, device=LAPTOP, every=300):
    return [
        dns_row(name, second, device)
        for name in ("mesu.apple.com", *hostnames)
        for second in range(-36000, -300, every)
    ]


def find(tmp_path, *groups, app="", device=LAPTOP, at=FAILURES):
    rows = [row for group in (past(device=device), *groups) for row in group]
    log = write_log(tmp_path / "a.log", rows)
    return analyzer.find(log, at=list(map(moment, at)), app=app, device=device["DeviceName"], tz="UTC")


def steps(finding, start):
    return [step for step in finding.plan() if step.startswith(start)]


class TestATimeAtWhichTheDeviceAskedNothing:
    """Most often it was taken in the wrong zone, so that comes first, and no step that needs lookups."""

    def test_is_questioned_first_with_the_zone_it_was_taken_in(self, tmp_path):
        log = write_log(tmp_path / "a.log", past())
        finding = analyzer.find(log, at="2026-11-10 22:05", device=LAPTOP["DeviceName"], app="Acme", tz="Asia/Tokyo")
        assert finding.candidates.empty
        assert finding.plan()[0].startswith("Check the time and its zone: it was taken as Asia/Tokyo.")
        assert not [step for step in finding.plan() if "resembles" in step or "fail again" in step]


class TestTheNoteThatNothingCanBeComparedWith:
    NOTE = "the log holds nothing from before the failure to compare with"

    def notes(self, tmp_path, *groups):
        log = write_log(tmp_path / "a.log", [row for group in groups for row in group])
        finding = analyzer.find(log, at=moment(0), device=LAPTOP["DeviceName"], tz="UTC")
        return [note for note in finding.notes() if note.startswith(self.NOTE)]

    def test_is_given_where_the_log_begins_with_the_failure(self, tmp_path):
        assert self.notes(tmp_path, asked("api.example.jp"))

    def test_is_not_where_only_other_names_were_asked_before(self, tmp_path):
        assert not self.notes(tmp_path, asked("api.example.jp"), past())


class TestADeviceThatRefusesNearlyEverything:
    """It lacks the gateway's certificate, so no exclusion is the remedy, however clear a refusal is."""

    APP = "api.example.jp"

    def found(self, tmp_path, refused_count, served_count, **options):
        """Of the app's host, refused at each failure, and of others that the device refused or used at other times."""
        others = [f"www.example{number}.com" for number in range(refused_count - 1)]
        used_hosts = [f"www.example{number}.net" for number in range(served_count)]
        broken = [*refused(self.APP, *FAILURES, device=LAPTOP)]
        broken += [row for host in others for row in refused(host, -1000, device=LAPTOP)]
        served = [request(host, -900, LAPTOP) for host in used_hosts]
        return find(tmp_path, asked(self.APP), broken, served, **options)

    def test_gets_the_certificate_and_no_exclusion(self, tmp_path):
        found = self.found(tmp_path, 10, 9)
        assert found.summary().startswith("Nothing to exclude: the device lacks Cloudflare's certificate")
        assert [step.partition(":")[0] for step in found.plan()] == ["The device refuses nearly everything"]
        assert found.verdict == "no_clear_candidate"
        assert entries_of(found.candidates[found.candidates["band"] == "exclude"]) == []

    @pytest.mark.parametrize(("refused_count", "served_count"), [(9, 0), (10, 10)])
    def test_is_one_that_refuses_ten_domains_and_more_than_it_uses(self, tmp_path, refused_count, served_count):
        assert self.found(tmp_path, refused_count, served_count).summary() == "Exclude first: example.jp."


class TestAProgramWithATrustStoreOfItsOwn:
    def test_gets_the_certificate_first_and_an_exclusion_only_if_that_fails(self, tmp_path):
        hosts = ("registry-1.docker.io", "auth.docker.io")
        broken = [row for host in hosts for row in refused(host, *FAILURES, device=DESK)]
        found = find(tmp_path, asked(*hosts, device=DESK), broken, app="docker pull", device=DESK)
        assert (
            found.summary() == "Give Docker the gateway's certificate; only if that can't be done, exclude docker.io."
        )
        plan = found.plan()
        assert "/etc/docker/certs.d/" in plan[0]
        assert plan[1].startswith("Only if the certificate can't be installed: exclude docker.io from TLS decryption")
        assert not any(step.startswith(("Exclude", "Working?", "Nothing helps?")) for step in plan)
        assert render(found, "gateway-list").splitlines()[1].startswith("docker.io,")
        for format_ in ("table", "markdown"):
            assert "certificate; only if that can" in " ".join(render(found, format_).split()), format_
        assert json.loads(render(found, "json"))["summary"] == found.summary()

    @pytest.mark.parametrize("app", ["", "build of our shop"])
    def test_is_known_by_its_registry_where_no_name_tells(self, tmp_path, app):
        hosts = ("pypi.org", "files.pythonhosted.org")
        broken = [row for host in hosts for row in refused(host, *FAILURES, device=LAPTOP)]
        found = find(tmp_path, asked(*hosts), broken, app=app)
        assert found.summary().startswith("Give pip the gateway's certificate")
        assert "PIP_CERT" in found.plan()[0]

    def test_is_none_on_a_phone(self, tmp_path):
        hosts = ("api.postman.example.jp", "pypi.org")
        broken = [row for host in hosts for row in refused(host, *FAILURES)]
        found = find(tmp_path, asked(*hosts, device=PHONE), broken, app="Postman", device=PHONE)
        assert found.summary().startswith("Exclude first: ")

    def test_has_the_certificate_where_its_hosts_were_decrypted(self, tmp_path):
        sessions = [session("registry.terraform.io", at, device=LAPTOP) for at in FAILURES]
        found = find(
            tmp_path, asked("registry.terraform.io"), decrypted("registry.terraform.io"), sessions, app="terraform"
        )
        assert "certificate" not in found.summary()
        assert steps(found, "Terraform") == []

    def test_without_a_clear_candidate_still_gets_the_certificate(self, tmp_path):
        found = find(tmp_path, asked("mesu.apple.com"), app="terraform init")
        assert found.summary().startswith("Give Terraform the gateway's certificate; none of the")
        assert found.plan()[0].startswith("Terraform, like all Go programs")


class TestADnsPolicy:
    def test_that_blocks_a_host_of_the_app_is_the_answer_where_all_else_went_well(self, tmp_path):
        well = ("aoba-meet.jp", "web.aoba-meet.jp")
        sessions = [session(host, at, device=LAPTOP) for host in well for at in FAILURES]
        found = find(
            tmp_path, asked(*well), decrypted(*well), sessions, asked("log.aoba-meet.jp", **BLOCKED), app="Aoba Meet"
        )
        assert found.verdict == "no_clear_candidate"
        assert found.summary().startswith("A DNS policy blocks log.aoba-meet.jp: allow it first")
        assert found.plan()[0].startswith("A DNS policy blocks log.aoba-meet.jp: allow it first")
        assert entries_of(found.candidates) == []
        assert render(found, "plain") == ""

    def test_comes_before_what_is_to_be_excluded_and_its_host_is_never_among_that(self, tmp_path):
        found = find(
            tmp_path,
            past("www.aoba-cdn.net"),
            asked("api.aoba-pay.jp"),
            refused("api.aoba-pay.jp", *FAILURES, device=LAPTOP),
            asked("aoba-pay.net", **BLOCKED),
            app="Aoba Pay",
        )
        assert found.summary().startswith("A DNS policy blocks aoba-pay.net")
        assert found.summary().endswith("Still failing then? Exclude aoba-pay.jp.")
        assert entries_of(found.candidates) == ["aoba-pay.jp"]
        assert "aoba-pay.net" not in " ".join(found.plan()[1:])

    def test_that_blocks_what_other_apps_ask_is_no_headline(self, tmp_path):
        found = find(
            tmp_path,
            past("ad.doubleclick.net"),
            asked("api.aoba-pay.jp"),
            asked("ad.doubleclick.net", **BLOCKED),
            app="Aoba Pay",
        )
        assert found.summary() == "Exclude first: aoba-pay.jp."


def test_a_site_s_own_fault_is_the_headline_where_it_is_the_answer(tmp_path):
    faulty = [session("api.aoba-pay.jp", at, "ORIGIN_TLS_ERROR", LAPTOP) for at in FAILURES]
    found = find(tmp_path, asked("api.aoba-pay.jp"), faulty, app="Aoba Pay")
    assert found.summary() == "aoba-pay.jp fails by its own certificate or server, not by inspection."
    assert found.verdict == "no_clear_candidate"


class TestAnOutage:
    def test_is_the_headline_and_the_first_step_where_it_is_the_answer(self, tmp_path):
        found = find(tmp_path, asked("api.aoba-pay.jp", **UNRESOLVED), asked("mesu.apple.com"), app="Aoba Pay")
        said = "aoba-pay.jp could not be resolved"
        assert found.summary().startswith(said)
        assert found.verdict == "no_clear_candidate"
        assert found.plan()[0].startswith(said)
        assert "aoba-pay.jp" not in " ".join(found.plan()[1:])

    def test_of_some_lookups_is_none(self, tmp_path):
        failed = [dns_row("api.aoba-pay.jp", FAILURES[0] + 5, LAPTOP, **UNRESOLVED)]
        found = find(tmp_path, asked("api.aoba-pay.jp"), failed, app="Aoba Pay")
        assert "could not be resolved" not in " ".join([found.summary(), *found.plan()])

    def test_of_what_matters_less_is_no_headline(self, tmp_path):
        found = find(tmp_path, asked("api.aoba-pay.jp"), asked("t.stray.example", **UNRESOLVED), app="Aoba Pay")
        assert found.summary() == "Exclude first: aoba-pay.jp."


class TestThePlanGoesOn:
    def test_with_hosts_of_the_same_owner_and_never_the_whole_domain(self, tmp_path):
        found = find(
            tmp_path,
            past("www.facebook.com", "edge-chat.facebook.com"),
            asked("www.instagram.com", "edge-chat.facebook.com"),
            app="Instagram",
        )
        assert entries_of(found.candidates) == ["www.instagram.com"]
        (step,) = steps(found, "Still failing?")
        assert "Add edge-chat.facebook.com (of the same owner as instagram.com)" in step
        assert "only 1 host would no longer be inspected" in step

    def test_with_hosts_of_a_platform_that_were_asked_in_the_failures_alone(self, tmp_path):
        found = find(
            tmp_path,
            past("storage-pa.googleapis.com"),
            asked(
                "api.aoba-chat.jp",
                "storage-pa.googleapis.com",
                "aobachat-pa.googleapis.com",
                "firebaselogging-pa.googleapis.com",
            ),
            app="Aoba Chat",
        )
        plan = " ".join(steps(found, "Still failing?"))
        assert "aobachat-pa.googleapis.com" in plan or "aobachat-pa.googleapis.com" in entries_of(found.candidates)
        assert "storage-pa.googleapis.com" not in plan
        assert "firebaselogging" not in plan

    def test_but_not_with_what_was_decrypted(self, tmp_path):
        hosts = ("api.aoba-chat.jp", "media.kumo-box.net")
        found = find(tmp_path, asked(*hosts), decrypted("media.kumo-box.net"), app="Aoba Chat")
        assert "kumo-box" not in " ".join(found.plan())

    def test_nor_with_what_came_in_but_one_of_two_failures(self, tmp_path):
        once = [dns_row("www.kumo-box.net", -5, LAPTOP)]
        assert not steps(find(tmp_path, asked("api.aoba-chat.jp"), once, app="Aoba Chat"), "Still failing?")

    def test_and_says_which_log_would_tell(self, tmp_path):
        (step,) = steps(find(tmp_path, asked("api.aoba-chat.jp"), app="Aoba Chat"), "Nothing helps?")
        assert "zero_trust_network_sessions" in step
        assert "action Unknown" in step

    def test_and_asks_for_the_app_s_name_where_none_was_given(self, tmp_path):
        broken = refused("api.aoba-chat.jp", *FAILURES, device=LAPTOP)
        assert steps(find(tmp_path, asked("api.aoba-chat.jp"), broken), "Name the app")
        assert not steps(find(tmp_path, asked("api.aoba-chat.jp"), broken, app="Aoba Chat"), "Name the app")

    def test_as_well_after_a_finding_was_kept(self, tmp_path):
        found = find(tmp_path, asked("api.aoba-chat.jp", "media.kumo-box.net"), app="Aoba Chat")
        saved.save(found, tmp_path / "kept.zip")
        again = saved.load(tmp_path / "kept.zip")
        assert again.plan() == found.plan()
        assert again.summary() == found.summary()


@pytest.mark.parametrize(
    ("device", "told", "untold"),
    [
        (PHONE, ["flight mode"], ["ipconfig", "dscacheutil"]),
        (DESK, ["ipconfig /flushdns"], ["flight mode", "dscacheutil"]),
        (LAPTOP, ["sudo dscacheutil -flushcache"], ["flight mode", "ipconfig"]),
        (UNKNOWN, ["flight mode", "ipconfig /flushdns", "resolvectl flush-caches"], []),
    ],
)
def test_the_cache_is_emptied_as_it_is_on_the_device(tmp_path, device, told, untold):
    found = find(tmp_path, asked("mesu.apple.com", device=device), app="Aoba Pay", device=device)
    (step,) = steps(found, "Make it fail again")
    assert all(word in step for word in told)
    assert not any(word in step for word in untold)


@pytest.mark.parametrize(("device", "is_told"), [(DESK, True), (UNKNOWN, True), (PHONE, False)])
def test_a_program_that_may_have_roots_of_its_own_is_given_a_thought(tmp_path, device, is_told):
    refusals = refused("api.acme.jp", *(at - 1 for at in FAILURES), device=device)
    finding = find(tmp_path, asked("api.acme.jp", device=device), refusals, app="Acme", device=device)
    assert finding.candidates["band"].iloc[0] == "exclude"
    assert bool(steps(finding, "A program of a computer?")) == is_told
