from palabre.communities.actions.accepting import (
    accept_invitation,
)
from palabre.communities.actions.answering import (
    admit,
    decline,
    vouch,
)
from palabre.communities.actions.arriving import (
    Newcomer,
)
from palabre.communities.actions.belonging import change_level, leave_community
from palabre.communities.actions.counting import count_countries
from palabre.communities.actions.founding import (
    add_organisation,
    found_community,
    propose_community,
    state_purpose,
    texts_seal,
)
from palabre.communities.actions.inviting import (
    found_with_leader,
    invite,
    withdraw_invitation,
)
from palabre.communities.actions.joining import (
    close_question,
    open_join_link,
    shut_join_link,
    write_question,
)
from palabre.communities.actions.life import archive_closed, let_sleep, take_step
from palabre.communities.actions.lists import (
    export_members,
    import_members,
    note_export_denied,
)
from palabre.communities.actions.moving import accept_move, ask_move, end_move
from palabre.communities.actions.organisations import (
    add_place,
    change_part,
    end_place,
    end_representation,
    give_voice,
    invite_representative,
)
from palabre.communities.actions.requests import (
    Asking,
    ask_as_person,
    ask_to_join,
    confirm_request,
    let_members_read,
    withdraw_request,
)
from palabre.communities.actions.roles import (
    ask_successor,
    begin_grant,
    confirm_role,
    end_every_role,
    end_role,
    grant_role,
    remind_of_ends,
    renew_role,
)
from palabre.communities.actions.settling import (
    choose_risk,
    confirm_easing,
    end_easing,
    settings_seal,
    settle_community,
)
from palabre.communities.actions.signing import ask_signature, open_place, restrict_place
from palabre.communities.actions.suspending import (
    appeal,
    exclude,
    lift,
    pause,
    resume,
    suspend,
)

__all__ = [
    "Asking",
    "Newcomer",
    "accept_invitation",
    "accept_move",
    "add_organisation",
    "add_place",
    "admit",
    "appeal",
    "archive_closed",
    "ask_as_person",
    "ask_move",
    "ask_signature",
    "ask_successor",
    "ask_to_join",
    "begin_grant",
    "change_level",
    "change_part",
    "choose_risk",
    "close_question",
    "confirm_easing",
    "confirm_request",
    "confirm_role",
    "count_countries",
    "decline",
    "end_easing",
    "end_every_role",
    "end_move",
    "end_place",
    "end_representation",
    "end_role",
    "exclude",
    "export_members",
    "found_community",
    "found_with_leader",
    "give_voice",
    "grant_role",
    "import_members",
    "invite",
    "invite_representative",
    "leave_community",
    "let_members_read",
    "let_sleep",
    "lift",
    "note_export_denied",
    "open_join_link",
    "open_place",
    "pause",
    "propose_community",
    "remind_of_ends",
    "renew_role",
    "restrict_place",
    "resume",
    "settings_seal",
    "settle_community",
    "shut_join_link",
    "state_purpose",
    "suspend",
    "take_step",
    "texts_seal",
    "vouch",
    "withdraw_invitation",
    "withdraw_request",
    "write_question",
]
