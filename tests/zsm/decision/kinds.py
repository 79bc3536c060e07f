"""Every kind of decision once, filled in as it can be taken on the stalking case (Halt: on a minor's)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cases.casefiles.models import CaseRole
from cases.plans.models import SafetyMeasure
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.wording import local
from tests.zsm.decision.making import past_the_wall
from zsm.decision.rules.kinds import DecisionKind

K, T = DecisionKind, TermKind


@dataclass(frozen=True)
class Taken:
    """What taking it brings. `set_aside`: the guards that stop it; `custody`: where the suspect is then."""

    kind: DecisionKind
    starts: frozenset[TermKind] = frozenset()
    state: str = "at_zsm"
    custody: str = "held"
    set_aside: tuple[int, ...] = ()
    measure: str = ""
    ends_track: bool = False


KINDS: Final = (
    Taken(K.HOLD_CUSTODY, frozenset({T.POLICE_CUSTODY, T.BEFORE_RC})),
    Taken(K.BRING_BEFORE_RC, frozenset({T.BEFORE_RC}), state="awaiting"),
    Taken(K.RELEASE_WITHOUT_MEASURES, frozenset({T.REASSESS}), custody="released", set_aside=(1,)),
    Taken(K.RELEASE_WITH_MEASURES, frozenset({T.REASSESS}), custody="released", set_aside=(1,)),
    Taken(
        K.BEHAVIOURAL_ORDER,
        frozenset({T.BEHAVIOURAL_ORDER, T.SERVE_MEASURE, T.REGISTER_MEASURE, T.MEASURE_ENDS}),
        measure="behavioural_order",
    ),
    Taken(K.SUMMONS, frozenset({T.HANDOVER}), state="awaiting", set_aside=(4,)),
    Taken(K.SUMMONS_WITH_RC, frozenset({T.BEFORE_RC}), state="awaiting", set_aside=(4,)),
    Taken(K.PENAL_ORDER, frozenset({T.SERVE_MEASURE}), "after_zsm", set_aside=(4,), measure="penal_order"),
    Taken(K.OM_HEARING, frozenset({T.HANDOVER}), state="awaiting", set_aside=(4,)),
    Taken(
        K.CONDITIONAL_DISMISSAL,
        frozenset({T.SERVE_MEASURE, T.MEASURE_ENDS}),
        "after_zsm",
        "released",
        (1, 4),
        "conditional_dismissal",
    ),
    Taken(K.DISMISSAL_01, frozenset({T.HANDOVER}), "after_zsm", "released", (1, 4), ends_track=True),
    Taken(K.DISMISSAL_02, frozenset({T.HANDOVER}), "after_zsm", "released", (1, 4), ends_track=True),
    Taken(K.DISMISSAL_POLICY, frozenset({T.HANDOVER}), "after_zsm", "released", (1, 4), ends_track=True),
    Taken(K.HALT, frozenset({T.HANDOVER}), "after_zsm", "released", (1, 4)),
    Taken(K.ROUTING, frozenset({T.PARTNER_REQUEST}), state="awaiting"),
    Taken(K.PLAN_DATE, frozenset({T.PLAN_DATE, T.PARTNER_REQUEST}), state="awaiting"),
    Taken(K.ON_HOLD, frozenset({T.SPREEKUUR}), "awaiting", "released", (1,)),
)


def values_of(kind: DecisionKind, case_id: int, at: datetime) -> dict[str, object]:
    """Every field that the kind asks, filled in."""
    with past_the_wall():
        roles = CaseRole.objects.filter(case=case_id, role="victim").select_related("person")
        victim = str(roles[0].person.public_id)
        measures = SafetyMeasure.objects.filter(case=case_id).values_list("public_id", flat=True)
        served = tuple(str(key) for key in measures)
    later = local(at).date() + timedelta(days=20)
    ban = {"persons": (victim,)}
    hearing = {"hearing_date": later, "court": "single_judge"}
    remand: dict[str, object] = {"remand_grounds": ("danger_to_persons",)}
    filled: dict[DecisionKind, dict[str, object]] = {
        K.HOLD_CUSTODY: {"ground": "investigation", "order_moment": at, "place": "Bureau Duinstede"},
        K.BRING_BEFORE_RC: remand,
        K.RELEASE_WITHOUT_MEASURES: {"released_at": at},
        K.RELEASE_WITH_MEASURES: {"released_at": at, "measures": served},
        K.BEHAVIOURAL_ORDER: {"order_grounds": ("b",), "parts": ("contact_ban",), "days": 90, **ban},
        K.SUMMONS: hearing,
        K.SUMMONS_WITH_RC: {**hearing, **remand},
        K.PENAL_ORDER: {
            "content": ("instructions",),
            "conditions": ("contact_ban",),
            "consent": "given",
            **ban,
        },
        K.OM_HEARING: {"hearing_date": later, "place": "Parket Duinrand"},
        K.CONDITIONAL_DISMISSAL: {
            "ground_group": "suspect",
            "general_condition": "Geen nieuw strafbaar feit.",
            "conditions": ("contact_ban",),
            "condition_details": "Geen contact.",
            "trial_months": 12,
            **ban,
        },
        K.DISMISSAL_01: {"reason": "Ten onrechte als verdachte aangemerkt."},
        K.DISMISSAL_02: {"reason": "Onvoldoende bewijs."},
        K.DISMISSAL_POLICY: {"policy_code": "55", "reason": "Andere maatregelen volstaan."},
        K.HALT: {"halt_kind": "amends"},
        K.ROUTING: {"department": "interventions", "receiving_prosecutor": "mr. Aalders"},
        K.PLAN_DATE: {
            "plan_date": later,
            "needed_by_then": ("safety_plan",),
            "interim_safety": "De gedragsaanwijzing loopt door.",
        },
        K.ON_HOLD: {
            "appointment": at + timedelta(days=10),
            "contact_3ro": "J. de Boer",
            "contact_vt": "M. Smit",
        },
    }
    return filled[kind]
