# SPDX-License-Identifier: GPL-3.0-or-later
"""From the start of the process to the first paint of the desk, and to the first frame of the film; beside it, in the
same run, an empty PySide6 window with the same paint.

    QT_QPA_PLATFORM=offscreen python tests/bench/bench_start.py [--runs 7] [--people 100000] [--cold]

Seconds of the clock and of the processor; the latter say more on a busy machine. `--people` adds an event of so many,
nearly all of whom have arrived. `--cold` empties the system's cache before every run, which needs root.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

TELL = """
import sys, time
def tell(name):
    print(name, time.monotonic(), time.process_time(), flush=True)
"""

EMPTY = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([]); window = QWidget(); window.resize(1366, 768); window.show(); window.grab()
tell("first paint")
"""

DESK = """
from checkin import paths
from checkin.command_line import main
from checkin.devices import computer
computer.has_screen = lambda: True
run = main._run
def run_and_tell(module, *others):  # all that the command imports is imported
    from checkin.application.desk_program import DeskProgram
    from checkin.application.qt_application import application
    start = DeskProgram.start
    def first(_image):
        tell("first frame")
        application().quit()
    def start_and_tell(program, video):
        start(program, video)
        program.window.grab()
        tell("first paint")
        program.ready.connect(lambda: program.devices.reading.image_taken.connect(first))
    DeskProgram.start = start_and_tell
    return run(module, *others)
main._run = run_and_tell
sys.argv[1:] = ["open", sys.argv[1], "--video", str(paths.resources() / "demo" / "queue.mp4")]
main.main()
"""


def run(folder: str, script: str, *arguments: str) -> dict[str, tuple[float, float]]:
    """Milliseconds of the clock and of the processor from the start of the process to each moment."""
    own = {name: f"{folder}/{name}" for name in ("PYTHONPYCACHEPREFIX", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    environment = {**os.environ, **own, "PYTHONPATH": str(ROOT), "QT_LOGGING_RULES": "*=false"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody's installed program is compiled at each start
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", TELL + script, *arguments], capture_output=True, text=True, env=environment, check=True
    )
    found = (line.rsplit(" ", 2) for line in done.stdout.splitlines())
    return {name: ((float(clock) - began) * 1000, float(processor) * 1000) for name, clock, processor in found}


def empty_cache() -> None:
    os.sync()
    Path("/proc/sys/vm/drop_caches").write_text("3")


def compare(folder: str, event: Path, runs: int, *, is_cold: bool) -> None:
    run(folder, EMPTY), run(folder, DESK, str(event))  # compile, and warm the cache
    empty, desk = [], []
    for _ in range(runs):
        for found, script in ((empty, EMPTY), (desk, DESK)):
            if is_cold:
                empty_cache()
            found.append(run(folder, script, str(event)))
    for at, kind in enumerate(("clock", "processor")):
        base = statistics.median(spans["first paint"][at] for spans in empty)
        print(f"  {kind:10} empty window (the peer): first paint {base:6.0f} ms")
        for name in ("first paint", "first frame"):
            spans = sorted(each[name][at] for each in desk)
            middle = statistics.median(spans)
            print(f"  {kind:10} {name} {middle:6.0f} ms  max {spans[-1]:6.0f} ms  ratio {middle / base:.1f}")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--runs", type=int, default=7)
    arguments.add_argument("--people", type=int, default=0)
    arguments.add_argument("--cold", action="store_true")
    chosen = arguments.parse_args()
    sys.path.insert(0, str(ROOT))
    from checkin import paths
    from checkin.services.demo_event import make_demo
    from tests.bench.bench_scan import prepared

    with tempfile.TemporaryDirectory() as folder:
        event, _ = make_demo(Path(folder), paths.resources() / "demo", time.monotonic)
        event.close()
        print("the demonstration" + (", cold" if chosen.cold else ""))
        compare(folder, event.path, chosen.runs, is_cold=chosen.cold)
        if chosen.people:
            large = prepared(Path(folder), chosen.people, 2 * chosen.people)
            today = datetime.now().astimezone()
            planned = large.planned()  # today: an event of long ago proposes the erasure of its people
            large.plan(replace(planned, event=replace(planned.event, day=today.date())), at=today, desk="d")
            large.close()
            print(f"{chosen.people} people")
            compare(folder, large.path, chosen.runs, is_cold=chosen.cold)


if __name__ == "__main__":
    main()
