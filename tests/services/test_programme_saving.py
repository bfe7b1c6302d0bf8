# SPDX-License-Identifier: GPL-3.0-or-later
"""What an editor made of the programme, in the journal; sessions that are renamed; and speakers who change."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.programme.programme import ControlPoint, Event, Session, Speaker
from checkin.core.programme.programme_difference import MOST_TITLES, item_name
from checkin.core.programme.programme_edits import ProgrammeDraft, provisional_id, put_item, remove_item
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import day_report_from_tables
from checkin.services.event_file import PROGRAMME_KINDS, EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.programme.programme_importing import save_programme
from checkin.services.programme.programme_queries import ProgrammeQueries
from checkin.services.programme.programme_use import Speakers, read_programme_use, registered
from checkin.translation import Translator
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.services.lists import bring, person


def opened(event):
    return ProgrammeDraft(event.programme(), event.programme())


def save(event, clock, draft, **fields):
    return save_programme(event, draft, at=clock(), desk="d", **fields)


@pytest.fixture
def bare(tmp_path):
    """An event of which nobody has said anything."""
    with closing(EventFile.create(tmp_path / "journée.checkin")) as made:
        yield made


def test_only_what_differs_is_written_with_who_allowed_it(event, clock):
    draft = opened(event)
    before = event.journal.count()
    save(event, clock, draft)
    assert event.journal.count() == before
    change = draft.with_change(put_item(draft.now, replace(draft.now.sessions[0], room="Salle 3")))
    save(event, clock, change, authority=Authority("Ana", "x"))
    (entry,) = event.journal.everything()[before:]
    assert entry.kind in PROGRAMME_KINDS
    assert (entry.subject, entry.body["room"], entry.body["allowed_by"]) == ("atelier-b", "Salle 3", "Ana")
    assert event.programme().sessions[0].room == "Salle 3"


def test_new_items_get_their_ids_when_they_are_saved(bare, clock):
    draft = opened(bare)
    session = Session(provisional_id(draft.now), "Atelier E")
    draft = draft.with_change(put_item(replace(draft.now, event=Event("Rencontre")), session))
    draft = draft.with_change(put_item(draft.now, ControlPoint(provisional_id(draft.now), "Atelier E", session.id)))
    saved = save(bare, clock, draft).programme
    assert (saved.sessions[-1].id, saved.control_points[-1].session) == ("atelier-e", "atelier-e")
    assert (bare.programme(), bare.planned().event) == (saved, Event("Rencontre"))


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
    with pytest.raises(UserError, match="Nothing was saved"):
        save(event, clock, draft.with_change(put_item(draft.now, ControlPoint("new", "PORTE"))))
    assert event.journal.count() == before


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


def test_the_sessions_a_list_speaks_of_are_known_while_there_is_none_and_then_whose_they_are(bare, clock):
    lines = "Zoé;Durand;Atelier B; Atelier A", "Max;Petit;Atelier A;"
    bring(bare, clock, *lines, header="Prénom;Nom;Atelier 1;Atelier 2")
    assert read_programme_use(bare).listed_sessions == ("Atelier A", "Atelier B")
    save(bare, clock, opened(bare).with_change(put_item(opened(bare).now, Session("a", "Atelier A – Rivières"))))
    use = read_programme_use(bare)
    assert (use.listed_sessions, use.listed_people) == (("Atelier B",), {"Atelier B": 1}), "what is not planned yet"
    save(bare, clock, opened(bare).with_change(taken(bare)))
    assert read_programme_use(bare).listed_sessions == ()
    assert set(person(bare, "Durand").sessions) == {"atelier-a-rivieres", "atelier-b"}
    assert person(bare, "Petit").sessions == ("atelier-a-rivieres",)


LISTED = "Atelier A – Écouter, comprendre et décider ensemble"


def taken(event):
    """The sessions of the list, as the editor takes them."""
    planned = opened(event).now
    for title in read_programme_use(event).listed_sessions:
        planned = put_item(planned, Session(provisional_id(planned), title, is_booked=True, also_called=(title,)))
    return planned


def renamed(programme, title):
    return put_item(programme, replace(programme.sessions[0], title=title))


def test_a_session_of_the_list_that_is_renamed_before_or_after_it_is_saved_keeps_who_is_registered(bare, clock):
    lines = (f"Zoé;Durand;{LISTED}", f"Max;Petit;{LISTED}", "Ada;Noir;")
    bring(bare, clock, *lines, header="Prénom;Nom;Atelier")
    draft = opened(bare).with_change(taken(bare))
    assert read_programme_use(bare).of_session(draft.now.sessions[0]) == 2
    for title in ("Concertation", "Concertation, salle comble"):
        draft = draft.with_change(renamed(draft.now, title))
        assert read_programme_use(bare).of_session(draft.now.sessions[0]) == 2
        (session,) = save(bare, clock, draft).programme.sessions
        assert read_programme_use(bare).of_session(session) == 2
        assert person(bare, "Durand").sessions == (session.id,)
        done = bring(bare, clock, *lines, header="Prénom;Nom;Atelier")
        assert (done.changed, done.problems) == (0, ())
        draft = opened(bare)


def test_a_title_that_another_session_has_now_is_that_sessions(bare, clock):
    lines = "Zoé;Durand;Atelier A", "Max;Petit;Atelier B"
    bring(bare, clock, *lines, header="Prénom;Nom;Atelier")
    save(bare, clock, opened(bare).with_change(taken(bare)))
    first, second = bare.programme().sessions
    draft = opened(bare)
    now = put_item(put_item(draft.now, replace(first, title="Atelier B")), replace(second, title="Atelier A"))
    save(bare, clock, draft.with_change(now))
    assert bring(bare, clock, *lines, header="Prénom;Nom;Atelier").changed == 2
    assert person(bare, "Durand").sessions == (second.id,)


def test_a_session_that_goes_takes_its_door_with_it(event, clock):
    draft = opened(event)
    saved = save(event, clock, draft.with_change(remove_item(draft.now, draft.now.sessions[0])))
    assert saved.programme.control_point("atelier-b") is None
    assert event.programme() == saved.programme


HEADER = "Prénom;Nom;A1 – Rivières;A2 – Sols;Newsletter"
TICKED = ("Zoé;Durand;x;;x", "Max;Petit;;oui;", "Ada;Noir;1;✓;x")
NAMED = "Prénom;Nom;Ateliers"
WRITTEN = ("Zoé;Durand;A1 – Rivières", "Max;Petit;A2 – Sols", "Ada;Noir;A1 – Rivières | A2 – Sols")
LISTS = {HEADER: TICKED, NAMED: WRITTEN}
GOES = {"Durand": ("a1-rivieres",), "Petit": ("a2-sols",), "Noir": ("a1-rivieres", "a2-sols")}


def change(event, clock, edit):
    draft = opened(event)
    save(event, clock, draft.with_change(edit(draft.now)))


def plan(event, clock):
    """Take the sessions that the list names into the programme, as the editor offers them."""

    def taken(programme):
        for title in read_programme_use(event).listed_sessions or ("A1 – Rivières", "A2 – Sols"):
            programme = put_item(
                programme, Session(provisional_id(programme), title, is_booked=True, also_called=(title,))
            )
        return programme

    change(event, clock, taken)


def retitle(event, clock, number, title):
    change(event, clock, lambda now: put_item(now, replace(now.sessions[number], title=title)))


def goes(event):
    return {name: tuple(sorted(person(event, name).sessions)) for name in GOES}


@pytest.mark.parametrize("header", LISTS)
@pytest.mark.parametrize("is_planned_first", [True, False])
def test_columns_and_cells_of_sessions_are_registrations_before_and_after_the_programme(
    bare, clock, header, is_planned_first
):
    if is_planned_first:
        plan(bare, clock)
    assert bring(bare, clock, *LISTS[header], header=header).problems == ()
    if not is_planned_first:
        assert read_programme_use(bare).listed_sessions == ("A1 – Rivières", "A2 – Sols")
        plan(bare, clock)
    assert goes(bare) == GOES
    assert registered(bare) == {"a1-rivieres": 2, "a2-sols": 2}


step = st.one_of(
    st.tuples(st.just("rename"), st.integers(0, 1)), st.tuples(st.just("import"), st.sampled_from(list(LISTS)))
)


@settings(max_examples=30, deadline=None)
@given(st.booleans(), st.lists(step, min_size=1, max_size=12))
def test_no_order_of_renaming_and_importing_the_old_list_loses_a_registration(is_planned_first, steps):
    clock = FakeClock(MORNING)
    with TemporaryDirectory() as folder, closing(EventFile.create(Path(folder) / "journée.checkin")) as event:
        if is_planned_first:
            plan(event, clock)
        bring(event, clock, *TICKED, header=HEADER)
        if not is_planned_first:
            plan(event, clock)
        for number, (what, value) in enumerate(steps):
            if what == "rename":
                retitle(event, clock, value, f"Nouveau nom {number}")
            else:
                done = bring(event, clock, *LISTS[value], header=value)
                assert (done.added, done.problems) == (0, ())
            assert goes(event) == GOES


def test_the_title_that_lists_have_is_known_however_often_a_session_is_renamed(bare, clock):
    plan(bare, clock)
    bring(bare, clock, *TICKED, header=HEADER)
    for number in range(MOST_TITLES + 3):
        retitle(bare, clock, 0, f"Titre {number}")
    assert len(bare.programme().sessions[0].also_called) == MOST_TITLES
    assert bring(bare, clock, *TICKED, header=HEADER).changed == 0
    assert goes(bare) == GOES


PLANNED = a_programme().speakers[0]
ZOE_BA = an_attendee(30, first_name="Zoé", last_name="Ba", role="Élue", organisation="Ville de Brest")


@pytest.fixture
def speakers(event, desk):
    return Speakers(event, desk)


def test_confirmed_and_back_are_one_entry_each_with_desk_and_time_and_what_is_so_already_none(
    speakers, event, desk, clock
):
    before = event.journal.count()
    assert speakers.unconfirm("s/1").after == speakers.restore("s/1").after == PLANNED
    for act in (lambda: speakers.substitute("s/1", " \t"), lambda: speakers.confirm("gone")):
        with pytest.raises(UserError):
            act()
    assert event.journal.count() == before
    clock.pass_by(minutes=3)
    change = speakers.confirm("s/1")
    assert (change.before, change.after) == (PLANNED, replace(PLANNED, is_confirmed=True))
    assert event.journal.count() == before + 1
    entry = event.journal.entries_of_kinds([EntryKind.SPEAKER_PLANNED])[-1]
    assert (entry.subject, entry.desk, entry.at) == ("s/1", "Accueil 1", clock())
    assert desk.programme.speakers[0].is_confirmed
    assert speakers.unconfirm("s/1").after == PLANNED
    assert event.programme().speakers == (PLANNED,)


def test_a_substitute_is_welcomed_as_a_speaker_and_names_who_was_planned_first(speakers, event, desk, clock):
    add_people(event, clock(), ZOE_BA)
    assert desk.scan(ZOE_BA.ticket_code).speaker is None
    desk.undo(event.journal.newest_passages("accueil", 1)[0].id)
    change = speakers.substitute("s/1", ZOE_BA.name, ZOE_BA.role, ZOE_BA.organisation)
    assert change.after == Speaker("s/1", "Zoé Ba", "Élue", "Ville de Brest", "s", True, "Sylvain REYMOND")
    answer = desk.scan(ZOE_BA.ticket_code)
    assert (answer.reason, answer.speaker) == (Reason.ATTENTION, change.after)
    again = speakers.substitute("s/1", "  Max \n Roy ", "Préfet")
    assert (again.after.name, again.after.role, again.after.replaces) == ("Max Roy", "Préfet", "Sylvain REYMOND")


def test_put_back_the_planned_speaker_is_as_before_and_by_name_replaces_nobody(speakers, event):
    speakers.substitute("s/1", "Zoé Ba")
    speakers.substitute("s/1", "Max Roy")
    assert speakers.restore("s/1").after == PLANNED
    assert event.programme().speakers == (PLANNED,)
    speakers.substitute("s/1", "Zoé Ba")
    assert speakers.substitute("s/1", "Reymond Sylvain").after.replaces == ""


def test_who_came_with_the_file_as_a_substitute_leaves_only_the_name_that_was_planned(speakers, event, clock):
    came = Speaker("s/1", "Zoé Ba", "Élue", "Ville", "s", True, "Une Autre")
    event.plan(replace(a_programme(), speakers=(came,)), at=clock(), desk="d")
    assert speakers.restore("s/1").after == Speaker("s/1", "Une Autre", "", "", "s")


def test_another_windows_change_stays(speakers, event, clock):
    two = replace(PLANNED, id="s/2", name="Zoé Ba")
    event.plan(replace(a_programme(), speakers=(PLANNED, two)), at=clock(), desk="d")
    with closing(EventFile.open(event.path)) as other:
        other.plan(replace(a_programme(), speakers=(PLANNED, replace(two, role="Élue"))), at=clock(), desk="d")
    speakers.confirm("s/1")
    assert event.programme().speakers == (replace(PLANNED, is_confirmed=True), replace(two, role="Élue"))


def test_a_programme_without_control_points_is_not_written_anew(speakers, event, clock):
    event.plan(replace(a_programme(), event=Event("Petit"), control_points=()), at=clock(), desk="d")
    before = event.journal.count()
    speakers.confirm("s/1")
    assert event.journal.count() == before + 1
