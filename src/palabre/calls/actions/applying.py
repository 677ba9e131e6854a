"""An application begins, without an account; what its actions have in common."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ApplicationState
from palabre.calls.models import Application, Call
from palabre.calls.rules.addresses import address_digest
from palabre.calls.rules.applying import Applicant, can_begin, holds_file
from palabre.calls.rules.eligibility import Facts, Refusal, refusals
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.ids import ALPHABET, digest, new_token
from palabre.kit.throttle import allow
from palabre.kit.verdict import YES, Refused, Verdict, no, require

TOO_MANY = no(_("Many applications were begun from here in the last hour. Wait a while, then begin yours again."))
BEGUN = no(_("You have already begun an application to this call. It is under your own pages."))
TWICE = no(
    _(
        "An application from this address has already been received for this call. Open that one to change it or to "
        "withdraw it; a link to it can be asked for by mail."
    )
)


class NotEligible(Refused):
    """Rules of the call that are not met: all of them, each with its reason and the next step."""

    def __init__(self, found: list[Refusal]) -> None:
        super().__init__(Verdict(False, found[0].why), found[0].field or None)
        self.found = found


def begin_application(
    *,
    applicant: Applicant,
    call: Call,
    language: str,
    at: datetime,
    email: str = "",
    own_name: bool | None = None,
    source: str = "",
) -> tuple[Application, str]:
    """A draft, and the token of its private link. `at`: when the wish came in; `source`: from where, hashed.

    Whoever is signed in has it under her account. Raises Refused, `NotEligible` for a rule that is not met.
    """
    if source and not allow(f"calls begin from {source}", 200, 3600):
        raise Refused(TOO_MANY)
    with transaction.atomic():
        person = fresh(applicant.person) if applicant.person else None
        call = Call.objects.get(pk=call.pk)
        require(can_begin(call, at))
        eligible(call, Facts(person=person, address=person.email if person else "", own_name=own_name))
        token = new_token()
        application = Application(
            call=call, digest=digest(token), person=person, language=language, own_name=bool(own_name), zone=call.zone
        )
        if person is not None:
            require(none_yet(call, person.pk))
            _of_account(application)
        write_address(application, email or application.email)
        _with_code(application)
        mailed = person is None and may_mail_link(application)
        tell("calls.application_begun", applicant, application, mailed=mailed)
    return application, token


def may_mail_link(application: Application) -> bool:
    """A few an hour for one address: nobody fills a stranger's mailbox by writing her address in a form."""
    return bool(application.email_digest) and allow(f"calls link {application.email_digest}", 3, 3600)


def eligible(call: Call, facts: Facts) -> None:
    """Raises `NotEligible`."""
    if found := refusals(call, facts):
        raise NotEligible(found)


def write_address(application: Application, email: str) -> None:
    """On the row, unsaved: another address is not proven, unless it is that of her account."""
    known = address_digest(email)
    if known != application.email_digest:
        mine = application.person is not None and known == address_digest(application.person.email)
        application.email_proven_at = timezone.now() if mine else None
    application.email, application.email_digest = email, known


def locked(application: Application) -> Application:
    """The row, locked, with its call; the room that holds other things of it locks it first."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("call__community", "person")
    return rows.get(pk=application.pk)


def held(applicant: Applicant, application: Application) -> Application:
    """The same, if she still holds it. Raises Refused."""
    application = locked(application)
    if applicant.person is not None:
        fresh(applicant.person)
    require(holds_file(applicant, application))
    return application


def tell(kind: str, applicant: Applicant, application: Application, **facts: Any) -> None:
    record(
        kind,
        actor_id=applicant.person_id,
        community_id=application.call.community_id,
        subject="application",
        subject_id=application.pk,
        **facts,
    )


def none_yet(call: Call, person_id: int) -> Verdict:
    """One application for each account."""
    mine = Application.objects.filter(call=call, person_id=person_id).exclude(state=ApplicationState.WITHDRAWN)
    return BEGUN if mine.exists() else YES


def _of_account(application: Application) -> None:
    """What is known of whoever is signed in; she changes it as she likes."""
    person = application.person
    if person is not None:
        application.name, application.pronouns = person.display_name, person.pronouns
        application.zone, application.email = person.zone, person.email


def _with_code(application: Application) -> None:
    """Six characters that are no other application's of this call."""
    for last in (False, False, False, True):
        application.code = "".join(secrets.choice(ALPHABET) for _place in range(6)).upper()
        try:
            with transaction.atomic():
                application.save(force_insert=True)
        except IntegrityError:
            if last:
                raise
        else:
            return
