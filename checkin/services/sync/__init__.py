# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync with other desks: the sync thread, joining an event, USB drives, clocks, and the desks of a hub.

May import `core`, `storage`, `sync`, `services.ticketing`, and of `services` its modules `event_file` and
`threads`. `checkin.sync` moves sealed entries; this package decides when, from which places and in which
thread.

    peer_sync: SyncWorker (thread, its own EventFile)
                 └─ PeerSync, one for the shared folder, one for the hub
                      ├─ sync.Exchange: outbox → peer, peer → outbox (one round)
                      ├─ HeardDesks: heartbeats of the others, clones of this desk
                      └─ ClockRecorder: this computer's clock, as an entry
    joining, usb_exchange: run once, in a BackgroundTask (thread)
"""
