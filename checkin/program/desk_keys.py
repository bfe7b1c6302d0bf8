# SPDX-License-Identifier: GPL-3.0-or-later
"""An open desk and USB keys: a visit of a key, the event put on one for a new computer, the event taken off.

Connects the windows to the work, which is done in a thread. Decides nothing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from checkin.core.lists.progress import Tell
from checkin.core.together.carried import CarriedEvent, KeyContents
from checkin.core.together.volumes import Volume
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.together.carrying import contents_of, put_on_key, take_off_key, visit_key
from checkin.desk.together.errand import Errand
from checkin.desk.together.key_visits import Visited
from checkin.devices.volumes import keys_here
from checkin.language import say

if TYPE_CHECKING:
    from checkin.ui.together.carry_dialog import CarryDialog


class DeskKeys:
    """`note` is told of faults in the threads; `desks` gives the names of the other desks that are heard."""

    def __init__(
        self,
        event: EventFile,
        clock: Callable[[], datetime],
        note: Callable[[Exception], None],
        desks: Callable[[], Iterable[str]],
    ) -> None:
        self._event, self._clock, self._note, self._desks = event, clock, note, desks
        self.find: Callable[[], tuple[Volume, ...]] = keys_here

    def visit(self, key: Volume, parent: QWidget | None) -> None:
        """Take everything to a key and back, once."""
        work = partial(visit_key, self._event.path, key, self._clock)
        self._run(work, say(_TAKING, key=key.name), _taken, parent)

    def carry(self, parent: QWidget | None) -> None:
        """Ask which key the event is put on for a new computer, or taken off."""
        from checkin.ui.together.carry_dialog import CarryDialog

        dialog = CarryDialog(self._event.key.event, parent)
        dialog.put_wanted.connect(lambda key: self._put(key, dialog))
        dialog.removal_wanted.connect(lambda key: self._take_off(key, dialog))
        dialog.watch(self._contents)
        dialog.exec()
        dialog.deleteLater()

    def _contents(self, looked_up: Iterable[Volume]) -> tuple[KeyContents, ...]:
        found = {key.root: key for key in (*self.find(), *looked_up)}
        return contents_of(found.values())

    def _put(self, key: Volume, dialog: "CarryDialog") -> None:
        names = tuple(self._desks())

        def work(tell: Tell) -> CarriedEvent:
            return put_on_key(self._event.path, key, names, self._clock, tell)

        self._run(work, say(_PUTTING, key=key.name), partial(_put_told, key), dialog)

    def _take_off(self, key: Volume, dialog: "CarryDialog") -> None:
        work = partial(take_off_key, self._event.path, key, self._clock)
        self._run(work, say(_TAKING_OFF, key=key.name), lambda name: say(_OFF, key=name), dialog)

    def _run(
        self, work: Callable[[Tell], object], title: str, told: Callable[[object], str], parent: QWidget | None
    ) -> None:
        from checkin.ui.together.errand_dialog import ErrandDialog

        errand = Errand(work)
        errand.failed.connect(self._note)
        dialog = ErrandDialog(errand, title, told, parent).start()
        dialog.exec()
        dialog.deleteLater()


def _taken(result: object) -> str:
    assert isinstance(result, Visited)
    told = say(_TAKEN, key=result.key, sent=result.done.sent, received=result.done.received)
    return told if result.has_event or result.done.received else f"{told} {say(_NEW_COMPUTER)}"


def _put_told(key: Volume, result: object) -> str:
    assert isinstance(result, CarriedEvent)
    return say(_ON_KEY, key=key.name, people=result.people)


_TAKING = Words("together", "To the key {key} and back")
_TAKEN = Words(
    "together",
    "All is on the key {key}: {sent} written, {received} received. Now put it into the other desk.",
)
_NEW_COMPUTER = Words(
    "together", "For a computer that does not have the event yet, choose “Take the event on a USB key…”."
)
_PUTTING = Words("together", "The event goes on the key {key}")
_ON_KEY = Words(
    "together",
    "The event is on the key {key}: {people} {people:person|people}. At the new computer: start Checkin, put the key "
    "in, choose “Join from a USB key…”.",
)
_TAKING_OFF = Words("together", "The event is taken off the key {key}")
_OFF = Words("together", "The event is not on the key {key} any more. All that it brought is saved here.")
