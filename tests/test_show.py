"""How figures look: tables, charts and the texts between."""

from __future__ import annotations

import math
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from pdmon_utils.show import (
    Bullets,
    Heading,
    Notice,
    Paragraph,
    Passport,
    Picture,
    ShowError,
    Shown,
    Stack,
    Style,
    Table,
    Text,
    alt_bars,
    alt_grouped,
    alt_years,
    bars,
    charts,
    grouped,
    maps,
    multiples,
    panels,
    pdmon_style,
    years,
)
from pdmon_utils.show.canvas import BEFORE
from pdmon_utils.show.maps import Area, alt_map, shade, share_map
from pdmon_utils.words import wilson

NAN = math.nan
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u202e$x^2$\x1b[31m"


class Page(HTMLParser):
    """What a browser finds in a piece of HTML: elements with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        """Read the whole piece."""
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of each such element."""
        return [attributes for name, attributes in self.found if name == tag]


def page(shown: Any) -> Page:  # noqa: ANN401  anything with _repr_html_
    """Return an object as a browser sees it, with ordinary spaces."""
    return Page(shown._repr_html_().replace("\u00a0", " "))


@pytest.fixture
def subjects() -> pd.DataFrame:
    """Three subjects, one of which has not reported."""
    return pd.DataFrame(
        {"Предмет": ["физика", "химия", "без предмета"], "Чел.": [1200, NAN, 7], "Ставок": [18.5, 20, 0.25]}
    )


def test_a_table_heads_its_columns_and_rows(subjects: pd.DataFrame) -> None:
    seen = page(Table(subjects, "Таблица 1"))

    assert [th["scope"] for th in seen.all("th")] == ["col"] * 3 + ["row"] * 3
    assert seen.all("figure")[0]["aria-labelledby"] == seen.all("caption")[0]["id"]
    assert seen.all("figure")[0]["tabindex"] == "0"


def test_the_commas_of_a_column_stand_under_each_other(subjects: pd.DataFrame) -> None:
    rows = Table(subjects, "Таблица 1").rows

    assert [row[1].replace("\u00a0", " ") for row in rows] == ["1 200", "—", "7"]
    assert [row[2] for row in rows] == ["18,50", "20,00", "0,25"]


def test_numbers_stand_to_the_right_and_written_figures_where_asked() -> None:
    frame = pd.DataFrame({"Год": [2024], "Доля": ["41,2 %"], "Чел.": [5], "Кто": ["школа"]})

    assert Table(frame, "Таблица").right == (False, False, True, False)
    assert Table(frame, "Таблица", numeric=("Доля",)).right == (False, True, True, False)


def test_a_mark_is_explained_only_where_it_is_used(subjects: pd.DataFrame) -> None:
    assert Table(subjects, "Таблица").legend == "«—» — данные не представлены."
    assert Table(subjects.dropna(), "Таблица", note="По 18 из 20 ОО.").legend == "По 18 из 20 ОО."
    assert Table(subjects.astype(object).fillna("…"), "Т").legend.startswith("«…» — скрыто")


def test_cells_of_every_type_are_written_in_russian() -> None:
    frame = pd.DataFrame({"1": ["x"], "2": [date(2024, 9, 1)], "3": [True], "4": [pd.NaT], "5": [" "], "6": [None]})

    assert Table(frame, "Таблица").rows == (("x", "01.09.2024", "да", "—", "—", "—"),)


def test_a_table_without_rows_says_so() -> None:
    seen = page(Table(pd.DataFrame({"Предмет": [], "Доля": []}), "Таблица"))

    assert "данные не представлены" in seen.text
    assert seen.all("td") == [{"colspan": "2", "class": "pdmon-nothing"}]


def test_a_table_leaves_the_frame_as_it_was(subjects: pd.DataFrame) -> None:
    before = subjects.copy(deep=True)

    Table(subjects, "Таблица")._repr_html_()

    pd.testing.assert_frame_equal(subjects, before)


def test_tables_of_one_caption_but_other_figures_have_other_ids(subjects: pd.DataFrame) -> None:
    ids = [page(Table(frame, "Таблица")).all("caption")[0]["id"] for frame in (subjects, subjects, subjects.head(1))]

    assert ids[0] == ids[1] != ids[2]


def test_a_table_reads_as_plain_text_too(subjects: pd.DataFrame) -> None:
    said = repr(Table(subjects.tail(1), "Таблица 1"))

    assert said == "Таблица 1\nПредмет | Чел. | Ставок\nбез предмета | 7 | 0,25"


def test_a_passport_names_what_is_empty() -> None:
    seen = page(Passport([("Пункт", "разд. 3"), ("Источник", "")], "Паспорт"))

    assert [th["scope"] for th in seen.all("th")] == ["row", "row"]
    assert seen.text == "ПаспортПунктразд. 3Источник—"


def shown_with(text: str) -> Stack:
    """Return every object there is with the text wherever a text may stand."""
    frame = pd.DataFrame({text: [text], "Значение": [0.5]})
    cut = frame.set_index(text).rename(columns={"Значение": text})
    texts: list[Shown] = [Heading(2, text), Paragraph(text), Bullets([text]), Notice(text, "warning"), Text(text)]
    tables: list[Shown] = [Table(frame, text, text, (text,)), Passport([(text, text)], text)]
    one_bar = bars([text], [0.5], title=text, unit="%", alt=text)
    return Stack([*texts, *tables, one_bar, grouped(cut, title=text, unit="%", alt=text)])


def test_text_from_data_stays_text() -> None:
    seen = page(shown_with(HOSTILE))

    names = {name for _, attributes in seen.found for name in attributes}
    assert names == {"id", "class", "scope", "tabindex", "role", "aria-labelledby", "alt", "src", "width", "height"}
    assert [str(img["src"])[:22] for img in seen.all("img")] == ["data:image/png;base64,"] * 2
    assert not seen.all("script")
    assert "\u202e" not in seen.text
    assert "\x1b" not in seen.text


def test_the_analysts_markdown_has_no_pictures_no_scripts_and_no_second_h1() -> None:
    seen = page(Text("# Вывод\n\n**Важно** ![фото](http://example.org/1.png) [сюда](javascript:alert(1))"))

    assert [tag for tag, _ in seen.found] == ["div", "h3", "p", "strong", "a"]
    assert seen.all("a") == [{"href": "#harmful-link"}]
    assert "фото" in seen.text


def test_levels_and_tones_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ShowError, match="от 2 до 6"):
        Heading(1, "Название")
    with pytest.raises(ShowError, match="note, warning, missing"):
        Notice("Текст", "red")


def test_a_stack_shows_its_items_in_order() -> None:
    stack = Stack([Heading(2, "Раз"), Paragraph("два\n\nтри"), Bullets(["четыре"]), Notice("пять", "warning")])

    assert [tag for tag, _ in page(stack).found] == ["div", "h2", "p", "p", "ul", "li", "div", "p", "strong"]
    assert repr(stack) == "## Раз\n\nдва\n\nтри\n\n• четыре\n\nВнимание! пять"


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(ShowError, match="«Доля»: нет текстового описания"):
        bars(["физика"], [0.5], title="Доля", unit="%", alt=" ")


def draw_bars() -> Picture:
    """Return a chart with all that a bar chart may have."""
    return bars(
        ["$физика$", "химия"], [0.5, NAN], title="Доля", unit="%", alt="Слова", intervals=[(0.4, 0.6), (NAN, NAN)]
    )


def chunks(png: bytes) -> list[bytes]:
    """Return the names of the parts of a PNG file."""
    names, at = [], 8
    while at < len(png):
        names.append(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4])
    return names


def test_the_same_figures_make_the_same_bytes_and_nothing_else_is_in_them() -> None:
    first = draw_bars().data
    with mpl.rc_context({"font.size": 20, "axes.grid": True, "text.parse_math": True}):
        second = draw_bars().data

    assert first == second
    assert set(chunks(first)) == {b"IHDR", b"PLTE", b"pHYs", b"IDAT", b"IEND"}


def test_a_picture_is_as_wide_as_the_text_of_a_page_and_says_its_size() -> None:
    picture = draw_bars()
    seen = page(picture).all("img")[0]

    assert (seen["width"], seen["height"]) == tuple(map(str, picture.size))
    assert picture.size[0] == pytest.approx(16 / 2.54 * 96, abs=1)


def test_the_settings_of_the_analyst_survive_a_chart() -> None:
    with mpl.rc_context({"font.size": 20}):
        draw_bars()

        assert mpl.rcParams["font.size"] == 20


@pytest.fixture
def sheets(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the axes of the charts drawn, instead of their bytes."""
    drawn: list[Any] = []

    def keep(axes: Any) -> bytes:  # noqa: ANN401  matplotlib's axes
        drawn.append(axes)
        return b""

    for module in (charts, maps, panels):
        monkeypatch.setattr(module, "png", keep)
    return drawn


def texts(axes: Any) -> list[str]:  # noqa: ANN401  matplotlib's axes
    """Return what is written in the axes, with ordinary spaces."""
    return [text.get_text().replace("\u00a0", " ") for text in axes.texts]


def test_bars_are_as_long_as_their_values_and_say_them(sheets: list[Any]) -> None:
    bars(["a", "b", "c", "d"], [0.4, 0.25, 3 / 7, None], title="Доля", unit="%", alt="Слова", n=[120, 40, 7, NAN])

    assert [bar.get_width() for bar in sheets[0].patches] == [0.4, 0.25, 3 / 7, 0]
    assert texts(sheets[0]) == ["40,0 %, n = 120", "25 %, n = 40", "3 из 7", "нет данных"]


def test_bars_take_columns_of_a_frame(sheets: list[Any]) -> None:
    frame = pd.DataFrame({"org": ["a", "b"], "value": [0.5, 0.25], "n": [100, 200]})

    bars(frame.org, frame.value, title="Доля", unit="%", alt="Слова", n=frame.n)

    assert texts(sheets[0]) == ["50,0 %, n = 100", "25,0 %, n = 200"]


def test_the_axis_has_a_decimal_comma_and_a_unit(sheets: list[Any]) -> None:
    bars(["a", "b"], [1.5, 0.25], title="Нагрузка", unit="час/нед. (и ставки)", alt="Слова")

    assert sheets[0].get_xlabel() == "час/нед."
    assert [label.get_text() for label in sheets[0].get_xticklabels()] == ["0", "0,5", "1", "1,5"]


def test_a_dollar_in_a_name_is_a_dollar(sheets: list[Any]) -> None:
    bars(["Центр «$x^2$»"], [1], title="Число", unit="чел.", alt="Слова")

    name = sheets[0].figure.texts[0]
    assert name.get_text() == "Центр «$x^2$»"
    assert not name.get_parse_math()


def test_a_long_name_is_wrapped_and_in_the_end_cut(sheets: list[Any]) -> None:
    bars(["Муниципальное бюджетное учреждение " * 9], [1], title="Число", unit="чел.", alt="Слова")

    lines = sheets[0].figure.texts[0].get_text().splitlines()
    assert len(lines) == 4
    assert max(map(len, lines)) <= 36
    assert lines[-1].endswith("…")


def test_a_line_breaks_at_the_year_without_data(sheets: list[Any]) -> None:
    years([2021, 2022, 2024], [0.3, 0.35, 0.4], title="Доля", unit="%", alt="Слова", intervals=[wilson(3, 10)] * 3)

    assert list(sheets[0].lines[0].get_xdata()) == [2021, 2022, 2023, 2024]
    assert sheets[0].lines[0].get_ydata() == pytest.approx([0.3, 0.35, NAN, 0.4], nan_ok=True)
    assert texts(sheets[0]) == ["30,0 %", "35,0 %", "нет данных", "40,0 %"]
    assert sheets[0].get_ylim()[0] == 0


@pytest.fixture
def cut() -> pd.DataFrame:
    """A cut by two years with one gap."""
    return pd.DataFrame({2023: [0.2, NAN], 2024: [0.3, 0.6]}, index=["село", "город"])


def lightness(colour: Any) -> float:  # noqa: ANN401  whatever matplotlib takes for a colour
    """Return the luma of a colour: what is left of it on a grey printer."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_the_told_year_has_the_colour_and_those_before_are_grey(sheets: list[Any], cut: pd.DataFrame) -> None:
    grouped(cut.assign(**{"2025": [0.1, 0.2]}), title="Доля", unit="%", alt="Слова")
    colours = [to_rgb(bar.get_facecolor()) for bar in sheets[0].patches[::2]]

    assert [max(colour) - min(colour) < 0.2 for colour in colours] == [True, True, False]
    assert sorted(map(lightness, colours), reverse=True) == list(map(lightness, colours))
    assert texts(sheets[0])[:4] == ["20,0 %", "нет данных", "30,0 %", "60,0 %"]


def test_neighbouring_parts_differ_in_lightness_and_a_fifth_one_by_its_hatch(sheets: list[Any]) -> None:
    frame = pd.DataFrame([[0.2] * 5], index=["a"], columns=list("бвгде"))
    grouped(frame, title="Структура", unit="%", alt="Слова", stacked=True)
    paints = [(bar.get_facecolor(), bar.get_hatch()) for bar in sheets[0].patches]
    light = [lightness(colour) for colour, _ in paints]

    assert len(set(paints)) == 5
    assert min(abs(a - b) for a, b in pairwise(light)) > 0.2


def test_small_multiples_have_a_panel_each_in_order_on_one_scale(sheets: list[Any], cut: pd.DataFrame) -> None:
    multiples(cut, title="Доля", unit="%", alt="Слова")
    panels = [axes for axes in sheets[0].figure.axes if axes.get_visible()]

    assert [axes.get_title(loc="left") for axes in panels] == ["село", "город"]
    assert len({axes.get_ylim() for axes in panels}) == 1
    assert panels[0].get_ylim()[0] == 0
    assert [text.get_text().replace("\u00a0", " ") for text in panels[0].texts] == ["20,0 %", "30,0 %"]
    assert [text.get_text().replace("\u00a0", " ") for text in panels[1].texts] == ["60,0 %"]
    assert {tuple(to_rgb(line.get_color())) for line in panels[0].lines[:2]} == {to_rgb(BEFORE[1])}
    with pytest.raises(ShowError, match="показывать нечего"):
        multiples(cut * NAN, title="Доля", unit="%", alt="Слова")


SQUARE = [[(0.0, 60.0), (2.0, 60.0), (2.0, 61.0), (0.0, 61.0)]]


def test_a_map_shows_name_and_value_in_the_shade_of_its_band_and_says_who_has_none(sheets: list[Any]) -> None:
    areas = [Area("Северный", SQUARE, 0.41), Area("Южный", [[(2.0, 60.0), (3.0, 60.0), (3.0, 61.0)]], NAN)]
    picture = share_map(areas, title="Доля", unit="%", alt=alt_map({a.name: a.share for a in areas}, "%"))
    faces = [patch for patch in sheets[0].patches if patch.get_fill() and patch.get_linewidth() > 1]

    assert texts(sheets[0]) == ["Северный\n41,0 %", "Южный\nнет данных"]
    assert [bool(patch.get_hatch()) for patch in faces] == [False, True]
    assert to_rgb(faces[0].get_facecolor()) == to_rgb(shade(0.45)) != to_rgb(shade(0.35))
    assert sheets[0].get_aspect() == pytest.approx(2.0, abs=0.05)  # a degree of longitude is half as long at 60°
    assert areas[0].middle == pytest.approx((1.0, 60.5))
    assert "Северный — 41,0 %; Южный — нет данных" in picture.alt.replace("\u00a0", " ")
    with pytest.raises(ShowError, match="ни одного контура"):
        share_map([], title="Доля", unit="%", alt="Слова")


def test_parts_stand_one_behind_another_and_a_missing_part_is_said(sheets: list[Any], cut: pd.DataFrame) -> None:
    grouped(cut, title="Структура", unit="структура", alt="Слова", stacked=True)

    assert [bar.get_x() for bar in sheets[0].patches] == pytest.approx([0, 0, 0.2, 0])
    assert texts(sheets[0]) == ["20,0 %", "30,0 %", "60,0 %", "", "нет данных: 1 из 2"]


def test_all_is_missing_or_nought_and_the_chart_still_stands() -> None:
    drawn = [
        bars(["a", "b"], [NAN, 0], title="Доля", unit="%", alt="Слова", intervals=[(NAN, NAN)] * 2),
        years([2024], [NAN], title="Доля", unit="%", alt="Слова"),
        grouped(pd.DataFrame({2024: pd.array([None], "Int64")}, index=["a"]), title="Число", unit="чел.", alt="Слова"),
    ]

    assert all(picture.data.startswith(b"\x89PNG") for picture in drawn)


def test_a_chart_of_nothing_is_refused_with_advice() -> None:
    with pytest.raises(ShowError, match="«Доля»: показывать нечего"):
        bars([], [], title="Доля", unit="%", alt="Слова")
    with pytest.raises(ShowError, match="«Доля»: показывать нечего"):
        years([], [], title="Доля", unit="%", alt="Слова")
    with pytest.raises(ShowError, match="«Доля»: показывать нечего"):
        grouped(pd.DataFrame(), title="Доля", unit="%", alt="Слова")


def test_words_of_a_bar_chart_name_its_ends_and_gaps() -> None:
    said = alt_bars(["физика", "химия", "ОБЖ"], [0.714, 0.2, NAN], "%", [120, 150, NAN])

    assert said.replace("\u00a0", " ") == (
        "Столбчатая диаграмма. Наибольшее значение — физика, 71,4 %; наименьшее — химия, 20,0 %; нет данных: 1 из 3."
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([5, 5], "Все значения равны: 5."),
        ([5], "A, 5."),
        ([NAN, NAN], "Нет данных: 2 из 2."),
        ([9, 1, 1], "Наибольшее значение — a, 9; наименьшее — b и c, 1."),
        ([9, 1, 1, 1, 1], "Наибольшее значение — a, 9; наименьшее — b, c и ещё 2, 1."),
    ],
)
def test_words_of_a_bar_chart_with_equal_bars(values: list[float], said: str) -> None:
    assert alt_bars(list("abcde")[: len(values)], values, "чел.") == f"Столбчатая диаграмма. {said}"


def test_words_of_years_say_each_year_and_the_gaps() -> None:
    said = alt_years([2022, 2024], [0.412, 0.44], "%")

    assert said.replace("\u00a0", " ") == "График по годам. 2022 г. — 41,2 %; 2023 г. — нет данных; 2024 г. — 44,0 %."


def test_words_of_groups_say_the_ends_of_each(cut: pd.DataFrame) -> None:
    said = alt_grouped(cut, "%").replace("\u00a0", " ")

    assert said == (
        "Столбчатая диаграмма с группами. 2023: село, 20,0 %; нет данных: 1 из 2. "
        "2024: наибольшее значение — город, 60,0 %; наименьшее — село, 30,0 %."
    )


def luminance(colour: str) -> float:
    """Return the relative luminance of «#rrggbb» as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ink", ["#1b1b1b", "#4a5560"])
@pytest.mark.parametrize("ground", ["#ffffff", "#eef1f4", "#f3f5f7", "#fff4ec"])
def test_the_colours_of_the_style_can_be_read(ink: str, ground: str) -> None:
    light, dark = luminance(ground) + 0.05, luminance(ink) + 0.05

    assert ink in pdmon_style()
    assert light / dark >= 4.5


def test_the_style_asks_nothing_from_outside() -> None:
    assert "url(" not in pdmon_style()
    assert "@import" not in pdmon_style()
    assert Style()._repr_html_() == f"<style>{pdmon_style()}</style>"
