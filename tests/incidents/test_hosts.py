"""One row a hostname: its counts, and what connections tell of it."""

import pytest

from analyzer.incidents.hosts import SEVERAL
from tests.builders import evidence

pytestmark = pytest.mark.no_cover  # case by case what other tests pass through as a whole

HOST = "api.example.jp"
OTHER = "www.other.jp"
DAY = -7200
"""A moment well before the window, in the baseline."""


def host(*told, asked=((HOST, 0),), name=HOST, **more):
    return evidence(*asked, told=told, **more).hosts.loc[name]


VERDICTS = [
    "is_refused",
    "is_refused_later",
    "is_perhaps_refused",
    "has_site_fault",
    "is_decrypted",
    "is_used",
    "is_exempt",
    "is_connected",
    "is_never_decrypted",
]
LATER = [("unused", HOST, 0), ("unused", HOST, 1)]
"""Several connections closed after the handshake, unused."""


@pytest.mark.parametrize(
    ("told", "verdicts"),
    [
        pytest.param([], set(), id="nothing is told"),
        pytest.param([("tls_error", HOST, 0)], {"is_refused", "is_connected"}, id="refused"),
        pytest.param([("tls_error", HOST, DAY)], set(), id="refused outside the windows"),
        pytest.param([("origin_error", HOST, 0)], {"has_site_fault", "is_connected"}, id="the site's fault"),
        pytest.param([("origin_error", HOST, DAY)], set(), id="the site's fault outside the windows"),
        pytest.param(
            [("tls_error", HOST, 0), ("origin_error", HOST, 9)],
            {"has_site_fault", "is_connected"},
            id="the site's fault outweighs the refusal",
        ),
        pytest.param([("inspected", HOST, DAY)], {"is_decrypted", "is_connected"}, id="decrypted at any time"),
        pytest.param(
            [("inspected", HOST, DAY), ("tls_error", HOST, 0)],
            {"is_refused", "is_connected"},
            id="decrypted and refused: not decrypted without trouble",
        ),
        pytest.param([("bypassed", HOST, DAY)], {"is_exempt", "is_connected"}, id="exempt at any time"),
        pytest.param([("session", HOST, 0)], {"is_connected"}, id="connected, but no requests were read"),
        pytest.param([("session", HOST, DAY), ("inspected", OTHER, 0)], set(), id="connected outside the windows"),
        pytest.param(
            [("session", HOST, 0), ("inspected", OTHER, 0)],
            {"is_connected", "is_never_decrypted"},
            id="connected by the log of sessions, while others were decrypted",
        ),
        pytest.param(
            [("connection", HOST, 0), ("inspected", OTHER, 0)],
            {"is_connected", "is_never_decrypted"},
            id="connected by the network log, while others were decrypted",
        ),
        pytest.param(
            [("session", HOST, 0), ("inspected", HOST, 0)], {"is_connected", "is_decrypted"}, id="decrypted itself"
        ),
        pytest.param(
            [("session", HOST, 0), ("bypassed", HOST, 0), ("inspected", OTHER, 0)],
            {"is_connected", "is_exempt"},
            id="exempt itself",
        ),
        pytest.param(
            [("session", HOST, 0), ("origin_error", HOST, 0), ("inspected", OTHER, 0)],
            {"is_connected", "has_site_fault"},
            id="connected, but for the site's fault",
        ),
        pytest.param(
            [("tls_error", HOST, 0), ("inspected", OTHER, 0)],
            {"is_refused", "is_connected"},
            id="refused is no connection that came about",
        ),
        pytest.param([("used", HOST, DAY)], {"is_used", "is_connected"}, id="used at any time"),
        pytest.param(
            [("used", HOST, 0), ("inspected", OTHER, 0)], {"is_used", "is_connected"}, id="used is as good as decrypted"
        ),
        pytest.param([("used", HOST, 0), ("inspected", HOST, 0)], {"is_decrypted", "is_connected"}, id="and decrypted"),
        pytest.param([("used", HOST, 0), ("bypassed", HOST, 0)], {"is_exempt", "is_connected"}, id="used as exempt"),
        pytest.param(
            [("used", HOST, 0), ("tls_error", HOST, 0)], {"is_refused", "is_connected"}, id="used, but refused as well"
        ),
        pytest.param(
            [("unused", HOST, 0)], {"is_perhaps_refused", "is_connected"}, id="closed unused once: perhaps refused"
        ),
        pytest.param(LATER, {"is_refused", "is_refused_later", "is_connected"}, id="closed unused twice: refused"),
        pytest.param(
            [("unused", HOST, 0), ("unused", HOST, DAY)],
            {"is_perhaps_refused", "is_connected"},
            id="closed unused once in the windows, once outside",
        ),
        pytest.param([*[("unused", HOST, DAY)] * 2], set(), id="closed unused outside the windows"),
        pytest.param(
            [("unused", HOST, 0), ("tls_error", HOST, 1)],
            {"is_refused", "is_connected"},
            id="refused in the handshake is refused, not perhaps",
        ),
        pytest.param(
            [*LATER, ("tls_error", HOST, 2)], {"is_refused", "is_connected"}, id="refused both ways: not only later"
        ),
        pytest.param([*LATER, ("used", HOST, DAY)], {"is_used", "is_connected"}, id="closed unused, others were used"),
        pytest.param(
            [*LATER, ("inspected", HOST, DAY)], {"is_decrypted", "is_connected"}, id="closed unused, others decrypted"
        ),
        pytest.param(
            [*LATER, ("bypassed", HOST, DAY)], {"is_exempt", "is_connected"}, id="closed unused, others exempt"
        ),
        pytest.param(
            [*LATER, ("origin_error", HOST, 0)],
            {"has_site_fault", "is_connected"},
            id="closed unused, and the site's fault",
        ),
        pytest.param(
            [("unused", HOST, 0), ("inspected", OTHER, 0)],
            {"is_perhaps_refused", "is_connected", "is_never_decrypted"},
            id="closed unused, while others were decrypted",
        ),
        pytest.param(
            [*LATER, ("used", OTHER, 0)],
            {"is_refused", "is_refused_later", "is_connected"},
            id="what was used of others clears nothing",
        ),
    ],
)
def test_what_connections_tell_of_a_host(told, verdicts):
    row = host(*told)
    assert {name for name in VERDICTS if row[name]} == verdicts


def test_several_are_two():
    assert len(LATER) == SEVERAL


@pytest.mark.parametrize(
    ("told", "column", "count"),
    [
        pytest.param([("tls_error", HOST, 0), ("tls_error", HOST, 1)], "tls_error_count", 2, id="refusals"),
        pytest.param([("tls_error", HOST, 0), ("tls_error", HOST, DAY)], "tls_error_count", 1, id="in windows"),
        pytest.param(
            [("tls_error", HOST, 0), ("tls_error", HOST, 1, "")], "named_refusal_count", 1, id="of a named device"
        ),
        pytest.param([("tls_error", HOST, DAY)], "named_refusal_count", 0, id="of a named device, not in windows"),
        pytest.param(
            [("unused", HOST, 0), ("tls_error", HOST, 1), ("unused", HOST, 2, ""), ("used", HOST, 3)],
            "named_refusal_count",
            2,
            id="of a named device, in either way",
        ),
        pytest.param([("unused", HOST, 0), ("unused", HOST, DAY)], "unused_count", 1, id="unused, in windows"),
        pytest.param([("used", HOST, 0), ("used", HOST, DAY)], "used_count", 2, id="used, any time"),
        pytest.param([("inspected", HOST, 0), *LATER], "contested_count", 0, id="decrypted clears the unused"),
        pytest.param([("tls_error", HOST, 0, "")], "tls_error_count", 1, id="of nobody in particular"),
        pytest.param([("tls_error", HOST, 0, "laptop")], "tls_error_count", 0, id="of another device"),
        pytest.param([("origin_error", HOST, 0)], "origin_error_count", 1, id="faults of the site"),
        pytest.param([("session", HOST, 0), ("connection", HOST, 0)], "session_count", 1, id="sessions"),
        pytest.param([("session", HOST, 0), ("connection", HOST, 0)], "connection_count", 1, id="connections"),
        pytest.param([("inspected", HOST, 0), ("inspected", HOST, DAY)], "inspected_count", 2, id="requests, any time"),
        pytest.param(
            [("inspected", HOST, 0), ("inspected", HOST, 1, "")], "named_inspected_count", 1, id="requests, named"
        ),
        pytest.param([("bypassed", HOST, 0), ("bypassed", HOST, DAY)], "bypassed_count", 2, id="exempt, any time"),
        pytest.param([("inspected", HOST, 0), ("tls_error", HOST, 0)], "contested_count", 1, id="both ways"),
        pytest.param([("inspected", HOST, 0)], "contested_count", 0, id="decrypted only"),
        pytest.param(
            [("inspected", HOST, 0), ("tls_error", HOST, 0), ("origin_error", HOST, 0)],
            "contested_count",
            0,
            id="a site at fault was not refused",
        ),
    ],
)
def test_signals_are_counted_by_kind_time_and_whose_they_are(told, column, count):
    assert host(*told)[column] == count


@pytest.mark.parametrize(
    ("told", "count"),
    [
        pytest.param([], 0, id="in none"),
        pytest.param([("tls_error", HOST, 0), ("tls_error", HOST, 5)], 1, id="twice in one"),
        pytest.param([("tls_error", HOST, 0), ("unused", HOST, 1000)], 2, id="in each, in either way"),
        pytest.param([("tls_error", HOST, 0), ("tls_error", HOST, DAY)], 1, id="outside is no window"),
        pytest.param([("tls_error", HOST, 0), ("used", HOST, 1000)], 1, id="used is not refused"),
        pytest.param([("tls_error", HOST, 0), ("tls_error", OTHER, 1000)], 1, id="another host's are not its own"),
    ],
)
def test_the_windows_in_which_a_host_was_refused_are_counted(told, count):
    assert host(*told, at=(0, 1000))["refused_window_count"] == count


ASKED = [
    (HOST, -20),
    (HOST, 5, {"decision": "blocked"}),
    (HOST, 400),
    (HOST, DAY, {"decision": "blocked"}),
    (HOST, DAY + 60),
    (HOST, 7, "laptop"),
    (HOST, 8, "laptop"),
    (HOST, 9, "tablet"),
    (HOST, DAY, "watch"),
]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("lookup_count", 3, id="lookups of the device in the windows"),
        pytest.param("window_count", 2, id="windows that hold any"),
        pytest.param("nearest_s", 5, id="the nearest to a failure, on either side"),
        pytest.param("baseline_lookup_count", 2, id="lookups of the device in the baseline"),
        pytest.param("other_device_count", 2, id="other devices in the windows, each once"),
        pytest.param("blocked_lookup_count", 1, id="those that a DNS policy blocked, in the windows"),
    ],
)
def test_lookups_are_counted_in_the_windows_and_outside(column, value):
    assert host(asked=ASKED, at=(0, 410))[column] == value


class TestWhichHosts:
    def hosts(self, *asked, told=()):
        return set(evidence(*asked, told=told).hosts.index)

    def test_all_of_a_domain_that_was_asked_in_a_window(self):
        asked = [("a.example.jp", 0), ("b.example.jp", DAY), ("c.other.jp", DAY)]
        assert self.hosts(*asked, told=[("session", "d.example.jp", DAY)]) == {
            "a.example.jp",
            "b.example.jp",
            "d.example.jp",
        }

    def test_those_of_a_domain_that_was_refused_in_a_window_though_not_asked(self):
        told = [("tls_error", "a.example.jp", 0), ("session", "b.other.jp", 0), ("tls_error", "c.third.jp", DAY)]
        assert self.hosts(("x.jp", 0), told=told) == {"x.jp", "a.example.jp"}

    def test_and_of_one_where_connections_were_closed_unused_though_not_asked(self):
        told = [("unused", "a.example.jp", 0), ("unused", "c.third.jp", DAY), ("used", "d.fourth.jp", 0)]
        assert self.hosts(("x.jp", 0), told=told) == {"x.jp", "a.example.jp"}

    def test_a_host_has_0_of_what_was_not_seen(self):
        row = host(asked=[(HOST, 0), ("b.example.jp", DAY)], name="b.example.jp")
        counts = ["lookup_count", "window_count", "other_device_count", "named_refusal_count", "refused_window_count"]
        assert row[[*counts, "unused_count", "used_count", "blocked_lookup_count"]].tolist() == [0] * 8

    def test_each_has_its_registrable_domain_and_labels(self):
        row = host(asked=[("x.cloudfront.net", 0)], name="x.cloudfront.net")
        assert (row["registrable_domain"], row["is_shared"], row["is_os"]) == ("x.cloudfront.net", True, False)


class TestAnswers:
    """What the answers to queries told of a host."""

    def test_the_application_and_the_alias_that_any_answer_in_a_window_told(self):
        told = {"application": "Wallet", "alias": "edge.hoshizora-cdn.net"}
        row = host(asked=[(HOST, 0), (HOST, 9, told), (HOST, DAY, {"alias": "z.older.net"})])
        assert (row["application"], row["alias"]) == ("Wallet", "edge.hoshizora-cdn.net")
        assert (row["alias_domain"], row["alias_is_shared"]) == ("hoshizora-cdn.net", False)

    def test_the_risk_that_any_answer_in_a_window_told(self):
        assert host(asked=[(HOST, 0), (HOST, 9, {"risk": "Phishing"})])["risk"] == "Phishing"
        assert host(asked=[(HOST, 0), (HOST, DAY, {"risk": "Phishing"})])["risk"] == ""

    def test_answers_to_other_devices_tell_nothing(self):
        told = {"alias": "edge.hoshizora-cdn.net", "risk": "Phishing", "application": "Wallet"}
        row = host(asked=[(HOST, 0), (HOST, 9, "laptop", told)])
        assert row[["alias", "application", "risk", "alias_domain"]].tolist() == [""] * 4

    def test_a_host_that_no_query_asked_has_none(self):
        row = host(("tls_error", HOST, 0), asked=[(OTHER, 0, {"alias": "edge.hoshizora-cdn.net"})])
        assert (row["alias"], row["application"], row["alias_is_shared"]) == ("", "", False)

    def test_an_alias_on_a_platform_of_strangers_is_marked(self):
        row = host(asked=[(HOST, 0, {"alias": "e1.dscb.akamaiedge.net"})])
        assert row["alias_is_shared"]


class TestContact:
    """What the App Privacy Report says."""

    def contact(self, *bundles, app="jp.hoshizora.wallet", seconds=DAY):
        told = [("app_contact", HOST, seconds + number, {"app": name}) for number, name in enumerate(bundles)]
        return host(*told, app=app)["contact"]

    @pytest.mark.parametrize(
        ("bundles", "app", "contact"),
        [
            pytest.param([], "jp.hoshizora.wallet", 0, id="nothing"),
            pytest.param(["jp.hoshizora.wallet"], "jp.hoshizora.wallet", 1, id="the app by its bundle"),
            pytest.param(["jp.Hoshizora.Wallet"], "JP.hoshizora.wallet", 1, id="whatever its case"),
            pytest.param(["com.unrelated.game"], "jp.hoshizora.wallet", -1, id="only another app"),
            pytest.param(["com.unrelated.game", "jp.hoshizora.wallet"], "jp.hoshizora.wallet", 1, id="the app, too"),
            pytest.param(["jp.hoshizora.ios"], "Hoshizora", 1, id="the app by its name in the bundle"),
            pytest.param(["com.unrelated.game"], "Hoshizora", -1, id="another by its name"),
            pytest.param(["jp.hoshizora.wallet"], "", 0, id="no app was named"),
        ],
    )
    def test_tells_whether_the_app_or_only_others_contacted_a_host(self, bundles, app, contact):
        assert self.contact(*bundles, app=app) == contact

    def test_of_one_host_tells_nothing_of_another(self):
        told = [("app_contact", "www.example.jp", 0, {"app": "jp.hoshizora.wallet"})]
        assert host(*told, app="jp.hoshizora.wallet")["contact"] == 0
