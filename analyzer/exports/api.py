"""Requests for Cloudflare's API, as JSON: the lists and the Do Not Inspect rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.exports._pairs import pairs_of
from analyzer.messages import say
from analyzer.text import to_json

if TYPE_CHECKING:
    from analyzer.answers.ranking import Ranking

_BASE = "/accounts/$CLOUDFLARE_ACCOUNT_ID/gateway"


def render(ranking: Ranking) -> str:
    """Method, path and body of each request, in their order; where the id of a list is to be put in, it says so."""
    requests = []
    for pair in pairs_of(ranking):
        requests.append({"method": "POST", "path": f"{_BASE}/lists", "body": pair.list_body()})
        requests.append({"method": "POST", "path": f"{_BASE}/rules", "body": pair.rule_body(say("ex_new_id"))})
    return to_json(requests) + "\n"
