# SPDX-License-Identifier: GPL-3.0-or-later
"""Scanned codes before they mean anything: which texts in a camera's view are new, and which keys a scanner typed.

A code's meaning is in `core.tokens`.
"""
