"""One proposal: its page, its text, its opening, its other language."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.decisions.actions.clarifying import approve_words
from palabre.decisions.actions.opening import drop_draft, open_draft, propose_again, write_proposal
from palabre.decisions.actions.translating import translate_proposal
from palabre.decisions.forms.speaking import OpeningForm, QuestionForm, StanceForm
from palabre.decisions.forms.writing import ProposalForm, TranslationForm
from palabre.decisions.models import Proposal
from palabre.decisions.queries.circle import circle_of, houses_below
from palabre.decisions.queries.memory import other_halves
from palabre.decisions.queries.page import proposal_page
from palabre.decisions.rules.proposals import can_ask_voices, can_edit_proposal, can_open_proposal
from palabre.decisions.rules.rounds import can_translate
from palabre.decisions.views.common import find_proposal, form_page, rebased, step, to_proposal
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, render_page, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.languages.queries import other

METHODS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def proposal(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/`: where it stands, what it says, what I say."""
    return show(request, find_proposal(request, proposal_id))


def show(
    request: CommunityRequest, row: Proposal, *, stance: PalabreForm | None = None, question: PalabreForm | None = None
) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    page = proposal_page(request.user, row, page_language())
    said = {"kind": page.mine.stance.kind, "comment": page.mine.stance.comment} if page.mine else {}
    stance_form = stance or StanceForm(initial={**said, "seen_round": row.round})
    sent = stance or question
    status = 200 if sent is None else 409 if sent.clash else 422
    words = {"page": page, "proposal": row, "stance": stance_form, "question": question or QuestionForm()}
    return render_page(request, "decisions/proposal.html", words, status=status)


@METHODS
def text(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/text/`: before stances are asked for."""
    row = find_proposal(request, proposal_id)
    form = ProposalForm(request.POST or None, reads=page_language(), proposal=row)

    def act() -> str:
        said = form.cleaned_data
        write_proposal(actor=request.user, proposal=row, **form.words(), quorum=said.get("quorum"), seen=said["seen"])
        return to_proposal(row)

    verdict = can_edit_proposal(request.user, row)
    answer = form_page(request, form, verdict, act, template="writing", done=_("The text is kept."), proposal=row)
    if form.clash:
        words = {"form": rebased(form, seen=form.clash.theirs.version), "proposal": row}
        return render_page(request, "decisions/writing.html", words, status=409)
    return answer


@METHODS
def opening(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/opening/`: who decides, then it is shown to them."""
    row = find_proposal(request, proposal_id)
    actor, language = request.user, page_language()
    below = houses_below(actor, row.community, language) if can_ask_voices(actor, row.community) else []
    form = OpeningForm(
        request.POST if request.method == "POST" else None,
        voices=[(one.community, one.name, one.people) for one in below],
    )

    def act() -> str:
        open_draft(actor=actor, proposal=row, voices=form.chosen())
        return to_proposal(row)

    done = _("It is open: those who decide are told.")
    circle = circle_of(row.community).count()
    return form_page(
        request, form, can_open_proposal(actor, row), act, template="opening", done=done, proposal=row, circle=circle
    )


@require_POST
def removal(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/removal/`: give up a draft."""
    row = find_proposal(request, proposal_id)
    url = reverse("decisions:list", args=[row.community.public_id])
    return step(request, lambda: drop_draft(actor=request.user, proposal=row), _("The draft is gone."), url)


@METHODS
def translation(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/translation/`: the other half of the ballot, or of what was decided."""
    row = find_proposal(request, proposal_id)
    thing, rows = other_halves(row)
    form = TranslationForm(request.POST or None, rows=rows, language=other(thing.source_language))

    def act() -> str:
        translate_proposal(actor=request.user, proposal=row, texts=form.texts())
        return to_proposal(row)

    verdict = can_translate(request.user, row)
    words = {"proposal": row, "thing": thing}
    return form_page(request, form, verdict, act, template="translation", done=_("The translation is kept."), **words)


@require_POST
def approval(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/approval/`: both languages say the same."""
    row = find_proposal(request, proposal_id)
    done = _("Noted: both languages say the same.")
    return step(request, lambda: approve_words(actor=request.user, proposal=row), done, to_proposal(row))


@require_POST
def successor(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/successor/`: a draft in its place."""
    row = find_proposal(request, proposal_id)
    try:
        begun = propose_again(actor=request.user, proposal=row)
    except Refused as error:
        return refused(request, error)
    return see(request, reverse("decisions:text", args=[begun.public_id]))
