"""The answer of a sweep: what clients refuse to have decrypted, what to do, and what it rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analyzer.answers.entries import entries_of, gate
from analyzer.answers.plan import exclude_step, write_entries
from analyzer.messages.en import plural, say
from analyzer.reading.accounting import Input

_NAMED_DOMAINS, _NAMED_ENTRIES, _NAMED_DEVICES = 8, 16, 3


@dataclass(frozen=True)
class Survey:
    """Which registrable domains clients refuse to have decrypted, and all that it rests on."""

    candidates: pd.DataFrame
    """DataFrame[RefusedDomains], likeliest to be pinned first; empty where nothing was refused. Its entries have
    passed `entries.gate`."""
    refusals: pd.DataFrame
    """The refused handshakes behind it: `seen_at, hostname, registrable_domain, device, device_name, user`, and
    `is_attributed` where the sessions named no device and the network log did."""
    distrusting: pd.DataFrame
    """Devices that refused nearly everything and were left out: their names, refused and served domains."""
    terms: pd.DataFrame
    """One row per candidate and term that counts: `registrable_domain, term, points, text`."""
    span: tuple[dt.datetime, dt.datetime] | None
    """First and last connection that the log holds; None where it holds none in the time asked for."""
    zone: dt.tzinfo
    input: Input
    http_read: bool
    """Whether the log tells which requests were decrypted."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "candidates", gate(self.candidates))

    @property
    def verdict(self) -> str:
        """`candidates` where a domain is in the band `exclude` or `try_next`, else `no_clear_candidate`."""
        return "candidates" if (self.candidates["band"] != "leave").any() else "no_clear_candidate"

    def title(self) -> str:
        """The days that were looked at."""
        return f"Refused TLS decryption, {self._span_text()}"

    def list_note(self) -> str:
        """What an entry of a Gateway list says of itself."""
        day = f" {self.span[1].astimezone(self.zone):%Y-%m-%d}" if self.span else ""
        return f"pinscout sweep{day}"

    def measures(self, shown: pd.DataFrame) -> dict[str, list[str]]:
        """What a table shows: devices that refused it, refusals of how many connections, the trend."""
        counts = zip(shown["refused_count"], shown["session_count"], strict=True)
        return {
            "devices": [f"{count:,}" if count else "?" for count in shown["device_count"]],
            "refused": [f"{refused:,}/{sessions:,}" for refused, sessions in counts],
            "trend": list(shown["trend"]),
        }

    def remarks(self, row: Any) -> list[str]:
        """Who refused it, and what inspection loses by its exclusion."""
        who = self._who(row.registrable_domain)
        hosts = plural(len(row.exclude.split()), "host")
        loss = "cost_host" if row.match == "host" else "cost_domain_none"
        said = [say(loss, hosts=hosts, domain=row.registrable_domain)] if row.band == "exclude" else []
        return ([say("sweep_who", devices=who)] if who else []) + said

    def _who(self, domain: str) -> str:
        of_it = self.refusals[(self.refusals["registrable_domain"] == domain) & (self.refusals["device"] != "")]
        busiest = of_it.groupby("device").size().sort_values(ascending=False, kind="stable").index
        named = of_it.drop_duplicates("device").set_index("device")
        texts = [_device_text(named.loc[device]) for device in busiest[:_NAMED_DEVICES]]
        return _list(texts, len(busiest))

    def summary(self) -> str:
        """The verdict in one sentence."""
        if self.candidates.empty:
            return say("sweep_nothing")
        for band, key in (("exclude", "sweep_candidates"), ("try_next", "sweep_unsure")):
            if chosen := entries_of(self.candidates, band):
                return say(key, entries=write_entries(chosen, _NAMED_DOMAINS))
        return say("sweep_stray_only", count=plural(len(self.candidates), "domain"))

    def plan(self) -> list[str]:
        """What to do, step by step."""
        first, further = (self.candidates[self.candidates["band"] == band] for band in ("exclude", "try_next"))
        lacking = [_device_text(device) for _, device in self.distrusting.head(_NAMED_DOMAINS).iterrows()]
        devices = _list(lacking, len(self.distrusting))
        steps = [say("sweep_certificate_step", devices=devices)] if lacking else []
        steps += [
            exclude_step(str(match), " ".join(group["exclude"]).split(), _NAMED_ENTRIES)
            for match, group in first.groupby("match", sort=True)
        ]
        steps += [say("sweep_check")] if len(first) else []
        if len(further):
            names = list(further["registrable_domain"][:_NAMED_DOMAINS])
            steps.append(say("sweep_ask", domains=_list(names, len(further))))
        return [*steps, say("sweep_stores" if len(first) + len(further) else "sweep_again")]

    def notes(self) -> list[str]:
        """What a reader should know about the input: what was read, left out, missing."""
        notes = [self.input.read_text(), say("span", span=self._span_text(), zone=self.zone)]
        notes += filter(None, [self.input.dropped_text()])
        notes += self.input.notes
        notes += self._anonymous_notes()
        if not self.http_read:
            notes.append(say("sweep_no_http"))
        shown = self.distrusting.head(_NAMED_DOMAINS)
        notes += [
            say(
                "sweep_certificate",
                device=_device_text(device),
                refused=plural(device["refused_domain_count"], "domain"),
                served=f"{device['served_domain_count']:,}",
            )
            for _, device in shown.iterrows()
        ]
        rest = len(self.distrusting) - len(shown)
        return notes + ([say("sweep_certificate_more", count=plural(rest, "more device"))] if rest else [])

    def _anonymous_notes(self) -> list[str]:
        unknown, attributed = (self.refusals["device"] == "").sum(), self.refusals["is_attributed"].sum()
        if attributed:
            return [say("sweep_attributed", count=f"{attributed:,}", total=f"{attributed + unknown:,}")]
        return [say("sweep_anonymous")] if unknown else []

    def _span_text(self) -> str:
        if self.span is None:
            return say("sweep_no_time")
        first, last = (moment.astimezone(self.zone) for moment in self.span)
        return f"{first:%Y-%m-%d %H:%M:%S} to {last:%Y-%m-%d %H:%M:%S}"

    def to_dict(self) -> dict[str, Any]:
        """The survey as plain values, as `sweep --format json` prints it; times are ISO 8601 in UTC."""
        terms = {str(domain): group for domain, group in self.terms.groupby("registrable_domain")}
        plain = self.candidates.drop(columns=[c for c in self.candidates.columns if c.startswith("points_")])
        return {
            "verdict": self.verdict,
            "span": [moment.astimezone(dt.UTC).isoformat() for moment in self.span or ()],
            "candidates": [
                {
                    **row,
                    "exclude": row["exclude"].split(),
                    "first_at": row["first_at"].isoformat(),
                    "last_at": row["last_at"].isoformat(),
                    "terms": terms[row["registrable_domain"]][["term", "points", "text"]].to_dict("records"),
                }
                for row in plain.to_dict("records")
            ],
            "plan": self.plan(),
            "distrusting": self.distrusting.to_dict("records"),
            "input": self.input.to_dict(),
        }

    def _repr_html_(self) -> str:
        from analyzer.answers.notebook import to_html

        return to_html(self)


def _device_text(device: pd.Series) -> str:
    """A device by its name and user, by its id where the log has no name."""
    name = device["device_name"] or device.get("device", device.name)
    return f"{name} ({device['user']})" if device["user"] else str(name)


def _list(shown: list[str], count: int) -> str:
    rest = count - len(shown)
    return ", ".join(shown) + (f" and {rest:,} more" if rest else "")
