# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of an answer in its panel: the person, the chips (sessions, category …) and the notes, and all of it as one
spoken sentence. Sizes: `answer_layout`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from PySide6.QtGui import QImage

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee, CheckInMethod, Presence
from checkin.core.chosen_columns import ChosenValue, chosen_values, isolated, rules_that_hold
from checkin.core.counts import comes_to, is_meant_for, other_days
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import Entry, EntryKind
from checkin.core.message import Message
from checkin.core.payments import amount_text
from checkin.core.people_list import capital
from checkin.core.print_jobs import PrintJob
from checkin.core.programme.programme import ColumnDisplay, ColumnRule, PointMode, Programme
from checkin.core.ticketing.ticketing_status import list_number
from checkin.translation import clock_time, current_language, short_day_text, translate
from checkin.ui.desk.answer_steps import lines_of_order
from checkin.ui.look.answer_looks import LOOKS, answer_look
from checkin.ui.look.answer_wording import accompanied_text, answer_explanation, answer_title, seats_sentence
from checkin.ui.look.drawing import photograph_image
from checkin.ui.look.undo_wording import PAID, payment_text, when_and_where
from checkin.ui.widgets.exchange_wording import BADGES, ICONS, job_sentence, printer_sentence
from checkin.ui.widgets.speaker_wording import session_text

# What an answer shows of the chosen columns: large chips, lines below them, and sentences to be read.
# The chips keep the organiser's order: a value too long for one line has several, in its place. Nothing is cut
# without saying so: what a long value leaves out is on the person's page, as are the columns beyond the most that can
# be read in a hurry.

LONGEST_CHIP, LONGEST_LINE = 32, 140
"""The most letters of a chip of one line, and of a longer value."""
MOST_CHIPS, MOST_LINES, MOST_READ = 8, 3, 3
"""The most chips, long values and sentences of columns in one answer."""


class ShownColumns(NamedTuple):
    """The texts of the large chips, the lines below, and how many columns more there are on the person's page."""

    chips: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    more: int = 0


def shown_columns(answer: Answer, programme: Programme) -> ShownColumns:
    """Return the chosen columns of the person who comes in or gets a code; none for one who leaves or is refused."""
    is_served = answer.verdict is not Verdict.REFUSE or answer.reason is Reason.TIED
    is_coming = answer.control_point.mode is PointMode.ENTRY and is_served and answer.reason is not Reason.EXIT
    if answer.attendee is None or answer.undone or not is_coming:
        return ShownColumns()
    chips, lines, long, more = list[str](), list[str](), 0, 0
    for value in _to_show(answer.attendee, programme):
        is_line = value.column.shown_as is ColumnDisplay.LINE
        is_long = is_line or len(value.short) > LONGEST_CHIP
        long += is_long
        if long > MOST_LINES if is_long else len(chips) >= MOST_CHIPS:
            more += 1
        else:
            (lines if is_line else chips).append(_long(value) if is_long else value.short)
    return ShownColumns(tuple(chips), tuple(lines), more)


def _to_show(person: Attendee, programme: Programme) -> Iterator[ChosenValue]:
    """Yield the values that an answer shows."""
    for value in chosen_values(person, programme):
        if value.is_given and value.column.shown_as is not ColumnDisplay.HIDDEN:
            yield value


def column_notes(answer: Answer, programme: Programme) -> Iterator[str]:
    """Yield the sentences of the rules that hold for the person, those that need a volunteer first; once these were
    confirmed, last and with the time. None for a person who is refused, or
    gives a thing back: nothing is to be done for them here.
    """
    is_back = answer.reason is Reason.EXIT and bool(answer.control_point.gives)
    is_served = not is_back and (answer.verdict is not Verdict.REFUSE or answer.reason is Reason.TIED)
    found = rules_that_hold(answer.attendee, programme) if answer.attendee and is_served else []
    if answer.is_confirmed:
        found.sort(key=lambda each: each[1].needs_person)
    for value, rule in found[:MOST_READ]:
        text = _sentence(value, rule)
        is_done = answer.is_confirmed and rule.needs_person
        yield translate(_CONFIRMED, time=clock_time(answer.at), text=text) if is_done else text
    if more := len(found[MOST_READ:]):
        yield translate(Message("answer", "{count} more to read on their page"), count=more)


def _long(value: ChosenValue) -> str:
    """Return a value that is too long for a chip of one line: behind its column's name, unless it is shown alone."""
    return _cut(value.text) if value.column.shown_as is ColumnDisplay.VALUE else _line(value)


def _line(value: ChosenValue) -> str:
    """Return a value behind its column's name."""
    text = _cut(value.text)
    return text if value.says_name else translate(_NAMED, name=value.column.name, value=isolated(text))


def _cut(text: str) -> str:
    """Return a text, cut where what is left out is longer than the words that say so."""
    is_long = len(text) > LONGEST_LINE + len(translate(_REST_ELSEWHERE, text=""))
    return translate(_REST_ELSEWHERE, text=text[:LONGEST_LINE].rstrip()) if is_long else text


def _sentence(value: ChosenValue, rule: ColumnRule) -> str:
    return rule.text or (_line(value) if value.text else translate(_EMPTY, name=value.column.name))


_NAMED = Message("answer", "{name}: {value}")
_EMPTY = Message("answer", "{name}: nothing given")
_REST_ELSEWHERE = Message("answer", "{text}… (the rest is on their page)")
_CONFIRMED = Message("answer", "Confirmed at {time}: {text}")


MOST_SESSIONS = 3
MOST_LEFT_OUT = 3
"""The most people of an order who are named as not coming in together with the others."""

_PRESENCE = {
    Presence.ON_SITE: Message("answer", "On site"),
    Presence.REMOTE: Message("answer", "Online"),
    Presence.BOTH: Message("answer", "On site and online"),
}
_CAME_IN, _WENT_OUT = Message("answer", "Came in at {time}"), Message("answer", "Went out at {time}")
_PASSED: dict[str, Message] = {EntryKind.CHECKED_IN: _CAME_IN, EntryKind.CHECKED_OUT: _WENT_OUT}
_LENT_AT, _BACK_AT = Message("answer", "Lent at {time}"), Message("answer", "Given back at {time}")
_LOANS: dict[str, Message] = {EntryKind.CHECKED_IN: _LENT_AT, EntryKind.CHECKED_OUT: _BACK_AT}
_GIVEN, _BLANK = Message("answer", "Code: {code}"), Message("answer", "Badge {number}")
_TO_GIVE = Message("answer", "A wristband or badge to give? Find the person (F3), press Ctrl+L, scan it again.")
_OF_GROUP = Message("answer", "{came} of {places} people in")
_OF_ORDER = Message("answer", "{count} {count:other|others} of this order")
_TOGETHER = Message("answer", "{count} {count:other|others} with this person")
_DUE = Message("answer", "Due: {amount}")
_FOR_DAYS = Message("answer", "Registered for {days}")
_FOR_NO_DAY = Message("answer", "Had said they would not come")
_BY_NAME = Message("answer", "{name}: {note}")
_ELSEWHERE = Message("answer", "For another workshop, type its number and press Enter")
_HELD = Message("answer", "{thing}: lent to {name}")
_LEFT = Message("answer", "{thing} without a number: {name}. To note it, scan this person again")
_MORE_SESSIONS = Message("answer", "{count} more")
_MORE_COLUMNS = Message("answer", "{count} more on their page")


@dataclass(frozen=True, slots=True)
class Chip:
    """One small fact about an answer. `icon` "" draws none; `is_large` makes it readable at two metres."""

    text: str
    icon: str = ""
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """Everything the answer panel shows, translated.

    `lines` is the person's first and last name, or a sentence in their place. `code` is the ticket code just given to a
    walk-in, who has it nowhere else yet; "" for everybody else. `columns` are those of the list too long for a chip.
    `photograph` is a null picture for a person without one.
    """

    title: str
    icon: str
    lines: tuple[str, ...]
    is_person: bool
    detail: str
    chips: tuple[Chip, ...]
    notes: tuple[str, ...]
    code: str = ""
    columns: tuple[str, ...] = ()
    photograph: QImage = field(default_factory=QImage)

    @property
    def spoken(self) -> str:
        """The answer for a screen reader: title first, then the rest."""
        chips = (chip.text for chip in self.chips)
        parts = (self.title, " ".join(self.lines), self.detail, *chips, *self.columns, *self.notes)
        return ". ".join(part.removesuffix(".") for part in parts if part)


def answer_content(answer: Answer, programme: Programme, photograph: bytes = b"") -> AnswerContent:
    """Return the content to show for `answer`; `photograph` is that of its person, b"" without one."""
    if answer.let_in_together:
        return _content_of_several(answer, programme)
    person = answer.attendee
    sentence = answer_explanation(answer, programme)
    chosen = shown_columns(answer, programme)
    held = _held(answer)
    names = tuple(n for n in (person.first_name, person.last_name) if n) if person else ()
    return AnswerContent(
        title=answer_title(answer),
        icon=answer_look(answer).icon,
        lines=names or ((sentence,) if sentence else ()),
        is_person=bool(names),
        detail=answer_detail(answer),
        chips=(
            *_given_code(answer),
            *_seats(answer),
            *_payment(answer),
            *_other_days(answer, programme),
            *_large_chips(held, chosen.chips),
            *answer_chips(answer, programme, chosen.more),
        ),
        notes=(
            *badge_notes(answer),
            *answer_notes(answer, programme, sentence if names else ""),
            *(note for each in answer.order.party for note in _notes_by_name(each, programme)),
            *_left_out(answer),
        ),
        code=provisional_code(answer),
        columns=(
            *([] if len(held) <= LONGEST_CHIP else [held]),
            *chosen.lines,
            *(_line_of_one(each, programme) for each in answer.order.party),
            *lines_of_order(answer),
        ),
        photograph=photograph_image(photograph if names else b""),
    )


def _content_of_several(answer: Answer, programme: Programme) -> AnswerContent:
    """Return the content of an answer about people of one order: a line for each, and what is to be read by name."""
    people = answer.let_in_together
    let_in = sum(each.entered or 1 for each in people if each.verdict is Verdict.ADMIT)
    others = [Chip(translate(_OF_ORDER, count=len(answer.order.others)), "users")] if answer.order.others else []
    return AnswerContent(
        title=answer_title(answer),
        icon=answer_look(answer).icon,
        lines=(translate(Message("answer", "{count} {count:person|people} let in"), count=let_in),),
        is_person=False,
        detail="",
        chips=(*_seats(answer), *others),
        notes=(
            *(note for each in people for note in (*badge_notes(each), *_notes_by_name(each, programme))),
            *_left_out(answer),
        ),
        columns=(*(_line_of_one(each, programme) for each in people), *lines_of_order(answer)),
    )


def _line_of_one(answer: Answer, programme: Programme) -> str:
    """Return the name of a person among others, with the columns that are chosen for the desk, and whether they were
    here before.
    """
    chosen = shown_columns(answer, programme)
    name = answer.attendee.name if answer.attendee else answer.read
    before = [translate(LOOKS[Reason.ALREADY_ARRIVED].title)] if answer.verdict is Verdict.DUPLICATE else []
    return " · ".join((name, *before, *chosen.chips, *chosen.lines))


def _left_out(answer: Answer) -> list[str]:
    """Return who of the order does not come in together with the others, and why."""
    if not answer.order.number_of_all and not answer.let_in_together:
        return []
    asked = [other for other in answer.order.others if other.asks]
    said = [
        translate(_BY_NAME, name=other.attendee.name, note=translate(LOOKS[other.asks].title))
        for other in asked[:MOST_LEFT_OUT]
        if other.asks
    ]
    more = len(asked) - len(said)
    return ["\n".join([*said, translate(_MORE_SESSIONS, count=more)] if more else said)] if said else []


def _notes_by_name(answer: Answer, programme: Programme) -> list[str]:
    """Return what is to be read about a person among others, behind their name."""
    name = answer.attendee.name if answer.attendee else answer.read
    if answer.reason is Reason.REPEATED:  # whose own answer had them a moment before
        answer = replace(answer, reason=Reason.ALREADY_ARRIVED)
    notes = answer_notes(answer, programme, answer_explanation(answer, programme))
    return [translate(_BY_NAME, name=name, note=note) for note in notes]


def _payment(answer: Answer) -> tuple[Chip, ...]:
    """Return the large chip with what is to be paid, or how the person has just paid."""
    amount = amount_text(answer.attendee) if answer.attendee else ""
    if answer.payment.means:
        paid = translate(PAID, payment=payment_text(answer.payment.means, amount))
        return (Chip(paid, "banknote", is_large=True),)
    if answer.owes_since and not amount:
        return (Chip(translate(Message("answer", "To be paid")), "banknote", is_large=True),)
    is_due = (answer.asks_payment or answer.owes_since) and amount
    return (Chip(translate(_DUE, amount=amount), "banknote", is_large=True),) if is_due else ()


def _seats(answer: Answer) -> tuple[Chip, ...]:
    """Return the large chip of a room whose last seat is taken, or that has fewer than a group needs."""
    sentence = seats_sentence(answer) if answer.reason is not Reason.ROOM_FULL or answer.is_override else ""
    return (Chip(sentence, "users", is_large=True),) if sentence else ()


def _other_days(answer: Answer, programme: Programme) -> tuple[Chip, ...]:
    """Return the large chip with the days for which somebody registered who is let in on another one; or that they
    said they would come on none.
    """
    person, point = answer.attendee, answer.control_point
    if answer.verdict is not Verdict.ADMIT or not person or is_meant_for(person, programme, point):
        return ()
    if comes_to(person.days, programme, point):
        return ()  # another rule keeps them out
    days = [short_day_text(day, True, current_language()) for day in other_days(person.days, programme, point)]
    words = translate(_FOR_DAYS, days=", ".join(days)) if days else translate(_FOR_NO_DAY)
    return (Chip(words, "calendar-x", is_large=True),)


def _given_code(answer: Answer) -> tuple[Chip, ...]:
    """Return the large chip with the code that the person was given, by its number if it is a blank's."""
    if answer.reason is not Reason.TIED or not answer.read:
        return ()
    short = answer.read if len(answer.read) <= LONGEST_CHIP else f"{answer.read[: LONGEST_CHIP - 1]}…"
    text = (
        translate(_BLANK, number=answer.giving.blank)
        if answer.giving.blank
        else translate(_GIVEN, code=isolated(short))
    )
    return (Chip(text, is_large=True),)


def provisional_code(answer: Answer) -> str:
    """Return the ticket code of a walk-in who was registered with this answer, admitted or not; else ""."""
    is_new = answer.how is CheckInMethod.WALK_IN and answer.reason not in (
        Reason.UNDONE,
        Reason.NOT_SAVED,
        Reason.REPEATED,
    )
    return answer.ticket if is_new else ""


def answer_detail(answer: Answer) -> str:
    """Return whom a companion accompanies, organisation and role; for a code without a person, the text that was
    read.
    """
    if answer.attendee:
        organisation = answer.attendee.organisation if answer.attendee.organisation != answer.attendee.name else ""
        parts = (accompanied_text(answer.order.host), organisation, answer.attendee.role)
        return " · ".join(part for part in parts if part)
    text = answer.read or answer.ticket
    return translate(Message("answer", "Code read: {text}"), text=text) if text else ""


def answer_chips(answer: Answer, programme: Programme, more_columns: int = 0) -> list[Chip]:
    """Return the small chips, first the earlier arrival: a DUPLICATE answer is about it, and to a refusal it says that
    the person was let in all the same.
    """
    found = []
    if answer.undone:
        return [Chip(_undone(answer.undone.entry, answer), "clock")]
    if answer.earlier.at and answer.reason not in (Reason.NO_RETURN, Reason.ERASED):
        kind = EntryKind.CHECKED_OUT if answer.control_point.mode is PointMode.EXIT else EntryKind.CHECKED_IN
        since = translate(_passed(answer)[kind], time=clock_time(answer.earlier.at))
        found.append(Chip(", ".join(part for part in (since, answer.earlier.desk) if part), "clock"))
    found += _of_group(answer)
    if answer.order.others:
        words = _OF_ORDER if answer.attendee and answer.attendee.order else _TOGETHER
        found.append(Chip(translate(words, count=len(answer.order.others)), "users"))
    if answer.badge:
        found.append(badge_chip(answer.badge.job))
    found += _of_person(answer.attendee, answer, programme) if answer.attendee else []
    return [*found, Chip(translate(_MORE_COLUMNS, count=more_columns))] if more_columns else found


def _large_chips(held: str, columns: tuple[str, ...]) -> list[Chip]:
    """Return what is read at two metres: who has which thing (`held`), if that is short, and the chosen `columns`."""
    thing = [Chip(held, "ticket", is_large=True)] if held and len(held) <= LONGEST_CHIP else []
    return [*thing, *(Chip(text, is_large=True) for text in columns)]


def _held(answer: Answer) -> str:
    """Return what the person has from here, or who has the thing that was read; "" for nothing."""
    lent = answer.lent
    return translate(_HELD, thing=capital(lent.about), name=lent.holder) if lent.holder else answer.thing


def _thing_note(answer: Answer) -> str:
    """Return what to do next where a number is awaited for the person."""
    if not answer.lent.is_asked or answer.reason is Reason.THING_OUT:
        return ""
    if answer.thing:
        return translate(Message("answer", "For another {thing}, scan or type its number"), thing=answer.lent.name)
    return translate(Message("answer", "{thing}: scan or type its number"), thing=capital(answer.lent.name))


def _left_note(answer: Answer) -> str:
    """Return who got a thing just before whose number was not noted."""
    lent = answer.lent
    return translate(_LEFT, thing=capital(lent.name), name=lent.unnumbered) if lent.unnumbered else ""


def _passed(answer: Answer) -> dict[str, Message]:
    """Return what a passage is called here."""
    return _LOANS if answer.is_loan else _PASSED


def _undone(entry: Entry, answer: Answer) -> str:
    """Return when and where the undone entry was made, with what it was if it was a passage."""
    words = _passed(answer).get(entry.kind)
    where = when_and_where(entry, answer.at.tzinfo)
    return translate(words, time=where) if words else where


def _of_group(answer: Answer) -> list[Chip]:
    """Return how many people of a group code have come; nothing at an exit."""
    places = answer.attendee.places if answer.attendee else 1
    if places == 1 or not answer.came or answer.is_loan or answer.control_point.mode is PointMode.EXIT:
        return []
    return [Chip(translate(_OF_GROUP, came=answer.came, places=places), "users")]


def badge_chip(job: PrintJob) -> Chip:
    """Return the chip with the state of a print job."""
    return Chip(translate(BADGES[job.state]), ICONS[job.state])


def _of_person(person: Attendee, answer: Answer, programme: Programme) -> list[Chip]:
    presence, name = translate(_PRESENCE[person.presence]), programme.category_name(person.category)
    is_unknown = bool(person.position) and person.presence is Presence.ON_SITE  # no ticketing says who is online
    found = [] if is_unknown or presence == name else [Chip(presence)]
    if person.category:
        category = programme.category(person.category)
        is_special = answer.speaker is not None or (category is not None and category.calls_attention)
        found.insert(0, Chip(name, "star" if is_special else ""))
    return found + _sessions(person, answer, programme)


def _sessions(person: Attendee, answer: Answer, programme: Programme) -> list[Chip]:
    """Return the sessions they speak at, then those they booked, at most `MOST_SESSIONS` by name. What stands for a
    check-in list of several bookings says nothing that these do not say.
    """
    speaks = [answer.speaker.session] if answer.speaker and answer.speaker.session else []
    ids = dict.fromkeys([*speaks, *person.sessions])
    sessions = [s for s in map(programme.session, ids) if s and not list_number(s.id)]
    found = [Chip(session_text(s, programme), "mic" if s.id in speaks else "") for s in sessions[:MOST_SESSIONS]]
    if more := len(sessions) - len(found):
        found.append(Chip(translate(_MORE_SESSIONS, count=more)))
    return found


def badge_notes(answer: Answer) -> list[str]:
    """Return why the badge will not print and what to do; for a badge asked for by hand, its state."""
    if answer.badge is None:
        return []
    if answer.badge.is_lost:
        return [job_sentence(answer.badge.job)]
    if answer.lacks_badge:
        return [printer_sentence(answer.badge.printer)]
    reports_paper = answer.badge.printer.reports_paper
    return [job_sentence(answer.badge.job, reports_paper=reports_paper)] if answer.badge.is_by_hand else []


def answer_notes(answer: Answer, programme: Programme, sentence: str) -> list[str]:
    """Return what must be read before the person goes on.

    `sentence` is the explanation if nothing else shows it, else "".
    """
    note = answer.attendee.note.strip() if answer.attendee else ""
    keeps_quiet = answer.reason in (Reason.REPEATED, Reason.UNDONE)
    elsewhere = translate(_ELSEWHERE) if answer.alternatives.workshops else ""
    own = () if keeps_quiet else (note, *answer.ticketing.texts, *column_notes(answer, programme))
    to_give = translate(_TO_GIVE) if _may_be_given(answer) else ""
    return [text for text in (sentence, _thing_note(answer), _left_note(answer), *own, elsewhere, to_give) if text]


def _may_be_given(answer: Answer) -> bool:
    """Whether an unknown code may be a wristband that nobody has yet, and it is to be said how it is given."""
    is_nobodys = answer.reason is Reason.UNKNOWN and answer.attendee is None and not answer.is_after_purge
    return is_nobodys and answer.giving.to is None and not answer.desk.scans_only and not answer.control_point.gives
