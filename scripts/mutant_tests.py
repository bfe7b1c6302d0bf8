# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests that `scripts/mutants` runs in forks of one process, and which of them pass which lines."""

import ast
import contextlib
import gc
import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import _lru_cache_wrapper
from itertools import chain, zip_longest
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from hypothesis import Phase, settings

from scripts.mutant_making import Mutant

ROOT = Path(__file__).resolve().parent.parent
SIDE_BY_SIDE = 2
SURVIVED, KILLED, IMPOSSIBLE = 0, 1, 3
"""How a fork ends."""


def codes_in(code: CodeType) -> Iterator[CodeType]:
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from codes_in(part)


class Forks:
    """Work in processes of their own, some side by side, each with a folder for its files and for what it says."""

    def __init__(self) -> None:
        self._running: dict[int, tuple[Path, Callable[[int, Path], None]]] = {}

    def begin(self, work: Callable[[Path], int], done: Callable[[int, Path], None]) -> None:
        while len(self._running) >= SIDE_BY_SIDE:
            self._wait()
        folder = Path(tempfile.mkdtemp(prefix="mutant-"))
        if pid := os.fork():
            self._running[pid] = folder, done
            return
        try:
            os.setsid()
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(os.open(folder / "said", os.O_WRONLY | os.O_CREAT), 1)
            os.dup2(1, 2)
            os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
            os.environ["XDG_DATA_HOME"] = str(folder / "data")
            ending = work(folder)
        except BaseException:
            traceback.print_exc()
            ending = KILLED
        os._exit(ending)

    def end(self) -> None:
        while self._running:
            self._wait()

    def _wait(self) -> None:
        pid, status = os.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)  # what its tests started
        folder, done = self._running.pop(pid)
        done(os.waitstatus_to_exitcode(status), folder)
        shutil.rmtree(folder, ignore_errors=True)


class Tests:
    """A plug-in of pytest: in place of the tests it runs `run`, with these tests, in a process that has run none."""

    def __init__(self, run: Callable[["Tests"], None], files: list[str]) -> None:
        self._run, self._files = run, files
        self.items: list[pytest.Item] = []
        self.functions: dict[str, list[FunctionType]] = defaultdict(list)
        self._caches: list[_lru_cache_wrapper] = []
        self._has_failed = False
        self.lines: set[tuple[str, int]] = set()
        self.shared: set[tuple[str, int]] = set()

    def pytest_collection(self) -> None:
        """What a failing example is at its simplest is not asked, nor is it kept."""
        settings.register_profile("mutants", settings(), phases=[Phase.explicit, Phase.generate], database=None)
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = session.items
        for file in self._files:
            if not Path(file).is_absolute():  # else the tests have imported it
                importlib.import_module(file.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
        gc.unfreeze()
        for each in gc.get_objects():
            if isinstance(each, FunctionType):
                self.functions[each.__code__.co_filename].append(each)
            elif isinstance(each, _lru_cache_wrapper):
                self._caches.append(each)
        gc.collect()
        gc.freeze()
        qt = sys.modules.get("PySide6.QtCore")
        assert not (qt and qt.QCoreApplication.instance()), "an application of Qt does not survive a fork"
        self._run(self)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._has_failed |= report.failed

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
        """What a fixture of a whole file runs, every test of that file depends on."""
        before, self.lines = self.lines, set()
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                self.shared |= self.lines
            self.lines |= before

    def passes(self, number: int, following: int | None) -> bool:
        """Whether a test passes; `following` is the one after it."""
        self._has_failed = False
        after = None if following is None else self.items[following]
        self.items[number].config.hook.pytest_runtest_protocol(item=self.items[number], nextitem=after)
        return not self._has_failed

    def forget(self) -> None:
        """Forget what functions with a cache have given, so that they are run."""
        for cache in self._caches:
            cache.cache_clear()

    def put(self, path: str, tree: ast.Module) -> bool:
        """Give the functions of a module the code of `tree`; say whether any has another now."""
        file = str(ROOT / path)
        codes = {(code.co_qualname, code.co_firstlineno): code for code in codes_in(compile(tree, file, "exec"))}
        has_changed = False
        for function in self.functions[file]:
            old = function.__code__
            function.__code__ = codes.get((old.co_qualname, old.co_firstlineno), old)
            has_changed |= function.__code__ != old
        self.forget()
        return has_changed


class Passage:
    """Which tests pass which lines, and how long each takes: a set of tests is a number, written in hexadecimal, with
    one bit for each.
    """

    def __init__(self, by_line: dict[str, str] | None = None, seconds: dict[str, float] | None = None) -> None:
        self.by_line, self.seconds = by_line or {}, seconds or {}

    def measure(self, tests: Tests, files: list[str]) -> None:
        forks = Forks()
        parts = defaultdict(list)
        for number, item in enumerate(tests.items):
            parts[item.path].append(number)
        for count, part in enumerate(parts.values()):
            forks.begin(lambda folder, part=part: self._watch(tests, part, files, folder), self._take)
            say(f"which tests pass which lines: {count} of {len(parts)} files of tests")
        forks.end()

    def _take(self, _ending: int, folder: Path) -> None:
        if not (folder / "passage").exists():
            raise RuntimeError((folder / "said").read_text())
        by_line, seconds = json.loads((folder / "passage").read_text())
        self.seconds |= seconds
        for line, bits in by_line.items():
            self.by_line[line] = hex(int(self.by_line.get(line, "0"), 16) | int(bits, 16))

    def _watch(self, tests: Tests, part: list[int], files: list[str], folder: Path) -> int:
        watch, name = sys.monitoring, 3
        watch.use_tool_id(name, "mutants")
        for function in chain.from_iterable(tests.functions[str(ROOT / file)] for file in files):
            for code in codes_in(function.__code__):
                watch.set_local_events(name, code, watch.events.LINE)

        def passed(code: CodeType, line: int) -> object:
            tests.lines.add((code.co_filename, line))
            return watch.DISABLE

        watch.register_callback(name, watch.events.LINE, passed)
        seconds, lines_of = {}, {}
        for number, following in zip_longest(part, part[1:]):
            tests.forget()
            tests.lines = set()
            watch.restart_events()
            began = time.perf_counter()
            if tests.passes(number, following):
                seconds[str(number)], lines_of[number] = time.perf_counter() - began, tests.lines
        by_line = defaultdict(int)
        for number, lines in lines_of.items():
            for file, line in lines | tests.shared:
                by_line[f"{file}:{line}"] |= 1 << number
        (folder / "passage").write_text(json.dumps([{line: hex(bits) for line, bits in by_line.items()}, seconds]))
        return 0

    def tests_of(self, mutant: Mutant, tests: Tests, seconds: float) -> list[int]:
        """Return the tests to run: those of the module's own file, the quickest, then the quickest of each file in
        turn, until they take a third of `seconds` each.
        """
        bits = 0
        for line in mutant.lines:
            bits |= int(self.by_line.get(f"{ROOT / mutant.path}:{line}", "0"), 16)
        quickest = sorted((n for n in range(len(tests.items)) if bits >> n & 1), key=lambda n: self.seconds[str(n)])
        by_file = defaultdict(list)
        for number in quickest:
            by_file[tests.items[number].path.name].append(number)
        own = by_file.get(f"test_{Path(mutant.path).name}", [])
        in_turn = (number for number in chain.from_iterable(zip_longest(*by_file.values())) if number is not None)
        return [*dict.fromkeys(chain(*(self._within(seconds / 3, some) for some in (own, quickest, in_turn))))]

    def _within(self, seconds: float, numbers: Iterable[int]) -> Iterator[int]:
        for number in numbers:
            yield number
            seconds -= self.seconds[str(number)]
            if seconds < 0:
                return


def say(text: str) -> None:
    """Say how far it is, in place of what was said before."""
    print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
