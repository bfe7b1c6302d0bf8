# SPDX-License-Identifier: GPL-3.0-or-later
"""An event of other desks, joined: the invitation, the file it is kept in, everything that was told so far."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.lists.progress import Tell
from checkin.core.together.invitation import FIRST_DESK, Invitation
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.together.errand import Errand
from checkin.desk.together.joining import called, join, open_hub
from checkin.language import say
from checkin.ui.files.choosing import documents
from checkin.ui.files.import_place import ask_place, free_path
from checkin.ui.together.errand_dialog import ErrandDialog
from checkin.ui.together.join_dialog import JoinDialog


def joined_event(parent: QWidget) -> EventFile | None:
    """None if somebody went back or nobody could be reached; then no file is left."""
    dialog = JoinDialog(FIRST_DESK, parent)
    is_wanted, invitation, desk = dialog.exec(), dialog.invitation, dialog.desk
    dialog.deleteLater()
    if not is_wanted or invitation is None:
        return None
    safe = "".join(c if c.isalnum() or c in " -" else " " for c in invitation.title).strip()[:60] or "event"
    path = ask_place(free_path(Path(documents()) / f"{safe}.x", Path(documents())), parent)
    return _fetched(invitation, path, desk, parent) if path else None


def _fetched(invitation: Invitation, path: Path, desk: str, parent: QWidget) -> EventFile | None:
    errand = Errand(partial(_fetch, invitation, path, desk))
    title = say(_JOINING, title=invitation.title)
    dialog = ErrandDialog(errand, title, partial(told, invitation, desk), parent).start()
    dialog.exec()
    is_there = dialog.result_of_work is not None
    dialog.deleteLater()
    return EventFile.open(path) if is_there else None


def _fetch(invitation: Invitation, path: Path, desk: str, tell: Tell) -> str:
    """In the thread of the errand: the window opens the file anew for itself. Returns what this desk is called."""
    event = join(invitation, path, desk, open_hub, tell)
    name = called(event)
    event.close()
    return name


def told(invitation: Invitation, wanted: str, name: object) -> str:
    """How it went: who meets the others nowhere has nobody yet."""
    if not (invitation.folder or invitation.hub):
        return say(_BY_KEY)
    return say(_HERE) if name == wanted else say(_NAMED, wanted=wanted, name=name)


_JOINING = Words("join", "Joining {title}")
_HERE = Words("join", "Everything is here.")
_BY_KEY = Words(
    "join",
    "The event is here, and nobody yet: people and arrivals come on a key. "
    "⋮, “Other desks…”, the button of the key, at the desk that invited and then here.",
)
_NAMED = Words(
    "join",
    "Everything is here. Another desk is called “{wanted}”: this one is “{name}”. The settings give it another name.",
)
