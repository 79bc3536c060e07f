"""Writing the disclosure table: a draft, offered to a second privacy officer, in force from a day to come.

A version in force is never edited; the database refuses it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.rules.disclosure import ALWAYS_SEEN, DisclosureRow, Phase
from cases.access.rules.grants import Grant
from cases.access.rules.versions import VERSION_LABELS, VersionState, first_day_possible
from cases.access.schedule import forget_schedule
from cases.access.table_models import DisclosureCell, DisclosureVersion
from cases.access.writing import one_write
from cases.organisations.rules import OrganisationKind
from cases.sharing.keeping import check_can_judge, check_can_keep_table, check_can_write
from cases.sharing.telling import tell_judged, tell_offered
from cases.sharing.versions import changes_of, last_approved, open_version, version_rows
from cases.terms.rules.wording import local

FIRST_OWN_NUMBER: Final = 2
# Every process knows of an approved version well before the midnight at which it begins.
MARGIN: Final = timedelta(hours=1)
LONGEST_BASIS: Final = 300
LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCell:
    """What a row says from now on; without giver or phase it holds for every giver or phase."""

    recipient: OrganisationKind
    category: Category
    grant: Grant
    basis: str
    note: str = ""
    giver: OrganisationKind | None = None
    phase: Phase | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@one_write
def start_draft(*, actor: Actor, at: datetime) -> DisclosureVersion:
    """Begin a draft with every row of the last approved version, or of the default of the law.

    Raises NotAllowed, and Conflict while another version is being written or judged.
    """
    check_can_keep_table(actor)
    known = open_version()
    if known is not None:
        raise Conflict(f"Versie {known.number} is nog open ({known.get_state_display()}).")
    base = last_approved()
    highest = DisclosureVersion.objects.aggregate(highest=Max("number"))["highest"] or 1
    version = DisclosureVersion.objects.create(
        number=max(highest + 1, FIRST_OWN_NUMBER), based_on=base, made_by_id=actor.user_id, made_at=at
    )
    DisclosureCell.objects.bulk_create(DisclosureCell.of(version, row) for row in version_rows(base))
    return version


@one_write
def set_cell(*, version: DisclosureVersion, cell: NewCell, actor: Actor, at: datetime) -> DisclosureCell:
    """Say in a draft what holds for a giver, recipient, category and phase.

    Raises NotAllowed for who does not write the draft, Conflict when it is no draft any more, InvalidInput
    per field of `NewCell`.
    """
    version = _draft(version, actor)
    _check(cell)
    saved, _ = DisclosureCell.objects.update_or_create(
        version=version,
        giver_kind=cell.giver.value if cell.giver else "",
        recipient_kind=cell.recipient.value,
        category=cell.category.value,
        phase=cell.phase.value if cell.phase else "",
        defaults={
            "grant": cell.grant.value,
            "basis": cell.basis.strip(),
            "note": cell.note.strip(),
            "valid_from": cell.valid_from,
            "valid_to": cell.valid_to,
            "dropped": False,
        },
    )
    return saved


@one_write
def restore_cell(*, version: DisclosureVersion, row: DisclosureRow, actor: Actor, at: datetime) -> None:
    """Undo in a draft what it changed of one row; a row that it added goes out.

    Raises NotAllowed and Conflict as `set_cell`.
    """
    version = _draft(version, actor)
    before = {known.key: known for known in version_rows(version.based_on)}
    cells = DisclosureCell.objects.filter(
        version=version,
        giver_kind=row.giver.value if row.giver else "",
        recipient_kind=row.recipient.value,
        category=row.category.value,
        phase=row.phase.value if row.phase else "",
    )
    if row.key not in before:
        cells.update(dropped=True)
        return
    again = DisclosureCell.of(version, before[row.key])
    cells.update(
        grant=again.grant,
        basis=again.basis,
        note=again.note,
        valid_from=again.valid_from,
        valid_to=again.valid_to,
        dropped=False,
    )


@one_write
def drop_cell(*, version: DisclosureVersion, row: DisclosureRow, actor: Actor, at: datetime) -> None:
    """Take a row for one giver or phase out in a draft, so that the general one holds again.

    Raises NotAllowed and Conflict as `set_cell`; Conflict for a general row, which is changed, not removed.
    """
    version = _draft(version, actor)
    if row.giver is None and row.phase is None:
        raise Conflict("Een regel voor elke gever en fase kan niet weg; zet haar op “alleen dat-informatie”.")
    DisclosureCell.objects.filter(
        version=version,
        giver_kind=row.giver.value if row.giver else "",
        recipient_kind=row.recipient.value,
        category=row.category.value,
        phase=row.phase.value if row.phase else "",
    ).update(dropped=True)


@one_write
def offer(
    *, version: DisclosureVersion, effective_from: date, motivation: str, actor: Actor, at: datetime
) -> DisclosureVersion:
    """Offer a draft to a second privacy officer, with the day from which it is to hold.

    Raises NotAllowed, Conflict when it is no draft or changes nothing, InvalidInput per field.
    """
    version = _draft(version, actor)
    if not changes_of(version):
        raise Conflict("Dit concept wijzigt nog niets.")
    errors: dict[str, list[str]] = {}
    if said := _day_error(version, effective_from, at):
        errors["effective_from"] = [said]
    text = motivation.strip()
    if not text or len(text) > LONGEST_REASON:
        errors["motivation"] = [f"Zeg wat er wijzigt en waarom, in ten hoogste {LONGEST_REASON} tekens."]
    if errors:
        raise InvalidInput(errors)
    version.effective_from, version.motivation = effective_from, text
    version.state, version.offered_at = VersionState.OFFERED.value, at
    version.save(update_fields=["effective_from", "motivation", "state", "offered_at"])
    tell_offered(version, at)
    return version


@one_write
def take_back(*, version: DisclosureVersion, actor: Actor, at: datetime) -> DisclosureVersion:
    """Take an offered version back into draft. Raises NotAllowed, and Conflict when it is not offered."""
    version = _locked(version)
    check_can_write(actor, version)
    _must_be(version, VersionState.OFFERED)
    version.state, version.offered_at = VersionState.DRAFT.value, None
    version.save(update_fields=["state", "offered_at"])
    return version


@one_write
def judge(
    *, version: DisclosureVersion, approved: bool, reason: str, actor: Actor, at: datetime
) -> DisclosureVersion:
    """Approve an offered version, or refuse it; never by who wrote it.

    Approved, it holds from its day on. Raises NotAllowed, Conflict when it is not offered or its day has
    begun, InvalidInput without a reason.
    """
    version = _locked(version)
    check_can_judge(actor, version)
    _must_be(version, VersionState.OFFERED)
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        raise InvalidInput({"reason": [f"Geef de reden, in ten hoogste {LONGEST_REASON} tekens."]})
    if approved and (
        version.effective_from is None or (said := _day_error(version, version.effective_from, at))
    ):
        raise Conflict(f"{said} De schrijver neemt het voorstel terug en kiest een andere dag.")
    version.state = (VersionState.APPROVED if approved else VersionState.REFUSED).value
    version.judged_by_id, version.judged_at, version.judgement = actor.user_id, at, text
    version.save(update_fields=["state", "judged_by", "judged_at", "judgement"])
    tell_judged(version, at)
    # Other processes read the schedule again by themselves, long before the first day of this version.
    transaction.on_commit(forget_schedule)
    return version


@one_write
def discard(*, version: DisclosureVersion, actor: Actor, at: datetime) -> DisclosureVersion:
    """Let a draft lapse; any privacy officer may, for who began it can be away.

    Raises NotAllowed, and Conflict when it is no draft.
    """
    version = _locked(version)
    check_can_keep_table(actor)
    _must_be(version, VersionState.DRAFT)
    version.state = VersionState.DISCARDED.value
    version.save(update_fields=["state"])
    return version


def _locked(version: DisclosureVersion) -> DisclosureVersion:
    return (
        DisclosureVersion.objects.select_for_update(of=("self",))
        .select_related("based_on")
        .get(pk=version.pk)
    )


def _draft(version: DisclosureVersion, actor: Actor) -> DisclosureVersion:
    version = _locked(version)
    check_can_write(actor, version)
    _must_be(version, VersionState.DRAFT)
    return version


def _must_be(version: DisclosureVersion, state: VersionState) -> None:
    if version.state != state.value:
        stands = VERSION_LABELS[VersionState(version.state)]
        raise Conflict(f"Versie {version.number} is nu: {stands}. Vernieuw de pagina.")


def _day_error(version: DisclosureVersion, effective_from: date, at: datetime) -> str:
    first = first_day_possible(local(at + MARGIN).date())
    base = version.based_on
    if base is not None and base.effective_from is not None and effective_from <= base.effective_from:
        return f"Kies een dag na {base.effective_from:%d-%m-%Y}: dan begint versie {base.number}."
    if effective_from < first:
        return f"De tabel wijzigt nooit op een dag die al loopt: op zijn vroegst {first:%d-%m-%Y}."
    return ""


def _check(cell: NewCell) -> None:
    errors: dict[str, list[str]] = {}
    if cell.category in ALWAYS_SEEN:
        errors["category"] = ["Dit is geen informatie die de tabel regelt."]
    if cell.giver is cell.recipient:
        errors["giver"] = ["Eigen gegevens ziet een organisatie altijd."]
    text = cell.basis.strip()
    if not text or len(text) > LONGEST_BASIS:
        errors["basis"] = [f"Noem de wettelijke grondslag, in ten hoogste {LONGEST_BASIS} tekens."]
    if len(cell.note.strip()) > LONGEST_BASIS:
        errors["note"] = [f"Gebruik ten hoogste {LONGEST_BASIS} tekens."]
    if cell.valid_from and cell.valid_to and cell.valid_to <= cell.valid_from:
        errors["valid_to"] = ["Deze dag ligt niet na het begin."]
    if errors:
        raise InvalidInput(errors)
