from palabre.people.actions.accounts import create_keeper, create_person
from palabre.people.actions.address import ask_address, confirm_address, undo_address
from palabre.people.actions.codes import code_holds, has_codes
from palabre.people.actions.drafts import forget_draft, save_draft
from palabre.people.actions.factors import (
    add_passkey,
    begin_generator,
    confirm_generator,
    keep_sheet,
    remove_generator,
    remove_passkey,
    remove_sheet,
    show_passkey,
)
from palabre.people.actions.links import make_mail_link, send_sign_in_link, use_mail_link
from palabre.people.actions.profile import (
    change_password,
    change_profile,
    renew_calendar_key,
    set_language,
)
from palabre.people.actions.proofs import prove_by_code, prove_by_passkey, prove_by_password
from palabre.people.actions.resets import ask_reset, confirm_reset, refuse_reset, stop_resets, use_reset
from palabre.people.actions.signing import (
    begin_grace,
    check_password,
    end_all_sessions,
    end_other_sessions,
    end_session,
    note_sign_in,
    note_sign_out,
)

__all__ = [
    "add_passkey",
    "ask_address",
    "ask_reset",
    "begin_generator",
    "begin_grace",
    "change_password",
    "change_profile",
    "check_password",
    "code_holds",
    "confirm_address",
    "confirm_generator",
    "confirm_reset",
    "create_keeper",
    "create_person",
    "end_all_sessions",
    "end_other_sessions",
    "end_session",
    "forget_draft",
    "has_codes",
    "keep_sheet",
    "make_mail_link",
    "note_sign_in",
    "note_sign_out",
    "prove_by_code",
    "prove_by_passkey",
    "prove_by_password",
    "refuse_reset",
    "remove_generator",
    "remove_passkey",
    "remove_sheet",
    "renew_calendar_key",
    "save_draft",
    "send_sign_in_link",
    "set_language",
    "show_passkey",
    "stop_resets",
    "undo_address",
    "use_mail_link",
    "use_reset",
]
