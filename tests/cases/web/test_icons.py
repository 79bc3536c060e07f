"""Every icon and shape that a page asks for is there: a missing one leaves a hole that no error tells of."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from cases.web.components import (
    CheckItem,
    CheckState,
    ClockStage,
    Notice,
    PartnerStatus,
    PersonChip,
    Tone,
    Unsafety,
)
from veiligheid.assets import icon_names

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CODE = sorted(path for app in ("cases", "zsm") for path in (ROOT / app).rglob("*.py"))


def asked(pattern: str, paths: list[Path]) -> set[str]:
    return {name for path in paths for name in re.findall(pattern, path.read_text(encoding="utf-8"))}


def test_every_icon_that_is_asked_for_is_in_the_list() -> None:
    listed = set(icon_names((ROOT / "static" / "icons.txt").read_text(encoding="utf-8")))
    roles = ("suspect", "victim", "child", "witness", "network", "other")
    built = {PersonChip(name="", role=role, role_label="").icon for role in roles}
    built |= {Notice(title="", tone=tone).icon for tone in Tone}
    named = asked(r'\{% icon "([\w-]+)"', TEMPLATES) | asked(r'\bicon="([\w-]+)"', [*TEMPLATES, *CODE])
    assert (named | built) - listed == set()


def test_every_status_has_its_shape() -> None:
    drawn = set(
        re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/img/shapes.svg").read_text(encoding="utf-8"))
    )
    states: set[str] = {str(state) for enum in (ClockStage, PartnerStatus, Unsafety) for state in enum}
    states |= {CheckItem(text="", state=state).shape for state in CheckState} | {
        "present",
        "absent",
        "unknown",
    }
    named = asked(r'\{% shape "([\w-]+)"', TEMPLATES) | asked(r'\bshape="([\w-]+)"', CODE)
    assert {state.replace("_", "-") for state in states} | named <= drawn
