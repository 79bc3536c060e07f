"""The pages on which an organisation keeps its settings, and those of the operator."""

from __future__ import annotations

from cases.web.decreed_days import register_decreed_days
from cases.web.digest_settings import register_digest_settings
from cases.web.duty_hours import register_duty_hours
from cases.web.message_wishes import register_message_wishes
from cases.web.operations import register_operations


def register_settings_pages() -> None:
    """Give each its place in the bar; called in `AppConfig.ready()`."""
    register_digest_settings()
    register_duty_hours()
    register_message_wishes()
    register_decreed_days()
    register_operations()
