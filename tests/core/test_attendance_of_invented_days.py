# SPDX-License-Identifier: GPL-3.0-or-later
"""The account of invented days, from the entries themselves, counted a second time in the plainest way there
is: by walking through them. A rule that is wrong in the fold, in the stays or in the account is seen here.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from checkin.core.attendance.attendance_rules import judge_attendance
from checkin.core.attendance.day_report import make_day_report
from checkin.core.attendance.day_report_lines import day_report_person
from checkin.core.attendance.stays import EventOccasions, stays
from checkin.core.attendee import Presence, Status
from checkin.core.entries import EntryKind
from checkin.core.merged_records import fold_records, persons_by_record
from checkin.core.sync.sync_status import ClockOffsets
from tests.builders import MORNING, Steps, a_programme, an_attendee

PROGRAMME = a_programme()
SESSION = PROGRAMME.sessions[0]
OCCASIONS = EventOccasions.of(PROGRAMME, MORNING.tzinfo)
DOORS = ("accueil", "atelier-b", "sortie")
CATEGORIES = ("participant", "Presse", "")

LISTED, AT_THE_DESK, CAME, LEFT, WATCHED = "listed", "at the desk", "came", "left", "watched"
CANCELLED, AGAIN, BOOKED, MERGED, UNDONE = "cancelled", "confirmed again", "booked", "merged", "undone"
CAN_BE_UNDONE = (LISTED, AT_THE_DESK, CAME, LEFT, WATCHED, CANCELLED, AGAIN, BOOKED)
EARLY, LATE = -60, 30
"""Minutes from the beginning of the programme: what is seen before it proves nothing."""

act = st.tuples(
    st.sampled_from((CAME, CAME, CAME, LEFT, WATCHED, CANCELLED, AGAIN, BOOKED, MERGED, UNDONE, UNDONE)),
    st.integers(0, 4),
    st.integers(0, 20),
)
day = st.lists(act, max_size=25)
known = st.lists(st.sampled_from((LISTED, AT_THE_DESK, "")), min_size=5, max_size=5)


@dataclass
class Day:
    """What happened, as entries and in plain words: each (what, who, where or whom), None once it was undone."""

    steps: Steps = field(default_factory=Steps)
    entries: list = field(default_factory=list)
    told: list = field(default_factory=list)

    def write(self, what, who, more, kind, **body):
        self.entries.append(self.steps.entry(kind, str(who), **body))
        self.told.append((what, who, more))

    def add(self, who, what):
        person = an_attendee(who, category=CATEGORIES[who % 3])
        body = {"last_name": person.last_name, "category": person.category, "ticket_code": person.ticket_code}
        self.write(what, who, None, EntryKind.ATTENDEE_ADDED, **body, how="walk_in" if what is AT_THE_DESK else "")

    def apply(self, what, who, number):
        door, status = DOORS[number % 3], (Status.CANCELLED if what is CANCELLED else Status.CONFIRMED)
        match what:
            case "came" | "left":
                kind = EntryKind.CHECKED_IN if what is CAME else EntryKind.CHECKED_OUT
                self.write(what, who, door, kind, control_point=door)
            case "watched":
                begins = SESSION.starts + timedelta(minutes=(EARLY, LATE)[number % 2])
                span = {"start": begins.isoformat(), "end": (begins + timedelta(minutes=50)).isoformat()}
                self.write(what, who, number % 2 == 1, EntryKind.REMOTE_SEEN, **span)
            case "cancelled" | "confirmed again":
                self.write(what, who, None, EntryKind.ATTENDEE_CORRECTED, changes={"status": ["", status]})
            case "booked":
                changes = {"sessions": [[], [SESSION.id]], "presence": [Presence.REMOTE, Presence.ON_SITE]}
                self.write(what, who, None, EntryKind.ATTENDEE_CORRECTED, changes=changes)
            case "merged":
                self.merge(who, number % 5)
            case "undone":
                self.undo(number)

    def merge(self, who, into):
        """Once each, and of people who are on the list: chains and circles have laws of their own."""
        if who != into and {who, into} <= self.people_added() - self.merged():
            self.write(MERGED, who, into, EntryKind.ATTENDEE_MERGED, into=str(into))

    def undo(self, number):
        """Additions too, of who is not part of a merge."""
        told = self.told[number] if number < len(self.told) else None
        is_kept = told and told[0] in (LISTED, AT_THE_DESK) and told[1] in self.merged()
        if told and told[0] in CAN_BE_UNDONE and not is_kept:
            self.write(UNDONE, told[1], None, EntryKind.UNDONE, targets=[self.entries[number].id.hex()])
            self.told[number] = (f"{UNDONE} {told[0]}", told[1], told[2]) if told[0] in (CAME, LEFT) else None

    def merged(self):
        return {each for told in self.told if told and told[0] is MERGED for each in told[1:]}

    def people_added(self):
        return {told[1] for told in self.told if told and told[0] in (LISTED, AT_THE_DESK)}


def counted(made):
    """By the rules of the program."""
    into = persons_by_record(made.entries)
    whose = {e.subject: into.get(e.subject, e.subject) for e in made.entries}
    people = []
    for person in sorted(set(whose.values())):
        own = [e for e in made.entries if whose[e.subject] == person]
        history = fold_records(person, own)[1]
        booked = history.attendee.sessions if history.attendee else ()
        seen = judge_attendance(PROGRAMME, OCCASIONS, stays(OCCASIONS, own, ClockOffsets([])), booked)
        is_walk_in = any(e.body.get("how") == "walk_in" for e in own)
        people.append(day_report_person(history, is_walk_in=is_walk_in, watched=seen.watched))
    return make_day_report(PROGRAMME, people)


@dataclass
class Plain:
    """One person, as somebody would note it beside the door."""

    is_listed: bool = False
    is_walk_in: bool = False
    is_off: bool = False
    has_booked: bool = False
    came: set = field(default_factory=set)
    has_watched: bool = False

    def take(self, what, more, *, is_own):
        self.is_listed |= what in (LISTED, AT_THE_DESK)
        self.is_walk_in |= what is AT_THE_DESK
        if what is CAME:
            self.came.add(more)
        if what is WATCHED:
            self.has_watched |= more
        if is_own and self.is_listed and what in (CANCELLED, AGAIN, BOOKED):
            self.has_booked |= what is BOOKED
            self.is_off = {CANCELLED: True, AGAIN: False}.get(what, self.is_off)

    def state(self, door=""):
        """Of a session at its door; of the event wherever they were seen."""
        is_there = door in self.came if door else bool(self.came or self.has_watched)
        return "present" if is_there else "cancelled" if self.is_off else "absent"


def noted(made):
    into = {told[1]: told[2] for told in made.told if told and told[0] is MERGED}
    people = {}
    for told in made.told:
        if told:
            what, who, more = told
            people.setdefault(into.get(who, who), Plain()).take(what, more, is_own=who not in into)
    return people


@settings(max_examples=400)
@given(known, day)
@example([LISTED] * 5, [(CANCELLED, 0, 0), (WATCHED, 0, 1), (CAME, 1, 0), (WATCHED, 1, 1), (WATCHED, 2, 0)])
@example([LISTED, LISTED, LISTED, "", ""], [(CAME, 0, 1), (CAME, 1, 0), (CAME, 3, 1), (WATCHED, 0, 1), (BOOKED, 2, 0)])
@example([AT_THE_DESK, "", LISTED, LISTED, LISTED], [(CAME, 0, 0), (UNDONE, 0, 4), (UNDONE, 0, 0), (MERGED, 2, 3)])
def test_the_account_of_the_entries_is_what_somebody_noted_beside_the_door(who_is_known, acts):
    made = Day()
    for who, how in enumerate(who_is_known):
        if how:
            made.add(who, how)
    for each in acts:
        made.apply(*each)
    found, people = counted(made), list(noted(made).values())
    listed = [p for p in people if p.is_listed]
    told = [told[0] for told in made.told if told]

    def all_in(state, of=listed, door=""):
        return sum(p.state(door) == state for p in of)

    total = found.total
    assert found.is_balanced
    assert total.registered == len(listed)
    assert (total.present, total.absent, total.cancelled) == tuple(map(all_in, ("present", "absent", "cancelled")))
    assert total.remote == sum(p.has_watched and not p.came for p in listed)
    assert total.people == sum(bool(p.came) for p in people)
    assert total.others == sum(p.state() == "present" for p in people if not p.is_listed)
    assert found.came_cancelled == sum(p.is_off and p.state() == "present" for p in listed)
    assert found.undone == sum(what.startswith(f"{UNDONE} ") for what in told)
    assert found.walk_ins == sum(p.is_walk_in for p in listed)
    door = found.sessions[SESSION.id]
    booked = [p for p in listed if p.has_booked]
    assert (door.registered, door.present) == (len(booked), all_in("present", booked, SESSION.id))
    assert door.cancelled == all_in("cancelled", booked, SESSION.id)
    assert door.others == sum(SESSION.id in p.came for p in people if p not in booked)
