"""Two batches never work in one workspace at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pdmon_utils.batch.lock import NAME, LockedError, locked

HOLDER = """
import sys, time
from pathlib import Path
from pdmon_utils.batch.lock import locked
sys.argv = ["/opt/x/pdmon", "run", "-m", "primer"]
with locked(Path({reports!r})):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    """Return another process that holds the lock of `reports`."""
    code = HOLDER.format(reports=str(tmp_path / "reports"))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_is_told_who_holds_the_lock_and_the_death_of_the_owner_frees_it(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    try:
        with pytest.raises(LockedError) as refused, locked(tmp_path / "reports"):
            pass
    finally:
        holder.kill()
        holder.communicate()

    assert f"«pdmon run -m primer», процесс {holder.pid}, с " in str(refused.value)
    assert "/opt" not in str(refused.value)
    with locked(tmp_path / "reports"):
        assert (tmp_path / "reports" / NAME).stat().st_size > 0


def test_a_lock_is_free_after_its_block_and_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), locked(tmp_path):
        raise KeyError
    with locked(tmp_path):
        pass

    assert (tmp_path / NAME).read_bytes() == b""


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file", encoding="utf-8")

    with pytest.raises(LockedError, match=r"reports: сюда нельзя писать"), locked(tmp_path / "reports"):
        pass
