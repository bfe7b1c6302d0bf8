# SPDX-License-Identifier: GPL-3.0-or-later
"""The self-service window: passes guests' codes to the desk, shows the answers meant for them, calls for help.

It has no search, counts or lists, and cannot overrule an answer. Only a supervisor's PIN ends it.
"""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.core.answer import Answer
from checkin.core.kiosk_answers import GuestBadge, HelpCall, HelpEnd, KioskAnswer, guest_badge, kiosk_answer
from checkin.core.message import CheckinError, StorageError
from checkin.devices.keyboard_wedge import FOR_CODES
from checkin.services.desk_services import HelpCalls
from checkin.services.kiosk_service import KioskService
from checkin.translation import Translator, clock_time, translate
from checkin.ui.kiosk.kiosk_idle import (
    KioskBand,
    KioskBar,
    KioskCard,
    KioskHeader,
    KioskIdle,
    KioskMessage,
    answer_message,
    desk_message,
    help_called_message,
    help_coming_message,
)
from checkin.ui.kiosk.kiosk_pin import TITLE, KioskPin
from checkin.ui.look.theme import MARGIN
from checkin.ui.widgets.boxes import column_of
from checkin.ui.widgets.camera_preview import Polygon
from checkin.ui.widgets.keyboard import CodeQueue
from checkin.ui.widgets.screen_page import Pages

# The layout of the self-service window: a band above, then header, page and bar, which grow with the screen.

DRAWN_FOR = (1366, 768)
"""Pixels; a portrait screen has them the other way round."""


class KioskPages(Pages):
    """The three pages, of which one is shown."""

    def __init__(self, idle: KioskIdle, card: KioskCard, pin: KioskPin) -> None:
        super().__init__()
        self._pages = (idle, card, pin)
        self.setMinimumSize(1, 1)  # the page of the number pad, which is not seen, asks for no room
        for page in self._pages:
            self.addWidget(page)

    def set_scale(self, scale: float) -> None:
        for page in self._pages:
            page.set_scale(scale)


class KioskLayout:
    """The parts of a self-service window in their places."""

    def __init__(self, window: QWidget, band: KioskBand, head: KioskHeader, pages: KioskPages, bar: KioskBar) -> None:
        self._scaled = (head, pages, bar)
        whole = column_of(spacing=0, of=window)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # what it holds adapts to the screen
        whole.addWidget(band)
        self._column = QVBoxLayout()
        whole.addLayout(self._column, 1)
        self._column.addWidget(head)
        self._column.addWidget(pages, 1)
        self._column.addWidget(bar)

    def fit(self, size: QSize) -> None:
        """Scale the parts to a window of `size`."""
        across, down = DRAWN_FOR if size.width() >= size.height() else reversed(DRAWN_FOR)
        scale = min(2.5, max(0.55, min(size.width() / across, size.height() / down)))
        for part in self._scaled:
            part.set_scale(scale)
        edge = round(MARGIN * 1.4 * scale)
        self._column.setContentsMargins(edge, 0, edge, round(edge * 0.8))
        self._column.setSpacing(round(edge * 0.8))


COMING_MS = 60_000
"""How long "somebody is coming" is shown: by then a volunteer has arrived."""


class KioskHelp(QObject):
    """A guest's call for help: sent, withdrawn, answered. It is stored so that it survives a restart of the program.

    `end` is how a desk answered it, or None.
    """

    def __init__(self, calls: HelpCalls, parent: QObject) -> None:
        super().__init__(parent)
        self._calls = calls
        self._call: HelpCall | None = calls.mine()
        self.end: HelpEnd | None = None
        self._over = QTimer(self, singleShot=True, interval=COMING_MS)
        self._over.timeout.connect(self._forget)

    @property
    def is_called(self) -> bool:
        return self._call is not None

    def press(self, voice: Translator) -> KioskMessage | None:
        """Call for help, or withdraw the call unless a desk is coming. Return the message to show, or None."""
        if self.end is HelpEnd.COMING:
            return help_coming_message(voice)
        if self._call:
            self._calls.withdraw(self._call)
            self._forget()
            return None
        self._call = self._calls.ask()
        return help_called_message(voice)

    def listen(self, voice: Translator) -> KioskMessage | None:
        """Check for a desk's answer, each second. Return the message to show, or None."""
        if self._call is None or self.end is HelpEnd.COMING:
            return None
        self.end = self._calls.end_of(self._call)
        if self.end is HelpEnd.COMING:
            self._over.start()
            return help_coming_message(voice)
        if self._calls.mine() is None:  # withdrawn elsewhere, or expired
            self._forget()
        return None

    def card(self, voice: Translator) -> KioskMessage | None:
        """Return the last message again, in another language; None without a call."""
        if self._call is None:
            return None
        return help_coming_message(voice) if self.end is HelpEnd.COMING else help_called_message(voice)

    def _forget(self) -> None:
        self._over.stop()
        self._call = self.end = None


class LockedWindow(QWidget):
    """A full-screen window that stays until `dismiss`. The window system's own actions cannot be prevented."""

    def __init__(self) -> None:
        super().__init__()
        self._is_over = False
        kind = Qt.WindowType
        self.setWindowFlags(kind.Window | kind.FramelessWindowHint | kind.WindowStaysOnTopHint)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAcceptDrops(False)

    def open_over(self, window: QWidget) -> None:
        """Cover the screen on which `window` is."""
        self.setWindowTitle(window.windowTitle())
        self.setWindowIcon(window.windowIcon())
        self.setScreen(window.screen())
        self._fill_screen()

    def come_back(self) -> None:
        """Return to the front if another window was raised, and from an icon."""
        self._stay()
        if self.isVisible() and not self.isActiveWindow():
            self.raise_()
            self.activateWindow()

    def dismiss(self) -> None:
        """Hide the window for good."""
        self._is_over = True
        self.hide()

    def _fill_screen(self) -> None:
        self.setGeometry(self.screen().geometry())
        self.showFullScreen()
        self.raise_()
        self.activateWindow()

    def _stay(self) -> None:
        if self._is_over or not self.isVisible():
            return
        if self.isMinimized() or not self.isFullScreen():  # a minimised window is still called full screen
            self._fill_screen()

    def changeEvent(self, event: QEvent) -> None:
        """Go back to full screen after any change of the window state."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isVisible():
            QTimer.singleShot(0, self, self._stay)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Refuse to close for a guest, but let the program end, as when the system logs out.

        On macOS both look alike, and the window stays.
        """
        is_program = not event.spontaneous() and sys.platform != "darwin"
        event.setAccepted(self._is_over or is_program)


WELCOME_MS, BADGE_MS, DESK_MS = 8_000, 25_000, 12_000
"""How long a message stays when nobody follows: welcome, badge being printed, see the desk."""
LANGUAGE_MS, PIN_MS = 45_000, 30_000
"""How long a chosen language stays unused, and the number pad."""
CAMERA_MS = 10_000
"""Time without an image after which there is no camera."""
TICK_MS = 1_000


class KioskWindow(LockedWindow):
    """`service` belongs to this thread. `language` is the event's; a guest's own lasts for them."""

    answered = Signal(Answer)
    """Emitted with the answer to a guest's code, after its commit."""
    recorded = Signal()
    """Emitted when something was written that other desks wait for."""
    ended = Signal()

    def __init__(self, service: KioskService, language: str) -> None:
        super().__init__()
        self.setWindowTitle(translate(TITLE))
        self.setProperty(FOR_CODES, True)
        self._service, self._language = service, language
        self._voice = Translator(language)
        self._shown: Answer | None = None
        self._trying: str | None = None
        self._last = ""
        self.head, self.idle, self.card = KioskHeader(), KioskIdle(self._voice), KioskCard()
        self.bar, self.band = KioskBar(self._voice), KioskBand()
        self.pin = KioskPin(service.end, service.supervision.waiting_time)
        self.help = KioskHelp(service.help, self)
        self._codes = CodeQueue(self)
        self._rest_after = _timer(self, self.rest)
        self._no_camera = _timer(self, self.idle.give_up_camera)
        self._tick = QTimer(self, interval=TICK_MS)
        self.pages = KioskPages(self.idle, self.card, self.pin)
        self._layout = KioskLayout(self, self.band, self.head, self.pages, self.bar)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._codes.due.connect(self._scan)
        self._tick.timeout.connect(self._keep_time)
        self.bar.language_chosen.connect(self._choose_language)
        self.bar.help.clicked.connect(self._call)
        self.bar.team.clicked.connect(self._ask_pin)
        self.pin.left.connect(self.rest)
        self.pin.touched.connect(self._stay_at_pin)
        self.pin.ended.connect(self._codes.finish)
        self.pin.ended.connect(self.ended)
        self.rest()
        self._keep_time()

    def open_over(self, window: QWidget) -> None:
        super().open_over(window)
        self.idle.tell()
        self._tick.start()
        self._no_camera.start(CAMERA_MS)

    def dismiss(self) -> None:
        self._tick.stop()
        super().dismiss()

    def show_occasion(self, text: str, *, is_trouble: bool) -> None:
        """Show the text of the desk window's band.

        With `is_trouble` (the file is damaged) guests are sent to the desk.
        """
        is_news = is_trouble != self.band.is_in_trouble
        self.band.show_desk_band(text, is_trouble=is_trouble)
        if is_news and self._shown is None and self.pages.currentWidget() is not self.pin:
            self.rest()

    # What the devices bring

    def take_code(self, text: str) -> None:
        """Answer a code from camera or scanner; codes that come together are answered one after another."""
        self._codes.add(text)

    take_seen_code = take_code

    def take_image(self, image: QImage | None) -> None:
        self.idle.preview.set_image(image)

    def outline(self, polygons: Sequence[Polygon]) -> None:
        self.idle.preview.outline(polygons, ok=True)

    def show_camera(self, words: str, caption: str, is_live: bool | None, is_mirrored: bool) -> None:
        """Show the camera state; the texts for the team are not shown to guests."""
        self.idle.preview.is_mirrored = is_mirrored
        self.idle.show_live(bool(is_live))

    def show_space(self, is_enough: bool) -> None:
        """Ignore the disk space, which concerns the team."""

    def show_printer(self, is_ok: bool | None, tip: str, what: str) -> None:
        """Follow the print job of the guest shown."""
        self._follow()

    def show_status(self, text: str) -> None:
        """Ignore sentences for the team, but send a guest whose code is being answered to the desk."""
        if self._trying is not None:
            self._apologise()

    def fail(self, error: CheckinError) -> None:
        """Send the guest to the desk: nothing was recorded."""
        if self._trying is not None:
            self._apologise()
        if isinstance(error, StorageError):
            self.band.note_saving(is_unsaved=True)

    # Guests

    def rest(self) -> None:
        """Prepare for the next guest, in the language of the event."""
        self._rest_after.stop()
        self._shown, self._last = None, ""
        if self.band.is_in_trouble:
            self._show_card(desk_message(self._voice))
        else:
            self._show_page(self.idle)
        self._speak(self._language)

    def _scan(self, text: str) -> None:
        if self._last not in ("", text):  # whoever chose a language has had an answer in it
            self._speak(self._language)
        self._last = self._trying = text
        answer = self._service.scan(text)
        self._trying = None
        self.band.note_saving(is_unsaved=False)
        if kiosk_answer(answer, self._shown) is KioskAnswer.UNCHANGED:
            self._linger()
            return
        self._present(answer)

    def _present(self, answer: Answer) -> None:
        self._shown = answer
        self._show_card(self._message(answer))
        self._linger()
        self.answered.emit(answer)

    def _message(self, answer: Answer) -> KioskMessage:
        service = self._service
        return answer_message(answer, service.settings.greeting, self._voice, service.columns_for(answer))

    def _apologise(self) -> None:
        text, self._trying = self._trying or "", None
        self._present(self._service.not_saved(text))

    def _linger(self) -> None:
        shown = self._shown
        if shown is None or kiosk_answer(shown, None) is not KioskAnswer.WELCOME:
            self._rest_after.start(DESK_MS)
        else:
            is_printing = guest_badge(shown.badge) is GuestBadge.COMING
            self._rest_after.start(BADGE_MS if is_printing else WELCOME_MS)

    def _follow(self) -> None:
        """Show the current state of the badge, with time to take it once it is ready."""
        if self._shown is None or (now := self._service.refresh_badge(self._shown)) == self._shown:
            return
        self._shown = now
        if self.pages.currentWidget() is self.card:
            self._show_card(self._message(now))
            self._linger()

    def _call(self) -> None:
        """Call for help, or withdraw the call."""
        self._trying = ""
        card = self.help.press(self._voice)
        self._trying = None
        self.recorded.emit()
        self._show_help()
        if card:
            self._show_help_called(card)
        else:
            self.rest()

    def _show_help_called(self, card: KioskMessage) -> None:
        self._shown = None
        self._show_card(card)
        self._rest_after.start(DESK_MS)

    def _show_help(self) -> None:
        self.bar.show_help(self.help.is_called, self.help.end)

    def _choose_language(self, chosen: str) -> None:
        self._speak(chosen)
        if self.pages.currentWidget() is self.idle:
            self._rest_after.start(LANGUAGE_MS)
        else:
            self._linger()

    def _speak(self, spoken: str) -> None:
        is_news = spoken != self._voice.spoken
        self._voice = voice = Translator(spoken)
        self.bar.set_language(voice)
        if not is_news:
            return
        self.idle.set_language(voice)
        if self._shown is not None:
            self._show_card(self._message(self._shown))
        elif self.pages.currentWidget() is self.card:
            self._show_card(self.help.card(voice) or desk_message(voice))

    # The team

    def _ask_pin(self) -> None:
        """Open the PIN page; codes wait meanwhile."""
        if not self._service.can_be_left:  # nobody could be asked
            self._service.end("")
            self.ended.emit()
            return
        self._codes.pause(True)
        self._shown = None
        self._show_page(self.pin)
        self.pin.start()
        self._rest_after.start(PIN_MS)

    def _stay_at_pin(self) -> None:
        if self.pages.currentWidget() is self.pin:
            self._rest_after.start(PIN_MS)

    # Pages

    def _show_card(self, card: KioskMessage) -> None:
        self.card.show_card(card)
        self._show_page(self.card)

    def _show_page(self, page: QWidget) -> None:
        before = self.pages.currentWidget()
        was_pin = before is self.pin
        self.pages.setCurrentWidget(page)
        if page is self.idle and before is not page:
            self.idle.tell()
        self.bar.setVisible(page is not self.pin)
        if was_pin and page is not self.pin:
            self.pin.clear()
            self._codes.pause(False)
        if page is not self.pin:
            self.setFocus()

    def _keep_time(self) -> None:
        self.head.show_texts(self._service.event.title, clock_time(self._service.now()))
        self._follow()
        if self.pages.currentWidget() is self.pin:
            self.pin.look_at_lock()
        card = self.help.listen(self._voice)
        if card and self._shown is None and self.pages.currentWidget() is not self.pin:
            self._show_help_called(card)  # where somebody else reads their answer, the button below says it
        self._show_help()
        self.come_back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout.fit(self.size())


def _timer(parent: QWidget, timeout: object) -> QTimer:
    timer = QTimer(parent, singleShot=True)
    timer.timeout.connect(timeout)
    return timer
