"""Becomes a part of the system, with the clock of that process moved when a file says by how many seconds.

    python -m tests.faults.wrong_clock FILE -m celery …

Without the file, or with 0 in it, the process is the part itself and nothing of this is left in it.
"""

from __future__ import annotations

import os
import runpy
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine


def seconds_off(file: Path) -> int:
    """By how many seconds the clock has to be moved."""
    try:
        return int(file.read_text() or "0")
    except FileNotFoundError:
        return 0


def main() -> None:
    """Become the part. Returns when the part ends by itself."""
    seconds, rest = seconds_off(Path(sys.argv[1])), sys.argv[2:]
    if not seconds:
        os.execv(sys.executable, [sys.executable, *rest])  # noqa: S606 - a command line of ours
    time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True).start()
    if rest[0] == "-m":
        sys.argv = rest[1:]
        runpy.run_module(rest[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = rest
        runpy.run_path(rest[0], run_name="__main__")


if __name__ == "__main__":
    main()
