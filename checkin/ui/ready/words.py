# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings as sentences in the language of the desk: names, days, hours, what a printer says. Judges nothing."""

from collections.abc import Mapping
from datetime import date, datetime

from checkin.core.printing import Trouble
from checkin.core.ready.finding import Finding, Grade, Readiness, Topic
from checkin.core.words import Words
from checkin.language import clock_time, day_text, say, spoken
from checkin.ui.parts.printer_words import ADVICE, NAMES

TOPICS = {
    Topic.FILE: Words("ready", "Event file"),
    Topic.LIST: Words("ready", "List"),
    Topic.PROGRAMME: Words("ready", "Programme"),
    Topic.SEATS: Words("ready", "Seats"),
    Topic.CLOCK: Words("ready", "Clock"),
    Topic.DISK: Words("ready", "Saving"),
    Topic.POWER: Words("ready", "Power"),
    Topic.CAMERA: Words("ready", "Camera"),
    Topic.SCANNER: Words("ready", "Scanner"),
    Topic.SOUND: Words("ready", "Sound"),
    Topic.PRINTER: Words("ready", "Printer"),
    Topic.TEST_BADGE: Words("ready", "Test badge"),
    Topic.DESKS: Words("ready", "Other desks"),
    Topic.COPY: Words("ready", "Second copy"),
    Topic.UNSETTLED: Words("ready", "Still open"),
}
GRADES = {
    Grade.WELL: Words("ready", "well"),
    Grade.ASIDE: Words("ready", "for your information"),
    Grade.UNTRIED: Words("ready", "to be tried"),
    Grade.LOOK: Words("ready", "needs attention"),
    Grade.STOP: Words("ready", "in the way"),
}
"""Whoever does not see the marks hears these."""

READINESS = {
    Readiness.READY: Words("ready", "Ready"),
    Readiness.ALMOST: Words("ready", "Almost"),
    Readiness.NOT_READY: Words("ready", "Not ready"),
}
"""Read from two metres."""


def topic_name(finding: Finding) -> str:
    return say(TOPICS[finding.topic])


def said(finding: Finding) -> str:
    """What was found."""
    return say(finding.said, **_texts(finding.fields))


def remedy(finding: Finding) -> str:
    """What to do, "" if nothing."""
    return say(finding.remedy, **_texts(finding.fields)) if finding.remedy else ""


def story(finding: Finding) -> str:
    """All of it, for a reader and for a tip."""
    told = say(_STORY, topic=topic_name(finding), grade=say(GRADES[finding.grade]), said=said(finding))
    return " ".join(text for text in (told, remedy(finding)) if text)


def summary(findings: tuple[Finding, ...]) -> str:
    """Under the one word: how much is to be done."""
    stops = sum(each.grade is Grade.STOP for each in findings)
    looks = sum(each.grade is Grade.LOOK for each in findings)
    untried = sum(each.grade is Grade.UNTRIED for each in findings)
    counted = ((stops, _STOPS), (looks, _LOOKS), (untried, _UNTRIED))
    return " · ".join(say(words, count=count) for count, words in counted if count) or say(_ALL_WELL)


def _texts(fields: Mapping[str, object]) -> dict[str, object]:
    """Values as people write them; a printer's trouble brings its advice with it."""
    told: dict[str, object] = {}
    for name, value in fields.items():
        match value:
            case Trouble():
                told |= {name: say(NAMES[value]), "advice": say(ADVICE[value]) if value in ADVICE else ""}
            case datetime():
                told[name] = _moment(value, fields.get("now"))
            case date():
                told[name] = day_text(value, spoken())
            case float():
                told[name] = f"{value:.1f}".replace(".", "," if spoken() == "fr" else ".")
            case _:
                told[name] = value
    return told


def _moment(value: datetime, now: object) -> str:
    """The hour, and the day where it may be another."""
    if not isinstance(now, datetime):
        return clock_time(value)
    there = value.astimezone(now.tzinfo)
    hour = clock_time(there)
    return hour if there.date() == now.date() else say(_DAY_AND_HOUR, day=f"{there:%d/%m}", hour=hour)


_STORY = Words("ready", "{topic} ({grade}): {said}")
_ALL_WELL = Words("ready", "The first guest may come.")
_STOPS = Words("ready", "In the way: {count}")
_LOOKS = Words("ready", "To be looked at: {count}")
_UNTRIED = Words("ready", "To be tried: {count}")
_DAY_AND_HOUR = Words("ready", "{hour} on {day}")
