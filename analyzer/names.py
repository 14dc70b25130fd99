"""interim"""

import re
import unicodedata
from typing import NamedTuple


class NameMatch(NamedTuple):
    score: float
    kind: str
    strong: float
    token: str
    text: str


NO_MATCH = NameMatch(0.0, "", 0.0, "", "")
COMMON = {
    "bank",
    "streaming",
    "live",
    "cloud",
    "authenticator",
    "app",
    "mobile",
    "pay",
    "android",
    "ios",
    "iphone",
    "client",
    "com",
    "de",
    "net",
    "org",
    "co",
    "jp",
    "ne",
    "ch",
}


def parse_app_name(text: str) -> "tuple[tuple[str, float], ...]":
    t = unicodedata.normalize("NFKC", text)[:200]
    toks = [x for x in re.split(r"[^A-Za-z0-9]+", t) if x]
    split = [y for x in toks for y in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", x)]
    out = {}
    for x in [*toks, "".join(toks), *split]:
        x = x.lower()
        if len(x) >= 3 and x not in COMMON:
            out[x] = 1.0
    return tuple(out.items())


def match_name(app, domain, hostnames, services=frozenset()):
    label = domain.split(".")[0]
    best = NO_MATCH
    for tok, w in app:
        for s, kind, strong, piece in (
            (1.0, "exact", 1.0, label) if tok == label else (0, "", 0, ""),
            (0.8, "part", 0.8, label) if tok in label and len(tok) >= 4 else (0, "", 0, ""),
            (0.9, "owner", 0, domain) if tok in services else (0, "", 0, ""),
        ):
            if s * w > best.score:
                best = NameMatch(s * w, kind, max(best.strong, strong * w), tok, piece)
    return best
