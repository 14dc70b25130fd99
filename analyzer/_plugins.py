"""A module in a plug-in folder is a plug-in, and its file name is its name."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def plugin_names(package: ModuleType) -> list[str]:
    """The names of a folder's plug-ins, sorted, with dashes for underscores; nothing is imported.

    Modules whose name starts with an underscore are helpers, not plug-ins.
    """
    modules = (module.name for module in pkgutil.iter_modules(package.__path__))
    return sorted(name.replace("_", "-") for name in modules if not name.startswith("_"))


def load_plugin(package: ModuleType, name: str) -> ModuleType:
    """The module of that plug-in; the caller has checked that `plugin_names` holds it."""
    return importlib.import_module(f"{package.__name__}.{name.replace('-', '_')}")
