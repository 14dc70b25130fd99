"""Pictures of pages, to be looked at: `python -m tests.report.screenshots FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from analyzer.pipelines.report import report
from tests.report.pages import answer_of
from tests.report.test_browser import CHROMIUM, DESKTOP, PHONE


def main(folder: str) -> None:
    """Of an incident, of a sweep and of hostile names, light and dark, wide and narrow."""
    target = Path(folder)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name in ("platform-service", "paypay", "archive-day", "hostile"):
            source = target / f"{name}.html"
            source.write_text(report(answer_of(name)), encoding="utf-8")
            for theme in ("light", "dark"):
                for width, viewport in (("wide", DESKTOP), ("narrow", PHONE)):
                    page = browser.new_page(viewport=viewport, color_scheme=theme)
                    page.goto(source.resolve().as_uri())
                    page.screenshot(path=target / f"{name}-{theme}-{width}.png", full_page=True)
                    page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
