"""An app's name against a domain: how well they meet, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from analyzer.names.app_name import AppName, Token
from analyzer.names.likeness import has_common_run, is_one_letter_off, is_skeleton, is_swap, root_of, spelling_key
from analyzer.names.pieces import Pieces, host_pieces, is_around_a_brand, pieces_of, stem_of
from analyzer.names.script import latin_words
from analyzer.names.skeletons import meets, sounds_of
from analyzer.names.sounds import sound_keys
from analyzer.names.words import COMMON

# What a match of each kind is worth. Chosen by hand and checked on the names of some 80 apps with their domains.
_EXACT, _WRAPPED, _PART, _HOST, _SERVICE, _APPLICATION, _SOUND = 1.0, 0.95, 0.8, 0.8, 0.9, 0.9, 0.9
_OWNED = 0.9
_OWNER = 0.7  # of a token of 0.7 at most: just below what counts
_EDIT, _SKELETON = 0.7, 0.42
_ROOT = 0.45  # just below what counts, since a stranger may name a host so as well
_SKELETON_STRONG = 0.56
_MOST_APPLICATION = 100
_SHORTEST_KEY = 4


class NameMatch(NamedTuple):
    """Where an app's name and a domain meet best."""

    score: float
    """0 (not at all) to 1 (the domain is the name); from .5 on it is taken for one."""
    kind: str
    """`exact`, `part`, `host`, `application`, `service`, `owned`, `owner`, `skeleton`, `edit`; "" for no match."""
    strong: float
    """The score without what owner lists say; 0 to 1."""
    token: str
    """The token of the app's name."""
    text: str
    """The piece of the domain, of a hostname, or the service that it met."""


NO_MATCH = NameMatch(0.0, "", 0.0, "", "")


class _Meeting(NamedTuple):
    share: float
    kind: str
    text: str


_NOWHERE = _Meeting(0.0, "", "")


def match_name(
    app: AppName,
    registrable_domain: str,
    hostnames: Iterable[str],
    services: frozenset[str] = frozenset(),
    applications: frozenset[str] = frozenset(),
    owners: frozenset[str] = frozenset(),
) -> NameMatch:
    """The best match between the app's name and a domain with the hostnames seen under it.

    `services` are the names of the owner lists that hold any of them, `owners` the wider services around those, and
    `applications` what the log itself takes them for. Any text may be a name. Of equal matches the one of the heavier
    token counts.

    >>> from analyzer.names import parse_app_name
    >>> match_name(parse_app_name("PayPay"), "paypay.ne.jp", [])
    NameMatch(score=1.0, kind='exact', strong=1.0, token='paypay', text='paypay')
    """
    if not app.tokens:
        return NO_MATCH
    domain = pieces_of(registrable_domain)
    hosts = host_pieces(domain.domain, hostnames)
    taken_for = {_squeezed(name): name for name in sorted(applications) if name}
    best, strongest = NO_MATCH, 0.0
    for token in app.tokens:
        if token.weight <= min(best.score, strongest):
            break
        own = _meet(token, domain, hosts, app.words)
        if token.text in taken_for and own.share < _APPLICATION:
            own = _Meeting(_APPLICATION, "application", taken_for[token.text])
        strong = token.weight * (_SKELETON_STRONG if own.kind == "skeleton" else own.share)
        strongest = max(strongest, strong)
        owner = _by_owner(token, services, owners)
        meeting = max(own, owner, key=lambda meeting: meeting.share)
        if token.weight * meeting.share > best.score:
            best = NameMatch(token.weight * meeting.share, meeting.kind, 0.0, token.text, meeting.text)
    return best._replace(strong=strongest)


def _by_owner(token: Token, services: frozenset[str], owners: frozenset[str]) -> _Meeting:
    """The domain is of the very service that is named, of a part of it, or of the same owner and that alone."""
    if token.kind == "owner":
        return _Meeting(_OWNER, "owner", token.text) if token.text in services | owners else _NOWHERE
    if token.text in services:
        return _Meeting(_SERVICE, "service", token.text)
    return _Meeting(_OWNED, "owned", token.text) if token.text in owners else _NOWHERE


def _meet(token: Token, domain: Pieces, hosts: set[str], words: frozenset[str]) -> _Meeting:
    if token.kind == "owner":
        return _NOWHERE
    if token.kind == "domain":
        return _whole(token.text, domain)
    if token.kind == "sound":
        return _by_sound(token, domain, words)
    text = token.text
    if text in (domain.label, domain.bare, domain.squeezed):
        return _Meeting(_EXACT, "exact", domain.label)
    found = _part(text, domain, words)
    if found.share >= _HOST or len(text) < 3:
        return found
    if text in hosts and not _is_short(text):
        return _Meeting(_HOST, "host", text)
    return max(
        found, _alike(text, domain), _by_root(text, hosts.union(domain.parts)), key=lambda meeting: meeting.share
    )


def _by_root(text: str, found: set[str]) -> _Meeting:
    """Another form of the word at an edge of one in a hostname or the label: `instantmessaging` for Messages."""
    root = root_of(text)
    if not root:
        return _NOWHERE
    pieces = [piece for piece in found if piece.startswith(root) or (root_of(piece) or piece).endswith(root)]
    return _Meeting(_ROOT, "host", min(pieces)) if pieces else _NOWHERE


def _squeezed(application: str) -> str:
    """The name of an application in one word, without what Cloudflare adds in brackets, as in `(Do Not Inspect)`."""
    return "".join(latin_words(application[:_MOST_APPLICATION].partition("(")[0])).lower()


def _is_short(text: str) -> bool:
    """Too short to be looked for inside other words: x, au, o2, n26."""
    return len(text) < 3 or (len(text) == 3 and not text.isalpha())


def _whole(text: str, domain: Pieces) -> _Meeting:
    if text == domain.domain or text.endswith("." + domain.domain):
        return _Meeting(_EXACT, "exact", domain.domain)
    if domain.domain.endswith(text) and is_around_a_brand(domain.domain.removesuffix(text), frozenset()):
        return _Meeting(_WRAPPED, "part", domain.domain)
    return _NOWHERE


def _part(text: str, domain: Pieces, words: frozenset[str]) -> _Meeting:
    """The word inside the label, worth less the more of the label it leaves unexplained."""
    at = domain.bare.find(text)
    size, label = len(text), domain.bare
    if text == domain.ending and size > 2:
        return _Meeting(_PART, "part", text)
    if at < 0 or size < 2:
        return _NOWHERE
    if is_around_a_brand(label[:at], words) and is_around_a_brand(label[at + size :], words):
        return _Meeting(_WRAPPED if size > 3 else 0.7 if size == 3 else 0.5, "part", domain.label)
    if _is_short(text):
        return _NOWHERE
    if text in domain.parts:
        return _Meeting(_PART, "part", text)
    where = 0.0 if at == 0 else 0.1 if at + size == len(label) else 0.2
    share = 0.6 * size / len(label) + min(0.1 * (size - 4), 0.35) - where
    return _Meeting(max(share, 0.0), "part", domain.label)


def _by_sound(token: Token, domain: Pieces, words: frozenset[str]) -> _Meeting:
    """A word in another script against the label, its parts, and the label without affixes or words of the name."""
    sounds_like = _kana_test(token.text) if not token.script else _foreign_test(token)
    if sounds_like is None:
        return _NOWHERE
    for part in (domain.bare, *domain.parts):
        if sounds_like(part):
            return _Meeting(_SOUND, "edit", part if part in domain.parts else domain.label)
    if any(map(sounds_like, _stems(domain.bare, words))):
        return _Meeting(_WRAPPED * _SOUND, "edit", domain.label)
    return _NOWHERE


def _kana_test(key: str) -> Callable[[str], bool] | None:
    return (lambda part: key in sound_keys(part)) if len(key) >= _SHORTEST_KEY else None


def _foreign_test(token: Token) -> Callable[[str], bool] | None:
    sounds = sounds_of(token.script, token.text)
    return (lambda part: meets(token.script, sounds, part)) if sounds else None


def _stems(label: str, words: frozenset[str]) -> Iterator[str]:
    """What is left of a label without an affix, without a common word at its end, or another word of the app's name."""
    if stem := stem_of(label):
        yield stem
    yield from (label[:at] for at in range(3, len(label) - 2) if label[at:] in COMMON)
    for word in words:
        if 1 < len(word) < len(label) - 2:
            if label.endswith(word):
                yield label.removesuffix(word)
            if label.startswith(word):
                yield label.removeprefix(word)


def _alike(text: str, domain: Pieces) -> _Meeting:
    label = domain.bare
    if len(text) > 4 and len(label) > 4:
        if spelling_key(text) == spelling_key(label):
            return _Meeting(_EDIT, "edit", domain.label)
        if len(text) > 5 and is_swap(text, label):
            return _Meeting(_EDIT, "edit", domain.label)
        if is_one_letter_off(text, label) or has_common_run(label, text):
            return _Meeting(_SKELETON, "edit", domain.label)
    stem = stem_of(label)
    if is_skeleton(stem or label, text, cut=bool(stem)) or is_skeleton(domain.squeezed, text, cut=False):
        return _Meeting(_SKELETON, "skeleton", domain.label)
    return _NOWHERE


NAME_COUNTS = 0.5
"""From here on a match of names is taken to be one."""
