from palabre.communities.actions.belonging import (
    ask_successor,
    change_level,
    end_role,
    grant_role,
    leave_community,
)
from palabre.communities.actions.founding import (
    add_organisation,
    found_community,
    state_purpose,
    texts_seal,
)
from palabre.communities.actions.inviting import (
    Newcomer,
    accept_invitation,
    found_with_leader,
    invite,
    withdraw_invitation,
)

__all__ = [
    "Newcomer",
    "accept_invitation",
    "add_organisation",
    "ask_successor",
    "change_level",
    "end_role",
    "found_community",
    "found_with_leader",
    "grant_role",
    "invite",
    "leave_community",
    "state_purpose",
    "texts_seal",
    "withdraw_invitation",
]
