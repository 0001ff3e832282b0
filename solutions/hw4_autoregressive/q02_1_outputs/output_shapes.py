"""Hidden twin of part 2.1.1."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.hw4_autoregressive import q02_1_outputs as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.output_shapes)
def table_and_mixture(width: int, height: int, channels: int, components: int) -> Any:
    return (width, height, channels, 256), (width, height, channels, 3 * components)


def _image(width: int, height: int, channels: int, components: int) -> dict[str, Any]:
    return {"width": width, "height": height, "channels": channels, "components": components}


@cases(q.output_shapes, count=2)
def colour_images(rng: Rng) -> dict[str, Any]:
    width, height = (int(n) for n in rng.permutation(np.arange(20, 70))[:2])
    return _image(width, height, 3, int(rng.integers(4, 12)))


@cases(q.output_shapes)
def grey_image(rng: Rng) -> dict[str, Any]:
    return _image(28, 28, 1, int(rng.integers(2, 9)))


@cases(q.output_shapes)
def one_component(rng: Rng) -> dict[str, Any]:
    return _image(int(rng.integers(2, 9)), 1, 2, 1)


@mistake(
    q.output_shapes,
    en="How many numbers describe one component of a mixture, its share in the mixture included?",
    ru="Сколько чисел описывают одну компоненту смеси вместе с её долей?",
)
def weights_left_out(width: int, height: int, channels: int, components: int) -> Any:
    return (width, height, channels, 256), (width, height, channels, 2 * components)


@mistake(
    q.output_shapes,
    en="A colour value from 0 to 255 takes how many values? The tensor holds a number for each.",
    ru="Сколько значений принимает цвет от 0 до 255? В тензоре по числу на каждое.",
)
def one_level_short(width: int, height: int, channels: int, components: int) -> Any:
    return (width, height, channels, 255), (width, height, channels, 3 * components)


@mistake(
    q.output_shapes,
    en="You count free parameters of the mixture; asked for is the size of the tensor.",
    ru="Вы считаете свободные параметры смеси; требуется размер тензора.",
)
def free_parameters(width: int, height: int, channels: int, components: int) -> Any:
    return (width, height, channels, 256), (width, height, channels, 3 * components - 1)


@mistake(
    q.output_shapes,
    en="The channels are missing: each colour value has a distribution of its own.",
    ru="Пропущены каналы: у каждого значения цвета своё распределение.",
)
def channels_left_out(width: int, height: int, channels: int, components: int) -> Any:
    return (width, height, 256), (width, height, 3 * components)


@mistake(
    q.output_shapes,
    en="Width and height have changed places: mind the order that the sheet uses.",
    ru="Ширина и высота поменялись местами: обратите внимание на порядок осей в условии.",
)
def height_first(width: int, height: int, channels: int, components: int) -> Any:
    return (height, width, channels, 256), (height, width, channels, 3 * components)


@alternative(q.output_shapes)
def shapes_as_table(width: int, height: int, channels: int, components: int) -> Any:
    return np.array([[width, height, channels, 2**8], [width, height, channels, components * 3]])


@alternative(q.output_shapes)
def shapes_of_arrays(width: int, height: int, channels: int, components: int) -> Any:
    image = (width, height, channels, 1)
    return [list(np.broadcast_shapes(image, (256,))), list(np.broadcast_shapes(image, (3 * components,)))]
