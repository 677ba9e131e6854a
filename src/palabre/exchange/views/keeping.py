"""What the keeper of the instance reads: figures and moments, no content, no person but the letters of an account."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from palabre.communities.keeping import for_keepers
from palabre.exchange.queries.backups import backup_runs, backup_state
from palabre.exchange.queries.retaining import runs, terms
from palabre.exchange.queries.sealed import sealing
from palabre.exchange.queries.settings import setting_rows
from palabre.exchange.queries.working import chore_states, is_at_work
from palabre.kit.pages import render_page
from palabre.people.requests import PersonRequest


@require_safe
@for_keepers
def settings_page(request: PersonRequest) -> HttpResponse:
    """`/instance/settings/`: every setting, and of a secret only whether it is set."""
    return render_page(request, "exchange/keeping/settings.html", {"rows": setting_rows()})


@require_safe
@for_keepers
def work(request: PersonRequest) -> HttpResponse:
    """`/instance/chores/`: how the chores of the worker last went."""
    chores = chore_states()
    return render_page(request, "exchange/keeping/work.html", {"chores": chores, "at_work": is_at_work(chores)})


@require_safe
@for_keepers
def backups(request: PersonRequest) -> HttpResponse:
    """`/instance/backups/`: what was saved and restored, when, how much, sealed or not."""
    return render_page(request, "exchange/keeping/backups.html", {"state": backup_state(), "runs": backup_runs()})


@require_safe
@for_keepers
def retention(request: PersonRequest) -> HttpResponse:
    """`/instance/retention/`: what is kept how long, and what went each night."""
    return render_page(request, "exchange/keeping/retention.html", {"terms": terms(), "runs": runs()})


@require_safe
@for_keepers
def keys(request: PersonRequest) -> HttpResponse:
    """`/instance/keys/`: ids of keys, and how many values each seals."""
    return render_page(request, "exchange/keeping/keys.html", {"ring": sealing()})
