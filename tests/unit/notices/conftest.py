from tests.unit.notices.room import room

__all__ = ["room"]
