"""Who hears of an honorarium: the treasury when something waits, the member when she was paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext

from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import visible_communities
from palabre.journal.models import Entry
from palabre.journal.telling import Line, Telling, finds, lines, tells
from palabre.kit.dates import month_name
from palabre.money.models import HonorariumAgreement, HonorariumLine
from palabre.money.queries.telling import holders_of
from palabre.money.rules.honoraria import handles_honoraria, visible_agreements, visible_lines
from palabre.people.models import Person


@tells("money.month_approved")
def _to_pay(entry: Entry) -> Iterator[Telling]:
    for person_id in holders_of(entry.community_id or 0, Role.TREASURER):
        if person_id != entry.actor_id:
            yield Telling(person_id=person_id, subject="honoraria_of", subject_id=entry.community_id)


@tells("money.honorarium_paid", "money.honorarium_reversed")
def _paid(entry: Entry) -> Iterator[Telling]:
    if entry.about_id is not None:
        yield Telling(person_id=entry.about_id)


@tells("money.honorarium_due_again")
def _again(entry: Entry) -> Iterator[Telling]:
    """The coordination looks at it by itself: it is never approved with the month."""
    for person_id in holders_of(entry.community_id or 0, Role.COORDINATOR):
        if person_id not in (entry.actor_id, entry.about_id):
            yield Telling(person_id=person_id)


@tells("money.agreement_made")
def _agreed(entry: Entry) -> Iterator[Telling]:
    if entry.about_id is not None:
        yield Telling(person_id=entry.about_id)


@finds("honoraria_of")
def _communities(reader: Person, ids: Iterable[int]) -> Mapping[int, Community]:
    found = visible_communities(reader).filter(pk__in=list(ids)).in_bulk()
    return {pk: one for pk, one in found.items() if handles_honoraria(reader, one)}


@finds("honorarium")
def _lines_of(reader: Person, ids: Iterable[int]) -> Mapping[int, HonorariumLine]:
    return visible_lines(reader).filter(pk__in=list(ids)).select_related("agreement__community").in_bulk()


@finds("agreement")
def _agreements(reader: Person, ids: Iterable[int]) -> Mapping[int, HonorariumAgreement]:
    return visible_agreements(reader).filter(pk__in=list(ids)).in_bulk()


@lines("money.month_approved")
def _to_pay_line(community: Community) -> Line:
    return Line(
        text=gettext("A month is approved: it waits to be paid"),
        url=reverse("money:honoraria", args=[community.public_id]),
    )


@lines("money.honorarium_paid")
def _paid_line(line: HonorariumLine) -> Line:
    text = gettext("Your honorarium of %(month)s is paid") % {"month": month_name(line.month)}
    return Line(text=text, url=reverse("money:my_honoraria"))


@lines("money.honorarium_reversed")
def _reversed_line(line: HonorariumLine) -> Line:
    text = gettext("A payment of %(month)s was reversed") % {"month": month_name(line.month)}
    return Line(text=text, url=reverse("money:my_honoraria"))


@lines("money.honorarium_due_again")
def _again_line(line: HonorariumLine) -> Line:
    text = gettext("A month is due again after a reversal: look at it before it is paid once more")
    address = reverse("money:honorarium_approval", args=[line.agreement.community.public_id, line.public_id])
    return Line(text=text, url=address)


@lines("money.agreement_made")
def _agreed_line(agreement: HonorariumAgreement) -> Line:
    return Line(text=gettext("An honorarium was agreed for you"), url=reverse("money:my_honoraria"))
