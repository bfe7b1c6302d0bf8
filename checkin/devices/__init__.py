# SPDX-License-Identifier: GPL-3.0-or-later
"""Hardware behind small seams: cameras, scanners, printers, loudspeakers, disks. Knows no event."""
