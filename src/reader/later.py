"""Modules that are loaded when something of them is used first, so that what is asked for often answers at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any


class Later:
    """Stands for a module: `storing = Later("reader.archive.storing")`. For mypy, import it `if TYPE_CHECKING`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)


def of_modules(package: str, names: Mapping[str, Iterable[str]]) -> Callable[[str], object]:
    """A package's `__getattr__`: the names of each of its modules, which is loaded when one is asked for."""

    def look_up(name: str) -> object:
        for module, own in names.items():
            if name in own:
                return getattr(import_module(f"{package}.{module}"), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return look_up
