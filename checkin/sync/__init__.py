# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync: copying journal entries between desks, over a folder, a USB drive or a PostgreSQL hub; and the calls to pretix.

`sync` may import `storage`, `network` and `core`. It knows no rule of admission, no widget and no thread:
`services.sync` runs it in a worker thread, so that no scan waits for it. Every failure leaves as `SyncError`, and the
desk goes on alone.

    exchange: wait_for_news                      until a peer may have entries, or the desk wrote some
                    │
              Exchange.run_round ──▶ Outbox (storage)      entries to send, entries received, cursor
                    └──────────────▶ Peer (protocol)       push, pull, forget, heartbeats
                                       ├─ FolderPeer       folder_peer: each desk appends to its own files
                                       │    └─ UsbPeer     the same on a USB drive
                                       ├─ PostgresPeer     postgres_peer, over hub_connection
                                       └─ UnavailablePeer  the address cannot be read

A *hub* is the PostgreSQL database that desks share, on a computer of theirs or a rented one: five tables and a few
functions (`resources/sql`), no program of ours. Users read "shared server". `hub_address` has its address with safe
options, the connection and its errors; `hub_admin` what the organiser does there: preparing it, admitting and revoking
desks. `heartbeats` has the small files of a shared folder, and whole events on a USB drive.

    pretix_device_code ──▶ pretix_client (calls, answers) ──▶ pretix_connection (limits, errors) ──▶ network
"""
