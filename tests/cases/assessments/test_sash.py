"""Taking the SASH: who may, drafts, handing in, alarms, what it sets in motion, and who sees it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.assessments.models import Sash, SashEnrichment
from cases.assessments.queries import answers_of, current, flags_for, visible_sashes
from cases.assessments.rules.answers import Presence
from cases.assessments.rules.sash import Concern
from cases.assessments.services import SashInput, conclude_part_a, enrich_sash, hand_in_sash, save_sash
from cases.casefiles.queries import story
from cases.organisations.models import Certificate
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.services import start_term
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, acute, make_family
from tests.factories.screenings import sash

pytestmark = pytest.mark.django_db
TAKEN = OPENED + timedelta(hours=1)


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def hand_in(
    cast: Cast, family: Family, given: SashInput, username: str = "politie", minutes: int = 0
) -> Sash:
    actor = cast.actor(username)
    with acting_as(actor):
        at = TAKEN + timedelta(minutes=minutes)
        return hand_in_sash(case=family.case, sash=given, actor=actor, at=at)


def save(cast: Cast, family: Family, given: SashInput, username: str = "politie", minutes: int = 0) -> Sash:
    actor = cast.actor(username)
    with acting_as(actor):
        at = TAKEN + timedelta(minutes=minutes)
        return save_sash(case=family.case, sash=given, actor=actor, at=at)


def owed(cast: Cast, family: Family) -> Term:
    police = cast.actor("politie")
    with acting_as(police):
        return start_term(
            case=family.case,
            kind=TermKind.SASH,
            organisation=cast.organisation(OrganisationKind.POLITIE),
            actor=police,
            at=OPENED,
        )


def seen(cast: Cast, family: Family, username: str) -> list[tuple[int, str]]:
    with acting_as(cast.actor(username)):
        rows = visible_sashes(family.seen_by(cast, username, TAKEN))
        return [(row.version, row.concern) for row in rows]


# --- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["vt", "om", "3ro", "rvdk", "shn", "zvh"])
def test_only_police_takes_a_sash(cast: Cast, family: Family, username: str) -> None:
    for write in (hand_in, save):
        with pytest.raises(NotAllowed, match="De SASH afnemen is een taak van Politie"):
            write(cast, family, sash(), username)


def test_police_without_a_certificate_is_told_who_has_one(cast: Cast, family: Family) -> None:
    for write in (hand_in, save):
        with pytest.raises(NotAllowed, match="U heeft geen geldig SASH-certificaat") as refused:
            write(cast, family, sash(), "politie.lead")
        assert "Joost Halsema, Sanne Vermeulen" in refused.value.message


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "may"),
    [
        (date(2026, 3, 10), date(2026, 3, 11), True),
        (date(2026, 3, 10), None, True),
        (date(2026, 3, 11), None, False),
        (date(2026, 1, 1), date(2026, 3, 10), False),
    ],
)
def test_a_certificate_counts_on_the_days_on_which_it_is_valid(
    cast: Cast, family: Family, valid_from: date, valid_to: date | None, may: bool
) -> None:
    Certificate.objects.all().delete()
    Certificate.objects.create(
        user=cast.user("politie"), kind="sash", valid_from=valid_from, valid_to=valid_to
    )
    if may:
        hand_in(cast, family, sash())
        return
    with pytest.raises(NotAllowed, match="nu niemand een geldig certificaat"):
        hand_in(cast, family, sash())


def test_police_of_another_region_is_refused(cast: Cast, family: Family) -> None:
    with pytest.raises(NotAllowed):
        hand_in(cast, family, sash(), "politie-rk")


# --- drafts ---------------------------------------------------------------------------------------


def test_a_draft_counts_for_nothing_and_only_its_maker_sees_it(cast: Cast, family: Family) -> None:
    term = owed(cast, family)
    save(cast, family, sash(concern=None, only=("threats",)))
    for username in ("politie", "om", "vt"):
        assert seen(cast, family, username) == []
    with acting_as(cast.actor("om")):
        assert not Sash.objects.exists(), "the wall keeps a draft from others"
    with acting_as(cast.actor("politie")):
        draft = Sash.objects.get(case=family.case)
        assert answers_of(draft) == {"threats": Presence.ABSENT}
        term.refresh_from_db()
        assert term.status == "open"


def test_a_draft_is_gone_on_with_by_a_colleague_and_handed_in(cast: Cast, family: Family) -> None:
    first = save(cast, family, sash(concern=None, only=("threats",)))
    second = hand_in(cast, family, sash(seen=first.saved_at), "politie.sash", minutes=5)
    assert (second.pk, second.version, second.status) == (first.pk, 1, "handed_in")
    assert second.recorded_by == cast.user("politie.sash")


def test_a_draft_that_a_colleague_saved_meanwhile_is_a_conflict(cast: Cast, family: Family) -> None:
    first = save(cast, family, sash(concern=None))
    save(cast, family, sash(seen=first.saved_at), "politie.sash", minutes=5)
    with pytest.raises(Conflict, match="Joost Halsema heeft dit concept intussen bewaard"):
        save(cast, family, sash(seen=first.saved_at), minutes=6)


def test_an_answer_about_a_former_partner_is_dropped_when_that_is_not_asked(
    cast: Cast, family: Family
) -> None:
    saved = save(
        cast, family, sash(ex_partner=False, present=("mortal_fear",), note="zegt dat hij haar doodt")
    )
    with acting_as(cast.actor("politie")):
        row = saved.answers.get(code="mortal_fear")
    assert (row.answer, row.note) == ("", "")


# --- handing in -----------------------------------------------------------------------------------


def test_everything_that_is_missing_is_named_at_once(cast: Cast, family: Family) -> None:
    with pytest.raises(GuardRefusal) as refused:
        hand_in(cast, family, sash(only=("threats",), concern=None))
    assert len(refused.value.missing) == 16
    assert refused.value.missing[-1].code == "concern"


def test_a_question_that_comes_twice_or_a_text_too_long_is_refused(cast: Cast, family: Family) -> None:
    twice = sash()
    with pytest.raises(InvalidInput) as refused:
        hand_in(cast, family, sash(answers=(*twice.answers, twice.answers[0]), explanation="x" * 4001))
    assert set(refused.value.errors) == {"answers", "explanation"}


@pytest.mark.parametrize("alarm", ["nothing_left_to_lose", "mortal_fear"])
@pytest.mark.parametrize("chosen", [None, Concern.LOW, Concern.MODERATE])
def test_an_alarm_makes_it_high_whatever_the_assessor_chose(
    cast: Cast, family: Family, alarm: str, chosen: Concern | None
) -> None:
    assert hand_in(cast, family, sash(present=(alarm,), concern=chosen)).concern == "high"


def test_without_an_alarm_the_assessor_weighs(cast: Cast, family: Family) -> None:
    many = ("threats", "entered_home", "getting_worse", "conflicts")
    assert hand_in(cast, family, sash(present=many, concern=Concern.MODERATE)).concern == "moderate"


def test_handing_in_meets_what_police_owed_and_tells_the_story(cast: Cast, family: Family) -> None:
    term = owed(cast, family)
    hand_in(cast, family, sash(present=("nothing_left_to_lose",)))
    with acting_as(cast.actor("om")):
        term.refresh_from_db()
        told = [
            row for row in story(family.seen_by(cast, "om", TAKEN)).events if row.kind == "sash_handed_in"
        ]
    assert term.status == "met"
    assert [(row.category, row.summary) for row in told] == [
        (
            Category.SCREENINGS,
            "SASH ingediend: niveau van ongerustheid hoog. Alarmbel: niets meer te verliezen. Versie 1.",
        )
    ]


def test_a_new_sash_is_a_new_version_and_the_former_stays(cast: Cast, family: Family) -> None:
    hand_in(cast, family, sash(concern=Concern.LOW))
    hand_in(cast, family, sash(concern=Concern.MODERATE, based_on=1), minutes=5)
    assert seen(cast, family, "om") == [(2, "moderate"), (1, "low")]
    with pytest.raises(Conflict, match="versie 2 van de SASH"):
        hand_in(cast, family, sash(based_on=1), minutes=6)


def test_a_new_sash_puts_part_a_out_of_date(cast: Cast, family: Family) -> None:
    vt = cast.actor("vt")
    with acting_as(vt):
        conclude_part_a(case=family.case, part_a=acute(family), actor=vt, at=OPENED)
    hand_in(cast, family, sash())
    with acting_as(vt):
        part_a = current(family.case, "A")
    assert part_a is not None
    assert (part_a.outdated_at, part_a.outdated_reason) == (TAKEN, "Er is een nieuwe SASH ingediend.")


# --- who sees it ----------------------------------------------------------------------------------


def test_it_is_seen_by_who_may_see_screenings(cast: Cast, family: Family) -> None:
    hand_in(cast, family, sash())
    found = {name: len(seen(cast, family, name)) for name in ("politie", "om", "vt", "3ro", "rvdk", "shn")}
    assert found == {"politie": 1, "om": 1, "vt": 1, "3ro": 1, "rvdk": 0, "shn": 0}


def test_its_red_flags_are_shown_to_them_and_to_nobody_else(cast: Cast, family: Family) -> None:
    hand_in(cast, family, sash(present=("mortal_fear", "possessive")))
    shown = {}
    for username in ("om", "vt", "rvdk"):
        with acting_as(cast.actor(username)):
            flags = flags_for(family.seen_by(cast, username, TAKEN))
            shown[username] = {flag.label for flag in flags if flag.category is Category.SCREENINGS}
    expected = {
        "mogelijk: intieme terreur (dwingende controle)",
        "stalking na de breuk",
        "doodsangst bij het slachtoffer",
    }
    assert shown == {"om": expected, "vt": expected, "rvdk": set()}


# --- enrichment -----------------------------------------------------------------------------------


def enrich(
    cast: Cast, taken: Sash, text: str = "Twee eerdere meldingen", username: str = "vt"
) -> SashEnrichment:
    actor = cast.actor(username)
    with acting_as(actor):
        return enrich_sash(sash=taken, text=text, actor=actor, at=TAKEN + timedelta(hours=1))


def test_veilig_thuis_adds_to_the_sash_that_stands(cast: Cast, family: Family) -> None:
    taken = hand_in(cast, family, sash())
    enrich(cast, taken)
    with acting_as(cast.actor("politie")):
        [found] = visible_sashes(family.seen_by(cast, "politie", TAKEN))
        assert [row.text for row in found.enrichments.all()] == ["Twee eerdere meldingen"]


@pytest.mark.parametrize("username", ["politie", "om", "3ro", "shn"])
def test_nobody_else_enriches(cast: Cast, family: Family, username: str) -> None:
    taken = hand_in(cast, family, sash())
    with pytest.raises(NotAllowed, match="taak van Veilig Thuis"):
        enrich(cast, taken, username=username)


def test_an_empty_enrichment_or_one_of_a_former_version_is_refused(cast: Cast, family: Family) -> None:
    taken = hand_in(cast, family, sash())
    with pytest.raises(InvalidInput):
        enrich(cast, taken, text=" ")
    hand_in(cast, family, sash(), minutes=5)
    with pytest.raises(Conflict):
        enrich(cast, taken)
