import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.domains import is_valid_hostname, registrable, registrable_domains


@pytest.mark.parametrize(
    ("hostname", "domain"),
    [
        ("app4.paypay.ne.jp", "paypay.ne.jp"),
        ("www.city.kawasaki.jp", "city.kawasaki.jp"),
        ("a.b.example.co.jp", "example.co.jp"),
        ("d1.cloudfront.net", "d1.cloudfront.net"),
        ("x.y.github.io", "y.github.io"),
        ("xn--eckwd4c7cu47r2wf.jp", "xn--eckwd4c7cu47r2wf.jp"),
    ],
)
def test_a_registrable_domain_is_a_suffix_and_one_label(hostname, domain):
    assert registrable(hostname).domain == domain
    assert not registrable(hostname).stands_alone


@pytest.mark.parametrize(
    "hostname",
    [
        "cloudfront.net",
        "s3.amazonaws.com",
        "localhost",
        "192.0.2.7",
        "2001:db8::1",
        "co.jp",
        "pc1.corp",
        "a/b.example.com",
    ],
)
def test_what_has_no_registrable_domain_stands_for_itself(hostname):
    assert registrable(hostname).domain == hostname
    assert registrable(hostname).stands_alone


@given(st.text(max_size=300))
def test_any_name_has_exactly_one_row(hostname):
    frame = registrable_domains([hostname, hostname])
    assert list(frame.index) == [hostname]
    assert frame["registrable_domain"].iloc[0] or not hostname


@pytest.mark.parametrize("hostname", ["paypay.ne.jp", "_dns.resolver.arpa", "a" * 63 + ".com", "xn--a.jp", "localhost"])
def test_names_that_a_list_can_hold(hostname):
    assert is_valid_hostname(hostname)


@pytest.mark.parametrize(
    "hostname", ["", "a..b", "=cmd|' /C calc'!A0", "a" * 64 + ".com", "-a.com", "a b.com", "日本.jp", "a." * 130 + "jp"]
)
def test_names_that_no_list_can_hold(hostname):
    assert not is_valid_hostname(hostname)
