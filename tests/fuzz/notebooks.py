"""Files that students could hand in: the bundled submissions, damaged, rewritten, packed and exported."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.fuzz.damage import COUNTS, Tree, damage_bytes, damage_lines, damage_tree, lengthen

SAMPLES = Path(__file__).parent.parent / "samples"
SHEETS = sorted({path.parent.name for path in SAMPLES.glob("*/*.ipynb")})

# What no JSON writer writes is put in the place of these words.
RAW = {
    "<long integer>": "9" * 6_000,
    "<not a number>": "NaN",
    "<infinite>": "-Infinity",
    "<overflow>": "1e999",
    "<octal>": "007",
    "<twice>": '{"source": "x = 1", "source": "x = 2", "cells": [], "cells": {}}',
    "<deep list>": "[" * 100_000 + "]" * 100_000,
    "<deep object>": '{"cells":' * 50_000 + "1" + "}" * 50_000,
    "<open>": "[" * 5_000,
    "<bad escape>": r'"\x00\u12"',
    "<half a pair>": r'"\ud83d"',
    "<control>": '"\0\x1b\x7f"',
    "<many>": "[" + "0," * 100_000 + "0]",
    "<nothing>": "",
}
FRAGMENTS = (
    *("\n", "\r", "\r\n", "\t", " ", "\\", "#", "%", "=", "[", "{", '"', "'", ",", "\0", "\ufeff", "\x0c"),
    *(
        "**Answer 5.1**\n",
        "**Réponse 3.2**",
        "**a ",
        "\n# **",
        "> ",
        "```\n",
        "```python\n",
        '"""',
        '\nr"""**',
    ),
    *("# %%\n", "\n# In[1]:\n", "# %% [markdown]\n", "#@title x\nimport os\n", "\n#", "\n \n#", "%%time\n"),
    *("def elbo(x):\n    return x\n", "\nclass A", "\nasync def ", "\nfrom x import y\n", "\nelse", "\n)"),
    *("<<<<<<< HEAD\n", "=======\n", "https://colab.research.google.com/drive/1", "<html>", "%PDF-1.7"),
    *("\u202e", "\u2028", "\x85", "e\u0301", "👩\u200d👩\u200d👧", "\U0010ffff", "\ud83d", "ﬁ", "İ", "А"),
)
ROLES = ("setup", "given", "stub", "check", "summary", "prose", "answer")
KEYS = (
    "cells",
    "worksheets",
    "source",
    "input",
    "code",
    "cell_type",
    "id",
    "metadata",
    "autograder",
    "outputs",
)
text = st.lists(st.sampled_from(FRAGMENTS), max_size=4).map("".join) | st.text(max_size=10)
junk = st.recursive(
    st.sampled_from([None, True, -1, 0, 4, 10**30, 1.5, *RAW, *ROLES, "code", "markdown", "raw", "sql"])
    | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)
# Few letters very often, between a beginning and an end that lead a pattern into them.
ENDS = ("", "", "#", "# x\n", "%%time\n", "**Answer 5.1**\n", "def f():\n", '"""', "```\n")
ends = st.sampled_from(ENDS)
few = st.sampled_from([" ", "\n", "\t", "\n "]) | st.lists(
    st.sampled_from(FRAGMENTS), min_size=1, max_size=2
).map("".join)
long = st.builds(lambda start, one, end: start + lengthen(one, max(COUNTS)) + end, ends, few, ends)
noise = st.binary(max_size=12) | text.map(lambda found: found.encode("utf-8", "surrogatepass"))

ENCODINGS = (
    *("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
    *("latin-1", "cp1251", "shift-jis", "utf-7"),
)
TAILS = ("", "", "", "\n", "\0" * 512, "}", "{}", "\n garbage \n", '\n  "nbformat": 4\n}\n')


@cache
def samples(sheet: str) -> tuple[str, ...]:
    """The bundled submissions of a sheet, as JSON text."""
    return tuple(path.read_text("utf-8") for path in sorted((SAMPLES / sheet).glob("*.ipynb")))


@st.composite
def files(draw: st.DrawFn, sheet: str) -> bytes:
    """The bytes of a file that was made from a submission of this sheet."""
    found = draw(st.sampled_from(samples(sheet)))
    match draw(
        st.sampled_from(
            ["tree", "tree", "cells", "cells", "long", "long", "bytes", "old", "script", "packed"]
        )
    ):
        case "bytes":
            return draw(damage_bytes(found.encode(), noise))
        case "script":
            return draw(_script(json.loads(found)))
        case "packed":
            return draw(_packed(found.encode()))
        case "cells":
            made = json.loads(found)
            made["cells"] = draw(damage_tree(made["cells"], junk))
        case "long":
            made = json.loads(found)
            draw(_lengthened(made["cells"]))
        case "old":
            made = draw(damage_tree(draw(_older(json.loads(found))), junk))
        case _:
            made = draw(damage_tree(json.loads(found), junk))
    return draw(_written(made))


@st.composite
def _lengthened(draw: st.DrawFn, cells: Any) -> None:
    """One to three cells of any role and kind that hold the same few letters very often."""
    for _ in range(draw(st.integers(1, 3))):
        cell = draw(st.sampled_from(cells))
        role, name = draw(st.sampled_from(ROLES)), draw(st.sampled_from(["5.1", "checker"]))
        cell["metadata"] = {"autograder": {"role": role, "name": name}}
        cell["cell_type"] = draw(st.sampled_from(["code", "code", "code", "markdown", "raw"]))
        cell["source"] = draw(long)


@st.composite
def _written(draw: st.DrawFn, made: Tree) -> bytes:
    """A JSON value as the bytes of a file, as tidy or odd as tools write them."""
    written = json.dumps(made, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 1])))
    for name, raw in RAW.items():
        written = written.replace(f'"{name}"', raw)
    if draw(st.integers(0, 4)) == 4:
        written = written.replace("\n", draw(st.sampled_from(["\r\n", "\r", "\n\n"])))
    return _encoded(written + draw(st.sampled_from(TAILS)), draw(st.sampled_from(ENCODINGS)))


def _encoded(written: str, encoding: str) -> bytes:
    codecs.register_error("pass", _pass_surrogate)
    return written.encode(encoding, "pass")


def _pass_surrogate(error: UnicodeError) -> tuple[str | bytes, int]:
    """What an encoding lacks becomes a question mark, and half a pair its three bytes where that can be."""
    assert isinstance(error, UnicodeEncodeError)
    try:
        return codecs.lookup_error("surrogatepass")(error)
    except UnicodeError:
        return "?" * (error.end - error.start), error.end


@st.composite
def _older(draw: st.DrawFn, made: Any) -> Any:
    """The notebook in format 3, or its cells alone."""
    if draw(st.booleans()):
        return made["cells"]
    for cell in made["cells"]:
        cell.pop("id", None)
        if cell["cell_type"] == "code":
            cell |= {"input": cell.pop("source"), "language": "python", "prompt_number": 1}
    middle = draw(st.integers(0, len(made["cells"])))
    sheets = [{"cells": made["cells"][:middle]}, {"cells": made["cells"][middle:]}, {"metadata": {}}]
    return {"worksheets": sheets, "metadata": made["metadata"], "nbformat": 3}


@st.composite
def _script(draw: st.DrawFn, made: Any) -> bytes:
    """The notebook as Jupytext, nbconvert or Colab export it, with lines and bytes changed."""
    style = draw(st.sampled_from(["percent", "nbconvert", "colab"]))
    written = "\n\n".join(_exported(cell, style) for cell in made["cells"])
    written = draw(damage_lines(written, text | long))
    data = written.encode("utf-8", "surrogatepass")
    return draw(damage_bytes(data, noise)) if draw(st.booleans()) else data


def _exported(cell: Any, style: str) -> str:
    source = "".join(cell["source"])
    if cell["cell_type"] == "code":
        return {"percent": "# %%\n", "nbconvert": "# In[ ]:\n\n\n", "colab": ""}[style] + source
    if style == "colab":
        return f'"""{source}\n"""'
    commented = "\n".join(f"# {line}".rstrip() for line in source.split("\n"))
    return f"# %% [markdown]\n{commented}" if style == "percent" else commented


@st.composite
def _packed(draw: st.DrawFn, data: bytes) -> bytes:
    """The notebook in an archive, perhaps damaged so that its signature is gone."""
    if draw(st.booleans()):
        packed = gzip.compress(data, mtime=0)
    else:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo("a.ipynb"), data)
        packed = file.getvalue()
    return draw(damage_bytes(packed, noise))
