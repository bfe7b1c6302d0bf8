# SPDX-License-Identifier: GPL-3.0-or-later
"""The readiness check before the doors open, and the start of a rehearsal.

Imports `look` and `widgets`. `core.ready` judges what the desk measured; here findings become rows, sentences and
buttons.
"""
