"""The ZSM table: intake, consultation and decision."""

from __future__ import annotations

from django.apps import AppConfig


class ZsmConfig(AppConfig):
    """Registers the ZSM tab and what the ZSM table owes on the case page."""

    name = "zsm"
    verbose_name = "ZSM"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the tab, the actions, the pages and the messages."""
        from zsm.decision.documents import register_decision_documents
        from zsm.decision.messages import register_decision_messages
        from zsm.intake.messages import register_intake_messages
        from zsm.web.pages import register_pages
        from zsm.web.table_list import register_table_list
        from zsm.web.tabs import register_zsm_tabs

        register_zsm_tabs()
        register_pages()
        register_decision_messages()
        register_intake_messages()
        register_decision_documents()
        register_table_list()
