# SPDX-License-Identifier: GPL-3.0-or-later
"""The people of a connection log as translated table rows. Values only."""

from collections.abc import Sequence

from checkin.core.message import Message
from checkin.core.remote.remote_log import Watcher
from checkin.desk.lists.remote_importing import RemotePreview
from checkin.language import translate
from checkin.ui.import_export.list_difference_tables import TextTable


def matched_table(found: RemotePreview) -> TextTable:
    matched = found.matching.matched
    new = {subject for _, subject, _ in found.new}
    rows = tuple(
        (*_told(watcher), person.name, translate(_NEW if person.id in new else _KNOWN)) for watcher, person in matched
    )
    title = translate(Message("remote", "Recognised ({count})"), count=len(matched))
    header = (*_header(), translate(Message("remote", "Person in the event")), "")
    return TextTable(title, header, rows, narrow=(2, 4))


def unmatched_table(watchers: Sequence[Watcher]) -> TextTable:
    title = translate(Message("remote", "Not in this event ({count})"), count=len(watchers))
    return TextTable(title, _header(), tuple(map(_told, watchers)), narrow=(2,))


def brief_table(watchers: Sequence[Watcher]) -> TextTable:
    title = translate(Message("remote", "Too short ({count})"), count=len(watchers))
    return TextTable(title, _header(), tuple(map(_told, watchers)), narrow=(2,))


def _header() -> tuple[str, str, str]:
    return (
        translate(Message("remote", "Name in the log")),
        translate(Message("remote", "E-mail in the log")),
        translate(_MINUTES),
    )


def _told(watcher: Watcher) -> tuple[str, str, str]:
    return watcher.name, watcher.email, str(watcher.minutes)


_MINUTES = Message("remote", "Minutes")
_NEW = Message("remote", "new")
_KNOWN = Message("remote", "already known")
