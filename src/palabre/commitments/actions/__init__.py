from palabre.commitments.actions.opening import open_commitment
from palabre.commitments.actions.progress import (
    begin_commitment,
    drop_commitment,
    keep_commitment,
    reopen_commitment,
)
from palabre.commitments.actions.reminders import remind_owner
from palabre.commitments.actions.words import change_commitment, translate_commitment

__all__ = [
    "begin_commitment",
    "change_commitment",
    "drop_commitment",
    "keep_commitment",
    "open_commitment",
    "remind_owner",
    "reopen_commitment",
    "translate_commitment",
]
