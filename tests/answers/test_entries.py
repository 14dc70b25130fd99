"""No answer ever proposes to exclude what would exempt strangers, whatever led there."""

import dataclasses
import functools
import json
import zipfile
from importlib import resources

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analyzer
from analyzer import knowledge
from analyzer.answers import saved as state
from analyzer.answers.entries import entries_of, may_be_excluded
from analyzer.answers.packing import read_frame, write_frame
from analyzer.domains import registrable
from analyzer.exports import formats, render
from tests.builders import PHONE, dns_row, moment, refused, request, write_log

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

ADDRESSES = ("192.0.2.7", "2001:db8::7", "::ffff:192.0.2.7", "10.1", "0x7f.1", "3232235777")
HOUSEHOLD = (
    "com", "jp", "net", "org", "co.jp", "ne.jp", "co.uk", "tokyo.jp", "github.io", "s3.amazonaws.com", "cloudfront.net",
    "workers.dev", "pages.dev", "herokuapp.com", "vercel.app", "netlify.app", "akamaiedge.net", "windows.net",
    "duckdns.org", "amazonaws.com", "googleapis.com", "apple.com", "google.com", "firebaseio.com", "localhost", "router",
)  # fmt: skip


@functools.cache
def public_suffixes():
    """Every rule of the list that is a name: not the wildcards, not the exceptions from them."""
    text = (resources.files("publicsuffixlist") / "public_suffix_list.dat").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith(("//", "*", "!")))


@functools.cache
def platforms():
    """Every platform of the tables that is a registrable domain or a suffix: the apex below which strangers live."""
    with (resources.files(knowledge) / "shared_platforms.csv").open(encoding="utf-8") as file:
        names = pd.read_csv(file)["domain"]
    return tuple(name for name in names if registrable(name).domain == name)


FORBIDDEN = st.one_of(st.sampled_from(HOUSEHOLD), st.deferred(lambda: st.sampled_from(public_suffixes() + platforms())))


def named(text):
    """The names that a text holds, free of the marks around them."""
    return {word.strip(".,;:()|") for word in text.replace(",", " ").split()}


class TestTheGate:
    def test_lets_through_no_public_suffix_at_all(self):
        assert len(public_suffixes()) > 9000
        in_ascii = [name.encode("idna").decode() for name in public_suffixes() if name.isascii()]
        assert [name for name in [*public_suffixes(), *in_ascii] if may_be_excluded(name)] == []

    def test_knows_a_suffix_by_its_punycode(self):
        assert not may_be_excluded("xn--55qx5d.cn")
        assert may_be_excluded("example.xn--55qx5d.cn")

    def test_lets_through_no_apex_of_a_platform(self):
        assert len(platforms()) > 400
        assert [name for name in platforms() if may_be_excluded(name)] == []

    @pytest.mark.parametrize("name", [*ADDRESSES, *HOUSEHOLD, "", ".", "a..jp", "*.example.jp", "-a.jp", "EXAMPLE.JP"])
    def test_lets_through_no_address_no_single_label_and_nothing_that_a_list_cannot_hold(self, name):
        assert not may_be_excluded(name)

    @given(FORBIDDEN, st.from_regex(r"[a-z][a-z0-9]{0,20}-of-nobody", fullmatch=True))
    def test_a_tenants_own_name_below_may_pass(self, name, label):
        if "." in name and name.isascii():
            assert may_be_excluded(f"{label}.{name}")

    @given(st.text(max_size=40))
    def test_what_passes_is_a_name_with_a_registrable_domain_or_of_the_local_network(self, text):
        if may_be_excluded(text):
            parts = registrable(text)
            assert not parts.stands_alone or parts.suffix == ""


SERVED = [request(f"www.other{number}.jp", 5) for number in range(60)]
"""The device trusts the gateway, since it was served on more than it refuses."""
PAST = [dns_row("push.apple.com", second) for second in range(-7200, -300, 300)]


def found(tmp_path, *names, app=""):
    """A finding in which all evidence speaks for these names: asked and refused in each of three failures."""
    rows = [row for at in (0, 400, 800) for name in names for row in [dns_row(name, at), *refused(name, at, at + 1)]]
    log = write_log(tmp_path / "a.log", [*PAST, *rows, *SERVED])
    return analyzer.find(log, at=[moment(second) for second in (0, 400, 800)], app=app, device="iPhone", tz="UTC")


def swept(tmp_path, *names):
    seconds = (*range(0, 20, 2), *range(4000, 4020, 2))
    rows = [row for name in names for row in refused(name, *seconds, device=PHONE | {"DeviceID": f"phone of {name}"})]
    return analyzer.sweep(write_log(tmp_path / "s.log", [*rows, request("other.example.jp", 5)]), tz="UTC")


@pytest.mark.parametrize("look", [found, swept])
class TestAnAnswer:
    def test_proposes_none_of_them_in_any_format(self, tmp_path, look):
        names = [*HOUSEHOLD, *ADDRESSES]
        answer = look(tmp_path, *names, "api.koharu-pay.jp")
        assert entries_of(answer.candidates) == ["koharu-pay.jp"]
        assert set(" ".join(answer.candidates["exclude"]).split()).isdisjoint(names)
        assert named(" ".join([answer.summary(), *answer.plan()])).isdisjoint(names)
        assert {"plain", "gateway-list"} < set(formats())
        for format_ in ("plain", "gateway-list"):
            assert named(render(answer, format_)).isdisjoint(names), format_

    def test_is_no_clear_one_where_there_is_nothing_else(self, tmp_path, look):
        answer = look(tmp_path, "co.jp", "com")
        assert answer.verdict == "no_clear_candidate"
        assert set(answer.candidates["band"]) == {"leave"}
        assert render(answer, "plain") == ""

    def test_is_held_to_it_however_it_was_made(self, tmp_path, look):
        answer = look(tmp_path, "api.koharu-pay.jp")
        forged = answer.candidates.assign(exclude="com co.jp 192.0.2.7 apple.com good.example.jp", band="exclude")
        assert entries_of(dataclasses.replace(answer, candidates=forged).candidates) == ["good.example.jp"]


def test_a_finding_edited_by_hand_is_exported_without_them(tmp_path):
    file = tmp_path / "finding.zip"
    state.save(found(tmp_path, "api.koharu-pay.jp"), file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    edited = read_frame(json.loads(parts["candidates.json"])).assign(exclude="com co.jp evil.com", band="exclude")
    edited = edited.astype({"exclude": "str", "band": "str"})
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (parts | {"candidates.json": write_frame(edited)}).items():
            archive.writestr(name, content)
    again = state.load(file)
    assert render(again, "plain") == "evil.com\n"
    assert set(json.loads(render(again, "json"))["candidates"][0]["exclude"]) == {"evil.com"}
