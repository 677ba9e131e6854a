"""Sign-in is required unless a view says otherwise: here is how it says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def open_to_all(view: View) -> View:
    """Mark a view that visitors may see. It may stand above or below other decorators."""
    view.open_to_all = True  # type: ignore[attr-defined]
    view.login_required = False  # type: ignore[attr-defined]  # the word Django's own middleware reads
    return view


def is_open(view: object) -> bool:
    """Whether a resolved view was marked, seen through wrappers and class-based views."""
    seen: object | None = view
    while seen is not None:
        if getattr(seen, "open_to_all", False) or getattr(getattr(seen, "view_class", None), "open_to_all", False):
            return True
        seen = getattr(seen, "__wrapped__", None)
    return False
