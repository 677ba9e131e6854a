"""What binds a community: to read, to sign, to compare with what one signed before."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from palabre.charter.actions import sign_code
from palabre.charter.queries.signing import changes_since, charter_page, sign_page
from palabre.charter.views.common import text_language
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Clash, Refused
from palabre.languages.queries import other


@require_safe
def charter(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/charter/`: the principles and the code, in one language; where the reader stands."""
    language = text_language(request)
    page = charter_page(request.user, request.community, language)
    return render_page(
        request, "charter/charter.html", {"page": page, "tongue": language, "other_tongue": other(language)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/charter/signature/`: one statement and one button, under the whole text."""
    language = text_language(request)
    page = sign_page(request.user, request.community, language)
    if page is None:
        raise Http404
    status, clash = 200, None
    if request.method == "POST":
        try:
            seen = request.POST.get("seen", "")
            sign_code(actor=request.user, membership=page.membership, language=language, seen=seen)
            say(request, _("You have signed. Thank you."))
            return see(request, reverse("charter:charter", args=[community_id]))
        except Clash as error:
            status, clash = 409, error
        except Refused as error:
            return refused(request, error)
    words = {"page": page, "tongue": language, "other_tongue": other(language), "clash": clash}
    return render_page(request, "charter/signature.html", words, status=status)


@require_safe
def changes(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/charter/changes/`: since the version that the reader signed."""
    language = text_language(request)
    found = changes_since(request.user, request.community, language)
    if found is None:
        raise Http404
    old, new, rows, signed = found
    words = {
        "old": old,
        "new": new,
        "rows": rows,
        "signed": signed,
        "tongue": language,
        "other_tongue": other(language),
    }
    return render_page(request, "charter/changes.html", words)
