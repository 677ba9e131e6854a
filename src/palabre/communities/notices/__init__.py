"""Who hears of what happens in a community and between communities."""

from palabre.communities.notices import arriving, asking, between, living, locking, people, recognising, suspending

__all__ = ["arriving", "asking", "between", "living", "locking", "people", "recognising", "suspending"]
