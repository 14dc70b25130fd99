"""Which of several exclusions are needed? Taken out in groups and tried, with the fewest tries that can be had."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any

from analyzer.facts import Fact, fact

_SURE = 0.95
"""From this chance on that an entry is needed, trying without it is not worth an app that fails."""
_EVEN = 0.5
_PARTS = ("open", "kept", "dropped", "trial", "suspects")


@dataclasses.dataclass(frozen=True)
class Search:
    """What is known of the entries so far, and which of them are out for a trial.

    A try answers most if it may end either way. So as many of the least likely entries are taken out together as leave
    an even chance that none of them is needed: one where each is probably needed, half of them where most are not. If
    the app works without them they stay out; if not, the needed ones are looked for among them in the same way.

    >>> search = Search.of({"api.pay.jp": 0.6, "cdn.pay.jp": 0.2, "log.pay.jp": 0.1}).next_trial()
    >>> search.trial
    ('cdn.pay.jp', 'log.pay.jp')
    >>> search.works().dropped, search.fails().next_trial().trial
    (('cdn.pay.jp', 'log.pay.jp'), ('log.pay.jp',))
    """

    chances: Mapping[str, float]
    """The entries, each with the chance that the app needs it."""
    open: tuple[str, ...] = ()
    """Not decided yet, the likeliest first."""
    kept: tuple[str, ...] = ()
    """Needed, by a try or by the chance alone."""
    dropped: tuple[str, ...] = ()
    """Found not to be needed."""
    trial: tuple[str, ...] = ()
    """Taken out until the next run tells."""
    suspects: tuple[str, ...] = ()
    """Of these one at least is needed: a trial without all of them failed."""

    @classmethod
    def of(cls, chances: Mapping[str, float]) -> Search:
        """The search among these entries. What is nearly sure to be needed is not tried."""
        order = sorted(chances, key=lambda entry: (-chances[entry], entry))
        kept = tuple(entry for entry in order if chances[entry] >= _SURE)
        return cls(dict(chances), tuple(entry for entry in order if entry not in kept), kept)

    def extended(self, chances: Mapping[str, float]) -> Search:
        """The search with further entries, such as those that were excluded since; what is known already stays."""
        more = Search.of({entry: chance for entry, chance in chances.items() if entry not in self.chances})
        every = {**self.chances, **more.chances}
        opened = _ordered((*self.open, *more.open), every)
        return dataclasses.replace(self, chances=every, open=opened, kept=(*self.kept, *more.kept))

    @property
    def is_over(self) -> bool:
        """Whether each entry is decided."""
        return not self.open and not self.trial

    @property
    def excluded(self) -> tuple[str, ...]:
        """The entries that should be in force now."""
        return tuple(entry for entry in self.chances if entry not in (*self.dropped, *self.trial))

    def next_trial(self) -> Search:
        """The search with the next entries taken out; as it is where a trial is on or none is left."""
        if self.trial or not self.open:
            return self
        group = self._group()
        return dataclasses.replace(self, trial=group, open=_without(self.open, group))

    def works(self) -> Search:
        """The app worked without the entries of the trial."""
        suspects = _without(self.suspects, self.trial)
        found = dataclasses.replace(self, dropped=(*self.dropped, *self.trial), trial=(), suspects=suspects)
        return found._settled(suspects) if len(suspects) == 1 else found

    def fails(self, needed: Collection[str] = ()) -> Search:
        """The app failed without them. `needed` are those of which the log tells that they were refused."""
        told = tuple(entry for entry in self.trial if entry in needed)
        back = _ordered((*self.open, *_without(self.trial, told)), self.chances)
        suspects = () if told else self.trial
        found = dataclasses.replace(self, open=back, kept=(*self.kept, *told), trial=(), suspects=suspects)
        return found._settled(suspects) if len(suspects) == 1 else found

    def _settled(self, needed: tuple[str, ...]) -> Search:
        """The only one of which it can still be is needed."""
        rest = _without(self.open, needed)
        return dataclasses.replace(self, open=rest, kept=(*self.kept, *needed), suspects=())

    def _group(self) -> tuple[str, ...]:
        """The least likely entries that are out together with an even chance that none is needed, one at least.

        Among suspects never all of them: that is known to fail.
        """
        pool = tuple(entry for entry in self.open if entry in self.suspects) or self.open
        most = max(len(pool) // 2 if self.suspects else len(pool), 1)
        none_needed, size = 1.0, 0
        for entry in reversed(pool):
            none_needed *= 1 - self.chances[entry]
            if size and (none_needed < _EVEN or size >= most):
                break
            size += 1
        return pool[len(pool) - size :]

    def told(self) -> Fact | None:
        """Where the search stands, and what is to be done for it; None where there never was anything to decide."""
        if self.trial:
            return fact("search_trial", trial=list(self.trial), excluded=list(self.excluded), count=len(self.open))
        if self.is_over and self.dropped:
            return fact("search_over", kept=list(self.kept), dropped=list(self.dropped))
        return fact("search_all_needed", kept=list(self.kept)) if self.is_over and len(self.kept) > 1 else None

    def to_plain(self) -> dict[str, Any]:
        """As JSON can hold it, and gives it back."""
        parts = {name: list(getattr(self, name)) for name in _PARTS}
        return {"chances": dict(self.chances), **parts}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Search:
        """What `to_plain` gave."""
        chances = {str(entry): float(chance) for entry, chance in values["chances"].items()}
        parts = {name: tuple(map(str, values[name])) for name in _PARTS}
        return cls(chances, **parts)


def _without(entries: tuple[str, ...], others: Collection[str]) -> tuple[str, ...]:
    return tuple(entry for entry in entries if entry not in others)


def _ordered(entries: tuple[str, ...], chances: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(entries, key=lambda entry: (-chances[entry], entry)))
