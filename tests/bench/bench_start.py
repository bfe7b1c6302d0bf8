# SPDX-License-Identifier: GPL-3.0-or-later
"""From the command to the first paint of the desk, and to the first frame of the film; beside it, in the same run, an
empty PySide6 window with the same paint.

    QT_QPA_PLATFORM=offscreen python tests/bench/bench_start.py [--runs 7]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

EMPTY = """
import time; began = time.perf_counter()
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([]); window = QWidget(); window.resize(1366, 768); window.show(); window.grab()
print("first paint", (time.perf_counter() - began) * 1000)
"""

DESK = """
import time; began = time.perf_counter()
import sys
from pathlib import Path
from checkin import paths
from checkin.application import desk_program, qt_application
from checkin.services.event_file import EventFile
qt_application.application()
event = EventFile.open(Path(sys.argv[1]))
program = desk_program.DeskProgram(event, event.clock())
program.window.show(); program.window.grab()
print("first paint", (time.perf_counter() - began) * 1000)
def first(_image):
    print("first frame", (time.perf_counter() - began) * 1000)
    qt_application.application().quit()
program.ready.connect(lambda: program.devices.reading.image_taken.connect(first))
program.start(paths.resources() / "demo" / "queue.mp4")
qt_application.application().exec()
program.stop()
"""


def run(script: str, *arguments: str) -> dict[str, float]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_LOGGING_RULES": "*=false"}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, env=environment, check=True
    )
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in done.stdout.splitlines() if line}


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--runs", type=int, default=7)
    runs = arguments.parse_args().runs
    sys.path.insert(0, str(ROOT))
    import time

    from checkin import paths
    from checkin.services.demo_event import make_demo

    with tempfile.TemporaryDirectory() as folder:
        event, _ = make_demo(Path(folder), paths.resources() / "demo", time.monotonic)
        event.close()
        path = str(Path(folder) / "demo.checkin")
        run(EMPTY), run(DESK, path)  # warm the page cache
        empty = [run(EMPTY)["first paint"] for _ in range(runs)]
        desk = [run(DESK, path) for _ in range(runs)]
    base = statistics.median(empty)
    print(f"{'empty window: first paint (the peer)':40} median {base:7.0f} ms")
    for name in ("first paint", "first frame"):
        spans = sorted(d[name] for d in desk)
        middle = statistics.median(spans)
        print(f"{'desk: ' + name:40} median {middle:7.0f} ms  max {spans[-1]:7.0f} ms  ratio {middle / base:.1f}")


if __name__ == "__main__":
    main()
