# SPDX-License-Identifier: GPL-3.0-or-later
"""What decides for a desk is decided at it, or sealed by a supervisor whom it knows; whatever another desk says."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QWidget

from checkin.core.entries import EntryKind, body_text, id_time, next_id
from checkin.core.programme.programme_edits import ProgrammeDraft
from checkin.core.programme.programme_entries import change_entries
from checkin.core.purge import PrivacyRecord
from checkin.core.supervisor import FREE_TRIES, KIOSK, SEAL, Authority, Supervisor, named_body, with_pin
from checkin.core.sync.sealed_entry import (
    MOST_ABOUT_ONE,
    RULES,
    NotTaken,
    SealedEntry,
    is_shareable,
    joined_body,
    read_sealed,
    ticketing_signer,
)
from checkin.paths import resources
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.services.privacy import event_purge, purge_day
from checkin.services.privacy.purge_day import PurgeDay
from checkin.services.programme.programme_importing import load_programme, save_programme
from checkin.services.programme.programme_use import Speakers
from checkin.services.supervision import Supervision, sealed_rows
from checkin.services.ticketing.ticketing_joining import announce_device
from checkin.storage import journal_purge
from checkin.storage.outbox import Outbox
from checkin.storage.rescue import add
from checkin.sync.exchange import Exchange
from checkin.sync.folder_peer import FolderPeer
from checkin.sync.pretix_client import PretixDevice
from checkin.ui.closing.purge_flow import PurgeDialog, PurgeFlow
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.ui.answering import Answering
from tests.ui.test_purge_flow import Alone

ONE = an_attendee(1)
ANA, FIRST = "Ana", Authority("Accueil 1", "First supervisor")
WHY = Authority(ANA, "The organiser’s decision")


@pytest.fixture
def supervision(event, desk):
    """With Ana, whose PIN is 4071."""
    made = Supervision(event, desk)
    made.name(ANA, "4071", FIRST)
    return made


class Elsewhere:
    """Another desk of the event, and the folder through which they meet."""

    def __init__(self, event, clock, folder):
        self._one, self._clock, self._share = event, clock, folder / "share"
        self._share.mkdir()
        (folder / "b").mkdir()
        self.event = EventFile.create(folder / "b" / "b.checkin", event.key)
        self.desk = Desk(self.event, clock, "Accueil 2")
        self.supervision = Supervision(self.event, self.desk)

    def hear_first(self, entry):
        """Have a third desk tell this in the folder, where it is read first."""
        FolderPeer(self._share, self.event.key.secret, identity="0" * 16).push([entry])

    def meet(self):
        for event in (self._one, self.event) * 2:
            peer = FolderPeer(self._share, event.key.secret)
            Exchange(Outbox(event.db, event.journal), peer, self._clock).run_round()


@pytest.fixture
def elsewhere(event, tmp_path, clock):
    other = Elsewhere(event, clock, tmp_path)
    other.meet()
    yield other
    other.event.close()


def told(event, kind, body=None, subject="", *, ahead=timedelta(), at=None, desk="Accueil 9", number=0):  # noqa: PLR0913
    """An entry that another desk of the event writes, as this desk reads it."""
    moment = event.journal.now_ms() * 1_000_000 + int(ahead.total_seconds()) * 10**9 + number
    made = next_id(None, moment, number.to_bytes(8, "big"))
    texts = SealedEntry(made, str(kind), subject, desk, (at or MORNING).isoformat(), body_text(body or {}))
    return read_sealed(texts.fields())


def take(event, *entries):
    outbox = Outbox(event.db, event.journal)
    return outbox.absorb(entries), outbox.left_out


def test_every_kind_has_its_rule_and_a_body_beyond_it_is_neither_sent_nor_taken(event):
    assert set(RULES) == set(EntryKind)
    for kind, rule in RULES.items():
        longest = rule.most_bytes - len('{"a":""}')
        texts = [
            SealedEntry(bytes(16), kind, "", "d", MORNING.isoformat(), body_text({"a": "x" * longest})) for _ in "1"
        ]
        id_ = next_id(None, event.journal.now_ms() * 1_000_000, bytes(8))
        fits = SealedEntry(id_, *texts[0].fields()[1:])
        assert is_shareable(fits) is rule.travels
        assert not is_shareable(SealedEntry(id_, kind, "", "d", fits.at, fits.body.replace("x", "xx", 1)))


# Purges


def test_a_purge_that_no_supervisor_sealed_erases_nobody(event, supervision):
    assert take(event, told(event, EntryKind.EVENT_PURGED, {"by": ANA, "why": "x"})) == (0, {NotTaken.UNSEALED})
    assert journal_purge.people(event.db) == 3


def test_a_purge_with_a_supervisors_pin_is_followed_by_the_other_desks(event, supervision, elsewhere, clock):
    assert journal_purge.people(elsewhere.event.db) == 3
    event_purge.purge(event, supervision.authority("over", "4071"), at=clock(), desk="Accueil 1")
    elsewhere.meet()
    assert journal_purge.people(elsewhere.event.db) == 0


def test_a_seal_counts_once_for_what_was_sealed_alone(event, supervision, elsewhere, clock):
    """Neither its repetition after a new list, nor its use for something else."""
    event_purge.purge(event, supervision.authority("over", "4071"), at=clock(), desk="Accueil 1")
    purge = event.journal.entries_of_kinds([EntryKind.EVENT_PURGED])[0]
    supervision.name(ANA, "4071", FIRST)
    add_people(event, MORNING, an_attendee(7))
    again = told(event, EntryKind.EVENT_PURGED, dict(purge.body))
    other = told(event, EntryKind.SUPERVISOR_REMOVED, dict(purge.body), supervision.supervisors()[0].id, number=1)
    assert take(event, again, other) == (0, {NotTaken.UNSEALED})
    assert journal_purge.people(event.db) == 1
    assert [person.name for person in supervision.supervisors()] == [ANA]


@pytest.mark.parametrize("kind", [EntryKind.NOTE_LEFT, EntryKind.EVENT_PURGED])
def test_what_stands_in_the_place_of_a_purge_does_not_keep_it_from_a_desk(event, supervision, elsewhere, clock, kind):
    """Another entry under its id is there first, of another kind or a purge that no supervisor sealed."""
    event_purge.purge(event, supervision.authority("over", "4071"), at=clock(), desk="Accueil 1")
    purge = event.journal.entries_of_kinds([EntryKind.EVENT_PURGED])[0]
    elsewhere.hear_first(replace(told(event, kind, desk=purge.desk, at=purge.at), id=purge.id))
    elsewhere.meet()
    assert journal_purge.people(elsewhere.event.db) == 0
    assert journal_purge.people(event.db) == 0


def test_a_seal_that_is_told_again_for_earlier_makes_nothing_of_the_true_entry(event, supervision, elsewhere, clock):
    """The repetition is read first, and would be before all that it should end."""

    def told_again_first():
        written = [entry for _, entry in Outbox(event.db, event.journal).since(0, 1000)]
        true = [entry for entry in written if entry.kind.startswith(("supervisor_", "event_purged"))][-1]
        early = told(event, true.kind, dict(true.opened().body), true.subject, ahead=-timedelta(days=365))
        return take(elsewhere.event, true, early)[1]

    supervision.name("Bruno", "90210", supervision.authority("helps", "4071"))
    elsewhere.meet()
    supervision.remove(supervision.supervisors()[1], supervision.authority("left", "4071"))
    assert told_again_first() == {NotTaken.UNSEALED}
    assert [person.name for person in elsewhere.supervision.supervisors()] == [ANA]
    event_purge.purge(event, supervision.authority("over", "4071"), at=clock(), desk="Accueil 1")
    assert told_again_first() == {NotTaken.UNSEALED}
    assert journal_purge.people(elsewhere.event.db) == 0


def test_a_word_of_another_desk_about_the_purge_starts_no_countdown(event, desk, qtbot):
    body = {"until": "2020-01-01", "by_itself": {"allowed_by": ANA, "why": "over"}}
    assert take(event, told(event, EntryKind.PRIVACY_DESCRIBED, body))[0] == 1
    window, hands = QWidget(), Answering()
    qtbot.addWidget(window)
    flow = PurgeFlow(event, desk, window, Alone())
    flow.propose()
    assert [type(asked) for asked in hands.asked] == [PurgeDialog]  # whether to erase, and it was not agreed to
    assert PurgeDay(event, desk).decided is None
    assert journal_purge.people(event.db) == 3
    flow.close()


def test_a_purge_that_was_decided_in_advance_is_sealed_for_the_other_desks(event, desk, supervision, elsewhere, clock):
    decided = supervision.authority("over", "4071")
    record = PrivacyRecord(until=date(2023, 7, 10), by_itself=decided)
    purge_day.save(event, record, at=clock(), desk=desk.name)
    elsewhere.meet()
    assert SEAL not in json.dumps(
        [dict(e.body) for e in elsewhere.event.journal.entries_of_kinds([EntryKind.PRIVACY_DESCRIBED])]
    )
    clock.pass_by(days=9)
    kept = PurgeDay(event, desk).decided
    assert kept is not None
    assert kept.supervisor is None
    assert PurgeDay(elsewhere.event, elsewhere.desk).decided is None
    event_purge.purge(event, kept, at=clock(), desk=desk.name)
    elsewhere.meet()
    assert journal_purge.people(elsewhere.event.db) == 0


# Supervisors


def mallory(number=1):
    return with_pin(
        Supervisor(f"supervisor:mallory-{number}", f"Mallory {number}", None), "90210", number.to_bytes(16, "big")
    )


def test_a_supervisor_whom_none_sealed_is_none(event, supervision):
    new = mallory()
    assert take(event, told(event, EntryKind.SUPERVISOR_NAMED, named_body(new), new.id))[1] == {NotTaken.UNSEALED}
    assert [person.name for person in supervision.supervisors()] == [ANA]


def test_nor_is_one_of_before_the_event_and_every_real_pin_still_counts(event, supervision):
    back = -timedelta(days=365 * 50)
    invented = [
        told(event, EntryKind.SUPERVISOR_NAMED, named_body(m), m.id, ahead=back, number=n)
        for n in range(1, 9)
        for m in (mallory(n),)
    ]
    assert take(event, *invented)[0] == 0
    assert supervision.check("4071").name == ANA


def test_a_removal_and_another_pin_that_none_sealed_change_nothing(event, supervision):
    ana = supervision.supervisors()[0]
    taken_over = with_pin(ana, "90210", bytes(16))
    removal = told(event, EntryKind.SUPERVISOR_REMOVED, {"allowed_by": ANA, "why": "x"}, ana.id)
    assert (
        take(event, removal, told(event, EntryKind.SUPERVISOR_NAMED, named_body(taken_over), ana.id, number=1))[0] == 0
    )
    assert supervision.check("4071").name == ANA


def test_a_supervisor_named_with_a_pin_is_one_at_the_other_desk(supervision, elsewhere):
    supervision.name("Bruno", "90210", supervision.authority("helps", "4071"))
    elsewhere.meet()
    there = elsewhere.supervision
    assert there.check("90210").name == "Bruno"
    supervision.remove(there.supervisors()[1], supervision.authority("left", "4071"))
    elsewhere.meet()
    assert [person.name for person in there.supervisors()] == [ANA]


def test_no_number_of_entries_about_a_supervisor_keeps_a_removal_out(event, supervision, elsewhere, monkeypatch):
    monkeypatch.setattr("checkin.core.sync.sealed_entry.MOST_ABOUT_ONE", 5)
    supervision.name("Bruno", "90210", supervision.authority("helps", "4071"))
    elsewhere.meet()
    bruno = supervision.supervisors()[1]
    take(elsewhere.event, *(told(event, EntryKind.SUPERVISOR_REFUSED, {}, bruno.id, number=n) for n in range(9)))
    supervision.remove(bruno, supervision.authority("left", "4071"))
    elsewhere.meet()
    assert [person.name for person in elsewhere.supervision.supervisors()] == [ANA]


def test_what_comes_out_of_a_rescue_copy_decides_nothing(event, desk, supervision):
    """An older copy was put in the file's place; it knows nothing of what other desks told since."""
    body = {"until": "2020-01-01", "by_itself": {"allowed_by": ANA, "why": "over"}}
    tries = [told(event, EntryKind.SUPERVISOR_REFUSED, number=n + 1) for n in range(FREE_TRIES)]
    add(event.db, [told(event, EntryKind.PRIVACY_DESCRIBED, body), *tries])
    assert purge_day.load(event).until == date(2020, 1, 1)
    assert PurgeDay(event, desk).decided is None
    assert supervision.waiting_time() is None


@pytest.mark.parametrize("where", [{}, {KIOSK: "Accueil 1"}])
@pytest.mark.parametrize("ahead", [timedelta(), timedelta(hours=23)])
def test_wrong_pins_of_another_desk_lock_nobody_out_here(event, desk, supervision, where, ahead):
    at = desk.now() + ahead
    tries = [
        told(event, EntryKind.SUPERVISOR_REFUSED, where, ahead=ahead, at=at, desk=desk.name, number=n)
        for n in range(FREE_TRIES)
    ]
    assert take(event, *tries)[0] == FREE_TRIES
    before = event.journal.count()
    for is_kiosk in (False, True):
        guarded = Supervision(event, desk, is_kiosk=is_kiosk)
        assert guarded.waiting_time() is None
        assert guarded.check("4071").name == ANA
    assert event.journal.count() == before


# Times


FUTURE = timedelta(days=2)


@pytest.mark.parametrize("kind", [EntryKind.SUPERVISOR_REFUSED, EntryKind.CHECKED_IN, EntryKind.NOTE_LEFT])
def test_an_entry_of_a_later_day_is_not_taken_before_its_time(event, kind):
    late = told(event, kind, {"control_point": "accueil"}, ONE.id, ahead=FUTURE)
    assert take(event, late) == (0, {NotTaken.AHEAD})
    assert take(event, told(event, kind, {}, ONE.id, ahead=timedelta(hours=20)))[0] == 1


def test_what_a_desk_writes_follows_no_id_that_others_would_not_take(event, clock):
    last = bytes.fromhex("069fb9a0cfff7fffbfffffffffffffff")
    row = (last, str(EntryKind.NOTE_LEFT), "", "d", MORNING.isoformat(), "{}")
    event.db.conn.execute("INSERT INTO journal (id, kind, subject, desk, at, body) VALUES (?, ?, ?, ?, ?, ?)", row)
    with event.transaction():
        entry = event.journal.append(EntryKind.NOTE_LEFT, "", {"text": "x"}, at=clock(), desk="d")
    assert entry.id < last
    assert take(event, SealedEntry(entry.id, "note_left", "", "e", MORNING.isoformat(), "{}"))[1] == frozenset()


def test_a_clock_of_before_the_event_is_wrong_and_keeps_nothing_out(event, elsewhere):
    """A laptop with an empty battery on its board begins in 2019; it still hears of everybody."""
    object.__setattr__(elsewhere.event.journal, "_nanoseconds", lambda: 1_546_300_800 * 10**9)
    add_people(event, MORNING, an_attendee(8))
    elsewhere.meet()
    assert journal_purge.people(elsewhere.event.db) == 4


def test_an_honest_desk_whose_clock_is_a_month_ahead_is_named_and_a_person_lets_its_arrivals_count(event):
    ahead = timedelta(days=30)
    arrival = told(event, EntryKind.CHECKED_IN, {"control_point": "accueil"}, ONE.id, ahead=ahead, desk="Accueil 3")
    outbox = Outbox(event.db, event.journal)
    assert outbox.absorb([arrival]) == 0
    assert outbox.ahead == arrival
    with event.transaction():
        event.journal.take_until(id_time(arrival.id))
    assert outbox.ahead is None
    assert outbox.absorb([arrival]) == 1
    assert event.journal.history(ONE.id).visit("accueil").is_inside
    event.journal.append(EntryKind.NOTE_LEFT, "", {"text": "x"}, at=MORNING, desk="d")
    assert event.journal.newest().kind == EntryKind.NOTE_LEFT  # what this desk writes next comes after it


def test_a_date_of_another_century_in_an_entry_stops_no_purge(event, desk):
    record = PrivacyRecord(until=date(2023, 7, 10), by_itself=WHY)
    purge_day.save(event, record, at=desk.now(), desk=desk.name)
    assert told(event, EntryKind.CHECKED_IN, {}, ONE.id, at=MORNING.replace(year=2199)) is None
    assert PurgeDay(event, desk).is_clock_believed


def test_nor_does_a_time_on_paper_of_another_century_come_in(event):
    times = ["2199-01-01T08:00:00+00:00", id_time(told(event, EntryKind.CHECKED_IN).id).isoformat()]
    bodies = [{"control_point": "accueil", "written_at": each} for each in times]
    assert [told(event, EntryKind.CHECKED_IN, body, ONE.id) is not None for body in bodies] == [False, True]


def test_a_body_that_says_two_things_under_one_key_is_not_taken(event):
    """The database reads the first, Python the last: an arrival would stand in one list and not in the other."""
    arrival = told(event, EntryKind.CHECKED_IN, {"control_point": "accueil"}, ONE.id)
    for body in ('{"control_point":"x","control_point":"accueil"}', '{"a":{"b":1,"\\u0062":2}}'):
        assert read_sealed(replace(arrival, body=body).fields()) is None


# The programme


def closed_to_all(programme):
    """The programme with an entrance that opens next year: nobody would come in."""
    later = MORNING + timedelta(days=365)
    point = replace(programme.control_points[0], opens=later, closes=later + timedelta(hours=1))
    return replace(programme, control_points=(point, *programme.control_points[1:]))


def planned(event, programme, *, ahead=timedelta()):
    """What another desk writes for this change, unsealed."""
    rows = change_entries(event.planned(), programme)
    return [told(event, kind, body, subject, ahead=ahead, number=n) for n, (kind, subject, body) in enumerate(rows)]


def test_a_programme_that_no_supervisor_sealed_changes_nothing(event, supervision):
    before = event.programme()
    other_title = replace(before, event=replace(before.event, title="Annulé"))
    for new in (closed_to_all(before), other_title):
        left_out = take(event, *planned(event, new))[1]
        assert NotTaken.UNSEALED in left_out
        assert event.programme() == before


def test_nor_does_one_of_before_the_supervisor_was_named(event, supervision):
    before = event.programme()
    take(event, *planned(event, closed_to_all(before), ahead=-timedelta(hours=3)))
    assert event.programme() == before


def test_the_editor_with_a_pin_changes_it_at_every_desk_once(event, supervision, elsewhere, clock):
    before = event.programme()
    new = closed_to_all(before)
    allowed = supervision.authority("change", "4071")
    save_programme(event, ProgrammeDraft(before, new), at=clock(), desk="Accueil 1", authority=allowed)
    elsewhere.meet()
    assert elsewhere.event.programme() == new
    entry = event.journal.entries_of_kinds([EntryKind.CONTROL_POINT_PLANNED])[-1]
    save_programme(event, ProgrammeDraft(new, before), at=clock(), desk="Accueil 1", authority=allowed)
    elsewhere.meet()
    again = told(event, entry.kind, dict(entry.body), entry.subject)
    assert take(elsewhere.event, again) == (0, {NotTaken.UNSEALED})
    assert elsewhere.event.programme() == before


def test_a_desk_that_joins_later_has_the_programme_whatever_became_of_the_supervisors(
    event, supervision, elsewhere, clock
):
    """It hears first, from a third desk, that who sealed it was removed."""
    supervision.name("Bruno", "90210", supervision.authority("helps", "4071"))
    new = closed_to_all(event.programme())
    allowed = supervision.authority("change", "90210")
    save_programme(event, ProgrammeDraft(event.programme(), new), at=clock(), desk="Accueil 1", authority=allowed)
    supervision.remove(supervision.supervisors()[1], supervision.authority("left", "4071"))
    ana = supervision.supervisors()[0]
    supervision.change_pin(ana, "271828", supervision.authority("was seen", "4071"))
    first = [e for _, e in Outbox(event.db, event.journal).since(0, 10_000) if e.kind.startswith("supervisor_")]
    take(elsewhere.event, *first)
    elsewhere.meet()
    assert elsewhere.event.programme() == new
    assert not Outbox(elsewhere.event.db, elsewhere.event.journal).left_out


def test_what_a_speakers_desk_says_needs_no_pin(event, supervision, elsewhere):
    speaker = event.programme().speakers[0]
    Speakers(elsewhere.event, elsewhere.desk).confirm(speaker.id)
    elsewhere.meet()
    assert next(s for s in event.programme().speakers if s.id == speaker.id).is_confirmed


@pytest.mark.parametrize("is_named_first", [True, False])
def test_what_a_ticketing_pulls_counts_where_a_supervisor_joined_it(event, desk, elsewhere, clock, is_named_first):
    """A device is joined with a PIN, or before there is one; its token seals what it pulls."""
    device = PretixDevice("org", 7, "Accueil 1", "S", "full", "a token", "")
    supervision, authority = Supervision(event, desk), None
    if is_named_first:
        supervision.name(ANA, "4071", FIRST)
        authority = supervision.authority("tickets", "4071")
    announce_device(event, device, desk.name, authority=authority)
    if not is_named_first:
        supervision.name(ANA, "4071", FIRST)
    elsewhere.meet()
    before = event.programme()
    rows = change_entries(event.planned(), closed_to_all(before))
    for token, programme in (("another token", before), ("a token", closed_to_all(before))):
        sealed = sealed_rows(event, rows, ticketing_signer(event.key.event, token))
        take(elsewhere.event, *(told(event, kind, body, subject) for kind, subject, body in sealed))
        assert elsewhere.event.programme() == programme
    joined = elsewhere.event.journal.entries_of_kinds([EntryKind.TICKETING_JOINED])
    assert {(entry.body["device"], entry.desk) for entry in joined} == {(7, desk.name)}


def test_a_device_that_a_stolen_laptop_invents_is_not_vouched_for_when_the_supervisors_change(
    event, supervision, elsewhere
):
    invented = ticketing_signer(event.key.event, "a token of mine")
    joined = told(event, EntryKind.TICKETING_JOINED, joined_body({"device": 66}, invented), desk="Accueil 9")
    assert take(event, joined)[0] == 1  # it is recorded, as what a desk says of itself
    supervision.name("Bruno", "90210", supervision.authority("helps", "4071"))
    elsewhere.meet()
    before = event.programme()
    rows = sealed_rows(event, change_entries(event.planned(), closed_to_all(before)), invented)
    for reader in (event, elsewhere.event):
        assert NotTaken.UNSEALED in take(reader, *(told(event, k, body, subject) for k, subject, body in rows))[1]
        assert reader.programme() == before


# The demonstration


def test_a_real_event_becomes_no_demonstration(event, tmp_path, clock):
    take(event, told(event, EntryKind.EVENT_DESCRIBED, {"title": "Gala", "demo": True, "is_demo": True}))
    assert not event.programme().event.is_demo
    (tmp_path / "p.toml").write_text('[event]\ntitle = "Gala"\nday = 2023-07-04\n', encoding="utf-8")
    event.plan(load_programme(tmp_path / "p.toml"), at=clock(), desk="Accueil 1")
    assert not event.programme().event.is_demo


# Number


def test_of_one_person_so_many_entries_are_taken_and_the_others_go_on(event, monkeypatch):
    monkeypatch.setattr("checkin.core.sync.sealed_entry.MOST_ABOUT_ONE", 50)
    flood = [told(event, EntryKind.WAITING_JOINED, {"session": "x"}, ONE.id, number=n) for n in range(60)]
    arrival = told(event, EntryKind.CHECKED_IN, {"control_point": "accueil"}, an_attendee(2).id, number=99)
    assert take(event, *flood, arrival) == (
        50,
        {NotTaken.TOO_MANY},
    )  # 49 and the arrival: the person was added by one more
    assert event.journal.count_about([an_attendee(2).id])[an_attendee(2).id] == 2
    assert MOST_ABOUT_ONE >= 1000


def test_the_journal_stays_sound_whatever_was_left_out(event, supervision):
    take(event, told(event, EntryKind.EVENT_PURGED), told(event, EntryKind.CHECKED_IN, {}, ONE.id, ahead=FUTURE))
    assert not check_file(event).problems


# One id for two entries


@pytest.mark.parametrize("copied", [False, True])
def test_an_undo_that_names_a_copy_takes_no_arrival_away(event, desk, copied):
    desk.check_in(ONE.id)
    arrival = event.journal.newest()
    assert arrival is not None
    left = told(event, EntryKind.WAITING_LEFT, {"session": "x"}, ONE.id, number=5)
    instead = left.id.hex() if copied else "0" * 32
    undo = told(event, EntryKind.UNDONE, {"targets": [arrival.id.hex()], "instead": instead}, ONE.id, number=6)
    take(event, left, undo)
    history = event.journal.history(ONE.id)
    assert history.visit("accueil").is_inside
    assert history.visit("accueil").arrived.at == arrival.at
    assert not [words for words, _ in check_file(event).problems if "damaged" in words.text]


def test_one_that_was_taken_in_before_leaves_a_trace(event, desk):
    """A version that believed every copy has the undo in its journal."""
    desk.check_in(ONE.id)
    arrival = event.journal.newest()
    undo = told(event, EntryKind.UNDONE, {"targets": [arrival.id.hex()], "instead": "0" * 32}, ONE.id, number=6)
    with event.transaction():
        event.journal.insert([undo])
    assert [(c.field, c.desk) for c in event.journal.history(ONE.id).corrections] == [("checked_in:accueil", desk.name)]
    assert event.journal.twins() == {}


def test_what_a_hub_takes_from_desks_with_the_right_to_purge_alone_is_privileged_at_each_desk_too():
    sql = (resources() / "sql" / "hub.sql").read_text(encoding="utf-8")
    (listed,) = re.findall(r"FUNCTION checkin\.needs_may_purge.*?END;", sql, re.DOTALL)
    kinds = {EntryKind(kind) for kind in re.findall(r"WHEN '(\w+)'", listed)}
    assert kinds == {EntryKind.EVENT_PURGED, EntryKind.PRIVACY_DESCRIBED}
    assert all(RULES[kind].needs_seal or RULES[kind].decides_at_its_desk for kind in kinds)


def test_merges_one_after_the_other_make_no_person_of_more_entries_either(event, monkeypatch):
    monkeypatch.setattr("checkin.core.sync.sealed_entry.MOST_ABOUT_ONE", 40)
    for start in range(0, 100, 10):
        chain = [
            told(event, EntryKind.ATTENDEE_MERGED, {"into": f"r{n + 1}"}, f"r{n}", number=n)
            for n in range(start, start + 10)
        ]
        take(event, *chain)
    whole = event.journal.count_about(f"r{n}" for n in range(101))
    assert 30 < max(whole.values()) <= 40
