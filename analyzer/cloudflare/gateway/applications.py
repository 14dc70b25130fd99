"""Cloudflare's catalogue: the applications that it keeps from being inspected, and which of them has a hostname."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway.reading import read_every

DO_NOT_INSPECT = "Do Not Inspect"
_SUFFIX = f" ({DO_NOT_INSPECT})"
_FIELDS, _RECORDS = "id,name", list[dict[str, Any]] | None


class Application(NamedTuple):
    """An application that a rule can select to leave it uninspected."""

    id: str
    name: str
    """As the dashboard shows it: `Google Drive (Do Not Inspect)`."""
    type_id: str
    """The id of the type that all such applications have."""


@dataclass
class Catalogue:
    """The applications of the type Do Not Inspect, and the hostnames that they have. Asked about each name once."""

    client: Cloudflare
    account: str
    uninspected: list[Application]
    _found: dict[str, Application | None] = field(default_factory=dict)

    def of(self, hostname: str) -> Application | None:
        """The application to select for a hostname; None where there is none. Raises CloudflareError if it is refused.

        The catalogue of hostnames has applications under their plain names; the one that leaves them uninspected has
        the same id, or the same name with the type behind it.
        """
        if not self.uninspected:
            return None
        if hostname not in self._found:
            path = f"/accounts/{self.account}/resource-library/applications"
            records = self.client.get(path, _RECORDS, filter=f"hostname:{hostname}", fields=_FIELDS) or []
            self._found[hostname] = next(filter(None, map(self._uninspected, records)), None)
        return self._found[hostname]

    def named(self, app: str) -> Application | None:
        """The application that bears an app's name, or one with as much around it: `Drive` is in `Google Drive`."""
        wanted = _words(app)
        words = {one: _words(one.name.removesuffix(_SUFFIX)) for one in self.uninspected}
        found = [one for one, own in words.items() if wanted and wanted <= own and len(own) <= 2 * len(wanted)]
        return min(found, key=lambda one: (len(one.name), one.name), default=None)

    def _uninspected(self, record: dict[str, Any]) -> Application | None:
        id_, name = str(record.get("id")), str(record.get("name") or "").removesuffix(_SUFFIX)
        by_id = [one for one in self.uninspected if one.id == id_]
        by_name = [one for one in self.uninspected if one.name == name + _SUFFIX]
        return next(iter([*by_id, *by_name]), None)


def _words(name: str) -> set[str]:
    """Its words in lower case."""
    return {*re.findall(r"\w+", name.casefold())}


def read_catalogue(client: Cloudflare, account: str) -> Catalogue:
    """The catalogue of an account. Raises CloudflareError where the token may not read it."""
    records = read_every(client, f"/accounts/{account}/gateway/app_types", "id", per_page=1000)
    types = {
        str(one["id"]) for one in records if "application_type_id" not in one and one.get("name") == DO_NOT_INSPECT
    }
    applications = [
        Application(str(one["id"]), str(one.get("name") or ""), str(one["application_type_id"]))
        for one in records
        if "application_type_id" in one and str(one["application_type_id"]) in types
    ]
    return Catalogue(client, account, applications)
