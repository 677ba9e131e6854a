"""A member signs in the language she chose; an organisation adheres; a person who leaves for good leaves a count."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.charter.models import Adherence, Adoption, Edition, Signature
from palabre.charter.rules import can_adhere, can_sign, current_adoption
from palabre.charter.rules.signing import NOTHING_TO_SIGN
from palabre.communities.actions import open_place
from palabre.communities.models import Community, Membership, Organisation
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.choices import LANGUAGES
from palabre.people.models import Person

MOVED_ON = no(_("A new version was published while you were reading. It stands below: read it, then sign."))
WHICH_LANGUAGE = no(_("Choose the language in which you sign."))


def sign_code(*, actor: Person, membership: Membership, language: str, seen: str) -> Signature:
    """Sign exactly the words that stood on the page: `seen` is their seal. She may act from this moment on.

    Raises Refused; Clash when a new version was published meanwhile.
    """
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(pk=membership.pk)
        adoption = current_adoption(membership.community_id)
        require(can_sign(fresh(actor), membership, adoption))
        code = _read_words(adoption, language, seen)
        signature = Signature.objects.create(
            community_id=membership.community_id, membership=membership, code=code, language=language, digest=seen
        )
        open_place(membership=membership)
        record(
            "charter.signed",
            actor_id=actor.pk,
            community_id=membership.community_id,
            subject="signature",
            subject_id=signature.pk,
            code=code.pk,
            language=language,
        )
    fresh(actor)
    return signature


def _read_words(adoption: Adoption | None, language: str, seen: str) -> Edition:
    if adoption is None:
        raise Refused(NOTHING_TO_SIGN)
    if language not in LANGUAGES:
        raise Refused(WHICH_LANGUAGE, "language")
    if adoption.code.digest(language) != seen:
        raise Clash(MOVED_ON, adoption.code)
    return adoption.code


def adhere(*, actor: Person, community: Community, organisation: Organisation, language: str, seen: str) -> Adherence:
    """An organisation adheres, by the word of a person who represents it here. Raises Refused."""
    with transaction.atomic():
        community = Community.objects.select_for_update().get(pk=community.pk)
        adoption = current_adoption(community.pk)
        if adoption is None:
            raise Refused(NOTHING_TO_SIGN)
        require(can_adhere(fresh(actor), adoption, organisation))
        code = _read_words(adoption, language, seen)
        adherence = Adherence.objects.create(
            community=community, organisation=organisation, code=code, by=actor, language=language, digest=seen
        )
        record(
            "charter.adhered",
            actor_id=actor.pk,
            community_id=community.pk,
            subject="adherence",
            subject_id=adherence.pk,
            organisation=organisation.pk,
            language=language,
        )
    return adherence


def forget_person(*, person_id: int) -> int:
    """Her signatures stay as counts, without her; gives their number. The caller has asked who may erase."""
    with transaction.atomic():
        Adherence.objects.filter(by_id=person_id).update(by=None)
        return Signature.objects.filter(membership__person_id=person_id).update(membership=None)
