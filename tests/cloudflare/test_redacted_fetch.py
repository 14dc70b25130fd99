"""`fetch --redact`: a log to be passed on, which names nobody and gives the same answer."""

import gzip

import pytest

import analyzer
from tests.builders import LAPTOP, PHONE
from tests.cloudflare.phone import Phone, run
from tests.cloudflare.test_fetching import DNS_ONLY, day, saved
from tests.standin.fixture import standin as standin
from tests.standin.tokens import ACCOUNT

NAMES = [*PHONE.values(), *LAPTOP.values(), ACCOUNT]


def texts(folder):
    """All that lies in the folder, unpacked, with the names of the files."""
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            unpacked = gzip.decompress(content) if file.suffix == ".gz" else content
            yield f"{file.name}\n{unpacked.decode()}"


def fetch(server, folder, *more):
    return run("fetch", str(folder), "--since", "4h ago", *DNS_ONLY, *more, check=0, **server.environment())


def test_no_file_names_a_device_a_person_an_address_or_the_account(standin, tmp_path):
    server = standin(*day())
    fetch(server, tmp_path / "plain")
    fetch(server, tmp_path / "redacted", "--redact")
    assert [name for name in NAMES if name in "".join(texts(tmp_path / "plain"))]
    assert not [name for name in NAMES if name in "".join(texts(tmp_path / "redacted"))]
    plain, told = saved(tmp_path / "plain"), saved(tmp_path / "redacted")
    assert len(plain) == len(told) == 24
    assert len({record["DeviceID"] for record in told}) == 2
    assert sorted(record["QueryName"] for record in plain) == sorted(record["QueryName"] for record in told)


def test_one_device_is_fetched_and_not_named(standin, tmp_path):
    server = standin(*day())
    fetch(server, tmp_path, "--redact", "--device", "MacBook")
    assert len(saved(tmp_path)) == 12
    assert not [name for name in NAMES if name in "".join(texts(tmp_path))]


def test_it_goes_on_where_it_stopped(standin, tmp_path):
    server = standin(*day())
    fetch(server, tmp_path, "--redact", "--device", "MacBook")
    before = sorted(texts(tmp_path))
    next(tmp_path.rglob("*.log.gz")).unlink()
    fetch(server, tmp_path, "--redact", "--device", "MacBook")
    assert sorted(texts(tmp_path)) == before


def test_with_and_without_names_are_two_archives(standin, tmp_path):
    server = standin(*day())
    fetch(server, tmp_path)
    done = run("fetch", str(tmp_path), "--since", "4h ago", *DNS_ONLY, "--redact", **server.environment())
    assert done.returncode == 1
    assert "holds another span" in done.stderr


@pytest.mark.no_cover
def test_a_redacted_log_gives_the_same_answer(standin, tmp_path):
    phone = Phone(standin)
    answers = []
    for name, more in (("plain", []), ("redacted", ["--redact"])):
        phone.run("fetch", str(tmp_path / name), "--since", "30h ago", *more, check=0)
        rows = analyzer.load(tmp_path / name / "gateway_dns")
        busiest = (
            rows[rows["hostname"].astype("str").str.contains("paypay")]["device"].astype("str").value_counts().index[0]
        )
        answers.append(analyzer.find(tmp_path / name, at=phone.times, app="PayPay", device=busiest))
    plain, told = answers
    assert plain.candidates.equals(told.candidates)
    assert plain.plan() == told.plan()
    assert plain.verdict == "candidates"
