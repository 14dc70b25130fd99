"""`explain`: points, reasons, timeline, and what would change the answer."""

import re

import pytest

import analyzer
from analyzer.text import width
from tests.builders import background, dns_row, moment, refused, request, write_log

pytestmark = pytest.mark.no_cover  # as a whole what other tests pass through part by part

DAY = [dns_row(host, second) for host, second, _ in background()]
OTHERS = [dns_row("cdn.example.net", second) for second in (-3000, -1800, 30)]


def find(tmp_path, *rows, at=(0,), **options):
    log = write_log(tmp_path / "log.gz", [*DAY, *OTHERS, *rows])
    return analyzer.find(log, at=[moment(second) for second in at], tz="Asia/Tokyo", **options)


def asked(*seconds, hostname="api.aoba-pay.jp"):
    return [dns_row(hostname, second) for second in seconds]


def lines_of(explanation, start):
    lines = str(explanation).splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(start))
    return lines[first + 1 :]


def test_the_terms_add_up_to_the_score(tmp_path):
    answer = find(tmp_path, *asked(0, 3), app="Aoba Pay")
    for row in answer.candidates.itertuples():
        assert answer.explain(row.registrable_domain).terms["points"].sum() == pytest.approx(row.score)


def test_every_term_shown_has_points_and_a_sentence(tmp_path):
    for domain in find(tmp_path, *asked(0), app="Aoba Pay").candidates["registrable_domain"]:
        shown = find(tmp_path, *asked(0), app="Aoba Pay").explain(domain).in_words()
        assert (shown["points"] != 0).all()
        assert shown["text"].str.len().gt(5).all()


def test_the_timeline_has_a_line_a_failure_and_counts_every_lookup(tmp_path):
    answer = find(tmp_path, *asked(-90, -5, 0, 0.5, 90, 295, 300), at=(0, 300))
    explanation = answer.explain("aoba-pay.jp")
    first, second, *_ = lines_of(explanation, "Lookups around")
    assert (first.split()[:3], second.split()[:3]) == (["1", "11-10", "14:05:00"], ["2", "11-10", "14:10:00"])
    drawn = [re.search(r"s ([.\d+|]+) \+", line).group(1) for line in (first, second)]
    assert [sum(map(int, re.findall(r"\d", line))) for line in drawn] == [4, 2]
    assert [line.index("|") for line in drawn] == [30, 30]
    assert drawn[0][0] == "1" == drawn[0][-1]


def test_a_failure_to_the_minute_is_drawn_as_a_stretch_and_what_was_asked_in_it_is_told_as_within(tmp_path):
    log = write_log(tmp_path / "log.gz", [*DAY, *OTHERS, *asked(-20, 0, 20, 58, 90)])
    explanation = analyzer.find(log, at="2026-11-10 14:05", tz="Asia/Tokyo").explain("aoba-pay.jp")
    (line,) = [line for line in str(explanation).splitlines() if line.startswith("  1  11-10 14:05:00")]
    before, inside, after = re.fullmatch(r".* s (\S*)\[(\S*)\](\S*) .*", line).groups()
    assert [len(re.findall(r"\d", part)) for part in (before, inside, after)] == [1, 3, 1]
    told = re.findall(r"^11-10 \S+ +1 +(\S+) ", str(explanation), re.MULTILINE)
    assert sorted(told) == ["+30", "-20", "within", "within", "within"]


def test_what_is_asked_too_often_to_count_is_a_plus(tmp_path):
    many = [dns_row(f"h{number}.aoba-pay.jp", 10) for number in range(12)]
    line = lines_of(find(tmp_path, *many).explain("aoba-pay.jp"), "Lookups around")[0]
    assert line.count("+") == 2  # the other one stands before +90 s


def test_no_line_is_wider_than_a_terminal_whatever_the_names_are(tmp_path):
    rows = [dns_row(f"{'長い名前' * 15}.{'x' * 60}.aoba-pay.jp", n) for n in range(3)]
    answer = find(tmp_path, *rows, app="アオバペイ" * 20)
    for domain in answer.candidates["registrable_domain"]:
        assert all(width(line) <= 100 for line in str(answer.explain(domain)).splitlines())


class TestWhatWouldChange:
    def test_names_the_distance_to_the_next_or_to_the_first(self, tmp_path):
        answer = find(tmp_path, *asked(0), app="Aoba Pay")
        first, second = answer.candidates["registrable_domain"][:2]
        assert f"ahead of the next, {second}" in answer.explain(first).changes()[0]
        assert f"behind the first, {first}" in answer.explain(second).changes()[0]

    def test_names_only_what_is_not_there_yet(self, tmp_path):
        def said(*rows, **options):
            return " ".join(find(tmp_path, *asked(0), *rows, **options).explain("aoba-pay.jp").changes())

        assert all(word in said() for word in ("--app NAME", "zero_trust_network_sessions", "gateway_http"))
        assert "--app" not in said(app="Aoba Pay")
        assert "zero_trust_network_sessions" not in said(*refused("api.aoba-pay.jp", 1))
        assert "gateway_http" not in said(request("www.example.net", 20))

    @pytest.mark.parametrize(("again", "case"), [((600, 601), "asked again"), ((), "if not")])
    def test_what_it_says_of_one_more_failure_comes_true(self, tmp_path, again, case):
        rows = [*asked(0, *again), *(dns_row("push.apple.com", second) for second in (590, 620))]
        before, after = (find(tmp_path, *rows, at=at) for at in ((0,), (0, 600)))
        sentence = before.explain("aoba-pay.jp").changes()[1]
        told = re.search(rf"{case}, it (?:(gains|loses) ([\d.]+) points|stays as it is)", sentence)
        way, points = told.groups(default="0")
        now, then = (answer.candidates.set_index("registrable_domain").loc["aoba-pay.jp"] for answer in (before, after))
        real = then["points_recurrence"] - now["points_lift"]
        assert real == pytest.approx(float(points) * (1 if way == "gains" else -1), abs=0.15)

    def test_a_domain_that_came_often_enough_stays_as_it_is(self, tmp_path):
        rows = [*asked(0, 600, 1200, 1800), *(dns_row("push.apple.com", s) for s in (590, 1190, 1790))]
        long = [dns_row("push.apple.com", second) for second in range(-80_000, -4000, 100)]
        answer = find(tmp_path, *rows, *long, at=(0, 600, 1200, 1800))
        assert "would not change its points" in answer.explain("aoba-pay.jp").changes()[1]
