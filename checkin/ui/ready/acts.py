# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person can do about a finding, where it stands: try it, say what came of it, open what mends it."""

from collections.abc import Collection
from enum import Enum, auto

from checkin.core.ready.finding import Finding, Grade, Topic
from checkin.core.words import Words


class Act(Enum):
    """Each is one button beside its finding."""

    PLAY = auto()
    PRINT = auto()
    YES = auto()
    NO = auto()
    BRING_LIST = auto()
    EDIT_PROGRAMME = auto()
    SET_PRINTER = auto()
    SHOW_DESKS = auto()
    SET_DESK = auto()
    SETTLE = auto()


KEYS = {Act.YES: "F7", Act.NO: "F8"}
"""As at the desk: F7 confirms. No scanner types them."""

_WORDS = {
    Act.PLAY: Words("ready", "Play the sound"),
    Act.PRINT: Words("ready", "Print a test badge"),
    Act.BRING_LIST: Words("ready", "Import a list…"),
    Act.EDIT_PROGRAMME: Words("ready", "Programme…"),
    Act.SET_PRINTER: Words("ready", "Printer…"),
    Act.SHOW_DESKS: Words("ready", "Other desks…"),
    Act.SET_DESK: Words("ready", "Settings…"),
    Act.SETTLE: Words("ready", "Settle…"),
}
_ANSWERS = {
    (Topic.SOUND, Act.YES): Words("ready", "I heard it"),
    (Topic.SOUND, Act.NO): Words("ready", "I did not"),
    (Topic.TEST_BADGE, Act.YES): Words("ready", "Well placed"),
    (Topic.TEST_BADGE, Act.NO): Words("ready", "Badly placed"),
}
_OPENS = {
    Topic.LIST: (Act.BRING_LIST, Grade.LOOK),
    Topic.PROGRAMME: (Act.EDIT_PROGRAMME, Grade.LOOK),
    Topic.SEATS: (Act.EDIT_PROGRAMME, Grade.LOOK),
    Topic.CAMERA: (Act.SET_DESK, Grade.LOOK),
    Topic.PRINTER: (Act.SET_PRINTER, Grade.ASIDE),
    Topic.DESKS: (Act.SHOW_DESKS, Grade.LOOK),
    Topic.COPY: (Act.SHOW_DESKS, Grade.ASIDE),
    Topic.UNSETTLED: (Act.SETTLE, Grade.LOOK),
}
"""What mends a topic, from which grade on."""


def acts_for(finding: Finding, asked: Collection[Topic]) -> tuple[Act, ...]:
    """`asked` are the topics of which somebody is to say what came of the trial."""
    topic = finding.topic
    answers = (Act.YES, Act.NO) if topic in asked else ()
    if topic is Topic.SOUND:
        return answers or ((Act.SET_DESK,) if finding.grade is Grade.ASIDE else (Act.PLAY,))
    if topic is Topic.TEST_BADGE:
        return answers or (Act.PRINT,)
    act, least = _OPENS.get(topic, (None, Grade.STOP))
    return (act,) if act and finding.grade >= least else ()


def words_of(topic: Topic, act: Act) -> Words:
    return _ANSWERS.get((topic, act)) or _WORDS[act]
