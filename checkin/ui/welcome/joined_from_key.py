# SPDX-License-Identifier: GPL-3.0-or-later
"""An event joined from a USB key: which one, under which name of this desk, then everything the key holds."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.lists.progress import Tell
from checkin.core.together.carried import CarriedEvent, KeyContents
from checkin.core.together.volumes import Volume
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.together.carrying import contents_of
from checkin.desk.together.errand import Errand
from checkin.desk.together.joining import called, join_from_key, meets_in_folder
from checkin.devices.volumes import keys_here
from checkin.language import say
from checkin.ui.files.choosing import documents
from checkin.ui.together.errand_dialog import ErrandDialog
from checkin.ui.welcome.key_join_dialog import FindContents, KeyJoinDialog

Joined = tuple[EventFile, bool]
"""The event, and whether its file was made just now."""


def on_keys(looked_up: Iterable[Volume]) -> tuple[KeyContents, ...]:
    """Return what is on the keys of this computer, and in folders that were looked up by hand. For a thread."""
    found = {key.root: key for key in (*keys_here(), *looked_up)}
    return contents_of(found.values())


def joined_from_key(parent: QWidget, known: Mapping[str, Path], find: FindContents = on_keys) -> Joined | None:
    """Return the event that was joined, or opened as it was here already; None if somebody went back or the key did not
    hold it, which was told; then no file is left. `known` are the files of this computer by the event they are of.
    """
    dialog = KeyJoinDialog(Path(documents()), known, parent)
    dialog.watch(find)
    is_wanted, chosen = dialog.exec(), dialog.chosen
    path, desk, is_known = dialog.path, dialog.desk, dialog.is_known
    dialog.deleteLater()
    if not is_wanted or chosen is None:
        return None
    if is_known:
        return EventFile.open(path), False
    key, carried = chosen
    errand = Errand(partial(_fetch, carried, key, path, desk))
    title = say(_JOINING, title=carried.invitation.title)
    progress = ErrandDialog(errand, title, partial(_told, carried, desk), parent).start()
    progress.exec()
    is_there = progress.result_of_work is not None
    progress.deleteLater()
    return (EventFile.open(path), True) if is_there else None


def _fetch(carried: CarriedEvent, key: Volume, path: Path, desk: str, tell: Tell) -> tuple[str, bool]:
    """Join in the thread of the errand; return what this desk is called and whether it meets others in a folder."""
    event = join_from_key(carried, key, path, desk, tell)
    found = called(event), meets_in_folder(event)
    event.close()
    return found


def _told(carried: CarriedEvent, wanted: str, result: object) -> str:
    assert isinstance(result, tuple)
    name, has_folder = result
    parts = [say(_HERE, people=carried.people)] if name == wanted else [say(_NAMED, wanted=wanted, name=name)]
    parts.append(say(_BY_FOLDER if has_folder else _BY_KEY))
    if carried.has_hub:
        parts.append(say(_BY_HUB))
    return " ".join(parts)


_JOINING = Words("join", "Joining {title}")
_HERE = Words("join", "Everything is here: {people} {people:person|people}.")
_NAMED = Words(
    "join",
    "Everything is here. Another desk is called “{wanted}”: this one is “{name}”. The settings give it another name.",
)
_BY_FOLDER = Words("join", "Arrivals go to the other desks through the shared folder of the event.")
_BY_KEY = Words("join", "To exchange arrivals later: ⋮, “Other desks…”, the button of the key, at each desk.")
_BY_HUB = Words("join", "The event also has a server: ⋮, “Other desks…”, “Server” with an address for this desk.")
