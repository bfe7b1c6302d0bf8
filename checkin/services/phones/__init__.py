# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones that scan for a desk: the server that they ask while the desk lets it listen (docs/adr/0097).

`phone_server` reads requests and judges who asks; what a question means is decided in the desk's thread.
"""
