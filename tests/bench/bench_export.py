# SPDX-License-Identifier: GPL-3.0-or-later
"""How long an export takes, beside the library that writes the same cells with none of our care, in the same run.

`python -m tests.bench.bench_export`: a day of 350 people, whole; then tables of 100,000 rows.
"""

import argparse
import csv
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from xlsxwriter import Workbook

from checkin.core.attendee_body import attendee_body
from checkin.core.entries import EntryKind
from checkin.core.message import Message, fill_message
from checkin.documents.table_writer import OutputColumn, write_table
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from tests.bench.invented import people
from tests.builders import KEY, MORNING, a_programme
from tests.fakes import FakeClock


def say(words: Message, **fields: object) -> str:
    return fill_message(words.text, fields)


def a_day(folder: Path, count: int) -> EventFile:
    """Nine of ten come, one of three goes to the workshop, one of two is scanned out."""
    event = EventFile.create(folder / "jour.checkin", KEY)
    event.plan(a_programme(), at=MORNING, desk="Accueil 1")
    everyone = list(people(count))
    with event.transaction():
        facts = [(EntryKind.ATTENDEE_ADDED, a.id, attendee_body(a)) for a in everyone]
        event.journal.append_all(facts, at=MORNING, desk="Accueil 1")
    clock, draw = FakeClock(MORNING), random.Random(3)
    desk = Desk(event, clock, "Accueil 1")
    for point, share in (("accueil", 0.9), ("atelier-b", 0.3), ("sortie", 0.5)):
        desk.move_to(point)
        for attendee in everyone:
            if draw.random() < share:
                clock.pass_by(seconds=3)
                desk.scan(attendee.ticket_code)
    return event


COLUMNS = [
    OutputColumn("Nom", width=22),
    OutputColumn("Prénom"),
    OutputColumn("Arrivée", "datetime"),
    OutputColumn("Minutes", "number"),
]


def rows(count: int) -> list[Sequence[object]]:
    names = list(people(1000))
    moments = [MORNING + timedelta(seconds=n) for n in range(count)]
    return [[names[n % 1000].last_name, names[n % 1000].first_name, moments[n], n % 500] for n in range(count)]


def plain_csv(path: Path, found: list[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([column.title for column in COLUMNS])
        writer.writerows(found)


def plain_xlsx(path: Path, found: list[Sequence[object]]) -> None:
    with Workbook(str(path), {"remove_timezone": True}) as workbook:
        sheet, look = workbook.add_worksheet(), workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_row(0, 0, [column.title for column in COLUMNS])
        for number, row in enumerate(found, start=1):
            sheet.write_string(number, 0, row[0])
            sheet.write_string(number, 1, row[1])
            sheet.write_datetime(number, 2, row[2], look)
            sheet.write_number(number, 3, row[3])


def seconds(act: Callable[[], object]) -> float:
    """The best of three."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - began)
    return best


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--people", type=int, default=350)
    arguments.add_argument("--rows", type=int, default=100_000)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as name:
        folder = Path(name)
        event = a_day(folder, chosen.people)
        for kind in ("xlsx", "csv", "json"):
            span = seconds(lambda k=kind: export_attendance(event, folder / f"day.{k}", say))
            print(f"the day of {chosen.people} people, {event.journal.count()} entries, as {kind}: {span:.2f} s")
        event.close()
        found = rows(chosen.rows)
        for kind, plain in (("csv", plain_csv), ("xlsx", plain_xlsx)):
            ours = seconds(lambda k=kind: write_table(folder / f"ours.{k}", COLUMNS, found, "Table"))
            theirs = seconds(lambda k=kind, p=plain: p(folder / f"plain.{k}", found))
            print(f"{chosen.rows} rows as {kind}: ours {ours:.2f} s, alone {theirs:.2f} s: {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
