"""The links that open an application again.

The private link is random, and only its digest is kept. A link that leaves by mail is another one: sealed, dated, good
for this address and this private link alone; it is made when the mail leaves. The first link by mail that is used makes
another private link: whoever began the application with somebody's address holds nothing of it from then on.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.applying import eligible, held, locked, none_yet, tell
from palabre.calls.actions.conflicts import note_arrival
from palabre.calls.choices import ApplicationState
from palabre.calls.models import Application
from palabre.calls.rules.addresses import address_digest
from palabre.calls.rules.applying import Applicant
from palabre.calls.rules.conflicts import reads_call
from palabre.calls.rules.eligibility import facts_of
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.ids import digest, new_token
from palabre.kit.sealing import BadSeal, sign, unsign
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person
from palabre.people.throttling import may_ask_link

PURPOSE = "calls.application"
MAILED_FOR = timedelta(days=14)
LINKS_EACH = 5
OVER = no(_("This link opens nothing. It may be too old, or not copied whole. Ask for a new one."))
SIGN_IN = no(_("This application is kept under an account. Sign in with it first; then open this link once more."))
YOU_READ = no(_("You belong to the committee of this call: nobody both applies and reads."))


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
    if found is None or not found.email_digest or found.email_digest[:16] != address:
        return None
    return (found, True) if found.digest[:16] == link or found.digest == digest(link_after(token)) else None


def link_after(token: str) -> str:
    """The private link that the first use of a mailed link makes; known to nobody who only knew the one before."""
    said = " ".join(unsign(token, PURPOSE, MAILED_FOR))
    return urlsafe_base64_encode(salted_hmac("calls.application.proved", said, algorithm="sha256").digest()[:24])


def open_by_link(*, token: str, applicant: Applicant, tie: bool = False) -> Application:
    """A private link is used: one that came by mail shows that the address is hers. Raises Refused.

    Where another application of that address was received, the address stays unproven here.
    """
    with transaction.atomic():
        found = application_by_token(token)
        if found is None:
            raise Refused(OVER)
        application, mailed = locked(found[0]), found[1]
        if mailed and application.email_proven_at is None:
            _prove(applicant, application, token)
        if tie and applicant.person is not None and application.person_id is None:
            _tie(applicant, application, fresh(applicant.person))
    return application


def _prove(applicant: Applicant, application: Application, token: str) -> None:
    """From now on only what came by this mail opens it: neither the link before nor the account of somebody else."""
    if application.person_id is not None and application.person_id != applicant.person_id:
        raise Refused(SIGN_IN)
    application.digest = digest(link_after(token))
    application.save(update_fields=["digest"])
    if _proved(application):
        tell("calls.address_proven", applicant, application)


def _tie(applicant: Applicant, application: Application, person: Person) -> None:
    """Under her account too: asked what is asked of whoever begins signed in."""
    require(none_yet(application.call, person.pk))
    if reads_call(application.call, person=person):
        raise Refused(YOU_READ)
    application.person = person
    eligible(application.call, facts_of(application))
    application.save(update_fields=["person"])
    if application.state in ApplicationState.handed_in():
        note_arrival(application=application)
    tell("calls.application_tied", applicant, application)


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


def _proved(application: Application) -> bool:
    """Two received applications cannot both hold one address: the second waits for its owner to choose."""
    try:
        with transaction.atomic():
            application.email_proven_at = timezone.now()
            application.save(update_fields=["email_proven_at"])
    except IntegrityError:
        application.email_proven_at = None
    return application.email_proven_at is not None
