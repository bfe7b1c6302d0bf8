# SPDX-License-Identifier: GPL-3.0-or-later
"""The other desks: joining, status, keys, what was done apart."""
