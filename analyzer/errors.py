"""What can go wrong, said so that a person can go on.

AnalyzerError          the message says what happened and to what, the hint what to do about it
  NoRecordsError       a source was read, and nothing in it could be used
  TimeFormatError      a time or a duration could not be understood
  AmbiguousDeviceError the windows hold several devices, or none that was asked for
"""

from __future__ import annotations


class AnalyzerError(Exception):
    """Something that a person can put right; `hint` says how."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class NoRecordsError(AnalyzerError):
    """No readable record at all where there should have been some."""


class TimeFormatError(AnalyzerError):
    """A time or a duration that could not be understood."""


class AmbiguousDeviceError(AnalyzerError):
    """The device to look at must be named; the hint lists those that are there."""
