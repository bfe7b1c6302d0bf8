# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions about personal data: what is kept, and everybody forgotten."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from checkin.core.privacy_record import PrivacyRecord, proposed
from checkin.desk import privacy
from checkin.ui.privacy_form import PrivacyForm
from checkin.ui.purge_dialog import PurgeDialog
from scripts import backstage


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "purge", purge
    yield "purge-meant", lambda: purge(is_meant=True)
    yield "register", register


def purge(is_meant: bool = False) -> QWidget:
    event, _ = backstage.demo(backstage.some_arrived)
    dialog = PurgeDialog(privacy.preview(event, ""), "")
    dialog.typed.setText(event.programme().event.title[: None if is_meant else 12])
    return dialog


def register() -> QWidget:
    _, now = backstage.demo()
    return PrivacyForm(PrivacyRecord(), proposed(now().date()))
