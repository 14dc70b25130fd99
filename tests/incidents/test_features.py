"""One row a registrable domain: each feature that the score is made of, with the arithmetic that gives it."""

import itertools
import math

import pandas as pd
import pytest

from analyzer.incidents.features import recurrence
from analyzer.incidents.refusals import AGAIN, refusal_strength
from analyzer.knowledge.labels import most_telling
from analyzer.names import NAME_COUNTS
from tests.builders import evidence

pytestmark = pytest.mark.no_cover  # case by case what other tests pass through as a whole

DOMAIN, API, WWW = "example.jp", "api.example.jp", "www.example.jp"
OTHER = "www.other.jp"
STRETCH = 180
"""A window is 90 s before and behind the failure; so long are the stretches of the baseline."""


def slot(number, second=60):
    """A second of a stretch of the baseline; the last stretch before the window is number 1."""
    return -90 - STRETCH * number + second


def row(*asked, domain=DOMAIN, **more):
    return evidence(*asked, **more).domains.loc[domain]


class TestLift:
    """ln((asked in the windows + .5) / (expected by the baseline + .5))."""

    @pytest.mark.parametrize(
        ("asked", "at", "lift"),
        [
            pytest.param([(API, 0)], (0,), math.log(1.5 / 0.5), id="once, no baseline"),
            pytest.param([(API, 0), (API, 1), (WWW, 2)], (0,), math.log(3.5 / 0.5), id="any host of it"),
            pytest.param(
                [(API, 0), (API, slot(1)), (API, slot(2)), (OTHER, slot(3)), (OTHER, slot(4))],
                (0,),
                math.log(1.5 / (2 * 1 / 4 + 0.5)),
                id="2 in 4 stretches: .5 expected in a window",
            ),
            pytest.param(
                [(API, 0), (API, 1000), (API, slot(1)), (OTHER, slot(2))],
                (0, 1000),
                math.log(2.5 / (1 * 2 / 2 + 0.5)),
                id="1 in 2 stretches: 1 expected in 2 windows",
            ),
            pytest.param(
                [(API, 0), (OTHER, 0), (API, slot(1)), (OTHER, slot(2))],
                (0, 1000),
                math.log(1.5 / (1 * 1 / 2 + 0.5)),
                id="a window in which nothing was asked is none",
            ),
        ],
    )
    def test_compares_the_windows_with_the_baseline(self, asked, at, lift):
        assert row(*asked, at=at)["lift"] == pytest.approx(lift)


class TestUsualShare:
    """(stretches that hold it + .3) / (all stretches in use + 1)."""

    @pytest.mark.parametrize(
        ("baseline", "held", "all_"),
        [
            pytest.param([], 0, 0, id="no baseline"),
            pytest.param([(OTHER, slot(1))], 0, 1, id="in none of 1"),
            pytest.param([(API, slot(1)), (OTHER, slot(2))], 1, 2, id="in 1 of 2"),
            pytest.param([(API, slot(1)), (API, slot(1, 61)), (WWW, slot(1, 62))], 1, 1, id="a stretch counts once"),
            pytest.param([(API, slot(1, 0)), (API, slot(2, 179)), (OTHER, slot(3))], 2, 3, id="stretches of 180 s"),
            pytest.param([(API, slot(1)), (API, slot(40))], 2, 2, id="idle stretches are none"),
        ],
    )
    def test_is_the_share_of_stretches_that_hold_it_smoothed(self, baseline, held, all_):
        found = row((API, 0), *baseline)
        assert (found["usual_slot_count"], found["baseline_slots"]) == (held, all_)
        assert found["usual_share"] == pytest.approx((held + 0.3) / (all_ + 1))

    def test_two_devices_have_stretches_of_their_own(self):
        asked = [(API, 0), (API, 1000, "tablet"), (API, slot(1)), (OTHER, slot(1), "tablet")]
        assert row(*asked, at=(0, 1000), devices=("phone", "tablet"))["usual_share"] == pytest.approx(1.3 / 3)


class TestRecurrence:
    """seen * ln(.8 / usual) + missed * ln(.2 / (1 - usual)), from -5 to 8."""

    @pytest.mark.parametrize(
        ("seen", "missed", "usual", "nats"),
        [
            (1, 0, 0.1, math.log(0.8 / 0.1)),
            (3, 0, 0.4, 3 * math.log(0.8 / 0.4)),
            (0, 1, 0.1, math.log(0.2 / 0.9)),
            (2, 1, 0.2, 2 * math.log(0.8 / 0.2) + math.log(0.2 / 0.8)),
            (0, 1, 0.95, math.log(0.2 / 0.05)),
            (0, 1, 0.99, math.log(0.2 / 0.05)),
            (9, 0, 0.1, 8.0),
            (0, 9, 0.1, -5.0),
        ],
    )
    def test_weighs_each_window_against_the_usual_share(self, seen, missed, usual, nats):
        assert recurrence(seen, missed, usual) == pytest.approx(nats)

    def test_of_a_column_is_that_of_each_row(self):
        seen, missed, usual = pd.Series([1, 0]), pd.Series([0, 1]), pd.Series([0.1, 0.1])
        assert list(recurrence(seen, missed, usual)) == pytest.approx([math.log(8), math.log(0.2 / 0.9)])

    @pytest.mark.parametrize(
        ("asked", "seen", "missed"),
        [
            pytest.param([(API, 0), (API, 1000)], 2, 0, id="in both"),
            pytest.param([(API, 0), (WWW, 5), (OTHER, 1000)], 1, 1, id="in one of two"),
            pytest.param([(API, 0)], 1, 0, id="a window in which nothing was asked is not missed"),
        ],
    )
    def test_is_that_of_the_windows_in_which_it_was_seen_and_missed(self, asked, seen, missed):
        found = row(*asked, at=(0, 1000))
        assert (found["seen_window_count"], found["missed_window_count"]) == (seen, missed)
        assert found["recurrence"] == pytest.approx(seen * math.log(0.8 / 0.3) + missed * math.log(0.2 / 0.7))


class TestCachedWindows:
    """The second failure is at 400 s, and its window begins at 310 s."""

    @pytest.mark.parametrize(
        ("asked", "cached"),
        [
            pytest.param([(API, 20, {"ttl_s": 380})], 1, id="20 + 380: held to the very second of the failure"),
            pytest.param([(API, 20, {"ttl_s": 379})], 0, id="ran out a second before the failure"),
            pytest.param([(API, 20)], 0, id="no TTL is told"),
            pytest.param([(API, 310, {"ttl_s": 300})], 0, id="asked in the window"),
            pytest.param([(API, 20, {"ttl_s": 900}), (WWW, 320)], 0, id="asked before and in the window"),
            pytest.param([(API, 20, {"ttl_s": 900}), (WWW, 30, {"ttl_s": 900})], 1, id="two hosts, one window"),
            pytest.param([(API, 20, "tablet", {"ttl_s": 900}), (API, 0)], 0, id="on another device"),
        ],
    )
    def test_a_window_counts_as_cached_while_an_earlier_answer_held_at_the_failure(self, asked, cached):
        found = row((API, 0), (OTHER, 390), *asked, at=(0, 400))
        assert found["cached_window_count"] == cached
        assert found["missed_window_count"] == 2 - found["seen_window_count"] - cached

    def test_a_window_in_which_the_device_asked_nothing_at_all_is_not_cached(self):
        found = row((API, 20, {"ttl_s": 900}), at=(0, 400))
        assert (found["cached_window_count"], found["missed_window_count"]) == (0, 0)

    def test_of_a_failure_somewhere_in_a_stretch_the_answer_must_hold_at_its_start(self):
        asked = [(API, 0, {"ttl_s": 400}), (OTHER, 420)]
        assert row(*asked, at=(0, (400, 460)))["cached_window_count"] == 1
        assert row(*asked, at=(0, (401, 460)))["cached_window_count"] == 0

    def test_the_last_second_before_a_window_is_before_it(self):
        asked = [(API, 0), (API, 309, {"ttl_s": 900}), (OTHER, 420)]
        assert row(*asked, at=(0, 400))["cached_window_count"] == 1

    def test_a_cached_window_is_neither_seen_nor_missed(self):
        found = row((API, 0, {"ttl_s": 900}), (OTHER, 400), at=(0, 400))
        assert found["recurrence"] == pytest.approx(1 * math.log(0.8 / 0.3))


class TestNear:
    """The nearest lookup of each window, the mean over the windows in use; 75 s before are 0, the failure 1."""

    @pytest.mark.parametrize(
        ("asked", "near"),
        [
            pytest.param([(API, -15)], 60 / 75, id="15 s before"),
            pytest.param([(API, -15), (API, 6), (WWW, 30)], 60 / 75, id="the nearest: 15 s before, not 6 s after"),
            pytest.param([(API, -80)], 0, id="in the window, but not near"),
            pytest.param([(API, 0), (OTHER, 1000)], (1 + 0) / 2, id="in one of two windows"),
            pytest.param([(API, 0), (API, 985)], (1 + 60 / 75) / 2, id="in two windows"),
            pytest.param([(API, 0)], 1, id="a window in which nothing was asked is none"),
        ],
    )
    def test_is_the_mean_nearness_over_the_windows(self, asked, near):
        assert row(*asked, at=(0, 1000))["near"] == pytest.approx(near)

    @pytest.mark.parametrize(
        ("seconds", "nearest"),
        [([-15, 40], -15), ([-40, 15], 15), ([-15, 15], -15), ([15, -15], -15), ([0, -1], 0)],
    )
    def test_the_nearest_offset_is_told_and_of_two_as_near_the_one_before(self, seconds, nearest):
        assert row(*((API, second) for second in seconds))["nearest_s"] == nearest

    def test_a_domain_that_was_refused_and_not_asked_has_none(self):
        found = row((OTHER, 0), told=[("tls_error", API, 0)])
        assert found["near"] == found["os_neighbours"] == found["companion"] == 0
        assert math.isnan(found["nearest_s"])


class TestRefused:
    """1 where a host was refused that does not break by chance; half where no row names the device."""

    @pytest.mark.parametrize(
        ("told", "refused"),
        [
            pytest.param([], 0, id="not refused"),
            pytest.param([("tls_error", API, 0)], 1, id="refused"),
            pytest.param([("tls_error", API, 0, "")], 0.5, id="of nobody in particular: half"),
            pytest.param([("tls_error", API, 0, ""), ("tls_error", API, 1)], 1, id="one of them named"),
            pytest.param([("tls_error", API, 0, ""), ("tls_error", WWW, 0)], 1, id="the surest of its hosts"),
            pytest.param([("tls_error", API, 0), ("origin_error", API, 0)], 0, id="the site was at fault"),
        ],
    )
    def test_is_the_most_that_any_host_tells(self, told, refused):
        assert row((API, 0), (WWW, 0), told=told)["refused"] == refused

    @pytest.mark.parametrize("host", ["fonts.gstatic.com", "googleads.g.doubleclick.net"])
    def test_is_0_for_static_and_advertising_hosts_which_break_by_chance(self, host):
        domain = ".".join(host.split(".")[-2:])
        found = row((host, 0), told=[("tls_error", host, 0)], domain=domain)
        assert (found["refused"], found["tls_error_count"]) == (0, 1)


STRAY = "fonts.gstatic.com"
"""A host at which handshakes break by chance."""


def times(count, kind, host, *device):
    return [(kind, host, second, *device) for second in range(count)]


class TestRefusalStrength:
    """How sure it is that one host was refused; half where the log does not tell whose it was."""

    @pytest.mark.parametrize(
        ("told", "strength"),
        [
            pytest.param([], 0, id="nothing is told"),
            pytest.param(times(1, "tls_error", API), 1, id="one broken handshake"),
            pytest.param(times(1, "tls_error", API, ""), 1 * 0.5, id="one of nobody in particular"),
            pytest.param(times(2, "unused", API), 1, id="several closed unused"),
            pytest.param(times(2, "unused", API, ""), 1 * 0.5, id="several of nobody in particular"),
            pytest.param(times(1, "unused", API), 0.3, id="one closed unused: perhaps"),
            pytest.param(times(1, "unused", API, ""), 0.3 * 0.5, id="perhaps, of nobody in particular"),
            pytest.param(
                [*times(1, "unused", API), ("tls_error", API, 5, "")], 1, id="one of two named: whose it was is told"
            ),
            pytest.param([*times(1, "unused", API), ("used", API, 5)], 0, id="closed unused, others were used"),
            pytest.param([*times(2, "unused", API), ("inspected", API, 5)], 0, id="closed unused, others decrypted"),
            pytest.param([*times(1, "tls_error", API), ("used", API, 5)], 1, id="a broken handshake, others were used"),
            pytest.param([*times(1, "tls_error", API), ("origin_error", API, 5)], 0, id="the site's fault"),
            pytest.param(times(1, "tls_error", STRAY), 0, id="by chance: once"),
            pytest.param(times(1, "unused", STRAY), 0, id="by chance: perhaps"),
            pytest.param(times(AGAIN - 1, "tls_error", STRAY), 0, id="by chance: once too few"),
            pytest.param(times(AGAIN, "tls_error", STRAY), 0.7, id="by chance: again and again"),
            pytest.param(times(AGAIN, "tls_error", STRAY, ""), 0.7 * 0.5, id="again and again, of nobody"),
            pytest.param(times(AGAIN, "unused", STRAY), 0.7, id="again and again, after the handshake"),
            pytest.param(
                [*times(AGAIN - 1, "tls_error", STRAY), ("unused", STRAY, 9)], 0.7, id="again and again, in both ways"
            ),
            pytest.param(
                [*times(AGAIN, "tls_error", STRAY), ("used", STRAY, 9)], 0, id="again and again, but some were used"
            ),
            pytest.param(
                [*times(AGAIN, "tls_error", STRAY), ("inspected", STRAY, slot(1))],
                0,
                id="again and again, but some were decrypted",
            ),
            pytest.param(
                [*times(AGAIN, "tls_error", STRAY), ("used", STRAY, 9), ("inspected", STRAY, slot(1))],
                0,
                id="again and again, but one was used and one decrypted",
            ),
        ],
    )
    def test_case_by_case(self, told, strength):
        hosts = evidence((API, 0), (STRAY, 0), told=told).hosts
        by_host = refusal_strength(hosts)
        host = told[0][1] if told else API
        assert by_host[host] == pytest.approx(strength)
        assert by_host.drop(host).tolist() == [0] * (len(hosts) - 1)

    def test_four_are_again_and_again(self):
        assert AGAIN == 4


class TestRefusedAgain:
    """The share of the failures in which a host was refused that surely was: of its hosts the most."""

    @pytest.mark.parametrize(
        ("told", "share"),
        [
            pytest.param([], 0, id="in none"),
            pytest.param([("tls_error", API, 0)], 1 / 3, id="in 1 of 3"),
            pytest.param([("tls_error", API, 0), ("tls_error", API, 1)], 1 / 3, id="twice in one"),
            pytest.param([("tls_error", API, 0), ("unused", API, 1000)], 2 / 3, id="in either way"),
            pytest.param([("tls_error", API, at) for at in (0, 1000, 2000)], 1, id="in each"),
            pytest.param([("tls_error", API, 0), ("tls_error", WWW, 1000)], 1 / 3, id="another host in another"),
            pytest.param([("unused", API, 0)], 0, id="perhaps refused"),
            pytest.param([("tls_error", API, 0, "")], 1 / 3, id="of nobody in particular: .5 is sure enough"),
            pytest.param([("tls_error", API, 0), ("origin_error", API, 1)], 0, id="the site's fault"),
        ],
    )
    def test_is_a_share_of_the_failures(self, told, share):
        asked = [(API, at) for at in (0, 1000, 2000)]
        assert row(*asked, at=(0, 1000, 2000), told=told)["refused_again"] == pytest.approx(share)


class TestUsed:
    """The share of the hosts in question to which connections were used, squared."""

    @pytest.mark.parametrize(
        ("told", "used", "count"),
        [
            pytest.param([], 0, 0, id="none"),
            pytest.param([("used", API, 0)], (1 / 2) ** 2, 1, id="1 of 2: .25, not .5"),
            pytest.param([("used", API, 0), ("used", WWW, slot(1))], 1, 2, id="both, at any time"),
            pytest.param([("used", API, 0), ("inspected", API, 1)], 0, 0, id="decrypted counts as that"),
            pytest.param([("used", API, 0), ("bypassed", API, 1)], 0, 0, id="exempt counts as that"),
            pytest.param([("used", API, 0), ("tls_error", WWW, 0)], 0, 0, id="another host than the refused one"),
            pytest.param([("used", API, 0), ("tls_error", API, 0)], 0, 0, id="refused as well"),
            pytest.param([("used", API, 0), ("unused", WWW, 0)], (1 / 2) ** 2, 1, id="the other perhaps refused"),
        ],
    )
    def test_is_the_share_squared(self, told, used, count):
        found = row((API, 0), (WWW, 0), told=told)
        assert (found["used"], found["is_used_count"]) == (pytest.approx(used), count)

    def test_connections_that_were_used_and_unused_are_counted(self):
        told = [("used", API, 0), ("used", WWW, 1), ("unused", WWW, 2), ("unused", API, 3), ("unused", API, 4)]
        found = row((API, 0), (WWW, 0), told=told)
        assert (found["used_count"], found["unused_count"]) == (2, 3)

    @pytest.mark.parametrize(
        ("told", "later"),
        [
            ([], False),
            (times(2, "unused", API), True),
            (times(1, "unused", API), False),
            ([*times(2, "unused", API), ("tls_error", API, 9)], False),
            ([*times(2, "unused", API), ("tls_error", WWW, 9)], True),
        ],
    )
    def test_a_domain_is_refused_later_where_any_host_of_it_is(self, told, later):
        assert row((API, 0), (WWW, 0), told=told)["is_refused_later"] == later


class TestUnresolved:
    """The share of its lookups in the windows that no name server answered with an address."""

    @pytest.mark.parametrize(
        ("asked", "failed", "share"),
        [
            pytest.param([(API, 0)], 0, 0, id="none"),
            pytest.param([(API, 0, {"answer": "ok"})], 0, 0, id="answered"),
            pytest.param([(API, 0, {"answer": "failed"})], 1, 1, id="1 of 1"),
            pytest.param([(API, 0, {"answer": "failed"}), (WWW, 1), (WWW, 2)], 1, 1 / 3, id="1 of 3, any host"),
            pytest.param(
                [(API, 0, {"answer": "failed"}), (API, 0, {"answer": "ok", "query_type": "AAAA"})],
                0,
                0,
                id="one of two record types was answered",
            ),
            pytest.param([(API, 0), (API, slot(1), {"answer": "failed"})], 0, 0, id="outside the windows"),
            pytest.param([(API, 0), (API, 1, "laptop", {"answer": "failed"})], 0, 0, id="of another device"),
        ],
    )
    def test_is_a_share_of_the_lookups(self, asked, failed, share):
        found = row(*asked)
        assert (found["failed_lookup_count"], found["unresolved"]) == (failed, pytest.approx(share))

    def test_is_0_where_it_was_refused_and_not_asked(self):
        assert row((OTHER, 0), told=[("tls_error", API, 0)])["unresolved"] == 0


NOBODY = ("inspected", API, 0, "")


class TestDecrypted:
    """The share of the hosts in question that were decrypted, squared; those refused are, where there are any."""

    @pytest.mark.parametrize(
        ("asked", "told", "decrypted"),
        [
            pytest.param([API], [], 0, id="none"),
            pytest.param([API], [("inspected", API, 0)], 1, id="1 of 1"),
            pytest.param([API, WWW], [("inspected", API, 0)], (1 / 2) ** 2, id="1 of 2: .25, not .5"),
            pytest.param(
                [API, WWW, "m.example.jp"], [("inspected", API, 0), ("inspected", WWW, 0)], (2 / 3) ** 2, id="2 of 3"
            ),
            pytest.param([API], [NOBODY], 1 * 0.5, id="of nobody in particular: half"),
            pytest.param([API, WWW], [NOBODY], (1 / 2) ** 2 * 0.5, id="1 of 2, of nobody in particular"),
            pytest.param([API], [NOBODY, ("inspected", API, 9)], 1, id="one of them named"),
            pytest.param(
                [API], [("tls_error", API, 0), ("inspected", API, 9)], 0.6**2, id="refused as well: .6 of a decryption"
            ),
            pytest.param(
                [API, WWW],
                [("tls_error", API, 0), ("inspected", WWW, 9)],
                0,
                id="another host than the refused one tells nothing",
            ),
            pytest.param(
                [API, WWW],
                [("tls_error", API, 0), ("tls_error", WWW, 0), ("inspected", WWW, 9), ("inspected", WWW, 10)],
                ((0 + 0.6) / 2) ** 2,
                id="one of two refused hosts decrypted as well, however often",
            ),
            pytest.param(
                [API],
                [("tls_error", API, 0), ("inspected", API, 9, "")],
                0.6**2 * 0.5,
                id="refused, and decrypted for nobody in particular",
            ),
        ],
    )
    def test_is_the_share_squared(self, asked, told, decrypted):
        found = row(*((host, 0) for host in asked), told=told)
        assert found["decrypted"] == pytest.approx(decrypted)

    def test_says_of_how_many_hosts_and_whether_of_a_named_device(self):
        found = row((API, 0), (WWW, 0), told=[("inspected", API, 0), ("inspected", API, 9)])
        assert (found["decrypted_count"], found["questioned_count"], found["inspected_count"]) == (1, 2, 2)
        assert found["is_decryption_named"]
        assert not row((API, 0), told=[NOBODY])["is_decryption_named"]

    def test_counts_the_requests_to_hosts_refused_as_well(self):
        told = [("tls_error", API, 0), ("inspected", API, 9), ("inspected", API, 10), ("inspected", WWW, 9)]
        assert row((API, 0), (WWW, 0), told=told)["contested_count"] == 2


class TestExempt:
    """The share of the hosts in question that were exempt, squared."""

    @pytest.mark.parametrize(
        ("told", "exempt", "count"),
        [
            ([], 0, 0),
            ([("bypassed", API, 0)], (1 / 2) ** 2, 1),
            ([("bypassed", API, 0), ("bypassed", WWW, 0)], 1, 2),
            ([("bypassed", API, 0), ("tls_error", WWW, 0)], 0, 0),
            ([("bypassed", WWW, 0), ("tls_error", WWW, 0)], 1, 1),
        ],
    )
    def test_is_the_share_squared(self, told, exempt, count):
        found = row((API, 0), (WWW, 0), told=told)
        assert (found["exempt"], found["exempt_count"]) == (pytest.approx(exempt), count)

    def test_requests_that_were_exempt_are_counted(self):
        assert row((API, 0), told=[("bypassed", API, 0), ("bypassed", API, 1)])["bypassed_count"] == 2


class TestSiteFault:
    """1 where any host in question failed by its own fault, since one is enough to break the app."""

    @pytest.mark.parametrize(
        ("told", "fault"),
        [
            ([], 0),
            ([("origin_error", API, 0)], 1),
            ([("origin_error", API, 0), ("origin_error", WWW, 0)], 1),
            ([("origin_error", API, 0), ("tls_error", WWW, 0)], 0),
        ],
    )
    def test_is_that_of_any_host_in_question(self, told, fault):
        found = row((API, 0), (WWW, 0), told=told)
        assert (found["site_fault"], found["origin_error_count"]) == (
            fault,
            sum(kind == "origin_error" for kind, *_ in told),
        )


class TestNeverDecrypted:
    """Share of the hosts seen in connections to which no request was decrypted, while others were."""

    @pytest.mark.parametrize(
        ("told", "share"),
        [
            pytest.param([], 0, id="no connections"),
            pytest.param([("session", API, 0)], 1, id="1 of 1 connected"),
            pytest.param([("session", API, 0), ("inspected", WWW, 0)], 1 / 2, id="the other was decrypted"),
            pytest.param([("session", API, 0), ("tls_error", WWW, 0)], 1 / 2, id="the other was refused"),
        ],
    )
    def test_is_a_share_of_the_hosts_connected(self, told, share):
        told = [*told, ("inspected", OTHER, 0)]
        assert row((API, 0), (WWW, 0), ("m.example.jp", 0), told=told)["never_decrypted"] == share


class TestTellingLookups:
    """Of a domain with hosts that were asked and refused, only lookups of those tell."""

    asked = ((API, 30), (WWW, 0), (WWW, 1), (WWW, slot(1)), (API, slot(2)), (OTHER, slot(3)), (WWW, 1000))

    def test_without_refusals_all_do(self):
        found = row(*self.asked, at=(0, 1000))
        assert (found["telling_lookup_count"], found["telling_baseline_count"]) == (4, 2)
        assert (found["seen_window_count"], found["usual_slot_count"], found["nearest_s"]) == (2, 2, 0)

    def test_with_a_refusal_only_those_of_the_refused_host(self):
        found = row(*self.asked, at=(0, 1000), told=[("tls_error", API, 0)])
        assert (found["telling_lookup_count"], found["telling_baseline_count"]) == (1, 1)
        assert (found["seen_window_count"], found["usual_slot_count"], found["nearest_s"]) == (1, 1, 30)
        assert (found["lookup_count"], found["window_count"], found["baseline_lookup_count"]) == (4, 2, 2)

    def test_a_refusal_after_the_handshake_narrows_as_well(self):
        found = row(*self.asked, at=(0, 1000), told=times(2, "unused", API))
        assert found["telling_lookup_count"] == 1

    def test_what_is_perhaps_refused_narrows_nothing(self):
        found = row(*self.asked, at=(0, 1000), told=times(1, "unused", API))
        assert found["telling_lookup_count"] == 4

    def test_a_refused_host_that_was_not_asked_narrows_nothing(self):
        found = row(*self.asked, at=(0, 1000), told=[("tls_error", "m.example.jp", 0)])
        assert found["telling_lookup_count"] == 4

    def test_nor_does_a_refusal_under_another_domain(self):
        found = row(*self.asked, (OTHER, 0), at=(0, 1000), told=[("tls_error", OTHER, 0)])
        assert found["telling_lookup_count"] == 4


class TestOtherDevices:
    """Other devices that asked for it in the windows, of those active then, one added."""

    @pytest.mark.parametrize(
        ("others", "asked", "active"),
        [
            pytest.param([], 0, 0, id="no other device"),
            pytest.param([(API, 0, "laptop")], 1, 1, id="the only one"),
            pytest.param([(API, 0, "laptop"), (OTHER, 0, "tablet")], 1, 2, id="one of two"),
            pytest.param([(API, 0, "laptop"), (WWW, 0, "tablet"), (API, 1, "tablet")], 2, 2, id="both, each once"),
            pytest.param([(API, slot(1), "laptop"), (OTHER, slot(2), "tablet")], 0, 0, id="outside the windows"),
        ],
    )
    def test_is_a_share_of_those_active_in_the_windows(self, others, asked, active):
        found = row((API, 0), *others)
        assert (found["other_device_count"], found["other_devices_active"]) == (asked, active)
        assert found["other_device_share"] == pytest.approx(asked / (active + 1))


class TestLabels:
    @pytest.mark.parametrize(
        ("host", "domain", "national"),
        [
            (API, DOMAIN, 1),
            ("api.example.co.uk", "example.co.uk", 1),
            ("api.example.com", "example.com", 0),
            ("api.example.io", "example.io", 0),
            ("printer", "printer", 0),
        ],
    )
    def test_a_national_ending_has_two_letters_and_is_not_sold_as_a_generic_name(self, host, domain, national):
        assert row((host, 0), domain=domain)["country_code"] == national

    @pytest.mark.parametrize("code", ["io", "me", "tv", "co", "ai", "cc", "fm", "gg", "ly", "to", "ws"])
    def test_codes_sold_as_generic_names_say_nothing_about_a_country(self, code):
        assert row((f"api.example.{code}", 0), domain=f"example.{code}")["country_code"] == 0

    def test_of_several_labels_the_most_telling_stands_for_the_domain(self):
        apple = row(("gateway.icloud.com", 0), ("www.icloud.com", 0), domain="icloud.com")
        assert (apple["label"], apple["label_owner"]) == ("os_service", "Apple")

    def test_the_order_of_labels_says_which_is_the_most_telling_and_of_equal_ones_the_first_owner(self):
        order = ["os_service", "sdk", "ad_or_analytics", "shared_platform", ""]
        for first, second in itertools.pairwise(order):
            for pair in ((first, second), (second, first)):
                told = [(DOMAIN, label, "Z" if label == first else "A") for label in pair]
                hosts = pd.DataFrame(told, columns=["registrable_domain", "label", "label_owner"])
                assert most_telling(hosts).loc[DOMAIN].tolist() == [first, "Z"]
        owners = [("a.jp", "sdk", "Braze"), ("a.jp", "sdk", "Adjust"), ("b.jp", "", "")]
        hosts = pd.DataFrame(owners, columns=["registrable_domain", "label", "label_owner"])
        assert most_telling(hosts)["label_owner"].to_dict() == {"a.jp": "Adjust", "b.jp": ""}

    def test_of_several_owners_of_that_label_the_first_by_name_whatever_the_order_of_the_hosts(self):
        owners = [("example.jp", "", ""), ("example.jp", "sdk", "Braze"), ("example.jp", "sdk", "Adjust")]
        for order in itertools.permutations(owners):
            hosts = pd.DataFrame(order, columns=["registrable_domain", "label", "label_owner"])
            assert most_telling(hosts).loc[DOMAIN].tolist() == ["sdk", "Adjust"]

    def test_a_domain_is_known_where_a_table_knows_any_host_of_it(self):
        domains = evidence((API, 0), ("www.paypay.ne.jp", 0), ("bat.bing.com", 0)).domains
        assert domains["is_known"].to_dict() == {"bing.com": True, DOMAIN: False, "paypay.ne.jp": True}

    def test_a_domain_has_the_risk_that_any_host_of_it_has(self):
        found = evidence((API, 0), (WWW, 1, {"risk": "Phishing"}), (OTHER, 0)).domains
        assert found["risk"].to_dict() == {DOMAIN: "Phishing", "other.jp": ""}

    def test_shares_of_labelled_hosts_are_means_and_an_sdk_host_is_enough(self):
        hosts = evidence(("bat.bing.com", 0), ("www.bing.com", 0)).domains.loc["bing.com"]
        assert (hosts["is_sdk"], hosts["is_os"], hosts["is_ad"], hosts["hostname_count"]) == (True, 0, 0, 2)

    def test_a_domain_knows_its_suffix_and_whether_it_stands_alone(self):
        domains = evidence((API, 0), ("printer", 0), ("x.cloudfront.net", 0)).domains
        assert domains["suffix"].to_dict() == {DOMAIN: "jp", "printer": "", "x.cloudfront.net": "cloudfront.net"}
        assert domains["stands_alone"].to_dict() == {DOMAIN: False, "printer": True, "x.cloudfront.net": False}
        assert domains["is_shared"].to_dict() == {DOMAIN: False, "printer": False, "x.cloudfront.net": True}


class TestNames:
    def test_all_is_0_where_the_app_is_not_named(self):
        found = row(("api.hoshizora.jp", 0), domain="hoshizora.jp")
        assert (found["name"], found["name_strong"], found["name_kind"], found["name_piece"]) == (0, 0, "", "")

    def test_the_apps_name_is_looked_for_in_the_domain(self):
        found = row(("api.hoshizora.jp", 0), domain="hoshizora.jp", app="Hoshizora")
        assert (found["name"], found["name_strong"], found["name_kind"]) == (1, 1, "exact")
        assert (found["name_token"], found["name_piece"]) == ("hoshizora", "hoshizora")

    def test_and_in_its_hostnames(self):
        assert row(("hoshizora.example.jp", 0), app="Hoshizora")["name_kind"] == "host"

    def test_and_in_the_application_that_the_log_sees_in_it(self):
        found = row((API, 0, {"application": "Hoshizora (Do Not Inspect)"}), app="Hoshizora")
        assert (found["name_kind"], found["name_piece"]) == ("application", "Hoshizora (Do Not Inspect)")

    @pytest.mark.parametrize(
        ("host", "app", "kind"),
        [
            pytest.param("xx.fbcdn.net", "Facebook", "service", id="of the very service that is named"),
            pytest.param("scontent.cdninstagram.com", "Facebook", "owned", id="of a service of the one that is named"),
            pytest.param("xx.fbcdn.net", "Instagram", "owner", id="of the same owner"),
        ],
    )
    def test_and_among_the_services_of_an_owner(self, host, app, kind):
        found = row((host, 0), domain=host.partition(".")[2], app=app)
        assert found["name_kind"] == kind
        assert found["name"] > found["name_strong"]

    def test_the_same_owner_alone_counts_less_than_the_service_and_does_not_make_it_the_apps(self):
        service, owner = (row(("xx.fbcdn.net", 0), domain="fbcdn.net", app=app) for app in ("Facebook", "Instagram"))
        assert service["name"] >= NAME_COUNTS > owner["name"] > 0


class TestCompany:
    """Domains known by what is asked, or answered, with them."""

    def test_companions_are_asked_within_2_s_of_one_with_the_apps_name(self):
        asked = [("api.hoshizora.jp", 0), (API, 2), (OTHER, 3), ("api.hoshizora.jp", 1000), (OTHER, 1003)]
        domains = evidence(*asked, at=(0, 1000), app="Hoshizora").domains
        assert domains["companion"].to_dict() == {DOMAIN: 1 / 2, "hoshizora.jp": 0, "other.jp": 0}

    def test_or_of_one_that_was_refused(self):
        asked, told = [("a.refused.jp", 0), (API, 1)], [("tls_error", "a.refused.jp", 0)]
        assert row(*asked, told=told)["companion"] == 1

    @pytest.mark.parametrize(("count", "companion"), [(1, 0), (2, 1)])
    def test_or_of_one_that_was_refused_after_the_handshake_but_not_of_one_that_was_perhaps(self, count, companion):
        told = times(count, "unused", "a.refused.jp")
        assert row(("a.refused.jp", 0), (API, 1), told=told)["companion"] == companion

    def test_what_is_asked_with_everyday_hosts_of_a_domain_is_no_companion_of_those_asked_in_failures_only(self):
        daily = [("mail.hoshizora.jp", slot(1)), ("mail.hoshizora.jp", slot(2))]
        asked = [*daily, ("api.hoshizora.jp", 0), (API, 1), ("mail.hoshizora.jp", 40), (OTHER, 41)]
        domains = evidence(*asked, app="Hoshizora").domains
        assert domains["companion"].to_dict() == {DOMAIN: 1, "hoshizora.jp": 0, "other.jp": 0}

    def test_where_all_hosts_of_a_domain_are_everyday_each_has_companions(self):
        asked = [("api.hoshizora.jp", slot(1)), ("api.hoshizora.jp", 0), (API, 1)]
        assert row(*asked, app="Hoshizora")["companion"] == 1

    def test_of_a_likeness_that_does_not_count_there_is_no_companion(self):
        assert row(("api.hoshizora.jp", 0), (API, 0), app="Unrelated")["companion"] == 0

    def test_a_likeness_that_just_counts_makes_companions(self):
        domains = evidence(("api.paypayabcdef.jp", 0), (API, 1), app="PayPay").domains
        assert domains["name_strong"].max() == NAME_COUNTS  # half of the label
        assert domains.loc[DOMAIN, "companion"] == 1

    def test_neighbours_of_the_system_are_those_asked_within_2_s(self):
        asked = [(API, 0), ("gateway.icloud.com", 2), (OTHER, 1), ("third.jp", 60), ("push.apple.com", 63)]
        shares = evidence(*asked).domains["os_neighbours"]
        assert (shares[DOMAIN], shares["third.jp"]) == (1 / 2, 0)

    def test_an_alias_shared_with_one_of_the_apps_name_is_a_tie(self):
        edge = {"alias": "edge.hoshizora-cdn.net"}
        asked = [("api.hoshizora.jp", 0, edge), (API, 40, edge), (OTHER, 40)]
        domains = evidence(*asked, app="Hoshizora").domains
        assert domains["alias_tie"].to_dict() == {DOMAIN: 1, "hoshizora.jp": 0, "other.jp": 0}
        assert domains.loc[DOMAIN, "alias"] == "edge.hoshizora-cdn.net"


class TestWhatIsCounted:
    def test_blocked_lookups_are_those_of_the_windows(self):
        blocked = {"decision": "blocked"}
        asked = [(API, 0, blocked), (WWW, 0, blocked), (API, 9), (API, slot(1), blocked)]
        assert row(*asked)["blocked_lookup_count"] == 2

    def test_record_types_of_a_name_in_one_second_are_one_lookup(self):
        asked = [(API, 0, {"query_type": "A"}), (API, 0, {"query_type": "HTTPS"}), (API, 1)]
        assert row(*asked)["lookup_count"] == 2

    def test_only_domains_asked_or_refused_in_a_window_have_a_row(self):
        found = evidence((API, 0), (OTHER, slot(1)), told=[("tls_error", "x.third.jp", 0), ("session", "y.jp", 0)])
        assert list(found.domains.index) == [DOMAIN, "third.jp"]
        assert found.domains["hostname_count"].to_dict() == {DOMAIN: 1, "third.jp": 1}

    def test_hosts_asked_in_the_baseline_alone_do_not_count_as_asked(self):
        found = row((API, 0), (WWW, slot(1)), told=[("inspected", WWW, slot(1))])
        assert (found["hostname_count"], found["decrypted"], found["baseline_lookup_count"]) == (1, 0, 1)

    def test_windows_are_those_that_hold_anything_of_the_device(self):
        assert evidence((API, 0), (OTHER, 1000, "laptop"), at=(0, 1000)).window_count == 1
        assert evidence((API, 0), (OTHER, 1000), at=(0, 1000)).window_count == 2
        assert evidence((API, slot(1))).window_count == 1

    def test_signals_of_other_devices_tell_nothing(self):
        assert row((API, 0), told=[("tls_error", API, 0, "laptop")])["tls_error_count"] == 0

    def test_what_the_apps_own_report_says_is_that_of_any_host(self):
        told = [("app_contact", API, 0, {"app": "jp.hoshizora"}), ("app_contact", WWW, 0, {"app": "com.game"})]
        assert row((API, 0), (WWW, 0), told=told, app="jp.hoshizora")["contact"] == 1
