"""What the package's code never does: run what data say, ask the clock while it counts, draw lots without a seed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "pdmon_utils"
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.rglob("*.py")}

RUNS = {"eval", "exec", "compile", "__import__", "execfile"}
RUNNING = {"os.system", "os.popen", "yaml.load", "yaml.unsafe_load", "yaml.full_load", "pd.read_pickle", "pd.eval"}
RUNNING |= {"importlib.import_module", "import_module", "runpy.run_path", "runpy.run_module", "pickle.loads"}
MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}
CLOCKS = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "dt.datetime.now", "dt.date.today"}
CLOCKS |= {"pd.Timestamp.now", "pd.Timestamp.today", "Timestamp.now", "time.time", "time.localtime", "time.gmtime"}
CLOCKS |= {"time.time_ns", "uuid1", "uuid.uuid1", "time.strftime", "time.ctime"}

ALLOWED: Mapping[tuple[str, str], str] = {
    ("yamls.py", "yaml.load"): "загрузчик — потомок BaseLoader: строит только тексты, списки и словари",
    ("reading/child.py", "importlib.import_module"): "имя модуля даёт наша же программа, запуская дочерний процесс",
    ("days.py", "date.today"): "единственное место, где спрашивают часы",
    ("days.py", "datetime.now"): "оно же: с каких пор держит блокировку другой запуск, когда начат журнал запуска",
}
TODAY = {  # what asks `days.today`, and why no number hangs on it
    "collect.py": "день поступления файла в журнале",
    "commands/check.py": "день на странице замечаний и в письмах",
    "commands/calendar.py": "что просрочено на сегодня",
    "commands/journal.py": "день решения, если человек его не назвал",
    "commands/ready.py": "день в журнале примера",
    "commands/template.py": "срок в шаблоне",
    "commands/approve.py": "день утверждения не позже сегодняшнего",
    "commands/publish.py": "день, когда версия вышла: стоит в журнале публикаций",
}


def named(node: ast.AST) -> str:
    """Return the dotted name of what is called, empty for what is no name (the result of another call)."""
    if isinstance(node, ast.Attribute):
        return f"{owner}.{node.attr}" if (owner := named(node.value)) else ""
    return node.id if isinstance(node, ast.Name) else ""


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def found(names: set[str]) -> set[tuple[str, str]]:
    """Return the files and the names among these that they call."""
    return {(file, name) for file, tree in TREES.items() for call in calls(tree) if (name := named(call.func)) in names}


def test_there_is_something_to_look_at() -> None:
    assert len(TREES) > 300


def test_nothing_is_run_that_data_could_say() -> None:
    looked = RUNS | RUNNING
    unexplained = found(looked) - set(ALLOWED)

    print(f"файлов {len(TREES)}, названных исключений {len(found(looked) & set(ALLOWED))}")  # noqa: T201
    assert unexplained == set()


def test_every_exception_is_used() -> None:
    assert set(ALLOWED) - found(RUNS | RUNNING | CLOCKS) == set()


def test_nothing_is_pickled() -> None:
    imports = [
        (file, name)
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if name.partition(".")[0] in MODULES
    ]

    assert imports == []


def test_no_shell_is_started() -> None:
    shells = [
        (file, ast.unparse(call)[:60])
        for file, tree in TREES.items()
        for call in calls(tree)
        for word in call.keywords
        if word.arg in {"shell", "allow_pickle"} and not (isinstance(word.value, ast.Constant) and not word.value.value)
    ]

    assert shells == []


@pytest.mark.parametrize("method", ["eval", "query"])
def test_no_frame_runs_an_expression_made_of_data(method: str) -> None:
    made = [
        (file, ast.unparse(call)[:60])
        for file, tree in TREES.items()
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == method
        and not all(isinstance(argument, ast.Constant) for argument in call.args)
    ]

    assert made == []


def test_only_one_module_asks_the_clock() -> None:
    asked = found(CLOCKS) - set(ALLOWED)

    print(f"спрашивают часы вне days.py: {len(asked)}")  # noqa: T201
    assert asked == set()


def test_who_asks_for_the_day_counts_nothing() -> None:
    asking = {
        file
        for file, tree in TREES.items()
        if file != "days.py"
        for call in calls(tree)
        if named(call.func) in {"today", "days.today"}
    }

    assert asking - set(TODAY) == set()


def unseeded(call: ast.Call) -> bool:
    """Return True for a generator without a seed and for the common one of `random` or numpy."""
    name = named(call.func)
    if name.endswith(("default_rng", "RandomState", "random.Random")):
        return not (call.args or call.keywords)
    return name.startswith(("random.", "np.random.", "numpy.random."))


LOTS = {
    ("batch/kernel.py", "numpy.random.seed()"): "ядро после ответвления забывает зерно родителя",
    ("batch/restored.py", "random.seed()"): "после тетради, выполненной в своём процессе, её зерно забыто",
    ("batch/restored.py", "np.random.seed()"): "то же",
}


def test_whatever_is_drawn_has_a_seed() -> None:
    drawn = {(file, ast.unparse(call)[:60]) for file, tree in TREES.items() for call in calls(tree) if unseeded(call)}

    assert drawn == set(LOTS)


WRITING = {"csv.writer", "csv.DictWriter"}
OWN_TEXTS = {"example/workbooks.py": "пишет только вымышленные данные примера"}


def writes_cells(tree: ast.Module) -> bool:
    """Return True where a table that a person opens in Excel is written: lines of csv, cells of openpyxl."""
    cells = any(
        isinstance(node, ast.Assign) and any(ast.unparse(target) == "cell.value" for target in node.targets)
        for node in ast.walk(tree)
    )
    frames = any(
        isinstance(call.func, ast.Attribute) and call.func.attr in {"to_csv", "to_excel"} for call in calls(tree)
    )
    return cells or frames or any(named(call.func) in WRITING for call in calls(tree))


def test_whoever_writes_a_table_asks_whether_a_text_looks_like_a_formula() -> None:
    writing = {file for file, tree in TREES.items() if writes_cells(tree)}
    asking = {
        file
        for file, tree in TREES.items()
        for call in calls(tree)
        if named(call.func) in {"like_formula", "formulas.like_formula"}
    }

    silent = writing - asking

    print(f"модулей, которые пишут таблицы: {len(writing)}, без проверки на формулы: {len(silent - set(OWN_TEXTS))}")  # noqa: T201
    assert silent == set(OWN_TEXTS)
