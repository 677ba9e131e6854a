"""The parts of a call: what each kind is, how they stand in order, and what holds one in its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import QuestionKind
from palabre.calls.models import Call, CallQuestion, CallTheme, EligibilityRule, QuestionOption, SelectionCriterion
from palabre.communities.models import Community, Organisation
from palabre.communities.rules import visible_communities, visible_organisations
from palabre.kit.verdict import YES, Verdict, no
from palabre.languages.models import Translatable
from palabre.people.models import Person

Part = CallTheme | EligibilityRule | SelectionCriterion | CallQuestion | QuestionOption
PartClass = (
    type[CallTheme] | type[EligibilityRule] | type[SelectionCriterion] | type[CallQuestion] | type[QuestionOption]
)
CHOOSING = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})
ASKED_LATER = no(_("A later question is asked only after one of its choices. Change that question first."))
ORDER_HOLDS = no(_("A question stays behind the one whose choice it waits for."))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of part: its table, and how many a call may hold (of choices: a question)."""

    name: str
    model: PartClass
    most: int


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("theme", CallTheme, 12),
        Kind("rule", EligibilityRule, 20),
        Kind("criterion", SelectionCriterion, 12),
        Kind("question", CallQuestion, 40),
        Kind("option", QuestionOption, 20),
    )
}


@dataclass(frozen=True, slots=True)
class Parts:
    """A whole call in six queries; each question carries its `options` prefetched."""

    themes: list[CallTheme]
    rules: list[EligibilityRule]
    criteria: list[SelectionCriterion]
    questions: list[CallQuestion]

    def options(self) -> Iterable[QuestionOption]:
        return (option for question in self.questions for option in question.options.all())

    def things(self, call: Call) -> list[Translatable]:
        """The call and all its parts, in the order of the page."""
        return [call, *self.themes, *self.rules, *self.criteria, *self.questions, *self.options()]


def parts_of(call: Call) -> Parts:
    """Every part knows its call without a query."""
    rules = call.rules.select_related("organisation", "community").prefetch_related("countries")
    questions = call.questions.select_related("criterion", "only_after__question").prefetch_related("options")
    found = Parts(list(call.themes.all()), list(rules), list(call.criteria.all()), list(questions))
    for part in (*found.themes, *found.rules, *found.criteria, *found.questions):
        part.call = call
    for question in found.questions:
        for option in question.options.all():
            option.question = question
    return found


def call_of(part: Part) -> Call:
    return part.question.call if isinstance(part, QuestionOption) else part.call


def beside(part: Part) -> QuerySet[Part]:
    """The parts of its kind, itself among them, in order."""
    if isinstance(part, QuestionOption):
        return part.question.options.order_by("position", "pk")
    rows = type(part)._default_manager.filter(call_id=part.call_id)
    return rows.order_by("position", "pk")


def may_go(part: Part) -> Verdict:
    """Whether nothing else of the call needs it: a choice after which a question is asked, and its question, stay."""
    if isinstance(part, QuestionOption):
        needed = part.opens.exists()
    elif isinstance(part, CallQuestion):
        needed = CallQuestion.objects.filter(only_after__question=part).exists()
    elif isinstance(part, SelectionCriterion):
        needed = part.scores.exists()
        return no(_("Points have been given for this criterion: it stays.")) if needed else YES
    else:
        needed = False
    return ASKED_LATER if needed else YES


def keeps_order(questions: Iterable[CallQuestion]) -> Verdict:
    """Each question stands behind the one whose choice it waits for: so no circle is possible."""
    seen: set[int] = set()
    for question in questions:
        if question.only_after is not None and question.only_after.question_id not in seen:
            return ORDER_HOLDS
        seen.add(question.pk)
    return YES


def earlier_choices(call: Call, question: CallQuestion | None) -> QuerySet[QuestionOption]:
    """The choices after which this question may be asked: those of the questions before it."""
    rows = QuestionOption.objects.filter(question__call=call, question__kind__in=CHOOSING).select_related("question")
    if question is not None:
        before = [row.pk for row in call.questions.order_by("position", "pk")]
        rows = rows.filter(question_id__in=before[: before.index(question.pk)] if question.pk in before else before)
    return rows.order_by("question__position", "question_id", "position", "pk")


def nameable_organisations(actor: Person, community: Community) -> QuerySet[Organisation]:
    """Whose people a rule may speak of: the organisations that this community knows."""
    return visible_organisations(actor, community).order_by("name")


def nameable_communities(actor: Person) -> QuerySet[Community]:
    """Whose members a rule may speak of: the communities that its writer reads."""
    return visible_communities(actor).order_by("name")
