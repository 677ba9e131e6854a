"""An offer becomes a place: what she declares, the word of the coordination, then her membership (INV-15)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.applying import held
from palabre.calls.actions.telling_decided import locked_application, tell
from palabre.calls.actions.withdrawing import withdraw
from palabre.calls.choices import ApplicationState
from palabre.calls.models import Application
from palabre.calls.rules.accepting import (
    can_confirm_place,
    can_declare_interests,
    can_decline_offer,
    can_open_account,
    can_take_place,
)
from palabre.calls.rules.applying import Applicant
from palabre.communities.actions.arriving import Newcomer, arrive
from palabre.communities.actions.placing import open_membership
from palabre.communities.models import Membership
from palabre.communities.rules import fresh
from palabre.kit.text import clean
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

LONGEST = 4000
ONE_OF_BOTH = no(_("Write what could make your independence doubtful, or tick that there is nothing."))
NOT_BOTH = no(_("You wrote something and ticked that there is nothing. Please choose one of the two."))


def declare_interests(*, applicant: Applicant, application: Application, text: str, nothing: bool) -> Application:
    """She says what could make her independence doubtful, or that nothing could. Raises Refused."""
    with transaction.atomic():
        application = held(applicant, application)
        require(can_declare_interests(application))
        text = clean(text)
        if bool(text) == nothing:
            raise Refused(NOT_BOTH if nothing else ONE_OF_BOTH, "text")
        if len(text) > LONGEST:
            raise Refused(no(_("%(most)s characters at most. Please shorten the text.") % {"most": LONGEST}), "text")
        application.coi, application.coi_none, application.coi_at = text, nothing, timezone.now()
        application.state = ApplicationState.COI_DECLARED
        application.save(update_fields=["coi", "coi_none", "coi_at", "state"])
        tell("calls.interests_declared", applicant.person_id, application.call, "offer", application.pk)
    return application


def decline_offer(*, applicant: Applicant, application: Application) -> Application:
    """She does not come: her application is withdrawn, and the place is free. Raises Refused."""
    with transaction.atomic():
        application = held(applicant, application)
        require(can_decline_offer(application))
        application = withdraw(applicant=applicant, application=application)
        tell("calls.offer_declined", None, application.call, "call", application.call.pk)
    return application


def confirm_place(*, actor: Person, application: Application) -> Application:
    """The coordination has read the declaration: the place is hers. Raises Refused.

    Whoever has an account comes in at once, before her signature; whoever has none is written to, and opens one.
    """
    with transaction.atomic():
        application = locked_application(application.pk)
        require(can_confirm_place(fresh(actor), application))
        application.state, application.accepted_at = ApplicationState.ACCEPTED, timezone.now()
        application.save(update_fields=["state", "accepted_at"])
        tell("calls.place_confirmed", actor.pk, application.call, "offer", application.pk)
        if application.person is not None:
            _come_in(application, application.person, actor.pk)
    return application


def take_place(
    *, applicant: Applicant, application: Application, person: Person | None = None, newcomer: Newcomer | None = None
) -> Person:
    """She comes in: as `person` (signed in, same address) or as a `newcomer` who came by mail, once. Raises Refused."""
    with transaction.atomic():
        application = held(applicant, application)
        require(can_take_place(application))
        if newcomer is not None:
            require(can_open_account(applicant, application))
        person = arrive(email=application.email, person=person, newcomer=newcomer)
        application.person = person
        application.save(update_fields=["person"])
        _come_in(application, person, None)
    fresh(person)
    return person


def _come_in(application: Application, person: Person, by_id: int | None) -> Membership:
    membership = open_membership(
        community=application.call.community, person=person, by_id=by_id, country=application.country,
        language=application.language,
    )  # fmt: skip
    tell("calls.place_taken", person.pk if by_id is None else by_id, application.call, "offer", application.pk)
    return membership
