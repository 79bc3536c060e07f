"""The page on which the prosecutor decides: choose, fill in, see the guards, confirm, decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access.errors import Conflict, GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess, roles_in
from cases.web.casepage import frame
from cases.web.components import Action, Notice, Refusal, Tone
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from zsm.decision.permissions import check_can_decide
from zsm.decision.queries import OnTheTable, Preview, lines, on_the_table, orders_in_custody, preview
from zsm.decision.rules.act import act_errors, kinds_text, together
from zsm.decision.rules.announcement import confirm_sentence, term_lines, told_lines
from zsm.decision.rules.checklist import Override
from zsm.decision.rules.kinds import DECISION_LABELS, DecisionKind
from zsm.decision.services import decide as take_decision
from zsm.web.decision.form import KINDS, ActForm
from zsm.web.decision.orders import names_in, order_facts
from zsm.web.decision.setup import setup_of
from zsm.web.decision.shown import categories_of, guards_of, path_of, refusal_of, table_facts

STEP: Final = "stap"
CHANGED, CHECKED, BACK, TAKE = "velden", "lijst", "wijzigen", "besluiten"
# The names of the service by those of the form.
FIELDS: Final = {"motivation": "motivering", "late_reason": "te_laat"}
ON_THIS_PAGE: Final = (Category.INVESTIGATION, Category.ASSESSMENT_CONCLUSION, Category.DECISION)
NOT_NOW: Final = "Dit besluit kan nu niet worden genomen."


@dataclass(frozen=True, slots=True)
class Desk:
    """One request on this page: the case, what is on its table, the form."""

    request: ActorRequest
    access: CaseAccess
    table: OnTheTable
    form: ActForm

    @property
    def url(self) -> str:
        """The address of this page."""
        return reverse("zsm:decide", kwargs={"zaak": self.access.case.public_id})

    @property
    def override(self) -> Override | None:
        """Which guards are set aside, in the roles of who looks."""
        given = self.form.override()
        return replace(given, roles=self.request.actor.roles) if given else None

    def preview(self) -> Preview:
        """The act as it stands, before the guards."""
        act, at = self.form.act(), self.request.at
        return preview(self.access, act, at, self.override, table=self.table)


def _may_decide(access: CaseAccess) -> None:
    check_can_decide(access.actor, access.case.pk)


@case_page(may=_may_decide)
def decide(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """One address: the form, its parts that change with the choice, the confirm step, and the act itself."""
    data = request.POST if request.method == "POST" else None
    kinds, table = _kinds(request), on_the_table(access.case)
    form = ActForm(data, setup=setup_of(access, table, request.at, kinds), kinds=kinds)
    desk = Desk(request, access, table, form)
    roles = roles_in(access)
    request.trail.shows(
        persons=[role.person_id for role in roles],
        categories={*ON_THIS_PAGE, *categories_of(roles)},
    )
    step = request.POST.get(STEP, "")
    if data is None:
        return _page(desk)
    if step in (CHANGED, CHECKED, BACK):
        form.as_typed()
        return _part(desk, step) if request.htmx else _page(desk)
    if form.is_valid():
        _take_errors(form, act_errors(form.act(), at=request.at))
    if not form.is_valid():
        return _page(desk, status=400)
    return _take(desk) if step == TAKE else _ask(desk)


def _kinds(request: ActorRequest) -> tuple[DecisionKind, ...]:
    known = {kind.value: kind for kind in DecisionKind}
    given = request.POST.getlist(KINDS) if request.method == "POST" else request.GET.getlist("soort")
    return tuple(known[code] for code in given if code in known)


def _take_errors(form: ActForm, errors: dict[str, list[str]]) -> None:
    if errors:
        form.take_errors(InvalidInput({FIELDS.get(name, name): said for name, said in errors.items()}))


def _take(desk: Desk) -> HttpResponse:
    """The act itself; what the service refuses is said in place, with everything that was typed."""
    act, form = desk.form.act(), desk.form
    try:
        take_decision(
            case=desk.access.case,
            orders=act.orders,
            motivation=act.motivation,
            informer=form.informer(),
            actor=desk.request.actor,
            at=desk.request.at,
            late_reason=act.late_reason,
            override=form.override(),
            told_before=act.told_before,
            seen=form.cleaned_data["gezien"],
        )
    except InvalidInput as error:
        _take_errors(form, error.errors)
        return _page(desk, status=400)
    except GuardRefusal as refused:
        return _page(desk, status=409, refusal=refusal_of(desk.access, refused))
    except Conflict as conflict:
        return _page(desk, status=409, refusal=Refusal(title=conflict.message, items=()))
    messages.success(desk.request, f"Het besluit is genomen: {kinds_text(act.kinds)}.")
    return redirect("zsm:case", zaak=desk.access.case.public_id)


def _checks(desk: Desk, found: Preview) -> dict[str, object]:
    """The guards as they stand for the act as it stands."""
    override = desk.override
    return {
        "form": desk.form,
        "groups": desk.form.groups(),
        "guards": guards_of(desk.access, found.report, override.motivation if override else ""),
        "overridable": bool(found.report.can_be_overridden or found.report.overridden or override),
        "url": desk.url,
    }


def _part(desk: Desk, step: str) -> HttpResponse:
    """Only what changes with the choice of orders, or with an answer."""
    if step == BACK:
        return _page(desk)
    name = "_checks" if step == CHECKED else "_fields"
    return render(desk.request, f"zsm/decision/{name}.html", _checks(desk, desk.preview()))


def _page(desk: Desk, *, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
    found = desk.preview()
    context = frame(
        desk.request,
        desk.access,
        "zsm",
        **_checks(desk, found),
        refusal=refusal,
        shown=table_facts(desk.access, lines(found.table, found.facts, desk.request.at)),
        path=path_of(desk.access, found.proposal),
        proposal=_proposal(desk, found),
    )
    return render(desk.request, "zsm/decision/decide.html", context, status=status)


def _proposal(desk: Desk, found: Preview) -> Action | None:
    """The button that chooses what the flowchart proposes; deciding stays with the prosecutor."""
    given = {order.kind for order in orders_in_custody(found.table)}
    proposed = tuple(kind for kind in together(found.proposal.kinds) if kind.value not in given)
    if not proposed or set(proposed) == set(desk.form.kinds):
        return None
    query = QueryDict(mutable=True)
    query.setlist("soort", [kind.value for kind in proposed])
    label = f"Kies het voorstel: {kinds_text(proposed)}"
    return Action(label=label, url=f"{desk.url}?{query.urlencode()}", icon="check", shortcut="v")


def _ask(desk: Desk) -> HttpResponse:
    """The confirm step; a guard that stops the decision is said here already, in place.

    In one sentence what will happen to whom, which terms start, who is told.
    """
    found = desk.preview()
    if not found.report.allowed:
        refusal = GuardRefusal(found.report.missing, NOT_NOW)
        return _page(desk, status=409, refusal=refusal_of(desk.access, refusal))
    act, informer = desk.form.act(), desk.form.informer()
    name = informer.name if informer else ""
    suspect = found.table.suspect
    names = names_in(desk.access)
    context = frame(
        desk.request,
        desk.access,
        "zsm",
        title=kinds_text(act.kinds),
        sentence=confirm_sentence(
            act,
            found.effects,
            suspect=suspect.person.full_name if suspect else "de verdachte",
            informer=name,
        ),
        orders=[
            (DECISION_LABELS[order.kind], order_facts(order.kind, order.values, names))
            for order in act.orders
        ],
        terms=term_lines(found.effects, name),
        told=told_lines(found.effects, name),
        notice=_override_notice(desk.override),
        motivation=act.motivation,
        hidden=_typed(desk.request.POST),
        url=desk.url,
    )
    return render(desk.request, "zsm/decision/confirm.html", context)


def _typed(data: QueryDict) -> list[tuple[str, str]]:
    """Everything that was filled in, to be sent again by the confirm step."""
    own = (STEP, "csrfmiddlewaretoken")
    return [(key, str(value)) for key, values in data.lists() if key not in own for value in values]


def _override_notice(override: Override | None) -> Notice | None:
    if override is None:
        return None
    return Notice(
        title="U zet een waarborg opzij",
        text=f"Motivering: {override.motivation}\nAlle deelnemers zien dit op de zaak.",
        tone=Tone.DANGER,
    )
