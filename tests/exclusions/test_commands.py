"""`exclude`, `exclusions` and `restore`, as an administrator meets them."""

import dataclasses
import datetime as dt
import json
import re
import stat

import pytest

from analyzer.answers import saved
from analyzer.cli.exclusions import _written
from analyzer.exclusions.journal import FILE, Journal
from analyzer.exclusions.overview import from_journal
from analyzer.page import Page
from tests.exclusions.administrator import APP, HOST, OTHER, finding

pytestmark = pytest.mark.usefixtures("no_pauses")

DOMAINS, HOSTS = "Do Not Inspect domains (pinscout)", "Do Not Inspect hosts (pinscout)"


def journal():
    return (saved.state_folder() / FILE).read_text()


def mark_of(done):
    return re.search(r"pinscout restore ([0-9a-f]{12})", done.stderr)[1]


class TestExclude:
    def test_puts_domains_and_hosts_in_lists_and_rules_of_their_own(self, admin):
        admin.exclude(APP, HOST)
        assert admin.values() == {DOMAINS: [APP], HOSTS: [HOST]}
        domains, hosts = (each["id"] for each in admin.lists)
        assert [(rule["traffic"], rule["action"], rule["filters"], rule["enabled"]) for rule in admin.rules] == [
            (f"any(http.conn.domains[*] in ${domains})", "off", ["http"], True),
            (f"http.conn.hostname in ${hosts}", "off", ["http"], True),
        ]

    def test_leaves_the_app_uninspected_and_nothing_else(self, admin):
        admin.exclude(APP, HOST)
        names = ("api.paypay.ne.jp", HOST, "braze.eu", f"x.{HOST}", "push.apple.com")
        assert [admin.server.uninspected(name) for name in names] == [True, True, False, False, False]

    def test_takes_the_band_exclude_where_nothing_is_named(self, admin):
        admin.exclude()
        assert admin.values() == {DOMAINS: [OTHER, APP]}

    def test_says_app_date_evidence_and_review_of_each_entry(self, admin):
        admin.exclude(APP, "--review", "30d")
        (item,) = admin.lists[0]["items"]
        assert re.fullmatch(
            r"PayPay 2026-11-10: over 99 percent likely and asked in 2 of 2 failures\. Review by \d{4}-\d\d-\d\d\."
            r" pinscout:[0-9a-f]{12}",
            item["description"],
        )

    def test_shows_the_exact_change_and_asks(self, admin):
        done = admin.run("exclude", "--finding", admin.file, HOST, check=1)
        assert f"a new list, '{HOSTS}', with 1 entry:" in done.stdout
        assert f"+ {HOST}: only 1 host would no longer be inspected" in done.stdout
        assert "switched on, for everybody:\n    http.conn.hostname in $<id of the new list>" in done.stdout
        assert "Make this change?" in done.stderr
        assert "Nobody is there to be asked. Nothing was changed." in done.stderr
        assert admin.writes() == []

    def test_run_twice_does_nothing_more(self, admin):
        admin.exclude(APP, HOST)
        writes, told = admin.writes(), journal()
        assert "Nothing to do" in admin.exclude(APP, HOST).stderr
        assert (admin.writes(), journal()) == (writes, told)

    def test_adds_to_its_list_and_makes_no_second_rule(self, admin):
        admin.exclude(APP)
        done = admin.exclude(OTHER)
        assert f"into the list '{DOMAINS}':" in done.stdout
        assert admin.values() == {DOMAINS: [OTHER, APP]}
        assert [method for method, _ in admin.writes()] == ["POST", "POST", "PATCH"]

    def test_can_be_limited_to_a_user_a_group_and_a_device_posture(self, admin):
        admin.exclude(APP)
        admin.exclude(HOST, "--user", "aoi@example.jp", "--group", 'QA "mobile"', "--posture", "p-1")
        rule = admin.rules[-1]
        assert rule["name"] == "Do Not Inspect hosts, trial (pinscout)"
        assert 'identity.email in {"aoi@example.jp"}' in rule["identity"]
        assert r'any(identity.groups.name[*] in {"QA \"mobile\""})' in rule["identity"]
        assert rule["device_posture"] == 'any(device_posture.checks.passed[*] in {"p-1"})'
        assert len(admin.lists) == 2

    def test_makes_the_rule_switched_off_and_says_so(self, admin):
        assert "switched off, for everybody" in admin.exclude(APP, "--disabled").stdout
        assert not admin.server.uninspected("api.paypay.ne.jp")
        assert "Nothing to do" in admin.exclude(APP, "--disabled").stderr
        assert "nothing of it is excluded yet" in admin.exclude(OTHER, "--disabled").stderr
        told = " ".join(admin.run("exclusions").stdout.split())
        assert "is switched off, so nothing in its list is excluded: `pinscout exclude --enable`" in told

    @pytest.mark.parametrize("name", [APP, OTHER])
    def test_is_refused_while_the_rule_is_off_so_that_nobody_waits_for_what_is_not_excluded(self, admin, name):
        admin.exclude(APP, "--disabled")
        before = admin.writes()
        assert "is switched off, so nothing in its list is excluded" in admin.exclude(name, check=1).stderr
        assert admin.writes() == before

    def test_makes_nothing_switched_off_whose_rule_is_on(self, admin):
        admin.exclude(APP)
        before = admin.writes()
        assert "is excluded at once, whatever --disabled says" in admin.exclude(OTHER, "--disabled", check=1).stderr
        assert admin.writes() == before

    def test_leaves_out_a_host_below_a_domain_that_it_excluded_before(self, admin):
        admin.exclude(APP)
        done = admin.exclude("app4.paypay.ne.jp")
        assert f"app4.paypay.ne.jp is excluded already, by the rule '{DOMAINS}'" in done.stderr
        assert len(admin.lists) == 1

    def test_dry_run_prints_the_bodies_and_writes_nothing(self, admin):
        done = admin.exclude(APP, HOST, "--dry-run")
        requests = json.loads(done.stdout)
        assert [(each["method"], each["path"].rpartition("/")[2]) for each in requests] == [
            ("POST", "lists"),
            ("POST", "rules"),
        ] * 2
        assert admin.writes() == []
        assert not (saved.state_folder() / FILE).exists()
        admin.exclude(APP)
        (append,) = json.loads(admin.exclude(OTHER, "--dry-run").stdout)
        assert append["method"] == "PATCH"
        assert append["path"].endswith(admin.lists[0]["id"])
        assert [item["value"] for item in append["body"]["append"]] == [OTHER]

    def test_keeps_a_journal_that_its_owner_alone_can_read(self, admin):
        admin.exclude(APP)
        for file in saved.state_folder().iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600

    @pytest.mark.parametrize(
        ("names", "said"),
        [
            (["com"], "com was not asked in the failure windows"),
            (["google.com"], "google.com was not asked"),
            (["nowhere.example"], "Its candidates are: paypay.ne.jp, line.me"),
            ([APP, "--user", "aoi"], "'aoi' is no e-mail address"),
            ([APP, "--group", "a\x1b[2J"], "is no name of a user"),
            ([APP, "--review", "soon"], "'soon' is not a length of time"),
        ],
    )
    def test_refuses_in_a_sentence(self, admin, names, said):
        done = admin.exclude(*names, check=None)
        assert done.returncode in (1, 2)
        assert said in done.stderr
        assert admin.asked() == []

    def test_never_excludes_what_the_person_keeps(self, admin, tmp_path):
        (tmp_path / "never.txt").write_text("line.me\napp4.paypay.ne.jp\nbraze.eu\n")
        never = ["--never-exclude", str(tmp_path / "never.txt")]
        for name in (APP, OTHER, HOST):
            assert f"{name} is never excluded" in admin.exclude(name, *never, check=1).stderr
        assert "Name what you want excluded" in admin.exclude(*never, check=1).stderr
        assert admin.asked() == []

    def test_a_host_below_a_candidate_is_excluded_as_a_host(self, admin):
        admin.exclude("app4.paypay.ne.jp")
        assert admin.values() == {HOSTS: ["app4.paypay.ne.jp"]}

    def test_leaves_out_what_another_rule_excludes_and_says_which(self, admin):
        admin.server.configure(
            lists=[{"id": "aa-11", "name": "banks", "items": ["NE.jp", "PayPay.ne.jp"]}],
            rules=[{"name": "by hand", "traffic": "any(http.conn.domains[*] in $aa11)"}],
        )
        done = admin.exclude(APP, HOST)
        assert f"left out: {APP} is excluded already, by the rule 'by hand'" in done.stderr
        assert admin.values() == {"banks": ["NE.jp", "PayPay.ne.jp"], HOSTS: [HOST]}
        assert "Nothing to do" in admin.exclude(APP).stderr

    @pytest.mark.parametrize(
        "off", [{"enabled": False}, {"identity": 'identity.email == "a@b.jp"'}, {"action": "allow"}]
    )
    def test_a_rule_that_does_not_exclude_it_for_all_counts_for_nothing(self, admin, off):
        admin.server.configure(rules=[{"name": "by hand", "traffic": f'http.conn.hostname == "{HOST}"', **off}])
        admin.exclude(HOST)
        assert admin.values() == {HOSTS: [HOST]}


class TestEnable:
    def test_switches_the_rule_on_and_leaves_all_else_of_it(self, admin):
        admin.exclude(APP, "--disabled")
        admin.rules[0].update(rule_settings={"untrusted_cert": {"action": "block"}}, precedence=4711)
        before = dict(admin.rules[0])
        done = admin.enable()
        assert f"switch on the rule '{DOMAINS}', for everybody; its list holds:\n    + {APP}" in done.stdout
        changed = {"enabled", "updated_at", "version"}
        assert all(admin.rules[0][key] == value for key, value in before.items() if key not in changed)
        assert admin.server.uninspected("api.paypay.ne.jp")
        assert "Nothing to do" in admin.enable().stderr
        admin.restore()
        assert admin.lists == admin.rules == []

    def test_is_for_the_rules_of_the_named_entries_alone(self, admin):
        admin.exclude(APP, HOST, "--disabled")
        admin.enable(f"{HOST.upper()}.")
        assert [rule["enabled"] for rule in admin.rules] == [False, True]
        assert "is no change and no entry" in admin.run("exclude", "--enable", OTHER, check=1).stderr

    def test_shows_and_asks_and_can_be_looked_at_first(self, admin):
        admin.exclude(APP, "--disabled")
        before = admin.writes()
        assert "Make this change?" in admin.run("exclude", "--enable", check=1).stderr
        (request,) = json.loads(admin.run("exclude", "--enable", "--dry-run").stdout)
        assert (request["method"], request["body"]["enabled"]) == ("PUT", True)
        assert admin.writes() == before

    def test_leaves_a_rule_that_somebody_changed(self, admin):
        admin.exclude(APP, "--disabled")
        admin.rules[0]["traffic"] = "any(http.conn.content_category[*] in {2})"
        assert "was changed by somebody" in admin.enable(check=1).stderr
        assert not admin.rules[0]["enabled"]

    def test_leaves_a_rule_that_somebody_changes_meanwhile(self, admin):
        admin.exclude(APP, "--disabled")
        admin.server.meanwhile("gateway/rules/", lambda gateway: gateway.rules[0].update(name="mine"))
        assert "was changed by somebody" in admin.enable(check=1).stderr
        assert not admin.rules[0]["enabled"]

    @pytest.mark.parametrize("more", [["--disabled"], ["--user", "aoi@example.jp"]])
    def test_goes_with_names_alone(self, admin, more):
        assert "--enable goes with DOMAINs alone" in admin.run("exclude", "--enable", *more, check=2).stderr


class TestOnAnotherMachine:
    """What is in the account was made elsewhere: there is no journal of it here."""

    @pytest.fixture
    def elsewhere(self, admin, tmp_path):
        admin.exclude(APP)
        return {"PINSCOUT_STATE_DIR": str(tmp_path / "elsewhere")}

    def test_the_account_is_not_said_to_be_empty(self, admin, elsewhere):
        told = " ".join(admin.run("exclusions", **elsewhere).stdout.split())
        assert "have a mark of pinscout's and are not in this journal: 2" in told

    def test_restore_says_where_the_journal_is(self, admin, elsewhere):
        assert "in the journal there" in admin.restore(check=1, **elsewhere).stderr

    def test_what_is_excluded_is_not_doubled_and_nothing_of_it_is_touched(self, admin, elsewhere):
        assert "is excluded already" in admin.exclude(APP, **elsewhere).stderr
        admin.exclude(OTHER, **elsewhere)
        admin.restore("--all", **elsewhere)
        assert admin.values() == {DOMAINS: [APP]}


def test_a_program_that_lacks_the_certificate_is_given_it_rather_than_an_exclusion(admin, tmp_path):
    incident = dataclasses.replace(finding().incident, app="Firefox")
    saved.save(dataclasses.replace(finding(), incident=incident), tmp_path / "firefox.zip")
    done = admin.run("exclude", "--finding", str(tmp_path / "firefox.zip"), APP, check=1)
    assert "Give Firefox or Thunderbird the gateway's certificate" in done.stderr


class TestRestore:
    def test_takes_back_the_last_change(self, admin):
        admin.exclude(APP)
        admin.exclude(OTHER)
        admin.restore()
        assert admin.values() == {DOMAINS: [APP]}
        admin.restore()
        assert (admin.lists, admin.rules) == ([], [])
        assert "Nothing is excluded" in admin.restore(check=1).stderr

    def test_takes_back_a_change_by_its_mark_or_an_entry_by_its_name(self, admin):
        first = mark_of(admin.exclude(APP))
        admin.exclude(OTHER, HOST)
        admin.restore(first)
        assert admin.values() == {DOMAINS: [OTHER], HOSTS: [HOST]}
        admin.restore(f"{HOST}.")
        assert admin.values() == {DOMAINS: [OTHER]}
        assert "is no change and no entry" in admin.restore(HOST, check=1).stderr

    def test_deletes_the_rule_before_the_list(self, admin):
        admin.exclude(APP)
        admin.restore("--all")
        assert [(method, path.split("/")[4]) for method, path in admin.writes()[2:]] == [
            ("PATCH", "lists"),
            ("DELETE", "rules"),
            ("DELETE", "lists"),
        ]

    def test_leaves_what_others_put_into_our_list(self, admin):
        admin.exclude(APP)
        admin.lists[0]["items"].append({"value": "theirs.jp", "description": "", "created_at": ""})
        admin.restore()
        assert admin.values() == {DOMAINS: ["theirs.jp"]}
        assert len(admin.rules) == 1

    def test_leaves_what_somebody_took_over_by_its_description(self, admin):
        admin.exclude(APP, OTHER)
        next(item for item in admin.lists[0]["items"] if item["value"] == APP)["description"] = "ours now"
        admin.restore()
        assert admin.values() == {DOMAINS: [APP]}

    def test_keeps_an_entry_that_another_change_needs(self, admin):
        first = mark_of(admin.exclude(APP))
        admin.exclude(APP, OTHER)
        assert f"{APP} stays: another change needs it" in admin.restore(first).stderr
        assert admin.values() == {DOMAINS: [OTHER, APP]}
        admin.restore()
        assert admin.lists == []

    def test_shows_and_asks_as_well(self, admin):
        admin.exclude(APP)
        done = admin.run("restore", check=1)
        assert f"- {APP}" in done.stdout
        assert f"delete the rule '{DOMAINS}'" in done.stdout
        assert admin.values() == {DOMAINS: [APP]}
        requests = json.loads(admin.run("restore", "--dry-run").stdout)
        assert [each["method"] for each in requests] == ["PATCH", "DELETE", "DELETE"]

    def test_a_trial_is_taken_back_apart_from_the_rest(self, admin):
        admin.exclude(APP)
        admin.exclude(HOST, "--user", "aoi@example.jp")
        admin.restore()
        assert admin.values() == {DOMAINS: [APP]}


class TestExclusions:
    def test_lists_what_is_in_force_why_and_since_when(self, admin):
        mark = mark_of(admin.exclude(APP, HOST))
        told = admin.run("exclusions").stdout
        assert re.search(rf"{APP} +domain +PayPay +in force +\d{{4}}-\d\d-\d\d +\d{{4}}-\d\d-\d\d +{mark}", told)
        assert "likely and asked in 2 of 2 failures" in told
        (one, other) = json.loads(admin.run("exclusions", "--format", "json").stdout)["exclusions"]
        assert (one["value"], other["value"], one["state"], one["is_due"]) == (APP, HOST, "in_force", False)

    def test_says_for_whom_a_trial_is(self, admin):
        admin.exclude(APP, "--user", "aoi@example.jp")
        assert "\n  aoi@example.jp only\n" in admin.run("exclusions").stdout

    def test_says_what_is_due_for_review(self, admin):
        admin.exclude(APP, "--review", "0s")
        assert re.search(r"\d{4}-\d\d-\d\d due", admin.run("exclusions").stdout)

    def test_the_doctor_reminds_of_it(self, admin):
        admin.exclude(APP)
        assert "due for review" not in admin.run("doctor", check=None).stderr
        admin.exclude(HOST, "--review", "0s")
        assert (
            "1 entry that pinscout excluded due for review: pinscout exclusions"
            in admin.run("doctor", check=None).stderr
        )

    @pytest.mark.parametrize("columns", [60, 80])
    def test_fits_the_page(self, admin, columns):
        admin.exclude(APP, HOST)
        told = _written(from_journal(Journal.read(), dt.date(2027, 3, 1)), Page(columns))
        assert max(map(len, told.splitlines())) <= columns
        assert all(name in told for name in (APP, HOST, "not asked"))

    def test_needs_no_token_for_what_the_journal_knows(self, admin):
        admin.exclude(APP)
        told = admin.run("exclusions", token="", CLOUDFLARE_BASE_URL="http://127.0.0.1:1")
        assert "not asked" in told.stdout
        assert "from the journal alone" in told.stderr
        assert admin.run("exclusions", "--offline").stdout == told.stdout

    def test_says_nothing_is_excluded_where_nothing_is(self, admin):
        done = admin.run("exclusions")
        assert (done.stdout, done.stderr) == ("", "Nothing is excluded by pinscout.\n")

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda admin: admin.lists[0]["items"].pop(0), "is in no list of ours"),
            (lambda admin: admin.rules.clear(), "a rule was deleted"),
            (lambda admin: admin.rules[0].update(enabled=False), f"the rule {DOMAINS} is switched off"),
            (lambda admin: admin.rules[0].update(traffic='http.conn.hostname == "a.jp"'), "was changed"),
            (lambda admin: admin.rules[0].update(description="mine"), "lost its mark"),
            (lambda admin: admin.lists[0].update(description="mine"), "lost its mark"),
            (
                lambda admin: admin.lists[0]["items"].append({"value": "x.jp", "description": ""}),
                "1 entry of somebody else",
            ),
            (lambda admin: (admin.rules.clear(), admin.lists.clear()), "a list was deleted"),
        ],
        ids=["line", "rule", "off", "changed", "rule's mark", "list's mark", "stranger", "all"],
    )
    def test_says_where_the_account_differs(self, admin, change, said):
        admin.exclude(APP)
        assert "differs" not in admin.run("exclusions").stdout
        change(admin)
        told = admin.run("exclusions").stdout
        assert "The account differs from the journal" in told
        assert said in told
