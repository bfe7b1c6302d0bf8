# SPDX-License-Identifier: GPL-3.0-or-later
"""The frozen program beside the same from source: from the command to the window on an X server, and how large it is.

After `scripts/package`; with --wine after `scripts/windows freeze`, both programs under Wine. Warm: its files are in
memory; cold: they were put out of it before each run.

    python tests/bench/bench_frozen.py [--runs 5]
    scripts/windows exec $PWD/.venv/bin/python tests/bench/bench_frozen.py --wine
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "dist" / "checkin"
COMMANDS = {"from source": [sys.executable, "-m", "checkin"], "frozen": [str(FOLDER / "checkin")]}
FILES = {"from source": (Path(sys.prefix).resolve() / "lib", ROOT / "checkin"), "frozen": (FOLDER,)}
LAB = ROOT.parent
"""Where ROOT is the copy that `scripts/windows` works on."""
PYTHON_OF_WINDOWS = LAB / "python" / "python.exe"
COMMANDS_OF_WINE = {
    "from source": ["wine", str(PYTHON_OF_WINDOWS), "-m", "checkin"],
    "frozen": ["wine", str(FOLDER / "checkin-desk.exe")],
}
FILES_OF_WINE = {"from source": (LAB / "site", LAB / "python", ROOT / "checkin"), "frozen": (FOLDER,)}
PATIENCE_S = 180


@contextmanager
def x_server() -> Iterator[str]:
    reading, writing = os.pipe()
    screen = ["-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), *screen], pass_fds=[writing], stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def forget(folders: tuple[Path, ...]) -> None:
    """Out of the memory in which the system keeps files; it may have to be asked again for what others use."""
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        handle = os.open(path, os.O_RDONLY)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)


def seconds_to_window(command: list[str], event: Path, display: str) -> float:
    with tempfile.TemporaryDirectory() as home:  # nothing is known of earlier runs, which were killed
        environment = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "PYTHONDONTWRITEBYTECODE")}
        environment |= {"DISPLAY": display, "QT_LOGGING_RULES": "*=false"}
        if command[0] == "wine":
            subprocess.run(["wine", "cmd", "/c", "exit"], env=environment, check=True, stderr=subprocess.DEVNULL)
        else:
            environment |= {"PYTHONPATH": str(ROOT), "HOME": home}
        began = time.perf_counter()
        program = subprocess.Popen([*command, str(event)], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        try:
            while not is_seen(environment):
                assert time.perf_counter() - began < PATIENCE_S
            return time.perf_counter() - began
        finally:
            program.kill()
            program.wait()


def is_seen(environment: dict[str, str]) -> bool:
    search = ["xdotool", "search", "--onlyvisible", "--class", "checkin|python.exe"]
    return bool(subprocess.run(search, env=environment, capture_output=True, check=False).stdout)


def sizes() -> None:
    folder = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{'dist/checkin':40} {folder / 1e6:7.0f} MB (the peer)")
    for package in sorted([*ROOT.glob("dist/*.deb"), *ROOT.glob("dist/*.tar.xz"), *ROOT.glob("dist/*.exe")]):
        size = package.stat().st_size
        print(f"{package.name:40} {size / 1e6:7.0f} MB  ratio {size / folder:.2f}")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--wine", action="store_true")
    chosen = arguments.parse_args()
    runs, commands, files = chosen.runs, COMMANDS, FILES
    if chosen.wine:
        commands, files = COMMANDS_OF_WINE, FILES_OF_WINE
    sys.path.insert(0, str(ROOT))
    from checkin import paths
    from checkin.services.demo_event import make_demo

    sizes()
    with tempfile.TemporaryDirectory() as folder, x_server() as display:
        made, _ = make_demo(Path(folder), paths.resources() / "demo", time.monotonic)
        made.close()
        medians: dict[tuple[str, str], float] = {}
        for state in ("warm", "cold"):
            taken: dict[str, list[float]] = {name: [] for name in commands}
            for run in range(
                runs + 1
            ):  # side by side, so that other work on the machine meets both; the first to warm up
                for name, command in commands.items():
                    if state == "cold":
                        forget(files[name])
                    span = seconds_to_window(command, made.path, display)
                    taken[name] += [span] if run else []
            medians |= {(state, name): statistics.median(spans) for name, spans in taken.items()}
            for name in commands:
                middle, base = medians[state, name], medians[state, "from source"]
                said = "(the peer)" if name == "from source" else f"ratio {middle / base:.2f}"
                print(f"{f'{name}, {state}: window':40} median {middle * 1000:7.0f} ms  {said}")


if __name__ == "__main__":
    main()
