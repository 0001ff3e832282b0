"""Text as Typst: nothing that is typed is lost, run or loaded."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("typst", reason="written answers need the extra [written]")
from pypdf import PdfReader

from autograder.typeset import formula, press, prose
from autograder.typeset.formula import Formula, convert
from autograder.typeset.prose import Unset, write_prose
from autograder.typeset.strings import find_missing, quote

ROOT = Path(__file__).parents[1]
SECRET = "secret of this file"

HARD = [
    r"\mathbb{E}_{q(z \mid x)}\left[\log \frac{p(x, z)}{q(z \mid x)}\right] \geq \mathcal{L}(\theta; x)",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{vmatrix} a & b \\ c & d \end{vmatrix}",
    r"\begin{aligned} a &= b + \sum_{i=1}^n x_i \\ &= \int_0^\infty e^{-t} \, \mathrm{d}t \end{aligned}",
    r"\operatorname{ReLU}(x) = \begin{cases} x & x > 0 \\ 0 & \text{otherwise, если } x \le 0 \end{cases}",
    r"\left\{ \begin{aligned} \dot\psi &= f \\ \dot\theta &= g \end{aligned} \right.",
    r"\operatorname*{arg\,max}_{\theta} \prod_{i \neq j} \hat{\theta} \bar x \tilde z \vec v \sqrt[3]{x}",
    r"D_{\mathrm{KL}}\!\left(q \,\middle\|\, p\right) = \|x\|_2^2 + |y| \quad \bigl( \tfrac{1}{2} \bigr)",
    r"\underbrace{a + b}_{\text{two}} \overset{d}{=} \xrightarrow{n \to \infty} \sum_{\substack{i<j \\ k}} x",
    r"\binom{n}{k} \lim_{x \to 0} \boldsymbol{\mu}^\top \mathbf{W} \boxed{x} \cancel{y} \not\in \ldots",
    r"{\rm KL}(q) + {\cal L} + \mathbbm{1} + \textcolor{red}{x} \tag{1}",
    r"{a \over b} + \cfrac{1}{1 + \cfrac{1}{x}} + f'(x) + 1{,}5 + \eqref{eq}",
    r"a = b \\ c = d",
    r"\begin{array}{c|c} 1 & 2 \\ \hline 3 & 4 \end{array}",
    r"\newcommand{\E}{\mathbb{E}} \E[x]",
]
UNKNOWN = [
    r"\KL(q)",
    r"\frac{a}",
    r"\input{/etc/passwd}",
    r"\write18{ls}",
    r"\def\x{\x\x}\x",
    r"\newcommand{\a}{\a\a}\a",
    r"\begin{pmatrix} a",
    "x" * (formula.LONGEST + 1),
]


def read_pages(pdf: bytes) -> list[str]:
    """The words on each page."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def print_here(text: str) -> tuple[dict[str, Any], str]:
    """What is said about an answer and the words on its pages, without a process of its own."""
    described, pdf = press.print_answer(text, 1, "en")
    return described, " ".join(read_pages(pdf))


# formulas


def test_every_formula_of_the_sheets_can_be_set() -> None:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "student_template").glob("*/*.ipynb"))]
    cells = [cell for text in texts for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
    formulas = [found[0] or found[1] for cell in cells for found in FORMULA.findall("".join(cell["source"]))]
    assert len(formulas) > 500
    assert [latex for latex, typst in zip(formulas, set_all(formulas), strict=True) if typst is None] == []


FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\\)\$([^$]+?)\$", re.DOTALL)


def set_all(formulas: list[str]) -> list[str | None]:
    """The formulas as Typst, which takes them all."""
    made = convert([Formula(latex, display=True) for latex in formulas])
    press._make(" ".join(f"$ {typst} $" for typst in made if typst) + "#metadata(1) <pages>")
    return made


def test_hard_formulas_can_be_set() -> None:
    assert None not in set_all(HARD)


@pytest.mark.parametrize("latex", UNKNOWN, ids=lambda latex: latex[:20])
def test_what_is_not_latex_is_not_set(latex: str) -> None:
    assert convert([Formula(latex, display=False), Formula("x", display=False)]) == [None, r"\u{78}"]


def test_a_formula_that_takes_too_long_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formula, "SECONDS", 0.5)
    assert convert([Formula("x" + "_{x" * 1500 + "}" * 1500, display=False)]) == [None]


@pytest.mark.parametrize(
    ("latex", "typst"),
    [
        ("x_1", r"attach(scripts(\u{78}), b: \u{31})"),
        (r"\log x", r'op("log")\u{78}'),
        (r"\mathrm{d}", r"upright(\u{64})"),
        ("#a", None),
        (r"\text{\#read}", r'"\u{23}read"'),
        (r"\hspace{1000em}", "#h(4em)"),
        (r"\hspace{-1000em}", "#h(-0.5em)"),
    ],
)
def test_formulas_become_typst_in_which_no_letter_is_code(latex: str, typst: str | None) -> None:
    assert convert([Formula(latex, display=True)]) == [typst]


# prose


MARKDOWN = r"""
# Title of it

First *very* **bold** ~~gone~~ `np.log(x)` and $ x_1 $ with [a link](http://example.com/a) and <b>html</b>.

- one
  1. nested
- two

> quoted

| left | right |
|:--|--:|
| $\alpha$ | ячейка |

```python
return "# комментарий"
```

\begin{align} y &= 2 \end{align}

$$z = 3$$ and a smiley 😀, 中.
"""


def test_markdown_is_typeset() -> None:
    described, words = print_here(MARKDOWN)
    assert described["problems"] == []
    assert str(press.unpack(described["remarks"][0])).endswith("printed as numbers: U+4E2D")
    for piece in [
        *[
            "Title of it",
            "First very bold gone np.log(x) and",
            "a link (http://example.com/a)",
            "<b>html</b>",
        ],
        *["one", "1. nested", "two", "quoted", "ячейка", 'return "# комментарий"', "U+4E2D"],
    ]:
        assert piece in words


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_an_image_is_a_place_and_a_remark(language: str) -> None:
    prose = write_prose("![plot](attachment:plot.png) ![](http://example.com/x.png)", language)
    assert [str(remark) for remark in prose.remarks] == [
        "an image is not printed; look at it in the notebook"
    ]
    assert "example" not in prose.source
    assert "attachment" not in prose.source


def test_a_formula_that_is_not_latex_is_printed_as_typed_and_named() -> None:
    described, words = print_here(r"before $\KL(q)$ after")
    assert words == r"before \KL(q) after"
    (problem,) = map(press.unpack, described["problems"])
    expected = r"a formula is not LaTeX that is known; it is printed as it was typed: \KL(q)"
    assert str(problem) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (">" * 20 + " x", "it is nested too deeply"),
        (">" * 3000 + " x", "it is nested too deeply"),
        ("| a " * 20 + "|\n" + "|-" * 20 + "|\n", "it holds a table of more than 12 columns"),
        ("$" + r"\frac{1}{" * 300 + "x" + "}" * 300 + "$", "maximum parsing depth exceeded"),
    ],
)
def test_an_answer_that_cannot_be_typeset_is_printed_as_typed(text: str, reason: str) -> None:
    described, words = print_here(text)
    problem = str(press.unpack(described["problems"][0]))
    assert problem.startswith("the answer could not be typeset (")
    assert reason in problem
    assert "".join(text.split()) in "".join(words.split()).replace("\u200b", "")
    assert "it is printed as it was typed" in words


def test_what_is_not_known_is_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(prose._WRITERS, "hr")
    with pytest.raises(Unset, match="it holds hr, which is not known"):
        write_prose("***", "en")


HOSTILE = [
    '#read("{path}") #import "@preview/x:1.0.0": * #while true {{}} "] #panic() [" \\u{{41}} // /* c',
    '$ #read("{path}") $ `#panic()` $\\text{{"#read("{path}")}}$',
    "![]({path}) ![a](file://{path}) ![b]({path}) <img src='{path}'> [c]: {path} ![c]",
    r"$\input{{{path}}}$ \input{{{path}}} $\include{{{path}}}$ $\includegraphics{{{path}}}$",
    r"$$\begin{{filecontents}}{{{path}}}a\end{{filecontents}}$$ $\verb|x|$ $\href{{file://{path}}}{{y}}$",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_file_is_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "secret.typ").write_text(SECRET)
    for path in ("/etc/passwd", str(tmp_path / "secret.typ")):
        words = print_here(text.format(path=path))[1]
        assert SECRET not in words
        assert "root:" not in words


PIECES = [
    *"ab019 #$@*_`~[](){}<>|&\\\"'/=+-.:;!^%,\n\t\0\u202e\u2028жé中😀",
    *[
        "$$",
        "\\\\",
        "```",
        "**",
        "![",
        "](",
        "| ",
        "|-|-|\n",
        "\n\n",
        "    ",
        '#read("x")',
        "<b>",
        "<!--",
        '"]',
    ],
    *[
        r"\frac",
        r"\left(",
        r"\begin{align}",
        r"\end{align}",
        "&amp;",
        "$x$",
        r"$\text{a}$",
        "1. ",
        "- ",
        "> ",
    ],
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_whatever_is_typed_is_typst_without_faults(text: str) -> None:
    described, _ = print_here(text)
    assert not [problem for problem in described["problems"] if "typeset" in problem[0]]


def test_every_character_is_a_string_of_typst() -> None:
    assert quote('a "b"\\\n') == r'"a \u{22}b\u{22}\u{5c}\u{a}"'
    assert find_missing("é ж → ∑ 中 \u202e 中") == ["U+4E2D"]
