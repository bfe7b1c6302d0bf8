# SPDX-License-Identifier: GPL-3.0-or-later
"""Meanings of status words and of answers to an invitation: French, English, German, Italian, Spanish,
Portuguese, Catalan, Dutch and Polish. Pure.

An unknown word is None, never a guess: the organiser is asked about it. A declined invitation never counts as
confirmed.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial

from checkin.core.attendee import Status
from checkin.core.lists.cell_kinds import says_no, says_when, says_yes
from checkin.core.text_folding import fold_text

# Answers to an invitation in words of one’s own: which titles ask for them, and what they begin with.


def asks_plainly(title: str) -> bool:
    """Whether `title` is the question itself: "Viendrez-vous ?". Below it a bare "Non" is an answer."""
    return bool(_COMES.search(fold_text(title))) and not is_part_of_the_event(title)


def asks_whether_they_come(title: str) -> bool:
    """Whether a column called `title` holds answers to an invitation, where "Non" declines it."""
    folded = fold_text(title)
    return bool(_INVITATION.search(folded) or _COMES.search(folded)) and not is_part_of_the_event(title)


def may_ask_whether_they_come(title: str) -> bool:
    """Whether a column called `title` may hold such answers: "Votre présence" may also be a mark made at the door."""
    is_theirs = bool(_THEIR_PRESENCE.match(fold_text(title))) and not is_part_of_the_event(title)
    return is_theirs or asks_whether_they_come(title)


def is_part_of_the_event(title: str) -> bool:
    """Whether `title` asks about a day, a meal or another part of the event."""
    return bool(_PART_OF_IT.search(fold_text(title)))


def read_first_words(text: str) -> Status | None:
    """Return what a free answer to an invitation begins with: "non hélas", "avec plaisir"; None if nothing."""
    if sign := next((status for status, signs in _SIGNS.items() if text.strip()[:1] in signs), None):
        return sign
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", fold_text(text)).split())
    return next((status for status, pattern in _FIRST_WORDS.items() if pattern.match(words)), None)


_COMES = re.compile(
    r"\b(?:viendre[zs]|participere[zs]|participe[zs]|assistere[zs]|assiste[zs]|joindre[zs]) vous\b"
    r"|\bvene[zs] vous\b(?! comme)|\bje (?:viens|viendrai|participe|participerai|serai present)"
    r"|(?:compte|pense|souhaite|desire)[zs] vous (?:venir|participer|assister|nous rejoindre)"
    r"|sere[zs] vous (?:present|la\b|des notres|parmi nous)"
    r"|are you (?:in|coming|joining|attending|able to)\b|can you (?:make it|come|attend|join)"
    r"|will you (?:be (?:there|present|with us|joining)|attend|come|join)"
    r"|(?:kommen|kommst|nehmen|nimmst) (?:sie|du)\b|dabei sein|sind sie dabei"
    r"|sara(?:i|ra)? presente|partecipera|\bverra(?:i|nno)?\b|estara presente|asistira|\bvendra\b|\bparticipara\b"
    r"|\b(?:komt u|kom je|komt \w+ ook)\b|\bgaat? .*mee\b|(?:bent u|ben je) (?:er|aanwezig)|neemt? (?:u|je) .*deel"
    r"|\bvai (?:participar|comparecer|estar|assistir)|confirma (?:a )?(?:sua )?presenca|comparecera"
    r"|\b(?:hi )?(?:assistir\w+|vindr\w+|participareu)\b|wezmie\w* .*udzial|\bprzyjd\w+|\bbedziesz? obecn"
)
"""Questions whether a person comes."""
_INVITATION = re.compile(
    "repon(se|d)|rsvp|particip|viendra|\\bvient\\b|response|reply|attending|\\bcoming\\b|antwort|ruckmeldung|teilnahme"
    "|zusage|rispost|partecip|respuesta|asiste|asistencia|\\baanwezig|deelname|presenca|\\bobecn"
    r"|^(?:(?:est )?inscrite?s?|registered|angemeldet|vem|vira)\W*$"
)
_PART_OF_IT = re.compile(
    r"\b(?:deja|already|bereits|schon|last year|precedente?s?|dernier|derniere|edition"
    r"|accompagn\w*|conjointe?s?|seule?|enfants?|guests?|plus one|alone|children|begleit\w*|acompan\w*|accompagnat\w*"
    r"|voiture|covoiturage|train|velo|bus|car|bike|auto"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|apres midi|soir\w*|jour \d|j ?\d|midi"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon|evening|day \d"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|dejeuner|diner|repas|cocktail|buffet|lunch|dinner)\b"
)
"""What is asked about a part of the event, or an earlier one, declines no invitation."""
_THEIR_PRESENCE = re.compile(r"(?:votre |your |confirme[rz] (?:votre )?)?(?:presence|attendance|venue)\b")
_SIGNS = {
    Status.CONFIRMED: frozenset("✔✓✅☑👍"),
    Status.CANCELLED: frozenset("❌✗✘✖👎"),
    Status.PENDING: frozenset("?❓🤷"),
}
_FIRST_WORDS = {
    Status.PENDING: re.compile(
        r"(?:peut etre|a voir|(?:je )?(?:ne )?sais pas|pas (?:encore )?(?:sur|certain)|sans doute"
        r"|si possible|probabl|normalement|depends|ca depend|es kommt darauf"
        r"|maybe|perhaps|not sure|possibly|vielleicht|wahrscheinlich|forse|quiza|tal vez|j espere|i hope)"
    ),
    Status.CANCELLED: re.compile(
        r"(?!(?:oui|yes|ja|si)\b).*\b(?:non|no|nein)$|(?:non|no|nein|pas|helas|malheureusement|desolee?s?|impossible|excusee?|absente?|empechee?"
        r"|je (?:ne|n)|i (?:can t|cannot|won t)|unfortunately|sorry|leider|purtroppo|lamento|lamentablemente)\b"
    ),
    Status.CONFIRMED: re.compile(
        r"(?!.*\b(?:non|no|nein)\b)(?:.*\b(?:oui|yes)$|"
        r"(?:oui|yes|ja|si|ok|d accord|bien sur|avec (?:grand |beaucoup de )?plaisir|volontiers|absolument"
        r"|certainement|evidemment"
        r"|je (?:serai|viens|viendrai|participe)|j y serai|j en serai|nous (?:serons|viendrons)|presente?s?"
        r"|count me in|of course|sure|certainly|definitely|absolutely|gladly|with pleasure|i will"
        r"|i ll|we will"
        r"|naturlich|gerne?|sicher|selbstverstandlich|certo|certamente|volentieri|con piacere|claro"
        r"|por supuesto|con gusto)\b)"
    ),
}
"""The first that fits decides."""


# Worst first: of several columns the worst word counts.
_ORDER = (Status.BLOCKED, Status.CANCELLED, Status.PENDING, Status.UNPAID, Status.CONFIRMED)


OFF = (Status.BLOCKED, Status.CANCELLED)
"""The statuses of people who are not to come."""


def worst_status(statuses: list[Status]) -> Status:
    """Return the worst of the statuses; `CONFIRMED` if there is none."""
    return min(statuses, key=_ORDER.index, default=Status.CONFIRMED)


def read_status(title: str, text: str) -> Status | None:
    """Return what `text` means in the column `title`: "Non" is one thing under "Payé", another under "Annulé".

    Who comes on a condition ("OK si train") is not confirmed yet; a refusal with one is nobody's to guess.
    """
    found = _read(title, text) or (read_first_words(text) if may_ask_whether_they_come(title) else None)
    if found in _ON_CONDITION and _CONDITION.search(fold_text(text)):
        return _ON_CONDITION[found]
    return found


def _read(title: str, text: str) -> Status | None:
    if not says_yes(text) and (found := status_word(text)):
        return found
    bad_if_yes, bad_if_no = _flag(title)
    is_no = says_no(text) or bool(_NO.match(fold_text(text)))
    if bad_if_yes:
        return Status.CONFIRMED if is_no else bad_if_yes
    if is_no:
        return bad_if_no
    return Status.CONFIRMED if says_yes(text) or says_when(text) or _YES.match(fold_text(text)) else None


@lru_cache(maxsize=1024)  # a column has few words and many rows
def status_word(text: str) -> Status | None:
    """Return the status that `text` names whatever its column is called; None for yes, no and unknown words."""
    words = " ".join(re.sub(r"[^a-z0-9+]+", " ", fold_text(text)).split())
    return next((status for status, pattern in _word_patterns() if pattern.search(words)), None)


def is_withdrawal(text: str) -> bool:
    """Whether `text` says that a person withdrew: it begins so ("Désisté par mail le 3 mai"), or has few words."""
    if len(text) > _LONGEST_WITHDRAWAL or text.isdecimal():
        return False
    folded = fold_text(text)
    found = _WITHDRAWAL.search(folded)
    return found is not None and (found.start() == 0 or folded.count(" ") < _FEW_WORDS)


def asks_who_withdrew(title: str) -> bool:
    """Whether `title` asks who withdrew, so that a yes or a day below it is a cancellation: "Désistement", "Date
    d’annulation".
    """
    folded = fold_text(title)
    return bool(_CALLED_OFF.search(folded)) and not _TERMS.search(folded)


def _flag(title: str) -> tuple[Status | None, Status | None]:
    """Return what any answer but no, and what no, means under a title that is a yes-or-no question."""
    words = fold_text(title)
    if "bloqu" in words or "blocked" in words:
        return Status.BLOCKED, None
    if _CALLED_OFF.search(words):
        return Status.CANCELLED, None
    if _PAYMENT.search(words):
        return None, Status.UNPAID
    is_ticket = bool(_TICKET.fullmatch(_REMARK.sub("", title.casefold()).strip(" :*")))
    is_approval = _APPROVAL.search(words) and not _PRESENCE.search(words) and not is_ticket
    return None, Status.PENDING if is_approval else Status.CANCELLED


# "Oui, avec plaisir", "Non merci"; not "Oui / Non", "Oui non", "Non membre", "No-show".
_YES = re.compile(r"(?:oui|yes|ja|si)\b(?!.*\b(?:non|no|nein|ou|or|oder|o)\b)(?: [a-z]|\s*[,.;:!(])")
_NO = re.compile(r"(?:non|no|nein)(?:\s*[,.;:!(]| merci| thank| gracias| grazie| danke)")
_ON_CONDITION: dict[Status | None, Status | None] = {Status.CONFIRMED: Status.PENDING, Status.CANCELLED: None}
# "si" begins what a Spaniard or an Italian says yes with; later on it is a French "if".
_CONDITION = re.compile(
    r"(?<=[^\W_])\W+s(?:i\b|\W?ils?\b)|\b(?:if|unless|sauf|selon|depend\w*|wenn|falls|sofern|tbc|tba|likely)\b"
    r"|\b(?:sans doute|maybe|perhaps|peut[ -]etre|probabl\w*|eventuel\w*|eventuell\w*|a confirmer|to be confirmed)\b"
    r"|\b(?:sous (?:reserve|condition)|a condition|under condition|vorbehalt\w*)\b|\?"
)
_CALLED_OFF = re.compile(
    "annul|cancel|stornier|storno|abgesagt|anulad|desist|rinunc|withdr[ae]w|declin|renonc|afmeld|afgemeld|odwola|rezygn"
)
_TERMS = re.compile(r"assur|insur|condition|polic|politique|frais|fees?\b|limit|deadline|until|jusqu|garanti|accept")
"""Words of a title that speaks of calling off in general, not of the person."""
_WITHDRAWAL = re.compile(
    r"(?<!\bnon )(?<!\bnot )(?<!\bpas )(?<!\bplus )\b(?:desist|annul(?!e\w* et remplac)|declin(?:e|ing)"
    r"|cancel|withdr[ae]w|renonc|retracte|(?:ne |n )(?:vien|participe|sera |assiste)\w*(?: \w+)? ?(?:pas|plus)\b"
    r"|(?:not|no longer|won t|will not|can t|cannot) (?:be )?(?:com(?:e|ing)|attend|participat|join|mak(?:e|ing) it)"
    r"|(?:pull|dropp?|back)(?:ed|s) out|abgesagt|abgemeldet|storniert|sagt ab|rinunci|annullat|cancellat|disdett"
    r"|anulad|retirad|ritirat|renunci|anul lad|dona(?:r|t|da)? de baixa|d\w+ de baja"
    r"|afgemeld|afgezegd|geannuleerd|(?:komt?|gaat) (?:\w+ )?niet (?:mee|door)?$|(?:zegt|meldt) (?:zich )?af\b"
    r"|(?:no|nao) (?:(?:hi|pode\w*) )?(?:vem|vira|vindra|vir|sera|comparec\w+|vendra|viene|asist\w+)\b"
    r"|odwola|anulowa|(?:z|re)?rezygn|wycofa|nie (?:przyjdzie|przyjde|bedzie|wezmie|przyjedzie)\b)"
)
_LONGEST_WITHDRAWAL, _FEW_WORDS = 60, 5
_PAYMENT = re.compile("pay|paid|paiement|regle|acquitt|settled|bezahlt|zahlung|pagat|pagad|pagament|\\bpago\\b")
_REMARK = re.compile(r"\(.*?\)|\[.*?\]")
_TICKET = re.compile(r"(?:(?:billet|ticket|biglietto|entrada) )?valid[eao]?(?: ticket)?")
_PRESENCE = re.compile(
    r"\bpresence\b|\battendance\b|\bparticipation\b|\banwesenheit\b|\bpresenza\b|\basistencia\b|\bpresenca\b"
)
_APPROVAL = re.compile("valid|confirm|conferm|appro|accept|inscri|regist")


def _any(*words: str, after: str = "") -> re.Pattern[str]:
    """Return a pattern for any of `words`, each at the beginning of a word of the text; "$" ends the word. `after`
    precedes it.
    """
    return re.compile(
        "|".join(rf"\b{after}(?:{word})" for line in words for word in line.split("/")).replace("$", r"\b")
    )


_BETWEEN = "(?:(?:d|de|ete|been|be|yet|encore|mehr|ancora|aun|an|la|l) )*"
_NO_WORD = (
    "niet|geen|nao|non|not|no longer|\\w+n t|pas|(?<!en )plus|nicht|keine?|no|ya no|ni|jamais|never|nie|nunca|aucune?"
)
_NEGATED = rf"(?:{_NO_WORD}|sans|without|ohne|senza|sin) {_BETWEEN}"
_NOT_YET = (
    "(?:pas encore|not yet|noch nicht|noch kein|non ancora|aun no|todavia no|encore (?:pas|non)) (?:ete |been |d )?"
)

_COMING = (
    "confirm(?:ee?s?|ed|ad[oa]s?)$/confermat/bestatigt/valid(?:ee?s?|ated|at[oa]|ad[oa])?$/gultig/paye(?:e|s|es)?$"
    "/paid",
    "bezahlt/pagat/pagad/reglee?s?$",
    "attend(?:ing|s|ed)?$/going$/coming$/joining/will attend/accept/accett/acept",
    "angenommen/approuv/approv/approbat/aprobad/genehmigt/zugelassen/admis/ok$/inscri/iscritt/angemeldet",
    "registered/registriert/registrat/registrad/enregistr/anmeldung/zugesagt/zusage/teilnehm/nimmt teil/dabei",
    "particip(?:e|era|ant|ante|ating)s?$/partecip/participa(?:ra)?$/viendra/vient$/sera (?:present|la)/present",
    "asist/acud/viene/kommt$/actif/active$/activ[oa]$/aktiv/attiv/succe(?:eded|ss)",
    "aangemeld/ingeschreven/bevestigd/geregistreerd/komt$/neemt deel/aanwezig/betaald/geaccepteerd/goedgekeurd",
    "potwierdz/zapisan/zgloszon/zarejestrowan/bedzie/przyjdzie/uczestnic/wezmie udzial/obecn/oplacon/zaplacon/zaakcept",
    "vem$/vira$/comparece/aceit[eo]s?$/aprovad/pago$/confirmat/aprovat/acceptat/pagat/hi sera/vindra/assist(?:ira|eix)",
    "booked/gebucht/prenotat/reservad/reserve$/reservee$/sold$/vendu",
)
_DONE = ("complet/abgeschlossen/termin/traite/process/issued/emis$/emise$",)
"""Words for a completed order; one that is not complete may still become so."""
_BESIDE = ("gratuit/free$/kostenlos/gratis", "checked ?in/eingecheckt")
"""Words of things that only people who come have, but not all of them."""

# The first that fits decides. Letters are folded: no accents, no hyphens.
_WORDS: tuple[tuple[Status | None, Callable[[], re.Pattern[str]]], ...] = (
    (
        Status.CONFIRMED,  # some of the money went back, or a pass was taken away: the person comes
        partial(
            _any,
            "(?:rembours|refund|rimbors|reembols|erstatt)\\w* (?:partiel|partial|parzial|parcial|teilweise)",
            "(?:partiel|partial|parzial|parcial|teilweise)\\w* (?:rembours|refund|rimbors|reembols|(?:zuruck)?erstatt)",
            "(?:non|not|no|nicht) (?:annul|cancel|anulad|stornier)/(?:transferred|transfere) from",
        ),
    ),
    (
        Status.UNPAID,
        partial(
            _any,
            "impay/unpaid/to be paid/overdue/a payer/a regler",
            "onbetaald/nog te betalen/openstaand/nieoplacon/niezaplacon/do zaplaty/em divida/impagat",
            "pendent de pagament/(?:niet|nie|nao|no) (?:betaald|oplacon|zaplac|pago$|pagat)/(?:te|por) pagar",
            "unbezahlt/impagad/da pagare/por pagar/offen$/zahlung offen",
            "(?:non|not|pas|nicht|no|pas encore) (?:encore )?(?:yet )?(?:paye|regle|paid|bezahlt|pagat|pagad)",
            "(?:attente|attend|awaiting|pending|waiting|attesa|pendiente|ausstehend)\\w* .*"
            "(?:paiement|payment|virement|cheque|reglement|pagament|pago|transfer|bonifico|zahlung)",
            "(?:paiement|payment|virement|reglement|pagamento|pago|zahlung|cheque)\\w* .*"
            "(?:attente|attend|awaiting|pending|due|attesa|pendiente|ausstehend)",
            "(?:payment|paiement|pagamento|pago|zahlung) (?:due|failed|echoue|refuse|fallit|fallid|fehlgeschlagen)",
        ),
    ),
    (
        Status.PENDING,  # undecided, in words that would else decline
        partial(
            _any,
            "(?:ne |n )?(?:sais|sait|savons) pas/pas (?:encore )?(?:sure?s?$|decide|certain)/indecis/a voir$",
            "weet (?:het )?(?:nog )?niet/nie wiem/nao sei$/no ho se$",
            "don t know/do not know/not sure/undecided/weiss (?:es )?(?:noch )?nicht/unentschlossen",
            "non (?:lo )?so$/non (?:lo )?so ancora/no (?:lo )?se$",
        ),
    ),
    (
        Status.PENDING,  # not yet, or never said
        partial(
            _any,
            "(?:nog )?niet bevestigd/nie ?potwierdz/(?:nao|per|sense) confirm/(?:geen|brak|sem|sense) "
            "(?:antwoord|odpowiedzi|resposta)",
            "(?:non|not|pas|pas encore|nicht|noch nicht|no|sin|un)(?: yet)? ?(?:confirm|conferm|bestatig|valid|approuv"
            "|approv|accepte|geantwortet|repond|replied|responded|aprobad|approvat)",
            "(?:sans|no|pas de|aucune|keine|nessuna|sin) (?:reponse|reply|response|antwort|risposta|respuesta)",
        ),
    ),
    (Status.PENDING, partial(_any, *_COMING, *_DONE, *_BESIDE, after=_NOT_YET)),
    (
        Status.CANCELLED,
        partial(
            _any,
            "(?:ne|n) (?:\\w+ ){1,4}(?:pas|plus|point)$/(?:pas|plus) (?:disponible|present|interesse)",
            "(?:not|no longer|won t|will not|can t|cannot|unable to|isn t) ?(?:be )?(?:attend|com(?:e|ing)$|going"
            "|participat|join|available|present|interested|valid)",
            "(?:non|not) (?:participant|present|valide?|valable|attending|disponible|partecip|presente|viene|verra)",
            "(?:no|non) (?:asist|particip|viene|vendra|puede|acude|valid|partecip)/nicht (?:teil|dabei|anwesend)",
            "(?:nimmt|kommt|kann|komme|nehme) .*nicht/(?:nimmt|nehme) nicht",
            "geannuleerd/afgemeld/afgezegd/afwezig/afgewezen/geweigerd/terugbetaald/teruggetrokken/uitgeschreven",
            "(?:komt|kan|gaat|neemt) .*niet/niet (?:aanwezig|beschikbaar|deel)/(?:zegt|meldt) (?:zich )?af$",
            "odwola/anulowa/rezygn/zrezygn/wycofa/odrzucon/odmow/zwrocon/zwrot$/nieobecn/wypisan/skreslon",
            "nie (?:przyjdzie|przyjde|bedzie|uczestnic|moze|wezmie|przyjedzie)",
            "nao (?:vem|vira|comparec|participa|pode|vai|estara)/recusad/devolvid/faltara/impedid",
            "anul lad/anul lat/cancel lad/cancel lat/no (?:hi sera|vindra|ve$|pot |viene|vendra)/baixa$/baja$/de baixa$"
            "/de baja$/rebutja/retornat/excusat/non (?:ci sara|verra|viene|puo)/ritir",
            "annul/cancel/anulad/abgesagt/absage/abgelehnt/abgemeldet/storn/ungultig/widerruf",
            "desist/desinscri/rembours/refund/rimbors/reembols/erstattet/ruckerstatt/zuruckerstatt/chargeback",
            "declin/refus/denied/reject/rejet/rifiut/rechaz/abgewiesen/zuruckgezogen/entzogen",
            "excus/exc$/absen[tc]/assent/ausent/verhinder[dt]/entschuldigt/scusat/giustificat/impossib/empech/indispon/unavail",
            "pouvoir/procuration/proxy/delega[zt]/poder$/vollmacht/representee? par/vertreten/remplacee?s?(?: par|$)"
            "/replaced/ersetzt/sostituit/sustituid",
            "rinunc/disdett/disdic/renunc/ritirat/retirad/withdr/dropped/abandon/renonc",
            "(?:pull|back)(?:ed|s) out/declaree? forfait",
            "supprim/delet/geloscht/cancell/eliminad/eliminat/borrad/removed/void/revoq/revok",
            "expir/abgelaufen/scadut/caducad/perime/transfer/ubertragen/trasferit/cedee?$/invalid/non valid/regrets",
            "unregistered/unsubscribed/opted out",
            "malheureusement/unfortunately/leider/purtroppo/lament/desolee?s?$/sorry/sin poder",
        ),
    ),
    (
        Status.BLOCKED,
        partial(
            _any,
            "bloqu/blocked/bloccat/bloquead/gesperrt/blockiert/interdit/vietat/prohibid/banned/verboten",
            "exclu/esclus/ausgeschlossen/blacklist/liste noire",
        ),
    ),
    (
        Status.PENDING,
        partial(
            _any,
            "attente/att$/attend (?:reponse|confirmation|validation)/reponse attendue/relanc/wait/wartend/wartet",
            "warteliste/attesa/espera/wl$/stand ?by/liste (?:complementaire|de reserve)/reserveliste/surbooke",
            "wachtlijst/in afwachting/in behandeling/onder voorbehoud/misschien/reservelijst/te bevestigen/aangevraagd",
            "oczek/lista rezerwowa/rezerwow/w trakcie/do (?:potwierdzenia|akceptacji)/(?:byc )?moze$/rozpatr/wstepn",
            "pendente/pendent$/per confirmar/talvez/potser/em (?:analise|espera|curso)/en tramit/suplente?$",
            "pending/pendiente/ausstehend/sospes/a (?:confirmer|valider|approuver|verifier|relancer|traiter)/to be "
            "/to (?:confirm|approve)",
            "da (?:confermare|approvare|verificare)/por (?:confirmar|aprobar|validar)/zu (?:bestatigen|prufen)",
            "unconfirmed/unbestatigt/tentativ/provis/vorlaufig/provvisor/peut etre/maybe/perhaps/unsicher/vielleicht",
            "sous reserve/sous condition/conditionnel/conditional/vorbehalt/con riserva/con reserva/liste de reserve",
            "suspen[ds]/ausgesetzt/pre ?(?:inscri|iscri|enregistr|r?regist)/vorangemeldet/voranmeldung/vorregistriert",
            "forse/incert/quiza/tal vez/en (?:cours|attente|revision)/in (?:progress|review|corso|bearbeitung"
            "|prufung)/under review/on hold/awaiting/brouillon/draft/entwurf/bozza/borrador/demande(?:e)?$/requested"
            "/angefragt/richiest/solicitad/option(?:nel)?$/undecided/needs action/no response",
        ),
    ),
    (Status.PENDING, partial(_any, *_DONE, "finali", after=_NEGATED)),
    (Status.CANCELLED, partial(_any, *_COMING, after=_NEGATED)),
    (None, partial(re.compile, r"\b(?:non|not|pas|nicht|keine?|niet|geen|nie|nao|no(?! \d))\b")),  # who knows of what
    (Status.CONFIRMED, partial(_any, *_COMING, *_DONE, *_BESIDE)),
)


@cache
def _word_patterns() -> tuple[tuple[Status | None, re.Pattern[str]], ...]:
    """Return the patterns with what they mean; compiled when a first word is read, for that takes a while."""
    return tuple((status, pattern()) for status, pattern in _WORDS)
