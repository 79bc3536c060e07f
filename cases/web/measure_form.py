"""The form on which a measure of the mayor, a judge or the juvenile court is brought into the case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django import forms

from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, participants, roles_in
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.plans.permissions import can_record_measure
from cases.plans.rules.catalogue import CATALOGUE
from cases.plans.rules.changes import INFORMERS, needed_role, recorders
from cases.plans.rules.measure import FRAME_LABELS, PART_LABELS, Frame, Measure, MeasureKind, Part
from cases.plans.services import NewMeasure
from cases.plans.services.impose import may_be_imposed
from cases.terms.rules.wording import local
from cases.web.forms import BaseForm, MomentField

# The names of the service by those of the form.
FIELDS: Final = {
    "kind": "maatregel",
    "parts": "onderdelen",
    "protects": "beschermt",
    "area": "gebied",
    "imposed_by": "opgelegd_door",
    "imposed_at": "opgelegd_op",
    "starts_at": "vanaf",
    "ends_at": "tot",
    "served_at": "uitgereikt_op",
    "served_by": "uitgereikt_door",
    "registered_at": "geregistreerd_op",
    "registered_by": "geregistreerd_door",
    "breach_reporting": "melden_bij",
}


def recordable(access: CaseAccess, at: datetime) -> list[Measure]:
    """The measures that the actor may bring into the case, by what the law is on the day."""
    if not can_record_measure(access.actor, access.case.pk):
        return []
    kind, day = access.actor.organisation_kind, local(at).date()
    rows = [row for row in CATALOGUE if row.in_force(day) and may_be_imposed(row) and kind in recorders(row)]
    return [row for row in rows if (role := needed_role(row, kind)) is None or access.actor.has(role)]


def partners(access: CaseAccess) -> list[Organisation]:
    """The organisations of the case, each once."""
    return list({row.organisation_id: row.organisation for row in participants(access)}.values())


def informers(access: CaseAccess) -> list[Organisation]:
    """Who of them can tell the victim."""
    return [row for row in partners(access) if OrganisationKind(row.kind) in INFORMERS]


def organisation_choices(rows: Iterable[Organisation], empty: str) -> list[tuple[str, str]]:
    """Organisations as choices, with what stands there before one is chosen."""
    return [("", empty), *((str(row.public_id), row.name) for row in rows)]


class MeasureForm(BaseForm):
    """What was imposed, by whom, for whose protection, until when, and how a breach is reported."""

    def __init__(self, *args: Any, access: CaseAccess, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        self.rows = recordable(access, at)
        self.roles = roles_in(access)
        self.partners = partners(access)
        allowed = {part for row in self.rows for part in row.parts}
        self.add_field("maatregel", forms.ChoiceField(label="Maatregel", choices=self._measures()))
        if allowed:
            self.add_field(
                "onderdelen",
                forms.MultipleChoiceField(
                    label="Onderdelen",
                    required=False,
                    choices=[
                        (part.value, PART_LABELS[part].capitalize()) for part in Part if part in allowed
                    ],
                    widget=forms.CheckboxSelectMultiple,
                    help_text="Een huisverbod bevat altijd een locatie- en contactverbod.",
                ),
            )
        self._add_who()
        self._add_when()

    def _measures(self) -> list[tuple[str, Any]]:
        groups = [
            (
                FRAME_LABELS[frame].capitalize(),
                [
                    (row.kind.value, f"{row.label.capitalize()} ({row.basis})")
                    for row in self.rows
                    if row.frame is frame
                ],
            )
            for frame in Frame
        ]
        return [("", "Kies een maatregel"), *(group for group in groups if group[1])]

    def _add_who(self) -> None:
        bound = [(str(role.person.public_id), _named(role)) for role in self.roles]
        suspect = next((str(role.person.public_id) for role in self.roles if role.role == "suspect"), "")
        self.add_field("geldt_voor", forms.ChoiceField(label="Geldt voor", choices=bound, initial=suspect))
        self.add_field(
            "beschermt",
            forms.MultipleChoiceField(
                label="Beschermt",
                required=False,
                choices=[choice for choice in bound if choice[0] != suspect],
                widget=forms.CheckboxSelectMultiple,
            ),
        )
        area = forms.Textarea(attrs={"rows": 2})
        self.add_field(
            "gebied", forms.CharField(label="Gebied of adres", max_length=300, required=False, widget=area)
        )
        self.add_field("enkelband", forms.BooleanField(label="Met elektronisch toezicht", required=False))
        self.add_field(
            "toezicht",
            forms.ChoiceField(
                label="Wie houdt toezicht",
                required=False,
                choices=organisation_choices(self.partners, "Niemand aangewezen"),
            ),
        )
        self.add_field(
            "informeert",
            forms.ChoiceField(
                label="Wie informeert het slachtoffer",
                choices=organisation_choices(informers(self.access), "Kies een organisatie"),
                help_text="Bij stalking nooit de reclassering.",
            ),
        )

    def _add_when(self) -> None:
        self.add_field("opgelegd_door", forms.CharField(label="Opgelegd door", max_length=120))
        self.add_field("opgelegd_op", MomentField(label="Opgelegd op"))
        self.add_field(
            "vanaf", MomentField(label="Van kracht vanaf", required=False, help_text="Leeg: meteen.")
        )
        self.add_field(
            "tot",
            MomentField(
                label="Van kracht tot", required=False, help_text="Leeg: zo lang als de wet bepaalt."
            ),
        )
        for name, label in (("uitgereikt", "Uitgereikt"), ("geregistreerd", "Bij de politie geregistreerd")):
            self.add_field(f"{name}_op", MomentField(label=f"{label} op", required=False))
            self.add_field(
                f"{name}_door", forms.CharField(label=f"{label} door", max_length=120, required=False)
            )
        self.add_field(
            "melden_bij",
            forms.CharField(
                label="Waar en hoe een overtreding melden",
                max_length=200,
                required=False,
                help_text="Leeg: het meldnummer van de politie van deze zaak.",
            ),
        )

    def measure(self) -> NewMeasure:
        """What the service records."""
        data = self.cleaned_data
        persons = {str(role.person.public_id): role.person for role in self.roles}
        organisations = {str(row.public_id): row for row in self.partners}
        return NewMeasure(
            kind=MeasureKind(data["maatregel"]),
            parts=frozenset(Part(part) for part in data.get("onderdelen", ())),
            binds=persons[data["geldt_voor"]],
            protects=tuple(persons[key] for key in data["beschermt"]),
            area=data["gebied"],
            electronic_monitoring=data["enkelband"],
            supervisor=organisations.get(data["toezicht"]),
            informer=organisations.get(data["informeert"]),
            imposed_by=data["opgelegd_door"],
            imposed_at=data["opgelegd_op"],
            starts_at=data["vanaf"],
            ends_at=data["tot"],
            served_at=data["uitgereikt_op"],
            served_by=data["uitgereikt_door"],
            registered_at=data["geregistreerd_op"],
            registered_by=data["geregistreerd_door"],
            breach_reporting=data["melden_bij"],
        )


def _named(role: CaseRole) -> str:
    return f"{role.person.full_name} ({role.get_role_display()})"
