from palabre.people.actions.accounts import create_keeper, create_person
from palabre.people.actions.drafts import forget_draft, save_draft
from palabre.people.actions.links import make_mail_link, send_sign_in_link, use_mail_link
from palabre.people.actions.profile import (
    change_password,
    change_profile,
    renew_calendar_key,
    set_language,
)
from palabre.people.actions.signing import (
    check_password,
    end_other_sessions,
    end_session,
    note_sign_in,
    note_sign_out,
)

__all__ = [
    "change_password",
    "change_profile",
    "check_password",
    "create_keeper",
    "create_person",
    "end_other_sessions",
    "end_session",
    "forget_draft",
    "make_mail_link",
    "note_sign_in",
    "note_sign_out",
    "renew_calendar_key",
    "save_draft",
    "send_sign_in_link",
    "set_language",
    "use_mail_link",
]
