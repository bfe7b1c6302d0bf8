# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin live`: the day's figures once, as one JSON object without names. Writes nothing."""

import argparse
import json
from typing import Any

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.live_figures import ArrivalShare, LiveFigures
from checkin.desk.live_queries import LiveQueries, LiveSnapshot
from checkin.desk.programme.programme_queries import SessionFigures


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)


def run(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        print(json.dumps(as_json(LiveQueries(event).read(event.clock()())), ensure_ascii=False))
    return DONE


def as_json(reading: LiveSnapshot) -> dict[str, Any]:
    live = reading.live
    return {
        "at": live.now.isoformat(),
        "control_point": live.point.id,
        "phase": live.phase,
        "arrived": live.arrived,
        "expected": live.expected,
        "per_minute": round(live.per_minute, 1),
        "forecast": _forecast(live),
        "queue": {
            "people": live.queue.people,
            "minutes": live.queue.minutes,
            "most": live.queue.most,
            "most_in": live.queue.most_in,
        },
        "desks": {
            "working": live.desks.working,
            "wanted": live.desks.wanted,
            "seconds_per_guest": round(live.desks.seconds, 1),
        },
        "by_desk": [_part(part) for part in live.by_desk],
        "by_category": [_part(part) for part in live.by_category],
        "sessions": [_session(figures) for figures in reading.day.sessions],
        "missing": {"people": live.missing, "speakers": len(live.speakers), "guests": live.guests_missing},
        "arrivals": [
            {
                "from": step.starts.isoformat(),
                "to": step.ends.isoformat(),
                "arrived": step.arrived,
                "planned": round(step.planned, 1),
                "coming": round(step.coming, 1),
            }
            for step in live.steps
        ],
    }


def _forecast(live: LiveFigures) -> dict[str, Any] | None:
    forecast = live.forecast
    if forecast is None:
        return None
    nearly = forecast.nearly_all_at
    begins = forecast.curve.begins.isoformat()
    return {"total": round(forecast.total), "nearly_all_at": nearly.isoformat() if nearly else None, "begins": begins}


def _part(part: ArrivalShare) -> dict[str, Any]:
    counted = {"name": part.name, "arrived": part.arrived}
    return counted if part.expected is None else {**counted, "expected": part.expected, "missing": part.missing}


def _session(figures: SessionFigures) -> dict[str, Any]:
    return {
        "id": figures.session.id,
        "inside": figures.inside,
        "registered": figures.registered if figures.session.is_booked else None,
        "capacity": figures.session.capacity or None,
    }
