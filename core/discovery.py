"""What the modules of a package declare: one finds another of its kind by lying beside the rest, and no list names it."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def declared_in(package: str, path: Iterable[str], name: str) -> tuple[Any, ...]:
    """What each module of a package (its ``__name__`` and ``__path__``) calls ``name``, in the order of the modules'
    names; those without such a name are passed over."""
    modules = [import_module(f"{package}.{module.name}") for module in iter_modules(path)]
    return tuple(getattr(module, name) for module in modules if hasattr(module, name))
