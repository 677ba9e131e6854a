"""A call with its themes, criteria and questions, and applications to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from palabre.calls.choices import QuestionKind, RuleCheck, RuleKind
from palabre.calls.models import (
    Answer,
    Application,
    Call,
    CallQuestion,
    CallTheme,
    EligibilityRule,
    SelectionCriterion,
    ThemeChoice,
)
from palabre.communities.models import Community
from palabre.kit.ids import digest
from palabre.languages.choices import HalfState
from palabre.languages.models import Half, Translatable, source_digest
from palabre.languages.queries import thing_name

BATCH = 500
COUNTRIES = ("ML", "GH", "IN", "SN", "KE", "BR", "NP", "FJ")
QUESTIONS = (
    "Quelle est votre expérience ?", "Pourquoi maintenant ?", "De combien de temps disposez-vous ?",
    "Qu’apportez-vous au groupe ?", "Qu’en attendez-vous ?", "Avec qui travaillez-vous ?",
)  # fmt: skip
PARAGRAPH = "Depuis des années je travaille avec des collectifs de la région, et nous avons beaucoup à apprendre. " * 6


def make_call(here: Community, state: str, *, closes_in: timedelta = timedelta(days=-1), **more: Any) -> Call:
    """In both languages: three themes, five criteria, six questions, a rule."""
    now = timezone.now().replace(microsecond=0)
    call = Call.objects.create(
        community=here, state=state, title="Appel du banc", text=PARAGRAPH, opens_at=now - timedelta(days=40),
        closes_at=now + closes_in, published_at=now - timedelta(days=40), zone="Africa/Bamako", places=15, **more,
    )  # fmt: skip
    themes = [CallTheme(call=call, title=f"Thème {n}", text="De quoi il s’agit.", position=n) for n in range(1, 4)]
    criteria = [
        SelectionCriterion(call=call, name=f"Critère {n}", text="Ce qui est regardé.", weight=n, position=n)
        for n in range(1, 6)
    ]
    questions = [
        CallQuestion(call=call, kind=QuestionKind.TEXT, label=label, position=n)
        for n, label in enumerate(QUESTIONS, start=1)
    ]
    rule = EligibilityRule(call=call, kind=RuleKind.MAY, check_by=RuleCheck.INDIVIDUAL, label="En son propre nom")
    CallTheme.objects.bulk_create(themes)
    CallQuestion.objects.bulk_create(questions)
    SelectionCriterion.objects.bulk_create(criteria)
    rule.save()
    _halves([(one, "title") for one in (call, *themes)])
    _halves([(one, "name") for one in criteria])
    _halves([(one, "label") for one in (*questions, rule)])
    return call


def _halves(things: list[tuple[Translatable, str]]) -> None:
    Half.objects.bulk_create(
        Half(
            thing=thing_name(one), thing_id=one.pk, field=field, language="en", state=HalfState.APPROVED,  # type: ignore[arg-type,attr-defined]
            text=f"In English {one.pk}", source_text=getattr(one, field),  # type: ignore[attr-defined]
            source_digest=source_digest(getattr(one, field)),
        )
        for one, field in things
    )  # fmt: skip


def make_applications(call: Call, number: int, states: list[str], *, answered: bool = False) -> list[Application]:
    """Each of them says everything; `states` go round. Answers are sealed: only where a page reads them."""
    sent = timezone.now() - timedelta(days=20)
    rows = Application.objects.bulk_create(
        (
            Application(
                call=call, code=f"B{n:05}", digest=digest(f"{call.pk}.{n}"), state=states[n % len(states)],
                language="en" if n % 3 == 0 else "fr", name=f"Candidate {n}", email=f"candidate{n}@example.org",
                email_digest=digest(f"mail {n}"), country=COUNTRIES[n % len(COUNTRIES)], french="good", english="some",
                organisation=f"Collectif {n % 40}" if n % 2 else "", declares_rules=True, own_name=True, version=7,
                submitted_at=None if states == ["draft"] else sent + timedelta(seconds=n),
            )
            for n in range(number)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    themes = list(call.themes.all())
    ThemeChoice.objects.bulk_create(
        (
            ThemeChoice(application=row, theme=themes[(n + rank) % len(themes)], rank=rank)
            for n, row in enumerate(rows)
            for rank in (1, 2)
        ),
        batch_size=BATCH,
    )
    if answered:
        questions = list(call.questions.all())
        Answer.objects.bulk_create(
            (Answer(application=row, question=one, text=PARAGRAPH) for row in rows for one in questions),
            batch_size=BATCH,
        )
    return rows
