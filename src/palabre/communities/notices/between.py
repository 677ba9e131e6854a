"""Who hears of what communities agree on with each other: on the day only, never by mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from palabre.communities.choices import Role
from palabre.communities.models import Announcement, Community, SharingAgreement, TwinLink
from palabre.communities.queries import coordinators_of, who_names
from palabre.communities.queries.news import announcement_by_key, read_in, readers_of
from palabre.communities.queries.sharing import agreement_by_key
from palabre.communities.queries.twins import twin_by_key
from palabre.communities.rules import holds
from palabre.communities.rules.news import visible_announcements
from palabre.communities.rules.sharing import visible_agreements
from palabre.communities.rules.twins import visible_twins
from palabre.journal.models import Entry
from palabre.journal.telling import Line, Telling, finds, lines, tells
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.languages.templatetags.languages import text
from palabre.people.models import Person


@tells("communities.sharing_asked")
def _asked(entry: Entry) -> Iterator[Telling]:
    """The coordination of the child, which answers."""
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(person_id=person_id)


@tells(
    "communities.sharing_signed", "communities.sharing_narrowed",
    "communities.sharing_ended", "communities.sharing_declined",
)  # fmt: skip
def _answered(entry: Entry) -> Iterator[Telling]:
    """The stewards of the network above, who read what is shared."""
    agreement = agreement_by_key(entry.subject_id)
    for person_id in who_names(agreement.child) if agreement and agreement.parent_id else ():
        yield Telling(person_id=person_id)


@finds("sharing")
def _agreements(reader: Person, ids: Iterable[int]) -> Mapping[int, SharingAgreement]:
    """Each with `page`: the community on whose page this reader finds it."""
    rows = visible_agreements(reader).filter(pk__in=list(ids)).select_related("child", "parent")
    found = {row.pk: row for row in rows}
    for row in found.values():
        above = holds(reader, row.parent_id, Role.STEWARD)
        row.page = row.parent if above else row.child  # type: ignore[attr-defined]
    load_halves([one for row in found.values() for one in (row.child, row.parent)])
    return found


def _line_of(agreement: SharingAgreement, sentence: str) -> Line:
    page: Community = agreement.page  # type: ignore[attr-defined]
    return Line(sentence, reverse("communities:sharing", args=[page.public_id]), _name(agreement.child))


@lines("communities.sharing_asked")
def _asked_line(agreement: SharingAgreement) -> Line:
    return _line_of(agreement, gettext("The network above asks what your community shares"))


@lines("communities.sharing_signed")
def _signed_line(agreement: SharingAgreement) -> Line:
    return _line_of(agreement, gettext("A community has signed what it shares"))


@lines("communities.sharing_narrowed")
def _narrowed_line(agreement: SharingAgreement) -> Line:
    return _line_of(agreement, gettext("A community shares less than before"))


@lines("communities.sharing_ended")
def _ended_line(agreement: SharingAgreement) -> Line:
    return _line_of(agreement, gettext("A community no longer shares anything"))


@lines("communities.sharing_declined")
def _declined_line(agreement: SharingAgreement) -> Line:
    return _line_of(agreement, gettext("A community shares what it shared before: it said no to more"))


@tells("communities.announced")
def _announced(entry: Entry) -> Iterator[Telling]:
    announcement = announcement_by_key(entry.subject_id)
    for person_id in readers_of(announcement) if announcement else ():
        yield Telling(person_id=person_id)


@finds("announcement")
def _announcements(reader: Person, ids: Iterable[int]) -> Mapping[int, Announcement]:
    """Each with `page`: the community of the reader in which she finds it."""
    rows = list(visible_announcements(reader).filter(pk__in=list(ids)).select_related("community"))
    where = read_in(reader, rows) if rows else {}
    found = {row.pk: row for row in rows if row.pk in where}
    for row in found.values():
        row.page = where[row.pk]  # type: ignore[attr-defined]
    load_halves([*found.values(), *(where[key] for key in found)])
    return found


@lines("communities.announced")
def _announced_line(announcement: Announcement) -> Line:
    page: Community = announcement.page  # type: ignore[attr-defined]
    words = format_html(gettext("News: {title}"), title=text(announcement, "title"))
    return Line(words, reverse("communities:news", args=[page.public_id]), _name(page))


@tells("communities.twin_asked")
def _twin_asked(entry: Entry) -> Iterator[Telling]:
    """The coordination that gave the code."""
    twin = twin_by_key(entry.subject_id)
    for person_id in coordinators_of(twin.asked_id) if twin else ():
        yield Telling(person_id=person_id)


@tells("communities.twin_accepted")
def _twin_accepted(entry: Entry) -> Iterator[Telling]:
    twin = twin_by_key(entry.subject_id)
    for person_id in coordinators_of(twin.asking_id) if twin else ():
        yield Telling(person_id=person_id)


@tells("communities.twin_ended")
def _twin_ended(entry: Entry) -> Iterator[Telling]:
    """Both coordinations, if they were linked; each reads it under her own community."""
    twin = twin_by_key(entry.subject_id)
    for community_id in (twin.asking_id, twin.asked_id) if twin and twin.accepted_at else ():
        for person_id in coordinators_of(community_id):
            yield Telling(person_id=person_id, subject="community", subject_id=community_id)


@finds("twin")
def _twins(reader: Person, ids: Iterable[int]) -> Mapping[int, TwinLink]:
    """Each with `page`: the side of the reader."""
    rows = visible_twins(reader).filter(pk__in=list(ids)).select_related("asking", "asked")
    found = {row.pk: row for row in rows}
    for row in found.values():
        asked = holds(reader, row.asked_id, Role.COORDINATOR)
        row.page = row.asked if asked else row.asking  # type: ignore[attr-defined]
    load_halves([row.page for row in found.values()])  # type: ignore[attr-defined]
    return found


@lines("communities.twin_asked")
def _twin_asked_line(twin: TwinLink) -> Line:
    return _twin_line(twin.page, gettext("A community asks to be your twin"))  # type: ignore[attr-defined]


@lines("communities.twin_accepted")
def _twin_accepted_line(twin: TwinLink) -> Line:
    return _twin_line(twin.page, gettext("Two communities are linked now"))  # type: ignore[attr-defined]


@lines("communities.twin_ended")
def _twin_ended_line(community: Community) -> Line:
    return _twin_line(community, gettext("The link with a twin community has ended"))


def _twin_line(community: Community, sentence: str) -> Line:
    return Line(sentence, reverse("communities:twins", args=[community.public_id]), _name(community))


def _name(community: Community) -> str:
    return best_words(community, "name", page_language()).text
