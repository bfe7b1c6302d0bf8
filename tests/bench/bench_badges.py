# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges of invented people: a PDF of all, and all looked at; beside it, in the same run, the same words put down by Qt
without fitting anything into a box.

    python tests/bench/bench_badges.py [--people 1000] [--template a6]

Prints milliseconds a badge, kilobytes a badge, and the ratio to the peer.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QGuiApplication, QPageSize, QPainter, QPdfWriter

from checkin.badges.badge_fonts import badge_font
from checkin.badges.badge_problems import Badge, problems_of_person, write_pdf
from checkin.core.badges.template import TextElement, fill_fields
from checkin.services.badges.badge_building import make_badges, read_template
from tests.bench.invented import people
from tests.builders import a_programme


def plain_pdf(path: Path, badges: Sequence[Badge]) -> None:
    """The texts of each badge on a page of its size, at the size the template names, wherever they end."""
    template = badges[0].template
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QSizeF(template.width, template.height), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    scale = writer.logicalDpiX() / 25.4 / 100
    painter.scale(scale, scale)
    for number, badge in enumerate(badges):
        if number:
            writer.newPage()
        for element in template.elements:
            if isinstance(element, TextElement):
                painter.setFont(badge_font(element.size, is_bold=element.is_bold))
                box = QRectF(*(100 * edge for edge in (element.box.x, element.box.y, 1000, element.box.height)))
                painter.drawText(box, 0, fill_fields(element.text, badge.subject.values))
    painter.end()


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--template", default="a6")
    chosen = parser.parse_args()
    application = QGuiApplication.instance() or QGuiApplication([])
    assert application
    badges = make_badges(list(people(chosen.people)), a_programme(), [read_template(chosen.template)])
    with tempfile.TemporaryDirectory() as folder:
        ours, peer = Path(folder) / "ours.pdf", Path(folder) / "peer.pdf"
        plain_pdf(peer, badges[:20])  # fonts are loaded once, before anything is timed
        seconds = {
            "PDF": timed(lambda: write_pdf(ours, badges, None)),
            "looked at": timed(lambda: [problems_of_person(badge) for badge in badges]),
            "peer": timed(lambda: plain_pdf(peer, badges)),
        }
        sizes = {"PDF": ours.stat().st_size, "peer": peer.stat().st_size}
    for name, taken in seconds.items():
        size = f"{sizes[name] / len(badges) / 1000:6.1f} kB" if name in sizes else ""
        ratio = taken / seconds["peer"]
        print(f"{name:10} {1000 * taken / len(badges):6.2f} ms a badge, {ratio:5.1f} times the peer {size}")


if __name__ == "__main__":
    main()
