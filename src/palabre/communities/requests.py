"""What a view inside a community receives: the middleware has seen to it."""

from palabre.communities.models import Community
from palabre.people.requests import PersonRequest


class CommunityRequest(PersonRequest):
    """A request of somebody who reads `community`."""

    community: Community
