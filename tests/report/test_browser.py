"""Pages in a real browser: nothing fails, nothing is asked for elsewhere, all can use them, with scripts off as well.

Needs Debian's chromium, or one that PINSCOUT_CHROMIUM names; skipped where there is none, and the summary says so.
"""

import itertools
import os
import re
import shutil

import pytest
from playwright.sync_api import expect

import analyzer
from analyzer.answers.entries import matches_of
from analyzer.messages import speaking
from analyzer.pipelines.report import report
from tests.report.pages import INCIDENTS, SWEEPS, answer_of

CHROMIUM = os.environ.get("PINSCOUT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium: apt-get install chromium"),
    pytest.mark.no_cover,
    pytest.mark.long,
]
JAPANESE = "-ja"
DESKTOP, PHONE = {"width": 1200, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser():
    """One browser for all tests; the module ends it, since its event loop would be in others' way."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The page of an answer as a file, written when it is first wanted; in Japanese where its name ends so."""
    folder = tmp_path_factory.mktemp("pages")

    def write(name):
        path = folder / f"{name}.html"
        if not path.exists():
            with speaking("ja" if name.endswith(JAPANESE) else "en"):
                path.write_text(report(answer_of(name.removesuffix(JAPANESE))), encoding="utf-8")
        return path

    return write


@pytest.fixture
def visit(browser, files):
    """Open the page of an answer. What goes wrong in it, or is asked for elsewhere, fails the test at its end."""
    faults, contexts = [], []

    def open_page(name, **options):
        context = browser.new_context(**{"viewport": DESKTOP, **options})
        contexts.append(context)
        context.route("**/*", lambda route: _own_only(route, files(name), faults))
        page = context.new_page()
        page.on(
            "console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.goto(files(name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _own_only(route, path, faults):
    if route.request.url == path.as_uri():
        route.continue_()
    else:
        faults.append(route.request.url)
        route.abort()


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found]


def order(page):
    return page.locator("#ranking > tbody:visible > tr:first-child > th").evaluate_all(
        "cells => cells.map(cell => cell.firstChild.textContent)"
    )


@pytest.mark.parametrize("name", [*INCIDENTS, *SWEEPS, "hostile"])
def test_a_page_opens_without_a_fault_and_anybody_can_use_it(visit, name):
    page = visit(name)
    assert page.locator("h1").count() == 1
    assert violations(page) == []


@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"viewport": PHONE, "color_scheme": "dark"}])
@pytest.mark.parametrize("name", ["platform-service", "archive-day"])
def test_a_page_can_be_used_in_the_dark_and_on_a_phone_with_everything_unfolded(visit, name, options):
    page = visit(name, **options)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= options.get("viewport", DESKTOP)["width"]


@pytest.mark.parametrize("name", ["platform-service", "archive-day"])
def test_a_page_in_japanese_is_marked_as_such_has_no_english_sentence_and_fits_a_phone(visit, name):
    page = visit(name + JAPANESE, viewport=PHONE)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert page.locator("html").get_attribute("lang") == "ja"
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.evaluate("document.querySelectorAll('pre').forEach(each => each.remove())")  # lists, rules and Terraform
    english = set(re.findall(r"\b[a-z]{2,} [a-z]{2,}\b", page.locator("body").inner_text()))
    assert english <= {"pinscout find", "pinscout export", "in list"}


def test_a_heading_sorts_and_says_how(visit):
    page = visit("platform-service")
    best_first = order(page)
    heading = page.locator("#ranking > thead th.likelihood")
    assert page.locator("#ranking > thead th[aria-sort]").get_attribute("class").split() == ["rank", "number"]
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert order(page)[0] == best_first[0]
    heading.locator("button").press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    assert order(page)[0] == best_first[-1] or set(order(page)) == set(best_first)
    page.locator("#ranking > thead th.registrable_domain button").click()
    assert order(page) == sorted(best_first)
    assert page.locator("#ranking > thead th[aria-sort]").count() == 1


def test_numbers_are_sorted_as_numbers(visit):
    page = visit("platform-service")
    page.locator("#ranking > thead th.lookups button").click()
    counts = [int(text) for text in page.locator("#ranking > tbody > tr:first-child > td:last-child").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    assert max(counts) > 9


def test_a_filter_leaves_what_fits(visit):
    page = visit("platform-service")
    page.locator("#filter").fill("torica")
    assert order(page) == ["torica-transit.jp", "torica-points.com"]
    assert page.locator("#shown").inner_text() == "2 / 12"
    page.locator("#filter").fill("no such name")
    assert order(page) == []
    assert "No candidate" in page.locator("#shown").inner_text()


def test_reasons_unfold_by_the_keyboard(visit):
    page = visit("platform-service")
    first = page.locator("#ranking details").first
    assert not first.locator("table").is_visible()
    first.locator("summary").press("Enter")
    assert "the name fits: torica for Torica" in first.locator("table").inner_text()


@pytest.mark.parametrize("name", ["platform-service", "archive-day"])
def test_copying_gives_what_the_exports_give(visit, name):
    page = visit(name, permissions=["clipboard-read", "clipboard-write"])
    answer = answer_of(name)
    lists = [analyzer.export(answer, "gateway-list", match) for match in matches_of(answer.candidates)]
    wanted = [*lists, analyzer.export(answer, "expression"), analyzer.export(answer, "terraform")]
    for button, text in zip(page.locator("button.copy").all(), wanted, strict=True):
        button.click()
        expect(button).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == text


def test_the_timeline_is_drawn_out_and_its_names_stay_in_sight(visit):
    page = visit("paypay")
    track = page.locator(".track").first
    before = track.evaluate("track => track.scrollWidth")
    page.get_by_label("Look closer").click()
    page.get_by_label("Look closer").click()
    assert page.locator("#zoomed").inner_text() == "400%"
    assert track.evaluate("track => track.scrollWidth") > 3 * before
    track.evaluate("track => { track.scrollLeft = 300; }")
    expect(track.locator(".labels")).to_have_attribute("style", "transform: translateX(300px);")
    page.get_by_label("See more time").click(click_count=3)
    assert page.locator("#zoomed").inner_text() == "100%"


@pytest.mark.parametrize("name", ["paypay", "archive-day"])
def test_on_a_phone_no_line_runs_through_a_name_and_times_stand_apart(visit, name):
    page = visit(name, viewport=PHONE)
    labels = page.locator(".plot .labels text")
    around = "texts => [...new Set(texts.map(text => getComputedStyle(text).paintOrder.split(' ')[0]))]"
    assert labels.evaluate_all(around) == ["stroke"]
    for panel in page.locator(".plot svg.panel").all():
        edges = panel.evaluate("""panel => [...panel.querySelectorAll(":scope > text.small")].map(text => {
            const box = text.getBoundingClientRect(); return [box.left, box.right]; })""")
        assert all(before[1] < after[0] for before, after in itertools.pairwise(edges))


def test_with_scripts_off_it_reads_and_shows_no_dead_button(visit):
    page = visit("platform-service", java_script_enabled=False)
    assert page.locator("button:visible, input:visible").count() == 0
    assert page.locator("#ranking > tbody").count() == 12
    assert "api.torica-transit.jp" in page.locator(".verdict").inner_text()
    page.locator("#ranking summary").first.click()
    assert "the name fits" in page.locator("#ranking details").first.inner_text()
    page.locator(".export summary").first.click()
    assert "value,description" in page.locator("pre").first.inner_text()


def test_printed_it_has_no_buttons(visit):
    page = visit("archive-day")
    page.emulate_media(media="print")
    assert page.locator("button.copy:visible, .tools.script:visible, .zoom:visible").count() == 0


def test_the_first_key_skips_to_the_content(visit):
    page = visit("paypay")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_hostile_names_run_nothing_and_are_shown(visit):
    page = visit("hostile")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2
    assert "<svg onload=alert(1)>" in page.locator("h1").inner_text()
    page.mouse.move(300, 300)
