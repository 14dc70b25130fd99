"""What Japanese asks for beyond its words: columns of wide characters, blanks, lines, numbers with their counters."""

import re

import pytest

from analyzer import exports, text
from analyzer.messages import en, ja, say, speaking
from analyzer.page import Page
from analyzer.report import svg
from analyzer.report.incident_timeline import timeline_of
from tests.messages.test_languages import values_for
from tests.report.pages import answer_of

ANSWERS = ["paypay", "platform-service", "archive-day"]


def table(name, columns):
    with speaking("ja"):
        return exports.render(answer_of(name), "table", "", Page(columns)).split("\n")


def cells(rule):
    """The display columns that the cells below a rule may take."""
    return {column for dashes in re.finditer("-+", rule) for column in range(*dashes.span())}


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("name", ANSWERS)
def test_a_table_fits_its_page_and_its_cells_stand_below_their_heading(name, columns):
    lines = table(name, columns)
    rule = next(number for number, line in enumerate(lines) if set(line) == {"-", " "})
    rows = lines[rule - 1 : lines.index("", rule)]
    assert len(rows) > 4
    for row in rows:
        taken = {text.width(row[:at]) for at, character in enumerate(row) if character != " "}
        assert taken <= cells(lines[rule]), row
    assert all(text.width(line) <= columns for line in lines)


@pytest.mark.parametrize("name", ANSWERS)
def test_no_line_begins_with_a_mark(name):
    for columns in (60, 71, 80, 100):
        assert [line for line in table(name, columns) if line.lstrip().startswith(("、", "。", "」", ")", "ー"))] == []


def test_a_number_stays_with_its_counter():
    told = "失敗の時間帯に現れた 1,200 件のうち 12% 未満、3 台が 30 秒以内に 5 回以上拒否"
    for columns in range(14, 80):
        lines = text.wrap(told, columns).split("\n")
        assert not any(re.search(r"\d%?$", line) for line in lines), lines


def test_there_is_a_blank_between_japanese_and_latin_letters_or_figures():
    sticking = re.compile(r"[ぁ-んァ-ヶ一-龠々ー][A-Za-z0-9]|[A-Za-z0-9][ぁ-んァ-ヶ一-龠々]")
    told = [*ja.HELP.items(), *ja.CLICK.items()]
    with speaking("ja"):
        for key, template in ja.SENTENCES.items():
            turns = (values_for(en.SENTENCES[key], template, turn) for turn in (0, 2, 10))  # names in Latin letters
            told += [(key, say(key, **values)) for values in turns]
    told = [(key, re.sub("'[^']*'|「[^」]*」", "", sentence)) for key, sentence in told]  # but as it is typed
    assert {key: found[0] for key, sentence in told if (found := sticking.search(sentence))} == {}


def test_every_sentence_can_be_written_on_a_japanese_windows():
    told = "".join([*ja.SENTENCES.values(), *ja.HELP.values(), *ja.CLICK.values()])
    assert [character for character in set(told) if not character.encode("cp932", errors="ignore")] == []


def test_what_is_drawn_and_shown_says_that_it_is_japanese_so_that_kanji_look_so():
    finding = answer_of("paypay")
    with speaking("ja"):
        shown = [
            svg.document(timeline_of(finding)),
            finding._repr_html_(),
            finding.explain("paypay.ne.jp")._repr_html_(),
        ]
    assert all(re.search('<(?:svg|div)[^>]* lang="ja"', text) for text in shown)


def test_a_length_of_time_is_written_out():
    with speaking("ja"):
        assert say("page_around", before="90s", after="1h30m") == "前 90 秒から後 1 時間 30 分まで"
        assert say("doctor_no_query", reach=say("doctor_days", days=1)) == "直近 1 日にクエリなし"


def test_an_answer_is_japanese_but_for_names_and_commands():
    english = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
    with speaking("ja"):
        for name in ANSWERS:
            told = exports.render(answer_of(name), "short", "", Page(100)) + "\n".join(answer_of(name).notes())
            assert set(english.findall(re.sub(r"`[^`]*`|in\s+list|[Pp]olicies", "", told))) == set(), name
