"""Random inputs of a test: those that are not seeded are drawn from the generator of the check."""

from __future__ import annotations

import ast
import re

SEEDS = re.compile(r"\b(?:seed|manual_seed)\(")
GLOBAL = {
    "np": re.compile(r"\b(?:np|numpy)\.random\.(?!default_rng|RandomState|Generator|SeedSequence)\w+\("),
    "torch": re.compile(r"\btorch\.(?:rand|randn|randint|randperm|normal|bernoulli|multinomial)\w*\("),
    "random": re.compile(r"(?<![.\w])random\.\w+\("),
}
SEED = {"torch": "torch.manual_seed(0)", "random": "random.seed(0)"}
RENAMED = {"rand": "random", "randn": "normal", "randint": "integers", "random_sample": "random"}
RENAMED |= {"ranf": "random", "sample": "random"}


def is_random(code: str) -> bool:
    """Whether a piece of code draws from a global generator."""
    return any(pattern.search(code) for pattern in GLOBAL.values())


def seed(lines: list[str]) -> list[str]:
    """The lines, so that they depend on no generator but their own: seeded, or drawing from `rng`."""
    code = "\n".join(lines)
    if SEEDS.search(code):
        return lines
    before = [SEED[name] for name in SEED if GLOBAL[name].search(code)]
    drawn = [_use_rng(line) if GLOBAL["np"].search(line) else line for line in lines]
    return before + drawn


def _use_rng(line: str) -> str:
    """`np.random.randn(3, 2)` becomes `rng.normal(size=(3, 2))`."""
    return ast.unparse(_Generator().visit(ast.parse(line)))


class _Generator(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = node.func
        if not isinstance(function, ast.Attribute):
            return node
        if ast.unparse(function.value) not in {"np.random", "numpy.random"} or not GLOBAL["np"].search(
            ast.unparse(node)
        ):
            return node
        name = RENAMED.get(function.attr, function.attr)
        if function.attr in {"rand", "randn"} and node.args:
            size: ast.expr = node.args[0] if len(node.args) == 1 else ast.Tuple(node.args, ast.Load())
            node = ast.Call(function, [], [ast.keyword("size", size)])
        node.func = ast.Attribute(ast.Name("rng", ast.Load()), name, ast.Load())
        return node
