"""Registrable domains: public suffix plus one label, private suffixes included; once per distinct hostname."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    import requests
    import tldextract

_STRANGE = re.compile(r"[^\w.-]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
_MAX_HOSTNAME = 253  # RFC 1035, without the final dot


class Registrable(NamedTuple):
    """A hostname taken apart."""

    domain: str
    """The registrable domain; the hostname itself where it has none."""
    suffix: str
    """The public suffix, "" if the name has none, as for an address."""
    stands_alone: bool
    """The name is itself a suffix, a single label, an address or has no known suffix: only ever a host."""


def registrable(hostname: str) -> Registrable:
    """The registrable domain of a clean hostname, by the bundled Public Suffix List; never asks the network.

    >>> registrable("app4.paypay.ne.jp")
    Registrable(domain='paypay.ne.jp', suffix='ne.jp', stands_alone=False)
    >>> registrable("d1.cloudfront.net").domain, registrable("cloudfront.net").stands_alone
    ('d1.cloudfront.net', True)
    >>> registrable("s3.amazonaws.com").domain
    's3.amazonaws.com'
    """
    if _STRANGE.search(hostname):  # tldextract is made for URLs and would read ":" and "/" as parts of one
        return Registrable(hostname, "", stands_alone=True)
    parts = _extractor()(hostname)
    if parts.domain and parts.suffix:
        return Registrable(f"{parts.domain}.{parts.suffix}", parts.suffix, stands_alone=False)
    return Registrable(hostname, parts.suffix, stands_alone=True)


@functools.cache
def _extractor() -> tldextract.TLDExtract:
    """The extractor; its library takes an HTTP client along, and is loaded only where a name is looked at."""
    import requests
    import tldextract
    from requests_file import FileAdapter

    # tldextract's own copy of the list is older than the one that publicsuffixlist releases each week.
    newest = resources.files("publicsuffixlist") / "public_suffix_list.dat"
    with resources.as_file(newest) as path, requests.Session() as session:
        session.mount("file://", FileAdapter())
        session.hooks["response"].append(_close)
        extractor = tldextract.TLDExtract(
            suffix_list_urls=(path.resolve().as_uri(),), cache_dir=None, include_psl_private_domains=True
        )
        extractor("example.com", session=session)
    return extractor


def _close(response: requests.Response, **_: object) -> None:
    """Close the list once it is read, which is else left to the collector of garbage."""
    response.content  # noqa: B018 - reads it to its end
    response.raw.close()


def registrable_domains(hostnames: Iterable[str]) -> pd.DataFrame:
    """One row per hostname, indexed by it: `registrable_domain`, `suffix`, `stands_alone`."""
    names = list(dict.fromkeys(hostnames))
    return pd.DataFrame(
        [registrable(name) for name in names],
        columns=["registrable_domain", "suffix", "stands_alone"],
        index=pd.Index(names, name="hostname", dtype="str"),
    ).astype({"registrable_domain": "str", "suffix": "str", "stands_alone": bool})


def is_valid_hostname(hostname: str) -> bool:
    """Whether a list of Cloudflare's can hold it: LDH labels (and underscores) of up to 63 characters, 253 in all."""
    return len(hostname) <= _MAX_HOSTNAME and all(_LABEL.fullmatch(label) for label in hostname.split("."))
