"""The public file of a question: its texts, the stubs, and the laws that visible tests became."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from autograder.adopt import words
from autograder.adopt.checks import Check
from autograder.adopt.layout import write_call, write_file, write_imports, write_text
from autograder.adopt.names import Names
from autograder.adopt.plan import PartPlan, QuestionPlan, WrittenPlan
from autograder.adopt.statements import write_function
from autograder.values import Tolerance

LONGEST = 90  # characters of code in the text of a law


def write_public(names: Names, question: QuestionPlan, source: str, language: str) -> str:
    """The file that students may see."""
    first, last = question.cells
    blocks = [_write_head(question, language)]
    for item in question.items:
        if isinstance(item, WrittenPlan):
            blocks.append(_write_written(item, language))
        else:
            blocks.append(_write_part(item, language))
            blocks += [write_law(law, language) for law in names.laws(item)]
    code = "\n".join(blocks)
    signs = {"law": "\n@law(", "part": "\n@part(", "written": "= written("}
    vocabulary = ["Question", "Text", *[name for name, sign in signs.items() if sign in code]]
    vocabulary += ["Function", "Rng"] if "Rng" in code else []
    others = names.write_imports(names.used_in_public(question), question, hidden=False)
    imports = write_imports(vocabulary, others, code)
    cells = f"cells {first} to {last}" if first < last else f"cell {first}"
    docstring = f"Question {question.number}: {question.title}\n\nSource: adopted from {source}, {cells}.\n"
    return write_file(docstring, [imports, *blocks])


def _write_head(question: QuestionPlan, language: str) -> str:
    text = f"text=Text({write_text(language, question.text, 8)})" if question.text else ""
    title = f"title=Text({write_text(language, question.title or words.WRITTEN[language], 8)})"
    return "question = " + write_call("Question", [f'number="{question.number}"', title, text])


def _write_written(item: WrittenPlan, language: str) -> str:
    arguments = [f'"{item.number}"', f"points={item.points:g}", f"words={item.words}"]
    arguments.append(write_text(language, item.text, 4))
    return f"written_{item.number.replace('.', '_')} = " + write_call("written", arguments)


def _write_part(part: PartPlan, language: str) -> str:
    text = part.text
    if part.function is None:
        text = f"{text}\n\n{words.RETURN_VALUE[language].format(name=part.answer)}"
    tolerance, default = part.trial.tolerance, Tolerance()
    arguments = [f'"{part.number}"', f"points={part.points:g}"]
    arguments += [f"rtol={tolerance.rtol:.3g}"] if tolerance.rtol != default.rtol else []
    arguments += [f"atol={tolerance.atol:.3g}"] if tolerance.atol != default.atol else []
    decorator = write_call("@part", [*arguments, write_text(language, text, 4)])
    doc = part.doc or words.DOCUMENTED[language].format(number=part.number)
    return f"{decorator}\n{_write_stub(part, doc)}"


def _write_stub(part: PartPlan, doc: str) -> str:
    parameters = ", ".join(_write_parameters(part))
    returns = part.function.returns if part.function is not None else None
    kind = ast.unparse(returns) if returns is not None else _guess(part.trial.kinds, "return")
    end = "\n" if "\n" in doc else ""
    quoted = f'r"""{doc}{end}"""' if "\\" in doc else f'"""{doc}{end}"""'
    body = "\n".join(f"    {line}".rstrip() for line in quoted.split("\n"))
    return f"def {part.answer}({parameters}) -> {kind}:\n{body}\n    raise NotImplementedError"


def _write_parameters(part: PartPlan) -> Iterator[str]:
    if part.function is None:
        return
    given = part.function.args
    defaults = [None] * (len(given.args) - len(given.defaults)) + list(given.defaults)
    for argument, default in zip(given.args, defaults, strict=True):
        kind = argument.annotation
        written = ast.unparse(kind) if kind is not None else _guess(part.trial.kinds, argument.arg, default)
        yield f"{argument.arg}: {written}" + (f" = {ast.unparse(default)}" if default is not None else "")


def _guess(kinds: Mapping[str, set[str]], name: str, default: ast.expr | None = None) -> str:
    """The annotation of a value, from the values that were seen, or from its default."""
    seen = kinds.get(name, set())
    if not seen and isinstance(default, ast.Constant) and default.value is not None:
        return type(default.value).__name__
    if seen == {"int", "float"}:
        return "float"
    return min(seen) if len(seen) == 1 else "Any"


def write_law(check: Check, language: str) -> str:
    decorator = write_call("@law", [check.answer, write_text(language, describe(check, language), 4)])
    parameters = f"{check.parameter}: Function, rng: Rng"
    return f"{decorator}\n{write_function(check.name, parameters, check.body, ' -> tuple[Any, Any]')}"


def describe(check: Check, language: str) -> str:
    """What a law says: the assertion itself, and what the notebook says about it."""
    code = check.claim if len(check.claim) <= LONGEST else ""
    said = " ".join(check.message.split())
    if code and said:
        return f"{code}: {said}"
    return code or said or words.EXPECTED[language].format(name=check.answer)
