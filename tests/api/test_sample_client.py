"""The sample client in docs/api plays the whole story against the running application."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.victims.models import VictimNotice
from tests.factories.cast import Cast
from tests.ground.browser import BrowserServer
from veiligheid.demo.partners import partner_keys


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The sample client as a module."""
    spec = importlib.util.spec_from_file_location(
        "voorbeeld", Path(settings.BASE_DIR) / "docs/api/voorbeeld.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up by name.
    monkeypatch.setitem(sys.modules, "voorbeeld", module)
    spec.loader.exec_module(module)
    return module


def test_the_whole_story_is_played_through_rest(
    client: ModuleType, browser_server: BrowserServer, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = partner_keys(datetime.now(UTC), browser_server.url)
    path = client.play(keys)
    with acting_as(cast.actor("om")):
        case = Case.objects.get(public_id=path.rsplit("/", 1)[-1])
        first = Term.objects.get(case=case, kind=TermKind.FIRST_DECISION.value)
        notice = VictimNotice.objects.get(case=case)
    assert (case.state, first.status, notice.status) == ("awaiting", "met", "done")
    told = capsys.readouterr().out
    assert "vrijlaten kan niet" in told
    assert "SASH ingediend, niveau high door mortal_fear" in told
    assert "individueel beoordeeld" in told
    assert f"gekoppeld aan zaak {case.number}" in told
    assert "Veilig Thuis" in told
    assert "het slachtoffer is geïnformeerd" in told


def test_it_says_how_it_is_used_without_keys(client: ModuleType) -> None:
    assert "partnersleutels.json" in (client.__doc__ or "")
