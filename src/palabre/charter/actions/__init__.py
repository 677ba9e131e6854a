from palabre.charter.actions.adopting import adopt_charter
from palabre.charter.actions.answering import (
    add_improvement,
    agree_plan,
    assess_chapter,
    comment_chapter,
    conclude_review,
    finish_assessment,
    finish_comments,
)
from palabre.charter.actions.peers import accept_peer, decline_peer, name_peer, plan_review
from palabre.charter.actions.publishing import approve_texts, publish_edition
from palabre.charter.actions.reminding import ask_unsigned, remind_before, restrict_late
from palabre.charter.actions.signing import adhere, forget_person, sign_code
from palabre.charter.actions.writing import (
    add_article,
    begin_edition,
    drop_edition,
    move_article,
    remove_article,
    write_article,
    write_intro,
)

__all__ = [
    "accept_peer",
    "add_article",
    "add_improvement",
    "adhere",
    "adopt_charter",
    "agree_plan",
    "approve_texts",
    "ask_unsigned",
    "assess_chapter",
    "begin_edition",
    "comment_chapter",
    "conclude_review",
    "decline_peer",
    "drop_edition",
    "finish_assessment",
    "finish_comments",
    "forget_person",
    "move_article",
    "name_peer",
    "plan_review",
    "publish_edition",
    "remind_before",
    "remove_article",
    "restrict_late",
    "sign_code",
    "write_article",
    "write_intro",
]
