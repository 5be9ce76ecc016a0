"""Modules that are loaded when something of them is used first, so that what is asked for often answers at once."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module: `storing = Later("reader.archive.storing")`. For mypy, import it `if TYPE_CHECKING`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
