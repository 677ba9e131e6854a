"""Who hears of a group: its forming, its questions, its plan, its check-ins."""

from palabre.groups.notices import groups, plans

__all__ = ["groups", "plans"]
