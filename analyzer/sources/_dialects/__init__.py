"""Other products' names for Logpush's keys; one file a product, told by its keys. A new one is one new file.

A file has `as_logpush`: the row in Logpush's keys, or None for a row that is none of this product's.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

from analyzer import _plugins

Row = dict[str, Any]


@functools.cache
def _dialects() -> tuple[tuple[str, Callable[[Row], Row | None]], ...]:
    here = sys.modules[__name__]
    return tuple((name, _plugins.load_plugin(here, name).as_logpush) for name in _plugins.plugin_names(here))


def translate(row: Row) -> tuple[str, Row] | None:
    """The dialect's name and the row in Logpush's keys; None if no dialect knows its keys.

    >>> translate({"DNS": "a.jp", "Time": "2026-11-10T05:05:00Z", "Device Name": "phone", "Action": "Allow"})[0]
    'dashboard'
    """
    for name, as_logpush in _dialects():
        translated = as_logpush(row)
        if translated is not None:
            return name, translated
    return None
