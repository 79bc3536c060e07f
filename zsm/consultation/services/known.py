"""Writing what the partners bring to the table: here whether the family is known to Veilig Thuis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.assessments.rules.known import DossierPhase, known_refusals
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_if_open
from zsm.consultation.models import KnownAnswer
from zsm.consultation.permissions import check_can_answer_known


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownReply:
    """Is the family known, is there an open file, and in which phase; the three must agree.

    `late_reason`: why the answer comes after its due moment.
    """

    known: bool
    open_file: bool
    phase: DossierPhase
    note: str = ""
    late_reason: str = ""


@one_write
def answer_known(*, case: Case, answer: KnownReply, actor: Actor, at: datetime) -> KnownAnswer:
    """Answer whether the family is known to Veilig Thuis; a new answer is a new row, the last one counts.

    Raises NotAllowed, and InvalidInput when the parts of the answer do not agree.
    """
    check_can_answer_known(actor, case.pk)
    lock_case(case.pk)
    if problems := known_refusals(known=answer.known, open_file=answer.open_file, phase=answer.phase):
        raise InvalidInput({problem.code: [problem.text] for problem in problems})
    saved = KnownAnswer.objects.create(
        case=case,
        known=answer.known,
        open_file=answer.open_file,
        phase=answer.phase.value,
        note=answer.note.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    event = record_event(
        case=case,
        kind="known_answered",
        # The phase and the note are more than that-information: they stay out of the sentence.
        category=Category.THAT,
        summary=_summary(answer),
        actor=actor,
        at=at,
        subject=saved,
    )
    meet_if_open(
        case=case, kind=TermKind.KNOWN_ANSWER, event=event, actor=actor, at=at, late_reason=answer.late_reason
    )
    return saved


def _summary(answer: KnownReply) -> str:
    if not answer.known:
        return "Het gezin is niet bekend bij Veilig Thuis."
    state = "met een open dossier" if answer.open_file else "er loopt geen dossier"
    return f"Het gezin is bekend bij Veilig Thuis, {state}."
