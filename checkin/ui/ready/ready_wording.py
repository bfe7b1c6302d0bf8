# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences about readiness findings. Judges nothing."""

from collections.abc import Mapping
from datetime import date, datetime

from PySide6.QtCore import QLocale

from checkin.core.message import Message
from checkin.core.printing.print_jobs import PrinterTrouble
from checkin.core.ready.check_result import CheckResult, Readiness, ReadinessGrade, ReadinessTopic, ending
from checkin.core.ready.event_checks import MOST_NAMED
from checkin.translation import clock_time, current_language, day_text, translate
from checkin.ui.widgets.printer_wording import ADVICE, NAMES

TOPICS = {
    ReadinessTopic.FILE: Message("ready", "Event file"),
    ReadinessTopic.LIST: Message("ready", "List"),
    ReadinessTopic.PROGRAMME: Message("ready", "Programme"),
    ReadinessTopic.SEATS: Message("ready", "Seats"),
    ReadinessTopic.COLUMNS: Message("ready", "Columns"),
    ReadinessTopic.RULES: Message("ready", "Rules"),
    ReadinessTopic.ADDRESSES: Message("ready", "Addresses"),
    ReadinessTopic.DAYS: Message("ready", "Days"),
    ReadinessTopic.RETURNS: Message("ready", "Going out and back"),
    ReadinessTopic.CLOCK: Message("ready", "Clock"),
    ReadinessTopic.DISK: Message("ready", "Saving"),
    ReadinessTopic.POWER: Message("ready", "Power"),
    ReadinessTopic.CAMERA: Message("ready", "Camera"),
    ReadinessTopic.SCANNER: Message("ready", "Scanner"),
    ReadinessTopic.SOUND: Message("ready", "Sound"),
    ReadinessTopic.PRINTER: Message("ready", "Printer"),
    ReadinessTopic.TEST_BADGE: Message("ready", "Test badge"),
    ReadinessTopic.DESKS: Message("ready", "Other desks"),
    ReadinessTopic.TICKETING: Message("ready", "pretix"),
    ReadinessTopic.COPY: Message("ready", "Second copy"),
    ReadinessTopic.UNSETTLED: Message("ready", "Still to do"),
}
GRADES = {
    ReadinessGrade.WELL: Message("ready", "fine"),
    ReadinessGrade.ASIDE: Message("ready", "for your information"),
    ReadinessGrade.UNTRIED: Message("ready", "to try"),
    ReadinessGrade.LOOK: Message("ready", "needs attention"),
    ReadinessGrade.STOP: Message("ready", "blocking"),
}
"""The grades in words, for users who do not see the marks."""

READINESS = {
    Readiness.OVER: Message("ready", "Over"),
    Readiness.READY: Message("ready", "Ready"),
    Readiness.ALMOST: Message("ready", "Almost"),
    Readiness.NOT_READY: Message("ready", "Not ready"),
}
"""The verdicts, read from two metres."""


def topic_name(finding: CheckResult) -> str:
    return translate(TOPICS[finding.topic])


def result_text(finding: CheckResult) -> str:
    """Return what was found."""
    return translate(finding.message, **_texts(finding.fields))


def remedy_text(finding: CheckResult) -> str:
    """Return what to do, "" if nothing."""
    return translate(finding.remedy, **_texts(finding.fields)) if finding.remedy else ""


def result_description(finding: CheckResult) -> str:
    """Return the whole finding, for screen readers and tool tips."""
    sentence = translate(
        _STORY, topic=topic_name(finding), grade=translate(GRADES[finding.grade]), said=result_text(finding)
    )
    return " ".join(text for text in (sentence, remedy_text(finding)) if text)


def ready_summary(findings: tuple[CheckResult, ...]) -> str:
    """Return how much is left to do, in one line; of an event that is over, that it is."""
    if end := ending(findings):
        return result_text(end)
    stops = sum(each.grade is ReadinessGrade.STOP for each in findings)
    looks = sum(each.grade is ReadinessGrade.LOOK for each in findings)
    untried = sum(each.grade is ReadinessGrade.UNTRIED for each in findings)
    counted = ((stops, _STOPS), (looks, _LOOKS), (untried, _UNTRIED))
    return " · ".join(translate(words, count=count) for count, words in counted if count) or translate(_ALL_WELL)


def _texts(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields as people write them; a printer's trouble adds its advice."""
    values: dict[str, object] = {}
    for name, value in fields.items():
        match value:
            case PrinterTrouble():
                values |= {name: translate(NAMES[value]), "advice": translate(ADVICE[value]) if value in ADVICE else ""}
            case datetime():
                values[name] = _moment(value, fields.get("now"))
            case date():
                values[name] = day_text(value, current_language())
            case tuple():
                named = [translate(_QUOTED, name=each) for each in value[:MOST_NAMED]]
                values[name] = ", ".join([*named, *(["…"] if len(value) > MOST_NAMED else [])])
            case float():
                values[name] = f"{value:.1f}".replace(".", QLocale().decimalPoint())
            case _:
                values[name] = value
    return values


def _moment(value: datetime, now: object) -> str:
    """Return the time, with the day if it is not today."""
    if not isinstance(now, datetime):
        return clock_time(value)
    there = value.astimezone(now.tzinfo)
    hour = clock_time(there)
    return hour if there.date() == now.date() else translate(_DAY_AND_HOUR, day=f"{there:%d/%m}", hour=hour)


_QUOTED = Message("ready", "“{name}”")
_STORY = Message("ready", "{topic} ({grade}): {said}")
_ALL_WELL = Message("ready", "Ready for the first person.")
_STOPS = Message("ready", "Blocking: {count}")
_LOOKS = Message("ready", "To check: {count}")
_UNTRIED = Message("ready", "To try: {count}")
_DAY_AND_HOUR = Message("ready", "{hour} on {day}")
