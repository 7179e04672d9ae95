"""What the gate found on a site, by place: whose new reports do not go out, so that all the others may."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pdmon_utils.batch.jobs import Job
from pdmon_utils.municipality import Municipality
from pdmon_utils.publish import Page
from pdmon_utils.publish.site import Refused, RefusedSiteError
from pdmon_utils.release.history import Unfit
from pdmon_utils.release.stored import Left, left

_AGAIN = "исправьте всё, что названо в списке нарушений, затем pdmon prepare, pdmon run и pdmon publish"
_STOPPED = Unfit("остановлен проверкой перед публикацией весь муниципалитет", _AGAIN)
_REGION = Unfit("в отчёте региона стоят показатели муниципалитета, который остановлен проверкой", _AGAIN)
_OLD = "на прежних страницах тоже есть нарушения: с сайта сняты все страницы"
_WITHDRAW = "исправьте и опубликуйте заново или отзовите: pdmon withdraw {place} ГОД --reason «почему»"


@dataclass(frozen=True)
class Held:
    """Places whose new reports are held back (each with its reason), those without any page, and all that was found.

    Nothing of what is new comes to the site from a place in which anything was refused: neither its pages, nor its
    line on the index and in the search, nor its figures in the report of its region. What it published before stays,
    unless that is refused as well.
    """

    places: Mapping[str, Unfit] = field(default_factory=dict)
    bare: frozenset[str] = frozenset()
    refusals: tuple[Refused, ...] = ()

    def after(
        self, error: RefusedSiteError, pages: Sequence[Page], cards: Mapping[str, Municipality], new: Collection[str]
    ) -> Held:
        """Return what is held once the gate has refused a site of these pages; raises `error` if nobody is to blame.

        `new`: the places of which something new was on that site.
        """
        on_site = {page.municipality for page in pages}
        guilty = sorted({one.page.partition("/")[0] for one in error.refusals} & on_site)
        said = (*self.refusals, *(one for one in error.refusals if one not in self.refusals))
        if not guilty:
            raise RefusedSiteError(said) from error
        fresh = [place for place in guilty if place in new]
        regions = {cards[place].region_code for place in guilty if place in cards} & set(new) - set(guilty)
        reasons = {**dict.fromkeys(fresh, _STOPPED), **dict.fromkeys(sorted(regions), _REGION)}
        return Held({**self.places, **reasons}, self.bare | (set(guilty) - set(fresh)), said)

    def left(self, jobs: Sequence[Job]) -> list[Left]:
        """Return the reports held back, and the places from which what was published before is taken."""
        old = [Left(place, _OLD, _WITHDRAW.format(place=place)) for place in sorted(self.bare)]
        return [*(left(job, self.places[job.place]) for job in jobs if job.place in self.places), *old]
