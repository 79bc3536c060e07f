"""The bar above every page shows what exists, for whom it is, and where one is."""

from __future__ import annotations

import pytest

from cases.access.actor import Actor
from cases.organisations.rules import OrganisationKind, Role
from cases.web import site
from cases.web.site import SiteEntry, header_for, register_site_entry

ACTOR = Actor(
    user_id=1,
    organisation_id=1,
    organisation_kind=OrganisationKind.VT,
    roles=frozenset({Role.CASE_HANDLER}),
    display_name="N. de Graaf",
    organisation_name="VT Duinrand",
)


@pytest.fixture(autouse=True)
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "_ENTRIES", [])
    register_site_entry(
        SiteEntry(label="Meldingen", url_name="cases:messages", order=30, count=lambda actor: 3)
    )
    register_site_entry(SiteEntry(label="Mijn werk", url_name="cases:my-work", order=20))
    register_site_entry(SiteEntry(label="Bouwstenen", url_name="cases:components", bar=False))
    register_site_entry(SiteEntry(label="Nergens", url_name="cases:nowhere"))
    register_site_entry(SiteEntry(label="Voor anderen", url_name="cases:home", may_see=lambda actor: False))


def test_only_what_exists_and_is_for_the_user_is_shown_in_order() -> None:
    header = header_for(ACTOR, path="/mijn-werk")
    assert [link.label for link in header.links] == ["Mijn werk", "Meldingen"]
    assert [command.label for command in header.commands] == ["Mijn werk", "Meldingen", "Bouwstenen"]


def test_the_place_where_one_is_is_marked_also_on_the_pages_below_it() -> None:
    for path in ("/meldingen", "/meldingen/gelezen"):
        assert [link.current for link in header_for(ACTOR, path=path).links] == [False, True]
    assert not any(link.current for link in header_for(ACTOR, path="/meldingen-oud").links)


def test_a_number_stands_behind_what_waits() -> None:
    assert [link.count for link in header_for(ACTOR, path="/").links] == [0, 3]


def test_nobody_signed_in_sees_no_way_in() -> None:
    header = header_for(None, path="/mijn-werk")
    assert (header.user, header.links, header.commands) == ("", (), ())
