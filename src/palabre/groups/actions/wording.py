"""Questions are proposed, reworded, merged, set aside, taken up again; each wording stays with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.groups.actions.telling import TWO_WRITERS, locked_group, tell
from palabre.groups.choices import QuestionState
from palabre.groups.models import LearningQuestion, Wording, WorkingGroup
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.questions import (
    MOST_QUESTIONS,
    MOVES,
    can_bring_back,
    can_merge,
    can_propose_question,
    can_reword,
    can_set_aside,
    can_translate_question,
)
from palabre.kit.text import checked
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import write_other
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import other
from palabre.people.models import Person

LONGEST_QUESTION, LONGEST_REASON = 600, 600
WRITE_IT = _("Write the question, in French or in English.")
GIVE_REASON = _("Say why, in a few words: the group reads it in the history.")
NOT_FROM_HERE = no(_("This is not possible for a question in this state."))


def propose_question(
    *, actor: Person, group: WorkingGroup, text: str, language: str, other_text: str = ""
) -> LearningQuestion:
    """What the group could find out. Raises Refused."""
    with transaction.atomic():
        group = locked_group(group)
        require(can_propose_question(fresh_circles(fresh(actor)), group))
        question = begin(actor, group, text, language, other_text)
        tell_question("groups.question_proposed", actor, question)
    return question


def reword_question(
    *,
    actor: Person,
    question: LearningQuestion,
    text: str,
    reason: str = "",
    other_text: str = "",
    seen: int | None = None,
) -> LearningQuestion:
    """Other words, with the reason; only the other language changed: no new wording, a translation.

    `seen` is the version that the writer read. Raises Refused; Clash when somebody else reworded meanwhile.
    """
    with transaction.atomic():
        question = locked_question(question)
        if seen is not None and seen != question.version:
            raise Clash(TWO_WRITERS, question)
        said = checked(text, f"text_{question.source_language}", LONGEST_QUESTION, str(WRITE_IT))
        if said == question.text:
            require(can_translate_question(fresh_circles(fresh(actor)), question))
        else:
            require(can_reword(fresh_circles(fresh(actor)), question))
            why = checked(reason, "reason", LONGEST_REASON, str(GIVE_REASON))
            step(question, QuestionState.REFINED)
            new_wording(actor, question, said, why)
            question.proposal = None
            question.save(update_fields=["state", "proposal"])
            tell_question("groups.question_reworded", actor, question)
        across(actor, question, other_text)
    return question


def merge_questions(
    *,
    actor: Person,
    group: WorkingGroup,
    questions: Sequence[LearningQuestion],
    text: str,
    language: str,
    reason: str,
    other_text: str = "",
) -> LearningQuestion:
    """Two or more become one new question; they stay with their history. Raises Refused."""
    with transaction.atomic():
        group = locked_group(group)
        keys = sorted({one.pk for one in questions})
        rows = LearningQuestion.objects.select_for_update(of=("self",)).select_related("group__community")
        found = list(rows.filter(pk__in=keys, group=group).order_by("pk"))
        if len(found) < 2 or len(found) < len(keys):
            raise Refused(no(_("Choose at least two questions of this group.")), "questions")
        require(can_merge(fresh_circles(fresh(actor)), group, found))
        why = checked(reason, "reason", LONGEST_REASON, str(GIVE_REASON))
        merged = begin(actor, group, text, language, other_text, why)
        for one in found:
            step(one, QuestionState.MERGED)
            one.place, one.merged_into = None, merged
            one.save(update_fields=["state", "place", "merged_into"])
        tell_question("groups.questions_merged", actor, merged, number=len(found))
    return merged


def set_question_aside(*, actor: Person, question: LearningQuestion, reason: str) -> LearningQuestion:
    """It stays to be read, with the reason; an agreed one frees its place. Raises Refused."""
    with transaction.atomic():
        question = locked_question(question)
        require(can_set_aside(fresh_circles(fresh(actor)), question))
        question.decision = checked(reason, "reason", LONGEST_REASON, str(GIVE_REASON))
        step(question, QuestionState.SET_ASIDE)
        question.place = question.proposal = None
        question.save(update_fields=["state", "place", "proposal", "decision"])
        tell_question("groups.question_set_aside", actor, question)
    return question


def bring_back(*, actor: Person, question: LearningQuestion) -> LearningQuestion:
    """Taken up again, to be discussed as before. Raises Refused."""
    with transaction.atomic():
        question = locked_question(question)
        require(can_bring_back(fresh_circles(fresh(actor)), question))
        step(question, QuestionState.REFINED)
        question.decision, question.decided_on = "", None
        question.save(update_fields=["state", "decision", "decided_on"])
        tell_question("groups.question_brought_back", actor, question)
    return question


def begin(
    by: Person, group: WorkingGroup, text: str, language: str, other_text: str, reason: str = ""
) -> LearningQuestion:
    """The row and its first wording."""
    if LearningQuestion.objects.filter(group=group, state__in=QuestionState.open()).count() >= MOST_QUESTIONS:
        raise Refused(no(_("%(most)s open questions at most. Merge some of them first.") % {"most": MOST_QUESTIONS}))
    if language not in LANGUAGES:
        raise Refused(no(WRITE_IT), "text_fr")
    said = checked(text, f"text_{language}", LONGEST_QUESTION, str(WRITE_IT))
    question = LearningQuestion.objects.create(group=group, text=said, proposed_by=by, source_language=language)
    Wording.objects.create(question=question, version=1, text=said, language=language, reason=reason, by=by)
    across(by, question, other_text)
    return question


def new_wording(by: Person | None, question: LearningQuestion, text: str, reason: str) -> None:
    question.text, question.version = text, question.version + 1
    question.save(update_fields=["text", "version"])
    Wording.objects.create(
        question=question, version=question.version, text=text, language=question.source_language, reason=reason,
        by=by,
    )  # fmt: skip


def step(question: LearningQuestion, to: QuestionState) -> None:
    """The table of states has the last word."""
    if to not in MOVES[question.state]:
        raise Refused(NOT_FROM_HERE)
    question.state = to


def across(by: Person, question: LearningQuestion, text: str) -> None:
    """The other language, if it says something new."""
    said = checked(text, f"text_{other(question.source_language)}", LONGEST_QUESTION)
    write_other(actor_id=by.pk, thing=question, field="text", text=said, community_id=question.group.community_id)


def locked_question(question: LearningQuestion) -> LearningQuestion:
    """The group first: agreed questions are counted under its lock."""
    group = locked_group(question.group_id)
    rows = LearningQuestion.objects.select_for_update(of=("self",)).select_related("group__community", "proposal")
    return rows.get(pk=question.pk, group=group)


def tell_question(kind: str, actor: Person, question: LearningQuestion, **facts: int) -> None:
    tell(kind, actor, question.group, subject="learning_question", subject_id=question.pk, **facts)
