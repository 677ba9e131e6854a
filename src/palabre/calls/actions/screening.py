"""The coordination looks at each application: admissible, not admissible with the reason, or one question first."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ApplicationState
from palabre.calls.models import Application
from palabre.calls.rules.screening import can_ask_applicant, can_look_again, can_screen
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.text import clean
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

LONGEST = 2000
WRITE_IT = no(_("Please write something here."))


def admit_application(*, actor: Person, application: Application) -> Application:
    """It goes to the readers. Raises Refused."""
    return _say(fresh(actor), application, ApplicationState.ELIGIBLE)


def turn_down_application(*, actor: Person, application: Application, reason: str) -> Application:
    """Not admissible, and why: a rule of the call, never the use of AI alone (INV-17). Raises Refused."""
    return _say(fresh(actor), application, ApplicationState.INELIGIBLE, _text(reason, "reason"))


def _say(actor: Person, application: Application, state: ApplicationState, note: str = "") -> Application:
    with transaction.atomic():
        application = locked_application(application)
        require(can_screen(fresh(actor), application))
        application.state, application.screening_note = state, note
        application.screened_by, application.screened_at = actor, timezone.now()
        application.save(update_fields=["state", "screening_note", "screened_by", "screened_at"])
        tell("calls.screened", actor, application, state=state)
    return application


def ask_applicant(*, actor: Person, application: Application, question: str) -> Application:
    """One question, before or while it is read; her answer brings it back. Raises Refused."""
    question = _text(question, "question")
    with transaction.atomic():
        application = locked_application(application)
        require(can_ask_applicant(fresh(actor), application))
        before, application.state = application.state, ApplicationState.NEEDS_INFO
        application.info_asked, application.info_given = question, ""
        application.save(update_fields=["state", "info_asked", "info_given"])
        tell("calls.info_asked", actor, application, before=before)
    return application


def look_again_at(*, actor: Person, application: Application) -> Application:
    """What was said of it is taken back, while applications are screened. Raises Refused."""
    with transaction.atomic():
        application = locked_application(application)
        require(can_look_again(fresh(actor), application))
        before, application.state = application.state, ApplicationState.SUBMITTED
        application.screening_note, application.screened_by, application.screened_at = "", None, None
        application.save(update_fields=["state", "screening_note", "screened_by", "screened_at"])
        tell("calls.screening_taken_back", actor, application, before=before)
    return application


def locked_application(application: Application) -> Application:
    """As the database has it now, held until the end of the transaction."""
    rows = Application.objects.select_for_update(of=("self",))
    return rows.select_related("call__community").get(pk=application.pk)


def _text(text: str, field: str) -> str:
    text = clean(text)
    if not text:
        raise Refused(WRITE_IT, field)
    if len(text) > LONGEST:
        sentence = _("%(most)s characters at most. Please shorten the text.") % {"most": LONGEST}
        raise Refused(no(sentence), field)
    return text


def tell(kind: str, actor: Person, application: Application, **facts: Any) -> None:
    """The journal knows the application by its key, never by its name."""
    record(
        kind,
        actor_id=actor.pk,
        community_id=application.call.community_id,
        subject="application",
        subject_id=application.pk,
        **facts,
    )
