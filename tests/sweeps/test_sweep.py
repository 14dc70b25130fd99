"""Sweeps: what clients refuse to have decrypted, without a failure time."""

import csv
import datetime as dt
import io
import json
import re
import subprocess
import sys
import tomllib
import zlib
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import analyzer
from analyzer import exports
from analyzer.cli import main
from analyzer.pipelines.sweep import survey_sightings
from analyzer.reading.accounting import Input
from analyzer.schema import RefusedDomains
from analyzer.sweeps.period import Period
from analyzer.sweeps.sightings import merge, sight
from analyzer.text import width
from tests.builders import LAPTOP, PHONE, dns_row, moment, refused, request, session, write_log
from tests.exports.test_exports import HOSTILE, UNPRINTABLE
from tests.standin.fixture import standin as standin

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT / "fixtures" / "archive-day"
LOGS = (ARCHIVE / "sessions", ARCHIVE / "http")
EXPECTED = tomllib.loads((ARCHIVE / "expected.toml").read_text(encoding="utf-8"))
MIDNIGHT = dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC)
MINUTE, HOUR = 60, 3600


def device(name):
    return {"DeviceID": f"id-{name}", "DeviceName": name, "Email": f"{name}@example.jp"}


def sweep(tmp_path, *rows, **options):
    return analyzer.sweep(write_log(tmp_path / "log.gz", list(rows)), tz="UTC", **options)


def row_of(answer, domain):
    return answer.in_words().set_index("registrable_domain").loc[domain]


def run(*arguments, **options):
    return CliRunner().invoke(main, ["sweep", *map(str, arguments)], catch_exceptions=False, **options)


@pytest.fixture(scope="module")
def archive():
    return analyzer.sweep(*LOGS, tz="Asia/Tokyo")


class TestArchiveDay:
    """The bundled day of twelve devices."""

    def test_what_is_pinned_is_to_be_excluded_as_a_domain_or_as_hosts(self, archive):
        first = archive.candidates[archive.candidates["band"] == "exclude"].set_index("registrable_domain")
        assert set(first.index) == {wanted["domain"] for wanted in EXPECTED["exclude"]}
        for wanted in EXPECTED["exclude"]:
            row = first.loc[wanted["domain"]]
            assert row["match"] == wanted["match"]
            assert set(row["exclude"].split()) == set(wanted.get("hosts", [wanted["domain"]]))

    def test_what_is_refused_by_chance_or_fails_by_itself_is_not_proposed(self, archive):
        entries = json.loads(analyzer.export(archive, "json"))["candidates"]
        proposed = [entry for row in entries if row["band"] != "leave" for entry in row["exclude"]]
        for name in EXPECTED["must_not_exclude"]:
            assert not [entry for entry in proposed if entry == name or entry.endswith(f".{name}")]
        assert not set(EXPECTED["must_not_exclude_whole"]) & set(proposed)

    def test_a_single_try_on_a_single_device_is_for_asking_first(self, archive):
        assert [row_of(archive, name)["band"] for name in EXPECTED["unsure"]] == ["try_next"]

    def test_a_device_without_the_certificate_is_named_and_left_out(self, archive):
        assert list(archive.distrusting["device_name"]) == EXPECTED["distrusting"]
        assert not set(EXPECTED["distrusting"]) & set(archive.refusals["device_name"])
        assert any("Surface 4" in note and "certificate" in note for note in archive.notes())
        assert "Surface 4" in archive.plan()[0]

    def test_devices_are_counted_and_named(self, archive):
        assert row_of(archive, "hibari-bank.jp")["device_count"] == 4
        assert "4 devices refused it" in row_of(archive, "hibari-bank.jp")["reasons"]
        assert "iPhone 2 (ren@example.jp)" in analyzer.export(archive, "table")

    def test_its_frame_is_the_documented_one(self, archive):
        assert list(archive.candidates)[: len(RefusedDomains.columns) - 1] == [
            column for column in RefusedDomains.columns if column != "points"
        ]
        points = archive.candidates.filter(like="points_").sum(axis=1)
        pd.testing.assert_series_equal(points, archive.candidates["score"], check_names=False)

    def test_the_day_is_written_the_same_again_and_is_small(self, tmp_path):
        command = [sys.executable, "-m", "fixtures.simulator.archive", "--into", str(tmp_path)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        assert made(tmp_path) == made(ARCHIVE)
        assert sum(path.stat().st_size for path in ARCHIVE.rglob("*.gz")) < 300_000

    def test_the_readme_of_the_fixtures_has_a_line_for_it(self):
        assert "`archive-day`" in (ROOT / "fixtures" / "README.md").read_text(encoding="utf-8")


def made(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(folder)): zlib.decompress(path.read_bytes(), 31)
        if path.suffix == ".gz"
        else path.read_text()
        for path in files
    }


class TestEvidence:
    """What speaks for a domain, and what against it."""

    def test_a_host_that_the_same_device_decrypts_as_well_is_not_pinned(self, tmp_path):
        rows = refused("a.example.jp", 0, 1, 2, 3, 4) + refused("b.example.com", 0, 1, 2, 3, 4)
        answer = sweep(tmp_path, *rows, request("a.example.jp", 600), request("c.example.org", 600))
        assert row_of(answer, "example.jp")["score"] < row_of(answer, "example.com")["score"] - 3
        assert "hardly pinned" in row_of(answer, "example.jp")["reasons"]

    def test_a_host_that_only_other_devices_decrypt_is_pinned_by_an_app_on_some(self, tmp_path):
        rows = [*refused("api.example.jp", *range(0, 12, 2)), request("api.example.jp", 60, LAPTOP)]
        answer = sweep(tmp_path, *rows)
        assert row_of(answer, "example.jp")["band"] == "exclude"
        assert row_of(answer, "example.jp")["inspected_count"] == 1

    def test_more_devices_tell_more(self, tmp_path):
        rows = [row for name in ("a", "b", "c", "d") for row in refused("x.example.jp", 0, device=device(name))]
        answer = sweep(tmp_path, *rows, *refused("x.example.com", 0))
        assert list(answer.candidates["registrable_domain"]) == ["example.jp", "example.com"]
        assert row_of(answer, "example.jp")["band"] == "exclude"
        assert row_of(answer, "example.com")["band"] == "leave"

    def test_five_refusals_within_half_a_minute_tell_more_than_four(self, tmp_path):
        many, few = refused("a.example.jp", 0, 1, 3, 8, 30), refused("b.example.com", 0, 1, 3, 8)
        late = refused("c.example.org", 0, 1, 3, 8, 31)
        answer = sweep(tmp_path, *many, *few, *late)
        points = answer.candidates.set_index("registrable_domain")["points_retries"]
        assert points["example.jp"] > 0
        assert points["example.com"] == points["example.org"] == 0

    def test_advertising_and_static_hosts_break_by_chance(self, tmp_path):
        rows = refused("fonts.gstatic.com", 0, HOUR) + refused("googleads.g.doubleclick.net", 0, HOUR)
        assert set(sweep(tmp_path, *rows).candidates["band"]) == {"leave"}

    def test_a_site_with_a_bad_certificate_of_its_own_is_not_pinned(self, tmp_path):
        rows = refused("a.example.jp", 0, 1, 2, 3, 4)
        rows += [session("a.example.jp", 5 + second, "ORIGIN_TLS_ERROR") for second in range(5)]
        answer = sweep(tmp_path, *rows)
        assert row_of(answer, "example.jp")["band"] == "leave"
        assert row_of(answer, "example.jp")["origin_error_count"] == 5
        assert "that is not pinning" in row_of(answer, "example.jp")["reasons"]

    def test_what_was_exempt_after_the_last_refusal_is_settled(self, tmp_path):
        rows = [*refused("a.example.jp", *range(6)), request("a.example.jp", HOUR, action="bypass")]
        answer = sweep(tmp_path, *rows)
        assert row_of(answer, "example.jp")["band"] == "leave"
        assert row_of(answer, "example.jp")["trend"] == "gone"

    def test_a_shared_platform_is_never_proposed_as_a_whole(self, tmp_path):
        answer = sweep(tmp_path, *refused("x1.cloudfront.net", *range(6)), *refused("api.apple.com", *range(6)))
        assert set(answer.candidates["match"]) == {"host"}
        assert not {"cloudfront.net", "apple.com"} & set(" ".join(answer.candidates["exclude"]).split())

    def test_the_domain_is_proposed_only_where_all_of_it_is_refused(self, tmp_path):
        rows = refused("api.example.jp", *range(6)) + refused("api.example.com", *range(6))
        answer = sweep(tmp_path, *rows, request("www.example.com", 900, LAPTOP))
        assert row_of(answer, "example.jp")["exclude"] == "example.jp"
        assert row_of(answer, "example.com")["exclude"] == "api.example.com"

    def test_without_requests_connections_that_ended_well_after_the_first_refusal_stand_in(self, tmp_path):
        before, after = [session("a.example.jp", -HOUR)], [session("b.example.com", HOUR)]
        rows = refused("a.example.jp", 0, 1) + refused("b.example.com", 0, 1)
        answer = sweep(tmp_path, *before, *rows, *after)
        points = answer.candidates.set_index("registrable_domain")["points_served"]
        assert points["example.jp"] == 0
        assert points["example.com"] < 0
        assert any("gateway_http" in note for note in answer.notes())

    def test_the_network_logs_row_of_a_refused_connection_is_no_second_connection(self, tmp_path):
        network = {"SNI": "a.example.jp", "Datetime": moment(60), "DestinationPort": 443, "Transport": "tcp", **PHONE}
        answer = sweep(tmp_path, *refused("a.example.jp", 59), network)
        assert row_of(answer, "example.jp")["session_count"] == 1
        assert row_of(answer, "example.jp")["points_served"] == 0


class TestSessionsWithoutAName:
    def test_get_it_from_the_network_log_of_another_file(self, tmp_path):
        nameless = [session("", second, "CLIENT_TLS_ERROR", SessionID=f"s-{second}") for second in (1, 2)]
        network = {"Datetime": moment(0), "SNI": "api.koharu-pay.jp", "SessionID": "s-1", "DestinationPort": 443}
        write_log(tmp_path / "sessions.log", nameless)
        write_log(tmp_path / "network.log.gz", [{**network, **PHONE}])
        answer = analyzer.sweep(tmp_path, tz="UTC")
        assert row_of(answer, "koharu-pay.jp")["refused_count"] == 1
        assert any(note.startswith("1 session named no host") for note in answer.notes())


class TestCertificate:
    """Devices that refuse nearly everything lack Cloudflare's certificate."""

    def sweep(self, tmp_path, refused_count, served_count):
        rows = [row for n in range(refused_count) for row in refused(f"www.refused{n}.jp", *range(6))]
        rows += [request(f"www.served{n}.jp") for n in range(served_count)]
        return sweep(tmp_path, *rows, *refused("api.example.jp", *range(6), device=LAPTOP))

    def test_ten_domains_refused_and_fewer_served_and_it_is_left_out(self, tmp_path):
        found = self.sweep(tmp_path, 10, 9)
        assert list(found.candidates["registrable_domain"]) == ["example.jp"]
        assert found.distrusting[["refused_domain_count", "served_domain_count"]].to_numpy().tolist() == [[10, 9]]

    def test_as_many_served_as_refused_and_it_counts(self, tmp_path):
        found = self.sweep(tmp_path, 10, 10)
        assert len(found.candidates) == 11
        assert found.distrusting.empty

    def test_a_few_pinned_apps_alone_make_no_device_suspect(self, tmp_path):
        assert len(self.sweep(tmp_path, 9, 0).candidates) == 10


@pytest.mark.no_cover
class TestTrend:
    """The later half of the log's time against the earlier."""

    def trend(self, tmp_path, earlier, later, busy=(10, 10)):
        rows = [session("quiet.example.org", 0), session("quiet.example.org", 10 * HOUR)]
        rows += [session("quiet.example.org", 300 + MINUTE * n) for n in range(busy[0])]
        rows += [session("quiet.example.org", 6 * HOUR + MINUTE * n) for n in range(busy[1])]
        rows += refused("a.example.jp", *(400 + 7 * n for n in range(earlier)))
        rows += refused("a.example.jp", *(7 * HOUR + 7 * n for n in range(later)))
        row = row_of(sweep(tmp_path, *rows), "example.jp")
        assert (row["earlier_refused_count"], row["later_refused_count"]) == (earlier, later)
        return row["trend"]

    @pytest.mark.parametrize(
        ("earlier", "later", "word"),
        [(0, 3, "new"), (3, 0, "gone"), (2, 9, "rising"), (9, 2, "falling"), (4, 5, "steady")],
    )
    def test_refusals_are_new_rising_steady_falling_or_gone(self, tmp_path, earlier, later, word):
        assert self.trend(tmp_path, earlier, later) == word

    def test_twice_the_refusals_in_twice_the_traffic_are_steady(self, tmp_path):
        assert self.trend(tmp_path, 10, 20, busy=(20, 60)) == "steady"


class TestCounting:
    """Each row once, however it comes."""

    def test_a_row_that_comes_twice_counts_once(self, tmp_path):
        rows = [*refused("a.example.jp", 0, 5, 9), session("b.example.jp", 3)]
        once, twice = sweep(tmp_path, *rows), sweep(tmp_path, *rows, *rows)
        pd.testing.assert_frame_equal(once.candidates, twice.candidates)
        assert row_of(twice, "example.jp")["refused_count"] == 3
        assert row_of(twice, "example.jp")["session_count"] == 4

    def test_since_and_until_bound_the_time(self, tmp_path):
        rows = refused("a.example.jp", -1, 0, 59, 60)
        answer = sweep(tmp_path, *rows, since=moment(0), until=moment(60))
        assert row_of(answer, "example.jp")["refused_count"] == 2

    def test_a_log_without_identities_says_that_devices_are_unknown(self, tmp_path):
        answer = sweep(tmp_path, *refused("a.example.jp", 0, 1, 2, device={}))
        assert row_of(answer, "example.jp")["device_count"] == 0
        assert any("names no devices" in note for note in answer.notes())
        assert "?" in analyzer.export(answer, "table")


HOSTS = ["api.example.jp", "www.example.jp", "fonts.gstatic.com", "d1.cloudfront.net", "printer"]
KINDS = ["tls_error", "origin_error", "session", "inspected", "bypassed"]
seen = st.tuples(
    st.sampled_from(KINDS), st.sampled_from(HOSTS), st.integers(0, 9000), st.sampled_from(["phone", "laptop", ""])
)


def signals(rows):
    frame = pd.DataFrame(rows, columns=["kind", "hostname", "second", "device"])
    times = pd.Timestamp(moment(0)) + pd.to_timedelta(frame["second"], unit="s")
    columns = [column for column in analyzer.schema.SIGNAL_COLUMNS if column != "seen_at"]
    text = {column: frame.get(column, pd.Series("", index=frame.index)).astype("str") for column in columns}
    text["device_name"] = text["device"]
    return pd.DataFrame({"seen_at": times.dt.as_unit("us")} | {name: text[name].astype("category") for name in columns})


def answer(pieces):
    return survey_sightings(merge(sight(signals(rows)) for rows in pieces), dt.UTC, Input())


@settings(max_examples=15, deadline=None)
@given(st.lists(seen, min_size=1, max_size=80), st.randoms(use_true_random=False), st.integers(1, 5))
def test_the_answer_does_not_depend_on_how_the_log_is_cut_ordered_or_repeated(rows, chance, cuts):
    shuffled = rows + chance.sample(rows, chance.randint(0, len(rows)))
    chance.shuffle(shuffled)
    pieces = [shuffled[number::cuts] for number in range(cuts)]
    whole, cut = answer([rows]), answer([piece for piece in pieces if piece])
    pd.testing.assert_frame_equal(whole.candidates, cut.candidates)
    pd.testing.assert_frame_equal(whole.refusals, cut.refusals)
    assert whole.plan() == cut.plan()
    assert whole.span == cut.span


@settings(max_examples=15, deadline=None)
@given(st.lists(seen, min_size=1, max_size=60))
def test_every_refused_domain_has_a_row_and_every_refusal_counts_once(rows):
    found = answer([rows])
    own = {row for row in rows if row[0] == "tls_error"}
    assert found.candidates["refused_count"].sum() == len(own) == len(found.refusals)
    assert (found.candidates["refused_count"] <= found.candidates["session_count"]).all()
    assert found.candidates["score"].is_monotonic_decreasing


@pytest.mark.no_cover
class TestCommand:
    """pinscout sweep."""

    def test_prints_the_table_and_what_to_do(self):
        result = run(*LOGS, "--tz", "Asia/Tokyo")
        assert result.exit_code == 0
        assert "hibari-bank.jp" in result.stdout.splitlines()[0]
        assert "Next steps" in result.stdout
        assert "2026-11-24" in result.stderr
        assert max(map(width, result.stdout.splitlines())) <= 100

    def test_writes_a_csv_beside_it(self, tmp_path):
        file = tmp_path / "refused.csv"
        assert run(*LOGS, "--csv", file).exit_code == 0
        rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
        assert rows[0]["registrable_domain"] == "hibari-bank.jp"
        assert rows[0]["device_count"] == "4"
        assert rows[0]["trend"] == "rising"

    def test_gives_a_gateway_list(self):
        lines = run(*LOGS, "--format", "gateway-list", "--tz", "Asia/Tokyo").stdout.splitlines()
        assert lines[0] == "value,description"
        assert "koharu-pay.jp,pinscout sweep 2026-11-24 domain" in lines

    def test_prints_it_in_any_format_and_export_goes_on_from_the_last_one(self, archive):
        printed = run(*LOGS, "--tz", "Asia/Tokyo", "--format", "terraform").stdout
        assert printed == analyzer.export(archive, "terraform")
        for name in exports.formats():
            exported = CliRunner().invoke(main, ["export", "--sweep", "--format", name], catch_exceptions=False)
            assert exported.stdout == analyzer.export(archive, name).replace("\r\n", "\n"), name

    def test_export_without_a_sweep_says_how_to_make_one(self):
        result = CliRunner().invoke(main, ["export", "--sweep"], catch_exceptions=False)
        assert result.exit_code == 1
        assert "pinscout sweep" in result.stderr

    def test_where_nothing_is_refused_it_exits_with_3(self, tmp_path):
        result = run(write_log(tmp_path / "a.log", [session("a.example.jp")]))
        assert result.exit_code == 3
        assert "Nothing was refused" in result.stdout

    def test_where_only_chance_is_refused_it_exits_with_3_and_shows_it(self, tmp_path):
        result = run(write_log(tmp_path / "a.log", refused("fonts.gstatic.com", 0)))
        assert result.exit_code == 3
        assert "gstatic.com" in result.stdout

    def test_nothing_in_the_time_asked_for_exits_with_3(self, tmp_path):
        log = write_log(tmp_path / "a.log", refused("a.example.jp", 0))
        for name in exports.formats():
            assert run(log, "--since", "2030-01-01 10:00", "--format", name).exit_code == 3

    def test_a_log_without_sessions_is_refused_with_a_way_out(self, tmp_path):
        result = run(write_log(tmp_path / "dns.log", [dns_row("a.example.jp")]))
        assert result.exit_code == 1
        assert "zero_trust_network_sessions" in result.stderr
        assert "Logpush" in result.stderr

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (["--since", "10:00", "--last", "2h"], 2, "--last"),
            (["--since", "2026-11-10 10:00", "--until", "2026-11-10 09:00"], 2, "--since before --until"),
            (["--last", "soon"], 2, "'soon' is not a length of time"),
            (["--since", "noonish"], 2, "14:05"),
            (["--format", "xlsx"], 2, "gateway-list"),
        ],
    )
    def test_what_is_wrong_is_said_with_a_way_out(self, arguments, code, said):
        result = run(*LOGS, *arguments)
        assert result.exit_code == code
        assert said in result.output


def test_every_format_is_harmless_whatever_the_log_holds(tmp_path):
    hostile = device("=cmd|' /C calc'!A0\x1b[2J<img src=x>")
    rows = [row for name in [*HOSTILE, "a.example.jp"] for row in refused(name, *range(6), device=hostile)]
    rows += [request(f"{number}.example.net", 60, hostile) for number in range(3)]
    rows += [request(f"ok{number}.jp", 60, hostile) for number in range(30)]
    found = sweep(tmp_path, *rows)
    assert "=cmd|' /c calc'!a0" in set(found.candidates["registrable_domain"])
    for name in exports.formats():
        text = analyzer.export(found, name).replace("\r\n", "\n")
        assert not UNPRINTABLE.search(text)
    assert "<img" not in analyzer.export(found, "markdown") + found._repr_html_()
    assert max(map(width, analyzer.export(found, "table").splitlines())) <= 100
    for line in analyzer.export(found, "gateway-list").splitlines()[1:]:
        assert re.fullmatch(r"[a-z0-9_.-]+,pinscout sweep \d{4}-\d\d-\d\d (domain|host)", line)


@pytest.mark.no_cover
class TestLive:
    """Without a SOURCE: the sessions of the account."""

    def run(self, server, *arguments):
        return run("--tz", "UTC", *arguments, env=server.environment())

    def start(self, standin, **configuration):
        shift = int(dt.datetime.now(dt.UTC).timestamp() - MIDNIGHT.timestamp())
        return standin(*LOGS, shift=shift, **configuration)

    def test_what_is_pinned_stands_first_though_devices_are_unknown(self, standin):
        done = self.run(self.start(standin), "--format", "json")
        assert done.exit_code == 0, done.stderr
        assert "names no devices" in done.stderr
        found = json.loads(done.stdout)["candidates"]
        assert {row["registrable_domain"] for row in found[:3]} == {one["domain"] for one in EXPECTED["exclude"]}
        assert {row["device_count"] for row in found} == {0}

    def test_a_second_sweep_asks_only_for_what_is_new(self, standin):
        server = self.start(standin)
        first = self.run(server)
        before = len(server.requests)
        assert self.run(server).stdout == first.stdout
        assert len(server.requests) - before < before / 4

    def test_an_account_without_sessions_says_what_to_do(self, standin):
        done = self.run(self.start(standin, misbehave=["disabled:cf1GatewayNetworkSessionRawGroups"]))
        assert done.exit_code == 1
        assert "zero_trust_network_sessions" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(analyzer.AnalyzerError):
        Period.of("2026-11-10 10:00", "2026-11-10 10:00", "UTC")
