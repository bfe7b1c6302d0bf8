# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin mail`: who would get a ticket by e-mail; send them, one line of JSON a message; or write drafts."""

import argparse
import getpass
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from checkin.command_line.command import DEVICE_ERROR, DONE, FOUND_PROBLEMS, add_event, open_event_file
from checkin.core.attendee import Attendee
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.mail.mail_account import FASTEST_PACE, MailAccount, MailSecurity, checked_account
from checkin.core.mail.mail_jobs import MailJob, MailState, counts_text, reply_text, trouble_text
from checkin.core.message import Message, UserError
from checkin.devices.mail_server import MailServer, MailServerError
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.mail import mail_worker
from checkin.services.mail.mail_sender import MailSender
from checkin.services.mail.ticket_mail import MailPlan, TicketMail, drafts_sentence, write_drafts
from checkin.translation import translate

PASSWORD = "CHECKIN_MAIL_PASSWORD"
"""The environment variable that may hold the password."""

LONGEST_PASSWORD = 1_000
"""Letters of it that are read from a file, which may be a pipe."""

WAIT_MINUTES = 10.0
"""Minutes to go on trying while nothing can be sent: enough for a server that wants a message again after five."""

_LEFT = (MailState.WAITING, MailState.SENDING, MailState.COMMITTING, MailState.DEFERRED)
_OPEN = (*_LEFT, MailState.REFUSED, MailState.UNSURE)


def mail_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--dry-run", action="store_true", help="print as JSON what would be sent, and to whom nothing")
    way.add_argument("--send", action="store_true", help="send to everyone who lacks a ticket, or has an old one")
    way.add_argument("--drafts", metavar="DIR", help="write drafts, tickets and a mail merge instead; needs no account")
    way.add_argument("--to-myself", metavar="ADDRESS", help="send one message there, to look at")
    parser.add_argument("--paid-only", action="store_true", help="those who have not paid wait for theirs")
    way.add_argument("--correct-accents", action="store_true", help="correct addresses that only their accents spoil")
    parser.add_argument("--again", action="store_true", help="also what was refused, and what is perhaps sent")
    parser.add_argument("--wait", metavar="MINUTES", type=float, default=WAIT_MINUTES, help="while nothing can be sent")
    account = parser.add_argument_group("the account; kept for the event, without its password")
    account.add_argument("--from", dest="sender", metavar="ADDRESS")
    account.add_argument("--name", metavar="NAME", help="of the sender, as people read it")
    account.add_argument("--reply-to", metavar="ADDRESS")
    account.add_argument("--server", metavar="HOST", help="if the provider is not known")
    account.add_argument("--port", metavar="N", type=int)
    account.add_argument("--security", choices=[str(each) for each in MailSecurity])
    account.add_argument("--user", metavar="NAME", help="if not the address; empty: the server asks for none")
    account.add_argument("--pace", metavar="N", type=int, help=f"messages a minute, up to {FASTEST_PACE}")
    account.add_argument("--ca", metavar="FILE", help="certificates to trust besides the system's")
    account.add_argument(
        "--password-file", metavar="FILE", help=f"- for standard input; else the keyring, or {PASSWORD}"
    )


def run_mail(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        if chosen.dry_run:
            plan = TicketMail(event, event.clock()).plan(chosen.again)
            print(json.dumps(plan_as_json(plan), ensure_ascii=False))
            return FOUND_PROBLEMS if plan.without_address or plan.with_bad_address else DONE
        if chosen.correct_accents:
            return _correct_accents(event)
        account = _account(event, chosen)
        if chosen.drafts:
            return _write_drafts(event, account, Path(chosen.drafts))
        account = checked_account(account)
        server = MailServer(account, _password(account, chosen.password_file), Path(chosen.ca) if chosen.ca else None)
        if chosen.to_myself:
            return _send_trial(event, account, server, chosen.to_myself)
        mail_worker.save_mail_account(event, account)
        sending = _Sending(event, account, server, timedelta(minutes=chosen.wait))
        return sending.run(chosen.again, with_unpaid=not chosen.paid_only)


def _correct_accents(event: EventFile) -> int:
    registration = Desk(event, event.clock(), COMMAND_LINE_DESK).registration
    found = registration.accented_addresses()
    registration.correct_addresses(found)
    for person, address in found:
        print(
            json.dumps({"id": person.id, "name": person.name, "was": person.email, "is": address}, ensure_ascii=False)
        )
    return DONE


def plan_as_json(plan: MailPlan) -> dict[str, object]:
    """Return a plan for `--dry-run`."""
    return {
        "messages": len(plan.messages),
        "people": plan.people,
        "why": plan.due,
        "unpaid": plan.unpaid,
        "only_with_again": plan.only_if_asked,
        "have_it": plan.has_it,
        "under_way": plan.under_way,
        "without_address": _people(plan.without_address),
        "with_bad_address": _people(plan.with_bad_address),
        "without_ticket": plan.without_ticket,
        "to": [{"address": mail.address, "people": list(mail.recipients)} for mail in plan.messages],
    }


def _people(people: Sequence[Attendee]) -> list[dict[str, str]]:
    return [{"id": each.id, "name": each.name, "email": each.email} for each in people]


def _account(event: EventFile, chosen: argparse.Namespace) -> MailAccount:
    """Return the account that was used last, or that of another address, with what the options say otherwise."""
    known = mail_worker.read_mail_account(event)
    if chosen.sender and chosen.sender != known.sender:
        known = mail_worker.propose_account(chosen.sender)
    security = MailSecurity(chosen.security) if chosen.security else None
    own_port = 0 if security and not chosen.port else known.port
    options = {
        "sender_name": chosen.name,
        "reply_to": chosen.reply_to,
        "server": chosen.server,
        "port": chosen.port or own_port,
        "security": security,
        "user": chosen.user,
        "pace": chosen.pace,
    }
    return replace(known, **{name: value for name, value in options.items() if value is not None})


def _password(account: MailAccount, file: str | None) -> str:
    """Return the password: from the file, the keyring or the environment, else typed unseen at a terminal."""
    if not account.user:
        return ""
    if file == "-":
        return sys.stdin.readline(LONGEST_PASSWORD).rstrip("\r\n")
    if file:
        try:
            with Path(file).open(encoding="utf-8-sig") as opened:
                return opened.readline(LONGEST_PASSWORD).rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as exc:
            raise UserError(_NO_FILE, name=file) from exc
    found = mail_worker.MailPasswords().read(account) or os.environ.get(PASSWORD, "")
    if not found and sys.stdin.isatty():
        found = getpass.getpass(f"{translate(_PASSWORD_OF, user=account.user)} ")
    if not found:
        raise UserError(_NO_PASSWORD, user=account.user, variable=PASSWORD)
    return found


def _send_trial(event: EventFile, account: MailAccount, server: MailServer, address: str) -> int:
    try:
        mail_worker.send_trial_message(event, event.clock(), account, server, address)
    except MailServerError as error:
        print(reply_text(error.reply, translate), file=sys.stderr)
        return DEVICE_ERROR
    print(translate(_TEST_SENT, address=address))
    return DONE


def _write_drafts(event: EventFile, account: MailAccount, folder: Path) -> int:
    done = write_drafts(event, folder, account if account.sender else None, translate)
    print(drafts_sentence(done, str(folder), translate))
    for person in (*done.without_address, *done.with_bad_address):
        print(_without_message(person), file=sys.stderr)
    return FOUND_PROBLEMS if done.without_address or done.with_bad_address else DONE


def _without_message(person: Attendee) -> str:
    if person.email.strip():
        return translate(_BAD_ADDRESS, name=person.name, address=person.email)
    return translate(Message("mail", "{name} has no e-mail address."), name=person.name)


@dataclass(frozen=True, slots=True)
class _Sending:
    """One run of `--send`. `patience`: how long to go on while nothing can be sent."""

    event: EventFile
    account: MailAccount
    server: MailServer
    patience: timedelta

    def run(self, again: bool, *, with_unpaid: bool) -> int:
        now = self.event.clock()
        mail = TicketMail(self.event, now)
        sender = MailSender(self.event, now, self.account, self.server)
        sender.recover()
        plan = mail.plan(again)
        for person in (*plan.without_address, *plan.with_bad_address):
            print(_without_message(person), file=sys.stderr)
        mail.queue(self.account.sender_domain, again, with_unpaid=with_unpaid)
        without = len(plan.without_address) + len(plan.with_bad_address)
        try:
            for job in self._ended(sender, mail):
                print(json.dumps(_job_as_json(job, mail.names(job)), ensure_ascii=False), flush=True)
                print(counts_text(mail.counts(), without, translate), file=sys.stderr)
        finally:
            sender.close()
        if sender.state.trouble:
            print(trouble_text(sender.state.trouble, sender.state.said, translate), file=sys.stderr)
        counts = mail.counts()
        print(counts_text(counts, without, translate), file=sys.stderr)
        if sender.state.is_stopped:
            return DEVICE_ERROR
        return FOUND_PROBLEMS if without or any(counts.get(state) for state in _OPEN) else DONE

    def _ended(self, sender: MailSender, mail: TicketMail) -> Iterator[MailJob]:
        """Yield each message after each attempt, until nothing is left that can be sent within the patience."""
        now, told = self.event.clock(), sender.state
        end = now() + self.patience
        while (due := sender.step(now())) is not None:
            if job := sender.handled and mail.job(sender.handled):
                yield job
                end = now() + self.patience if job.state is MailState.SENT else end
            if sender.state.trouble and sender.state != told:
                print(trouble_text(sender.state.trouble, sender.state.said, translate), file=sys.stderr)
            told = sender.state
            is_paced = sender.handled and not sender.state.trouble
            if due > max(end, now()) and not is_paced:
                return
            _rest(due, now())


def _rest(due: datetime, now: datetime) -> None:
    time.sleep(max(0.0, (due - now).total_seconds()))


def _job_as_json(job: MailJob, names: Sequence[str]) -> dict[str, object]:
    return {
        "message": job.id,
        "address": job.address,
        "people": names,
        "state": job.state,
        "said": job.said,
        "attempts": job.attempts,
        "next_at": job.next_at.isoformat() if job.next_at else None,
    }


_TEST_SENT = Message("mail", "One message was sent to {address}. Look at it there, then send to everyone.")
_NO_FILE = Message("mail", "The password cannot be read from “{name}”. Nothing was sent.")
_NO_PASSWORD = Message(
    "mail",
    "No password for {user}. Nothing was sent; give it with --password-file, in the environment variable {variable}, "
    "or once in the window, which keeps it in the system’s keyring.",
)
_BAD_ADDRESS = Message("mail", "No message can go to the address of {name}, “{address}”. Correct it.")

_PASSWORD_OF = Message("mail", "Password of {user}:")
