"""Taking out of a file whatever tells who made it, where, when and with what (SR-50)."""

from palabre.files.strip.cleaned import Cleaned
from palabre.files.strip.dispatch import strip

__all__ = ["Cleaned", "strip"]
