"""Writing measures: what was imposed, when it was served and registered, and the terms that it brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.services import lock_case, record_event
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.plans.models import MeasureProtection, SafetyMeasure
from cases.plans.permissions import check_can_record_measure, check_can_serve
from cases.plans.queries import partner
from cases.plans.rules.catalogue import UnknownMeasure, part_errors
from cases.plans.rules.catalogue import measure as catalogue_measure
from cases.plans.rules.measure import PART_LABELS, Measure, MeasureKind, Part
from cases.plans.rules.period import Period, PeriodRefused, period_of
from cases.plans.services.ends import start_end_terms
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.wording import due_text, local
from cases.terms.services import meet_if_open, start_term


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeasure:
    """A legal measure as the order reads.

    `binds`: whom it binds (None: the suspect of the case). `ends_at`: the first moment on which it no longer
    holds (None: as long as the law says, or without a fixed end). `serve_before`: when it must be served and
    registered at the latest, usually the release. `breach_reporting`: where and how a breach is reported
    (empty: the police number of the case). `informer`: who tells the victim before it ends (None: as the
    ZSM location has set it).
    """

    kind: MeasureKind
    imposed_by: str
    imposed_at: datetime
    protects: tuple[Person, ...]
    parts: frozenset[Part] = frozenset()
    binds: Person | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    area: str = ""
    grounds: str = ""
    electronic_monitoring: bool = False
    supervisor: Organisation | None = None
    served_at: datetime | None = None
    served_by: str = ""
    registered_at: datetime | None = None
    registered_by: str = ""
    breach_reporting: str = ""
    serve_before: datetime | None = None
    informer: Organisation | None = None


@one_write
def record_measure(*, case: Case, measure: NewMeasure, actor: Actor, at: datetime) -> SafetyMeasure:
    """Record a measure that was imposed, now or earlier, with the terms that it brings.

    Owed after it: serving and registering (police), judging safety again before it ends (Veilig Thuis and
    the supervisor), telling the victim before it ends, and the term of a behavioural order (OM) or temporary
    restraining order. Raises NotAllowed, and InvalidInput per field of `NewMeasure`.
    """
    check_can_record_measure(actor, case.pk)
    lock_case(case.pk)
    row, period, binds = _checked(case, measure, at)
    saved = SafetyMeasure.objects.create(
        case=case,
        kind=row.kind.value,
        binds=binds,
        parts=sorted(part.value for part in measure.parts | row.implied_parts),
        basis=row.basis,
        catalogue_version=str(row.version),
        grounds=measure.grounds,
        imposed_by=measure.imposed_by.strip(),
        imposed_at=measure.imposed_at,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        area=measure.area.strip(),
        electronic_monitoring=measure.electronic_monitoring,
        supervisor=measure.supervisor,
        served_at=measure.served_at,
        served_by=measure.served_by.strip(),
        registered_at=measure.registered_at,
        registered_by=measure.registered_by.strip(),
        breach_reporting=measure.breach_reporting.strip() or _breach_number(case),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    for person in dict.fromkeys(measure.protects):
        MeasureProtection.objects.create(measure=saved, person=person)
    _owe_serving(saved, row, measure.serve_before, actor=actor, at=at)
    start_end_terms(saved, period.parameters, informer=measure.informer, actor=actor, at=at)
    record_event(
        case=case,
        kind="measure_recorded",
        category=Category.DECISION,
        summary=_measure_summary(saved, row),
        actor=actor,
        at=at,
        happened_at=measure.imposed_at,
        subject=saved,
    )
    return saved


def _checked(case: Case, new: NewMeasure, at: datetime) -> tuple[Measure, Period, Person]:
    """The catalogue row, the period and whom a new measure binds; raises InvalidInput with every error."""
    try:
        row = catalogue_measure(new.kind, local(new.imposed_at).date())
    except UnknownMeasure as error:
        raise InvalidInput({"kind": [str(error)]}) from error
    errors: dict[str, list[str]] = {}
    if wrong := part_errors(row, new.parts):
        errors["parts"] = list(wrong)
    if not new.imposed_by.strip():
        errors["imposed_by"] = ["Vul in wie de maatregel heeft opgelegd."]
    if new.imposed_at > at:
        errors["imposed_at"] = ["Een maatregel die nog niet is opgelegd, kan niet worden vastgelegd."]
    bound = new.binds or _suspect(case)
    errors |= _person_errors(case, bound, new.protects)
    errors |= _moment_errors("served", new.served_at, new.served_by, new.imposed_at, at)
    errors |= _moment_errors("registered", new.registered_at, new.registered_by, new.imposed_at, at)
    starts_at = new.starts_at or new.imposed_at
    try:
        period = period_of(row, starts_at, new.ends_at)
    except PeriodRefused as error:
        errors["ends_at"] = [str(error)]
        period = Period(starts_at, None)
    if errors or bound is None:
        raise InvalidInput(errors)
    return row, period, bound


def _person_errors(case: Case, bound: Person | None, protects: Iterable[Person]) -> dict[str, list[str]]:
    in_case = set(CaseRole.objects.filter(case=case).values_list("person_id", flat=True))
    protected = {person.pk for person in protects}
    errors: dict[str, list[str]] = {}
    if bound is None or bound.pk not in in_case:
        errors["binds"] = ["Kies voor wie de maatregel geldt."]
    elif bound.pk in protected:
        errors["protects"] = ["Een maatregel beschermt niet de persoon voor wie zij geldt."]
    if not protected <= in_case:
        errors["protects"] = ["Kies personen uit deze zaak."]
    return errors


def _moment_errors(
    field: str, moment: datetime | None, by: str, imposed_at: datetime, at: datetime
) -> dict[str, list[str]]:
    """Serving and registering have a moment *and* a person, after the order and not in the future."""
    errors: dict[str, list[str]] = {}
    if moment is None and by.strip():
        errors[f"{field}_at"] = ["Vul in wanneer dit is gebeurd."]
    if moment is not None and not by.strip():
        errors[f"{field}_by"] = ["Vul in wie dit heeft gedaan."]
    if moment is not None and moment > at:
        errors[f"{field}_at"] = ["Dit moment ligt in de toekomst."]
    if moment is not None and moment < imposed_at:
        errors[f"{field}_at"] = ["Dit moment ligt voor de oplegging."]
    return errors


def _suspect(case: Case) -> Person | None:
    role = CaseRole.objects.filter(case=case, role="suspect").select_related("person").first()
    return role.person if role else None


def _breach_number(case: Case) -> str:
    police = partner(case, OrganisationKind.POLITIE)
    if police is None or not police.breach_phone:
        return "Politie, bij spoed 112"
    return f"{police.name}, {police.breach_phone}; bij spoed 112"


def _measure_summary(measure: SafetyMeasure, row: Measure) -> str:
    parts = ", ".join(PART_LABELS[Part(part)] for part in measure.parts)
    until = f", tot {due_text(measure.ends_at)}" if measure.ends_at else ""
    what = f"{row.label} ({row.basis})"
    return f"Maatregel: {what}{f': {parts}' if parts else ''}{until}."


def _owe_serving(
    measure: SafetyMeasure, row: Measure, before: datetime | None, *, actor: Actor, at: datetime
) -> None:
    """Police serves the order and registers the ban before the release (tables, section 3)."""
    police = partner(measure.case, OrganisationKind.POLITIE)
    if police is None:
        return
    owed = []
    if row.needs_serving and measure.served_at is None:
        owed.append(TermKind.SERVE_MEASURE)
    if row.needs_registration and measure.registered_at is None:
        owed.append(TermKind.REGISTER_MEASURE)
    for kind in owed:
        start_term(
            case=measure.case,
            kind=kind,
            organisation=police,
            subject=measure,
            parameters=Parameters(reference=before),
            actor=actor,
            at=at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """When and by whom a measure was handed to the bound person, and registered at the police."""

    served_at: datetime | None = None
    served_by: str = ""
    registered_at: datetime | None = None
    registered_by: str = ""


@one_write
def record_service(*, measure: SafetyMeasure, service: Service, actor: Actor, at: datetime) -> SafetyMeasure:
    """Record that a measure was served on the bound person, registered at the police, or both.

    From then on it counts as protection (guard 1); its length ran from the order. Raises NotAllowed,
    InvalidInput per field, and Conflict when what is given was recorded already.
    """
    check_can_serve(actor, measure.case_id)
    case = lock_case(measure.case_id)
    measure = SafetyMeasure.objects.select_related("case").get(pk=measure.pk)
    row = measure.row
    _check_service(measure, service, at)
    if service.served_at is not None:
        measure.served_at, measure.served_by = service.served_at, service.served_by.strip()
    if service.registered_at is not None:
        measure.registered_at, measure.registered_by = service.registered_at, service.registered_by.strip()
    measure.save(update_fields=["served_at", "served_by", "registered_at", "registered_by"])
    done = {
        TermKind.SERVE_MEASURE: "uitgereikt" if service.served_at else "",
        TermKind.REGISTER_MEASURE: "bij de politie geregistreerd" if service.registered_at else "",
    }
    words = " en ".join(word for word in done.values() if word)
    event = record_event(
        case=case,
        kind="measure_served",
        category=Category.DECISION,
        summary=f"Maatregel {row.label} ({row.basis}) is {words}.",
        actor=actor,
        at=at,
        happened_at=service.served_at or service.registered_at,
        subject=measure,
    )
    for kind, word in done.items():
        if word:
            meet_if_open(case=case, kind=kind, subject=measure, event=event, actor=actor, at=at)
    return measure


def _check_service(measure: SafetyMeasure, service: Service, at: datetime) -> None:
    if (service.served_at and measure.served_at) or (service.registered_at and measure.registered_at):
        raise Conflict("Dit is intussen al vastgelegd. Vernieuw de pagina.")
    errors = _moment_errors("served", service.served_at, service.served_by, measure.imposed_at, at)
    errors |= _moment_errors(
        "registered", service.registered_at, service.registered_by, measure.imposed_at, at
    )
    if service.served_at is None and service.registered_at is None and not errors:
        errors[""] = ["Vul in wanneer de maatregel is uitgereikt of geregistreerd."]
    if errors:
        raise InvalidInput(errors)
