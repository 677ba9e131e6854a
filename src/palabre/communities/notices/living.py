"""Who hears of the life of a community: its steps, its protection, its moves, the roles that wait or end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext

from palabre.communities.choices import Role, Stage
from palabre.communities.models import Community, Move, RoleGrant
from palabre.communities.queries import community_by_key, coordinators_of
from palabre.communities.queries.telling import grant_by_key, leaders_of, move_by_key, readers_of, stewards_above
from palabre.communities.rules import GRANTABLE, granted_below, overseen_grants, visible_moves
from palabre.journal.models import Entry
from palabre.journal.telling import Line, Telling, finds, lines, tells
from palabre.kit.dates import long_date
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

# the steps that every member hears of; the others are for those who lead
FOR_ALL = frozenset({Stage.ACTIVE.value, Stage.CLOSED.value})


@tells("communities.stage_changed")
def _stage_changed(entry: Entry) -> Iterator[Telling]:
    everybody = entry.facts.get("after") in FOR_ALL
    key = entry.community_id or 0
    for person_id in readers_of(key) if everybody else coordinators_of(key):
        yield Telling(person_id=person_id, subject="community", subject_id=key)


@tells("communities.risk_changed")
def _risk_changed(entry: Entry) -> Iterator[Telling]:
    for person_id in readers_of(entry.community_id or 0):
        yield Telling(person_id=person_id)


@lines("communities.stage_changed")
def _stage_line(community: Community) -> Line:
    return Line(
        text=gettext("Stage of the community: %(stage)s") % {"stage": community.get_stage_display()},
        url=reverse("communities:life", args=[community.public_id]),
        meta=_name(community),
    )


@lines("communities.risk_changed")
def _risk_line(community: Community) -> Line:
    return Line(
        text=gettext("Protection of the community: %(risk)s") % {"risk": community.get_risk_display()},
        url=reverse("communities:about", args=[community.public_id]),
        meta=_name(community),
    )


@tells("communities.easing_asked", "communities.proposed")
def _asked_above(entry: Entry) -> Iterator[Telling]:
    """The coordination of the network above; at the top whoever else leads here."""
    community = community_by_key(entry.community_id or 0)
    if community is None:
        return
    above = stewards_above(community)
    for person_id in above or leaders_of(community.pk):
        subject = "named" if above else "community"
        yield Telling(person_id=person_id, subject=subject, subject_id=community.pk)


@lines("communities.easing_asked")
def _easing_line(community: Community) -> Line:
    text = gettext("Less protection is asked for, and waits for a second person")
    if community.parent_id and community.parent:
        return Line(text, reverse("communities:children", args=[community.parent.public_id]), _name(community))
    return Line(text, reverse("communities:settings", args=[community.public_id]), _name(community))


@lines("communities.proposed")
def _proposed_line(community: Community) -> Line:
    parent = community.parent
    url = reverse("communities:child", args=[parent.public_id, community.public_id]) if parent else "/"
    return Line(gettext("A community is proposed"), url, _name(community))


@tells("communities.move_asked")
def _move_asked(entry: Entry) -> Iterator[Telling]:
    """Whoever cares for the network that would take it in; the community itself hears too."""
    move = move_by_key(entry.subject_id or 0)
    if move is not None:
        for person_id in sorted({*leaders_of(move.after_id), *leaders_of(move.community_id)}):
            yield Telling(person_id=person_id)


@tells("communities.moved", "communities.move_ended")
def _moved(entry: Entry) -> Iterator[Telling]:
    move = move_by_key(entry.subject_id or 0)
    if move is not None:
        asked = {move.asked_by_id} if move.asked_by_id else set()
        for person_id in sorted({*leaders_of(move.community_id), *asked}):
            yield Telling(person_id=person_id)


@finds("move")
def _moves(reader: Person, ids: Iterable[int]) -> Mapping[int, Move]:
    found = visible_moves(reader).filter(pk__in=list(ids)).select_related("community", "after", "before").in_bulk()
    load_halves(move.community for move in found.values())
    return found


@lines("communities.move_asked", "communities.moved", "communities.move_ended")
def _move_line(move: Move) -> Line:
    if move.accepted_at:
        text = gettext("A community now stands in another network")
    elif move.ended_at:
        text = gettext("A community stays in its network")
    else:
        text = gettext("A community is proposed to another network")
    return Line(text, reverse("communities:children", args=[move.after.public_id]), _name(move.community))


@tells("communities.role_named")
def _role_named(entry: Entry) -> Iterator[Telling]:
    """Whoever may be the second pair of eyes."""
    for person_id in leaders_of(entry.community_id or 0):
        if person_id not in (entry.actor_id, entry.about_id):
            yield Telling(person_id=person_id, subject="overseengrant", subject_id=entry.subject_id)


@lines("communities.role_named")
def _named_line(grant: RoleGrant) -> Line:
    return Line(gettext("A role waits for a second person"), _roles(grant), _name(grant.community))


@tells("communities.role_ending")
def _role_ending(entry: Entry) -> Iterator[Telling]:
    """Whoever holds it, and whoever may give it further: here, or from the network above."""
    grant = grant_by_key(entry.subject_id or 0)
    if grant is None:
        return
    yield Telling(person_id=grant.person_id)
    givers = [role for role, given in GRANTABLE.items() if grant.role in given]
    for person_id in leaders_of(grant.community_id, givers):
        if person_id != grant.person_id:
            yield Telling(person_id=person_id, subject="overseengrant", subject_id=grant.pk)
    if grant.role not in GRANTABLE[Role.COORDINATOR]:
        for person_id in stewards_above(grant.community):
            yield Telling(person_id=person_id, subject="grantbelow", subject_id=grant.pk)


@finds("overseengrant")
def _overseen(reader: Person, ids: Iterable[int]) -> Mapping[int, RoleGrant]:
    return _with_names(overseen_grants(reader).filter(pk__in=list(ids)).select_related("community").in_bulk())


@finds("grantbelow")
def _below(reader: Person, ids: Iterable[int]) -> Mapping[int, RoleGrant]:
    rows = granted_below(reader).filter(pk__in=list(ids)).select_related("community__parent")
    found = _with_names(rows.in_bulk())
    for grant in found.values():
        grant.from_above = True  # type: ignore[attr-defined]
    return found


@lines("communities.role_ending")
def _ending_line(grant: RoleGrant) -> Line:
    when = long_date(grant.ends_at.date(), page_language()) if grant.ends_at else ""
    text = gettext("A role ends on %(when)s: %(role)s") % {"when": when, "role": grant.get_role_display()}
    return Line(text, _roles(grant), _name(grant.community))


def _roles(grant: RoleGrant) -> str:
    """The page where this reader can do something about it."""
    community = grant.community
    if getattr(grant, "from_above", False) and community.parent:
        return reverse("communities:child", args=[community.parent.public_id, community.public_id])
    return reverse("communities:roles", args=[community.public_id])


def _with_names(found: dict[int, RoleGrant]) -> dict[int, RoleGrant]:
    load_halves(grant.community for grant in found.values())
    return found


def _name(community: Community) -> str:
    return best_words(community, "name", page_language()).text
