"""The addresses of interviews, of the selection, of letters and of places."""

from __future__ import annotations

from django.urls import URLPattern, path

from palabre.calls.views import accepting, interviews, letters, offers, selection, summary, talking

CALL = "calls/<rid:call_id>/"
TALK = f"{CALL}interviews/<rid:application_id>/"
MOMENTS = f"{CALL}interviews/moments/"
LETTER = f"{CALL}letters/<rid:letter_id>/"
FILE = "apply/file/<rid:application_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{CALL}interviews/", interviews.interviews, name="interviews"),
    path(MOMENTS, interviews.slots, name="slots"),
    path(f"{MOMENTS}<rid:slot_id>/removal/", interviews.slot_removal, name="slot_removal"),
    path(f"{CALL}interviews/invitations/", interviews.invitations, name="talk_invitations"),
    path(TALK, interviews.interview, name="interview"),
    path(f"{TALK}outcome/", interviews.outcome, name="interview_outcome"),
    path(f"{CALL}selection/", selection.selection, name="selection"),
    path(f"{CALL}waiting-list/<rid:application_id>/offer/", selection.next_offer, name="next_offer"),
    path(f"{CALL}sittings/", selection.sittings, name="sittings"),
    path(f"{CALL}sittings/<rid:deliberation_id>/", selection.sitting, name="sitting"),
    path(f"{CALL}sittings/<rid:deliberation_id>/balance/", selection.count, name="balance_count"),
    path(f"{CALL}letters/", letters.letters, name="letters"),
    path(f"{CALL}letters/preparation/", letters.preparation, name="letter_preparation"),
    path(f"{CALL}letters/sending/", letters.sending, name="letters_sending"),
    path(f"{CALL}letters/wording/", letters.wording, name="letter_wording"),
    path(LETTER, letters.letter, name="letter"),
    path(f"{LETTER}sending/", letters.letter_sending, name="letter_sending"),
    path(f"{CALL}places/", accepting.places, name="places"),
    path(f"{CALL}places/groups/", accepting.groups, name="place_groups"),
    path(f"{CALL}places/preferences/", accepting.preferences, name="place_preferences"),
    path(f"{CALL}places/<rid:application_id>/confirmation/", accepting.confirmation, name="place_confirmation"),
    path(f"{CALL}summary/", summary.summary, name="summary"),
    path(f"{FILE}interview/", talking.talk, name="talk"),
    path(f"{FILE}interview/refusal/", talking.refusal, name="talk_refusal"),
    path(f"{FILE}offer/", offers.offer, name="offer"),
    path(f"{FILE}offer/refusal/", offers.refusal, name="offer_refusal"),
    path(f"{FILE}place/", offers.place, name="place"),
]
