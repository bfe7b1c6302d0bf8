# SPDX-License-Identifier: GPL-3.0-or-later
"""What an editor made of the programme, in the journal: only what differs, beside what others wrote."""

from dataclasses import replace

import openpyxl
import pytest

from checkin.core.attendee import Status
from checkin.core.message import UserError
from checkin.core.programme.programme import ControlPoint, Event, Session
from checkin.core.programme.programme_difference import item_name
from checkin.core.programme.programme_edits import ProgrammeDraft, provisional_id, put_item, remove_item
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import day_report_from_tables
from checkin.services.event_file import PROGRAMME_KINDS, EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.programme.programme_importing import save_programme
from checkin.services.programme.programme_queries import ProgrammeQueries
from checkin.services.programme.programme_use import read_programme_use
from checkin.translation import Translator
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.services.lists import bring, person


def opened(event):
    return ProgrammeDraft(event.programme(), event.programme())


def save(event, clock, draft, **fields):
    return save_programme(event, draft, at=clock(), desk="d", **fields)


def test_only_what_differs_is_written_with_who_allowed_it(event, clock):
    draft = opened(event)
    workshop = draft.now.sessions[0]
    before = len(event.journal.entries_of_kinds(PROGRAMME_KINDS))
    save(
        event,
        clock,
        draft.with_change(put_item(draft.now, replace(workshop, room="Salle 3"))),
        authority=Authority("Ana", "x"),
    )
    written = event.journal.entries_of_kinds(PROGRAMME_KINDS)[before:]
    assert [(e.kind, e.subject, e.body["room"], e.body["allowed_by"]) for e in written] == [
        ("session_planned", "atelier-b", "Salle 3", "Ana")
    ]
    assert event.programme().sessions[0].room == "Salle 3"


def test_nothing_is_written_of_a_programme_that_is_as_it_was(event, clock):
    before = event.journal.count()
    save(event, clock, opened(event))
    assert event.journal.count() == before


def test_new_items_get_their_ids_when_they_are_saved(event, clock):
    draft = opened(event)
    session = Session(provisional_id(draft.now), "Atelier E")
    draft = draft.with_change(put_item(draft.now, session))
    draft = draft.with_change(put_item(draft.now, ControlPoint(provisional_id(draft.now), "Atelier E", session.id)))
    saved = save(event, clock, draft).programme
    assert (saved.sessions[-1].id, saved.control_points[-1].session) == ("atelier-e", "atelier-e")
    assert event.programme() == saved


def test_what_somebody_else_changed_meanwhile_is_kept_and_told(event, clock):
    draft = opened(event)
    point = draft.now.control_points[0]
    event.plan(put_item(draft.now, replace(point, note="Badges")), at=clock(), desk="e")
    saved = save(event, clock, draft.with_change(put_item(draft.now, replace(point, name="Entrée"))))
    assert [(item_name(c.item), list(c.changed)) for c in saved.theirs.changed] == [("Accueil", ["note"])]
    point = event.programme().control_points[0]
    assert (point.name, point.note) == ("Entrée", "Badges")


def test_two_changes_that_make_a_mistake_together_are_not_written(event, clock):
    draft = opened(event)
    event.plan(put_item(draft.now, ControlPoint("x", "Porte")), at=clock(), desk="e")
    before = event.journal.count()
    with pytest.raises(UserError) as raised:
        save(event, clock, draft.with_change(put_item(draft.now, ControlPoint("new", "PORTE"))))
    assert "Nothing was saved" in str(raised.value)
    assert event.journal.count() == before


def test_an_event_that_nobody_described_is_described_by_its_editor(tmp_path, clock):
    event = EventFile.create(tmp_path / "journée.checkin")
    draft = opened(event)
    save(event, clock, draft.with_change(replace(draft.now, event=Event("Rencontre"))))
    assert event.planned().event == Event("Rencontre")
    event.close()


def test_who_depends_on_what(event, clock, desk):
    add_people(event, clock(), an_attendee(9, category="PRESSE", places=2, custom={"Repas": "oui"}))
    desk.check_in(an_attendee(1).id)
    use = read_programme_use(event)
    assert (use.registered, use.passed, use.custom) == ({"atelier-b": 1}, {"accueil": 1}, ("Repas",))
    participant, _, presse = event.programme().categories
    assert (use.of_category(participant), use.of_category(presse)) == (2, 2)


def test_registered_is_one_number_and_the_account_says_that_it_counts_cancelled_ones_too(event, desk, clock):
    add_people(event, clock(), *(an_attendee(n, category="presse", sessions=("atelier-b",)) for n in (7, 8)))
    desk.registration.set_status({an_attendee(8).id: Status.CANCELLED})
    session, presse = event.programme().sessions[0], event.programme().categories[2]
    use, account = read_programme_use(event), day_report_from_tables(event)
    (figures,) = (f for f in ProgrammeQueries(event).read(clock()).sessions if f.session == session)
    assert (use.of_session(session), figures.registered) == (2, 2)
    assert (account.sessions["atelier-b"].registered, account.sessions["atelier-b"].cancelled) == (3, 1)
    assert (use.of_category(presse), account.categories["presse"].registered) == (1, 2)
    export_attendance(event, event.path.with_name("out.xlsx"), Translator("fr").translate)
    table = openpyxl.load_workbook(event.path.with_name("out.xlsx"))["Compte"]
    assert table["B1"].value == "Inscriptions, annulées comprises"


def test_the_sessions_a_list_speaks_of_are_known_while_there_is_none_and_then_whose_they_are(tmp_path, clock):
    event = EventFile.create(tmp_path / "journée.checkin")
    bring(
        event, clock, "Zoé;Durand;Atelier B; Atelier A", "Max;Petit;Atelier A;", header="Prénom;Nom;Atelier 1;Atelier 2"
    )
    assert read_programme_use(event).listed_sessions == ("Atelier A", "Atelier B")
    draft, planned = opened(event), opened(event).now
    for title in read_programme_use(event).listed_sessions:
        planned = put_item(planned, Session(provisional_id(planned), title, is_booked=True))
    save(event, clock, draft.with_change(planned))
    assert read_programme_use(event).listed_sessions == ()
    assert person(event, "Durand").sessions == ("atelier-b", "atelier-a")
    assert person(event, "Petit").sessions == ("atelier-a",)
    event.close()


LISTED = "Atelier A – Écouter, comprendre et décider ensemble"


def taken(event):
    """The sessions of the list, as the editor takes them."""
    planned = opened(event).now
    for title in read_programme_use(event).listed_sessions:
        planned = put_item(planned, Session(provisional_id(planned), title, is_booked=True, also_called=(title,)))
    return planned


def renamed(programme, title):
    return put_item(programme, replace(programme.sessions[0], title=title))


def test_a_session_of_the_list_that_is_renamed_before_it_is_saved_keeps_who_is_registered(tmp_path, clock):
    event = EventFile.create(tmp_path / "journée.checkin")
    lines = (f"Zoé;Durand;{LISTED}", f"Max;Petit;{LISTED}", "Ada;Noir;")
    bring(event, clock, *lines, header="Prénom;Nom;Atelier")
    draft = opened(event).with_change(taken(event))
    assert read_programme_use(event).of_session(draft.now.sessions[0]) == 2
    draft = draft.with_change(renamed(draft.now, "Concertation"))
    assert read_programme_use(event).of_session(draft.now.sessions[0]) == 2
    (session,) = save(event, clock, draft).programme.sessions
    assert read_programme_use(event).of_session(session) == 2
    assert person(event, "Durand").sessions == (session.id,)
    assert bring(event, clock, *lines, header="Prénom;Nom;Atelier").changed == 0
    event.close()


def test_a_session_that_is_renamed_later_is_still_found_by_what_the_list_calls_it(tmp_path, clock):
    event = EventFile.create(tmp_path / "journée.checkin")
    lines = (f"Zoé;Durand;{LISTED}", "Max;Petit;Atelier B")
    bring(event, clock, *lines, header="Prénom;Nom;Atelier")
    save(event, clock, opened(event).with_change(taken(event)))
    for title in ("Concertation", "Concertation, salle comble"):
        save(event, clock, opened(event).with_change(renamed(opened(event).now, title)))
        done = bring(event, clock, *lines, header="Prénom;Nom;Atelier")
        assert (done.changed, done.problems) == (0, ())
    assert person(event, "Durand").sessions == (event.programme().sessions[0].id,)
    event.close()


def test_a_title_that_another_session_has_now_is_that_sessions(tmp_path, clock):
    event = EventFile.create(tmp_path / "journée.checkin")
    bring(event, clock, "Zoé;Durand;Atelier A", "Max;Petit;Atelier B", header="Prénom;Nom;Atelier")
    save(event, clock, opened(event).with_change(taken(event)))
    first, second = event.programme().sessions
    draft = opened(event)
    now = put_item(put_item(draft.now, replace(first, title="Atelier B")), replace(second, title="Atelier A"))
    save(event, clock, draft.with_change(now))
    done = bring(event, clock, "Zoé;Durand;Atelier A", "Max;Petit;Atelier B", header="Prénom;Nom;Atelier")
    assert done.changed == 2
    assert person(event, "Durand").sessions == (second.id,)
    event.close()


def test_a_session_that_goes_takes_its_door_with_it(event, clock):
    draft = opened(event)
    saved = save(event, clock, draft.with_change(remove_item(draft.now, draft.now.sessions[0])))
    assert saved.programme.control_point("atelier-b") is None
    assert event.programme() == saved.programme
