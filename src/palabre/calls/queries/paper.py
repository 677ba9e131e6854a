"""What one application says, section by section, as its forms show it; and a print by which two open pages notice
each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from palabre.calls.choices import QuestionKind
from palabre.calls.models import Answer, Application, BalanceData, CallQuestion, QuestionOption
from palabre.kit.reader import page_language
from palabre.languages.queries import load_halves

Said = Mapping[str, str | list[str]]
WHO = ("name", "pronouns", "email", "organisation", "country", "zone", "french", "english")
DECLARED = ("declares_rules", "own_name", "ai_use")
BALANCE = ("gender", "age_band", "disability", "diversity")
# a page of questions: so many at most, or so many characters, whichever comes first
QUESTIONS_EACH, SIGNS_EACH = 4, 8000


def print_of(said: Said) -> str:
    """Sixteen characters that change when anything of it does."""
    text = json.dumps(dict(said), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def who_said(application: Application) -> dict[str, str]:
    return {name: str(getattr(application, name)) for name in WHO}


def declared(application: Application) -> dict[str, str]:
    """A tick is `on`, as a browser sends it."""
    said = {name: getattr(application, name) for name in DECLARED}
    return {name: ("on" if value else "") if isinstance(value, bool) else value for name, value in said.items()}


def themes_said(application: Application) -> dict[str, str]:
    """`theme_1` is her first choice."""
    rows = application.theme_choices.values_list("rank", "theme__public_id")
    return {f"theme_{rank}": theme for rank, theme in rows}


def balance_of(application: Application) -> BalanceData | None:
    return BalanceData.objects.filter(application=application).first()


def balance_said(application: Application) -> dict[str, str]:
    given = balance_of(application)
    return {name: getattr(given, name, "") for name in BALANCE}


@dataclass(slots=True)
class Asked:
    """One question of the call, her answer if there is one, and whether it is asked of her."""

    question: CallQuestion
    options: list[QuestionOption]
    answer: Answer | None = None
    chosen: frozenset[int] = frozenset()
    is_open: bool = True

    @property
    def key(self) -> str:
        """The name of its field."""
        return f"q_{self.question.public_id}"

    @property
    def answered(self) -> bool:
        one = self.answer
        return one is not None and bool(one.text or one.number is not None or self.chosen or one.file_id)

    @property
    def picked(self) -> list[QuestionOption]:
        return [option for option in self.options if option.pk in self.chosen]

    @property
    def number(self) -> str:
        """As it is written: with a comma in French, without zeros that say nothing."""
        plain = self._plain_number()
        return plain.replace(".", ",") if page_language() == "fr" else plain

    @property
    def said(self) -> str | list[str]:
        """As its field shows it; a number with a point, whatever the language."""
        if self.question.kind == QuestionKind.CHOICES:
            return [option.public_id for option in self.picked]
        if self.question.kind == QuestionKind.CHOICE:
            return next((option.public_id for option in self.picked), "")
        if self.question.kind == QuestionKind.NUMBER:
            return self._plain_number()
        return self.answer.text if self.answer else ""

    def _plain_number(self) -> str:
        if self.answer is None or self.answer.number is None:
            return ""
        plain = f"{self.answer.number:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain


@dataclass(slots=True)
class Part:
    """Some questions on one page; a file has a page of its own, so that a line that breaks takes no text with it."""

    asked: list[Asked] = field(default_factory=list)

    @property
    def public_id(self) -> str:
        return self.asked[0].question.public_id

    @property
    def open(self) -> list[Asked]:
        return [one for one in self.asked if one.is_open]

    @property
    def is_file(self) -> bool:
        return self.asked[0].question.kind == QuestionKind.FILE

    def said(self) -> dict[str, str | list[str]]:
        return {one.key: one.said for one in self.open}


class Paper:
    """The questions of the call with her answers: four queries and the halves of their words, once."""

    def __init__(self, application: Application) -> None:
        self.application = application

    @cached_property
    def asked(self) -> list[Asked]:
        rows = self.application.answers.select_related("file").prefetch_related("options")
        answers = {row.question_id: row for row in rows}
        questions = self.application.call.questions.prefetch_related("options")
        found = [Asked(one, list(one.options.all()), answers.get(one.pk)) for one in questions]
        for one in found:
            one.chosen = frozenset(option.pk for option in one.answer.options.all()) if one.answer else frozenset()
        load_halves([*(one.question for one in found), *(option for one in found for option in one.options)])
        _open(found)
        return found

    @cached_property
    def parts(self) -> list[Part]:
        """The same pages for everybody, whatever she answers: their addresses stay."""
        return list(_pages(self.asked))

    def part(self, ask_id: str) -> Part | None:
        """The page that begins with this question."""
        return next((part for part in self.parts if part.public_id == ask_id), None)


def _open(asked: Sequence[Asked]) -> None:
    """A question that hangs on a choice is asked once that choice is made, in a question that is itself asked."""
    holders = {option.pk: one for one in asked for option in one.options}

    def is_open(one: Asked, seen: frozenset[int]) -> bool:
        wanted = one.question.only_after_id
        if wanted is None or wanted not in holders or one.question.pk in seen:
            return wanted is None
        holder = holders[wanted]
        return wanted in holder.chosen and is_open(holder, seen | {one.question.pk})

    for one in asked:
        one.is_open = is_open(one, frozenset())


def _pages(asked: Iterable[Asked]) -> Iterable[Part]:
    here, signs = Part(), 0
    for one in asked:
        is_file = one.question.kind == QuestionKind.FILE
        long = one.question.longest if one.question.kind == QuestionKind.TEXT else 0
        if here.asked and (is_file or here.is_file or len(here.asked) == QUESTIONS_EACH or signs + long > SIGNS_EACH):
            yield here
            here, signs = Part(), 0
        here.asked.append(one)
        signs += long
    if here.asked:
        yield here
