"""What a view that asks for a sign-in receives: the middleware has seen to it."""

from django.http import HttpRequest

from palabre.people.models import Person


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person
