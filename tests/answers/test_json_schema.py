"""The JSON of every answer is as its schema says, and the schema that is shipped is the one that is meant."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

import analyzer
from analyzer.answers.json_schema import FILE, json_schema
from analyzer.text import to_json
from tests.cli.test_cli import run

STORIES = ["vendor-sdk", "platform-service", "nothing-pinned"]
SCHEMA = json.loads(FILE.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@pytest.fixture(scope="module")
def answers():
    stories = [Path("fixtures") / name for name in STORIES]
    found = [analyzer.find(story / "dns", incident=story / "incident.toml") for story in stories]
    return [json.loads(analyzer.export(one, "json")) for one in [*found, analyzer.sweep("fixtures/archive-day")]]


@pytest.fixture(scope="module")
def explanations():
    story = Path("fixtures/vendor-sdk")
    survey = analyzer.sweep("fixtures/archive-day")
    finding = analyzer.find(story / "dns", incident=story / "incident.toml")
    told = [answer.explain(name) for answer in (finding, survey) for name in answer.candidates["registrable_domain"]]
    return [json.loads(to_json(one.to_dict())) for one in told]


def test_every_explanation_is_as_the_schema_says_and_has_no_other_key(explanations):
    for told in explanations:
        VALIDATOR.validate(told)
        (form,) = (one for one in SCHEMA["oneOf"] if one["properties"]["kind"]["const"] == told["kind"])
        assert set(told) == set(form["properties"])
        assert set(told["candidate"]) == set(form["properties"]["candidate"]["properties"])
        for key in {"hosts", "lookups", "refused_hosts"} & set(told):
            assert all(set(one) == set(form["properties"][key]["items"]["properties"]) for one in told[key])
        assert not VALIDATOR.is_valid(told | {"candidate": None})
    assert {told["kind"] for told in explanations} == {"explanation", "sweep_explanation"}


def test_a_sweep_that_was_saved_is_exported_and_explained_from_its_file(tmp_path):
    file, other = str(tmp_path / "kept" / "sweep.zip"), "fixtures/archive-day/http"
    swept = run("sweep", "fixtures/archive-day", "--save", file, "--format", "json")
    run("sweep", other, "fixtures/archive-day/sessions", "--since", "2026-11-10T03:00:00Z", "--format", "plain")
    assert json.loads(run("export", "--finding", file, "--format", "json").stdout) == json.loads(swept.stdout)
    name = json.loads(swept.stdout)["candidates"][0]["registrable_domain"]
    told = json.loads(run("explain", name, "--finding", file, "--format", "json").stdout)
    assert (told["kind"], told["candidate"]["registrable_domain"]) == ("sweep_explanation", name)
    assert run("explain", name, "--finding", file).stdout.startswith(name)


def test_the_command_explains_in_json(explanations):
    story = Path("fixtures/vendor-sdk")
    run("find", str(story / "dns"), "--incident", str(story / "incident.toml"), "--format", "plain")
    name = explanations[0]["candidate"]["registrable_domain"]
    assert json.loads(run("explain", name, "--format", "json").stdout) == explanations[0]


def test_the_file_is_what_the_frames_say():
    assert json_schema() == SCHEMA, "run python -m analyzer.answers.json_schema"
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_answer_is_as_the_schema_says(answers):
    for answer in answers:
        VALIDATOR.validate(answer)
        assert answer["pinscout"] == analyzer.__version__
    assert [answer["kind"] for answer in answers] == ["finding"] * len(STORIES) + ["sweep"]


def test_every_key_is_in_the_schema(answers):
    for answer in answers:
        (form,) = (one for one in SCHEMA["oneOf"] if one["properties"]["kind"]["const"] == answer["kind"])
        assert set(answer) <= set(form["properties"])
        assert set(answer["input"]) <= set(SCHEMA["$defs"]["input"]["properties"])
        for candidate in answer["candidates"]:
            assert set(candidate) == set(form["properties"]["candidates"]["items"]["properties"])


@pytest.mark.parametrize("key", ["kind", "version", "verdict", "candidates", "plan", "input"])
def test_what_lacks_a_key_or_has_another_value_in_it_is_refused(answers, key):
    for answer in answers:
        assert not VALIDATOR.is_valid({name: value for name, value in answer.items() if name != key})
        assert not VALIDATOR.is_valid(answer | {key: None})


def test_reasons_and_entries_are_lists(answers):
    broken = copy.deepcopy(answers[0])
    broken["candidates"][0]["reasons"] = "; ".join(broken["candidates"][0]["reasons"])
    assert not VALIDATOR.is_valid(broken)


def test_the_command_prints_it(answers):
    story = Path("fixtures/vendor-sdk")
    done = run("find", str(story / "dns"), "--incident", str(story / "incident.toml"), "--format", "json")
    assert json.loads(done.stdout) == answers[0]
