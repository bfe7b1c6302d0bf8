# SPDX-License-Identifier: GPL-3.0-or-later
"""Days at the door, invented: who comes when, who is served when, who waits. How far off the forecast is on them.

    python -m tests.core.simulated_days [--days 500]

Printed: the median and 90th percentile of the error of the forecast total, in per cent of who came in the end; that of
somebody who believes the list, in the same run; and of the queue, in people.
"""

import argparse
import heapq
import random
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.live.forecast import Curve, Forecast, capacity, fit_forecast, seconds_per_guest, waiting_now

NINE = datetime.fromisoformat("2023-07-04T09:00+02:00")
MINUTE = timedelta(minutes=1)
CURVE = Curve(NINE - 50 * MINUTE, NINE - 30 * MINUTE, NINE, NINE + 30 * MINUTE)
FIRST = -50
"""The first minute, before nine."""
SERVICES = {"badge ready": (6, 15, 60), "badge in a box": (12, 20, 70), "printed on demand": (18, 28, 80)}


@dataclass(frozen=True)
class Guest:
    """Times in minutes after nine."""

    came: float
    served: float
    done: float
    desk: int


@dataclass(frozen=True)
class InventedDay:
    expected: int
    guests: tuple[Guest, ...]

    def waiting(self, minute: float) -> int:
        return sum(g.came <= minute < g.served for g in self.guests)

    def forecast(self, minute: float) -> Forecast:
        came = Counter(NINE + g.done // 1 * MINUTE for g in self.guests if g.done <= minute)
        return fit_forecast(CURVE, self.expected, came, NINE + minute * MINUTE)

    def queue(self, minute: int) -> float:
        """As the screen would estimate it."""
        minutes = range(FIRST, minute)
        desks = {g.desk for g in self.guests}
        counts = {d: Counter(int(g.done // 1) for g in self.guests if g.desk == d and g.done <= minute) for d in desks}
        takes = capacity(len(desks), seconds_per_guest([[c[m] for m in minutes] for c in counts.values()]))
        seen, forecast = sum(counts.values(), Counter()), self.forecast(minute)
        assumed = [forecast.assumed(NINE + m * MINUTE, NINE + (m + 1) * MINUTE) for m in minutes]
        return waiting_now([seen[m] for m in minutes], assumed, takes)


def invented_day(draw: random.Random, desks: int, service: tuple[int, int, int], expected: int = 350) -> InventedDay:
    """Between 65 and 100 % come; they are up to ten minutes early or late; a desk takes as long as it takes."""
    turnout, shift = draw.uniform(0.65, 1.0), draw.uniform(-10, 10)
    came = sorted(
        draw.triangular(-30, 0, -10) + shift if draw.random() < 0.8 else draw.uniform(-50, 30)
        for _ in range(round(expected * turnout))
    )
    free = [(-60.0, desk) for desk in range(desks)]
    guests = []
    for at in came:
        idle_since, desk = heapq.heappop(free)
        served = max(at, idle_since)
        kind = draw.choices(service, (85, 12, 3))[0]
        done = served + draw.lognormvariate(0, 0.4) * kind / 1.083 / 60
        heapq.heappush(free, (done, desk))
        guests.append(Guest(at, served, done, desk))
    return InventedDay(expected, tuple(guests))


def total_errors(days: list[InventedDay], minute: float) -> Iterator[tuple[float, float]]:
    """Of the forecast and of the list, as shares of who came in the end."""
    for day in days:
        end = len(day.guests)
        yield abs(day.forecast(minute).total - end) / end, abs(day.expected - end) / end


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--days", type=int, default=500)
    count = arguments.parse_args().days
    draw = random.Random(9)
    days = [invented_day(draw, 4, SERVICES["badge ready"]) for _ in range(count)]
    for minute in (-30, -20, -10, 0, 10):
        ours, lists = map(sorted, zip(*total_errors(days, minute), strict=True))
        middle, worst = round(100 * statistics.median(ours)), round(100 * ours[int(0.9 * count)])
        told = f"forecast {middle} % (90th {worst} %), the list {100 * statistics.median(lists):.0f} %"
        print(f"total at {NINE + minute * MINUTE:%H:%M}: off by {told}")
    for name, service in SERVICES.items():
        for desks in (2, 3, 4, 6):
            some = [invented_day(draw, desks, service) for _ in range(count // 10)]
            for minute in (-15, -5, 5):
                true = [day.waiting(minute) for day in some]
                off = [abs(day.queue(minute) - t) for day, t in zip(some, true, strict=True)]
                told = f"{statistics.mean(true):5.0f} wait, estimate off by {statistics.mean(off):4.1f}"
                print(f"{name}, {desks} desks, {NINE + minute * MINUTE:%H:%M}: {told}")


if __name__ == "__main__":
    main()
