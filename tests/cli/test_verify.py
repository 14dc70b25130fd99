"""verify, from an app that fails to one that works: against the stand-in and with files, as a person would."""

import datetime as dt
import json
import re
import time

import pytest
from click.testing import CliRunner

from analyzer.cli import main
from tests.builders import PHONE, dns_row, write_log
from tests.standin.fixture import standin as standin
from tests.standin.play import Host
from tests.terminal import at_terminal

APP = ("--app", "PayPay", "--device", "iPhone")


class Evening:
    """An iPhone whose app PayPay pins two hosts, the second met only when the first is free."""

    def __init__(self, start, folder, refuses="alert"):
        self.now = dt.datetime.now(dt.UTC)
        rows = [dns_row("push.apple.com", Datetime=self.at(second)) for second in range(-36_000, 0, 600)]
        self.server, self.folder = start(*rows), folder
        self.app = [
            Host("api.paypay.ne.jp", refuses),
            Host("id.koharu-login.jp", refuses),
            Host("www.koharu-shop.jp"),
        ]
        self.environment = {"TZ": "Asia/Tokyo"}
        self.use(-20_000, "www.koharu-shop.jp")

    def at(self, seconds):
        return (self.now + dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def use(self, seconds, *hosts):
        """Something else on the phone, which is decrypted as ever."""
        self.server.start_app(map(Host, hosts), (self.now + dt.timedelta(seconds=seconds)).timestamp(), PHONE)

    def start_app(self, seconds):
        """Whether the app works now."""
        return self.server.start_app(self.app, (self.now + dt.timedelta(seconds=seconds)).timestamp(), PHONE)

    def exclude(self, *domains):
        named = " ".join(f'"{domain}"' for domain in domains)
        self.server.configure(rules=[{"traffic": f"any(http.conn.domains[*] in {{{named}}})"}])

    def files(self):
        """The logs so far, as Logpush writes them."""
        for dataset in ("gateway_dns", "zero_trust_network_sessions", "gateway_http"):
            write_log(self.folder / f"{dataset}.log", self.server.rows(dataset))
        return str(self.folder)

    def run(self, verb, *arguments, live=True, **environment):
        around = self.environment | (self.server.environment() if live else {}) | environment
        return CliRunner().invoke(main, [verb, *arguments], env=around, catch_exceptions=False)

    def find(self, *seconds, sources=()):
        times = [part for second in seconds for part in ("--at", self.at(second))]
        return self.run("find", *sources, *APP, *times, live=not sources)

    def verify(self, seconds, *more, sources=()):
        done = self.run("verify", *sources, "--at", self.at(seconds), "--format", "json", *more, live=not sources)
        return json.loads(done.stdout), done.exit_code


@pytest.fixture
def evening(standin, tmp_path):
    return Evening(standin, tmp_path)


@pytest.mark.no_cover
def test_from_no_change_over_further_to_fixed(evening):
    assert not evening.start_app(-9000)
    assert not evening.start_app(-8000)
    evening.find(-9000, -8000)

    assert not evening.start_app(-7000)
    told, code = evening.verify(-7000)
    assert (told["verdict"], code) == ("no_change", 3)

    evening.exclude("paypay.ne.jp")
    assert not evening.start_app(-6000)
    told, code = evening.verify(-6000)
    assert (told["verdict"], told["next"], code) == ("further", ["id.koharu-login.jp"], 3)

    evening.exclude("paypay.ne.jp", "koharu-login.jp")
    assert evening.start_app(-5000)
    told, code = evening.verify(-5000)
    assert (told["verdict"], code) == ("fixed", 0)
    hosts = {row["hostname"]: (row["before"], row["now"]) for row in told["hosts"]}
    assert hosts["id.koharu-login.jp"] == ("refused", "exempt")


@pytest.mark.parametrize("way", ["alert", "hangup", "after"])
@pytest.mark.no_cover
def test_each_way_to_refuse_is_seen_in_files(standin, tmp_path, way):
    evening = Evening(standin, tmp_path, way)
    evening.start_app(-9000)
    evening.start_app(-8000)
    assert evening.find(-9000, -8000, sources=[evening.files()]).exit_code == 0
    verdicts = []
    for seconds, domains in ((-7000, []), (-6000, ["paypay.ne.jp"]), (-5000, ["paypay.ne.jp", "koharu-login.jp"])):
        evening.exclude(*domains or ["unrelated.jp"])
        evening.start_app(seconds)
        verdicts.append(evening.verify(seconds, sources=[evening.files()])[0]["verdict"])
    assert verdicts == ["no_change", "further", "fixed"]


class TestWithFiles:
    """One finding, and what verify says to it."""

    @pytest.fixture
    def failed(self, evening):
        evening.start_app(-9000)
        evening.start_app(-8000)
        evening.find(-9000, -8000, sources=[evening.files()])
        return evening

    def test_the_table_shows_each_host_before_and_now(self, failed):
        failed.exclude("paypay.ne.jp")
        failed.start_app(-6000)
        done = failed.run("verify", failed.files(), "--at", failed.at(-6000), live=False)
        assert done.stdout.startswith("Further, next: id.koharu-login.jp, refused now and not before.\n")
        assert "api.paypay.ne.jp paypay.ne.jp refused not inspected" in " ".join(done.stdout.split())
        assert "Exclude id.koharu-login.jp as well (pinscout exclude id.koharu-login.jp)" in " ".join(
            done.stdout.split()
        )
        assert max(map(len, done.stdout.splitlines())) <= 100

    @pytest.mark.no_cover
    def test_what_the_person_saw_counts_more_than_the_log(self, failed):
        assert failed.verify(-8000, "--works", sources=[failed.files()])[0]["verdict"] == "fixed"

    def test_the_incident_will_do_instead_of_the_finding(self, failed, tmp_path):
        file = tmp_path / "incident.toml"
        times = ", ".join(f'"{failed.at(second)}"' for second in (-9000, -8000))
        file.write_text(f'at = [{times}]\napp = "PayPay"\ndevice = "iPhone"\n')
        told, _ = failed.verify(-8000, "--incident", str(file), sources=[failed.files()])
        assert told["verdict"] == "no_change"

    @pytest.mark.no_cover
    def test_the_finding_of_before_stays_the_last_one(self, failed):
        before = failed.run("export", "--format", "json", live=False).stdout
        failed.verify(-8000, sources=[failed.files()])
        assert failed.run("export", "--format", "json", live=False).stdout == before

    def test_entries_that_may_not_be_needed_are_tried_without_and_the_search_is_kept(self, failed):
        failed.exclude("paypay.ne.jp", "koharu-login.jp", "koharu-shop.jp")
        names = ("--entry", "paypay.ne.jp", "--entry", "koharu-login.jp", "--entry", "koharu-shop.jp")
        failed.start_app(-6000)
        told, _ = failed.verify(-6000, *names, sources=[failed.files()])
        assert told["needed"]["trial"] == ["koharu-shop.jp"]
        assert "Take koharu-shop.jp out for a try" in told["steps"][-1]

        failed.exclude("paypay.ne.jp", "koharu-login.jp")
        failed.start_app(-5000)
        told, _ = failed.verify(-5000, *names, sources=[failed.files()])
        assert told["verdict"] == "fixed"
        assert told["needed"]["dropped"] == ["koharu-shop.jp"]
        assert told["needed"]["trial"] == ["koharu-login.jp"]

        failed.exclude("paypay.ne.jp")
        failed.start_app(-4000)
        told, code = failed.verify(-4000, *names, sources=[failed.files()])
        assert (told["verdict"], code) == ("no_change", 3)
        assert told["needed"] == {
            "excluded": ["paypay.ne.jp", "koharu-login.jp"],
            "trial": [],
            "kept": ["paypay.ne.jp", "koharu-login.jp"],
            "dropped": ["koharu-shop.jp"],
        }
        assert "Put koharu-login.jp back" in told["steps"][0]

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ([], "--at TIME"),
            (["--at", "14:05", "--run", "x.toml"], "--at, --run"),
            (["--at", "14:05", "--finding", "a", "--incident", "b"], "--finding, --incident"),
            (["--at", "2099-01-01 10:00"], "still to come"),
            (["--record"], "needs a terminal"),
        ],
    )
    def test_what_cannot_be_meant_is_wrong_usage(self, failed, arguments, said):
        done = failed.run("verify", str(failed.folder), *arguments, live=False)
        assert done.exit_code == 2
        assert said in done.output

    @pytest.mark.no_cover
    def test_entries_of_the_journal_are_in_force_as_well(self, failed):
        assert failed.run("exclude", "--yes").exit_code == 0
        failed.start_app(-6000)
        told, _ = failed.verify(-6000, sources=[failed.files()])
        assert told["verdict"] == "further"
        assert failed.run("exclude", "id.koharu-login.jp", "--yes").exit_code == 0, "the new run is the last finding"
        failed.start_app(-5000)
        told, code = failed.verify(-5000, sources=[failed.files()])
        assert (told["verdict"], code) == ("fixed", 0)
        now = {row["hostname"]: row["now"] for row in told["hosts"] if row["entry"]}
        assert now == {"api.paypay.ne.jp": "exempt", "id.koharu-login.jp": "exempt"}

    @pytest.mark.no_cover
    def test_entries_that_nobody_has_taken_out_yet_stay_on_trial(self, failed):
        failed.exclude("paypay.ne.jp", "koharu-login.jp", "koharu-shop.jp")
        names = ("--entry", "paypay.ne.jp", "--entry", "koharu-login.jp", "--entry", "koharu-shop.jp")
        for seconds in (-6000, -5000):
            failed.start_app(seconds)
            told, _ = failed.verify(seconds, *names, sources=[failed.files()])
            assert told["needed"]["trial"] == ["koharu-shop.jp"]


@pytest.mark.parametrize(
    ("misbehave", "said"),
    [
        ([], "no rule that the token is shown excludes paypay.ne.jp"),
        (["no_permission:zero_trust"], "whether a rule excludes paypay.ne.jp can't be told"),
    ],
)
@pytest.mark.no_cover
def test_where_nothing_has_changed_the_accounts_rules_are_asked(evening, misbehave, said):
    evening.start_app(-9000)
    evening.start_app(-8000)
    evening.find(-9000, -8000, sources=[evening.files()])
    evening.server.configure(misbehave=misbehave)
    done = evening.run("verify", "--at", evening.at(-8000))
    assert done.stdout.startswith("No change: ")
    assert said in " ".join(done.stdout.split())


def test_a_rule_that_is_switched_off_is_said_to_be(evening):
    evening.start_app(-9000)
    evening.start_app(-8000)
    evening.find(-9000, -8000, sources=[evening.files()])
    evening.run("exclude", "--disabled", "--yes")
    done = evening.run("verify", "--at", evening.at(-8000))
    assert "has paypay.ne.jp, but is switched off" in " ".join(done.stdout.split())


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.no_cover
def test_it_fits_a_narrow_terminal(evening, columns):
    evening.start_app(-9000)
    evening.start_app(-8000)
    evening.find(-9000, -8000, sources=[evening.files()])
    where = ("verify", evening.files(), "--at", evening.at(-8000))
    with at_terminal(*where, environment=evening.environment | {"COLUMNS": str(columns)}) as terminal:
        assert terminal.end() == 3
    lines = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", terminal.shown).partition("No change")[2].splitlines()
    assert max(map(len, lines)) <= columns


def test_without_a_finding_there_is_nothing_to_verify(evening):
    done = evening.run("verify", "--at", evening.at(-60))
    assert done.exit_code == 1
    assert "pinscout find" in done.output


@pytest.mark.no_cover
def test_a_new_run_is_stamped_and_verified_at_once(evening, tmp_path):
    evening.start_app(-9000)
    evening.start_app(-8000)
    evening.find(-9000, -8000)
    evening.exclude("paypay.ne.jp", "koharu-login.jp")
    environment = evening.environment | evening.server.environment() | {"PINSCOUT_POLL_S": "0.2"}
    with at_terminal("verify", "--record", "--after", "1s", environment=environment) as terminal:
        terminal.wait_for("when you start it")
        terminal.type("\n")
        terminal.wait_for("w when it has worked")
        assert evening.server.start_app(evening.app, time.time(), PHONE)
        evening.server.start_app([Host("push.apple.com")], time.time() + 3, PHONE)
        time.sleep(0.7)
        terminal.type("w\n")
        terminal.wait_for("pinscout verify --run")
        assert terminal.end() == 0
    assert "Fixed: " in terminal.shown


@pytest.mark.no_cover
def test_ctrl_c_leaves_the_run_that_was_stamped(evening, tmp_path):
    evening.start_app(-9000)
    evening.start_app(-8000)
    evening.find(-9000, -8000, sources=[evening.files()])
    with at_terminal("verify", evening.files(), "--record", environment=evening.environment) as terminal:
        terminal.wait_for("when you start it")
        terminal.type("\n")
        terminal.wait_for("w when it has worked")
        terminal.type("\x03")
        assert terminal.end() == 130
    assert f"pinscout verify {evening.folder} --run" in terminal.shown
