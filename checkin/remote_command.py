# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin remote`: the log of a streaming platform into the event; what is doubtful is printed, never guessed."""

import json
import sys
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.remote.log import Watcher
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.remote_importing import RemotePreview, RemoteWish, apply_remote, preview_remote, read_rows
from checkin.desk.remote_words import summary
from checkin.language import say


def wish_of(zone: str, encoding: str, enough: int, same: tuple[str, ...]) -> RemoteWish:
    """`same` are texts WATCHER=ID. Raises `UserError` for one that is none."""
    pairs = [text.rpartition("=") for text in same]
    if any(not key for key, _, _ in pairs):
        raise UserError(_NO_PAIR)
    return RemoteWish(zone, encoding, enough, {key: person for key, _, person in pairs})


def preview(event: EventFile, log: Path, wish: RemoteWish) -> bool:
    """Print what would be written, as one JSON object. Returns whether somebody has to look at something."""
    found = preview_remote(event, read_rows(log, wish.encoding), wish)
    print(json.dumps(_as_json(found), ensure_ascii=False, indent=1))
    return _is_doubtful(found)


def bring(event: EventFile, log: Path, wish: RemoteWish, desk: str) -> bool:
    found = apply_remote(event, read_rows(log, wish.encoding), wish, at=event.clock()(), desk=desk)
    print(summary(found, say))
    for proposal in found.matching.proposed:
        names = ", ".join(f"{person.name} ({person.id})" for person in proposal.candidates)
        print(say(_DOUBTFUL, key=proposal.watcher.key, names=names), file=sys.stderr)
    for watcher in found.matching.unmatched:
        print(say(_UNMATCHED, name=watcher.name or watcher.email), file=sys.stderr)
    return _is_doubtful(found)


def _is_doubtful(found: RemotePreview) -> bool:
    return bool(found.matching.proposed or found.matching.unmatched or found.unread)


def _as_json(found: RemotePreview) -> dict[str, object]:
    matching = found.matching
    return {
        "source": found.source,
        "zone": found.zone,
        "new": [{"attendee": who, "start": body["start"], "end": body["end"]} for _, who, body in found.new],
        "matched": [{**_told(watcher), "attendee": person.id} for watcher, person in matching.matched],
        "proposed": [{**_told(p.watcher), "candidates": [a.id for a in p.candidates]} for p in matching.proposed],
        "unmatched": [_told(watcher) for watcher in matching.unmatched],
        "too_short": [_told(watcher) for watcher in found.brief],
        "unread_rows": found.unread,
    }


def _told(watcher: Watcher) -> dict[str, object]:
    return {"as": watcher.key, "name": watcher.name, "email": watcher.email, "minutes": watcher.minutes}


_DOUBTFUL = Words("remote", "“{key}” may be: {names}. Say which with --same NAME=ID; nothing was recorded of them.")
_UNMATCHED = Words("remote", "“{name}” is nobody of the event; nothing was recorded of them.")
_NO_PAIR = Words(
    "remote", "After --same comes NAME=ID, the name in the log and the id of a person. Nothing was imported."
)
