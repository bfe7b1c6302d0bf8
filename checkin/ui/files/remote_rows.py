# SPDX-License-Identifier: GPL-3.0-or-later
"""The people of a log as rows of tables, in the language of the desk. Values only."""

from collections.abc import Sequence

from checkin.core.remote.log import Watcher
from checkin.core.words import Words
from checkin.desk.lists.remote_importing import RemotePreview
from checkin.language import say
from checkin.ui.files.difference_rows import Table


def matched_table(found: RemotePreview) -> Table:
    matched = found.matching.matched
    new = {subject for _, subject, _ in found.new}
    rows = tuple(
        (*_told(watcher), person.name, say(_NEW if person.id in new else _KNOWN)) for watcher, person in matched
    )
    title = say(Words("remote", "Recognised ({count})"), count=len(matched))
    header = (*_header(), say(Words("remote", "Person of the event")), "")
    return Table(title, header, rows, narrow=(2, 4))


def unmatched_table(watchers: Sequence[Watcher]) -> Table:
    title = say(Words("remote", "Nobody of the event ({count})"), count=len(watchers))
    return Table(title, _header(), tuple(map(_told, watchers)), narrow=(2,))


def brief_table(watchers: Sequence[Watcher]) -> Table:
    title = say(Words("remote", "Too short ({count})"), count=len(watchers))
    return Table(title, _header(), tuple(map(_told, watchers)), narrow=(2,))


def _header() -> tuple[str, str, str]:
    return say(Words("remote", "Name in the log")), say(Words("remote", "E-mail in the log")), say(_MINUTES)


def _told(watcher: Watcher) -> tuple[str, str, str]:
    return watcher.name, watcher.email, str(watcher.minutes)


_MINUTES = Words("remote", "Minutes")
_NEW = Words("remote", "new")
_KNOWN = Words("remote", "known already")
