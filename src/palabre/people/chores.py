"""What the worker forgets for us, once an hour."""

from palabre.people.actions.forgetting import forget_expired


def forget_sessions() -> None:
    """Ended sessions, used or old links, drafts that nobody came back to."""
    forget_expired()
