# SPDX-License-Identifier: GPL-3.0-or-later
"""Before the doors open: readiness measured, devices tried."""
