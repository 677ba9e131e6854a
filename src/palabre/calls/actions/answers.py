"""What she writes is kept, section by section. A draft is nobody's news: the journal does not hear of it.

Each section carries a print of what it showed (`seen`) and the name of the open page (`pen`). What another page wrote
meanwhile is never overwritten unseen: both texts come back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.applying import eligible, held, may_mail_link, tell, write_address
from palabre.calls.choices import QuestionKind
from palabre.calls.models import Answer, Application, BalanceData, CallQuestion, CallTheme, ThemeChoice
from palabre.calls.queries.paper import (
    BALANCE,
    DECLARED,
    WHO,
    Paper,
    Part,
    Said,
    balance_said,
    declared,
    print_of,
    themes_said,
    who_said,
)
from palabre.calls.rules.applying import Applicant, can_fill, can_take_balance_back
from palabre.calls.rules.eligibility import facts_of
from palabre.files.actions import discard_file, keep_upload
from palabre.files.checks import Upload
from palabre.files.choices import Kind
from palabre.files.models import StoredFile
from palabre.kit.dates import zones_of
from palabre.kit.verdict import Clash, Refused, no, require

MEANWHILE = no(_("This part was changed on another page or device. Both texts are here: choose below, then save."))
NOT_HERE = no(_("This question is not asked of you."))
FILES = (Kind.PDF, Kind.DOCX, Kind.ODT, Kind.IMAGE, Kind.TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """Who saves which application, when, from which open page; `alone`: the page saves by itself while she types."""

    applicant: Applicant
    application: Application
    at: datetime
    seen: str = ""
    pen: str = ""
    alone: bool = False


def save_who(*, saving: Saving, said: Mapping[str, Any]) -> Application:
    """Who she is. A country, an organisation, an address that the rules shut out is refused at once, with the reason.

    An address that is being typed is not one yet: it is kept when she saves. Raises Refused, Clash, `NotEligible`.
    """
    with transaction.atomic():
        application = _opened(saving, "who", who_said)
        for name in WHO:
            if name in said and name != "email":
                setattr(application, name, said[name])
        zones = zones_of(application.country)
        if application.zone not in zones and zones:
            application.zone = zones[0]
        asks_link = False
        if not saving.alone and "email" in said:
            asks_link = said["email"] != application.email and bool(said["email"])
            write_address(application, said["email"])
        if not saving.alone:
            eligible(application.call, facts_of(application))
        _written(saving, application, "who", *WHO, "email_digest", "email_proven_at")
        if asks_link and application.email_proven_at is None:
            tell("calls.address_given", saving.applicant, application, mailed=may_mail_link(application))
    return application


def save_themes(*, saving: Saving, themes: Sequence[CallTheme]) -> Application:
    """Her themes, the one that she would like most first. Raises Refused, Clash."""
    with transaction.atomic():
        application = _opened(saving, "themes", themes_said)
        wanted = [one for one in themes if one.call_id == application.call_id][: application.call.themes_asked]
        application.theme_choices.all().delete()
        ThemeChoice.objects.bulk_create(
            ThemeChoice(application=application, theme=one, rank=rank) for rank, one in enumerate(wanted, start=1)
        )
        _written(saving, application, "themes")
    return application


def save_answers(*, saving: Saving, ask_id: str, answers: Mapping[int, Any]) -> Application:
    """The answers of one page of questions, by the key of the question. Raises Refused, Clash."""
    with transaction.atomic():
        application = _opened(saving, ask_id, lambda one: _part(one, ask_id).said())
        for asked in _part(application, ask_id).open:
            if asked.question.pk in answers and asked.question.kind != QuestionKind.FILE:
                _answer(application, asked.question, answers[asked.question.pk])
        _written(saving, application, ask_id)
    return application


def keep_file(*, saving: Saving, ask_id: str, upload: Upload) -> Answer:
    """The file that answers a question; the one before goes. Raises Refused for a file that is not what it says."""
    require(can_fill(saving.application, saving.at))
    kept = keep_upload(
        actor_id=saving.applicant.person_id, upload=upload, kinds=FILES, name=str(_("document")), scan=True
    )
    with transaction.atomic():
        application = _opened(saving, ask_id, None)
        answer, _new = Answer.objects.get_or_create(
            application=application, question=_file_question(application, ask_id)
        )
        before, answer.file = answer.file, kept
        answer.save(update_fields=["file"])
        _discard(saving, before)
        _written(saving, application, ask_id)
    return answer


def drop_file(*, saving: Saving, ask_id: str) -> None:
    """The file is taken away. Twice is once. Raises Refused."""
    with transaction.atomic():
        application = _opened(saving, ask_id, None)
        question = _file_question(application, ask_id)
        for answer in Answer.objects.filter(application=application, question=question).select_related("file"):
            _discard(saving, answer.file)
            answer.delete()
        _written(saving, application, ask_id)


def give_balance(*, saving: Saving, said: Mapping[str, str]) -> Application:
    """What she chooses to say for counting; nothing said is nothing kept. Raises Refused, Clash."""
    with transaction.atomic():
        application = _opened(saving, "balance", balance_said)
        kept = {name: said.get(name, "") for name in BALANCE}
        if any(kept.values()):
            defaults = {**kept, "given_at": timezone.now()}
            BalanceData.objects.update_or_create(application=application, defaults=defaults)
        else:
            BalanceData.objects.filter(application=application).delete()
        _written(saving, application, "balance")
    return application


def take_balance_back(*, applicant: Applicant, application: Application) -> None:
    """Forgotten at once, at any time. Twice is once. Raises Refused."""
    with transaction.atomic():
        application = held(applicant, application)
        require(can_take_balance_back(application))
        gone, _by_table = BalanceData.objects.filter(application=application).delete()
        if gone:
            tell("calls.balance_taken_back", applicant, application)


def save_declarations(*, saving: Saving, said: Mapping[str, Any]) -> Application:
    """What she declares, and her word on AI, if she gives one: it decides nothing (INV-17). Raises Refused, Clash."""
    with transaction.atomic():
        application = _opened(saving, "declarations", declared)
        for name in DECLARED:
            if name in said:
                setattr(application, name, said[name])
        _written(saving, application, "declarations", *DECLARED)
    return application


def _opened(saving: Saving, section: str, now: Any) -> Application:
    """Locked, hers, a draft, in time; and nothing was written here since the page was shown, but by the page itself."""
    application = held(saving.applicant, saving.application)
    require(can_fill(application, saving.at))
    if now is not None and saving.seen and application.pens.get(section) != saving.pen:
        stands: Said = now(application)
        if print_of(stands) != saving.seen:
            raise Clash(MEANWHILE, stands)
    return application


def _written(saving: Saving, application: Application, section: str, *names: str) -> None:
    application.version += 1
    application.saved_at = timezone.now()
    if saving.pen:
        application.pens = {**application.pens, section: saving.pen[:16]}
    application.save(update_fields=["version", "saved_at", "pens", *names])


def _part(application: Application, ask_id: str) -> Part:
    part = Paper(application).part(ask_id)
    if part is None:
        raise Refused(NOT_HERE)
    return part


def _file_question(application: Application, ask_id: str) -> CallQuestion:
    part = _part(application, ask_id)
    if not part.is_file or not part.open:
        raise Refused(NOT_HERE)
    return part.asked[0].question


def _answer(application: Application, question: CallQuestion, said: Any) -> None:
    """One answer; of an empty one, nothing stays."""
    if not said and said != 0:
        Answer.objects.filter(application=application, question=question).delete()
        return
    text, number = (said if isinstance(said, str) else ""), (said if isinstance(said, Decimal) else None)
    answer, _new = Answer.objects.update_or_create(
        application=application, question=question, defaults={"text": text, "number": number}
    )
    if isinstance(said, frozenset):
        answer.options.set(said)


def _discard(saving: Saving, stored_file: StoredFile | None) -> None:
    if stored_file is not None:
        discard_file(actor_id=saving.applicant.person_id, stored_file=stored_file)
