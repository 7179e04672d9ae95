"""What a person, a log and a program see of a run of many reports."""

from __future__ import annotations

import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from pdmon_utils.commands.terminal import console
from pdmon_utils.days import moment

if TYPE_CHECKING:
    from pdmon_utils.batch.session import Done, Ran
    from pdmon_utils.batch.standing import Standing

LOGS, KEPT_LOGS = "_log", 50
_MEGABYTE = 10**6
_NAMED_REASONS = 5


class _Rate(ProgressColumn):
    """Reports a minute."""

    def render(self, task: Task) -> Text:
        """Return the column's text; empty until the first report ended."""
        speed = task.finished_speed or task.speed
        return Text(f"{comma(speed * 60, 1)} отчёта/мин" if speed else "", style="progress.data.speed")


class Watcher:
    """Hears the plan and the end of each report, and tells the log and, unless quiet, whoever asked."""

    def __init__(self, log: IO[str], *, quiet: bool, lines: bool) -> None:
        """Take the log's file; `lines`: a line of JSON for each event instead of words, for a program."""
        self._log, self._quiet, self._lines = log, quiet, lines
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
        self.bar = Progress(*columns, console=console, disable=quiet or lines)
        self._task = self.bar.add_task("Отчёты", total=None)

    def planned(self, found: Sequence[Standing]) -> None:
        """Tell what will be run and why."""
        todo = [one for one in found if one.why]
        self.bar.update(self._task, total=len(todo), visible=bool(todo))
        reasons = "; ".join(f"{why}: {number}" for why, number in Counter(one.why for one in todo).most_common(20))
        self._write(f"отчётов: {len(found)}, выполнить: {len(todo)}{f' ({reasons})' if reasons else ''}")
        self._event("start", reports=len(found), run=len(todo), current=len(found) - len(todo))

    def ended(self, one: Done) -> None:
        """Tell how a report came out."""
        self.bar.advance(self._task)
        outcome, used = one.outcome, one.used
        took = (
            f"{comma(used.seconds, 1)} с, процессор {comma(used.cpu, 1)} с, память {comma(used.memory / _MEGABYTE)} МБ"
        )
        self._write(f"{outcome.job.label}: {outcome.reason or 'готово'} ({took})")
        self._event(
            "report",
            report=outcome.job.label,
            status="failed" if outcome.reason else "done",
            reason=outcome.reason,
            doubts=list(outcome.doubts),
            seconds=round(used.seconds, 3),
            cpu=round(used.cpu, 3),
            memory=used.memory,
            bytes=one.size,
        )

    def finished(self, ran: Ran, seconds: float) -> None:
        """Tell what came of all."""
        failed, said = len(ran.failed), _sums(ran)
        self._write(
            f"готово: {len(ran.done) - failed + len(ran.current)}, не выполнено: {failed}; {_taken(ran, seconds)}"
        )
        self._event(
            "end",
            done=len(ran.done) - failed,
            current=len(ran.current),
            failed=failed,
            seconds=round(seconds, 3),
            **said,
        )
        if not self._lines:
            self._tell(ran, seconds)

    def stopped(self, done: int, todo: int) -> None:
        """Tell that a person stopped it."""
        self._write(f"остановлено: выполнено {done} из {todo}")
        self._event("stopped", done=done, run=todo)
        if not self._lines:
            console.print(f"Остановлено: выполнено {done} из {todo}. Остальное выполнит следующий pdmon run.")

    def _tell(self, ran: Ran, seconds: float) -> None:
        if not self._quiet:
            whole = len(ran.done) + len(ran.current)
            same = f" (без изменений: {len(ran.current)})" if ran.current else ""
            console.print(
                f"Отчётов: {whole}, готово: {whole - len(ran.failed)}{same}, не выполнено: {len(ran.failed)}."
            )
            if ran.done:
                console.print(_table(ran), f"Отчёты заняли: {_taken(ran, seconds)}.")
        for outcome in ran.failed:
            console.print(f"  {outcome.job.label}: {outcome.reason}", markup=False, soft_wrap=True)
        if ran.failed:
            console.print("Тетради с ошибками лежат в reports/_failed, рядом — что делать. Затем повторите pdmon run.")
        self._doubts(ran)

    def _doubts(self, ran: Ran) -> None:
        """Say what the checks of finished reports found: such a report is not published."""
        doubtful = [outcome for outcome in ran.outcomes if outcome.doubts]
        if doubtful:
            console.print(f"Не прошли проверку: {len(doubtful)}. Журнал проверок — на странице происхождения отчёта.")
        for outcome in doubtful:
            more = len(outcome.doubts) - 1
            rest = f" (и ещё {more})" if more else ""
            console.print(f"  {outcome.job.label}: {outcome.doubts[0]}{rest}", markup=False, soft_wrap=True)

    def _write(self, words: str) -> None:
        with suppress(OSError):  # a full disk: the reports themselves say so
            self._log.write(f"{moment()} {words}\n")
            self._log.flush()

    def _event(self, event: str, **said: Any) -> None:
        if self._lines:
            print(json.dumps({"event": event, **said}, ensure_ascii=False), flush=True)  # noqa: T201  for a program


@contextmanager
def watched(reports: Path, *, quiet: bool = False, lines: bool = False) -> Iterator[Watcher]:
    """Give a watcher with a fresh log in `reports/_log`; where none can be written, without one."""
    with _log(reports / LOGS) as log:
        watcher = Watcher(log, quiet=quiet, lines=lines)
        with watcher.bar:
            yield watcher


def _log(folder: Path) -> IO[str]:
    """Return a fresh log; the oldest ones are removed."""
    day, clock = moment().split()
    name = f"{'-'.join(reversed(day.split('.')))}_{clock.replace(':', '-')}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("*.log"))[: -KEPT_LOGS + 1]:
            old.unlink(missing_ok=True)
        return (folder / f"{name}.log").open("a", encoding="utf-8")
    except OSError:
        return io.StringIO()


def comma(value: float, digits: int = 0) -> str:
    """Return a number with a decimal comma."""
    return f"{value:.{digits}f}".replace(".", ",")


def _sums(ran: Ran) -> dict[str, float]:
    return {
        "cpu": round(sum(one.used.cpu for one in ran.done), 3),
        "memory": max((one.used.memory for one in ran.done), default=0),
        "bytes": sum(one.size for one in ran.done),
    }


def _taken(ran: Ran, seconds: float) -> str:
    said = _sums(ran)
    memory, size = (comma(said[name] / _MEGABYTE) for name in ("memory", "bytes"))
    return f"{comma(seconds, 1)} с, процессор {comma(said['cpu'], 1)} с, память до {memory} МБ, записано {size} МБ"


def _table(ran: Ran) -> Table:
    """Return a line a place and year: how many reports were run, how many of them failed, how long they took."""
    table = Table("Отчёты по местам", "Год", "Выполнено", "Не выполнено", "Без изменений", "Секунд", box=None)
    lines: dict[tuple[str, int], list[float]] = defaultdict(lambda: [0, 0, 0, 0.0])
    for one in ran.done:
        line = lines[one.outcome.job.place, one.outcome.job.year]
        line[1 if one.outcome.reason else 0] += 1
        line[3] += one.used.seconds
    for job in ran.current:
        lines[job.place, job.year][2] += 1
    for (place, year), (done, failed, same, seconds) in sorted(lines.items()):
        table.add_row(place, str(year), *(f"{number:.0f}" for number in (done, failed, same)), comma(seconds, 1))
    return table


def plan_lines(found: Sequence[Standing]) -> Iterator[str]:
    """Yield a line a report that has to be run, with the reason, then how many there are of each."""
    todo = [one for one in found if one.why]
    yield from (f"{one.job.label}: {one.why}" for one in todo)
    yield f"Отчётов: {len(found)}, без изменений: {len(found) - len(todo)}, выполнить: {len(todo)}."
    for why, number in Counter(one.why for one in todo).most_common(_NAMED_REASONS):
        yield f"  {why}: {number}"
