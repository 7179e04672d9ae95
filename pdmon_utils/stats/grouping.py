"""Groups of organisations found in the data, and whether they are steady enough to be spoken of.

Source of the stability rule: Hennig C. Cluster-wise assessment of cluster stability. Computational Statistics & Data
Analysis, 2007, 52, 258-271 (bootstrap Jaccard); silhouette: Rousseeuw P. J., 1987.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
FEWEST, SMALLEST, MOST = 15, 3, 4  # organisations, organisations in a group, groups
STEADY, APART = 0.75, 0.4  # bootstrap Jaccard of every group, silhouette of all
SEED, RESAMPLES = 20, 50
OK, TOO_FEW, FLAT, TOO_SMALL, UNSTABLE, CLOSE = "ok", "few", "flat", "small", "unstable", "close"


@dataclass(frozen=True, slots=True)
class Grouped:
    """Groups (0, 1, … by place; empty unless `why` is «ok»), their Jaccard stability, the silhouette, and why not."""

    why: str
    labels: Labels
    stability: tuple[float, ...] = ()
    silhouette: float = float("nan")


def groups(values: npt.ArrayLike, most: int = MOST) -> Grouped:
    """Return the groups of the rows (organisations × features without gaps) that pass every rule, else why none do.

    Features become z-scores; k-means with 2 to `most` groups; the one with the greatest silhouette is judged.
    """
    raw = np.asarray(values, dtype=float)
    if len(raw) < FEWEST:
        return Grouped(TOO_FEW, _none())
    spread = raw.std(axis=0)
    if not (spread > 0).any():
        return Grouped(FLAT, _none())
    scores = (raw[:, spread > 0] - raw[:, spread > 0].mean(axis=0)) / spread[spread > 0]
    found = [_k_means(scores, k) for k in range(2, min(most, MOST) + 1)]
    widths = [_silhouette(scores, labels) for labels in found]
    best = int(np.argmax(widths))
    return _judged(scores, found[best], widths[best])


def _judged(scores: Numbers, labels: Labels, width: float) -> Grouped:
    sizes = np.bincount(labels)
    if sizes.min() < SMALLEST:
        return Grouped(TOO_SMALL, _none(), (), width)
    if width < APART:
        return Grouped(CLOSE, _none(), (), width)
    steady = stability(scores, labels)
    why = OK if min(steady) >= STEADY else UNSTABLE
    return Grouped(why, labels if why == OK else _none(), steady, width)


def stability(scores: Numbers, labels: Labels) -> tuple[float, ...]:
    """Return for each group its mean greatest Jaccard likeness over bootstrap resamples."""
    dice = np.random.default_rng(SEED)
    size, k = len(scores), int(labels.max()) + 1
    alike = np.zeros((RESAMPLES, k))
    for draw in alike:
        rows = np.unique(dice.integers(0, size, size))
        draw[:] = _likeness(labels[rows], _k_means(scores[rows], k), k)
    return tuple(float(x) for x in alike.mean(axis=0))


def _likeness(first: Labels, second: Labels, k: int) -> Numbers:
    """Return for each group of the first labels the greatest Jaccard likeness with a group of the second."""
    both = np.bincount(first * k + second, minlength=k * k).reshape(k, k)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
    return np.asarray((both / np.maximum(either, 1)).max(axis=1))


def _none() -> Labels:
    return np.empty(0, dtype=np.int64)


def _k_means(scores: Numbers, k: int) -> Labels:
    from sklearn.cluster import KMeans  # noqa: PLC0415  heavy, and only this page of the internal report needs it

    return np.asarray(KMeans(k, n_init=5, random_state=SEED).fit_predict(scores), dtype=np.int64)


def _silhouette(scores: Numbers, labels: Labels) -> float:
    from sklearn.metrics import silhouette_score  # noqa: PLC0415  as above

    return float(silhouette_score(scores, labels))
