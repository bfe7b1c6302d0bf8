# SPDX-License-Identifier: GPL-3.0-or-later
"""`scripts/mutants` tells what tests notice from what they do not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = [
    pytest.mark.needs("POSIX signals"),
    pytest.mark.skipif(sys.version_info < (3, 12), reason="Python 3.12 first tells which lines are passed"),
]

CODE = """
from functools import cache

@cache
def fee(age):
    return 0 if age < 18 else 5

class Door:
    def __init__(self):
        self.seats = 1

    @property
    def is_full(self):
        return self.seats == 0

def nobody_asks():
    return True
"""
WEAK = """
from code_under_test import Door, fee

def test_fee():
    assert (fee(10), fee(30)) == (0, 5)

def test_door():
    assert Door().is_full is False
"""
STRONG = "    assert (fee(17), fee(18)) == (0, 5)\n"


def tried(folder, *more):
    """Return what became of each mutant: before and after, by its end."""
    files = ["--of", folder / "code_under_test.py", "--by", folder / "test_of_it.py", "--to", folder / "list.json"]
    command = [sys.executable, "-m", "scripts.mutants", *files, *more]
    surroundings = os.environ | {"TMPDIR": str(folder)}
    ended = subprocess.run(command, cwd=ROOT, env=surroundings, check=False, capture_output=True, text=True)
    assert (folder / "list.json").exists(), ended.stdout + ended.stderr
    ended = json.loads((folder / "list.json").read_text("utf-8"))
    return {kind: {(each["before"], each["after"]) for each in mutants} for kind, mutants in ended.items()}


def test_mutants_that_a_test_notices_are_killed_and_the_others_are_named(tmp_path):
    (tmp_path / "code_under_test.py").write_text(CODE, "utf-8")
    (tmp_path / "test_of_it.py").write_text(WEAK, "utf-8")
    ended = tried(tmp_path)
    assert {("0", "1"), ("5", "6"), ("self.seats == 0", "self.seats != 0")} <= ended["killed"]
    assert {("age < 18", "age <= 18"), ("18", "19")} <= ended["survived"]
    assert ended["not covered"] == {("return True", "return None"), ("True", "False")}
    assert "unchanged: killed" not in ended

    with (tmp_path / "test_of_it.py").open("a") as more:
        more.write("\ndef test_of_the_limit():\n" + STRONG)
    again = tried(tmp_path, "--again", tmp_path / "list.json")
    assert {("age < 18", "age <= 18"), ("18", "19")} <= again["killed"]
    assert "not covered" not in again


def test_a_mutant_that_never_ends_is_ended(tmp_path):
    (tmp_path / "code_under_test.py").write_text(
        "def last(n):\n    while n > 0:\n        n = n - 1\n    return n\n", "utf-8"
    )
    (tmp_path / "test_of_it.py").write_text(
        "from code_under_test import last\n\ndef test_last():\n    assert last(3) == 0\n", "utf-8"
    )
    assert ("n - 1", "n + 1") in tried(tmp_path)["too long"]
