"""The privacy officer searches the log and judges what is unusual; looking back is logged itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cases.access.actor import Actor
from cases.access.errors import InvalidInput, NotAllowed
from cases.access.models import AccessLogEntry
from cases.access.trail import Trail, write_entry
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.audit.models import LogReview
from cases.audit.queries import review_items, sample_of_week
from cases.audit.rules.signals import ReviewOutcome, Signal
from cases.audit.services import judge_day
from cases.audit.sources import SourcedItem, register_review_source
from cases.casefiles.models import Case, CaseRole
from cases.organisations.models import Certificate, User
from cases.organisations.services import ensure_system, issue_token, revoke_token
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import register_stalking_case
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], WallClient]
AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
DAY = date(2026, 3, 10)


@pytest.fixture
def case(cast: Cast) -> Case:
    return register_stalking_case(cast, AT - timedelta(hours=2))


def log(
    actor: Actor,
    *,
    at: datetime = AT,
    times: int = 1,
    action: str = "read",
    outcome: str = "shown",
    cases: Iterable[int] = (),
    persons: Iterable[int] = (),
) -> None:
    with acting_as(actor):
        for _ in range(times):
            write_entry(
                Trail(action=action, case_ids=set(cases), person_ids=set(persons)),
                actor=actor,
                at=at,
                request_id=uuid4(),
                route="cases:case",
                outcome=outcome,
                status=200 if outcome == "shown" else 403,
                source="192.0.2.7",
            )


def signals(cast: Cast) -> list[tuple[Signal, str]]:
    officer = cast.actor("vt.privacy")
    with acting_as(officer):
        return [(item.signal, item.user.username) for item in review_items(officer, DAY, DAY)]


def last_look() -> AccessLogEntry:
    with past_the_wall():
        return AccessLogEntry.objects.select_related("user").latest("pk")


@pytest.fixture
def ten_o_clock() -> Iterable[None]:
    with time_machine.travel(AT + timedelta(minutes=5), tick=False):
        yield


def test_an_ordinary_day_gives_no_signal(cast: Cast, case: Case) -> None:
    log(cast.actor("vt"), times=60, cases=[case.pk], persons=[1, 2])
    log(cast.actor("vt"), cases=range(100, 200))
    assert signals(cast) == []


def test_many_cases_searches_exports_refusals_and_the_night_are_seen(cast: Cast, case: Case) -> None:
    for key in range(41):
        log(cast.actor("vt"), cases=[key + 1_000_000])
    log(cast.actor("vt.lead"), times=31, action="search")
    log(cast.actor("vt"), times=16, action="export", cases=[case.pk])
    log(cast.actor("vt"), times=6, outcome="refused")
    log(cast.actor("vt.lead"), at=datetime(2026, 3, 10, 2, 0, tzinfo=UTC), cases=[case.pk])
    assert set(signals(cast)) == {
        (Signal.VOLUME, "vt"),
        (Signal.EXPORTS, "vt"),
        (Signal.REFUSALS, "vt"),
        (Signal.SEARCHES, "vt.lead"),
        (Signal.OUTSIDE_HOURS, "vt.lead"),
    }


def test_the_own_surname_and_the_name_of_a_colleague_are_seen(cast: Cast, case: Case) -> None:
    with past_the_wall():
        victim = CaseRole.objects.select_related("person").get(case=case, role="victim").person
        victim.first_names, victim.infix, victim.last_name = "Noor", "de", "Graaf"
        victim.save()
    log(cast.actor("vt"), cases=[case.pk], persons=[victim.pk])
    log(cast.actor("vt.lead"), cases=[case.pk], persons=[victim.pk])
    assert set(signals(cast)) == {(Signal.OWN_SURNAME, "vt"), (Signal.COLLEAGUE, "vt.lead")}


def test_the_officer_of_another_organisation_sees_none_of_it(cast: Cast, case: Case) -> None:
    log(cast.actor("vt"), times=6, outcome="refused")
    stranger = cast.actor("vt.privacy-rk")
    with acting_as(stranger):
        assert review_items(stranger, DAY, DAY) == []
        assert sample_of_week(stranger, date(2026, 3, 9)) == []


def test_the_sample_is_ten_looks_and_always_the_same(cast: Cast, case: Case) -> None:
    log(cast.actor("vt"), times=30, cases=[case.pk])
    officer = cast.actor("vt.privacy")
    with acting_as(officer):
        first = [item.entry.pk for item in sample_of_week(officer, date(2026, 3, 9))]
        again = [item.entry.pk for item in sample_of_week(officer, date(2026, 3, 9))]
    assert first == again
    assert len(set(first)) == 10
    assert first != sorted(first)


def test_a_judgement_is_kept_with_who_and_why_and_never_changed(cast: Cast) -> None:
    officer = cast.actor("vt.privacy")

    def judge(outcome: ReviewOutcome, note: str, *, actor: Actor = officer, user: str = "vt") -> LogReview:
        return judge_day(
            signal=Signal.VOLUME,
            user=cast.user(user),
            day=DAY,
            outcome=outcome,
            note=note,
            actor=actor,
            at=AT,
        )

    with acting_as(officer):
        with pytest.raises(InvalidInput):
            judge(ReviewOutcome.DISCUSSED, " ")
        with pytest.raises(NotAllowed, match="andere privacyfunctionaris"):
            judge(ReviewOutcome.IN_ORDER, "", user="vt.privacy")
        judge(ReviewOutcome.DISCUSSED, "Besproken op maandag.")
        judge(ReviewOutcome.IN_ORDER, "")
        assert [row.outcome for row in LogReview.objects.order_by("pk")] == ["discussed", "in_order"]
        with pytest.raises(DatabaseError), transaction.atomic():
            LogReview.objects.update(outcome="in_order")
    with acting_as(cast.actor("vt.lead")):
        assert not LogReview.objects.exists()
        with pytest.raises(NotAllowed, match="privacyfunctionaris"):
            judge(ReviewOutcome.IN_ORDER, "", actor=cast.actor("vt.lead"))
    set_context(GUARD_ROLE)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LogReview.objects.all().delete()


def test_the_officer_finds_rows_and_that_look_is_a_row_itself(
    sign_in: SignIn, cast: Cast, case: Case, ten_o_clock: None
) -> None:
    log(cast.actor("vt"), cases=[case.pk], persons=[1, 2, 3])
    log(cast.actor("vt.lead"), outcome="refused")
    client = sign_in("vt.privacy")
    page = client.get(reverse("cases:log")).content.decode()
    assert "Noor de Graaf (behandelaar)" in page
    assert case.number in page
    assert "geweigerd" in page
    assert last_look().action == "log"
    typed = {"van": "2026-03-10", "tot": "2026-03-10", "zaaknummer": case.number}
    found = client.post(reverse("cases:log"), typed).content.decode()
    assert "Noor de Graaf (behandelaar)" in found
    assert "Bram Kuipers (" not in found
    row = last_look()
    assert (row.action, row.purpose) == ("log", f"10-03-2026 tot en met 10-03-2026, zaak {case.number}")
    assert row.case_ids == [case.pk]
    wrong = client.post(reverse("cases:log"), {**typed, "tot": "2026-03-09"})
    assert wrong.status_code == 400
    assert "kies een dag op of na de eerste" in wrong.content.decode()


def test_older_rows_come_page_by_page(sign_in: SignIn, cast: Cast, ten_o_clock: None) -> None:
    log(cast.actor("vt"), times=60)
    client = sign_in("vt.privacy")
    typed = {"van": "2026-03-10", "tot": "2026-03-10", "medewerker": str(cast.user("vt").public_id)}
    first = client.post(reverse("cases:log"), typed).content.decode()
    assert first.count("data-row>") == 50
    cursor = re.search(r'name="voor" value="(\d+)"', first.replace('name="voor" value=""', ""))
    assert cursor
    rest = client.post(reverse("cases:log"), {**typed, "voor": cursor[1]}).content.decode()
    assert rest.count("data-row>") == 10
    assert "Oudere regels" not in rest


def test_a_signal_is_judged_on_its_page_and_leaves_the_list(
    sign_in: SignIn, cast: Cast, ten_o_clock: None
) -> None:
    log(cast.actor("vt"), times=6, outcome="refused")
    client = sign_in("vt.privacy")
    page = client.get(reverse("cases:log-review")).content.decode()
    assert "1 punt wacht op uw oordeel." in page
    link = re.search(r'href="(/logboek/beoordelen/[^"]+)"[^>]*>Vaak geweigerd', page)
    assert link
    shown = client.get(link[1]).content.decode()
    assert "6 keer geweigerd" in shown
    assert shown.count("data-row>") == 6
    refused = client.post(link[1], {"uitkomst": "explained", "toelichting": ""})
    assert refused.status_code == 400
    assert "Schrijf op wat u heeft gedaan." in refused.content.decode()
    done = client.post(link[1], {"uitkomst": "explained", "toelichting": "Nieuwe collega."}, follow=True)
    assert "0 punten wachten op uw oordeel." in done.content.decode()
    assert "verklaard door de medewerker" in done.content.decode()


def test_what_other_concepts_bring_stands_on_the_page(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, ten_o_clock: None
) -> None:
    class Emergencies:
        label = "Noodtoegang"

        def items(self, actor: Actor, since: datetime, until: datetime) -> list[SourcedItem]:
            return [
                SourcedItem(
                    title="26-0001", who="Noor de Graaf", at=AT, reason="spoed", url="/ergens", done=False
                )
            ]

    monkeypatch.setattr("cases.audit.sources._sources", {})
    register_review_source(Emergencies())
    page = sign_in("vt.privacy").get(reverse("cases:log-review")).content.decode()
    assert "Noodtoegang" in page
    assert 'href="/ergens"' in page


def test_nobody_else_finds_the_pages(sign_in: SignIn) -> None:
    assert reverse("cases:log") in sign_in("vt.privacy").get(reverse("cases:my-work")).content.decode()
    for username in ("vt.beheer", "vt.lead"):
        assert reverse("cases:log") not in sign_in(username).get(reverse("cases:my-work")).content.decode()


def rights() -> list[tuple[str, str, str]]:
    with past_the_wall():
        rows = (
            AccessLogEntry.objects.filter(action="rights").exclude(purpose__contains="gemaakt").order_by("pk")
        )
        found = rows.exclude(purpose__contains="vastgelegd").values_list("route", "purpose", "on_behalf_of")
        return list(found)


def test_every_change_of_rights_is_logged_also_one_typed_by_hand(cast: Cast) -> None:
    before = len(rights())
    User.objects.filter(username="vt").update(roles=["case_handler", "team_lead"])
    User.objects.filter(username="vt").update(last_login=AT)
    User.objects.filter(username="vt").update(is_active=False)
    Certificate.objects.filter(user__username="politie").update(valid_to=date(2026, 4, 1))
    system = ensure_system(organisation=cast.user("vt").organisation, name="dossier", at=AT)
    token, _ = issue_token(system=system, scopes=[], expires_at=AT + timedelta(days=1), at=AT)
    revoke_token(token=token, at=AT)
    outside = "buiten de toepassing (veiligheid_owner)"
    assert rights()[before:] == [
        ("rechten", "account vt: rollen van case_handler naar case_handler, team_lead", outside),
        ("rechten", "account vt: niet meer actief", outside),
        ("certificaten", "certificaat sash van politie gewijzigd: 2025-01-01 tot 2026-04-01", outside),
        ("sleutels", f"toegangssleutel {token.prefix} van systeem dossier uitgegeven ()", outside),
        ("sleutels", f"toegangssleutel {token.prefix} van systeem dossier ingetrokken ()", outside),
    ]


def test_a_change_of_rights_names_who_made_it_and_is_read_by_both_organisations(cast: Cast) -> None:
    elsewhere = cast.user("vt-rk").organisation
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.user', %s, true)", [str(cast.user("vt.beheer").pk)])
    User.objects.filter(username="vt.lead").update(organisation=elsewhere)
    set_context("none")
    with past_the_wall():
        rows = AccessLogEntry.objects.filter(action="rights", user=cast.user("vt.beheer"))
        assert {row.organisation_id for row in rows} == {cast.user("vt").organisation_id, elsewhere.pk}
