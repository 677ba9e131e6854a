"""The rows that a new call begins with, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from palabre.calls import call_pattern as pattern
from palabre.calls.call_pattern import Both, QuestionPattern
from palabre.calls.models import Call, CallQuestion, EligibilityRule, QuestionOption, SelectionCriterion
from palabre.languages.actions import write_half
from palabre.languages.choices import LANGUAGES, HalfState
from palabre.languages.models import Translatable
from palabre.languages.queries import other


def fill(*, call: Call) -> None:
    """The texts, rules, criteria and questions of the pattern: nobody's words, so that anybody may approve them."""
    _write(call, call, pattern.texts())
    for place, (kind, check, label) in enumerate(pattern.RULES, start=1):
        _write(call, EligibilityRule(call=call, kind=kind, check_by=check, position=place), {"label": label})
    criteria = []
    for place, one in enumerate(pattern.CRITERIA, start=1):
        row = SelectionCriterion(call=call, weight=one.weight, scored=one.scored, position=place)
        _write(call, row, {"name": one.name, "text": one.text})
        criteria.append(row)
    options: list[QuestionOption] = []
    for place, asked in enumerate(pattern.QUESTIONS, start=1):
        options = _ask(call, asked, place, criteria[asked.criterion], options)


def _ask(
    call: Call, asked: QuestionPattern, place: int, criterion: SelectionCriterion, before: list[QuestionOption]
) -> list[QuestionOption]:
    """One question with its choices; `before` are the choices of the question before it."""
    question = CallQuestion(
        call=call, kind=asked.kind, required=asked.required, longest=asked.longest, criterion=criterion, position=place,
        only_after=None if asked.after is None else before[asked.after],
    )  # fmt: skip
    _write(call, question, {"label": asked.label, "help": asked.help})
    options = [QuestionOption(question=question, position=number) for number in range(1, len(asked.options) + 1)]
    for option, label in zip(options, asked.options, strict=True):
        _write(call, option, {"label": label})
    return options


def _write(call: Call, thing: Translatable, texts: Mapping[str, Both]) -> None:
    source, language = call.source_language, other(call.source_language)
    thing.source_language = source
    for field, both in texts.items():
        setattr(thing, field, both[LANGUAGES.index(source)])
    thing.save()
    for field, both in texts.items():
        if both[LANGUAGES.index(language)]:
            write_half(
                actor_id=None, thing=thing, field=field, language=language, text=both[LANGUAGES.index(language)],
                state=HalfState.IN_REVIEW, community_id=call.community_id,
            )  # fmt: skip
