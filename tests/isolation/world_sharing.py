"""What a community agrees on with others: its twin, a joint meeting each way, news, what is shared."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from palabre.commitments.models import Commitment, JointCommitment
from palabre.communities.models import Announcement, Community, SharingAgreement, TwinCode, TwinLink
from palabre.kit.ids import digest
from palabre.meetings.models import JointMeeting
from tests.factories import join, make_community, make_item, make_meeting, make_person

if TYPE_CHECKING:
    from tests.isolation.world import World


def tell_sharing(world: World, child: Community) -> None:
    """`child` shares its records with the community of this world."""
    twin = make_community(world.says("jumelle"), parent=world.community.parent, purpose=world.mark)
    join(make_person(world.says("membre jumelle")), twin, handle=world.says("alias"))
    now = timezone.now()
    link = TwinLink.objects.create(asking=twin, asked=world.community, accepted_at=now)
    for host, guest in ((world.community, twin), (twin, world.community)):
        meeting = make_meeting(
            host, title=world.says("rencontre commune"), place=world.says("lieu"), opened=True, state="agenda_published",
            starts_at=datetime.now(UTC) + timedelta(days=9),
        )  # fmt: skip
        make_item(meeting, world.says("point commun"))
        joint = JointMeeting.objects.create(meeting=meeting, community=guest, twin=link, accepted_at=now)
    promise = Commitment.objects.create(
        community=twin, text=world.says("promesse commune"), person=world.people["member"], due=date(2026, 1, 2)
    )
    JointCommitment.objects.create(commitment=promise, community=world.community)
    for audience in ("own", "below", "above"):
        news = Announcement.objects.create(
            community=world.community, title=world.says("nouvelle"), text=world.says("texte"), audience=audience
        )
    Announcement.objects.create(community=child, title=world.says("d’en bas"), text=world.mark, audience="above")
    SharingAgreement.objects.create(
        child=child, parent=world.community, level="records", signed_at=now, decision=world.says("décision")
    )
    code = TwinCode(community=world.community, expires_at=now + timedelta(days=1), digest=digest(world.mark))
    code.save()
    world.ids |= {"twin_id": link.public_id, "joint_id": joint.public_id, "announcement_id": news.public_id}
