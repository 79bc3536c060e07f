"""The command line: `run [--reset]` for the embedded system, `part`, `prepare` and `probe` for containers."""

from __future__ import annotations

import argparse
import os
import signal
import sys

import psycopg

from veiligheid.supervisor.application import PortTaken, start
from veiligheid.supervisor.commands import CONTAINER_PARTS, Unset, become, prepare, web_answers
from veiligheid.supervisor.postgres import PostgresError
from veiligheid.supervisor.state import State, StateError, state_directory
from veiligheid.supervisor.valkey import ValkeyError
from veiligheid.supervisor.watch import StopRequested, Supervisor, SupervisorError

EXPLAINED = (StateError, PostgresError, ValkeyError, SupervisorError, PortTaken, psycopg.Error)


def run(state: State) -> int:
    """Run the system in the foreground until a signal or a part that keeps dying; return the exit code."""
    supervisor = Supervisor(state.logs)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: supervisor.request_stop())
    try:
        wiring = start(supervisor, state)
        supervisor.say(f"State, logs and mail: {state.root}   Stop with Ctrl-C.")
        code = supervisor.watch()
        if code == 0:
            supervisor.say(f"\nStopping {wiring.address} ...")
        return code
    except StopRequested:
        supervisor.say("\nStopping before everything had started ...")
        return 0
    except EXPLAINED as reason:
        print(f"\n{reason}", file=sys.stderr, flush=True)
        return 1
    finally:
        supervisor.stop()


def in_container(options: argparse.Namespace) -> int:
    """Do what one container is for; return the exit code."""
    try:
        if options.command == "part":
            become(options.name)
        if options.command == "prepare":
            prepare()
            return 0
        return 0 if web_answers(os.environ) else 1
    except Unset as reason:
        print(reason, file=sys.stderr)
        return 2


def main() -> int:
    """Do what the command line says; return the exit code."""
    parser = argparse.ArgumentParser(prog="veiligheid.supervisor", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    embedded = commands.add_parser("run", help="start everything on this machine")
    embedded.add_argument("--reset", action="store_true", help="wipe the embedded data first")
    one = commands.add_parser("part", help="become one part, as in a container")
    one.add_argument("name", choices=sorted(CONTAINER_PARTS))
    commands.add_parser("prepare", help="roles, database, migrations and static files")
    commands.add_parser("probe", help="whether the web server answers")
    options = parser.parse_args()
    if options.command != "run":
        return in_container(options)
    state = State(state_directory(os.environ, os.geteuid()))
    try:
        state.prepare()
        with state.claimed():
            if options.reset:
                state.reset()
            return run(state)
    except StateError as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
