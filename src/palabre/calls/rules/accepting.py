"""From an offer to a place: what she declares, who confirms, who comes in (INV-15)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ApplicationState, CallState, Outcome
from palabre.calls.models import Application, Call, Letter
from palabre.calls.rules.apart import untied_in
from palabre.calls.rules.applying import Applicant
from palabre.calls.rules.committee import TIED, stands_apart, untied
from palabre.calls.rules.deciding import PLACED, WRITING
from palabre.calls.rules.publishing import LETTER_FOR, NO_CODE
from palabre.calls.rules.reviewing import coordinates
from palabre.calls.rules.reviewing import led_calls as all_led_calls
from palabre.communities.choices import Role
from palabre.communities.rules import holds
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

NO_OFFER = no(_("No offer waits for you here."))
NOT_DECLARED = no(_("First the person says whether anything could make her independence doubtful."))
NOT_WRITING = no(_("Letters are written once the call is closed and the screening has begun."))
SENT = no(_("This letter was sent. It stays as it is."))
BY_MAIL = _(
    "An account under your address is opened from a link that came by mail. Open that link on this device, or ask for one: "
    "“I have begun one and lost the link”."
)
STALE = no(_("Something else was decided since. Prepare the letters again."))


def led_calls(actor: Person) -> QuerySet[Call]:
    """Calls that she coordinates, once applications are looked at."""
    return all_led_calls(actor).filter(state__in=WRITING)


def can_see_letters(actor: Person, call: Call) -> Verdict:
    """Who has an answer: the coordination."""
    return coordinates(actor, call) if call.state in WRITING else NOT_WRITING


def can_prepare_letters(actor: Person, call: Call) -> Verdict:
    """Prepare, and send all that is prepared."""
    return can_see_letters(actor, call)


def can_edit_letter(actor: Person, letter: Letter) -> Verdict:
    """Read over and change one letter before it is sent; not to somebody she is tied to."""
    verdict = can_see_letters(actor, letter.application.call)
    if not verdict:
        return verdict
    if letter.sent_at is not None:
        return SENT
    return stands_apart(actor, letter.application)


def can_send_letter(actor: Person, letter: Letter) -> Verdict:
    """Once, and only while it says what was decided last."""
    verdict = can_see_letters(actor, letter.application.call)
    if not verdict:
        return verdict
    if letter.sent_at is not None:
        return SENT
    return YES if says_the_last(letter) else STALE


def says_the_last(letter: Letter) -> bool:
    return LETTER_FOR.get(letter.application.state) == letter.outcome


def was_offered(application: Application) -> bool:
    """The offer is hers when the letter was sent: before that nobody tells her anything."""
    sent = Letter.objects.filter(application=application, outcome=Outcome.OFFER, sent_at__isnull=False)
    return application.state in PLACED and sent.exists()


def can_declare_interests(application: Application) -> Verdict:
    """The applicant, until the coordination confirms; she may say it again in other words."""
    waits = application.state in (ApplicationState.OFFERED, ApplicationState.COI_DECLARED)
    return YES if waits and was_offered(application) else NO_OFFER


def can_decline_offer(application: Application) -> Verdict:
    return can_declare_interests(application)


def can_see_places(actor: Person, call: Call) -> Verdict:
    """Offers and declarations: the coordination, from the selection on."""
    if call.state not in (CallState.SELECTION, CallState.PUBLISHED):
        return no(_("Places are offered during the selection."))
    return coordinates(actor, call)


def offers_followed(actor: Person) -> QuerySet[Application]:
    """Offers of the calls that she coordinates, without those she is known to be tied to."""
    rows = Application.objects.filter(call__in=led_calls(actor).values("pk"), state__in=PLACED)
    return untied(actor, rows)


def placed_applications(actor: Person, call: Call) -> QuerySet[Application]:
    """Whoever was offered a place, without those she is known to be tied to."""
    return untied_in(actor, call, Application.objects.filter(call=call, state__in=PLACED))


def can_confirm_place(actor: Person, application: Application, *, tied: bool | None = None) -> Verdict:
    """Confirm the place of whoever has declared her interests; not of somebody she is tied to.

    `tied` is what a list has read for all its rows; without it the data are asked.
    """
    verdict = can_see_places(actor, application.call)
    if not verdict:
        return verdict
    if application.state == ApplicationState.ACCEPTED:
        return no(_("This place is confirmed already."))
    if application.state != ApplicationState.COI_DECLARED or application.coi_at is None:
        return NOT_DECLARED
    if not application.call.community.asks_signature:
        return no(NO_CODE)
    if tied is None:
        return stands_apart(actor, application)
    return TIED if tied else YES


def can_take_place(application: Application) -> Verdict:
    """Whoever was confirmed comes in, once; with an address that she has shown to be hers."""
    if application.state != ApplicationState.ACCEPTED:
        return NO_OFFER
    if application.person_id is not None:
        return no(_("You have taken your place already. Sign in to come in."))
    if application.email_proven_at is None:
        return no(_("Open the link in the mail that we sent to you: it shows that the address is yours."))
    return YES


def can_open_account(applicant: Applicant, application: Application) -> Verdict:
    """An account under her address is opened where a mail to that address was opened, and nowhere else."""
    return YES if application.digest in applicant.mailed else no(BY_MAIL)


def can_prepare_groups(actor: Person, call: Call) -> Verdict:
    """The themes of the call become working groups: once the selection is published."""
    if not holds(actor, call.community_id, Role.COORDINATOR):
        return coordinates(actor, call)
    if call.state != CallState.PUBLISHED:
        return no(_("Groups are prepared once the selection is published."))
    return YES
