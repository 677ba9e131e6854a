"""What a call needs before it is announced (draft → ready)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from palabre.calls.call_pattern import TO_FILL
from palabre.calls.choices import CallState, RuleCheck
from palabre.calls.gates import Missing, before
from palabre.calls.models import Call
from palabre.calls.rules.parts import CHOOSING, Parts, parts_of
from palabre.charter.rules.texts import IN_LANGUAGE
from palabre.kit.verdict import Text
from palabre.languages.choices import LANGUAGES
from palabre.languages.models import Translatable
from palabre.languages.queries import load_halves, state_in, words

NEEDED = {
    "title": _("The call has no title."),
    "text": _("The call has no text."),
    "capacity": _("There is no question for whoever asks herself whether she has the capacity now."),
    "ai_notice": _("The call does not say what holds for artificial intelligence."),
}
LANGUAGE_GAPS = {
    "missing": ngettext_lazy(
        "%(number)d text is missing in %(language)s.", "%(number)d texts are missing in %(language)s.", "number"
    ),
    "outdated": ngettext_lazy(
        "%(number)d text is outdated in %(language)s.", "%(number)d texts are outdated in %(language)s.", "number"
    ),
    "draft": ngettext_lazy(
        "%(number)d text is not approved in %(language)s yet.",
        "%(number)d texts are not approved in %(language)s yet.",
        "number",
    ),
}


@before(CallState.READY)
def _ready(call: Call) -> Iterator[Missing]:
    parts = parts_of(call)
    things = parts.things(call)
    load_halves(things)
    yield from _words(call, things)
    yield from _dates(call)
    yield from _parts(call, parts)


def _words(call: Call, things: list[Translatable]) -> Iterator[Missing]:
    texts = _page("texts", call)
    for field, sentence in NEEDED.items():
        if not getattr(call, field):
            yield Missing(sentence, texts)
    if any(_unfilled(call, field) for field in call.translatable):
        yield Missing(_("A text still holds [brackets], which only you can fill."), texts)
    yield from (Missing(sentence, f"{_page('call', call)}#languages") for sentence in language_gaps(things))


def language_gaps(things: Iterable[Translatable]) -> Iterator[Text]:
    """How many texts are missing, outdated, or not approved, in each language; their halves have been read."""
    rows = list(things)
    for language in LANGUAGES:
        states = Counter(state_in(thing, language) for thing in rows if _says_something(thing))
        states["draft"] += states.pop("in_review", 0)
        for state, sentence in LANGUAGE_GAPS.items():
            if states[state]:  # type: ignore[index]
                yield sentence % {"number": states[state], "language": IN_LANGUAGE[language]}  # type: ignore[index]


def _says_something(thing: Translatable) -> bool:
    return any(getattr(thing, field) for field in thing.translatable)


def _unfilled(call: Call, field: str) -> bool:
    return any(TO_FILL.search(words(call, field, language).text) for language in LANGUAGES)


def _dates(call: Call) -> Iterator[Missing]:
    now = timezone.now()
    if call.opens_at <= now:
        yield Missing(_("The opening lies in the past: choose a moment to come."), _page("frame", call))
    elif call.closes_at <= now:
        yield Missing(_("The closing lies in the past: choose a moment to come."), _page("frame", call))


def _parts(call: Call, parts: Parts) -> Iterator[Missing]:
    here = _page("call", call)
    if len(parts.themes) == 1:
        yield Missing(_("One theme alone is no choice: write a second one, or take it out."), f"{here}#themes")
    if not any(criterion.scored for criterion in parts.criteria):
        yield Missing(_("Write at least one criterion for which points are given."), f"{here}#criteria")
    if not parts.questions:
        yield Missing(_("Write at least one question."), f"{here}#questions")
    if any(question.kind in CHOOSING and len(question.options.all()) < 2 for question in parts.questions):
        yield Missing(_("A question to choose from has fewer than two choices."), f"{here}#questions")
    if any(rule.check_by == RuleCheck.COUNTRIES and not rule.countries.all() for rule in parts.rules):
        yield Missing(_("A rule by country names no country."), f"{here}#rules")


def _page(name: str, call: Call) -> str:
    return reverse(f"calls:{name}", args=[call.community.public_id, call.public_id])
