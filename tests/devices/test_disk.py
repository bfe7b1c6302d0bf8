# SPDX-License-Identifier: GPL-3.0-or-later
from checkin.devices.computer import measure_disk
from tests.fakes import FakeSeconds
from tests.full_disk import full_disk


def test_a_record_is_written_for_real_and_nothing_stays(tmp_path):
    ticks = iter((10.0, 10.25))
    state = measure_disk(tmp_path, lambda: next(ticks))
    assert state.took == 0.25
    assert state.free > 0
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full_or_gone_is_found_out(tmp_path):
    with full_disk(most=100):
        assert measure_disk(tmp_path, FakeSeconds()).took is None
    gone = measure_disk(tmp_path / "gone", FakeSeconds())
    assert (gone.took, gone.free) == (None, 0)
