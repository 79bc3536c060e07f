"""The life of a term as a table: once ended it stays as it was, and every state is in the picture."""

from __future__ import annotations

import pytest

from cases.terms.rules.states import TERM_MOVES, TermStatus, diagram, may_become

ENDS = (TermStatus.MET, TermStatus.MET_LATE, TermStatus.CANCELLED)


@pytest.mark.parametrize("target", ENDS)
def test_what_runs_can_end_in_each_way(target: TermStatus) -> None:
    assert may_become(TermStatus.OPEN, target)


@pytest.mark.parametrize("source", ENDS)
@pytest.mark.parametrize("target", TermStatus)
def test_what_has_ended_changes_no_more(source: TermStatus, target: TermStatus) -> None:
    assert not may_become(source, target)


def test_every_move_stands_in_the_picture() -> None:
    picture = diagram()
    for move in TERM_MOVES:
        assert f"{move.source or '[*]'} --> {move.target}: {move.event}" in picture
