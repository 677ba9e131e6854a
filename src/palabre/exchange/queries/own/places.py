"""Of her places: memberships, roles, what she asked and promised. Of others only the names of communities."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from palabre.charter.models import Signature
from palabre.commitments.models import Commitment
from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Community, JoinAnswer, Membership, RoleGrant
from palabre.exchange.queries.own.sheet import Sheet, sheet
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

WHERE, SINCE, UNTIL = _("Community"), _("From"), _("Until")


def places_of(person: Person) -> Sheet:
    rows = list(Membership.objects.filter(person=person).select_related("community", "organisation").order_by("pk"))
    load_halves([one.community for one in rows])
    columns = {
        "community": WHERE, "state": _("State"), "level": _("Participation"), "organisation": _("Organisation"),
        "name": _("Name here"), "about": _("What I said here"), "since": SINCE, "until": UNTIL,
    }  # fmt: skip
    found = [
        (
            _name(one.community), str(MembershipState(one.state).label), one.get_level_display(),
            one.organisation.name if one.organisation else "", one.handle, one.about, one.joined_at, one.left_at,
        )
        for one in rows
    ]  # fmt: skip
    return sheet("memberships", _("My communities"), columns, found)


def roles_of(person: Person) -> Sheet:
    rows = list(RoleGrant.objects.filter(person=person).select_related("community").order_by("pk"))
    load_halves([one.community for one in rows])
    found = [(_name(one.community), str(Role(one.role).label), one.starts_at, one.ends_at) for one in rows]
    columns = {"community": WHERE, "role": _("Role"), "since": SINCE, "until": UNTIL}
    return sheet("roles", _("My roles"), columns, found)


def requests_of(person: Person) -> Sheet:
    """What she answered when she asked to join."""
    mine = Q(request__person=person) | Q(request__membership__person=person)
    rows = list(JoinAnswer.objects.filter(mine).select_related("question", "request__community").order_by("pk"))
    load_halves([one.request.community for one in rows])
    found = [(_name(one.request.community), one.question.text, one.text, one.request.created_at) for one in rows]
    columns = {"community": WHERE, "question": _("Question"), "answer": _("My answer"), "when": _("When")}
    return sheet("requests", _("When I asked to join"), columns, found)


def signatures_of(person: Person) -> Sheet:
    """Codes of conduct that she signed."""
    signed = Signature.objects.filter(membership__person=person).select_related("community", "code").order_by("pk")
    rows = list(signed)
    load_halves([one.community for one in rows])
    found = [
        (_name(one.community), one.code.version, one.get_language_display(), one.signed_at, one.digest) for one in rows
    ]
    columns = {
        "community": WHERE, "version": _("Version"), "language": _("Language"), "when": _("When"),
        "seal": _("Seal of the words I read"),
    }  # fmt: skip
    return sheet("signatures", _("Codes of conduct that I signed"), columns, found)


def promises_of(person: Person) -> Sheet:
    rows = list(Commitment.objects.filter(person=person).select_related("community").order_by("pk"))
    load_halves([*rows, *(one.community for one in rows)])
    columns = {
        "community": WHERE, "promise": _("Promise"), "due": _("Day"), "state": _("State"), "evidence": _("Evidence"),
    }  # fmt: skip
    found = [
        (
            _name(one.community),
            best_words(one, "text", page_language()).text,
            one.due,
            one.get_state_display(),
            one.evidence,
        )
        for one in rows
    ]
    return sheet("commitments", _("What I promised"), columns, found)


def _name(community: Community) -> str:
    return best_words(community, "name", page_language()).text
