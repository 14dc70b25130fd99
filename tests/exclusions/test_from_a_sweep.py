"""`exclude --sweep`: what a sweep proposes, without a failure and an app."""

from pathlib import Path

import pytest

from tests.exclusions.test_commands import DOMAINS, HOSTS

ARCHIVE = Path(__file__).parents[2] / "fixtures" / "archive-day"

pytestmark = [pytest.mark.usefixtures("no_pauses"), pytest.mark.no_cover]


@pytest.fixture
def swept(admin):
    """An administrator who has swept a day."""
    admin.run("sweep", str(ARCHIVE / "sessions"), str(ARCHIVE / "http"))
    return admin


def test_its_band_is_excluded_and_taken_back(swept):
    done = swept.run("exclude", "--sweep", "--yes")
    assert swept.values() == {
        DOMAINS: ["koharu-pay.jp"],
        HOSTS: ["api.hibari-bank.jp", "auth.hibari-bank.jp", "nativesdks.mparticle.com"],
    }
    assert "then sweep again" in done.stderr
    assert "Nothing to do" in swept.run("exclude", "--sweep", "--yes").stderr
    told = " ".join(swept.run("exclusions").stdout.split())
    assert "sweep 2026-11-24: refused in 64 broken handshakes by 3 devices. Review by " in told
    swept.restore()
    assert swept.lists == swept.rules == []


def test_a_domain_or_a_refused_host_can_be_named(swept):
    swept.run("exclude", "--sweep", "--yes", "suzume-taxi.net", "auth.hibari-bank.jp")
    assert swept.values() == {DOMAINS: ["suzume-taxi.net"], HOSTS: ["auth.hibari-bank.jp"]}


@pytest.mark.parametrize(
    ("more", "said", "code"),
    [
        (["paypay.ne.jp"], "paypay.ne.jp was refused by nobody in the sweep", 1),
        (["--finding", "f.zip"], "--finding, --sweep were given together", 2),
        (["--enable"], "--enable goes with DOMAINs alone, not with --sweep", 2),
    ],
)
def test_what_it_cannot_mean_is_a_sentence_and_changes_nothing(swept, more, said, code):
    assert said in swept.run("exclude", "--sweep", "--yes", *more, check=code).stderr
    assert swept.asked() == []


def test_without_a_sweep_it_says_how_to_make_one(admin):
    assert "pinscout sweep" in admin.run("exclude", "--sweep", "--yes", check=1).stderr


def test_names_that_are_kept_are_spared(swept, tmp_path):
    (tmp_path / "never.txt").write_text("hibari-bank.jp\n")
    swept.run("exclude", "--sweep", "--yes", "--never-exclude", str(tmp_path / "never.txt"))
    assert swept.values() == {DOMAINS: ["koharu-pay.jp"], HOSTS: ["nativesdks.mparticle.com"]}
