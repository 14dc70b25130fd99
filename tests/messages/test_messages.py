"""Sentences live in one table a language, and every one of them is said."""

import ast
import functools
import re
import string
from pathlib import Path

import pytest

from analyzer import messages
from analyzer.facts import Fact, fact
from analyzer.messages import en, say

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

PACKAGE = Path(messages.__file__).parent.parent
SENTENCE = re.compile(r"[A-Za-z'’]{2,},? [a-z'’]{2,}")
"""Two words in a row, the second without a capital: what people read, and no name, key or header."""
NOT_READ_BY_PEOPLE = {
    "analyzer/answers/json_schema.py": "what the keys of the JSON mean: documentation of the schema",
    "analyzer/cli/_words.py": "what click says in English, for which other languages have words",
    "analyzer/cloudflare/logs/graphql.py": "queries, and what Cloudflare's own errors say",
    "analyzer/cloudflare/logs/nodes.py": "queries",
    "analyzer/cloudflare/logs/reader.py": "queries",
    "analyzer/knowledge/build.py": "a tool for developers",
    "analyzer/knowledge/geosite.py": "a tool for developers",
    "analyzer/names/words.py": "words to compare names with",
    "analyzer/report/figure.py": "where matplotlib puts a legend",
    "analyzer/report/score_figure.py": "where matplotlib puts a legend",
    "analyzer/report/score_svg.py": "classes of the style",
    "analyzer/sources/mitmproxy.py": "what mitmproxy itself writes",
    "analyzer/schema.py": "what the columns mean: documentation of the frames",
}
DYNAMIC = re.compile(
    r"^(sweep_|column_|looks_|trust_store_|plan_exclude_|mark_|legend_|page_kind_|page_caption_|page_export_|timeline_by_|emptied_|flush_|cover_|verify_(?:cover_|do_|fixed|further|no_change|unclear)|not_a_saved_|caution_|name_|progress_)|_(some|empty|hint)$"
)
"""Keys that are put together where they are used: of these only the table itself can say that they are there."""


@functools.cache
def trees():
    files = (path for path in PACKAGE.rglob("*.py") if PACKAGE / "messages" not in path.parents)
    return {str(path.relative_to(PACKAGE.parent)): ast.parse(path.read_text(encoding="utf-8")) for path in files}


def docstrings(tree):
    """Strings that stand by themselves: docstrings, and the sentences behind fields and constants."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def helps(tree):
    """What click shows as help: words of the command line, which stand beside their options."""
    shown = [
        keyword.value for node in ast.walk(tree) if isinstance(node, ast.Call)
        for keyword in node.keywords if keyword.arg in ("help", "description", "default")
    ]  # fmt: skip
    options = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node) in ("file_option", "time_option", "zone_option", "device_option")
    ]
    shown += [argument for node in options for argument in node.args]
    return {id(part) for node in shown for part in ast.walk(node)}


def impossible(tree):
    """What only a mistake of ours would show."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    shown = [call for call in calls if _name(call) in ("AssertionError", "AttributeError")]
    return {id(part) for call in shown for part in ast.walk(call)}


def _name(call):
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def sentences(path, tree):
    spared = docstrings(tree) | impossible(tree) | (helps(tree) if path.startswith("analyzer/cli/") else set())
    return [
        f"{path}:{node.lineno}: {node.value}" for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spared
        and SENTENCE.search(node.value)
    ]  # fmt: skip


def test_no_sentence_stands_outside_the_table():
    found = [
        sentence
        for path, tree in trees().items()
        if path not in NOT_READ_BY_PEOPLE and path != "analyzer/cli/_options.py"
        for sentence in sentences(path, tree)
    ]
    assert found == []


def test_the_walk_would_see_one():
    tree = ast.parse(
        'def f():\n    """Not this one, it is a docstring."""\n    raise ValueError(f"There is no file {f}.")'
    )
    assert sentences("analyzer/x.py", tree) == ["analyzer/x.py:3: There is no file "]


@functools.cache
def said_keys():
    """Every text in the source that could be a key of a sentence."""
    constants = (node.value for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(value for value in constants if isinstance(value, str)) | {key for key, _ in said_in_templates()}


def said_in_templates():
    """The keys that templates say, with the names of the values that they give."""
    for path in PACKAGE.rglob("*.jinja"):
        for key, values in re.findall(r"say\('(\w+)'((?:, \w+=[^,()]+)*)\)", path.read_text(encoding="utf-8")):
            yield key, frozenset(re.findall(r", (\w+)=", values))


def test_a_template_says_sentences_that_there_are_with_their_values_and_holds_none_itself():
    said = list(said_in_templates())
    assert len(said) > 10
    for key, given in said:
        assert values_of(en.SENTENCES[key]) <= given, key
    for path in PACKAGE.rglob("*.jinja"):
        markup = re.sub(r"{[{%#].*?[}%#]}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", " ", markup)
        assert set(text.split()) <= {"pinscout", "+", "−", "100%"}, path


def test_every_key_is_said_somewhere():
    unused = [key for key in en.SENTENCES if key not in said_keys() and not DYNAMIC.search(key)]
    assert unused == []


def calls():
    """The keys that the source says by name: `say`, `fact` and the errors, with where."""
    speakers = re.compile(r"^(say|fact)$|(?<!Assertion)(?<!Attribute)(?<!Value)(?<!Key)Error$")
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and speakers.search(_name(node)) and node.args:
                key = node.args[0]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    given = {word.arg for word in node.keywords}
                    yield f"{path}:{node.lineno}", key.value, given


OWN_ERRORS = {"status", "retry_after"}


def test_every_sentence_that_is_said_is_in_the_table_with_all_its_values():
    faults = []
    for place, key, given in calls():
        if key not in en.SENTENCES:
            faults.append(f"{place}: no sentence {key!r}")
        elif None not in given and (missing := values_of(en.SENTENCES[key]) - given):
            faults.append(f"{place}: {key} lacks {missing}")
    assert faults == []


def values_of(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_a_sentence_writes_its_values_in_forms_that_there_are():
    forms = (*en.FORMS, "", ",", ".0f", ".1f")
    for key, template in en.SENTENCES.items():
        for _, name, form, conversion in string.Formatter().parse(template):
            if name is not None:
                assert name.isidentifier(), key
                assert form in forms, key
                assert conversion in (None, "r"), key


def test_a_hint_has_an_error_and_needs_no_more_values_than_it():
    for key, template in en.SENTENCES.items():
        base = key.removesuffix("_hint")
        if key.endswith("_hint") and base in en.SENTENCES:
            extra = values_of(template) - values_of(en.SENTENCES[base])
            assert extra <= {
                "known",
                "forms",
                "formats",
                "manifest",
                "accounts",
                "variable",
                "candidates",
                "options",
                "most",
                "choices",
                "before",
                "after",
                "passed",
                "stretch",
                "offset",
                "endings",
            }


class TestAFact:
    def test_is_said_with_the_facts_in_it(self):
        told = fact(
            "plan_next",
            entries=fact("entries", shown=["a.jp", "b.jp"]),
            reason=fact("near", offset_s=-2),
            cost=fact("cost_host", count=2),
        )
        assert (
            str(told)
            == "Still failing? Add a.jp, b.jp (asked 2 s before the reported failure) and try again: only 2 hosts would no longer be inspected."
        )

    def test_comes_back_from_plain_values_as_it_was(self):
        told = fact("device_list", devices=[fact("device_line", name="", user="", id="1", count=2)])
        assert Fact.from_dict(told.to_dict()) == told

    def test_counts_as_its_language_does(self):
        assert say("read", used=1, rows=1200, files=1) == "1 of 1,200 rows used from 1 file"
