"""Setting a safety condition from a pattern that is freely edited, and withdrawing one with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access.rules.categories import Category
from cases.assessments.queries import unsafe_persons
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, participants, roles_in
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.plans.models import SafetyCondition
from cases.plans.permissions import check_can_set_conditions
from cases.plans.queries import condition_of
from cases.plans.rules.conditions import (
    CONDITION_LEVEL_LABELS,
    CONDITION_PATTERNS,
    PATTERN_BY_CODE,
    ConditionLevel,
    ConditionPattern,
    condition_text,
)
from cases.plans.services import NewCondition, set_condition, withdraw_condition
from cases.terms.rules.wording import local
from cases.web.casepage import frame
from cases.web.components import Fact
from cases.web.forms import BaseForm, DayField
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit

FIELDS: Final = {
    "level": "soort",
    "text": "tekst",
    "binds": "geldt_voor",
    "supervisor": "toezicht",
    "supervision": "hoe_toezicht",
    "breach_reporter": "melder",
    "breach_reported_to": "melden_aan",
    "consequence": "gevolg",
    "starts_on": "vanaf",
    "ends_on": "tot",
}


@dataclass(frozen=True, slots=True)
class PatternLink:
    """A pattern to start from."""

    label: str
    kind: str
    url: str
    current: bool


class ConditionForm(BaseForm):
    """Whom a condition binds, who supervises, who reports a breach to whom, and what follows."""

    soort = forms.ChoiceField(
        label="Soort",
        choices=[(level.value, label.capitalize()) for level, label in CONDITION_LEVEL_LABELS.items()],
        widget=forms.RadioSelect,
        initial=ConditionLevel.FLOOR.value,
    )
    tekst = forms.CharField(
        label="Voorwaarde",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wat moet er gebeuren of uitblijven. Vul in wat tussen [haken] staat.",
    )
    geldt_voor = forms.ChoiceField(label="Geldt voor")
    toezicht = forms.ChoiceField(label="Wie houdt toezicht")
    hoe_toezicht = forms.CharField(label="Hoe wordt toezicht gehouden", max_length=300, required=False)
    melder = forms.ChoiceField(label="Wie meldt een schending")
    melden_aan = forms.ChoiceField(label="Aan wie")
    gevolg = forms.CharField(
        label="Wat volgt er bij een schending", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    vanaf = DayField(label="Vanaf")
    tot = DayField(label="Tot en met", required=False, help_text="Leeg: tot Veilig Thuis haar intrekt.")

    def __init__(
        self, *args: Any, roles: list[CaseRole], organisations: list[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.persons = {str(role.person.public_id): role.person for role in roles}
        self.organisations = {str(organisation.public_id): organisation for organisation in organisations}
        people = {
            str(role.person.public_id): f"{role.person.full_name} ({role.get_role_display()})"
            for role in roles
        }
        self._choices("geldt_voor", list(people.items()))
        for name in ("toezicht", "melder", "melden_aan"):
            self._choices(
                name, [(key, str(organisation)) for key, organisation in self.organisations.items()]
            )

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Maak een keuze"), *choices]

    def condition(self) -> NewCondition:
        """What the service records."""
        data = self.cleaned_data
        return NewCondition(
            level=ConditionLevel(data["soort"]),
            text=data["tekst"],
            binds=self.persons[data["geldt_voor"]],
            supervisor=self.organisations[data["toezicht"]],
            supervision=data["hoe_toezicht"],
            breach_reporter=self.organisations[data["melder"]],
            breach_reported_to=self.organisations[data["melden_aan"]],
            consequence=data["gevolg"],
            starts_on=data["vanaf"],
            ends_on=data["tot"],
        )


def _may_set(access: CaseAccess) -> None:
    check_can_set_conditions(access.actor, access.case.pk)


@case_page(may=_may_set)
def condition(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Set a condition; `?patroon=` fills the form with a pattern, every word of which can be changed."""
    roles = roles_in(access)
    organisations = [row.organisation for row in participants(access)]
    pattern = PATTERN_BY_CODE.get(request.GET.get("patroon", ""))
    initial = {"vanaf": local(request.at).date(), **_filled(pattern, access, roles, organisations)}
    form = ConditionForm(
        request.POST if request.method == "POST" else None,
        roles=roles,
        organisations=list(dict.fromkeys(organisations)),
        initial=initial,
    )
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: set_condition(
                case=access.case, condition=form.condition(), actor=request.actor, at=request.at
            ),
            fields=FIELDS,
        )
        if sent.done:
            messages.success(request, "De voorwaarde is gesteld.")
            target = "cases:condition" if "nog" in request.POST else "cases:plan"
            return redirect(target, zaak=access.case.public_id)
    request.trail.shows(
        persons={role.person_id for role in roles}, categories=[Category.IDENTITY, Category.PLAN]
    )
    context = frame(
        request, access, "plan", form=form, refusal=sent.refusal, patterns=_links(access, pattern)
    )
    return render(request, "cases/plans/condition.html", context, status=sent.status)


def _links(access: CaseAccess, chosen: ConditionPattern | None) -> list[PatternLink]:
    url = reverse("cases:condition", kwargs={"zaak": access.case.public_id})
    return [
        PatternLink(
            label=pattern.title,
            kind=CONDITION_LEVEL_LABELS[pattern.level],
            url=f"{url}?patroon={pattern.code}",
            current=pattern is chosen,
        )
        for pattern in CONDITION_PATTERNS
    ]


def _filled(
    pattern: ConditionPattern | None,
    access: CaseAccess,
    roles: list[CaseRole],
    organisations: list[Organisation],
) -> dict[str, Any]:
    """The start of the form: the suspect is bound, the unsafe persons (else the victims) are protected."""
    bound = next((role.person for role in roles if role.role == "suspect"), None)
    start: dict[str, Any] = {"geldt_voor": str(bound.public_id) if bound else ""}
    if pattern is None:
        return start
    unsafe = {person.pk for person in unsafe_persons(access.case)}
    protected = [role for role in roles if role.person_id in unsafe] or [
        role for role in roles if role.role == "victim"
    ]
    by_kind: dict[OrganisationKind, str] = {}
    for organisation in organisations:
        by_kind.setdefault(OrganisationKind(organisation.kind), str(organisation.public_id))
    return start | {
        "soort": pattern.level.value,
        "tekst": condition_text(
            pattern,
            bound=bound.full_name if bound else "",
            protected=_protected(protected),
        ),
        "toezicht": by_kind.get(pattern.supervisor, ""),
        "melder": by_kind.get(pattern.reporter, ""),
        "melden_aan": by_kind.get(pattern.reports_to, ""),
        "gevolg": pattern.consequence,
    }


def _protected(roles: list[CaseRole]) -> str:
    """Whom the condition protects: adults by name, children without, for not every reader may know theirs."""
    names = [role.person.full_name for role in roles if role.role != "child"]
    children = sum(role.role == "child" for role in roles)
    if children:
        names.append("het kind" if children == 1 else "de kinderen")
    return " en ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


class WithdrawForm(BaseForm):
    """Why a condition no longer holds."""

    reden = forms.CharField(
        label="Waarom wordt de voorwaarde ingetrokken",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
    )


@case_page(may=_may_set)
def withdraw(request: ActorRequest, access: CaseAccess, voorwaarde: UUID) -> HttpResponse:
    """Withdraw a condition; it stays on the record."""
    try:
        row = condition_of(access.case, voorwaarde)
    except SafetyCondition.DoesNotExist:
        raise Http404 from None
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: withdraw_condition(
                condition=row, reason=form.cleaned_data["reden"], actor=request.actor, at=request.at
            ),
            fields={"reason": "reden"},
        )
        if sent.done:
            messages.success(request, "De voorwaarde is ingetrokken.")
            return redirect("cases:plan", zaak=access.case.public_id)
    request.trail.shows(persons=[row.binds_id], categories=[Category.PLAN])
    facts = (Fact(label="Voorwaarde", value=row.text), Fact(label="Geldt voor", value=row.binds.full_name))
    context = frame(request, access, "plan", form=form, refusal=sent.refusal, facts=facts)
    return render(request, "cases/plans/withdraw.html", context, status=sent.status)
