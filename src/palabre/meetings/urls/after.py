"""Addresses of what surrounds a meeting: questions, evaluation, certificate, report."""

from __future__ import annotations

from django.urls import path

from palabre.meetings.views import certificates, evaluations, questions, reports

ONE = "meetings/<rid:meeting_id>/"
LINE = "attendances/<rid:attendance_id>/"

urlpatterns = [
    path(f"{ONE}questions/", questions.questions, name="questions"),
    path("questions/<rid:question_id>/answer/", questions.answer, name="question_answer"),
    path(f"{ONE}evaluation/", evaluations.evaluation, name="evaluation"),
    path(f"{LINE}certificate/", certificates.certificate, name="certificate"),
    path(f"{LINE}certificate.pdf", certificates.certificate_pdf, name="certificate_pdf"),
    path(f"{ONE}report/", reports.report, name="report"),
    path(f"{ONE}report.pdf", reports.report_file, {"extension": "pdf"}, name="report_pdf"),
    path(f"{ONE}report.docx", reports.report_file, {"extension": "docx"}, name="report_docx"),
]
