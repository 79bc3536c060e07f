"""The list for an outage: what stands on it, once an hour, a day of files, for the coordinator only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from pytest_django import Settings

from cases.documents import standing
from cases.documents.models import TableList
from cases.documents.standing import KEPT, make_due_lists
from tests.cases.documents.reading import words_of
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import REGISTERED, register_case, register_stalking_case
from tests.ground.vera import Vera
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], WallClient]
AT = REGISTERED + timedelta(minutes=5)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where the lists go in this test."""
    settings.TABLE_LISTS_DIR = str(tmp_path / "lijsten")
    return tmp_path / "lijsten"


def rows() -> list[TableList]:
    with past_the_wall():
        return list(TableList.objects.select_related("location").order_by("pk"))


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_every_table_gets_its_list_once_an_hour_whoever_asks(folder: Path) -> None:
    assert make_due_lists(at=AT) == 2
    assert make_due_lists(at=AT) == make_due_lists(at=AT + timedelta(minutes=44)) == 0
    assert make_due_lists(at=AT + HOUR) == 2
    assert len(files(folder)) == len(rows()) == 4
    assert {path.stat().st_mode & 0o777 for path in files(folder)} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert all("ZSM" not in path.name and path.name.startswith("tafellijst-zsm-") for path in files(folder))


def test_the_list_holds_the_cases_of_its_table_with_clocks_and_numbers(
    cast: Cast, folder: Path, vera: Vera
) -> None:
    case = register_stalking_case(cast)
    other = register_case(cast, 3)
    make_due_lists(at=AT)
    own, elsewhere = (words_of(path.read_bytes()) for path in files(folder))
    assert f"{case.number} Brandwijk – de Wilde" in own
    assert other.number in own
    assert "di 10 mrt 2026 19:00" in own
    assert "VT 0600-100001" in own
    assert "VT: Antwoord: bekend" in own
    assert "Geen zaken" in elsewhere
    assert case.number not in elsewhere
    assert vera.faults({path.stem: path.read_bytes() for path in files(folder)}) == []


def test_making_it_is_logged_as_a_print_for_the_prosecution(cast: Cast) -> None:
    case = register_stalking_case(cast)
    make_due_lists(at=AT)
    with past_the_wall(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, organisation_id, case_ids, person_ids <> '{}' FROM cases_accesslogentry"
            " WHERE action = 'print' ORDER BY id"
        )
        found = cursor.fetchall()
    assert (None, cast.user("om").organisation_id, [case.pk], True) in found


def test_the_files_of_a_day_are_kept_and_all_rows(folder: Path) -> None:
    for number in range(KEPT + 2):
        make_due_lists(at=AT + number * HOUR)
    assert len(files(folder)) == 2 * KEPT
    assert len(rows()) == 2 * (KEPT + 2)


def test_both_hours_of_the_night_in_which_the_clock_goes_back_have_their_list(folder: Path) -> None:
    before = ams("2026-10-25 01:30")
    made = [make_due_lists(at=before + number * HOUR) for number in range(4)]
    assert made == [2, 2, 2, 2]
    assert len(files(folder)) == 8


def test_the_coordinator_downloads_and_prints(cast: Cast, sign_in: SignIn) -> None:
    case = register_stalking_case(cast)
    make_due_lists(at=AT)
    with time_machine.travel(AT, tick=False):
        client = sign_in("kpc")
        page = client.get(reverse("zsm:table-lists")).content.decode()
        [mine] = [row for row in rows() if str(row.public_id) in page]
        assert case.number in words_of(client.get(f"/bord/tafellijst/{mine.public_id}").content)
        printed = client.post(reverse("zsm:table-lists"))
        assert case.number in words_of(printed.content)
        assert "Tafellijst" in client.get(reverse("zsm:board")).content.decode()
        [other] = [row for row in rows() if row.pk != mine.pk]
        assert client.get(f"/bord/tafellijst/{other.public_id}").status_code == 404
        assert sign_in("om").get(f"/bord/tafellijst/{mine.public_id}").status_code == 403
        assert sign_in("vt").get(reverse("zsm:table-lists")).status_code == 403


def test_a_table_that_fails_keeps_no_other_from_its_list(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = standing._write

    def write(path: Path, content: bytes) -> None:
        if "duinrand" in path.name:
            raise OSError("disk full")
        real(path, content)

    monkeypatch.setattr(standing, "_write", write)
    assert make_due_lists(at=AT) == 1
    monkeypatch.setattr(standing, "_write", real)
    assert make_due_lists(at=AT) == 1
