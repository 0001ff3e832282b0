"""Pictures for the student: what a function gave beside what a law expects, and any figure as PNG bytes."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from autograder.values import Array

WIDTH, HEIGHT = 7.0, 3.0  # inches
FEW = 8  # numbers


def render(draw: Callable[[Any], None]) -> bytes:
    """The PNG of a figure that `draw(figure)` fills."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context({"font.size": 9, "axes.grid": False}):
        figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
        FigureCanvasAgg(figure)
        draw(figure)
        png = BytesIO()
        figure.savefig(png, format="png", dpi=110)
    return png.getvalue()


def is_worth_comparing(got: Array, want: Array) -> bool:
    """Whether a picture shows more than the sentence about the values: not for a few in a row."""
    few = got.ndim == 1 and got.size <= FEW
    return got.shape == want.shape and got.ndim > 0 and not few and bool(np.isfinite(got).any())


def draw_comparison(got: Array, want: Array, titles: tuple[str, str, str]) -> Callable[[Any], None]:
    """Three panels: yours, expected, their difference. For arrays with at least one axis."""
    got, want = _as_table(got), _as_table(want)
    with np.errstate(all="ignore"):
        panels = (got, want, got - want)

    def draw(figure: Any) -> None:
        all_axes = figure.subplots(1, 3)
        finite = [np.abs(panel[np.isfinite(panel)]) for panel in panels[:2]]
        top = max([float(values.max()) for values in finite if values.size] + [1e-300])
        for axes, panel, title in zip(all_axes, panels, titles, strict=True):
            _draw_panel(axes, panel, title, top)

    return draw


def _as_table(values: Array) -> Array:
    """The real values as rows and columns; further axes are laid one after the other."""
    values = np.atleast_2d(np.real(np.asarray(values, dtype=complex)))
    return np.asarray(values.reshape(-1, values.shape[-1]))


def _draw_panel(axes: Any, panel: Array, title: str, top: float) -> None:
    axes.imshow(panel, cmap="RdBu", vmin=-top, vmax=top, aspect="auto")
    axes.set(title=title)
    axes.locator_params(integer=True, nbins=12)
    if len(panel) == 1:
        axes.set(yticks=[0])
    if panel.size <= 40 and panel.shape[1] <= FEW:
        for row, column in np.ndindex(panel.shape):
            value = panel[row, column]
            color = "white" if np.isfinite(value) and abs(value) > 0.6 * top else "black"
            axes.text(column, row, f"{value:.2g}", ha="center", va="center", fontsize=7, color=color)
