import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer import knowledge
from analyzer.knowledge import build
from analyzer.knowledge.geosite import geosite
from analyzer.knowledge.labels import add_labels

FOLDER = Path(knowledge.__file__).parent
LABEL_TABLES = ("os_services", "sdks", "web_third_parties", "shared_platforms", "stray_handshakes")
TABLES = (*LABEL_TABLES, "owners")
SOURCES = {"own", "third-party-web", "domain-list-community", "password-manager-resources"}
KINDS = {
    "os_services": {
        "app", "certificate_status", "connectivity_check", "dns", "os", "push", "store", "time", "wallet",
    },
    "web_third_parties": set(build.AD_CATEGORIES.values()),
}  # fmt: skip


def rows_of(table):
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def labels(hostname):
    return {label.label: label.domain for label in knowledge.labels_of(hostname)}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_sorted_and_has_no_row_twice(table):
    keys = [(row["domain"], row.get("service", "")) for row in rows_of(table)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_a_hostname_with_a_source_and_a_licence_that_may_be_shipped(table):
    for row in rows_of(table):
        assert re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?", row["domain"]), row
        assert all(0 < len(part) <= 63 for part in row["domain"].split(".")), row
        assert row["source"] in SOURCES, row
        assert row["licence"] == "MIT", row


@pytest.mark.parametrize("table", LABEL_TABLES)
def test_every_label_names_an_owner_and_a_kind(table):
    kinds = {row["kind"] for row in rows_of(table)}
    assert "" not in kinds
    assert kinds <= KINDS.get(table, kinds)
    assert all(row["owner"] for row in rows_of(table))


def test_every_service_is_one_lower_case_word():
    for row in rows_of("owners"):
        for name in (row["service"], *row["parent"].split()):
            assert name == name.casefold()
            assert re.fullmatch(r"[\w!-]+", name), row


def test_every_third_party_project_has_its_notice():
    notices = (FOLDER / "LICENSES.md").read_text(encoding="utf-8")
    used = {row["source"] for table in TABLES for row in rows_of(table)} - {"own"}
    assert [source for source in sorted(used) if source not in notices] == []


def test_no_system_and_no_shared_platform_is_an_ad_as_a_whole():
    ads = {row["domain"] for row in rows_of("web_third_parties")}
    for name in ("apple.com", "google.com", "googleapis.com", "microsoft.com", "line.me", "yahoo.co.jp", "bing.com"):
        assert name not in ads


def test_what_is_taken_out_of_the_ads_stays_out():
    ads = {row["domain"] for row in rows_of("web_third_parties")}
    with (FOLDER / "not_ads.csv").open(encoding="utf-8", newline="") as file:
        refused = list(csv.DictReader(file))
    assert [row["domain"] for row in refused if row["domain"] in ads or not row["reason"]] == []


@pytest.mark.parametrize(
    "hostname",
    [
        "gs-loc.apple.com",
        "p42-fmip.icloud.com",
        "1-courier.push.apple.com",
        "captive.apple.com",
        "connectivitycheck.gstatic.com",
        "mtalk.google.com",
        "ocsp.digicert.com",
        "r11.o.lencr.org",
        "www.msftconnecttest.com",
        "settings-win.data.microsoft.com",
        "epdg.epc.mnc010.mcc440.pub.3gppnetwork.org",
        "ntp.nict.jp",
        "2.android.pool.ntp.org",
        "ntp.ubuntu.com",
        "push.services.mozilla.com",
    ],
)
def test_what_a_device_asks_by_itself_is_an_os_service(hostname):
    assert "os_service" in labels(hostname)


@pytest.mark.parametrize(
    "hostname",
    [
        "app-measurement.com",
        "firebaselogging-pa.googleapis.com",
        "o1.ingest.sentry.io",
        "app.adjust.com",
        "events.appsflyer.com",
        "api.repro.io",
        "t.karte.io",
        "in.treasuredata.com",
        "api.growthbeat.com",
        "ld.five-cdm.com",
        "spapi.i-mobile.co.jp",
        "ad.ad-stir.com",
        "sdk.iad-07.braze.com",
    ],
)
def test_what_many_apps_carry_is_an_sdk(hostname):
    assert "sdk" in labels(hostname)


@pytest.mark.parametrize(
    "hostname", ["www.google-analytics.com", "ad.doubleclick.net", "yads.c.yimg.jp", "cdn.cookielaw.org"]
)
def test_what_pages_load_for_advertisers_is_an_ad(hostname):
    assert "ad_or_analytics" in labels(hostname)


@pytest.mark.parametrize(
    "hostname", ["app4.paypay.ne.jp", "www.mobilesuica.com", "api.mercari.jp", "line.me", "www.bing.com", "co.jp"]
)
def test_an_app_s_own_domain_bears_no_label(hostname):
    assert knowledge.labels_of(hostname) == ()


def test_the_longest_row_of_each_table_wins():
    assert labels("bat.bing.com")["sdk"] == "bat.bing.com"
    assert labels("ocsp.apple.com")["os_service"] == "ocsp.apple.com"
    assert labels("ocsp.apple.com")["shared_platform"] == "apple.com"
    assert labels("www.apple.com")["os_service"] == "apple.com"


def test_an_app_s_host_in_a_domain_of_the_system_is_no_os_service():
    assert "os_service" not in labels("docs.google.com")
    assert "os_service" in labels("www.google.com")


def test_only_whole_labels_match():
    assert knowledge.labels_of("notapple.com") == ()


@pytest.mark.parametrize(
    "name",
    [
        "cloudfront.net",
        "googleapis.com",
        "amazonaws.com",
        "apple.com",
        "google.com",
        "firebaseio.com",
        "dscb.akamaiedge.net",
        "akamaiedge.net",
        "map.fastly.net",
        "azureedge.net",
        "cloudapp.net",
        "trafficmanager.net",
        "vercel.app",
        "netlify.app",
        "herokuapp.com",
        "workers.dev",
        "pages.dev",
        "aliyuncs.com",
        "myqcloud.com",
        "sakura.ne.jp",
    ],
)
def test_a_shared_platform_is_one_as_a_whole(name):
    assert knowledge.is_shared_platform(name)
    assert not knowledge.is_shared_platform(f"tenant-of-nobody.{name}")
    assert "shared_platform" in labels(f"tenant-of-nobody.{name}")


def test_a_service_is_found_through_what_it_belongs_to():
    assert {"instagram", "facebook", "meta"} <= knowledge.services_of("scontent.cdninstagram.com")
    assert "meta" in knowledge.services_of("graph.facebook.com") & knowledge.parents_of("instagram")


@pytest.mark.parametrize(
    ("hostname", "service"),
    [
        ("t1.kakaocdn.net", "kakao"),
        ("legy-jp.line-apps.com", "line"),
        ("app4.paypay.ne.jp", "paypay"),
        ("www.mobilesuica.com", "suica"),
        ("www.eki-net.com", "jreast"),
        ("static.mercdn.net", "mercari"),
        ("i.pximg.net", "pixiv"),
        ("rr1.sn-a.googlevideo.com", "youtube"),
    ],
)
def test_an_owner_is_known_by_its_other_domains(hostname, service):
    assert service in knowledge.services_of(hostname)


def test_a_service_is_named_in_any_case_and_only_exactly():
    assert knowledge.services_named("PayPay") == {"paypay"}
    assert knowledge.services_named("PayPa") == frozenset()


def test_no_service_is_its_own_parent():
    for service in {row["service"] for row in rows_of("owners")}:
        assert service not in knowledge.parents_of(service)


hostile = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=".a-_", max_size=300),
    st.sampled_from(["", ".", "..", "." * 300, "a." * 150, "例え.テスト", "com", "\x00", "a" * 300 + ".apple.com"]),
)


@given(hostile)
def test_any_text_may_be_asked_for(text):
    assert isinstance(knowledge.labels_of(text), tuple)
    assert isinstance(knowledge.is_shared_platform(text), bool)
    assert isinstance(knowledge.services_of(text), frozenset)
    assert isinstance(knowledge.services_named(text), frozenset)
    assert isinstance(knowledge.parents_of(text), frozenset)


@given(st.sampled_from([row["domain"] for row in rows_of("sdks")]), st.from_regex(r"[a-z]{1,8}", fullmatch=True))
def test_a_host_below_a_row_bears_its_label(domain, host):
    assert "sdk" in labels(f"{host}.{domain}")


def message(*fields):
    """A protobuf message of byte strings and small numbers."""
    out = b""
    for number, value in fields:
        if isinstance(value, int):
            out += bytes([number << 3, value])
        else:
            out += bytes([number << 3 | 2, len(value)]) + value
    return out


def test_a_geosite_file_is_read_with_its_attributes():
    plain = message((1, 2), (2, b"Example.com"))
    marked = message((1, 3), (2, b"ads.example.com"), (3, message((1, b"ads"), (2, 1))))
    data = message((1, message((1, b"EXAMPLE"), (2, plain), (2, marked))))
    assert geosite(data) == {"example": [(2, "example.com", frozenset()), (3, "ads.example.com", frozenset({"ads"}))]}


def test_what_is_not_a_geosite_file_is_refused():
    with pytest.raises((ValueError, IndexError)):
        geosite(b"\x08\x01")


def test_a_long_list_loses_the_names_held_against_squatters():
    squatted = {f"example-{number}.com" for number in range(50)} | {"exmaple.com"}
    assert build.in_use("example", squatted | {"example.com", "elsewhere.net"}) == ["elsewhere.net", "example.com"]


def test_a_list_within_another_is_part_of_it():
    def entries(*names):
        return [(2, name, frozenset()) for name in names]

    lists = {"outer": entries("a.example", "b.example"), "inner": entries("b.example")}
    found = {(row["service"], row["domain"]): row["parent"] for row in build.services(lists, set())}
    assert found == {("outer", "a.example"): "", ("inner", "b.example"): "outer"}


def test_an_account_shared_by_few_names_belongs_to_each(tmp_path):
    groups = json.loads('[{"from": ["old.example.jp"], "to": ["new.jp"]}]')
    found = {(row["service"], row["domain"]) for row in build.same_owner(groups)}
    assert found == {("new", "new.jp"), ("new", "old.example.jp"), ("example", "new.jp"), ("example", "old.example.jp")}


def test_the_loader_does_not_load_what_only_a_rebuild_needs():
    code = (
        "import sys; from analyzer import knowledge; knowledge.labels_of('a.example');"
        "print([n for n in ('pandas', 'analyzer.knowledge.build', 'tldextract') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("hostname", "known"),
    [("paypay.github.io", False), ("paypay.pages.dev", False), ("discord.com", True), ("graph.facebook.com", True)],
)
def test_a_strangers_corner_of_a_platform_is_nobody_that_the_tables_know(hostname, known):
    hosts = pd.DataFrame(index=pd.Index([hostname], dtype="str"))
    assert add_labels(hosts)["is_known"].tolist() == [known]
