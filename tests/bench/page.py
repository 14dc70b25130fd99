"""How large the page of a large sweep is, how long it takes to make, and to open in Chromium.

python -m tests.bench.page
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

import analyzer
from analyzer.pipelines.report import report
from tests.builders import refused, used, write_log

DOMAINS, DEVICES = 2_000, 500
MOST_BYTES, MOST_SECONDS = 3_000_000, 2.0


def large_sweep(folder: Path) -> analyzer.Survey:
    """A day of 500 devices that refuse 2,000 domains, some of them again and again, on several hosts each."""
    dice = random.Random(2026)
    devices = [
        {
            "DeviceID": f"{number:08x}-0c3f-4a53-9a6e-2f1d3c5b7a90",
            "DeviceName": f"iPhone {number}",
            "Email": f"user{number}@example.jp",
        }
        for number in range(DEVICES)
    ]
    rows: list[dict[str, object]] = []
    for number in range(DOMAINS):
        hosts = [
            f"{name}.large-company-{number}.co.jp"
            for name in ("api", "auth", "static-content", "push")[: dice.randint(1, 4)]
        ]
        for device in dice.sample(devices, dice.randint(1, 3)):
            second = dice.uniform(-40_000, 40_000)
            rows += refused(
                dice.choice(hosts), *(second + attempt for attempt in range(dice.randint(1, 4))), device=device
            )
            for _ in range(3):
                rows += used(f"www.other-{dice.randint(0, 400)}.com", second + 60, device=device)
    return analyzer.sweep(write_log(folder / "sessions.log", rows), tz="UTC")


def main() -> None:
    """Print what the page of such a sweep takes."""
    from playwright.sync_api import sync_playwright

    from tests.report.test_browser import CHROMIUM

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        survey = large_sweep(Path(name))
        began = time.perf_counter()
        text = report(survey)
        path = Path(name) / "page.html"
        path.write_text(text, encoding="utf-8")
        print(f"{len(survey.candidates):,} domains, {survey.refusals['device'].nunique()} devices")
        print(
            f"made in {time.perf_counter() - began:.1f} s, {len(text.encode()) / 1e6:.2f} MB of {MOST_BYTES / 1e6:.0f}"
        )
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        for _ in range(3):
            began = time.perf_counter()
            page.goto(path.as_uri(), wait_until="load")
            page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
            print(f"opened and painted in {time.perf_counter() - began:.2f} s, of {MOST_SECONDS:.0f}")
        browser.close()


if __name__ == "__main__":
    main()
