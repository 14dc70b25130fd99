"""What was saved is answered from as before, or one sentence says what is wrong with it: never a traceback."""

import functools
import io
import json
import zipfile

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import analyzer
from analyzer.answers import saved
from analyzer.answers.saved_shapes import FINDING_FRAMES, SWEEP_FRAMES
from analyzer.cli import main
from analyzer.errors import KeptFileError, NewerFileError
from analyzer.exports import formats, render
from tests.builders import dns_row, refused, request, session, write_log
from tests.damage import changed, levels

WRONG = [
    None,
    [],
    {},
    "x",
    "",
    -1,
    10**30,
    0.5,
    float("nan"),
    float("inf"),
    True,
    [None],
    [[]],
    ["x"],
    {"x": [{}]},
    "\x1b[31m",
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A finding and a survey with a candidate, each as its parts by name, and where they lie."""
    folder = tmp_path_factory.mktemp("kept")
    rows = [
        *(dns_row("app.paypay.ne.jp", seconds) for seconds in (-2, 0, -5000)),
        *(dns_row("x.braze.eu", seconds) for seconds in (-1, -7000)),
        request("www.example.jp", -3000), session("x.braze.eu", -1),
        *refused("app.paypay.ne.jp", -2, -1, 0, 1, 2),
    ]  # fmt: skip
    log = write_log(folder / "a.log", rows)
    finding = analyzer.find(log, at="2026-11-10T05:05:00Z", app="PayPay", device="iPhone", tz="UTC")
    finding.save(folder / "finding.zip")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PINSCOUT_STATE_DIR", str(folder))
        saved.save_last_sweep(analyzer.sweep(log, tz="UTC"))
    return folder


@functools.cache
def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def tour(answer):
    """All that is said of an answer."""
    repr(answer), answer.notes(), answer.plan(), answer.summary(), answer.title(), answer.to_dict()
    for format_ in formats():
        render(answer, format_)
    if hasattr(answer, "explain"):
        for domain in answer.candidates["registrable_domain"]:
            explanation = answer.explain(domain)
            str(explanation)
            if hasattr(explanation, "changes"):
                explanation.changes()


def read(path, folder):
    """The answer in a file, whichever it is; None where a sentence tells that it is none."""
    try:
        if path.name.startswith("last-sweep"):
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PINSCOUT_STATE_DIR", str(folder))
                return saved.load_last_sweep()
        return saved.load(path)
    except KeptFileError as error:
        assert str(path) in str(error)  # noqa: PT017 - it may as well be read
        return None


FILES = ["finding.zip", "last-sweep.zip"]


@pytest.mark.parametrize("file", FILES)
def test_what_was_saved_is_read(kept, file):
    tour(read(kept / file, kept))


@pytest.mark.parametrize("file", FILES)
@settings(max_examples=100)
@given(st.data())
def test_a_wrong_value_anywhere_is_a_sentence_or_does_not_matter(kept, tmp_path_factory, file, data):
    parts = dict(parts_of(kept / file))
    name = data.draw(st.sampled_from(sorted(parts)))
    plain = json.loads(parts[name])
    if name in ("finding.json", "sweep.json"):
        path = data.draw(st.sampled_from(sorted(levels(plain), key=str)))
    else:
        place = data.draw(st.integers(0, len(plain) - 1))
        path = data.draw(st.sampled_from([(), *((place, *inner) for inner in levels(plain[place]))]))
    value = data.draw(st.sampled_from([*WRONG, ...] if path else WRONG))
    parts[name] = json.dumps(changed(plain, path, value)).encode()
    folder = tmp_path_factory.mktemp("damaged")
    (folder / file).write_bytes(packed(parts))
    answer = read(folder / file, folder)
    if answer is not None:
        tour(answer)


@pytest.mark.parametrize("file", FILES)
@settings(max_examples=60)
@given(place=st.integers(0), bit=st.integers(0, 7), how=st.sampled_from(["flip", "cut", "end", "noise"]))
def test_whatever_became_of_its_bytes_it_is_read_or_a_sentence(kept, tmp_path_factory, file, place, bit, how):
    content = bytearray((kept / file).read_bytes())
    place %= len(content)
    if how == "flip":
        content[place] ^= 1 << bit
    folder = tmp_path_factory.mktemp("damaged")
    damaged = {"flip": content, "cut": content[:place], "end": content[place:], "noise": content[:place] + b"\0" * 99}[
        how
    ]
    (folder / file).write_bytes(damaged)
    answer = read(folder / file, folder)
    if answer is not None:
        tour(answer)


def replaced(kept, tmp_path, file, name, path, value):
    parts = dict(parts_of(kept / file))
    parts[name] = json.dumps(changed(json.loads(parts[name]), path, value)).encode()
    (tmp_path / file).write_bytes(packed(parts))
    return tmp_path / file


@pytest.mark.parametrize(
    ("name", "path", "value", "said"),
    [
        ("finding.json", ("version",), ..., "version should be 1."),
        ("finding.json", ("devices",), 5, "devices should be a list, not a whole number."),
        ("finding.json", ("devices",), [], "devices should name devices for each failure."),
        ("finding.json", ("incident", "zone"), "Foo/Bar", "at zone: "),
        ("finding.json", ("weights", "near"), "x", "weights.near should be a number, not text."),
        ("finding.json", ("signals",), ["x"], "signals should not hold x."),
        ("finding.json", ("input", "notes"), [{"key": "nonsense", "values": {}}], "input.notes should hold facts"),
        ("candidates.json", (0, "values"), [], "candidates should be a list of columns"),
        ("candidates.json", (4, "values", 0), "perhaps", "candidates.band should be exclude | try_next | leave."),
        ("hosts.json", (), [], "hosts.hostname should be str."),
        ("terms.json", (3, "values", 0), "nonsense", "terms.values should hold facts"),
        ("terms.json", (0, "values", 0), "other.jp", "terms.registrable_domain should name the same domains"),
    ],
)  # fmt: skip
def test_the_sentence_names_file_and_key_and_what_to_do_and_the_command_exits_with_1(
    kept, tmp_path, name, path, value, said
):
    file = replaced(kept, tmp_path, "finding.zip", name, path, value)
    with pytest.raises(KeptFileError) as caught:
        analyzer.load_finding(file)
    assert str(caught.value).startswith(f"{file} can't be understood")
    assert said in str(caught.value)
    assert caught.value.hint == "Make one with pinscout find --save FILE."
    for command in (
        ["export", "--finding", str(file), "--format", "plain"],
        ["explain", "--finding", str(file), "a.jp"],
    ):
        done = CliRunner().invoke(main, command)
        assert (done.exit_code, done.stderr.split(" can't")[0]) == (1, f"Error: {file}")


@pytest.mark.parametrize("file", FILES)
def test_a_newer_version_is_named_as_such(kept, tmp_path, monkeypatch, file):
    name = "finding.json" if file == "finding.zip" else "sweep.json"
    path = replaced(kept, tmp_path, file, name, ("version",), 2)
    monkeypatch.setenv("PINSCOUT_STATE_DIR", str(tmp_path))
    load_it = saved.load_last_sweep if file != "finding.zip" else functools.partial(saved.load, path)
    with pytest.raises(NewerFileError) as caught:
        load_it()
    assert str(caught.value) == f"{path} is of version 2, which a newer pinscout wrote; this one knows version 1."
    assert caught.value.hint == "Update pinscout to read it."


def test_every_part_is_checked():
    """A frame that a file holds and nobody checks would be read as it is."""
    assert {*FINDING_FRAMES} == {"candidates", "hosts", "queries", "events", "terms"}
    assert {*SWEEP_FRAMES} == {"candidates", "refusals", "distrusting", "terms"}
