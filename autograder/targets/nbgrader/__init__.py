"""nbgrader: a course folder for its own commands, with our sandbox in the place of its execution."""

from __future__ import annotations

import json
import re
from pathlib import Path

from autograder.course import CourseError
from autograder.handout import file_name
from autograder.sheet import Sheet
from autograder.targets.nbgrader.cells import make_source
from autograder.targets.student import write_notebook

OURS = "autograder.targets.nbgrader"

# They stand in a JSON file: where a line of its Python configuration raises, nbgrader drops that file and
# goes on with its own settings, which run what students wrote. JSON has precedence, too.
SETTINGS = {
    # A solution leaves nothing behind: the stub, or the place for the answer, stands above it.
    "ClearSolutions": {"code_stub": {"python": ""}, "text_stub": ""},
    # A mark scheme stands in the text of its question, and points are given for the answer below.
    "ClearMarkScheme": {"enforce_metadata": False},
    "Autograde": {
        "exporter_class": f"{OURS}.submission.SubmissionExporter",
        "sanitize_preprocessors": [
            f"{OURS}.submission.restore",
            "nbgrader.preprocessors.OverwriteKernelspec",
        ],
        "autograde_preprocessors": [
            f"{OURS}.step.grade",
            "nbgrader.preprocessors.SaveAutoGrades",
            f"{OURS}.step.remark",
            "nbgrader.preprocessors.AssignLatePenalties",
        ],
    },
    "GenerateFeedback": {
        "preprocessors": [
            "nbgrader.preprocessors.GetGrades",
            f"{OURS}.page.hide_mark_schemes",
            "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
        ],
    },
    # Formgrader shows answers in the grader's own Jupyter session: without scripts.
    "HTMLExporter": {
        "preprocessors": [f"{OURS}.page.fold"],
        "filters": {"strip_files_prefix": f"{OURS}.page.sanitise"},
    },
}

CONFIG = '''\
"""Settings of this course: add yours here.

Those in nbgrader_config.json are written by `autograder build`. They have students' code run in its sandbox.
"""

import os

# Threads would only wait for each other: what is computed here is small.
os.environ.setdefault("OMP_NUM_THREADS", "1")

c = get_config()
c.CourseDirectory.course_id = "COURSE"
c.CourseDirectory.root = os.path.dirname(os.path.realpath(__file__))


def refuse_submissions(**_):
    """`nbgrader validate` runs a notebook in a plain kernel; here it takes the course's own alone."""
    folder = os.path.relpath(os.getcwd(), c.CourseDirectory.root).split(os.sep)[0]
    if "NBGRADER_VALIDATING" in os.environ and folder not in ("source", "release"):
        raise RuntimeError("only source and release are validated here; use `nbgrader autograde`")


c.Execute.on_cell_start = refuse_submissions
'''


def build(sheet: Sheet, out: Path, language: str) -> list[Path]:
    """Write the source notebook and the settings; the paths that were written.

    The sheet is loaded with its hidden files, and `out` holds its solutions: it is for instructors. A
    `nbgrader_config.py` that is there stays as it is.
    """
    config, settings = out / "nbgrader_config.py", out / "nbgrader_config.json"
    if settings.exists() and OURS not in settings.read_text("utf-8"):
        raise CourseError(f"{settings} would be overwritten; move what it says to {config.name}")
    notebook = out / "source" / sheet.name / file_name(sheet, language)
    notebook.parent.mkdir(parents=True, exist_ok=True)
    files = {notebook: write_source(sheet, language), settings: json.dumps(SETTINGS, indent=1) + "\n"}
    if not config.exists():
        files[config] = CONFIG.replace("COURSE", re.sub(r"\W+", "_", out.resolve().name))
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return list(files)


def write_source(sheet: Sheet, language: str) -> str:
    """The source notebook as JSON text: the student's notebook with solutions, tests and mark schemes."""
    notebook = json.loads(write_notebook(sheet, language))
    notebook["cells"] = list(make_source(sheet, language))
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
