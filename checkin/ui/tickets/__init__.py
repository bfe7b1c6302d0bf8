# SPDX-License-Identifier: GPL-3.0-or-later
"""The tickets screen: everybody's ticket and how far it is, its words, the mailbox that it is sent from.

Shows what `services.mail` and `services.tickets` read, and calls their operations. It may use `ui/badges` for the
drawing of a badge.

    ticket_browser ─▶ standing_list, ticket_list (who)   ticket_sidebar (one person's)   sending_bar (how far)
         └─▶ ticket_texts_dialog, mail_account_dialog, send_dialog (what the organiser decides)
"""
