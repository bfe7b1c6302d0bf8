# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the desk in every answer, language and theme, to look at: `python -m scripts.gallery FOLDER`.

Draws off screen with people who do not exist. Not part of the program.
"""

import argparse
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from checkin import language
from checkin.core.admission import Reason, Verdict
from checkin.core.answer import Answer, Match, Passage, Tally, Workshop
from checkin.core.model import Attendee, How, Presence
from checkin.core.programme import Category, ControlPoint, Event, Mode, Programme, Session, Speaker
from checkin.core.words import Words
from checkin.ui.footer import Footer
from checkin.ui.header import Header
from checkin.ui.lights import Light
from checkin.ui.stage import Stage
from checkin.ui.theme import Appearance, Theme

NOW = datetime(2023, 7, 4, 8, 47, tzinfo=UTC)
ARRIVAL = ControlPoint("accueil", "Accueil", opens=NOW + timedelta(minutes=13), closes=NOW)
WORKSHOP = ControlPoint("b", "Atelier B", session="b", categories=("pro", "presse"))
WAY_OUT = ControlPoint("sortie", "Sortie", mode=Mode.EXIT)
PROGRAMME = Programme(
    Event("9ᵉ Rencontre des pionniers", date(2023, 7, 4)),
    (Category("pro", "Professionnels"), Category("presse", "Presse"), Category("int", "Intervenants", True)),
    (
        Session("p", "Plénière", NOW.replace(hour=9, minute=30)),
        Session("b", "Atelier B", NOW.replace(hour=14, minute=0), capacity=20, is_booked=True),
    ),
    control_points=(ARRIVAL, WORKSHOP, WAY_OUT),
)
ELEONORE = Attendee(
    "1",
    "Éléonore",
    "Le Goff-Kermarrec",
    "X",
    "Communauté de communes du Pays d’Iroise",
    "cheffe de projet",
    category="pro",
    sessions=("b",),
)
JEAN = Attendee("2", "Jean-Baptiste", "de La Fournière", "Y", "Fondation pour les territoires ruraux", category="pro")
MAIWENN = Attendee(
    "3",
    "Maïwenn",
    "Saint-Aubin",
    "Z",
    "Chaire Territoires et transitions",
    "directrice",
    category="int",
    note="Prévenir la régie : micro-cravate, entrée côté scène.",
)
LONGEST = Attendee(
    "4",
    "Marie-Françoise Bernadette-Alexandrine",
    "de Rochechouart-Montmorency-Laval de La Trémoille",
    "W",
    "Syndicat mixte d’aménagement et de gestion des eaux du bassin versant de la Haute-Vallée de la Sarthe",
    "directrice adjointe chargée de la coopération décentralisée et des partenariats européens",
    category="int",
    presence=Presence.BOTH,
    sessions=("p", "b"),
    note="Arrive en fauteuil roulant : accompagner par l’ascenseur nord, "
    "prévenir la régie au 06 00 00 00 00, "
    "puis installer au premier rang côté jardin avant l’ouverture des portes.",
)
OTHER_SESSION = Session(
    "c", "Atelier C – Animer le dialogue territorial", NOW.replace(hour=14, minute=0), room="Salle 3, deuxième étage"
)
CODE = "BCDEFGHJKLNPRSTUVXBC"
STAGE = Speaker("s", "Maïwenn Saint-Aubin", "Intervenante", "", "p", False)

_ADMITTED = {Reason.WELCOME, Reason.ATTENTION, Reason.REENTRY, Reason.EXIT, Reason.SPEAKER_TO_CONFIRM}
_ASKED = {
    Reason.EXIT_WITHOUT_ENTRY,
    Reason.NOT_HEARD_OF,
    Reason.PENDING,
    Reason.UNPAID,
    Reason.NOT_REGISTERED,
    Reason.REMOTE,
    Reason.INCOMPLETE,
}
_NOBODY = {Reason.NOT_HEARD_OF, Reason.UNKNOWN, Reason.OTHER_EVENT, Reason.UNREADABLE, Reason.FORGED}
_AT_WORKSHOP = {Reason.NO_ACCESS, Reason.NOT_REGISTERED, Reason.FULL, Reason.WAITING, Reason.MOVED, Reason.NO_RETURN}
_SPEAKS = {Reason.ATTENTION, Reason.SPEAKER_TO_CONFIRM}


def answer_for(reason: Reason) -> Answer:
    """A likely answer with this reason."""
    person = None if reason in _NOBODY else MAIWENN if reason in _SPEAKS or reason in _AT_WORKSHOP else ELEONORE
    is_known = reason in (Reason.REPEATED, Reason.ALREADY_ARRIVED)
    return Answer(
        verdict=_verdict(reason),
        reason=reason,
        at=NOW,
        control_point=WORKSHOP if reason in _AT_WORKSHOP else ARRIVAL,
        how=How.CODE,
        attendee=JEAN if is_known else person,
        read="" if person or reason is Reason.UNREADABLE else "3760123450017",
        entry=bytes(16),
        earlier_at=NOW - timedelta(minutes=16) if is_known else None,
        earlier_desk="Accueil 1" if is_known else "",
        speaker=STAGE if reason is Reason.SPEAKER_TO_CONFIRM else None,
        seats=3 if reason is Reason.NOT_REGISTERED else None,
        **_ways_out(reason),
    )


def _ways_out(reason: Reason) -> dict[str, Any]:
    """What answers about a full or closed place offer instead."""
    match reason:
        case Reason.FULL:
            others = (Workshop(OTHER_SESSION, 4), Workshop(replace(OTHER_SESSION, title="Atelier D"), 1))
            return {"workshops": others, "waiting": 2, "line_length": 5}
        case Reason.NOT_REGISTERED:
            return {"given_up": (OTHER_SESSION,)}
        case Reason.NO_ACCESS:
            return {"open_to": (ARRIVAL,)}
        case Reason.WAITING:
            return {"in_line": 3, "waiting": 3}
        case Reason.MOVED:
            return {"moved_to": OTHER_SESSION}
        case Reason.INCOMPLETE:
            return {"missing": ("email", "custom:Régime alimentaire")}
    return {}


def _verdict(reason: Reason) -> Verdict:
    if reason in _ADMITTED:
        return Verdict.ADMIT
    if reason in _ASKED:
        return Verdict.ASK
    return Verdict.DUPLICATE if reason in (Reason.REPEATED, Reason.ALREADY_ARRIVED) else Verdict.REFUSE


def passages() -> list[Passage]:
    rows = [
        (Verdict.ADMIT, Reason.WELCOME, ELEONORE.name, ELEONORE.organisation),
        (Verdict.ADMIT, Reason.ATTENTION, "Thanh-Mai N’Guyen", "Maison des associations de Créteil"),
        (Verdict.DUPLICATE, Reason.ALREADY_ARRIVED, JEAN.name, JEAN.organisation),
        (Verdict.REFUSE, Reason.UNKNOWN, "", ""),
        (Verdict.ADMIT, Reason.EXIT, "Moana Teriitahi", "Haut-commissariat, Polynésie française"),
        (Verdict.ADMIT, Reason.WELCOME, "Yannick Ó Súilleabháin", "Région Bretagne"),
    ]
    return [
        Passage(
            bytes([i]),
            NOW - timedelta(minutes=i),
            *row,
            How.CODE,
            "Accueil 2",
            row[0] is Verdict.ADMIT,
            i == 5,
        )
        for i, row in enumerate(rows)
    ]


def picture() -> QImage:
    """A camera image without a camera: a hall, softly lit, and a phone with a code."""
    size = QSize(1280, 720)
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hall = QLinearGradient(0, 0, size.width(), size.height())
    for at, colour in ((0, "#6B7280"), (0.5, "#3D4452"), (1, "#8A8176")):
        hall.setColorAt(at, QColor(colour))
    painter.fillRect(image.rect(), hall)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#0B0D11"))
    painter.drawRoundedRect(QRectF(520, 130, 240, 470), 28, 28)
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawRect(QRectF(545, 260, 190, 190))
    painter.setBrush(QColor("#000000"))
    for x in range(21):
        for y in range(21):
            if (x * 7 + y * 13 + x * y) % 3 == 0:
                painter.drawRect(QRectF(556 + 8 * x, 271 + 8 * y, 8, 8))
    painter.end()
    return image


def compose(answer: Answer | None, query: str = "", has_camera: bool = True) -> QWidget:
    """The desk as on the day. `answer` None is the idle desk; `query` opens the list of people found."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    header, stage, footer = Header(), Stage(), Footer()
    for part, stretch in ((header, 0), (stage, 1), (footer, 0)):
        column.addWidget(part, stretch)
    _fill_header(header)
    stage.chart.set_pace((1, 2, 2, 4, 5, 7, 9, 8, 10, 12, 11, 9, 9, 8, 9))
    stage.chart.set_next("Plénière, 09:30 · Grand auditorium")
    stage.passages.show_passages(passages())
    stage.set_camera("Caméra intégrée · 1280 × 720")
    stage.set_image(picture() if has_camera else None)
    stage.search.setFocus()
    if answer:
        stage.show_answer(answer, PROGRAMME)
        stage.outline([[(545, 260), (735, 260), (735, 450), (545, 450)]], answer.verdict is Verdict.ADMIT)
    if query:
        stage.search.setText(query)
    window.stage = stage  # type: ignore[attr-defined]
    return window


def _fill_header(header: Header) -> None:
    header.set_event(PROGRAMME.event.title, f"{language.day_text(date(2023, 7, 4), 'fr')} · Accueil 2")
    header.set_control_points(PROGRAMME.control_points, "accueil")
    header.set_tally(Tally(212, 348, 200, (5, 9, 9, 8, 9, 4)))
    words = (Words("gallery", "Caméra"), Words("gallery", "Son"), Words("gallery", "Disque"))
    header.set_lights([Light(w, ok) for w, ok in zip(words, (True, None, False), strict=True)])
    header.set_clock("08:47")


def matches(query: str) -> list[Match]:
    if query == "zzz":
        return []
    return [
        Match(ELEONORE, None, "", False, ""),
        Match(JEAN, NOW - timedelta(minutes=6), "Accueil 2", True, "…4F2K"),
        Match(LONGEST, None, "", False, "…99XB"),
    ]


def save(window: QWidget, path: Path, size: tuple[int, int] = (1366, 768), ratio: float = 1.0) -> None:
    window.resize(*size)
    window.show()
    QApplication.processEvents()
    stage = window.stage  # type: ignore[attr-defined]
    if stage.search.text():
        stage.search.set_matches(matches(stage.search.text()))
        QApplication.processEvents()
    drawn = QPixmap(QSize(*size) * ratio)
    drawn.setDevicePixelRatio(ratio)
    window.render(drawn)
    drawn.save(str(path))
    window.close()
    window.deleteLater()


def scenes() -> Iterator[tuple[str, Answer | None, str, bool]]:
    """(name, answer, query, is there a camera)"""
    yield "idle", None, "", True
    yield "no-camera", None, "", False
    yield "search", None, "le", True
    yield "search-none", answer_for(Reason.UNKNOWN), "zzz", True
    yield "longest", replace(answer_for(Reason.ATTENTION), attendee=LONGEST), "", True
    yield "longest-asked", replace(answer_for(Reason.REMOTE), attendee=LONGEST), "", True
    yield "code", replace(answer_for(Reason.WALK_IN), attendee=ELEONORE, how=How.WALK_IN, ticket=CODE), "", True
    longest = replace(answer_for(Reason.WALK_IN), attendee=LONGEST, how=How.WALK_IN, ticket=CODE)
    yield "longest-code", longest, "", True
    yield "override", replace(answer_for(Reason.UNPAID), verdict=Verdict.ADMIT, is_override=True), "", True
    for reason in Reason:
        yield reason.value, answer_for(reason), "", True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    appearance = Appearance(app)
    for theme in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
        appearance.use(theme)
        for spoken in ("fr", "en"):
            language.install(app, spoken)
            for name, answer, query, has_camera in scenes():
                save(compose(answer, query, has_camera), folder / f"{theme}-{spoken}-{name}.png")
    appearance.use(Theme.LIGHT)
    language.install(app, "fr")
    for name, answer, query, has_camera in list(scenes())[:9]:
        save(compose(answer, query, has_camera), folder / f"small-{name}.png", (1100, 700))
        save(compose(answer, query, has_camera), folder / f"large-{name}.png", (1920, 1080))
    save(compose(answer_for(Reason.WELCOME)), folder / "twice-welcome.png", ratio=2.0)


if __name__ == "__main__":
    main()
