"""One community with the whole of its year; its coordination is the account that measures it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bench.account import YEAR_EMAIL
from bench.year.drafts import fill_drafts
from bench.year.marks import Size, YearMarks
from bench.year.money import fill_money
from bench.year.reading import committee, fill_chosen, fill_read
from palabre.communities.choices import Role
from palabre.communities.models import Community, Membership, RoleGrant
from palabre.people.models import Person


def fill_year(size: Size) -> YearMarks:
    """Applications read and chosen among, honoraria and a ledger, and drafts that are about to be handed in."""
    with transaction.atomic():
        lead = Person.objects.filter(email=YEAR_EMAIL).first() or Person.objects.create(
            email=YEAR_EMAIL, display_name="Coordination de l’année", password="!", language="fr"
        )
        here = Community.objects.create(name="Année du banc", stage="active", zone="Africa/Bamako")
        Membership.objects.create(community=here, person=lead)
        # DOMAIN.md §3: whoever coordinates may also read; the files that she has still to read are of another call
        roles = (Role.COORDINATOR, Role.REVIEWER)
        RoleGrant.objects.bulk_create(RoleGrant(community=here, person=lead, role=role) for role in roles)
        readers = committee(here)
        fill_read(here, [lead, *readers[:1]], size.applications)
        chosen = fill_chosen(here, readers, size.applications)
        year = date.today().year - 1
        fill_money(here, size.members, year)
        call, blank, drafts = fill_drafts(here, size.drafts)
        return YearMarks(here.public_id, call.public_id, chosen.public_id, year, drafts, blank)
