"""Rebuild the tables from newer releases of the public projects that they take rows from.

    python -m analyzer.knowledge.build --third-party-web entities.json --domain-list geosite.dat

Only the rows of the projects named on the command line are replaced. Rows whose source is `own` are edited in
the CSV files themselves, and win over another project's row for the same domain. README.md tells where to get
the files. Without arguments it only sorts the tables.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from analyzer.domains import registrable
from analyzer.knowledge.geosite import List, geosite

HERE = Path(__file__).parent
LABEL_COLUMNS = ("domain", "owner", "kind", "note", "source", "licence")
OWNER_COLUMNS = ("service", "domain", "parent", "source", "licence")
THIRD_PARTY_WEB, DOMAIN_LIST = "third-party-web", "domain-list-community"
CREDENTIALS, OWN = "password-manager-resources", "own"
AD_CATEGORIES = {
    "ad": "ad",
    "analytics": "analytics",
    "tag-manager": "tag manager",
    "marketing": "marketing",
    "consent-provider": "consent",
}
NOT_SERVICES = ("category-", "geolocation-", "tld-")
"""Lists of a kind or a country, not of a service."""
MANY = 40
"""A longer list is full of names that its owner only holds so that nobody else does: those are cut, and of the
rest the shortest stay, which are mostly the ones in use."""
LEFT_OUT = frozenset({"adobe-activation", "beats"})
"""Hosts that pirates block; hundreds of names of dealers that a maker of headphones sued for."""
FEW = 4
"""A group of more names than this is a list of brands, not one service under several names."""
ENDINGS = frozenset(("com", "net", "org", "io", "me", "tv", "app", "dev", "jp", "co.jp", "ne.jp"))
"""Of one brand under many countries' endings, these are kept."""

Row = dict[str, str]


def main() -> None:
    """Read the projects' files named on the command line and write the tables again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--third-party-web", type=Path, metavar="ENTITIES.JSON", help="of the npm package")
    parser.add_argument("--domain-list", type=Path, metavar="GEOSITE.DAT", help="of v2fly/domain-list-community")
    parser.add_argument("--shared-credentials", type=Path, metavar="JSON", help="of apple/password-manager-resources")
    arguments = parser.parse_args()

    tables = {name: read(name) for name in ("os_services", "sdks", "shared_platforms", "web_third_parties", "owners")}
    ads, owners = tables["web_third_parties"], tables["owners"]
    if arguments.third_party_web:
        entities = json.loads(arguments.third_party_web.read_text(encoding="utf-8"))
        ads = [*without(THIRD_PARTY_WEB, ads), *third_parties(entities)]
        owners = [*without(THIRD_PARTY_WEB, owners), *entity_owners(entities)]
    if arguments.shared_credentials:
        groups = json.loads(arguments.shared_credentials.read_text(encoding="utf-8"))
        owners = [*without(CREDENTIALS, owners), *same_owner(groups)]
    if arguments.domain_list:
        lists = geosite(arguments.domain_list.read_bytes())
        ads = [*without(DOMAIN_LIST, ads), *advertisers(lists)]
        ours = {row["service"] for row in owners if row["source"] == OWN}
        owners = [*without(DOMAIN_LIST, owners), *services(lists, ours)]
    tables |= {"web_third_parties": allowed(ads), "owners": without_obvious(owners)}
    for name, rows in tables.items():
        write(name, rows)


def third_parties(entities: Iterable[dict[str, Any]]) -> Iterator[Row]:
    """The domains that web pages ask for advertising, measuring and consent."""
    for entity in entities:
        kind = AD_CATEGORIES.get(entity["category"])
        if kind:
            for domain in map(plain_name, entity["domains"]):
                yield label_row(domain, entity["name"], kind, THIRD_PARTY_WEB)


def entity_owners(entities: Iterable[dict[str, Any]]) -> Iterator[Row]:
    """Who owns the other domains of third-party-web: social networks, video, shops."""
    for entity in entities:
        if entity["category"] in {"social", "video", "content", "customer-success", "hosting"}:
            for domain in map(plain_name, entity["domains"]):
                yield owner_row(service_name(entity["name"]), domain, THIRD_PARTY_WEB)


def same_owner(groups: Iterable[dict[str, list[str]]]) -> Iterator[Row]:
    """Domains that share one account: each name of a small group is a service, of a large one the first."""
    for group in groups:
        domains = [*group.get("shared", []), *group.get("to", []), *group.get("from", [])]
        names = list(dict.fromkeys(registrable(domain).domain.split(".")[0] for domain in domains))
        for service in names if len(names) <= FEW else names[:1]:
            for domain in domains if len(names) > 1 else []:
                yield owner_row(service, domain, CREDENTIALS)


def advertisers(lists: dict[str, List]) -> Iterator[Row]:
    """Entries that domain-list-community marks as advertising."""
    for name, entries in lists.items():
        if not name.startswith(NOT_SERVICES) and name != "cn":
            for kind, domain, attributes in entries:
                if kind in {2, 3} and "ads" in attributes:
                    yield label_row(domain, name.removesuffix("-ads"), "ad", DOMAIN_LIST)


def services(lists: dict[str, List], ours: set[str]) -> Iterator[Row]:
    """Which service owns which domain, and which service is part of which.

    In the file every list has the names of the lists that it includes among its own. So a list is part of another if
    that one has all of its names and more. Of a service with rows of our own, a long list is not taken.
    """
    refused = {domain for _, domain, _ in lists.get("category-porn", [])}
    members = {
        name: {domain for kind, domain, marks in entries if kind in {2, 3} and "ads" not in marks and "." in domain}
        for name, entries in lists.items()
        if not name.startswith(NOT_SERVICES) and not name.endswith(("-ads", "-cn", "-!cn"))
    }
    for name in members.keys() - LEFT_OUT - {"cn"}:
        domains = members[name] - refused
        inner = [theirs for theirs in members.values() if theirs and theirs < members[name]]
        outer = sorted(other for other, theirs in members.items() if members[name] and members[name] < theirs)
        own = domains.difference(*inner) or domains
        if name not in ours or len(own) <= MANY:
            for domain in in_use(name, own):
                yield owner_row(name, domain, DOMAIN_LIST, " ".join(outer))


def without_obvious(rows: Iterable[Row]) -> list[Row]:
    """Rows without the services whose every domain is called like the service: its name tells as much."""
    rows = list(rows)
    kept = {row["service"] for row in rows if row["parent"] or row["domain"].split(".")[0] != row["service"]}
    kept |= {parent for row in rows for parent in row["parent"].split()}
    return [row for row in rows if row["service"] in kept or row["source"] == OWN]


def in_use(service: str, domains: set[str]) -> list[str]:
    """A long list without the names that its owner holds only so that nobody else does."""
    if len(domains) <= MANY:
        return sorted(domains)
    kept: dict[str, list[str]] = {}
    for domain in sorted(domains, key=lambda name: (len(name), name)):
        first, _, ending = domain.partition(".")
        squatted = first != service and (service in re.sub(r"[^a-z0-9]", "", first) or near(first, service))
        if not squatted and (ending in ENDINGS or first not in kept):
            kept.setdefault(first, []).append(domain)
    return sorted([domain for group in kept.values() for domain in group][:MANY])


def near(one: str, other: str) -> bool:
    """Whether two words are within two edits, as a slip of the finger makes them.

    >>> near("facebok", "facebook"), near("fbcdn", "facebook")
    (True, False)
    """
    if abs(len(one) - len(other)) > 2:
        return False
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1] <= 2


def label_row(domain: str, owner: str, kind: str, source: str) -> Row:
    """A row of a label table."""
    return dict(zip(LABEL_COLUMNS, (domain, owner, kind, "", source, "MIT"), strict=True))


def owner_row(service: str, domain: str, source: str, parent: str = "") -> Row:
    """A row of the owners table."""
    return dict(zip(OWNER_COLUMNS, (service, domain, parent, source, "MIT"), strict=True))


def plain_name(domain: str) -> str:
    """`*.example.com` and `example.com` are one row here."""
    return domain.lower().removeprefix("*.")


def service_name(entity: str) -> str:
    """An entity's name as one word: `Hatena Blog` -> `hatenablog`."""
    return re.sub(r"[\W_]", "", entity.casefold())


def allowed(rows: Iterable[Row]) -> list[Row]:
    """Rows without those that not_ads.csv takes out: services that are more than their advertising."""
    with (HERE / "not_ads.csv").open(encoding="utf-8", newline="") as file:
        refused = {row["domain"] for row in csv.DictReader(file)}
    return [row for row in rows if row["domain"] not in refused]


def without(source: str, rows: Iterable[Row]) -> list[Row]:
    """The rows of every other source."""
    return [row for row in rows if row["source"] != source]


def read(name: str) -> list[Row]:
    """The rows of a table; none if it does not exist yet."""
    path = HERE / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: Iterable[Row]) -> None:
    """Write a table: sorted, one row a domain (owners: a service and a domain), ours first in a tie."""
    columns = OWNER_COLUMNS if name == "owners" else LABEL_COLUMNS
    rank = {OWN: 0, CREDENTIALS: 1, DOMAIN_LIST: 2, THIRD_PARTY_WEB: 3}
    kept: dict[tuple[str, str], Row] = {}
    for row in sorted(rows, key=lambda row: (row["domain"], row.get("service", ""), rank[row["source"]])):
        if is_hostname(row["domain"]):
            kept.setdefault((row["domain"], row.get("service", "")), row)
    with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept.values())
    print(f"{name}: {len(kept)} rows")


def is_hostname(name: str) -> bool:
    """Whether it is a name and not an address or a slip in a source."""
    return re.fullmatch(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)*[a-z](?:[a-z0-9-]*[a-z0-9])?", name) is not None


if __name__ == "__main__":
    main()
