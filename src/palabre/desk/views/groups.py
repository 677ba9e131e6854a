"""The home of a working group."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from palabre.desk.queries.group import group_home
from palabre.groups.views.common import find_group
from palabre.kit.pages import render_page
from palabre.people.requests import PersonRequest


@require_safe
def group(request: PersonRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/`: its stages and what is missing, who is in it, its questions, outcome, plan and promises."""
    return render_page(request, "desk/group.html", {"home": group_home(request.user, find_group(request, group_id))})
