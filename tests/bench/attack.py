"""What can a page, an advertisement or another app lift into an answer, by making the device look up names?

python -m tests.bench.attack

Lookups and broken handshakes of an attacker are put beside the bundled incidents; the table says how often a name of
the attacker's became an entry of the band `exclude`, and whether the app's own domain kept its band and its place.
Exits with 1 where one of the promises at the end of the table does not hold.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import analyzer
from analyzer.answers.entries import entries_of
from analyzer.answers.finding import Finding
from tests.builders import PHONE, refused, request, write_log

FIXTURES = Path("fixtures")
SUFFIXES = (
    "com", "net", "org", "jp", "co.jp", "ne.jp", "or.jp", "go.jp", "ac.jp", "ad.jp", "tokyo.jp", "osaka.jp", "co.uk", "org.uk",
    "com.au", "com.br", "co.kr", "com.tw", "com.hk", "co.in", "de", "fr", "io", "app", "dev", "cloud", "xyz", "github.io",
    "gitlab.io", "netlify.app", "vercel.app", "pages.dev", "workers.dev", "web.app", "firebaseapp.com", "herokuapp.com",
    "appspot.com", "run.app", "cloudfunctions.net", "azurewebsites.net", "azureedge.net", "blob.core.windows.net",
    "s3.amazonaws.com", "s3.ap-northeast-1.amazonaws.com", "elasticbeanstalk.com", "cloudfront.net", "awsapprunner.com",
    "fastly.net", "akamaiedge.net", "edgekey.net", "edgesuite.net", "b-cdn.net", "r2.dev", "fly.dev", "onrender.com",
    "ngrok.io", "trycloudflare.com", "duckdns.org", "ddns.net", "no-ip.org", "dyndns.org", "blogspot.com", "myshopify.com",
)  # fmt: skip
PLATFORMS = (
    "amazonaws.com", "googleapis.com", "google.com", "apple.com", "icloud.com", "microsoft.com", "windows.net",
    "firebaseio.com", "gstatic.com", "cloudflare.com", "dropbox.com", "discord.com", "mega.nz", "box.com", "t.me",
    "telegram.org", "bit.ly", "office.com", "youtube.com", "googlevideo.com", "x.com", "facebook.com", "amazon.co.jp",
    "yahoo.co.jp",
)  # fmt: skip
ALIKE = (
    "paypay-login.jp", "paypay-login.com", "paypay-secure.jp", "paypay-card.xyz", "mypaypay.jp", "mypaypay.com", "pay-pay.jp",
    "pay-pay.com", "paypay.xyz", "paypay.co.jp", "paypay.shop", "paypay.app", "paypay.io", "paypay.cn", "paypay.example.net",
    "paypay.evil.com", "app.paypay.evil.com", "app.paypay.net.evil.cn", "paypay.ne.jp.evil.com", "paypay-ne.jp", "paypayjp.com",
    "paypaybonus.jp", "paypay-campaign.jp", "paypay-support.net", "login-paypay.com", "secure-paypay.jp", "paypay1.jp",
    "paypayy.jp", "paypaay.jp", "papyay.jp", "paypay.github.io", "paypay.pages.dev", "xn--pypay-4ve.jp", "xn--paypy-6xe.com",
)  # fmt: skip
UNKNOWN = ("qzx-delivery.jp", "qzx-delivery.com", "www.vbn-shop.net", "cdn.fgh-metrics.org")


def incident_of(story: str, failures: int = 0, app: str | None = None) -> analyzer.Incident:
    """The incident of a story: all its failures or the first so many, with its app or another name for it."""
    incident = analyzer.Incident.from_toml(FIXTURES / story / "incident.toml")
    chosen = incident.failures[: failures or None]
    return replace(incident, failures=chosen, app=incident.app if app is None else app)


def find(
    story: str, incident: analyzer.Incident, rows: list[dict[str, object]], logs: Iterable[str] = ("dns",)
) -> Finding:
    """The finding for a story with an attacker's rows beside its own."""
    with tempfile.TemporaryDirectory() as folder:
        files = [FIXTURES / story / name for name in logs if (FIXTURES / story / name).is_dir()]
        return analyzer.find(*files, write_log(Path(folder) / "attack.log", rows), incident=incident)


def lookups(
    incident: analyzer.Incident, names: Iterable[str], story: str, offset_s: int = 0
) -> list[dict[str, object]]:
    """One lookup of each name in each failure, by the device that failed."""
    device = _device(story, incident)
    rows = []
    for failure, name in itertools.product(incident.failures, names):
        at = failure.since.timestamp() + offset_s
        rows.append({"Datetime": int(at), "QueryName": name, "QueryTypeName": "A", "RCode": 0} | device)
    return rows


def _device(story: str, incident: analyzer.Incident) -> dict[str, str]:
    queries = analyzer.load(FIXTURES / story / "dns")
    chosen = queries[queries["device_name"].astype("str").str.casefold() == incident.device.casefold()]
    row = (chosen if len(chosen) else queries).iloc[0]
    return {"DeviceID": str(row["device"]), "DeviceName": str(row["device_name"]), "Email": str(row["user"])}


def covers(entry: str, name: str) -> bool:
    """Whether an entry would exempt a name of the attacker's."""
    return entry == name or name.endswith(f".{entry}")


class Table:
    """What was tried, and what came of it."""

    def __init__(self) -> None:
        self.broken: list[str] = []

    def row(self, what: str, tries: int, gained: int, promise: bool) -> None:
        """One line; a promise that is broken is kept for the end."""
        print(f"{what:86} {tries:5} {gained:7}{'' if not promise else '   0 promised' if not gained else '   BROKEN'}")
        if promise and gained:
            self.broken.append(what)


def forbidden(table: Table) -> None:
    """Suffixes and platforms, each alone, looked up and refused in all failures; and refused by a device of a sweep."""
    names = [*SUFFIXES, *PLATFORMS]
    gained = 0
    for app in ("", None):
        incident = incident_of("paypay", app=app)
        for name in names:
            gained += name in entries_of(find("paypay", incident, lookups(incident, [name], "paypay")).candidates)
    table.row(
        f"{len(names)} suffixes and platforms, one lookup a failure, app named or not", 2 * len(names), gained, True
    )
    seconds = (*range(0, 20, 2), *range(4000, 4020, 2))
    rows = [row for name in names for row in refused(name, *seconds, device=PHONE | {"DeviceID": f"of {name}"})]
    with tempfile.TemporaryDirectory() as folder:
        log = write_log(Path(folder) / "s.log", [*rows, request("other.example.jp", 5)])
        swept = entries_of(analyzer.sweep(log, tz="UTC").candidates)
    table.row("the same names refused again and again, swept", len(names), len({*swept} & {*names}), True)


def look_alikes(table: Table) -> None:
    """Names like PayPay's, one lookup a failure, each alone, DNS alone: gained, and above the true domain."""
    for failures in (1, 3):
        incident = incident_of("paypay", failures)
        gained = above = lost = 0
        for name in ALIKE:
            finding = find("paypay", incident, lookups(incident, [name], "paypay"))
            gained += any(covers(entry, name) for entry in entries_of(finding.candidates))
            ranks = finding.candidates.set_index("registrable_domain")["rank"]
            mine = [rank for domain, rank in ranks.items() if covers(str(domain), name)]
            above += bool(mine) and min(mine) < ranks["paypay.ne.jp"]
            lost += "paypay.ne.jp" not in entries_of(finding.candidates)
        table.row(f"{len(ALIKE)} look-alikes, {failures} failure(s): in exclude", len(ALIKE), gained, True)
        table.row(f"{len(ALIKE)} look-alikes, {failures} failure(s): above paypay.ne.jp", len(ALIKE), above, True)
        table.row(
            f"{len(ALIKE)} look-alikes, {failures} failure(s): paypay.ne.jp no longer in exclude",
            len(ALIKE),
            lost,
            True,
        )


def unknown(table: Table) -> None:
    """Domains that nobody knows: one lookup in one failure or in three, a flood of hosts, beside logs of connections."""
    for app, failures in itertools.product(("", None), (1, 3)):
        incident = incident_of("paypay", failures, app)
        found = [find("paypay", incident, lookups(incident, [name], "paypay")) for name in UNKNOWN]
        gained = sum(any(covers(e, n) for e in entries_of(f.candidates)) for f, n in zip(found, UNKNOWN, strict=True))
        named = "app named" if app is None else "no app named"
        table.row(
            f"unknown domains, one lookup in each of {failures} failure(s), {named}",
            len(UNKNOWN),
            gained,
            failures == 1,
        )
    incident = incident_of("paypay", 1)
    for hosts in (5, 50, 200):
        names = [f"h{number}.qzx-delivery.jp" for number in range(hosts)]
        gained = any(
            "qzx" in entry
            for entry in entries_of(find("paypay", incident, lookups(incident, names, "paypay")).candidates)
        )
        table.row(f"unknown domain, {hosts} fresh hosts in one failure", 1, int(gained), True)
    incident = incident_of("nothing-pinned")
    found = [
        find("nothing-pinned", incident, lookups(incident, [name], "nothing-pinned"), ("dns", "sessions", "http"))
        for name in UNKNOWN
    ]
    gained = sum(any(covers(e, n) for e in entries_of(f.candidates)) for f, n in zip(found, UNKNOWN, strict=True))
    table.row("unknown domains, all failures, with logs of connections", len(UNKNOWN), gained, True)


def flood(table: Table) -> None:
    """500 domains at once."""
    names = [f"www.flood-{number}.jp" for number in range(500)]
    for failures, app in itertools.product((1, 3), ("", None)):
        incident = incident_of("paypay", failures, app)
        finding = find("paypay", incident, lookups(incident, names, "paypay"))
        gained = sum("flood-" in entry for entry in entries_of(finding.candidates))
        named = "app named" if app is None else "no app named"
        table.row(f"500 names at once in {failures} failure(s), {named}: {finding.verdict}", 500, gained, True)


def main() -> None:
    """Print the table."""
    table = Table()
    print(f"{'attack':86} {'tries':>5} {'gained':>7}")
    for attack in (forbidden, look_alikes, unknown, flood):
        attack(table)
    sys.exit(1 if table.broken else 0)


if __name__ == "__main__":
    main()
