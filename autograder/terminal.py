"""Reports and tables for the terminal, readable at 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from autograder.feedback import clean, describe, write_head
from autograder.messages import translate
from autograder.report import PartReport, Report, WrittenReport
from autograder.sandbox.ladder import LAYERS, advice, missing
from autograder.verdict import BLANK, Kind


def show(report: Report, language: str = "en") -> RenderableType:
    """One notebook: the score, then every part that is not correct, and why."""
    head = Styled.assemble((clean(report.file), "bold"), f"  {report.score:g} / {report.points:g}")
    lines: list[RenderableType] = [
        _indent(2, Styled(clean(line), "dim")) for line in write_head(report, language)
    ]
    parts = () if report.refusal else report.parts
    for kind in sorted(BLANK, key=list(Kind).index):
        if blank := ", ".join(part.number for part in parts if part.kind is kind and part.cell is None):
            lines.append(_indent(2, Styled(f"{translate(kind.value, language)}: {blank}")))
    lines += [_indent(2, Styled(line)) for line in _list_written(report.written, language)]
    for part in parts:
        if part.kind is not Kind.AGREES and (part.kind not in BLANK or part.cell is not None):
            lines += _show_part(part, language)
    return Group(head, *lines, "")


def _list_written(answers: Sequence[WrittenReport], language: str) -> Iterator[str]:
    """Which written answers are to be read, with what is missing in their form, and which are not there."""
    if to_read := [_describe_written(answer, language) for answer in answers if answer.answer]:
        yield f"{translate('to read', language)}: {', '.join(to_read)}"
    if not_written := [answer.number for answer in answers if not answer.answer]:
        yield f"{translate('not written', language)}: {', '.join(not_written)}"


def _describe_written(answer: WrittenReport, language: str) -> str:
    about = [f"{answer.points:g}", *(remark.translate(language) for remark in answer.remarks)]
    return f"{answer.number} ({'; '.join(about)})"


def _show_part(part: PartReport, language: str) -> Iterator[RenderableType]:
    score = f"{round(part.score, 2):g} / {part.points:g}"
    yield _indent(2, Styled.assemble(part.number, "  ", (part.name, "bold"), "  ", score))
    for line in describe(part, language):
        yield _indent(6, Styled(clean(line)))


def _indent(columns: int, text: Styled) -> RenderableType:
    return Padding(text, (0, 0, 0, columns))


def show_overview(reports: list[Report]) -> Table:
    """A line a notebook: its score and how its parts fared."""
    table = Table(box=None, padding=(0, 1), header_style="bold")
    table.add_column("notebook")  # the only one that gives way where the terminal is narrow
    for name in ("score", "right", "partly", "wrong", "blank", "to read", "s"):
        table.add_column(name, justify="right", no_wrap=True)
    for report in reports:
        table.add_row(*_count(report))
    return table


def show_containment(layers: frozenset[str]) -> Styled:
    """Which layers held the students' code, and which official grading would ask for besides."""
    lacking = ", ".join(layer.name for layer in missing(layers))
    warning = f"; missing: {lacking} (see `autograder doctor`)" if lacking else ""
    return Styled(f"\ncontainment: {', '.join(sorted(layers))}{warning}")


def show_layers(layers: frozenset[str]) -> RenderableType:
    """What `autograder doctor` found: a line a layer, and what to do about those that do not hold."""
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for column in ("layer", "", "keeps a student's code from"):
        table.add_column(column)
    lacking = missing(layers)
    for layer in LAYERS:
        state = "holds" if layer.name in layers else "MISSING" if layer in lacking else "no"
        table.add_row(layer.name, state, layer.stops)
    remedies = [Styled(f"{layer.name}: {layer.remedy}") for layer in advice(layers)]
    verdict = "refused until what is MISSING holds" if lacking else "allowed"
    return Group(table, "", *remedies, Styled(f"official grading (--official): {verdict}", "bold"))


def _count(report: Report) -> Iterator[RenderableType]:
    blank = [part for part in report.parts if part.kind in BLANK and part.cell is None]
    right = [part for part in report.parts if part.kind is Kind.AGREES]
    rest = [part for part in report.parts if part not in blank and part not in right]
    partly = sum(part.score > 0 for part in rest)
    yield Styled(clean(report.file), no_wrap=True, overflow="ellipsis")
    yield f"{report.score:g}/{report.points:g}"
    yield from map(str, (len(right), partly, len(rest) - partly, len(blank)))
    yield str(sum(bool(answer.answer) for answer in report.written))
    yield f"{report.seconds:.2f}"
