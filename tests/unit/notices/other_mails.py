"""Entries of the rooms of persons, arrivals and charter that make a mail, as their actions write them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from palabre.charter.models import Adoption, Edition
from palabre.communities.models import JoinLink, JoinRequest, Membership, Suspension
from palabre.exchange.models import Archive
from palabre.people.models import AddressChange, Erasure, Person
from tests.factories import join, make_person
from tests.unit.notices.year_mails import tell_the_year

if TYPE_CHECKING:
    from tests.unit.notices.test_words import World

MARK = "zzmarque"


def own_data(world: World) -> None:
    """What a person asked for herself, and what is said of an account that nobody uses."""
    who, soon = {"about_id": world.reader.pk}, timezone.now() + timedelta(days=2)
    archive = Archive.objects.create(person=world.reader, state="ready", expires_at=soon)
    world.tell("exchange.archive_ready", "archive", archive.pk, **who)
    erasure = Erasure.objects.create(person=world.reader, due_at=soon)
    world.tell("exchange.erasure_asked", "erasure", erasure.pk, **who)
    Person.objects.filter(pk=world.reader.pk).update(warned_at=timezone.now())
    world.tell("people.unused", "person", world.reader.pk, **who)


def account(world: World) -> None:
    """Factors and addresses."""
    world.tell("people.factor_added", "person", world.reader.pk, about_id=world.reader.pk)
    new = {"old": "old@example.org", "new": "new.address@example.org"}
    asked = AddressChange.objects.create(person=world.reader, **new)
    world.tell("people.address_asked", "addresschange", asked.pk, about_id=world.reader.pk)
    done = AddressChange.objects.create(person=make_person(language=world.language), done_at=timezone.now(), **new)
    world.tell("people.address_changed", "addresschange", done.pk, about_id=done.person_id)


def arrivals(world: World) -> None:
    """Requests to join, and a place that is shut for a while."""
    soon, here = timezone.now() + timedelta(days=2), world.community
    link = JoinLink.objects.create(community=here, language=world.language, digest=f"link {world.language}")
    fields = {
        "community": here, "link": link, "language": world.language, "display_name": f"{MARK} asks", "expires_at": soon,
        "reply": f"{MARK} reply",
    }  # fmt: skip
    waiting = JoinRequest.objects.create(email="asks@example.org", digest="1", **fields)
    world.tell("communities.join_asked", "joinrequest", waiting.pk)
    asking = make_person(f"{MARK} asks", language=world.language)
    place = join(asking, here, state="requested")
    confirmed = JoinRequest.objects.create(
        email="confirmed@example.org",
        digest="2",
        confirmed_at=timezone.now(),
        person=asking,
        membership=place,
        **fields,
    )
    world.tell("communities.requested", "joinrequest", confirmed.pk)
    answered = JoinRequest.objects.create(email="said@example.org", digest="3", answered_at=timezone.now(), **fields)
    world.tell("communities.not_admitted", "joinrequest", answered.pk)
    suspension = Suspension.objects.create(
        membership=Membership.objects.get(person=world.reader, community=here), reason=f"{MARK} why"
    )
    world.tell("communities.suspended", "suspension", suspension.pk, about_id=world.reader.pk)


def charter(world: World) -> None:
    """A code to sign."""
    code = Edition.objects.create(
        community=world.community, kind="code", version=1, intro=MARK, state="published", published_at=timezone.now(),
        decided_on=date(2026, 1, 1), digest_fr="f" * 64, digest_en="e" * 64,
    )  # fmt: skip
    adoption = Adoption.objects.create(
        community=world.community, code=code, sign_by=timezone.now() + timedelta(days=9), decision=MARK
    )
    world.tell("charter.due", "adoption", adoption.pk)


def tell_the_rest(world: World) -> None:
    for part in (own_data, account, arrivals, charter, tell_the_year):
        part(world)
