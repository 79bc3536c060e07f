"""Frames around a page: site header, page header, case head, tabs, board row, table, paging, commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.web.components.content import OwedItem, PersonChip
from cases.web.components.status import Action, Badge, Clock, PartnerState, SafetyMark


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A tab as link: `tabs.html` with `tabs` (tuple) and `label` (name of the row for a screen reader).

    `count`: shown when not None; `attention`: something of mine waits there.
    """

    label: str
    url: str
    current: bool = False
    count: int | None = None
    attention: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """One step of `breadcrumb.html` with `crumbs`; the last has no url and is the page itself."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One line of the command palette (Ctrl+K). `hint`: small type behind it; `words`: extra search words."""

    label: str
    url: str
    hint: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NavLink:
    """A link in the site header; `icon` from `static/icons.txt`."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteHeader:
    """The bar above every page; the context processor `cases.web.site.site` gives it as `site`.

    Nobody signed in: `user` is empty and only the name of the application is shown. `acts_for`: the
    organisation for which somebody of elsewhere works, `employer` and `acts_until` belong to it.
    """

    home_url: str
    user: str = ""
    organisation: str = ""
    links: tuple[NavLink, ...] = ()
    commands: tuple[Command, ...] = ()
    sign_out_url: str = ""
    roles: str = ""
    acts_for: str = ""
    employer: str = ""
    acts_until: datetime | None = None
    duty_url: str = ""
    duty: str = ""
    duty_choose_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHeader:
    """Title of an ordinary page: `page_header.html` with `header`, `csrf_token`. Holds the only h1."""

    title: str
    lead: str = ""
    crumbs: tuple[Crumb, ...] = ()
    badges: tuple[Badge, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHead:
    """The head of a case that stays in view: `case_head.html` with `head`, `csrf_token`. Holds the only h1.

    `flags` are femicide red flags, a few words each; `override` says that a guard was set aside and by whom.
    `my_step` is the one thing that the user's organisation has to do now.
    """

    number: str
    title: str
    tabs: tuple[Tab, ...] = ()
    marks: tuple[SafetyMark, ...] = ()
    clocks: tuple[Clock, ...] = ()
    owed: tuple[OwedItem, ...] = ()
    badges: tuple[Badge, ...] = ()
    flags: tuple[str, ...] = ()
    override: str = ""
    my_step: Action | None = None
    partners: tuple[PartnerState, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    persons: tuple[PersonChip, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A case on the board: `board_row.html` with `row`, `csrf_token`, inside `<ol class="v-board">`.

    A grid row on a desk, a card on a phone. `title` is names on a desk, initials on the wall screen.
    `detail`: "belaging · vast · 2 kinderen". `clock`: what runs out first.
    """

    number: str
    url: str
    title: str
    detail: str = ""
    clock: Clock | None = None
    marks: tuple[SafetyMark, ...] = ()
    partners: tuple[PartnerState, ...] = ()
    owed: tuple[OwedItem, ...] = ()
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Cursor paging: `pager.html` with `pager`. `summary`: "50 van 1000+"."""

    summary: str
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column head. `sort_url` makes it a link; `sorted`: "", "ascending" or "descending"."""

    label: str
    sort_url: str = ""
    sorted: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: text, or a link, badge or clock with it."""

    text: str = ""
    url: str = ""
    badge: Badge | None = None
    clock: Clock | None = None
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; the first cell is its head. `muted`: no longer valid, shown struck out of the way."""

    cells: tuple[Cell, ...]
    muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """A plain table: `data_table.html` with `table`. Richer cells: write the rows in the page and include
    `table_head.html` with `columns`. `wide`: many columns of words, which scroll on a phone.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = "Er is nog niets om te tonen."
    pager: Pager | None = None
    wide: bool = False
