"""One environment told three times (pyproject, lock, conda), and the same each time."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]

# conda-forge splits these: the part that brings no Qt, no pandoc, no statsmodels
CONDA_NAMES = {"matplotlib-base": "matplotlib", "nbconvert-core": "nbconvert", "seaborn-base": "seaborn"}
CONDA_OWN = {"python", "pip", "setuptools"}


def bounds(requirements: Iterable[str]) -> dict[str, SpecifierSet]:
    parsed = [Requirement(text) for text in requirements]
    return {canonicalize_name(each.name): each.specifier for each in parsed}


def locked() -> list[tuple[Requirement, list[str]]]:
    """Return every pin of the lock with its hashes."""
    entries = re.sub(r"^\s*#.*\n", "", LOCK, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    split = [line.split("--hash=") for line in entries if line.strip()]
    return [(Requirement(first), [digest.strip() for digest in hashes]) for first, *hashes in split]


def pins(name: str, python: str) -> list[str]:
    """Return the versions that the lock gives to Linux with this Python."""
    system = {
        "python_version": python[:4],
        "python_full_version": python,
        "sys_platform": "linux",
        "platform_system": "Linux",
    }
    return [
        str(pin.specifier).removeprefix("==")
        for pin, _ in locked()
        if canonicalize_name(pin.name) == name and (pin.marker or Marker("python_version > '3'")).evaluate(system)
    ]


def test_conda_has_the_bounds_of_pyproject() -> None:
    outer = [text for text in CONDA if isinstance(text, str)]
    inner = [text for part in CONDA if isinstance(part, dict) for text in part["pip"] if not text.startswith("-e")]
    told = {name: bound for name, bound in bounds([*outer, *inner]).items() if name not in CONDA_OWN}

    assert {CONDA_NAMES.get(name, name): bound for name, bound in told.items()} == bounds(PROJECT["dependencies"])


def test_conda_has_the_python_of_pyproject() -> None:
    assert bounds(text for text in CONDA if isinstance(text, str))["python"] == SpecifierSet(PROJECT["requires-python"])


@pytest.mark.parametrize("python", ["3.11.0", "3.12.0", "3.13.0"])
def test_the_lock_pins_every_dependency_once_for_every_python(python: str) -> None:
    extras = [text for extra in PROJECT["optional-dependencies"].values() for text in extra]
    wanted = bounds([*PROJECT["dependencies"], *extras])
    found = {name: pins(name, python) for name in wanted}

    assert python in SpecifierSet(PROJECT["requires-python"])
    assert {name: versions for name, versions in found.items() if len(versions) != 1} == {}
    assert {name: found[name] for name, bound in wanted.items() if found[name][0] not in bound} == {}


def test_every_pin_of_the_lock_has_hashes() -> None:
    assert [
        pin.name for pin, hashes in locked() if not hashes or not all(h.startswith("sha256:") for h in hashes)
    ] == []
    assert all(str(pin.specifier).startswith("==") for pin, _ in locked())


def test_the_lock_names_no_address_and_no_folder_of_a_machine() -> None:
    assert re.findall(r".*(?:://|--index|--find-links|--trusted-host|file:|/home|/opt|/tmp).*", LOCK) == []


def test_opening_a_study_loads_no_heavy_library() -> None:
    code = "import sys, pdmon_utils.study; print(sorted({'scipy.stats', 'sklearn', 'seaborn'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_every_entry_point_names_a_module_that_exists() -> None:
    groups = [PROJECT["scripts"], *PROJECT["entry-points"].values()]
    modules = [target.partition(":")[0] for group in groups for target in group.values()]

    assert [module for module in modules if find_spec(module) is None] == []


def test_the_windows_set_up_has_windows_line_ends() -> None:
    text = (ROOT / "install.cmd").read_bytes()

    assert text.count(b"\n") == text.count(b"\r\n") > 0
