"""The member list as a file, and who took one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from palabre.communities.models import Community, MemberExport, Membership
from palabre.communities.queries.basics import roles_by_person
from palabre.communities.queries.naming import called, known_as
from palabre.communities.rules import visible_exports
from palabre.kit.dates import long_date
from palabre.kit.paging import Slice, page_of
from palabre.people.models import Person


def exports_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> Slice[MemberExport]:
    """Lists that left, the latest first."""
    rows = visible_exports(actor).filter(community=community).select_related("by", "community")
    found = page_of(rows, asked, by="-at")
    for export in found.items:
        export.by_name = called(export.by, community) if export.by else ""  # type: ignore[attr-defined]
    return found


def listed_members(community: Community) -> list[Membership]:
    """Everybody whose place is open, by name; a locked account is in no list (DOMAIN.md §4.4)."""
    here = Membership.objects.inside().filter(community=community, person__is_active=True)
    rows = here.select_related("person", "organisation")
    return list(rows.annotate(shown=known_as()).order_by("shown", "pk"))


def list_headers() -> list[str]:
    names = (_("Name"), _("Address"), _("Language"), _("Organisation"), _("Level"), _("Profile"), _("Roles"))
    return [*names, _("State"), _("Member since"), _("Export")]


def list_rows(export: MemberExport, members: list[Membership], by: str, language: str) -> list[list[Any]]:
    """One line for each member; each carries who took the list, when, and its number (SR-27)."""
    held = roles_by_person(export.community)
    mark = _("No. %(number)s, taken by %(by)s on %(day)s; not to be passed on") % {
        "number": export.number,
        "by": by,
        "day": long_date(export.at.date(), language),
    }
    return [
        [
            called(one.person, export.community),
            one.person.email,
            one.language or one.person.language,
            one.organisation.name if one.organisation else "",
            one.get_level_display(),
            one.get_profile_display(),
            ", ".join(held.get(one.person_id, [])),
            one.get_state_display(),
            one.joined_at.date(),
            mark,
        ]
        for one in members
    ]
