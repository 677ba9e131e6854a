from palabre.notices.actions.leaving import give_back_lost_mail, send_waiting_mail
from palabre.notices.actions.queue import forget_old, try_again
from palabre.notices.actions.reading import read_outbox

__all__ = ["forget_old", "give_back_lost_mail", "read_outbox", "send_waiting_mail", "try_again"]
