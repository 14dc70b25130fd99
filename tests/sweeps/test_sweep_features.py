"""What clients refused: one row a registrable domain, each feature with the arithmetic that gives it."""

import pandas as pd
import pytest

from analyzer.sweeps.features import describe_refusals
from analyzer.sweeps.sightings import sight
from tests.builders import FAILED_AT, signals

pytestmark = pytest.mark.no_cover  # case by case what other tests pass through as a whole

DOMAIN, API, WWW = "example.jp", "api.example.jp", "www.example.jp"
OTHER = "www.other.jp"
MINUTE, HOUR = 60, 3600
NEXT_HOUR = 55 * MINUTE
"""All times count from 05:05 on; so many seconds later the next hour begins."""


def refusals(*rows):
    """What (kind, hostname, second[, device]) tell; a row without a kind is a refusal."""
    return describe_refusals(sight(signals(*rows)))


def refused(host, *seconds, device="phone"):
    return [("tls_error", host, second, device) for second in seconds]


def row(*rows, domain=DOMAIN):
    return refusals(*rows).domains.loc[domain]


class TestRetried:
    """Five refusals of one host by one device within 30 s."""

    @pytest.mark.parametrize(
        ("rows", "retried"),
        [
            pytest.param(refused(API, 0, 1, 3, 8, 30), True, id="5 in 30 s"),
            pytest.param(refused(API, 0, 1, 3, 8, 31), False, id="5 in 31 s"),
            pytest.param(refused(API, 0, 1, 3, 8), False, id="4"),
            pytest.param(refused(API, -40, 0, 1, 3, 8, 30), True, id="the last 5 of 6"),
            pytest.param(refused(API, 30, 8, 0, 3, 1), True, id="in whatever order they come"),
            pytest.param(refused(API, 0, 1, 3) + refused(API, 8, 9, device="laptop"), False, id="of two devices"),
            pytest.param(refused(API, 0, 1, 3) + refused(WWW, 8, 9), False, id="of two hosts"),
            pytest.param(refused(API, 0, 1, 3, 8, 30, device=""), False, id="of nobody in particular"),
            pytest.param(refused(API, 0, 1, 3, 8, 30) + refused(WWW, 0), True, id="any host of it"),
        ],
    )
    def test_is_told_at_its_bounds(self, rows, retried):
        assert row(*rows)["retried"] == retried


class TestHours:
    """The most hours in which one device refused one host."""

    @pytest.mark.parametrize(
        ("rows", "hours"),
        [
            pytest.param(refused(API, 0, NEXT_HOUR - 1), 1, id="in one hour"),
            pytest.param(refused(API, 0, NEXT_HOUR), 2, id="in two"),
            pytest.param(refused(API, 0, NEXT_HOUR, NEXT_HOUR + 1, 9 * HOUR), 3, id="each once"),
            pytest.param(refused(API, 0) + refused(API, NEXT_HOUR, device="laptop"), 1, id="of two devices"),
            pytest.param(refused(API, 0) + refused(WWW, NEXT_HOUR), 1, id="of two hosts"),
            pytest.param(refused(API, 0) + refused(WWW, 0, NEXT_HOUR), 2, id="the most of any"),
        ],
    )
    def test_are_counted_by_the_clock(self, rows, hours):
        assert row(*rows)["hour_count"] == hours


def requests(host, *seconds, device="phone"):
    return [("inspected", host, second, device) for second in seconds]


def sessions(host, *seconds, device="phone", kind="session"):
    return [(kind, host, second, device) for second in seconds]


class TestServed:
    """The share of devices and hosts refused that were served as well; half a device where none is named."""

    @pytest.mark.parametrize(
        ("rows", "share"),
        [
            pytest.param([], 0, id="no requests"),
            pytest.param(requests(API, 900), 1, id="the same device and host"),
            pytest.param(requests(API, -900, 0, 900), 1, id="at any time, however often"),
            pytest.param(requests(WWW, 900), 0, id="another host"),
            pytest.param(requests(API, 900, device="laptop"), 0, id="another device"),
            pytest.param(
                refused(API, 0, device="laptop") + requests(API, 9, device="laptop"), 1 / 2, id="1 of 2 devices"
            ),
            pytest.param(refused(WWW, 0) + requests(API, 9), 1 / 2, id="1 of 2 hosts"),
            pytest.param(refused(API, 0, device="") + requests(API, 9), (1 + 0.5) / 2, id="and nobody in particular"),
            pytest.param([("bypassed", API, 9)], 0, id="exempt is not decrypted"),
            pytest.param([("used", API, 9)], 1, id="a connection that was used is as good"),
            pytest.param([("used", API, 9, "laptop")], 0, id="but not of another device"),
            pytest.param([("unused", API, 9)], 0, id="one closed unused tells nothing"),
        ],
    )
    def test_is_a_share_of_those_who_refused(self, rows, share):
        assert row(*refused(API, 0), *requests(OTHER, 0), *rows)["served"] == share

    @pytest.mark.parametrize(
        ("rows", "share"),
        [(requests(API, 900), 0.5), (requests(API, 900, device=""), 0.5), (requests(WWW, 900), 0)],
    )
    def test_of_nobody_in_particular_anyones_request_counts_half(self, rows, share):
        assert row(*refused(API, 0, device=""), *requests(OTHER, 0), *rows)["served"] == share

    @pytest.mark.parametrize(
        ("rows", "count"),
        [
            pytest.param(sessions(API, 2 * MINUTE), 1, id="two minutes after the refusal"),
            pytest.param(sessions(API, MINUTE), 0, id="a minute after: it may be the refused one itself"),
            pytest.param(sessions(API, 59), 0, id="in the minute of the refusal"),
            pytest.param(sessions(API, -2 * MINUTE), 0, id="before the first refusal, decryption may have been off"),
            pytest.param(
                refused(OTHER, -2 * MINUTE - 1) + sessions(API, -2 * MINUTE), 1, id="after that of another host"
            ),
            pytest.param(refused(OTHER, -2 * MINUTE + 59) + sessions(API, -2 * MINUTE), 1, id="in that very minute"),
            pytest.param(refused(OTHER, -HOUR) + sessions(API, -MINUTE), 0, id="the minute before the refusal"),
            pytest.param(sessions(API, 2 * MINUTE, device="laptop"), 0, id="of a device that refused nothing"),
            pytest.param(sessions(API, 2 * MINUTE, kind="connection"), 0, id="whose end is not told"),
            pytest.param(sessions(WWW, 2 * MINUTE), 0, id="to another host"),
        ],
    )
    def test_without_requests_connections_that_ended_well_stand_in(self, rows, count):
        found = row(*refused(API, 0), *rows)
        assert (found["served_count"], found["served"]) == (count, count)

    def test_a_connection_that_was_used_counts_with_requests_and_without_at_any_time(self):
        used = sessions(API, -9 * MINUTE, kind="used")
        for more in ([], requests(OTHER, 0)):
            found = row(*refused(API, 0), *used, *more)
            assert (found["served_count"], found["served"]) == (1, 1)
        assert not refusals(*refused(API, 0), *used).http_read

    def test_a_minute_in_which_a_device_was_served_both_ways_counts_once(self):
        rows = [*sessions(API, 5 * MINUTE, kind="used"), *requests(API, 5 * MINUTE + 9), *requests(API, 7 * MINUTE)]
        assert row(*refused(API, 0), *rows)["served_count"] == 2

    def test_with_requests_connections_do_not(self):
        assert row(*refused(API, 0), *sessions(API, 9 * MINUTE), *requests(OTHER, 0))["served"] == 0
        assert refusals(*refused(API, 0), *requests(OTHER, 0)).http_read
        assert not refusals(*refused(API, 0), *sessions(OTHER, 0)).http_read

    def test_requests_to_refused_hosts_are_counted_by_device_and_minute(self):
        rows = requests(API, 0, 59, 60) + requests(API, 0, device="laptop") + requests(WWW, 0, MINUTE)
        found = row(*refused(API, 0), *rows)
        assert (found["served_count"], found["inspected_count"]) == (3, 5)


class TestDistrusting:
    """A device that refuses ten domains or more, and more than it lets through, refuses everything."""

    @staticmethod
    def many(refused_count, served_count, device="phone"):
        rows = [one for n in range(refused_count) for one in refused(f"www.refused{n}.jp", 0, device=device)]
        return rows + [one for n in range(served_count) for one in requests(f"www.served{n}.jp", 0, device=device)]

    @pytest.mark.parametrize(
        ("refused_count", "served_count", "is_left_out"),
        [(10, 9, True), (10, 10, False), (9, 0, False), (10, 0, True), (12, 11, True), (12, 13, False)],
    )
    def test_is_left_out_from_its_bounds_on(self, refused_count, served_count, is_left_out):
        found = refusals(
            *self.many(refused_count, served_count),
            *refused(API, 0, device="laptop"),
            *requests(OTHER, 0, device="laptop"),
        )
        assert len(found.domains) == (1 if is_left_out else refused_count + 1)
        counts = found.distrusting[["device", "refused_domain_count", "served_domain_count"]].to_numpy().tolist()
        assert counts == ([["phone", refused_count, served_count]] if is_left_out else [])

    def test_domains_count_and_not_hosts_or_requests(self):
        rows = [one for n in range(10) for one in refused(f"h{n}.example.jp", 0)]
        assert refusals(*rows).distrusting.empty
        rows = [*self.many(10, 1), *requests("a.served0.jp", 0), *requests("www.served0.jp", MINUTE)]
        assert refusals(*rows).distrusting["served_domain_count"].tolist() == [1]

    def test_it_has_its_name_and_user_and_nothing_of_it_stays(self):
        named = {"device_name": "iPhone", "user": "aoi@example.jp"}
        rows = [(*one, named) for one in self.many(10, 0)]
        found = refusals(*rows, *refused(API, 0, device="laptop"))
        assert found.distrusting.to_dict("records") == [
            {
                "device": "phone",
                "device_name": "iPhone",
                "user": "aoi@example.jp",
                "refused_domain_count": 10,
                "served_domain_count": 0,
            }
        ]
        assert found.rows["device"].tolist() == ["laptop"]
        assert set(found.hosts["registrable_domain"]) == {DOMAIN}

    def test_rows_of_nobody_in_particular_are_no_device(self):
        assert refusals(*self.many(12, 0, device="")).distrusting.empty

    def test_connections_that_ended_well_count_as_let_through_without_requests(self):
        rows = self.many(10, 0) + [one for n in range(10) for one in sessions(f"www.served{n}.jp", 9 * MINUTE)]
        assert refusals(*rows).distrusting.empty


class TestExempt:
    """The share of refused hosts that were exempt after their last refusal, by the minute."""

    @pytest.mark.parametrize(
        ("rows", "share"),
        [
            pytest.param([], 0, id="none"),
            pytest.param([("bypassed", API, HOUR)], 1, id="after the refusal"),
            pytest.param([("bypassed", API, MINUTE)], 1, id="the minute after it"),
            pytest.param([("bypassed", API, 59)], 0, id="in its minute"),
            pytest.param([("bypassed", API, -HOUR)], 0, id="before it"),
            pytest.param([("bypassed", API, HOUR), *refused(API, HOUR)], 0, id="refused again"),
            pytest.param([("bypassed", API, -HOUR), ("bypassed", API, HOUR)], 1, id="the last time counts"),
            pytest.param([("bypassed", API, HOUR, "laptop")], 1, id="on any device"),
            pytest.param([("bypassed", API, HOUR), *refused(WWW, 0)], 1 / 2, id="one of two hosts"),
            pytest.param([("bypassed", WWW, HOUR)], 0, id="another host"),
        ],
    )
    def test_is_what_is_settled(self, rows, share):
        assert row(*refused(API, 0), *rows)["exempt"] == share


class TestStray:
    """The share of refusals, not of hosts, at what breaks by chance."""

    @pytest.mark.parametrize(
        ("rows", "domain", "share"),
        [
            (refused("fonts.gstatic.com", 0, 1), "gstatic.com", 1),
            (refused("fonts.gstatic.com", 0) + refused("x.gstatic.com", 0), "gstatic.com", 1),
            (refused("googleads.g.doubleclick.net", 0), "doubleclick.net", 1),
            (refused(API, 0), DOMAIN, 0),
            (refused("a.baidu.com", 0, 1, 2) + refused("www.baidu.com", 0), "baidu.com", 3 / 4),
        ],
    )
    def test_is_told_by_what_the_hosts_are_known_for(self, rows, domain, share):
        assert row(*rows, domain=domain)["stray"] == share

    def test_counts_each_refusal(self):
        rows = refused("googleads.g.doubleclick.net", 0, 1, 2)
        assert row(*rows, domain="doubleclick.net")["refused_count"] == 3


class TestCounts:
    @pytest.mark.parametrize(
        ("rows", "column", "count"),
        [
            pytest.param(refused(API, 0, 1, 60), "refused_count", 3, id="refusals, to the second"),
            pytest.param(refused(API, 0, 1, 60), "refused_minutes", 2, id="minutes in which it was refused"),
            pytest.param(
                refused(API, 0) + refused(API, 1, device="laptop") + refused(WWW, 2),
                "refused_minutes",
                3,
                id="minutes by device and host",
            ),
            pytest.param(refused(API, 0) + refused(WWW, 0), "hostname_count", 2, id="hosts refused"),
            pytest.param(refused(API, 0) + sessions(WWW, 0), "hostname_count", 1, id="and only those"),
            pytest.param(refused(API, 0) + refused(API, 0, device="laptop"), "device_count", 2, id="devices"),
            pytest.param(refused(API, 0) + refused(API, 0, device=""), "device_count", 1, id="devices that are named"),
            pytest.param(refused(API, 0, device=""), "device_count", 0, id="none that is named"),
            pytest.param(refused(API, 0), "session_count", 1, id="a refusal is a connection"),
            pytest.param(refused(API, 0) + sessions(WWW, 0), "session_count", 2, id="and those that went well"),
            pytest.param(
                refused(API, 0) + sessions(API, HOUR) + sessions(API, HOUR, kind="connection"),
                "session_count",
                2,
                id="in both logs once",
            ),
            pytest.param(
                refused(API, 0) + sessions(API, 0, 60, -60, kind="connection"),
                "session_count",
                1,
                id="the network log's row of the refused one is none",
            ),
            pytest.param(
                refused(API, 0) + sessions(API, 120, -120, kind="connection"),
                "session_count",
                3,
                id="two minutes off it is another",
            ),
            pytest.param(
                [*refused(API, 0), ("origin_error", WWW, 0), *sessions(WWW, 0)],
                "session_count",
                2,
                id="nor is that of one that the site broke",
            ),
            pytest.param(
                [*refused(API, 0), ("inspected", WWW, 0)], "session_count", 1, id="a request is no connection"
            ),
            pytest.param(
                [*refused(API, 0), ("origin_error", API, 1), ("origin_error", WWW, 1)],
                "origin_error_count",
                2,
                id="faults of the site",
            ),
            pytest.param(
                [*refused(API, 0), ("origin_error", API, 1), ("origin_error", WWW, 1)],
                "own_origin_errors",
                1,
                id="those of refused hosts",
            ),
            pytest.param(refused(API, 0) + requests(WWW, 0), "inspected_count", 1, id="requests to any host of it"),
        ],
    )
    def test_are_of_the_domain(self, rows, column, count):
        assert row(*rows)[column] == count

    def test_the_first_and_the_last_refusal_are_told(self):
        found = row(*refused(API, 7, 99), *refused(WWW, 3))
        assert [(at - FAILED_AT).total_seconds() for at in (found["first_at"], found["last_at"])] == [3, 99]

    def test_only_refused_domains_have_a_row_in_order_of_name(self):
        found = refusals(*refused(OTHER, 0), *refused(API, 0), *sessions("a.jp", 0), ("origin_error", "b.jp", 0))
        assert list(found.domains.index) == [DOMAIN, "other.jp"]
        assert set(found.hosts.index) == {API, OTHER}

    def test_a_host_has_0_of_what_was_not_seen(self):
        hosts = refusals(*refused(API, 0), *sessions(WWW, 0)).hosts
        counts = hosts[["refused_count", "origin_error_count", "session_count", "inspected_count", "served_count"]]
        assert counts.loc[[API, WWW]].to_numpy().tolist() == [[1, 0, 0, 0, 0], [0, 0, 1, 0, 1]]
        assert hosts["is_refused"].to_dict() == {API: True, WWW: False}

    def test_labels_are_those_of_the_refused_hosts(self):
        found = row(*refused("bat.bing.com", 0), *sessions("www.bing.com", 0), domain="bing.com")
        assert (found["is_sdk"], found["is_os"], found["is_ad"], found["label"]) == (True, 0, 0, "sdk")
        assert row(*refused("x.cloudfront.net", 0), domain="x.cloudfront.net")["is_shared"]
        printer = row(*refused("printer", 0), domain="printer")
        assert (printer["stands_alone"], printer["suffix"]) == (True, "")
        assert (row(*refused(API, 0))["stands_alone"], row(*refused(API, 0))["suffix"]) == (False, "jp")


def unused(host, *seconds, device="phone"):
    return [("unused", host, second, device, {"session_id": f"{host} {device} {second}"}) for second in seconds]


class TestAfterTheHandshake:
    """Connections closed unused: refusals where there are several at a time and none was used."""

    @pytest.mark.parametrize(
        ("rows", "count"),
        [
            pytest.param(unused(API, 0, 1), 2, id="two at a time"),
            pytest.param(unused(API, 0, 1, 500), 2, id="and one alone"),
            pytest.param([*unused(API, 0, 1), *refused(API, 9)], 3, id="and one in the handshake"),
            pytest.param([*unused(API, 0), *refused(API, 1)], 1, id="one alone beside one in the handshake"),
            pytest.param([*unused(API, 0, 1), *refused(API, 9), ("used", API, HOUR)], 1, id="others were used"),
        ],
    )
    def test_count_as_those_in_it(self, rows, count):
        found = refusals(*rows)
        assert found.domains.loc[DOMAIN, "refused_count"] == count == len(found.rows)
        assert found.hosts.loc[API, "refused_count"] == count

    def test_are_told_apart_from_those_in_it(self):
        found = refusals(*refused(API, 0), *unused(API, 5, 6)).rows
        assert found["kind"].tolist() == ["tls_error", "unused", "unused"]

    def test_that_are_no_refusals_leave_no_domain(self):
        found = refusals(*unused(API, 0), *unused(OTHER, 0, 1), ("used", OTHER, HOUR))
        assert found.domains.empty
        assert found.rows.empty

    def test_are_retried_return_and_meet_other_devices_as_those_in_it(self):
        rows = [
            *unused(API, 0, 1, 3, 8, 30),
            *unused(API, NEXT_HOUR, NEXT_HOUR + 1),
            *unused(API, 0, 1, device="tablet"),
        ]
        found = row(*rows)
        assert (found["retried"], found["hour_count"], found["device_count"]) == (True, 2, 2)

    def test_have_the_device_that_the_network_log_tells(self):
        rows = [*unused(API, 65, 66, device=""), *sessions(API, 0, kind="connection")]
        assert refusals(*rows).rows["device"].tolist() == ["phone", "phone"]

    def test_are_of_the_connections_that_are_counted_beside_those_that_were_used(self):
        rows = [*refused(API, 0), *sessions(WWW, 300, 600, kind="used"), *sessions(WWW, 900)]
        assert row(*rows)["session_count"] == 1 + 3


class TestRows:
    def test_are_the_refusals_by_time_with_whose_they_were(self):
        named = {"device_name": "MacBook", "user": "ren@example.jp"}
        rows = [*refused(API, 5), *refused(WWW, 5), ("tls_error", OTHER, 1, "laptop", named), ("origin_error", API, 0)]
        found = refusals(*rows).rows
        assert found["hostname"].tolist() == [OTHER, API, WWW]
        assert found["registrable_domain"].tolist() == ["other.jp", DOMAIN, DOMAIN]
        assert found[["device", "device_name", "user"]].to_numpy().tolist()[0] == ["laptop", *named.values()]
        assert list(found.index) == [0, 1, 2]
        assert set(found["kind"]) == {"tls_error"}
        assert "session_id" not in found
        assert not found["is_attributed"].any()

    def test_of_nobody_in_particular_have_no_name_and_no_user(self):
        rows = [*refused(API, 0, device=""), ("tls_error", WWW, 1, "phone", {"device_name": "iPhone"})]
        found = refusals(*rows).rows[["device", "device_name", "user"]]
        assert found.to_numpy().tolist() == [["", "", ""], ["phone", "iPhone", ""]]

    def test_of_nobody_in_particular_have_the_device_that_the_network_log_tells(self):
        found = refusals(*refused(API, 65, device=""), *sessions(API, 0, kind="connection"))
        assert found.rows[["device", "is_attributed"]].to_numpy().tolist() == [["phone", True]]
        assert found.domains.loc[DOMAIN, "device_count"] == 1

    def test_of_nothing_there_are_none(self):
        found = refusals(*sessions(API, 0))
        assert found.domains.empty
        assert found.rows.empty
        assert isinstance(found.hosts, pd.DataFrame)
