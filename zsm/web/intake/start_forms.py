"""Forms for how police met the suspect, and for what is taken along from a linked case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms

from cases.access.errors import Conflict
from cases.casefiles.queries import CaseAccess, roles_in
from cases.casefiles.rules.linking import LinkKind
from cases.offences.queries import charges_of
from cases.persons.models import Person
from cases.persons.services import NewPerson
from cases.web.forms import BaseForm, MomentField
from zsm.intake.rules import MET_LABELS, Met
from zsm.intake.services import Hearing, Involved, InvolvedChild, LinkTo

REASONS: Final[dict[LinkKind, str]] = {
    LinkKind.CO_SUSPECT: "Medeverdachte van hetzelfde feit.",
    LinkKind.MUTUAL_VIOLENCE: "Geweld over en weer bij hetzelfde voorval.",
}


class StartForm(BaseForm):
    """The first choice: arrested, called for interview, or met by chance."""

    met = forms.ChoiceField(
        label="De verdachte is",
        choices=[(met.value, label) for met, label in MET_LABELS.items()],
        initial=Met.ARRESTED.value,
        widget=forms.RadioSelect,
    )

    @property
    def chosen(self) -> Met | None:
        """The answer; None when there is none."""
        self.is_valid()
        given = self.cleaned_data.get("met", "") if self.is_bound else ""
        return Met(given) if given else None


class HearingForm(BaseForm):
    """When and where the suspect was heard; names as `Hearing`."""

    heard_at = MomentField(label="Gehoord op")
    place = forms.CharField(label="Gehoord in", max_length=120)
    inserted_at = MomentField(
        label="Wordt ingebracht op ZSM op",
        required=False,
        help_text="Vóór dit moment zijn kindcheck, huisverbodcheck, IB en melding gedaan.",
    )

    def hearing(self, met: Met) -> Hearing:
        """The hearing as filled in, for the service."""
        given: dict[str, Any] = self.cleaned_data
        return Hearing(how=met.value, **{name: given[name] for name in self.base_fields})


@dataclass(frozen=True, slots=True)
class Carried:
    """What a linked case lends to a new one: who is carried over, and in which place.

    Mutual violence swaps the roles: who is the victim there is the suspect here, and the other way round.
    """

    access: CaseAccess
    kind: LinkKind
    suspect: Person | None
    victim: Person
    children: tuple[Person, ...]

    @classmethod
    def of(cls, access: CaseAccess, kind: LinkKind) -> Carried:
        """The persons of the case whom the actor may see, in the places of the new case.

        Raises Conflict for a case without suspect or victim.
        """
        people = [(role.role, role.person) for role in roles_in(access)]
        suspect = next((person for role, person in people if role == "suspect"), None)
        victim = next((person for role, person in people if role == "victim"), None)
        if suspect is None or victim is None:
            raise Conflict("Deze zaak heeft geen verdachte en slachtoffer om over te nemen.")
        children = tuple(person for role, person in people if role == "child")
        if kind is LinkKind.MUTUAL_VIOLENCE:
            return cls(access, kind, suspect=victim, victim=suspect, children=children)
        return cls(access, kind, suspect=None, victim=victim, children=children)

    def initial(self) -> dict[str, Any]:
        """What the form of the case begins with."""
        case = self.access.case
        return {
            "hg_label": "yes" if case.hg_label == "yes" else "no",
            "offence_municipality": case.offence_municipality_id,
            "offence_place": case.offence_place,
            "victim_municipality": case.victim_municipality_id,
        }

    def charges(self) -> list[dict[str, Any]]:
        """The offences of the linked case, to begin with."""
        return [
            {"code": row.offence_code, "mode": row.mode, "committed_on": row.committed_on}
            for row in charges_of(self.access.case)
        ]


def carried_person(person: Person) -> NewPerson:
    """A recorded person as the service takes her or him."""
    return NewPerson(
        first_names=person.first_names,
        infix=person.infix,
        last_name=person.last_name,
        birth_date=person.birth_date,
        gender=person.gender,
        bsn=person.bsn,
    )


def involved(person: Person) -> Involved:
    """Somebody of the linked case in the new one."""
    return Involved(person=carried_person(person), carried=person.public_id)


class CarriedForm(BaseForm):
    """Which children of the linked case are taken along, and why the cases are linked."""

    children = forms.MultipleChoiceField(
        label="Kinderen die ook bij deze zaak horen", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label="Reden van het verband", max_length=300)

    def __init__(self, carried: Carried, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "children": [str(child.public_id) for child in carried.children],
                "reason": REASONS[carried.kind],
            },
        )
        super().__init__(*args, **kwargs)
        self.carried = carried
        field = self.fields["children"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(child.public_id), child.full_name) for child in carried.children]
        if not carried.children:
            del self.fields["children"]

    def children_along(self) -> Sequence[InvolvedChild]:
        """The children that were ticked; whose they are is on record already."""
        ticked = set(self.cleaned_data.get("children", ()))
        return [
            InvolvedChild(person=carried_person(child), carried=child.public_id)
            for child in self.carried.children
            if str(child.public_id) in ticked
        ]

    def link(self) -> LinkTo:
        """The link as the service makes it."""
        return LinkTo(
            case=self.carried.access.case, kind=self.carried.kind, reason=self.cleaned_data["reason"]
        )
