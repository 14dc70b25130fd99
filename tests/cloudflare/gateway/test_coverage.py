"""What covers a name already: rules and their lists, Cloudflare's applications; and what the token is not told."""

import pytest

from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway.coverage import read_coverage
from tests.standin.fixture import standin as standin
from tests.standin.tokens import ACCOUNT

DOMAINS = "any(http.conn.domains[*] in {{{}}})"


@pytest.fixture
def cover(standin):
    """What covers entries in an account with these rules and lists, seen with a token; and the notes."""

    def look(*entries, match="domain", token="standin-full", **account):
        server = standin(**account)
        with Cloudflare(token, server.base_url) as client:
            coverage = read_coverage(client, ACCOUNT)
            return (*coverage.of(entries, match), [note.key for note in coverage.all_notes()])

    return look


def rule(traffic, **more):
    return {"name": "Pinned apps", "traffic": traffic, **more}


def test_nothing_is_nothing(cover):
    assert cover("pay.jp") == ("nothing", "", [])


def test_a_rule_that_names_it_excludes_it(cover):
    assert cover("pay.jp", rules=[rule(DOMAINS.format('"pay.jp"'))]) == ("rule", "Pinned apps", [])


def test_a_rule_whose_list_holds_it_excludes_it(cover):
    lists = [{"id": "7d1f0c62-9c1b-4e0e-8a5e-2f6b8f1d4c3a", "items": ["pay.jp"]}]
    traffic = "any(http.conn.domains[*] in $7d1f0c629c1b4e0e8a5e2f6b8f1d4c3a)"
    assert cover("api.pay.jp", match="host", lists=lists, rules=[rule(traffic)])[0] == "rule"


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"enabled": False}, "nothing"),
        ({"action": "allow"}, "nothing"),
        ({"identity": 'identity.email == "aoi@example.jp"'}, "rule_for_some"),
    ],
)
def test_a_rule_that_is_off_or_of_another_kind_or_for_some_only(cover, more, kind):
    assert cover("pay.jp", rules=[rule(DOMAINS.format('"pay.jp"'), **more)])[0] == kind


def test_one_of_two_hosts_is_a_part(cover):
    rules = [rule('http.conn.hostname in {"api.pay.jp"}')]
    assert cover("api.pay.jp", "id.pay.jp", match="host", rules=rules)[0] == "rule_in_part"


class TestApplications:
    """Cloudflare's catalogue: the one to select is found by id, or by its name."""

    @pytest.mark.parametrize(
        ("entry", "name"),
        [("drive.google.com", "Google Drive (Do Not Inspect)"), ("zoom.us", "Zoom (Do Not Inspect)")],
    )
    def test_the_one_that_leaves_it_uninspected_is_named(self, cover, entry, name):
        assert cover(entry, match="host") == ("application", name, [])

    def test_an_application_that_is_only_known_is_none_to_select(self, cover):
        assert cover("slack.com")[0] == "nothing"

    def test_it_must_have_half_of_the_entries(self, cover):
        assert cover("drive.google.com", "a.google.com", match="host")[0] == "application"
        assert cover("drive.google.com", "a.google.com", "b.google.com", match="host")[0] == "nothing"

    @pytest.mark.parametrize("traffic", ["any(app.type.ids[*] in {16})", "any(app.ids[*] in {1199 1210})"])
    def test_a_rule_that_selects_it_excludes_it(self, cover, traffic):
        assert cover("drive.google.com", match="host", rules=[rule(traffic)])[:2] == ("rule", "Pinned apps")

    def test_a_rule_that_selects_others_does_not(self, cover):
        assert cover("drive.google.com", match="host", rules=[rule("any(app.ids[*] in {1210})")])[0] == "application"


@pytest.mark.parametrize(
    ("app", "name"),
    [
        ("Zoom", "Zoom (Do Not Inspect)"),
        ("drive", "Google Drive (Do Not Inspect)"),
        ("Slack", ""),
        ("Zoomer", ""),
        ("", ""),
        ("Do Not Inspect", ""),
    ],
)
def test_an_application_is_found_by_the_apps_name(standin, app, name):
    server = standin()
    with Cloudflare("standin-full", server.base_url) as client:
        assert read_coverage(client, ACCOUNT).named(app) == name


class TestWhatTheTokenIsNotTold:
    """Unreadable is never nothing."""

    def test_neither_rules_nor_applications(self, cover):
        kind, _, notes = cover("pay.jp", token="standin-analytics-only")
        assert kind == "unreadable"
        assert notes == ["cover_no_rules", "cover_no_catalogue"]

    def test_no_catalogue_of_hostnames(self, cover):
        kind, _, notes = cover("pay.jp", misbehave=["no_permission:resource_library"])
        assert (kind, notes) == ("unreadable", ["cover_no_catalogue"])

    def test_a_rule_is_told_all_the_same(self, cover):
        rules = [rule(DOMAINS.format('"pay.jp"'))]
        assert cover("pay.jp", rules=rules, misbehave=["no_permission:resource_library"])[0] == "rule"

    def test_a_list_that_a_rule_uses_and_the_token_is_not_shown(self, cover):
        hidden = "any(http.conn.domains[*] in $7d1f0c629c1b4e0e8a5e2f6b8f1d4c3a)"
        kind, _, notes = cover("pay.jp", rules=[rule(hidden)])
        assert (kind, notes) == ("unreadable", ["cover_no_lists"])


def test_nothing_is_asked_twice_and_no_list_that_no_rule_excludes_by(standin):
    lists = [{"id": f"7d1f0c62-9c1b-4e0e-8a5e-2f6b8f1d4c3{number}", "items": ["a.jp"]} for number in range(4)]
    by_list = [rule(f"any(http.conn.domains[*] in ${each['id']})") for each in (lists[0], lists[0], lists[1])]
    blocking = rule(f"any(http.request.domains[*] in ${lists[2]['id']})", action="block")
    server = standin(lists=lists, rules=[*by_list, blocking])
    with Cloudflare("standin-full", server.base_url) as client:
        coverage = read_coverage(client, ACCOUNT)
        for _ in range(2):
            for entry in ("pay.jp", "shop.jp"):
                coverage.of([entry], "domain")
    paths = [each.path.partition(f"{ACCOUNT}/")[2].replace(lists[0]["id"], "first") for each in server.requests]
    assert len(paths) == 7
    assert {path for path in paths if path.endswith("/items")} == {
        "gateway/lists/first/items",
        f"gateway/lists/{lists[1]['id']}/items",
    }
    assert paths.count("resource-library/applications") == 2
