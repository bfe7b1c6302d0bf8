# SPDX-License-Identifier: GPL-3.0-or-later
"""The tickets before the day: to be sent, being sent, sent and refused; their words, the mailbox, their editor."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from checkin import translation
from checkin.core.mail.mail_account import MailAccount, MailSecurity
from checkin.core.mail.mail_jobs import MailState, MailTrouble, NewMail
from checkin.core.tickets.ticket_fields import sent_ticket_entry
from checkin.core.tickets.ticket_settings import TicketSettings
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_sender import MailSender, MailSenderState
from checkin.services.mail.mail_worker import MailProgress, MailWorker, save_mail_account
from checkin.services.mail.ticket_messages import MailRecipients
from checkin.services.ticket_making import save_ticket_settings
from checkin.storage.mail_queue import MailQueue
from checkin.ui.editor_screens import TicketsScreen
from checkin.ui.tickets.ticket_browser import _usual_words
from checkin.ui.tickets.ticket_sending import KnownMailbox, MailAccountDialog, SendDialog
from checkin.ui.tickets.ticket_texts_dialog import TicketTextsDialog
from checkin.ui.widgets.screen_page import TICKETS
from scripts import backstage
from scripts.gallery_badges import odd_names

ACCOUNT = MailAccount(
    "smtp.gmail.com", 465, MailSecurity.TLS, "rencontres@gmail.com", "rencontres@gmail.com", "Réseau des catalyseurs"
)
NOTES = {
    "fr": "Métro : ligne 10, station Mabillon, sortie 2.\nLe vestiaire est gratuit ; les bagages restent à l’accueil.",
    "en": "Underground: line 10, Mabillon station, exit 2.\nThe cloakroom is free of charge.",
}


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "first", partial(on_screen, backstage.nothing, lambda screen: None)
    yield "sent", partial(on_screen, mostly_sent, lambda screen: None)
    yield "refused", partial(on_screen, mostly_sent, partial(choose_row, row=3))
    yield "longest", partial(on_screen, odd_names, partial(choose_person, name="Wolfe"))
    yield "sending", partial(on_screen, mostly_sent, partial(sending, state=MailSenderState()))
    yield "held-up", partial(on_screen, mostly_sent, partial(sending, state=HELD_UP))
    yield "empty", nobody
    yield "texts", texts
    yield "mailbox", mailbox
    yield "send", send
    yield "editor", edited


HELD_UP = MailSenderState(
    MailTrouble.PASSWORD,
    "535 5.7.8 Username and Password not accepted. For more information, go to support",
    None,
    True,
)


def mostly_sent(event: EventFile, now: datetime) -> None:
    """Most have their ticket; for some of the others the server had an answer."""
    desk = Desk(event, lambda: now, "Accueil 1")
    save_mail_account(event, ACCOUNT)
    save_ticket_settings(event, desk, TicketSettings(notes=NOTES))
    recipients, queue = MailRecipients(event), MailQueue(event.db)
    groups = recipients.groups.groups
    rows = [
        sent_ticket_entry(p.id, g.address, f"<{n}@example.org>", recipients.fingerprint(p))
        for n, g in enumerate(groups[30:])
        for p in g.people
    ]
    with event.transaction():
        event.journal.append_all(rows, at=now - timedelta(days=20), desk="Accueil 1")
        for number, group in enumerate(groups[:12]):
            mail = NewMail(group.address, {p.id: recipients.fingerprint(p) for p in group.people})
            queue.add(mail, f"<q{number}@example.org>", now)
    with event.transaction():
        for job, (state, said) in zip(queue.all(), ENDS, strict=False):
            queue.take(job, "gallery")
            queue.end(job, "gallery", state, said, now)


NO_SUCH_BOX = "550 5.1.1 The email account that you tried to reach does not exist. Please check the address."
ENDS = ((MailState.REFUSED, NO_SUCH_BOX), (MailState.REFUSED, NO_SUCH_BOX), (MailState.UNSURE, ""))


def on_screen(prepare: backstage.Prepare, act: Callable[[TicketsScreen], object]) -> QWidget:
    screen = _screen(prepare)
    act(screen)
    return screen.window()


def _screen(prepare: backstage.Prepare) -> TicketsScreen:
    screen = backstage.entered(backstage.program(*backstage.demo(prepare)), TICKETS)
    assert isinstance(screen, TicketsScreen)
    backstage.until(lambda: bool(screen.browser.standings.content.rows))
    return screen


def choose_row(screen: TicketsScreen, row: int) -> None:
    screen.browser.standings.setCurrentIndex(screen.browser.standings.content.index(row))


def choose_person(screen: TicketsScreen, name: str) -> None:
    people = screen.browser.people
    choose_row(screen, len(screen.browser.standings.content.rows) - 1)  # they have no address
    row = next(n for n, each in enumerate(people.content.rows) if name in each.person.name)
    people.setCurrentIndex(people.content.index(row))


def sending(screen: TicketsScreen, state: MailSenderState) -> None:
    """The thread is there and rests; what it would report is shown."""
    mail = screen.browser._at.mail
    mail._worker = MailWorker(screen.browser._at.event.path, screen.browser._at.now, _no_sender)
    mail._worker.changed.connect(mail._take_progress)
    counts = {MailState.SENT: 119, MailState.WAITING: 171, MailState.DEFERRED: 2, MailState.REFUSED: 3}
    mail._take_progress(MailProgress(state, counts))


def nobody() -> QWidget:
    screen = backstage.entered(backstage.program(*backstage.empty()), TICKETS)
    return screen.window()


def texts() -> QDialog:
    browser = _screen(mostly_sent).browser
    return TicketTextsDialog(
        browser.maker.settings, translation.current_language(), _usual_words, browser._keep_texts, browser
    )


def mailbox() -> QDialog:
    return MailAccountDialog(
        KnownMailbox(ACCOUNT, "abcdefghijklmnop"), lambda *_: None, lambda *_: None, _screen(mostly_sent)
    )


def send() -> QDialog:
    browser = _screen(mostly_sent).browser
    return SendDialog(browser._read, ACCOUNT, (), browser)


def edited() -> QWidget:
    screen = _screen(mostly_sent)
    screen.edit()
    return screen.window()


def _no_sender(event: EventFile) -> MailSender:
    raise AssertionError("nothing is sent in a gallery")
