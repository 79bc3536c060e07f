"""The frame of every case tab: head, clocks, what is still needed, tabs. Each tab's page calls `frame`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from cases.access.rules.levels import Level
from cases.assessments.queries import flags_for
from cases.casefiles.models import CaseEvent
from cases.casefiles.queries import CaseAccess, sees_event
from cases.casefiles.rules.states import STATE_LABELS, CaseState
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.web.components import Badge, CaseHead, Tab
from cases.web.requests import ActorRequest
from cases.web.steps import my_step, owed_by_partner
from cases.web.summaries import CaseSummary, clock_of, summary_of
from cases.web.tabs import tabs_for

CLOCKS_IN_HEAD = 3
OWED_IN_HEAD = 6
THAT_ONLY = "uw organisatie weet dat deze zaak bestaat"
HELD_BACK = Badge(text="veiligheid: niet voor uw organisatie")

# Terms that deserve a clock in the head before others, however far away they are.
LEADING = (TermKind.FIRST_DECISION, TermKind.BEFORE_RC, TermKind.POLICE_CUSTODY, TermKind.VT_ASSESSMENT)


def frame(request: ActorRequest, access: CaseAccess, current: str, **context: Any) -> dict[str, Any]:
    """The template context of a case tab: `head`, `access`, `summary` and what the page adds.

    Notes in the access log what the head shows.
    """
    summary = summary_of(access)
    request.trail.shows(persons=summary.named, categories=summary.categories)
    return {
        "head": case_head(summary, current, request.at),
        "access": access,
        "summary": summary,
        "at": request.at,
        **context,
    }


def case_head(summary: CaseSummary, current: str, at: datetime) -> CaseHead:
    """The head that stays in view on every tab: a few lines, so that the page itself has the room."""
    access = summary.access
    badges = (Badge(text=STATE_LABELS[CaseState(summary.case.state)]),)
    return CaseHead(
        number=summary.case.number,
        title=summary.title if access.level >= Level.VIEW else THAT_ONLY,
        tabs=_tabs(access, current),
        marks=summary.marks(),
        clocks=tuple(clock_of(term, at) for term in _leading(summary)),
        owed=owed_by_partner(summary, at, OWED_IN_HEAD),
        badges=(*badges, HELD_BACK) if summary.conclusion_held_back else badges,
        flags=_flags(access),
        override=_override(access),
        my_step=my_step(summary),
    )


def _leading(summary: CaseSummary) -> list[Term]:
    leading = [term for term in summary.open_terms if TermKind(term.kind) in LEADING]
    others = [term for term in summary.open_terms if term not in leading and term.due_at]
    return sorted((leading + others)[:CLOCKS_IN_HEAD], key=lambda term: (term.due_at is None, term.due_at))


def _tabs(access: CaseAccess, current: str) -> tuple[Tab, ...]:
    return tuple(
        Tab(
            label=tab.label,
            url=reverse(tab.url_name, kwargs={"zaak": access.case.public_id}),
            current=tab.key == current,
        )
        for tab in tabs_for(access)
    )


def _flags(access: CaseAccess) -> tuple[str, ...]:
    """Femicide red flags are shown to who may see the record that holds them."""
    if access.level < Level.VIEW:
        return ()
    return tuple(flag.label for flag in flags_for(access))


def _override(access: CaseAccess) -> str:
    if access.level < Level.VIEW:
        return ""
    event = (
        CaseEvent.objects.filter(case=access.case, kind="guard_overridden")
        .order_by("-recorded_at", "-id")
        .first()
    )
    if event is None or not sees_event(access, event):
        return ""
    return event.summary
