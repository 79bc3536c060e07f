"""Writing the SASH: a draft of trained police, handed in as a version; Veilig Thuis adds to that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.assessments.models import Sash, SashAnswer, SashEnrichment
from cases.assessments.permissions import check_can_enrich_sash, check_can_take_sash
from cases.assessments.queries import current_sash, draft_sash
from cases.assessments.rules.acute import Trigger
from cases.assessments.rules.answers import Presence
from cases.assessments.rules.sash import (
    CONCERN_LABELS,
    QUESTION_BY_CODE,
    Concern,
    alarms,
    concern_of,
    questions_for,
    sash_refusals,
)
from cases.assessments.services.outdating import mark_outdated
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_if_open

LONGEST_NOTE: Final = 500
LONGEST_TEXT: Final = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class SashGiven:
    """The answer to one question (`code`) with its note; `answer` None: not answered yet."""

    code: str
    answer: Presence | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SashInput:
    """The SASH as the assessor fills it in.

    Answers to questions that are not asked (about a former partner) are left out. `concern`: what the
    assessor weighs; an alarm makes it high. `late_reason`: why it is handed in too late. `based_on`: the
    version that the assessor worked on top of, the last one handed in (0: none; None: not said).
    `seen`: when the draft that she had before her was last saved (None: not said, or there was none).
    """

    ex_partner: bool
    answers: tuple[SashGiven, ...]
    concern: Concern | None = None
    explanation: str = ""
    late_reason: str = ""
    based_on: int | None = None
    seen: datetime | None = None

    @property
    def given(self) -> dict[str, Presence]:
        """The answers that were given to questions that are asked."""
        asked = {question.code for question in questions_for(ex_partner=self.ex_partner)}
        return {row.code: row.answer for row in self.answers if row.answer and row.code in asked}


@one_write
def save_sash(*, case: Case, sash: SashInput, actor: Actor, at: datetime) -> Sash:
    """Keep the SASH as a draft; it counts for nothing and nobody else sees it until it is handed in.

    Raises NotAllowed without a valid certificate, InvalidInput per field of `SashInput`, and Conflict when a
    colleague saved or handed in meanwhile.
    """
    check_can_take_sash(actor, case.pk, at)
    lock_case(case.pk)
    return _write(case, sash, actor, at)


@one_write
def hand_in_sash(*, case: Case, sash: SashInput, actor: Actor, at: datetime) -> Sash:
    """Hand the SASH in as a new version: it meets what police owed and puts part A out of date.

    Raises as `save_sash`, and GuardRefusal with every question that has no answer and the concern when it was
    not chosen; an alarm makes it high by itself.
    """
    check_can_take_sash(actor, case.pk, at)
    lock_case(case.pk)
    if errors := _errors(sash):
        raise InvalidInput(errors)
    if missing := sash_refusals(sash.concern, sash.given, ex_partner=sash.ex_partner):
        raise GuardRefusal(missing)
    saved = _write(case, sash, actor, at)
    concern = concern_of(sash.concern, sash.given, ex_partner=sash.ex_partner)
    saved.concern = concern.value if concern else ""
    saved.status, saved.handed_in_at = "handed_in", at
    saved.save(update_fields=["concern", "status", "handed_in_at"])
    event = record_event(
        case=case,
        kind="sash_handed_in",
        category=Category.SCREENINGS,
        summary=_summary(saved, sash),
        actor=actor,
        at=at,
        subject=saved,
    )
    meet_if_open(case=case, kind=TermKind.SASH, late_reason=sash.late_reason, event=event, actor=actor, at=at)
    mark_outdated(case=case, trigger=Trigger.NEW_SASH, actor=actor, at=at)
    return saved


def _summary(saved: Sash, sash: SashInput) -> str:
    told = f"SASH ingediend: niveau van ongerustheid {CONCERN_LABELS[Concern(saved.concern)]}."
    ringing = alarms(sash.given, ex_partner=sash.ex_partner)
    if ringing:
        told = f"{told} Alarmbel: {', '.join(question.label.lower() for question in ringing)}."
    return f"{told} Versie {saved.version}."


def _errors(sash: SashInput) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    codes = [row.code for row in sash.answers]
    if len(set(codes) & set(QUESTION_BY_CODE)) != len(codes):
        errors["answers"] = ["Beantwoord elke vraag één keer."]
    if any(len(row.note) > LONGEST_NOTE for row in sash.answers):
        errors["answers"] = [f"Een toelichting heeft hoogstens {LONGEST_NOTE} tekens."]
    if len(sash.explanation) > LONGEST_TEXT:
        errors["explanation"] = [f"Gebruik hoogstens {LONGEST_TEXT} tekens."]
    return errors


def _write(case: Case, sash: SashInput, actor: Actor, at: datetime) -> Sash:
    """The draft with what was filled in; a question that is not asked keeps no answer."""
    if errors := _errors(sash):
        raise InvalidInput(errors)
    draft = _draft(case, sash, actor, at)
    draft.ex_partner, draft.explanation = sash.ex_partner, sash.explanation.strip()
    draft.concern = sash.concern.value if sash.concern else ""
    draft.recorded_by_id, draft.saved_at = actor.user_id, at
    draft.save()
    notes = {row.code: row.note.strip() for row in sash.answers}
    asked = {question.code for question in questions_for(ex_partner=sash.ex_partner)}
    for code in QUESTION_BY_CODE:
        is_asked = code in asked
        answer = sash.given.get(code)
        values = {"answer": answer.value if answer else "", "note": notes.get(code, "") if is_asked else ""}
        SashAnswer.objects.update_or_create(sash=draft, code=code, defaults=values)
    return draft


def _draft(case: Case, sash: SashInput, actor: Actor, at: datetime) -> Sash:
    last = current_sash(case)
    version = last.version if last else 0
    if sash.based_on is not None and sash.based_on != version:
        raise Conflict(f"Intussen is versie {version} van de SASH ingediend. Bekijk die eerst.")
    draft = draft_sash(case, actor.organisation_id)
    if draft is None:
        return Sash(case=case, version=version + 1, organisation_id=actor.organisation_id, saved_at=at)
    if sash.seen is not None and sash.seen != draft.saved_at:
        who = draft.recorded_by.display_name
        raise Conflict(f"{who} heeft dit concept intussen bewaard. Open de SASH opnieuw om verder te gaan.")
    return draft


@one_write
def enrich_sash(*, sash: Sash, text: str, actor: Actor, at: datetime) -> SashEnrichment:
    """Add what Veilig Thuis knows to the SASH that stands now (stalking route card).

    Raises NotAllowed, InvalidInput under "text", and Conflict when another version was handed in meanwhile.
    """
    check_can_enrich_sash(actor, sash.case_id)
    case = lock_case(sash.case_id)
    last = current_sash(case)
    if last is None or last.pk != sash.pk:
        raise Conflict("Dit is niet de SASH die nu geldt. Bekijk de nieuwste versie.")
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise InvalidInput({"text": [f"Vul in wat Veilig Thuis toevoegt, hoogstens {LONGEST_TEXT} tekens."]})
    saved = SashEnrichment.objects.create(
        sash=sash,
        text=text.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    record_event(
        case=case,
        kind="sash_enriched",
        category=Category.SCREENINGS,
        summary=f"Veilig Thuis heeft de SASH verrijkt (versie {sash.version}).",
        actor=actor,
        at=at,
        subject=saved,
    )
    return saved
