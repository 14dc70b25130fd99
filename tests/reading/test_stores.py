"""From a bucket or a web address the same answer as from disk, whatever the line does; and errors by their right name."""

import datetime as dt
import gzip
import itertools
import logging
import random
import socket
import ssl
import sys
from pathlib import Path

import pandas as pd
import pytest
import trustme
from click.testing import CliRunner

import analyzer
from analyzer.cli import main
from analyzer.errors import AnalyzerError, NoRecordsError
from analyzer.pipelines.find import find_incident
from analyzer.pipelines.watch import Watch, watch
from analyzer.reading import stores
from analyzer.reading.files import find_files
from analyzer.reading.workers import Run
from tests import objectstore
from tests.builders import dns_row, write_log

HERE = Path(__file__).parents[2] / "fixtures"
LOGS, INCIDENT = HERE / "paypay" / "dns", HERE / "paypay" / "incident.toml"
OF_THE_DAY = {path.relative_to(LOGS).as_posix() for path in LOGS.rglob("*.gz")}
KEY, SECRET = "AKIAINVENTEDINVENTED", "invented/secret+of+nobody"
buckets = (f"bucket-{number}" for number in itertools.count())


@pytest.fixture
def bucket(line):
    """A bucket with the log of a known incident, in folders of days, and two days that have nothing to do with it."""
    name = next(buckets)
    line.put_folder(name, LOGS, "dns/")
    for day in ("20251224", "20261120"):
        line.put(name, f"dns/{day}/{day}T000000Z_{day}T060000Z_0badcafe.log.gz", b"not to be opened")
    return name


def candidates(*sources, **options):
    return analyzer.find(*sources, incident=INCIDENT, **options).candidates


@pytest.fixture(scope="module")
def from_disk():
    return candidates(LOGS)


@pytest.mark.parametrize("scheme", ["s3", "r2"])
@pytest.mark.no_cover
def test_a_bucket_gives_the_candidates_that_the_disk_gives(bucket, from_disk, scheme):
    pd.testing.assert_frame_equal(candidates(f"{scheme}://{bucket}/dns"), from_disk)


def test_only_objects_that_the_span_can_touch_are_opened_and_each_once(bucket, line):
    finding = analyzer.find(f"s3://{bucket}/dns", incident=INCIDENT)
    assert line.keys_opened(bucket) == {f"dns/{name}" for name in OF_THE_DAY}
    assert len(line.opened) == len(OF_THE_DAY)
    assert not any("20251224" in asked or "20261120" in asked for asked in line.listed)
    assert any("2 folders of another time" in note for note in finding.notes())


def test_broken_connections_change_nothing(bucket, line, from_disk, monkeypatch):
    monkeypatch.setenv("PINSCOUT_STORES_WAIT", "60")
    chance = random.Random(7)
    line.cut = lambda path, size: chance.randrange(size) if size > 1 and chance.random() < 0.4 else None
    pd.testing.assert_frame_equal(candidates(f"s3://{bucket}/dns"), from_disk)
    assert len(line.opened) > len(OF_THE_DAY)
    assert any(asked.get("range") for asked in line.asked)


def test_processes_read_a_bucket_as_one_does(bucket, from_disk):
    pd.testing.assert_frame_equal(candidates(f"s3://{bucket}/dns", jobs=2), from_disk)


def test_an_object_that_is_replaced_while_it_is_read_is_not_mixed(line):
    name, body = next(buckets), random.Random(1).randbytes(2_000_000)
    line.put_folder(name, HERE / "none", "")
    line.put(name, "a.log", body)

    def replace(path):
        if len(line.opened) == 2:
            line.put(name, "a.log", body[::-1])

    line.before = replace
    line.cut = lambda path, size: size // 2
    [found] = find_files([f"s3://{name}/"]).names
    line.opened.clear()
    got = []
    with pytest.raises(stores.UnreadableError) as caught:
        got.extend(stores.chunks_of(found))
    assert "replaced" in str(caught.value.fact)
    assert body.startswith(b"".join(got))


def test_what_breaks_again_and_again_is_noted_and_the_rest_is_read(bucket, line):
    worst = min(OF_THE_DAY)
    line.cut = lambda path, size: 0 if path.endswith(worst) else None
    finding = analyzer.find(f"s3://{bucket}/dns", incident=INCIDENT)
    assert any(f"{worst} can't be read: the connection failed" in note for note in finding.notes())


@pytest.mark.parametrize("key", ["flat", "dns/2026/11/10", "date=2026-11-10", "gateway_dns-20261110"])
@pytest.mark.no_cover
def test_folders_may_tell_their_day_in_other_ways_or_in_none(line, key, from_disk):
    name = next(buckets)
    line.put_folder(name, LOGS, f"all/{key}/")
    line.put(name, "all/2025/11/10/20251110T000000Z_20251110T060000Z_0badcafe.log.gz", b"not to be opened")
    pd.testing.assert_frame_equal(candidates(f"s3://{name}/all/"), from_disk)
    assert len(line.opened) == len(OF_THE_DAY)


def test_one_object_can_be_named(bucket, line):
    name = min(OF_THE_DAY)
    assert find_files([f"s3://{bucket}/dns/{name}", f"s3://{bucket}/dns/{name}"]).names == [f"s3://{bucket}/dns/{name}"]


def test_all_files_are_listed_where_all_are_asked_for(bucket, line):
    with pytest.raises(NoRecordsError, match="of another time"):
        analyzer.find(f"s3://{bucket}/dns", at="2026-01-01T00:00:00Z")
    assert not line.opened
    read = analyzer.find(f"s3://{bucket}/dns", incident=INCIDENT, all_files=True).input
    assert read.files == len(OF_THE_DAY) + 2


def answer(status, code, more=""):
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message>{more}</Error>"
    return lambda path: (status, {"Content-Type": "application/xml"}, body.encode())


@pytest.mark.parametrize(
    ("given", "said", "hint"),
    [
        (answer(403, "AccessDenied"), "lack s3:ListBucket", "other keys"),
        (answer(403, "SignatureDoesNotMatch"), "does not accept the keys", "both parts"),
        (answer(403, "InvalidAccessKeyId"), "does not accept the keys", "both parts"),
        (answer(400, "ExpiredToken"), "have expired", "AWS_SESSION_TOKEN"),
        (answer(301, "PermanentRedirect"), "in another region", "AWS_REGION"),
        (
            answer(400, "AuthorizationHeaderMalformed", "<Region>eu-west-3</Region>"),
            r"another region \(eu-west-3\)",
            "AWS_REGION",
        ),
        (answer(501, "NotImplemented"), "answered NotImplemented", "network"),
        (lambda path: (418, {}, b""), "status 418", "network"),
    ],
)
def test_what_a_store_refuses_is_called_by_its_name(line, given, said, hint):
    line.instead = given
    with pytest.raises(AnalyzerError, match=said) as caught:
        find_files(["s3://logs/dns"])
    assert hint in caught.value.hint


def test_a_key_that_may_list_but_not_read_is_told_what_it_lacks(bucket, line):
    line.instead = lambda path: answer(403, "AccessDenied")(path) if path.endswith(".gz") else None
    with pytest.raises(AnalyzerError, match="lack s3:GetObject"):
        analyzer.find(f"s3://{bucket}/dns", incident=INCIDENT)


def test_a_bucket_or_a_prefix_that_is_not_there_is_told(bucket):
    with pytest.raises(AnalyzerError, match="There is no bucket no-such-bucket"):
        find_files(["s3://no-such-bucket/dns"])
    with pytest.raises(AnalyzerError, match=f"nothing at or below s3://{bucket}/http"):
        find_files([f"s3://{bucket}/http"])
    with pytest.raises(AnalyzerError, match="names no bucket"):
        find_files(["s3://"])
    with pytest.raises(AnalyzerError, match="Nothing here reads gs://logs"):
        find_files(["gs://logs"])


def test_without_keys_or_account_the_variables_are_named(line, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(AnalyzerError, match=r"no keys .*: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY are not set"):
        find_files(["s3://logs"])
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}"
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", nobody)
    with pytest.raises(AnalyzerError, match="no keys"):
        find_files(["s3://logs"])
    with pytest.raises(AnalyzerError, match=r"no keys .*: R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY are not set"):
        find_files(["r2://logs"])
    monkeypatch.delenv("AWS_ENDPOINT_URL_S3")
    with pytest.raises(AnalyzerError, match="CLOUDFLARE_ACCOUNT_ID is not set"):
        find_files(["r2://logs"])


def test_r2_has_keys_of_its_own(bucket, line, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "another")
    monkeypatch.setenv("R2_ACCESS_KEY_ID", "ours")
    monkeypatch.setenv("R2_SECRET_ACCESS_KEY", "secret")
    find_files([f"r2://{bucket}/dns"])
    assert "Credential=ours/" in line.asked[-1]["authorization"]
    assert "/auto/" in line.asked[-1]["authorization"]


def test_without_the_library_the_command_that_installs_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(AnalyzerError, match="not installed") as caught:
        find_files(["s3://logs/dns"])
    assert caught.value.hint == "Install it: pip install 'pinscout[stores]'."


def test_a_store_that_nobody_answers_for_is_told(line, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("PINSCOUT_STORES_WAIT", "0.3")
    with pytest.raises(AnalyzerError, match="can't be listed: the connection failed"):
        find_files(["s3://logs/dns"])


@pytest.fixture
def web(tmp_path, monkeypatch):
    """One log file at an address that must not be told on, over TLS."""
    write_log(tmp_path / "dns.log.gz", [dns_row("api.paypay.ne.jp", second) for second in range(20)])
    body = (tmp_path / "dns.log.gz").read_bytes()
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("PINSCOUT_STORES_WAIT", "2")
    line = objectstore.Line("")
    line.instead = lambda path: (200, {}, body) if path == "/dns.log.gz" else (404, {}, b"")
    with objectstore.listening(line, context):
        line.address = line.address.replace("http://127.0.0.1", "https://localhost")
        yield line


SIGNATURE = "X-Amz-Signature=5ec2e7"


def test_a_web_address_is_one_file_and_its_signature_is_never_told(web, caplog):
    caplog.set_level(logging.DEBUG)
    address = f"{web.address}/dns.log.gz?{SIGNATURE}"
    finding = analyzer.find(address, at="2026-11-10T05:05:00Z", all_devices=True)
    assert finding.input.used == 20
    [found] = find_files([address]).names
    assert found == f"{web.address}/dns.log.gz?…{found[-6:]}"
    missing = CliRunner().invoke(main, ["devices", f"{web.address}/gone.log?{SIGNATURE}"])
    assert missing.exit_code == 1
    assert "gone.log" in missing.output
    assert "it is not there" in missing.output
    told = [missing.output, *finding.notes(), repr(finding.input), caplog.text]
    assert not any("5ec2e7" in text for text in told)


def test_keys_are_never_told(bucket, line, caplog):
    caplog.set_level(logging.DEBUG)
    line.instead = answer(
        403, "SignatureDoesNotMatch", f"<AWSAccessKeyId>{KEY}</AWSAccessKeyId><StringToSign>{SECRET}</StringToSign>"
    )
    result = CliRunner().invoke(main, ["find", f"s3://{bucket}/dns", "--incident", str(INCIDENT)])
    assert result.exit_code == 1
    assert not any(secret in text for secret in (KEY, SECRET) for text in (result.output, caplog.text))


def test_few_objects_are_on_the_way_at_a_time_and_little_of_each(line):
    name, body = next(buckets), random.Random(1).randbytes(6_000_000)
    line.put_folder(name, HERE / "none", "")
    for number in range(stores.AT_ONCE + 3):
        line.put(name, f"{number}.log", body)
    names = find_files([f"s3://{name}/"]).names
    stores.expect(names)
    first = stores.chunks_of(names[0])
    assert body.startswith(next(first))
    assert len(line.keys_opened(name)) <= stores.AT_ONCE
    for each in names[: stores.AT_ONCE]:
        stores.chunks_of(each).close()


def test_a_watch_opens_new_and_replaced_objects_only(line, tmp_path):
    name = next(buckets)
    line.put_folder(name, HERE / "archive-day" / "sessions", "sessions/")
    what = Watch([f"s3://{name}/sessions"])

    def opened():
        line.opened.clear()
        watch(what, lambda report: None, now=dt.datetime(2026, 11, 25, tzinfo=dt.UTC), path=tmp_path / "watch.zip")
        return line.keys_opened(name)

    every = opened()
    assert len(every) == 5
    assert opened() == set()
    again, new = min(every), "sessions/20261124/20261124T180000Z_20261125T000000Z_0badcafe.log.gz"
    body = (HERE / "archive-day" / again).read_bytes()
    line.put(name, new, body)
    line.put(name, again, gzip.compress(gzip.decompress(body), 1))
    assert opened() == {again, new}


def test_devices_sweeps_and_bytes_told_work_from_a_bucket(bucket):
    result = CliRunner().invoke(main, ["devices", f"s3://{bucket}/dns/20261110"])
    assert "iPhone" in result.output
    told = []

    class Listener(analyzer.talk.Talk):
        def progress(self, done, total):
            told.append((done, total))

    incident = analyzer.Incident.from_toml(INCIDENT)
    find_incident([f"s3://{bucket}/dns"], incident, run=Run(jobs=1, talk=Listener()))
    assert told[-1][0] == told[-1][1] == sum(path.stat().st_size for path in LOGS.rglob("*.gz"))
