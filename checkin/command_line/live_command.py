# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin live`: the day's figures once, as one JSON object without names. Writes nothing."""

import argparse
import json
from typing import Any

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.live.live_figures import figures_as_json
from checkin.services.live_queries import LiveQueries, LiveSnapshot
from checkin.services.programme.programme_queries import SessionFigures


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)


def run(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        print(json.dumps(as_json(LiveQueries(event).read(event.clock()())), ensure_ascii=False))
    return DONE


def as_json(reading: LiveSnapshot) -> dict[str, Any]:
    return figures_as_json(reading.live, [_session(figures) for figures in reading.day.sessions])


def _session(figures: SessionFigures) -> dict[str, Any]:
    return {
        "id": figures.session.id,
        "inside": figures.inside,
        "registered": figures.registered if figures.session.is_booked else None,
        "capacity": figures.session.capacity or None,
    }
