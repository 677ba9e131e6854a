"""Members by country, counted each night: every community with what rises to it by its agreements, nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.db import transaction

from palabre.communities.choices import Stage
from palabre.communities.models import Community, CountryCount, Membership
from palabre.communities.rules.sharing import shared_below

BATCH = 500


def count_countries() -> int:
    """Write the counts anew, all or nothing; gives the number of communities counted.

    One person counts once for each community, however many places she has below it.
    """
    counted = Community.objects.exclude(stage__in=[*Stage.over(), Stage.PROPOSED])
    keys = list(counted.order_by("pk").values_list("pk", flat=True))
    rising: dict[int, list[int]] = {key: [key] for key in keys}
    for start in range(0, len(keys), BATCH):
        for one in shared_below(keys[start : start + BATCH]):
            rising[one.root].append(one.community_id)
    places = _places()
    rows = [
        CountryCount(community_id=key, country=country, number=number)
        for key in keys
        for country, number in sorted(_people(rising[key], places).items())
    ]
    with transaction.atomic():
        CountryCount.objects.all().delete()
        CountryCount.objects.bulk_create(rows, batch_size=2000)
    return len(keys)


def _places() -> dict[int, list[tuple[int, str]]]:
    """Who counts in each open community, and the country that she named there."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    active = Membership.objects.active().filter(canary=False)
    active = active.exclude(community__stage__in=[*Stage.over(), Stage.PROPOSED])
    for community, person, country in active.order_by("pk").values_list("community_id", "person_id", "country"):
        found[community].append((person, country))
    return found


def _people(communities: list[int], places: dict[int, list[tuple[int, str]]]) -> Counter[str]:
    """Persons by country; one who named a country somewhere counts there, the nearest place first."""
    where: dict[int, str] = {}
    for community in communities:
        for person, country in places.get(community, ()):
            where[person] = where.get(person) or country
    return Counter(where.values())
