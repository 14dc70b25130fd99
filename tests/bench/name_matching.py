"""How well the names of Japanese apps meet their domains, and how few look-alikes they meet.

python -m tests.bench.name_matching [--misses]

`japanese_apps.csv` has one row per name as people type it: its registrable domains, those of the same company that
may match but less (`siblings`), and strangers that look alike. `names_by_script.csv` has names in other scripts, with
words around them, and bundle ids, each with one domain; the domains of the other rows of its group are its strangers.
The rows are general knowledge or invented, written for this.
"""

import argparse
import csv
import statistics
import time
import unicodedata
from pathlib import Path
from typing import NamedTuple

from analyzer import knowledge
from analyzer.names import AppName, NameMatch, match_name, parse_app_name
from analyzer.names.aliases import split_by_alias
from analyzer.names.words import COMMON

TABLE = Path(__file__).with_name("japanese_apps.csv")
BY_SCRIPT = Path(__file__).with_name("names_by_script.csv")
COUNTS = 0.5


class Outcome(NamedTuple):
    typed: str
    owned: dict[str, NameMatch]
    siblings: dict[str, NameMatch]
    strangers: dict[str, NameMatch]

    @property
    def is_told_apart(self) -> bool:
        """Whether the best of the app's own domains is above every other."""
        best = max(match.score for match in self.owned.values())
        return best >= COUNTS and all(match.score < best for match in self.strangers.values())


def outcomes(typed: str, row: dict[str, str]) -> Outcome:
    app = parse_app_name(typed, knowledge.parents_of)
    domains = (row["domains"], row["siblings"], row["look_alikes"])
    return Outcome(typed, *({d: meet(app, d) for d in group.split()} for group in domains))


def meet(app: AppName, domain: str) -> NameMatch:
    own, every = knowledge.own_services_of(f"www.{domain}"), knowledge.services_of(f"www.{domain}")
    return match_name(app, domain, [f"www.{domain}"], own, owners=every - own)


def outcomes_by_script() -> dict[str, list[Outcome]]:
    """Each name with its own domain, and with those of the other names of its group as strangers."""
    with BY_SCRIPT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    groups: dict[str, list[Outcome]] = {}
    for row in rows:
        app = parse_app_name(row["app"], knowledge.parents_of)
        others = {
            other["domain"]
            for other in rows
            if other["script"] == row["script"] and other["app"] != row["app"] and other["domain"] != row["domain"]
        }
        strangers = {domain: meet(app, domain) for domain in sorted(others)}
        groups.setdefault(row["script"], []).append(
            Outcome(row["app"], {row["domain"]: meet(app, row["domain"])}, {}, strangers)
        )
    return groups


def needs_alias(name: str) -> bool:
    return any(tokens and tokens[0] not in COMMON for _, tokens in split_by_alias(unicodedata.normalize("NFKC", name)))


def report(title: str, found: list[Outcome]) -> None:
    owned = [match for outcome in found for match in outcome.owned.values()]
    siblings = [match for outcome in found for match in outcome.siblings.values()]
    strangers = [match for outcome in found for match in outcome.strangers.values()]
    told_apart = statistics.mean(outcome.is_told_apart for outcome in found)
    print(
        f"{title:34}{len(found):>5}{len(owned):>8}{share(owned, 'strong'):>8.2f}{share(owned, 'score'):>8.2f}"
        f"{share(siblings, 'score'):>10.2f}{share(strangers, 'score'):>12.3f}{told_apart:>12.2f}"
    )


def share(matches: list[NameMatch], figure: str) -> float:
    return statistics.mean(getattr(match, figure) >= COUNTS for match in matches) if matches else float("nan")


def misses(found: list[Outcome]) -> None:
    for outcome in found:
        for group, wanted in (("own", True), ("strangers", False)):
            for domain, match in (outcome.owned if wanted else outcome.strangers).items():
                if (match.score >= COUNTS) != wanted:
                    print(f"  {group:10}{outcome.typed}  {domain}  {match}")


def speed() -> float:
    """Milliseconds for 2,000 domains with three hostnames each; the median of nine names."""
    domains = [f"{word}{number}.{end}" for number in range(100) for word in WORDS for end in ("com", "co.jp")]
    hosts = {domain: [f"www.{domain}", f"api-{domain}", f"cdn1.img.{domain}"] for domain in domains}
    taken = []
    for name in (
        "PayPay",
        "メルカリ",
        "ミラティブ",
        "三菱UFJ銀行",
        "jp.ne.paypay.iosapp",
        "au PAY",
        "Microsoft Teams",
        "ANA",
        "7-Eleven",
    ):
        app = parse_app_name(name)
        begin = time.perf_counter()
        for domain, names in hosts.items():
            match_name(app, domain, names)
        taken.append(time.perf_counter() - begin)
    return 1000 * statistics.median(taken)


WORDS = (
    "example",
    "static-media",
    "kakaku",
    "clickstream",
    "paymentgateway",
    "merchandise",
    "nflximg",
    "a",
    "teamspeak",
    "suite",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print own domains not met and strangers met")
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    groups = {
        "names in the alias table": [outcomes(r["app"], r) for r in rows if needs_alias(r["app"])],
        "names that are not": [outcomes(r["app"], r) for r in rows if not needs_alias(r["app"])],
        "bundle ids": [outcomes(r["bundle_id"], r) for r in rows if r["bundle_id"]],
    } | outcomes_by_script()
    show_misses = parser.parse_args().misses
    print(
        f"{'':34}{'apps':>5}{'domains':>8}{'strong':>8}{'all':>8}{'siblings':>10}{'look-alikes':>12}{'told apart':>12}"
    )
    for title, found in groups.items():
        report(title, found)
        if show_misses:
            misses(found)
    print(f"\n2,000 domains with 3 hostnames each: {speed():.0f} ms")


if __name__ == "__main__":
    main()
