# SPDX-License-Identifier: GPL-3.0-or-later
"""How many people depend on an item of the programme, and changes of speakers at a desk."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from checkin.core.attendee import Attendee
from checkin.core.counts import speaker_key
from checkin.core.entries import EntryKind
from checkin.core.lists.cell_kinds import says_yes
from checkin.core.lists.listed_person import SessionNames
from checkin.core.lists.session_columns import find_session_titles
from checkin.core.message import Message, UserError
from checkin.core.people.registration_form import tidy_field
from checkin.core.programme import programme_entries
from checkin.core.programme.programme import Category, Programme, Session, Speaker
from checkin.core.programme.programme_edits import day_of, planned_id
from checkin.core.text_folding import fold_text
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import listed_titles
from checkin.services.programme.programme_importing import session_columns
from checkin.storage import count_tables


@dataclass(frozen=True, slots=True)
class ProgrammeUse:
    """Counts of people: `registered` by session, `passed` by control point, `people` by category as listed.

    `custom` are titles of extra columns, in the order of the newest list; `listed_titles` those that the lists in
    force have. `listed_sessions` are the session titles that lists name and no planned session has, and `listed_people`
    their counts. `on_day` are the people let in at the busiest daily control point of each day.
    `attendees` reads all who were not cancelled, once: with 100,000 people this takes a second, and few programmes have
    a rule to count.
    """

    registered: Mapping[str, int] = field(default_factory=dict)
    passed: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    custom: tuple[str, ...] = ()
    listed_sessions: tuple[str, ...] = ()
    listed_people: Mapping[str, int] = field(default_factory=dict)
    listed_titles: tuple[str, ...] = ()
    on_day: Mapping[date, int] = field(default_factory=dict)
    attendees: Callable[[], Sequence[Attendee]] = tuple

    def of_session(self, session: Session) -> int:
        """Return how many people are registered for `session`, or will be once it is saved."""
        return self.registered.get(session.id, 0) or sum(self.listed_people.get(t, 0) for t in session.also_called)

    def categories(self) -> list[str]:
        """Return the categories as lists write them, the largest first."""
        return sorted(self.people, key=lambda name: (-self.people[name], name))

    def of_category(self, category: Category) -> int:
        """Return how many people have this category, by its id or its name."""
        names = (fold_text(category.id), fold_text(category.name))
        return sum(count for text, count in self.people.items() if fold_text(text) in names)


def registered(event: EventFile) -> dict[str, int]:
    """Return the number of people registered, by session id."""
    return {session: booking.registered for session, booking in count_tables.bookings(event.db, {}).items()}


def read_programme_use(event: EventFile) -> ProgrammeUse:
    """Read all counts, each in one pass over the people."""
    db, titles = event.db, listed_titles(event)
    places = {title: place for place, title in enumerate(titles)}
    custom = tuple(sorted(count_tables.custom_fields(db), key=lambda title: places.get(title, len(places))))
    listed = _listed_sessions(event)
    people = _people_of(event, listed) if listed else {}
    passed, on_day = _passed(event)
    return ProgrammeUse(
        registered(event),
        passed,
        count_tables.categories(db),
        custom,
        listed,
        people,
        tuple(titles),
        on_day,
        cache(lambda: tuple(person for person, _ in event.attendees.all() if not person.is_off)),
    )


def _passed(event: EventFile) -> tuple[dict[str, int], dict[date, int]]:
    """Return the people let in by control point, those of all days together, and by day."""
    passed, on_day = Counter[str](), dict[date, int]()
    for point, people in count_tables.count_admitted(event.db).items():
        passed[planned_id(point)] += people
        if day := day_of(point):
            on_day[day] = max(people, on_day.get(day, 0))
    return dict(passed), on_day


def _listed_sessions(event: EventFile) -> tuple[str, ...]:
    planned = SessionNames(event.planned().sessions)
    titles = find_session_titles(count_tables.custom_texts(event.db, session_columns(event)))
    return tuple(title for title in titles if not planned.read(title)[0])


def _people_of(event: EventFile, listed: tuple[str, ...]) -> dict[str, int]:
    """Return the people of each session that lists name, as they will be found once it is planned."""
    names, people = SessionNames(Session(title, title) for title in listed), Counter[str]()
    for column, text, count in count_tables.people_of_texts(event.db, session_columns(event)):
        for title in names.read(column if says_yes(text) else text)[0]:
            people[title] += count
    return dict(people)


# Speaker changes at a desk: confirmed, unconfirmed, substituted, restored.
# Each operation is one transaction and writes the one programme item that differs. The inverse operations,
# `unconfirm` and `restore`, serve as undo.


@dataclass(frozen=True, slots=True)
class SpeakerChange:
    """A speaker before and after a change; equal if there was nothing to change."""

    before: Speaker
    after: Speaker


class Speakers:
    """Speaker operations on one programme. `desk` signs the entries, and reads the programme again afterwards."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk = event, desk

    def confirm(self, speaker_id: str) -> SpeakerChange:
        """Record that the speaker said they come."""
        return self._change(speaker_id, lambda speaker: replace(speaker, is_confirmed=True))

    def unconfirm(self, speaker_id: str) -> SpeakerChange:
        """Record that the speaker may not come after all."""
        return self._change(speaker_id, lambda speaker: replace(speaker, is_confirmed=False))

    def substitute(self, speaker_id: str, name: str, role: str = "", organisation: str = "") -> SpeakerChange:
        """Record that another person speaks instead, and is confirmed. Raises `UserError` without a name.

        After several substitutions `replaces` still names the speaker who was planned first.
        """
        if not tidy_field(name):
            raise UserError(Message("speaker", "Write the name of the person speaking instead. Nothing was changed."))
        return self._change(
            speaker_id, lambda speaker: _instead(speaker, tidy_field(name), tidy_field(role), tidy_field(organisation))
        )

    def restore(self, speaker_id: str) -> SpeakerChange:
        """Put back the speaker who was planned first, as the programme had them before."""
        return self._change(speaker_id, self._as_planned)

    def _change(self, speaker_id: str, changed: Callable[[Speaker], Speaker]) -> SpeakerChange:
        """Change a speaker inside the write that reads it, so that two desks never undo each other's change."""
        with self._event.transaction():
            old = self._event.programme()
            before = next((speaker for speaker in old.speakers if speaker.id == speaker_id), None)
            if before is None:
                raise UserError(_GONE)
            after = changed(before)
            rows = programme_entries.change_entries(old, _with(old, after))
            self._event.journal.append_all(rows, at=self._desk.now(), desk=self._desk.name)
        self._desk.reload()
        return SpeakerChange(before, after)

    def _as_planned(self, speaker: Speaker) -> Speaker:
        if not speaker.replaces:
            return speaker
        planned = (
            known
            for entry in reversed(self._event.journal.about(speaker.id))
            if entry.kind == EntryKind.SPEAKER_PLANNED
            for known in programme_entries.fold_programme([entry]).speakers
        )
        first = next(
            (s for s in planned if not s.replaces and speaker_key(s.name) == speaker_key(speaker.replaces)), None
        )
        if first is None:
            return replace(speaker, name=speaker.replaces, role="", organisation="", replaces="")
        return replace(first, session=speaker.session)


def _instead(speaker: Speaker, name: str, role: str, organisation: str) -> Speaker:
    planned = speaker.replaces or speaker.name
    replaces = "" if speaker_key(name) == speaker_key(planned) else planned
    return replace(speaker, name=name, role=role, organisation=organisation, is_confirmed=True, replaces=replaces)


def _with(programme: Programme, speaker: Speaker) -> Programme:
    return replace(programme, speakers=tuple(speaker if s.id == speaker.id else s for s in programme.speakers))


_GONE = Message("speaker", "This speaker is no longer in the programme. Nothing was changed; look at the list again.")
