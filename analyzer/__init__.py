"""pinscout: which domains must be excluded from TLS inspection so that an app works again?

    import analyzer

    finding = analyzer.find("logs/*.log.gz", at="2026-11-10T05:05:00Z", app="PayPay", device="iPhone")
    finding.candidates

`find` is `load`, then `rank`; `sweep` needs no failure time, but the log of sessions; `export` turns either's
answer into text. `pipelines/` holds each analysis as one chain. Names are resolved when they are first used, so that
the command starts fast.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from analyzer._version import __version__ as __version__

if TYPE_CHECKING:
    from analyzer.answers.finding import Explanation as Explanation
    from analyzer.answers.finding import Finding as Finding
    from analyzer.answers.refused import SurveyExplanation as SurveyExplanation
    from analyzer.answers.saved import load as load_finding
    from analyzer.answers.saved import load_sweep as load_survey
    from analyzer.answers.survey import Survey as Survey
    from analyzer.errors import AmbiguousDeviceError as AmbiguousDeviceError
    from analyzer.errors import AnalyzerError as AnalyzerError
    from analyzer.errors import CloudflareError as CloudflareError
    from analyzer.errors import NoRecordsError as NoRecordsError
    from analyzer.errors import OptionsConflictError as OptionsConflictError
    from analyzer.errors import TimeFormatError as TimeFormatError
    from analyzer.exports import render as export
    from analyzer.incidents.incident import Incident as Incident
    from analyzer.incidents.scoring import Weights as Weights
    from analyzer.messages import speak as speak
    from analyzer.pipelines.find import find as find
    from analyzer.pipelines.find import rank as rank
    from analyzer.pipelines.load import DroppedRowsWarning as DroppedRowsWarning
    from analyzer.pipelines.load import load as load
    from analyzer.pipelines.load import load_signals as load_signals
    from analyzer.pipelines.sweep import sweep as sweep
    from analyzer.sweeps.scoring import PinWeights as PinWeights

_HOMES = {
    "AmbiguousDeviceError": ("errors", "AmbiguousDeviceError"),
    "AnalyzerError": ("errors", "AnalyzerError"),
    "CloudflareError": ("errors", "CloudflareError"),
    "DroppedRowsWarning": ("pipelines.load", "DroppedRowsWarning"),
    "Explanation": ("answers.finding", "Explanation"),
    "Finding": ("answers.finding", "Finding"),
    "Incident": ("incidents.incident", "Incident"),
    "NoRecordsError": ("errors", "NoRecordsError"),
    "OptionsConflictError": ("errors", "OptionsConflictError"),
    "PinWeights": ("sweeps.scoring", "PinWeights"),
    "SurveyExplanation": ("answers.refused", "SurveyExplanation"),
    "Survey": ("answers.survey", "Survey"),
    "TimeFormatError": ("errors", "TimeFormatError"),
    "Weights": ("incidents.scoring", "Weights"),
    "export": ("exports", "render"),
    "find": ("pipelines.find", "find"),
    "load": ("pipelines.load", "load"),
    "load_finding": ("answers.saved", "load"),
    "load_survey": ("answers.saved", "load_sweep"),
    "load_signals": ("pipelines.load", "load_signals"),
    "rank": ("pipelines.find", "rank"),
    "speak": ("messages", "speak"),
    "sweep": ("pipelines.sweep", "sweep"),
}

__all__ = [  # noqa: PLE0604, RUF100 - listed for readers; a test compares it with the table above
    "AmbiguousDeviceError",
    "AnalyzerError",
    "CloudflareError",
    "DroppedRowsWarning",
    "Explanation",
    "Finding",
    "Incident",
    "NoRecordsError",
    "OptionsConflictError",
    "PinWeights",
    "Survey",
    "SurveyExplanation",
    "TimeFormatError",
    "Weights",
    "export",
    "find",
    "load",
    "load_finding",
    "load_signals",
    "load_survey",
    "rank",
    "speak",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(importlib.import_module(f"{__name__}.{module}"), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
