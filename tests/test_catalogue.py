"""The catalogue is law as data: it is whole, it keeps the words of the law, and it refuses what it does not know."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from districts import clean_tables
from pdmon_utils import catalogue as package
from pdmon_utils.catalogue import Ask, AskedCut, Indicator, load_catalogue
from pdmon_utils.catalogue.criteria import read_criterion
from pdmon_utils.errors import CatalogueError
from pdmon_utils.figures import Place, compute_figures
from pdmon_utils.store import Workspace
from pdmon_utils.views import known_columns
from pdmon_utils.yamls import read_yaml

HERE = Path(package.__file__).parent
NOTEBOOKS = HERE.parent.parent / "notebooks"
CATALOGUE = load_catalogue()
INDICATORS = {code: i for criterion in CATALOGUE.criteria.values() for code, i in criterion.indicators.items()}
ASKS = {ask.id: ask for regulation in CATALOGUE.regulations.values() for ask in regulation.asks.values()}
every_ask = pytest.mark.parametrize("ask", ASKS.values(), ids=lambda ask: ask.id)
every_indicator = pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda indicator: indicator.code)

# --- what five regulations ask for


def test_the_five_regulations_ask_140_times() -> None:
    asked = {code: len(regulation.asks) for code, regulation in CATALOGUE.regulations.items()}

    assert asked == {"zato": 14, "vilyuysk": 17, "tyumen": 57, "kbr": 23, "ust-labinsk": 29}


def test_no_two_regulations_give_the_same_id_and_no_two_criteria_the_same_indicator() -> None:
    ids = Counter(ask.id for regulation in CATALOGUE.regulations.values() for ask in regulation.asks.values())
    codes = Counter(code for criterion in CATALOGUE.criteria.values() for code in criterion.indicators)

    assert ids.most_common(1)[0][1] == 1
    assert codes.most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("id_", "clause", "wording"),
    [
        (
            "zato.3.1b",
            "разд. 3, табл. 1, строка 1",
            (
                "Количество педагогов, прошедших диагностику профессиональных дефицитов по разным направлениям (доля "
                "от педагогов муниципалитета)"
            ),
        ),
        (
            "vil.1.2.5a",
            "п. 1.2, подп. 5, абз. 1",
            (
                "доля педагогов, участвующих в профессиональных конкурсах различного уровня, от общего количества "
                "педагогов (%)"
            ),
        ),
        (
            "kbr.1",
            "приложение 2, строка 1",
            (
                "Доля педагогов (в разрезе учебных предметов), прошедших диагностику профессиональных дефицитов, от "
                "общего количества педагогов (в разрезе учебных предметов)"
            ),
        ),
    ],
)
def test_an_ask_keeps_clause_and_wording_of_the_law(id_: str, clause: str, wording: str) -> None:
    assert (ASKS[id_].clause, ASKS[id_].wording) == (clause, wording)


@pytest.mark.parametrize(
    ("id_", "wording", "clean"),
    [
        ("tmn.m.12b", "Наличие программы наставничества педагогических || работников", "педагогических работников"),
        ("ust.p5.6", "Средний возраст пелагогических работников;", "Средний возраст педагогических работников"),
        (
            "ust.p2.1",
            (
                "Доля педагогических работников, для которых составлены ИОМ совершенствования профессионального "
                "мастеретва, разработанные на основе диагностики профессиональных дефицитов;"
            ),
            "профессионального мастерства",
        ),
    ],
)
def test_slips_of_the_pen_are_kept_verbatim_and_mended_beside(id_: str, wording: str, clean: str) -> None:
    assert ASKS[id_].wording == wording
    assert clean in ASKS[id_].clean


def test_the_goal_of_vilyuysk_has_its_target_and_its_population() -> None:
    ask = ASKS["vil.1.1.goal"]

    assert (ask.target, ask.population.name, ask.origin) == ("≥20 %", "ped_municipal", "goal")


# --- health of the data


@every_indicator
def test_an_indicator_has_title_unit_topic_and_words_for_its_fraction(indicator: Indicator) -> None:
    divided = indicator.measure.verb in ("share", "mean")
    words = indicator.denominator or indicator.measure.main.of

    assert all((indicator.title, indicator.unit, indicator.topic, indicator.numerator))
    assert words or not divided


@every_indicator
def test_somebody_asks_for_the_indicator(indicator: Indicator) -> None:
    assert indicator.code in {ask.indicator.code for ask in ASKS.values()}


@every_ask
def test_an_ask_has_the_words_of_the_law_and_a_scope(ask: Ask) -> None:
    assert all((ask.clause, ask.criterion, ask.wording, ask.title, ask.scopes))
    assert not any(text != text.strip() for text in (ask.clause, ask.criterion, ask.wording, ask.title))


@every_ask
def test_the_denominator_of_a_share_has_words(ask: Ask) -> None:
    population = ask.population.title if ask.population else ""

    assert ask.indicator.denominator or population or ask.kind in ("count", "list", "presence")


def _codes(asked: AskedCut) -> Iterator[tuple[str, set[str]]]:
    """Yield each listed code and the values it may have; nothing where the column has no dictionary."""
    cut = asked.cut
    columns = [("staff", cut.cross[0])] if cut.cross else list(cut.columns.items())
    known = {value for table, column in columns for value in known_columns(table)[column]}
    known |= {*cut.groups, cut.rest, cut.empty}
    if cut.cross == ("band", "category"):
        known |= {"lt3", "3_5", "5_10", "10_15", "15_20", "20p"}
    for code in asked.groups:
        yield code.rpartition("/")[0] if cut.cross else code, known


@every_ask
def test_each_listed_group_has_words_and_can_be_found_in_the_data(ask: Ask) -> None:
    for asked in ask.cuts:
        assert all(asked.groups.values())
        for code, known in _codes(asked):
            assert code in known


def test_every_cut_and_every_population_is_used() -> None:
    cuts = {*read_yaml(HERE / "cuts.yml"), *(name for i in INDICATORS.values() for name in i.cuts)}
    parts = [part for ask in ASKS.values() for part in ask.measure.parts]
    populations = CATALOGUE.regulations["kbr"].populations
    named = {name for part in parts for name in (part.of, part.outside, part.persons)}

    assert {asked.cut.name for ask in ASKS.values() for asked in ask.cuts} == cuts
    assert set(populations) <= named | {population.of for population in populations.values()}


@pytest.mark.parametrize("regulation", CATALOGUE.regulations.values(), ids=lambda regulation: regulation.code)
def test_words_for_groups_belong_to_a_cut_that_is_asked(regulation: package.Regulation) -> None:
    said = read_yaml(HERE / "regulations" / f"{regulation.code}.yml").get("groups", {})

    assert set(said) <= {asked.cut.name for ask in regulation.asks.values() for asked in ask.cuts}


def _code_of(criterion: str) -> str:
    notebook = json.loads((NOTEBOOKS / f"{criterion}.ipynb").read_text(encoding="utf-8"))
    return "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")


@pytest.mark.parametrize("criterion", CATALOGUE.criteria.values(), ids=lambda criterion: criterion.code)
def test_the_notebook_of_a_criterion_calls_each_of_its_topics(criterion: package.Criterion) -> None:
    called = re.findall(r'study\.topic\("(.+?)"\)', _code_of(criterion.code))

    assert tuple(called) == criterion.topics


# --- a sixth regulation is a file and no code

SIXTH = """\
title: Положение о мониторинге шестого района
short: Шестой район
act: Приказ управления образования от 01.02.2023 № 007
window: academic
defaults: {collect: электронные таблицы}
populations:
  young: {title: педагоги со стажем до 2 лет, of: ped, where: experience < 2}
cuts:
  stay:
    title: сколько работает в организации
    groups:
      new: {staff: tenure < 1}
      old: {staff: tenure >= 1}
groups:
  stay: {new: первый год, old: второй год и далее}
rows:
- clause: п. 1
  criterion: Молодые педагоги
  wording: доля молодых педагогов, имеющих наставника
  asks:
  - {id: six.1, indicator: young_mentored, of: young, split: {stay: all}, scopes: [municipality, organisation]}
- clause: п. 2
  criterion: Дефициты
  wording: доля педагогов, прошедших диагностику
  asks:
  - {id: six.2a, indicator: diagnosed, of: ped, by: {stay: [new]}, scopes: [municipality]}
  - {id: six.2b, indicator: diagnosed, of: young, window: calendar, scopes: [municipality]}
"""


def written(home: Path, text: str = SIXTH, name: str = "sixth") -> Workspace:
    """Return a workspace with a further regulation."""
    (home / "regulations").mkdir()
    (home / "regulations" / f"{name}.yml").write_text(text, encoding="utf-8")
    return Workspace(home)


def test_a_sixth_regulation_stands_beside_the_five(tmp_path: Path) -> None:
    found = written(tmp_path).catalogue
    sixth = found.regulation("sixth")

    assert set(found.regulations) == {*CATALOGUE.regulations, "sixth"}
    assert sixth.act == "Приказ управления образования от 01.02.2023 № 007"
    assert [(ask.id, ask.window, ask.collect) for ask in sixth.asks.values()] == [
        ("six.1", "academic", "электронные таблицы"),
        ("six.2a", "academic", "электронные таблицы"),
        ("six.2b", "calendar", "электронные таблицы"),
    ]
    assert [ask.id for ask in sixth.of("deficits")] == ["six.2a", "six.2b"]


def test_its_own_population_and_cut_are_known_to_it_alone(tmp_path: Path) -> None:
    found = written(tmp_path).catalogue

    assert "young" in found.regulation("sixth").populations
    assert "young" not in found.regulation("kbr").populations
    assert found.regulation("sixth").asks["six.1"].cuts[0].groups == {"new": "первый год", "old": "второй год и далее"}


def test_a_sixth_regulation_gives_figures_without_a_line_of_code(tmp_path: Path) -> None:
    school = {"year": 2023, "org_id": "A", "org_name": "Школа", "org_type": "school", "is_municipal": True}
    post = {"year": 2023, "org_id": "A", "staff_group": "ped", "position": "teacher", "is_external": False, "rate": 1}
    staff = [
        {**post, "person_id": "new", "ped_experience": 0, "hire_date": "2023-08-31"},
        {**post, "person_id": "young", "ped_experience": 1, "hire_date": "2022-08-31"},
        {**post, "person_id": "third", "ped_experience": 2, "hire_date": "2020-09-01"},
    ]
    pair = {"mentor_id": "third", "level": "org", "start_date": "2022-09-01"}
    mentoring = [{**pair, "mentee_id": name} for name in ("young", "third")]
    test = {"kind": "deficit", "completed": True}
    diagnostics = [
        {**test, "person_id": "new", "date": "2022-09-01"},
        {**test, "person_id": "third", "date": "2023-09-01"},
    ]
    tables = {"organisations": [school], "staff": staff, "mentoring": mentoring, "diagnostics": diagnostics}

    regulations = written(tmp_path).catalogue.regulations
    figures = compute_figures(clean_tables({"m": tables}), [Place("m", "sixth", "r", (2023,))], regulations)

    keys = ["indicator", "scope", "breakdown", "group", "numerator", "denominator"]
    assert list(figures[keys].itertuples(index=False, name=None)) == [
        ("six.1", "municipality", "", "", 1, 2),
        ("six.1", "municipality", "stay", "new", 0, 2),
        ("six.1", "municipality", "stay", "old", 1, 2),
        ("six.1", "organisation", "", "", 1, 2),
        ("six.2a", "municipality", "", "", 1, 3),
        ("six.2a", "municipality", "stay", "new", 1, 1),
        ("six.2b", "municipality", "", "", 0, 2),
    ]


# --- what the loader refuses, naming the nearest thing


def refused(home: Path, old: str, new: str) -> str:
    """Return the complaint about the sixth regulation in which `old` became `new`."""
    assert old in SIXTH
    with pytest.raises(CatalogueError) as error:
        _ = written(home, SIXTH.replace(old, new, 1)).catalogue
    return str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("window: academic", "widnow: academic", "не знаю ключа «widnow» — может быть, «window»?"),
        ("collect:", "colect:", "defaults: не знаю ключа «colect» — может быть, «collect»?"),
        ("criterion: М", "kriterion: М", "не знаю ключа «kriterion» — может быть, «criterion»?"),
        ("split:", "slpit:", "six.1: не знаю ключа «slpit» — может быть, «split»?"),
        ("title: педагоги", "titel: педагоги", "young: не знаю ключа «titel» — может быть, «title»?"),
        ("  stay:\n    title", "  stay:\n    titel", "stay: не знаю ключа «titel» — может быть, «title»?"),
        ("act: Приказ управления образования от 01.02.2023 № 007\n", "", "sixth.yml: не указано: act"),
        ("  wording: доля молодых педагогов, имеющих наставника\n", "", "п. 1: не указано: wording"),
        ("id: six.1, ", "", "?: не указано: id"),
        (", scopes: [municipality, organisation]", "", "six.1: не указано: scopes"),
        (", where: experience < 2", "", "young: не указано: where"),
        ("young_mentored", "young_mentoered", "нет показателя «young_mentoered» — может быть, «young_mentored»?"),
        ("of: young, split", "of: yuong, split", "нет совокупности «yuong» — может быть, «young»?"),
        ("of: ped, where", "of: pde, where", "не знаю «pde» — может быть, «ped»?"),
        ("experience < 2", "experiense < 2", "нет столбца «experiense» — может быть, «experience»?"),
        ("tenure < 1", "tenur < 1", "нет столбца «tenur» — может быть, «tenure»?"),
        ("new: {staff: tenure < 1}", "new: {staf: tenure < 1}", "не знаю «staf» — может быть, «staff»?"),
        ("split: {stay", "split: {stey", "нет разреза «stey» — может быть, «stay»?"),
        ("groups:\n  stay:", "groups:\n  stey:", "groups: нет разреза «stey» — может быть, «stay»?"),
        ("[new]", "[nev]", "нет слов для группы «nev» — может быть, «new»?"),
        ("split: {stay: all}", "split: {stay: {fresh: новые}}", "stay: группа: не знаю «fresh»"),
        ("split: {stay: all}", "split: {exp: all}", "exp: нет слов для групп"),
        ("split: {stay: all}", "split: stay", "split: ожидались пары"),
        ("organisation]", "organization]", "уровень: не знаю «organization» — может быть, «organisation»?"),
        ("window: academic", "window: akademic", "окно: не знаю «akademic» — может быть, «academic»?"),
        ("window: calendar", "window: stock_calendar", "окно: не знаю «stock_calendar» — может быть, «calendar»?"),
        ("window: calendar,", "direction: hihger,", "direction: не знаю «hihger» — может быть, «higher»?"),
        ("six.2b", "six.2a", "показатель «six.2a» назван дважды"),
        ("act: Приказ", "act: Указ\nact: Приказ", "строка 4: ключ «act» указан дважды"),
        ("of: ped, where", "of: young, where", "«young» определена через саму себя"),
        ("of: young, split", "of: orgs_school, split", "таблица совокупности «orgs_school»: не знаю «organisations»"),
        ("indicator: young_mentored", "indicator: young_network_events", "показатель не считается по совокупности"),
    ],
)
def test_a_regulation_with_a_slip_is_refused(old: str, new: str, complaint: str, tmp_path: Path) -> None:
    assert complaint in refused(tmp_path, old, new)


def test_a_cut_that_reads_other_tables_than_the_indicator_is_refused(tmp_path: Path) -> None:
    complaint = refused(tmp_path, "split: {stay: all}", "split: {contest: {ped_year: Педагог года}}")

    assert "six.1, contest: разрез читает participation, а показатель — другие таблицы" in complaint


def test_an_unknown_regulation_names_the_nearest_one() -> None:
    with pytest.raises(CatalogueError, match="Нет положения «viluysk» — может быть, «vilyuysk»"):
        CATALOGUE.regulation("viluysk")


INDICATOR = """\
title: Молодые педагоги
question: Кто им помогает?
indicators:
  mentored:
    title: С наставником
    unit: "%"
    topic: Наставничество
    facet: organisation
    numerator: педагоги с наставником
    share: {of: ped, having: {mentees: in_force}}
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("question:", "qestion:", "не знаю ключа «qestion» — может быть, «question»?"),
        ("topic:", "topik:", "не знаю ключа «topik» — может быть, «topic»?"),
        ('    unit: "%"\n', "", "mentored: не указано: unit"),
        ("    numerator: педагоги с наставником\n", "", "mentored: не указано: numerator"),
        ("    share: {of: ped, having: {mentees: in_force}}\n", "", "нужен ровно один глагол"),
        ("    share:", "    count: {of: ped}\n    share:", "нужен ровно один глагол"),
        ("    share:", "    share: {of: ped}\n    share:", "ключ «share» указан дважды"),
        ("mentees:", "mentes:", "не знаю «mentes» — может быть, «mentees»?"),
        ("{mentees: in_force}", "{vacancies: latest}", "таблица о людях: не знаю «vacancies»"),
        ("in_force", "inforce", "нет столбца «inforce» — может быть, «in_force»?"),
        ("in_force", 'level == "mum"', "нет значения «mum» — может быть, «mun»?"),
        ("in_force", "in_force + 1", "нельзя: in_force + 1"),
        ("having:", "each: stuff, having:", "не знаю «stuff» — может быть, «staff»?"),
        ("having:", "sum: rates, having:", "не знаю «rates» — может быть, «rate»?"),
        ("having:", "at: {district: rate > 1}, having:", "уровень: не знаю «district»"),
        ("    unit:", "    kind: distributon\n    unit:", "не знаю «distributon» — может быть, «distribution»?"),
        ("    unit:", "    direction: up\n    unit:", "direction: не знаю «up»"),
        ("    unit:", "    disclosure: secret\n    unit:", "disclosure: не знаю «secret»"),
        ("    unit:", "    cuts: {own: {columns: {staff: sexx}}}\n    unit:", "не знаю «sexx» — может быть, «sex»?"),
    ],
)
def test_an_indicator_with_a_slip_is_refused(old: str, new: str, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "young.yml"
    path.write_text(INDICATOR.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CatalogueError) as error:
        read_criterion(path)

    assert complaint in str(error.value)
    assert "young.yml" in str(error.value)


def test_codes_with_leading_zeros_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "codes.yml"
    path.write_text("oktmo: 00012345\nnumber: 007\nanswer: no\nday: 2022-01-01\nempty:\n", encoding="utf-8")

    assert read_yaml(path) == {
        "oktmo": "00012345",
        "number": "007",
        "answer": "no",
        "day": "2022-01-01",
        "empty": "",
    }


def test_the_catalogue_is_read_once() -> None:
    first = load_catalogue()

    assert load_catalogue() is first
