# SPDX-License-Identifier: GPL-3.0-or-later
"""A session that is renamed keeps who is registered for it, whatever list comes before or after."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.programme.programme import Session
from checkin.core.programme.programme_difference import MOST_TITLES
from checkin.core.programme.programme_edits import ProgrammeDraft, provisional_id, put_item
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_importing import save_programme
from checkin.services.programme.programme_use import read_programme_use, registered
from tests.builders import MORNING
from tests.fakes import FakeClock
from tests.services.lists import bring, person

HEADER = "Prénom;Nom;A1 – Rivières;A2 – Sols;Newsletter"
TICKED = ("Zoé;Durand;x;;x", "Max;Petit;;oui;", "Ada;Noir;1;✓;x")
NAMED = "Prénom;Nom;Ateliers"
WRITTEN = ("Zoé;Durand;A1 – Rivières", "Max;Petit;A2 – Sols", "Ada;Noir;A1 – Rivières | A2 – Sols")
LISTS = {HEADER: TICKED, NAMED: WRITTEN}
GOES = {"Durand": ("a1-rivieres",), "Petit": ("a2-sols",), "Noir": ("a1-rivieres", "a2-sols")}


def save(event, clock, change):
    draft = ProgrammeDraft(event.programme(), event.programme())
    save_programme(event, draft.with_change(change(draft.now)), at=clock(), desk="d")


def plan(event, clock):
    """Take the sessions that the list names into the programme, as the editor offers them."""

    def taken(programme):
        for title in read_programme_use(event).listed_sessions or ("A1 – Rivières", "A2 – Sols"):
            programme = put_item(
                programme, Session(provisional_id(programme), title, is_booked=True, also_called=(title,))
            )
        return programme

    save(event, clock, taken)


def rename(event, clock, number, title):
    save(event, clock, lambda now: put_item(now, replace(now.sessions[number], title=title)))


def goes(event):
    return {name: tuple(sorted(person(event, name).sessions)) for name in GOES}


@pytest.mark.parametrize("header", LISTS)
@pytest.mark.parametrize("is_planned_first", [True, False])
def test_columns_and_cells_of_sessions_are_registrations_before_and_after_the_programme(
    tmp_path, clock, header, is_planned_first
):
    event = EventFile.create(tmp_path / "journée.checkin")
    if is_planned_first:
        plan(event, clock)
    assert bring(event, clock, *LISTS[header], header=header).problems == ()
    if not is_planned_first:
        assert read_programme_use(event).listed_sessions == ("A1 – Rivières", "A2 – Sols")
        plan(event, clock)
    assert goes(event) == GOES
    assert registered(event) == {"a1-rivieres": 2, "a2-sols": 2}
    event.close()


step = st.one_of(
    st.tuples(st.just("rename"), st.integers(0, 1)),
    st.tuples(st.just("import"), st.sampled_from(list(LISTS))),
)


@settings(max_examples=30, deadline=None)
@given(st.booleans(), st.lists(step, min_size=1, max_size=12))
def test_no_order_of_renaming_and_importing_the_old_list_loses_a_registration(is_planned_first, steps):
    clock = FakeClock(MORNING)
    with TemporaryDirectory() as folder:
        event = EventFile.create(Path(folder) / "journée.checkin")
        if is_planned_first:
            plan(event, clock)
        bring(event, clock, *TICKED, header=HEADER)
        if not is_planned_first:
            plan(event, clock)
        for number, (what, value) in enumerate(steps):
            if what == "rename":
                rename(event, clock, value, f"Nouveau nom {number}")
            else:
                done = bring(event, clock, *LISTS[value], header=value)
                assert (done.added, done.problems) == (0, ())
            assert goes(event) == GOES
        event.close()


def test_the_title_that_lists_have_is_known_however_often_a_session_is_renamed(tmp_path, clock):
    event = EventFile.create(tmp_path / "journée.checkin")
    plan(event, clock)
    bring(event, clock, *TICKED, header=HEADER)
    for number in range(MOST_TITLES + 3):
        rename(event, clock, 0, f"Titre {number}")
    assert len(event.programme().sessions[0].also_called) == MOST_TITLES
    assert bring(event, clock, *TICKED, header=HEADER).changed == 0
    assert goes(event) == GOES
    event.close()
