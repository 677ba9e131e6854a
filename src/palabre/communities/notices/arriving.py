"""Who hears of what happens in a community: the invited person, whoever gets a role, whoever coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from palabre.communities.models import Community, Invitation, RoleGrant
from palabre.communities.queries import community_by_key, coordinators_of, invitation_by_key, who_names
from palabre.communities.rules import (
    can_accept_invitation,
    named_communities,
    visible_communities,
    visible_grants,
    visible_invitations,
)
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Subject, Telling, finds, lines, tells, writes
from palabre.kit.dates import long_date
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

INVITATION_MAIL = "communities/email/invitation.txt"


@tells("communities.invited")
def _invited(entry: Entry) -> Iterator[Telling]:
    """The address only: whether it has an account is nobody's business."""
    invitation = invitation_by_key(entry.subject_id or 0)
    if invitation is not None:
        yield Telling(
            address=invitation.email,
            language=invitation.language,
            mail=INVITATION_MAIL,
            notice=False,
            keys={"invitation": invitation.pk},
        )


@writes(INVITATION_MAIL, Subject.LINK)
def _invitation_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    invitation = invitation_by_key(keys["invitation"])
    if invitation is None or not can_accept_invitation(invitation):
        return None
    until = long_date(invitation.expires_at.date(), reader.language)
    return Letter({"path": reverse("communities:invitation", args=[invitation.token()]), "until": until})


@tells("communities.role_granted")
def _role_granted(entry: Entry) -> Iterator[Telling]:
    yield Telling(person_id=entry.about_id)


@finds("rolegrant")
def _grants(reader: Person, ids: Iterable[int]) -> Mapping[int, RoleGrant]:
    found = visible_grants(reader).filter(pk__in=list(ids), person=reader).select_related("community").in_bulk()
    load_halves([grant.community for grant in found.values()])
    return found


@lines("communities.role_granted")
def _role_line(grant: RoleGrant) -> Line:
    return Line(
        text=gettext("You have a new role: %(role)s") % {"role": grant.get_role_display()},
        url=reverse("communities:roles", args=[grant.community.public_id]),
        meta=_name(grant.community),
    )


@tells("communities.invitation_accepted")
def _accepted(entry: Entry) -> Iterator[Telling]:
    invitation = invitation_by_key(entry.subject_id or 0)
    if invitation is not None and invitation.invited_by_id:
        yield Telling(person_id=invitation.invited_by_id)


@finds("invitation")
def _invitations(reader: Person, ids: Iterable[int]) -> Mapping[int, Invitation]:
    found = visible_invitations(reader).filter(pk__in=list(ids)).select_related("community").in_bulk()
    load_halves([invitation.community for invitation in found.values()])
    return found


@lines("communities.invitation_accepted")
def _accepted_line(invitation: Invitation) -> Line:
    return Line(
        text=gettext("An invitation was accepted"),
        url=reverse("communities:invitations", args=[invitation.community.public_id]),
        meta=_name(invitation.community),
    )


@tells("communities.left")
def _left(entry: Entry) -> Iterator[Telling]:
    """Without a name and without a mail: leaving is nobody's affair but the list must be known to have changed."""
    for person_id in coordinators_of(entry.community_id or 0):
        yield Telling(person_id=person_id, subject="community", subject_id=entry.community_id)


@finds("community")
def _communities(reader: Person, ids: Iterable[int]) -> Mapping[int, Community]:
    found = visible_communities(reader).filter(pk__in=list(ids)).in_bulk()
    load_halves(found.values())
    return found


@tells("communities.successor_wanted")
def _successor_wanted(entry: Entry) -> Iterator[Telling]:
    """Whoever may name the next coordination; she does not see the community itself."""
    community = community_by_key(entry.community_id or 0)
    for person_id in who_names(community) if community else ():
        yield Telling(person_id=person_id, subject="named", subject_id=entry.community_id)


@finds("named")
def _named(reader: Person, ids: Iterable[int]) -> Mapping[int, Community]:
    found = named_communities(reader).filter(pk__in=list(ids)).select_related("parent").in_bulk()
    load_halves(found.values())
    return found


@lines("communities.successor_wanted")
def _successor_line(community: Community) -> Line:
    if community.parent:
        url = reverse("communities:child_invitation", args=[community.parent.public_id, community.public_id])
    else:
        url = reverse("communities:instance_invitation", args=[community.public_id])
    return Line(text=gettext("Somebody else is asked for to coordinate"), url=url, meta=_name(community))


@lines("communities.left")
def _left_line(community: Community) -> Line:
    return Line(
        text=gettext("A member has left"),
        url=reverse("communities:members", args=[community.public_id]),
        meta=_name(community),
    )


def _name(community: Community) -> str:
    return best_words(community, "name", page_language()).text
