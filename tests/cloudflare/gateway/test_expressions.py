"""What an expression says about a name: yes, no, or that it cannot be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.cloudflare.gateway.expressions import Name, list_ids, matches, plain_id
from analyzer.wirefilter import in_list, in_names, one_of

LISTS = {"aa11": {"shop.jp", "pay.shop.jp"}, "bb22": {"api.bank.jp"}}


def names_in(list_id):
    return LISTS.get(plain_id(list_id))


@pytest.mark.parametrize(
    ("expression", "value", "match", "said"),
    [
        ('any(http.conn.domains[*] in {"shop.jp"})', "shop.jp", "domain", True),
        ('any(http.conn.domains[*] in {"shop.jp"})', "www.shop.jp", "domain", True),
        ('any(http.conn.domains[*] in {"shop.jp"})', "www.shop.jp", "host", True),
        ('any(http.conn.domains[*] in {"shop.jp"})', "myshop.jp", "domain", False),
        ('any(http.conn.domains[*] in {"www.shop.jp"})', "shop.jp", "domain", None),
        ('any(http.conn.domains[*] == "shop.jp")', "shop.jp", "domain", True),
        ('http.conn.hostname in {"shop.jp" "a.jp"}', "shop.jp", "host", True),
        ('http.conn.hostname in {"shop.jp"}', "shop.jp", "domain", None),
        ('http.conn.hostname in {"shop.jp"}', "www.shop.jp", "host", False),
        ('http.conn.hostname == "Shop.JP."', "shop.jp", "host", True),
        ("any(http.conn.domains[*] in $aa-11)", "www.shop.jp", "host", True),
        ("http.conn.hostname in $bb22", "api.bank.jp", "host", True),
        ("http.conn.hostname in $cc33", "api.bank.jp", "host", None),
        ("any(http.conn.domains[*] in $aa11) or http.conn.hostname in $cc33", "shop.jp", "domain", True),
        ("http.conn.hostname in $cc33 || any(http.conn.domains[*] in $aa11)", "shop.jp", "domain", True),
        ("any(http.conn.domains[*] in $aa11) and http.conn.src_ip in {10.0.0.0/8}", "shop.jp", "domain", None),
        ("http.conn.hostname in $bb22 and http.conn.src_ip in {10.0.0.0/8}", "shop.jp", "domain", False),
        ("not(http.conn.hostname in $bb22)", "api.bank.jp", "host", False),
        ("not(http.conn.hostname in $bb22)", "shop.jp", "host", True),
        ('!(http.conn.hostname == "a.jp") && any(http.conn.domains[*] in $aa11)', "shop.jp", "host", True),
        ('http.conn.hostname == "a.jp" xor http.conn.hostname == "b.jp"', "a.jp", "host", True),
        ("any(app.type.ids[*] in {16})", "shop.jp", "domain", None),
        ("any(app.type.ids[*] in {16}) or any(http.conn.domains[*] in $aa11)", "shop.jp", "domain", True),
        ('http.conn.hostname matches ".*"', "shop.jp", "host", None),
        ('http.request.host == "shop.jp"', "shop.jp", "host", None),
        ("http.conn.hostname not in $bb22", "shop.jp", "host", None),
        ("any(http.conn.domains[*] in $aa11", "shop.jp", "domain", None),
        ("((((", "shop.jp", "domain", None),
        ("(" * 5000, "shop.jp", "domain", None),
        ("", "shop.jp", "domain", None),
        ('"shop.jp', "shop.jp", "domain", None),
        ("any()", "shop.jp", "domain", None),
        ('any(http.conn.domains[*] in {"shop.jp"}) extra', "shop.jp", "domain", None),
    ],
)
def test_an_expression_says_of_a_name(expression, value, match, said):
    assert matches(expression, Name(value, match), names_in) is said


@given(st.text(alphabet='anyortid()[]*{}"$.!&|\\ httpconhsm', max_size=80))
def test_no_expression_however_odd_ends_the_reading(expression):
    assert matches(expression, Name("shop.jp", "domain"), names_in) in (True, False, None)


@given(st.sampled_from(["domain", "host"]), st.lists(st.text(), min_size=1, max_size=4))
def test_names_that_are_written_are_read_again(match, names):
    expression = in_names(match, [*names, "shop.jp"])
    assert matches(expression, Name("shop.jp", match), names_in) is True


def test_what_is_quoted_cannot_leave_its_quotes():
    assert one_of("x", ['a" or 1 == 1 or "b', "c\\"]) == r'x in {"a\" or 1 == 1 or \"b" "c\\"}'


def test_lists_are_found_by_their_ids_with_dashes_or_without():
    expression = f"{in_list('domain', 'AA-11')} or {in_list('host', 'bb22')}"
    assert list_ids(expression) == {"aa11", "bb22"}
