"""Addresses of what comes before a meeting: plan, agenda, answers, guests, documents, calendars."""

from __future__ import annotations

from django.urls import path

from palabre.meetings.views import (
    agenda,
    answers,
    calendars,
    documents,
    guests,
    joint,
    meetings,
    planning,
    states,
    translation,
)

IN = "c/<rid:community_id>/meetings/"
ONE = "meetings/<rid:meeting_id>/"

urlpatterns = [
    path(IN, meetings.meetings, name="list"),
    path(f"{IN}plan/", planning.plan, name="plan"),
    path(f"{IN}joint/", joint.joint, name="joint"),
    path(ONE, meetings.meeting, name="meeting"),
    path(f"{ONE}twins/", joint.twins, name="twins"),
    path("joint/<rid:joint_id>/acceptance/", joint.acceptance, name="joint_acceptance"),
    path("joint/<rid:joint_id>/end/", joint.ending, name="joint_end"),
    path(f"{ONE}edit/", planning.edit, name="edit"),
    path(f"{ONE}move/", planning.move, name="move"),
    path(f"{ONE}cancellation/", states.cancellation, name="cancellation"),
    path(f"{ONE}publication/", states.publication, name="publication"),
    path(f"{ONE}holding/", states.holding, name="holding"),
    path(f"{ONE}agenda/", agenda.agenda, name="agenda"),
    path(f"{ONE}agenda/print/", agenda.agenda_print, name="agenda_print"),
    path(f"{ONE}agenda/<rid:item_id>/", agenda.item, name="item"),
    path(f"{ONE}agenda/<rid:item_id>/order/", agenda.item_order, name="item_order"),
    path(f"{ONE}agenda/<rid:item_id>/removal/", agenda.item_removal, name="item_removal"),
    path(f"{ONE}reply/", answers.reply_page, name="reply"),
    path(f"{ONE}replies/", answers.replies, name="replies"),
    path(f"{ONE}guests/", guests.guests, name="guests"),
    path(f"{ONE}guests/<rid:guest_id>/removal/", guests.guest_removal, name="guest_removal"),
    path(f"{ONE}documents/", documents.documents, name="documents"),
    path(f"{ONE}documents/<rid:document_id>/", documents.document, name="document"),
    path(f"{ONE}documents/<rid:document_id>/removal/", documents.document_removal, name="document_removal"),
    path(f"{ONE}translation/", translation.translation, name="translation"),
    path("answers/<str:token>/", answers.answer, name="answer"),
    path("calendar/<str:key>.ics", calendars.of_person, name="calendar"),
    path("calendar/c/<str:key>.ics", calendars.of_community, name="community_calendar"),
]
