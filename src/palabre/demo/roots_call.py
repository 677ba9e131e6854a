"""Chapter three: the call is written in both languages, announced, and thirty-four people apply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from palabre.calls.actions.answers import Saving, give_balance, save_answers, save_declarations, save_themes, save_who
from palabre.calls.actions.applying import begin_application
from palabre.calls.actions.life import announce_call, follow_clock
from palabre.calls.actions.links import mailed_token, open_by_link
from palabre.calls.actions.parts import add_part
from palabre.calls.actions.submitting import hand_in
from palabre.calls.actions.withdrawing import withdraw
from palabre.calls.actions.writing import Frame as CallFrame
from palabre.calls.actions.writing import approve_call, begin_call, frame_call, write_call
from palabre.calls.models import Application, Call, CallQuestion
from palabre.calls.queries.paper import Paper
from palabre.calls.regions import Region, countries_in
from palabre.calls.rules.applying import Applicant as Pen
from palabre.demo import roots, roots_people
from palabre.demo.clock import at
from palabre.demo.networks import on
from palabre.demo.river import Both
from palabre.demo.roots_founding import Roots
from palabre.demo.roots_people import APPLICANTS, TIED, ZONE, Applicant, key_of

NORTH = {Region.NORTH_AMERICA, Region.EUROPE, Region.OCEANIA, Region.ELSEWHERE}
SOUTH = tuple(code for region in Region if region not in NORTH for code in countries_in(region))


def both(text: Both) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}


def write_the_call(stage: Roots) -> Call:
    """Written in twenty days, approved by whoever translates, open for five weeks."""
    opens = datetime.combine(stage.begun + timedelta(days=40), time(8), tzinfo=UTC)
    closes = datetime.combine(stage.begun + timedelta(days=75), time(23, 59, 59), tzinfo=UTC)
    with on(stage.begun + timedelta(days=20)):
        call = begin_call(
            actor=stage.who("roots-coordinator"), community=stage.community, opens_at=opens, closes_at=closes, zone=ZONE,
            places=15, language="fr",
        )  # fmt: skip
        texts = {
            "title": both(roots.TITLE), "text": both(roots.CALL), "commitment": both(roots.COMMITMENT),
            "capacity": both(roots.CAPACITY), "ai_notice": both(roots.AI_NOTICE),
        }  # fmt: skip
        write_call(actor=stage.who("roots-coordinator"), call=call, texts=texts)
        frame_call(
            actor=stage.who("roots-coordinator"), call=call,
            frame=CallFrame(opens_at=opens, closes_at=closes, zone=ZONE, places=15, listed=True),
        )  # fmt: skip
        for theme in roots.THEMES:
            words = {"title": both(theme.title), "text": both(theme.text)}
            add_part(actor=stage.who("roots-coordinator"), call=call, kind="theme", texts=words)
        for rule in roots.RULES:
            add_part(
                actor=stage.who("roots-coordinator"), call=call, kind="rule", texts={"label": both(rule.label)},
                facts=_facts(stage, rule),
            )  # fmt: skip
    with on(stage.begun + timedelta(days=30)):
        approve_call(actor=stage.who("roots-translator"), call=call)
        announce_call(actor=stage.who("roots-coordinator"), call=call)
    return Call.objects.get(pk=call.pk)


def _facts(stage: Roots, rule: roots.Rule) -> Mapping[str, Any]:
    facts: dict[str, Any] = {"kind": rule.kind, "check_by": rule.check}
    return facts | {
        "countries": SOUTH if rule.check == "countries" else (),
        "organisation": stage.house if rule.check == "staff" else None,
        "community": {"committee": stage.committee, "earlier": stage.earlier}.get(rule.check),
    }


def apply_all(stage: Roots, call: Call) -> dict[str, Application]:
    """Each applies on her own day, without an account; by name."""
    found = {}
    for number, one in enumerate(APPLICANTS):
        day = stage.begun + timedelta(days=42 + number)
        moment = datetime.combine(day, time(7 + number % 12, number), tzinfo=UTC)
        with at(moment):
            follow_clock(call=call)
            found[one.name] = _apply(call, one, number, moment)
    with on(stage.begun + timedelta(days=76)):
        follow_clock(call=call)
    return found


def _apply(call: Call, one: Applicant, number: int, moment: datetime) -> Application:
    application, _token = begin_application(
        applicant=Pen(), call=call, language=one.language, at=moment, email=f"{key_of(number)}@demo.example",
        own_name=True,
    )  # fmt: skip
    saving = Saving(applicant=Pen(digests=frozenset({application.digest})), application=application, at=moment)
    good, some = ("fluent", "some") if one.language == "fr" else ("some", "fluent")
    who = {
        "name": one.name, "email": application.email, "organisation": TIED.get(one.name, one.organisation),
        "country": one.country, "french": good, "english": some, "pronouns": "",
    }  # fmt: skip
    save_who(saving=saving, said=who)
    themes = list(call.themes.order_by("position"))
    save_themes(saving=saving, themes=[themes[place] for place in one.themes])
    _answer_all(saving, number, one.language)
    if said := _for_counting(number):
        give_balance(saving=saving, said=said)
    save_declarations(
        saving=saving, said={"declares_rules": True, "own_name": True, "ai_use": _ai(number, one.language)}
    )
    # the mail was read: the address is hers
    row = open_by_link(token=mailed_token(Application.objects.get(pk=application.pk)), applicant=saving.applicant)
    pen = Pen(digests=frozenset({row.digest}))
    application = hand_in(applicant=pen, application=row, at=moment)
    if one.fate == "withdrawn":
        application = withdraw(applicant=pen, application=application)
    return application


def _for_counting(number: int) -> dict[str, str]:
    """Four in five choose to say something."""
    if number % 5 == 4:
        return {}
    return {
        "gender": ("woman", "woman", "man", "woman", "nonbinary", "man")[number % 6],
        "age_band": "60_more" if number % 11 == 10 else ("18_34", "35_59")[number % 2],
        "disability": "yes" if number % 9 == 3 else "no", "diversity": "yes" if number % 3 else "",
    }  # fmt: skip


def _ai(number: int, language: str) -> str:
    if number % 7:
        return ""
    return "Pour corriger l’orthographe." if language == "fr" else "To correct my spelling."


def _answer_all(saving: Saving, number: int, language: str) -> None:
    """Page by page: a choice may open the next question."""
    done: set[str] = set()
    while True:
        parts = [one for one in Paper(saving.application).parts if one.open and one.public_id not in done]
        if not parts:
            return
        part = parts[0]
        done.add(part.public_id)
        said = {row.question.pk: _said(row.question, number, language) for row in part.open}
        save_answers(saving=saving, ask_id=part.public_id, answers=said)


def _said(question: CallQuestion, number: int, language: str) -> Any:
    if question.kind == "choice":
        return frozenset({question.options.order_by("position").first()})
    place = 0 if language == "fr" else 1
    texts = (roots_people.EXPERIENCE, roots_people.MOTIVATION, roots_people.NEEDS, roots_people.GOALS)
    return texts[question.position % len(texts)][place]
