"""Addresses of calls: for visitors, and from inside their community."""

from __future__ import annotations

from django.urls import URLPattern, path

from palabre.calls.views import calls, life, parts, public

HERE = "c/<rid:community_id>/calls/"
CALL = f"{HERE}<rid:call_id>/"
ASK = f"{CALL}questions/<rid:ask_id>/"
KINDS = {
    "theme": f"{CALL}themes/<rid:theme_id>/",
    "rule": f"{CALL}rules/<rid:rule_id>/",
    "criterion": f"{CALL}criteria/<rid:criterion_id>/",
    "question": ASK,
    "option": f"{ASK}choices/<rid:option_id>/",
}
LISTS = {
    "theme": (f"{CALL}themes/", "themes"),
    "rule": (f"{CALL}rules/", "rules"),
    "criterion": (f"{CALL}criteria/", "criteria"),
    "question": (f"{CALL}questions/", "questions"),
    "option": (f"{ASK}choices/", "options"),
}


def _of_kind(kind: str) -> list[URLPattern]:
    """The pages of one kind of part."""
    address, (several, name) = KINDS[kind], LISTS[kind]
    given = {"kind": kind}
    return [
        path(several, parts.parts, given, name=name),
        path(address, parts.part, given, name=kind),
        path(f"{address}position/", parts.position, given, name=f"{kind}_position"),
        path(f"{address}removal/", parts.removal, given, name=f"{kind}_removal"),
    ]


urlpatterns: list[URLPattern] = [
    path("calls/", public.public_list, name="public_list"),
    path("calls/<rid:call_id>/", public.public_call, name="public_call"),
    path("calls/<rid:call_id>/ready/", public.ready, name="ready"),
    path(HERE, calls.calls, name="list"),
    path(f"{HERE}beginning/", calls.begin, name="begin"),
    path(CALL, calls.call, name="call"),
    path(f"{CALL}texts/", calls.texts, name="texts"),
    path(f"{CALL}frame/", calls.frame, name="frame"),
    path(f"{CALL}approval/", calls.approval, name="approval"),
    path(f"{CALL}announcement/", life.announcement, name="announcement"),
    path(f"{CALL}draft/", life.draft, name="draft"),
    path(f"{CALL}step/", life.step, name="step"),
    path(f"{CALL}deadline/", life.deadline, name="deadline"),
    path(f"{CALL}cancellation/", life.cancellation, name="cancellation"),
    *(pattern for kind in KINDS for pattern in _of_kind(kind)),
]
