"""What the victim tab shows besides informing: the first call, calls, the report, wishes, consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentStep
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.persons.models import Person
from cases.sharing.permissions import can_record_consent
from cases.sharing.queries import consent_steps
from cases.victims.models import CallAgreement, VictimCall, VictimWishes
from cases.victims.permissions import (
    check_can_call,
    check_can_record_crime_report,
    check_can_record_wishes,
    passes,
)
from cases.victims.queries import (
    call_refusal_of,
    call_warning_for,
    calls_with,
    is_ex_officio_for,
    is_told_of_prosecution,
    last_crime_report,
    last_wishes,
    may_see_wishes,
    running_agreement,
    three_answers,
)
from cases.victims.rules.calls import ANONYMOUS, ROLES, AgreementStatus
from cases.web.components import Action, Badge, Fact, Notice, SourceLine, TimelineEntry, Tone
from cases.web.components.build import timeline_days
from cases.web.components.content import TimelineDay
from cases.web.moments import moment_text

NOT_SHARED = "Slachtofferhulp mag de antwoorden op de drie vragen (nog) niet met Veilig Thuis delen."


@dataclass(frozen=True, slots=True)
class VictimPanels:
    """Everything about one victim; an empty part is not for the reader, or not there.

    `shows`: the categories that were shown, for the access log.
    """

    name: str
    anchor: str
    notices: tuple[Notice, ...]
    first_call: tuple[Fact, ...]
    first_call_badge: Badge | None
    first_call_actions: tuple[Action, ...]
    days: tuple[TimelineDay, ...]
    report: tuple[Fact, ...]
    report_actions: tuple[Action, ...]
    wishes: tuple[Fact, ...]
    wishes_actions: tuple[Action, ...]
    answers: tuple[Fact, ...]
    consent: tuple[Fact, ...]
    consent_actions: tuple[Action, ...]
    held_back: str
    shows: frozenset[Category]


def panels_of(access: CaseAccess, victim: Person, at: datetime) -> VictimPanels:
    """What the actor may know and do about one victim."""
    case, actor = access.case, access.actor
    agreement, wishes = running_agreement(case, victim), last_wishes(case, victim)
    sees_call = agreement is not None and access.may_see(Category.CONTACT, agreement.organisation_id)
    calls = [row for row in calls_with(case, victim) if access.may_see(Category.CONTACT, row.organisation_id)]
    first_call = agreement_facts(agreement) if agreement and sees_call else ()
    report, told = report_facts(access, victim), _wishes_facts(access, wishes)
    answers, consent = _answers(access, wishes), consent_facts(access, victim)
    shows = {
        Category.CONTACT: bool(first_call or calls),
        Category.WISHES: bool(report or told or answers or consent),
    }
    may_call = passes(check_can_call, actor, case.pk)
    return VictimPanels(
        name=victim.full_name,
        anchor=str(victim.public_id)[:8],
        notices=_notices(access, victim) if may_call else (),
        first_call=first_call,
        first_call_badge=_agreement_badge(agreement) if sees_call or may_call else None,
        first_call_actions=_call_actions(access, victim, agreement) if may_call else (),
        days=_calls(calls),
        report=report,
        report_actions=_report_actions(access, victim),
        wishes=told,
        wishes_actions=_wishes_actions(access, victim, wishes),
        answers=answers,
        consent=consent,
        consent_actions=_consent_actions(access, victim),
        held_back=_held_back(access, wishes, shown=bool(answers)),
        shows=frozenset(category for category, shown in shows.items() if shown),
    )


def _url(name: str, access: CaseAccess, victim: Person) -> str:
    return reverse(name, kwargs={"zaak": access.case.public_id, "persoon": victim.public_id})


def _notices(access: CaseAccess, victim: Person) -> tuple[Notice, ...]:
    """What stands in the way of a call of the actor now."""
    kind = access.actor.organisation_kind
    if kind is OrganisationKind.SHN and (closed := call_refusal_of(access.case, victim)):
        return tuple(Notice(title="Nog niet bellen", text=row.text, tone=Tone.DANGER) for row in closed)
    warning = call_warning_for(access.case, victim, kind)
    return (Notice(title="Stem eerst af", text=warning, tone=Tone.WARNING),) if warning else ()


def _agreement_badge(agreement: CallAgreement | None) -> Badge:
    if agreement is None:
        return Badge(text="nog niet afgesproken", tone=Tone.WARNING, shape="needed")
    if agreement.status == AgreementStatus.AGREED.value:
        return Badge(text="afgesproken", tone=Tone.SUCCESS, shape="done")
    return Badge(text="voorgesteld", tone=Tone.WARNING, shape="busy")


def agreement_facts(agreement: CallAgreement) -> tuple[Fact, ...]:
    """What was proposed or settled about the first call."""
    source = SourceLine(organisation=agreement.organisation.short_name, at=agreement.proposed_at)
    first = ORGANISATION_LABELS[OrganisationKind(agreement.first)]
    has_contact = agreement.get_vt_has_contact_display()
    facts = [
        Fact(label="Belt als eerste", value=first, source=source),
        Fact(label="Veilig Thuis heeft al contact", value=has_contact),
        Fact(label="Goed moment", value=agreement.good_moment),
        Fact(label="Vertel vooraf", value=ANONYMOUS),
        Fact(label="Elkaars rol", value=" ".join(ROLES)),
    ]
    if agreement.agreed_at and agreement.agreed_by:
        agreed = f"{agreement.agreed_by.display_name}, {moment_text(agreement.agreed_at)}"
        facts.append(Fact(label="Akkoord", value=agreed))
    return tuple(facts)


def _call_actions(access: CaseAccess, victim: Person, agreement: CallAgreement | None) -> tuple[Action, ...]:
    first_call = _url("cases:first-call", access, victim)
    actions = []
    proposed = agreement is not None and agreement.status == AgreementStatus.PROPOSED.value
    if agreement and proposed and agreement.organisation.kind != access.actor.organisation_kind.value:
        url = f"{first_call}?akkoord={agreement.public_id}"
        actions.append(Action(label="Akkoord", url=url, method="post", kind="primary", icon="check"))
    again = "Ander voorstel doen" if agreement else "Voorstel doen"
    actions.append(Action(label=again, url=first_call))
    if not (access.actor.works_for(OrganisationKind.SHN) and call_refusal_of(access.case, victim)):
        url = _url("cases:victim-call", access, victim)
        actions.append(Action(label="Gesprek of poging vastleggen", url=url, icon="phone"))
    return tuple(actions)


def _calls(calls: list[VictimCall]) -> tuple[TimelineDay, ...]:
    return timeline_days(
        TimelineEntry(
            at=row.called_at,
            organisation=row.organisation.abbreviation,
            text=_call_text(row),
            by=row.recorded_by.display_name,
            tone=Tone.WARNING if row.against_agreement else Tone.NEUTRAL,
        )
        for row in calls
    )


def _call_text(row: VictimCall) -> str:
    outcome = "Gesproken" if row.outcome == "reached" else row.get_outcome_display().capitalize()
    parts = [f"{outcome}, {row.get_manner_display()}.", row.note]
    if row.next_at:
        parts.append(f"Volgende poging: {moment_text(row.next_at)}.")
    if row.against_agreement:
        parts.append("Zonder of tegen de afspraak over het eerste gesprek.")
    return " ".join(part for part in parts if part)


def report_facts(access: CaseAccess, victim: Person) -> tuple[Fact, ...]:
    """Whether the victim reported the offence, the statement, and what she or he knows of the prosecution."""
    report = last_crime_report(access.case, victim)
    if report is None:
        return ()
    if not access.may_see(Category.WISHES, report.organisation_id, victim.pk) or access.actor.works_for(
        OrganisationKind.VT
    ):
        return ()
    source = SourceLine(organisation=report.organisation.short_name, at=report.recorded_at)
    facts = [Fact(label="Aangifte", value=report.get_made_display(), source=source)]
    if report.made == "unknown":
        facts = [Fact(label="Aangifte", unknown=True, supplier="Politie", source=source)]
    if report.statement:
        facts.append(Fact(label="Verklaring", value=report.statement))
    if is_ex_officio_for(access.case, victim):
        told = is_told_of_prosecution(access.case, victim)
        value = "weet dat er wordt vervolgd" if told else ""
        facts.append(Fact(label="Ambtshalve", value=value, unknown=not told, supplier="OM of politie"))
    return tuple(facts)


def _report_actions(access: CaseAccess, victim: Person) -> tuple[Action, ...]:
    if not passes(check_can_record_crime_report, access.actor, access.case.pk):
        return ()
    return (Action(label="Aangifte vastleggen", url=_url("cases:crime-report", access, victim)),)


def _wishes_facts(access: CaseAccess, wishes: VictimWishes | None) -> tuple[Fact, ...]:
    if wishes is None or not may_see_wishes(access, wishes):
        return ()
    source = SourceLine(organisation=wishes.organisation.short_name, at=wishes.spoken_at)
    release = wishes.get_informed_of_release_display()
    if wishes.informed_of_release == "yes":
        release = f"ja, {wishes.get_informed_how_display()}"
    language = f"{wishes.language} (tolk nodig)" if wishes.interpreter else wishes.language
    unknown = wishes.prosecution == "unknown"
    facts = [
        Fact(
            label="Wil vervolging",
            value="" if unknown else wishes.get_prosecution_display(),
            unknown=unknown,
            supplier="Slachtofferhulp" if unknown else "",
            source=source,
        ),
        Fact(label="Contact met de verdachte", value=wishes.contact),
        Fact(label="Bescherming", value=wishes.protection),
        Fact(label="Weten van vrijlating", value=release),
        Fact(label="Eigen verklaring", value=wishes.get_statement_display()),
        Fact(label="Taal", value=language),
        Fact(label="Versie", value=str(wishes.version)),
    ]
    return tuple(fact for fact in facts if fact.value or fact.unknown)


def _wishes_actions(access: CaseAccess, victim: Person, wishes: VictimWishes | None) -> tuple[Action, ...]:
    if not passes(check_can_record_wishes, access.actor, access.case.pk):
        return ()
    label = "Wensen bijwerken" if wishes else "Wensen vastleggen"
    return (Action(label=label, url=_url("cases:wishes", access, victim), icon="edit"),)


def _answers(access: CaseAccess, wishes: VictimWishes | None) -> tuple[Fact, ...]:
    if wishes is None:
        return ()
    answers = three_answers(access, wishes)
    return tuple(
        Fact(label=question, value=answer, unknown=not answer, supplier="" if answer else "Slachtofferhulp")
        for question, answer in answers.items()
    )


def consent_facts(access: CaseAccess, victim: Person) -> tuple[Fact, ...]:
    """Every step of the consent to share with Veilig Thuis, for who gives it and who may read the wishes."""
    steps = consent_steps(access.case, victim, category=Category.WISHES, recipient=OrganisationKind.VT)
    return tuple(
        Fact(
            label=f"Toestemming {row.get_step_display()}",
            value=" ".join(
                part
                for part in (
                    f"{moment_text(row.stepped_at)}, {row.get_given_by_display()},",
                    f"{row.get_manner_display()}.",
                    row.note,
                )
                if part
            ),
            source=SourceLine(organisation=row.organisation.short_name, at=row.recorded_at),
        )
        for row in steps
        if not access.actor.works_for(OrganisationKind.VT)
        and access.may_see(Category.WISHES, row.organisation_id, victim.pk)
    )


def _consent_actions(access: CaseAccess, victim: Person) -> tuple[Action, ...]:
    if not can_record_consent(access.actor, access.case.pk, Category.WISHES):
        return ()
    steps = consent_steps(access.case, victim, category=Category.WISHES, recipient=OrganisationKind.VT)
    given = bool(steps) and steps[0].step == ConsentStep.GIVEN.value
    label = "Toestemming intrekken" if given else "Toestemming vastleggen"
    return (Action(label=label, url=_url("cases:consent", access, victim)),)


def _held_back(access: CaseAccess, wishes: VictimWishes | None, *, shown: bool) -> str:
    """Veilig Thuis is told that there may be answers, never whether the victim was asked or refused."""
    if access.actor.works_for(OrganisationKind.VT):
        return "" if shown else NOT_SHARED
    hidden = wishes is not None and not may_see_wishes(access, wishes)
    return "De wensen zijn niet voor uw organisatie." if hidden else ""
