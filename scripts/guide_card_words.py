# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands on the volunteer's card, in French and English. The titles of answers are those of the program."""

from dataclasses import dataclass

from checkin.core.decision import Reason
from checkin.ui.look import theme
from checkin.ui.look.answer_looks import AnswerFamily
from checkin.ui.look.theme import Colours


@dataclass(frozen=True, slots=True)
class Band:
    """One colour and shape of answers: those that are named on it, and what to do."""

    family: AnswerFamily
    colours: Colours
    reasons: tuple[Reason, ...]
    act: str


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
    grey: str
    keys: tuple[tuple[str, str], ...]
    troubles: tuple[tuple[str, str], ...]
    supervisor: str


_BANDS = (
    (AnswerFamily.WELCOME, theme.GREEN, (Reason.WELCOME,)),
    (AnswerFamily.READ, theme.GREEN, (Reason.ATTENTION,)),
    (AnswerFamily.PERSON, theme.AMBER, (Reason.ALREADY_ARRIVED, Reason.UNPAID, Reason.INCOMPLETE)),
    (AnswerFamily.REFUSED, theme.RED, (Reason.UNKNOWN, Reason.CANCELLED)),
    (AnswerFamily.TECHNICAL, theme.BLACK, (Reason.NOT_SAVED,)),
)

_ROWS = (
    (AnswerFamily.PERSON, theme.AMBER, (Reason.GROUP,)),
    (AnswerFamily.PERSON, theme.AMBER, (Reason.PENDING, Reason.REMOTE)),
    (AnswerFamily.REFUSED, theme.RED, (Reason.FULL,)),
    (AnswerFamily.REFUSED, theme.RED, (Reason.FORGED,)),
)

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
        "Lisez l’écran. F7 fait entrer. Déjà sur place : vérifiez le nom, puis F9.",
        "Pas d’entrée. F3 cherche le nom ; sinon, le responsable.",
        "Écrivez le nom et l’heure. Appelez le responsable.",
    ),
    more=(
        "Tapez le nombre, puis Entrée. F7 : tous.",
        "F7 fait entrer.",
        "Un numéro, puis Entrée : un autre atelier. F5 : liste d’attente.",
        "Pas d’entrée. Appelez le responsable.",
    ),
    grey="Rouge, « Autre événement » : cherchez le nom (F3). Orange, « Atelier non réservé » : F7 s’il "
    "reste une place. Gris, « Déjà lu » : le même code à l’instant, rien à faire. Bleu clair : une sortie, ou "
    "une autre salle. Bleu foncé, « Lecture impossible » : remontrez le code, bien à plat.",
    keys=(
        ("F2", "inscrire sur place"),
        ("F3", "chercher un nom"),
        ("F6", "vient à sa place"),
        ("F7", "faire entrer"),
        ("F8", "annuler"),
        ("F9", "voir le responsable"),
        ("Échap", "retour à la caméra"),
        ("Ctrl+R", "refaire le badge"),
        ("Alt+R", "répéter la réponse"),
    ),
    troubles=(
        (
            "Du rouge ?",
            "Dites « je regarde avec vous ». Cherchez le nom (F3). Sur aucune liste : F2. "
            "Le reste se règle avec le responsable, à côté de la file.",
        ),
        (
            "Caméra en panne ?",
            "Continuez à la douchette ou au clavier. Code à plat, à 20 cm, téléphone au plus clair. "
            "Réglages : une autre caméra.",
        ),
        (
            "Plus de réseau ?",
            "Continuez : tout est enregistré ici. Plus d’ordinateur ? La liste sur papier : cochez, notez l’heure, "
            "on la saisira après.",
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
        "Read the screen. F7 lets in. Already here: check the name, then F9.",
        "Not let in. F3 searches for the name; if not found, call the supervisor.",
        "Write down the name and the time. Call the supervisor.",
    ),
    more=(
        "Type how many, then Enter. F7: all of them.",
        "F7 lets in.",
        "Type a number, then Enter: another workshop. F5: waiting list.",
        "Not let in. Call the supervisor.",
    ),
    grey="Red, “Another event”: the code is for something else, search for the name (F3). Amber, “Session not booked”: "
    "F7 if a seat is left. Grey, “Already read”: the same code a moment ago, nothing to do. "
    "Light blue: an exit, or another room. Dark blue, “Could not be read”: show the code again, flat.",
    keys=(
        ("F2", "register here"),
        ("F3", "search for a name"),
        ("F6", "came instead"),
        ("F7", "let in"),
        ("F8", "undo"),
        ("F9", "ask the supervisor"),
        ("Esc", "back to the camera"),
        ("Ctrl+R", "print badge again"),
        ("Alt+R", "repeat the answer"),
    ),
    troubles=(
        (
            "Red?",
            "Say “let me check with you”. Search for the name (F3). Not on the list: F2. "
            "Sort out the rest with the supervisor, away from the queue.",
        ),
        (
            "Camera broken?",
            "Carry on with the scanner or the keyboard. Hold the code flat, 20 cm away, phone at full brightness. "
            "Settings: another camera.",
        ),
        (
            "No network?",
            "Carry on: everything is saved here. No computer? Use the list on paper: tick, write the time; it is "
            "entered later.",
        ),
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
