"""The page about a class: what it counts, what it says, and that no student's text is anything but text."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from autograder.course import load, names
from autograder.overview.analysis import Analysis, analyse, find_hints
from autograder.overview.charts import draw_histogram, draw_shares
from autograder.overview.page import find_prose, render, typeset
from autograder.overview.results import read_results
from autograder.values import Law
from tests.class_results import BLANK, PARTS, RIGHT, SHEET, WRONG, Mark, write

HINTS = find_hints(SHEET)
KNOWN = (0.0, "values", "m")
MISTAKE = next(name for part, name in HINTS if part == PARTS[0].name)
HOSTILE = (
    "</script><script>alert(1)</script>\" onclick='x' {{ 7*7 }} \u202egro.elpmaxe\x1b[31m &amp; <b>\ud800"
)


def analyse_class(folder: Path, marks: Mapping[str, Sequence[Mark]]) -> Analysis:
    for student, given in marks.items():
        write(folder, student, given)
    return analyse(read_results(folder), SHEET)


class Page(HTMLParser):
    """The elements of a page and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {}
        self.text = ""
        self._open = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))
        self.text += " " if tag in {"td", "th", "dt", "dd", "tr", "div"} else ""
        if tag in {"script", "style"}:
            self._open = tag
            self.inside.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inside[self._open][-1] += data
        else:
            self.text += data

    def all(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(attribute)) is not None]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A class of four, one of them hostile, one unreadable."""
    folder = tmp_path_factory.mktemp("class")
    write(folder, "Ann", [], look_first=["cell 3 ran too long"])
    write(folder, "Bob", [(0.25, "values", MISTAKE), BLANK, (0.5, "raises", "")])
    write(folder, HOSTILE, [(0.0, "values", MISTAKE), WRONG])
    write(folder, "Zed", [(0.0, "not run", "")] * len(PARTS), refused=True)
    (folder / "half.json").write_text('{"score": 1')
    return Page(render(analyse(read_results(folder), SHEET), SHEET))


def test_a_students_text_is_text(page: Page) -> None:
    assert "</script><script>alert(1)</script>\" onclick='x' {{ 7*7 }} gro.elpmaxe[31m &amp; <b>" in page.text
    assert page.all("onclick") == []
    assert len(page.inside["script"]) == 1
    assert "alert" not in page.inside["script"][0]
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page.text
    )
    assert not [tag for tag, _ in page.elements if tag == "b"]


def test_the_page_needs_no_network_and_runs_only_its_own_script(page: Page) -> None:
    assert not page.all("src")
    assert all(link.startswith("#") for link in page.all("href"))
    (policy,) = page.all("content")[-1:]
    for kind in ("script", "style"):
        (content,) = page.inside[kind]
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert not page.all("style"), "the policy forbids styles in attributes"
    assert "url(" not in re.sub(r"url\(#\w+\)", "", page.inside["style"][0])


def test_every_link_leads_somewhere(page: Page) -> None:
    places = page.all("id")
    assert len(places) == len(set(places))
    assert {link.removeprefix("#") for link in page.all("href")} <= set(places)


def test_what_could_not_be_read_is_said_first_and_counts_nowhere(page: Page) -> None:
    words = " ".join(page.text.split())
    assert "Zed could not be read" in words
    assert "Ann: cell 3 ran too long" in words
    assert "half.json in the folder holds no results; left out" in words
    assert "submissions 4 could not be read 1 mean of those that could be read, of" in words
    assert "n = 3." in words


def test_a_class_of_gradescopes_has_names_and_who_is_there_twice_is_said_first(tmp_path: Path) -> None:
    people = [["Kim Kaya", "62", "k@x.org"]]
    write(tmp_path, "k@x.org", [], people=people)
    write(tmp_path, "k@x.org-2", [WRONG], people=people, owner="k@x.org")
    page = Page(render(analyse(read_results(tmp_path), SHEET), SHEET))
    words = " ".join(page.text.split())
    one, other = "Kim Kaya (k@x.org)", "Kim Kaya (k@x.org-2)"
    assert f"k@x.org is there twice: {one} and {other}; decide which counts, and leave the rest" in words
    assert "nothing stands out" not in words
    for name in (one, other):
        assert words.count(name) == 4, "looked at first, in the matrix, by its time, in the list"


def test_points_have_as_many_decimals_as_they_need(tmp_path: Path) -> None:
    write(tmp_path, "Ann", [])
    words = " ".join(Page(render(analyse(read_results(tmp_path), SHEET), SHEET)).text.split())
    figures = "mean, of 14.25 points 14.25 median 14.25 half of the class between 14.25 – 14.25"
    assert f"{figures} standard deviation 0 " in words


def test_a_cell_that_is_not_valid_python_is_named_among_the_faults(tmp_path: Path) -> None:
    write(tmp_path, "Ann", [BLANK], unparsed=[PARTS[0].name])
    part = analyse(read_results(tmp_path), SHEET).parts[0]
    assert (part.attempts, part.states["wrong"]) == (1, 1)
    words = Page(render(analyse(read_results(tmp_path), SHEET), SHEET)).text
    assert "its cell is not valid Python" in words


def test_who_was_late_is_said_first(tmp_path: Path) -> None:
    for name, late in (("ann_1", True), ("bob_2", False), ("cy_3", True)):
        write(tmp_path, name, [], late=late)
    words = " ".join(Page(render(analyse(read_results(tmp_path), SHEET), SHEET)).text.split())
    assert "late, as Canvas says: ann_1, cy_3 A part is listed when" in words


def test_known_mistakes_have_their_count_and_hint(page: Page) -> None:
    words = " ".join(page.text.split())
    hint = " ".join(HINTS[PARTS[0].name, MISTAKE]["en"].split())
    plain = re.split(r"[$`]", hint)[0].strip()
    assert f"{PARTS[0].number} {PARTS[0].name} {MISTAKE} 2 {plain}" in words


def test_feedback_stands_with_each_student(page: Page) -> None:
    assert page.text.count("values of Bob") == 1
    assert page.text.count("raises of Bob") == 1
    assert "agrees of Bob" not in page.text


def test_what_could_not_be_read_says_nothing_about_a_part(tmp_path: Path) -> None:
    write(tmp_path, "Zed", [(0.0, "not run", "")] * len(PARTS), refused=True)
    part = analyse_class(tmp_path, {"a": [RIGHT], "b": [RIGHT]}).parts[0]
    assert (part.students, part.difficulty) == (2, 1.0)
    assert part.kinds == {"agrees": 2}


def test_states_and_shares_of_a_part(tmp_path: Path) -> None:
    marks = {
        "a": [RIGHT],
        "b": [(0.5, "values", "m")],
        "c": [WRONG],
        "d": [BLANK],
        "e": [(0.0, "waiting", "")],
    }
    part = analyse_class(tmp_path, marks).parts[0]
    assert part.states == {"right": 1, "partly": 1, "wrong": 1, "blank": 2}
    assert part.kinds == {"agrees": 1, "values": 2, "not attempted": 1, "waiting": 1}
    assert part.difficulty == pytest.approx(1.5 / 5, abs=0.01)
    assert [(one.name, one.count, one.hint) for one in part.mistakes] == [("m", 1, None)]


@pytest.mark.parametrize(
    ("marks", "concern"),
    [
        ([KNOWN] * 4 + [(0.9, "values", "m")], ["nobody who attempted it is right (n = 5)"]),
        ([KNOWN] * 5 + [RIGHT], []),
        ([WRONG] * 4 + [BLANK] * 9, []),
        ([WRONG] * 4 + [KNOWN, RIGHT], ["most wrong values match no known mistake (4 of 5)"]),
        ([WRONG] * 3 + [KNOWN] * 3 + [RIGHT], []),
        ([(0.0, "raises", "")] * 9 + [RIGHT], []),
        ([BLANK] * 5, ["nobody attempted it (n = 5)"]),
        ([BLANK] * 4, []),
    ],
)
def test_a_part_that_may_be_at_fault_is_looked_at(
    marks: list[Mark], concern: list[str], tmp_path: Path
) -> None:
    analysis = analyse_class(tmp_path, {f"s{n}": [mark] for n, mark in enumerate(marks)})
    assert analysis.parts[0].concerns == concern


@pytest.mark.parametrize(
    ("students", "good_at_it", "expected"),
    [
        (20, "weak", "discrimination −1.00 (n = 20, 95 % interval −1.00 to −1.00)"),
        (20, "strong", ""),
        (19, "weak", ""),
    ],
)
def test_a_part_that_the_weak_get_right_is_looked_at(
    students: int, good_at_it: str, expected: str, tmp_path: Path
) -> None:
    marks: dict[str, list[Mark]] = {}
    for n in range(students):
        strong = n % 2 == 0
        first = RIGHT if strong == (good_at_it == "strong") else KNOWN
        marks[f"s{n}"] = [first, *[RIGHT if strong else WRONG] * (len(PARTS) - 1)]
    concerns = analyse_class(tmp_path, marks).parts[0].concerns
    assert concerns == ([expected] if expected else [])


def test_what_may_be_chance_is_called_so(tmp_path: Path) -> None:
    rest = [WRONG, RIGHT] * 10
    first = [RIGHT] * 9 + [KNOWN] * 9 + [RIGHT, KNOWN]
    marks = {f"s{n}": [one, *[other] * 3] for n, (one, other) in enumerate(zip(first, rest, strict=True))}
    (concern,) = analyse_class(tmp_path, marks).parts[0].concerns
    assert concern.startswith("discrimination −0.")
    assert concern.endswith("; this may be chance")


def test_a_class_of_which_nobody_could_be_read_still_makes_a_page(tmp_path: Path) -> None:
    write(tmp_path, "Zed", [(0.0, "not run", "")] * len(PARTS), refused=True)
    page = Page(render(analyse(read_results(tmp_path), SHEET), SHEET))
    assert "Zed could not be read" in " ".join(page.text.split())


def test_prose_becomes_html_with_formulas() -> None:
    made = typeset("a <b> `x < 1`\n  and $\\log p < 1$ or a lone $ sign")
    assert made.startswith("a &lt;b&gt; <code>x &lt; 1</code> and <math")
    assert made.endswith("</math> or a lone $ sign")
    assert "\\" not in made


def test_formulas_of_a_broken_law_are_set_and_those_of_a_student_are_not(tmp_path: Path) -> None:
    laws = (law.text["en"] for unit in SHEET.units for law in unit.all(Law))
    law = next(words for words in (" ".join(text.split()) for text in laws) if "$" in words)
    write(tmp_path, "Ann", [WRONG])
    (path,) = tmp_path.iterdir()
    results = json.loads(path.read_text("utf-8"))
    results["tests"][0]["output"] = f"the values are wrong\nbroken law: {law} yours is <b>$x$\n$y$ `<i>`"
    path.write_text(json.dumps(results), encoding="utf-8")
    made = render(analyse(read_results(tmp_path), SHEET), SHEET)
    told = f"the values are wrong\nbroken law: {typeset(law)} yours is &lt;b&gt;$x$\n$y$ `&lt;i&gt;`</p>"
    assert "<math" in typeset(law)
    assert told in made


@pytest.mark.parametrize("name", names())
def test_all_prose_that_feedback_repeats_can_be_set(name: str) -> None:
    prose = find_prose(load(name, hidden=True))
    assert len(prose) > 100
    for words in prose:
        assert "\\" not in re.sub("<code>.*?</code>", "", typeset(words)), words


@pytest.mark.parametrize("hint", HINTS.values(), ids=[f"{part}-{name}" for part, name in HINTS])
def test_every_hint_can_be_set(hint: Mapping[str, str]) -> None:
    for language in SHEET.languages:
        made = typeset(hint[language])
        assert made.count("<math") == len(re.findall(r"\$[^$]+\$", hint[language]))
        assert "\\" not in re.sub("<code>.*?</code>", "", made)


def test_the_histogram_shows_everybody() -> None:
    drawn = Page(draw_histogram([0.0, 3.0, 14.25, 14.25], 14.25, 8.6))
    heights = [float(one["height"] or 0) for tag, one in drawn.elements if tag == "rect"]
    assert len(heights) == 8
    assert [height / max(heights) for height in heights] == pytest.approx(
        [0.5, 0.5, 0, 0, 0, 0, 0, 1], abs=0.01
    )
    assert "median 8.6" in drawn.text
    assert "median 14.25" in Page(draw_histogram([14.25], 14.25, 14.25)).text
    assert drawn.all("aria-label") == ["4 students by their points, from 0 to 14.25"]


def test_shares_fill_their_bar() -> None:
    drawn = Page(draw_shares({"right": 1, "partly": 0, "wrong": 3, "blank": 0}))
    assert [(one["class"], one["x"], one["width"]) for tag, one in drawn.elements if tag == "rect"] == [
        ("right", "0.00", "25.00"),
        ("wrong", "25.00", "75.00"),
    ]
    assert [tag for tag, _ in Page(draw_shares({"right": 0})).elements] == ["svg"]
