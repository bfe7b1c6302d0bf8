# SPDX-License-Identifier: GPL-3.0-or-later
"""The search for people by typing: the query, the terms of a person, and spellings that sound alike.

search_query.read_query(typed)             what the user asks for
search_terms (foreign_letters)             every spelling a person can be found by, kept in the search index
french_sounds                              how a word sounds
core.name_similarity                       one typing error, the same rule that lists use
"""
