# SPDX-License-Identifier: GPL-3.0-or-later
"""How the cost of an event grows with its people: a table and a plot in docs/, each line with its peer's.

    python tests/bench/bench_growth.py [--sizes 350,5000,50000,100000] [--into docs]

Measures with what the other benches measure with, a size after the other: a list brought in, a first arrival, the
check, two exports, the start of the desk. Peers are theirs. Takes about a quarter of an hour.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

SIZES = (350, 5_000, 50_000, 100_000)
SCANS = 200
STARTS = 3


class Cost(NamedTuple):
    """Milliseconds of the processor of ours and of the peer, so that a busy machine disturbs little; and most memory
    in MB, 0 where it is not measured.
    """

    ours: float
    peer: float
    memory: int = 0


Costs = dict[str, Cost]


def of_import(folder: Path, people: int) -> Iterator[tuple[str, Cost]]:
    from tests.bench import bench_import

    name, ours, peer = next(iter(bench_import.ways(folder, people)))
    assert name == "a list into an empty event"
    yield "list brought in", Cost(ours * 1000, peer * 1000)


def of_scan(folder: Path, people: int) -> Iterator[tuple[str, Cost]]:
    """The middle one of first arrivals, beside the commit of the same rows."""
    from checkin.services.desk import Desk
    from tests.bench.bench_scan import BareCommit, Spans, prepared
    from tests.builders import MORNING, an_attendee
    from tests.fakes import FakeClock

    count = min(SCANS, people // 3)
    to_come = [an_attendee(n) for n in range(people - 2 * count + 1, people + 1)]
    event = prepared(folder, people, 10 * people, len(to_come))
    desk = Desk(event, FakeClock(MORNING), "Accueil 1")
    codes = [person.ticket_code for person in to_come[count:]]
    peer, first = Spans(BareCommit(event, to_come[:count])), Spans(lambda n: desk.scan(codes[n]))
    for number in range(count):
        peer.measure(number)
        event.db.accept_files()  # the peer's commits are a stranger's
        first.measure(number)
    event.close()
    yield "first arrival", Cost(statistics.median(first.processor), statistics.median(peer.processor))


def of_evening(folder: Path, people: int) -> Iterator[tuple[str, Cost]]:
    from tests.bench import bench_evening

    path = folder / "evening.checkin"
    bench_evening.prepare(path, people, 2 * people)
    for act, name in (("check", "check"), ("csv", "attendance as CSV"), ("xlsx", "attendance as XLSX")):
        ours, memory = bench_evening.measured(act, 0, path, folder)
        peer, _ = bench_evening.measured(act, 1, path, folder)
        yield name, Cost(ours * 1000, peer * 1000, memory)


def of_start(folder: Path, people: int) -> Iterator[tuple[str, Cost]]:
    """The first paint of the desk beside that of an empty window."""
    from tests.bench import bench_start

    event = str(folder / "evening.checkin")
    bench_start.run(str(folder), bench_start.DESK, event)  # compiles
    bench_start.run(str(folder), bench_start.EMPTY, event)

    def middle(script: str) -> float:
        runs = [bench_start.run(str(folder), script, event) for _ in range(STARTS)]
        return statistics.median(spans["first paint"][1] for spans in runs)

    yield "first paint", Cost(middle(bench_start.DESK), middle(bench_start.EMPTY))


def measure(people: int) -> Costs:
    """Measure one size. The parts share a folder: the start opens the event of the evening."""
    found: Costs = {}
    with tempfile.TemporaryDirectory(dir=".") as name:
        for part in (of_import, of_scan, of_evening, of_start):
            folder = Path(name) / ("" if part in (of_evening, of_start) else part.__name__)
            folder.mkdir(exist_ok=True)
            found |= dict(part(folder, people))
    return found


def in_words(milliseconds: float) -> str:
    if milliseconds < 100:
        return f"{milliseconds:.1f} ms"
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def table(found: Mapping[int, Costs]) -> str:
    """Return the Markdown of all sizes: what it takes, and how many times the peer."""
    head = ["", *(f"{people:,} people" for people in found)]
    lines = [head, ["---"] * len(head)]
    for name in next(iter(found.values())):
        cells = [
            f"{in_words(costs[name].ours)} ({costs[name].ours / costs[name].peer:.1f}×)" for costs in found.values()
        ]
        lines.append([name, *cells])
    heaviest = [f"{max(cost.memory for cost in costs.values())} MB" for costs in found.values()]
    lines.append(["most memory of the last four", *heaviest])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 760, 420, 70, 40, 16, 190
LOOK = 'font-family="sans-serif" font-size="12"'
NAME_HEIGHT = 14
COLOURS = ("#2F5BEA", "#C2410C", "#0F766E", "#8A0F2E", "#6D28D9", "#14171F")


def plot(found: Mapping[int, Costs]) -> str:
    """Return the SVG: both axes by factors of ten, ours as full lines, peers as broken ones."""
    every = [value for costs in found.values() for cost in costs.values() for value in (cost.ours, cost.peer)]
    low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    near, far = math.log10(min(found)), math.log10(max(found))

    def x(people: int) -> float:
        return LEFT + (math.log10(people) - near) / (far - near) * (WIDTH - LEFT - RIGHT)

    def y(milliseconds: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(milliseconds) - low) / (high - low) * (HEIGHT - BOTTOM - TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {LOOK}>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(low, high + 1):
        at = y(10.0**power)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#E1E4EA"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{in_words(10.0**power)}</text>')
    parts += [f'<text x="{x(n):.1f}" y="{HEIGHT - 14}" text-anchor="middle">{n:,}</text>' for n in found]
    for colour, name in zip(COLOURS, next(iter(found.values())), strict=True):
        for dash, value in (("", 0), (' stroke-dasharray="4 4"', 1)):
            points = " ".join(f"{x(n):.1f},{y(costs[name][value]):.1f}" for n, costs in found.items())
            parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
    ends = apart({name: y(cost.ours) for name, cost in found[max(found)].items()})
    for colour, (name, end) in zip(COLOURS, ends.items(), strict=True):
        parts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{end + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def apart(heights: Mapping[str, float]) -> dict[str, float]:
    """Return the heights of the names beside the lines, moved down where two would overlap."""
    moved, above = dict(heights), -math.inf
    for name in sorted(moved, key=moved.__getitem__):
        moved[name] = above = max(moved[name], above + NAME_HEIGHT)
    return moved


def write(into: Path, found: Mapping[int, Costs]) -> None:
    """Put the table between the marks of growth.md, and the plot beside it."""
    (into / "growth.svg").write_text(plot(found), encoding="utf-8")
    page = into / "growth.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{table(found)}\n{END}{after}", encoding="utf-8")


BEGIN, END = "<!-- made by tests/bench/bench_growth.py -->", "<!-- end -->"


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--into", type=Path)
    parser.add_argument("--one", type=int, default=0, help=argparse.SUPPRESS)
    chosen = parser.parse_args(words)
    if chosen.one:
        print(json.dumps(measure(chosen.one)))
        return
    found: dict[int, Costs] = {}
    for people in map(int, chosen.sizes.split(",")):
        command = [sys.executable, __file__, "--one", str(people)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1]
        found[people] = {name: Cost(*values) for name, values in json.loads(done).items()}
        print(f"{people}: {found[people]}", file=sys.stderr, flush=True)
    print(table(found))
    if chosen.into:
        write(chosen.into, found)


if __name__ == "__main__":
    main()
