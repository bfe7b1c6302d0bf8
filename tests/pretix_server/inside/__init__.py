# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs in pretix's process. Nothing of Checkin or its tests imports it (README.md)."""
