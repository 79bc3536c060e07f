"""The shared case file."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register


class CasesConfig(AppConfig):
    """Registers the checks that keep the house, the tabs and the messages of this app."""

    name = "cases"
    verbose_name = "Zaken"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register checks, messages and pages."""
        from cases.access.information import check_information
        from cases.access.routes import check_policies
        from cases.attachments.messages import register_attachment_messages
        from cases.casefiles.messages import register_together_messages
        from cases.casefiles.services.rerouting import register_follower
        from cases.plans.documents import register_plan_documents
        from cases.plans.messages import register_plan_messages
        from cases.plans.services.following import supervision_follows
        from cases.reports.messages import register_report_messages
        from cases.reports.services.following import reports_follow
        from cases.sharing.emergency_messages import register_emergency_messages
        from cases.sharing.messages import register_sharing_messages
        from cases.staff.messages import register_staff_messages
        from cases.terms.digest import register_digest
        from cases.terms.messages import register_messages
        from cases.terms.team_mail import register_team_mail
        from cases.victims.messages import register_victim_messages
        from cases.victims.services.following import notices_follow

        register(check_information)
        register(check_policies)
        register_messages()
        register_digest()
        register_team_mail()
        register_plan_messages()
        register_report_messages()
        register_victim_messages()
        register_together_messages()
        register_staff_messages()
        register_emergency_messages()
        register_sharing_messages()
        register_attachment_messages()
        register_plan_documents()
        for follower in (reports_follow, notices_follow, supervision_follows):
            register_follower(follower)
        self._register_pages()

    @staticmethod
    def _register_pages() -> None:
        """Tabs, actions and the pages that can be reached from everywhere."""
        from cases.web.disclosure.table import register_disclosure_pages
        from cases.web.duty import register_duty_pages
        from cases.web.emergency import register_emergency_pages
        from cases.web.exclusion import register_exclusion_pages
        from cases.web.inbox import register_pages
        from cases.web.log.overview import register_overview_page
        from cases.web.log.search import register_log_pages
        from cases.web.settings_pages import register_settings_pages
        from cases.web.staff.listing import register_staff_pages
        from cases.web.tabs import register_case_actions, register_case_tabs

        register_case_tabs()
        register_case_actions()
        register_pages()
        register_settings_pages()
        register_duty_pages()
        register_log_pages()
        register_overview_page()
        register_disclosure_pages()
        register_exclusion_pages()
        register_emergency_pages()
        register_staff_pages()
