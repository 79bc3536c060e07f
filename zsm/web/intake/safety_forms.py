"""Forms for what protects the victim: a measure in force and the report to Veilig Thuis."""

from __future__ import annotations

from datetime import date
from typing import Final

from django import forms

from cases.plans.rules.catalogue import CATALOGUE, ORDER_GROUND_LABELS
from cases.plans.rules.measure import ACCESS_REMOVING_PARTS, PART_LABELS, Measure, MeasureKind, Part
from cases.reports.services import NewReport
from cases.web.forms import DayField, MomentField
from zsm.intake.services import RunningMeasure
from zsm.web.intake.follow_up import FollowUpForm

VICTIM: Final = "victim"
CHILDREN: Final = "children"
BREACH_NAMES: Final = frozenset({"breached_at", "breach_description"})
SAME_NAMES: Final = (
    "imposed_by",
    "imposed_at",
    "ends_at",
    "area",
    "grounds",
    "served_at",
    "served_by",
    "registered_at",
    "registered_by",
    "breach_reporting",
)


def _can_bind(row: Measure) -> bool:
    """Whether a measure can be in force on somebody who is free: it keeps away, and does not detain."""
    return not row.detains and not ACCESS_REMOVING_PARTS.isdisjoint(row.parts | row.implied_parts)


def measure_choices() -> list[tuple[str, str]]:
    """The measures that can be in force at an arrest, the behavioural order first."""
    rows = {row.kind: f"{row.label.capitalize()} ({row.basis})" for row in CATALOGUE if _can_bind(row)}
    first = MeasureKind.BEHAVIOURAL_ORDER
    ordered = [first, *(kind for kind in rows if kind is not first)]
    return [("", "Kies …"), *((kind.value, rows[kind]) for kind in ordered)]


def part_choices() -> list[tuple[str, str]]:
    """What those measures can consist of."""
    offered = {part for row in CATALOGUE if _can_bind(row) for part in row.parts}
    return [(part.value, PART_LABELS[part].capitalize()) for part in Part if part in offered]


class MeasureForm(FollowUpForm):
    """Whether a measure is in force, which, and whether this offence breaks it; names as `RunningMeasure`."""

    question = "in_force"
    asked_after = "yes"

    in_force = forms.ChoiceField(
        label="Loopt er een huisverbod of een andere maatregel tegen de verdachte?",
        choices=[("yes", "Ja"), ("no", "Nee, nagegaan"), ("unknown", "Nog niet nagegaan")],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label="Maatregel", choices=measure_choices)
    parts = forms.MultipleChoiceField(
        label="Bestaat uit", choices=part_choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    grounds = forms.ChoiceField(
        label="Grond van de gedragsaanwijzing",
        choices=[
            ("", "Niet van toepassing"),
            *((ground.value, f"{ground.value}: {label}") for ground, label in ORDER_GROUND_LABELS.items()),
        ],
        required=False,
        help_text="Alleen overtreding van een aanwijzing op grond b is het misdrijf van art. 184a Sr.",
    )
    area = forms.CharField(label="Gebied of adres", max_length=300, required=False)
    protects = forms.MultipleChoiceField(
        label="Beschermt",
        choices=[(VICTIM, "het slachtoffer"), (CHILDREN, "de kinderen")],
        initial=[VICTIM],
        widget=forms.CheckboxSelectMultiple,
    )
    imposed_by = forms.CharField(label="Opgelegd door", max_length=120)
    imposed_at = MomentField(label="Opgelegd op")
    ends_at = MomentField(label="Van kracht tot", required=False, help_text="Leeg: zo lang als de wet zegt.")
    served_at = MomentField(label="Uitgereikt aan de verdachte op", required=False)
    served_by = forms.CharField(label="Uitgereikt door", max_length=120, required=False)
    registered_at = MomentField(label="Bij de politie geregistreerd op", required=False)
    registered_by = forms.CharField(label="Geregistreerd door", max_length=120, required=False)
    breach_reporting = forms.CharField(
        label="Overtreding melden bij",
        max_length=200,
        required=False,
        help_text="Leeg: het nummer van de politie in deze zaak.",
    )
    breached = forms.BooleanField(label="Overtreden bij dit feit", required=False)
    breached_at = MomentField(label="Overtreden op")
    breach_description = forms.CharField(
        label="Wat gebeurde er?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def asks(self, name: str) -> bool:
        """A breach is asked about only when there was one."""
        if name in BREACH_NAMES and not self.data.get(self.add_prefix("breached")):
            return False
        return super().asks(name)

    @property
    def checked(self) -> bool:
        """Whether police looked for a measure in force."""
        return bool(self.cleaned_data["in_force"] in ("yes", "no"))

    def measure(self) -> RunningMeasure | None:
        """The measure as filled in, for the service; None when none is in force."""
        given = self.cleaned_data
        if given["in_force"] != "yes":
            return None
        return RunningMeasure(
            kind=MeasureKind(given["kind"]),
            parts=frozenset(Part(part) for part in given["parts"]),
            protects_victim=VICTIM in given["protects"],
            protects_children=CHILDREN in given["protects"],
            breached_at=given.get("breached_at"),
            breach_description=given.get("breach_description", ""),
            **{name: given[name] for name in SAME_NAMES},
        )


class ReportForm(FollowUpForm):
    """The report to Veilig Thuis, in the same flow; names as `NewReport`."""

    question = "send"
    asked_after = "now"

    send = forms.ChoiceField(
        label="Melding aan Veilig Thuis",
        choices=[("now", "Nu melden"), ("later", "Nu nog niet"), ("earlier", "Al eerder gemeld")],
        initial="now",
        widget=forms.RadioSelect,
        help_text=(
            "Bij huiselijk geweld en belaging: op de dag van de aanhouding, "
            "of voordat een gehoorde verdachte op ZSM komt."
        ),
    )
    reported_on = DayField(label="Gemeld op", help_text="Veilig Thuis krijgt de vraag wat eruit kwam.")
    situation = forms.CharField(
        label="Zorgelijke situatie",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Feiten met datum en bron. Wat is er gebeurd, wie waren erbij, wat is er eerder gebeurd?",
    )
    request = forms.CharField(label="Verzoek aan Veilig Thuis", max_length=300, required=False)
    acute = forms.BooleanField(label="De situatie is acuut", required=False)
    late_reason = forms.CharField(
        label="Reden dat de melding later is dan de dag van de aanhouding",
        max_length=300,
        required=False,
        help_text="Alleen nodig als de dag van de aanhouding voorbij is.",
    )

    def asks(self, name: str) -> bool:
        """The day is asked of a report that was made earlier, the rest of one that is made now."""
        if name == "reported_on":
            return bool(self.data.get(self.add_prefix(self.question)) == "earlier")
        return super().asks(name)

    def earlier(self) -> date | None:
        """The day of a report that was made before, if there is one."""
        given = self.cleaned_data
        return given["reported_on"] if given["send"] == "earlier" else None

    def report(self) -> NewReport | None:
        """The report as filled in, for the service; None when it is sent later."""
        given = self.cleaned_data
        if given["send"] != "now":
            return None
        return NewReport(
            situation=given["situation"],
            request=given["request"],
            acute=given["acute"],
            late_reason=given["late_reason"],
        )
