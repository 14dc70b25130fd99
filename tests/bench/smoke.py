"""The least that an installation must do: find, sweep, keep, explain and export."""

import tempfile
from pathlib import Path

import analyzer

FIXTURES = Path(__file__).parents[2] / "fixtures"
FORMATS = ("csv", "gateway-list", "json", "markdown", "plain", "short", "table")


def smoke() -> str:
    """What was found, in a sentence. Raises AssertionError where something is not as it must be."""
    story = FIXTURES / "vendor-sdk"
    finding = analyzer.find([story / name for name in ("dns", "sessions", "http")], incident=story / "incident.toml")
    assert finding.verdict == "candidates"
    with tempfile.TemporaryDirectory() as folder:
        finding.save(Path(folder) / "finding.zip")
        again = analyzer.load_finding(Path(folder) / "finding.zip")
    best = again.candidates["registrable_domain"].iloc[0]
    assert str(again.explain(best)).startswith(best)
    assert all(analyzer.export(again, format_) for format_ in FORMATS)
    survey = analyzer.sweep(FIXTURES / "archive-day")
    assert survey.verdict == "candidates"
    return f"pinscout {analyzer.__version__}: {finding.summary()} {survey.summary()}"


if __name__ == "__main__":
    print(smoke())
