"""The process that supervises the system under test: the parts of `make run`, on a database that is there.

    python -m tests.faults.system STATE --mail-port 9025

Like `veiligheid.supervisor run`, but without migrations and demo data, and with more patience: parts die here
far more often than five times a minute. Mail leaves for `--mail-port`, where the test stands in between.
"""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import replace
from pathlib import Path

from veiligheid.supervisor.application import (
    FIRST_MAIL_PORT,
    FIRST_WEB_PORT,
    Wiring,
    background_parts,
    free_port,
    web_part,
)
from veiligheid.supervisor.mailcatcher import mailcatcher_part
from veiligheid.supervisor.parts import Part
from veiligheid.supervisor.postgres import cluster_in
from veiligheid.supervisor.state import State
from veiligheid.supervisor.valkey import valkey_part
from veiligheid.supervisor.watch import RestartLimit, StopRequested, Supervisor

PATIENT = RestartLimit(deaths=1000, seconds=60.0, first_pause=0.3, longest_pause=2.0)
METRICS_TOKEN = "only-for-fault-tests"
CLOCK = "clock"
WEB_PORT, CATCHER_PORT = "web-port", "catcher-port"


def with_clock(part: Part, state: State) -> Part:
    """The part, with a clock that the test can move before it starts again."""
    module = [part.command[0], "-m", "tests.faults.wrong_clock", str(state.folder(CLOCK))]
    environment = {**part.environment, "METRICS_TOKEN": METRICS_TOKEN}
    return replace(part, command=[*module, *part.command[1:]], environment=environment)


def start(supervisor: Supervisor, state: State, mail_port: int) -> None:
    """Start every part, and leave word where it answers."""
    cluster = cluster_in(state.postgres, state.sockets / "postgres")
    cluster.ensure()
    catcher_port = free_port(FIRST_MAIL_PORT)
    wiring = Wiring(state, cluster.server, free_port(FIRST_WEB_PORT + 400), mail_port)
    state.folder(WEB_PORT).write_text(str(wiring.web_port))
    state.folder(CATCHER_PORT).write_text(str(catcher_port))
    state.folder("static").mkdir(exist_ok=True)
    broker = valkey_part(wiring.broker_socket, state.folder("broker"))
    mail = mailcatcher_part(catcher_port, state.mail)
    supervisor.start(cluster.part(settings=("fsync=off",)), broker, mail)
    supervisor.start(*(with_clock(part, state) for part in (web_part(wiring), *background_parts(wiring))))


def main() -> int:
    """Run until a signal; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("state", type=Path)
    parser.add_argument("--mail-port", type=int, required=True)
    options = parser.parse_args()
    state = State(options.state)
    supervisor = Supervisor(state.logs, limit=PATIENT)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.request_stop())
    try:
        start(supervisor, state, options.mail_port)
        supervisor.say("everything runs")
        return supervisor.watch()
    except StopRequested:
        return 0
    finally:
        supervisor.stop()


if __name__ == "__main__":
    sys.exit(main())
