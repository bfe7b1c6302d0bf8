# SPDX-License-Identifier: GPL-3.0-or-later
"""Files people bring and take away: lists read from spreadsheets, tables and code images written for others.

Never decides who is who (that is `core.roster`) and never writes into the event's file.
"""
