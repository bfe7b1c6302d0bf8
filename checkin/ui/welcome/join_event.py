# SPDX-License-Identifier: GPL-3.0-or-later
"""The joining of an event from the text that was given: of other desks by their invitation (file, name of this desk,
and all entries so far), of pretix by its device code (`join_pretix`).
"""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.lists.progress import ReportProgress
from checkin.core.message import Message
from checkin.core.proposed_file_names import propose_event_name
from checkin.core.sync.invitation import FIRST_DESK, Invitation
from checkin.services.event_file import EventFile
from checkin.services.sync.background_task import BackgroundTask
from checkin.services.sync.joining import join, open_hub, read_desk_name
from checkin.sync.pretix_device_code import server_title
from checkin.translation import translate
from checkin.ui.import_export.event_file_chooser import ask_event_path, free_path
from checkin.ui.import_export.file_choosing import documents_folder
from checkin.ui.sync.join_dialog import JoinDialog
from checkin.ui.sync.progress_dialog import ProgressDialog


def join_event(parent: QWidget) -> EventFile | None:
    """Join an event and return it; None if the user cancelled or no desk was reached, and then no file is left."""
    dialog = JoinDialog(FIRST_DESK, parent)
    path = None
    while path is None and dialog.exec():  # without a file the form is there again, as it was filled in
        path = _ask_path(dialog, parent)
    invitation, code, desk = dialog.invitation, dialog.device_code, dialog.desk
    dialog.deleteLater()
    if path and code:
        from checkin.ui.welcome.join_pretix import join_pretix

        return join_pretix(code, path, desk, parent)
    return _fetched(invitation, path, desk, parent) if path and invitation else None


def _ask_path(dialog: JoinDialog, parent: QWidget) -> Path | None:
    """Ask where to save the event; None if the user does not say."""
    code, invitation = dialog.device_code, dialog.invitation
    title = server_title(code.url) if code else invitation.title if invitation else ""
    proposed = Path(documents_folder()) / f"{propose_event_name(title)}.x"
    return ask_event_path(free_path(proposed, Path(documents_folder())), parent)


def _fetched(invitation: Invitation, path: Path, desk: str, parent: QWidget) -> EventFile | None:
    errand = BackgroundTask(partial(_fetch, invitation, path, desk))
    title = translate(_JOINING, title=invitation.title)
    dialog = ProgressDialog(errand, title, partial(joined_sentence, invitation, desk), parent).start()
    dialog.exec()
    is_there = dialog.result_of_work is not None
    dialog.deleteLater()
    return EventFile.open(path) if is_there else None


def _fetch(invitation: Invitation, path: Path, desk: str, report: ReportProgress) -> str:
    """Join in the task's thread and return this desk's name; the window opens the file again for itself."""
    event = join(invitation, path, desk, open_hub, report)
    name = read_desk_name(event)
    event.close()
    return name


def joined_sentence(invitation: Invitation, wanted: str, name: object) -> str:
    """Return the sentence after joining; a desk without peer has no others yet."""
    if not (invitation.folder or invitation.hub):
        return translate(_BY_KEY)
    return translate(_HERE) if name == wanted else translate(_NAMED, wanted=wanted, name=name)


_JOINING = Message("join", "Joining {title}")
_HERE = Message("join", "Everything is here.")
_BY_KEY = Message(
    "join",
    "The event is here, but nobody is on its list yet: people and arrivals come on a drive. ⋮, “Other desks…”, "
    "the drive’s button, first at the desk that invited you and then here.",
)
_NAMED = Message(
    "join",
    "Everything is here. Another desk is called “{wanted}”, so this one is “{name}”. You can change this in Settings.",
)
