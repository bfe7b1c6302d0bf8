# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining takes a while: how far it is, and whoever goes back meanwhile."""

import pytest

from checkin.core.progress import WHOLE, Cancelled, ignore_progress
from checkin.core.sync.invitation import Invitation, Volume
from checkin.services.sync.joining import join, open_hub
from checkin.services.sync.usb_exchange import exchange_and_renew
from tests.services.lists import bring


@pytest.fixture
def invitation(event, clock, tmp_path):
    """To a folder in which this event told everything."""
    (tmp_path / "share").mkdir()
    share = Volume((tmp_path / "share").as_posix())
    bring(event, clock, *(f"Zoé;Durand-{n};;;;;;" for n in range(450)))
    exchange_and_renew(event.path, share, clock, ignore_progress)
    return Invitation("Rencontre", event.key, share.root)


def joined(invitation, path, tell):
    return join(invitation, path, "Accueil 2", open_hub, tell)


def test_how_far_it_is_only_grows(invitation, event, tmp_path):
    told = []
    there = joined(invitation, tmp_path / "other.checkin", lambda done, total: told.append((done, total)))
    assert there.journal.count() == event.journal.count()
    assert {total for _, total in told} == {WHOLE}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len({done for done, _ in told}) >= 4
    there.close()


def test_whoever_goes_back_leaves_no_file_at_whatever_moment(invitation, tmp_path):
    """Not when all is there either: nothing is opened any more, the window has gone."""
    told = []
    joined(invitation, tmp_path / "other.checkin", lambda done, _: told.append(done)).close()
    assert told[-1] == WHOLE
    for moment in range(len(told)):
        left = iter(range(moment))

        def tell(_done, _total, left=left):
            if next(left, None) is None:
                raise Cancelled

        with pytest.raises(Cancelled):
            joined(invitation, tmp_path / f"other-{moment}.checkin", tell)
    assert [file.name for file in sorted(tmp_path.glob("other*"))] == ["other.checkin"]
