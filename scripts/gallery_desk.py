# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk in every answer there is, idle, looked for, and with the longest names."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QWidget

from checkin.core.answer import (
    Answer,
    DeskAbilities,
    GivenCode,
    LentThing,
    NotedPayment,
    OrderPeople,
    Outcome,
    SearchMatch,
    SeatCounts,
    Then,
)
from checkin.core.attendee import Attendee, CheckInMethod, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.desk_settings import TiedCodes
from checkin.core.message import UserError
from checkin.core.payments import PaymentMeans
from checkin.core.programme.programme import Column, ControlPoint, Programme
from checkin.core.sync.sync_status import OtherDesk
from checkin.services.desk_services import TAKEN
from checkin.ui.desk.answer_steps import number_meaning
from checkin.ui.desk.desk_window import DeskWindow
from scripts import backstage
from scripts.backstage_answers import (
    CHOSEN,
    CODE,
    COLUMNS,
    ELEONORE,
    LONGEST,
    MANY,
    PROGRAMME,
    WAY_OUT,
    answer_for,
    matches,
)
from scripts.backstage_day import RUSH, RUSH_AT
from scripts.backstage_photographs import portrait

_CODE = [[(545, 260), (735, 260), (735, 450), (545, 450)]]
"""Where the code is in the picture of the hall."""

AWAITED = "NJDPNVTDDXPDNUGKSFDL"
"""The ticket of somebody of the demonstration who comes after `RUSH_AT`."""


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "idle", idle
    yield "scanned", scanned
    yield "no-camera", partial(idle, has_camera=False)
    yield "search", partial(looked_for, "le")
    yield "search-interrupted", interrupted
    yield "search-none", partial(looked_for, "zzz")
    yield "number", partial(number_typed, answer_for(Reason.GROUP), 3)
    yield "number-of-several", partial(number_typed, answer_for(Reason.SEVERAL), 3)
    yield "number-of-workshop", partial(number_typed, answer_for(Reason.FULL), 1)
    yield "register", registering
    yield "undo-first", undoing
    yield "tying", tying
    yield "tying-refused", partial(tying, is_refused=True)
    yield "scan-only", scanning
    yield "scan-only-idle", partial(scanning, is_idle=True)
    yield "refused-reply", replying
    yield "closed-cases", closed
    yield "demonstration", lambda: backstage.program(*backstage.demo(backstage.as_demo)).shell
    for name, answer in (
        ("photograph", answer_for(Reason.WELCOME)),
        ("photograph-asked", replace(answer_for(Reason.UNPAID), attendee=LONGEST)),
        ("photograph-longest", replace(answer_for(Reason.ATTENTION), attendee=LONGEST)),
        ("photograph-refused", answer_for(Reason.CANCELLED)),
    ):
        yield name, partial(answered, answer, portrait())
    for name, answer in _special():
        yield (
            name,
            partial(
                answered, answer, programme=replace(PROGRAMME, columns=COLUMNS) if answer.order.party else PROGRAMME
            ),
        )
    for name, answer, columns in _with_columns():
        chosen = replace(PROGRAMME, columns=columns)
        yield f"columns-{name}", partial(answered, answer, programme=chosen)
        yield f"columns-{name}-photograph", partial(answered, answer, portrait(), chosen)
    for reason in Reason:
        yield reason.value, partial(answered, answer_for(reason))


def _special() -> Iterator[tuple[str, Answer]]:
    new = replace(answer_for(Reason.WALK_IN), how=CheckInMethod.WALK_IN, ticket=CODE)
    yield "longest", replace(answer_for(Reason.ATTENTION), attendee=LONGEST)
    yield "longest-asked", replace(answer_for(Reason.REMOTE), attendee=LONGEST)
    yield "code", replace(new, attendee=ELEONORE)
    yield "longest-code", replace(new, attendee=LONGEST)
    silent = (OtherDesk("Accueil 2", 720, 3), OtherDesk("Entrée des partenaires et de la presse", 600, 0))
    yield "welcome-silent", replace(answer_for(Reason.WELCOME), silent=silent)
    yield "override", replace(answer_for(Reason.UNPAID), verdict=Verdict.ADMIT, is_override=True)
    yield "order", of_order(answer_for(Reason.WELCOME), SearchMatch(ELEONORE), SearchMatch(LONGEST))
    many = (SearchMatch(replace(ELEONORE, first_name=name)) for name in ("Ada", "Ève", "Max", "Zoé", "Léa", "Jean"))
    yield "longest-order", of_order(replace(answer_for(Reason.ATTENTION), attendee=LONGEST), *many)
    yield "longest-order-together", together(LONGEST, *(replace(ELEONORE, first_name=n) for n in ("Ada", "Ève", "Max")))
    yield "order-together", together(ELEONORE, replace(ELEONORE, first_name="Ada"))
    full = SeatCounts(0, inside=21, capacity=20)
    yield "room-beyond", replace(answer_for(Reason.WELCOME), counts=full)
    yield "longest-room-beyond", replace(answer_for(Reason.ATTENTION), attendee=LONGEST, counts=full)
    owes = replace(ELEONORE, status=Status.UNPAID, custom={"Reste à payer": "1 200,00 €"})
    yield "unpaid-amount", replace(answer_for(Reason.UNPAID), attendee=owes)
    yield "paid", replace(answer_for(Reason.WELCOME), attendee=owes, payment=NotedPayment(PaymentMeans.CARD))
    was_remote = replace(answer_for(Reason.REMOTE), verdict=Verdict.ADMIT, is_override=True)
    yield "override-remote", was_remote
    yield (
        "longest-already",
        replace(answer_for(Reason.ALREADY_ARRIVED), attendee=LONGEST, desk=DeskAbilities(prints=True, signs=True)),
    )
    yield "longest-tied", replace(answer_for(Reason.TIED), attendee=LONGEST)
    yield (
        "longest-not-tied",
        replace(answer_for(Reason.NOT_TIED), giving=GivenCode(refusal=UserError(TAKEN, names=LONGEST.name))),
    )
    yield "gives-unknown", replace(answer_for(Reason.UNKNOWN), giving=GivenCode(to=ELEONORE))
    yield "longest-gives-unknown", replace(answer_for(Reason.UNKNOWN), giving=GivenCode(to=LONGEST))
    yield "ties", replace(answer_for(Reason.WELCOME), desk=DeskAbilities(ties=True, prints=True))
    asked, number = LentThing("casque", is_asked=True), "casque 12"
    lends = {"control_point": ControlPoint("casques", "Casques", gives="casque")}
    yield "lending", replace(answer_for(Reason.WELCOME), lent=asked, **lends)
    yield "lending-exchange", replace(answer_for(Reason.ALREADY_ARRIVED), lent=asked, thing=number, **lends)
    about = LentThing("casque", about=number)
    yield "lending-who", replace(answer_for(Reason.ALREADY_ARRIVED), lent=about, thing=number, **lends)
    yield "lending-back-here", replace(answer_for(Reason.EXIT), lent=LentThing("casque"), thing=number, **lends)
    yield "lending-exchanged", replace(answer_for(Reason.LENT), lent=LentThing("casque", before="casque 3"))
    yield (
        "lending-back",
        replace(answer_for(Reason.EXIT), control_point=WAY_OUT, lent=LentThing("casque"), thing=number),
    )
    out = LentThing("badge visiteur", is_asked=True, about="badge visiteur 1204", holder=LONGEST.name)
    yield "longest-lending", replace(answer_for(Reason.THING_OUT), attendee=LONGEST, lent=out, **lends)
    undone = answer_for(Reason.UNDONE)
    yield "longest-undone", replace(undone, attendee=LONGEST)
    assert undone.undone
    yield "undone-kept-there", replace(undone, undone=replace(undone.undone, is_kept_there=True))


def together(first: Attendee, *others: Attendee) -> Answer:
    """People of one order who were let in together, each with what they eat and where."""
    seated = [replace(each, custom=CHOSEN, note=LONGEST.note) for each in (first, *others)]
    *before, last = (replace(answer_for(Reason.WELCOME), attendee=each) for each in seated)
    return last.with_party(tuple(before))


def _with_columns() -> Iterator[tuple[str, Answer, tuple[Column, ...]]]:
    def answer(reason: Reason, person: Attendee, **custom: str) -> Answer:
        return replace(answer_for(reason), attendee=replace(person, custom=CHOSEN | custom))

    yield "welcome", answer(Reason.WELCOME, ELEONORE), COLUMNS
    yield "asked", answer(Reason.PERSON_NEEDED, ELEONORE, Mineur="oui"), COLUMNS
    yield "longest", answer(Reason.ATTENTION, LONGEST, Hôtel="Valeur de cinq mille lettres. " * 170), COLUMNS
    yield "tied", answer(Reason.TIED, ELEONORE), COLUMNS
    from_right = {"Table": "טבלה 7", "Régime": "נבאתי 🥗", "Hôtel": "מלון הים, חדר 12"}
    yield "from-right", answer(Reason.WELCOME, ELEONORE, **from_right), COLUMNS
    lent = replace(answer(Reason.LENT, LONGEST), thing="casque 12")
    yield "lent", lent, COLUMNS
    yield "many", answer(Reason.WELCOME, LONGEST, **{str(n): f"valeur {n}" for n in range(60)}), MANY


def of_order(answer: Answer, *others: SearchMatch) -> Answer:
    """Return `answer` with others of one order who have not arrived yet."""
    assert answer.attendee
    return replace(answer, attendee=replace(answer.attendee, order="A-1001"), order=OrderPeople(others))


def idle(has_camera: bool = True) -> QWidget:
    return _desk(has_camera).window()


def scanned() -> QWidget:
    """Somebody was let in: their line is the newest, the count has them."""
    desk = _desk()
    desk.take_code(AWAITED)
    backstage.settle()
    desk.stage.outline(_CODE, True)
    return desk.window()


def answered(answer: Answer, photograph: bytes = b"", programme: Programme = PROGRAMME) -> QWidget:
    desk = _desk()
    desk.stage.show_answer(answer, programme, photograph)
    desk.stage.outline(_CODE, answer.verdict is Verdict.ADMIT)
    return desk.window()


def looked_for(text: str) -> QWidget:
    desk = _desk()
    desk.window().show()
    desk.stage.search.setText(text)
    backstage.settle()
    desk.stage.search.set_matches(matches(text))
    return desk.window()


def interrupted() -> QWidget:
    """A name was typed, somebody was scanned, then Enter: whom a second Enter lets in."""
    desk = _desk()
    desk.window().show()
    desk.stage.search.setText("le")
    backstage.settle()
    desk.take_code(AWAITED)
    backstage.settle()
    desk.stage.search.enter()
    return desk.window()


def number_typed(answer: Answer, number: int) -> QWidget:
    """Where an answer asks for a number: what Enter does with it."""
    desk = _desk()
    desk.window().show()
    desk.stage.show_answer(answer, PROGRAMME)
    desk.stage.search.setText(str(number))
    backstage.settle()
    desk.stage.search.show_sentence(number_meaning(answer, number))
    return desk.window()


def undoing() -> QWidget:
    """F8 on the idle desk: whom a second press undoes."""
    desk = _desk()
    desk.desk_actions.undo_key.press()
    return desk.window()


def tying(*, is_refused: bool = False) -> QWidget:
    """The next code becomes a person's; the one that was read is somebody else's."""
    desk = _desk()
    desk.desk_actions.tying.rule = TiedCodes.REPLACE if is_refused else TiedCodes.KEEP
    desk.stage.show_answer(
        replace(answer_for(Reason.WELCOME), attendee=LONGEST, desk=DeskAbilities(ties=True)), PROGRAMME
    )
    desk.desk_actions.tying.begin(LONGEST)
    if is_refused:
        desk.operations.show_decided(
            replace(answer_for(Reason.NOT_TIED), giving=GivenCode(refusal=UserError(TAKEN, names=LONGEST.name)))
        )
    return desk.window()


def scanning(*, is_idle: bool = False) -> QWidget:
    """A desk that only scans."""
    program = backstage.program(*backstage.demo(RUSH, RUSH_AT))
    program.desk.admission.scans_only = True
    program.scan_only.mount(program.shell, program.built.menu)
    if not is_idle:
        program.window.take_code(AWAITED)
    return program.shell


def replying() -> QWidget:
    """F7 where it is not enough."""
    desk = _desk()
    desk.operations.show_decided(answer_for(Reason.CANCELLED))
    desk.desk_actions.confirm()
    return desk.window()


def closed() -> QWidget:
    """Lines that let nobody in, once their person came in or the arrival was undone."""
    desk = _desk()
    known = [line for line in desk.stage.recent_scans.lines if line.name]
    lines = [replace(known[0], name=LONGEST.name), *known]
    ended = ((Verdict.REFUSE, Then.IN), (Verdict.ASK, Then.IN), (Verdict.DUPLICATE, Then.UNDONE))
    shown = [
        replace(line, verdict=verdict, can_undo=False, outcome=Outcome(then, None if then is Then.UNDONE else RUSH_AT))
        for line, (verdict, then) in zip(lines, ended, strict=False)
    ]
    desk.stage.recent_scans.show_scans([*shown, replace(lines[4], verdict=Verdict.REFUSE, can_undo=False)])
    return desk.window()


def registering() -> QWidget:
    """Somebody who is on no list; the name was typed to find them."""
    desk = _desk()
    desk.stage.search.setText("marie le goff")
    desk.desk_actions.forms.register()
    return desk.window()


def _desk(has_camera: bool = True) -> DeskWindow:
    """At the door, in the rush of the morning."""
    window = backstage.program(*backstage.demo(RUSH, RUSH_AT)).window
    if has_camera:
        window.show_camera("", "HD Webcam · 1280 × 720", is_live=True, is_mirrored=False)
        window.take_image(hall())
    return window


def hall() -> QImage:
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
