# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands on the volunteer's card, in French and English. The titles of answers are those of the program."""

from dataclasses import dataclass

from checkin.core.decision import Reason
from checkin.core.message import Message
from checkin.ui.look import theme
from checkin.ui.look.answer_looks import ADMITTED, LOOKS, NO_BADGE_YET, AnswerFamily, AnswerLook
from checkin.ui.look.answer_wording import FULLY_BOOKED, IN_LINE
from checkin.ui.look.theme import Colours

Named = Reason | AnswerLook | Message
"""An answer by its reason, by the look that some have whatever their reason, or by another title of a reason."""


@dataclass(frozen=True, slots=True)
class Band:
    """One colour and shape of answers: those that are named on it, and what to do."""

    family: AnswerFamily
    colours: Colours
    named: tuple[Named, ...]
    act: str

    @property
    def titles(self) -> tuple[Message, ...]:
        """What the screen says."""
        return tuple(map(_title, self.named))


def _title(named: Named) -> Message:
    if isinstance(named, Message):
        return named
    return (LOOKS[named] if isinstance(named, Reason) else named).title


@dataclass(frozen=True, slots=True)
class Card:
    """One page. `keys` and `troubles` are pairs: the key and what it does; the question and what to do."""

    name: str
    title: str
    steps: tuple[str, ...]
    answers: str
    acts: tuple[str, ...]
    """In the order of `_BANDS`."""
    more: tuple[str, ...]
    """In the order of `_ROWS`."""
    keys: tuple[tuple[str, str], ...]
    troubles: tuple[tuple[str, str], ...]
    supervisor: str


_BANDS: tuple[tuple[AnswerFamily, Colours, tuple[Named, ...]], ...] = (
    (AnswerFamily.WELCOME, theme.GREEN, (Reason.WELCOME, Reason.REENTRY)),
    (AnswerFamily.READ, theme.GREEN, (Reason.ATTENTION, ADMITTED)),
    (AnswerFamily.PERSON, theme.AMBER, (Reason.ALREADY_ARRIVED, Reason.UNPAID, Reason.INCOMPLETE)),
    (AnswerFamily.REFUSED, theme.RED, (Reason.UNKNOWN, Reason.CANCELLED)),
    (AnswerFamily.TECHNICAL, theme.BLACK, (Reason.NOT_SAVED,)),
)

_AMBER, _RED = (AnswerFamily.PERSON, theme.AMBER), (AnswerFamily.REFUSED, theme.RED)
_ROWS: tuple[tuple[AnswerFamily, Colours, tuple[Named, ...]], ...] = (
    (AnswerFamily.READ, theme.GREEN, (Reason.SPEAKER_TO_CONFIRM, NO_BADGE_YET)),
    (AnswerFamily.WELCOME, theme.GREEN, (Reason.WALK_IN, Reason.LENT)),
    (*_AMBER, (Reason.GROUP,)),
    (*_AMBER, (Reason.SEVERAL, Reason.CODE_OF_SEVERAL)),
    (*_AMBER, (Reason.TO_CHECK, Reason.PERSON_NEEDED)),
    (*_AMBER, (Reason.PENDING, Reason.REMOTE, Reason.NOT_HEARD_OF)),
    (*_AMBER, (Reason.NOT_REGISTERED, Reason.ROOM_FULL)),
    (*_AMBER, (Reason.EXIT_WITHOUT_ENTRY,)),
    (*_AMBER, (Reason.THING_OUT,)),
    (*_RED, (Reason.FULL, FULLY_BOOKED)),
    (*_RED, (IN_LINE,)),
    (*_RED, (Reason.NO_ACCESS, Reason.TOO_EARLY, Reason.TOO_LATE, Reason.NO_RETURN)),
    (*_RED, (Reason.CODE_REPLACED, Reason.OTHER_EVENT)),
    (*_RED, (Reason.BLOCKED, Reason.FORGED)),
    (*_RED, (Reason.NOT_TIED,)),
    (AnswerFamily.READ, theme.BLUE, (Reason.EXIT, Reason.WAITING, Reason.MOVED)),
    (AnswerFamily.WELCOME, theme.BLUE, (Reason.TIED,)),
    (AnswerFamily.TECHNICAL, theme.INDIGO, (Reason.UNREADABLE,)),
    (AnswerFamily.TECHNICAL, theme.INDIGO, (Reason.BLANK,)),
    (AnswerFamily.TECHNICAL, theme.INDIGO, (Reason.THING_HERE,)),
    (AnswerFamily.NONE, theme.GREY, (Reason.REPEATED, Reason.UNDONE)),
)

LEFT_OUT = {
    Reason.SIGNED_TICKET,
    Reason.UNDECIDED,
    Reason.NOT_VALID_NOW,
    Reason.TICKET_RULE,
    Reason.SEVERAL_ADDONS,
    Reason.DEVICE_CODE,
    Reason.TRIAL,
    Reason.CERTIFICATE,
    Reason.OTHER_CERTIFICATE,
    Reason.ERASED,
}
"""Answers of a ticketing alone, which say what to do, and those to codes that no guest shows."""

FRENCH = Card(
    name="carte-fr",
    title="À l’accueil",
    steps=(
        "Dites bonjour. Le code se montre à la caméra, ou à la douchette.",
        "Regardez la couleur, lisez le grand mot, puis le nom : c’est enregistré.",
        "Pas de code ? Tapez deux lettres du nom, choisissez avec ↓, puis Entrée.",
    ),
    answers="Ce que dit l’écran",
    acts=(
        "Souhaitez la bienvenue. C’est fait.",
        "La personne est entrée. Lisez la note, faites ce qu’elle demande.",
        "Déjà sur place : vérifiez le nom, faites ce que dit l’écran. Sinon, F7 fait entrer.",
        "Pas d’entrée. F3 cherche le nom ; sinon, le responsable.",
        "Écrivez le nom et l’heure. Appelez le responsable.",
    ),
    more=(
        "Entrée faite.",
        "C’est fait. Un code affiché est à photographier.",
        "Tapez le nombre, puis Entrée. F7 : tous.",
        "Tapez le numéro, puis Entrée.",
        "Vérifiez, puis F7.",
        "F7 fait entrer.",
        "F7 fait entrer quand même.",
        "F7 note la sortie.",
        "Donnez un autre numéro. Celui-là est revenu ? F7.",
        "Un numéro, puis Entrée : un autre atelier. F5 : liste d’attente.",
        "Pas encore de place : la personne attend.",
        "L’écran dit où et quand.",
        "Demandez le bon code. F3 cherche le nom.",
        "Pas d’entrée. Appelez le responsable.",
        "Ce code est à quelqu’un : prenez-en un autre.",
        "Noté. Ce n’est pas une entrée.",
        "C’est noté. Pas encore sur place ? F7, ou F3.",
        "Remontrez le code, bien à plat.",
        "F3, trouvez la personne, puis Ctrl+L.",
        "Lisez d’abord la personne.",
        "Rien à faire.",
    ),
    keys=(
        ("F2", "inscrire sur place"),
        ("F3", "chercher un nom"),
        ("F4", "corriger"),
        ("F5", "liste d’attente"),
        ("F6", "vient à sa place"),
        ("F7", "faire entrer"),
        ("F8", "annuler"),
        ("F9", "le responsable"),
        ("F12", "qui manque"),
        ("Ctrl+R", "refaire le badge"),
        ("Ctrl+L", "donner un badge"),
        ("Ctrl+Maj+R", "badge perdu"),
        ("Alt+R", "répéter"),
        ("Échap", "retour"),
    ),
    troubles=(
        (
            "Du rouge ?",
            "« Je regarde avec vous. » Cherchez le nom (F3). Sur aucune liste : F2. Un code venu d’ailleurs est "
            "« Code inconnu ». Sinon, le responsable.",
        ),
        (
            "Badge perdu ?",
            "Ctrl+Maj+R : nouveau code à photographier, l’ancien ne vaut plus. Caméra en panne : la douchette, ou le "
            "clavier.",
        ),
        (
            "Plus de réseau ?",
            "Continuez : tout est enregistré ici. Plus d’ordinateur ? Cochez la liste sur papier, notez l’heure.",
        ),
    ),
    supervisor="Responsable :",
)

ENGLISH = Card(
    name="card-en",
    title="At the welcome desk",
    steps=(
        "Say hello. They show their code to the camera, or you scan it.",
        "Look at the colour, read the large words, then the name: it is saved.",
        "No code? Type two letters of the name, choose with ↓, then Enter.",
    ),
    answers="What the screen says",
    acts=(
        "Welcome them. That is all.",
        "They are in. Read the note and do what it asks.",
        "Already here: check the name, do what the screen says. Otherwise, F7 lets in.",
        "Not let in. F3 searches for the name; if not found, call the supervisor.",
        "Write down the name and the time. Call the supervisor.",
    ),
    more=(
        "They are in.",
        "Done. Let them photograph a code that is shown.",
        "Type how many, then Enter. F7: all of them.",
        "Type the number, then Enter.",
        "Check, then F7.",
        "F7 lets in.",
        "F7 lets in all the same.",
        "F7 notes the exit.",
        "Give another number. It is back? F7.",
        "Type a number, then Enter: another workshop. F5: waiting list.",
        "No seat yet: they wait.",
        "The screen says where and when.",
        "Ask for the right code. F3 searches for the name.",
        "Not let in. Call the supervisor.",
        "This code is somebody’s: take another one.",
        "Noted. Nobody came in.",
        "It is noted. Not in yet? F7, or F3.",
        "Show the code again, flat.",
        "F3, find the person, then Ctrl+L.",
        "Scan the person first.",
        "Nothing to do.",
    ),
    keys=(
        ("F2", "register here"),
        ("F3", "search for a name"),
        ("F4", "correct"),
        ("F5", "waiting list"),
        ("F6", "came instead"),
        ("F7", "let in"),
        ("F8", "undo"),
        ("F9", "the supervisor"),
        ("F12", "who is missing"),
        ("Ctrl+R", "print badge again"),
        ("Ctrl+L", "give a badge"),
        ("Ctrl+Shift+R", "lost badge"),
        ("Alt+R", "repeat"),
        ("Esc", "back"),
    ),
    troubles=(
        (
            "Red?",
            "“Let me check with you.” Search for the name (F3). Not on the list: F2. A code from elsewhere is "
            "“Unknown code”. Else, the supervisor.",
        ),
        (
            "Badge lost?",
            "Ctrl+Shift+R: a new code to photograph, the old one is no longer valid. Camera broken: the scanner, or "
            "the keyboard.",
        ),
        ("No network?", "Carry on: everything is saved here. No computer? Tick the list on paper, write the time."),
    ),
    supervisor="Supervisor:",
)

CARDS = {"fr": FRENCH, "en": ENGLISH}


def rows(card: Card) -> list[Band]:
    """Rarer answers, a line each."""
    return [Band(*row, act) for row, act in zip(_ROWS, card.more, strict=True)]


def bands(card: Card) -> list[Band]:
    """From the best to the worst."""
    return [Band(*band, act) for band, act in zip(_BANDS, card.acts, strict=True)]
