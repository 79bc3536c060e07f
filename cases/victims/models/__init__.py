"""What concerns the victim: notices and attempts, calls, wishes, letters."""

from __future__ import annotations

from cases.victims.models.calls import CallAgreement, CrimeReport, ProsecutionTold, VictimCall
from cases.victims.models.letters import LetterNotice, OfficialLetter, VictimLetter
from cases.victims.models.notices import NoticeAttempt, VictimNotice
from cases.victims.models.wishes import VictimWishes

__all__ = [
    "CallAgreement",
    "CrimeReport",
    "LetterNotice",
    "NoticeAttempt",
    "OfficialLetter",
    "ProsecutionTold",
    "VictimCall",
    "VictimLetter",
    "VictimNotice",
    "VictimWishes",
]
