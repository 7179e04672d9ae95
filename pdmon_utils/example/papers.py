"""What the fictional districts write down: programmes, documents, practices, vacancies, results, measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from pdmon_utils.example.crew import Season
from pdmon_utils.example.dice import Dice
from pdmon_utils.example.lore import facts, weights
from pdmon_utils.example.places import YEARS, District, Entry, Organisation, own_dice

_TEACHING = ("teacher",)
_FILLED = 40


def programmes(place: District) -> Iterator[Entry]:
    """Yield the programmes on offer in every report year, the same in the whole region."""
    for year in YEARS:
        for said in facts("programmes")["programmes"]:
            if str(year) in said.get("years", map(str, YEARS)):
                row = {
                    "programme_id": said["id"],
                    "year": year,
                    "title": said["title"],
                    "provider": place.home if said["provider"] == "home" else said["provider"],
                    "kind": said["kind"],
                    "hours": int(said["hours"]),
                    "form": said["form"],
                    "topic": said["topic"],
                    "ped_profile": said.get("ped_profile") == "yes",
                    "e_learning": year >= int(said["e_since"]),
                    "developed_in_region": said["developed"] == "yes",
                    "based_on_diagnostics": said["diagnostics"] == "yes",
                }
                yield Entry(year, "programmes", "", row)


def _vacancy(season: Season, org: Organisation, day: date, post: tuple[str, str], rate: float) -> Entry:
    position, subject = post
    row = {"org_id": org.id, "date": day, "position": position, "subject": subject, "rate_vacant": rate}
    return Entry(season.year, "vacancies", org.id, row)


def _vacant_posts(season: Season, org: Organisation) -> dict[tuple[str, str], float]:
    """Return vacant rates by (position, subject)."""
    dice = season.dice
    mean = float(facts("rates")["vacancies"][YEARS.index(season.year)]) * org.size / _FILLED
    rest = facts("staffing")["rest"][org.type]
    likely = weights("rates", "weights", "vacancy") | {"teacher": 60.0 if rest == "teacher" else 0.0, rest: 60.0}
    vacant: dict[tuple[str, str], float] = {}
    for _ in range(dice.count(mean)):
        position = dice.pick(likely)
        subject = dice.pick(weights("staffing", "subjects")) if position in _TEACHING else ""
        vacant[position, subject] = float(dice.pick({"1.0": 60, "0.5": 30, "1.5": 10}))
    return vacant


def vacancies(season: Season) -> Iterator[Entry]:
    """Yield vacant posts in June and, where the year goes on, in December; an organisation without any says 0."""
    months = (6,) if season.place.window == "academic" else (6, 12)
    for org in season.place.organisations:
        for month in months:
            day = date(season.year, month, 1)
            vacant = _vacant_posts(season, org) or {(facts("staffing")["rest"][org.type], ""): 0.0}
            for post, rate in vacant.items():
                yield _vacancy(season, org, day, post, rate)


def outcomes(season: Season) -> Iterator[Entry]:
    """Yield the students' results of every school."""
    chances = weights("rates", "outcomes")
    for org in season.place.organisations:
        if org.type != "school":
            continue
        for measure, chance in chances.items():
            total = max(
                round(org.size * season.dice.around({"g59": 8.0, "g4": 1.6}.get(measure, 1.2), 0.2, 0.5, 10)), 4
            )
            missed = sum(not season.dice.happens(chance) for _ in range(min(total, 60)))
            row = {
                "org_id": org.id,
                "year": season.year,
                "measure": measure,
                "total": total,
                "achieved": total - missed,
            }
            yield Entry(season.year, "student_outcomes", org.id, row)


def practices(season: Season) -> Iterator[Entry]:
    """Yield practices, papers and reviews of one year with their authors."""
    dice, number = season.dice, 0
    mean = float(facts("rates")["practices"][YEARS.index(season.year)])
    titles = facts("practices")["titles"]
    for org in season.place.organisations:
        authors = [member for member in season.pedagogues() if member.org.id == org.id]
        for _ in range(dice.count(mean * org.zeal) if authors else 0):
            number += 1
            criterion = dice.one(list(titles))
            kind = dice.pick(weights("rates", "weights", "practice"))
            practice_id = f"ПР-{season.year % 100}-{number:03d}"
            yield season.entry(
                "practices",
                "",
                practice_id=practice_id,
                title=titles[criterion],
                person_id=dice.one(authors).person.id,
                org_id=org.id,
                date=season.day("courses"),
                kind=kind,
                level=dice.pick(weights("rates", "weights", "practice_level")),
                criterion=criterion,
                in_bank=kind == "practice" and dice.happens(0.6),
                url=f"https://praktiki.example/{season.year}/{number}" if dice.happens(0.5) else "",
            )


def _signings(said: Mapping[str, str], place: District) -> list[date]:
    """Return the days on which the document was signed, none after the last report year."""
    first = date.fromisoformat(said["from"])
    days = [first.replace(year=year) for year in YEARS] if said.get("yearly") == "yes" else [first]
    return [day for day in days if day <= place.closing(YEARS[-1])]


def _holders(said: Mapping[str, str], place: District, dice: Dice) -> list[str]:
    if said["scope"] != "org":
        return [""]
    return [org.id for org in place.organisations if dice.happens(float(said["share"]) * org.zeal)]


def documents(place: District, seed: int) -> Iterator[Entry]:
    """Yield the documents that confirm what is in force."""
    dice, number = own_dice(place.slug, seed, "documents"), 0
    for said in facts("documents")["documents"]:
        for org in _holders(said, place, dice):
            for signed in _signings(said, place):
                number += 1
                row = {
                    "doc_id": f"Д-{number:03d}",
                    "scope": said["scope"],
                    "org_id": org,
                    "kind": said["kind"],
                    "body_kind": said.get("body_kind", ""),
                    "title": said["title"],
                    "number": f"{dice.between(3, 460)}-о" if org else f"{dice.between(10, 900)}",
                    "date": signed,
                    "valid_to": date.fromisoformat(said["until"]) if "until" in said else None,
                    "url": "",
                }
                yield Entry(place.report_year(signed), "documents", "", row)


def _status(year: int, deadline: date, dice: Dice) -> dict[str, object]:
    status = dice.pick(weights("measures", "statuses", "last" if year == YEARS[-1] else "past"))
    done = deadline - timedelta(days=dice.between(0, 45)) if status == "done" else None
    return {"status": status, "done_date": done}


def measures(place: District, seed: int, orders: Mapping[int, str]) -> Iterator[Entry]:
    """Yield measures, recommendations and decisions of every year; `orders`: year → the order that decides."""
    said, dice = facts("measures"), own_dice(place.slug, seed, "measures")
    for year in YEARS:
        number = 0
        for criterion, about in said["directions"][place.card["regulation"]].items():
            for kind, text in said["texts"][criterion].items():
                number += 1
                deadline = place.closing(year) - timedelta(days=dice.between(10, 200))
                row = {
                    "measure_id": f"МР-{year % 100}-{number:03d}",
                    "year": year,
                    "kind": kind,
                    "direction": about["direction"],
                    "criterion": criterion,
                    "indicator_id": about["indicator"],
                    "audience": said["audiences"][kind],
                    "text": text.format(year=year),
                    "deadline": deadline,
                    "responsible": said["responsible"][kind],
                    "doc_id": orders.get(year, "") if kind == "decision" else "",
                }
                yield Entry(year, "measures", "", row | _status(year, deadline, dice))
        if year == YEARS[1]:
            yield from _addressed(place, own_dice(place.slug, seed, "addressed"), number)


def _addressed(place: District, dice: Dice, number: int) -> Iterator[Entry]:
    """Yield one measure for the schools with the least zeal, a row each, decided in one year and due in the next."""
    said, year = facts("measures"), YEARS[1]
    about = said["addressed"].get(place.card["regulation"])
    if about is None:
        return
    aim = said["directions"][place.card["regulation"]][about["criterion"]]
    schools = sorted((org for org in place.organisations if org.type == "school"), key=lambda org: (org.zeal, org.id))
    for at, org in enumerate(schools[: int(about["schools"])], start=number + 1):
        deadline = place.closing(year + 1) - timedelta(days=dice.between(30, 120))
        row = {
            "measure_id": f"МР-{year % 100}-{at:03d}",
            "year": year,
            "kind": "measure",
            "direction": aim["direction"],
            "criterion": about["criterion"],
            "indicator_id": aim["indicator"],
            "audience": "organisation",
            "org_id": org.id,
            "text": about["text"],
            "deadline": deadline,
            "responsible": said["responsible"]["rec"],
            "status": "done",
            "done_date": deadline - timedelta(days=dice.between(0, 20)),
        }
        yield Entry(year, "measures", "", row)
