# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin purge` and `checkin person`: people forgotten, or given all that is known of them. Thin over `desk`."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from checkin.core.privacy import BEYOND, GOES, STAYS, PurgePreview
from checkin.core.supervisor import Authority
from checkin.core.words import Words
from checkin.desk import privacy
from checkin.desk.event_file import EventFile
from checkin.desk.person_data import export_person, known_as
from checkin.language import say


def show(event: EventFile) -> None:
    """What a purge would do, as one JSON object."""
    print(json.dumps(as_json(privacy.preview(event, "")), ensure_ascii=False))


def purge(event: EventFile, record: Path | None, *, desk: str) -> bool:
    """Do it. The record is written if it was asked for, else printed. Returns whether the file is clean."""
    do = partial(privacy.purge, event, Authority(desk, "checkin purge --yes"), at=event.clock()(), desk=desk)
    if record is None:
        done = do()
        print(privacy.certificate(done, say), end="")
    else:
        done = privacy.recorded(do, record, say)
        print(say(_DONE, people=done.preview.people, name=record.name))
    return done.is_clean


def give(event: EventFile, who: str, out: Path) -> None:
    """All that is known of one person."""
    readable = export_person(event, known_as(event, who), out, say)
    print(say(_GIVEN, name=out.name, text=readable.name))


def as_json(found: PurgePreview) -> dict[str, Any]:
    """Figures, and the same sentences as on the screen."""
    return {
        "title": found.title,
        "people": found.people,
        "speakers": found.speakers,
        "supervisors": found.supervisors,
        "arrivals": found.arrivals,
        "entries": found.entries,
        "backups": list(found.backups),
        "desks": [{"name": name, "last_entry_at": at.isoformat()} for name, at in found.desks],
        "goes": [say(line) for line in GOES],
        "stays": [say(line) for line in STAYS],
        "not_reachable": [say(line) for line in BEYOND],
    }


_DONE = Words("privacy", "{people} people were forgotten. The record is in {name}.")
_GIVEN = Words("privacy", "Everything about this person is in {name}, and to be read in {text}.")
