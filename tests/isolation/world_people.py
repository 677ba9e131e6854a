"""What the world tells of its directory, its campaigns and its messages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from palabre.communities.models import Campaign, ContactMessage, Introduction, Membership, Wish
from palabre.people.choices import Openness
from palabre.people.models import Profile

if TYPE_CHECKING:
    from tests.isolation.world import World


def tell_people(world: World) -> None:
    places = {name: Membership.objects.get(person=one, community=world.community) for name, one in world.people.items()}
    for place in places.values():
        place.listed, place.about = True, world.says("à propos")
        place.joined_at = datetime.now(UTC) - timedelta(days=30)
        place.save()
    profile = {"about": world.mark, "region": world.mark, "contact": world.says("contact")}
    Profile.objects.create(
        person=world.people["member"], **profile, **{f"{name}_for": Openness.COMMUNITY for name in profile}
    )
    today = date.today()  # noqa: DTZ011 (a campaign of this week, whatever the zone)
    campaign = Campaign.objects.create(
        community=world.community, title=world.says("campagne"), text=world.says("pour qui"),
        opens_on=today - timedelta(days=2), closes_on=today + timedelta(days=9),
    )  # fmt: skip
    first, second = sorted((places["member"], places["core"]), key=lambda place: place.pk)
    wish = Wish.objects.create(
        campaign=campaign, membership=places["member"], side="look", theme=world.says("thème"), text=world.mark
    )
    introduction = Introduction.objects.create(
        campaign=campaign, first=first, second=second, theme=wish.theme, first_contact=world.mark, second_contact=world.mark,
        first_yes_at=datetime.now(UTC), second_yes_at=datetime.now(UTC),
    )  # fmt: skip
    message = ContactMessage.objects.create(
        community=world.community, sender=world.people["member"], text=world.says("message")
    )
    world.ids |= {
        "campaign_id": campaign.public_id,
        "wish_id": wish.public_id,
        "introduction_id": introduction.public_id,
        "message_id": message.public_id,
    }
