"""Intake: what students' tools and hands do to a notebook, and what is read all the same."""

from __future__ import annotations

import codecs
import copy
import dataclasses
import json
import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.intake import (
    LIMIT,
    Released,
    Submission,
    Unreadable,
    find_notebook,
    normalise,
    read,
    read_file,
)
from autograder.intake.decode import VALUES
from autograder.intake.format import CELLS
from autograder.intake.text import shown

SETUP = '''#@title Set-up: run this cell first
import json, zlib

_packed = """
c-rk;O>fgc5WVYHP
0q$N0l?3Rw
"""
for _name in _packed.split():
    exec(_name)
check, summary = print, print'''
GIVEN = "class Gaussian:\n    mean = 0.0"
ELBO = "def elbo(log_w):\n    return log_w.mean()"
BOUND = "def bound(log_w):\n    return log_w.max()"
BLANK = "**Answer 5.1**\n\n*Your answer.*"
LETTERS = "**Answer 5.2**\n\n(a)\n\n(b)"
RIGHT = "check that it is the right file"
WRITE = "write them in the notebook that was handed out"
MERGED = "a cell that was handed out was merged with code; only the code was run"
PROSE = "### 5.1 (4 points)\n\nWhy is the bound tighter?"
PROSE_2 = "### 5.2 (4 points)\n\nTwo things."
BLANK_FR = "**Réponse 5.1**\n\n*Votre réponse.*"
RELEASED = Released(
    assignment="hw3",
    cells=frozenset(
        map(
            normalise,
            [
                "# Homework 3",
                SETUP,
                GIVEN,
                "check(elbo)",
                "check(bound)",
                PROSE,
                PROSE_2,
                BLANK_FR,
                "summary()",
            ],
        )
    ),
    parts=("elbo", "bound"),
    written={"5.1": BLANK, "5.2": LETTERS},
)

Json = dict[str, Any]


def cell(kind: str, role: str, name: str, source: str) -> Json:
    made: Json = {
        "cell_type": kind,
        "id": f"{role}-{name}".replace(".", "-"),
        "metadata": {"autograder": {"role": role, "name": name}},
        "source": source.splitlines(keepends=True),
    }
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made


def text(source: str) -> Json:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str) -> Json:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": 1}


def notebook() -> Json:
    """A finished submission: both functions and answer 5.1 are there."""
    return {
        "cells": [
            cell("markdown", "prose", "hw3", "# Homework 3"),
            cell("code", "setup", "checker", SETUP),
            cell("code", "given", "q", GIVEN),
            cell("code", "stub", "elbo", ELBO),
            cell("code", "check", "elbo", "check(elbo)"),
            cell("code", "stub", "bound", BOUND),
            cell("code", "check", "bound", "check(bound)"),
            cell("markdown", "prose", "5.1", PROSE),
            cell("markdown", "answer", "5.1", "**Answer 5.1**\n\nBy Jensen."),
            cell("markdown", "prose", "5.2", PROSE_2),
            cell("markdown", "answer", "5.2", LETTERS),
            cell("code", "summary", "end", "summary()"),
        ],
        "metadata": {"autograder": {"assignment": "hw3"}, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


SETUP_AT, STUB_AT, ANSWER_AT = 1, 3, 8  # places in `notebook`


def put(*changes: tuple[int, Json], **more: Any) -> Json:
    """`notebook` with some cells replaced."""
    made = notebook() | more
    for place, new in changes:
        made["cells"][place] = new
    return made


def bare(made: Json) -> Json:
    """The notebook without cell metadata and ids, as VS Code and Colab leave it."""
    made["cells"] = [{k: v for k, v in c.items() if k != "id"} | {"metadata": {}} for c in made["cells"]]
    return made


def take(made: object) -> Submission:
    return read(json.dumps(made).encode(), RELEASED)


def remarks(submission: Submission) -> list[str]:
    return [str(repair) for repair in submission.repairs]


WHOLE = {"cells": (ELBO, BOUND), "answers": {"5.1": "By Jensen.", "5.2": ""}}


def assert_whole(submission: Submission, *expected: str) -> None:
    assert submission.cells == WHOLE["cells"]
    assert submission.answers == WHOLE["answers"]
    assert remarks(submission) == list(expected)


def test_a_tidy_notebook_is_read_without_remarks() -> None:
    submission = take(notebook())
    assert_whole(submission)
    assert submission.assignment == "hw3"
    assert len(submission.digest) == 64


def test_a_notebook_without_cell_metadata_and_ids_is_read_the_same() -> None:
    assert_whole(take(bare(notebook())))


def test_ids_alone_are_enough() -> None:
    made = notebook()
    for one in made["cells"]:
        del one["metadata"]
    made["cells"][ANSWER_AT]["source"] = "By Jensen."
    assert_whole(take(made))


class TestDigest:
    def test_does_not_depend_on_outputs_metadata_and_ids(self) -> None:
        made = bare(notebook())
        made["cells"][STUB_AT]["outputs"] = [{"output_type": "stream", "text": "hello"}]
        made["cells"][STUB_AT]["execution_count"] = 7
        assert take(made).digest == take(notebook()).digest

    @pytest.mark.parametrize(
        "change", [(STUB_AT, code(ELBO + "  # now")), (ANSWER_AT, text("**Answer 5.1**\n\nNo idea."))]
    )
    def test_depends_on_code_and_answers(self, change: tuple[int, Json]) -> None:
        assert take(put(change)).digest != take(notebook()).digest


class TestBytes:
    @pytest.mark.parametrize(
        ("mark", "encoding", "remark"),
        [
            (b"", "utf-8", []),
            (codecs.BOM_UTF8, "utf-8", ["the file begins with a byte order mark; it was skipped"]),
            (codecs.BOM_UTF16_LE, "utf-16-le", ["UTF-16-LE"]),
            (codecs.BOM_UTF16_BE, "utf-16-be", ["UTF-16-BE"]),
            (codecs.BOM_UTF32_LE, "utf-32-le", ["UTF-32-LE"]),
            (b"", "utf-16-le", ["UTF-16-LE"]),
            (b"", "utf-16-be", ["UTF-16-BE"]),
        ],
    )
    def test_encodings(self, mark: bytes, encoding: str, remark: list[str]) -> None:
        made = put((ANSWER_AT, text("**Réponse 5.1**\n\nété 😀")))
        data = mark + json.dumps(made, ensure_ascii=False).encode(encoding)
        submission = read(data, RELEASED)
        assert submission.answers["5.1"] == "été 😀"
        if encoding != "utf-8":
            remark = [f"the file is encoded as {remark[0]}, expected UTF-8; it was decoded"]
        assert remarks(submission) == remark

    def test_latin_1_is_read_with_replacement(self) -> None:
        made = put((ANSWER_AT, text("**Answer 5.1**\n\nl'été")))
        submission = read(json.dumps(made, ensure_ascii=False).encode("latin-1"), RELEASED)
        assert submission.answers["5.1"] == "l'\ufffdt\ufffd"
        assert remarks(submission) == [
            "the file holds bytes that are not UTF-8; they were replaced by the sign U+FFFD"
        ]

    @pytest.mark.parametrize("end", ["\r\n", "\r", "\r\r\n"])
    def test_line_ends(self, end: str) -> None:
        made = notebook()
        for one in made["cells"]:
            one["source"] = "".join(one["source"]).replace("\n", end)
        assert_whole(take(made))

    def test_line_ends_of_the_file(self) -> None:
        data = json.dumps(notebook(), indent=1).replace("\n", "\r\n").encode()
        assert_whole(read(data, RELEASED))

    @pytest.mark.parametrize("char", ["\0", "\x1b", "\x7f", "\ufeff"])
    @pytest.mark.parametrize("escaped", [True, False])
    def test_control_characters(self, char: str, escaped: bool) -> None:
        made = put((STUB_AT, code(char + ELBO)))
        data = json.dumps(made, ensure_ascii=escaped)
        data = data if escaped else data.replace("\\u0000", "\0").replace("\\u001b", "\x1b")
        submission = read(data.encode(), RELEASED)
        assert_whole(submission, "a cell holds control characters; they were removed; cells: 4")

    def test_half_a_surrogate_pair(self) -> None:
        submission = take(put((STUB_AT, code(ELBO + "  # \ud83d"))))
        assert submission.cells[0] == ELBO + "  # \ufffd"

    def test_tabs_and_form_feeds_stay(self) -> None:
        source = "def elbo(log_w):\n\treturn 1\n\x0c\nx = 1"
        assert take(put((STUB_AT, code(source)))).cells[0] == source


class TestFormats:
    @pytest.mark.parametrize("minor", [0, 1, 2, 3, 4, 5, 6, 99, "five", None])
    def test_minor_versions(self, minor: object) -> None:
        assert_whole(take(put(nbformat_minor=minor)))

    @pytest.mark.parametrize("major", [2, 5, 77])
    def test_other_major_versions(self, major: int) -> None:
        remark = f"the notebook has format {major}, expected 4; it was read all the same"
        assert_whole(take(put(nbformat=major)), remark)

    @pytest.mark.parametrize("major", [None, "4", 4.5, True, []])
    def test_no_version(self, major: object) -> None:
        assert_whole(
            take(put(nbformat=major)), "the file does not say its notebook format; it was read as format 4"
        )

    def test_format_3(self) -> None:
        made = notebook()
        for one in made["cells"]:
            one.pop("id")
            if one["cell_type"] == "code":
                one |= {"input": one.pop("source"), "language": "python", "prompt_number": 1}
        made["cells"].insert(ANSWER_AT + 1, {"cell_type": "heading", "level": 2, "source": ["More"]})
        sheets = [{"cells": made["cells"][:5]}, {"cells": made["cells"][5:]}, {"metadata": {}}]
        submission = take({"worksheets": sheets, "metadata": made["metadata"], "nbformat": 3})
        assert submission.cells == WHOLE["cells"]
        assert submission.answers == {"5.1": "By Jensen.\n\n## More", "5.2": ""}
        assert remarks(submission) == [
            "the notebook has format 3, expected 4; it was read all the same",
            "text below answer 5.1 was added to it; cells: 10",
        ]

    def test_a_bare_list_of_cells(self) -> None:
        submission = take(notebook()["cells"])
        assert_whole(submission, "the file is a bare list of cells, expected a notebook; the list was read")
        assert submission.assignment is None

    @pytest.mark.parametrize(
        "metadata",
        [
            {"kernelspec": {"name": "ir", "language": "R"}, "language_info": {"name": "R"}},
            {"kernelspec": {"name": "my-env", "language": "R"}},
            {"language_info": {"name": "R"}, "kernelspec": "none"},
        ],
    )
    def test_wrong_language(self, metadata: Json) -> None:
        remark = "the notebook is set to R, expected Python; it was read as Python"
        assert_whole(take(put(metadata=metadata)), remark)

    def test_wrong_kernel_without_a_language(self) -> None:
        remark = "the notebook is set to julia-1.9, expected Python; it was read as Python"
        assert_whole(take(put(metadata={"kernelspec": {"name": "julia-1.9"}})), remark)

    @pytest.mark.parametrize("metadata", [None, [], "x", {}, {"kernelspec": {"name": "irina-env"}}])
    def test_odd_metadata(self, metadata: object) -> None:
        submission = take(put(metadata=metadata))
        assert_whole(submission)
        assert submission.assignment is None

    def test_another_assignment_is_remarked(self) -> None:
        submission = take(put(metadata={"autograder": {"assignment": "hw\u202e4\n"}}))
        assert submission.assignment == "hw4"
        assert remarks(submission) == [f"the notebook says that it is hw4, expected hw3; {RIGHT}"]

    def test_large_outputs_are_dropped(self) -> None:
        made = notebook()
        made["cells"][STUB_AT]["outputs"] = [{"data": {"image/png": "A" * 30_000_000}}]
        assert_whole(take(made))

    def test_huge_numbers_and_constants(self) -> None:
        data = json.dumps(notebook())
        odd = '{"a": ' + "9" * 6000 + ', "b": NaN, "c": [Infinity, -Infinity, 1e999, -' + "1" * 50 + "], "
        assert_whole(read((odd + data[1:]).encode(), RELEASED))

    def test_duplicate_keys(self) -> None:
        data = '{"cells": [], ' + json.dumps(notebook())[1:]
        remark = "an entry occurs twice in one place of the file; the last one was read"
        assert_whole(read(data.encode(), RELEASED), remark)

    @pytest.mark.parametrize("tail", ["garbage", "{}", '\n  "nbformat": 4\n}\n'])
    def test_text_after_the_end(self, tail: str) -> None:
        data = json.dumps(notebook()) + tail
        assert_whole(
            read(data.encode(), RELEASED), "there is text after the end of the notebook; it was ignored"
        )

    def test_zero_bytes_after_the_end(self) -> None:
        assert_whole(read(json.dumps(notebook()).encode() + b"\0" * 512, RELEASED))


class TestCells:
    def test_sources_as_text_or_lines(self) -> None:
        made = notebook()
        for one in made["cells"]:
            one["source"] = "".join(one["source"])
        assert_whole(take(made))

    @pytest.mark.parametrize(
        "source", [[None, ELBO, 3, ["x"]], ["def elbo(log_w):\n", {}, "    return log_w.mean()"]]
    )
    def test_lines_that_are_not_text(self, source: list[object]) -> None:
        remark = "a cell has a source that is not text; only its text was read; cells: 4"
        assert_whole(take(put((STUB_AT, code("") | {"source": source}))), remark)

    @pytest.mark.parametrize("source", [None, 3, {"a": 1}])
    def test_a_source_that_is_not_text(self, source: object) -> None:
        submission = take(put((STUB_AT, code("") | {"source": source})))
        assert submission.cells == (BOUND,)
        assert remarks(submission) == [
            "a cell has a source that is not text; only its text was read; cells: 4",
            "no definition of elbo was found; keep the name that it had",
        ]

    def test_cells_with_a_source_alone(self) -> None:
        made = put((STUB_AT, {"source": ELBO}), (STUB_AT + 2, {"cell_type": 1, "source": BOUND}))
        assert_whole(take(made), "a cell does not say its type; it was read as code; cells: 4, 6")

    def test_entries_that_are_not_cells(self) -> None:
        made = notebook()
        made["cells"] += [None, 3, "x", []]
        remark = "an entry of the list of cells is not a cell; it was left out; cells: 13, 14, 15, 16"
        assert_whole(take(made), remark)

    def test_unknown_type(self) -> None:
        made = notebook()
        made["cells"].insert(0, {"cell_type": "sql\n", "source": "select"})
        assert_whole(take(made), "a cell has the unknown type sql; it was read as text; cells: 1")

    def test_type_in_capitals(self) -> None:
        assert_whole(take(put((STUB_AT, code(ELBO) | {"cell_type": "Code"}))))

    def test_duplicate_ids(self) -> None:
        made = notebook()
        made["cells"][5]["id"] = "stub-elbo"
        assert_whole(take(made), "cells have the same id stub-elbo; each was read; cells: 4, 6")

    def test_reordered_cells(self) -> None:
        made = notebook()
        made["cells"].reverse()
        submission = take(made)
        assert submission.cells == (BOUND, ELBO)
        assert submission.answers == WHOLE["answers"]
        assert remarks(submission) == []

    @pytest.mark.parametrize("kind", ["markdown", "raw"])
    @pytest.mark.parametrize("source", [ELBO, f"I did this:\n```python\n{ELBO}\n```\nand it works"])
    def test_a_stub_that_is_no_code_cell_any_more_counts(self, kind: str, source: str) -> None:
        made = put((STUB_AT, cell(kind, "stub", "elbo", source)))
        remark = "elbo is in a cell that is not a code cell; it was run all the same; cells: 4"
        submission = take(made)
        assert [one.strip() for one in submission.cells] == [ELBO, BOUND]
        assert remarks(submission) == [remark]

    def test_a_parked_copy_does_not_count(self) -> None:
        made = notebook()
        made["cells"].insert(STUB_AT + 2, {"cell_type": "raw", "source": ELBO.replace("mean", "sum")})
        remark = "elbo is in a code cell, and again in a cell that is not; the latter was not run; cells: 6"
        assert_whole(take(made), remark)

    def test_the_last_of_two_definitions_counts(self) -> None:
        second = "elbo = lambda log_w: 1"
        made = notebook()
        made["cells"].insert(STUB_AT + 2, code(second))
        submission = take(made)
        assert submission.cells == (ELBO, second, BOUND)
        assert remarks(submission) == [
            "elbo is defined more than once; the last one counts, in cell 6; cells: 4, 6"
        ]

    @pytest.mark.parametrize(
        "source", ["class Q:\n    def elbo(self):\n        pass", "elbow = 1", "elbo == 1"]
    )
    def test_other_code_is_not_a_definition(self, source: str) -> None:
        made = notebook()
        made["cells"].append(code(source))
        submission = take(made)
        assert submission.cells == (ELBO, BOUND, source)
        assert remarks(submission) == []

    def test_a_part_that_is_defined_nowhere(self) -> None:
        submission = take(put((STUB_AT, code("x = 1"))))
        assert submission.cells == ("x = 1", BOUND)
        assert remarks(submission) == ["no definition of elbo was found; keep the name that it had"]

    def test_no_graded_function_at_all(self) -> None:
        submission = take(put((STUB_AT, code("x = 1")), (STUB_AT + 2, code("y = 1"))))
        expected = f"no definition of a graded function was found, such as elbo; {RIGHT}"
        assert remarks(submission) == [expected]

    @pytest.mark.parametrize("cells", [[], [text("hello")], [cell("code", "setup", "checker", SETUP)]])
    def test_no_code_at_all(self, cells: list[Json]) -> None:
        submission = take({"cells": cells, "nbformat": 4})
        assert submission.cells == ()
        assert remarks(submission) == [
            f"the notebook holds no code; {RIGHT}",
            f"the notebook has no cell for the written answers 5.1, 5.2; {WRITE}",
        ]

    def test_too_many_cells(self) -> None:
        made = notebook()
        made["cells"] += [code("")] * CELLS
        remark = f"the notebook has {CELLS + 12} cells; only the first {CELLS} were read"
        assert_whole(take(made), remark)

    def test_too_much_code(self) -> None:
        made = notebook()
        made["cells"].insert(3, code("#" * (5 * 2**20)))
        remark = "the code is longer than 5242880 characters; a cell was left out; cells: 5, 7"
        submission = take(made)
        assert submission.cells == ("#" * (5 * 2**20),)
        assert remarks(submission)[0] == remark

    def test_one_cell_that_is_too_long_costs_no_other(self) -> None:
        made = notebook()
        made["cells"].insert(3, code("#" * (6 * 2**20)))
        remark = "the code is longer than 5242880 characters; a cell was left out; cells: 4"
        assert_whole(take(made), remark)


class TestSetUp:
    def changed(self, source: str, *, known: bool) -> Submission:
        one = cell("code", "setup", "checker", source) if known else code(source)
        return take(put((SETUP_AT, one)))

    @pytest.mark.parametrize("known", [True, False])
    def test_white_space_is_no_change(self, known: bool) -> None:
        assert_whole(self.changed("\n\n" + SETUP.replace("\n", "  \n") + "\n\n", known=known))

    @pytest.mark.parametrize("known", [True, False])
    def test_what_was_added_to_it_runs(self, known: bool) -> None:
        submission = self.changed(SETUP + "\nimport math\n\ndef twice(x):\n    return 2 * x", known=known)
        assert submission.cells == ("import math\n\ndef twice(x):\n    return 2 * x", ELBO, BOUND)
        assert remarks(submission) == [
            "the set-up cell is not the one of this version; only what was added to it was run; cells: 2"
        ]

    @pytest.mark.parametrize("known", [True, False])
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("0q$N0l?3Rw", "7x$newer\ncontents"),
            ("    exec(_name)", "    pass"),
            ("#@title S", "#@title  S"),
            ("\n\n_p", "\n# hm\n_p"),
        ],
    )
    def test_a_changed_copy_without_additions_is_dropped(self, known: bool, old: str, new: str) -> None:
        remark = "the set-up cell is not the one of this version; only what was added to it was run; cells: 2"
        assert_whole(self.changed(SETUP.replace(old, new), known=known), remark)

    def test_a_stub_merged_below_it_runs(self) -> None:
        made = bare(put((SETUP_AT, code(SETUP + "\n\n" + ELBO))))
        del made["cells"][STUB_AT]
        remark = "the set-up cell is not the one of this version; only what was added to it was run; cells: 2"
        assert_whole(take(made), remark)

    def test_it_is_cut_out_of_the_middle_of_a_cell(self) -> None:
        made = bare(put((STUB_AT, code(ELBO + "\n" + SETUP))))
        submission = take(made)
        assert submission.cells == (ELBO + "\n#@title Set-up: run this cell first", BOUND)
        assert remarks(submission) == [f"{MERGED}; cells: 4"]

    def test_a_copied_cell_with_other_code_runs_whole(self) -> None:
        submission = self.changed("import math\nx = (\n    1\n)", known=True)
        assert submission.cells[0] == "import math\nx = (\n    1\n)"
        assert remarks(submission) == []

    def test_a_changed_check_runs(self) -> None:
        submission = take(put((STUB_AT + 1, cell("code", "check", "elbo", "check(elbo)\nprint(elbo)"))))
        assert submission.cells == (ELBO, "check(elbo)\nprint(elbo)", BOUND)
        assert remarks(submission) == []

    def test_a_cell_that_begins_like_a_title_is_not_the_set_up(self) -> None:
        submission = take(put((STUB_AT, code("# Homework 3\n" + ELBO))))
        assert submission.cells == ("# Homework 3\n" + ELBO, BOUND)
        assert remarks(submission) == []


class TestAnswers:
    @pytest.mark.parametrize(
        "line",
        [
            "**Answer 5.1**",
            "**Réponse 5.1**",
            "**Ответ 5.1**",
            "**Your Answer\u00a05.1.**",
            "## **Answer 5.1:**",
            "  ** Answer  5.1 ** ",
        ],
    )
    def test_answer_lines(self, line: str) -> None:
        assert_whole(take(bare(put((ANSWER_AT, text(line + "\n\nBy Jensen."))))))

    def test_text_on_the_answer_line(self) -> None:
        assert_whole(take(bare(put((ANSWER_AT, text("**Answer 5.1** By Jensen."))))))

    @pytest.mark.parametrize(
        "source",
        ["", "  \n", "Answer 5.1\n\nBy Jensen", "**5.1**\n\nBy Jensen", "**Answer 9.9**\n\nBy Jensen"],
    )
    def test_a_cell_that_is_lost_is_remarked(self, source: str) -> None:
        submission = take(bare(put((ANSWER_AT, text(source)))))
        assert submission.answers == {"5.1": "", "5.2": ""}
        assert remarks(submission) == [f"the notebook has no cell for the written answers 5.1; {WRITE}"]

    @pytest.mark.parametrize(
        "source",
        [
            BLANK,
            BLANK.replace("\n\n", "\n"),
            BLANK + "\n\n",
            "**Réponse 5.1**\n*Your   answer.*",
            BLANK_FR,
            "**Answer 5.1**",
        ],
    )
    @pytest.mark.parametrize("stripped", [True, False])
    def test_unanswered(self, source: str, stripped: bool) -> None:
        made = put((ANSWER_AT, cell("markdown", "answer", "5.1", source)))
        submission = take(bare(made) if stripped else made)
        assert submission.answers == {"5.1": "", "5.2": ""}
        assert remarks(submission) == []

    def test_words_that_were_handed_out_are_left_out(self) -> None:
        assert_whole(take(put((ANSWER_AT, text(BLANK + "\n\nBy Jensen.")))))

    def test_a_place_holder_of_any_form_is_left_out(self) -> None:
        released = dataclasses.replace(RELEASED, written={"5.1": "**Answer 5.1**\n\n..."})
        for answer, expected in [
            ("...", ""),
            ("...\n\nBy Jensen.", "By Jensen."),
            ("... maybe", "... maybe"),
        ]:
            made = put((ANSWER_AT, text("**Answer 5.1**\n\n" + answer)))
            assert read(json.dumps(made).encode(), released).answers == {"5.1": expected}

    def test_the_visible_line_decides_when_the_metadata_says_otherwise(self) -> None:
        made = put((ANSWER_AT, cell("markdown", "answer", "5.2", "**Answer 5.1**\n\nBy Jensen.")))
        assert_whole(take(made), "cells have the same id answer-5-2; each was read; cells: 9, 11")

    def test_letters_stay(self) -> None:
        submission = take(put((ANSWER_AT + 2, text(LETTERS + "\nbecause"))))
        assert submission.answers["5.2"] == "(a)\n\n(b)\nbecause"

    def test_more_cells_below_belong_to_it(self) -> None:
        made = bare(put((ANSWER_AT, text(BLANK))))
        made["cells"][ANSWER_AT + 1 : ANSWER_AT + 1] = [text("By Jensen."), code("x = 1"), text("Yes.")]
        submission = take(made)
        assert submission.answers == {"5.1": "By Jensen.\n\nYes.", "5.2": ""}
        assert remarks(submission) == ["text below answer 5.1 was added to it; cells: 10, 12"]

    def test_text_below_a_stub_belongs_to_no_answer(self) -> None:
        made = bare(notebook())
        made["cells"][ANSWER_AT + 1 :] = [made["cells"][ANSWER_AT + 2], code("bound = 1"), text("Hm.")]
        assert take(made).answers == {"5.1": "By Jensen.", "5.2": ""}

    def test_merged_answers(self) -> None:
        made = bare(notebook())
        merged = f"{PROSE}\n\n**Answer 5.1**\n\nBy Jensen.\n\n**Answer 5.2**\n\nSee **answer 5.1** there."
        made["cells"][7:11] = [text(merged)]
        submission = take(made)
        assert submission.answers == {"5.1": "By Jensen.", "5.2": "See **answer 5.1** there."}
        assert remarks(submission) == []

    def test_a_duplicated_cell_counts_once(self) -> None:
        made = notebook()
        made["cells"].insert(0, made["cells"][ANSWER_AT] | {"id": "other"})
        assert_whole(take(made))

    def test_two_different_answers_are_joined(self) -> None:
        made = bare(notebook())
        made["cells"].append(text("**Answer 5.1**\n\nNo: by Fatou."))
        submission = take(made)
        assert submission.answers["5.1"] == "By Jensen.\n\nNo: by Fatou."
        assert remarks(submission) == ["answer 5.1 is in more than one cell; they were joined; cells: 9, 13"]

    @pytest.mark.parametrize("kind", ["code", "raw"])
    def test_a_retyped_answer(self, kind: str) -> None:
        one = {"cell_type": kind, "source": "**Answer 5.1**\n\nBy Jensen."}
        remark = "answer 5.1 is not in a text cell; it was read all the same; cells: 9"
        assert_whole(take(put((ANSWER_AT, one))), remark)

    def test_a_changed_question_is_not_an_answer(self) -> None:
        made = put((ANSWER_AT + 1, cell("markdown", "prose", "5.2", PROSE_2 + "\n\nMy answer: 3")))
        said = "the text of a question was changed; it was not read, since answers go into their own cells"
        assert_whole(take(made), f"{said}; cells: 10")

    def test_pasted_images_are_remarked(self) -> None:
        one = text("**Answer 5.1**\n\n![](attachment:a.png)") | {
            "attachments": {"a.png": {"image/png": "AA"}}
        }
        submission = take(put((ANSWER_AT, one)))
        assert submission.answers["5.1"] == "![](attachment:a.png)"
        assert remarks(submission) == [
            "answer 5.1 holds pasted images, which are only in the notebook; cells: 9"
        ]

    def test_a_very_long_answer_is_cut(self) -> None:
        submission = take(put((ANSWER_AT, text("**Answer 5.1**\n\n" + "x" * 6_000_000))))
        assert submission.answers["5.1"] == "x" * 5242880
        assert remarks(submission) == ["answer 5.1 is longer than 5242880 characters; the rest was cut off"]

    def test_code_in_an_answer_counts_and_the_answer_stays(self) -> None:
        answer = f"Like this:\n```python\n{ELBO}\n```"
        submission = take(put((STUB_AT, code("")), (ANSWER_AT, text(f"**Answer 5.1**\n{answer}"))))
        assert [one.strip() for one in submission.cells] == [BOUND, ELBO]
        assert submission.answers["5.1"] == answer


PERCENT = f"""# %% [markdown]
# # Homework 3
# %% Set-up
{SETUP}
# %%
{ELBO}
# %% cell 3
{BOUND}
# %% [markdown]
# **Answer 5.1**
#
# By Jensen.
# %% [md]
\"\"\"
**Answer 5.2**

(a)

(b)
\"\"\"
"""
COLAB = f'''# -*- coding: utf-8 -*-
"""hw3.ipynb

Automatically generated by Colab.

Original file is located at
    https://colab.research.google.com/drive/1abc
"""

{SETUP.replace("#@title", "# @title")}

{ELBO}

check(elbo)

{BOUND}

"""**Answer 5.1**

By "Jensen".
"""

"""**Answer 5.2**

(a)

(b)
"""

summary()
'''
NBCONVERT = f"""#!/usr/bin/env python
# coding: utf-8

# # Homework 3

# In[1]:


{ELBO}


# In[ ]:


{BOUND}


# **Answer 5.1**
#
# By Jensen.

# **Answer 5.2**

# In[3]:


summary()
"""
SCRIPT = "the file is a Python script, expected a notebook (.ipynb); its code was read"


class TestScripts:
    def test_percent_script(self) -> None:
        assert_whole(read(PERCENT.encode(), RELEASED), SCRIPT)

    def test_windows_line_ends(self) -> None:
        assert_whole(read(PERCENT.replace("\n", "\r\n").encode(), RELEASED), SCRIPT)

    def test_what_colab_writes(self) -> None:
        submission = read(COLAB.encode(), RELEASED)
        joined = "\n".join(submission.cells)
        assert ELBO in joined
        assert BOUND in joined
        assert "zlib" not in joined
        assert submission.answers == {"5.1": 'By "Jensen".', "5.2": ""}
        assert remarks(submission) == [
            SCRIPT,
            f"{MERGED}; cells: 1",
        ]

    def test_what_nbconvert_writes(self) -> None:
        submission = read(NBCONVERT.encode(), RELEASED)
        assert [ELBO in one for one in submission.cells] == [False, True, False]
        assert submission.cells[2].strip() == BOUND
        assert submission.answers == {"5.1": "By Jensen.", "5.2": ""}

    def test_plain_script(self) -> None:
        submission = read(f"{ELBO}\n\n\n{BOUND}\n".encode(), RELEASED)
        assert submission.cells == (f"{ELBO}\n\n\n{BOUND}",)
        assert remarks(submission) == [
            SCRIPT,
            f"the notebook has no cell for the written answers 5.1, 5.2; {WRITE}",
        ]


WHOLE_BYTES = json.dumps(notebook()).encode()
LINK = "https://colab.research.google.com/drive/1abc"
AGAIN = "save the notebook and hand it in again"
DRIVE = "a shortcut to Google Drive or Colab"
IN_COLAB = "in Colab choose File, Download, Download .ipynb and hand in that file"
NOT_HTML = "download the notebook as .ipynb, not as HTML"


class TestUnreadable:
    @pytest.mark.parametrize(
        ("data", "what", "instead"),
        [
            (b"", "empty", AGAIN),
            (b" \n\t ", "empty", AGAIN),
            (codecs.BOM_UTF8, "empty", AGAIN),
            (
                b"\0" * 4096,
                "filled with zero bytes",
                "download the notebook again and open it once before you hand it in",
            ),
            (b"PK\x03\x04\x14\0", "a zip archive", "unpack it and hand in the .ipynb file that is in it"),
            (b"\x1f\x8b\x08", "a gzip archive", "unpack it and hand in the .ipynb file that is in it"),
            (b"%PDF-1.7\n", "a PDF document", "hand in the notebook itself"),
            (b"\n%PDF-1.7\n", "a PDF document", "hand in the notebook itself"),
            (b"\x89PNG\r\n", "an image", "hand in the notebook itself"),
            (b"{\\rtf1\\ansi", "a rich text document", "hand in the notebook as Jupyter saved it"),
            (
                b"\0\x05\x16\x07\0\x02",
                "a macOS side file (its name begins with '._')",
                "hand in the notebook itself",
            ),
            (b"<!DOCTYPE html>\n<html>", "an HTML page", NOT_HTML),
            ("\ufeff<html>".encode("utf-16"), "an HTML page", NOT_HTML),
            (b"<html>" + b" " * 10_000 + LINK.encode(), "an HTML page", NOT_HTML),
            (f"<html><a href='{LINK}'>".encode(), DRIVE, IN_COLAB),
            (
                json.dumps({"url": "https://drive.google.com/open?id=1", "doc_id": "1"}).encode(),
                DRIVE,
                IN_COLAB,
            ),
            (f"[InternetShortcut]\nURL={LINK}\n".encode(), DRIVE, IN_COLAB),
            (LINK.encode(), DRIVE, IN_COLAB),
            (b"{}", "JSON without a list of cells", "open it in Jupyter, save it and hand it in again"),
            (
                b'{"cells": {}, "nbformat": 4}',
                "JSON without a list of cells",
                "open it in Jupyter, save it and hand it in again",
            ),
            (b"[1, 2]", "JSON without a list of cells", "open it in Jupyter, save it and hand it in again"),
            (b"# %%\n" * 1_100_000, "a script of more than 5,242,880 characters", "hand in the .ipynb file"),
            (b"null", "neither a notebook nor Python", "hand in the .ipynb file"),
            (b'"text"', "neither a notebook nor Python", "hand in the .ipynb file"),
            (b"Dear all, my answer is 3.", "neither a notebook nor Python", "hand in the .ipynb file"),
            (bytes(range(128, 256)) * 9, "neither a notebook nor Python", "hand in the .ipynb file"),
        ],
    )
    def test_another_kind_of_file(self, data: bytes, what: str, instead: str) -> None:
        with pytest.raises(Unreadable) as caught:
            read(data, RELEASED)
        assert str(caught.value) == f"the file is {what}; expected a notebook (.ipynb); {instead}"

    def test_every_cut_is_seen_as_one(self) -> None:
        made = notebook() | {"numbers": [-1.5e-7, True, False, None, float("nan"), -float("inf")]}
        made["cells"] = [code("a\u0394\n\\")]
        data = json.dumps(made, indent=1).encode()
        for end in range(1, len(data)):
            with pytest.raises(Unreadable) as caught:
                read(data[:end], RELEASED)
            assert str(caught.value) == (
                "the file ends in the middle of the notebook; expected a whole notebook;"
                " download or save it again and hand it in again"
            )

    def test_damage_in_the_middle(self) -> None:
        with pytest.raises(Unreadable) as caught:
            read(b'{"cells": [\n  oops\n], "nbformat": 4}', RELEASED)
        assert str(caught.value) == (
            "the file is not valid JSON (line 2, column 3); expected a notebook;"
            " open it in Jupyter, save it and hand it in again"
        )

    @pytest.mark.parametrize("start", ["{\n", ""])
    def test_merge_conflict(self, start: str) -> None:
        data = f'{start}<<<<<<< HEAD\n "cells": [],\n=======\n "cells": [1],\n>>>>>>> main\n "nbformat": 4}}'
        with pytest.raises(Unreadable) as caught:
            read(data.encode(), RELEASED)
        assert str(caught.value) == (
            f"the file holds a git merge conflict (line {2 if start else 1}); expected a notebook;"
            " resolve the conflict, open the notebook once and hand it in again"
        )

    @pytest.mark.parametrize("opening", ["[", '{"a":', '{"cells":['])
    def test_deep_nesting(self, opening: str) -> None:
        with pytest.raises(Unreadable) as caught:
            read(opening.encode() * 200_000, RELEASED)
        assert str(caught.value) == (
            "the file is nested too deeply; expected a notebook;"
            " clear all outputs, save it and hand it in again"
        )

    def test_many_values(self) -> None:
        with pytest.raises(Unreadable) as caught:
            read(b"[" + b"0," * VALUES + b"0]", RELEASED)
        assert str(caught.value) == (
            "the file holds more than 2,000,000 values; expected a notebook;"
            " clear all outputs, save it and hand it in again"
        )

    def test_too_large(self) -> None:
        with pytest.raises(Unreadable) as caught:
            read(bytes(LIMIT + 1), RELEASED)
        assert str(caught.value) == (
            "the file is larger than 40 MB; expected a notebook;"
            " clear all outputs, save it and hand it in again"
        )

    def test_no_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise MemoryError

        monkeypatch.setattr("autograder.intake.parse", fail)
        with pytest.raises(Unreadable, match="^the file is too large for the memory; expected a notebook;"):
            read(WHOLE_BYTES, RELEASED)


class TestFiles:
    def refused(self, path: Path) -> str:
        with pytest.raises(Unreadable) as caught:
            read_file(path, RELEASED)
        return str(caught.value)

    def test_a_plain_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.ipynb"
        path.write_bytes(WHOLE_BYTES)
        assert read_file(path, RELEASED) == read(WHOLE_BYTES, RELEASED)

    def test_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "a.ipynb").write_bytes(WHOLE_BYTES)
        (tmp_path / "b.ipynb").symlink_to(tmp_path / "a.ipynb")
        expected = "b.ipynb is a link; expected a notebook (.ipynb); hand in the file itself"
        assert self.refused(tmp_path / "b.ipynb") == expected

    def test_a_folder_and_a_pipe(self, tmp_path: Path) -> None:
        (tmp_path / "a\u202e.ipynb").mkdir()
        os.mkfifo(tmp_path / "p.ipynb")
        assert (
            self.refused(tmp_path / "a\u202e.ipynb")
            == "a.ipynb is not a plain file; expected a notebook (.ipynb); hand in the notebook itself"
        )
        assert (
            self.refused(tmp_path / "p.ipynb")
            == "p.ipynb is not a plain file; expected a notebook (.ipynb); hand in the notebook itself"
        )

    def test_a_device(self) -> None:
        assert (
            self.refused(Path("/dev/zero"))
            == "zero is not a plain file; expected a notebook (.ipynb); hand in the notebook itself"
        )

    def test_no_file(self, tmp_path: Path) -> None:
        assert (
            self.refused(tmp_path / "a.ipynb")
            == "a.ipynb cannot be opened (no such file or directory); expected a notebook (.ipynb);"
            " check its name and permissions"
        )
        assert self.refused(tmp_path / "a\0b").startswith("ab cannot be opened (")

    def test_a_large_file(self, tmp_path: Path) -> None:
        with (tmp_path / "a.ipynb").open("wb") as file:
            file.truncate(LIMIT + 10)
        assert self.refused(tmp_path / "a.ipynb").startswith("the file is larger than 40 MB; ")


class TestMessages:
    def test_values_are_shown_short_and_plain(self) -> None:
        assert shown("a\u202eb\x1b[31m\n\u2028c\ud800") == "ab[31mc"
        assert shown("x" * 1000) == "x" * 77 + "..."
        assert shown("é" * 80) == "é" * 80

    def test_many_remarks_are_counted(self) -> None:
        made = notebook()
        made["cells"] += [{"cell_type": f"kind{number}", "source": ""} for number in range(150)]
        submission = take(made)
        assert len(submission.repairs) == 101
        assert remarks(submission)[-1] == "there are 50 more remarks of this kind"

    def test_braces_in_values_are_kept(self) -> None:
        submission = take(put(metadata={"autograder": {"assignment": "{hw4}"}}))
        assert remarks(submission) == ["the notebook says that it is {hw4}, expected hw3; " + RIGHT]


CALM = settings(suppress_health_check=[HealthCheck.too_slow])
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([ELBO, BLANK, SETUP]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["source", "id", "metadata", "cells"]), inner)
    ),
    max_leaves=10,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container of a JSON value with every key or index of it."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


def plain(text: str) -> bool:
    return not any(unicodedata.category(char).startswith("C") for char in text)


def refusal(data: bytes) -> str | None:
    try:
        read(data, RELEASED)
    except Unreadable as error:
        return str(error)
    return None


def assert_read_or_refused(data: bytes) -> None:
    """Any other exception fails the test that calls this."""
    refused = refusal(data)
    if refused is not None:
        assert refused.startswith("the file ")
        assert plain(refused)
        return
    submission = read(data, RELEASED)
    assert all(one.strip() for one in submission.cells)
    assert submission.answers.keys() == RELEASED.written.keys()
    assert all(plain(str(repair)) for repair in submission.repairs)
    assert submission == read(data, RELEASED)


@CALM
@given(st.data())
def test_any_change_of_the_structure_is_read_or_refused(data: st.DataObject) -> None:
    made = copy.deepcopy(notebook())
    for _ in range(data.draw(st.integers(1, 5))):
        container, key = data.draw(st.sampled_from(places(made)))
        change = data.draw(st.sampled_from(["remove", "replace", "copy"]))
        if change == "remove":
            del container[key]
        elif change == "replace" or not isinstance(container, list):
            container[key] = data.draw(JUNK)
        else:
            container.insert(data.draw(st.integers(0, len(container))), copy.deepcopy(container[key]))
        if not places(made):
            break
    assert_read_or_refused(json.dumps(made).encode())


@CALM
@given(
    st.lists(
        st.tuples(st.integers(0, len(WHOLE_BYTES)), st.integers(0, 40), st.binary(max_size=10)),
        min_size=1,
        max_size=5,
    )
)
def test_any_change_of_the_bytes_is_read_or_refused(changes: list[tuple[int, int, bytes]]) -> None:
    data = WHOLE_BYTES
    for start, length, new in changes:
        data = data[:start] + new + data[start + length :]
    assert_read_or_refused(data)


@CALM
@given(st.binary() | st.text().map(str.encode) | JUNK.map(lambda value: json.dumps(value).encode()))
def test_anything_is_read_or_refused(data: bytes) -> None:
    assert_read_or_refused(data)


@CALM
@given(st.text(alphabet="# %[]In:*\"'\nAnswer5.1markdown", max_size=200))
def test_any_script_is_read_or_refused(source: str) -> None:
    assert_read_or_refused(b"import os\n" + source.encode())


@CALM
@given(st.text(alphabet="ab \t\n\r", max_size=50))
def test_normalising_twice_changes_nothing(source: str) -> None:
    once = normalise(source)
    assert normalise(once) == once
    assert normalise(source.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")) == once


def test_notebook_is_found_in_a_folder(tmp_path: Path) -> None:
    for folder in ("inner", ".ipynb_checkpoints", "__MACOSX"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.ipynb").touch()
    (tmp_path / "._a.ipynb").touch()
    (tmp_path / "data.csv").touch()
    assert find_notebook(tmp_path) == tmp_path / "inner" / "a.ipynb"


def test_no_link_leads_out_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.ipynb").touch()
    (tmp_path / "handed_in").mkdir()
    (tmp_path / "handed_in" / "link").symlink_to(tmp_path / "outside")
    with pytest.raises(Unreadable, match="0 notebooks were handed in"):
        find_notebook(tmp_path / "handed_in")
