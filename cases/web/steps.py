"""What is owed in a case, by whom, and the one button that does it; how each partner's part stands."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from cases.casefiles.models import Case
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.wording import each_once
from cases.web.actions import action_for, action_url
from cases.web.components import Action, Clock, OwedItem, PartnerState, PartnerStatus, build
from cases.web.summaries import CaseSummary

# Strip order of the partners at the table; others follow by name.
STRIP_ORDER = (
    OrganisationKind.POLITIE,
    OrganisationKind.VT,
    OrganisationKind.SHN,
    OrganisationKind.RECLASSERING,
    OrganisationKind.RVDK,
    OrganisationKind.OM,
)
STRIP_RANK = {kind.value: number for number, kind in enumerate(STRIP_ORDER)}
NEEDED_WITHIN = timedelta(hours=2)


def board_items(summary: CaseSummary, at: datetime, lead: Term | None, most: int) -> tuple[OwedItem, ...]:
    """What is owed first, one's own before the rest, with the button of the first of one's own.

    A moment that is that of the clock of the row (`lead`) is not said again.
    """
    step = _first_doable(summary)
    return tuple(
        OwedItem(
            text=KIND_LABELS[TermKind(term.kind)],
            supplier=term.organisation.abbreviation,
            clock=None if lead and term.due_at == lead.due_at else _moment(term, at),
            mine=term.organisation_id == summary.access.actor.organisation_id,
            action=_action(summary.case, term) if term is step else None,
        )
        for term in summary.own_first[:most]
    )


def _moment(term: Term, at: datetime) -> Clock:
    """Only when it is due; how near that is says the clock of the row."""
    return build.clock_from(due_at=term.due_at, at=at, label="")


def owed_by_partner(summary: CaseSummary, at: datetime, most: int) -> tuple[OwedItem, ...]:
    """Everything still needed in one line, per organisation, one's own before the rest; late is said.

    `most`: how many different things are named.
    """
    by_partner: dict[str, list[Term]] = defaultdict(list)
    kinds = list(dict.fromkeys((term.organisation_id, term.kind) for term in summary.own_first))[:most]
    shown = [term for term in summary.own_first if (term.organisation_id, term.kind) in kinds]
    for term in shown:
        by_partner[term.organisation.abbreviation].append(term)
    items = [
        OwedItem(
            text=", ".join(each_once(_owed_text(term, at) for term in terms)),
            supplier=supplier,
            mine=terms[0].organisation_id == summary.access.actor.organisation_id,
        )
        for supplier, terms in by_partner.items()
    ]
    if left := len(summary.open_terms) - len(shown):
        items.append(OwedItem(text=f"en nog {left}"))
    return tuple(items)


def _owed_text(term: Term, at: datetime) -> str:
    label = KIND_LABELS[TermKind(term.kind)]
    return f"{label} (te laat)" if term.due_at and term.due_at <= at else label


def _first_doable(summary: CaseSummary) -> Term | None:
    """The first thing that the actor's organisation owes and can do on a page."""
    mine = summary.access.actor.organisation_id
    return next(
        (
            term
            for term in summary.open_terms
            if term.organisation_id == mine and action_for(TermKind(term.kind), summary.access.actor)
        ),
        None,
    )


def _action(case: Case, term: Term, kind: str = "secondary") -> Action | None:
    found = action_for(TermKind(term.kind))
    url = action_url(TermKind(term.kind), case)
    return Action(label=found.label, url=url, kind=kind) if found else None


def my_step(summary: CaseSummary) -> Action | None:
    """The button of the first thing that the actor's organisation owes and can do on a page."""
    step = _first_doable(summary)
    return _action(summary.case, step, "primary") if step else None


def partner_states(summary: CaseSummary, at: datetime) -> tuple[PartnerState, ...]:
    """The partner strip: it comes from the terms and from nothing else."""
    by_organisation: dict[int, list[Term]] = defaultdict(list)
    for term in summary.open_terms:
        by_organisation[term.organisation_id].append(term)
    organisations = {row.organisation.pk: row.organisation for row in summary.partners}
    ordered = sorted(
        organisations.values(), key=lambda org: (STRIP_RANK.get(org.kind, len(STRIP_RANK)), org.name)
    )
    return tuple(
        _partner_state(organisation, by_organisation[organisation.pk], organisation.pk in summary.met, at)
        for organisation in ordered
    )


def _partner_state(organisation: Organisation, running: list[Term], met: bool, at: datetime) -> PartnerState:
    due = [term.due_at for term in running if term.due_at]
    if any(moment <= at + NEEDED_WITHIN for moment in due):
        status = PartnerStatus.NEEDED
    elif running:
        status = PartnerStatus.BUSY if met else PartnerStatus.NOT_YET
    else:
        status = PartnerStatus.DONE if met else PartnerStatus.NOT_APPLICABLE
    return PartnerState(
        short=organisation.abbreviation,
        name=organisation.name,
        status=status,
        late=any(moment <= at for moment in due),
        detail=", ".join(KIND_LABELS[TermKind(term.kind)] for term in running),
    )
