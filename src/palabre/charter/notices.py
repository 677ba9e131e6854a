"""Who hears of a code to sign and of a review to read. No mail says which community, or what it asks to sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from palabre.charter.models import Adoption, Review
from palabre.charter.queries.assessing import review_by_key, stewards_of
from palabre.charter.queries.signing import adoption_by_key, unsigned_people
from palabre.charter.rules import named_reviews, visible_reviews
from palabre.charter.rules.assessing import peer_requests
from palabre.charter.rules.signing import binding
from palabre.communities.models import Community
from palabre.communities.queries import coordinators_of
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Subject, Telling, finds, lines, tells, writes
from palabre.kit.dates import long_date
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

SIGN = "charter/email/sign.txt"


@tells("charter.adopted", "charter.renewed", "charter.due", "charter.asked")
def _to_sign(entry: Entry) -> Iterator[Telling]:
    """Everybody who has not signed: once when it begins, then at 30, 7 and 1 days, and when the coordination asks."""
    adoption = adoption_by_key(entry.subject_id)
    if adoption is None or adoption.ended_at is not None:
        return
    first = entry.kind in ("charter.adopted", "charter.renewed")
    for person_id in unsigned_people(adoption):
        yield Telling(person_id=person_id, mail=SIGN, keys={"adoption": adoption.pk}, notice=first)


@tells("charter.restricted")
def _restricted(entry: Entry) -> Iterator[Telling]:
    keys = {"adoption": entry.subject_id or 0, "restricted": 1}
    yield Telling(person_id=entry.about_id, mail=SIGN, keys=keys)


@writes(SIGN, Subject.REMINDER)
def _sign_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """None once she has signed, or another version is in force."""
    adoption = adoption_by_key(keys["adoption"])
    if adoption is None or adoption.ended_at is not None or reader.person_id not in unsigned_people(adoption):
        return None
    day = long_date(adoption.sign_by.date(), reader.language)
    return Letter({"day": day, "restricted": bool(keys.get("restricted"))})


@finds("adoption")
def _adoptions(reader: Person, ids: Iterable[int]) -> Mapping[int, Adoption]:
    found = binding(reader).filter(pk__in=list(ids)).select_related("community").in_bulk()
    load_halves([one.community for one in found.values()])
    return found


@lines("charter.adopted", "charter.renewed")
def _to_sign_line(adoption: Adoption) -> Line:
    day = long_date(adoption.sign_by.date(), page_language())
    return Line(
        text=gettext("A code of conduct is to be read and signed before %(day)s") % {"day": day},
        url=reverse("charter:charter", args=[adoption.community.public_id]),
        meta=_name(adoption.community),
    )


@lines("charter.restricted")
def _restricted_line(adoption: Adoption) -> Line:
    return Line(
        text=gettext("You read only, until you sign the code of conduct"),
        url=reverse("charter:signature", args=[adoption.community.public_id]),
        meta=_name(adoption.community),
    )


@tells("charter.peer_named")
def _peer_named(entry: Entry) -> Iterator[Telling]:
    review = review_by_key(entry.subject_id)
    for person_id in coordinators_of(review.peer_id or 0) if review else ():
        yield Telling(person_id=person_id, subject="peer_request", subject_id=entry.subject_id)


@tells("charter.review_planned", "charter.peer_declined")
def _peer_wanted(entry: Entry) -> Iterator[Telling]:
    """The network coordination names who reads."""
    review = review_by_key(entry.subject_id)
    for person_id in stewards_of(review.standards.community_id) if review else ():
        yield Telling(person_id=person_id, subject="peer_wanted", subject_id=entry.subject_id)


@tells("charter.peer_accepted", "charter.review_commented")
def _reviewed(entry: Entry) -> Iterator[Telling]:
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(person_id=person_id)


@tells("charter.review_assessed")
def _assessed(entry: Entry) -> Iterator[Telling]:
    review = review_by_key(entry.subject_id)
    if review is not None and review.peer_accepted_at is not None:
        for person_id in coordinators_of(review.peer_id or 0):
            yield Telling(person_id=person_id)


@finds("review")
def _reviews(reader: Person, ids: Iterable[int]) -> Mapping[int, Review]:
    return visible_reviews(reader).filter(pk__in=list(ids)).in_bulk()


@finds("peer_request")
def _requests(reader: Person, ids: Iterable[int]) -> Mapping[int, Review]:
    return peer_requests(reader).filter(pk__in=list(ids)).select_related("peer").in_bulk()


@finds("peer_wanted")
def _wanted(reader: Person, ids: Iterable[int]) -> Mapping[int, Review]:
    rows = named_reviews(reader).filter(pk__in=list(ids), peer=None)
    return rows.select_related("standards__community").in_bulk()


@lines("charter.peer_named")
def _request_line(review: Review) -> Line:
    return _standards(gettext("Your community is asked to read the review of another one"), review.peer)


@lines("charter.review_planned", "charter.peer_declined")
def _wanted_line(review: Review) -> Line:
    return _standards(gettext("A review is under way: name the community that reads it"), review.standards.community)


def _standards(text: str, community: Community | None) -> Line:
    url = reverse("charter:standards", args=[community.public_id]) if community else ""
    return Line(text=text, url=url)


@lines("charter.peer_accepted")
def _accepted_line(review: Review) -> Line:
    text = gettext("Another community has accepted to read your review")
    return Line(text=text, url=reverse("charter:review", args=[review.public_id]))


@lines("charter.review_commented")
def _commented_line(review: Review) -> Line:
    text = gettext("Your review was read: the remarks are there")
    return Line(text=text, url=reverse("charter:review", args=[review.public_id]))


@lines("charter.review_assessed")
def _assessed_line(review: Review) -> Line:
    text = gettext("A review waits for your remarks")
    return Line(text=text, url=reverse("charter:review", args=[review.public_id]))


def _name(community: Community) -> str:
    return best_words(community, "name", page_language()).text
