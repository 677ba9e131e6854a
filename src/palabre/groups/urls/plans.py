"""Addresses of plans, check-ins and final outputs."""

from __future__ import annotations

from django.urls import URLPattern, path

from palabre.groups.views import approvals, checkins, objectives, outputs, plan_steps, plans, publishing

PLAN = "g/<rid:group_id>/plan/"
OBJECTIVE = f"{PLAN}objectives/<rid:objective_id>/"
STEP = f"{PLAN}steps/<rid:step_id>/"
DELIVERABLE = f"{PLAN}deliverables/<rid:deliverable_id>/"
OUTPUT = "g/<rid:group_id>/outputs/<rid:deliverable_id>/"
CHECK_INS = "c/<rid:community_id>/check-ins/"
REPORT = f"{CHECK_INS}<rid:check_in_id>/groups/<rid:group_id>/"

urlpatterns: list[URLPattern] = [
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}calendar/", plans.calendar, name="plan_calendar"),
    path(f"{PLAN}print/", plans.paper, name="plan_print"),
    path(f"{PLAN}versions/", plans.versions, name="plan_versions"),
    path(f"{PLAN}submission/", plans.submission, name="plan_submission"),
    path(f"{PLAN}revision/", plans.revision, name="plan_revision"),
    path(f"{PLAN}closing/", plans.closing, name="plan_closing"),
    path(f"{PLAN}translation/", plans.translation, name="plan_translation"),
    path(f"{PLAN}objectives/", objectives.objectives, name="objectives"),
    path(OBJECTIVE, objectives.objective, name="objective"),
    path(f"{OBJECTIVE}removal/", objectives.objective_removal, name="objective_removal"),
    path(f"{OBJECTIVE}position/", objectives.objective_position, name="objective_position"),
    path(f"{OBJECTIVE}steps/", plan_steps.steps, name="steps"),
    path(f"{OBJECTIVE}deliverables/", objectives.deliverables, name="deliverables"),
    path(STEP, plan_steps.step, name="step"),
    path(f"{STEP}removal/", plan_steps.step_removal, name="step_removal"),
    path(f"{STEP}state/", plan_steps.step_state, name="step_state"),
    path(DELIVERABLE, objectives.deliverable, name="deliverable"),
    path(f"{DELIVERABLE}removal/", objectives.deliverable_removal, name="deliverable_removal"),
    path(f"{PLAN}comments/", approvals.comments, name="plan_comments"),
    path(f"{PLAN}return/", approvals.returning, name="plan_return"),
    path(f"{PLAN}approval/", approvals.approval, name="plan_approval"),
    path(f"{PLAN}support/", approvals.support, name="support"),
    path(f"{PLAN}support/<rid:support_id>/", approvals.support_answer, name="support_answer"),
    path("c/<rid:community_id>/help/", approvals.support_list, name="support_list"),
    path(CHECK_INS, checkins.check_ins, name="check_ins"),
    path(f"{CHECK_INS}<rid:check_in_id>/", checkins.check_in, name="check_in"),
    path(REPORT, checkins.report, name="check_in_report"),
    path(f"{REPORT}commitments/", checkins.promise, name="check_in_promise"),
    path("g/<rid:group_id>/presentation/", publishing.presentation, name="presentation"),
    path("g/<rid:group_id>/outputs/", outputs.outputs, name="outputs"),
    path(OUTPUT, outputs.output, name="output"),
    path(f"{OUTPUT}writing/", outputs.output_writing, name="output_writing"),
    path(f"{OUTPUT}approval/", outputs.output_approval, name="output_approval"),
    path(f"{OUTPUT}files/", outputs.output_files, name="output_files"),
    path(f"{OUTPUT}file/", outputs.output_file, name="output_file"),
    path(f"{OUTPUT}credit/", outputs.output_credit, name="output_credit"),
    path(f"{OUTPUT}name/", outputs.output_name, name="output_name"),
    path(f"{OUTPUT}publication/", publishing.output_publication, name="output_publication"),
    path(f"{OUTPUT}withdrawal/", publishing.output_withdrawal, name="output_withdrawal"),
]
