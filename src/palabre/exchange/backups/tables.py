"""What every backup leaves out: what belongs to the moment, or would open a door a second time."""

from __future__ import annotations

# counts of attempts, sign-ins, links in mails already sent, workers: a restore begins without them
LEFT_OUT = frozenset({"cache", "people_session", "people_maillink", "config_heartbeat", "exchange_chorestate"})
