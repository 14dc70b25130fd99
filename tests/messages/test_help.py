"""The command's help, and what click says, are there in every language, whole and with the same names in them."""

import ast
import inspect

import click
import pytest
from click import core, exceptions, formatting, parser, termui, types
from click.testing import CliRunner

from analyzer import messages, text
from analyzer.cli import main
from analyzer.messages import speaking
from tests.messages.test_languages import EACH_OTHER, TABLES, fields, verbatim

NOT_MET = {
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": "nothing is deprecated",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": "nothing is deprecated",
    "deprecated": "nothing is deprecated",
    "Value must be an iterable.": "a mistake of ours",
    "Could not determine name for option with declarations {decls!r}": "a mistake of ours",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? Did you mean to pass '--{name}'?": "a mistake of ours",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.": "a mistake of ours",
    "Name '{name}' defined twice": "a mistake of ours",
    "Boolean option {decl!r} cannot use the same flag for true/false.": "a mistake of ours",
    "Invalid start character for option ({option})": "a mistake of ours",
    "Unknown color {colour!r}": "a mistake of ours",
    "Choice({choices})": "a description for developers",
    "Takes {nargs} values but 1 was given.": "no option takes several values",
    "Takes {nargs} values but {len} were given.": "no option takes several values",
    "{len_type} values are required, but {len_value} was given.": "no option takes several values",
    "{len_type} values are required, but {len_value} were given.": "no option takes several values",
    "{value!r} does not match the format {format}.": "dates are read by us",
    "{value!r} does not match the formats {formats}.": "dates are read by us",
    "{value!r} is not a valid UUID.": "no option takes one",
    "Press any key to continue...": "nothing pauses",
    "Repeat for confirmation": "nothing is entered twice",
    "Error: The two entered values do not match.": "nothing is entered twice",
}
"""What click could say, and why nobody meets it."""


def said_by_click():
    for module in (core, exceptions, formatting, parser, termui, types):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
                yield from (part.value for part in node.args if isinstance(part, ast.Constant))


def commands():
    context = click.Context(main, info_name="pinscout")
    return [main, *(main.get_command(context, name) for name in main.list_commands(context))]


def helped():
    """Each help text in English: by the name of its own, and by the one that it may share with other commands."""
    for command in commands():
        yield command.name, command.name, inspect.cleandoc(command.help)
        for param in command.params:
            if isinstance(param, click.Option) and param.help:
                name = max(param.opts, key=len)
                yield f"{command.name} {name}", name, param.help


@EACH_OTHER
def test_every_command_and_option_has_help_and_there_is_no_other(code):
    known = TABLES[code].HELP
    taken = {next((name for name in (own, shared) if name in known), f"no {own}") for own, shared, _ in helped()}
    assert taken == set(known)


@EACH_OTHER
def test_options_that_share_their_help_share_it_in_english_too(code):
    known = TABLES[code].HELP
    english = {}
    for own, shared, told in helped():
        english.setdefault(own if own in known else shared, set()).add(told)
    assert {name: told for name, told in english.items() if len(told) > 1} == {}


@EACH_OTHER
def test_help_names_the_commands_options_and_places_that_the_english_one_does(code):
    known = TABLES[code].HELP
    faults = {
        own: names
        for own, shared, told in helped()
        if (names := verbatim(told) ^ verbatim(known[own if own in known else shared]))
    }
    assert faults == {}


@EACH_OTHER
def test_all_that_click_says_to_people_is_said_with_the_same_values(code):
    known = TABLES[code].CLICK
    assert set(known) == (set(said_by_click()) | {"Show the version and exit.", "Show this message and exit."}) - set(NOT_MET) - {"%(prog)s, version %(version)s"}  # fmt: skip
    assert [sentence for sentence in known if fields(sentence) != fields(known[sentence])] == []


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("code", messages.languages())
def test_help_fits_the_terminal(code, columns):
    for name in (command.name for command in commands()[1:]):
        told = CliRunner().invoke(main, ["--lang", code, name, "--help"], terminal_width=columns - 2).output
        prose = [line for line in told.split("\n") if "pinscout " not in line and "|" not in line]
        assert max(map(text.width, prose)) <= columns


class TestTheCommand:
    def test_shows_its_help_in_the_language_that_is_asked_for_wherever_it_is(self):
        for arguments in (
            ["--lang", "ja", "find", "--help"],
            ["find", "--help", "--lang", "ja"],
            ["--lang=ja", "help", "find"],
        ):
            told = CliRunner().invoke(main, arguments).output
            assert told.startswith("使い方: pinscout find")
            assert "アプリが失敗した時刻。" in told
            assert "[デフォルト: 90s]" in told
            assert "Show this message" not in told
        assert CliRunner().invoke(main, ["find", "--help"]).output.startswith("Usage: pinscout find")

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["find", "--nosuch", "--lang", "ja"], "エラー: オプション '--nosuch' はありません。"),
            (["--lang", "ja", "nosuch"], "エラー: コマンド 'nosuch' はありません。"),
            (["--lang", "ja", "explain"], "エラー: 引数がありません: 'DOMAIN'."),
            (["sweep", "--jobs", "x", "--lang=ja"], "エラー: '--jobs' の値が正しくありません: 'x' は"),
            (["--lang", "ja", "find", "--at"], "エラー: オプション '--at' には値が必要です。"),
        ],
    )
    def test_says_in_that_language_what_is_wrong(self, arguments, said):
        told = CliRunner().invoke(main, arguments)
        assert told.exit_code == 2
        assert said in told.stderr

    def test_lists_the_commands_with_the_first_sentence_of_each(self):
        told = CliRunner().invoke(main, ["--lang", "ja", "--help"], terminal_width=78).output
        assert "  demo        付属の例を実行します。\n" in told
        assert "…" not in told

    def test_lends_click_no_language_longer_than_it_is_spoken(self):
        with speaking("ja"):
            assert core._("Options") == "オプション"
        assert core._("Options") == "Options"
