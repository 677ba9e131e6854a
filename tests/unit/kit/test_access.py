"""How a view says that visitors may see it."""

from __future__ import annotations

from functools import wraps

from django.views import View
from django.views.decorators.http import require_safe

from palabre.kit.access import is_open, open_to_all


def closed(request: object) -> None: ...


def opened(request: object) -> None: ...


open_to_all(opened)


def test_a_view_is_closed_unless_it_says_otherwise() -> None:
    assert not is_open(closed)
    assert is_open(opened)
    assert opened.login_required is False  # type: ignore[attr-defined]


def test_the_mark_is_seen_above_and_below_other_decorators() -> None:
    assert is_open(require_safe(opened))
    assert is_open(open_to_all(require_safe(closed_copy)))


def closed_copy(request: object) -> None: ...


def test_the_mark_is_seen_through_a_wrapper_that_copies_nothing() -> None:
    @wraps(opened, updated=())
    def wrapper(request: object) -> None: ...

    assert not hasattr(wrapper, "open_to_all")
    assert is_open(wrapper)


def test_the_mark_on_a_class_counts_for_its_view() -> None:
    class Closed(View): ...

    class Opened(View):
        open_to_all = True

    assert is_open(Opened.as_view())
    assert not is_open(Closed.as_view())
