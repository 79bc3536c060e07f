"""A unique word in every sensitive text; no page gives one to who may not have it (security, A3).

What somebody may have is computed from the disclosure table, who gave it, the marks of the givers and the
level of participation: not by the code that the pages use.
"""

from __future__ import annotations

from typing import Final

import pytest
import time_machine
from django.core import mail
from django.db import connection, models, transaction
from pytest_django import DjangoDbBlocker

from cases.access.encryption import SealedTextField
from cases.access.information import our_models
from cases.access.models import DisclosureMark
from cases.access.rules.categories import Category
from cases.access.rules.disclosure import ALWAYS_SEEN, Phase, decide
from cases.access.rules.levels import Level
from cases.access.rules.sharing import Ground
from cases.casefiles.models import Case
from cases.documents.rules.kinds import DocumentKind
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from tests.factories.cast import Cast
from tests.permissions.api_policy import API_ROUTES
from tests.permissions.canaries import Canary
from tests.permissions.canary_case import CALLED, GIVERS, LATER, CanaryCase, past_the_wall
from tests.permissions.canary_objects import about_staff
from tests.permissions.canary_sharing import SHARED
from tests.permissions.crawl import Crawl, routes_with_content
from tests.permissions.policy import (
    CONTRIBUTORS,
    KNOWS_THAT,
    LOOKED_AT_APART,
    PRIVACY,
    ROUTES,
    SUBJECTS,
    VIEWERS,
)

LEVELS: Final[dict[str, Level]] = {
    **dict.fromkeys(CONTRIBUTORS, Level.CONTRIBUTE),
    **dict.fromkeys(VIEWERS, Level.VIEW),
    **dict.fromkeys(KNOWS_THAT, Level.THAT),
}
# The arguments that name something about staff.
ABOUT_STAFF: Final = frozenset(
    {"taak", "dienst", "uitsluiting", "punt", "medewerker", "overkomst", "noodtoegang"}
)
# Open to whoever owes this one thing: the matrix looks at what another organisation owes.
OF_WHO_OWES: Final = frozenset({"cases:term-hand-on"})
REPRESENTATIVES: Final = frozenset((*GIVERS.values(), *VIEWERS, *KNOWS_THAT))

# Text fields that nobody types: filled with words of the application or of the law.
FIXED_WORDS: Final = frozenset(
    {
        "Person.name_key",
        "PersonLink.identifiers",
        "SafetyAssessment.outdated_reason",
        "AssessedCriterion.code",
        "SashAnswer.code",
        "ChecklistAnswer.code",
        "IndividualAssessment.characteristics",
        "IndividualAssessment.measures",
        "Charge.offence_code",
        "SafetyMeasure.kind",
        "VictimNotice.topics",
        "SafetyMeasure.parts",
        "SafetyMeasure.grounds",
        "Term.parameters",
        # The kind of record and its moment, in words of the application.
        "Custody.new_fact",
        "Decision.overridden_guards",
        "Release.overridden_guards",
        "Release.served",
        "Release.told",
        "Advice.instruments",
        "Advice.spoken_with",
    }
)
# Texts that repeat another one, under the category of their own field.
REPEATS: Final = {
    "Term.end_reason": "Decision.late_reason",
    "Release.override_motivation": "Decision.override_motivation",
    "Decision.on_the_table": "ProsecutionFacts.suspicion_ground",
}


class Outcome:
    """The crawl with what surrounds it, as plain facts."""

    def __init__(self, canary_case: CanaryCase) -> None:
        self.crawl = Crawl(canary_case.canaries)
        self.kinds = {user.username: OrganisationKind(user.organisation.kind) for user in _subjects()}
        self.letters: list[str] = []
        self.marks: set[tuple[OrganisationKind, Category, OrganisationKind]] = set()
        self.states: set[str] = set()
        self.access_log = ""

    def note(self, canary_case: CanaryCase) -> None:
        """Read what decides about disclosure."""
        with past_the_wall():
            self.states.add(Case.objects.get(pk=canary_case.case.pk).state)
            for mark in DisclosureMark.objects.select_related("organisation"):
                giver, recipient = (
                    OrganisationKind(mark.organisation.kind),
                    OrganisationKind(mark.recipient_kind),
                )
                self.marks.add((giver, Category(mark.category), recipient))

    def may_have(self, subject: str, canary: Canary) -> bool:
        """Whether the table opens it to the subject."""
        level = LEVELS.get(subject)
        if level is None:
            return False
        kind = self.kinds[subject]
        own = kind is canary.giver
        if level < Level.VIEW and not own:
            return canary.category in ALWAYS_SEEN
        return decide(
            kind,
            canary.category,
            is_giver=own,
            marked=(canary.giver, canary.category, kind) in self.marks,
            consent=False,
            phase=Phase.TOGETHER,
            running_task=level >= Level.CONTRIBUTE,
            giver_kind=canary.giver,
            shared=frozenset(Ground) if (canary.giver, kind, canary.category) == SHARED else frozenset(),
        ).allowed


def _subjects() -> list[User]:
    return list(
        User.objects.filter(username__in=SUBJECTS).select_related("organisation").order_by("username")
    )


@pytest.fixture(scope="module")
def outcome(django_db_setup: None, django_db_blocker: DjangoDbBlocker, contexts_unkept: None) -> Outcome:
    """Build the case; look at every page as everybody, and at the end again as one of each organisation."""
    with django_db_blocker.unblock(), transaction.atomic():
        already = len(mail.outbox)
        canary_case = CanaryCase(Cast())
        found = Outcome(canary_case)
        with found.crawl.listening():
            canary_case.consult()
            found.note(canary_case)
            users = _subjects()
            with time_machine.travel(CALLED, tick=False):
                _visit(found, canary_case, frozenset(ROUTES), users, sends=True)
                _visit_staff(found, canary_case, users)
                for user in users:
                    found.crawl.subscribe(user)
                found.crawl.measure()
            canary_case.go_on()
            found.note(canary_case)
            with time_machine.travel(LATER, tick=False):
                few = [user for user in users if user.username in REPRESENTATIVES]
                # What a refused body says depends on the body, not on what came into the case since.
                _visit(found, canary_case, routes_with_content(), few, sends=False)
        found.letters = [letter.message().as_string() for letter in mail.outbox[already:]]
        with past_the_wall(), connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(entry::text, ' ') FROM cases_accesslogentry AS entry")
            found.access_log = cursor.fetchone()[0]
        transaction.set_rollback(True)
    return found


def _visit_staff(found: Outcome, canary_case: CanaryCase, users: list[User]) -> None:
    """As everybody to what was decided about staff, and to what the privacy officer looks back on."""
    objects = {**canary_case.objects, **about_staff(canary_case.cast, canary_case.case, CALLED)}
    routes = frozenset(name for name, rule in ROUTES.items() if {*rule.arguments} & ABOUT_STAFF)
    for user in users:
        found.crawl.visit(user, objects, routes, closely=True)
        # Some resources only the privacy officer or the administrator reads.
        if user.username in PRIVACY | {"vt.beheer"}:
            found.crawl.ask(user, objects, sends=False)


def _visit(
    found: Outcome, canary_case: CanaryCase, routes: frozenset[str], users: list[User], *, sends: bool
) -> None:
    """With every question to every page as one of each organisation.

    `sends`: every body to REST too; otherwise every document is made, of what came into the case by then.
    """
    for user in users:
        closely = user.username in REPRESENTATIVES
        found.crawl.visit(user, canary_case.objects, routes, closely=closely, papers=not sends)
        if closely:
            found.crawl.ask(user, canary_case.objects, sends=sends)


def test_every_sensitive_text_holds_a_canary(outcome: Outcome) -> None:
    texts = (models.CharField, models.TextField, models.JSONField, SealedTextField)
    sensitive = {
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.concrete_fields
        if (isinstance(field, texts) or field.get_internal_type() == "ArrayField")
        and not field.choices
        and model.INFORMATION[field.name] not in ALWAYS_SEEN  # type: ignore[attr-defined]  # a check demands it
    }
    covered = outcome.crawl.canaries.fields | FIXED_WORDS | set(REPEATS)
    assert sensitive - covered == set(), "give each a canary in canary_case.py"
    assert (FIXED_WORDS | set(REPEATS)) <= sensitive


def test_every_page_was_looked_at(outcome: Outcome) -> None:
    unseen = {
        name
        for name, rule in ROUTES.items()
        if rule.look and not outcome.crawl.statuses[name] & {200, 204, 302, 503}
    }
    assert unseen == set()


def test_every_resource_was_looked_at(outcome: Outcome) -> None:
    unseen = {
        name
        for name, rule in API_ROUTES.items()
        if "get" in rule.methods and 200 not in outcome.crawl.statuses[name]
    }
    assert unseen == set()


def test_the_partners_work_the_case_together_all_along(outcome: Outcome) -> None:
    assert outcome.states <= {"at_zsm", "awaiting"}


def test_nobody_is_shown_what_the_disclosure_table_keeps_from_them(outcome: Outcome) -> None:
    leaks = [
        f"{subject} sees {canary} on {', '.join(sorted(places))}"
        for (subject, canary), places in outcome.crawl.seen.items()
        if not outcome.may_have(subject, canary)
    ]
    assert not leaks, "\n" + "\n".join(sorted(leaks))


# What each copy may hold; everything else that holds a canary is somebody else's or nobody's business.
IN_COPY: Final = {
    "exemplaar-verdachte": {
        "Person.first_names",
        "Person.infix",
        "Person.last_name",
        "SafetyCondition.text",
        "SafetyCondition.consequence",
        "SafetyMeasure.basis",
        "AreaWording.text",
    },
    "exemplaar-slachtoffer": {
        "SafetyCondition.text",
        "SafetyMeasure.area",
        "SafetyMeasure.breach_reporting",
    },
}


@pytest.mark.parametrize("kind", sorted(IN_COPY))
def test_a_copy_for_suspect_or_victim_holds_only_what_is_listed(outcome: Outcome, kind: str) -> None:
    found = {canary.where for canary in outcome.crawl.papers[kind]}
    assert found <= IN_COPY[kind]
    assert found, "no copy was made: this says nothing"


def test_every_kind_of_document_was_read(outcome: Outcome) -> None:
    assert set(outcome.crawl.papers) == {kind.value for kind in DocumentKind}


def test_every_canary_is_shown_to_somebody(outcome: Outcome) -> None:
    shown = {canary.where for _, canary in outcome.crawl.seen}
    assert outcome.crawl.canaries.fields - shown == set(), (
        "no page shows these: the crawl says nothing of them"
    )


def test_nobody_is_offered_a_link_to_a_page_that_refuses(outcome: Outcome) -> None:
    refusing = [
        f"{subject}: {name} on {', '.join(sorted(places))}"
        for (subject, name), places in outcome.crawl.offered.items()
        if name in ROUTES.keys() - OF_WHO_OWES and subject not in (ROUTES[name].look or frozenset())
    ]
    assert not refusing, "\n" + "\n".join(sorted(refusing))


def test_no_header_cookie_or_file_name_holds_a_canary(outcome: Outcome) -> None:
    assert sorted(outcome.crawl.in_headers) == []


def test_no_address_in_a_page_holds_a_canary(outcome: Outcome) -> None:
    assert sorted(outcome.crawl.in_addresses) == []


def test_no_log_line_holds_a_canary(outcome: Outcome) -> None:
    assert sorted(outcome.crawl.in_logs) == []


def test_the_access_log_names_no_content(outcome: Outcome) -> None:
    assert outcome.access_log
    assert outcome.crawl.canaries.found_in(outcome.access_log) == set()


def test_no_mail_holds_a_canary(outcome: Outcome) -> None:
    assert any("Overzicht van vandaag" in letter for letter in outcome.letters)
    assert [letter for letter in outcome.letters if outcome.crawl.canaries.found_in(letter)] == []


def test_nobody_looks_at_a_page_but_those_who_may(outcome: Outcome) -> None:
    wrong = []
    for name, rule in ROUTES.items():
        if rule.look is None or name in LOOKED_AT_APART:
            continue
        for subject in SUBJECTS:
            found, right = outcome.crawl.answers[subject, name], rule.answers(subject, rule.look)
            if not found or not found <= right:
                wrong.append((name, subject, sorted(found), sorted(right)))
    assert not wrong
