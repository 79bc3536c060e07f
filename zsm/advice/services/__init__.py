"""Writing the advice and the civil triage."""

from zsm.advice.services.advice import hand_in_advice, save_draft
from zsm.advice.services.triage import NewTriage, agree_with_triage, record_triage

__all__ = ["NewTriage", "agree_with_triage", "hand_in_advice", "record_triage", "save_draft"]
