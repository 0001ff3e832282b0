"""Writes the two files of a new question, with a working example to edit, and those of a new sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from keyword import iskeyword
from pathlib import Path

from autograder import question as vocabulary
from autograder.course import CourseError, load, names, write_secret
from autograder.sheet import Sheet
from autograder.soundness import MISTAKES

PUBLIC = '''\
"""Question {number}: say what it is about.

Source: say which sheet and number. Paper: authors, title, year, equation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.question import Function, Question, Rng, Text, example, law, part, picture

if TYPE_CHECKING:
    from jaxtyping import Float

    from autograder.question import Array

question = Question(
    number="{number}",
    title=Text(
        en="The softplus",
        fr="La softplus",
        ru="Функция softplus",
    ),
    text=Text(
        en="A smooth ramp, used where a number must be positive.",
        fr="Une rampe lisse, utilisée là où un nombre doit être positif.",
        ru="Гладкая ступень для величин, которые должны быть положительными.",
    ),
)


@part(
    "{number}.1",
    points=1,
    en=r"Compute $\\log(1 + e^x)$, for $x$ up to $10^4$. Example: `[0, 1]` gives `[0.6931, 1.3133]`.",
    fr=r"Calculez $\\log(1 + e^x)$, pour $x$ jusqu'à $10^4$. Exemple : `[0, 1]` donne `[0.6931, 1.3133]`.",
    ru=r"Вычислите $\\log(1 + e^x)$ для $x$ до $10^4$. Пример: `[0, 1]` даёт `[0.6931, 1.3133]`.",
)
def {name}(x: Float[Array, " n"]) -> Float[Array, " n"]:
    """The softplus of each element, in nats."""
    raise NotImplementedError


@example({name}, digits=4)
def two_numbers() -> tuple[dict[str, Any], Any]:
    return {{"x": np.array([0.0, 1.0])}}, np.array([0.6931, 1.3133])


@law(
    {name},
    en="$f(x) - f(-x) = x$.",
    fr="$f(x) - f(-x) = x$.",
    ru="$f(x) - f(-x) = x$.",
)
def symmetry(f: Function, rng: Rng) -> tuple[Any, Any]:
    x = rng.normal(size=5)
    return f(x) - f(-x), x


@picture(
    {name},
    en="Your function and the ramp (dashed).",
    fr="Votre fonction et la rampe (tirets).",
    ru="Ваша функция и ступень (пунктир).",
)
def curve(f: Function | None, figure: Any) -> None:
    axes = figure.add_subplot()
    x = np.linspace(-5.0, 5.0, 101)
    axes.plot(x, np.maximum(x, 0.0), linestyle="--", color="black")
    if f is not None:
        axes.plot(x, f(x))
    axes.set(xlabel="$x$", ylabel="$f(x)$")


# A tenth of the points for speed: `@speed` here, `@baseline` in the hidden twin; README.md, under "Speed".
'''

HIDDEN = '''\
"""Hidden twin of question {number}: the reference, cases, and at least {least} known mistakes with hints."""

from __future__ import annotations

from typing import Any

import numpy as np

from assignments.{assignment} import {module} as q
from autograder.question import Rng, alternative, cases, mistake, reference


@reference(q.{name})
def solution(x: Any) -> Any:
    return np.logaddexp(0.0, x)


@cases(q.{name}, count=3)
def ordinary(rng: Rng) -> dict[str, Any]:
    return {{"x": rng.normal(size=6)}}


@cases(q.{name}, edge=True)
def extreme(rng: Rng) -> dict[str, Any]:
    return {{"x": rng.uniform(1e3, 1e4) * np.linspace(-1.0, 1.0, 6)}}


@alternative(q.{name})
def split(x: Any) -> Any:
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))


@mistake(
    q.{name},
    en="Infinite for large numbers: which part of the sum can be taken out of the logarithm?",
    fr="Infini pour de grands nombres : quel terme peut-on sortir du logarithme ?",
    ru="Бесконечность при больших числах: что можно вынести из логарифма?",
)
def overflow(x: Any) -> Any:
    return np.log(1.0 + np.exp(x))


@mistake(
    q.{name},
    en="This ramp has a corner at zero; is your function smooth?",
    fr="Cette rampe a un coin en zéro ; votre fonction est-elle lisse ?",
    ru="У этой ступени излом в нуле; гладкая ли ваша функция?",
)
def ramp(x: Any) -> Any:
    return np.maximum(x, 0.0)


@mistake(
    q.{name},
    en="Which base has your logarithm?",
    fr="Quelle est la base de votre logarithme ?",
    ru="Каково основание вашего логарифма?",
)
def base_two(x: Any) -> Any:
    return np.logaddexp(0.0, x) / np.log(2.0)
'''


SHEET = '''\
"""Say what the sheet is about."""

from __future__ import annotations

from autograder.question import Assignment, Text

assignment = Assignment(
    title=Text(
        en="{title}",
        fr="{title}",
    ),
    source="say which sheet, course and year",
    text=Text(
        en="""
        Each part asks for a small function. Fill in the stub, run the cell below it, and read what the check
        says: it tests laws that every right answer obeys. Hidden cases are marked after you hand in.
        """,
        fr="""
        Chaque partie demande une petite fonction. Remplissez l'ébauche, exécutez la cellule qui la suit et
        lisez ce que dit la vérification : elle teste des lois que toute réponse juste respecte. Des cas
        cachés sont notés après la remise.
        """,
    ),
)
'''

# What a file of the template defines or imports, and what a notebook does: no function may replace it.
RESERVED = {"check", "curve", "np", "question", "summary", "symmetry", *vocabulary.__all__}


def write_question(root: Path, assignment: str, name: str) -> list[Path]:
    """Write `assignments/` and `solutions/` files of a question that comes last; the paths that were written.

    A sheet that is not there is begun. Raises CourseError when a name is not that of a Python function or is
    taken.
    """
    _refuse_spelling(assignment, name)
    folder = root / "assignments" / assignment
    if taken := [path.name for path in folder.glob("q*") if path.stem.endswith(f"_{name}")]:
        raise CourseError(f"{taken[0]} exists already; choose another name")
    if name in RESERVED:
        raise CourseError(f"{name} is a word of the files and of the notebook; choose another name")
    files: dict[str, str] = {}
    languages: tuple[str, ...] = ("en", "fr")
    if assignment in names():
        sheet = load(assignment, hidden=False)
        _refuse_taken(sheet, name)
        languages = sheet.languages
    else:
        files = _begin(root, assignment)
    number = 1 + max([int(path.stem[1:3]) for path in folder.glob("q[0-9][0-9]_*")], default=0)
    module = f"q{number:02d}_{name}"
    for kind, template in (("assignments", PUBLIC), ("solutions", HIDDEN)):
        source = template.format(
            number=number, name=name, assignment=assignment, module=module, least=MISTAKES
        )
        files[f"{kind}/{assignment}/{module}.py"] = _keep(source, languages)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return [root / path for path in files]


def _refuse_spelling(assignment: str, name: str) -> None:
    for what, given in (("sheet", assignment), ("question", name)):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", given) or iskeyword(given):
            raise CourseError(f"the {what} is called {given!r}; expected lower-case words with underscores")
    if numbered := re.match(r"q\d+_", name):
        raise CourseError(f"the question is called {name!r}; leave out {numbered[0]!r}, its number is found")


def _refuse_taken(sheet: Sheet, name: str) -> None:
    for part in sheet.parts:
        if part.name == name:
            raise CourseError(f"part {part.number} of {sheet.name} is called {name}; choose another name")


def _begin(root: Path, assignment: str) -> dict[str, str]:
    """The two files of a new sheet, by their paths."""
    if (root / "solutions" / assignment / "__init__.py").exists():
        raise CourseError(f"solutions/{assignment} exists already; delete it, or choose another name")
    title = assignment.replace("_", " ").capitalize()
    return {
        f"assignments/{assignment}/__init__.py": SHEET.format(title=title),
        f"solutions/{assignment}/__init__.py": write_secret(assignment),
    }


def _keep(source: str, languages: Sequence[str]) -> str:
    """The source without the lines of texts in other languages than those of the sheet."""
    lines = source.splitlines(keepends=True)
    texts = [re.match(r"\s+(en|fr|ru)=", line) for line in lines]
    return "".join(line for line, text in zip(lines, texts, strict=True) if not text or text[1] in languages)
