# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin live`: the day's figures once, as one JSON object without names. Writes nothing."""

import argparse
import json
from typing import Any

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.live.live_figures import columns_as_json, figures_as_json
from checkin.core.programme.programme import ControlPoint, PointMode, Programme
from checkin.services.door_figures import columns_at, door_figures
from checkin.services.event_file import EventFile
from checkin.services.live_queries import LiveQueries, LiveSnapshot
from checkin.services.programme.programme_queries import SessionFigures


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)


def run(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        print(json.dumps(as_json(event, LiveQueries(event).read(event.clock()())), ensure_ascii=False))
    return DONE


def as_json(event: EventFile, reading: LiveSnapshot) -> dict[str, Any]:
    """Return the figures of the live screen, of each session, and of each control point where people come in."""
    programme = reading.live.programme
    doors = [point for point in programme.control_points if point.mode is PointMode.ENTRY]
    figures = figures_as_json(reading.live, [_session(figures) for figures in reading.day.sessions])
    return figures | {"control_points": [_door(event, programme, point) for point in doors]}


def _door(event: EventFile, programme: Programme, point: ControlPoint) -> dict[str, Any]:
    figures = door_figures(event, programme, point)
    return {
        "id": point.id,
        "expected": figures.expected,
        "arrived": figures.arrived,
        "missing": figures.missing,
        "by_column": columns_as_json(columns_at(event, programme, point)),
    }


def _session(figures: SessionFigures) -> dict[str, Any]:
    return {
        "id": figures.session.id,
        "inside": figures.inside,
        "registered": figures.registered if figures.session.is_booked else None,
        "capacity": figures.session.capacity or None,
    }
