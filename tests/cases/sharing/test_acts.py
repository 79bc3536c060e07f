"""A giver shares its own section beyond the table, on a ground that opens it, for as long as that stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.models import Participation
from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentStep
from cases.access.rules.grants import Grant
from cases.access.rules.levels import Level
from cases.access.rules.sharing import (
    GROUND_BASIS,
    GROUND_LABELS,
    Ground,
    asks_consent,
    consent_role,
    grounds_for,
)
from cases.access.sharing_models import SharingAct
from cases.access.wall import acting_as
from cases.casefiles.models import CaseEvent
from cases.casefiles.queries import events_since, story
from cases.casefiles.services import Joining, join
from cases.documents.rules.kinds import DocumentKind
from cases.documents.services import make_document
from cases.organisations.rules import OrganisationKind
from tests.cases.documents.reading import words_of
from tests.cases.sharing.acting import AT, closed, conditioned, said, sees, shared, told
from tests.cases.victims.making import consented, reachable_family, wished
from tests.factories.cast import Cast
from tests.factories.family import Family, make_family
from tests.zsm.decision.making import past_the_wall

K, G, S, C = OrganisationKind, Ground, ConsentStep, Category


@pytest.mark.parametrize(
    ("giver", "recipient", "category", "grant", "grounds"),
    [
        # 3RO writes about the suspect: consent, or the Meldcode towards Veilig Thuis.
        (K.RECLASSERING, K.VT, C.ADVICE, Grant.TASK, (G.CONSENT, G.MELDCODE, G.TASK, G.LAW, G.DANGER)),
        (K.RECLASSERING, K.POLITIE, C.ADVICE, Grant.ONLY_THAT, (G.CONSENT, G.LAW, G.DANGER)),
        (K.RECLASSERING, K.VT, C.MEDICAL, Grant.ONLY_THAT, (G.CONSENT, G.MELDCODE, G.LAW, G.DANGER)),
        # Nothing that the table forbids, on whatever ground.
        *((K.RECLASSERING, kind, C.ADVICE, Grant.FORBIDDEN, ()) for kind in K),
        # A protected address stays where the table leaves it.
        (K.POLITIE, K.OM, C.PROTECTED_ADDRESS, Grant.ONLY_THAT, ()),
        (K.POLITIE, K.VT, C.PROTECTED_ADDRESS, Grant.TASK, (G.TASK,)),
        # What the victim wants is hers to share.
        (K.SHN, K.VT, C.WISHES, Grant.CONSENT, (G.CONSENT,)),
        (K.SHN, K.ZVH, C.WISHES, Grant.ONLY_THAT, (G.CONSENT,)),
        (K.SHN, K.RECLASSERING, C.WISHES, Grant.TASK, (G.CONSENT, G.TASK)),
        # Judicial records leave the chain by law only.
        (K.POLITIE, K.VT, C.JUDICIAL, Grant.ONLY_THAT, (G.LAW,)),
        # SHN informs Veilig Thuis with consent only, others may by the Meldcode.
        (K.SHN, K.VT, C.CONTACT, Grant.ONLY_THAT, (G.LAW, G.DANGER)),
        (K.OPVANG, K.VT, C.INCIDENTS, Grant.ONLY_THAT, (G.MELDCODE, G.LAW, G.DANGER)),
        (K.POLITIE, K.OPVANG, C.IDENTITY, Grant.ONLY_THAT, (G.LAW, G.DANGER)),
    ],
)
def test_which_ground_opens_what(
    giver: OrganisationKind,
    recipient: OrganisationKind,
    category: Category,
    grant: Grant,
    grounds: tuple[Ground, ...],
) -> None:
    assert grounds_for(giver, recipient, category, grant) == grounds


def test_every_ground_has_words_and_a_basis() -> None:
    assert set(GROUND_LABELS) == set(GROUND_BASIS) == set(Ground)


@pytest.mark.parametrize("kind", list(K))
def test_consent_is_the_suspects_for_probation_and_the_victims_for_wishes(kind: OrganisationKind) -> None:
    assert consent_role(kind, C.WISHES) == ("victim" if kind is K.SHN else None)
    about_suspect = kind in (K.RECLASSERING, K.HALT, K.JR)
    assert consent_role(kind, C.ADVICE) == ("suspect" if about_suspect else None)
    assert asks_consent(C.WISHES) == (K.SHN,)


@pytest.fixture
def family(cast: Cast) -> Family:
    """A case on ZSM with every partner; ZVH knows only that."""
    return make_family(cast)


@pytest.mark.django_db
def test_the_suspects_consent_opens_the_advice_to_veilig_thuis_and_to_nobody_else(
    cast: Cast, family: Family
) -> None:
    assert not sees(cast, family)
    said(cast, family, S.GIVEN)
    assert not sees(cast, family), "consent alone is no act: 3RO decides what it gives"
    shared(cast, family, ground=G.CONSENT, person=family.suspect, explanation="")
    assert sees(cast, family)
    assert not sees(cast, family, "politie")
    assert not sees(cast, family, category=C.JUDICIAL)


@pytest.mark.django_db
def test_without_consent_on_record_nothing_is_shared_on_that_ground(cast: Cast, family: Family) -> None:
    said(cast, family, S.REFUSED)
    with pytest.raises(GuardRefusal) as refused:
        shared(cast, family, ground=G.CONSENT, person=family.suspect)
    assert [missing.code for missing in refused.value.missing] == ["consent"]
    shared(cast, family, ground=G.MELDCODE)
    assert sees(cast, family)


@pytest.mark.django_db
def test_a_withdrawn_consent_closes_it_at_the_next_request(cast: Cast, family: Family) -> None:
    said(cast, family, S.GIVEN)
    shared(cast, family, ground=G.CONSENT, person=family.suspect)
    said(cast, family, S.WITHDRAWN)
    assert not sees(cast, family)


@pytest.mark.django_db
def test_the_giver_takes_it_back_at_the_next_request(cast: Cast, family: Family) -> None:
    act = shared(cast, family)
    assert sees(cast, family)
    closed(cast, act)
    assert not sees(cast, family)
    with pytest.raises(Conflict, match="al ingetrokken"):
        closed(cast, act)


@pytest.mark.django_db
def test_after_its_last_day_it_is_closed_by_itself(cast: Cast, family: Family) -> None:
    shared(cast, family, until=AT.date())
    assert sees(cast, family, at=AT.replace(hour=22, minute=59))
    assert not sees(cast, family, at=AT + timedelta(days=1))
    shared(cast, family, until=AT.date() + timedelta(days=5), at=AT + timedelta(days=1))
    assert sees(cast, family, at=AT + timedelta(days=1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "ground", "missing"),
    [
        (("politie", K.OM, C.PROTECTED_ADDRESS), G.DANGER, "ground"),
        (("politie", K.VT, C.JUDICIAL), G.DANGER, "ground"),
        (("shn", K.VT, C.WISHES), G.DANGER, "ground"),
        (("3ro", K.POLITIE, C.ADVICE), G.MELDCODE, "ground"),
        (("3ro", K.ZVH, C.ADVICE), G.LAW, "reads_along"),
        (("3ro", K.LOKAAL, C.ADVICE), G.LAW, "reads_along"),
    ],
)
def test_what_a_ground_does_not_open_is_refused(
    cast: Cast,
    family: Family,
    what: tuple[str, OrganisationKind, Category],
    ground: Ground,
    missing: str,
) -> None:
    with pytest.raises(GuardRefusal) as refused:
        shared(cast, family, *what, ground=ground)
    assert [entry.code for entry in refused.value.missing] == [missing]


@pytest.mark.django_db
def test_the_local_team_gets_nothing_before_it_accepted_the_handover(cast: Cast, family: Family) -> None:
    vt = cast.actor("vt")
    with acting_as(vt):
        that = Joining(cast.organisation(K.LOKAAL), Level.THAT, "overdracht aangeboden")
        join(case=family.case, joining=[that], actor=vt, at=AT)
    with pytest.raises(GuardRefusal) as refused:
        shared(cast, family, "vt", K.LOKAAL, C.MEDICAL, ground=G.DANGER)
    assert "overdracht heeft aanvaard" in refused.value.missing[0].text
    with acting_as(vt):
        accepted = Joining(cast.organisation(K.LOKAAL), Level.CONTRIBUTE, "overdracht aanvaard")
        join(case=family.case, joining=[accepted], actor=vt, at=AT)
    shared(cast, family, "vt", K.LOKAAL, C.MEDICAL, ground=G.DANGER)
    assert sees(cast, family, "lokaal", C.MEDICAL, K.VT)


@pytest.mark.django_db
def test_who_sees_it_already_needs_no_act(cast: Cast, family: Family) -> None:
    with pytest.raises(Conflict, match="ziet dit onderdeel al"):
        shared(cast, family, "3ro", K.OM, C.ADVICE, ground=G.LAW)
    shared(cast, family)
    with pytest.raises(Conflict, match="ziet dit onderdeel al"):
        shared(cast, family)


@pytest.mark.django_db
def test_what_is_wrong_is_said_per_field(cast: Cast, family: Family) -> None:
    with pytest.raises(InvalidInput) as refused:
        shared(cast, family, purpose=" ", explanation="", until=date(2027, 6, 1))
    assert set(refused.value.errors) == {"purpose", "explanation", "until"}
    with pytest.raises(InvalidInput) as refused:
        shared(cast, family, recipient=K.RECLASSERING, ground=G.CONSENT, category=C.THAT)
    assert set(refused.value.errors) == {"recipient", "category", "person"}


@pytest.mark.django_db
def test_who_only_reads_along_or_is_an_outsider_shares_nothing(cast: Cast, family: Family) -> None:
    for username in ("zvh", "vt-rk"):
        with pytest.raises(NotAllowed):
            shared(cast, family, username, K.VT, C.INCIDENTS, ground=G.MELDCODE)


@pytest.mark.django_db
def test_only_the_giver_takes_it_back(cast: Cast, family: Family) -> None:
    act = shared(cast, family)
    with pytest.raises(NotAllowed, match="wie iets deelde"):
        closed(cast, act, "politie")
    with pytest.raises(InvalidInput):
        closed(cast, act, reason=" ")


@pytest.mark.django_db
def test_the_wall_lets_nobody_write_an_act_of_another(cast: Cast, family: Family) -> None:
    act = shared(cast, family)
    with acting_as(cast.actor("vt")):
        assert SharingAct.objects.filter(pk=act.pk).update(until=date(2030, 1, 1)) == 0
    act.pk = None
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        acting_as(cast.actor("vt")),
        transaction.atomic(),
    ):
        act.save(force_insert=True)
    with acting_as(cast.actor("vt-rk")):
        assert not SharingAct.objects.exists()


@pytest.mark.django_db
def test_a_participant_that_loses_its_place_loses_what_was_shared(cast: Cast, family: Family) -> None:
    shared(cast, family, "politie", K.SHN, C.INVESTIGATION, ground=G.LAW)
    assert sees(cast, family, "shn", C.INVESTIGATION, K.POLITIE)
    with past_the_wall():
        rows = Participation.objects.filter(case=family.case, organisation=cast.organisation(K.SHN))
        rows.update(level=Level.THAT)
    assert not sees(cast, family, "shn", C.INVESTIGATION, K.POLITIE)


@pytest.mark.django_db
def test_the_story_tells_of_it_to_who_may_read_the_section(cast: Cast, family: Family) -> None:
    told(cast, family, C.ADVICE, "Advies ingediend.")
    shared(cast, family)
    with acting_as(cast.actor("vt")):
        seen = {event.summary for event in story(family.seen_by(cast, "vt", at=AT)).events}
    assert "Advies ingediend." in seen
    assert any("apart gedeeld met VT Duinrand" in summary for summary in seen)
    with acting_as(cast.actor("politie")):
        seen = {event.summary for event in story(family.seen_by(cast, "politie", at=AT)).events}
    assert "Advies ingediend." not in seen


@pytest.mark.django_db
@pytest.mark.parametrize("barred", [True, False])
def test_a_document_says_on_every_page_that_it_may_not_be_passed_on(
    cast: Cast, family: Family, barred: bool
) -> None:
    conditioned(cast, family)

    def plan(username: str) -> str:
        actor = cast.actor(username)
        with acting_as(actor):
            access = family.seen_by(cast, username, at=AT)
            made = make_document(access=access, kind=DocumentKind.SAFETY_PLAN, actor=actor, at=AT)
        return words_of(made.pdf)

    assert "geen contact" not in plan("shn")
    shared(cast, family, "vt", K.SHN, C.PLAN, ground=G.TASK, passing_on_barred=barred)
    paper = plan("shn")
    assert "geen contact" in paper
    assert ("niet doorgeven" in paper) is barred
    assert "niet doorgeven" not in plan("politie")


# --- the story and consent (wishes) ---------------------------------------------------------------


def of_shn(cast: Cast, family: Family, username: str) -> tuple[set[str], int]:
    """What a user reads of Slachtofferhulp in the story, and how much is said to be held back."""
    with acting_as(cast.actor(username)):
        told_now = story(family.seen_by(cast, username, at=AT))
    kinds = {event.kind for event in told_now.events if event.kind.startswith(("wishes", "consent"))}
    return kinds, told_now.held_back


@pytest.mark.django_db
def test_veilig_thuis_reads_of_wishes_while_the_consent_stands_and_never_of_a_refusal(cast: Cast) -> None:
    family = reachable_family(cast)
    wished(cast, family)
    _, before = of_shn(cast, family, "vt")
    consented(cast, family, S.REFUSED)
    assert of_shn(cast, family, "vt") == (set(), before), "that she was asked is not even counted"
    consented(cast, family, S.GIVEN)
    assert of_shn(cast, family, "vt") == ({"wishes_recorded", "consent_given"}, before)
    consented(cast, family, S.WITHDRAWN)
    assert of_shn(cast, family, "vt") == (set(), before)
    assert "consent_refused" in of_shn(cast, family, "om")[0]


@pytest.mark.django_db
def test_the_news_of_rest_follows_the_same_answers(cast: Cast) -> None:
    family = reachable_family(cast)
    wished(cast, family)
    consented(cast, family, S.ASKED)
    with past_the_wall():
        events = CaseEvent.objects.filter(case=family.case).count()
    with acting_as(cast.actor("vt")):
        news = events_since(family.seen_by(cast, "vt", at=AT), 0, limit=100)
    assert len(news.events) + news.held_back == events - 2


@pytest.mark.django_db
def test_what_is_held_back_names_whom_to_ask(cast: Cast, family: Family) -> None:
    told(cast, family, C.ADVICE, "Advies ingediend.")
    told(cast, family, C.JUDICIAL, "Documentatie.", "politie")
    with acting_as(cast.actor("vt")):
        held = story(family.seen_by(cast, "vt", at=AT))
    assert held.held_back == 2
    assert held.ask == ("3RO Duinrand", "Politie Duinrand")
