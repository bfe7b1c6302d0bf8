# SPDX-License-Identifier: GPL-3.0-or-later
"""The evening of a large event, beside the bare reading and writing of the same rows.

    python tests/bench/bench_evening.py [--people 100000] [--scans 200000] [--only check,csv]

Each way runs in a process of its own, whose processor seconds and greatest memory are counted, and so does its peer,
which was written by hand with the same library and none of our care: `sqlite3` and `json` read every entry, person and
visit once; then `csv`, `xlsxwriter` and `json` write the finished cells that Checkin wrote, and `sqlite3` writes every
row of the tables once (for the check, which rebuilds them, and for the purge, which empties them and then rewrites the
file). That peer computes nothing.

A second one of CSV and JSON, `by hand`, is what a program must do at the least that has the same columns: it takes the
passages of each person together, measures how long they were at each half-day and session, makes a row of cells for
each door, and one for each scan. It knows no undo, merge, paper, clock, online time or correction, and no formula in a
cell.

Sheets and certificates are measured without a peer: `bench_papers` draws them beside reportlab. Nine people in ten
arrive, the other scans are exits, a workshop, and refusals; two scans a person unless `--scans` says otherwise.
`--rounds` measures each so often in turn, and gives the least. `--keep FILE` leaves the event there, and takes it if it
is there already.
"""

import argparse
import csv
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TextIO

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtGui import QGuiApplication

from checkin.core.attendee import attendee_body
from checkin.core.entries import EntryKind
from checkin.core.message import Message, fill_message
from checkin.core.supervisor import Authority
from checkin.paths import resources
from checkin.services.attendance.attendance_papers import (
    SheetOptions,
    issue,
    make_report_context,
    make_sign_in_sheets,
    write_certificates,
    write_sheets,
)
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.file_check import check_file
from checkin.services.live_queries import LiveQueries
from checkin.services.privacy.event_purge import purge
from checkin.services.programme.programme_importing import load_programme
from checkin.translation import Translator
from tests.bench.invented import people
from tests.builders import KEY, MORNING

TABLES = ("attendees", "tickets", "visits", "spellings", "vocabulary", "endings", "sounds")
BODY = 5
"""The place of the body in a row of the journal, and in one of the people."""
WRITTEN = ("out.csv", "out-scans.csv")


def say(words: Message, **fields: object) -> str:
    return fill_message(words.text, fields)


def prepare(path: Path, count: int, scan_count: int) -> None:
    """Create the event: the demonstration's programme, so many people, and so many scans of them."""
    programme = load_programme(resources() / "demo" / "programme.toml")
    draw, ids = random.Random(5), [category.id for category in programme.categories]
    with closing(EventFile.create(path, KEY)) as event:
        event.plan(programme, at=MORNING, desk="Accueil 1")
        zone = event.clock()().tzinfo  # in which a desk writes
        begins = datetime.combine(programme.event.day, datetime.min.time(), zone) + timedelta(hours=8)  # type: ignore[arg-type]
        workshops = [session.id for session in programme.sessions if session.is_booked]
        everyone = [
            replace(p, category=ids[n % len(ids)], sessions=(workshops[n % len(workshops)],) if n % 3 == 0 else ())
            for n, p in enumerate(people(count))
        ]
        with event.transaction():
            facts = [(EntryKind.ATTENDEE_ADDED, a.id, attendee_body(a)) for a in everyone]
            event.journal.append_all(facts, at=begins - timedelta(days=1), desk="Accueil 1")
        of_session = {p.session: p.id for p in programme.control_points if p.session}
        entrance = programme.control_points[0].id
        scans: list[tuple[float, EntryKind, str, dict[str, object]]] = []
        for person in everyone:
            came = draw.random() * 60
            if draw.random() < 0.1:
                continue
            read = {"how": "code", "ticket": person.ticket_code, "reason": "welcome"}
            scans.append((came, EntryKind.CHECKED_IN, person.id, {"control_point": entrance, **read}))
            if person.sessions:
                at = {"control_point": of_session.get(person.sessions[0], entrance), **read}
                scans.append((came + 120, EntryKind.CHECKED_IN, person.id, at))
            if draw.random() < 0.5:
                scans.append((came + 400, EntryKind.CHECKED_OUT, person.id, {"control_point": entrance, **read}))
        while len(scans) < scan_count:
            at = {"control_point": entrance, "how": "code", "verdict": "duplicate", "reason": "already_in"}
            scans.append((61 + draw.random() * 200, EntryKind.REFUSED, draw.choice(everyone).id, at))
        scans = sorted(scans, key=lambda scan: scan[0])[:scan_count]
        with event.transaction():
            for start in range(0, len(scans), 2000):
                some = scans[start : start + 2000]
                at_once = [scan[1:] for scan in some]
                event.journal.append_all(at_once, at=begins + timedelta(minutes=some[0][0]), desk="Accueil 2")


# Ours


def check(path: Path, _out: Path) -> None:
    with closing(EventFile.open(path)) as event:
        found = check_file(event)
    assert not found.problems, found.problems


def export(name: str) -> Callable[[Path, Path], None]:
    def run(path: Path, out: Path) -> None:
        with closing(EventFile.open(path)) as event:
            export_attendance(event, out / name, say)

    return run


def sheets(path: Path, out: Path) -> None:
    with closing(EventFile.open(path)) as event, event.snapshot() as still:
        setting = make_report_context(still, Translator("fr"), event.clock()())
        made = make_sign_in_sheets(still, SheetOptions(), setting.made)
    write_sheets(out / "sheets.pdf", made, setting)


def certificates(path: Path, out: Path) -> None:
    with closing(EventFile.open(path)) as event, event.snapshot() as still:
        setting = make_report_context(still, Translator("fr"), event.clock()())
        issued = issue(still, setting.made)
    write_certificates(out / "certificates.pdf", issued, setting)


def purged(path: Path, out: Path) -> None:
    copy = out / "purged.checkin"
    shutil.copy(path, copy)
    begun = time.process_time()
    with closing(EventFile.open(copy)) as event:
        purge(event, Authority("A. B.", "bench"), at=event.clock()(), desk="Accueil 1")
    report(begun)


def live(path: Path, _out: Path) -> None:
    with closing(EventFile.open(path)) as event:
        board, programme = LiveQueries(event), event.programme()
        noon = datetime.combine(programme.event.day, datetime.min.time(), event.clock()().tzinfo) + timedelta(hours=9)  # type: ignore[arg-type]
        begun = time.process_time()
        board.read(noon)
        seconds = time.process_time() - begun
    report(time.process_time() - seconds)


# Peers


def read_bare(path: Path, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as db:
        found = {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    for row in (*found.get("journal", ()), *found.get("attendees", ())):
        json.loads(row[BODY])  # type: ignore[arg-type]
    return found


def read_day(path: Path) -> None:
    read_bare(path, "journal", "attendees", "visits")


def bare_check(path: Path, out: Path) -> None:
    copy = out / "bare.checkin"
    shutil.copy(path, copy)
    begun = time.process_time()
    found = read_bare(copy, "journal", *TABLES)
    with closing(sqlite3.connect(copy, isolation_level=None)) as db:
        db.execute("PRAGMA integrity_check").fetchall()
        db.execute("BEGIN")
        put_again(db, found)
        db.execute("ROLLBACK")
    report(begun)


def put_again(db: sqlite3.Connection, found: dict[str, list[tuple[object, ...]]]) -> None:
    for table in TABLES:
        db.execute(f"DELETE FROM {table}")
        if found[table]:
            db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(found[table][0]))})", found[table])


def bare_purge(path: Path, out: Path) -> None:
    copy = out / "bare.checkin"
    shutil.copy(path, copy)
    begun = time.process_time()
    found = read_bare(copy, "journal", "attendees", "tickets", "visits")
    with closing(sqlite3.connect(copy, isolation_level=None)) as db:
        db.execute("DROP TRIGGER journal_is_append_only")
        db.execute("BEGIN")
        db.executemany(
            "UPDATE journal SET subject = ?, body = ? WHERE id = ?", [("-", "{}", r[0]) for r in found["journal"]]
        )
        for table in TABLES:
            db.execute(f"DELETE FROM {table}")
        for table in ("attendees", "tickets", "visits"):
            db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(found[table][0]))})", found[table])
        db.execute("COMMIT")
        db.execute("VACUUM")
    report(begun)


def bare_csv(path: Path, out: Path) -> None:
    cells = {
        name: list(csv.reader((out / name).open(encoding="utf-8-sig", newline=""), delimiter=";")) for name in WRITTEN
    }
    begun = time.process_time()
    read_day(path)
    for name, rows in cells.items():
        with (out / f"bare-{name}").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    report(begun)


class RowWriter(Protocol):
    """Writes cells as a row of a file."""

    def writerow(self, cells: Iterable[object], /) -> object: ...


class JsonLines:
    def __init__(self, file: TextIO) -> None:
        self._file = file

    def writerow(self, cells: Iterable[object], /) -> None:
        self._file.write(json.dumps([*cells], ensure_ascii=False, default=str) + "\n")


def csv_by_hand(path: Path, out: Path) -> None:
    by_hand(path, out, lambda file: csv.writer(file, delimiter=";"))


def json_by_hand(path: Path, out: Path) -> None:
    by_hand(path, out, JsonLines)


def by_hand(path: Path, out: Path, writer: Callable[[TextIO], RowWriter]) -> None:
    programme = load_programme(resources() / "demo" / "programme.toml")
    spans = [(s.id, s.starts, s.ends) for s in programme.sessions if s.starts and s.ends]
    day = min(begins for _, begins, _ in spans).replace(hour=0, minute=0)
    halves = [
        ("am", day + timedelta(hours=8), day + timedelta(hours=13)),
        ("pm", day + timedelta(hours=13), day + timedelta(hours=19)),
    ]
    doors = {point.id: point.session for point in programme.control_points}
    begun = time.process_time()
    passages: dict[str, dict[str, list[tuple[str, datetime, str]]]] = {}
    with closing(sqlite3.connect(path)) as db:
        everyone = {
            row[0]: json.loads(row[1]) for row in db.execute("SELECT id, body FROM attendees ORDER BY sort_key")
        }
        with (out / "hand-scans.csv").open("w", encoding="utf-8-sig", newline="") as file:
            written = writer(file)
            for own, kind, who, desk, at, text in db.execute(
                "SELECT id, kind, subject, desk, at, body FROM journal ORDER BY id"
            ):
                body, moment = json.loads(text), datetime.fromisoformat(at)
                point, person = body.get("control_point", ""), everyone.get(who, {})
                if kind in ("checked_in", "checked_out"):
                    passages.setdefault(who, {}).setdefault(point, []).append((kind, moment, desk))
                name, shown = (
                    f"{person.get('first_name', '')} {person.get('last_name', '')}",
                    moment.isoformat(" ", "seconds")[:19],
                )
                cells = (shown, shown, desk, kind, name, body.get("ticket", person.get("ticket_code")), point)
                written.writerow(
                    (*cells, body.get("reason"), body.get("why"), body.get("allowed_by"), "non", own.hex())
                )
    with (out / "hand.csv").open("w", encoding="utf-8-sig", newline="") as file:
        written = writer(file)
        for who, person in everyone.items():
            came = passages.get(who, {})
            stays = [
                (doors.get(point, ""), *stay)
                for point, own in came.items()
                for stay in stays_by_hand(own, halves[-1][2])
            ]
            at_event, minutes = [stay for stay in stays if not stay[0]], {}
            for session, begins, ends in spans:
                here = [stay for stay in stays if stay[0] == session] or at_event
                minutes[session] = minutes_by_hand(here, begins, ends)
            half = [minutes_by_hand(stays, begins, ends) for _, begins, ends in halves]
            named = [person.get(name) for name in ("last_name", "first_name", "organisation", "role", "email", "phone")]
            named += [person.get(name) for name in ("category", "status", "presence", "ticket_code", "places")]
            for point in dict.fromkeys((programme.control_points[0].id, *came)):
                own = came.get(point, ())
                first, last = (own[0], own[-1]) if own else (None, None)
                times = [
                    first and first[1].isoformat(" ", "seconds")[:19],
                    last and last[1].isoformat(" ", "seconds")[:19],
                ]
                there = minutes.get(doors.get(point, ""))
                cells = [point, "present" if first else "absent", *times, times[0], 1, "oui" if there else "non", there]
                days = [
                    "oui" if half[0] else "non",
                    "oui" if half[1] else "non",
                    *half,
                    "lu",
                    "lu",
                    "non",
                    "non",
                    sum(half),
                ]
                written.writerow(
                    [*named, *cells, first and first[2], "code", "", "", "", "oui" if came else "non", *days, ""]
                )
    report(begun)


def stays_by_hand(passages: list[tuple[str, datetime, str]], end: datetime) -> list[tuple[datetime, datetime]]:
    """Return from when to when somebody was behind one door."""
    found, begins = [], None
    for kind, at, _ in passages:
        if kind == "checked_in":
            begins = begins or at
        elif begins:
            found.append((begins, at))
            begins = None
    return [*found, (begins, end)] if begins else found


def minutes_by_hand(stays: list[tuple[str, datetime, datetime]], begins: datetime, ends: datetime) -> int:
    """Return the minutes of these stays between two moments; stays that overlap are counted once."""
    total, until = timedelta(), begins
    for _, first, last in sorted(stays, key=lambda stay: stay[1]):
        first, last = max(first, until), min(last, ends)
        if first < last:
            total, until = total + (last - first), last
    return int(total.total_seconds() // 60)


def bare_xlsx(path: Path, out: Path) -> None:
    from python_calamine import CalamineWorkbook
    from xlsxwriter import Workbook

    book = CalamineWorkbook.from_path(out / "out.xlsx")
    cells = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    begun = time.process_time()
    read_day(path)
    with Workbook(out / "bare.xlsx", {"constant_memory": True}) as written:
        look = written.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for title, rows in cells.items():
            sheet = written.add_worksheet(title)
            for number, row in enumerate(rows):
                for index, cell in enumerate(row):
                    if cell == "":
                        continue
                    if isinstance(cell, str):
                        sheet.write_string(number, index, cell)
                    elif isinstance(cell, datetime):
                        sheet.write_datetime(number, index, cell, look)
                    else:
                        sheet.write_number(number, index, cell)
    report(begun)


def bare_json(path: Path, out: Path) -> None:
    document = json.loads((out / "out.json").read_text())
    begun = time.process_time()
    read_day(path)
    with (out / "bare.json").open("w") as file:
        file.write(json.dumps(document, ensure_ascii=False))  # json.dump is not written in C
    report(begun)


def bare_live(path: Path, _out: Path) -> None:
    begun = time.process_time()
    read_bare(path, "attendees", "visits")
    report(begun)


WAYS: dict[str, tuple[Callable[[Path, Path], None], Callable[[Path, Path], None]]] = {
    "check": (check, bare_check),
    "csv": (export("out.csv"), bare_csv),
    "xlsx": (export("out.xlsx"), bare_xlsx),
    "json": (export("out.json"), bare_json),
    "purge": (purged, bare_purge),
    "live": (live, bare_live),
}
BY_HAND = {"csv": csv_by_hand, "json": json_by_hand}
ALONE = {"sheets": sheets, "certificates": certificates}


def report(begun: float) -> None:
    """Print the seconds since `begun` and the most memory of this process, and end it."""
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024  # type: ignore[index]
    print(f"{time.process_time() - begun} {peak}")
    sys.stdout.flush()
    os._exit(0)


def measured(act: str, side: int, path: Path, out: Path) -> tuple[float, int]:
    """Return the seconds and megabytes of one way, in a process of its own."""
    arguments = [sys.executable, __file__, "--run", act, "--side", str(side), "--event", str(path), "--out", str(out)]
    seconds, peak = subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return float(seconds), int(peak)


def least(act: str, sides: Sequence[int], path: Path, out: Path, rounds: int) -> list[tuple[float, int]]:
    """Return what each way took in the best of its rounds, run in turn: other work on the machine only adds."""
    turns = [[measured(act, side, path, out) for side in sides] for _ in range(rounds)]
    return [min(ways) for ways in zip(*turns, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--scans", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path)
    for name in ("--run", "--event", "--out"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    parser.add_argument("--side", type=int, default=0, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.run:
        begun = time.process_time()
        application = QGuiApplication([])
        act = ALONE.get(chosen.run) or (*WAYS[chosen.run], BY_HAND.get(chosen.run))[chosen.side]
        act(Path(chosen.event), Path(chosen.out))
        del application
        report(begun)
    with tempfile.TemporaryDirectory(dir=".") as name:
        out = Path(name)
        path = chosen.keep or out / "evening.checkin"
        if not path.exists():
            prepare(path, chosen.people, chosen.scans or 2 * chosen.people)
        for act in chosen.only.split(",") if chosen.only else [*WAYS, *ALONE]:
            sides = [0] if act in ALONE else [0, 1, 2] if act in BY_HAND else [0, 1]
            (ours, memory), *peers = least(act, sides, path, out, chosen.rounds)
            if not peers:
                print(f"{act}: {ours:.1f} s, {memory} MB", flush=True)
                continue
            theirs, their_memory = peers[0]
            ratio = f"{ours:.2f} s, bare {theirs:.2f} s ({ours / theirs:.1f} times)"
            if act in BY_HAND:
                by_hand, _ = peers[1]
                ratio += f", by hand {by_hand:.2f} s ({ours / by_hand:.1f} times)"
            print(f"{act}: {ratio}; {memory} MB, bare {their_memory} MB", flush=True)


if __name__ == "__main__":
    main()
