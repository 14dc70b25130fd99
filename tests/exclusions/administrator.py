"""An administrator with a finding and a token: commands run in this process, over real HTTP, against a stand-in."""

from __future__ import annotations

import re
from functools import cache

import httpx
import pytest

import analyzer
from analyzer.answers import saved
from tests.builders import FAILED_AT, background, queries
from tests.cloudflare.phone import run
from tests.standin.tokens import ACCOUNT

MARK = re.compile(r"pinscout:[0-9a-f]{12}")
APP, HOST, OTHER = "paypay.ne.jp", "sdk.fra-01.braze.eu", "line.me"


@cache
def finding():
    """PayPay failed: its own domain is excluded first, an SDK's host and another app's domain were asked as well."""
    asked = [("app4.paypay.ne.jp", 1, "phone"), (HOST, 4, "phone"), ("legy.line.me", 9, "phone")]
    again = [(name, second + 600, device) for name, second, device in asked]
    times = [FAILED_AT, FAILED_AT.replace(minute=15)]
    return analyzer.rank(
        queries(*background(), *asked, *again), at=times, app="PayPay", device="phone", tz="Asia/Tokyo"
    )


class Administrator:
    """Runs commands against one account; the journal is kept in the state folder of the test."""

    def __init__(self, server, folder):
        self.server = server
        self.file = str(folder / "finding.zip")
        saved.save(finding(), folder / "finding.zip")

    def run(self, *arguments, check=0, token="standin-full", account=ACCOUNT, **more):
        return run(*arguments, check=check, **self.server.environment(token, account) | more)

    def exclude(self, *names, **more):
        return self.run("exclude", "--finding", self.file, "--yes", *names, **more)

    def enable(self, *names, **more):
        return self.run("exclude", "--enable", "--yes", *names, **more)

    def restore(self, *names, **more):
        return self.run("restore", "--yes", *names, **more)

    @property
    def lists(self):
        return self.server.gateway.lists

    @property
    def rules(self):
        return self.server.gateway.rules

    def values(self):
        """The names in each list, by the list's name."""
        return {each["name"]: sorted(item["value"] for item in each["items"]) for each in self.lists}

    def asked(self, *methods):
        """Methods and paths of what was asked, of these methods alone if any are named."""
        return [(each.method, each.path) for each in self.server.requests if not methods or each.method in methods]

    def writes(self):
        return self.asked("POST", "PATCH", "PUT", "DELETE")


def shape(gateway):
    """What an account holds, apart from what chance decides: ids, marks, and the order of making."""
    names = {each["id"]: each["name"] for each in gateway.lists}
    lists = [
        (
            each["name"],
            each["type"],
            _unmarked(each),
            sorted((item["value"], _unmarked(item)) for item in each["items"]),
        )
        for each in gateway.lists
    ]
    rules = []
    for rule in gateway.rules:
        kept = {key: rule[key] for key in ("name", "enabled", "action", "filters", "identity", "device_posture")}
        traffic = re.sub(r"\$([0-9a-f-]+)", lambda found: f"${names[found[1]]}", rule["traffic"])
        rules.append((traffic, _unmarked(rule), sorted(map(str, kept.items()))))
    return sorted(lists), sorted(rules)


def _unmarked(record):
    return MARK.sub("pinscout:…", record["description"])


class KilledError(BaseException):
    """The process ends at this very place."""


class Line:
    """The line to Cloudflare of this process, which can be cut before or after one request, once or for good."""

    def __init__(self, patch: pytest.MonkeyPatch):
        self.methods, self._cut = [], None
        original = httpx.HTTPTransport.handle_request

        def handle(transport, request):
            self.methods.append(request.method)
            self._strike("before", httpx.ConnectError("cut"))
            response = original(transport, request)
            self._strike("after", httpx.ReadError("cut"))
            return response

        patch.setattr(httpx.HTTPTransport, "handle_request", handle)

    def cut(self, number, stage, how):
        """Cut it at the request of that number, counted from now: `killed`, `once` or `for good`."""
        self.methods, self._cut = [], (number, stage, how)

    def mend(self):
        """No cut any more."""
        self._cut = None

    def _strike(self, stage, error):
        if self._cut is None:
            return
        number, at, how = self._cut
        sent = len(self.methods)
        if (sent == number and stage == at) or (how == "for good" and sent > number):
            raise KilledError if how == "killed" else error
