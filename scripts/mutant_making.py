# SPDX-License-Identifier: GPL-3.0-or-later
"""Small mistakes that can be made in the functions of a module, for `scripts/mutants`: each is a change of its tree."""

import ast
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest

_PAIRS = (
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
    (ast.Eq, ast.NotEq),
    (ast.In, ast.NotIn),
    (ast.Is, ast.IsNot),
    (ast.And, ast.Or),
    (ast.Add, ast.Sub),
)
SWAPPED = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])}
OTHER_CALL = {"min": "max", "max": "min", "any": "all", "all": "any"}
NOT_WORTH_IT = ("_log.", "logging.", "logger.", "assert_never(", "warnings.")


@dataclass(frozen=True, eq=False)
class Mutant:
    path: str
    function: str
    line: int
    lines: range
    """Of its statement, without what the statement contains."""
    owner: ast.AST
    field: str
    place: int | None
    new: ast.AST | None
    before: str

    def name(self) -> tuple[str, str, str, str]:
        """As it is found again when lines have moved."""
        return self.path, self.function, self.before, self.after

    @property
    def after(self) -> str:
        return ast.unparse(self.new) if self.new else "(left out)"

    def make(self) -> None:
        """Change the tree it is part of."""
        if self.place is None:
            setattr(self.owner, self.field, self.new)
        else:
            getattr(self.owner, self.field)[self.place : self.place + 1] = [self.new] if self.new else []


def mutants_of(path: str, tree: ast.Module) -> Iterator[Mutant]:
    """Yield what can be done to the functions of a module, and to the methods of its classes."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for holder in [tree, *classes]:
        for node in holder.body:
            if isinstance(node, ast.FunctionDef) and node.name != "__repr__":
                name = node.name if holder is tree else f"{holder.name}.{node.name}"
                for statement in node.body:
                    yield from _within(statement, node, "body", node.body.index(statement), (path, name, range(0)))


def _within(node: ast.AST, owner: ast.AST, field: str, place: int | None, where: tuple) -> Iterator[Mutant]:
    path, function, lines = where
    if isinstance(node, ast.Raise | ast.Assert) or ast.unparse(node).startswith(NOT_WORTH_IT):
        return
    if isinstance(node, ast.stmt):
        inside = [part.lineno for part in getattr(node, "body", []) if isinstance(part, ast.stmt)]
        lines = range(node.lineno, max(node.lineno + 1, inside[0] if inside else node.end_lineno + 1))
    for new in _instead_of(node, owner, field):
        yield Mutant(
            path, function, getattr(node, "lineno", lines.start), lines, owner, field, place, new, ast.unparse(node)
        )
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "args") and not isinstance(node, ast.Call):
            continue
        for at, part in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(part, ast.AST):
                yield from _within(part, node, name, at, (path, function, lines))


def _instead_of(node: ast.AST, owner: ast.AST, field: str) -> Iterator[ast.AST | None]:
    """Yield what may stand in a node's place; None leaves it out."""
    if isinstance(node, ast.keyword) and node.arg:
        yield None
    for new in chain(_other_logic(node), _other_value(node, owner), _other_flow(node)):
        yield _like(node, new)
    is_condition = (field == "test" and isinstance(owner, ast.If | ast.IfExp)) or field in ("ifs", "guard")
    if is_condition and not isinstance(node, ast.UnaryOp | ast.Compare):
        yield _like(node, ast.UnaryOp(ast.Not(), node))


def _other_logic(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left, ops, others):
            for at, op in enumerate(ops):
                if type(op) in SWAPPED:
                    yield ast.Compare(left, [*ops[:at], SWAPPED[type(op)](), *ops[at + 1 :]], others)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(SWAPPED[type(op)](), values)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.BinOp(left, ast.Add() | ast.Sub() as op, right) if not (_is_text(left) or _is_text(right)):
            yield ast.BinOp(left, SWAPPED[type(op)](), right)
        case ast.AugAssign(target, ast.Add() | ast.Sub() as op, value):
            yield ast.AugAssign(target, SWAPPED[type(op)](), value)


def _other_value(node: ast.AST, owner: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(str(value)) if isinstance(owner, ast.Compare | ast.MatchValue):
            yield ast.Constant(value + "x")
        case ast.Slice(lower, upper, step):
            yield from [ast.Slice(None, upper, step)] if lower else []
            yield from [ast.Slice(lower, None, step)] if upper else []


def _other_flow(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Return(ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(_like(node, ast.Constant(None)))
        case ast.Expr(ast.Call()):
            yield ast.Pass()
        case ast.Call(ast.Name(name) as called, arguments, keywords) if name in OTHER_CALL:
            yield ast.Call(_like(called, ast.Name(OTHER_CALL[name], ast.Load())), arguments, keywords)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _like(old: ast.AST, new: ast.AST) -> ast.AST:
    """Return `new`, at the place in the text that `old` had."""
    return ast.copy_location(new, old)


def sample(mutants: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Return `count` of them: one of each function before a second of any, so that no long table is all there is."""
    chance, by_function = random.Random(seed), defaultdict(list)
    for mutant in chance.sample(mutants, len(mutants)):
        by_function[mutant.path, mutant.function].append(mutant)
    each = list(by_function.values())
    chance.shuffle(each)
    return [mutant for mutant in chain.from_iterable(zip_longest(*each)) if mutant][:count]
