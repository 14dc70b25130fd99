"""What can go wrong, as facts that are said where a person reads them.

AnalyzerError            what happened, to what, and what to do about it
  NoRecordsError         a source was read, and nothing in it could be used
  TimeFormatError        a time, a length of time or a zone could not be understood, or can't be meant
  OptionsConflictError   options were given that cannot go together
  AmbiguousDeviceError   the windows hold several devices, or none that was asked for
  KeptFileError          a file that was saved once holds something else than it must
    NewerFileError       a file that a newer version saved
  CloudflareError        Cloudflare answered with an error, or did not answer
    NodeRefusedError     a log that is not open to this token or plan
    FieldRefusedError    a field of a log that is not open to this token or plan
    TooOldError          a time from before what the log still holds
"""

from __future__ import annotations

from typing import Any, Self

from analyzer.facts import Fact, fact


class AnalyzerError(Exception):
    """Something that a person can put right. `str` says what happened, `hint` what to do; a traceback shows both.

    Both are sentences of `messages`, in the reader's language: `key` and values say what happened; where no `hints`
    are given, the hint is the sentence `<key>_hint`, if there is one.
    """

    def __init__(self, key: str, /, *hints: Fact, **values: Any) -> None:
        super().__init__(key)
        self.fact = fact(key, **values)
        self.hints = hints
        self._notes: list[str] = []

    def __str__(self) -> str:
        return str(self.fact)

    @property
    def hint(self) -> str:
        """What to do about it, one sentence a line; "" if there is nothing to say."""
        return "\n".join(filter(None, map(str, self.all_hints)))

    @property
    def __notes__(self) -> list[str]:  # made anew, since the hints may change
        """What a traceback and a notebook print below the error: the hint, then notes that were added."""
        return [*filter(None, self.hint.split("\n")), *self._notes]

    @__notes__.setter
    def __notes__(self, notes: list[str]) -> None:
        """What a cluster sends along with an error: the notes as they were, hint and all."""
        self._notes = [note for note in notes if note not in self.hint.split("\n")]

    def add_note(self, note: str) -> None:
        """As for every exception."""
        self._notes.append(note)

    @property
    def all_hints(self) -> tuple[Fact, ...]:
        """The hints that were given, or else the one that goes with the key."""
        from analyzer.messages import is_known

        follows = Fact(f"{self.fact.key}_hint", self.fact.values)
        return self.hints or ((follows,) if is_known(follows.key) else ())

    def with_hints(self, *hints: Fact) -> Self:
        """The same error with other hints."""
        self.hints = hints
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        # A worker process pickles its error. By default it would be made again from its text, which is no key.
        return _rebuilt, (type(self), self.fact.key, dict(self.fact.values), self.hints, self.__dict__)


def _rebuilt(kind: type[AnalyzerError], key: str, values: dict[str, Any], hints: tuple[Fact, ...], rest: Any) -> Any:
    error = kind(key, *hints, **values)
    error.__dict__.update(rest)
    return error


class NoRecordsError(AnalyzerError):
    """No readable record at all where there should have been some."""


class TimeFormatError(AnalyzerError):
    """A time, a length of time or a zone that could not be understood, or that can't be meant."""


class OptionsConflictError(AnalyzerError):
    """Options that say the same thing twice, or exclude each other."""


class AmbiguousDeviceError(AnalyzerError):
    """The device to look at must be named; the hint lists those that are there."""


class KeptFileError(AnalyzerError):
    """A file that was saved once holds something else than it must."""


class NewerFileError(KeptFileError):
    """A file that a newer version saved."""


class CloudflareError(AnalyzerError):
    """Cloudflare answered with an error, or did not answer."""

    def __init__(
        self, key: str, /, *hints: Fact, status: int = 0, retry_after: float | None = None, **values: Any
    ) -> None:
        super().__init__(key, *hints, **values)
        self.status = status
        """HTTP's status, or the one that fits an error which came with status 200; 0 where none came."""
        self.retry_after = retry_after
        """Seconds after which Cloudflare asks to try again."""
        self.codes: tuple[int, ...] = ()
        """Cloudflare's own numbers of what was wrong."""

    def with_codes(self, codes: tuple[int, ...]) -> Self:
        """The same error with Cloudflare's own numbers."""
        self.codes = codes
        return self


class NodeRefusedError(CloudflareError):
    """A log that is not open to this token or plan."""


class FieldRefusedError(CloudflareError):
    """A field of a log that is not open to this token or plan."""

    @property
    def field(self) -> str:
        """Its name, as Cloudflare writes it; "" if Cloudflare does not tell."""
        return str(self.fact.values.get("field", ""))


class TooOldError(CloudflareError):
    """A time from before what the log still holds."""
