# SPDX-License-Identifier: GPL-3.0-or-later
"""What an organiser does at a hub from the window of a desk, and what becomes of the laptop that was lost."""

import pytest

from checkin.core.desk_settings import Settings
from checkin.core.message import SyncError, UserError
from checkin.services.sync import joining
from checkin.services.sync.joining import ensure_identity, invite, join, make_peer_syncs, open_hub
from checkin.sync.hub_address import HubAddress
from tests.builders import KEY, MORNING, an_attendee
from tests.sync.pg import Meeting

ONE = an_attendee(1)


@pytest.fixture
def here(cluster, event):
    """The hub of the event, and this desk at it."""
    meeting = Meeting(cluster, event=event.key.event)
    yield meeting, meeting.address("Accueil 1")
    meeting.close()


def met(event, hub):
    (place,) = make_peer_syncs(event, ensure_identity(Settings(hub=hub)), lambda: MORNING, open_hub)
    place.step(0, "Accueil")
    place.close()
    return place


def test_a_lost_laptop_is_shut_out_alone_and_its_copy_forgets_everybody(here, event, tmp_path):
    meeting, own = here
    assert met(event, own).status.error is None
    organiser = meeting.cluster.url(meeting.database)
    address = joining.admit_hub_desk(organiser, KEY.event, "Accueil 2", own)
    other = join(invite(event, Settings(hub=own), address), tmp_path / "two.checkin", "Accueil 2", open_hub)
    assert other.attendees.get(ONE.id).name == ONE.name
    assert [desk.name for desk in joining.hub_desks(organiser, KEY.event)] == ["Accueil 1", "Accueil 2"]
    joining.revoke_hub_desk(organiser, KEY.event, "Accueil 2", erases=True)
    assert met(event, own).status.error is None
    lost = met(other, address)
    assert lost.is_lost
    assert "its copy to be erased" in str(lost.status.error)
    assert other.attendees.get(ONE.id) is None
    other.close()
    assert ONE.last_name.encode() not in (tmp_path / "two.checkin").read_bytes()
    assert event.attendees.get(ONE.id).name == ONE.name


def test_a_name_that_is_taken_is_refused_for_its_desk_would_be_shut_out(here):
    meeting, own = here
    with pytest.raises(UserError, match="already"):
        joining.admit_hub_desk(meeting.cluster.url(meeting.database), KEY.event, "Accueil 1", own)


def test_whoever_sits_at_the_server_gives_the_address_that_other_computers_know(here):
    meeting, _ = here
    organiser = meeting.cluster.url(meeting.database)
    far = f"postgresql://a:b@127.0.0.2:{meeting.cluster.port}/{meeting.database}"
    assert (
        HubAddress.read(joining.admit_hub_desk(organiser, KEY.event, "2", far)).host
        == f"127.0.0.2:{meeting.cluster.port}"
    )
    assert HubAddress.read(joining.admit_hub_desk(organiser, KEY.event, "3", organiser)).is_local


def test_a_wrong_password_of_the_organiser_is_told(here):
    meeting, _ = here
    with pytest.raises(SyncError, match="password"):
        joining.hub_desks(meeting.cluster.url(meeting.database, who="organiser:wrong"), KEY.event)
