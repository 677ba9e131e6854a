"""A form of which nothing is required yet."""

from __future__ import annotations

from palabre.kit.forms import PalabreForm


class DraftForm(PalabreForm):
    """What will be needed in the end is not called optional, and may stay empty as long as it is a draft."""

    def _clean_fields(self) -> None:
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super()._clean_fields()  # type: ignore[misc]
        for field in needed:
            field.required = True
