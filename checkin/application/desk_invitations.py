# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows that invite another desk to the event, and that revoke one at a hub. Each is a function that returns
when its window is closed.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.core.sync.sync_status import HubDesk
from checkin.services.event_file import EventFile
from checkin.services.sync.joining import admit_hub_desk, hub_desks, invite, propose_desk_name, revoke_hub_desk
from checkin.translation import translate


def show_invitation(event: EventFile, settings: Settings, names: Iterable[str], parent: QWidget | None) -> None:
    """Show the invitation for a new desk; `names` are those of the desks there are. A server first admits it."""
    from checkin.ui.sync.invitation_dialog import InvitationDialog

    name = propose_desk_name(event, names)
    hub = _address_of_new_desk(event, settings.hub, name, parent) if settings.hub else ""
    if hub is None:
        return
    dialog = InvitationDialog(replace(invite(event, settings, hub), desk=name), parent)
    dialog.exec()
    dialog.deleteLater()


def _address_of_new_desk(event: EventFile, hub: str, proposed: str, parent: QWidget | None) -> str | None:
    """Return the URL of a new desk, None if the user cancelled."""
    from checkin.ui.sync.new_desk_dialog import NewDeskDialog

    def admit(organiser: str, name: str) -> str | None:
        made = _ask_hub(partial(admit_hub_desk, organiser, event.key.event, name, hub))
        return made if isinstance(made, str) else None

    dialog = NewDeskDialog(hub, admit, parent)
    dialog.name.setText(proposed)
    is_wanted, address = dialog.exec(), dialog.hub
    dialog.deleteLater()
    return address if is_wanted else None


def show_revocation(event_id: str, hub: str, parent: QWidget | None) -> None:
    """Show the desks that the server at `hub` knows, of which any can be revoked."""
    from checkin.ui.sync.revoke_dialog import RevokeDialog

    def look(organiser: str) -> list[HubDesk] | None:
        found = _ask_hub(partial(hub_desks, organiser, event_id), can_be_left=True)
        return found if isinstance(found, list) else None

    def revoke(organiser: str, desk: HubDesk, erases: bool) -> bool:
        return bool(_ask_hub(partial(revoke_hub_desk, organiser, event_id, desk.name, erases=erases)))

    dialog = RevokeDialog(hub, look, revoke, parent)
    dialog.exec()
    dialog.deleteLater()


def _ask_hub(work: Callable[[], object], *, can_be_left: bool = False) -> object:
    """Run a request to the hub in a thread, with a progress dialog.

    Making or revoking a desk cannot be cancelled: the password of a new desk would be lost.
    """
    from checkin.ui.sync.progress_dialog import run_with_progress

    return run_with_progress(work, translate(_ASKING), QApplication.activeModalWidget(), can_be_left=can_be_left)


_ASKING = Message("together", "Asking the server")
