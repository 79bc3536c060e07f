"""A form of which most is asked only after one answer."""

from __future__ import annotations

from typing import ClassVar

from cases.web.forms import BaseForm


class FollowUpForm(BaseForm):
    """A form whose other fields are asked after one answer only; what was typed in them is kept."""

    question: ClassVar[str]
    asked_after: ClassVar[str]

    def asks(self, name: str) -> bool:
        """Whether the answers that were sent let this field be asked."""
        return name == self.question or self.data.get(self.add_prefix(self.question)) == self.asked_after

    def full_clean(self) -> None:
        """What is not asked cannot be missing or wrong."""
        unasked = [name for name in self.fields if not self.asks(name)]
        waived = [self.fields[name] for name in unasked if self.fields[name].required]
        for field in waived:
            field.required = False
        super().full_clean()
        for field in waived:
            field.required = True
        for name in unasked:
            self.errors.pop(name, None)
