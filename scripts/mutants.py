# SPDX-License-Identifier: GPL-3.0-or-later
"""How much the tests notice: `scripts/mutants`. A small mistake is made in a function (a mutant) and the tests that
pass its lines are run: one that fails has killed it. One that survives is a test that is missing, or code nobody needs.

All tests are collected once. Each mutant is a fork of that process with new code in the functions that are there, so
it costs no start. Mistakes in SQL, in constants of modules and classes, and in what runs at import are not made.
Which tests pass which lines is kept in the temporary folder, for the same code and tests. Needs Python 3.12 and
`os.fork`. Not part of the program.
"""

import argparse
import ast
import hashlib
import json
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from glob import glob
from itertools import zip_longest
from pathlib import Path

import pytest

from scripts.mutant_making import Mutant, mutants_of, sample
from scripts.mutant_tests import IMPOSSIBLE, KILLED, ROOT, SURVIVED, Forks, Passage, Tests, say

OF = ["checkin/core", "checkin/services/desk*.py", "checkin/storage/journal*.py", "checkin/sync/exchange.py"]
BY = ["tests/core", "tests/services", "tests/storage", "tests/sync", "tests/hostile", "tests/journeys"]
PLAIN = ["-qq", "-s", "--no-summary", "--tb=no", "--assert=plain", "-pno:cacheprovider", "-pno:xdist"]
CONTROLS = 40
"""One in so many runs is of unchanged code; a test that fails there says nothing about mutants."""
ENDINGS = {SURVIVED: "survived", KILLED: "killed", IMPOSSIBLE: "impossible", -signal.SIGALRM: "too long"}


def passage_of(tests: Tests, files: list[str]) -> Passage:
    """Return what was measured for the same code and tests, or measure it."""
    state = hashlib.sha256(repr((files, [item.nodeid for item in tests.items])).encode())
    sources = {path for folder in ("checkin", "tests") for path in (ROOT / folder).rglob("*.py")}
    for path in sorted(sources | set(map(ROOT.joinpath, files)) | {item.path for item in tests.items}):
        state.update(str(path).encode() + path.read_bytes())
    kept = Path(tempfile.gettempdir()) / f"checkin-passage-{state.hexdigest()[:16]}.json"
    if kept.exists():
        return Passage(*json.loads(kept.read_text()))
    passage = Passage()
    passage.measure(tests, files)
    kept.write_text(json.dumps([passage.by_line, passage.seconds]))
    return passage


class Trial:
    """All mutants, and how each ended."""

    def __init__(self, tests: Tests, passage: Passage, trees: dict[str, ast.Module], seconds: float) -> None:
        self._tests, self._passage, self._trees, self._seconds = tests, passage, trees, seconds
        self._began, self._forks, self.ended = time.monotonic(), Forks(), defaultdict(list)

    def run(self, mutants: list[Mutant]) -> None:
        for number, mutant in enumerate(mutants):
            chosen = self._passage.tests_of(mutant, self._tests, self._seconds)
            if not chosen:
                self.ended["not covered"].append(self._told(mutant))
                continue
            self._begin(mutant, chosen, "")
            if number % CONTROLS == 0:
                self._begin(mutant, chosen, "unchanged: ")
        self._forks.end()

    def _begin(self, mutant: Mutant, chosen: list[int], kind: str) -> None:
        def done(ending: int, folder: Path) -> None:
            last = (folder / "last").read_text() if (folder / "last").exists() else ""
            outcome = ENDINGS.get(ending, "crashed")
            self.ended[kind + outcome].append(self._told(mutant) | {"tests": len(chosen), "last": last})
            say(f"{time.monotonic() - self._began:.0f} s: " + self.counts())

        self._forks.begin(lambda folder: self._try(mutant, chosen, folder, is_changed=not kind), done)

    def _try(self, mutant: Mutant, chosen: list[int], folder: Path, *, is_changed: bool) -> int:
        if is_changed:
            mutant.make()
            if not self._tests.put(mutant.path, self._trees[mutant.path]):
                return IMPOSSIBLE
        for number, following in zip_longest(chosen, chosen[1:]):
            (folder / "last").write_text(self._tests.items[number].nodeid)
            signal.alarm(5 + int(20 * self._passage.seconds[str(number)]))
            if not self._tests.passes(number, following):
                return KILLED
        return SURVIVED

    @staticmethod
    def _told(mutant: Mutant) -> dict[str, object]:
        path, function, before, after = mutant.name()
        source = (ROOT / path).read_text("utf-8").splitlines()[mutant.line - 1].strip()
        told = {"path": path, "line": mutant.line, "function": function, "before": before, "after": after}
        return told | {"source": source}

    def counts(self) -> str:
        return ", ".join(f"{len(ended)} {kind}" for kind, ended in sorted(self.ended.items()))

    def scores(self) -> Iterator[str]:
        """Yield a line for each folder: which part of the mutants that tests pass was killed."""
        told = defaultdict(Counter)
        for kind, ended in self.ended.items():
            for each in ended:
                told[str(Path(each["path"]).parent)][kind] += 1
        for folder, count in sorted(told.items()):
            killed = count["killed"] + count["too long"] + count["crashed"]
            if tried := killed + count["survived"]:
                yield f"{folder}: {killed} of {tried} killed ({killed / tried:.0%}), {count['not covered']} not covered"


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    found = sorted(Path(name) for pattern in options.of for name in glob(str(ROOT / pattern)))
    paths = [part for path in found for part in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    files = [str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path) for path in paths]
    trees = {file: ast.parse((ROOT / file).read_text("utf-8")) for file in files}
    mutants = [mutant for path, tree in trees.items() for mutant in mutants_of(path, tree)]
    if options.again:
        survived = json.loads(options.again.read_text("utf-8"))["survived"]
        wanted = {(told["path"], told["function"], told["before"], told["after"]) for told in survived}
        mutants = [mutant for mutant in mutants if mutant.name() in wanted]
    else:
        mutants = sample(mutants, options.count, options.seed)

    def run(tests: Tests) -> None:
        trial = Trial(tests, passage_of(tests, files), trees, options.seconds)
        trial.run(mutants)
        options.to.parent.mkdir(exist_ok=True)
        options.to.write_text(json.dumps(trial.ended, indent=1, ensure_ascii=False), "utf-8")
        print("\n" + "\n".join([*trial.scores(), trial.counts(), f"The list: {options.to}"]))

    apart = [f"--ignore={line}" for line in (ROOT / "tests" / "apart.txt").read_text("utf-8").splitlines()]
    return pytest.main([*PLAIN, *apart, *options.by], plugins=[Tests(run, files)])


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/mutants", description="How much the tests notice.")
    parser.add_argument("--count", type=int, default=2000, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10, help="of tests for one mutant, as they take unchanged")
    parser.add_argument("--again", type=Path, help="a list of an earlier run: those that survived, instead of a sample")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "mutants.json", help="where the list is written")
    parser.add_argument("--of", nargs="+", default=OF, help="modules and folders")
    parser.add_argument("--by", nargs="+", default=BY, help="tests")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
