# SPDX-License-Identifier: GPL-3.0-or-later
"""Run tests on a Windows, as many at a time as there are lanes, and count. Exit code 1 if one fails.

    suite.py LAB --lane PREFIX DISPLAY [--lane ...] [WHAT...]    under Wine (scripts/windows)
    suite.py LAB [WHAT...]                                       on this computer, with this Python

WHAT is a folder, a file or a pattern of files; without it portable.txt is run. A test that hangs or kills Python is
noted, and the next ones are run in a new process. Of each WHAT, LAB/results has what pytest printed and every outcome.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

PORTABLE = Path(__file__).parent / "portable.txt"
BAD = ("failed", "error", "died")
LONGEST_LINE = 160
LONGEST_TEST_S = 900
"""Then a test hangs. Those that import tens of thousands of people take minutes where the computer is busy."""
PLUG_INS = {"darwin": "cocoa", "linux": "windows", "win32": "windows"}
"""The plug-in of Qt that shows windows; Linux runs the tests under Wine."""


@dataclass(frozen=True)
class Lane:
    """A Windows where one process of tests runs at a time: how Python is called there, and its surroundings."""

    python: tuple[str, ...] = (sys.executable,)
    surroundings: tuple[tuple[str, str], ...] = ()
    disk: str = ""
    """Put before a path of this computer."""

    def environment(self, noted: Path, plug_in: str) -> dict[str, str]:
        chosen = {"CHECKIN_OUTCOMES": f"{self.disk}{noted}", **dict(self.surroundings)}
        if plug_in:
            chosen["WINEQT_QPA_PLATFORM" if self.disk else "QT_QPA_PLATFORM"] = plug_in
        return {**os.environ, **chosen}


@dataclass
class Results:
    """The outcome of each test of a folder, and why it was no success."""

    outcomes: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def add(self, test: str, outcome: str, why: str) -> None:
        if self.outcomes.get(test) not in BAD:  # a good end after a failure changes nothing
            self.outcomes[test], self.reasons[test] = outcome, why

    def read(self, file: Path) -> str | None:
        """Add what one process noted; return the test it was at when it ended, if that has no end."""
        current = None
        for line in file.read_text("utf-8").splitlines():
            noted = json.loads(line)
            if "test" in noted:
                self.add(noted["test"], noted["outcome"], noted["why"])
            else:
                current = noted.get("start")
        return current

    def left_out(self) -> Counter[str]:
        """Return how many tests were skipped for each reason."""
        return Counter(why for test, why in self.reasons.items() if self.outcomes[test] == "skipped")


@dataclass(frozen=True)
class Run:
    """One line of portable.txt, or what the command line names."""

    what: str
    plug_in: str
    options: argparse.Namespace

    def __str__(self) -> str:
        return f"{self.what} ({self.plug_in})" if self.plug_in else self.what

    def on(self, lane: Lane) -> tuple[Results, float]:
        """Return the results, and the seconds it took."""
        began = time.monotonic()
        name = "-".join(filter(None, (self.what.strip("/").translate(_FOR_FILE_NAMES), self.plug_in)))
        noted = self.options.lab / "results" / f"{name}.json"
        results, unfit = Results(), []
        with noted.with_suffix(".log").open("w") as log:
            while True:
                noted.write_text("")
                code = self._pytest(lane, unfit, noted, log)
                died_at = results.read(noted)
                if died_at is None:
                    break
                results.add(died_at, "died", f"exit code {code}: {noted.with_suffix('.log')} tells where it was")
                unfit += [test for test in results.outcomes if test not in unfit]
        if code not in (0, 1, 5) and not unfit:
            results.add(self.what, "died", f"pytest ended with {code}")
        reasons = "".join(f"{test}\n{why}\n\n" for test, why in results.reasons.items() if why)
        noted.with_suffix(".why").write_text(reasons, "utf-8")
        return results, time.monotonic() - began

    def _pytest(self, lane, unfit, noted, log):
        done = subprocess.run(
            [*lane.python, "-m", "pytest", "-q", *self._arguments(), *(f"--deselect={test}" for test in unfit)],
            env=lane.environment(noted, self.plug_in),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
        )
        return done.returncode

    def _arguments(self) -> Iterator[str]:
        yield from ("-p", "no:cacheprovider", "-p", "scripts.windows_lab.outcomes")
        yield f"--override-ini=faulthandler_timeout={self.options.seconds_of_test}"
        yield "--override-ini=faulthandler_exit_on_timeout=true"
        if self.options.k:
            yield from ("-k", self.options.k)
        if self.options.is_portable:
            yield from ("-m", "not hypothesis")
        yield from (f"--ignore={what}" for what in sorted(self.options.left_out))
        found = {path.as_posix() for path in Path().glob(self.what)} - self.options.left_out
        yield from sorted(found) or [self.what]


_FOR_FILE_NAMES = str.maketrans({"/": "-", "*": "+", "?": "+", "[": "(", "]": ")", ":": "-"})


def _options():
    parser = argparse.ArgumentParser()
    parser.add_argument("lab", type=Path)
    parser.add_argument("--lane", nargs=2, action="append", default=[], metavar=("PREFIX", "DISPLAY"))
    parser.add_argument("--seconds-of-test", type=int, default=LONGEST_TEST_S)
    parser.add_argument("-k", default="")
    parser.add_argument("what", nargs="*")
    parser.set_defaults(left_out=set())
    options = parser.parse_args()
    options.lab, options.is_portable = options.lab.absolute(), not options.what
    (options.lab / "results").mkdir(parents=True, exist_ok=True)
    return options


def _lanes(options) -> Queue:
    lanes: Queue = Queue()
    python = ("wine", str(options.lab / "python" / "python.exe"))
    for prefix, display in options.lane:
        lanes.put(Lane(python, (("WINEPREFIX", prefix), ("DISPLAY", display)), "Z:"))
    if lanes.empty():
        lanes.put(Lane())
    return lanes


def _portable(options) -> Iterator[Run]:
    """Yield what portable.txt lists; what it leaves out is added to `options`."""
    for line in PORTABLE.read_text("utf-8").splitlines():
        match line.split("#")[0].split():
            case ["not", what]:
                options.left_out.add(what)
            case [what]:
                yield Run(what, "", options)
            case [what, "shown"]:
                yield Run(what, PLUG_INS[sys.platform], options)


def _tell(run, results, seconds):
    count = Counter(results.outcomes.values())
    told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(count.items()))
    print(f"{run}: {told}; {seconds:.0f} s", flush=True)
    for test, outcome in results.outcomes.items():
        if outcome in BAD:
            lines = results.reasons[test].strip().splitlines() or [""]
            print(f"  {outcome}: {test}\n      {lines[-1][:LONGEST_LINE]}", flush=True)


def main():
    options, total, left_out = _options(), Counter(), Counter()
    lanes = _lanes(options)

    def run_on_a_free_lane(run):
        lane = lanes.get()
        try:
            return run, *run.on(lane)
        finally:
            lanes.put(lane)

    runs = [Run(what, "", options) for what in options.what] or list(_portable(options))
    with ThreadPoolExecutor(lanes.qsize()) as pool:
        for done in as_completed([pool.submit(run_on_a_free_lane, run) for run in runs]):
            run, results, seconds = done.result()
            _tell(run, results, seconds)
            total.update(results.outcomes.values())
            left_out.update(results.left_out())
    bad = sum(total[outcome] for outcome in BAD)
    print(f"\n{total['passed']} tests passed, {bad} failed, {total['skipped']} were left out:")
    for why, number in left_out.most_common():
        print(f"{number:5}  {why.removeprefix('Skipped: ')}")
    sys.exit(bool(bad) or not total["passed"])


main()
