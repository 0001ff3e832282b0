"""Finds what is said in the terminal: texts that read like a sentence, and whatever is raised or printed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from autograder.wording.templates import Module, Template

# These write code, markup and tables, not to people; or run beside untrusted code, where nobody reads.
SILENT = re.compile(
    r"autograder\.(worker|locale|wording|typeset|source|variants|question|overview\.charts|targets\.gradebooks"
    r"|adopt\.(claims|files|forms|hidden|layout|names|outline|program|public|statements|words))\b"
)
SPOKEN = re.compile(r"(\w*Error|\w*Exception|Failure|SystemExit|echo|print)$")
WORD = re.compile(r"""[("'`]*[A-Za-z][A-Za-z'-]*[)"'`.,;:?!]*""")
CODE = re.compile(r"\n|[<>|\\]|\bimport\b")


def find_prose(module: Module) -> Iterator[Template]:
    """What a file says in the terminal. What stands in an expression is shown as `{expression}`."""
    if SILENT.match(module.name):
        return
    spoken = {id(text) for text in _find_spoken(module.tree)}
    for node in _texts(module.tree):
        text = _write(node)
        if " " in text and (id(node) in spoken or _is_sentence(text)):
            yield Template(module.name, node.lineno, text)


def _is_sentence(text: str) -> bool:
    """Whether a text has three words, or two and something that is put into it."""
    plain = re.sub(r"\{[^}]*\}", " ", text)
    words = [word for word in plain.split() if WORD.fullmatch(word)]
    return not CODE.search(plain) and len(words) + ("{" in text) >= 3


def _find_spoken(tree: ast.Module) -> Iterator[ast.expr]:
    """The texts that are handed to an exception or printed."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and SPOKEN.search(ast.unparse(call.func)):
            for argument in call.args:
                yield from _texts(argument)


def _texts(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """The outermost texts below a node, without docstrings and what is only compared or looked up."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
        return
    if isinstance(node, ast.Compare | ast.Subscript) or _is_docstring(node):
        return
    for child in ast.iter_child_nodes(node):
        yield from _texts(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _write(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    pieces = [
        str(piece.value) if isinstance(piece, ast.Constant) else f"{{{_name(piece)}}}"
        for piece in node.values
    ]
    return "".join(pieces)


def _name(piece: ast.expr) -> str:
    """A short name for what is put into a text: its last name, or dots."""
    value = piece.value if isinstance(piece, ast.FormattedValue) else piece
    while isinstance(value, ast.Attribute | ast.Subscript | ast.Call):
        if isinstance(value, ast.Attribute):
            return value.attr
        value = value.func if isinstance(value, ast.Call) else value.value
    return value.id if isinstance(value, ast.Name) else "..."
