"""papermill's own tests, which its wheel brings, with its own engine and with ours in its place.

    python bench/papermill_suite.py             # papermill's, ours in its two ways, and what differs
    python bench/papermill_suite.py warm -k cli # one of them, arguments of pytest

As a plugin of pytest (`-p papermill_suite`) this module puts the engine that PDMON_SUITE names in place of papermill's.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pdmon_utils  # noqa: F401  before anything imports jsonschema, see there

# isort: split
import papermill
from papermill import engines

from pdmon_utils.batch.choice import HERE, NAME, WARM
from pdmon_utils.batch.choice import VARIABLE as WAY
from pdmon_utils.batch.engine import WarmEngine

FILES = "execute engines clientwrap autosave cli parameterize inspect utils".split()
ENGINES = ("nbclient", WARM, HERE)
VARIABLE = "PDMON_SUITE"
_LINE = re.compile(r"^(PASSED|FAILED|ERROR|SKIPPED) (\S+)", re.MULTILINE)


def run(engine: str, *arguments: str, files: Iterable[str] = FILES) -> dict[str, str]:
    """Return test → PASSED, FAILED, ERROR of papermill's tests with an engine."""
    tests = Path(papermill.__file__).parent / "tests"
    here = Path(__file__).resolve().parent
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pytest", "-p", "papermill_suite", "-p", "no:cacheprovider", "-c", os.devnull]
        command += ["--rootdir", str(tests), "-q", "-rA", "--basetemp", folder, *arguments]
        command += [str(tests / f"test_{name}.py") for name in files]
        paths = os.pathsep.join([str(here), str(here.parent), os.environ.get("PYTHONPATH", "")])
        told = subprocess.run(  # noqa: S603  papermill's own tests
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=tests,
            env={**os.environ, VARIABLE: engine, WAY: engine, "PYTHONPATH": paths},
        )
    found = {name: word for word, name in _LINE.findall(told.stdout)}
    if not found:
        sys.exit(told.stdout + told.stderr)
    return found


def main(arguments: list[str]) -> None:
    """Print the outcomes of one engine or of all beside each other; ends with 1 where they differ."""
    chosen = arguments[:1] if arguments[:1] and arguments[0] in ENGINES else list(ENGINES)
    rest = arguments[len(chosen) :] if chosen != list(ENGINES) else arguments
    outcomes = {engine: run(engine, *rest) for engine in chosen}
    for engine, found in outcomes.items():
        good = sum(word == "PASSED" for word in found.values())
        print(f"{engine}: {good} of {len(found)} passed")
        for name in sorted(name for name, word in found.items() if word in ("FAILED", "ERROR")):
            print(f"  {name}")
    sys.exit(any(found != outcomes[chosen[0]] for found in outcomes.values()))


if os.environ.get(VARIABLE) in (WARM, HERE):
    engines.NBClientEngine = WarmEngine
    for name in (None, "nbclient", NAME):
        engines.papermill_engines.register(name, WarmEngine)

if __name__ == "__main__":
    main(sys.argv[1:])
