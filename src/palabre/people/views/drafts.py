"""Where autosave sends what is being typed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from palabre.kit.verdict import Refused
from palabre.people.actions import save_draft
from palabre.people.requests import PersonRequest

NOT_KEPT = frozenset({"csrfmiddlewaretoken", "once"})


@require_POST
def draft(request: PersonRequest, form: str) -> HttpResponse:
    """`/me/drafts/<form>/`: 204 when it is kept; 413 when it is too long; unknown forms do not exist."""
    sent = {name: said if len(said) > 1 else said[0] for name, said in request.POST.lists() if name not in NOT_KEPT}
    try:
        save_draft(actor=request.user, form=form, values=sent)
    except Refused as error:
        if error.field != "size":
            raise Http404 from error
        return HttpResponse(status=413)
    return HttpResponse(status=204)
