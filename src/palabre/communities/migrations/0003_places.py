"""Organisations that were known before they could have a place: each gets one, and its members speak for it."""

from django.db import migrations
from django.utils import timezone

from palabre.kit.ids import new_id


def give_places(apps, _schema):
    Organisation = apps.get_model("communities", "Organisation")
    Membership = apps.get_model("communities", "Membership")
    Place = apps.get_model("communities", "OrganisationPlace")
    Representative = apps.get_model("communities", "Representative")
    known = set(Place.objects.values_list("community_id", "organisation_id"))
    pairs = set(Organisation.objects.exclude(added_in=None).values_list("added_in_id", "id"))
    rows = Membership.objects.filter(state="active").exclude(organisation=None)
    pairs |= set(rows.values_list("community_id", "organisation_id"))
    places = {}
    for community_id, organisation_id in sorted(pairs):
        if (community_id, organisation_id) not in known:
            places[community_id, organisation_id] = Place.objects.create(
                community_id=community_id, organisation_id=organisation_id, public_id=new_id(), since=timezone.now()
            )
    for membership in rows:
        place = places.get((membership.community_id, membership.organisation_id))
        if place is not None:
            Representative.objects.create(place=place, membership=membership, public_id=new_id(), votes=False)


class Migration(migrations.Migration):
    dependencies = [("communities", "0002_network")]

    operations = [migrations.RunPython(give_places, migrations.RunPython.noop)]
