# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures as values."""
