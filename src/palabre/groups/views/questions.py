"""The learning questions of a group: proposed, reworded, merged, agreed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.groups.actions.questions import agree_question, put_question, revise_question
from palabre.groups.actions.wording import (
    bring_back,
    merge_questions,
    propose_question,
    reword_question,
    set_question_aside,
)
from palabre.groups.forms.questions import DecidedForm, MergeForm, QuestionForm, ReasonForm, RevisionForm, WordingForm
from palabre.groups.models import LearningQuestion
from palabre.groups.queries.questions import question_page, questions_page
from palabre.groups.rules.questions import (
    can_agree,
    can_merge,
    can_propose_question,
    can_revise,
    can_set_aside,
    can_translate_question,
    visible_questions,
)
from palabre.groups.views.common import find_group, form_page, pressed
from palabre.kit.pages import render_page, say, see
from palabre.kit.reader import page_language
from palabre.people.requests import PersonRequest

FORM = "question_form"


@require_safe
def questions(request: PersonRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/questions/`."""
    group = find_group(request, group_id)
    return render_page(request, "groups/questions.html", {"page": questions_page(request.user, group), "group": group})


@require_http_methods(["GET", "HEAD", "POST"])
def proposing(request: PersonRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/questions/proposing/`."""
    group = find_group(request, group_id)
    form = QuestionForm(request.POST or None, language=page_language())

    def act() -> HttpResponse:
        asked = form.texts()
        propose_question(
            actor=request.user,
            group=group,
            text=asked["text"],
            other_text=asked["other_text"],
            language=form.language(),
        )
        say(request, _("Your question is proposed to the group."))
        return see(request, reverse("groups:questions", args=[group_id]))

    return form_page(request, FORM, form, can_propose_question(request.user, group), act, {"group": group})


@require_http_methods(["GET", "HEAD", "POST"])
def merging(request: PersonRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/questions/merging/`: two or more become one."""
    group = find_group(request, group_id)
    page = questions_page(request.user, group)
    form = MergeForm(request.POST or None, questions=[*page.agreed, *page.open], language=page_language())

    def act() -> HttpResponse:
        merged = merge_questions(
            actor=request.user, group=group, questions=form.chosen(), language=form.language(),
            reason=form.cleaned_data["reason"], **form.texts(),
        )  # fmt: skip
        say(request, _("The questions are merged. Their history stays."))
        return see(request, reverse("groups:question", args=[group_id, merged.public_id]))

    return form_page(request, FORM, form, can_merge(request.user, group), act, {"group": group, "merging": True})


@require_safe
def question(request: PersonRequest, group_id: str, learning_id: str) -> HttpResponse:
    """`/g/<g>/questions/<q>/`: one question and its wordings."""
    found = _question(request, group_id, learning_id)
    words = {"page": question_page(request.user, found), "question": found, "group": found.group}
    return render_page(request, "groups/question.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: PersonRequest, group_id: str, learning_id: str) -> HttpResponse:
    """`…/<q>/wording/`: other words with the reason, or the other language."""
    found = _question(request, group_id, learning_id)
    initial = {"seen": found.version}
    form = WordingForm(request.POST or None, initial=initial, thing=found, language=page_language())

    def act() -> HttpResponse:
        said = form.cleaned_data
        reword_question(actor=request.user, question=found, reason=said["reason"], seen=said["seen"], **form.texts())
        return _done(request, found, _("The wording is noted."))

    verdict = can_translate_question(request.user, found)
    words = {"group": found.group, "question": found}
    return form_page(request, FORM, form, verdict, act, words, lambda: _now(found).version)


@require_http_methods(["GET", "HEAD", "POST"])
def revision(request: PersonRequest, group_id: str, learning_id: str) -> HttpResponse:
    """`…/<q>/revision/`: a new wording of an agreed question, with the decision."""
    found = _question(request, group_id, learning_id)
    initial = {"seen": found.version}
    form = RevisionForm(request.POST or None, initial=initial, thing=found, language=page_language())

    def act() -> HttpResponse:
        names = ("reason", "decided_on", "decision", "seen")
        wanted: dict[str, Any] = {**form.texts(), **{name: form.cleaned_data[name] for name in names}}
        revise_question(actor=request.user, question=found, **wanted)
        return _done(request, found, _("The new wording is noted, with the decision."))

    words = {"group": found.group, "question": found, "revising": True}
    return form_page(request, FORM, form, can_revise(request.user, found), act, words, lambda: _now(found).version)


@require_POST
def consent(request: PersonRequest, group_id: str, learning_id: str) -> HttpResponse:
    """`…/<q>/consent/`: ask the group whether it agrees; a proposal opens."""
    found = _question(request, group_id, learning_id)
    said = _("The members of the group are asked for their consent.")
    url = reverse("groups:question", args=[group_id, learning_id])
    return pressed(request, lambda: put_question(actor=request.user, question=found), said, url)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: PersonRequest, group_id: str, learning_id: str) -> HttpResponse:
    """`…/<q>/agreement/`: the group agreed, by a consent here (`from=consent`) or in a meeting, day and words."""
    found = _question(request, group_id, learning_id)
    if request.method == "POST" and request.POST.get("from") == "consent":
        said, url = _("This question is agreed."), reverse("groups:questions", args=[group_id])
        return pressed(request, lambda: agree_question(actor=request.user, question=found), said, url)
    form = DecidedForm(request.POST or None, initial={"seen": found.version})

    def act() -> HttpResponse:
        agree_question(actor=request.user, question=found, **form.cleaned_data)
        return _done(request, found, _("This question is agreed."))

    words = {"group": found.group, "question": found}
    verdict = can_agree(request.user, found)
    return form_page(request, "agreement", form, verdict, act, words, lambda: _now(found).version)


@require_http_methods(["GET", "HEAD", "POST"])
def setting_aside(request: PersonRequest, group_id: str, learning_id: str) -> HttpResponse:
    """`…/<q>/setting-aside/`: with the reason; it stays to be read."""
    found = _question(request, group_id, learning_id)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        set_question_aside(actor=request.user, question=found, reason=form.cleaned_data["reason"])
        return _done(request, found, _("The question is set aside. It stays to be read."))

    words = {"group": found.group, "question": found, "aside": True}
    return form_page(request, "agreement", form, can_set_aside(request.user, found), act, words)


@require_POST
def back(request: PersonRequest, group_id: str, learning_id: str) -> HttpResponse:
    """`…/<q>/return/`: taken up again."""
    found = _question(request, group_id, learning_id)
    url = reverse("groups:question", args=[group_id, learning_id])
    said = _("The question is taken up again.")
    return pressed(request, lambda: bring_back(actor=request.user, question=found), said, url)


def _question(request: PersonRequest, group_id: str, learning_id: str) -> LearningQuestion:
    """A question of this group, or 404."""
    group = find_group(request, group_id)
    rows = visible_questions(request.user).filter(group=group).select_related("proposal", "merged_into", "agreed_by")
    found: LearningQuestion = get_object_or_404(rows, public_id=learning_id)
    found.group = group
    return found


def _now(question: LearningQuestion) -> LearningQuestion:
    question.refresh_from_db(fields=["version"])
    return question


def _done(request: PersonRequest, question: LearningQuestion, said: str) -> HttpResponse:
    say(request, said)
    return see(request, reverse("groups:question", args=[question.group.public_id, question.public_id]))
