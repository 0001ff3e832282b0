"""The hidden file of a question: the solution, and the cases and hidden laws that its tests became."""

from __future__ import annotations

from autograder.adopt import words
from autograder.adopt.checks import Check
from autograder.adopt.layout import write_call, write_file, write_imports, write_text
from autograder.adopt.names import Names
from autograder.adopt.plan import PartPlan, QuestionPlan, WrittenPlan
from autograder.adopt.statements import Statement, write_function

DRAWS = 3  # times that inputs are drawn, where they are not always the same


def write_hidden(names: Names, question: QuestionPlan, language: str) -> str:
    """The file that only the grader reads."""
    statements = names.hidden(question)
    answers = {names.program.answers[part.answer]: part for part in question.parts}
    blocks = [_write_solution(statement, answers.get(statement)) for statement in statements]
    blocks += [_write_value(part) for part in question.parts if part.function is None]
    for part in question.parts:
        blocks += _write_marks(part, names.laws(part), language)
    blocks += [_write_rubric(item, language) for item in question.written]
    code = "\n".join(blocks)
    vocabulary = [name for name in ("cases", "hidden_law", "reference", "rubric") if f"{name}(" in code]
    vocabulary += [
        name
        for name, sign in (("Rng", ": Rng"), ("Function", ": Function"), ("Text", "Text("))
        if sign in code
    ]
    used = names.used_in_hidden(question).union(*(statement.uses for statement in statements))
    others = names.write_imports(used, question, hidden=True)
    others.append(f"from assignments.{names.sheet} import {question.module} as q")
    return write_file(
        f"Hidden twin of question {question.number}.", [write_imports(vocabulary, others, code), *blocks]
    )


def _write_solution(statement: Statement, part: PartPlan | None) -> str:
    decorated = part is not None and part.function is not None
    return f"@reference(q.{part.answer})\n{statement.text}" if decorated and part else statement.text


def _write_value(part: PartPlan) -> str:
    """The reference of a value: the statements that make it stand above."""
    return f"@reference(q.{part.answer})\ndef value_of_{part.answer}() -> Any:\n    return {part.answer}"


def _write_marks(part: PartPlan, laws: list[Check], language: str) -> list[str]:
    """What the mark of a part is made of."""
    marks, drawn = [], set[tuple[str, ...]]()
    for tested in part.trial.tested:
        check = tested.check
        if tested.is_case and tuple(check.draw) not in drawn:
            drawn.add(tuple(check.draw))
            marks.append(_write_case(part, check))
        elif not tested.is_case:
            marks.append(_write_hidden_law(part, check, check in laws, language))
    return marks


def _write_case(part: PartPlan, check: Check) -> str:
    count = f", count={DRAWS}" if "rng." in "\n".join(check.draw) else ""
    function = write_function(check.name, "rng: Rng", check.draw, " -> dict[str, Any]")
    return f"@cases(q.{part.answer}{count})\n{function}"


def _write_hidden_law(part: PartPlan, check: Check, is_public: bool, language: str) -> str:
    if is_public:
        law = f"q.{check.name}"
        return f"{check.name} = hidden_law(q.{part.answer}, **{law}.text)({law}.check)"
    call = write_call("@hidden_law", [f"q.{part.answer}", write_text(language, words.BROKEN[language], 4)])
    parameters = f"{check.parameter}: Function, rng: Rng"
    return f"{call}\n{write_function(check.name, parameters, check.body, ' -> tuple[Any, Any]')}"


def _write_rubric(item: WrittenPlan, language: str) -> str:
    model = words.MODEL[language].format(model=item.model) if item.model else words.NO_SCHEME[language]
    criteria = item.criteria or ((item.points, model),)
    name = item.number.replace(".", "_")
    lines = [f"({points:g}, Text({write_text(language, text, 4)}))" for points, text in criteria]
    return f"marks_{name} = " + write_call("rubric", [f"q.written_{name}", *lines])
