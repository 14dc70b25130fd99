"""Lists and rules are read whole, in whatever pages and order they come, or not at all."""

import random

import pytest

from analyzer.bodies import Item
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway.lists import GatewayList, clean_value, read_items
from analyzer.cloudflare.gateway.policy import Policy, read_policy
from analyzer.cloudflare.gateway.rules import Rule, read_rules
from analyzer.errors import CloudflareError
from tests.cloudflare.canned import answering
from tests.cloudflare.phone import TOKEN

pytestmark = pytest.mark.usefixtures("no_pauses")


def page(records, total=None, number=1, size=50):
    info = {} if total is None else {"result_info": {"page": number, "per_page": size, "total_count": total}}
    return {"success": True, "errors": [], "messages": [], "result": records} | info


def lines(*names):
    return [{"value": name, "description": "", "created_at": "2026-11-10T00:00:00Z"} for name in names]


def head(count=None, id_="aa11"):
    return GatewayList(id_, "a list", "DOMAIN", "", count)


def items(*answers, count=None):
    with answering(*answers) as (url, asked), Cloudflare(TOKEN, url) as client:
        return read_items(client, "acc", head(count)), asked


def test_items_come_whole_in_pages_of_fifty_in_any_order():
    names = [f"{number}.jp" for number in range(120)]
    random.Random(1).shuffle(names)
    pages = [page(lines(*names[at : at + 50]), 120, at // 50 + 1) for at in (0, 50, 100)]
    found, asked = items(*pages)
    assert {item.value for item in found} == set(names)
    assert [path.partition("page=1000&")[2] for path in asked] == ["", "page=2", "page=3"]


def test_pages_that_overlap_are_asked_for_again():
    once, twice = page(lines("a.jp", "b.jp"), 3), page(lines("a.jp"), 3, 2)
    found, _ = items(once, twice, once, page(lines("c.jp"), 3, 2))
    assert {item.value for item in found} == {"a.jp", "b.jp", "c.jp"}


def test_an_empty_list_is_null_and_counts_none():
    assert items(page(None, 0))[0] == ()
    assert items(page(None), count=0)[0] == ()


@pytest.mark.parametrize(
    ("answer", "count"),
    [(page(None), 3), (page(None, 3), None), (page(lines("a.jp"), 3), None), (page(lines("a.jp")), 2)],
)
def test_what_is_not_whole_is_an_error_and_never_empty(answer, count):
    with pytest.raises(CloudflareError, match="records, and"):
        items(answer, count=count)


@pytest.mark.parametrize("result", [{"value": "a.jp"}, "a.jp", [["a.jp"]], [{"name": "a.jp"}]])
def test_an_answer_in_another_form_is_an_error(result):
    with pytest.raises(CloudflareError, match="form"):
        items(page(result))


def test_no_rules_are_null():
    with answering(page(None)) as (url, _), Cloudflare(TOKEN, url) as client:
        assert read_rules(client, "acc") == []


def test_names_are_compared_as_cloudflare_does():
    assert [clean_value(name) for name in ("A.JP.", "日本.jp", " b.jp")] == ["a.jp", "xn--wgv71a.jp", "b.jp"]
    assert clean_value("\u0301" * 70 + ".jp")


def rule(traffic, **more):
    plain = Rule("r1", "a rule", "", "off", True, True, traffic, "", "")
    return Rule(**{**vars(plain), **more})


class TestWhatIsExcludedAlready:
    """By rules and lists of whoever."""

    def covering(self, *rules, value="pay.shop.jp", match="host", lists=("aa11",)):
        policy = Policy(None, "acc", list(rules), [head(id_=one) for one in lists], {"aa11": (Item("Shop.jp"),)})
        return policy.covering(value, match)

    def test_is_told_with_its_rule(self):
        (covered,) = self.covering(rule("any(http.conn.domains[*] in $aa-11)"))
        assert (covered.rule.name, covered.is_limited) == ("a rule", False)

    def test_is_limited_where_the_rule_is(self):
        limited = rule("any(http.conn.domains[*] in $aa11)", identity='identity.email == "a@b.jp"')
        assert [one.is_limited for one in self.covering(limited, rule("any(http.conn.domains[*] in $aa11)"))] == [
            False,
            True,
        ]

    @pytest.mark.parametrize("off", [{"enabled": False}, {"action": "allow"}, {"is_http": False}])
    def test_is_nothing_where_the_rule_does_not_exclude(self, off):
        assert self.covering(rule("any(http.conn.domains[*] in $aa11)", **off)) == []

    def test_is_unknown_and_told_where_the_list_is_not_to_be_seen(self):
        policy = Policy(None, "acc", [rule("any(http.conn.domains[*] in $cc-33)")], [])
        assert policy.covering("pay.shop.jp", "host") == []
        assert policy.unreadable == {"cc33"}

    def test_is_unknown_where_the_list_may_not_be_read(self):
        refusal = (403, {}, {"success": False, "errors": [{"code": 10000, "message": "Authentication error"}]})
        answers = page([{"id": "r1", "action": "off", "filters": ["http"], "traffic": "http.conn.hostname in $aa11"}])
        lists = page([{"id": "aa11", "type": "DOMAIN", "name": "a list"}])
        with answering(answers, lists, refusal) as (url, _), Cloudflare(TOKEN, url) as client:
            policy = read_policy(client, "acc")
            assert policy.covering("pay.shop.jp", "host") == []
            assert policy.unreadable == {"aa11"}
