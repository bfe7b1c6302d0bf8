# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones that scan for this desk: what their questions mean (`phone_desk`)."""
