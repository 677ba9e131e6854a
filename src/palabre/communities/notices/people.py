"""Who hears of the directory and of introductions: always inside, never by a mail that says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from palabre.communities.models import ContactMessage, Introduction, Membership
from palabre.communities.queries.basics import coordinators_of
from palabre.communities.queries.campaigns import introduction_by_key
from palabre.communities.queries.directory import message_by_key, place_of
from palabre.communities.queries.naming import known_as
from palabre.communities.rules import visible_memberships
from palabre.communities.rules.directory import readers_of, visible_messages
from palabre.communities.rules.matching import is_made, visible_introductions
from palabre.journal.models import Entry
from palabre.journal.telling import Line, Telling, finds, lines, tells
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person


@tells("communities.canary_opened", "communities.directory_overrun")
def _watched(entry: Entry) -> Iterator[Telling]:
    """Whoever coordinates, and whose place it was."""
    place = place_of(entry.actor_id, entry.community_id)
    for person_id in coordinators_of(entry.community_id or 0) if place else ():
        yield Telling(person_id=person_id, subject="opener", subject_id=place.pk if place else None)


@finds("opener")
def _openers(reader: Person, ids: Iterable[int]) -> Mapping[int, Membership]:
    rows = visible_memberships(reader).filter(pk__in=list(ids)).select_related("community").annotate(shown=known_as())
    found = {one.pk: one for one in rows}
    load_halves([one.community for one in found.values()])
    return found


@lines("communities.canary_opened")
def _canary_line(place: Any) -> Line:
    return _about(place, gettext("A test entry of the directory was opened: %(name)s"))


@lines("communities.directory_overrun")
def _overrun_line(place: Any) -> Line:
    return _about(place, gettext("Very many profiles were opened in one day: %(name)s"))


def _about(place: Any, sentence: str) -> Line:
    url = reverse("communities:level", args=[place.community.public_id, place.public_id])
    return Line(sentence % {"name": place.shown}, url, _name(place))


@tells("communities.introduction_proposed", "communities.introduced")
def _introduced(entry: Entry) -> Iterator[Telling]:
    """Each of the two, on her day."""
    found = introduction_by_key(entry.subject_id)
    for place in (found.first, found.second) if found else ():
        yield Telling(person_id=place.person_id)


@finds("introduction")
def _introductions(reader: Person, ids: Iterable[int]) -> Mapping[int, Introduction]:
    rows = visible_introductions(reader).filter(pk__in=list(ids)).select_related("campaign__community")
    found = rows.in_bulk()
    load_halves([one.campaign.community for one in found.values()])
    return found


@lines("communities.introduction_proposed")
def _proposed_line(one: Introduction) -> Line:
    words = gettext("Would you like to be introduced to somebody? %(theme)s") % {"theme": one.theme}
    return _leading_to(one, words)


@lines("communities.introduced")
def _introduced_line(one: Introduction) -> Line:
    """Nothing of it is left if one of them took it back."""
    words = gettext("You have both said yes: %(theme)s") if is_made(one) else gettext("An introduction: %(theme)s")
    return _leading_to(one, words % {"theme": one.theme})


def _leading_to(one: Introduction, words: str) -> Line:
    where = one.campaign.community
    return Line(words, reverse("communities:introduction", args=[where.public_id, one.public_id]), _name(one.campaign))


@tells("communities.message_sent")
def _sent(entry: Entry) -> Iterator[Telling]:
    for person_id in readers_of(entry.community_id or 0):
        yield Telling(person_id=person_id)


@tells("communities.message_answered")
def _answered(entry: Entry) -> Iterator[Telling]:
    message = message_by_key(entry.subject_id)
    if message is not None:
        yield Telling(person_id=message.sender_id)


@finds("contactmessage")
def _messages(reader: Person, ids: Iterable[int]) -> Mapping[int, ContactMessage]:
    found = visible_messages(reader).filter(pk__in=list(ids)).select_related("community").in_bulk()
    load_halves([one.community for one in found.values()])
    return found


@lines("communities.message_sent")
def _sent_line(message: ContactMessage) -> Line:
    return _message_line(message, gettext("A member has written to the facilitation"))


@lines("communities.message_answered")
def _answered_line(message: ContactMessage) -> Line:
    return _message_line(message, gettext("The facilitation has answered you"))


def _message_line(message: ContactMessage, words: str) -> Line:
    return Line(
        words, reverse("communities:message", args=[message.community.public_id, message.public_id]), _name(message)
    )


def _name(thing: Any) -> str:
    return best_words(thing.community, "name", page_language()).text
