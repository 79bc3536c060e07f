"""Template tags and filters of the design system: icons, shapes, moments, ages, panels."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.terms.rules.wording import local
from cases.web import moments
from cases.web.components import PartnerState

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of `static/icons.txt`; without `label` it is hidden from screen readers."""
    return _symbol("icons/sprite.svg", name, "v-icon", label)


@register.simple_tag
def shape(name: str, label: str = "") -> SafeString:
    """A status shape of our own (`static/img/shapes.svg`); the word beside it tells the same."""
    return _symbol("img/shapes.svg", name, "v-shape", label)


@register.simple_tag
def partner_chip(partner: PartnerState) -> SafeString:
    """One partner of the strip; the sign is read out as words."""
    return _chip(partner)


# A board of sixty cases holds hundreds of these and few that differ; none says anything about a case.
@lru_cache(maxsize=4096)
def _chip(partner: PartnerState) -> SafeString:
    said = f"{partner.name}: {partner.word}{f', {partner.detail}' if partner.detail else ''}"
    return format_html(
        '<li class="v-partner v-partner--{}{}" title="{}"><span aria-hidden="true">{}</span>{}'
        '<span class="v-visually-hidden">{}</span></li>',
        dashed(partner.status), " v-partner--late" if partner.late else "", said, partner.short,
        shape(dashed(partner.status)), said,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _symbol(path: str, name: str, css_class: str, label: str) -> SafeString:
    sheet = static(path)
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            css_class, label, sheet, name,
        )  # fmt: skip
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css_class, sheet, name,
    )  # fmt: skip


@register.simple_tag
def fixed(name: str) -> SafeString:
    """A part that is the same on every page: `{% fixed "components/scripts.html" %}`; it may use no variable.

    Composed once per process: the forty addresses of these parts took 0.5 ms of every page.
    """
    return render_to_string(name) if settings.DEBUG else _fixed(name)


@lru_cache(maxsize=16)
def _fixed(name: str) -> SafeString:
    return render_to_string(name)


@register.filter
def moment(value: datetime | None, at: datetime | None = None) -> str:
    """`{{ m|moment }}` gives "di 10 mrt 19:00"; `{{ m|moment:at }}` adds the year when it is another one."""
    return moments.moment_text(value, at) if value else ""


@register.filter
def due(value: datetime | None, at: datetime | None = None) -> str:
    """As `moment`, with midnight as the end of the day before: "vr 13 mrt 24:00"."""
    return moments.due_text(value, at) if value else ""


@register.filter
def remaining(value: datetime | None, at: datetime) -> str:
    """`{{ due|remaining:at }}` gives "nog 3 u 12 min" or "12 min te laat"."""
    return moments.remaining_text(value, at)


@register.filter
def day(value: date | datetime | None) -> str:
    """`{{ d|day }}` gives "10 maart 2026"."""
    return moments.day_text(value) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """`{{ d|weekday }}` gives "dinsdag 10 maart"."""
    return moments.weekday_text(value) if value else ""


@register.filter
def clocktime(value: datetime | None) -> str:
    """`{{ m|clocktime }}` gives "14:02"."""
    return moments.time_text(value) if value else ""


@register.filter
def age(born: date | None, at: datetime | date) -> str:
    """`{{ born|age:at }}` gives "34 jaar", "14 mnd" or "5 wk"; empty when the birth date is unknown."""
    on = local(at).date() if isinstance(at, datetime) else at
    return moments.age_text(born, on)


@register.filter
def iso(value: datetime) -> str:
    """The moment for a `datetime` or `data-due` attribute."""
    return value.isoformat()


@register.filter
def dashed(value: str) -> str:
    """An enum value as part of a CSS class: "not_yet" gives "not-yet"."""
    return str(value).replace("_", "-")


@register.filter
def organisation_label(kind: OrganisationKind | str) -> str:
    """`{{ missing.supplier|organisation_label }}` gives "Veilig Thuis" for the kind "vt"."""
    return ORGANISATION_LABELS[OrganisationKind(kind)]


@register.simple_block_tag
def panel(
    content: str, *, title: str, held_back: str = "", level: int = 2, icon: str = "", anchor: str = ""
) -> SafeString:
    """A titled box: `{% panel title="Nu" %} … {% endpanel %}`.

    `held_back` says what is not for this organisation ("2 onderdelen niet voor uw organisatie"), only where
    that may be known. `level` is the heading level, `anchor` an element id.
    """
    context = {
        "title": title, "content": content, "held_back": held_back,
        "level": level, "icon": icon, "anchor": anchor,
    }  # fmt: skip
    return render_to_string("components/panel.html", context)
