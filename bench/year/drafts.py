"""Applications that are about to be handed in, each in a session in which its private link was opened."""

from __future__ import annotations

from datetime import timedelta

from bench.year.calls import make_applications, make_call
from bench.year.marks import Draft
from palabre.calls.choices import ApplicationState, CallState
from palabre.calls.models import Application, Call
from palabre.calls.views.holding import HELD
from palabre.communities.models import Community
from palabre.kit.ids import digest
from palabre.people.choices import DeviceKind
from palabre.people.sessions import DEVICE_KEY, SessionStore

# whoever goes through the whole form, and the one whose pages are weighed
BLANK = 31


def fill_drafts(here: Community, number: int) -> tuple[Call, list[Draft], list[Draft]]:
    """An open call; drafts that lack everything, and `number` that lack nothing but being handed in."""
    call = make_call(here, CallState.OPEN, closes_in=timedelta(days=7), listed=True)
    if not number:
        return call, [], []
    whole = make_applications(call, number, [ApplicationState.DRAFT], answered=True)
    blank = Application.objects.bulk_create(
        Application(call=call, code=f"V{n:05}", digest=digest(f"blank {call.pk}.{n}")) for n in range(BLANK)
    )
    return call, [_held(one) for one in blank], [_held(one) for one in whole]


def _held(application: Application) -> Draft:
    session = SessionStore()
    session[HELD], session[DEVICE_KEY] = [application.digest], DeviceKind.OWN.value
    session.save()
    return Draft(application.public_id, str(session.session_key))
