"""The start page itself: drop-downs and buttons of ipywidgets over `choices`, `steps` and `child`."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from html import escape

import ipywidgets as w
from IPython.display import HTML, display

from pdmon_utils.errors import PdmonError
from pdmon_utils.show import Style
from pdmon_utils.start import choices, steps
from pdmon_utils.start.child import STOPPED, Child
from pdmon_utils.start.choices import Choice
from pdmon_utils.start.links import linked
from pdmon_utils.start.overview import EMPTY, overview
from pdmon_utils.start.steps import Step
from pdmon_utils.store import Workspace

_LINES = 200  # of what a command said, the last ones
_WIDE = {"description_width": "9em"}
_ENDS = {0: "готово", STOPPED: "прервано"}
_WRONG = "не выполнено, причина сказана ниже"
# JupyterLab takes arrows and letters for its own shortcuts, unless the element that has the focus says that it may not
_OWN_KEYS = """<script>
document.currentScript.closest(".jp-OutputArea")?.addEventListener("focusin", (event) =>
  event.target.setAttribute("data-lm-suppress-shortcuts", "true"))
</script>"""


def _list(label: str) -> w.Dropdown:
    return w.Dropdown(description=label, style=_WIDE, layout=w.Layout(width="min(48em, 95%)"))


class Panel:
    """Four choices, the buttons, the commands behind them, what they say, and links to what they made."""

    def __init__(self, workspace: Workspace) -> None:
        """Read the workspace and show its first municipality, latest year."""
        self.workspace = workspace
        self.municipality, self.year = _list("Муниципалитет"), _list("Год")
        self.notebook, self.audience = _list("Тетрадь"), _list("Для кого")
        self.table, self.commands, self.state = w.HTML(), w.HTML(), w.HTML()
        self.said, self.links = w.HTML(), w.HTML()
        self.buttons: dict[str, Callable[[], Step]] = {
            "Проверить": lambda: steps.check(self.choice),
            "Выполнить": lambda: steps.run(self.workspace, self.choice),
            "Справка": lambda: steps.note(self.workspace, self.choice),
            "Своя копия": lambda: steps.copy(self.choice),
        }
        self._child: Child | None = None
        self._heard: deque[str] = deque(maxlen=_LINES)
        self._row = self._buttons()
        self._following = False
        self._fill()
        for each in (self.municipality, self.year, self.notebook, self.audience):
            each.observe(lambda _: self._follow(), names="value")

    def _ipython_display_(self) -> None:
        """Show the panel; keys pressed in it belong to its lists and buttons, not to JupyterLab."""
        display(self.box, HTML(_OWN_KEYS))  # type: ignore[no-untyped-call]

    @property
    def box(self) -> w.VBox:
        """Everything, one under another."""
        lists = (self.municipality, self.year, self.notebook, self.audience)
        return w.VBox([*lists, self._row, self.state, self.links, self.said, self.commands, self.table])

    @property
    def choice(self) -> Choice:
        """What the drop-downs say."""
        return Choice(self.municipality.value, self.year.value, self.notebook.value, self.audience.value)

    def _buttons(self) -> w.HBox:
        row = [self._button(name, step) for name, step in self.buttons.items()]
        self.stop = w.Button(description="Прервать", disabled=True)
        self.stop.on_click(lambda _: self._stop())
        refresh = w.Button(description="Обновить")
        refresh.on_click(lambda _: self._fill())
        return w.HBox([*row, self.stop, refresh], layout=w.Layout(flex_flow="row wrap"))

    def _button(self, name: str, step: Callable[[], Step]) -> w.Button:
        button = w.Button(description=name)
        button.on_click(lambda _: self.run(step()))
        return button

    def _fill(self) -> None:
        """Read the workspace anew; what was chosen stays chosen."""
        self.workspace = Workspace(self.workspace.home)
        try:
            self.table.value = Style()._repr_html_() + overview(self.workspace)._repr_html_()
            _offer(self.audience, choices.AUDIENCES)
            _offer(self.municipality, choices.municipalities(self.workspace))
            self._follow()
        except PdmonError as error:
            self.state.value = _spoken(str(error))

    def _follow(self) -> None:
        """Offer what belongs to the choice; a drop-down that changes by this does not begin it once more."""
        if self._following:
            return
        self._following = True
        try:
            self._offer_all()
        finally:
            self._following = False

    def _offer_all(self) -> None:
        """Offer the years and notebooks of the municipality, the commands and results of the choice."""
        if not self.municipality.value:
            self.state.value = _spoken(EMPTY)
            self._switch(running=False, ready=False)
            return
        _offer(self.year, choices.years(self.workspace, self.municipality.value))
        _offer(self.notebook, choices.notebooks(self.workspace, self.municipality.value, self.audience.value))
        ready = bool(self.year.value and self.notebook.value)
        self._switch(running=False, ready=ready)
        self.commands.value = self._lines() if ready else _spoken("В папке муниципалитета нет папок с годами.")
        self.links.value = linked(self.workspace, self.choice) if ready else ""

    def _lines(self) -> str:
        """Return what to type in a terminal instead of pressing the buttons."""
        rows = (self._described(name, step()) for name, step in self.buttons.items())
        return f"<details open><summary>То же командами</summary><dl>{''.join(rows)}</dl></details>"

    def _described(self, name: str, step: Step) -> str:
        typed = (escape(steps.spoken(self.workspace, line)) for line in step.lines)
        return f"<dt>{name}</dt>" + "".join(f"<dd><code>{words}</code></dd>" for words in typed)

    def run(self, step: Step) -> None:
        """Start the step's commands; nothing happens while others run."""
        if self._child and self._child.alive:
            return
        self._heard.clear()
        self._began = time.monotonic()
        self._switch(running=True)
        self.state.value = _spoken(f"{step.name}: выполняется…")
        self._child = Child(self.workspace, step, self._hear, lambda code: self._ended(step, code))

    def _stop(self) -> None:
        if self._child:
            self._child.stop()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the running step has ended."""
        if self._child:
            self._child.wait(seconds)

    def _hear(self, line: str) -> None:
        self._heard.append(line)
        self.said.value = (
            f"<pre tabindex='0' aria-label='Что говорит программа'>{escape(chr(10).join(self._heard))}</pre>"
        )

    def _ended(self, step: Step, code: int) -> None:
        seconds = round(time.monotonic() - self._began)
        self._fill()
        end = f"закончено, {step.found}" if code == 1 else _ENDS.get(code, _WRONG)
        self.state.value = _spoken(f"{step.name}: {end} ({seconds} с).")
        self._switch(running=False)

    def _switch(self, *, running: bool, ready: bool = True) -> None:
        for button in self._row.children:
            button.disabled = running or (button.description in self.buttons and not ready)
        self.stop.disabled = not running


def _offer(chosen: w.Dropdown, options: choices.Options) -> None:
    """Give a drop-down its values; the chosen one stays if it is still among them, else the first is chosen."""
    kept, values = chosen.value, [value for _, value in options]
    if tuple(options) != tuple(chosen.options):
        chosen.options = options
    chosen.value = kept if kept in values else next(iter(values), None)


def _spoken(text: str) -> str:
    """Return a line that a screen reader says by itself."""
    return f"<p role='status' aria-live='polite'><b>{escape(text)}</b></p>"
