# SPDX-License-Identifier: GPL-3.0-or-later
"""An arrival committed -> its badge in the printer's hands; beside it, in the same run, as many bytes on a bare socket.

    python tests/bench/bench_printing.py [--rows 100000] [--arrivals 300]

The printer is a socket that takes everything at once. Between the commit and its last byte are the wake-up, another
thread and its connection, the template, the drawing and the row that says "printing": what is above 1 is ours.
"""

import argparse
import os
import socket
import socketserver
import sys
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtGui import QGuiApplication

from checkin.core.print_jobs import JobProgress, JobState, PrinterState, PrintPlan, PrintPolicy
from checkin.devices.printer import PrintFormat
from checkin.services.desk import Desk
from checkin.services.printing.print_threads import PrintService
from tests.bench.bench_scan import line, prepared
from tests.builders import MORNING, an_attendee
from tests.fakes import FakeClock

LIMIT_MS = 100.0
ADDRESS = "bench:"


class Taker(socketserver.BaseRequestHandler):
    """Says when it has all of a document."""

    def handle(self) -> None:
        while self.request.recv(1 << 16):
            pass
        self.server.taken.append(time.perf_counter())
        self.server.has_come.release()


class SocketPrinter:
    """Takes badges as fast as the loopback interface does."""

    form = PrintFormat.PDF

    def __init__(self, place) -> None:
        self.place, self.size = place, 0

    def state(self) -> PrinterState:
        return PrinterState()

    def send(self, document) -> str:
        self.size = len(document.content)
        with socket.create_connection(self.place) as line:
            line.sendall(document.content)
        return ""

    def follow(self, reference: str) -> JobProgress:
        return JobProgress(JobState.PRINTED)

    def cancel(self, reference: str) -> None:
        pass


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--arrivals", type=int, default=300)
    chosen = arguments.parse_args()
    app = QGuiApplication([])
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Taker)
    server.taken, server.has_come = [], threading.Semaphore(0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    printer = SocketPrinter(server.server_address)
    with tempfile.TemporaryDirectory(dir=".") as folder:
        people = chosen.rows // 2
        event = prepared(Path(folder), people, chosen.rows)
        desk = Desk(event, FakeClock(MORNING), "Accueil 1")
        room = PrintService(event.path, desk.printing, FakeClock(MORNING), lambda *_: printer)
        room.use(PrintPlan(ADDRESS, policy=PrintPolicy.ONCE))

        def hand_over(number: int) -> float:
            """Milliseconds from the commit."""
            answer = desk.scan(an_attendee(people - 4900 + number).ticket_code)
            committed = time.perf_counter()
            assert answer.badge
            room.wake()
            server.has_come.acquire()
            return (server.taken[-1] - committed) * 1000

        def bare(content: bytes) -> float:
            began = time.perf_counter()
            with socket.create_connection(printer.place) as plain:
                plain.sendall(content)
            server.has_come.acquire()
            return (server.taken[-1] - began) * 1000

        hand_over(chosen.arrivals)  # fonts, the template, the statements of SQLite
        spans = sorted(hand_over(number) for number in range(chosen.arrivals))
        peer = sorted(bare(b"x" * printer.size) for _ in range(chosen.arrivals))
        line("the same bytes on a bare socket (the peer)", peer)
        line("arrival committed -> badge handed over", spans, peer)
        p99 = spans[int(len(spans) * 0.99)]
        print(f"p99 {p99:.0f} ms of {LIMIT_MS:.0f} ms allowed; a badge has {printer.size / 1000:.0f} kB")
        app.processEvents()
        room.stop()
        event.close()
    server.shutdown()


if __name__ == "__main__":
    main()
