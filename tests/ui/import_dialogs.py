# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog that shows how a list is understood, opened without a thread, and what a test asks of it."""

import pytest

from checkin.services.lists.list_worker import ListWorker
from checkin.ui.import_export.import_dialog import ImportDialog
from checkin.ui.widgets.form_fields import FormMessage


@pytest.fixture
def open_list(qtbot):
    """The dialog of a file, read so far as nobody has to wait for a thread: `dialog.work()` does what is waiting."""

    def opened(path, event=None, place=None):
        worker = ListWorker(path, event.path if event else None)
        dialog = ImportDialog(worker, place)
        dialog.work = worker.step
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        worker.step()
        return dialog

    return opened


def choose(choice, data):
    """With the keyboard, as somebody does who does not use the mouse."""
    index = choice.findData(data)
    choice.setCurrentIndex(index)
    choice.activated.emit(index)


def column(dialog, title):
    return dialog.form.table.header.choices[dialog.form.mapping.titles.index(title)]


def people(dialog):
    model = dialog.form.table.model
    return [model.row(number).name for number in range(model.rowCount())]


def row(dialog, number=0):
    return dialog.form.table.model.row(number)


def warned(dialog):
    strip = dialog.findChild(FormMessage)
    return strip.text() if strip.isVisible() else ""
