# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets of invented people written to a folder (a PDF and a calendar entry each), and messages with them put
together; beside both, in the same run, the badge engine alone: the same pages drawn into a PDF each, in memory.

    python tests/bench/bench_mail.py [--people 1000]

Prints milliseconds of the processor a ticket, the ratios to the engine, and by how much the memory grew after the first
tenth.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtGui import QGuiApplication

from checkin.badges.badge_problems import render_pdf
from checkin.core.attendee import Attendee, attendee_body
from checkin.core.badges.imposition import impose
from checkin.core.entries import EntryKind
from checkin.core.mail.mail_account import MailAccount
from checkin.core.mail.mail_message import message_bytes
from checkin.services.event_file import EventFile
from checkin.services.mail.ticket_messages import TicketMessages
from checkin.services.ticket_making import TicketMaker, find_recipients, write_tickets
from tests.bench.invented import people
from tests.builders import KEY, MORNING, a_programme

SAMPLE = 10
"""The engine draws, and messages are put together for, one in so many people: enough for a mean."""

ACCOUNT = MailAccount("localhost", 465, sender="orga@asso.test")


class Memory:
    """The memory of this process, looked at as work goes on."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    def look(self, done: int, total: int | None) -> None:
        if total and done % max(1, total // 10) == 0:
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            self.seen.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)

    @property
    def growth(self) -> float:
        """Megabytes after the first tenth: until then fonts and caches fill."""
        return max(self.seen[1:]) - self.seen[1] if len(self.seen) > 1 else 0.0


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


@contextmanager
def an_event(folder: Path, everyone: list[Attendee]) -> Iterator[EventFile]:
    with closing(EventFile.create(folder / "bench.checkin", KEY)) as event:
        event.plan(a_programme(), at=MORNING, desk="bench")
        with event.transaction():
            rows = [(EntryKind.ATTENDEE_ADDED, each.id, attendee_body(each)) for each in everyone]
            event.journal.append_all(rows, at=MORNING, desk="bench")
        yield event


def drawn_alone(maker: TicketMaker, some: list[Attendee]) -> None:
    for person in some:
        ticket = maker.ticket(person)
        render_pdf([ticket], impose([ticket.template], None), None)


def messages_of(maker: TicketMaker, everyone: list[Attendee], some: list[Attendee]) -> None:
    messages, at = TicketMessages(maker, everyone), datetime.now(UTC)
    for person in some:
        message_bytes(messages.content(person.email or "a@example.org", [person]), ACCOUNT, "<1@asso.test>", at)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1000)
    count = parser.parse_args().people
    QGuiApplication([])
    everyone, memory = list(people(count)), Memory()
    some = everyone[::SAMPLE]
    with tempfile.TemporaryDirectory() as name, an_event(Path(name), everyone) as event:
        maker = TicketMaker(event)
        drawn_alone(maker, some[:20])
        engine = seconds(lambda: drawn_alone(maker, some)) / len(some)
        out = Path(name) / "tickets"
        written = seconds(lambda: write_tickets(find_recipients(event).people, maker, out, memory.look)) / count
        engine = (engine + seconds(lambda: drawn_alone(maker, some)) / len(some)) / 2
        message = seconds(lambda: messages_of(maker, everyone, some)) / len(some)
    lines = (
        ("badge engine alone", f"{engine * 1000:.1f} ms a ticket"),
        ("tickets written", f"{written * 1000:.1f} ms a ticket, {written / engine:.2f} times the engine ({count})"),
        ("messages put together", f"{message * 1000:.1f} ms a message, {message / engine:.2f} times the engine"),
        ("memory", f"{max(memory.seen):.0f} MB, {memory.growth:.1f} MB more than after the first tenth"),
    )
    for name, figure in lines:
        print(f"{name:24}{figure}")


if __name__ == "__main__":
    main()
