"""The two drawings of the page, as SVG that takes its colours from the page's style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from markupsafe import Markup

from autograder.overview.statistics import Bin, count_in_bins

WIDTH, HEIGHT = 380, 190  # of the histogram, in units in which a letter of its labels is 10 high
LEFT, RIGHT, TOP, BOTTOM = 8, 372, 34, 152  # where its bars stand
FEW, MANY = 10, 20  # bins, for a small class and for a large one
LARGE = 60  # students
GAP = 14  # that a label needs
LEAST = 0.01  # of a bar; what is less could not be seen


def draw_histogram(totals: Sequence[float], points: float, median: float | None) -> Markup:
    """How many students have how many points, with the numbers on the bars and the median marked."""
    step = _choose_step(points, MANY if len(totals) >= LARGE else FEW)
    bins = count_in_bins(totals, step * ceil(points / step), ceil(points / step))
    line = [] if median is None else [_draw_median(median, bins[-1].high)]
    drawn = [*_draw_bars(bins), *line, *_draw_numbers(bins), *_draw_axis(bins)]
    label = f"{len(totals)} students by their points, from 0 to {points:g}"
    opening = Markup('<svg class="histogram" viewBox="0 0 {} {}" role="img" aria-label="{}">')
    return opening.format(WIDTH, HEIGHT, label) + Markup("").join(drawn) + Markup("</svg>")


def _choose_step(points: float, bins: int) -> float:
    """The smallest round number of points that makes no more bins than these."""
    steps = (digit * 10.0**power for power in range(-3, 6) for digit in (1, 2, 5))
    return next((step for step in steps if points <= step * bins), points)


def _place(value: float, top: float) -> float:
    return LEFT + (RIGHT - LEFT) * value / top


def _draw_bars(bins: Sequence[Bin]) -> Iterator[Markup]:
    for one in bins:
        left, right = _place(one.low, bins[-1].high) + 1, _place(one.high, bins[-1].high) - 1
        top = _rise(one, bins)
        rect = Markup('<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
        yield rect.format(left, top, right - left, BOTTOM - top)


def _draw_numbers(bins: Sequence[Bin]) -> Iterator[Markup]:
    for one in (one for one in bins if one.count):
        yield _write(_place((one.low + one.high) / 2, bins[-1].high), _rise(one, bins) - 3, f"{one.count}")


def _rise(one: Bin, bins: Sequence[Bin]) -> float:
    """Where the bar ends above."""
    return BOTTOM - (BOTTOM - TOP) * one.count / max(1, *(other.count for other in bins))


def _draw_axis(bins: Sequence[Bin]) -> Iterator[Markup]:
    yield Markup('<path class="axis" d="M{} {}H{}"/>').format(LEFT, BOTTOM, RIGHT)
    every = ceil(GAP / ((RIGHT - LEFT) / len(bins)))
    for edge in [bins[0].low, *(one.high for one in bins)][::every]:
        yield _write(_place(edge, bins[-1].high), BOTTOM + 13, f"{edge:g}")
    yield _write((LEFT + RIGHT) / 2, BOTTOM + 30, "points")


def _draw_median(median: float, top: float) -> Markup:
    place = _place(median, top)
    line = Markup('<path class="median" d="M{:.1f} {}V{}"/>').format(place, TOP - 14, BOTTOM)
    return line + _write(min(max(place, 44), WIDTH - 44), TOP - 18, f"median {round(median, 2):g}")


def _write(x: float, y: float, words: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}">{}</text>').format(x, y, words)


def draw_shares(counts: Mapping[str, int]) -> Markup:
    """A bar in which each state has its share, told apart by its pattern; the numbers stand beside it."""
    total, drawn, left = sum(counts.values()), Markup(""), 0.0
    for state, count in counts.items():
        width = 100 * count / total if total else 0.0
        if width > LEAST:
            rect = Markup('<rect class="{}" x="{:.2f}" width="{:.2f}" height="10"/>')
            drawn += rect.format(state, left, width)
        left += width
    opening = Markup(
        '<svg class="shares" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
    )
    return opening + drawn + Markup("</svg>")
