# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin speakers`: the speakers and their states as lines of JSON, overdue ones first. Writes nothing."""

import argparse
import json

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.core.speaker_status import SpeakerStatus, overdue_speakers
from checkin.services.programme.programme_queries import read_speakers


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)


def run(chosen: argparse.Namespace) -> int:
    """Print all speakers; overdue ones count as problems."""
    with open_event_file(chosen.event) as event:
        lines = read_speakers(event, event.programme(), event.clock()())
    missing = overdue_speakers(lines)
    for line in (*missing, *(line for line in lines if line not in missing)):
        print(json.dumps(as_json(line), ensure_ascii=False))
    return FOUND_PROBLEMS if missing else DONE


def as_json(line: SpeakerStatus) -> dict[str, object]:
    speaker, session, arrival = line.speaker, line.session, line.arrival
    return {
        "id": speaker.id,
        "name": speaker.name,
        "role": speaker.role,
        "organisation": speaker.organisation,
        "session": speaker.session,
        "starts": session.starts.isoformat() if session and session.starts else None,
        "state": line.state,
        "is_alert": line.is_alert,
        "minutes": line.minutes,
        "is_confirmed": speaker.is_confirmed,
        "replaces": speaker.replaces or None,
        "attendee": line.attendee.id if line.attendee else None,
        "arrived_at": arrival.at.isoformat() if arrival else None,
        "desk": arrival.desk if arrival else None,
    }
