"""Where an application stands, as its author may know it: only what she did herself, what the call's calendar says,
and what a letter told her. A decision that was not sent shows nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ApplicationState, CallState, Outcome
from palabre.calls.models import Application, Call, Interview, Letter
from palabre.calls.rules.applying import DRAFT_STAYS, on_its_clock
from palabre.kit.dates import moment

Sentence = str | Promise
STEPS: tuple[Sentence, ...] = (
    _("Being written"),
    _("Handed in"),
    _("Checked against the rules"),
    _("Read by the committee"),
    _("Decided by the committee"),
    _("Answer"),
)
# the last of them that the calendar of the call has reached, for whatever was handed in
_REACHED: dict[str, int] = {
    CallState.READY: 2,
    CallState.OPEN: 2,
    CallState.CLOSED: 2,
    CallState.SCREENING: 3,
    CallState.REVIEW: 4,
    CallState.INTERVIEWS: 5,
    CallState.SELECTION: 5,
    CallState.PUBLISHED: 5,
}
_WORDS: dict[int, tuple[Sentence, Sentence]] = {
    2: (_("received"), _("Nobody reads it before the call closes. Then the coordination checks it against the rules.")),
    3: (_("received"), _("The coordination checks whether the applications meet the rules of the call.")),
    4: (_("being read"), _("The committee reads the applications. This takes some weeks.")),
    5: (
        _("the committee decides"),
        _("The committee composes the cohort. Everybody receives an answer, whatever it is."),
    ),
}
# what she herself did after an offer
_HERS: dict[str, tuple[Sentence, Sentence]] = {
    ApplicationState.COI_DECLARED: (_("declaration received"), _("The coordination looks at your declaration next.")),
    ApplicationState.ACCEPTED: (
        _("place accepted"),
        _("You have a place. What comes next is on the pages of the community."),
    ),
}
_TOLD: dict[str, tuple[Sentence, Sentence]] = {
    "ineligible": (_("not admissible"), _("The letter says which rule of the call is not met.")),
    Outcome.SHORTLIST: (_("shortlisted"), _("The committee would like to know more. The letter says what comes next.")),
    Outcome.OFFER: (_("place offered"), _("A place is yours if you want it. The letter says what comes next.")),
    Outcome.WAITLIST: (_("on the waiting list"), _("If a place becomes free, you are told.")),
    Outcome.DECLINE: (_("not retained"), _("The letter says why.")),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """`step` of `STEPS`, from 1; the state in a word or two; what happens now. `asked`: a question waits for her."""

    step: int
    state: Sentence
    now: Sentence
    letters: list[Letter]
    asked: bool = False


def standing_of(application: Application, at: datetime) -> Standing:
    """What she may know at this moment. Two queries."""
    letters = list(application.letters.filter(sent_at__isnull=False).order_by("-sent_at"))
    if application.state == ApplicationState.DRAFT:
        return Standing(1, _("draft"), _draft(application.call, at), letters)
    if application.state in _HERS:
        return Standing(len(STEPS), *_HERS[application.state], letters)
    if application.state == ApplicationState.NEEDS_INFO:
        now = _("The coordination has a question. Your answer goes to whoever reads your application.")
        return Standing(_reached(application.call), _("a question to you"), now, letters, asked=True)
    if letters and letters[0].outcome in _TOLD:
        last = letters[0].outcome != Outcome.SHORTLIST
        return Standing(len(STEPS) if last else 5, *_TOLD[letters[0].outcome], letters)
    return _underway(application, letters)


def _underway(application: Application, letters: list[Letter]) -> Standing:
    """By the calendar of the call alone: what was decided of her, and not sent, leaves no trace."""
    phase = application.call.phase()
    if phase == CallState.CANCELLED:
        return Standing(2, _("call given up"), _("The call was given up. Your application is not read."), letters)
    step = _reached(application.call)
    if Interview.objects.filter(application=application).exists() and step >= 4:
        now = _("The committee would like to talk with you. What comes next is below.")
        return Standing(5, _("invited to a talk"), now, letters)
    return Standing(step, *_WORDS[step], letters)


def _reached(call: Call) -> int:
    return _REACHED.get(call.phase(), 2)


def _draft(call: Call, at: datetime) -> Sentence:
    if call.is_open(at):
        return _("Only you read it. It counts once you have handed it in.")
    return _("The call is closed and this was not handed in. Nobody reads it but you.")


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can read something of it at this moment."""

    who: Sentence
    what: Sentence


def readers_of(application: Application) -> list[Reader]:
    """Who can see what, now (DOMAIN.md §4.3). Said as the rules have it, in words."""
    call = application.call
    if application.state == ApplicationState.DRAFT:
        return [Reader(_("You alone"), _("Neither the coordination nor the committee can open a draft."))]
    found = [
        Reader(
            _("The coordination of the call"),
            _("all of it, but for what you said so that less-heard voices are present"),
        ),
    ]
    blind = _("your answers, without your name, your address and your organisation")
    found.append(Reader(_("The committee, while it reads"), blind if call.blind else _("your answers and your name")))
    found.append(
        Reader(
            _("The coordination and the committee, together"),
            _("what you said so that less-heard voices are present: only as numbers of five people and more"),
        )
    )
    return [
        *found,
        Reader(
            _("Nobody else"), _("other applicants, members and the public learn nothing, not even that you applied")
        ),
    ]


def kept_until(application: Application) -> Sentence:
    """Until when it stays (DOMAIN.md §4.5), in a sentence."""
    call = application.call
    if application.state == ApplicationState.DRAFT:
        day = clock_of(application, call.closes_at + DRAFT_STAYS)
        return format_lazy(_("A draft is deleted 30 days after the closing: {when}."), when=day)
    if application.state == ApplicationState.ACCEPTED:
        return _(
            "It is kept until six months after the results; what you are in the community stands on its own pages."
        )
    return _(
        "Unless you receive a place, it is deleted six months after the results; what you said so that less-heard "
        "voices are present, 30 days after them. Only totals stay."
    )


def clock_of(application: Application, at: datetime) -> str:
    """A moment by the clock of the call, and by hers where it shows another time."""
    call = application.call
    said, hers = on_its_clock(call, at), ZoneInfo(application.zone or call.zone)
    if at.astimezone(hers).utcoffset() == at.astimezone(ZoneInfo(call.zone)).utcoffset():
        return said
    return gettext("%(when)s; by your clock %(here)s") % {"when": said, "here": moment(at, zone=hers)}
