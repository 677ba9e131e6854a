"""Who hears of requests: the address that asks, whoever coordinates, and the person of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from palabre.communities.models import JoinRequest, MemberExport
from palabre.communities.queries import coordinators_of, outer_name, request_by_key
from palabre.communities.rules import can_use_join_link, own_requests, visible_exports, visible_requests
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Subject, Telling, finds, lines, tells, writes
from palabre.kit.dates import long_date
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

CONFIRM_MAIL = "communities/email/join_confirm.txt"
ANSWER_MAIL = "communities/email/join_answer.txt"
ASKED_MAIL = "communities/email/join_asked.txt"


@tells("communities.join_asked")
def _confirm(entry: Entry) -> Iterator[Telling]:
    """The address only: whether it has an account is nobody's business."""
    asked = request_by_key(entry.subject_id or 0)
    if asked is not None:
        yield Telling(
            address=asked.email, language=asked.language, mail=CONFIRM_MAIL, notice=False, keys={"request": asked.pk}
        )


@writes(CONFIRM_MAIL, Subject.LINK)
def _confirm_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    asked = request_by_key(keys["request"])
    if asked is None or asked.confirmed_at or asked.link is None or not can_use_join_link(asked.link):
        return None
    until = long_date(asked.expires_at.date(), reader.language)
    return Letter({"path": reverse("communities:confirm_request", args=[asked.token()]), "until": until})


@tells("communities.requested")
def _requested(entry: Entry) -> Iterator[Telling]:
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(
            person_id=person_id, mail=ASKED_MAIL, keys={"request": entry.subject_id or 0},
            subject="joinrequest", subject_id=entry.subject_id,
        )  # fmt: skip


@writes(ASKED_MAIL)
def _requested_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    asked = request_by_key(keys["request"])
    return Letter({}) if asked is not None and asked.answered_at is None else None


@finds("joinrequest")
def _requests(reader: Person, ids: Iterable[int]) -> Mapping[int, JoinRequest]:
    rows = visible_requests(reader).filter(pk__in=list(ids)).select_related("community")
    found = {one.pk: one for one in rows}
    load_halves([one.community for one in found.values()])
    return found


@lines("communities.requested")
def _requested_line(asked: JoinRequest) -> Line:
    where = asked.community
    return Line(
        text=gettext("Somebody asks to join"),
        url=reverse("communities:requests", args=[where.public_id]),
        meta=best_words(where, "name", page_language()).text,
    )


@tells("communities.admitted", "communities.not_admitted")
def _answered(entry: Entry) -> Iterator[Telling]:
    """Her day, and a mail that says only that there is an answer; for an organisation, the address that asked."""
    asked = request_by_key(entry.subject_id or 0)
    if asked is None:
        return
    if asked.person_id:
        yield Telling(
            person_id=asked.person_id, mail=ANSWER_MAIL, keys={"request": asked.pk},
            subject="ownrequest", subject_id=asked.pk,
        )  # fmt: skip
    elif entry.kind == "communities.not_admitted":
        yield Telling(
            address=asked.email, language=asked.language, mail=ANSWER_MAIL, notice=False, keys={"request": asked.pk}
        )


@writes(ANSWER_MAIL)
def _answer_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """Whoever has an account reads it inside; an organisation's first address behind its own link."""
    asked = request_by_key(keys["request"])
    if asked is None or asked.answered_at is None:
        return None
    inside = reader.person_id is not None
    return Letter({"path": "/" if inside else reverse("communities:confirm_request", args=[asked.token()])})


@finds("ownrequest")
def _own(reader: Person, ids: Iterable[int]) -> Mapping[int, JoinRequest]:
    rows = own_requests(reader).filter(pk__in=list(ids)).select_related("community", "membership")
    found = {one.pk: one for one in rows}
    load_halves([one.community for one in found.values()])
    return found


@lines("communities.admitted")
def _admitted_line(asked: JoinRequest) -> Line:
    return Line(
        text=gettext("You are admitted. Your first steps"),
        url=reverse("communities:welcome", args=[asked.community.public_id]),
        meta=outer_name(asked.community, page_language()),
    )


@lines("communities.not_admitted")
def _not_admitted_line(asked: JoinRequest) -> Line:
    return Line(
        text=gettext("There is an answer to your request"),
        url=reverse("communities:my_request", args=[asked.public_id]),
        meta=outer_name(asked.community, page_language()),
    )


@tells("communities.members_exported")
def _exported(entry: Entry) -> Iterator[Telling]:
    """The others who coordinate, at once."""
    for person_id in coordinators_of(entry.community_id or 0):
        if person_id != entry.actor_id:
            yield Telling(person_id=person_id)


@finds("memberexport")
def _exports(reader: Person, ids: Iterable[int]) -> Mapping[int, MemberExport]:
    found = visible_exports(reader).filter(pk__in=list(ids)).select_related("community").in_bulk()
    load_halves([one.community for one in found.values()])
    return found


@lines("communities.members_exported")
def _exported_line(export: MemberExport) -> Line:
    return Line(
        text=gettext("The member list was taken away as a file"),
        url=reverse("communities:member_export", args=[export.community.public_id]),
        meta=best_words(export.community, "name", page_language()).text,
    )
