"""What a person keeps for herself: her profile, an archive of her data, an account that is shut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from palabre.exchange.actions.archives import ask_archive, make_archives
from palabre.exchange.models import Archive
from palabre.people.models import LockEvent, Person, Profile, SelfDescription
from tests.factories import join, make_person

if TYPE_CHECKING:
    from tests.isolation.world import World


def tell_privacy(world: World) -> None:
    member = world.people["member"]
    words = world.says("profil")
    Profile.objects.update_or_create(
        person=member, defaults={"about": words, "speaks": words, "region": words, "contact": words, "alias": words}
    )
    SelfDescription.objects.create(person=member, gender=words, diversity=words)
    ask_archive(actor=member)
    make_archives()
    world.ids["archive_id"] = Archive.objects.get(person=member).public_id
    shut = make_person(world.says("verrouillée"), email=f"{world.mark.lower()}.locked@example.org")
    join(shut, world.community)
    world.ids["lock_id"] = LockEvent.objects.create(person=shut).public_id
    Person.objects.filter(pk=shut.pk).update(is_active=False, locked_at=timezone.now())
