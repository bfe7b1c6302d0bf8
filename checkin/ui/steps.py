# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person at the desk can do next after an answer, each with its key. Does nothing of it itself."""

from dataclasses import dataclass
from enum import StrEnum

from checkin.core.admission import Reason, Verdict
from checkin.core.answer import Answer
from checkin.core.words import Words
from checkin.language import say


class Action(StrEnum):
    """The verbs of the answer's buttons."""

    ADMIT = "admit"
    UNDO = "undo"
    SEARCH = "search"


KEYS = {Action.ADMIT: "F7", Action.UNDO: "F8", Action.SEARCH: "F3"}


@dataclass(frozen=True, slots=True)
class Step:
    """One button. `label` is in the language of the desk; the primary one is drawn filled."""

    action: Action
    label: str
    is_primary: bool = False

    @property
    def key(self) -> str:
        return KEYS[self.action]


_ADMIT = Words("step", "Let in")
_ADMIT_BY_REASON = {
    Reason.REMOTE: Words("step", "Switch to on site and let in"),
    Reason.NOT_HEARD_OF: Words("step", "Let in, marked"),
    Reason.EXIT_WITHOUT_ENTRY: Words("step", "Record the exit"),
}
_ADMIT_SEATS = Words("step", "Admit ({seats} seats left)")
_ADMIT_LAST = Words("step", "Admit (last seat)")
_UNDO = Words("step", "Undo")
_SEARCH = Words("step", "Search by name")
_OTHER_PERSON = Words("step", "It is another person")


def steps(answer: Answer) -> tuple[Step, ...]:
    """The steps that make sense now, the primary one first; none when the disk failed."""
    if answer.reason in (Reason.NOT_SAVED, Reason.UNDONE, Reason.REPEATED):
        return ()
    match answer.verdict:
        case Verdict.ADMIT:
            return (Step(Action.UNDO, say(_UNDO)),) if answer.entry else ()
        case Verdict.ASK:
            return (
                Step(Action.ADMIT, _admit(answer), is_primary=True),
                Step(Action.SEARCH, say(_other(answer))),
            )
        case Verdict.DUPLICATE:
            return (Step(Action.SEARCH, say(_OTHER_PERSON)),)
        case Verdict.REFUSE:
            return (Step(Action.SEARCH, say(_other(answer)), is_primary=answer.attendee is None),)


def _other(answer: Answer) -> Words:
    return _OTHER_PERSON if answer.attendee else _SEARCH


def _admit(answer: Answer) -> str:
    if answer.reason is Reason.NOT_REGISTERED and answer.seats is not None:
        return say(_ADMIT_LAST) if answer.seats == 1 else say(_ADMIT_SEATS, seats=answer.seats)
    return say(_ADMIT_BY_REASON.get(answer.reason, _ADMIT))
