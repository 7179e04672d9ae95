"""Nothing of a thousand published districts, nor of the examples, is worked out by a reader who has only the frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pandas as pd
import pytest

from pdmon_utils.blocks import KEY
from pdmon_utils.catalogue import Ask, load_catalogue
from pdmon_utils.disclosure import Beside, for_public, joined, to_publish
from pdmon_utils.store import Workspace
from reader import MANY, Reader, is_small, verdict

CODE, YEAR, FEW = "vil.1.2.3a", 2024, 5
DISTRICTS, VERSIONS = 1000, 200
ASKS = {code: ask for law in load_catalogue().regulations.values() for code, ask in law.asks.items()}
SAME = [  # two asks of the same people, read in the regulations by hand
    *(("zato.3.1a", "zato.3.1b"), ("zato.3.5b", "zato.3.5c"), ("ust.p5.3", "ust.p5.4")),
    *(("tmn.m.7a", "tmn.m.7b"), ("tmn.m.15a", "tmn.m.15b"), ("tmn.m.3b", "tmn.m.3c")),
]
PEOPLE = ("persons", "staff", "participation", "reserve", "routes", "mentees", "mentors", "diagnostics", "memberships")


# --- a thousand districts, made of people


def people(dice: np.random.Generator) -> pd.DataFrame:
    """Return the people of a district: school, group in each of 2-3 cuts, whether they are counted."""
    size, schools = dice.integers(60, 400), dice.integers(3, 9)
    frame = {"school": dice.integers(0, schools, size), "counted": dice.random(size) < dice.beta(1.2, 1.2)}
    for cut in range(dice.integers(2, 4)):
        share = dice.dirichlet(np.ones(dice.integers(3, 7)) * 0.7)
        frame[f"cut{cut}"] = dice.choice(len(share), size, p=share)
    return pd.DataFrame(frame)


def corrected(dice: np.random.Generator, before: pd.DataFrame) -> pd.DataFrame:
    """Return the people after a school's correction: some were forgotten, some did not take part after all."""
    more = before.sample(int(dice.integers(0, 9)), random_state=int(dice.integers(1e9)))
    whole = pd.concat([before, more], ignore_index=True)
    changed = dice.integers(0, len(whole), dice.integers(0, 7))
    return whole.assign(counted=np.where(np.isin(whole.index, changed), ~whole["counted"], whole["counted"]))


def figures_of(name: str, crowd: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of a district as the product has them, with the number of organisations behind each."""
    cuts = [column for column in crowd if str(column).startswith("cut")]
    keyed = [(cut, group, rows) for cut in cuts for group, rows in crowd.groupby(cut)]
    rows = [(cut, str(group), r["counted"].sum(), len(r), r["school"].nunique()) for cut, group, r in keyed]
    total = ("", "", crowd["counted"].sum(), len(crowd), crowd["school"].nunique())
    frame = pd.DataFrame([total, *rows], columns=["breakdown", "group", "numerator", "denominator", "sources"])
    frame = frame.astype({"numerator": float, "denominator": float})
    place = {"municipality": name, "year": YEAR, "indicator": CODE, "scope": "municipality", "unit": name}
    return frame.assign(**place, value=frame["numerator"] / frame["denominator"])


def published(figures: pd.DataFrame, history: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what the product publishes of them."""
    beside = Beside(figures[[*KEY, "sources"]], history)
    return for_public(figures.drop(columns="sources"), ASKS, beside)


def together(true: pd.DataFrame, public: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of hidden groups together that stand beside the public ones."""
    return joined(true.drop(columns="sources"), ASKS, public, Beside(true[[*KEY, "sources"]]))


def reader_of(public: pd.DataFrame, true: pd.DataFrame, sums: pd.DataFrame | None = None) -> Reader:
    """Return the reader of districts whose cuts each divide everybody; `sums`: rows of hidden groups together."""
    reader = Reader(public["numerator"].to_numpy(dtype=float), true["denominator"].to_numpy(dtype=float))
    for row in () if sums is None else sums.itertuples():
        mine = (public["municipality"] == row.municipality) & (public["breakdown"] == row.breakdown)
        parts = public.index[mine & public["group"].isin(row.members)].tolist()
        assert public.loc[parts, "withheld"].all()
        reader.adds(parts, "=", number=row.numerator)
    totals = {name: int(at) for at, name in public.loc[public["breakdown"] == "", "municipality"].items()}
    for (name, cut), rows in public.groupby(["municipality", "breakdown"]):
        if cut:
            reader.adds(rows.index.tolist(), "=", totals[name])
    return reader


def in_turn(places: pd.Series) -> Iterator[list[int]]:
    """Yield one cell of each district, then the next one of each: districts do not touch."""
    for _, rows in places.groupby(places.groupby(places).cumcount()):
        yield rows.index.tolist()


def test_no_small_cell_of_a_thousand_districts_is_worked_out_from_their_published_frames() -> None:
    dice = np.random.default_rng(11)
    true = pd.concat([figures_of(f"d{at}", people(dice)) for at in range(DISTRICTS)], ignore_index=True)
    public = published(true)
    inside, base = true["numerator"].to_numpy(), true["denominator"].to_numpy()
    small = is_small(inside, base)
    few = small | (true["sources"] < 3).to_numpy()

    assert public.loc[public["withheld"], ["numerator", "denominator", "value"]].isna().all(axis=None)
    wanted = public["municipality"][few & public["withheld"].to_numpy()]
    sums = together(true, public)
    found = reader_of(public, true, sums).ranges(in_turn(wanted), whole=False)
    told = Counter(verdict(inside[at], base[at], ends) for at, ends in found.items())
    shown = int((few & ~public["withheld"].to_numpy()).sum())
    parts = sums["numerator"].to_numpy(), sums["denominator"].to_numpy()
    print(  # noqa: T201  the figure of docs/promises.md
        f"districts {DISTRICTS}, small cells {int(few.sum())}, shown {shown}, exact {told['exact']}, "
        f"narrowed {told['narrowed']}, "
        f"sums told {len(sums)}, withheld {public['withheld'].mean():.0%} of {len(public)} cells"
    )
    assert few.sum() > 1000
    assert len(sums) > DISTRICTS / 10
    assert not is_small(*parts).any()
    assert (shown, told["exact"], told["narrowed"]) == (0, 0, 0)


def test_hiding_the_small_cells_alone_would_give_many_of_them_away() -> None:
    """So the districts are no easy ones, and the reader can do his work."""
    dice = np.random.default_rng(11)
    true = pd.concat([figures_of(f"d{at}", people(dice)) for at in range(60)], ignore_index=True)
    inside, base = true["numerator"].to_numpy(), true["denominator"].to_numpy()
    small = is_small(inside, base)
    public = true.assign(numerator=true["numerator"].mask(small))

    found = reader_of(public, true).ranges(in_turn(public["municipality"][small]), whole=False)

    assert sum(bool(verdict(inside[at], base[at], ends)) for at, ends in found.items()) > len(found) / 4


def test_two_versions_of_two_hundred_districts_give_no_small_difference_away() -> None:
    dice = np.random.default_rng(12)
    crowds = [people(dice) for _ in range(VERSIONS)]
    first = pd.concat([figures_of(f"d{at}", crowd) for at, crowd in enumerate(crowds)], ignore_index=True)
    then = [figures_of(f"d{at}", corrected(dice, crowd)) for at, crowd in enumerate(crowds)]
    before = published(first)
    true = pd.concat(then, ignore_index=True)
    public = published(true, to_publish(before, 1, date(2025, 3, 1)))

    old = true[list(KEY)].merge(before, how="left", on=list(KEY))
    more = true["numerator"] - old["numerator"]
    outside = more - (true["denominator"] - old["denominator"])
    moved = (more.abs().between(1, FEW - 1) | outside.abs().between(1, FEW - 1)).to_numpy()
    hidden = public["withheld"].to_numpy()
    found = reader_of(public, true).ranges(in_turn(public["municipality"][moved & hidden]), whole=False)
    exact = sum(low == high for low, high in found.values())
    print(  # noqa: T201  the figure of docs/promises.md
        f"districts {VERSIONS}, cells moved by few {int(moved.sum())}, "
        f"shown {int((moved & ~hidden).sum())}, exact {exact}"
    )
    assert moved.sum() > VERSIONS
    assert (int((moved & ~hidden).sum()), exact) == (0, 0)


# --- the example districts


def people_of(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return people in the numerator and the base; of a mean, its people are the denominator."""
    means = rows["indicator"].map(lambda code: ASKS[code].kind == "mean").to_numpy(dtype=bool)
    above, below = rows["numerator"].to_numpy(dtype=float), rows["denominator"].to_numpy(dtype=float)
    return np.where(means, below, above), np.where(means, np.nan, below)


def of_people(ask: Ask) -> bool:
    """Return True when a figure counts people, or what belongs to one of them each."""
    return ask.measure.main.each in PEOPLE


def sign(parts: float, whole: float) -> str:
    """Return what a reader who knows the district knows of a cut: it divides everybody, leaves some out, overlaps."""
    return "=" if parts == whole else "<" if parts < whole else ">"


def learn(reader: Reader, rows: pd.DataFrame, inside: np.ndarray, base: np.ndarray) -> None:
    """Tell the reader everything that adds up in one district and year."""
    place = {
        key: at for at, key in enumerate(rows[["indicator", "breakdown", "group"]].itertuples(index=False, name=None))
    }
    for (code, cut), each in rows.groupby(["indicator", "breakdown"]):
        if not cut:
            continue
        parts, total = each.index.tolist(), place[code, "", ""]
        whole = next(asked.cut for asked in ASKS[code].cuts if asked.cut.name == cut).whole
        size = base[total] if whole else inside[total]
        known = {"number": float(size)} if whole else {"total": total}
        reader.adds(parts, sign(inside[parts].sum(), size), **known)
        if not whole:
            for part in parts:
                reader.adds([part], "<", total)
        if whole and cut == "category":
            both = [place[code, cut, group] for group in ("top", "first")]
            reader.adds(both, sign(inside[both].sum(), inside[total]), total)
        crossed(reader, place, (str(code), str(cut), parts), inside, base)
    for one, other in SAME:
        for key, at in place.items():
            if key[0] == one and (twin := place.get((other, *key[1:]))) is not None:
                assert inside[at] == inside[twin]
                reader.adds([at], "=", twin)


def crossed(
    reader: Reader, place: dict, asked: tuple[str, str, Sequence[int]], inside: np.ndarray, base: np.ndarray
) -> None:
    """Tell the reader the sides of a crossed cut: the people of the first, the categories of the second."""
    code, cut, parts = asked
    names = {at: key[2] for key, at in place.items() if at in parts and "/" in key[2]}
    for side in (0, 1):
        for name in {group.split("/")[side] for group in names.values() if cut.endswith("_category")}:
            mine = [at for at, group in names.items() if group.split("/")[side] == name]
            if side == 0:
                reader.adds(mine, sign(inside[mine].sum(), base[mine[0]]), number=float(base[mine[0]]))
            elif (total := place.get((code, "category", name))) is not None:
                reader.adds(mine, sign(inside[mine].sum(), inside[total]), total)


@pytest.mark.parametrize("slug", ["gorod-primer", "ravnina-primer", "step-primer", "ulus-primer", "zato-primer"])
def test_no_small_cell_of_an_example_district_is_worked_out_from_its_published_frame(
    slug: str, workspace: Workspace
) -> None:
    figures = workspace.figures([slug])
    public_all = for_public(figures, ASKS, Beside(workspace.sources([slug])))
    rows_all = figures[figures["scope"] == "municipality"].reset_index(drop=True)
    told: Counter[str] = Counter()
    for year in sorted(rows_all["year"].unique()):
        mine = (rows_all["year"] == year) & rows_all["indicator"].map(lambda code: of_people(ASKS[code]))
        rows, public = (f[mine].reset_index(drop=True) for f in (rows_all, public_all))
        inside, base = people_of(rows)
        hidden = public["withheld"].to_numpy(dtype=bool)
        small = is_small(inside, base)
        reader = Reader(np.where(hidden, np.nan, inside), np.nan_to_num(base, nan=MANY))
        learn(reader, rows, inside, base)
        found = reader.ranges([at] for at in np.flatnonzero(small & hidden).tolist())
        told.update(verdict(inside[at], base[at], ends) for at, ends in found.items())
        told["shown"] += int((small & ~hidden).sum())
    print(f"{slug}: small cells {told.total()}, {dict(told)}")  # noqa: T201  the figure of docs/promises.md

    assert (told["shown"], told["exact"], told["narrowed"]) == (0, 0, 0)
