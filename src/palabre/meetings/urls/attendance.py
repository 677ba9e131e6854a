"""Addresses of the attendance: the sheet, the figures, the scans, sheets in and out."""

from __future__ import annotations

from django.urls import path

from palabre.meetings.views import attendance, attendance_files, attendance_lines, figures, signed_sheets

ONE = "meetings/<rid:meeting_id>/"

urlpatterns = [
    path(f"{ONE}attendance/", attendance.attendance, name="attendance"),
    path(f"{ONE}attendance/people/", attendance_lines.attendees, name="attendees"),
    path(f"{ONE}attendance/sheet/", attendance.sign_in_sheet, name="attendance_sheet"),
    path(f"{ONE}attendance/model.xlsx", attendance_files.model, {"extension": "xlsx"}, name="attendance_model_xlsx"),
    path(f"{ONE}attendance/model.csv", attendance_files.model, {"extension": "csv"}, name="attendance_model_csv"),
    path(f"{ONE}attendance/export.xlsx", attendance_files.export, {"extension": "xlsx"}, name="attendance_xlsx"),
    path(f"{ONE}attendance/export.csv", attendance_files.export, {"extension": "csv"}, name="attendance_csv"),
    path(f"{ONE}attendance/import/", attendance_files.upload, name="attendance_import"),
    path(f"{ONE}attendance/import/lines/", attendance_files.lines, name="attendance_import_lines"),
    path(f"{ONE}attendance/import/removal/", attendance_files.removal, name="attendance_import_removal"),
    path("attendances/<rid:attendance_id>/", attendance_lines.line, name="attendance_line"),
    path("attendances/<rid:attendance_id>/removal/", attendance_lines.removal, name="attendance_removal"),
    path(f"{ONE}figures/", figures.figures_page, name="figures"),
    path("figures/<rid:figure_id>/", figures.figure, name="figure"),
    path("figures/<rid:figure_id>/removal/", figures.removal, name="figure_removal"),
    path(f"{ONE}scans/", signed_sheets.signed_sheets, name="signed_sheets"),
    path("scans/<rid:sheet_id>/", signed_sheets.signed_sheet, name="signed_sheet"),
    path("scans/<rid:sheet_id>/removal/", signed_sheets.removal, name="signed_sheet_removal"),
]
