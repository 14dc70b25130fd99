"""Phone or computer? By a device's name, and where that tells nothing by what it asks by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyzer.domains import registrable

PHONE, WINDOWS, MAC, LINUX, COMPUTER, UNKNOWN = "phone", "windows", "mac", "linux", "computer", "device"
_NAMES = {
    WINDOWS: r"\b(desktop|laptop)-|\bwin(dows)?\b|\bwin(7|8|10|11|-)|surface|thinkpad|ideapad|elitebook|probook"
    r"|latitude",
    MAC: r"mac ?book|\bi?mac\b|mac ?(mini|studio|pro)",
    LINUX: r"ubuntu|debian|fedora|linux",
    COMPUTER: r"\b(pc|notebook|workstation|desktop|laptop)\b|pixelbook|galaxy ?book|chromebook|inspiron|\bxps\b",
    PHONE: r"iphone|ipad|ipod|pixel|galaxy|xperia|android|aquos|arrows|redmi|xiaomi|huawei|oppo|oneplus|nexus|zenfone"
    r"|\bmoto\b|\bsm-[a-z]\d|phone|tablet|スマホ|携帯",
}
"""Kind -> what its devices are called; the first that fits counts."""
_ASKED = {
    PHONE: {"android.googleapis.com", "play-fe.googleapis.com", "connectivitycheck.gstatic.com", "iphone-ld.apple.com"},
    WINDOWS: {"windowsupdate.com", "msftconnecttest.com", "settings-win.data.microsoft.com", "wns.windows.com"},
    MAC: {"swscan.apple.com", "swcdn.apple.com", "swdist.apple.com", "osxapps.itunes.apple.com"},
    LINUX: {"connectivity-check.ubuntu.com", "ntp.ubuntu.com", "nmcheck.gnome.org", "fedoraproject.org"},
}
"""Kind -> hosts, or whole domains, that only its systems ask by themselves."""


def device_kind(names: Iterable[str], hostnames: Iterable[str]) -> str:
    """What kind of device bears these names, or asks for these hosts: one of the constants above.

    >>> device_kind(["Aoi's iPhone"], []), device_kind(["DESK-12"], ["ctldl.windowsupdate.com"]), device_kind([""], [])
    ('phone', 'windows', 'device')
    """
    told = {kind for kind in map(kind_of_name, names) if kind}
    return _one_of(told or _by_lookups(hostnames))


def _one_of(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return kinds.pop()
    return COMPUTER if kinds and PHONE not in kinds else UNKNOWN


def kind_of_name(name: str) -> str:
    """What kind of device is called so; "" if that can't be told."""
    return next((kind for kind, names in _NAMES.items() if re.search(names, name.casefold())), "")


def _by_lookups(hostnames: Iterable[str]) -> set[str]:
    asked = {name for host in hostnames for name in (host, registrable(host).domain)}
    return {kind for kind, hosts in _ASKED.items() if hosts & asked}
