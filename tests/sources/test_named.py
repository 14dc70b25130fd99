"""Files that are no log are called by their right names, with what to do about them."""

import zipfile

import pytest
from click.testing import CliRunner

from analyzer.cli import main
from tests.builders import dns_row, moment, write_log

MAGIC = {
    "a.7z": (b"7z\xbc\xaf\x27\x1c\0\4", "a 7z archive: unpack it first"),
    "a.rar": (b"Rar!\x1a\x07\x01\0", "a RAR archive: unpack it first"),
    "a.lz4": (b"\x04\x22\x4d\x18\x64\x40\xa7 log", "a file that lz4 compressed: unpack it first"),
    "a.Z": (b"\x1f\x9d\x90log", "a file that compress made"),
    "a.parquet": (b"PAR1\x15\0log,with,commasPAR1", "a Parquet file: export it as NDJSON or CSV"),
    "a.orc": (b"ORC\x11\x22\0", "an ORC file"),
    "a.avro": (b"Obj\x01\x04\x14avro.codec\x08null\0", "an Avro file"),
    "a.pdf": (b"%PDF-1.7\n%x\n", "a PDF document"),
    "a.png": (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
    "a.jpg": (b"\xff\xd8\xff\xe0,\0,", "a picture"),
    "a.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0,,", "an Office document"),
    "a.toml": (b'# PayPay\napp = "PayPay"\nat = ["14:05"]\n', "give it as --incident FILE"),
}


def run(*arguments):
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def find(path):
    return run("find", str(path), "--at", moment(0), "--app", "PayPay")


@pytest.mark.parametrize("name", MAGIC)
def test_what_is_no_log_is_named_and_counts_no_rows(tmp_path, name):
    content, called = MAGIC[name]
    (tmp_path / name).write_bytes(content)
    result = find(tmp_path / name)
    assert result.exit_code == 1
    assert f"it looks like {called}" in result.stderr or called in result.stderr
    assert "left out" not in result.stderr


@pytest.mark.parametrize("first", ["[Content_Types].xml", "mimetype"])
def test_a_workbook_is_none_of_the_archives_that_are_looked_into(tmp_path, first):
    with zipfile.ZipFile(tmp_path / "log.xlsx", "w") as archive:
        archive.writestr(first, "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("xl/worksheets/sheet1.xml", "<x/>")
    assert "it looks like an Office document, such as an Excel workbook: save its sheet as CSV" in find(tmp_path).stderr


def test_what_pinscout_wrote_itself_is_known(tmp_path):
    log = write_log(tmp_path / "dns.log", [dns_row("app.paypay.ne.jp", second) for second in (-9000, 0)])
    table, kept = tmp_path / "c.csv", tmp_path / "f.zip"
    run("find", log, "--at", moment(0), "--csv", str(table), "--save", str(kept))
    assert "candidates that pinscout wrote: name the log that they were found in" in find(table).stderr
    assert "pinscout explain DOMAIN --finding FILE" in find(kept).stderr


def test_a_folder_without_a_log_names_what_is_in_it(tmp_path):
    for name, (content, _) in MAGIC.items():
        (tmp_path / name).write_bytes(content)
    result = find(tmp_path)
    assert result.exit_code == 1
    assert "a.7z: nothing in it could be used" in result.stderr
    assert "pinscout reads rows of Gateway's logs" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["find", "LOG", "--incident", "nosuch.toml"], ["nosuch.toml can't be read", "pinscout record"]),
        (["explain", "a.jp", "--finding", "nosuch.zip"], ["There is no file nosuch.zip.", "--save FILE"]),
        (["find", "LOG", "--at", moment(0), "--never-exclude", "nosuch"], ["nosuch can't be read: No such file"]),
    ],
)
def test_a_file_that_is_not_there_is_said_to_be_not_there(tmp_path, arguments, said):
    log = write_log(tmp_path / "dns.log", [dns_row("a.jp")])
    result = run(*(log if part == "LOG" else part for part in arguments))
    assert result.exit_code == 1
    assert all(text in result.stderr for text in said)
    assert "Errno" not in result.stderr


ROW = dns_row("api.paypay.ne.jp")


@pytest.mark.parametrize(
    "line",
    [
        " ".join(f"{key}={value}" for key, value in ROW.items()),
        f'<134>1 {moment(0)} cf gw - - QueryName="api.paypay.ne.jp" DeviceName="iPhone"',
        "Datetime: {Datetime} QueryName: {QueryName}".format(**ROW),
    ],
)
def test_rows_in_the_form_of_a_record_template_are_told_with_what_to_set_instead(tmp_path, line):
    (tmp_path / "a.log").write_text(f"{line}\n" * 3)
    assert (
        "as a record_template of the Logpush job makes them: let the job write NDJSON"
        in find(tmp_path / "a.log").stderr
    )


@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_a_table_without_its_header_is_told_as_one(tmp_path, delimiter):
    (tmp_path / "a.csv").write_text(f"{delimiter.join(map(str, ROW.values()))}\n" * 3)
    told = " ".join(find(tmp_path / "a.csv").stderr.split())
    assert "a table without a header; it begins with" in told
    assert "Put the names of the job's fields ahead as the first line" in told


@pytest.mark.parametrize(
    ("more", "is_told"), [({"SampleRate": 0.1}, True), ({"sample_interval": 10}, True), ({"SampleRate": 1}, False)]
)
def test_a_sample_is_told_by_what_its_rows_say(tmp_path, more, is_told):
    log = write_log(tmp_path / "a.log", [dns_row("api.paypay.ne.jp", second, **more) for second in (-600, 0, 1)])
    assert ("its rows are a sample" in " ".join(find(log).stderr.split())) is is_told
