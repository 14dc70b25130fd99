"""What each kind of evidence does to a ranking: alone, and where it contradicts another."""

import pytest

import analyzer
from tests.builders import (
    FAILED_AT,
    LAPTOP,
    PHONE,
    background,
    dns_row,
    moment,
    queries,
    refused,
    request,
    session,
    signals,
    write_log,
)

pytestmark = pytest.mark.no_cover  # case by case what other tests pass through as a whole

TWINS = ("api.aoba-one.com", "api.zelkova-two.com")
"""Two domains that DNS alone can't tell apart; equal scores go by name, so the first one leads."""
FIRST, SECOND = "aoba-one.com", "zelkova-two.com"
PAST = [dns_row("push.apple.com", second) for second in range(-7200, -300, 300)]
TABLET = {"DeviceID": "0d3f9f0e-1a52-4c1c-9d0f-3a8e6f1b2c44", "DeviceName": "iPad", "Email": "yui@example.jp"}
NETWORK = {"DestinationPort": 443, "Transport": "tcp", "Action": "allowedOnNoRuleMatch"}


def find(tmp_path, *rows, at=(0,), **options):
    options = {"tz": "UTC", "device": "iPhone"} | options
    return analyzer.find(
        write_log(tmp_path / "log.gz", [*PAST, *rows]), at=[moment(second) for second in at], **options
    )


def twins(*seconds, **more):
    return [dns_row(hostname, second, **more) for hostname in TWINS for second in seconds]


def first(finding):
    return finding.candidates["registrable_domain"].iloc[0]


def row_of(finding, domain):
    return finding.in_words().set_index("registrable_domain").loc[domain]


def terms_of(finding, domain):
    return finding.explain(domain).terms.set_index("term")["points"]


def texts_of(finding, domain):
    return finding.explain(domain).in_words().set_index("term")["text"]


def network(hostname, seconds=0.0, session_id="", device=PHONE):
    return {"Datetime": moment(seconds), "SNI": hostname, "SessionID": session_id, **NETWORK, **device}


def contact(hostname, bundle):
    return {"type": "networkActivity", "bundleID": bundle, "domain": hostname, "timeStamp": moment(-3600), "hits": 3}


class TestEachAlone:
    """Without it the first of two twins leads, with it the right one does."""

    def test_nothing_tells_twins_apart_in_dns(self, tmp_path):
        assert first(find(tmp_path, *twins(0))) == FIRST

    def test_a_refused_certificate(self, tmp_path):
        assert first(find(tmp_path, *twins(0), *refused(TWINS[1], 1))) == SECOND

    def test_a_refused_certificate_of_nobody_in_particular_counts_less_and_says_so(self, tmp_path):
        nobody = dict.fromkeys(PHONE, "")
        answer = find(tmp_path, *twins(0), *refused(TWINS[1], 1, device=nobody))
        assert first(answer) == SECOND
        whole = terms_of(find(tmp_path, *twins(0), *refused(TWINS[1], 1)), SECOND)["tls_error"]
        assert terms_of(answer, SECOND)["tls_error"] == pytest.approx(whole / 2)
        assert "does not tell which" in texts_of(answer, SECOND)["tls_error"]

    def test_a_decrypted_request_acquits(self, tmp_path):
        assert first(find(tmp_path, *twins(0), request(TWINS[0], 5))) == SECOND

    def test_a_decrypted_request_of_nobody_in_particular_acquits_half(self, tmp_path):
        nobody = dict.fromkeys(PHONE, "")
        own, anonymous = (find(tmp_path, *twins(0), request(TWINS[0], 5, device)) for device in (PHONE, nobody))
        assert first(anonymous) == SECOND
        assert terms_of(anonymous, FIRST)["inspected"] == terms_of(own, FIRST)["inspected"] / 2
        assert "does not tell which" in texts_of(anonymous, FIRST)["inspected"]

    def test_an_exempt_request_acquits(self, tmp_path):
        answer = find(tmp_path, *twins(0), request(TWINS[0], 5, action="bypass"))
        assert first(answer) == SECOND
        assert texts_of(answer, FIRST)["bypassed"] == "exempt from inspection already"

    def test_a_bad_certificate_of_the_site_acquits(self, tmp_path):
        assert first(find(tmp_path, *twins(0), session(TWINS[0], 1, "ORIGIN_TLS_ERROR"))) == SECOND

    def test_a_name_in_a_handshake_without_a_request_while_others_are_decrypted(self, tmp_path):
        others = [request("www.example.com", second) for second in (-60, 30)]
        assert first(find(tmp_path, *twins(0), *others, network(TWINS[1], 1))) == SECOND

    def test_the_app_privacy_report(self, tmp_path):
        report = [contact(TWINS[1], "jp.example.zelkova"), contact(TWINS[0], "com.unrelated.game")]
        answer = find(tmp_path, *twins(0), *report, app="jp.example.zelkova")
        assert first(answer) == SECOND
        assert terms_of(answer, FIRST)["app_contact"] < 0 < terms_of(answer, SECOND)["app_contact"]

    def test_the_application_that_cloudflare_sees_in_a_name(self, tmp_path):
        rows = [dns_row(TWINS[0]), dns_row(TWINS[1], QueryApplicationNames=["Hoshizora Wallet (Do Not Inspect)"])]
        answer = find(tmp_path, *rows, app="Hoshizora Wallet")
        assert first(answer) == SECOND
        assert "Hoshizora Wallet" in texts_of(answer, SECOND)["name"]

    def test_what_other_devices_ask_in_the_same_minutes_is_everyday(self, tmp_path):
        others = [dns_row(TWINS[0], 20, device) for device in (LAPTOP, TABLET)]
        answer = find(tmp_path, *twins(0), *others)
        assert first(answer) == SECOND
        assert texts_of(answer, FIRST)["other_devices"] == "asked by 2 of 2 other devices in the same minutes"

    def test_an_alias_shared_with_a_domain_that_the_app_surely_needs(self, tmp_path):
        sure = dns_row("api.hoshizora-wallet.jp", 1, CNAMEs=["edge.hoshizora-cdn.net"])
        rows = [dns_row(TWINS[0], 30), dns_row(TWINS[1], 30, CNAMEs=["x.example.net", "eu.edge.hoshizora-cdn.net"])]
        answer = find(tmp_path, sure, *rows, app="Hoshizora Wallet")
        assert list(answer.candidates["registrable_domain"])[:2] == ["hoshizora-wallet.jp", SECOND]
        assert "hoshizora-cdn.net" in texts_of(answer, SECOND)["alias"]

    def test_an_alias_on_a_platform_of_strangers_ties_nothing(self, tmp_path):
        sure = dns_row("api.hoshizora-wallet.jp", 1, CNAMEs=["e1.dscb.akamaiedge.net"])
        answer = find(tmp_path, sure, dns_row(TWINS[1], 30, CNAMEs=["e2.dscb.akamaiedge.net"]), app="Hoshizora Wallet")
        assert "alias" not in terms_of(answer, SECOND)


class TestContradictions:
    def test_a_host_refused_and_decrypted_as_well_shows_both_and_is_half_acquitted(self, tmp_path):
        answer = find(tmp_path, *twins(0), *refused(TWINS[1], 1), *(request(host, 40) for host in TWINS))
        assert first(answer) == SECOND
        assert terms_of(answer, FIRST)["inspected"] < terms_of(answer, SECOND)["inspected"] < 0
        assert "decrypted requests to the refused hosts as well (1 request)" in row_of(answer, SECOND)["reasons"]

    def test_a_proposal_names_the_strongest_reason_against_it(self, tmp_path):
        """Named by the app, near and refused, but asked together with names of the system only."""
        rows = [dns_row("api.hoshizora-wallet.jp"), dns_row("push.apple.com"), *refused("api.hoshizora-wallet.jp", 1)]
        answer = find(tmp_path, *rows, app="Hoshizora Wallet", weights=analyzer.Weights(os_neighbours=-0.4))
        row = row_of(answer, "hoshizora-wallet.jp")
        points = terms_of(answer, "hoshizora-wallet.jp").drop("base", errors="ignore")
        strongest_three = points[points.abs().sort_values(ascending=False).index[:3]]
        assert row["band"] == "exclude"
        assert (strongest_three > 0).all()
        assert points.idxmin() == "os_neighbours"
        assert points["os_neighbours"] <= -0.2
        assert texts_of(answer, "hoshizora-wallet.jp")["os_neighbours"] in row["reasons"]

    def test_a_bad_certificate_of_the_site_outweighs_the_refusal(self, tmp_path):
        answer = find(tmp_path, *twins(0), *refused(TWINS[0], 1, 2), session(TWINS[0], 3, "ORIGIN_TLS_ERROR"))
        assert first(answer) == SECOND


class TestSessions:
    def test_a_session_without_a_name_gets_it_from_the_network_log(self, tmp_path):
        nameless = session("", 1, "CLIENT_TLS_ERROR", SessionID="s-1")
        answer = find(tmp_path, *twins(0), nameless, network(TWINS[1], 0, "s-1"))
        assert first(answer) == SECOND
        assert row_of(answer, SECOND)["tls_error_count"] == 1

    def test_a_session_without_a_name_gets_the_device_too_where_it_has_none(self, tmp_path):
        nobody = dict.fromkeys(PHONE, "")
        nameless = session("", 1, "CLIENT_TLS_ERROR", nobody, SessionID="s-1")
        answer = find(tmp_path, *twins(0), nameless, network(TWINS[1], 0, "s-1"))
        assert "does not tell which" not in texts_of(answer, SECOND)["tls_error"]

    def test_the_name_that_led_to_the_address_will_do(self, tmp_path):
        answer = find(tmp_path, *twins(0), session("", 1, "CLIENT_TLS_ERROR", ResolvedFQDN=TWINS[1]))
        assert first(answer) == SECOND

    def test_sessions_that_no_log_names_are_counted(self, tmp_path):
        answer = find(tmp_path, *twins(0), *(session("", n, "CLIENT_TLS_ERROR", SessionID=f"s-{n}") for n in (1, 2)))
        assert any(note.startswith("2 sessions named no host") for note in answer.notes())

    @pytest.mark.parametrize("protocol", [{"Protocol": "UDP"}, {"Protocol": "TCP", "DetectedProtocol": "quic"}])
    def test_quic_gives_no_reason_that_tells_anything(self, tmp_path, protocol):
        rows = [session(TWINS[1], 1, "CLIENT_CLOSED", **protocol), request("www.example.com", -60)]
        answer = find(tmp_path, *twins(0), *rows)
        assert "uninspected" not in terms_of(answer, SECOND)
        assert answer.input.dropped == {"no_meaning": 1}


class TestConnections:
    """The network log alone: it tells that a connection was, and not how it ended."""

    def test_do_not_shift_the_likelihood_as_a_log_of_sessions_does(self):
        asked = queries(*background(), ("api.example.jp", -45))
        chances = []
        for told in ((), ("connection",), ("session",)):
            seen = signals(*((kind, "gateway.icloud.com", -20) for kind in told))
            answer = analyzer.rank(asked, signals=seen, at=FAILED_AT, tz="UTC")
            chances.append(answer.candidates.set_index("registrable_domain").loc["example.jp", "likelihood"])
        none, connection, session_ = chances
        assert none == connection > session_

    def test_leave_the_advice_to_add_a_log_of_sessions(self, tmp_path):
        late = [dns_row(TWINS[1], 60), dns_row(TWINS[0], 60)]
        for more, is_advised in ((network("push.apple.com"), True), (session("push.apple.com"), False)):
            answer = find(tmp_path, *late, more)
            assert answer.verdict == "no_clear_candidate"
            assert answer.sessions_read is not is_advised
            assert any("zero_trust_network_sessions" in step for step in answer.plan()) is is_advised
            assert any("zero_trust_network_sessions" in said for said in answer.explain(SECOND).changes()) is is_advised


class TestSilenceWhileCached:
    """Asked in the first failure only: absence in the second counts unless the answer was still cached then."""

    def points(self, tmp_path, **more):
        rows = [dns_row(TWINS[1], 0, **more), dns_row("push.apple.com", 200)]
        return terms_of(find(tmp_path, *rows, at=(0, 240)), SECOND)["recurrence"]

    def test_silence_longer_than_the_ttl_is_absence(self, tmp_path):
        assert self.points(tmp_path, UpstreamRecordTTLs=[60]) == self.points(tmp_path)

    def test_silence_shorter_than_the_ttl_is_unknown(self, tmp_path):
        assert self.points(tmp_path, UpstreamRecordTTLs=[30, 300]) > self.points(tmp_path) + 0.2

    def test_what_gateway_allows_at_most_bounds_the_ttl(self, tmp_path):
        assert self.points(tmp_path, UpstreamRecordTTLs=[3600], AppliedMaxTTL=60) == self.points(tmp_path)

    def test_the_reason_says_so(self, tmp_path):
        rows = [dns_row(TWINS[1], 0, AppliedMaxTTL=300), dns_row("push.apple.com", 200)]
        text = texts_of(find(tmp_path, *rows, at=(0, 240)), SECOND)["recurrence"]
        assert text.startswith("asked in 1 of 2 failures, still in the cache in 1,")
