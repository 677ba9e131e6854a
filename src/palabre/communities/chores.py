"""What the worker does for communities."""

from __future__ import annotations

from palabre.communities import actions


def follow_life() -> int:
    """Quiet communities sleep, closed ones are archived in their time; gives how many changed."""
    return actions.let_sleep() + actions.archive_closed()


def remind_of_roles() -> int:
    """Who holds a role hears thirty and seven days before it ends; gives how many were told."""
    return actions.remind_of_ends()


def count_countries() -> int:
    """The numbers behind the map of countries; made from time to time, so that nobody reads one arrival in them."""
    return actions.count_countries()
