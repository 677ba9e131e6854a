"""A community adopts a code: from then on whoever arrives signs before she acts."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.charter.actions.publishing import checked_decision, tell_adoption, told_at_once
from palabre.charter.choices import TextKind
from palabre.charter.models import Adoption, Edition
from palabre.charter.rules import can_adopt, offered_editions
from palabre.communities.actions import ask_signature
from palabre.communities.choices import Stage
from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

BEFORE_ITS_LIFE = (Stage.PROPOSED, Stage.FORMING)
NOT_OFFERED = no(_("Choose one of the codes of this list: a code of your community, or of a network above it."))


def adopt_charter(
    *, actor: Person, community: Community, code: Edition | None, decision: str, decided_on: date | None
) -> Adoption:
    """Its own code in force, or that of a community above, with its principles; the decision is noted. Raises Refused.

    In a community that is only forming, everybody signs before anything else. Where people already work together,
    they have the days that the code gives them.
    """
    with transaction.atomic():
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_adopt(fresh(actor), community))
        if code is None:
            raise Refused(NOT_OFFERED, "code")
        require(can_adopt(actor, community, code), "code")
        said, day = checked_decision(decision, decided_on)
        Adoption.objects.filter(community=community, ended_at=None).update(ended_at=timezone.now())
        principles = offered_editions(community, TextKind.PRINCIPLES).filter(community_id=code.community_id)
        adoption = Adoption.objects.create(
            community=community, code=code, principles=principles.first(), by=actor, decision=said, decided_on=day,
            sign_by=timezone.now() + timedelta(days=code.days), reminded=told_at_once(code.days),
        )  # fmt: skip
        ask_signature(community=community, at_once=community.stage in BEFORE_ITS_LIFE)
        tell_adoption("charter.adopted", actor, adoption)
    fresh(actor)
    return adoption
