"""An application begins, without an account; and the links that open it again.

The private link is random, and only its digest is kept. A link that leaves by mail is another one: sealed, dated, good
for this address and this private link alone; it is made when the mail leaves.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
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
from palabre.kit.sealing import BadSeal, sign, unsign
from palabre.kit.throttle import allow
from palabre.kit.verdict import YES, Refused, Verdict, no, require
from palabre.people.throttling import may_ask_link

PURPOSE = "calls.application"
MAILED_FOR = timedelta(days=14)
LINKS_EACH = 5
TOO_MANY = no(_("Many applications were begun from here in the last hour. Wait a while, then begin yours again."))
BEGUN = no(_("You have already begun an application to this call. It is under your own pages."))
TWICE = no(
    _(
        "An application from this address has already been received for this call. Open that one to change it or to "
        "withdraw it; a link to it can be asked for by mail."
    )
)
OVER = no(_("This link opens nothing. It may be too old, or not copied whole. Ask for a new one."))


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
            require(_none_yet(call, person.pk))
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


def mailed_token(application: Application) -> str:
    """What stands in a mail: it dies with the private link, and when the address is changed."""
    return sign([application.public_id, application.digest[:16], application.email_digest[:16]], PURPOSE)


def application_by_token(token: str) -> tuple[Application, bool] | None:
    """The application that a link opens, and whether the link came by mail."""
    rows = Application.objects.select_related("call__community").exclude(state=ApplicationState.WITHDRAWN)
    if "." not in token:
        found = rows.filter(digest=digest(token)).first()
        return (found, False) if found else None
    try:
        public_id, link, address = unsign(token, PURPOSE, MAILED_FOR)
    except (BadSeal, ValueError, TypeError):
        return None
    found = rows.filter(public_id=public_id).first()
    if found is None or not found.email_digest or found.digest[:16] != link or found.email_digest[:16] != address:
        return None
    return found, True


def open_by_link(*, token: str, applicant: Applicant, tie: bool = False) -> Application:
    """A private link is used: one that came by mail shows that the address is hers. Raises Refused.

    Where another application of that address was received, the address stays unproven here.
    """
    with transaction.atomic():
        found = application_by_token(token)
        if found is None:
            raise Refused(OVER)
        application, mailed = locked(found[0]), found[1]
        if mailed and application.email_proven_at is None and _proved(application):
            tell("calls.address_proven", applicant, application)
        if tie and applicant.person is not None and application.person_id is None:
            application.person = fresh(applicant.person)
            application.save(update_fields=["person"])
            tell("calls.application_tied", applicant, application)
    return application


def renew_link(*, applicant: Applicant, application: Application) -> str:
    """Another private link: the one before, the mails and the other devices open nothing any more. Raises Refused."""
    with transaction.atomic():
        application = held(applicant, application)
        token = new_token()
        application.digest = digest(token)
        application.save(update_fields=["digest"])
        tell("calls.link_renewed", applicant, application)
    return token


def ask_links(*, email: str, source: str) -> None:
    """A link by mail for each application with this address. The answer is the same whether there is one."""
    if not may_ask_link(email, source):
        return
    with transaction.atomic():
        rows = Application.objects.filter(email_digest=address_digest(email)).exclude(state=ApplicationState.WITHDRAWN)
        found = list(rows.order_by("-pk")[:LINKS_EACH])
        for application in found:
            tell("calls.link_asked", Applicant(), application)
        if not found:
            record("calls.link_asked", actor_id=None, subject="application", subject_id=None)


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


def _proved(application: Application) -> bool:
    """Two received applications cannot both hold one address: the second waits for its owner to choose."""
    try:
        with transaction.atomic():
            application.email_proven_at = timezone.now()
            application.save(update_fields=["email_proven_at"])
    except IntegrityError:
        application.email_proven_at = None
    return application.email_proven_at is not None


def _none_yet(call: Call, person_id: int) -> Verdict:
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
