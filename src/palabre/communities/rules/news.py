"""Who announces something, and who reads it: inside, below, and above only as the agreements allow."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import NewsFor, RiskProfile, Role, Sharing, Stage
from palabre.communities.models import Announcement, Community
from palabre.communities.rules.communities import NOT_YOURS, NOTHING_HERE
from palabre.communities.rules.standing import holds, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

WIDE = frozenset(Sharing.at_least(Sharing.RESULTS))
_ABOVE = """
WITH RECURSIVE above(id, parent_id) AS (
  SELECT id, parent_id FROM communities_community WHERE id IN ({blanks})
  UNION
  SELECT c.id, c.parent_id FROM communities_community c JOIN above b ON c.id = b.parent_id
)
SELECT id FROM above
"""
# only along links that share results at least
_BELOW = """
WITH RECURSIVE below(id) AS (
  SELECT id FROM communities_community WHERE id IN ({blanks})
  UNION
  SELECT c.id FROM communities_community c JOIN below b ON c.parent_id = b.id
  JOIN communities_sharingagreement a ON a.child_id = c.id AND a.parent_id = c.parent_id
    AND a.signed_at IS NOT NULL AND a.ended_at IS NULL AND a.level IN ('results', 'records')
)
SELECT id FROM below
"""


def reaching(communities: Iterable[int]) -> Q:
    """What the members of these communities read: their own, what comes down, and what is shared up.

    Adds no query: the ways up and down are walked inside the one that asks.
    """
    keys = sorted(communities)
    if not keys:
        return Q(pk__in=[])
    blanks = ", ".join(["%s"] * len(keys))
    down = RawSQL(_ABOVE.format(blanks=blanks), keys)  # noqa: S611 (keys are parameters)
    up = RawSQL(_BELOW.format(blanks=blanks), keys)  # noqa: S611 (keys are parameters)
    return (
        Q(community_id__in=keys)
        | Q(community_id__in=down, audience=NewsFor.BELOW)
        | Q(community_id__in=up, audience=NewsFor.ABOVE) & ~Q(community__risk=RiskProfile.HIGH)
    )


def visible_announcements(actor: Person) -> QuerySet[Announcement]:
    """News of the actor's communities, and what reaches them; nothing that was taken back."""
    return Announcement.objects.filter(reaching(standing(actor).community_ids()), withdrawn_at=None)


def can_announce(actor: Person, community: Community, audience: str = NewsFor.OWN) -> Verdict:
    """Coordination; a community at high risk tells nothing to those above, not even that it is there."""
    if not holds(actor, community.pk, Role.COORDINATOR, Role.STEWARD):
        return no(NOT_YOURS)
    if community.stage in Stage.over():
        return no(_("This community is closed."))
    if audience == NewsFor.ABOVE and community.risk == RiskProfile.HIGH:
        return no(_("A community at high risk does not tell the network above about itself."))
    return YES


def can_withdraw_announcement(actor: Person, announcement: Announcement) -> Verdict:
    """Whoever could have written it."""
    if announcement.withdrawn_at is not None:
        return no(NOTHING_HERE)
    return YES if holds(actor, announcement.community_id, Role.COORDINATOR, Role.STEWARD) else no(NOT_YOURS)
