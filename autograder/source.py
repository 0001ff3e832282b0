"""Source code for the notebook, written from public values alone: stubs, given classes, the checker."""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import sys
from base64 import b85encode
from bz2 import compress
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from textwrap import dedent, indent
from types import ModuleType
from typing import Any

from autograder.imports import find_imports
from autograder.messages import translate
from autograder.values import Part

CHECKER = (
    "typography",
    "values",
    "question",
    "messages",
    "pattern",
    "verdict",
    "compare",
    "faults",
    "worker",
    "worker.plain",
    "checking",
    "growth",
    "picture",
    "notebook",
)


def write_stub(part: Part) -> str:
    """The definition that the student receives; its annotations are for reading and need no import."""
    tree = ast.parse(dedent(inspect.getsource(part.stub))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    arguments = [_write_argument(argument, default) for argument, default in _with_defaults(tree.args)]
    returns = _write_annotation(tree.returns)
    head = f"def {part.name}({', '.join(arguments)}) -> {returns}:"
    if len(head) > 88:
        head = (
            f"def {part.name}(\n"
            + "".join(f"    {argument},\n" for argument in arguments)
            + f") -> {returns}:"
        )
    return f"{head}\n{indent(_write_body(part), '    ')}"


def write_given(classes: Sequence[type[Any]]) -> str:
    """The classes that the inputs of a question are instances of, with the imports that they need."""
    if not classes:
        return ""
    sources = [dedent(inspect.getsource(cls)).strip() for cls in classes]
    imports = "from __future__ import annotations\n\nfrom dataclasses import dataclass\n\nimport numpy as np"
    imports += "\n\nArray = np.ndarray"
    return "\n\n\n".join([imports, *sources])


def pack_checker(modules: Sequence[ModuleType], language: str) -> str:
    """The checker and the public question files, compressed to text that `write_loader` unpacks."""
    names = ["autograder", *[f"autograder.{name}" for name in CHECKER]]
    if language != "en":
        names += ["autograder.locale", f"autograder.locale.{language}"]
    sources = {name: _read(name) for name in names}
    own = {module.__name__ for module in modules}
    for module in modules:
        package, _, _ = module.__name__.rpartition(".")
        for name in ("assignments", package):
            if name not in own:  # a question that is a folder runs in its own place
                sources.setdefault(name, "")
        sources[module.__name__] = _read(module.__name__)
    return b85encode(compress(json.dumps(sources).encode(), 9)).decode()


def write_loader(
    modules: Sequence[ModuleType],
    parts: Mapping[str, tuple[str, float]],
    written: Sequence[tuple[str, float]],
    file: str,
    language: str,
) -> str:
    """The code of the set-up cell: makes the packed modules importable and defines `check` and `summary`."""
    packed = pack_checker(modules, language)
    lines = "\n".join(packed[start : start + 120] for start in range(0, len(packed), 120))
    names = [module.__name__ for module in modules]
    where = {"file": file, "language": language, "written": written}
    return _LOADER.format(
        imports=f"{write_imports(language)}\n", packed=lines, modules=names, parts=parts, **where
    )


def write_imports(language: str) -> str:
    """The code of the set-up cell of an exam, which has no checks."""
    return _IMPORTS.format(title=translate("Set-up: run this cell first", language)).rstrip()


def order_modules(modules: Sequence[ModuleType], above: tuple[ModuleType, ...] = ()) -> list[ModuleType]:
    """The question files, and those that they import, so that each comes after what it imports.

    Hidden files may import each other in a circle; one that is on the way already is left out there.
    """
    ordered: list[ModuleType] = []
    for module in modules:
        way = (*above, module)
        imported = [found for name in find_imports(module) if (found := import_module(name)) not in way]
        ordered += [found for found in [*order_modules(imported, way), module] if found not in ordered]
    return ordered


_IMPORTS = """\
#@title {title}
import numpy as np

try:
    import torch
except ImportError:
    pass  # numpy is enough
"""

_LOADER = '''\
{imports}
import base64, bz2, json, sys, types

# The checker, packed: laws that every right answer obeys, and pictures. It holds no answers.
_packed = """
{packed}
"""
for _name, _source in json.loads(bz2.decompress(base64.b85decode(_packed.replace("\\n", "")))).items():
    _module = sys.modules[_name] = types.ModuleType(_name)
    _module.__path__ = []
    exec(compile(_source, f"<{{_name}}>", "exec"), _module.__dict__)
_checks = sys.modules["autograder.notebook"].Notebook(
    [sys.modules[_name] for _name in {modules}], {parts}, {written}, file="{file}", language="{language}"
)
check, summary = _checks.check, _checks.summary'''


def find_files(modules: Sequence[ModuleType], root: Path) -> list[Path]:
    """All that grading a sheet needs: the engine, the sheet of these files, those that it shares with."""
    twins = [module.__name__.replace("assignments.", "solutions.", 1) for module in modules]
    loaded = [*modules, *[sys.modules[name] for name in twins if name in sys.modules]]
    needed = {module.__name__.split(".")[1] for module in order_modules(loaded)}
    folders = [root / kind / name for kind in ("assignments", "solutions") for name in needed]
    packages = [root / kind / "__init__.py" for kind in ("assignments", "solutions")]
    files = [file for folder in [root / "autograder", *folders] for file in folder.rglob("*.py")]
    return sorted(packages + [file for file in files if "__pycache__" not in file.parts])


# What shows or writes other things: a change there changes no result.
BESIDE = {"adopt", "cli", "marks", "overview", "targets", "typeset", "wording", "release.py", "scaffold.py"}
BESIDE |= {"lint.py", "similarity.py", "soundness.py", "terminal.py", "texts.py"}


def version_of(modules: Sequence[ModuleType], root: Path) -> str:
    """The version of a sheet: a digest of all files below `root` that its marks depend on."""
    digest = hashlib.sha256()
    for file in find_files(modules, root):
        name = file.relative_to(root)
        if not BESIDE & set(name.parts[:2]):
            digest.update(name.as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(name: str) -> str:
    return Path(str(import_module(name).__file__)).read_text(encoding="utf-8-sig")


def _with_defaults(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    missing = [None] * (len(arguments.args) - len(arguments.defaults))
    yield from zip(arguments.args, [*missing, *arguments.defaults], strict=True)


def _write_argument(argument: ast.arg, default: ast.expr | None) -> str:
    annotated = f"{argument.arg}: {_write_annotation(argument.annotation)}"
    return annotated if default is None else f"{annotated} = {ast.unparse(default)}"


def _write_annotation(node: ast.expr | None) -> str:
    if node is None:
        return '"anything"'
    words = _describe(node)
    return words if words in {"int", "float", "bool", "str"} else f'"{words}"'


def _describe(node: ast.expr) -> str:
    """`Float[Array, "batch K"]` in words: `float (batch, K)`."""
    if isinstance(node, ast.BinOp):
        return f"{_describe(node.left)} or {_describe(node.right)}"
    if not isinstance(node, ast.Subscript):
        return ast.unparse(node)
    kind = ast.unparse(node.value)
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if kind in {"Float", "Int", "Bool", "Complex", "Num", "Real"} and isinstance(items[-1], ast.Constant):
        return f"{kind.lower()} {_shape(str(items[-1].value))}".rstrip()
    inner = ", ".join(_describe(item) for item in items)
    if kind == "dict":
        values = _describe(items[1])
        return "dict" if values == "Any" else f"dict of {values}"
    return f"({inner})" if kind == "tuple" else f"{kind} of {inner}"


def _shape(axes: str) -> str:
    names = axes.split()
    return f"({names[0]},)" if len(names) == 1 else f"({', '.join(names)})" if names else ""


def _write_body(part: Part) -> str:
    docstring = '"""' + (inspect.getdoc(part.stub) or "") + '"""'
    if not part.allowed:
        return f"{docstring}\nraise NotImplementedError"
    keys = "".join(f'    "{key}": ...,\n' for key in part.allowed)
    return f"{docstring}\nreturn {{\n{keys}}}"
