# SPDX-License-Identifier: GPL-3.0-or-later
"""A small list of each platform, invented, with its real titles, and the people that have to come of it.

By the language of its titles: the titles, the rows, and each person as in `SEEN`. A whole name is the last name.
"""

SEEN = ("first_name", "last_name", "email", "ticket_code", "category", "status")

LISTS = {
    ("pretix", "en"): (
        "Order code|Attendee name|Attendee name: Given name|Attendee name: Family name|Product|Price|Checked in|Paid"
        "|Secret"
        "|Email|Blocked|State",
        ["A1B2C|Zoé Roux|Zoé|Roux|Day|30.00|2026-07-04 08:10|Yes|s3cr3t|z@x.example|No|NSW"],
        [("Zoé", "Roux", "z@x.example", "s3cr3t", "Day", "confirmed")],
    ),
    ("pretix", "fr"): (
        "Code de commande|ID de la position|Statut|E-Mail|Produit|Nom du participant|Nom du participant: Prénom"
        "|Nom du participant: Nom de famille|E-mail du participant|Entreprise du participant|Secret du billet|Bloqué",
        [
            "A1B2C|1|Payé|payeur@x.example|Congrès|Zoé Roux|Zoé|Roux|z@x.example|Mairie|s3cr3t|",
            "A1B2C|2|en attente|payeur@x.example|Dîner|Max Petit|Max|Petit||Mairie|s3cr4t|",
            "B1B2C|1|annulé (frais payés)|autre@x.example|Dîner|Ana Gil|Ana|Gil||Mairie|s3cr5t|",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "s3cr3t", "Congrès", "confirmed"),
            ("Max", "Petit", "", "s3cr4t", "Dîner", "unpaid"),
            ("Ana", "Gil", "", "s3cr5t", "Dîner", "cancelled"),
        ],
    ),
    ("pretix", "de"): (
        "Bestellnummer|Name Teilnehmer*in|Teilnehmer*innenname: Vorname|Teilnehmer*innenname: Nachname|Produkt|Preis"
        "|Eingecheckt"
        "|bezahlt|Secret|E-Mail|Telefonnummer|Firma|Gesperrt",
        ["A1B2C|Zoé Roux|Zoé|Roux|Kongress|30,00||Nein|s3cr3t|z@x.example|0151 23456789|Amt|"],
        [("Zoé", "Roux", "z@x.example", "s3cr3t", "Kongress", "unpaid")],
    ),
    ("Eventbrite", "en"): (
        "Order #|Order Date|First Name|Last Name|Email|Quantity|Ticket Type|Attendee #|Group|Attendee Status"
        "|Buyer Email",
        [
            "112|09/03/26|Zoé|Roux|z@x.example|1|Partner|184|Team A|Attending|pay@x.example",
            "113|09/03/26|Max|Petit|m@x.example|1|Partner|185||Not Attending|pay@x.example",
            "114|09/03/26|Ana|Gil|a@x.example|1|Partner|186||Transferred|pay@x.example",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "184", "Partner", "confirmed"),
            ("Max", "Petit", "m@x.example", "185", "Partner", "cancelled"),
            ("Ana", "Gil", "a@x.example", "186", "Partner", "cancelled"),
        ],
    ),
    ("Eventbrite", "fr"): (
        "N° de commande|Date de la commande|Prénom du participant|Nom de famille du participant|Courriel du participant"
        "|Type de billet|N° de code-barres|Statut du participant|Prénom de l'acheteur|Nom de famille de l'acheteur"
        "|Courriel de l'acheteur",
        [
            "112|2026-09-03|Zoé|Roux|z@x.example|Presse|9007|Participe|Paul|Payeur|pay@x.example",
            "112|2026-09-03|Max|Petit|m@x.example|Presse|9008|Ne participe pas|Paul|Payeur|pay@x.example",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "9007", "Presse", "confirmed"),
            ("Max", "Petit", "m@x.example", "9008", "Presse", "cancelled"),
        ],
    ),
    ("Eventbrite", "de"): (
        "Bestellnr.|Bestelldatum|Vorname|Nachname|E-Mail|Tickettyp|Barcode-Nr.|Teilnehmerstatus|E-Mail des Käufers",
        ["112|03.09.2026|Zoé|Roux|z@x.example|Presse|9007|Nimmt nicht teil|pay@x.example"],
        [("Zoé", "Roux", "z@x.example", "9007", "Presse", "cancelled")],
    ),
    ("Eventbrite", "es"): (
        "N.º de pedido|Fecha del pedido|Nombre|Apellidos|Correo electrónico|Tipo de entrada|Código de barras"
        "|Estado del asistente",
        ["112|03/09/2026|Zoé|Roux|z@x.example|Prensa|9007|Asistirá"],
        [("Zoé", "Roux", "z@x.example", "9007", "Prensa", "confirmed")],
    ),
    ("Eventbrite", "it"): (
        "N. ordine|Data ordine|Nome|Cognome|E-mail|Tipo di biglietto|Codice a barre|Stato del partecipante",
        ["112|03/09/2026|Zoé|Roux|z@x.example|Stampa|9007|Non partecipa"],
        [("Zoé", "Roux", "z@x.example", "9007", "Stampa", "cancelled")],
    ),
    ("HelloAsso", "fr"): (
        "Référence commande|Date de la commande|Statut de la commande|Nom participant|Prénom participant|Nom payeur"
        "|Prénom payeur"
        "|Email payeur|Raison sociale|Moyen de paiement|Billet|Numéro de billet|Tarif|Montant tarif"
        "|Adresse e-mail du participant",
        [
            "15|11/09/2026|Validé|Roux|Zoé|Payeur|Paul|pay@x.example|Mairie|Carte|https://x.eu/1|007|Étudiant|25|z@x.example",
            "15|11/09/2026|Remboursé|Petit|Max|Payeur|Paul|pay@x.example||Carte|https://x.eu/2|008|Étudiant|25|",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "007", "Étudiant", "confirmed"),
            ("Max", "Petit", "", "008", "Étudiant", "cancelled"),
        ],
    ),
    ("Weezevent", "fr"): (
        "Numéro de commande|Date commande|Groupe de tarif|Tarif|Code-barres|Prénom participant|Nom participant"
        "|E-mail participant"
        "|Prénom acheteur|Nom acheteur|E-mail acheteur|Montant TTC|Canal de vente|Statut|Contrôlé",
        ["W28|20/08/2026|Congrès|Plein|0031|Zoé|Roux|z@x.example|Paul|Payeur|pay@x.example|25,00|En ligne|Payé|Non"],
        [("Zoé", "Roux", "z@x.example", "0031", "Plein", "confirmed")],
    ),
    ("Billetweb", "fr"): (
        "Billet|Code barre|Séance|Tarif|Nom|Prénom|Email|Commande|Payé|Valide|Utilisé|Société (Commande) - #6",
        [
            "700|1040|Matin|Plein|Roux|Zoé|z@x.example|C1|Oui|Oui|Oui|Mairie",
            "701|1041|Matin|Plein|Petit|Max|m@x.example|C1|Non|Oui|Non|Mairie",
            "702|1042|Matin|Plein|Gil|Ana|a@x.example|C1|Oui|Non|Non|Mairie",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "1040", "Plein", "confirmed"),
            ("Max", "Petit", "m@x.example", "1041", "Plein", "unpaid"),
            ("Ana", "Gil", "a@x.example", "1042", "Plein", "cancelled"),
        ],
    ),
    ("Yurplan", "fr"): (
        "N° commande|Commandé le|Commanditaire - Nom|Commanditaire - Prénom|Commanditaire - Courriel|Montant"
        "|N° billet|Formule"
        "|Porteur - Nom|Porteur - Prénom|Porteur - Courriel|État du billet|Scanné le|Remarque",
        [
            "Y04|04/09/2026|Payeur|Paul|pay@x.example|12,50|00203|Invité|Roux|Zoé|z@x.example|Valide||",
            "Y04|04/09/2026|Payeur|Paul|pay@x.example|12,50|00204|Invité|Petit|Max||Annulé par l'organisateur||",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "00203", "Invité", "confirmed"),
            ("Max", "Petit", "", "00204", "Invité", "cancelled"),
        ],
    ),
    ("Indico", "en"): (
        "ID|Name|First Name|Last Name|Email Address|Affiliation|Registration date|Registration state|Checked in",
        [
            "1|Zoé Roux|Zoé|Roux|z@x.example|CERN|2026-09-03|Completed|False",
            "2|Max Petit|Max|Petit|m@x.example|CERN|2026-09-03|Withdrawn|False",
            "3|Ana Gil|Ana|Gil|a@x.example|CERN|2026-09-03|Awaiting payment|True",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "", "", "confirmed"),
            ("Max", "Petit", "m@x.example", "", "", "cancelled"),
            ("Ana", "Gil", "a@x.example", "", "", "unpaid"),
        ],
    ),
    ("Swapcard", "en"): (
        "Swapcard ID|First name|Last name|Email|Job title|Organization|Groups|Badge code|Registration status",
        ["U1|Zoé|Roux|z@x.example|Head|Mairie|Press|B7|Canceled"],
        [("Zoé", "Roux", "z@x.example", "B7", "Press", "cancelled")],
    ),
    ("Framaforms", "fr"): (
        "Numéro de série|SID|Heure de soumission|Heure de fin|Brouillon|Adresse IP|UID|Nom d'utilisateur|Nom|Prénom"
        "|Adresse mail",
        ["1|9001|03/09/2026 - 10:00|03/09/2026 - 10:00|0|192.0.2.1|0||Roux|Zoé|z@x.example"],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed")],
    ),
    ("LimeSurvey", "fr"): (
        "ID de la réponse|Date de soumission|Dernière page|Langue de départ|Tête de série|Votre nom|Votre prénom"
        "|Adresse e-mail",
        ["1|2026-09-03 10:00:00|3|fr|123456|Roux|Zoé|z@x.example"],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed")],
    ),
    ("Nextcloud Forms", "en"): (
        "Submission ID|User ID|User display name|Timestamp|First name|Last name|E-mail",
        ["1||Anonymous user|2026-09-03T10:00:00+02:00|Zoé|Roux|z@x.example"],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed")],
    ),
    ("Nextcloud Forms", "fr"): (
        "Identifiant utilisateur|Nom d'affichage de l'utilisateur|Horodatage|Votre structure|Adresse mail",
        ["zroux|Zoé Roux|2026-09-03T10:00:00+02:00|Mairie|z@x.example"],
        [("", "Zoé Roux", "z@x.example", "", "", "confirmed")],
    ),
    ("Zoom", "en"): (
        "First Name|Last Name|Email|Organization|Registration Time|Approval Status",
        [
            "Zoé|Roux|z@x.example|Mairie|Mar 15, 2026 11:23:29|approved",
            "Max|Petit|m@x.example|Mairie|Mar 15, 2026 11:23:29|denied",
            "Ana|Gil|a@x.example|Mairie|Mar 15, 2026 11:23:29|pending approval",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "", "", "confirmed"),
            ("Max", "Petit", "m@x.example", "", "", "cancelled"),
            ("Ana", "Gil", "a@x.example", "", "", "pending"),
        ],
    ),
    ("Microsoft Teams", "en"): (
        "First Name|Last Name|Email|Registration Time|Registration Status",
        ["Zoé|Roux|z@x.example|9/3/2026|Registered", "Max|Petit|m@x.example|9/3/2026|Waitlisted"],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed"), ("Max", "Petit", "m@x.example", "", "", "pending")],
    ),
    ("Microsoft Forms", "fr"): (
        "ID|Heure de début|Heure de fin|Adresse de messagerie|Nom|Heure de la dernière modification|Prénom|Nom2"
        "|Votre e-mail",
        ["1|03/09/2026 10:00|03/09/2026 10:01|anonymous|||Zoé|Roux|z@x.example"],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed")],
    ),
    ("Microsoft Forms", "de"): (
        "ID|Startzeit|Fertigstellungszeit|E-Mail|Name|Firma",
        ["1|03.09.2026 10:00|03.09.2026 10:01|z@x.example|Zoé Roux|Amt"],
        [("", "Zoé Roux", "z@x.example", "", "", "confirmed")],
    ),
    ("Google Forms", "it"): (
        "Informazioni cronologiche|Indirizzo email|First name|Last name",
        ["03/09/2026 10.00.00|z@x.example|Zoé|Roux"],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed")],
    ),
    ("SharePoint", "fr"): (
        "Titre|Nom|Prénom|Adresse mail|Statut|Type d'élément|Chemin d'accès",
        ["Inscription|Roux|Zoé|z@x.example|Annulé|Élément|sites/x/Lists/y"],
        [("Zoé", "Roux", "z@x.example", "", "", "cancelled")],
    ),
    ("Odoo", "fr"): (
        "Nom du participant|Courriel|Téléphone|Événement|Ticket de l'événement|Code-barres|Statut|Réservé par|Société",
        [
            "Zoé Roux|z@x.example|0145000000|Congrès|Standard|1234567890123|Présent|Paul Payeur|Ma Société",
            "Max Petit|m@x.example|0145000001|Congrès|Standard|1234567890124|Non confirmé|Paul Payeur|Ma Société",
        ],
        [
            ("", "Zoé Roux", "z@x.example", "1234567890123", "Standard", "confirmed"),
            ("", "Max Petit", "m@x.example", "1234567890124", "Standard", "pending"),
        ],
    ),
    ("Odoo", "en"): (
        "Attendee Name|Email|Event|Event Ticket|Barcode|Status|Booked by|Company",
        ["Zoé Roux|z@x.example|Congress|Standard|77|Unconfirmed|Paul Payer|My Company"],
        [("", "Zoé Roux", "z@x.example", "77", "Standard", "pending")],
    ),
    ("CiviCRM", "en"): (
        "Contact ID|First Name|Last Name|Email|Current Employer|Participant ID|Event Title|Participant Status"
        "|Participant Role",
        [
            "1|Zoé|Roux|z@x.example|Mairie|11|Congress|Registered|Attendee",
            "2|Max|Petit|m@x.example|Mairie|12|Congress|No-show|Attendee",
            "3|Ana|Gil|a@x.example|Mairie|13|Congress|Pending from pay later|Speaker",
            "4|Lou|Blanc|l@x.example|Mairie|14|Congress|On waitlist|Attendee",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "", "Attendee", "confirmed"),
            ("Max", "Petit", "m@x.example", "", "Attendee", "cancelled"),
            ("Ana", "Gil", "a@x.example", "", "Speaker", "unpaid"),
            ("Lou", "Blanc", "l@x.example", "", "Attendee", "pending"),
        ],
    ),
    ("Dolibarr", "fr"): (
        "Réf.|Prénom|Nom|E-mail du participant|Tiers|Date d'inscription|Montant payé|État",
        [
            "1|Zoé|Roux|z@x.example|Mairie|03/09/2026|0,00|Validé",
            "2|Max|Petit|m@x.example|Mairie|03/09/2026|0,00|Brouillon",
        ],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed"), ("Max", "Petit", "m@x.example", "", "", "pending")],
    ),
    ("Mailchimp", "en"): (
        "Email Address|First Name|Last Name|STATUS|MEMBER_RATING|OPTIN_TIME|LAST_CHANGED|LEID|EUID|NOTES",
        ["z@x.example|Zoé|Roux|unsubscribed|2|2026-09-03 10:00:00|2026-09-03 10:00:00|41|4aaff|"],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed")],
    ),
    ("Brevo", "fr"): (
        "CONTACT ID|EMAIL|PRENOM|NOM|SMS|OPT-IN|ADDED_TIME",
        ["1|z@x.example|Zoé|Roux|33612345678|No|03-09-2026"],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed")],
    ),
    ("Google Contacts", "en"): (
        "First Name|Middle Name|Last Name|Phonetic First Name|File As|Organization Name|Organization Title|Notes|Labels"
        "|E-mail 1 - Label|E-mail 1 - Value|Phone 1 - Label|Phone 1 - Value",
        ["Zoé|Anne|Roux|||Mairie|Head||* myContacts|Home|z@x.example|Mobile|+33 6 12 34 56 78"],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed")],
    ),
    ("Outlook", "en"): (
        "Title|First Name|Middle Name|Last Name|Company|Job Title|Business Phone|Mobile Phone|E-mail Address"
        "|E-mail Display Name"
        "|Manager's Name|Spouse|Categories",
        ["Dr|Zoé|Anne|Roux|Mairie|Head||+33 6 12 34 56 78|z@x.example|Zoé Roux (z@x.example)|Paul Chef|Max|Friends"],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed")],
    ),
    ("Outlook", "fr"): (
        "Titre|Prénom|Deuxième prénom|Nom|Société|Titre|Téléphone (bureau)|Tél. mobile|Adresse de messagerie"
        "|Nom complet de l'adresse de messagerie|Nom de l'assistant(e)|Responsable",
        ["Mme|Zoé|Anne|Roux|Mairie|Cheffe|0145000000||z@x.example|Zoé Roux (z@x.example)|Paul|Max Chef"],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed")],
    ),
    ("Luma", "en"): (
        "api_id|name|first_name|last_name|email|phone_number|created_at|approval_status|checked_in_at|qr_code_url"
        "|ticket_name",
        [
            "gst-1|Zoé Roux|Zoé|Roux|z@x.example||2026-09-03|approved|2026-09-04|https://x.example/in/e?pk=g-1|Press",
            "gst-2|Max Petit|Max|Petit|m@x.example||2026-09-03|declined||https://x.example/in/e?pk=g-2|Press",
            "gst-3|Ana Gil|Ana|Gil|a@x.example||2026-09-03|pending_approval||https://x.example/in/e?pk=g-3|Press",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "https://x.example/in/e?pk=g-1", "Press", "confirmed"),
            ("Max", "Petit", "m@x.example", "https://x.example/in/e?pk=g-2", "Press", "cancelled"),
            ("Ana", "Gil", "a@x.example", "https://x.example/in/e?pk=g-3", "Press", "pending"),
        ],
    ),
    ("Tito", "en"): (
        "Number|Ticket Created Date|Ticket|Ticket Full Name|Ticket First Name|Ticket Last Name|Ticket Email"
        "|Ticket Company Name"
        "|Event|Void Status|Price|Ticket Reference|Order Reference|Order Name|Order Email",
        [
            "1|2026-09-03|Early|Zoé Roux|Zoé|Roux|z@x.example|Mairie|Congress||10|GIAO-1|GIAO|Paul Payer|pay@x.example",
            "2|2026|Early|Max Petit|Max|Petit|m@x.example|Mairie|Congress|Voided|10|GIAO-2|GIAO|P. Payer|pay@x.example",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "GIAO-1", "Early", "confirmed"),
            ("Max", "Petit", "m@x.example", "GIAO-2", "Early", "cancelled"),
        ],
    ),
    ("Ticket Tailor", "en"): (
        "Order ID|Buyer name|Buyer email|Attendee name|Attendee email|Ticket type|Barcode|Ticket status",
        ["or_1|Paul Payer|pay@x.example|Zoé Roux|z@x.example|Press|aB3|void"],
        [("", "Zoé Roux", "z@x.example", "aB3", "Press", "cancelled")],
    ),
    ("Ticket Tailor", "en, orders"): (
        "Order ID|Order date|Name|First Name|Last Name|Email|Mobile number|Event name|Payment method|Order cancelled",
        [
            "or_1|3 May|Zoé Roux|Zoé|Roux|z@x.example||Congress|Card|0",
            "or_2|3 May|Max Petit|Max|Petit|m@x.example||Congress|Card|1",
        ],
        [("Zoé", "Roux", "z@x.example", "", "", "confirmed"), ("Max", "Petit", "m@x.example", "", "", "cancelled")],
    ),
    ("alf.io", "en"): (
        "ID|Category|Event|Status|ReservationID|Full Name|First Name|Last Name|E-Mail|Language",
        [
            "8f14|Press|congress|ACQUIRED|aa1|Zoé Roux|Zoé|Roux|z@x.example|fr",
            "8f15|Press|congress|TO_BE_PAID|aa1|Max Petit|Max|Petit|m@x.example|fr",
            "8f16|Press|congress|INVALIDATED|aa1|Ana Gil|Ana|Gil|a@x.example|fr",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "", "Press", "confirmed"),
            ("Max", "Petit", "m@x.example", "", "Press", "unpaid"),
            ("Ana", "Gil", "a@x.example", "", "Press", "cancelled"),
        ],
    ),
    ("Attendize", "es"): (
        "Nombre|Apellidos|Correo electrónico|Identificación de la entrada|Referencia|Tipo de entrada"
        "|Fecha del pedido|Ha llegado",
        ["Zoé|Roux|z@x.example|1234567|R1|Prensa|03/09/2026|NO"],
        [("Zoé", "Roux", "z@x.example", "1234567", "Prensa", "confirmed")],
    ),
    ("eventyay", "en"): (
        "Order#|Order Date|Status|Payment Type|Payment Mode|Ticket ID|Ticket Name|Ticket Price|Ticket Type|Company"
        "|Email|First Name"
        "|Last Name",
        [
            "O1|May 3, 2026|completed|free||ab-1|Press|0|free|Mairie|z@x.example|Zoé|Roux",
            "O2|May 3, 2026|placed|bank||ab-2|Press|9|paid|Mairie|m@x.example|Max|Petit",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "ab-1", "Press", "confirmed"),
            ("Max", "Petit", "m@x.example", "ab-2", "Press", "unpaid"),
        ],
    ),
    ("Hi.Events", "fr"): (
        "ID|Prénom|Nom|E-mail|Statut|Enregistré|Enregistré à|ID du produit|Nom du produit|ID public|ID court|Notes",
        [
            "1|Zoé|Roux|z@x.example|ACTIVE|Yes|2026-09-03|7|Presse|A-7K|x1|",
            "2|Max|Petit|m@x.example|AWAITING_PAYMENT|No||7|Presse|A-7L|x2|",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "A-7K", "Presse", "confirmed"),
            ("Max", "Petit", "m@x.example", "A-7L", "Presse", "unpaid"),
        ],
    ),
    ("Meetup", "en"): (
        "Name|User ID|Title|Event Host|RSVP|Guests|RSVPed on|Joined Group on|URL of Member Profile",
        [
            "Zoé Roux|user 1|Organizer|Yes|Yes|0|May 3, 2026|May 3, 2020|https://x.example/1",
            "Max Petit|user 2|||No|0|May 3, 2026|May 3, 2020|https://x.example/2",
            "Ana Gil|user 3|||Waitlist|1|May 3, 2026|May 3, 2020|https://x.example/3",
        ],
        [
            ("", "Zoé Roux", "", "", "", "confirmed"),
            ("", "Max Petit", "", "", "", "cancelled"),
            ("", "Ana Gil", "", "", "", "pending"),
        ],
    ),
    ("Checkin", "en"): (
        "Last name|First name|Organisation|Role|E-mail|Category|Registration status|On site or online|Code"
        "|Control point|State|First arrival|Last exit|Desk|How|Came|Minutes in all|Corrections",
        [
            "Roux|Zoé|Mairie|Mayor|z@x.example|Press|confirmed|on site|A7K|Hall|in|2026-07-04||Desk 1|code|yes|60|",
            "Petit|Max|||m@x.example|Press|cancelled|online|A7L|Hall||||||no||",
            "Gil|Ana||||Press|to be approved|on site and online|A7M|Hall||||||no||",
        ],
        [
            ("Zoé", "Roux", "z@x.example", "A7K", "Press", "confirmed"),
            ("Max", "Petit", "m@x.example", "A7L", "Press", "cancelled"),
            ("Ana", "Gil", "", "A7M", "Press", "pending"),
        ],
    ),
    ("Checkin", "fr"): (
        "Nom|Prénom|Organisation|Catégorie|État de l’inscription|Sur place ou à distance|Code|Point de contrôle|État"
        "|Première arrivée|Dernière sortie|Poste|Moyen|Venu",
        [
            "Roux|Zoé|Mairie|Presse|confirmé|sur place|A7K|Entrée|arrivé|2026-07-04 08:10||Accueil 1|caméra|oui",
            "Petit|Max||Presse|bloqué|à distance|A7L|Entrée||||||non",
        ],
        [("Zoé", "Roux", "", "A7K", "Presse", "confirmed"), ("Max", "Petit", "", "A7L", "Presse", "blocked")],
    ),
}
