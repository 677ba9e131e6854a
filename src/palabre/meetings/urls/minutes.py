"""Addresses of the minutes: read, write, decide, translate, approve, print."""

from __future__ import annotations

from django.urls import path

from palabre.meetings.views import minutes, minutes_files, minutes_flow, minutes_translation, minutes_writing

ONE = "meetings/<rid:meeting_id>/minutes/"
PASSAGE = f"{ONE}<rid:segment_id>/"

urlpatterns = [
    path(ONE, minutes.minutes, name="minutes"),
    path(f"{ONE}start/", minutes.minutes_start, name="minutes_start"),
    path(f"{ONE}writing/", minutes_writing.minutes_writing, name="minutes_writing"),
    path(f"{ONE}passages/", minutes.minutes_passages, name="minutes_passages"),
    path(f"{ONE}translation/", minutes_translation.minutes_translation, name="minutes_translation"),
    path(f"{ONE}translation/<rid:segment_id>/", minutes_translation.segment_translation, name="segment_translation"),
    path(f"{ONE}proposal/<str:language>/", minutes.minutes_proposal, name="minutes_proposal"),
    path(f"{ONE}approval/<str:language>/", minutes.minutes_approval, name="minutes_approval"),
    path(f"{ONE}print/", minutes_files.minutes_print, name="minutes_print"),
    path(f"{ONE}minutes.md", minutes_files.minutes_md, name="minutes_md"),
    path(f"{ONE}minutes.pdf", minutes_files.minutes_pdf, name="minutes_pdf"),
    path(f"{ONE}minutes.docx", minutes_files.minutes_docx, name="minutes_docx"),
    path(f"{ONE}decisions/<rid:decision_id>/", minutes_flow.decision, name="decision"),
    path(f"{ONE}decisions/<rid:decision_id>/withdrawal/", minutes_flow.decision_withdrawal, name="decision_withdrawal"),
    path(PASSAGE, minutes_writing.segment, name="segment"),
    path(f"{PASSAGE}versions/", minutes_writing.segment_versions, name="segment_versions"),
    path(f"{PASSAGE}decisions/", minutes_flow.decision_new, name="decision_new"),
    path(f"{PASSAGE}commitments/", minutes_flow.commitment_new, name="commitment_new"),
    path("meetings/<rid:meeting_id>/closing/", minutes.closing, name="closing"),
]
