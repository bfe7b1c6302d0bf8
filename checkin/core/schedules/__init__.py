# SPDX-License-Identifier: GPL-3.0-or-later
"""Programmes as other programs write them (calendars, schedules of pretalx and frab), understood. Pure.

They know sessions, rooms and speakers. What only Checkin knows (control points, categories, who must be registered) is
kept from the programme that is there.
"""
