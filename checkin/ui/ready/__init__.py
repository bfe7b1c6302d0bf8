# SPDX-License-Identifier: GPL-3.0-or-later
"""Is everything ready: before the doors open, and the rehearsal."""
