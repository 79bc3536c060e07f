"""The pages of the ZSM table that stand in the bar."""

from __future__ import annotations

from cases.access.permissions import can_do_casework
from cases.web.site import SiteEntry, register_site_entry
from zsm.consultation.permissions import can_lead_table, can_sit
from zsm.intake.permissions import can_register_arrest


def register_pages() -> None:
    """Called in `AppConfig.ready()`."""
    register_site_entry(
        SiteEntry(
            label="Bord",
            url_name="zsm:board",
            icon="layout-board",
            order=10,
            may_see=can_do_casework,
            words="zaken overzicht",
        )
    )
    register_site_entry(
        SiteEntry(
            label="Tafel",
            url_name="zsm:table",
            icon="users-group",
            order=15,
            may_see=can_sit,
            words="zsm-tafel overleg agenda aanwezig",
        )
    )
    register_site_entry(
        SiteEntry(
            label="Grootbeeld",
            url_name="zsm:wall",
            bar=False,
            order=800,
            may_see=can_lead_table,
            words="wand scherm",
        )
    )
    register_site_entry(
        SiteEntry(
            label="Nieuwe zaak",
            url_name="zsm:intake",
            icon="plus",
            order=40,
            may_see=can_register_arrest,
            words="aanhouding registreren intake",
        )
    )
