# SPDX-License-Identifier: GPL-3.0-or-later
"""The code speaks plain English: two measures of it that can be taken, for all of the package."""

import ast
from collections import Counter
from collections.abc import Iterator

import pytest

from checkin.paths import resources

PACKAGE = resources().parent / "checkin"
MOST_FRAGMENTS = 0.01
OPENINGS = """
of who whose whom what where with from for to in on at by as it they that those these this nothing
somebody nobody anybody everybody everything whoever whatever which when while if unless until
without within into onto over under above below before after between beside behind about against
among through per via like than not no none its their his her he she we you i me them him there here
how why
"""
FRAGMENT_OPENINGS = frozenset(OPENINGS.split())
"""Words with which a docstring completes the name of its function instead of saying what it does."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text("utf-8"))


def is_fragment(docstring: str) -> bool:
    return docstring.split()[0].strip('.,;:“"').lower() in FRAGMENT_OPENINGS


@pytest.mark.parametrize("opening", ["Of the window.", "Who was written on paper is past the desk."])
def test_a_docstring_that_completes_a_name_is_known(opening):
    assert is_fragment(opening)


def test_docstrings_of_functions_are_sentences():
    told = [
        (f"{name}:{node.lineno}", docstring)
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (docstring := ast.get_docstring(node))
    ]
    fragments = [place for place, docstring in told if is_fragment(docstring)]
    assert len(fragments) <= MOST_FRAGMENTS * len(told), fragments


def test_the_name_of_a_public_class_is_that_of_one_class():
    names = Counter(
        node.name
        for _, tree in modules()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_the_name_of_a_module_says_its_topic_without_its_folder():
    names = Counter(path.stem for path in PACKAGE.rglob("*.py") if path.stem != "__init__")
    assert [name for name, count in names.items() if count > 1] == []
