"""A course of ten small functions of torch, each compared on twenty hidden inputs: written into a folder."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.samples.paste import HERE

ROOT = HERE.parent.parent
SHEET = "ten_functions"
COMPARISONS = 20


@dataclass(frozen=True)
class Function:
    """A part: what its inputs are drawn by, what a student writes, and the reference."""

    draw: dict[str, str]
    answer: str
    reference: str


FUNCTIONS = {
    "softplus": Function(
        {"x": "rng.normal(size=(4, 6)) * 20"},
        "torch.nn.functional.softplus(x, threshold=700.0)",
        "np.logaddexp(0.0, x)",
    ),
    "log_softmax": Function(
        {"logits": "rng.normal(size=(5, 7))"},
        "torch.log_softmax(logits, -1)",
        "logits - np.log(np.exp(logits).sum(-1, keepdims=True))",
    ),
    "gaussian_kl": Function(
        {"mean": "rng.normal(size=(6, 3))", "log_var": "rng.normal(size=(6, 3))"},
        "0.5 * (log_var.exp() + mean**2 - 1 - log_var).sum(-1)",
        "0.5 * (np.exp(log_var) + mean**2 - 1 - log_var).sum(-1)",
    ),
    "reparametrise": Function(
        {
            "mean": "rng.normal(size=(8, 2))",
            "log_std": "rng.normal(size=(8, 2))",
            "noise": "rng.normal(size=(8, 2))",
        },
        "mean + log_std.exp() * noise",
        "mean + np.exp(log_std) * noise",
    ),
    "bernoulli_log_likelihood": Function(
        {"x": "rng.integers(0, 2, size=(4, 9)).astype(float)", "logits": "rng.normal(size=(4, 9))"},
        "-torch.nn.functional.binary_cross_entropy_with_logits(logits, x, reduction='none').sum(-1)",
        "(x * logits - np.logaddexp(0.0, logits)).sum(-1)",
    ),
    "log_mean_exp": Function(
        {"log_w": "rng.normal(size=(5, 8))"},
        "torch.logsumexp(log_w, -1) - np.log(log_w.shape[-1])",
        "np.log(np.exp(log_w).mean(-1))",
    ),
    "affine_coupling": Function(
        {
            "x": "rng.normal(size=(3, 8))",
            "shift": "rng.normal(size=(3, 4))",
            "log_scale": "rng.normal(size=(3, 4))",
        },
        "torch.cat([x[:, :4], x[:, 4:] * log_scale.exp() + shift], -1)",
        "np.concatenate([x[:, :4], x[:, 4:] * np.exp(log_scale) + shift], -1)",
    ),
    "cosine_similarity": Function(
        {"a": "rng.normal(size=(6, 5))", "b": "rng.normal(size=(6, 5))"},
        "torch.nn.functional.cosine_similarity(a, b, dim=-1)",
        "(a * b).sum(-1) / np.linalg.norm(a, axis=-1) / np.linalg.norm(b, axis=-1)",
    ),
    "diffuse": Function(
        {"x": "rng.normal(size=(7, 4))", "noise": "rng.normal(size=(7, 4))", "alpha": "rng.random((7, 1))"},
        "alpha.sqrt() * x + (1 - alpha).sqrt() * noise",
        "np.sqrt(alpha) * x + np.sqrt(1 - alpha) * noise",
    ),
    "masked_linear": Function(
        {
            "x": "rng.normal(size=(4, 6))",
            "weight": "rng.normal(size=(5, 6))",
            "mask": "rng.integers(0, 2, size=(5, 6)).astype(float)",
        },
        "torch.nn.functional.linear(x, weight * mask)",
        "x @ (weight * mask).T",
    ),
}

PACKAGE = """
from autograder.values import Assignment, Text

assignment = Assignment(title=Text(en="Ten functions"), source="none", text=Text(en="Ten functions."))
"""
PUBLIC = """
import numpy as np

from autograder.question import part
from autograder.values import Question, Text

question = Question("1", Text(en="Ten functions"))
"""
PART = '''

@part("1.{number}", points=1, en="Compute `{name}` in float64.")
def {name}({arguments}):
    """Arrays in, an array out."""
    raise NotImplementedError
'''
HIDDEN = f"""
import numpy as np

from assignments.{SHEET} import q01_functions as q
from autograder.question import cases, reference
"""
TWIN = """

@reference(q.{name})
def {name}_solution({arguments}):
    return {reference}


@cases(q.{name}, count={count})
def {name}_inputs(rng):
    return {{{draw}}}
"""
ANSWERS = '''"""A student who is right."""

import numpy as np
import torch
'''
ANSWER = """

def {name}({arguments}):
    {arguments}{comma} = map(torch.as_tensor, ({arguments},))
    return {answer}
"""


def write_course(folder: Path) -> None:
    """Write the course with a copy of the engine, so that all commands work in this folder as in ours."""
    shutil.copytree(ROOT / "autograder", folder / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    public = PUBLIC + "".join(_write(PART, name) for name in FUNCTIONS)
    hidden = HIDDEN + "".join(_write(TWIN, name) for name in FUNCTIONS)
    for kind, head, questions in (("assignments", PACKAGE, public), ("solutions", 'secret = "s"\n', hidden)):
        package = folder / kind / SHEET
        package.mkdir(parents=True)
        (folder / kind / "__init__.py").touch()
        (package / "__init__.py").write_text(head, encoding="utf-8")
        (package / "q01_functions.py").write_text(questions, encoding="utf-8")


def write_answers() -> str:
    """The functions of a student who is right in all of them."""
    return ANSWERS + "".join(_write(ANSWER, name) for name in FUNCTIONS)


def _write(template: str, name: str) -> str:
    function = FUNCTIONS[name]
    return template.format(
        number=[*FUNCTIONS].index(name) + 1,
        name=name,
        count=COMPARISONS,
        arguments=", ".join(function.draw),
        comma="," if len(function.draw) == 1 else "",
        draw=", ".join(f'"{argument}": {value}' for argument, value in function.draw.items()),
        answer=function.answer,
        reference=function.reference,
    )
