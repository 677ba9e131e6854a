"""The addresses of screening, of the committee, of reading and of the ranking."""

from __future__ import annotations

from django.urls import URLPattern, path

from palabre.calls.views import assigning, ranking, reviewers, reviewing, screening

CALL = "calls/<rid:call_id>/"
SEAT = f"{CALL}committee/<rid:reviewer_id>/"
FILED = f"{CALL}applications/<rid:application_id>/"
GIVEN = f"{CALL}assignments/<rid:assignment_id>/"
PLACE = "review/places/<rid:reviewer_id>/"
FILE = "review/<rid:assignment_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{CALL}committee/", reviewers.committee, name="committee"),
    path(f"{SEAT}request/", reviewers.asking, name="reviewer_request"),
    path(f"{SEAT}end/", reviewers.end, name="reviewer_end"),
    path(f"{CALL}applications/", screening.applications, name="applications"),
    path(FILED, screening.application, name="application"),
    path(f"{FILED}admission/", screening.admission, name="admission"),
    path(f"{FILED}inadmissibility/", screening.inadmissibility, name="inadmissibility"),
    path(f"{FILED}question/", screening.question, name="applicant_question"),
    path(f"{FILED}second-look/", screening.second_look, name="second_look"),
    path(f"{FILED}attachments/<rid:ask_id>/", screening.attachment, name="application_attachment"),
    path(f"{FILED}readers/", assigning.readers, name="readers"),
    path(f"{CALL}assignments/", assigning.assignments, name="assignments"),
    path(f"{GIVEN}removal/", assigning.removal, name="assignment_removal"),
    path(f"{GIVEN}reopening/", assigning.reopening, name="assignment_reopening"),
    path(f"{GIVEN}tie/", assigning.tie, name="assignment_tie"),
    path(f"{CALL}ranking/", ranking.ranking, name="ranking"),
    path(f"{CALL}ranking/sheet/", ranking.sheet, name="ranking_sheet"),
    path("review/", reviewing.reading, name="reading"),
    path("review/invitations/<str:token>/", reviewers.place, name="reviewer_place"),
    path(f"{PLACE}ties/", reviewers.ties, name="ties"),
    path(f"{PLACE}departure/", reviewers.departure, name="reviewer_departure"),
    path(FILE, reviewing.file, name="file"),
    path(f"{FILE}draft/", reviewing.draft, name="file_draft"),
    path(f"{FILE}conflict/", reviewing.conflict, name="file_conflict"),
    path(f"{FILE}attachments/<rid:ask_id>/", reviewing.attachment, name="file_attachment"),
]
