"""How a person is called on the pages of a community."""

from __future__ import annotations

from django import template

from palabre.communities.models import Community
from palabre.communities.queries import called as called_here
from palabre.people.models import Person

register = template.Library()


@register.filter
def called(person: Person, community: Community) -> str:
    """`{{ person|called:community }}`: the name that this community knows."""
    return called_here(person, community)
