"""Of her applications to calls: what she wrote, what was written to her. What was decided and not sent stays out."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.models import Application, BalanceData, Letter
from palabre.calls.queries.paper import Asked, Paper
from palabre.calls.queries.status import standing_of
from palabre.exchange.queries.own.sheet import Sheet, sheet
from palabre.kit.countries import country_name
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

CALL = _("Call for applications")


def _mine(person: Person) -> list[Application]:
    rows = list(Application.objects.filter(person=person).select_related("call").order_by("pk"))
    load_halves([one.call for one in rows])
    return rows


def _title(application: Application) -> str:
    return best_words(application.call, "title", page_language()).text


def applications_of(person: Person) -> Sheet:
    """Where each stands, as its own page tells it."""
    now = timezone.now()
    found = [
        (
            _title(one), str(standing_of(one, now).state), one.code, one.name, one.pronouns, one.email, one.organisation,
            country_name(one.country), one.get_french_display(), one.get_english_display(), one.ai_use, one.coi,
            one.created_at, one.submitted_at,
        )
        for one in _mine(person)
    ]  # fmt: skip
    columns = {
        "call": CALL, "state": _("State"), "number": _("Number"), "name": _("Name"), "pronouns": _("Pronouns"),
        "email": _("E-mail address"), "organisation": _("Organisation"), "country": _("Country"), "french": _("French"),
        "english": _("English"), "ai_use": _("What I said of artificial intelligence"),
        "conflict": _("What I declared with the offer"), "begun": _("Begun on"), "received": _("Received on"),
    }  # fmt: skip
    return sheet("applications", _("My applications"), columns, found)


def application_answers_of(person: Person) -> Sheet:
    """Questions of calls with her answers, her themes, and what she told the coordination."""
    found: list[tuple[str, str, str]] = []
    for one in _mine(person):
        title = _title(one)
        themes = [choice.theme for choice in one.theme_choices.select_related("theme")]
        load_halves(themes)
        found += [(title, str(_("Themes")), best_words(theme, "title", page_language()).text) for theme in themes]
        for asked in Paper(one).asked:
            if asked.answered:
                found.append((title, best_words(asked.question, "label", page_language()).text, _answer(asked)))
        found += [(title, one.info_asked, one.info_given)] if one.info_given else []
    columns = {"call": CALL, "question": _("Question"), "answer": _("Answer")}
    return sheet("application_answers", _("What I wrote in applications"), columns, found)


def _answer(asked: Asked) -> str:
    if asked.picked:
        return ", ".join(best_words(option, "label", page_language()).text for option in asked.picked)
    if asked.answer is not None and asked.answer.file is not None:
        return asked.answer.file.display_name
    return asked.number or (asked.answer.text if asked.answer else "")


def application_balance_of(person: Person) -> Sheet:
    """What she said for counting alone."""
    rows = BalanceData.objects.filter(application__person=person).order_by("pk")
    found = [(one.gender, one.age_band, one.disability, one.diversity, one.given_at) for one in rows]
    columns = {
        "gender": _("Gender"), "age": _("Age"), "disability": _("Disability"),
        "diversity": _("Orientation, gender identity, sex characteristics"), "when": _("When"),
    }  # fmt: skip
    return sheet("application_balance", _("What I said so that less-heard voices are present"), columns, found)


def letters_of(person: Person) -> Sheet:
    """Letters that were sent to her."""
    rows = Letter.objects.filter(application__person=person, sent_at__isnull=False).order_by("sent_at")
    found = [(one.sent_at, one.body) for one in rows.select_related("application")]
    return sheet("letters", _("Letters to me"), {"when": _("When"), "text": _("Text")}, found)
