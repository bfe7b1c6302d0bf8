# SPDX-License-Identifier: GPL-3.0-or-later
"""350 certificates, and a sign-in sheet of as many, beside the same texts, lines and codes drawn by reportlab (of the
bench group). Prints only. The peer draws the codes from the same modules, and computes them each time, as we do.

python tests/bench/bench_papers.py [--people 350] [--rounds 3]
"""

import argparse
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtGui import QGuiApplication
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from checkin.core.attendance.attendance_certificate import Certificate, CertifiedHalfDay, code
from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.attendance.sign_in_sheet import Occasion, SignInRow, SignInSheet
from checkin.core.attendee import Presence
from checkin.core.local_time import TimeSpan
from checkin.core.programme.programme import Event
from checkin.core.tokens import number
from checkin.documents.code_images import unseen_qr_matrix
from checkin.paths import resources
from checkin.pdf_reports import certificate_page, sign_in_pages
from checkin.pdf_reports.page_canvas import PdfMetadata, ReportContext, build_pdf
from checkin.translation import Translator
from tests.bench.invented import people
from tests.builders import KEY, MORNING

EVENT = Event("9ᵉ Rencontre des pionniers des alliances en territoire", date(2023, 7, 4), "Paris", "Réseau")
SPAN = TimeSpan(MORNING, MORNING + timedelta(hours=4))
HALVES = tuple(
    CertifiedHalfDay(HalfDay(date(2023, 7, 4), part, SPAN), 200, Presence.ON_SITE)
    for part in (DayPart.MORNING, DayPart.AFTERNOON)
)
ROWS_A_PAGE = 23


def issued(count: int) -> list[certificate_page.IssuedCertificate]:
    made = [Certificate(p.id, p.name, p.organisation, "", EVENT, HALVES, 400) for p in people(count)]
    return [certificate_page.IssuedCertificate(said, number(KEY, said.person), code(KEY, said)) for said in made]


def sheet(count: int) -> SignInSheet:
    came, left = MORNING, MORNING + timedelta(minutes=200)
    rows = (SignInRow(p.last_name, p.first_name, p.organisation, True, True, 200, came, left) for p in people(count))
    return SignInSheet(EVENT, Occasion(SPAN, HALVES[0].half_day), tuple(rows), (), False)


def theirs(draw: Callable[[Canvas], None]) -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4)
    draw(canvas)
    canvas.save()
    return content.getvalue()


def their_certificates(canvas: Canvas, certificates: Sequence[certificate_page.IssuedCertificate]) -> None:
    """One size, one line: nothing is fitted, no other alphabet is looked for."""
    for one in certificates:
        said = one.certificate
        texts = ("Attestation de présence", said.name, said.organisation, "a participé à", EVENT.title, EVENT.place)
        for place, text in enumerate(
            (*texts, "Matin 3 h 20", "Après-midi 3 h 20", "Total 6 h 40", one.number, one.code)
        ):
            canvas.setFont("NotoBold" if place in (0, 1, 4) else "Noto", 12)
            canvas.drawString(24 * mm, (260 - 12 * place) * mm, text)
        canvas.line(24 * mm, 40 * mm, 180 * mm, 40 * mm)
        for y, row in enumerate(unseen_qr_matrix(one.code)):
            for x, is_dark in enumerate(row):
                if is_dark:
                    canvas.rect((24 + x) * mm, (60 - y) * mm, mm, mm, stroke=0, fill=1)
        canvas.showPage()


def their_sheet(canvas: Canvas, drawn: SignInSheet) -> None:
    for place, row in enumerate(drawn.rows):
        y = (250 - 9.6 * (place % ROWS_A_PAGE)) * mm
        canvas.setFont("Noto", 9)
        for x, text in ((14, str(place + 1)), (75, row.organisation), (125, "08:40"), (140, "12:00"), (155, "3 h 20")):
            canvas.drawString(x * mm, y, text)
        canvas.setFont("NotoBold", 10)
        canvas.drawString(22 * mm, y, row.name)
        canvas.line(14 * mm, y - 4, 196 * mm, y - 4)
        canvas.rect(168 * mm, y - 4, 28 * mm, 9.6 * mm)
        if place % ROWS_A_PAGE == ROWS_A_PAGE - 1:
            canvas.showPage()
    canvas.showPage()


def compare(title: str, works: dict[str, Callable[[], bytes]], rounds: int) -> None:
    """In turns, so that whatever else this machine does meets both."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    size = {}
    for _ in range(rounds):
        for name, work in works.items():
            begun = time.process_time()
            size[name] = len(work())
            spent[name].append(time.process_time() - begun)
    peer = median(spent["reportlab"])
    print(title)
    for name, each in spent.items():
        print(f"  {name:12}{median(each):8.2f} s{median(each) / peer:8.2f}x{size[name] / 1000:10.0f} kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=350)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    application = QGuiApplication.instance() or QGuiApplication([])
    for name, file in (("Noto", "NotoSans-Regular.ttf"), ("NotoBold", "NotoSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, resources() / "fonts" / file))
    setting, about = ReportContext(Translator("fr"), MORNING.tzinfo, MORNING), PdfMetadata("Attestation", "Réseau")  # type: ignore[arg-type]
    certificates, drawn = issued(chosen.people), sheet(chosen.people)
    compare(
        f"{chosen.people} certificates in one PDF",
        {
            "ours": lambda: build_pdf(about, certificate_page.certificate_pages(certificates, setting)),
            "reportlab": lambda: theirs(lambda canvas: their_certificates(canvas, certificates)),
        },
        chosen.rounds,
    )
    compare(
        f"a sign-in sheet of {chosen.people}",
        {
            "ours": lambda: build_pdf(about, sign_in_pages.sign_in_pages(drawn, setting)),
            "reportlab": lambda: theirs(lambda canvas: their_sheet(canvas, drawn)),
        },
        chosen.rounds,
    )
    del application


if __name__ == "__main__":
    main()
