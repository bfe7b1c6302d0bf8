# SPDX-License-Identifier: GPL-3.0-or-later
"""Run tests on the Windows of scripts/windows, folder by folder, and count. Exit code 1 if one fails.

    suite.py LAB [--seconds-of-test N] [-k EXPRESSION] [FOLDER or FILE...]

A test that hangs or kills Python is noted, and the next ones are run in a new process. Of each folder LAB/results has
what pytest printed and every outcome.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

PORTABLE = Path(__file__).parent / "portable.txt"
BAD = ("failed", "error", "died")
LONGEST_LINE = 160


@dataclass
class Results:
    """The outcome of each test of a folder, and why it was no success."""

    outcomes: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def add(self, test, outcome, why):
        if self.outcomes.get(test) not in BAD:  # a good end after a failure changes nothing
            self.outcomes[test], self.reasons[test] = outcome, why

    def read(self, file):
        """Add what one process noted; return the test it was at when it ended, if that has no end."""
        current = None
        for line in file.read_text("utf-8").splitlines():
            noted = json.loads(line)
            if "test" in noted:
                self.add(noted["test"], noted["outcome"], noted["why"])
            else:
                current = noted.get("start")
        return current


def run(lab, what, options, plug_in=""):
    """Return the results of one folder or file; `plug_in` is that of Qt, if another than usual."""
    folder, name = lab / "results", what.strip("/").replace("/", "-") + (plug_in and f"-{plug_in}")
    folder.mkdir(exist_ok=True)
    noted, results, unfit = folder / f"{name}.json", Results(), []
    with (folder / f"{name}.log").open("w") as log:
        while True:
            noted.write_text("")
            environment = dict(os.environ, CHECKIN_OUTCOMES=f"Z:{noted}")
            if plug_in:
                environment["WINEQT_QPA_PLATFORM"] = plug_in
            code = _pytest(lab, [what, *(f"--deselect={test}" for test in unfit)], options, environment, log)
            died_at = results.read(noted)
            if died_at is None:
                break
            results.add(died_at, "died", f"exit code {code}: {noted.with_suffix('.log')} tells where it was")
            unfit += [test for test in results.outcomes if test not in unfit]
    if code not in (0, 1, 5) and not unfit:
        results.add(what, "died", f"pytest ended with {code}")
    (folder / f"{name}.why").write_text("".join(f"{test}\n{why}\n\n" for test, why in results.reasons.items() if why))
    return results


def _pytest(lab, arguments, options, environment, log):
    seconds = ["-o", f"faulthandler_timeout={options.seconds_of_test}", "-o", "faulthandler_exit_on_timeout=true"]
    command = ["wine", str(lab / "python" / "python.exe"), "-m", "pytest", "-q", "-p", "scripts.windows_lab.outcomes"]
    chosen = ["-k", options.k] if options.k else []
    done = subprocess.run(
        [*command, *seconds, *chosen, *options.left_out, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        check=False,
    )
    return done.returncode


def _options():
    parser = argparse.ArgumentParser()
    parser.add_argument("lab", type=Path)
    parser.add_argument("--seconds-of-test", type=int, default=300)
    parser.add_argument("-k", default="")
    parser.add_argument("what", nargs="*")
    parser.set_defaults(left_out=[])
    return parser.parse_args()


def _portable(options):
    """Yield what portable.txt lists; what it leaves out is added to `options`."""
    for line in PORTABLE.read_text("utf-8").splitlines():
        match line.split("#")[0].split():
            case ["not", what]:
                options.left_out.append(f"--ignore={what}")
            case [what, *plug_in]:
                yield what, *plug_in


def main():
    options, total = _options(), Counter()
    for what, *plug_in in [[what] for what in options.what] or _portable(options):
        began = time.monotonic()
        results = run(options.lab, what, options, *plug_in)
        count = Counter(results.outcomes.values())
        total += count
        print(what, *plug_in, *(f"{number} {outcome}," for outcome, number in sorted(count.items())), end=" ")
        print(f"{time.monotonic() - began:.0f} s", flush=True)
        for test, outcome in results.outcomes.items():
            if outcome in BAD:
                lines = results.reasons[test].strip().splitlines() or [""]
                print(f"  {outcome}: {test}\n      {lines[-1][:LONGEST_LINE]}")
    bad = sum(total[outcome] for outcome in BAD)
    print(f"{total['passed']} passed, {bad} failed, {total['skipped']} skipped")
    sys.exit(bool(bad) or not total["passed"])


main()
