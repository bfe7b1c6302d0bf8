# SPDX-License-Identifier: GPL-3.0-or-later
"""The actions on a readiness finding: try it, report the outcome, open what solves it."""

from collections.abc import Collection
from enum import Enum, auto

from checkin.core.message import Message
from checkin.core.ready.check_result import CheckResult, ReadinessGrade, ReadinessTopic


class ReadyAction(Enum):
    """The actions; each is a button beside its finding."""

    PLAY = auto()
    PRINT = auto()
    YES = auto()
    NO = auto()
    BRING_LIST = auto()
    EDIT_PROGRAMME = auto()
    SET_PRINTER = auto()
    SHOW_DESKS = auto()
    SHOW_TICKETING = auto()
    SET_DESK = auto()
    SETTLE = auto()


KEYS = {ReadyAction.YES: "F7", ReadyAction.NO: "F8"}
"""Keys as at the desk: F7 confirms. Scanners do not type them."""

_WORDS = {
    ReadyAction.PLAY: Message("ready", "Play the sound"),
    ReadyAction.PRINT: Message("ready", "Print a test badge"),
    ReadyAction.BRING_LIST: Message("ready", "Import a list…"),
    ReadyAction.EDIT_PROGRAMME: Message("ready", "Programme…"),
    ReadyAction.SET_PRINTER: Message("ready", "Printer…"),
    ReadyAction.SHOW_DESKS: Message("ready", "Other desks…"),
    ReadyAction.SHOW_TICKETING: Message("ready", "pretix…"),
    ReadyAction.SET_DESK: Message("ready", "Settings…"),
    ReadyAction.SETTLE: Message("ready", "Settle…"),
}
_ANSWERS = {
    (ReadinessTopic.SOUND, ReadyAction.YES): Message("ready", "I heard it"),
    (ReadinessTopic.SOUND, ReadyAction.NO): Message("ready", "I did not"),
    (ReadinessTopic.TEST_BADGE, ReadyAction.YES): Message("ready", "Well placed"),
    (ReadinessTopic.TEST_BADGE, ReadyAction.NO): Message("ready", "Badly placed"),
}
_OPENS = {
    ReadinessTopic.LIST: (ReadyAction.BRING_LIST, ReadinessGrade.LOOK),
    ReadinessTopic.PROGRAMME: (ReadyAction.EDIT_PROGRAMME, ReadinessGrade.LOOK),
    ReadinessTopic.SEATS: (ReadyAction.EDIT_PROGRAMME, ReadinessGrade.LOOK),
    ReadinessTopic.COLUMNS: (ReadyAction.EDIT_PROGRAMME, ReadinessGrade.LOOK),
    ReadinessTopic.RULES: (ReadyAction.EDIT_PROGRAMME, ReadinessGrade.LOOK),
    ReadinessTopic.CAMERA: (ReadyAction.SET_DESK, ReadinessGrade.LOOK),
    ReadinessTopic.PRINTER: (ReadyAction.SET_PRINTER, ReadinessGrade.ASIDE),
    ReadinessTopic.DESKS: (ReadyAction.SHOW_DESKS, ReadinessGrade.LOOK),
    ReadinessTopic.TICKETING: (ReadyAction.SHOW_TICKETING, ReadinessGrade.LOOK),
    ReadinessTopic.COPY: (ReadyAction.SHOW_DESKS, ReadinessGrade.ASIDE),
    ReadinessTopic.UNSETTLED: (ReadyAction.SETTLE, ReadinessGrade.LOOK),
}
"""The action that solves a topic, and the grade from which it is offered."""


def available_ready_actions(finding: CheckResult, asked: Collection[ReadinessTopic]) -> tuple[ReadyAction, ...]:
    """Return the actions for a finding; `asked` are the topics whose trial awaits an answer."""
    topic = finding.topic
    answers = (ReadyAction.YES, ReadyAction.NO) if topic in asked else ()
    if topic is ReadinessTopic.SOUND:
        return answers or ((ReadyAction.SET_DESK,) if finding.grade is ReadinessGrade.ASIDE else (ReadyAction.PLAY,))
    if topic is ReadinessTopic.TEST_BADGE:
        return answers or (ReadyAction.PRINT,)
    act, least = _OPENS.get(topic, (None, ReadinessGrade.STOP))
    return (act,) if act and finding.grade >= least else ()


def action_words(topic: ReadinessTopic, act: ReadyAction) -> Message:
    return _ANSWERS.get((topic, act)) or _WORDS[act]
