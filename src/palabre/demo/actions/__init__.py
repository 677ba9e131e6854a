from palabre.demo.actions.growing import AlreadyGrown, Counts, grow
from palabre.demo.actions.telling import tell_story

__all__ = ["AlreadyGrown", "Counts", "grow", "tell_story"]
