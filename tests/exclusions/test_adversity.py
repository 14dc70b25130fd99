"""What goes wrong in an account: one clear sentence each, and nothing changed that should not be."""

import dataclasses
import json

import pytest

from analyzer.answers import saved
from analyzer.exclusions.journal import Journal
from analyzer.exclusions.marks import marks_in
from tests.exclusions.administrator import APP, HOST, OTHER, finding, shape
from tests.standin.tokens import SECOND_ACCOUNT

pytestmark = pytest.mark.usefixtures("no_pauses")

DOMAINS, HOSTS = "Do Not Inspect domains (pinscout)", "Do Not Inspect hosts (pinscout)"
FOREIGN = {
    "lists": [{"name": "theirs", "items": ["theirs.jp"]}, {"name": "more of theirs", "items": ["b.jp", "c.jp"]}],
    "rules": [{"name": "theirs", "traffic": 'http.conn.hostname == "theirs.jp"'}],
}


def unchanged(admin, *arguments, said, check=1, **more):
    """The command fails with this sentence, and the account is as it was."""
    before = shape(admin.server.gateway)
    done = admin.run(*arguments, check=check, **more)
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 6
    assert shape(admin.server.gateway) == before
    return done


def excluding(admin, *names):
    return ("exclude", "--finding", admin.file, "--yes", *names)


@pytest.fixture
def admin(admin):
    admin.server.configure(**FOREIGN)
    return admin


class TestTheToken:
    @pytest.mark.parametrize(
        ("token", "said"),
        [
            ("standin-read-only", "The token may read Gateway's lists and rules, and not change them."),
            ("standin-expired", "Cloudflare does not accept the token"),
            ("standin-other-account", "403"),
            ("standin-none", "403"),
            ("standin-analytics-only", "403"),
        ],
    )
    def test_that_may_not_write_changes_nothing(self, admin, token, said):
        unchanged(admin, *excluding(admin, APP), token=token, said=said if said != "403" else "may not")
        admin.exclude(APP)
        unchanged(admin, "restore", "--yes", token=token, said=said if said != "403" else "may not")

    def test_that_may_write_lists_alone_stops_before_the_rule_and_can_go_on(self, admin):
        done = admin.exclude(APP, check=1, token="standin-lists-only")
        assert "and not change them" in done.stderr
        assert "Done before that: 1 request." in done.stderr
        assert not admin.server.uninspected(f"api.{APP}")
        admin.exclude(APP)
        assert admin.server.uninspected(f"api.{APP}")
        assert len(admin.lists) == 3

    def test_expires_between_two_requests(self, admin):
        admin.server.meanwhile("POST", lambda _: admin.server.configure(misbehave=["expired_token"]))
        unchanged(admin, *excluding(admin, APP), said="token")

    def test_that_sees_half_of_the_lists_takes_none_for_deleted(self, admin):
        admin.exclude(APP)
        admin.server.configure(misbehave=[f"hidden:{admin.lists[2]['id']}"])
        said = f"The rule {DOMAINS} uses a list that this token may not see"
        unchanged(admin, *excluding(admin, OTHER), said=said)
        unchanged(admin, "restore", "--yes", said=said)
        unchanged(admin, "exclusions", said=said)
        admin.server.configure(misbehave=[f"hidden:{DOMAINS}"])
        unchanged(admin, "restore", "--yes", said="its entries are in force all the same")

    def test_that_sees_every_other_list_and_rule_changes_nothing(self, admin):
        admin.exclude(APP, HOST)
        unchanged(admin, *excluding(admin, OTHER), token="standin-half", said="Nothing was changed")
        unchanged(admin, "restore", "--all", "--yes", token="standin-half", said="Nothing was changed")

    def test_for_another_account_is_told_where_the_exclusions_are(self, admin):
        admin.exclude(APP)
        done = unchanged(
            admin,
            "restore",
            "--yes",
            account=SECOND_ACCOUNT,
            token="standin-two-accounts",
            said="but in 0123456789abcdef",
        )
        assert "CLOUDFLARE_ACCOUNT_ID" in done.stderr
        admin.exclude(APP, account=SECOND_ACCOUNT, token="standin-two-accounts")
        assert admin.values()[DOMAINS] == [APP]
        admin.restore("--all")
        assert DOMAINS not in admin.values()


class TestLimits:
    def test_a_full_account_is_said_in_cloudflares_words(self, admin):
        admin.server.configure(misbehave=["most_lists:2"])
        done = unchanged(admin, *excluding(admin, APP), said="maximum number of lists reached")
        assert "Nothing was changed." in done.stderr

    def test_no_room_for_a_rule_is_said_and_run_again_it_goes_on(self, admin):
        admin.server.configure(misbehave=["most_rules:1"])
        assert "maximum number of rules" in admin.exclude(APP, check=1).stderr
        assert "cut off" in admin.run("exclusions").stdout
        admin.server.configure(misbehave=[])
        admin.exclude(APP)
        assert admin.server.uninspected(APP)
        assert "differs" not in admin.run("exclusions").stdout

    def test_a_full_list_is_said_in_cloudflares_words(self, admin):
        admin.exclude(APP)
        admin.server.configure(misbehave=["most_items:1"])
        unchanged(admin, *excluding(admin, OTHER), said="list exceeds the maximum of 1 items")

    def test_a_list_of_a_thousand_is_followed_by_another(self, admin):
        admin.exclude(APP)
        full = [{"value": f"n{number}.jp", "description": "", "created_at": ""} for number in range(999)]
        admin.lists[2]["items"] += full
        admin.exclude(OTHER)
        assert [len(each["items"]) for each in admin.lists] == [1, 2, 1000, 1]
        assert admin.server.uninspected(OTHER)


class TestAnswers:
    @pytest.mark.parametrize(
        "fault", ["html:1@POST", "server_error:1@POST", "timeout_504:1@POST", "timeout_504:2@POST"]
    )
    def test_that_are_none_are_looked_after_and_never_sent_again(self, admin, fault):
        admin.server.configure(misbehave=[fault])
        done = admin.exclude(APP, check=1)
        assert "It can't be told whether Cloudflare made the change" in done.stderr
        assert "Run the same command again" in done.stderr
        posts = len(admin.asked("POST"))
        assert posts == (2 if fault.startswith("timeout_504:2") else 1)
        admin.exclude(APP)
        assert admin.values()[DOMAINS] == [APP]
        assert len(admin.rules) == 2

    @pytest.mark.parametrize("fault", ["timeout_504:1:done@POST", "cut_after:1@POST", "timeout_504:2:done@POST"])
    def test_that_came_late_of_what_was_done_are_found_by_the_mark(self, admin, fault):
        admin.server.configure(misbehave=[fault])
        admin.exclude(APP)
        assert len(admin.asked("POST")) == 2
        assert [each["name"] for each in admin.lists].count(DOMAINS) == 1
        assert len(admin.rules) == 2

    @pytest.mark.parametrize("where", ["PATCH", "DELETE"])
    def test_of_taking_back_are_looked_after_as_well(self, admin, where):
        admin.exclude(APP)
        admin.server.configure(misbehave=[f"timeout_504:1:done@{where}"])
        admin.restore()
        assert shape(admin.server.gateway) == shape_of_foreign(admin)

    def test_in_html_to_a_read_are_repeated_or_said(self, admin):
        admin.server.configure(misbehave=["html:99@GET"])
        unchanged(admin, *excluding(admin, APP), said="without JSON")

    def test_by_a_server_that_fails_are_repeated_when_reading(self, admin):
        admin.server.configure(misbehave=["server_error:2@GET"])
        admin.exclude(APP)

    def test_shuffled_anew_on_each_page_are_read_whole(self, admin):
        admin.exclude(APP)
        more = [{"value": f"n{number}.jp", "description": "", "created_at": ""} for number in range(120)]
        admin.lists[2]["items"] += more
        admin.server.configure(misbehave=["reshuffle", "dashless_ids"])
        admin.exclude(OTHER)
        assert len(admin.lists[2]["items"]) == 122
        admin.restore("--all")
        assert len(admin.lists[2]["items"]) == 120


def shape_of_foreign(admin):
    admin.server.configure(**FOREIGN)
    return shape(admin.server.gateway)


class TestSomebodyElse:
    """Two people change the account at the same time."""

    def test_adds_the_same_name_first(self, admin):
        admin.exclude(APP)
        admin.server.meanwhile("PATCH", lambda gateway: gateway.lists[2]["items"].append(line(OTHER)))
        admin.exclude(OTHER)
        assert admin.values()[DOMAINS] == [OTHER, APP]
        admin.restore("--all")
        assert admin.values()[DOMAINS] == [OTHER]

    def test_adds_one_of_two_names_first(self, admin):
        admin.exclude(HOST)
        admin.server.meanwhile("PATCH", lambda gateway: gateway.lists[2]["items"].append(line("legy.line.me")))
        done = admin.exclude("app4.paypay.ne.jp", "legy.line.me", check=1)
        assert "already exists" in done.stderr
        admin.exclude("app4.paypay.ne.jp", "legy.line.me")
        assert admin.values()[HOSTS] == ["app4.paypay.ne.jp", "legy.line.me", HOST]

    def test_deletes_our_list_before_we_add_to_it(self, admin):
        admin.exclude(APP)

        def delete(gateway):
            del gateway.rules[1], gateway.lists[2]

        admin.server.meanwhile("PATCH", delete)
        assert "was deleted while the change was made" in admin.exclude(OTHER, check=1).stderr
        assert "a list of ours was deleted" in admin.exclude(OTHER).stderr
        assert admin.values()[DOMAINS] == [OTHER]

    def test_deletes_our_rule_which_is_made_again(self, admin):
        admin.exclude(APP)
        del admin.rules[1]
        assert "a rule of ours was deleted" in admin.exclude(APP).stderr
        assert admin.server.uninspected(APP)

    def test_deletes_all_of_it_and_restore_asks_whether_that_is_so(self, admin):
        admin.exclude(APP)
        del admin.rules[1], admin.lists[2]
        done = unchanged(admin, "restore", "--yes", said="A list of ours is not there")
        assert "--forget" in done.stderr
        admin.restore("--forget")
        assert "Nothing is excluded" in admin.run("exclusions").stderr

    @pytest.mark.parametrize(
        "change",
        [
            {"traffic": 'any(http.conn.domains[*] in {"x.jp"})'},
            {"action": "allow"},
            {"identity": 'identity.email == "aoi@example.jp"'},
        ],
        ids=["traffic", "action", "identity"],
    )
    def test_changes_our_rule_which_is_left_to_them(self, admin, change):
        admin.exclude(APP)
        admin.rules[1].update(change)
        unchanged(admin, *excluding(admin, OTHER), said=f"The rule {DOMAINS} was changed by somebody")
        kept = dict(admin.rules[1])
        assert "it stays, and its list with it" in admin.restore().stderr
        assert admin.rules[1] == kept
        assert admin.values()[DOMAINS] == []

    def test_writes_our_rule_anew_as_the_api_does_and_it_is_still_ours(self, admin):
        admin.exclude(APP)
        admin.rules[1]["traffic"] = admin.rules[1]["traffic"].replace("any(", "(any( ").replace(")", ") )")
        admin.exclude(OTHER)
        admin.restore("--all")
        assert shape(admin.server.gateway) == shape_of_foreign(admin)

    def test_takes_a_name_out_of_our_list_which_exclude_puts_back(self, admin):
        admin.exclude(APP, OTHER)
        admin.lists[2]["items"].pop()
        admin.exclude(APP, OTHER)
        assert admin.values()[DOMAINS] == [OTHER, APP]

    def test_uses_our_list_in_a_rule_of_their_own(self, admin):
        admin.exclude(APP)
        theirs = admin.rules[0] | {
            "id": "r-9",
            "name": "also",
            "traffic": f"http.conn.hostname in ${admin.lists[2]['id']}",
        }
        admin.rules.append(theirs)
        admin.restore()
        assert admin.values()[DOMAINS] == []
        assert theirs in admin.rules

    def test_fills_our_list_while_we_delete_it(self, admin):
        admin.exclude(APP)
        left = []

        def watcher(asked, stage):
            if stage == "after" and asked.method == "PATCH" and not left:
                left.append(admin.lists[2]["items"].append(line("theirs.jp")))

        admin.server.watch(watcher)
        assert "holds entries of somebody else" in admin.restore().stderr
        assert admin.values()[DOMAINS] == ["theirs.jp"]
        assert len(admin.rules) == 2

    def test_two_on_one_machine_wait_for_each_other(self, admin, tmp_path):
        with Journal.writing():
            unchanged(admin, *excluding(admin, APP), said="Another pinscout is changing exclusions")
            unchanged(admin, "restore", "--yes", said="Another pinscout is changing exclusions")


def line(value):
    return {"value": value, "description": "by hand", "created_at": ""}


class TestHostileText:
    def test_in_descriptions_and_names_claims_nothing_and_reaches_no_terminal(self, admin):
        admin.exclude(APP)
        ours = admin.lists[2]
        (mark,) = marks_in(ours["description"])
        hostile = f"\x1b[2J\u202e pinscout:{mark} pinscout:{'0' * 12} '; DROP"
        item = {"value": "theirs.jp", "description": hostile, "created_at": ""}
        trap = ours | {"id": "t-1", "name": "\x1b[31mtrap", "description": hostile, "items": [item]}
        rule = admin.rules[1] | {"id": "t-2", "name": "\x1b[31mtrap", "traffic": "http.conn.hostname in $t-1"}
        admin.lists.insert(0, trap)
        admin.rules.insert(0, rule | {"description": hostile})
        told = admin.run("exclusions")
        assert "\x1b" not in told.stdout + told.stderr
        admin.exclude(OTHER)
        done = admin.restore("--all")
        assert "\x1b" not in done.stdout + done.stderr
        assert trap in admin.lists
        assert [each["id"] for each in admin.rules] == ["t-2", admin.rules[1]["id"]]
        assert DOMAINS not in admin.values()

    def test_a_copy_of_a_mark_whose_answer_was_lost_is_refused(self, admin, line):
        line.cut(3, "after", "for good")
        admin.exclude(APP, check=1)
        line.mend()
        admin.lists.append(admin.lists[2] | {"id": "copy-1", "name": "copy"})
        unchanged(admin, *excluding(admin, APP), said="carry the same mark")

    def test_of_an_app_is_harmless_in_all_that_is_written(self, admin, tmp_path):
        app = '=Pay\x1b[31m", "x": "\n${y}'
        odd = dataclasses.replace(finding(), incident=dataclasses.replace(finding().incident, app=app))
        saved.save(odd, tmp_path / "odd.zip")
        done = admin.run("exclude", "--finding", str(tmp_path / "odd.zip"), "--yes", APP)
        told = admin.run("exclusions")
        for text in (done.stdout, done.stderr, told.stdout, json.dumps(admin.lists)):
            assert "\x1b" not in text
            assert "\\u001b" not in text
        assert admin.lists[2]["items"][0]["description"].startswith("Pay 31m x : y 2026-11-10: ")
