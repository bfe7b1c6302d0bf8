# SPDX-License-Identifier: GPL-3.0-or-later
"The questions about personal data: what is kept, personal data erased, now or by itself; and what is left to do."

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from checkin.core.purge import PrivacyRecord, proposed_purge_day
from checkin.core.supervisor import Authority
from checkin.services.privacy import event_purge
from checkin.services.privacy.purge_day import LastExport, LeftToDo
from checkin.services.threads import BackgroundTask
from checkin.translation import translate
from checkin.ui.closing.closing_privacy import PrivacyForm
from checkin.ui.closing.purge_flow import ERASING, TO_THE_END, PurgeCountdown, PurgeDialog, export_state_text
from checkin.ui.shell import LeavingDialog
from checkin.ui.sync.progress_dialog import WritingDialog
from scripts import backstage


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "purge", purge
    yield "purge-meant", lambda: purge(is_meant=True)
    yield "register", register
    yield "countdown", countdown
    yield "erasing", erasing
    yield "leaving", leaving


def purge(is_meant: bool = False) -> QWidget:
    event, now = backstage.demo(backstage.some_arrived)
    exported = export_state_text(LastExport(now(), 3, is_all=False), now())
    dialog = PurgeDialog(event_purge.preview(event, ""), exported)
    dialog.typed.setText(event.programme().event.title[: None if is_meant else 12])
    return dialog


def register() -> QWidget:
    _, now = backstage.demo()
    return PrivacyForm(PrivacyRecord(), proposed_purge_day(now().date()))


def countdown() -> QWidget:
    _, now = backstage.demo()
    today = now().date()
    return PurgeCountdown(Authority("Marie-Françoise Le Goff", "durée de conservation écoulée"), (today, today))


def erasing() -> QWidget:
    dialog = WritingDialog(BackgroundTask(lambda _: None), translate(ERASING), str)
    dialog.go_to_the_end(translate(TO_THE_END))
    dialog._show_progress(400, 1000)
    return dialog


def leaving() -> QWidget:
    _, now = backstage.demo()
    return LeavingDialog(LeftToDo(is_exported=False, until=proposed_purge_day(now().date()), by_itself=True))
