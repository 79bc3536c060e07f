"""Writing what the partners bring to the table, and leading the table."""

from zsm.consultation.services.contributions import NewContribution, contribute
from zsm.consultation.services.known import KnownReply, answer_known
from zsm.consultation.services.seats import leave_seat, take_seat
from zsm.consultation.services.table import (
    bring_in,
    call_case,
    close_table,
    finish_case,
    move_case,
    next_case,
    open_table,
    put_back,
)

__all__ = [
    "KnownReply",
    "NewContribution",
    "answer_known",
    "bring_in",
    "call_case",
    "close_table",
    "contribute",
    "finish_case",
    "leave_seat",
    "move_case",
    "next_case",
    "open_table",
    "put_back",
    "take_seat",
]
