"""A call that is open, and applications to it, made row by row; the tests then go by actions and pages."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from palabre.calls.actions.answers import Saving, save_answers, save_declarations, save_themes, save_who
from palabre.calls.actions.applying import begin_application
from palabre.calls.choices import CallState, QuestionKind, RuleCheck, RuleKind
from palabre.calls.models import (
    Answer,
    Application,
    Call,
    CallQuestion,
    CallTheme,
    EligibilityRule,
    QuestionOption,
    RuleCountry,
    ThemeChoice,
)
from palabre.calls.rules.addresses import address_digest
from palabre.calls.rules.applying import Applicant
from palabre.communities.models import Community
from palabre.kit.ids import digest
from palabre.people.models import Person
from tests.factories import make_community

_numbers = count(1)
WHO = {
    "name": "Adjoa", "pronouns": "elle", "organisation": "", "country": "GH", "french": "good", "english": "fluent",
}  # fmt: skip


def make_call(community: Community | None = None, **fields: Any) -> Call:
    """Open since a week, for a week; in both languages; two themes and a question, unless the test says otherwise."""
    now = timezone.now().replace(microsecond=0)
    fields.setdefault("state", CallState.OPEN)
    fields.setdefault("opens_at", now - timedelta(days=7))
    fields.setdefault("closes_at", now + timedelta(days=7))
    fields.setdefault("zone", "Africa/Bamako")
    fields.setdefault("title", f"Appel {next(_numbers)}")
    fields.setdefault("places", 15)
    fields.setdefault("published_at", fields["opens_at"])
    bare = fields.pop("bare", False)
    call = Call.objects.create(community=community or make_community(), text="Texte", **fields)
    if not bare:
        for place, title in enumerate(("Soins", "Redevabilité"), start=1):
            CallTheme.objects.create(call=call, title=title, position=place)
        ask(call, "Pourquoi ?", position=1)
    return call


def ask(call: Call, label: str, kind: str = QuestionKind.TEXT, *options: str, **fields: Any) -> CallQuestion:
    question = CallQuestion.objects.create(call=call, label=label, kind=kind, **fields)
    for place, name in enumerate(options, start=1):
        QuestionOption.objects.create(question=question, label=name, position=place)
    return question


def rule(call: Call, check_by: str, kind: str = RuleKind.MAY_NOT, *countries: str, **fields: Any) -> EligibilityRule:
    fields.setdefault("label", f"Règle {next(_numbers)}")
    made = EligibilityRule.objects.create(call=call, kind=kind, check_by=check_by, **fields)
    RuleCountry.objects.bulk_create(RuleCountry(rule=made, country=one) for one in countries)
    return made


def with_rules(call: Call) -> Call:
    """The rules of source 003 that no data of ours are needed for: one's own name, and the countries."""
    rule(call, RuleCheck.INDIVIDUAL, RuleKind.MAY)
    rule(call, RuleCheck.COUNTRIES, RuleKind.MAY, "ML", "GH", "IN")
    return call


def begin(call: Call, person: Person | None = None, **said: Any) -> tuple[Applicant, Application]:
    """A draft, and the hands that hold it."""
    said.setdefault("language", "fr")
    said.setdefault("at", timezone.now())
    application, _token = begin_application(applicant=Applicant(person), call=call, **said)
    return Applicant(person, frozenset({application.digest})), application


def saving(applicant: Applicant, application: Application, **more: Any) -> Saving:
    more.setdefault("at", timezone.now())
    return Saving(applicant=applicant, application=application, **more)


def fill(applicant: Applicant, application: Application, *, email: str = "", at: datetime | None = None) -> Application:
    """Everything that is needed."""
    keep = saving(applicant, application, at=at or timezone.now())
    said = WHO | {"email": email or f"a{next(_numbers)}@example.org"}
    save_who(saving=keep, said=said)
    save_themes(saving=keep, themes=list(application.call.themes.all())[:1])
    for question in application.call.questions.filter(kind=QuestionKind.TEXT, only_after=None):
        save_answers(saving=keep, ask_id=_page_of(application, question), answers={question.pk: "Parce que."})
    save_declarations(saving=keep, said={"declares_rules": True, "own_name": True, "ai_use": ""})
    return Application.objects.get(pk=application.pk)


def _page_of(application: Application, question: CallQuestion) -> str:
    from palabre.calls.queries.paper import Paper

    paper = Paper(application)
    return next(part.public_id for part in paper.parts if any(one.question == question for one in part.asked))


def made(call: Call, person: Person | None = None, *, email: str = "") -> tuple[Applicant, Application]:
    """A draft that nothing is missing from."""
    applicant, application = begin(call, person)
    return applicant, fill(applicant, application, email=email or (person.email if person else ""))


def many(call: Call, number: int) -> list[tuple[Applicant, Application]]:
    """The same rows, written at once: for the rush."""
    theme, question, found = call.themes.get(position=1), call.questions.get(), []
    for _one in range(number):
        key = next(_numbers)
        row = Application.objects.create(
            call=call, code=f"A{key:05}", digest=digest(f"{key}"), name="Adjoa", email=f"m{key}@example.org", country="GH",
            email_digest=address_digest(f"m{key}@example.org"), french="good", english="some", declares_rules=True,
            own_name=True,
        )  # fmt: skip
        ThemeChoice.objects.create(application=row, theme=theme, rank=1)
        Answer.objects.create(application=row, question=question, text="Parce que.")
        found.append((Applicant(digests=frozenset({row.digest})), row))
    return found


def hidden(html: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def client_for(call: Call, **said: Any) -> tuple[Client, Application]:
    """A visitor's browser that has begun an application by the page."""
    client = Client(headers={"accept-language": "fr"})
    said = {"language": "fr", "device": "own", "email": "", **said}
    answer = client.post(f"/apply/{call.public_id}/", said)
    assert answer.status_code == 303, answer.content.decode()[:3000]
    return client, Application.objects.get(public_id=answer["Location"].split("/")[3])


def number(text: str) -> Decimal:
    return Decimal(text)
