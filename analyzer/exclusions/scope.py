"""For whom an exclusion is: for everybody, or for a trial for some users, groups or devices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Self

from analyzer.errors import OptionsConflictError
from analyzer.facts import Fact, fact
from analyzer.wirefilter import one_of


@dataclass(frozen=True)
class Scope:
    """Users by their e-mail addresses or groups, and devices that pass a posture check; nothing = everybody.

    A user of the addresses or of the groups is meant, on a device that passes one of the checks if any are named.
    """

    users: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    postures: tuple[str, ...] = ()

    @classmethod
    def of(cls, users: Iterable[str] = (), groups: Iterable[str] = (), postures: Iterable[str] = ()) -> Self:
        """The scope, however the names are ordered. Raises OptionsConflictError for what can be no such name."""
        named = [tuple(sorted({name.strip() for name in names})) for names in (users, groups, postures)]
        for name in (name for names in named for name in names):
            if not name or not name.isprintable():
                raise OptionsConflictError("ex_odd_scope", name=name)
        for user in named[0]:
            if "@" not in user or " " in user:
                raise OptionsConflictError("ex_no_user", name=user)
        return cls(*named)

    @property
    def identity(self) -> str:
        """The expression for its users; "" for all."""
        parts = [one_of("identity.email", self.users)] if self.users else []
        parts += [one_of("identity.groups.name[*]", self.groups)] if self.groups else []
        return " or ".join(parts)

    @property
    def posture(self) -> str:
        """The expression for its devices; "" for all."""
        return one_of("device_posture.checks.passed[*]", self.postures) if self.postures else ""

    @property
    def names(self) -> tuple[str, ...]:
        """All that it names; nothing for everybody."""
        return self.users + self.groups + self.postures

    @property
    def whom(self) -> Fact:
        """For whom, in words."""
        return fact("ex_for_some", names=list(self.names)) if self.names else fact("ex_for_all")

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


EVERYBODY = Scope()
