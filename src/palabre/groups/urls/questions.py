"""The addresses of learning questions, of the outcome and of the learning agenda."""

from __future__ import annotations

from django.urls import path

from palabre.groups.views import agenda, outcomes, questions

LEARNING = "c/<rid:community_id>/learning/"
QUESTIONS = "g/<rid:group_id>/questions/"
QUESTION = f"{QUESTIONS}<rid:learning_id>/"
OUTCOME = "g/<rid:group_id>/outcome/"

urlpatterns = [
    path(LEARNING, agenda.agenda, name="agenda"),
    path(f"{LEARNING}aims/", agenda.aims, name="aims"),
    path(f"{LEARNING}publication/", agenda.publication, name="agenda_publication"),
    path(QUESTIONS, questions.questions, name="questions"),
    path(f"{QUESTIONS}proposing/", questions.proposing, name="question_proposing"),
    path(f"{QUESTIONS}merging/", questions.merging, name="merging"),
    path(QUESTION, questions.question, name="question"),
    path(f"{QUESTION}wording/", questions.wording, name="wording"),
    path(f"{QUESTION}revision/", questions.revision, name="revision"),
    path(f"{QUESTION}consent/", questions.consent, name="question_consent"),
    path(f"{QUESTION}agreement/", questions.agreement, name="agreement"),
    path(f"{QUESTION}setting-aside/", questions.setting_aside, name="question_setting_aside"),
    path(f"{QUESTION}return/", questions.back, name="question_return"),
    path(OUTCOME, outcomes.outcome, name="outcome"),
    path(f"{OUTCOME}proposing/", outcomes.proposing, name="outcome_proposing"),
    path(f"{OUTCOME}<rid:outcome_id>/", outcomes.wording, name="outcome_wording"),
    path(f"{OUTCOME}<rid:outcome_id>/consent/", outcomes.consent, name="outcome_consent"),
    path(f"{OUTCOME}<rid:outcome_id>/setting-aside/", outcomes.setting_aside, name="outcome_setting_aside"),
]
