<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Regarder dans&#xa0;:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>Fichiers de &amp;type&#xa0;:</translation>
    </message>
</context>
<context>
    <name>addresses</name>
    <message>
        <source>Correct addresses</source>
        <translation>Corriger les adresses</translation>
    </message>
    <message>
        <source>Correct {count} {count:address|addresses}</source>
        <translation>Corriger {count} {count:adresse|adresses}</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Corrigée</translation>
    </message>
    <message>
        <source>Mail servers take no accents before the @. Each address is corrected in the person’s record; the list itself is not changed.</source>
        <translation>Les serveurs de messagerie n’acceptent pas d’accent avant l’@. Chaque adresse est corrigée dans la fiche de la personne&#xa0;; la liste elle-même ne change pas.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>On the list</source>
        <translation>Dans la liste</translation>
    </message>
    <message>
        <source>{count} {count:address|addresses} to correct: accents</source>
        <translation>{count} {count:adresse|adresses} à corriger&#xa0;: accents</translation>
    </message>
</context>
<context>
    <name>answer</name>
    <message>
        <source>1 of {places} people is still missing: F7</source>
        <translation>Il manque 1 personne sur {places}&#xa0;: F7</translation>
    </message>
    <message>
        <source>A certificate of another event</source>
        <translation>Attestation d’un autre événement</translation>
    </message>
    <message>
        <source>A certificate, not a ticket</source>
        <translation>Une attestation, pas un billet</translation>
    </message>
    <message>
        <source>A code of two people</source>
        <translation>Un code pour deux personnes</translation>
    </message>
    <message>
        <source>A code to connect to pretix, not a ticket</source>
        <translation>Un code pour se connecter à pretix, pas un billet</translation>
    </message>
    <message>
        <source>A seat is kept for them in {session}</source>
        <translation>Une place lui est réservée&#xa0;: {session}</translation>
    </message>
    <message>
        <source>A test code: nothing was recorded</source>
        <translation>Il n’est à personne&#xa0;: rien n’a été enregistré</translation>
    </message>
    <message>
        <source>A wristband or badge to give? Find the person (F3), press Ctrl+L, scan it again.</source>
        <translation>Un bracelet ou un badge à donner&#xa0;? Cherchez la personne (F3), puis Ctrl+L, et scannez-le de nouveau.</translation>
    </message>
    <message>
        <source>Against a rule</source>
        <translation>Contraire à une règle</translation>
    </message>
    <message>
        <source>Already here</source>
        <translation>Déjà sur place</translation>
    </message>
    <message>
        <source>Already read</source>
        <translation>Déjà lu</translation>
    </message>
    <message>
        <source>Another event</source>
        <translation>Autre événement</translation>
    </message>
    <message>
        <source>Arrival undone</source>
        <translation>Arrivée annulée</translation>
    </message>
    <message>
        <source>Ask for the code of this event, or search by name</source>
        <translation>Demandez le code de cet événement, ou cherchez le nom</translation>
    </message>
    <message>
        <source>Ask for their organisation, then type the number and press Enter</source>
        <translation>Demandez l’organisation, puis tapez le numéro et Entrée</translation>
    </message>
    <message>
        <source>Badge replaced</source>
        <translation>Badge remplacé</translation>
    </message>
    <message>
        <source>Badge {blank}: search for the person (F3), then press Ctrl+L and scan it again</source>
        <translation>Badge {blank}&#xa0;: cherchez la personne (F3), puis Ctrl+L et scannez-le de nouveau</translation>
    </message>
    <message>
        <source>Badge {number}</source>
        <translation>Badge {number}</translation>
    </message>
    <message>
        <source>Booked for another session</source>
        <translation>Inscription déplacée</translation>
    </message>
    <message>
        <source>Call the supervisor</source>
        <translation>Appelez le responsable</translation>
    </message>
    <message>
        <source>Came in at {time}</source>
        <translation>Arrivée à {time}</translation>
    </message>
    <message>
        <source>Cannot be decided here</source>
        <translation>Impossible à décider ici</translation>
    </message>
    <message>
        <source>Check before letting in</source>
        <translation>À vérifier avant l’entrée</translation>
    </message>
    <message>
        <source>Code not given</source>
        <translation>Code non attribué</translation>
    </message>
    <message>
        <source>Code read: {text}</source>
        <translation>Code lu&#xa0;: {text}</translation>
    </message>
    <message>
        <source>Code: {code}</source>
        <translation>Code&#xa0;: {code}</translation>
    </message>
    <message>
        <source>Confirmed at {time}: {text}</source>
        <translation>Vérifié à {time}&#xa0;: {text}</translation>
    </message>
    <message>
        <source>Correction undone</source>
        <translation>Correction annulée</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>Lecture impossible</translation>
    </message>
    <message>
        <source>Counted as here again.</source>
        <translation>De nouveau compté comme présent.</translation>
    </message>
    <message>
        <source>Data erased</source>
        <translation>Données effacées</translation>
    </message>
    <message>
        <source>Despite: {reason}</source>
        <translation>Malgré&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>Details missing</source>
        <translation>À compléter</translation>
    </message>
    <message>
        <source>Due: {amount}</source>
        <translation>À payer&#xa0;: {amount}</translation>
    </message>
    <message>
        <source>Exchanged</source>
        <translation>Échangé</translation>
    </message>
    <message>
        <source>Exit recorded</source>
        <translation>Sortie enregistrée</translation>
    </message>
    <message>
        <source>Exit undone</source>
        <translation>Sortie annulée</translation>
    </message>
    <message>
        <source>Exit without entry</source>
        <translation>Sortie sans entrée</translation>
    </message>
    <message>
        <source>For another workshop, type its number and press Enter</source>
        <translation>Autre atelier&#xa0;: tapez son numéro, puis Entrée</translation>
    </message>
    <message>
        <source>For another {thing}, scan or type its number</source>
        <translation>Échange ({thing})&#xa0;: scannez ou tapez le nouveau numéro</translation>
    </message>
    <message>
        <source>Forged code</source>
        <translation>Code falsifié</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Complet</translation>
    </message>
    <message>
        <source>Fully booked</source>
        <translation>Tout est réservé</translation>
    </message>
    <message>
        <source>Give back {amount}.</source>
        <translation>Rendez {amount}.</translation>
    </message>
    <message>
        <source>Give the payment back.</source>
        <translation>Rendez le paiement.</translation>
    </message>
    <message>
        <source>Given back at {time}</source>
        <translation>Rendu à {time}</translation>
    </message>
    <message>
        <source>Group – how many are coming in now?</source>
        <translation>Groupe – combien arrivent maintenant&#xa0;?</translation>
    </message>
    <message>
        <source>Group – how many are here?</source>
        <translation>Groupe – combien sont là&#xa0;?</translation>
    </message>
    <message>
        <source>Had said they would not come</source>
        <translation>Avait répondu ne pas venir</translation>
    </message>
    <message>
        <source>In pretix the arrival stays, and an exit follows.</source>
        <translation>Dans pretix, l’arrivée reste, suivie d’une sortie.</translation>
    </message>
    <message>
        <source>In pretix the exit stays, and an arrival follows.</source>
        <translation>Dans pretix, la sortie reste, suivie d’une arrivée.</translation>
    </message>
    <message>
        <source>Is it this person?</source>
        <translation>Est-ce cette personne&#xa0;?</translation>
    </message>
    <message>
        <source>It is for ⋮, pretix…, or “Join other desks…” on the start screen; nothing was recorded</source>
        <translation>Il sert dans ⋮, pretix…, ou «&#xa0;Rejoindre d’autres postes…&#xa0;» sur l’écran d’accueil&#xa0;; rien n’a été enregistré</translation>
    </message>
    <message>
        <source>It is verified in Closing, field “Code on a certificate”; nothing was recorded</source>
        <translation>Elle se vérifie dans Clôture, champ «&#xa0;Code d’une attestation&#xa0;»&#xa0;; rien n’a été noté</translation>
    </message>
    <message>
        <source>Last seat taken: {inside} / {capacity}</source>
        <translation>Dernière place prise&#xa0;: {inside} / {capacity}</translation>
    </message>
    <message>
        <source>Left for good</source>
        <translation>Sortie définitive</translation>
    </message>
    <message>
        <source>Lent</source>
        <translation>Prêté</translation>
    </message>
    <message>
        <source>Lent at {time}</source>
        <translation>Prêté à {time}</translation>
    </message>
    <message>
        <source>Lent to nobody</source>
        <translation>Prêté à personne</translation>
    </message>
    <message>
        <source>Let in</source>
        <translation>Entrée accordée</translation>
    </message>
    <message>
        <source>Let in despite: {reason}</source>
        <translation>Entrée accordée malgré&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>Let in without payment</source>
        <translation>Entrée sans paiement</translation>
    </message>
    <message>
        <source>Let in without payment · {amount} still due</source>
        <translation>Entrée sans paiement · reste {amount}</translation>
    </message>
    <message>
        <source>Let in – badge to follow</source>
        <translation>Entrée OK – badge en attente</translation>
    </message>
    <message>
        <source>Let in, to be confirmed: this desk does not have this person yet</source>
        <translation>Entrée à confirmer&#xa0;: ce poste ne connaît pas encore la personne</translation>
    </message>
    <message>
        <source>Let them photograph this code</source>
        <translation>À photographier par l’invité</translation>
    </message>
    <message>
        <source>Loan undone</source>
        <translation>Prêt annulé</translation>
    </message>
    <message>
        <source>Missing: {missing}</source>
        <translation>Il manque&#xa0;: {missing}</translation>
    </message>
    <message>
        <source>NOT SAVED – write it on paper</source>
        <translation>NON ENREGISTRÉ – notez sur papier</translation>
    </message>
    <message>
        <source>New code given</source>
        <translation>Nouveau code attribué</translation>
    </message>
    <message>
        <source>New code taken back</source>
        <translation>Nouveau code retiré</translation>
    </message>
    <message>
        <source>Next: {steps}</source>
        <translation>Ensuite&#xa0;: {steps}</translation>
    </message>
    <message>
        <source>No access here</source>
        <translation>Pas d’accès ici</translation>
    </message>
    <message>
        <source>No entry had been recorded: it has been added</source>
        <translation>L’entrée manquait&#xa0;: elle est enregistrée aussi</translation>
    </message>
    <message>
        <source>No entry was recorded here</source>
        <translation>Aucune entrée n’a été enregistrée ici</translation>
    </message>
    <message>
        <source>No exit since then: check the name, then call the supervisor (F9)</source>
        <translation>Pas de sortie depuis&#xa0;: vérifiez le nom, puis appelez le responsable (F9)</translation>
    </message>
    <message>
        <source>No longer counted as here, nor registered: they were registered on arrival.</source>
        <translation>N’est plus compté présent ici, ni inscrit&#xa0;: l’inscription avait été faite avec cette arrivée.</translation>
    </message>
    <message>
        <source>No longer counted as here. They are still registered.</source>
        <translation>N’est plus compté présent ici. L’inscription reste valable.</translation>
    </message>
    <message>
        <source>Nobody’s badge yet</source>
        <translation>Badge pas encore attribué</translation>
    </message>
    <message>
        <source>Not approved yet, or on the waiting list: ask the organiser first</source>
        <translation>Pas encore validée, ou sur liste d’attente&#xa0;: demandez d’abord à l’organisateur</translation>
    </message>
    <message>
        <source>Not in yet: F7 lets them in. This code is theirs from now on, at every desk</source>
        <translation>Cette personne n’est pas encore entrée&#xa0;: F7 la fait entrer. Ce code est désormais le sien, à tous les postes</translation>
    </message>
    <message>
        <source>Not on the list of this session</source>
        <translation>Ne figure pas sur la liste de cet atelier</translation>
    </message>
    <message>
        <source>Not open yet</source>
        <translation>Pas encore ouvert</translation>
    </message>
    <message>
        <source>Not valid now</source>
        <translation>Pas valable maintenant</translation>
    </message>
    <message>
        <source>Nothing was recorded: write down the name and the time</source>
        <translation>Rien n’a été enregistré&#xa0;: notez le nom et l’heure</translation>
    </message>
    <message>
        <source>Number already out</source>
        <translation>Numéro déjà prêté</translation>
    </message>
    <message>
        <source>Number taken off</source>
        <translation>Numéro enlevé</translation>
    </message>
    <message>
        <source>Off the waiting list</source>
        <translation>Retiré de la liste d’attente</translation>
    </message>
    <message>
        <source>On site</source>
        <translation>Sur place</translation>
    </message>
    <message>
        <source>On site and online</source>
        <translation>Sur place et à distance</translation>
    </message>
    <message>
        <source>On the waiting list</source>
        <translation>Sur liste d’attente</translation>
    </message>
    <message>
        <source>On the waiting list, no. {place}</source>
        <translation>Sur liste d’attente, n°&#xa0;{place}</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>À distance</translation>
    </message>
    <message>
        <source>Open that event to verify it, in Closing, field “Code on a certificate”</source>
        <translation>Pour la vérifier, ouvrez cet événement&#xa0;: Clôture, champ «&#xa0;Code d’une attestation&#xa0;»</translation>
    </message>
    <message>
        <source>Open to them later: {points}</source>
        <translation>Accès possible plus tard&#xa0;: {points}</translation>
    </message>
    <message>
        <source>Open to them: {points}</source>
        <translation>Accès possible&#xa0;: {points}</translation>
    </message>
    <message>
        <source>Paid: {payment}</source>
        <translation>Payé&#xa0;: {payment}</translation>
    </message>
    <message>
        <source>Payment of {amount} undone too: give it back.</source>
        <translation>Paiement de {amount} annulé aussi&#xa0;: rendez-le.</translation>
    </message>
    <message>
        <source>Payment undone</source>
        <translation>Paiement annulé</translation>
    </message>
    <message>
        <source>Place {in_line} in the queue: seats are given in this order as they become free</source>
        <translation>N° {in_line}&#xa0;: appel dès qu’une place se libère</translation>
    </message>
    <message>
        <source>Registered and let in</source>
        <translation>Inscription faite, arrivée notée</translation>
    </message>
    <message>
        <source>Registered for {days}</source>
        <translation>Inscription pour {days}</translation>
    </message>
    <message>
        <source>Registered for: {booked}</source>
        <translation>Inscrit à&#xa0;: {booked}</translation>
    </message>
    <message>
        <source>Registered for: {booked}. Here: {inside} in for {capacity} {capacity:seat|seats}, {awaited} still to come</source>
        <translation>Inscription&#xa0;: {booked}. Ici&#xa0;: {inside} {inside:entrée|entrées} pour {capacity} {capacity:place|places}, {awaited} à venir</translation>
    </message>
    <message>
        <source>Registered for: {booked}. Seats left here: {seats}</source>
        <translation>Inscrit à&#xa0;: {booked}. Places libres ici&#xa0;: {seats}</translation>
    </message>
    <message>
        <source>Registered here, but every seat is taken: F7 lets them in all the same</source>
        <translation>Inscription valable, mais toutes les places sont prises&#xa0;: F7 fait entrer quand même</translation>
    </message>
    <message>
        <source>Registered to attend online</source>
        <translation>Inscription à distance</translation>
    </message>
    <message>
        <source>Registration blocked</source>
        <translation>Inscription bloquée</translation>
    </message>
    <message>
        <source>Registration cancelled</source>
        <translation>Inscription annulée</translation>
    </message>
    <message>
        <source>Registration to be approved</source>
        <translation>Inscription à valider</translation>
    </message>
    <message>
        <source>Reserved ({conditions})</source>
        <translation>Réservé ({conditions})</translation>
    </message>
    <message>
        <source>Reserved for: {values}</source>
        <translation>Réservé à&#xa0;: {values}</translation>
    </message>
    <message>
        <source>Return undone</source>
        <translation>Retour annulé</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Rendu</translation>
    </message>
    <message>
        <source>Room full</source>
        <translation>Salle pleine</translation>
    </message>
    <message>
        <source>Room full: {inside} / {capacity}</source>
        <translation>Salle pleine&#xa0;: {inside} / {capacity}</translation>
    </message>
    <message>
        <source>Same code again: nothing changes</source>
        <translation>Le même code, à l’instant&#xa0;: rien ne change</translation>
    </message>
    <message>
        <source>Same person, back from outside? Let them pass: exits are not recorded here</source>
        <translation>La même personne revient&#xa0;? Laissez passer&#xa0;: les sorties ne sont pas notées ici</translation>
    </message>
    <message>
        <source>Seat booked</source>
        <translation>Place réservée</translation>
    </message>
    <message>
        <source>Seats left: {seats}</source>
        <translation>Places libres&#xa0;: {seats}</translation>
    </message>
    <message>
        <source>Seats taken: {inside} / {capacity}</source>
        <translation>Places prises&#xa0;: {inside} / {capacity}</translation>
    </message>
    <message>
        <source>Session not booked</source>
        <translation>Atelier non réservé</translation>
    </message>
    <message>
        <source>Several bookings</source>
        <translation>Plusieurs réservations</translation>
    </message>
    <message>
        <source>Several of their bookings are meant for {point}: scan the ticket of the booking itself</source>
        <translation>Plusieurs de ses réservations valent pour {point}&#xa0;: scannez le billet de la réservation</translation>
    </message>
    <message>
        <source>Several people</source>
        <translation>Plusieurs personnes</translation>
    </message>
    <message>
        <source>Show the code again: flat, about 20 cm from the camera</source>
        <translation>Présentez à nouveau le code bien à plat, à environ 20 cm de la caméra</translation>
    </message>
    <message>
        <source>Signature undone</source>
        <translation>Signature annulée</translation>
    </message>
    <message>
        <source>Speaking today: tell the supervisor they are here</source>
        <translation>Intervient aujourd’hui&#xa0;: prévenez le responsable de son arrivée</translation>
    </message>
    <message>
        <source>Still counted as here: an earlier arrival still counts.</source>
        <translation>Toujours compté comme présent&#xa0;: une arrivée plus ancienne compte encore.</translation>
    </message>
    <message>
        <source>Test code read</source>
        <translation>Code d’essai lu</translation>
    </message>
    <message>
        <source>The code is genuine, but this desk does not have this person yet</source>
        <translation>Le code est authentique, mais ce poste ne connaît pas encore la personne</translation>
    </message>
    <message>
        <source>The code is genuine. {silent} may know the person, but has not been heard from for {minutes} min</source>
        <translation>Le code est authentique. {silent} le connaît peut-être&#xa0;: sans nouvelles depuis {minutes} min</translation>
    </message>
    <message>
        <source>The code is nobody’s again; their code from before is valid.</source>
        <translation>Ce code n’est plus attribué. Le code précédent de la personne est de nouveau valable.</translation>
    </message>
    <message>
        <source>The payment has not been received</source>
        <translation>Le paiement n’a pas été reçu</translation>
    </message>
    <message>
        <source>The registration is unpaid again.</source>
        <translation>Il reste de nouveau à payer.</translation>
    </message>
    <message>
        <source>The ticket is genuine; whose it is will be known when the list is fetched again</source>
        <translation>Ce billet est authentique&#xa0;; on saura à qui il est quand la liste sera reprise</translation>
    </message>
    <message>
        <source>This code has already been let in</source>
        <translation>Ce code est déjà passé</translation>
    </message>
    <message>
        <source>This code has been tampered with: call the supervisor</source>
        <translation>Ce code a été modifié&#xa0;: appelez le responsable</translation>
    </message>
    <message>
        <source>This code is no longer valid. Ask for the newest one</source>
        <translation>Ce code n’est plus valable. Demandez le plus récent</translation>
    </message>
    <message>
        <source>This code is not on the list</source>
        <translation>Ce code n’est pas dans la liste</translation>
    </message>
    <message>
        <source>This code is theirs from now on, at every desk</source>
        <translation>Ce code est désormais le sien, à tous les postes</translation>
    </message>
    <message>
        <source>This desk says when a seat is free: F5 then calls whoever is first</source>
        <translation>Le poste dit quand une place se libère&#xa0;: F5 appelle alors la personne en tête</translation>
    </message>
    <message>
        <source>This event’s data was erased on {day}: nobody can tell any more whose code this is</source>
        <translation>Les données de cet événement ont été effacées le {day}&#xa0;: on ne sait plus à qui est ce code</translation>
    </message>
    <message>
        <source>This person has none yet: scan or type another number</source>
        <translation>Cette personne n’en a pas encore&#xa0;: scannez ou tapez un autre numéro</translation>
    </message>
    <message>
        <source>This person keeps {thing}: scan or type another number</source>
        <translation>Cette personne garde {thing}&#xa0;: scannez ou tapez un autre numéro</translation>
    </message>
    <message>
        <source>This person was expected online</source>
        <translation>Cette personne était attendue à distance</translation>
    </message>
    <message>
        <source>This speaker was not confirmed: tell the supervisor</source>
        <translation>Sa venue restait à confirmer&#xa0;: prévenez le responsable</translation>
    </message>
    <message>
        <source>This ticket {explanations}</source>
        <translation>Ce billet {explanations}</translation>
    </message>
    <message>
        <source>To be checked first</source>
        <translation>À vérifier d’abord</translation>
    </message>
    <message>
        <source>To be confirmed</source>
        <translation>À confirmer</translation>
    </message>
    <message>
        <source>To be paid</source>
        <translation>Reste à payer</translation>
    </message>
    <message>
        <source>Too late</source>
        <translation>Trop tard</translation>
    </message>
    <message>
        <source>Two desks gave it away: type the number of the person who is here, and press Enter</source>
        <translation>Attribué à deux postes&#xa0;: tapez le numéro de la personne présente, puis Entrée</translation>
    </message>
    <message>
        <source>Unknown code</source>
        <translation>Code inconnu</translation>
    </message>
    <message>
        <source>Was expected online: now on site</source>
        <translation>Était inscrit à distance&#xa0;: passé en présentiel</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Bienvenue</translation>
    </message>
    <message>
        <source>Welcome back</source>
        <translation>Re-bonjour</translation>
    </message>
    <message>
        <source>Welcome – genuine ticket</source>
        <translation>Bienvenue – billet authentique</translation>
    </message>
    <message>
        <source>Welcome – please read</source>
        <translation>Bienvenue – à lire</translation>
    </message>
    <message>
        <source>Welcome – tell the supervisor</source>
        <translation>Bienvenue – prévenir le responsable</translation>
    </message>
    <message>
        <source>Went out at {time}</source>
        <translation>Sortie à {time}</translation>
    </message>
    <message>
        <source>Workshop change undone</source>
        <translation>Atelier remis comme avant</translation>
    </message>
    <message>
        <source>accompanies {name}</source>
        <translation>accompagne {name}</translation>
    </message>
    <message>
        <source>not filled in</source>
        <translation>non renseigné</translation>
    </message>
    <message>
        <source>{about} is lent to nobody. To lend it, scan the person first</source>
        <translation>{about} n’est prêté à personne. Pour le prêter, scannez d’abord la personne</translation>
    </message>
    <message>
        <source>{about} is lent to nobody: nothing to take back</source>
        <translation>{about} n’est prêté à personne&#xa0;: rien à reprendre</translation>
    </message>
    <message>
        <source>{before} is back</source>
        <translation>{before} est rendu</translation>
    </message>
    <message>
        <source>{came} of {places} people in</source>
        <translation>{came} {came:personne entrée|personnes entrées} sur {places}</translation>
    </message>
    <message>
        <source>{capacity:The only seat is|All {capacity} seats are} taken</source>
        <translation>{capacity:La seule place est prise|Les {capacity} places sont prises}</translation>
    </message>
    <message>
        <source>{capacity:The only seat is|All {capacity} seats are} taken or reserved; waiting: {waiting}</source>
        <translation>{capacity:La seule place est prise ou réservée|Les {capacity} places sont prises ou réservées}&#xa0;; en attente&#xa0;: {waiting}</translation>
    </message>
    <message>
        <source>{capacity} {capacity:seat|seats}: {inside} {inside:person|people} in, {awaited} still to come</source>
        <translation>{capacity} {capacity:place|places}&#xa0;: {inside} {inside:personne entrée|personnes entrées}, {awaited} encore à venir</translation>
    </message>
    <message>
        <source>{capacity} {capacity:seat|seats}: {inside} {inside:person|people} in, {awaited} still to come; waiting: {waiting}</source>
        <translation>{capacity} {capacity:place|places}&#xa0;: {inside} {inside:personne entrée|personnes entrées}, {awaited} encore à venir&#xa0;; en attente&#xa0;: {waiting}</translation>
    </message>
    <message>
        <source>{category}: tell the supervisor they are here</source>
        <translation>{category}&#xa0;: prévenez le responsable de son arrivée</translation>
    </message>
    <message>
        <source>{checks}</source>
        <translation>{checks}</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>+ {count}</translation>
    </message>
    <message>
        <source>{count} more on their page</source>
        <translation>{count} de plus sur sa fiche</translation>
    </message>
    <message>
        <source>{count} more to read on their page</source>
        <translation>{count} de plus à lire sur sa fiche</translation>
    </message>
    <message>
        <source>{count} {count:other|others} of this order</source>
        <translation>{count} {count:autre|autres} de cette commande</translation>
    </message>
    <message>
        <source>{count} {count:other|others} with this person</source>
        <translation>{count} {count:autre|autres} avec cette personne</translation>
    </message>
    <message>
        <source>{count} {count:person|people} let in</source>
        <translation>{count} {count:personne entrée|personnes entrées}</translation>
    </message>
    <message>
        <source>{field} for this person: {value}</source>
        <translation>{field} de cette personne&#xa0;: {value}</translation>
    </message>
    <message>
        <source>{field}: {values}</source>
        <translation>{field}&#xa0;: {values}</translation>
    </message>
    <message>
        <source>{first} or {last}</source>
        <translation>{first} ou {last}</translation>
    </message>
    <message>
        <source>{name}: nothing given</source>
        <translation>{name}&#xa0;: rien d’indiqué</translation>
    </message>
    <message>
        <source>{name}: {note}</source>
        <translation>{name}&#xa0;: {note}</translation>
    </message>
    <message>
        <source>{name}: {value}</source>
        <translation>{name}&#xa0;: {value}</translation>
    </message>
    <message>
        <source>{places} people on this code: F7 for all, or type how many and press Enter</source>
        <translation>{places} personnes sur ce code&#xa0;: F7 pour toutes, ou le nombre puis Entrée</translation>
    </message>
    <message>
        <source>{point} ({when})</source>
        <translation>{point} ({when})</translation>
    </message>
    <message>
        <source>{point} closed {when}</source>
        <translation>{point} a fermé {when}</translation>
    </message>
    <message>
        <source>{point} opens {when}</source>
        <translation>{point} ouvre {when}</translation>
    </message>
    <message>
        <source>{point}: {explanations}</source>
        <translation>{point}&#xa0;: {explanations}</translation>
    </message>
    <message>
        <source>{silent} may already have let them in, but has not been heard from for {minutes} min</source>
        <translation>Entrée peut-être déjà faite à {silent}&#xa0;: sans nouvelles depuis {minutes} min</translation>
    </message>
    <message>
        <source>{state}. Call the supervisor</source>
        <translation>{state}. Appelez le responsable</translation>
    </message>
    <message>
        <source>{still} of {places} still {still:counts|count}.</source>
        <translation>{still} sur {places} {still:reste comptée|restent comptées}.</translation>
    </message>
    <message>
        <source>{text}… (the rest is on their page)</source>
        <translation>{text}… (la suite est sur sa fiche)</translation>
    </message>
    <message>
        <source>{thing} without a number: {name}. To note it, scan this person again</source>
        <translation>{thing} sans numéro&#xa0;: {name}. Pour le noter, repassez le code de cette personne</translation>
    </message>
    <message>
        <source>{thing}: lent to</source>
        <translation>{thing}&#xa0;: prêté à</translation>
    </message>
    <message>
        <source>{thing}: lent to {name}</source>
        <translation>{thing}&#xa0;: prêté à {name}</translation>
    </message>
    <message>
        <source>{thing}: not given back</source>
        <translation>{thing}&#xa0;: pas rendu</translation>
    </message>
    <message>
        <source>{thing}: scan or type its number</source>
        <translation>{thing}&#xa0;: scannez ou tapez son numéro</translation>
    </message>
    <message>
        <source>{thing}: which number?</source>
        <translation>{thing}&#xa0;: quel numéro&#xa0;?</translation>
    </message>
    <message>
        <source>{to_come} of {places} people are missing: F7 for all, or type how many and press Enter</source>
        <translation>Il manque {to_come} personnes sur {places}&#xa0;: F7 pour toutes, ou le nombre puis Entrée</translation>
    </message>
    <message>
        <source>{unknown}. F7 lets them in</source>
        <translation>{unknown}. F7 fait entrer</translation>
    </message>
    <message>
        <source>“{point}” does not let people back in once they have left</source>
        <translation>À «&#xa0;{point}&#xa0;», on n’entre plus une fois sorti</translation>
    </message>
</context>
<context>
    <name>app</name>
    <message>
        <source>Camera, printer, sound and language are as for the last event on this computer. To change them: Settings (Ctrl+,).</source>
        <translation>Caméra, imprimante, son et langue restent ceux du dernier événement. Réglages&#xa0;: Ctrl et la virgule.</translation>
    </message>
    <message>
        <source>Checkin has made a mistake. Everything recorded is safe; carry on. Details are in the log file.</source>
        <translation>Le programme lui-même a commis une erreur. Ce qui a été enregistré est en sécurité&#x202f;; continuez. Les détails sont dans le journal technique.</translation>
    </message>
    <message>
        <source>The video has ended; the camera takes over. Scan a code of your own, or type a name.</source>
        <translation>Le film est terminé&#x202f;; la caméra prend sa place. Présentez un code, ou tapez un nom.</translation>
    </message>
    <message>
        <source>The window closes as soon as the last code is recorded.</source>
        <translation>La fenêtre se ferme dès que le dernier code est enregistré.</translation>
    </message>
    <message>
        <source>The window stays open: the last code asks a question.</source>
        <translation>La fenêtre reste ouverte&#xa0;: le dernier code pose une question.</translation>
    </message>
    <message>
        <source>This computer has too little free memory for that. Everything recorded is safe; close other programs and try again, or take a smaller file.</source>
        <translation>Cet ordinateur n’a pas assez de mémoire libre pour cela. Tout ce qui est enregistré est en sûreté&#xa0;; fermez d’autres programmes et réessayez, ou prenez un fichier plus petit.</translation>
    </message>
    <message>
        <source>This event is already open on this computer. Both windows use the same file; nothing is lost.</source>
        <translation>Cet événement est déjà ouvert sur cet ordinateur. Les deux fenêtres travaillent sur le même fichier&#x202f;; rien ne se perd.</translation>
    </message>
    <message>
        <source>This event is open already: its window is in front.</source>
        <translation>Cet événement est déjà ouvert&#x202f;: sa fenêtre est au premier plan.</translation>
    </message>
</context>
<context>
    <name>badge</name>
    <message>
        <source>Elements that go over the edge of the badge: {count}. The part outside is not printed.</source>
        <translation>Éléments qui dépassent du badge&#xa0;: {count}. Ce qui est dehors n’est pas imprimé.</translation>
    </message>
    <message>
        <source>Nobody would get a badge. Nothing was written; check the categories you asked for.</source>
        <translation>Personne ne doit avoir de badge. Rien n’a été écrit&#xa0;; vérifiez les catégories demandées.</translation>
    </message>
    <message>
        <source>Something covers the code or the white space around it: it may not scan. Move it away.</source>
        <translation>Un élément couvre le code ou le blanc autour&#xa0;: il risque de ne pas être lu. Écartez-le.</translation>
    </message>
    <message>
        <source>Something covers “{text}”, at least in part. Move one of them.</source>
        <translation>Quelque chose couvre «&#xa0;{text}&#xa0;», au moins en partie. Écartez l’un des deux.</translation>
    </message>
    <message>
        <source>The badge “{name}” cannot be read. Nothing was written; choose a file, or one of these: {known}.</source>
        <translation>Le badge «&#xa0;{name}&#xa0;» est illisible. Rien n’a été écrit&#xa0;; choisissez un fichier, ou l’un de ceux-ci&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>The badge “{name}” has a mistake in it: {what}. Nothing was written.</source>
        <translation>Le badge «&#xa0;{name}&#xa0;» n’est pas écrit comme il faut&#xa0;: {what}. Rien n’a été écrit.</translation>
    </message>
    <message>
        <source>The characters {letters} are not in any of the built-in fonts; check them before printing.</source>
        <translation>Les lettres {letters} ne sont dans aucune des polices fournies&#xa0;; regardez-les avant d’imprimer.</translation>
    </message>
    <message>
        <source>The code goes over the edge of the badge: it will not scan. Move it inside.</source>
        <translation>Le code dépasse du badge&#xa0;: il ne peut pas être lu. Ramenez-le à l’intérieur.</translation>
    </message>
    <message>
        <source>The code on “{template}” is too small to scan well: its smallest squares are under {least} mm. Make it larger.</source>
        <translation>Le code de «&#xa0;{template}&#xa0;» est trop petit pour être bien lu&#xa0;: un module fait moins de {least}&#xa0;mm. Agrandissez-le.</translation>
    </message>
    <message>
        <source>The list has no column “{field}”: nothing stands in its place. Choose a field from the menu.</source>
        <translation>La liste n’a pas de colonne «&#xa0;{field}&#xa0;»&#xa0;: rien n’est à sa place. Choisissez un champ dans le menu.</translation>
    </message>
    <message>
        <source>The picture “{name}” cannot be read. Nothing was changed; choose another file.</source>
        <translation>L’image «&#xa0;{name}&#xa0;» ne peut pas être lue. Rien n’a été modifié&#xa0;; choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>The picture “{name}” is not next to the badge file; its place is left empty.</source>
        <translation>L’image «&#xa0;{name}&#xa0;» n’est pas à côté du fichier de badge&#xa0;; sa place reste vide.</translation>
    </message>
    <message>
        <source>The white space around the code hides part of a text or picture. Move one of them.</source>
        <translation>Le blanc autour du code cache une partie d’un texte ou d’une image, qui ne s’imprimera pas. Écartez l’un des deux.</translation>
    </message>
    <message>
        <source>There is no badge for the category “{category}”. Nothing was written; add a badge for all categories.</source>
        <translation>Aucun badge n’est prévu pour la catégorie «&#xa0;{category}&#xa0;». Rien n’a été écrit&#xa0;; ajoutez-en un sans catégories.</translation>
    </message>
    <message>
        <source>There is no field “{field}”: nothing stands in its place. Choose one from the menu.</source>
        <translation>Il n’y a pas de champ «&#xa0;{field}&#xa0;»&#xa0;: rien n’est à sa place. Choisissez-en un dans le menu.</translation>
    </message>
    <message>
        <source>This badge does not fit the labels of “{stock}”. Nothing was written; choose other paper.</source>
        <translation>Ce badge ne tient pas dans les cases de «&#xa0;{stock}&#xa0;». Rien n’a été écrit&#xa0;; choisissez un autre papier.</translation>
    </message>
    <message>
        <source>This badge has no code: its wearer can only be found by name.</source>
        <translation>Ce badge n’a pas de code&#xa0;: on ne retrouve la personne que par son nom.</translation>
    </message>
    <message>
        <source>This badge is too large to be saved. Nothing was saved; remove elements, or shorten their texts.</source>
        <translation>Ce badge contient plus que ce qui peut être gardé. Rien n’a été enregistré&#xa0;; retirez des éléments ou raccourcissez leurs textes.</translation>
    </message>
    <message>
        <source>This computer cannot draw the characters {letters}; a symbol replaces them. Write them differently, or install a font that has them.</source>
        <translation>Les lettres {letters} ne peuvent pas être dessinées sur cet ordinateur&#xa0;; un signe les remplace. Écrivez-les autrement, ou installez une police qui les a.</translation>
    </message>
    <message>
        <source>This drawing is damaged or far too large. Nothing was changed; save it as PNG and choose that file.</source>
        <translation>Ce dessin est abîmé, ou bien trop grand une fois dessiné. Rien n’a été changé&#x202f;; enregistrez-le en PNG et choisissez celui-là.</translation>
    </message>
    <message>
        <source>This drawing takes too long to draw. Nothing was changed; save it as PNG and choose that file.</source>
        <translation>Ce dessin demande trop de temps. Rien n’a été changé&#x202f;; enregistrez-le en PNG et choisissez celui-là.</translation>
    </message>
    <message>
        <source>This file is not a picture Checkin can read (PNG, JPEG or SVG). Nothing was changed; choose another.</source>
        <translation>Ce fichier n’est pas une image lisible (PNG, JPEG ou SVG). Rien n’a été modifié&#xa0;; choisissez-en une autre.</translation>
    </message>
    <message>
        <source>This picture has too much detail. Nothing was changed; choose a simpler one.</source>
        <translation>Cette image est trop riche en détails pour être gardée. Rien n’a été modifié&#xa0;; choisissez-en une plus simple.</translation>
    </message>
    <message>
        <source>{badges} {badges:badge|badges} on {pages} {pages:page|pages} written to {name}.</source>
        <translation>{badges} {badges:badge écrit|badges écrits} sur {pages} {pages:page|pages} dans {name}.</translation>
    </message>
    <message>
        <source>“{field}” is empty for everyone who gets this badge: nothing stands in its place.</source>
        <translation>«&#xa0;{field}&#xa0;» est vide pour tous ceux qui ont ce badge&#xa0;: il n’y a rien à sa place.</translation>
    </message>
    <message>
        <source>“{name}” is larger than {most} MB. Nothing was changed; choose a smaller picture.</source>
        <translation>«&#xa0;{name}&#xa0;» dépasse {most} Mo. Rien n’a été modifié&#xa0;; choisissez une image plus petite.</translation>
    </message>
    <message>
        <source>“{name}” is not a known paper. Nothing was written; choose one of these: {known}.</source>
        <translation>«&#xa0;{name}&#xa0;» n’est pas un papier connu. Rien n’a été écrit&#xa0;; les papiers connus sont&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>“{one}” and “{other}” overlap. Move one of them.</source>
        <translation>«&#xa0;{one}&#xa0;» et «&#xa0;{other}&#xa0;» se chevauchent. Écartez l’un des deux.</translation>
    </message>
    <message>
        <source>“{text}” can hardly be read: its colour is like the one below it. Choose another colour.</source>
        <translation>«&#xa0;{text}&#xa0;» se lit à peine&#xa0;: sa couleur est celle de ce qui est dessous, ou presque. Choisissez-en une autre.</translation>
    </message>
    <message>
        <source>“{text}” does not fit and was cut off. Give it more room, or a smaller minimum size.</source>
        <translation>«&#xa0;{text}&#xa0;» ne tient pas et a été coupé. Donnez-lui plus de place, ou une taille minimale plus petite.</translation>
    </message>
</context>
<context>
    <name>badge editor</name>
    <message>
        <source>Add a field, a text, a picture or the code, then drag it into place.</source>
        <translation>Posez un champ, un texte, une image ou le code, puis tirez-le à sa place.</translation>
    </message>
    <message>
        <source>Add to the badge: {what}</source>
        <translation>Poser sur le badge&#xa0;: {what}</translation>
    </message>
    <message>
        <source>Align bottom</source>
        <translation>Aligner en bas</translation>
    </message>
    <message>
        <source>Align centre</source>
        <translation>Aligner au milieu</translation>
    </message>
    <message>
        <source>Align left</source>
        <translation>Aligner à gauche</translation>
    </message>
    <message>
        <source>Align middle</source>
        <translation>Aligner à mi-hauteur</translation>
    </message>
    <message>
        <source>Align right</source>
        <translation>Aligner à droite</translation>
    </message>
    <message>
        <source>Align text left</source>
        <translation>Texte à gauche</translation>
    </message>
    <message>
        <source>Align text right</source>
        <translation>Texte à droite</translation>
    </message>
    <message>
        <source>Align top</source>
        <translation>Aligner en haut</translation>
    </message>
    <message>
        <source>Another colour…</source>
        <translation>Autre couleur…</translation>
    </message>
    <message>
        <source>Another size</source>
        <translation>Autre format</translation>
    </message>
    <message>
        <source>As it was when you opened the editor</source>
        <translation>Tel qu’il était à l’ouverture</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>Au moins</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Fond</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Noir</translation>
    </message>
    <message>
        <source>Bold</source>
        <translation>Gras</translation>
    </message>
    <message>
        <source>Booked sessions</source>
        <translation>Sessions réservées</translation>
    </message>
    <message>
        <source>Bring to front</source>
        <translation>Au-dessus de tout</translation>
    </message>
    <message>
        <source>Capitals</source>
        <translation>Majuscules</translation>
    </message>
    <message>
        <source>Category colour</source>
        <translation>Couleur de la catégorie</translation>
    </message>
    <message>
        <source>Centre text</source>
        <translation>Texte au milieu</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Couleur</translation>
    </message>
    <message>
        <source>Colour: {category}</source>
        <translation>Couleur&#xa0;: {category}</translation>
    </message>
    <message>
        <source>Dark grey</source>
        <translation>Gris foncé</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
    <message>
        <source>Day in full</source>
        <translation>Jour en toutes lettres</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Champ</translation>
    </message>
    <message>
        <source>First and last name</source>
        <translation>Prénom et nom</translation>
    </message>
    <message>
        <source>Folded, above the front</source>
        <translation>Plié, au-dessus du recto</translation>
    </message>
    <message>
        <source>Folded, to the left of the front</source>
        <translation>Plié, à gauche du recto</translation>
    </message>
    <message>
        <source>For how many people</source>
        <translation>Pour combien de personnes</translation>
    </message>
    <message>
        <source>From the left</source>
        <translation>Depuis la gauche</translation>
    </message>
    <message>
        <source>From the top</source>
        <translation>Depuis le haut</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Gris</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Hauteur</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Horaires</translation>
    </message>
    <message>
        <source>Insert a field</source>
        <translation>Insérer un champ</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>Lettres</translation>
    </message>
    <message>
        <source>Light grey</source>
        <translation>Gris clair</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Trait</translation>
    </message>
    <message>
        <source>Line (0: filled)</source>
        <translation>Trait (0&#xa0;: plein)</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Lignes</translation>
    </message>
    <message>
        <source>Name of the badge</source>
        <translation>Nom du badge</translation>
    </message>
    <message>
        <source>Names on the tickets</source>
        <translation>Noms sur les billets</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Pas encore enregistré</translation>
    </message>
    <message>
        <source>On every badge</source>
        <translation>Sur tous</translation>
    </message>
    <message>
        <source>On whose badges</source>
        <translation>Sur quels badges</translation>
    </message>
    <message>
        <source>One of these words</source>
        <translation>Un de ces mots</translation>
    </message>
    <message>
        <source>Only with: {field}</source>
        <translation>Seulement avec&#xa0;: {field}</translation>
    </message>
    <message>
        <source>Organiser</source>
        <translation>Organisateur</translation>
    </message>
    <message>
        <source>Oval</source>
        <translation>Ovale</translation>
    </message>
    <message>
        <source>Photograph</source>
        <translation>Photo</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lieu</translation>
    </message>
    <message>
        <source>Practical notes</source>
        <translation>Informations pratiques</translation>
    </message>
    <message>
        <source>Printed on the back</source>
        <translation>Imprimé au verso</translation>
    </message>
    <message>
        <source>Readable on the category colour</source>
        <translation>Lisible sur la catégorie</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>Rounded corners</source>
        <translation>Coins arrondis</translation>
    </message>
    <message>
        <source>Saved in this event</source>
        <translation>Enregistré dans cet événement</translation>
    </message>
    <message>
        <source>Second side</source>
        <translation>Deuxième face</translation>
    </message>
    <message>
        <source>Send to back</source>
        <translation>Au-dessous de tout</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Space out across</source>
        <translation>Même espace en largeur</translation>
    </message>
    <message>
        <source>Space out down</source>
        <translation>Même espace en hauteur</translation>
    </message>
    <message>
        <source>Speaks in</source>
        <translation>Intervient dans</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Recommencer</translation>
    </message>
    <message>
        <source>Strip</source>
        <translation>Bande</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>The badge</source>
        <translation>Le badge</translation>
    </message>
    <message>
        <source>The badge. Elements: {count}. Tab moves between them.</source>
        <translation>Le badge. Éléments&#xa0;: {count}. Tab passe de l’un à l’autre.</translation>
    </message>
    <message>
        <source>The ticket</source>
        <translation>Le billet</translation>
    </message>
    <message>
        <source>The whole badge</source>
        <translation>Tout le badge</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>What will not print well</source>
        <translation>Ce qui sortirait mal</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Blanc</translation>
    </message>
    <message>
        <source>Who gets it (nothing ticked: everyone else)</source>
        <translation>Pour qui (rien de coché&#xa0;: tous les autres)</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Largeur</translation>
    </message>
    <message>
        <source>Workshops</source>
        <translation>Ateliers</translation>
    </message>
    <message>
        <source>Your text</source>
        <translation>Votre texte</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Plus grand à l’écran</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Plus petit à l’écran</translation>
    </message>
    <message>
        <source>anything, or words separated by commas</source>
        <translation>n’importe quoi, ou des mots avec virgules</translation>
    </message>
    <message>
        <source>{count} elements selected</source>
        <translation>{count} éléments sélectionnés</translation>
    </message>
    <message>
        <source>{x} mm from the left, {y} mm from the top, {width} × {height} mm</source>
        <translation>à {x} mm de la gauche, {y} mm du haut, {width} × {height} mm</translation>
    </message>
    <message>
        <source>“{name}” is saved in this event.</source>
        <translation>«&#xa0;{name}&#xa0;» est enregistré dans cet événement.</translation>
    </message>
</context>
<context>
    <name>badge layout</name>
    <message>
        <source>A QR code for “{content}” was left out: here a code always holds the person’s ticket code.</source>
        <translation>Un QR code pour «&#xa0;{content}&#xa0;» est laissé de côté&#xa0;: ici, un code est toujours celui du billet.</translation>
    </message>
    <message>
        <source>A second QR code that overlapped the first was left out.</source>
        <translation>Un second QR code, qui recouvrait le premier, est laissé de côté.</translation>
    </message>
    <message>
        <source>A text in several languages is printed in one for everyone: “{language}”.</source>
        <translation>Un texte en plusieurs langues est imprimé dans une seule pour tous&#xa0;: «&#xa0;{language}&#xa0;».</translation>
    </message>
    <message>
        <source>A text or picture on the QR code was left out.</source>
        <translation>Un texte ou une image posés sur le QR code sont laissés de côté.</translation>
    </message>
    <message>
        <source>A text or picture was given less room, to keep clear of the QR code.</source>
        <translation>Un texte ou une image a moins de place, pour ne pas toucher le QR code.</translation>
    </message>
    <message>
        <source>A text turned by {degrees}° was left out: only quarter turns are possible.</source>
        <translation>Un texte tourné de {degrees}° est laissé de côté&#xa0;: seuls les quarts de tour sont possibles.</translation>
    </message>
    <message>
        <source>Checkin does not know elements of the kind “{kind}”: they were left out.</source>
        <translation>Checkin ne connaît pas les éléments «&#xa0;{kind}&#xa0;»&#xa0;: ils sont laissés de côté.</translation>
    </message>
    <message>
        <source>It cannot be read.</source>
        <translation>Il est illisible.</translation>
    </message>
    <message>
        <source>It has more than {most} elements: the others were left out.</source>
        <translation>Il a plus de {most} éléments&#xa0;: les autres sont laissés de côté.</translation>
    </message>
    <message>
        <source>It was not taken over; a badge that was there stays.</source>
        <translation>Il n’est pas repris&#xa0;; le badge déjà en place reste.</translation>
    </message>
    <message>
        <source>Italic letters are printed upright.</source>
        <translation>Les italiques sont imprimées droites.</translation>
    </message>
    <message>
        <source>Its background is damaged or too large.</source>
        <translation>Son fond est abîmé ou trop gros.</translation>
    </message>
    <message>
        <source>Its background is no PDF that can be read.</source>
        <translation>Son fond n’est pas un PDF lisible.</translation>
    </message>
    <message>
        <source>Its background takes too long to draw.</source>
        <translation>Son fond est trop long à dessiner.</translation>
    </message>
    <message>
        <source>Its page is smaller than {least} mm or larger than {most} mm.</source>
        <translation>Sa page fait moins de {least} mm ou plus de {most} mm.</translation>
    </message>
    <message>
        <source>Only its first two pages were taken over, as front and back.</source>
        <translation>Seules ses deux premières pages sont reprises, comme recto et verso.</translation>
    </message>
    <message>
        <source>Something on it cannot be read: it was left out.</source>
        <translation>Un élément illisible est laissé de côté.</translation>
    </message>
    <message>
        <source>Something outside the page was left out.</source>
        <translation>Un élément hors de la page est laissé de côté.</translation>
    </message>
    <message>
        <source>The QR code has its white margin inside its square, so it is a little smaller.</source>
        <translation>Le QR code est un peu plus petit&#xa0;: sa marge blanche est comprise dans son carré.</translation>
    </message>
    <message>
        <source>The QR code is printed in black.</source>
        <translation>Le QR code est imprimé en noir.</translation>
    </message>
    <message>
        <source>The QR code went over the edge: it was moved inside.</source>
        <translation>Le QR code dépassait du bord&#xa0;: il est ramené à l’intérieur.</translation>
    </message>
    <message>
        <source>The distance between lines is that of Checkin.</source>
        <translation>L’interligne est celui de Checkin.</translation>
    </message>
    <message>
        <source>The font “{font}” is replaced by Noto Sans.</source>
        <translation>La police «&#xa0;{font}&#xa0;» est remplacée par Noto Sans.</translation>
    </message>
    <message>
        <source>The place of the uploaded picture “{field}” shows the person’s photograph, if Checkin has one.</source>
        <translation>À la place de l’image envoyée «&#xa0;{field}&#xa0;», le badge montre la photo de la personne, si Checkin en a une.</translation>
    </message>
    <message>
        <source>pretix does not have its background, nor its size.</source>
        <translation>pretix n’en a ni le fond ni les dimensions.</translation>
    </message>
    <message>
        <source>pretix has no default layout: products without one of their own get the badge A6 of Checkin.</source>
        <translation>pretix n’a pas de modèle par défaut&#xa0;: les produits qui n’ont pas le leur prennent le badge A6 de Checkin.</translation>
    </message>
    <message>
        <source>pretix prints no badge for “{category}”. Checkin prints one for everyone: choose the categories when you print.</source>
        <translation>pretix n’imprime pas de badge pour «&#xa0;{category}&#xa0;». Checkin en imprime un pour chacun&#xa0;: choisissez les catégories à l’impression.</translation>
    </message>
    <message>
        <source>“Powered by pretix” was left out.</source>
        <translation>«&#xa0;Powered by pretix&#xa0;» est laissé de côté.</translation>
    </message>
    <message>
        <source>“{field}” is not known to Checkin: it was left out.</source>
        <translation>Checkin ne connaît pas «&#xa0;{field}&#xa0;»&#xa0;: ce champ est laissé de côté.</translation>
    </message>
</context>
<context>
    <name>badge_file</name>
    <message>
        <source>Badge file, {where}: “{field}” cannot be read. Write it like {example}. Nothing was changed.</source>
        <translation>Fichier de badge, {where}&#xa0;: «&#xa0;{field}&#xa0;» est illisible. Écrivez-le ainsi&#xa0;: {example}. Rien n’a changé.</translation>
    </message>
    <message>
        <source>Badge file, {where}: “{field}” is not known (known: {known}). Nothing was changed; correct the spelling.</source>
        <translation>Fichier de badge, {where}&#xa0;: «&#xa0;{field}&#xa0;» est inconnu ici (connus&#xa0;: {known}). Rien n’a changé&#xa0;; corrigez l’orthographe.</translation>
    </message>
    <message>
        <source>This badge was made with a newer version of Checkin. Nothing was changed; update the program to use it.</source>
        <translation>Ce badge a été fait par une version plus récente de Checkin. Rien n’a changé&#xa0;; mettez le programme à jour pour l’utiliser.</translation>
    </message>
</context>
<context>
    <name>badges</name>
    <message>
        <source>1 badge</source>
        <translation>1 badge</translation>
    </message>
    <message>
        <source>A PDF is being made. Wait for it, or stop it.</source>
        <translation>Un PDF est en cours. Attendez-le ou arrêtez-le.</translation>
    </message>
    <message>
        <source>A role</source>
        <translation>Une fonction</translation>
    </message>
    <message>
        <source>Add a badge</source>
        <translation>Ajouter un badge</translation>
    </message>
    <message>
        <source>Add from a file…</source>
        <translation>Ajouter depuis un fichier…</translation>
    </message>
    <message>
        <source>All badges</source>
        <translation>Tous les badges</translation>
    </message>
    <message>
        <source>An organisation</source>
        <translation>Une organisation</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Verso</translation>
    </message>
    <message>
        <source>Badges</source>
        <translation>Badges</translation>
    </message>
    <message>
        <source>Badges as a PDF</source>
        <translation>Badges en PDF</translation>
    </message>
    <message>
        <source>Badges by category</source>
        <translation>Badges par catégorie</translation>
    </message>
    <message>
        <source>Badges to look at</source>
        <translation>Badges à regarder</translation>
    </message>
    <message>
        <source>By category</source>
        <translation>Par catégorie</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Par nom</translation>
    </message>
    <message>
        <source>By organisation</source>
        <translation>Par organisation</translation>
    </message>
    <message>
        <source>Camille</source>
        <translation>Camille</translation>
    </message>
    <message>
        <source>Checked: {done} of {total}</source>
        <translation>Vérifiés&#xa0;: {done} sur {total}</translation>
    </message>
    <message>
        <source>Choose a picture</source>
        <translation>Choisir une image</translation>
    </message>
    <message>
        <source>Copy and edit</source>
        <translation>Copier et modifier</translation>
    </message>
    <message>
        <source>Drawing badges: {done} of {total}</source>
        <translation>Badges dessinés&#xa0;: {done} sur {total}</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dupliquer</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Everyone ({count})</source>
        <translation>Tout le monde ({count})</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Exemple</translation>
    </message>
    <message>
        <source>First free place: {number} of {count}</source>
        <translation>Première place libre&#xa0;: {number} sur {count}</translation>
    </message>
    <message>
        <source>For everyone else</source>
        <translation>Pour tous les autres</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>Pour qui</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>Recto</translation>
    </message>
    <message>
        <source>In other alphabets ({count})</source>
        <translation>Autres écritures ({count})</translation>
    </message>
    <message>
        <source>In this event</source>
        <translation>De cet événement</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
    <message>
        <source>New badge</source>
        <translation>Nouveau badge</translation>
    </message>
    <message>
        <source>Next person</source>
        <translation>Personne suivante</translation>
    </message>
    <message>
        <source>No category</source>
        <translation>Sans catégorie</translation>
    </message>
    <message>
        <source>Nobody is on the list yet.</source>
        <translation>Personne n’est encore sur la liste.</translation>
    </message>
    <message>
        <source>Nothing sticks out, everything can be read.</source>
        <translation>Rien ne dépasse, tout se lit.</translation>
    </message>
    <message>
        <source>On this badge</source>
        <translation>Sur ce badge</translation>
    </message>
    <message>
        <source>One page per badge</source>
        <translation>Une page par badge</translation>
    </message>
    <message>
        <source>Only {name}</source>
        <translation>Seulement {name}</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Ordre</translation>
    </message>
    <message>
        <source>PDF of badges…</source>
        <translation>PDF des badges…</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Previous person</source>
        <translation>Personne précédente</translation>
    </message>
    <message>
        <source>Print all</source>
        <translation>Tout imprimer</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Remove the badge “{name}” from this event?</source>
        <translation>Retirer le badge «&#xa0;{name}&#xa0;» de cet événement&#xa0;?</translation>
    </message>
    <message>
        <source>Ruler across, in millimetres</source>
        <translation>Règle horizontale, en millimètres</translation>
    </message>
    <message>
        <source>Ruler down, in millimetres</source>
        <translation>Règle verticale, en millimètres</translation>
    </message>
    <message>
        <source>Save as a file…</source>
        <translation>Enregistrer dans un fichier…</translation>
    </message>
    <message>
        <source>Save the PDF as</source>
        <translation>Enregistrer le PDF sous</translation>
    </message>
    <message>
        <source>Save the PDF…</source>
        <translation>Enregistrer le PDF…</translation>
    </message>
    <message>
        <source>Save the badge as</source>
        <translation>Enregistrer le badge sous</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Les voir</translation>
    </message>
    <message>
        <source>Some categories</source>
        <translation>Certaines catégories</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Stopped: no PDF was written.</source>
        <translation>Arrêté&#xa0;: aucun PDF n’a été écrit.</translation>
    </message>
    <message>
        <source>Templates to copy</source>
        <translation>Modèles à copier</translation>
    </message>
    <message>
        <source>The longest names ({count})</source>
        <translation>Les noms les plus longs ({count})</translation>
    </message>
    <message>
        <source>These people will get the badge for all other categories. Badges already printed stay valid.</source>
        <translation>Ces personnes auront le badge prévu pour toutes les autres catégories. Les badges imprimés restent valables.</translation>
    </message>
    <message>
        <source>To check ({count})</source>
        <translation>À regarder ({count})</translation>
    </message>
    <message>
        <source>To check: {found} of {total} {total:badge|badges}</source>
        <translation>À regarder&#xa0;: {found} {found:badge|badges} sur {total}</translation>
    </message>
    <message>
        <source>Without organisation ({count})</source>
        <translation>Sans organisation ({count})</translation>
    </message>
    <message>
        <source>Written to {name}.</source>
        <translation>Écrit dans {name}.</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>plié</translation>
    </message>
    <message>
        <source>two sides</source>
        <translation>recto verso</translation>
    </message>
    <message>
        <source>{badges}, pages: {pages}. Print at 100%, not “fit to page”.</source>
        <translation>{badges}, pages&#xa0;: {pages}. Imprimez à 100&#xa0;%, sans «&#xa0;ajuster à la page&#xa0;».</translation>
    </message>
    <message>
        <source>{badges}, {count} of them awaiting approval</source>
        <translation>{badges}, dont {count} à valider</translation>
    </message>
    <message>
        <source>{badges}, {count} of them not paid</source>
        <translation>{badges}, dont {count} {count:impayé|impayés}</translation>
    </message>
    <message>
        <source>{count} badges</source>
        <translation>{count} {count:badge|badges}</translation>
    </message>
    <message>
        <source>{count} of these people {count:has|have} not paid.</source>
        <translation>Parmi ces personnes, {count} {count:n’a|n’ont} pas payé.</translation>
    </message>
    <message>
        <source>{count} {count:badge is|badges are} waiting to be printed. People who already have one are left out.</source>
        <translation>{count} {count:badge attend|badges attendent} l’impression. Qui a déjà le sien n’en aura pas d’autre.</translation>
    </message>
    <message>
        <source>{name} – {width} × {height} mm, {count} per sheet</source>
        <translation>{name} – {width} × {height}&#xa0;mm, {count} par feuille</translation>
    </message>
    <message>
        <source>{name}, {count} on plain A4 to be cut</source>
        <translation>{name}, {count} sur un A4 à découper</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} sur {count}</translation>
    </message>
    <message>
        <source>{total} {total:badge|badges} checked: nothing sticks out, everything can be read.</source>
        <translation>{total} {total:badge vérifié|badges vérifiés}&#xa0;: rien ne dépasse, tout se lit.</translation>
    </message>
    <message>
        <source>{total} {total:badge|badges} checked: nothing to correct besides what is said above of this badge.</source>
        <translation>{total} {total:badge vérifié|badges vérifiés}&#xa0;: rien à corriger, hors ce qui est dit ci-dessus de ce badge.</translation>
    </message>
    <message>
        <source>“{name}” comes first</source>
        <translation>«&#xa0;{name}&#xa0;» passe avant</translation>
    </message>
    <message>
        <source>“{name}” is no longer in this event.</source>
        <translation>«&#xa0;{name}&#xa0;» n’est plus dans cet événement.</translation>
    </message>
    <message>
        <source>“{name}” is now in this event.</source>
        <translation>«&#xa0;{name}&#xa0;» est maintenant dans cet événement.</translation>
    </message>
    <message>
        <source>“{name}” was added to this event.</source>
        <translation>«&#xa0;{name}&#xa0;» a été ajouté à cet événement.</translation>
    </message>
</context>
<context>
    <name>blank</name>
    <message>
        <source>Badges with a code and a number, for nobody yet. At any desk, find the person, press Ctrl+L and scan one: it is theirs from then on. Two files never have the same codes.</source>
        <translation>Des badges avec un code et un numéro, encore à personne. À n’importe quel poste, trouvez la personne, appuyez sur Ctrl+L et scannez-en un&#xa0;: il est à elle. Deux fichiers n’ont jamais les mêmes codes.</translation>
    </message>
    <message>
        <source>Blank badges</source>
        <translation>Badges vierges</translation>
    </message>
    <message>
        <source>Blanks are made in files of 1 to {most}. Nothing was written; choose another number.</source>
        <translation>Un fichier contient de 1 à {most} badges vierges. Rien n’a été écrit&#xa0;; choisissez un autre nombre.</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Combien</translation>
    </message>
    <message>
        <source>Number of the first one</source>
        <translation>Numéro du premier</translation>
    </message>
    <message>
        <source>One per page, {size}</source>
        <translation>Un par page, {size}</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>Enregistrer en PDF…</translation>
    </message>
    <message>
        <source>The first number can be 1 to {most} here. Nothing was written; choose another one.</source>
        <translation>Le premier numéro va ici de 1 à {most}. Rien n’a été écrit&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>{count} {count:blank badge|blank badges} on {pages} {pages:page|pages} written to {name}.</source>
        <translation>{count} {count:badge vierge|badges vierges} sur {pages} {pages:page|pages}, dans {name}.</translation>
    </message>
    <message>
        <source>{name} ({count} per sheet)</source>
        <translation>{name} ({count} par feuille)</translation>
    </message>
</context>
<context>
    <name>camera</name>
    <message>
        <source>Camera preview</source>
        <translation>Aperçu de la caméra</translation>
    </message>
    <message>
        <source>No camera. Use a scanner, or type a code.</source>
        <translation>Pas de caméra. Scannez à la douchette ou tapez un code.</translation>
    </message>
    <message>
        <source>No camera. Use a scanner, or type a name.</source>
        <translation>Pas de caméra. Scannez à la douchette ou tapez un nom.</translation>
    </message>
    <message>
        <source>The camera is off.</source>
        <translation>La caméra est éteinte.</translation>
    </message>
    <message>
        <source>The video “{source}” cannot be found. Choose another file, or use a camera.</source>
        <translation>Le film «&#xa0;{source}&#xa0;» est introuvable. Choisissez un autre fichier, ou utilisez une caméra.</translation>
    </message>
    <message>
        <source>The video “{source}” cannot be played: it is damaged or of an unknown type. Choose another file.</source>
        <translation>Le film «&#xa0;{source}&#xa0;» ne peut pas être lu&#xa0;: il est endommagé ou d’un type inconnu. Choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>This computer has no camera: use a scanner, or type a name.</source>
        <translation>Pas de caméra sur ce poste&#xa0;: utilisez la douchette ou tapez un nom.</translation>
    </message>
    <message>
        <source>Windows keeps programs from {source}. In its settings, under Privacy &gt; Camera, let desktop apps use the camera; meanwhile use a scanner or type a name.</source>
        <translation>Windows ne laisse pas les programmes utiliser {source}. Dans ses paramètres, sous Confidentialité &gt; Caméra, autorisez les applications de bureau&#xa0;; en attendant, utilisez la douchette ou tapez un nom.</translation>
    </message>
    <message>
        <source>{source} is working.</source>
        <translation>{source} fonctionne.</translation>
    </message>
    <message>
        <source>{source} sends no picture. Close other programs that use it, or plug it in again; meanwhile use a scanner or type a name.</source>
        <translation>{source} n’envoie aucune image. Fermez les autres logiciels qui l’utilisent, ou rebranchez-la&#xa0;; en attendant, tapez un nom ou utilisez une douchette.</translation>
    </message>
    <message>
        <source>{source} stopped: {reason}. It is restarting; meanwhile use a scanner or type a name.</source>
        <translation>{source} s’est arrêtée&#xa0;: {reason}. Elle est en cours de redémarrage&#xa0;; en attendant, tapez un nom ou utilisez une douchette.</translation>
    </message>
    <message>
        <source>{source} was unplugged. Plug it in again; meanwhile use a scanner or type a name.</source>
        <translation>{source} a été débranchée. Rebranchez-la&#xa0;; en attendant, tapez un nom ou utilisez une douchette.</translation>
    </message>
    <message>
        <source>{source}: waiting for the first picture.</source>
        <translation>{source}&#xa0;: en attente de la première image.</translation>
    </message>
</context>
<context>
    <name>certificate</name>
    <message>
        <source>Arrived on {day} at {time}</source>
        <translation>Arrivée le {day} à {time}</translation>
    </message>
    <message>
        <source>As the badge was scanned, within the hours of the programme. A minute that was begun does not count.</source>
        <translation>D’après les lectures du badge, dans les heures du programme. Une minute commencée ne compte pas.</translation>
    </message>
    <message>
        <source>Attended</source>
        <translation>Présence constatée</translation>
    </message>
    <message>
        <source>Certificate of attendance</source>
        <translation>Attestation de présence</translation>
    </message>
    <message>
        <source>Certificates: {count}; written to {name}.</source>
        <translation>Attestations&#xa0;: {count}&#xa0;; écrites dans {name}.</translation>
    </message>
    <message>
        <source>For the organiser, {organiser}</source>
        <translation>Pour l’organisateur, {organiser}</translation>
    </message>
    <message>
        <source>Forged, or copied wrongly: this event never made that code. Compare every letter.</source>
        <translation>Falsifiée ou mal recopiée&#xa0;: cet événement n’a jamais produit ce code. Comparez chaque lettre.</translation>
    </message>
    <message>
        <source>Genuine and still correct: {what}.</source>
        <translation>Authentique et toujours juste&#xa0;: {what}.</translation>
    </message>
    <message>
        <source>Issued by this event, but the details have changed since. It would now say: {what}.</source>
        <translation>Cette attestation vient de cet événement, mais ce qu’elle dit a changé depuis. Aujourd’hui elle dirait&#xa0;: {what}.</translation>
    </message>
    <message>
        <source>Issued by this event, but the details have changed since: there would now be no certificate.</source>
        <translation>Cette attestation vient de cet événement, mais ce qu’elle dit a changé depuis&#xa0;: aujourd’hui il n’y en aurait pas.</translation>
    </message>
    <message>
        <source>Issued by this event, whose data on this person has been erased: there is nothing to compare it with.</source>
        <translation>Cette attestation vient de cet événement, qui ne connaît plus la personne&#xa0;: rien ne peut être comparé.</translation>
    </message>
    <message>
        <source>It is certified that</source>
        <translation>Il est attesté que</translation>
    </message>
    <message>
        <source>Made on {day}</source>
        <translation>Fait le {day}</translation>
    </message>
    <message>
        <source>Name, position and signature</source>
        <translation>Nom, qualité et signature</translation>
    </message>
    <message>
        <source>No. {number}</source>
        <translation>N° {number}</translation>
    </message>
    <message>
        <source>Nobody has been present for half of a half-day yet: there is no certificate to write.</source>
        <translation>Personne n’a encore été présent pendant la moitié d’une demi-journée&#xa0;: il n’y a pas d’attestation à écrire.</translation>
    </message>
    <message>
        <source>None yet, a half-day is going on: {names}</source>
        <translation>Pas encore d’attestation, une demi-journée est en cours&#xa0;: {names}</translation>
    </message>
    <message>
        <source>None, by the clocks of the desks they left before they came: {names}. Undo the wrong exit in their history; the exit time of the half-day then counts for them.</source>
        <translation>Sans attestation, sorties avant d’être arrivées selon les horloges des postes&#xa0;: {names}. Annulez la sortie erronée dans leur historique&#xa0;; l’heure de sortie de la demi-journée vaudra alors pour elles.</translation>
    </message>
    <message>
        <source>None, not read at the door of the workshop they booked, so that its time does not count: {names}</source>
        <translation>Sans attestation, badge non lu à la porte de l’atelier réservé, dont le temps ne compte donc pas&#xa0;: {names}</translation>
    </message>
    <message>
        <source>None, outside the half-days only: {names}</source>
        <translation>Sans attestation, hors des demi-journées seulement&#xa0;: {names}</translation>
    </message>
    <message>
        <source>None, there for less than half of every half-day: {names}</source>
        <translation>Sans attestation, moins de la moitié de chaque demi-journée&#xa0;: {names}</translation>
    </message>
    <message>
        <source>The organiser can verify this certificate with the code below and in the picture.</source>
        <translation>L’organisateur peut vérifier cette attestation par son code, ci-dessous et dans l’image.</translation>
    </message>
    <message>
        <source>There is no certificate to write. By the clocks of the desks these people left before they came, so that no time counts: {names}. Undo the wrong exit in their history; the exit time of the half-day then counts for them.</source>
        <translation>Il n’y a aucune attestation à faire. Selon les horloges des postes, ces personnes sont sorties avant d’être arrivées et aucun temps ne compte&#xa0;: {names}. Annulez la sortie erronée dans leur historique&#xa0;; l’heure de sortie de la demi-journée vaudra alors pour elles.</translation>
    </message>
    <message>
        <source>This code is from another event. Open that event to verify it.</source>
        <translation>Code d’un autre événement. Ouvrez celui-ci pour le vérifier.</translation>
    </message>
    <message>
        <source>This event’s personal data has been erased: there is nobody left to write a certificate for.</source>
        <translation>Les personnes de cet événement ont été oubliées&#xa0;: il n’y a plus personne à qui délivrer une attestation.</translation>
    </message>
    <message>
        <source>This is not a certificate code: those have 24 letters in six groups.</source>
        <translation>Ce n’est pas le code d’une attestation&#xa0;: elles en ont un de 24 lettres en six groupes.</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>With a certificate that lacks time, for by the clocks of the desks they left before they came: {names}. Undo the wrong exit in their history; the exit time of the half-day then counts for them.</source>
        <translation>Avec une attestation à laquelle il manque du temps, car sorties avant d’être arrivées selon les horloges des postes&#xa0;: {names}. Annulez la sortie erronée dans leur historique&#xa0;; l’heure de sortie de la demi-journée vaudra alors pour elles.</translation>
    </message>
    <message>
        <source>exit and hour assumed: {time}</source>
        <translation>sortie et heure supposées&#xa0;: {time}</translation>
    </message>
    <message>
        <source>from {first} to {last}</source>
        <translation>du {first} au {last}</translation>
    </message>
    <message>
        <source>on {day}</source>
        <translation>le {day}</translation>
    </message>
    <message>
        <source>took part in</source>
        <translation>a participé à</translation>
    </message>
    <message>
        <source>{came} {came:person|people} came: {count} {count:gets|get} a certificate, {none} {none:gets|get} none.</source>
        <translation>{came} {came:personne venue|personnes venues}&#xa0;: {count} {count:a|ont} une attestation, {none} {none:n’en a pas|n’en ont pas}.</translation>
    </message>
    <message>
        <source>{organiser} certifies that</source>
        <translation>{organiser} atteste que</translation>
    </message>
</context>
<context>
    <name>check</name>
    <message>
        <source>An entry that claims to be from desk “{desk}”, {at}, calls this event a rehearsal. No Checkin desk sends such an entry: it changes nothing here and is not passed on. It was written by someone who knows the event’s secret.</source>
        <translation>Une entrée qui se dit du poste «&#xa0;{desk}&#xa0;», le {at}, traite cet événement de répétition. Aucun poste de Checkin n’envoie cela&#xa0;: ici elle ne change rien, et elle n’est transmise à personne. Elle a été écrite par quelqu’un qui connaît le secret de l’événement.</translation>
    </message>
    <message>
        <source>Another program changed how the file is built: {names}. Close the event and open it again, which makes it again.</source>
        <translation>Un autre programme a changé la structure du fichier&#xa0;: {names}. Fermez l’événement et rouvrez-le&#xa0;: Checkin la refera.</translation>
    </message>
    <message>
        <source>Another program had changed how the file is built; it was made again when the file was opened: {names}.</source>
        <translation>Un autre programme avait changé la structure du fichier&#xa0;; Checkin l’a refaite à l’ouverture&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Control line: {line}</source>
        <translation>Ligne de contrôle&#xa0;: {line}</translation>
    </message>
    <message>
        <source>Damaged entries in the journal: {count}, at positions {places}. This file cannot restore them; look for them in a backup, or at another desk.</source>
        <translation>Lignes du journal abîmées&#xa0;: {count} (par ordre d’arrivée, rangs {places}). Ce fichier ne permet pas de les refaire&#xa0;; cherchez-les dans une sauvegarde ou à un autre poste.</translation>
    </message>
    <message>
        <source>Entries missing from the journal: {entries}. Another program removed them from the file, which cannot restore them; look for them in an earlier export, in a backup, or at another desk.</source>
        <translation>Entrées manquantes dans le journal&#xa0;: {entries}. Un autre programme les a retirées du fichier, et elles ne peuvent pas en être reconstituées&#xa0;; cherchez-les dans un export antérieur, une sauvegarde, ou à un autre accueil.</translation>
    </message>
    <message>
        <source>Every cell was compared and its value matches this file. Another program, or another version of Checkin, has saved the export since: hidden rows, formats, comments and pictures were looked for and not found, but what it looks like was not compared.</source>
        <translation>Chaque cellule a été comparée, et sa valeur correspond à ce fichier. Un autre programme, ou une autre version de Checkin, a enregistré l’export depuis&#xa0;: on y a cherché sans en trouver des lignes masquées, des formats, des commentaires et des images, mais son aspect n’a pas été comparé.</translation>
    </message>
    <message>
        <source>Every cell was compared and matches this file, and the export is exactly as Checkin wrote it.</source>
        <translation>Chaque cellule a été comparée et correspond à ce fichier&#xa0;; l’export est exactement tel que Checkin l’a écrit.</translation>
    </message>
    <message>
        <source>Not compared, as it is not beside the export: {names}.</source>
        <translation>Pas comparé, faute d’être à côté de l’export&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Part of the file is too damaged to be read. Keep a copy of it, and carry on with a backup.</source>
        <translation>Une partie du fichier est trop abîmée pour être lue. Gardez-en une copie et continuez avec une sauvegarde.</translation>
    </message>
    <message>
        <source>The contents of its cells were not verified: that is possible only while the file is as it was at the time of the export.</source>
        <translation>Le contenu de ses cellules n’a pas été vérifié&#xa0;: c’est possible seulement tant que le fichier est comme au moment de l’export.</translation>
    </message>
    <message>
        <source>The contents of its pages were not compared, only the control line.</source>
        <translation>Le contenu de ses pages n’a pas été comparé&#xa0;: seule la ligne de contrôle l’a été.</translation>
    </message>
    <message>
        <source>The file is damaged: {what}.</source>
        <translation>Le fichier est endommagé&#xa0;: {what}.</translation>
    </message>
    <message>
        <source>The totals do not add up: the counters differ from the journal.</source>
        <translation>Le compte n’est pas juste&#xa0;: les compteurs diffèrent du journal.</translation>
    </message>
    <message>
        <source>Two different entries came with the same number, {entry}, naming {desks}. Neither counts under it; both are kept as entries of their own, the same at every desk. No Checkin desk writes that: look at both (checkin conflicts).</source>
        <translation>Deux entrées différentes portent le même numéro, {entry}, et citent {desks}. Sous ce numéro aucune ne compte&#x202f;; les deux sont gardées à part, les mêmes sur tous les postes. Aucun poste de Checkin n’écrit cela&#xa0;: comparez les deux (checkin conflicts).</translation>
    </message>
    <message>
        <source>With --rebuild the tables are rebuilt from the journal.</source>
        <translation>Avec --rebuild, les tables sont refaites d’après le journal.</translation>
    </message>
    <message>
        <source>{entries} {entries:entry|entries} would never be sent to the other desks. Run the check with --rebuild, or close the event and open it again.</source>
        <translation>{entries} {entries:entrée ne serait jamais envoyée|entrées ne seraient jamais envoyées} aux autres postes. Lancez la vérification avec --rebuild, ou fermez l’événement et rouvrez-le.</translation>
    </message>
    <message>
        <source>{rows} {rows:row|rows} of the table “{table}” {rows:does|do} not match the journal.</source>
        <translation>{rows} {rows:ligne|lignes} de la table «&#xa0;{table}&#xa0;» ne {rows:correspond|correspondent} pas au journal.</translation>
    </message>
    <message>
        <source>“{name}” cannot be read. Nothing was changed; is it a Checkin export?</source>
        <translation>«&#xa0;{name}&#xa0;» ne peut pas être lu. Rien n’a été modifié&#xa0;; est-ce bien un export de Checkin&#xa0;?</translation>
    </message>
    <message>
        <source>“{name}” has no control line, so it cannot be checked. For a CSV, that line is in the file NAME-account.csv written with it: keep them side by side.</source>
        <translation>«&#xa0;{name}&#xa0;» ne porte pas de ligne de contrôle&#xa0;: on ne peut rien en dire. Celle d’un CSV se trouve dans le fichier NOM-account.csv écrit en même temps&#xa0;: gardez-les côte à côte.</translation>
    </message>
    <message>
        <source>“{name}” has the control line of this file as it is now ({entries} {entries:entry|entries}), but was changed afterwards: {count} {count:cell differs|cells differ}. The first is {place}: “{found}”, where this file gives “{expected}”.</source>
        <translation>«&#xa0;{name}&#xa0;» porte la ligne de contrôle de ce fichier dans son état actuel ({entries} {entries:entrée|entrées}), mais a été modifié ensuite. Cellules différentes&#xa0;: {count}. La première est {place}&#xa0;: «&#xa0;{found}&#xa0;», là où ce fichier donne «&#xa0;{expected}&#xa0;».</translation>
    </message>
    <message>
        <source>“{name}” has the control line of this file as it is now, but the line that says how it was made is missing or comes from another version of Checkin: its cells cannot be compared.</source>
        <translation>«&#xa0;{name}&#xa0;» porte la ligne de contrôle de ce fichier dans son état actuel, mais pas celle qui dit comment il a été fait, ou celle-ci vient d’une autre version de Checkin&#xa0;: ses cellules ne peuvent pas être comparées.</translation>
    </message>
    <message>
        <source>“{name}” has the values of this file, but may show something else: in {place} another program has put what Checkin never writes ({what}), as a hidden row, a format, a comment or a picture. Ask for the file as it was exported.</source>
        <translation>«&#xa0;{name}&#xa0;» a les valeurs de ce fichier, mais peut montrer autre chose&#xa0;: dans {place}, un autre programme a mis ce que Checkin n’écrit jamais ({what}), par exemple une ligne masquée, un format, un commentaire ou une image. Demandez le fichier tel qu’il a été exporté.</translation>
    </message>
    <message>
        <source>“{name}” has “{key}” twice in one place, so programs may read different values. Nothing was changed; ask for the file as it was exported.</source>
        <translation>«&#xa0;{name}&#xa0;» a deux fois «&#xa0;{key}&#xa0;» au même endroit&#xa0;: des programmes peuvent y lire des valeurs différentes. Rien n’a été modifié&#xa0;; demandez le fichier tel qu’il a été exporté.</translation>
    </message>
    <message>
        <source>“{name}” is from this event, and may date from before the erasure of {day}: since then the file cannot prove it. Only an export made just before the erasure can be proved.</source>
        <translation>«&#xa0;{name}&#xa0;» est de cet événement et date peut-être d’avant l’effacement du {day}&#xa0;: depuis, le fichier ne peut plus le prouver. Seul un export fait juste avant l’effacement peut l’être.</translation>
    </message>
    <message>
        <source>“{name}” is from this event, but from a state this file never had: it was made on another computer, or one of the two was changed. The file has {now} {now:entry|entries}, the export gives {entries}.</source>
        <translation>«&#xa0;{name}&#xa0;» est de cet événement, mais d’un état que ce fichier n’a jamais eu&#xa0;: il a été fait sur un autre ordinateur, ou l’un des deux a été modifié. Le journal a {now} {now:entrée|entrées}, l’export en annonce {entries}.</translation>
    </message>
    <message>
        <source>“{name}” was made from another event.</source>
        <translation>«&#xa0;{name}&#xa0;» vient d’un autre événement.</translation>
    </message>
    <message>
        <source>“{name}” was made from this file as it is now ({entries} {entries:entry|entries}).</source>
        <translation>«&#xa0;{name}&#xa0;» a été exporté de ce fichier tel qu’il est maintenant ({entries} {entries:entrée|entrées} au journal).</translation>
    </message>
    <message>
        <source>“{name}” was made from this file just before the erasure of {day} ({entries} {entries:entry|entries}), which records it.</source>
        <translation>«&#xa0;{name}&#xa0;» a été exporté de ce fichier juste avant l’effacement du {day} ({entries} {entries:entrée|entrées} au journal), qui en garde la ligne.</translation>
    </message>
    <message>
        <source>“{name}” was made from this file when it had {entries} {entries:entry|entries}; now it has {now}. None was changed.</source>
        <translation>«&#xa0;{name}&#xa0;» a été exporté de ce fichier quand son journal avait {entries} {entries:entrée|entrées}&#xa0;; il en a maintenant {now}. Aucune n’a été modifiée.</translation>
    </message>
    <message>
        <source>“{name}” was saved in another encoding than UTF-8, so its cells cannot be compared. Nothing was changed; ask for the file as it was exported.</source>
        <translation>«&#xa0;{name}&#xa0;» a été enregistré dans un autre encodage que l’UTF-8&#xa0;: ses cellules ne peuvent pas être comparées. Rien n’a été modifié&#xa0;; demandez le fichier tel qu’il a été exporté.</translation>
    </message>
</context>
<context>
    <name>closing</name>
    <message>
        <source>1 arrival since</source>
        <translation>1 passage depuis</translation>
    </message>
    <message>
        <source>Absent</source>
        <translation>Absentes</translation>
    </message>
    <message>
        <source>All desks</source>
        <translation>Tous les postes</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Arrivés</translation>
    </message>
    <message>
        <source>Attendance</source>
        <translation>Présences</translation>
    </message>
    <message>
        <source>Attendance exported at {time}</source>
        <translation>Présences exportées à {time}</translation>
    </message>
    <message>
        <source>Attendance exported on {day} at {time}</source>
        <translation>Présences exportées le {day} à {time}</translation>
    </message>
    <message>
        <source>Attendance not yet exported from this computer.</source>
        <translation>Présences pas encore exportées depuis cet ordinateur.</translation>
    </message>
    <message>
        <source>Blank, to be signed</source>
        <translation>Vierge, à signer</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annulées</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Catégorie</translation>
    </message>
    <message>
        <source>Certificates made at {time}:</source>
        <translation>Attestations faites à {time}&#xa0;:</translation>
    </message>
    <message>
        <source>Certificates of attendance</source>
        <translation>Attestations de présence</translation>
    </message>
    <message>
        <source>Choose a logo</source>
        <translation>Choisir un logo</translation>
    </message>
    <message>
        <source>Close Checkin</source>
        <translation>Fermer Checkin</translation>
    </message>
    <message>
        <source>Code on a certificate</source>
        <translation>Code d’une attestation</translation>
    </message>
    <message>
        <source>Confirm the exit times</source>
        <translation>Confirmer les heures de sortie</translation>
    </message>
    <message>
        <source>Confirm these exit times?</source>
        <translation>Confirmer ces heures de sortie&#xa0;?</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Contenu</translation>
    </message>
    <message>
        <source>Counting everyone…</source>
        <translation>Comptage de toutes les personnes…</translation>
    </message>
    <message>
        <source>Day report</source>
        <translation>Le compte du jour</translation>
    </message>
    <message>
        <source>Desk and means</source>
        <translation>Poste et moyen</translation>
    </message>
    <message>
        <source>Documents without a logo</source>
        <translation>Documents sans logo</translation>
    </message>
    <message>
        <source>Doors where no badge was read</source>
        <translation>Portes où aucun badge n’a été lu</translation>
    </message>
    <message>
        <source>Every half-day</source>
        <translation>Chaque demi-journée</translation>
    </message>
    <message>
        <source>Every registration is present (somebody came by it, however briefly), absent, or cancelled. A registration may bring several people. See the export for who, the sign-in sheets for how long.</source>
        <translation>Chaque inscription est présente (quelqu’un est venu, même brièvement), absente ou annulée&#xa0;; elle peut valoir pour plusieurs personnes. Qui est venu&#xa0;: voir l’export. Combien de temps&#xa0;: voir les feuilles d’émargement.</translation>
    </message>
    <message>
        <source>Exit time: {half_day}</source>
        <translation>Heure de sortie&#xa0;: {half_day}</translation>
    </message>
    <message>
        <source>Exit times</source>
        <translation>Heures de sortie</translation>
    </message>
    <message>
        <source>Exit times confirmed; all desks will receive them.</source>
        <translation>Heures de sortie confirmées&#xa0;; tous les postes les recevront.</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Attendus</translation>
    </message>
    <message>
        <source>Export once more, or that export cannot be proved afterwards.</source>
        <translation>Exportez encore une fois, sinon cet export ne pourra plus être prouvé.</translation>
    </message>
    <message>
        <source>Figures of</source>
        <translation>Chiffres de</translation>
    </message>
    <message>
        <source>Folder for the certificates</source>
        <translation>Dossier des attestations</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Pour</translation>
    </message>
    <message>
        <source>For a controller</source>
        <translation>Pour un contrôleur</translation>
    </message>
    <message>
        <source>For a half-day or a session: blank beforehand, to be signed; afterwards with the scanned times and every correction. For a controller: one page of figures, how exits are known, and what is not a plain scan.</source>
        <translation>Pour une demi-journée ou une session&#xa0;: vierges avant, à signer&#xa0;; après, avec les heures scannées et chaque correction. Pour un contrôleur&#xa0;: une page de chiffres, d’où viennent les heures de sortie, et tout ce qui n’est pas un simple scan.</translation>
    </message>
    <message>
        <source>For everyone who was there for at least half of a half-day, with the time at each; in the language that a “Language” column gives. Each has a code that only this event can make.</source>
        <translation>Pour chaque personne présente à au moins la moitié d’une demi-journée, avec la durée de chacune&#xa0;; en anglais pour qui l’indique dans une colonne «&#xa0;Langue&#xa0;». Chacune porte un code que seul cet événement peut produire.</translation>
    </message>
    <message>
        <source>From the log of Zoom, Teams or another platform. You see who is who before anything is recorded, and nobody is counted twice.</source>
        <translation>D’après le journal de Zoom, Teams ou d’une autre plateforme. Vous voyez qui est qui avant tout enregistrement, et personne n’est compté deux fois.</translation>
    </message>
    <message>
        <source>Import online attendance (Zoom, Teams)…</source>
        <translation>Importer les connexions (Zoom, Teams)…</translation>
    </message>
    <message>
        <source>It had not all columns: export “Everything” too before anything is erased.</source>
        <translation>Toutes les colonnes n’y étaient pas&#xa0;: exportez aussi «&#xa0;Tout&#xa0;» avant d’effacer.</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>Logo</translation>
    </message>
    <message>
        <source>Logo…</source>
        <translation>Logo…</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Manquants</translation>
    </message>
    <message>
        <source>No badge was read at {doors} ({count} registered): their time there counts as zero.</source>
        <translation>Aucun badge lu à {doors} ({count} {count:inscrit|inscrits})&#xa0;: leur temps y compte zéro.</translation>
    </message>
    <message>
        <source>No scan is required at {doors}.</source>
        <translation>Porte non exigée&#xa0;: {doors}.</translation>
    </message>
    <message>
        <source>Nobody held this door</source>
        <translation>Personne n’a tenu cette porte</translation>
    </message>
    <message>
        <source>Not expected</source>
        <translation>Non attendus</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Of those present, online</source>
        <translation>Présentes à distance</translation>
    </message>
    <message>
        <source>One PDF for all…</source>
        <translation>Un PDF pour tous…</translation>
    </message>
    <message>
        <source>One file each…</source>
        <translation>Un fichier par personne…</translation>
    </message>
    <message>
        <source>Pages: {count}; written to {name}.</source>
        <translation>Pages&#xa0;: {count}&#xa0;; écrites dans {name}.</translation>
    </message>
    <message>
        <source>Payments at the desks</source>
        <translation>Paiements aux postes</translation>
    </message>
    <message>
        <source>People by control point</source>
        <translation>Personnes, par point de contrôle</translation>
    </message>
    <message>
        <source>People came / expected</source>
        <translation>Personnes venues / attendues</translation>
    </message>
    <message>
        <source>People were seen leaving</source>
        <translation>On a vu les participants partir</translation>
    </message>
    <message>
        <source>People who booked a session count as away while it ran if they were not scanned at its door. If nobody scanned there, do not require it: who booked it and was at the event then counts as there.</source>
        <translation>Qui est inscrit à une session et n’a pas été scanné à sa porte y compte comme absent. Si personne ne scannait là, n’exigez pas cette porte&#xa0;: les inscrits venus à l’événement comptent alors comme présents.</translation>
    </message>
    <message>
        <source>People: {people} came, to any control point; {places} expected</source>
        <translation>Personnes&#xa0;: {people} {people:venue|venues}, tous points de contrôle confondus&#xa0;; {places} {places:attendue|attendues}</translation>
    </message>
    <message>
        <source>Personal data was erased on {day}. Codes or texts that came in since may still identify people: erase once more on the Closing screen.</source>
        <translation>Données personnelles&#xa0;: effacées le {day}. Des codes ou textes arrivés depuis peuvent encore nommer quelqu’un&#xa0;: effacez-les une dernière fois dans «&#xa0;Clôture&#xa0;».</translation>
    </message>
    <message>
        <source>Personal data: kept until {day}, then to be erased from the Closing screen.</source>
        <translation>Données personnelles&#xa0;: à garder jusqu’au {day}, puis à faire oublier depuis l’écran Clôture.</translation>
    </message>
    <message>
        <source>Personal data: kept until {day}; it is erased automatically when the event is next opened after that. Export anything you still need before then.</source>
        <translation>Données personnelles&#xa0;: gardées jusqu’au {day}&#xa0;; à l’ouverture suivante, tout le monde est oublié automatiquement. Exportez avant ce dont vous avez encore besoin.</translation>
    </message>
    <message>
        <source>Personal data: no date is set for erasing it.</source>
        <translation>Données personnelles&#xa0;: aucune date n’est fixée pour oublier les personnes.</translation>
    </message>
    <message>
        <source>Preparing documents: {done} of {total}</source>
        <translation>Dessin des documents&#xa0;: {done} sur {total}</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>Présentes</translation>
    </message>
    <message>
        <source>Reading who was present…</source>
        <translation>Lecture des présences…</translation>
    </message>
    <message>
        <source>Registrations</source>
        <translation>Inscriptions</translation>
    </message>
    <message>
        <source>Registrations, including cancelled</source>
        <translation>Inscriptions, annulées comprises</translation>
    </message>
    <message>
        <source>Require a scan at {doors} again?</source>
        <translation>Exiger de nouveau un scan à {doors}&#xa0;?</translation>
    </message>
    <message>
        <source>Require badges there again</source>
        <translation>Y exiger de nouveau un badge</translation>
    </message>
    <message>
        <source>Require no badge there</source>
        <translation>N’y exiger aucun badge</translation>
    </message>
    <message>
        <source>Require no scan at {doors}?</source>
        <translation>Ne pas exiger de scan à {doors}&#xa0;?</translation>
    </message>
    <message>
        <source>Show the Closing screen</source>
        <translation>Voir l’écran Clôture</translation>
    </message>
    <message>
        <source>Sign-in sheets</source>
        <translation>Feuilles d’émargement</translation>
    </message>
    <message>
        <source>Speakers named in the programme: {count}</source>
        <translation>Intervenants nommés au programme&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Still to come</source>
        <translation>Pas encore venues</translation>
    </message>
    <message>
        <source>Stopped: nothing was written.</source>
        <translation>Arrêté&#xa0;: rien n’a été écrit.</translation>
    </message>
    <message>
        <source>That half-day is no longer in the programme. Nothing was confirmed; look at the times again.</source>
        <translation>Cette demi-journée n’est plus au programme. Rien n’a été confirmé&#xa0;; regardez à nouveau les heures.</translation>
    </message>
    <message>
        <source>The attendance has not been exported from this computer, or something has been recorded since.</source>
        <translation>Les présences n’ont pas été exportées de cet ordinateur, ou quelque chose a été enregistré depuis.</translation>
    </message>
    <message>
        <source>The choice before was a mistake</source>
        <translation>Le choix précédent était une erreur</translation>
    </message>
    <message>
        <source>The event is over</source>
        <translation>L’événement est terminé</translation>
    </message>
    <message>
        <source>The exit times were already confirmed; nothing was changed.</source>
        <translation>Les heures de sortie étaient déjà confirmées&#xa0;; rien n’a changé.</translation>
    </message>
    <message>
        <source>The latest export is up to date.</source>
        <translation>Les présences sont exportées dans leur état actuel.</translation>
    </message>
    <message>
        <source>The programme ended then</source>
        <translation>Le programme s’est terminé à cette heure</translation>
    </message>
    <message>
        <source>The programme has no times yet. Sign-in sheets show when people were there: give the event one session with times, such as the whole day.</source>
        <translation>Le programme n’a pas encore d’heures. Les feuilles d’émargement disent quand les personnes étaient là&#xa0;: donnez à l’événement une session avec ses heures, par exemple toute la journée.</translation>
    </message>
    <message>
        <source>The programme requires that scan again.</source>
        <translation>Le programme exige de nouveau cette porte.</translation>
    </message>
    <message>
        <source>The programme requires that scan no longer; minutes and certificates follow.</source>
        <translation>Le programme n’exige plus cette porte&#xa0;; durées et attestations en tiennent compte.</translation>
    </message>
    <message>
        <source>The time before was a mistake</source>
        <translation>L’heure précédente était une erreur</translation>
    </message>
    <message>
        <source>The whole event</source>
        <translation>Tout l’événement</translation>
    </message>
    <message>
        <source>The whole event: {balance}</source>
        <translation>Tout l’événement&#xa0;: {balance}</translation>
    </message>
    <message>
        <source>There is no time to confirm yet: type the time people left.</source>
        <translation>Pas encore d’heure à confirmer&#xa0;: tapez celle à laquelle on est parti.</translation>
    </message>
    <message>
        <source>They are provisional: confirm the exit times once they have passed, then write them again.</source>
        <translation>Provisoires&#xa0;: confirmez les heures de sortie une fois passées, puis enregistrez à nouveau.</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Vérifier</translation>
    </message>
    <message>
        <source>What was noted for unpaid registrations, to compare with each desk’s cash box and card slips. This is a list of settlements, no till: amounts are those of your list.</source>
        <translation>Ce qui a été noté pour les inscriptions non payées, à comparer avec la caisse et les tickets de carte de chaque poste. C’est une liste de règlements, pas une caisse&#xa0;: les montants sont ceux de votre liste.</translation>
    </message>
    <message>
        <source>When did people leave if their exit was not scanned? These times count; you can change and confirm them again.</source>
        <translation>À quelle heure sont parties les personnes sans sortie lue&#xa0;? Ces heures comptent&#xa0;; elles peuvent être changées et confirmées de nouveau.</translation>
    </message>
    <message>
        <source>When did people leave if their exit was not scanned? Until you confirm this, sign-in sheets, certificates and exports are marked provisional.</source>
        <translation>À quelle heure sont parties les personnes sans sortie lue&#xa0;? Sans votre confirmation, feuilles d’émargement, attestations et exports restent provisoires.</translation>
    </message>
    <message>
        <source>Who came and when, as an Excel workbook or CSV, with every correction.</source>
        <translation>Qui est venu et quand, en classeur Excel ou CSV, avec chaque correction.</translation>
    </message>
    <message>
        <source>Who watched online</source>
        <translation>Qui a suivi à distance</translation>
    </message>
    <message>
        <source>With the scanned times</source>
        <translation>Avec les heures lues</translation>
    </message>
    <message>
        <source>Without a logo</source>
        <translation>Sans logo</translation>
    </message>
    <message>
        <source>afternoon</source>
        <translation>après-midi</translation>
    </message>
    <message>
        <source>arrivals and exits undone: {count}</source>
        <translation>passages annulés&#xa0;: {count}</translation>
    </message>
    <message>
        <source>assumed hour: your programme does not give it</source>
        <translation>heure supposée&#xa0;: votre programme ne la donne pas</translation>
    </message>
    <message>
        <source>blank sign-in sheets</source>
        <translation>émargement à signer</translation>
    </message>
    <message>
        <source>certificates</source>
        <translation>attestations</translation>
    </message>
    <message>
        <source>confirmed on {day} at {time} ({desk})</source>
        <translation>confirmée le {day} à {time} ({desk})</translation>
    </message>
    <message>
        <source>confirmed on {day} at {time} by {who} ({desk})</source>
        <translation>confirmée le {day} à {time} par {who} ({desk})</translation>
    </message>
    <message>
        <source>control sheets</source>
        <translation>contrôle</translation>
    </message>
    <message>
        <source>corrections: {count}</source>
        <translation>corrections&#xa0;: {count}</translation>
    </message>
    <message>
        <source>end of the programme, to be confirmed</source>
        <translation>fin du programme, à confirmer</translation>
    </message>
    <message>
        <source>evening</source>
        <translation>soir</translation>
    </message>
    <message>
        <source>expected online, came in person: {count}</source>
        <translation>attendus à distance et venus sur place&#xa0;: {count}</translation>
    </message>
    <message>
        <source>in progress until {time}</source>
        <translation>en cours jusqu’à {time}</translation>
    </message>
    <message>
        <source>let in without being on the list: {count}</source>
        <translation>entrés sans être sur la liste&#xa0;: {count}</translation>
    </message>
    <message>
        <source>morning</source>
        <translation>matin</translation>
    </message>
    <message>
        <source>no arrivals since, but something else was recorded</source>
        <translation>aucun passage depuis, mais autre chose a été enregistré</translation>
    </message>
    <message>
        <source>no badge required</source>
        <translation>aucun badge exigé</translation>
    </message>
    <message>
        <source>no category</source>
        <translation>sans catégorie</translation>
    </message>
    <message>
        <source>nothing recorded since</source>
        <translation>rien d’enregistré depuis</translation>
    </message>
    <message>
        <source>of those present, online only: {count}</source>
        <translation>présentes à distance seulement&#xa0;: {count}</translation>
    </message>
    <message>
        <source>of those present, registration cancelled: {count}</source>
        <translation>présentes malgré une annulation&#xa0;: {count}</translation>
    </message>
    <message>
        <source>provisional at {time}</source>
        <translation>provisoire à {time}</translation>
    </message>
    <message>
        <source>records merged: {count}</source>
        <translation>fiches réunies&#xa0;: {count}</translation>
    </message>
    <message>
        <source>registered at the desk: {count}</source>
        <translation>inscrits sur place&#xa0;: {count}</translation>
    </message>
    <message>
        <source>sign-in sheets</source>
        <translation>émargement</translation>
    </message>
    <message>
        <source>to settle between desks (Ctrl+T): {count}</source>
        <translation>à régler entre postes (Ctrl+T)&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} arrivals since</source>
        <translation>{count} {count:passage|passages} depuis</translation>
    </message>
    <message>
        <source>{count} more {count:value|values} of “{column}” in the export</source>
        <translation>{count} {count:autre valeur|autres valeurs} de «&#xa0;{column}&#xa0;» dans l’export</translation>
    </message>
    <message>
        <source>{day}: {balance}</source>
        <translation>{day}&#xa0;: {balance}</translation>
    </message>
    <message>
        <source>{day}: {people}</source>
        <translation>{day}&#xa0;: {people}</translation>
    </message>
    <message>
        <source>{exported}; {since}.</source>
        <translation>{exported}&#xa0;; {since}.</translation>
    </message>
    <message>
        <source>{half_day}: no longer confirmed</source>
        <translation>{half_day}&#xa0;: plus confirmée</translation>
    </message>
    <message>
        <source>{half_day}: {time}</source>
        <translation>{half_day}&#xa0;: {time}</translation>
    </message>
    <message>
        <source>{people} / {places}</source>
        <translation>{people} / {places}</translation>
    </message>
    <message>
        <source>{point}: no badge required; {expected} expected</source>
        <translation>{point}&#xa0;: aucun badge exigé&#xa0;; {expected} {expected:attendu|attendus}</translation>
    </message>
    <message>
        <source>{point}: {arrived} arrived, {expected} expected, {missing} missing</source>
        <translation>{point}&#xa0;: {arrived} {arrived:arrivé|arrivés}, {expected} {expected:attendu|attendus}, {missing} {missing:manquant|manquants}</translation>
    </message>
    <message>
        <source>{registered} {registered:registration|registrations} = {present} present + {absent} absent + {cancelled} cancelled</source>
        <translation>{registered} {registered:inscription|inscriptions} = {present} {present:présente|présentes} + {absent} {absent:absente|absentes} + {cancelled} {cancelled:annulée|annulées}</translation>
    </message>
    <message>
        <source>{registered} {registered:registration|registrations} = {present} present + {absent} still to come + {cancelled} cancelled</source>
        <translation>{registered} {registered:inscription|inscriptions} = {present} {present:présente|présentes} + {absent} pas encore {absent:venue|venues} + {cancelled} {cancelled:annulée|annulées}</translation>
    </message>
    <message>
        <source>{registered} {registered:registration|registrations} · No badge was read that day: presence was not observed</source>
        <translation>{registered} {registered:inscription|inscriptions} · Aucun badge n’a été lu ce jour-là&#xa0;: la présence n’a pas été observée</translation>
    </message>
    <message>
        <source>{registered} {registered:registration|registrations}, but {present} present, {absent} absent, {cancelled} cancelled: the file is damaged. Keep a copy of it, then run “checkin check” on the command line or report the problem (F1).</source>
        <translation>{registered} {registered:inscription|inscriptions}, mais {present} {present:présente|présentes}, {absent} {absent:absente|absentes}, {cancelled} {cancelled:annulée|annulées}&#xa0;: le fichier est abîmé. Gardez-en une copie, puis lancez «&#xa0;checkin check&#xa0;» en ligne de commande ou signalez le problème (F1).</translation>
    </message>
    <message>
        <source>{time} has not passed yet. Nothing was confirmed; confirm it once it has.</source>
        <translation>{time} n’est pas encore passé. Rien n’a été confirmé&#xa0;; confirmez l’heure une fois passée.</translation>
    </message>
    <message>
        <source>{time} is before this half-day, or in the next one. Nothing was confirmed; type the time people left.</source>
        <translation>{time} est avant cette demi-journée, ou dans la suivante. Rien n’a été confirmé&#xa0;; tapez l’heure à laquelle on est parti.</translation>
    </message>
    <message>
        <source>“{text}” is not a time. Nothing was confirmed; type it as 17:30 or 17h30.</source>
        <translation>«&#xa0;{text}&#xa0;» n’est pas une heure. Rien n’a été confirmé&#xa0;; tapez par exemple 17h30.</translation>
    </message>
</context>
<context>
    <name>command</name>
    <message>
        <source>A desk’s name has at most 256 letters, and an event at most {most} desks.</source>
        <translation>Le nom d’un poste a 256 lettres au plus, et un événement {most} postes au plus.</translation>
    </message>
    <message>
        <source>Added: {both}; {known} already known, {changed} changed, {gone} no longer on the list; {problems} {problems:row|rows} to check.</source>
        <translation>Ajoutées&#xa0;: {both}&#xa0;; déjà connues&#xa0;: {known}, modifiées&#xa0;: {changed}, plus dans la liste&#xa0;: {gone}&#xa0;; lignes à vérifier&#xa0;: {problems}.</translation>
    </message>
    <message>
        <source>Checkin cannot listen at {address}: it is no address of this computer.</source>
        <translation>Checkin ne peut pas écouter à {address}&#xa0;: ce n’est pas une adresse de cet ordinateur.</translation>
    </message>
    <message>
        <source>Codes come either from standard input (-) or from the command, not both.</source>
        <translation>Les codes viennent soit de l’entrée standard (-), soit de la commande, pas des deux.</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>Ligne de commande</translation>
    </message>
    <message>
        <source>Desk {number}</source>
        <translation>Accueil {number}</translation>
    </message>
    <message>
        <source>Desks can also create temporary tables or large objects here, which could fill the server’s disk. A superuser can prevent this in a database used only by Checkin, by running the same command.</source>
        <translation>Les postes peuvent aussi créer ici des tables temporaires ou de gros objets, donc remplir le disque du serveur. Un superutilisateur peut l’empêcher, dans une base réservée à Checkin&#xa0;: qu’il lance la même commande.</translation>
    </message>
    <message>
        <source>No code was found in “{name}”.</source>
        <translation>Aucun code trouvé dans «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>Of those present, {remote} online only, {came_cancelled} with a cancelled registration; {switches} {switches:was|were} expected online and came in person.</source>
        <translation>Parmi les présents, à distance seulement&#xa0;: {remote}, malgré une inscription annulée&#xa0;: {came_cancelled}&#xa0;; attendus à distance et venus sur place&#xa0;: {switches}.</translation>
    </message>
    <message>
        <source>One of these people has, or may have, a badge already. Nothing was printed; give a reason with --why.</source>
        <translation>L’une de ces personnes a déjà un badge, ou peut-être. Rien n’a été imprimé&#xa0;; dites pourquoi avec --why.</translation>
    </message>
    <message>
        <source>PIN of a supervisor: </source>
        <translation>Code PIN d’un responsable&#xa0;: </translation>
    </message>
    <message>
        <source>Programme of “{title}”: {sessions} {sessions:session|sessions}, {points} control {points:point|points}.</source>
        <translation>Programme de «&#xa0;{title}&#xa0;». Sessions&#xa0;: {sessions}&#xa0;; points de contrôle&#xa0;: {points}.</translation>
    </message>
    <message>
        <source>Programme written to {name}.</source>
        <translation>Programme écrit dans {name}.</translation>
    </message>
    <message>
        <source>Registered at the desk: {walk_ins}; corrections: {corrections}; arrivals and exits undone: {undone}; merged: {merges}; conflicts to settle: {conflicts}.</source>
        <translation>Inscrits à l’accueil&#xa0;: {walk_ins}&#xa0;; corrections&#xa0;: {corrections}&#xa0;; passages annulés&#xa0;: {undone}&#xa0;; fusions&#xa0;: {merges}&#xa0;; conflits à régler&#xa0;: {conflicts}.</translation>
    </message>
    <message>
        <source>Sessions not in this file, kept: {count}. Use --remove-gone to remove them.</source>
        <translation>Sessions absentes de ce fichier, gardées&#xa0;: {count}. Avec --remove-gone, elles disparaissent.</translation>
    </message>
    <message>
        <source>The erased data is gone from the server’s tables and its change log (pg_wal). The server’s own backups and archives may still hold it, for as long as you keep them.</source>
        <translation>Ce qui a été effacé n’est plus dans les tables du serveur ni dans son journal (pg_wal). Les sauvegardes et archives du serveur peuvent encore le contenir&#xa0;: elles durent ce que vous décidez.</translation>
    </message>
    <message>
        <source>The erased data is gone from the server’s tables, but stays in its change log (pg_wal) until the server overwrites it. A superuser can clear it at once with the same command; backups and archives hold it for as long as you keep them.</source>
        <translation>Ce qui a été effacé n’est plus dans les tables du serveur, mais reste dans son journal (pg_wal) tant que le serveur n’a pas réécrit par-dessus. Un superutilisateur y met fin tout de suite avec la même commande&#x202f;; sauvegardes et archives durent ce que vous décidez.</translation>
    </message>
    <message>
        <source>The file is intact and the totals add up.</source>
        <translation>Le fichier est sain et le compte est juste.</translation>
    </message>
    <message>
        <source>The phone warns of the certificate, whose SHA-256 is {digest}.</source>
        <translation>Le téléphone avertit au sujet du certificat, dont le SHA-256 est {digest}.</translation>
    </message>
    <message>
        <source>The shared server is ready.</source>
        <translation>Le serveur partagé est prêt.</translation>
    </message>
    <message>
        <source>There is no badge “{name}”. Nothing was printed; available: {known}.</source>
        <translation>Il n’y a pas de badge «&#xa0;{name}&#xa0;». Rien n’a été imprimé&#xa0;; il y a&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>There is no control point “{name}”. This event has: {known}.</source>
        <translation>Il n’y a pas de point de contrôle «&#xa0;{name}&#xa0;». Cet événement a&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>There is no event to join in “{folder}”. Put one there at a desk that has it: checkin invite EVENT --key FOLDER.</source>
        <translation>Aucun événement à rejoindre dans «&#xa0;{folder}&#xa0;». Mettez-l’y au poste qui l’a&#xa0;: checkin invite EVENT --key FOLDER.</translation>
    </message>
    <message>
        <source>There is no screen to show the desk on. Without one, use checkin scan.</source>
        <translation>Il n’y a pas d’écran pour la fenêtre de l’accueil. Sans écran, utilisez checkin scan.</translation>
    </message>
    <message>
        <source>These events are there: {titles}. Choose one with --event TITLE; nothing was created.</source>
        <translation>Événements présents&#xa0;: {titles}. Précisez lequel avec --event TITLE&#xa0;; rien n’a été créé.</translation>
    </message>
    <message>
        <source>This code serves one phone; the next appears by itself. Ctrl+C disconnects all.</source>
        <translation>Ce code sert à un seul téléphone&#xa0;; le suivant apparaît tout seul. Ctrl+C les déconnecte tous.</translation>
    </message>
    <message>
        <source>This desk meets no others yet. Name a folder or the address of a server; to join pretix: checkin join CODE FILE.</source>
        <translation>Ce poste n’en retrouve encore aucun autre. Indiquez un dossier ou l’adresse d’un serveur&#xa0;; pour rejoindre pretix&#xa0;: checkin join CODE FICHIER.</translation>
    </message>
    <message>
        <source>This server keeps prepared transactions: with one, a removed desk could still block its event. Those of desks were ended now; set max_prepared_transactions to 0 in postgresql.conf, or run this command again when desks are blocked.</source>
        <translation>Ce serveur garde des transactions préparées&#xa0;: par une seule, un poste retiré pourrait encore bloquer son événement. Celles des postes viennent d’être annulées&#x202f;; mettez max_prepared_transactions à 0 dans postgresql.conf, ou relancez cette commande quand des postes sont bloqués.</translation>
    </message>
    <message>
        <source>This server’s queue of notices is {percent} % full: a session keeps an old transaction open. Nothing is lost, and desks go on without notices, a second later. To empty it, a superuser ends that session: SELECT pg_terminate_backend(NUMBER). Old transactions that this account can see: {sessions}.</source>
        <translation>La file des avis de ce serveur est pleine à {percent}&#xa0;%&#xa0;: une session garde ouverte une vieille transaction. Rien n’est perdu, et les postes se passent des avis, avec une seconde de retard. Pour la vider, un superutilisateur met fin à cette session&#xa0;: SELECT pg_terminate_backend(NUMÉRO). Vieilles transactions que ce compte peut voir&#xa0;: {sessions}.</translation>
    </message>
    <message>
        <source>Which desk? Nothing was changed; give its name, or --list to see all.</source>
        <translation>Quel poste&#xa0;? Rien n’a été changé&#xa0;; donnez son nom, ou --list pour les voir tous.</translation>
    </message>
    <message>
        <source>Written to {name}. It names nobody, and nothing was sent.</source>
        <translation>Écrit dans {name}. Personne n’y est nommé, et rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>counted with the person</source>
        <translation>comptés avec la personne</translation>
    </message>
    <message>
        <source>imported as people; those without a name are counted</source>
        <translation>importés comme personnes&#x202f;; sans nom, ils sont comptés</translation>
    </message>
    <message>
        <source>kept as information; choose with --companions</source>
        <translation>pour information&#x202f;; choisissez avec --companions</translation>
    </message>
    <message>
        <source>not known, awaiting approval; say what it means with --status &quot;{word}=confirmed&quot; or &quot;{word}=cancelled&quot;</source>
        <translation>inconnu, à valider&#xa0;; dites ce qu’il veut dire avec --status &quot;{word}=confirmed&quot; ou &quot;{word}=cancelled&quot;</translation>
    </message>
    <message>
        <source>row {row}: left out, answered again in row {latest}; --take-in {row} imports it too</source>
        <translation>ligne {row}&#xa0;: écartée, nouvelle réponse à la ligne {latest}&#xa0;; --take-in {row} l’importe aussi</translation>
    </message>
    <message>
        <source>row {row}: {what}</source>
        <translation>ligne {row}&#xa0;: {what}</translation>
    </message>
    <message>
        <source>{added} {added:person|people} added, {known} already known, {changed} changed, {gone} no longer on the list; {problems} {problems:row|rows} to check.</source>
        <translation>{added} {added:personne ajoutée|personnes ajoutées}, {known} déjà {known:connue|connues}, {changed} {changed:modifiée|modifiées}, {gone} {gone:absente|absentes} de la liste&#x202f;; {problems} {problems:ligne|lignes} à regarder.</translation>
    </message>
    <message>
        <source>{count} of those no longer on the list were cancelled.</source>
        <translation>Inscriptions annulées parmi les personnes absentes de la liste&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} {count:file was|files were} removed from this computer.</source>
        <translation>{count} {count:fichier a été supprimé|fichiers ont été supprimés} de cet ordinateur.</translation>
    </message>
    <message>
        <source>{count} {count:row is|rows are} a further row for someone already in the event.</source>
        <translation>{count} {count:ligne concerne|lignes concernent} quelqu’un de l’événement qui avait déjà une ligne.</translation>
    </message>
    <message>
        <source>{count} {count:row was|rows were} answered again later by the same person; --answers latest leaves them out</source>
        <translation>{count} {count:ligne a reçu|lignes ont reçu} plus tard une nouvelle réponse de la même personne&#xa0;; --answers latest les écarte</translation>
    </message>
    <message>
        <source>{file} was created, and this desk is a device of pretix. The list is still to come: checkin sync {file}</source>
        <translation>{file} est créé, et ce poste est un appareil de pretix. La liste doit encore arriver&#xa0;: checkin sync {file}</translation>
    </message>
    <message>
        <source>{hosts} {hosts:person brings|people bring} somebody: {count} {count:companion|companions}, {handling}.</source>
        <translation>{hosts} {hosts:personne vient accompagnée|personnes viennent accompagnées}&#xa0;: {count} {count:accompagnant|accompagnants}, {handling}.</translation>
    </message>
    <message>
        <source>{registered} {registered:registration|registrations} = {present} present + {absent} absent + {cancelled} cancelled; {unheard} let in without being on the list; {entries} {entries:entry|entries} in the journal.</source>
        <translation>{registered} {registered:inscription|inscriptions} = {present} {present:présente|présentes} + {absent} {absent:absente|absentes} + {cancelled} {cancelled:annulée|annulées}&#xa0;; {unheard} {unheard:entrée|entrées} sans être sur la liste&#xa0;; {entries} {entries:entrée|entrées} au journal.</translation>
    </message>
    <message>
        <source>{title}: {count} registered</source>
        <translation>{title}&#xa0;: {count} {count:inscrit|inscrits}</translation>
    </message>
    <message>
        <source>“{desk}” has joined “{title}”: {people} {people:registration|registrations}.</source>
        <translation>«&#xa0;{desk}&#xa0;» a rejoint «&#xa0;{title}&#xa0;»&#xa0;: {people} {people:inscription|inscriptions}.</translation>
    </message>
    <message>
        <source>“{name}” cannot be found. Nothing was removed; check the name.</source>
        <translation>«&#xa0;{name}&#xa0;» est introuvable. Rien n’a été supprimé&#xa0;; vérifiez le nom.</translation>
    </message>
    <message>
        <source>“{name}” looks like a list of people too ({count} {count:row|rows}); --sheet reads it</source>
        <translation>«&#xa0;{name}&#xa0;» ressemble aussi à une liste de personnes ({count} {count:ligne|lignes})&#xa0;; --sheet la lit</translation>
    </message>
    <message>
        <source>“{name}” was removed from the shared server. What it sent stays.</source>
        <translation>«&#xa0;{name}&#xa0;» a été retiré du serveur partagé. Ce qu’il a transmis reste.</translation>
    </message>
    <message>
        <source>“{ticket}” is not a ticket of this event. Nothing was printed.</source>
        <translation>Aucun billet de cet événement n’est «&#xa0;{ticket}&#xa0;». Rien n’a été imprimé.</translation>
    </message>
    <message>
        <source>“{title}” is in “{folder}”: {people} {people:registration|registrations}.</source>
        <translation>«&#xa0;{title}&#xa0;» est dans «&#xa0;{folder}&#xa0;»&#xa0;: {people} {people:inscription|inscriptions}.</translation>
    </message>
    <message>
        <source>“{title}” is taken as {field}; “{other}” looks like it and is kept as information. If that is the right one, import again with --map &quot;{other}={field}&quot;.</source>
        <translation>«&#xa0;{title}&#xa0;» est lu comme {field}&#xa0;; «&#xa0;{other}&#xa0;» y ressemble et est gardé comme information. Si c’est le bon, importez de nouveau avec --map &quot;{other}={field}&quot;.</translation>
    </message>
    <message>
        <source>“{title}” may say who is coming, and was kept as information; if it does, import again with --map &quot;{title}=status&quot;.</source>
        <translation>«&#xa0;{title}&#xa0;» dit peut-être qui vient, et a été gardé comme information&#xa0;; si c’est le cas, importez de nouveau avec --map &quot;{title}=status&quot;.</translation>
    </message>
    <message>
        <source>“{word}” under “{title}”, {count} {count:person|people}: {means}</source>
        <translation>«&#xa0;{word}&#xa0;» sous «&#xa0;{title}&#xa0;», {count} {count:personne|personnes}&#xa0;: {means}</translation>
    </message>
</context>
<context>
    <name>complete</name>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
    <message>
        <source>Fill in before they go in</source>
        <translation>À compléter avant d’entrer</translation>
    </message>
    <message>
        <source>Save and continue (Enter)</source>
        <translation>Enregistrer et continuer (Entrée)</translation>
    </message>
</context>
<context>
    <name>conflict</name>
    <message>
        <source>1 conflict to settle between desks</source>
        <translation>1 point à régler entre les postes</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Conflicts between desks</source>
        <translation>Entre les postes</translation>
    </message>
    <message>
        <source>Decided {time} at {desk}: {way}</source>
        <translation>Décidé à {time}, {desk}&#xa0;: {way}</translation>
    </message>
    <message>
        <source>Keep “{value}”</source>
        <translation>Garder «&#xa0;{value}&#xa0;»</translation>
    </message>
    <message>
        <source>Let in twice: {name}</source>
        <translation>Entrée enregistrée deux fois&#xa0;: {name}</translation>
    </message>
    <message>
        <source>No conflicts</source>
        <translation>Rien à régler</translation>
    </message>
    <message>
        <source>One code for {name} and {other}</source>
        <translation>Un seul code pour {name} et {other}</translation>
    </message>
    <message>
        <source>Registered twice: {name}</source>
        <translation>Inscription en double&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Seen: everyone stays</source>
        <translation>Vu&#xa0;: tout le monde reste</translation>
    </message>
    <message>
        <source>Seen: keep both</source>
        <translation>Vu&#xa0;: les deux sont gardées</translation>
    </message>
    <message>
        <source>Someone else came in with this code</source>
        <translation>Quelqu’un d’autre est entré avec ce code</translation>
    </message>
    <message>
        <source>Someone has already settled this. Nothing was changed.</source>
        <translation>Quelqu’un a déjà réglé ce point. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>The code is {name}’s; the other keeps their code from before</source>
        <translation>Le code est celui de {name}&#xa0;; l’autre garde son code d’avant</translation>
    </message>
    <message>
        <source>The desks agree on everything.</source>
        <translation>Les postes sont d’accord sur tout.</translation>
    </message>
    <message>
        <source>The first arrival is a mistake</source>
        <translation>Le premier passage est une erreur</translation>
    </message>
    <message>
        <source>The same person, scanned twice</source>
        <translation>La même personne, scannée deux fois</translation>
    </message>
    <message>
        <source>The same person: merge them</source>
        <translation>La même personne&#xa0;: n’en faire qu’une</translation>
    </message>
    <message>
        <source>The second arrival is a mistake</source>
        <translation>Le second passage est une erreur</translation>
    </message>
    <message>
        <source>Too many in {session}: {people} over capacity</source>
        <translation>Trop de monde à «&#xa0;{session}&#xa0;»&#xa0;: {people} de plus que de places</translation>
    </message>
    <message>
        <source>Two different entries came with the same number. No desk does that by itself: someone may have tampered with them. Both are kept; correct what is wrong, and tell the organiser.</source>
        <translation>Deux entrées différentes portent le même numéro. Aucun poste ne fait cela de lui-même&#xa0;: quelqu’un a pu intervenir. Les deux sont gardées&#x202f;; corrigez ce qui est faux et prévenez l’organisateur.</translation>
    </message>
    <message>
        <source>Two different people</source>
        <translation>Deux personnes différentes</translation>
    </message>
    <message>
        <source>Two versions: {name}</source>
        <translation>Deux versions&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Until then, the desk asks each time whose code it is.</source>
        <translation>D’ici là, le poste demande chaque fois à qui est le code.</translation>
    </message>
    <message>
        <source>What two desks did while they were disconnected. Until you decide, the first counts.</source>
        <translation>Ce que deux postes ont fait sans s’entendre. Tant que vous n’avez pas décidé, le premier compte.</translation>
    </message>
    <message>
        <source>and {count} who came before</source>
        <translation>et {count} {count:autre, entré|autres, entrés} avant</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vide</translation>
    </message>
    <message>
        <source>someone this desk does not know yet</source>
        <translation>une personne encore inconnue ici</translation>
    </message>
    <message>
        <source>the event</source>
        <translation>l’événement</translation>
    </message>
    <message>
        <source>{count} conflicts to settle between desks</source>
        <translation>{count} points à régler entre les postes</translation>
    </message>
    <message>
        <source>{field} of {name}, corrected twice</source>
        <translation>{field} de {name}, corrigé deux fois</translation>
    </message>
    <message>
        <source>{time} at {desk}</source>
        <translation>{time} à {desk}</translation>
    </message>
    <message>
        <source>{time} at {desk}: {name}</source>
        <translation>{time} à {desk}&#xa0;: {name}</translation>
    </message>
    <message>
        <source>{time} at {desk}: “{value}”</source>
        <translation>{time} à {desk}&#xa0;: «&#xa0;{value}&#xa0;»</translation>
    </message>
    <message>
        <source>{title} · settled differently at two desks</source>
        <translation>{title} · réglé différemment par deux postes</translation>
    </message>
</context>
<context>
    <name>count</name>
    <message>
        <source>At this control point. Closing counts everyone who came, at any control point or online.</source>
        <translation>À ce point de contrôle. Clôture compte toutes les personnes venues, à n’importe quel point de contrôle ou en ligne.</translation>
    </message>
    <message>
        <source>Per minute: average of the last {minutes} minutes, this one included</source>
        <translation>Par minute&#xa0;: moyenne des {minutes} dernières minutes, celle-ci comprise</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>arrivés</translation>
    </message>
    <message>
        <source>room full</source>
        <translation>salle pleine</translation>
    </message>
    <message>
        <source>seats</source>
        <translation>places</translation>
    </message>
    <message>
        <source>{arrived} arrived, {unexpected} of them not expected; {missing} of {expected} missing, {pace} per minute</source>
        <translation>{arrived} {arrived:arrivé|arrivés}, dont {unexpected} non {unexpected:attendu|attendus}&#xa0;; {missing} {missing:manque|manquent} sur {expected}, {pace} par minute</translation>
    </message>
    <message>
        <source>{arrived} of {expected} arrived, {pace} per minute</source>
        <translation>{arrived} {arrived:arrivé|arrivés} sur {expected}, {pace} par minute</translation>
    </message>
    <message>
        <source>{count} expected</source>
        <translation>{count} {count:attendu|attendus}</translation>
    </message>
    <message>
        <source>{count} free</source>
        <translation>{count} {count:libre|libres}</translation>
    </message>
    <message>
        <source>{count} without a number</source>
        <translation>{count} {count:sans numéro|sans numéro}</translation>
    </message>
    <message>
        <source>{count} {count:given back|given back}</source>
        <translation>{count} {count:rendu|rendus}</translation>
    </message>
    <message>
        <source>{inside:lent|lent}</source>
        <translation>{inside:prêté|prêtés}</translation>
    </message>
    <message>
        <source>{inside} lent now, {returned} given back; {arrived} of {expected} had one</source>
        <translation>{inside} {inside:prêté|prêtés} en ce moment, {returned} {returned:rendu|rendus}&#xa0;; {arrived} sur {expected} en ont eu</translation>
    </message>
    <message>
        <source>{inside} of {capacity} {capacity:seat|seats} taken, {free} free; {missing} of {expected} still expected</source>
        <translation>{inside} {inside:place prise|places prises} sur {capacity}, {free} {free:libre|libres}&#xa0;; encore {missing} attendus sur {expected}</translation>
    </message>
    <message>
        <source>{pace} per minute</source>
        <translation>{pace} par minute</translation>
    </message>
</context>
<context>
    <name>demo</name>
    <message>
        <source>Playing a 53-second video, without a window. The results go to {folder}</source>
        <translation>Lecture d’un film de 53 secondes, sans fenêtre. Les résultats vont dans {folder}</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be created. Nothing was changed; choose another.</source>
        <translation>Le dossier {folder} ne peut pas être créé. Rien n’a été modifié&#x202f;; indiquez-en un autre.</translation>
    </message>
    <message>
        <source>{scans} {scans:code|codes} read from the video, {arrived} {arrived:person|people} arrived. Look in {folder}</source>
        <translation>{scans} {scans:code lu|codes lus} dans le film, {arrived} {arrived:personne arrivée|personnes arrivées}. Voyez le dossier {folder}</translation>
    </message>
</context>
<context>
    <name>desk</name>
    <message>
        <source>A new day of the event: at {here} everyone is counted anew.</source>
        <translation>Nouvelle journée&#xa0;: à {here}, chacun est compté à nouveau.</translation>
    </message>
    <message>
        <source>A seat is free for {name}, first on the waiting list: F5 calls them.</source>
        <translation>Une place est libre pour {name}, en tête de la liste d’attente&#xa0;: F5 pour l’appeler.</translation>
    </message>
    <message>
        <source>Already in: no supervisor is needed.</source>
        <translation>Déjà sur place&#xa0;: pas besoin de responsable.</translation>
    </message>
    <message>
        <source>Already on the waiting list, no. {place}: no seat is free for them yet.</source>
        <translation>Déjà sur liste d’attente, n°&#xa0;{place}&#xa0;: pas encore de place libre pour cette personne.</translation>
    </message>
    <message>
        <source>Another code was scanned. It is next, after this question.</source>
        <translation>Un autre code est lu. Il passe dans un instant, après cette question.</translation>
    </message>
    <message>
        <source>Choose a person first (↓).</source>
        <translation>Choisissez d’abord une personne (↓).</translation>
    </message>
    <message>
        <source>Control point: {name}. {count}.</source>
        <translation>Point de contrôle&#xa0;: {name}. {count}.</translation>
    </message>
    <message>
        <source>Everything has been given back.</source>
        <translation>Tout est rendu.</translation>
    </message>
    <message>
        <source>For the next person at this desk:</source>
        <translation>Pour la personne qui prendra ce poste&#xa0;:</translation>
    </message>
    <message>
        <source>It is time for {here}: this desk is now there. F10 to change.</source>
        <translation>C’est l’heure de {here}&#xa0;: ce poste s’y tient maintenant. F10 pour changer.</translation>
    </message>
    <message>
        <source>Last answer: {answer}</source>
        <translation>Dernière réponse&#xa0;: {answer}</translation>
    </message>
    <message>
        <source>Leave the note</source>
        <translation>Laisser la consigne</translation>
    </message>
    <message>
        <source>No speaker is missing right now.</source>
        <translation>Aucun intervenant à trouver pour l’instant.</translation>
    </message>
    <message>
        <source>No supervisor is needed: F7 answers.</source>
        <translation>Pas besoin de responsable&#xa0;: F7 suffit.</translation>
    </message>
    <message>
        <source>Nobody has been scanned here yet.</source>
        <translation>Personne n’a encore été scanné ici.</translation>
    </message>
    <message>
        <source>Nobody is shown who could sign. Search for a name (F3), or scan a code.</source>
        <translation>Aucune personne affichée pour signer. Cherchez un nom (F3) ou scannez un code.</translation>
    </message>
    <message>
        <source>Nobody is shown. Scan a code first; to search by name, call a supervisor (F3).</source>
        <translation>Aucune personne affichée. Scannez d’abord un code&#xa0;; pour chercher un nom, appelez un responsable (F3).</translation>
    </message>
    <message>
        <source>Nobody is shown. Search for a name (F3), or register them (F2).</source>
        <translation>Aucune personne affichée. Cherchez un nom (F3) ou inscrivez (F2).</translation>
    </message>
    <message>
        <source>Nobody is shown. Search for a name (F3), or scan a code.</source>
        <translation>Aucune personne affichée. Cherchez un nom (F3) ou scannez un code.</translation>
    </message>
    <message>
        <source>Nobody matches “{text}”. Try another spelling, or the organisation.</source>
        <translation>Personne ne correspond à «&#xa0;{text}&#xa0;». Essayez une autre orthographe, ou l’organisation.</translation>
    </message>
    <message>
        <source>Nobody to call: no one is waiting here.</source>
        <translation>Personne à appeler&#xa0;: pas de liste d’attente ici.</translation>
    </message>
    <message>
        <source>Note at {here}</source>
        <translation>Consigne – {here}</translation>
    </message>
    <message>
        <source>Nothing to undo here. To undo someone else’s arrival, click their line in “Last arrivals”.</source>
        <translation>Rien à annuler ici. Pour quelqu’un d’autre, cliquez sa ligne dans «&#xa0;Derniers passages&#xa0;».</translation>
    </message>
    <message>
        <source>Nothing to undo: this desk only scans, and undoes only the arrival shown.</source>
        <translation>Rien à annuler&#xa0;: ce poste ne fait que scanner et n’annule que l’arrivée affichée.</translation>
    </message>
    <message>
        <source>Only a supervisor can let them in: F9.</source>
        <translation>Seul le responsable peut faire entrer&#xa0;: F9.</translation>
    </message>
    <message>
        <source>Press F8 again to undo: {name}, {time}.</source>
        <translation>F8 encore une fois pour annuler&#xa0;: {name}, {time}.</translation>
    </message>
    <message>
        <source>Selected: {name}, {time}. Answer the question shown first, then click this line again and press F7.</source>
        <translation>Ligne choisie&#xa0;: {name}, {time}. Réglez d’abord la question affichée, puis cliquez à nouveau cette ligne et F7.</translation>
    </message>
    <message>
        <source>Selected: {name}, {time}. F7 shows the answer again; Esc goes back.</source>
        <translation>Ligne choisie&#xa0;: {name}, {time}. F7 réaffiche la réponse, Échap la laisse.</translation>
    </message>
    <message>
        <source>Selected: {name}, {time}. F8 undoes it; Esc goes back.</source>
        <translation>Ligne choisie&#xa0;: {name}, {time}. F8 l’annule, Échap la laisse.</translation>
    </message>
    <message>
        <source>Selected: {name}, {time}. There is nothing to undo; Esc goes back.</source>
        <translation>Ligne choisie&#xa0;: {name}, {time}. Rien à y annuler, Échap la laisse.</translation>
    </message>
    <message>
        <source>The control point “{gone}” is no longer in the programme. This desk is now at “{here}”.</source>
        <translation>Le point de contrôle «&#xa0;{gone}&#xa0;» n’est plus au programme. Ce poste est maintenant à «&#xa0;{here}&#xa0;».</translation>
    </message>
    <message>
        <source>The disk is nearly full. Make room before more people arrive.</source>
        <translation>Le disque est presque plein. Faites de la place avant les prochains invités.</translation>
    </message>
    <message>
        <source>The waiting list is full.</source>
        <translation>La liste d’attente est pleine.</translation>
    </message>
    <message>
        <source>The waiting list is full. Offer another workshop.</source>
        <translation>La liste d’attente est pleine. Envoyez vers un atelier proposé.</translation>
    </message>
    <message>
        <source>There is nothing for a supervisor to decide here.</source>
        <translation>Ici, un responsable n’a rien à décider.</translation>
    </message>
    <message>
        <source>There is nothing to confirm here.</source>
        <translation>Il n’y a rien à valider ici.</translation>
    </message>
    <message>
        <source>There is nothing to undo here.</source>
        <translation>Il n’y a rien à annuler ici.</translation>
    </message>
    <message>
        <source>This arrival was undone. To let them in, search for the name (F3) or scan the code again.</source>
        <translation>Cette arrivée est annulée. Pour faire entrer, cherchez le nom (F3) ou repassez le code.</translation>
    </message>
    <message>
        <source>This desk does not take signatures on screen. Turn this on in its settings (Ctrl+,).</source>
        <translation>Ce poste ne recueille pas de signatures à l’écran. Ses réglages (Ctrl+,) les activent.</translation>
    </message>
    <message>
        <source>This desk only scans. A supervisor opens the rest: ⋮.</source>
        <translation>Ce poste ne fait que scanner. Un responsable ouvre le reste&#xa0;: ⋮.</translation>
    </message>
    <message>
        <source>This was already undone. Nothing changed.</source>
        <translation>C’était déjà annulé. Rien n’a changé.</translation>
    </message>
    <message>
        <source>This was corrected again since. Nothing changed; undo the newer correction first.</source>
        <translation>Cela a été corrigé de nouveau depuis. Rien n’a changé&#xa0;; annulez d’abord la correction la plus récente.</translation>
    </message>
    <message>
        <source>This workshop has no waiting list.</source>
        <translation>Cet atelier n’a pas de liste d’attente.</translation>
    </message>
    <message>
        <source>This workshop has no waiting list. Offer another workshop.</source>
        <translation>Cet atelier n’a pas de liste d’attente. Envoyez vers un atelier proposé.</translation>
    </message>
    <message>
        <source>Your selection was cleared: someone has come in since. F8 again undoes {name}.</source>
        <translation>La ligne choisie ne l’est plus&#xa0;: quelqu’un est passé depuis. F8 encore une fois annule&#xa0;: {name}.</translation>
    </message>
    <message>
        <source>{count} {count:code|codes} being recorded</source>
        <translation>{count} {count:code|codes} en cours d’enregistrement</translation>
    </message>
    <message>
        <source>{count} {count:letter|letters} left</source>
        <translation>Reste {count} {count:lettre|lettres}</translation>
    </message>
    <message>
        <source>{count} {count:letter|letters} too many: shorten the note</source>
        <translation>{count} {count:lettre de trop|lettres de trop}&#xa0;: raccourcissez la consigne</translation>
    </message>
    <message>
        <source>{gone} has closed: this desk is now at {here}. F10 to change.</source>
        <translation>{gone} a fermé&#xa0;: ce poste se tient maintenant à {here}. F10 pour changer.</translation>
    </message>
    <message>
        <source>{waiting} {waiting:person waits|people wait}, but no seat is free: all are taken, or booked by people who may still come.</source>
        <translation>{waiting} {waiting:personne attend|personnes attendent}, mais aucune place n’est libre&#xa0;: toutes sont prises, ou réservées à des inscrits attendus.</translation>
    </message>
</context>
<context>
    <name>difference</name>
    <message>
        <source>After</source>
        <translation>Après</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Avant</translation>
    </message>
    <message>
        <source>Cancel the registrations of people no longer on the list (except those who have arrived)</source>
        <translation>Annuler l’inscription des absents de la liste (sauf de ceux qui sont arrivés)</translation>
    </message>
    <message>
        <source>Cancel {count} {count:registration|registrations}</source>
        <translation>Annuler {count} {count:inscription|inscriptions}</translation>
    </message>
    <message>
        <source>Cancelled or blocked ({count})</source>
        <translation>Annulés ou bloqués ({count})</translation>
    </message>
    <message>
        <source>Changed ({count})</source>
        <translation>Modifiés ({count})</translation>
    </message>
    <message>
        <source>Do not show changes of “{column}” again</source>
        <translation>Ne plus montrer les changements de «&#xa0;{column}&#xa0;»</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Champ</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>In the event</source>
        <translation>Dans l’événement</translation>
    </message>
    <message>
        <source>In this list</source>
        <translation>Dans cette liste</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Names, addresses and other details ({count})</source>
        <translation>Noms, adresses et autres coordonnées ({count})</translation>
    </message>
    <message>
        <source>New ({count})</source>
        <translation>Nouveaux ({count})</translation>
    </message>
    <message>
        <source>No longer on the list ({count})</source>
        <translation>Absents de la liste ({count})</translation>
    </message>
    <message>
        <source>Not on this list ({count})</source>
        <translation>Absents de cette liste ({count})</translation>
    </message>
    <message>
        <source>Not ticked: they are two people, and the one on the list is added. Ticked: they are one person; nobody is added, and the list’s details go to the person in the event. Undoing the import reverses this.</source>
        <translation>Sans coche, ce sont deux personnes&#xa0;: celle de la liste est ajoutée. Avec la coche, c’est la même&#xa0;: personne n’est ajouté, et ce que dit la liste va à la personne déjà dans l’événement. Annuler l’import défait cela.</translation>
    </message>
    <message>
        <source>Nothing is written yet: what this list would change</source>
        <translation>Rien n’est encore écrit&#xa0;: voici ce que change cette liste</translation>
    </message>
    <message>
        <source>On the list</source>
        <translation>Sur la liste</translation>
    </message>
    <message>
        <source>One person or two?</source>
        <translation>Une personne ou deux&#xa0;?</translation>
    </message>
    <message>
        <source>Other registration statuses ({count})</source>
        <translation>Autres états d’inscription ({count})</translation>
    </message>
    <message>
        <source>Press the space bar to say whether they are the same person.</source>
        <translation>La touche Espace décide si les deux sont la même personne.</translation>
    </message>
    <message>
        <source>Probable duplicates ({count})</source>
        <translation>Doublons probables ({count})</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Ligne</translation>
    </message>
    <message>
        <source>Same person</source>
        <translation>Même personne</translation>
    </message>
    <message>
        <source>Sessions, categories and places ({count})</source>
        <translation>Sessions, catégories et places ({count})</translation>
    </message>
    <message>
        <source>Show changes of “{column}” again</source>
        <translation>Montrer de nouveau les changements de «&#xa0;{column}&#xa0;»</translation>
    </message>
    <message>
        <source>This list replaces the earlier one: {count} {count:person is|people are} no longer on it. Not ticked: it is another list beside it, and they stay as they are.</source>
        <translation>Cette liste remplace la précédente&#xa0;: {count} {count:personne n’y est plus|personnes n’y sont plus}. Sans cocher, c’est une autre liste à côté d’elle, et ces personnes restent telles quelles.</translation>
    </message>
    <message>
        <source>Ticket codes ({count})</source>
        <translation>Codes de billet ({count})</translation>
    </message>
    <message>
        <source>Your column “{column}” ({count})</source>
        <translation>Votre colonne «&#xa0;{column}&#xa0;» ({count})</translation>
    </message>
    <message>
        <source>also in row {row} of this list</source>
        <translation>aussi à la ligne {row} de cette liste</translation>
    </message>
    <message>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <source>yes again</source>
        <translation>de nouveau</translation>
    </message>
    <message>
        <source>{count} {count:person is|people are} unchanged. Arrivals, replaced codes and corrections made at the desk are kept.</source>
        <translation>Personnes inchangées&#xa0;: {count}. Les arrivées, les codes remplacés et les corrections faites à l’accueil sont conservés.</translation>
    </message>
    <message>
        <source>{count} {count:person|people} cancelled by this list {count:has|have} already arrived: {names}. They still count as arrived; import only if this is intended.</source>
        <translation>{count} {count:personne que cette liste annule est déjà arrivée|personnes que cette liste annule sont déjà arrivées}&#xa0;: {names}. {count:Elle reste comptée comme arrivée|Elles restent comptées comme arrivées}&#xa0;; n’importez que si c’est voulu.</translation>
    </message>
    <message>
        <source>{count} {count:row to check; it is|rows to check; they are} listed after the import.</source>
        <translation>Lignes à vérifier&#xa0;: {count}, détaillées après l’import.</translation>
    </message>
    <message>
        <source>{name} (already arrived)</source>
        <translation>{name} (déjà là)</translation>
    </message>
    <message>
        <source>“{column}”: a number or date that changes with every export ({count} not shown)</source>
        <translation>«&#xa0;{column}&#xa0;»&#xa0;: un numéro ou une date qui change à chaque export ({count} non montrés)</translation>
    </message>
    <message>
        <source>“{column}”: no change here; not shown, as you asked</source>
        <translation>«&#xa0;{column}&#xa0;»&#xa0;: aucun changement ici&#xa0;; masquée à votre demande</translation>
    </message>
    <message>
        <source>“{column}”: {count} {count:change|changes} not shown, as you asked</source>
        <translation>«&#xa0;{column}&#xa0;»&#xa0;: {count} {count:changement masqué|changements masqués}, à votre demande</translation>
    </message>
</context>
<context>
    <name>errand</name>
    <message>
        <source>Stopped. Nothing is lost: start again whenever you like.</source>
        <translation>Arrêté. Rien n’est perdu&#xa0;: recommencez quand vous voulez.</translation>
    </message>
    <message>
        <source>Stopping… Nothing is lost; you can close this window.</source>
        <translation>Arrêt en cours… Rien n’est perdu, et vous pouvez fermer cette fenêtre.</translation>
    </message>
</context>
<context>
    <name>event file</name>
    <message>
        <source>This copy was made while the event was open, and is empty. At the desk that has the event, choose “Save a copy…”.</source>
        <translation>Copie faite pendant que l’événement était ouvert&#xa0;: elle est vide. Au poste qui a l’événement&#xa0;: «&#xa0;Enregistrer une copie…&#xa0;».</translation>
    </message>
    <message>
        <source>This copy was made while the event was open: anything after {day} at {time} may be missing. Connect the desks (⋮, “Other desks…”), or choose “Save a copy…” at the other one.</source>
        <translation>Copie faite pendant que l’événement était ouvert&#xa0;: ce qui est venu après le {day} à {time} peut manquer. Réunissez les postes (⋮, «&#xa0;Autres postes…&#xa0;»), ou «&#xa0;Enregistrer une copie…&#xa0;» à l’autre poste.</translation>
    </message>
    <message>
        <source>This copy was made while the event was open: arrivals may be missing. Connect the desks (⋮, “Other desks…”), or choose “Save a copy…” at the other one.</source>
        <translation>Copie faite pendant que l’événement était ouvert&#xa0;: des arrivées peuvent manquer. Réunissez les postes (⋮, «&#xa0;Autres postes…&#xa0;»), ou «&#xa0;Enregistrer une copie…&#xa0;» à l’autre poste.</translation>
    </message>
    <message>
        <source>“{name}” already exists. Nothing was changed; choose another name.</source>
        <translation>«&#xa0;{name}&#xa0;» existe déjà. Rien n’a été modifié&#x202f;; choisissez un autre nom.</translation>
    </message>
    <message>
        <source>“{name}” cannot be found. Check the name.</source>
        <translation>«&#xa0;{name}&#xa0;» est introuvable. Vérifiez le nom.</translation>
    </message>
    <message>
        <source>“{name}” is incomplete: it was cut off, or copied while the event was open. Nothing was changed. At the desk that has the event, choose “Save a copy…” (⋮, “Event”), or take the event on a USB drive.</source>
        <translation>«&#xa0;{name}&#xa0;» n’est pas entier&#xa0;: fichier coupé, ou copié pendant que l’événement était ouvert. Rien n’a été modifié. Au poste qui a l’événement&#xa0;: ⋮, «&#xa0;Événement&#xa0;», «&#xa0;Enregistrer une copie…&#xa0;», ou emportez-le sur une clé.</translation>
    </message>
    <message>
        <source>“{name}” is not a Checkin event. Nothing was changed; choose a .checkin file.</source>
        <translation>«&#xa0;{name}&#xa0;» n’est pas un événement de Checkin. Rien n’a été modifié&#x202f;; choisissez un fichier .checkin.</translation>
    </message>
    <message>
        <source>“{name}” was made by a newer version of Checkin. Nothing was changed; update Checkin on this computer.</source>
        <translation>«&#xa0;{name}&#xa0;» vient d’une version plus récente de Checkin. Rien n’a été modifié&#x202f;; mettez Checkin à jour sur cet ordinateur.</translation>
    </message>
</context>
<context>
    <name>event reading</name>
    <message>
        <source>Reading the event…</source>
        <translation>Lecture de l’événement…</translation>
    </message>
    <message>
        <source>You can scan meanwhile.</source>
        <translation>Vous pouvez scanner pendant ce temps.</translation>
    </message>
</context>
<context>
    <name>export</name>
    <message>
        <source>Account</source>
        <translation>Compte</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Après</translation>
    </message>
    <message>
        <source>All scans</source>
        <translation>Tous les passages</translation>
    </message>
    <message>
        <source>Allowed by</source>
        <translation>Autorisé par</translation>
    </message>
    <message>
        <source>Amount paid</source>
        <translation>Montant payé</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Arrivals and exits undone: {count}</source>
        <translation>Arrivées et sorties annulées&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Arrived in the quarter of an hour from</source>
        <translation>Arrivés dans le quart d’heure de</translation>
    </message>
    <message>
        <source>Assumed hour</source>
        <translation>Heure supposée</translation>
    </message>
    <message>
        <source>Assumed hour in all</source>
        <translation>Heure supposée au total</translation>
    </message>
    <message>
        <source>Assumed hour: {half_day}</source>
        <translation>Heure supposée&#xa0;: {half_day}</translation>
    </message>
    <message>
        <source>Attendance</source>
        <translation>Présences</translation>
    </message>
    <message>
        <source>Attended</source>
        <translation>A participé</translation>
    </message>
    <message>
        <source>Attended the session</source>
        <translation>Participation à la session</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Avant</translation>
    </message>
    <message>
        <source>Came</source>
        <translation>Venu</translation>
    </message>
    <message>
        <source>Came in all</source>
        <translation>Venus en tout</translation>
    </message>
    <message>
        <source>Came, by category</source>
        <translation>Venus, par catégorie</translation>
    </message>
    <message>
        <source>Came, by session</source>
        <translation>Venus, par session</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Catégorie</translation>
    </message>
    <message>
        <source>Category: {name}</source>
        <translation>Catégorie&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Conflicts to settle: {count}</source>
        <translation>Conflits à régler&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Control line: from which journal this was made</source>
        <translation>Ligne de contrôle&#xa0;: de quel journal ce document est tiré</translation>
    </message>
    <message>
        <source>Control lines: from which journal this was made, and how (checkin check EVENT --against this file)</source>
        <translation>Lignes de contrôle&#xa0;: de quel journal cet export est tiré, et comment (checkin check ÉVÉNEMENT --against ce fichier)</translation>
    </message>
    <message>
        <source>Control point</source>
        <translation>Point de contrôle</translation>
    </message>
    <message>
        <source>Control point: {name}</source>
        <translation>Point de contrôle&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Corrections</translation>
    </message>
    <message>
        <source>Corrections: {count}</source>
        <translation>Corrections&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Day report</source>
        <translation>Compte du jour</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Jours</translation>
    </message>
    <message>
        <source>Desk</source>
        <translation>Poste</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Employer: who came, who was late</source>
        <translation>Employeur&#xa0;: venues, retards</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>Écriture</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>Exit of the session</source>
        <translation>Sortie de la session</translation>
    </message>
    <message>
        <source>Exit time of {day}, {left}: confirmed by {who} on {at} ({desk})</source>
        <translation>Heure de sortie du {day}, {left}&#xa0;: confirmée par {who} le {at} ({desk})</translation>
    </message>
    <message>
        <source>Exit: {half_day}</source>
        <translation>Sortie&#xa0;: {half_day}</translation>
    </message>
    <message>
        <source>Field or passage</source>
        <translation>Champ ou passage</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Chiffre</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Chiffres</translation>
    </message>
    <message>
        <source>First arrival</source>
        <translation>Première arrivée</translation>
    </message>
    <message>
        <source>First arrival, corrected</source>
        <translation>Première arrivée, corrigée</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Prénom</translation>
    </message>
    <message>
        <source>Funder: half-days, minutes</source>
        <translation>Financeur&#xa0;: demi-journées, minutes</translation>
    </message>
    <message>
        <source>Half-day</source>
        <translation>Demi-journée</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Moyen</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Last exit</source>
        <translation>Dernière sortie</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Late at the session</source>
        <translation>En retard à la session</translation>
    </message>
    <message>
        <source>Late: {half_day}</source>
        <translation>En retard&#xa0;: {half_day}</translation>
    </message>
    <message>
        <source>Let in despite</source>
        <translation>Admis malgré</translation>
    </message>
    <message>
        <source>Let in without being on the list: {count}</source>
        <translation>Admis sans être sur la liste&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>Établi le</translation>
    </message>
    <message>
        <source>Made on {time}</source>
        <translation>Établi le {time}</translation>
    </message>
    <message>
        <source>Mailing: names and addresses</source>
        <translation>Publipostage&#xa0;: noms, adresses</translation>
    </message>
    <message>
        <source>Merged with another record: {name}</source>
        <translation>Fusionné avec une autre fiche&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Minutes at the session</source>
        <translation>Minutes à la session</translation>
    </message>
    <message>
        <source>Minutes in all</source>
        <translation>Minutes en tout</translation>
    </message>
    <message>
        <source>Minutes: {half_day}</source>
        <translation>Minutes&#xa0;: {half_day}</translation>
    </message>
    <message>
        <source>None for {count} {count:person|people}, cancelled or blocked.</source>
        <translation>Aucun pour {count} {count:personne annulée ou bloquée|personnes annulées ou bloquées}.</translation>
    </message>
    <message>
        <source>Number lent</source>
        <translation>Numéro prêté</translation>
    </message>
    <message>
        <source>Number of payments</source>
        <translation>Nombre de paiements</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>De</translation>
    </message>
    <message>
        <source>Of the present, online</source>
        <translation>Dont à distance</translation>
    </message>
    <message>
        <source>Of the present, online only: {count}</source>
        <translation>Présents à distance seulement&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Of the present, with a cancelled registration: {count}</source>
        <translation>Présents malgré une inscription annulée&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Of them, absent</source>
        <translation>Dont absentes</translation>
    </message>
    <message>
        <source>Of them, absent or to come</source>
        <translation>Dont absentes ou à venir</translation>
    </message>
    <message>
        <source>Of them, cancelled</source>
        <translation>Dont annulées</translation>
    </message>
    <message>
        <source>Of them, present</source>
        <translation>Dont présentes</translation>
    </message>
    <message>
        <source>Of these people, not expected</source>
        <translation>Dont non attendues</translation>
    </message>
    <message>
        <source>On site on {day}</source>
        <translation>Sur place le {day}</translation>
    </message>
    <message>
        <source>On site or online</source>
        <translation>Sur place ou à distance</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>Organiser</source>
        <translation>Organisateur</translation>
    </message>
    <message>
        <source>Other columns of the list</source>
        <translation>Autres colonnes de la liste</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Page {page} sur {pages}</translation>
    </message>
    <message>
        <source>Paid by</source>
        <translation>Payé par</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>Paiements</translation>
    </message>
    <message>
        <source>Payments by desk</source>
        <translation>Paiements par poste</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personnes</translation>
    </message>
    <message>
        <source>People expected</source>
        <translation>Personnes attendues</translation>
    </message>
    <message>
        <source>People who came</source>
        <translation>Personnes venues</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lieu</translation>
    </message>
    <message>
        <source>Present at the session</source>
        <translation>Présent à la session</translation>
    </message>
    <message>
        <source>Present: {half_day}</source>
        <translation>Présent&#xa0;: {half_day}</translation>
    </message>
    <message>
        <source>Provisional, as of {time}: the event goes on, and who has not come may still come.</source>
        <translation>Provisoire, au {time}&#xa0;: l’événement n’est pas terminé, d’autres personnes peuvent encore arriver.</translation>
    </message>
    <message>
        <source>Provisional: not every exit hour was past and confirmed by the organiser. Export again afterwards.</source>
        <translation>Provisoire&#xa0;: des heures de sortie n’étaient pas encore passées et confirmées par l’organisateur. Exportez à nouveau ensuite.</translation>
    </message>
    <message>
        <source>Registered at the desk: {count}</source>
        <translation>Inscrits à l’accueil&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Registration status</source>
        <translation>État de l’inscription</translation>
    </message>
    <message>
        <source>Registrations, including cancelled</source>
        <translation>Inscriptions, annulées comprises</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Fonction</translation>
    </message>
    <message>
        <source>Row {row}, “{column}”: the text is longer than the {most} characters an XLSX cell can hold. Nothing was written; export as CSV instead.</source>
        <translation>Ligne {row}, «&#xa0;{column}&#xa0;»&#xa0;: le texte dépasse les {most} caractères qu’une cellule XLSX peut contenir. Rien n’a été enregistré&#xa0;; exportez plutôt en CSV.</translation>
    </message>
    <message>
        <source>Send to</source>
        <translation>Envoyer à</translation>
    </message>
    <message>
        <source>Session: {name}</source>
        <translation>Session&#xa0;: {name}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Technical</source>
        <translation>Technique</translation>
    </message>
    <message>
        <source>The account balances: {registered} {registered:registration|registrations} = {present} present + {absent} absent + {cancelled} cancelled.</source>
        <translation>Le compte est bon&#xa0;: {registered} {registered:inscription|inscriptions} = {present} {present:présente|présentes} + {absent} {absent:absente|absentes} + {cancelled} {cancelled:annulée|annulées}.</translation>
    </message>
    <message>
        <source>The account balances: {registered} {registered:registration|registrations} = {present} present + {absent} not yet come + {cancelled} cancelled.</source>
        <translation>Le compte est bon&#xa0;: {registered} {registered:inscription|inscriptions} = {present} {present:présente|présentes} + {absent} pas encore {absent:venue|venues} + {cancelled} {cancelled:annulée|annulées}.</translation>
    </message>
    <message>
        <source>The account does not balance: {registered} {registered:registration|registrations}, {present} present, {absent} absent, {cancelled} cancelled.</source>
        <translation>Le compte n’est pas bon&#xa0;: {registered} {registered:inscription|inscriptions}, {present} {present:présente|présentes}, {absent} {absent:absente|absentes}, {cancelled} {cancelled:annulée|annulées}.</translation>
    </message>
    <message>
        <source>The disk could not write the file. Any earlier file is untouched; choose another folder or another disk.</source>
        <translation>Le disque n’a pas pu écrire le fichier. Le précédent est intact&#xa0;; choisissez un autre dossier ou un autre disque.</translation>
    </message>
    <message>
        <source>The disk is full. The file was not written, and any earlier file is untouched; make room or choose another disk.</source>
        <translation>Le disque est plein. Le fichier n’a pas été écrit, le précédent est intact&#xa0;; faites de la place ou choisissez un autre disque.</translation>
    </message>
    <message>
        <source>The file cannot be written there, or it is open in another program. Any earlier file is untouched; close it, or choose another folder.</source>
        <translation>Le fichier ne peut pas être écrit à cet endroit, ou il est ouvert dans un autre programme. Le précédent est intact&#xa0;; fermez-le, ou choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>The folder is no longer there. The file was not written; choose another folder.</source>
        <translation>Le dossier n’est plus là. Le fichier n’a pas été écrit&#xa0;; choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>The ticket code beginning “{start}” is too long for a QR code. The codes before it were written; shorten it in the list.</source>
        <translation>Le code de billet qui commence par «&#xa0;{start}&#xa0;» est trop long pour un QR code. Les codes qui le précèdent ont été écrits&#xa0;; raccourcissez-le dans la liste.</translation>
    </message>
    <message>
        <source>The whole event</source>
        <translation>Tout l’événement</translation>
    </message>
    <message>
        <source>There is no column “{name}”. Nothing was written; available: {known}.</source>
        <translation>Il n’y a pas de colonne «&#xa0;{name}&#xa0;». Rien n’a été écrit&#xa0;; il y a&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>There is no preset “{name}”. Nothing was written; available: {known}.</source>
        <translation>Il n’y a pas de modèle «&#xa0;{name}&#xa0;». Rien n’a été écrit&#xa0;; il y a&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>This event’s personal data was erased, codes included. Nothing was written.</source>
        <translation>Les personnes de cet événement ont été oubliées, et leurs codes avec elles. Rien n’a été écrit.</translation>
    </message>
    <message>
        <source>This type of file cannot be written. Nothing was written; end the name with .xlsx or .csv.</source>
        <translation>Ce type de fichier ne peut pas être écrit. Rien n’a été enregistré&#xa0;; terminez le nom par .xlsx ou .csv.</translation>
    </message>
    <message>
        <source>This type of file cannot be written. Nothing was written; end the name with .xlsx, .csv, .json or .pdf.</source>
        <translation>Ce type de fichier ne peut pas être écrit. Rien n’a été écrit&#xa0;; terminez le nom par .xlsx, .csv, .json ou .pdf.</translation>
    </message>
    <message>
        <source>Ticketing: codes and times</source>
        <translation>Billetterie&#xa0;: codes et heures</translation>
    </message>
    <message>
        <source>Time corrected</source>
        <translation>Heure corrigée</translation>
    </message>
    <message>
        <source>Time counted</source>
        <translation>Temps compté</translation>
    </message>
    <message>
        <source>Time written</source>
        <translation>Heure notée</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Annulé</translation>
    </message>
    <message>
        <source>Watched online only</source>
        <translation>À distance seulement</translation>
    </message>
    <message>
        <source>Were to be online and came to the door: {count}</source>
        <translation>Attendus à distance et venus sur place&#xa0;: {count}</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Quoi</translation>
    </message>
    <message>
        <source>What the export says of it</source>
        <translation>Ce qu’en dit l’export</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Motif</translation>
    </message>
    <message>
        <source>Within the half-days, from scan to scan, and never past the moment at which this was made.</source>
        <translation>Dans les demi-journées, d’un passage lu à l’autre, et jamais au-delà du moment où ce fichier a été établi.</translation>
    </message>
    <message>
        <source>a volunteer was needed</source>
        <translation>un bénévole demandé</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>afternoon</source>
        <translation>après-midi</translation>
    </message>
    <message>
        <source>against a rule of the ticketing</source>
        <translation>contraire à une règle de la billetterie</translation>
    </message>
    <message>
        <source>already here</source>
        <translation>déjà sur place</translation>
    </message>
    <message>
        <source>arrival</source>
        <translation>arrivée</translation>
    </message>
    <message>
        <source>arrival or exit undone</source>
        <translation>passage annulé</translation>
    </message>
    <message>
        <source>arrival undone</source>
        <translation>arrivée annulée</translation>
    </message>
    <message>
        <source>assumed, end of the session</source>
        <translation>supposée, fin de la session</translation>
    </message>
    <message>
        <source>assumed, hour confirmed</source>
        <translation>supposée, heure confirmée</translation>
    </message>
    <message>
        <source>assumed, not confirmed</source>
        <translation>supposée, à confirmer</translation>
    </message>
    <message>
        <source>back in</source>
        <translation>de retour</translation>
    </message>
    <message>
        <source>badge of nobody yet</source>
        <translation>badge encore à personne</translation>
    </message>
    <message>
        <source>badge printed</source>
        <translation>badge imprimé</translation>
    </message>
    <message>
        <source>badge replaced</source>
        <translation>badge remplacé</translation>
    </message>
    <message>
        <source>badge template saved</source>
        <translation>modèle de badge enregistré</translation>
    </message>
    <message>
        <source>badge template withdrawn</source>
        <translation>modèle de badge retiré</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>bloquée</translation>
    </message>
    <message>
        <source>call for help answered</source>
        <translation>demande d’aide&#xa0;: réponse</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>annulée</translation>
    </message>
    <message>
        <source>cancelled, and there</source>
        <translation>annulé et pourtant présent</translation>
    </message>
    <message>
        <source>category planned</source>
        <translation>catégorie prévue</translation>
    </message>
    <message>
        <source>check-in list of the ticketing</source>
        <translation>liste d’enregistrement de la billetterie</translation>
    </message>
    <message>
        <source>clock compared</source>
        <translation>horloge comparée</translation>
    </message>
    <message>
        <source>code</source>
        <translation>code</translation>
    </message>
    <message>
        <source>code given</source>
        <translation>code attribué</translation>
    </message>
    <message>
        <source>code not known yet</source>
        <translation>code pas encore connu</translation>
    </message>
    <message>
        <source>code of another event</source>
        <translation>code d’un autre événement</translation>
    </message>
    <message>
        <source>code of several people</source>
        <translation>code de plusieurs personnes</translation>
    </message>
    <message>
        <source>column of the list chosen</source>
        <translation>colonne de la liste choisie</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>confirmée</translation>
    </message>
    <message>
        <source>conflict settled</source>
        <translation>conflit réglé</translation>
    </message>
    <message>
        <source>control point planned</source>
        <translation>point de contrôle prévu</translation>
    </message>
    <message>
        <source>correction</source>
        <translation>correction</translation>
    </message>
    <message>
        <source>could not be decided here</source>
        <translation>indécidable sur place</translation>
    </message>
    <message>
        <source>data erased before</source>
        <translation>données déjà effacées</translation>
    </message>
    <message>
        <source>desk joined the ticketing</source>
        <translation>poste relié à la billetterie</translation>
    </message>
    <message>
        <source>desk left the ticketing</source>
        <translation>poste déconnecté de la billetterie</translation>
    </message>
    <message>
        <source>evening</source>
        <translation>soirée</translation>
    </message>
    <message>
        <source>event described</source>
        <translation>événement décrit</translation>
    </message>
    <message>
        <source>exit</source>
        <translation>sortie</translation>
    </message>
    <message>
        <source>exit hour confirmed</source>
        <translation>heure de sortie confirmée</translation>
    </message>
    <message>
        <source>exit undone</source>
        <translation>sortie annulée</translation>
    </message>
    <message>
        <source>fewer than {least}</source>
        <translation>moins de {least}</translation>
    </message>
    <message>
        <source>forged code</source>
        <translation>code falsifié</translation>
    </message>
    <message>
        <source>from paper</source>
        <translation>depuis le papier</translation>
    </message>
    <message>
        <source>full</source>
        <translation>complet</translation>
    </message>
    <message>
        <source>group</source>
        <translation>groupe</translation>
    </message>
    <message>
        <source>help asked for</source>
        <translation>demande d’aide</translation>
    </message>
    <message>
        <source>left</source>
        <translation>sorti</translation>
    </message>
    <message>
        <source>left for good</source>
        <translation>sorti définitivement</translation>
    </message>
    <message>
        <source>lent</source>
        <translation>prêté</translation>
    </message>
    <message>
        <source>list imported</source>
        <translation>liste importée</translation>
    </message>
    <message>
        <source>list read again</source>
        <translation>liste relue</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>fusion</translation>
    </message>
    <message>
        <source>merged with another person</source>
        <translation>fusionné avec une autre fiche</translation>
    </message>
    <message>
        <source>morning</source>
        <translation>matin</translation>
    </message>
    <message>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <source>no access here</source>
        <translation>pas d’accès ici</translation>
    </message>
    <message>
        <source>no entry recorded</source>
        <translation>entrée non enregistrée</translation>
    </message>
    <message>
        <source>no return</source>
        <translation>retour non prévu</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>pas encore connu</translation>
    </message>
    <message>
        <source>not let in</source>
        <translation>non admis</translation>
    </message>
    <message>
        <source>not registered</source>
        <translation>non inscrit</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>pas encore</translation>
    </message>
    <message>
        <source>not yet come</source>
        <translation>pas encore venu</translation>
    </message>
    <message>
        <source>note for the next at the desk</source>
        <translation>note pour la relève</translation>
    </message>
    <message>
        <source>off the waiting list</source>
        <translation>n’attend plus</translation>
    </message>
    <message>
        <source>on site</source>
        <translation>sur place</translation>
    </message>
    <message>
        <source>on site and online</source>
        <translation>sur place et à distance</translation>
    </message>
    <message>
        <source>online</source>
        <translation>à distance</translation>
    </message>
    <message>
        <source>part of a photograph</source>
        <translation>partie d’une photo</translation>
    </message>
    <message>
        <source>payment</source>
        <translation>paiement</translation>
    </message>
    <message>
        <source>person added</source>
        <translation>personne ajoutée</translation>
    </message>
    <message>
        <source>person corrected</source>
        <translation>fiche corrigée</translation>
    </message>
    <message>
        <source>personal data erased</source>
        <translation>données de tous effacées</translation>
    </message>
    <message>
        <source>photograph</source>
        <translation>photo</translation>
    </message>
    <message>
        <source>picture kept for badges</source>
        <translation>image gardée pour les badges</translation>
    </message>
    <message>
        <source>present</source>
        <translation>présent</translation>
    </message>
    <message>
        <source>product of the ticketing</source>
        <translation>produit de la billetterie</translation>
    </message>
    <message>
        <source>question of the ticketing</source>
        <translation>question de la billetterie</translation>
    </message>
    <message>
        <source>register entry written</source>
        <translation>fiche de registre établie</translation>
    </message>
    <message>
        <source>registered at the desk</source>
        <translation>inscrit à l’accueil</translation>
    </message>
    <message>
        <source>rehearsal begun</source>
        <translation>répétition commencée</translation>
    </message>
    <message>
        <source>room full</source>
        <translation>salle pleine</translation>
    </message>
    <message>
        <source>same person as</source>
        <translation>même personne que</translation>
    </message>
    <message>
        <source>scanned</source>
        <translation>lue</translation>
    </message>
    <message>
        <source>search</source>
        <translation>recherche</translation>
    </message>
    <message>
        <source>seen on the stream</source>
        <translation>vu sur la diffusion</translation>
    </message>
    <message>
        <source>sent to another session</source>
        <translation>envoyé à une autre session</translation>
    </message>
    <message>
        <source>session planned</source>
        <translation>session prévue</translation>
    </message>
    <message>
        <source>several bookings</source>
        <translation>plusieurs réservations</translation>
    </message>
    <message>
        <source>several people fit</source>
        <translation>plusieurs personnes possibles</translation>
    </message>
    <message>
        <source>signature</source>
        <translation>signature</translation>
    </message>
    <message>
        <source>signed ticket</source>
        <translation>billet signé</translation>
    </message>
    <message>
        <source>something is missing</source>
        <translation>il manque une information</translation>
    </message>
    <message>
        <source>speaker planned</source>
        <translation>intervenant prévu</translation>
    </message>
    <message>
        <source>speaker to confirm</source>
        <translation>intervenant à confirmer</translation>
    </message>
    <message>
        <source>supervisor named</source>
        <translation>responsable désigné</translation>
    </message>
    <message>
        <source>supervisor recognised</source>
        <translation>responsable reconnu</translation>
    </message>
    <message>
        <source>supervisor removed</source>
        <translation>responsable retiré</translation>
    </message>
    <message>
        <source>texts of tickets saved</source>
        <translation>textes des billets enregistrés</translation>
    </message>
    <message>
        <source>ticket not valid now</source>
        <translation>billet pas valable à ce moment</translation>
    </message>
    <message>
        <source>ticket sent</source>
        <translation>billet envoyé</translation>
    </message>
    <message>
        <source>ticket template saved</source>
        <translation>modèle de billet enregistré</translation>
    </message>
    <message>
        <source>ticket template withdrawn</source>
        <translation>modèle de billet retiré</translation>
    </message>
    <message>
        <source>ticketing described</source>
        <translation>billetterie décrite</translation>
    </message>
    <message>
        <source>tickets revoked</source>
        <translation>billets révoqués</translation>
    </message>
    <message>
        <source>to be approved</source>
        <translation>à valider</translation>
    </message>
    <message>
        <source>to be checked first</source>
        <translation>à vérifier d’abord</translation>
    </message>
    <message>
        <source>to be paid</source>
        <translation>reste à payer</translation>
    </message>
    <message>
        <source>to be welcomed in person</source>
        <translation>à accueillir en personne</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>à venir</translation>
    </message>
    <message>
        <source>to settle between desks</source>
        <translation>à régler entre accueils</translation>
    </message>
    <message>
        <source>too early</source>
        <translation>trop tôt</translation>
    </message>
    <message>
        <source>too late</source>
        <translation>trop tard</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>annulation</translation>
    </message>
    <message>
        <source>unknown code</source>
        <translation>code inconnu</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>illisible</translation>
    </message>
    <message>
        <source>waits for a seat</source>
        <translation>attend une place</translation>
    </message>
    <message>
        <source>walk-in</source>
        <translation>inscrit sur place</translation>
    </message>
    <message>
        <source>was to be online, came to the door</source>
        <translation>attendu à distance, venu sur place</translation>
    </message>
    <message>
        <source>welcome</source>
        <translation>bienvenue</translation>
    </message>
    <message>
        <source>without a category</source>
        <translation>sans catégorie</translation>
    </message>
    <message>
        <source>workshop changed</source>
        <translation>changement d’atelier</translation>
    </message>
    <message>
        <source>wrong PIN</source>
        <translation>code PIN erroné</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>{column}: {value}</source>
        <translation>{column}&#xa0;: {value}</translation>
    </message>
    <message>
        <source>{count} of them for people awaiting approval.</source>
        <translation>Dont {count} pour des inscriptions encore à valider.</translation>
    </message>
    <message>
        <source>{count} to the address of whoever paid, in codes.csv under “{column}”.</source>
        <translation>{count} par l’adresse du payeur, dans codes.csv, colonne «&#xa0;{column}&#xa0;».</translation>
    </message>
    <message>
        <source>{count} without any address: {names}.</source>
        <translation>{count} {count:personne|personnes} sans aucune adresse&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>{day} – {column}: {value}</source>
        <translation>{day} – {column}&#xa0;: {value}</translation>
    </message>
    <message>
        <source>{day}, {begins} – {ends}; exit assumed at {left}, hour confirmed by the organiser</source>
        <translation>{day}, {begins} – {ends}&#xa0;; sortie supposée à {left}, heure confirmée par l’organisateur</translation>
    </message>
    <message>
        <source>{day}, {begins} – {ends}; exit assumed at {left}, hour confirmed by {who}</source>
        <translation>{day}, {begins} – {ends}&#xa0;; sortie supposée à {left}, heure confirmée par {who}</translation>
    </message>
    <message>
        <source>{day}, {begins} – {ends}; exit assumed at {left}, hour not confirmed</source>
        <translation>{day}, {begins} – {ends}&#xa0;; sortie supposée à {left}, heure à confirmer</translation>
    </message>
    <message>
        <source>{day}, {begins} – {ends}; not over when this was made</source>
        <translation>{day}, {begins} – {ends}&#xa0;; pas finie au moment de l’export</translation>
    </message>
    <message>
        <source>{point} – {column}: {value}</source>
        <translation>{point} – {column}&#xa0;: {value}</translation>
    </message>
    <message>
        <source>{session} (assumed end)</source>
        <translation>{session} (fin supposée)</translation>
    </message>
    <message>
        <source>{told}; assumed hour: the programme does not give it</source>
        <translation>{told}&#xa0;; heure supposée&#xa0;: le programme ne la donne pas</translation>
    </message>
    <message>
        <source>{what}: {text}</source>
        <translation>{what}&#xa0;: {text}</translation>
    </message>
    <message>
        <source>“{name}” is an event, or part of one. Nothing was written over it; give the file another name.</source>
        <translation>«&#xa0;{name}&#xa0;» est un événement, ou en fait partie. Rien n’a été écrit à sa place&#xa0;; donnez un autre nom au fichier.</translation>
    </message>
    <message>
        <source>“{name}” is not a name for this type of file. Nothing was written; end it with {suffixes}.</source>
        <translation>«&#xa0;{name}&#xa0;» n’est pas un nom pour ce type de fichier. Rien n’a été écrit&#xa0;; terminez-le par {suffixes}.</translation>
    </message>
</context>
<context>
    <name>field</name>
    <message>
        <source>Days they come</source>
        <translation>Jours de présence</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>Nom complet</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Order number</source>
        <translation>N° de commande</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Nombre de personnes</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Téléphone</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sessions</translation>
    </message>
</context>
<context>
    <name>file</name>
    <message>
        <source>A copy of the event as it is now is in “{name}”. It meets no other desk.</source>
        <translation>L’événement est copié dans «&#xa0;{name}&#xa0;», tel qu’il est maintenant. La copie ne rejoint aucun autre poste.</translation>
    </message>
    <message>
        <source>A few pages to sign and file: who came, by category and session, and every correction.</source>
        <translation>Quelques pages à signer et à classer&#xa0;: les présences par catégorie et par session, et chaque correction.</translation>
    </message>
    <message>
        <source>Added: {added}; unchanged: {known}.</source>
        <translation>Ajoutées&#xa0;: {added}&#xa0;; inchangées&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Tous les fichiers</translation>
    </message>
    <message>
        <source>Already in this folder: {names}.</source>
        <translation>Déjà dans ce dossier&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>CSV text</source>
        <translation>Texte CSV</translation>
    </message>
    <message>
        <source>Changed: {changed}; no longer on the list: {gone}.</source>
        <translation>Modifiées&#xa0;: {changed}&#xa0;; absentes de la liste&#xa0;: {gone}.</translation>
    </message>
    <message>
        <source>Checkin events</source>
        <translation>Événements Checkin</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
    <message>
        <source>Columns I choose</source>
        <translation>Colonnes de mon choix</translation>
    </message>
    <message>
        <source>Copying the event…</source>
        <translation>Copie de l’événement…</translation>
    </message>
    <message>
        <source>Correct the accents of {count} {count:address|addresses}…</source>
        <translation>Corriger les accents de {count} {count:adresse|adresses}…</translation>
    </message>
    <message>
        <source>Drawing the codes…</source>
        <translation>Dessin des codes…</translation>
    </message>
    <message>
        <source>Everyone goes back to how they were before it. Arrivals stay.</source>
        <translation>Chacun redeviendra tel qu’il était avant. Les arrivées restent.</translation>
    </message>
    <message>
        <source>Everyone goes back to how they were before it. The people it added leave the event, and codes already sent to them are no longer valid; anyone a desk has seen since stays.</source>
        <translation>Chacun redeviendra tel qu’il était avant. Les personnes ajoutées quittent l’événement et les codes qui leur ont été envoyés ne sont plus valables&#x202f;; celles que l’accueil a vues depuis restent.</translation>
    </message>
    <message>
        <source>Excel workbook</source>
        <translation>Classeur Excel</translation>
    </message>
    <message>
        <source>Export the attendance</source>
        <translation>Exporter les présences</translation>
    </message>
    <message>
        <source>Exporting the attendance…</source>
        <translation>Export des présences…</translation>
    </message>
    <message>
        <source>Figures only, without names</source>
        <translation>Seulement des chiffres, sans noms</translation>
    </message>
    <message>
        <source>Folder for the images of the codes</source>
        <translation>Dossier pour les images des codes</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>Pour qui</translation>
    </message>
    <message>
        <source>Further rows for someone already known: {merged}.</source>
        <translation>Lignes qui sont une autre ligne d’une personne connue&#xa0;: {merged}.</translation>
    </message>
    <message>
        <source>How many came, by category, session and quarter of an hour. No figure covers fewer than five people.</source>
        <translation>Combien sont venus, par catégorie, session et quart d’heure. Aucun chiffre ne porte sur moins de cinq personnes.</translation>
    </message>
    <message>
        <source>Import a list</source>
        <translation>Importer une liste</translation>
    </message>
    <message>
        <source>Import online attendance (Zoom, Teams)</source>
        <translation>Importer les connexions (Zoom, Teams)</translation>
    </message>
    <message>
        <source>It also contains the day report, corrections and sessions.</source>
        <translation>Le fichier contient aussi le compte du jour, les corrections et les sessions.</translation>
    </message>
    <message>
        <source>It also contains the day report, corrections, and a sheet for each session.</source>
        <translation>Le fichier contient aussi le compte du jour, les corrections et une feuille par session.</translation>
    </message>
    <message>
        <source>JSON, for other programs</source>
        <translation>JSON, pour des programmes</translation>
    </message>
    <message>
        <source>List to print</source>
        <translation>Liste à imprimer</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>Listes</translation>
    </message>
    <message>
        <source>Load a programme</source>
        <translation>Charger un programme</translation>
    </message>
    <message>
        <source>Load this programme?</source>
        <translation>Charger ce programme&#xa0;?</translation>
    </message>
    <message>
        <source>Nothing was imported.</source>
        <translation>Rien n’a été importé.</translation>
    </message>
    <message>
        <source>One row per person and control point.</source>
        <translation>Une ligne par personne et par point de contrôle.</translation>
    </message>
    <message>
        <source>One row per person.</source>
        <translation>Une ligne par personne.</translation>
    </message>
    <message>
        <source>PDF: the day report</source>
        <translation>PDF&#xa0;: le compte du jour</translation>
    </message>
    <message>
        <source>People added: {added}; unchanged: {known}.</source>
        <translation>Personnes ajoutées&#xa0;: {added}&#xa0;; inchangées&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>Programmes</source>
        <translation>Programmes</translation>
    </message>
    <message>
        <source>Provisional: confirm the exit times once they have passed, then export again.</source>
        <translation>Provisoires&#xa0;: confirmez les heures de sortie une fois passées, puis exportez à nouveau.</translation>
    </message>
    <message>
        <source>Reading “{name}”…</source>
        <translation>Lecture de «&#xa0;{name}&#xa0;»…</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Remplacer</translation>
    </message>
    <message>
        <source>Rows to check: {rows}. The rows that could be read were imported; correct the list and import it again.</source>
        <translation>Lignes à vérifier&#xa0;: {rows}. Celles qui ont pu être lues sont importées&#xa0;; corrigez la liste et importez-la de nouveau.</translation>
    </message>
    <message>
        <source>Save a copy of the event</source>
        <translation>Enregistrer une copie de l’événement</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Enregistrer sous…</translation>
    </message>
    <message>
        <source>Save the blank badges as</source>
        <translation>Enregistrer les badges vierges</translation>
    </message>
    <message>
        <source>Save the programme as</source>
        <translation>Enregistrer le programme sous</translation>
    </message>
    <message>
        <source>The day report is in a file next to it.</source>
        <translation>Le compte du jour est dans un fichier à côté.</translation>
    </message>
    <message>
        <source>The new files replace them; a file this export does not write stays as it is.</source>
        <translation>Ce que cet export écrit prend leur place&#xa0;; un fichier qu’il n’écrit pas reste tel quel.</translation>
    </message>
    <message>
        <source>Tick at least one column.</source>
        <translation>Cochez au moins une colonne.</translation>
    </message>
    <message>
        <source>Type of file</source>
        <translation>Type de fichier</translation>
    </message>
    <message>
        <source>Undo the import of {at} ({desk}): {added} {added:person|people} added, {changed} changed, {gone} no longer on the list?</source>
        <translation>Annuler l’import du {at} ({desk})&#xa0;: {added} {added:personne ajoutée|personnes ajoutées}, {changed} {changed:modifiée|modifiées}, {gone} {gone:absente|absentes} de la liste&#x202f;?</translation>
    </message>
    <message>
        <source>With every scan</source>
        <translation>Avec tous les passages</translation>
    </message>
    <message>
        <source>With every scan, in a separate file</source>
        <translation>Avec tous les passages, dans un fichier à côté</translation>
    </message>
    <message>
        <source>With every scan, on a separate sheet</source>
        <translation>Avec tous les passages, sur une feuille à part</translation>
    </message>
    <message>
        <source>Writing the list to print…</source>
        <translation>Écriture de la liste à imprimer…</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>et {count} de plus</translation>
    </message>
    <message>
        <source>attendance</source>
        <translation>présences</translation>
    </message>
    <message>
        <source>badges</source>
        <translation>badges</translation>
    </message>
    <message>
        <source>blank badges</source>
        <translation>badges vierges</translation>
    </message>
    <message>
        <source>codes</source>
        <translation>codes</translation>
    </message>
    <message>
        <source>copy</source>
        <translation>copie</translation>
    </message>
    <message>
        <source>drafts</source>
        <translation>brouillons</translation>
    </message>
    <message>
        <source>each half-day</source>
        <translation>chaque demi-journée</translation>
    </message>
    <message>
        <source>figures</source>
        <translation>suivi</translation>
    </message>
    <message>
        <source>paper</source>
        <translation>papier</translation>
    </message>
    <message>
        <source>programme</source>
        <translation>programme</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>prêt-à-ouvrir</translation>
    </message>
    <message>
        <source>tickets</source>
        <translation>billets</translation>
    </message>
    <message>
        <source>{count} {count:address has|addresses have} another mistake: correct {count:it|them} on “Tickets”, under “Address to correct”.</source>
        <translation>{count} {count:adresse a|adresses ont} une autre erreur&#xa0;: corrigez-{count:la|les} dans «&#xa0;Billets&#xa0;», sous «&#xa0;Adresse à corriger&#xa0;».</translation>
    </message>
    <message>
        <source>{count} {count:address|addresses} corrected.</source>
        <translation>{count} {count:adresse corrigée|adresses corrigées}.</translation>
    </message>
    <message>
        <source>{count} {count:code|codes} written to “{folder}”.</source>
        <translation>{count} {count:code écrit|codes écrits} dans «&#xa0;{folder}&#xa0;».</translation>
    </message>
    <message>
        <source>{name} was imported.</source>
        <translation>{name} a été importé.</translation>
    </message>
    <message>
        <source>{name}, from an earlier export, is still there.</source>
        <translation>{name}, d’un export précédent, est encore là.</translation>
    </message>
    <message>
        <source>{rows} {rows:row|rows} written to {name}.</source>
        <translation>{rows} {rows:ligne écrite|lignes écrites} dans {name}.</translation>
    </message>
    <message>
        <source>{rows} {rows:row|rows} written to {name}; next to it: {others}.</source>
        <translation>{rows} {rows:ligne écrite|lignes écrites} dans {name}&#xa0;; à côté&#xa0;: {others}.</translation>
    </message>
    <message>
        <source>“{name}” cannot be written there. The event itself is unchanged; choose another folder or free some space.</source>
        <translation>«&#xa0;{name}&#xa0;» ne peut pas être écrit à cet endroit. L’événement lui-même est inchangé&#xa0;; choisissez un autre dossier ou libérez de la place.</translation>
    </message>
</context>
<context>
    <name>footer</name>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Corriger</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dupliquer</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Everything is saved on this computer</source>
        <translation>Tout est enregistré sur ce poste</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Plein écran</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Rendu</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Last message</source>
        <translation>Dernier message</translation>
    </message>
    <message>
        <source>Let in</source>
        <translation>Faire entrer</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Charger</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Imprimer</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Inscrire</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Remplacer</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Chercher</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Envoyer</translation>
    </message>
    <message>
        <source>Someone else</source>
        <translation>Autre personne</translation>
    </message>
    <message>
        <source>Still out</source>
        <translation>Pas rendus</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Textes</translation>
    </message>
    <message>
        <source>The supervisor lets in</source>
        <translation>Le responsable fait entrer</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Écrire</translation>
    </message>
</context>
<context>
    <name>handover</name>
    <message>
        <source>Opening at {time}. Move this desk there?</source>
        <translation>Ouverture à {time}. Ce poste y va-t-il&#xa0;?</translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>Rester ici</translation>
    </message>
    <message>
        <source>{here} closed at {time}. Where is this desk now?</source>
        <translation>{here} a fermé à {time}. Où se tient ce poste maintenant&#xa0;?</translation>
    </message>
    <message>
        <source>{here} is over. Where is this desk now?</source>
        <translation>{here} est terminé. Où se tient ce poste maintenant&#xa0;?</translation>
    </message>
</context>
<context>
    <name>header</name>
    <message>
        <source>Control point</source>
        <translation>Point de contrôle</translation>
    </message>
    <message>
        <source>Leave a note for this control point…</source>
        <translation>Laisser une consigne pour ce poste…</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
</context>
<context>
    <name>help</name>
    <message>
        <source>Checkin is free software: GNU General Public License, version 3 or later. It comes with no warranty.</source>
        <translation>Checkin est un logiciel libre&#xa0;: licence publique générale GNU, version 3 ou ultérieure. Sans aucune garantie.</translation>
    </message>
    <message>
        <source>Checkin is now version {version}.</source>
        <translation>Checkin est maintenant en version {version}.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Guides</source>
        <translation>Guides</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Aide</translation>
    </message>
    <message>
        <source>It is made with these components, each under its own licence:</source>
        <translation>Il est fait avec ces composants, chacun sous sa propre licence&#xa0;:</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licences</translation>
    </message>
    <message>
        <source>Log folder</source>
        <translation>Dossier du journal</translation>
    </message>
    <message>
        <source>Remove all data…</source>
        <translation>Supprimer toutes les données…</translation>
    </message>
    <message>
        <source>Report a problem…</source>
        <translation>Signaler un problème…</translation>
    </message>
    <message>
        <source>Someone is already going to {desk}. Nothing was changed.</source>
        <translation>Quelqu’un va déjà à {desk}. Rien n’a changé.</translation>
    </message>
    <message>
        <source>The card for volunteers (one page)</source>
        <translation>La carte des bénévoles (une page)</translation>
    </message>
    <message>
        <source>The card opens in this computer’s PDF viewer.</source>
        <translation>La carte s’ouvre dans le lecteur PDF de cet ordinateur.</translation>
    </message>
    <message>
        <source>The screen there will say that someone is coming ({key})</source>
        <translation>L’écran dira que quelqu’un arrive ({key})</translation>
    </message>
    <message>
        <source>Then: {desks}</source>
        <translation>Ensuite&#xa0;: {desks}</translation>
    </message>
    <message>
        <source>This version is {months} months old: check whether there is a newer one.</source>
        <translation>Cette version a {months} mois&#xa0;: voyez s’il y en a une nouvelle.</translation>
    </message>
    <message>
        <source>Version of {day}. Checkin never looks for updates: it does not use the network unless you ask it to.</source>
        <translation>Version du {day}. Checkin ne cherche jamais de nouvelle version de lui-même&#xa0;: il n’utilise aucun réseau sans qu’on le lui demande.</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Nouveautés</translation>
    </message>
    <message>
        <source>{desk} asks for help · I’m going</source>
        <translation>{desk} demande de l’aide · J’y vais</translation>
    </message>
    <message>
        <source>{desk} has been asking for help for {minutes} min · I’m going</source>
        <translation>{desk} demande de l’aide depuis {minutes} min · J’y vais</translation>
    </message>
    <message>
        <source>{desk} now says that someone is coming.</source>
        <translation>{desk} affiche maintenant que quelqu’un arrive.</translation>
    </message>
    <message>
        <source>{key}: {does}</source>
        <translation>{key}&#xa0;: {does}</translation>
    </message>
    <message>
        <source>“{desk}” has version {version}, which is newer: update this computer too.</source>
        <translation>«&#xa0;{desk}&#xa0;» fonctionne avec la version {version}, plus récente&#xa0;: mettez aussi cet ordinateur à jour.</translation>
    </message>
</context>
<context>
    <name>idle</name>
    <message>
        <source>Phone or paper, about 20 cm from the camera. No code: a supervisor can search (F3).</source>
        <translation>Téléphone ou papier, à 20 cm environ de la caméra. Pas de code&#xa0;: un responsable peut chercher (F3).</translation>
    </message>
    <message>
        <source>Phone or paper, about 20 cm from the camera. No code: type two letters of the name.</source>
        <translation>Téléphone ou papier, à environ 20 cm de la caméra. Sans code&#xa0;: tapez deux lettres du nom.</translation>
    </message>
    <message>
        <source>Scan a code</source>
        <translation>Scannez un code</translation>
    </message>
    <message>
        <source>Scan a code or type a name</source>
        <translation>Scannez un code ou tapez un nom</translation>
    </message>
    <message>
        <source>Scan at any time, or type the code. No code: a supervisor can search (F3).</source>
        <translation>Scannez à tout moment, ou tapez le code. Pas de code&#xa0;: un responsable peut chercher (F3).</translation>
    </message>
    <message>
        <source>Scan at any time. Two letters of a name are enough.</source>
        <translation>Vous pouvez scanner à tout moment. Deux lettres d’un nom suffisent.</translation>
    </message>
    <message>
        <source>Show a code</source>
        <translation>Présentez un code</translation>
    </message>
</context>
<context>
    <name>import</name>
    <message>
        <source>After the import, take them into the programme: ⋮, Event, Event and programme…</source>
        <translation>Après l’import, reprenez-les dans le programme&#xa0;: ⋮, Événement, Événement et programme…</translation>
    </message>
    <message>
        <source>Answered more than once: {names}. The latest answer counts; rows of earlier ones can be taken in.</source>
        <translation>Plusieurs réponses&#xa0;: {names}. La dernière compte&#xa0;; les lignes précédentes peuvent être reprises.</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Réponses</translation>
    </message>
    <message>
        <source>As in an export from {source}.</source>
        <translation>Comme dans un export de {source}.</translation>
    </message>
    <message>
        <source>As last time.</source>
        <translation>Comme la dernière fois.</translation>
    </message>
    <message>
        <source>As you chose.</source>
        <translation>Selon votre choix.</translation>
    </message>
    <message>
        <source>Awaiting approval, waiting list</source>
        <translation>À valider, liste d’attente</translation>
    </message>
    <message>
        <source>Bar |</source>
        <translation>Barre |</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Bloqué</translation>
    </message>
    <message>
        <source>By its contents.</source>
        <translation>D’après son contenu.</translation>
    </message>
    <message>
        <source>By its contents: {count}.</source>
        <translation>D’après son contenu&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>By its title and contents.</source>
        <translation>D’après son titre et son contenu.</translation>
    </message>
    <message>
        <source>By its title and contents: {count}.</source>
        <translation>D’après son titre et son contenu&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>By its title.</source>
        <translation>D’après son titre.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Cancelled, refunded, declined</source>
        <translation>Annulé, remboursé, décliné</translation>
    </message>
    <message>
        <source>Changed. In the file: “{text}”</source>
        <translation>Modifié. Dans le fichier&#xa0;: «&#xa0;{text}&#xa0;»</translation>
    </message>
    <message>
        <source>Changed: {count}</source>
        <translation>Modifiées&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Check the columns of names, or the rows left out.</source>
        <translation>Vérifiez les colonnes des noms, ou les lignes écartées.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
    <message>
        <source>Columns of the file</source>
        <translation>Colonnes du fichier</translation>
    </message>
    <message>
        <source>Columns recognised by titles and contents. If the people look right, press Enter.</source>
        <translation>Colonnes reconnues à leurs titres et à leur contenu. Si les personnes sont justes, Entrée.</translation>
    </message>
    <message>
        <source>Comma ,</source>
        <translation>Virgule ,</translation>
    </message>
    <message>
        <source>Companions</source>
        <translation>Accompagnants</translation>
    </message>
    <message>
        <source>Confirmed: expected</source>
        <translation>Confirmé&#xa0;: attendu</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Count companions with the person</source>
        <translation>Compter les accompagnants avec la personne</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Ctrl+Z</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Suppr</translation>
    </message>
    <message>
        <source>Does “{title}” say who is coming? Answer below, then continue.</source>
        <translation>«&#xa0;{title}&#xa0;» dit-elle qui vient&#xa0;? Répondez ci-dessous, puis continuez.</translation>
    </message>
    <message>
        <source>Double-click a cell, or F2, to put it right.</source>
        <translation>Double-clic ou F2 sur une cellule pour la corriger.</translation>
    </message>
    <message>
        <source>E-mail: “{own}” is taken.</source>
        <translation>E-mail&#xa0;: «&#xa0;{own}&#xa0;» est retenu.</translation>
    </message>
    <message>
        <source>E-mail: “{own}” is taken; “{title}” would serve only people without one.</source>
        <translation>E-mail&#xa0;: «&#xa0;{own}&#xa0;» est retenu&#xa0;; «&#xa0;{title}&#xa0;» ne servirait qu’aux personnes sans adresse.</translation>
    </message>
    <message>
        <source>Earlier answers: {count}</source>
        <translation>Réponses antérieures&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Elsewhere…</source>
        <translation>Ailleurs…</translation>
    </message>
    <message>
        <source>Empty; “{title}” was taken as “{field}”.</source>
        <translation>Vide&#xa0;; «&#xa0;{title}&#xa0;» est retenu pour «&#xa0;{field}&#xa0;».</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Encodage</translation>
    </message>
    <message>
        <source>First and last name were swapped under their titles.</source>
        <translation>Nom et prénom étaient inversés sous leurs titres.</translation>
    </message>
    <message>
        <source>First and last names were swapped under their titles; they are put right here.</source>
        <translation>Noms et prénoms étaient inversés sous leurs titres&#xa0;; ils sont remis à leur place ici.</translation>
    </message>
    <message>
        <source>First name, then last name</source>
        <translation>Prénom, puis nom</translation>
    </message>
    <message>
        <source>Full names</source>
        <translation>Noms complets</translation>
    </message>
    <message>
        <source>How the file is read…</source>
        <translation>Lecture du fichier…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Import companions as people</source>
        <translation>Importer les accompagnants comme personnes</translation>
    </message>
    <message>
        <source>Import every answer</source>
        <translation>Importer toutes les réponses</translation>
    </message>
    <message>
        <source>Import {count:this person|these {count} people} all the same</source>
        <translation>Importer quand même {count:cette personne|ces personnes} ({count})</translation>
    </message>
    <message>
        <source>Import {count} {count:person|people}</source>
        <translation>Importer {count} {count:personne|personnes}</translation>
    </message>
    <message>
        <source>Importing {count} {count:person|people}…</source>
        <translation>Import de {count} {count:personne|personnes}…</translation>
    </message>
    <message>
        <source>In any order, by known first names</source>
        <translation>Dans tous les sens, d’après les prénoms connus</translation>
    </message>
    <message>
        <source>Keep as full name</source>
        <translation>Garder entiers</translation>
    </message>
    <message>
        <source>Keep as information</source>
        <translation>Garder comme information</translation>
    </message>
    <message>
        <source>Keep companions as information</source>
        <translation>Garder les accompagnants pour information</translation>
    </message>
    <message>
        <source>Kept for reading and exporting.</source>
        <translation>Gardée, à lire et à exporter.</translation>
    </message>
    <message>
        <source>Last name, then first name</source>
        <translation>Nom, puis prénom</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Laisser de côté</translation>
    </message>
    <message>
        <source>Leave out {count:this row|these {count} rows}</source>
        <translation>Écarter {count:cette ligne|ces {count} lignes}</translation>
    </message>
    <message>
        <source>Left out by you.</source>
        <translation>Écartée par vous.</translation>
    </message>
    <message>
        <source>Left out: this person answered again in row {row}.</source>
        <translation>Écartée&#xa0;: cette personne a répondu de nouveau à la ligne {row}.</translation>
    </message>
    <message>
        <source>Looks like “{field}” too; “{title}” was taken.</source>
        <translation>Ressemble aussi à «&#xa0;{field}&#xa0;»&#xa0;; «&#xa0;{title}&#xa0;» est retenu.</translation>
    </message>
    <message>
        <source>New: {count}</source>
        <translation>Nouvelles&#xa0;: {count}</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>Sans nom</translation>
    </message>
    <message>
        <source>No titles: the columns were recognised by their contents.</source>
        <translation>Pas de titres&#xa0;: colonnes reconnues à leur contenu.</translation>
    </message>
    <message>
        <source>No, something else</source>
        <translation>Non, autre chose</translation>
    </message>
    <message>
        <source>Nobody has a first name. If it is in a column, choose “{missing}” above it; if “{title}” holds full names, choose “{whole}” there.</source>
        <translation>Personne n’a de prénom. S’il est dans une colonne, choisissez «&#xa0;{missing}&#xa0;» au-dessus d’elle&#xa0;; si «&#xa0;{title}&#xa0;» contient les noms entiers, choisissez-y «&#xa0;{whole}&#xa0;».</translation>
    </message>
    <message>
        <source>Nobody has a last name. If it is in a column, choose “{missing}” above it; if “{title}” holds full names, choose “{whole}” there.</source>
        <translation>Personne n’a de nom de famille. S’il est dans une colonne, choisissez «&#xa0;{missing}&#xa0;» au-dessus d’elle&#xa0;; si «&#xa0;{title}&#xa0;» contient les noms entiers, choisissez-y «&#xa0;{whole}&#xa0;».</translation>
    </message>
    <message>
        <source>Nobody has a name yet: choose “Last name” or “Full name” above the column of names.</source>
        <translation>Personne n’est encore nommé&#xa0;: choisissez «&#xa0;Nom&#xa0;» ou «&#xa0;Nom complet&#xa0;» au-dessus de la colonne des noms.</translation>
    </message>
    <message>
        <source>None of the {people} people is on this list. Is it the right one?</source>
        <translation>Aucune des {people} {people:personne|personnes} n’est dans cette liste. Est-ce la bonne&#xa0;?</translation>
    </message>
    <message>
        <source>Not in the programme: {unknown}.</source>
        <translation>Pas dans le programme&#xa0;: {unknown}.</translation>
    </message>
    <message>
        <source>Not in this list, although chosen for the desk: {titles}. What earlier lists said stays; if the column has another name now, choose it in the programme.</source>
        <translation>Absent de cette liste, bien que choisi pour le poste&#xa0;: {titles}. Ce que disaient les listes précédentes reste&#xa0;; si la colonne a changé de nom, choisissez-la dans le programme.</translation>
    </message>
    <message>
        <source>Only the latest answer counts</source>
        <translation>Seule la dernière réponse compte</translation>
    </message>
    <message>
        <source>Only the rows left out ({count})</source>
        <translation>Seulement les lignes écartées ({count})</translation>
    </message>
    <message>
        <source>Only the rows to check ({count})</source>
        <translation>Seulement les lignes à regarder ({count})</translation>
    </message>
    <message>
        <source>Only {count} of the {people} people {count:is|are} on this list. Is it the right one?</source>
        <translation>Seulement {count} des {people} {people:personne|personnes} {count:est|sont} dans cette liste. Est-ce la bonne&#xa0;?</translation>
    </message>
    <message>
        <source>People as they will be imported</source>
        <translation>Les personnes telles qu’elles seront</translation>
    </message>
    <message>
        <source>People: {count}</source>
        <translation>Personnes&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Read like the last list with these titles. Press Enter, or change a column.</source>
        <translation>Comprise comme la dernière liste avec ces titres. Appuyez sur Entrée, ou changez une colonne.</translation>
    </message>
    <message>
        <source>Reading everyone…</source>
        <translation>Lecture de toutes les personnes…</translation>
    </message>
    <message>
        <source>Reading the list…</source>
        <translation>Lecture de la liste…</translation>
    </message>
    <message>
        <source>Recognised as an export from {source}. Press Enter, or change a column.</source>
        <translation>Export de {source} reconnu. Appuyez sur Entrée, ou changez une colonne.</translation>
    </message>
    <message>
        <source>Recognised by contents: {columns} and {more} more.</source>
        <translation>Reconnues à leur contenu&#xa0;: {columns} et {more} de plus.</translation>
    </message>
    <message>
        <source>Recognised by contents: {columns}.</source>
        <translation>Reconnues à leur contenu&#xa0;: {columns}.</translation>
    </message>
    <message>
        <source>Semicolon ;</source>
        <translation>Point-virgule&#xa0;;</translation>
    </message>
    <message>
        <source>Separator</source>
        <translation>Séparateur</translation>
    </message>
    <message>
        <source>Sessions: {sessions}.</source>
        <translation>Sessions&#xa0;: {sessions}.</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>Feuille</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tabulation</translation>
    </message>
    <message>
        <source>Take in {count:this row|these {count} rows}</source>
        <translation>Reprendre {count:cette ligne|ces {count} lignes}</translation>
    </message>
    <message>
        <source>The columns {titles} say together who is coming: anyone cancelled in one is cancelled, whatever another says. {count} {count:person is|people are} not expected.</source>
        <translation>Les colonnes {titles} disent ensemble qui vient&#xa0;: une personne annulée dans l’une est annulée, quoi que dise l’autre. {count} {count:personne n’est pas attendue|personnes ne sont pas attendues}.</translation>
    </message>
    <message>
        <source>The event will be saved as “{name}” in {folder}.</source>
        <translation>L’événement sera gardé sous «&#xa0;{name}&#xa0;» dans {folder}.</translation>
    </message>
    <message>
        <source>The first word is the first name</source>
        <translation>Le premier mot est le prénom</translation>
    </message>
    <message>
        <source>The payer’s address: used only for people who have none of their own.</source>
        <translation>L’adresse du payeur&#xa0;: ne sert qu’aux personnes qui n’en ont pas.</translation>
    </message>
    <message>
        <source>The same in every row; “{title}” was taken as “{field}”.</source>
        <translation>La même chose partout&#xa0;; «&#xa0;{title}&#xa0;» est retenu pour «&#xa0;{field}&#xa0;».</translation>
    </message>
    <message>
        <source>This list has no title row</source>
        <translation>Cette liste n’a pas de titres</translation>
    </message>
    <message>
        <source>Title row</source>
        <translation>Ligne des titres</translation>
    </message>
    <message>
        <source>Undo change</source>
        <translation>Défaire</translation>
    </message>
    <message>
        <source>Unpaid</source>
        <translation>Impayé</translation>
    </message>
    <message>
        <source>What does {asked} mean ({count} {count:person|people})? Choose below, then continue.</source>
        <translation>Que veut dire {asked} ({count} {count:personne|personnes})&#xa0;? Choisissez ci-dessous, puis continuez.</translation>
    </message>
    <message>
        <source>What the column “{title}” holds</source>
        <translation>Ce que contient la colonne «&#xa0;{title}&#xa0;»</translation>
    </message>
    <message>
        <source>What “{titles}” says about the registration, and how it will be understood. Change anything that is wrong.</source>
        <translation>Ce que «&#xa0;{titles}&#xa0;» dit de l’inscription, et comment ce sera compris. Corrigez ce qui est faux.</translation>
    </message>
    <message>
        <source>What “{word}” under “{title}” means ({count} {count:person|people})</source>
        <translation>Ce que veut dire «&#xa0;{word}&#xa0;» sous «&#xa0;{title}&#xa0;» ({count} {count:personne|personnes})</translation>
    </message>
    <message>
        <source>Words in capitals are the last name</source>
        <translation>Les mots en capitales sont le nom</translation>
    </message>
    <message>
        <source>Yes, it is the status</source>
        <translation>Oui, c’est l’état</translation>
    </message>
    <message>
        <source>earlier answers left out: {count}</source>
        <translation>réponses antérieures écartées&#xa0;: {count}</translation>
    </message>
    <message>
        <source>no longer on the list: {count}</source>
        <translation>absentes de la liste&#xa0;: {count}</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>of the other list, not on this one: {count}</source>
        <translation>de l’autre liste, pas sur celle-ci&#xa0;: {count}</translation>
    </message>
    <message>
        <source>of them not expected: {count}</source>
        <translation>dont non attendues&#xa0;: {count}</translation>
    </message>
    <message>
        <source>rows to check: {count}</source>
        <translation>lignes à regarder&#xa0;: {count}</translation>
    </message>
    <message>
        <source>rows without a person (totals, remarks): {count}</source>
        <translation>lignes sans personne (totaux, remarques)&#xa0;: {count}</translation>
    </message>
    <message>
        <source>unchanged: {count}</source>
        <translation>inchangées&#xa0;: {count}</translation>
    </message>
    <message>
        <source>with {names}</source>
        <translation>avec {names}</translation>
    </message>
    <message>
        <source>{count} of {filled} are e-mail addresses</source>
        <translation>{count} {count:adresse e-mail|adresses e-mail} sur {filled}</translation>
    </message>
    <message>
        <source>{count} of {filled} are known first names</source>
        <translation>{count} {count:prénom connu|prénoms connus} sur {filled}</translation>
    </message>
    <message>
        <source>{count} of {filled} are phone numbers</source>
        <translation>{count} {count:numéro|numéros} de téléphone sur {filled}</translation>
    </message>
    <message>
        <source>{count} of {filled} look like it</source>
        <translation>{count} sur {filled} y ressemblent</translation>
    </message>
    <message>
        <source>{count} of {filled} look like names</source>
        <translation>{count} sur {filled} ressemblent à des noms</translation>
    </message>
    <message>
        <source>{count} without a name {count:is|are} counted with the person.</source>
        <translation>Sans nom, comptés avec la personne&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} {count:has|have} no address at all.</source>
        <translation>{count} n’{count:a|ont} aucune adresse.</translation>
    </message>
    <message>
        <source>{count} {count:person has|people have} no e-mail address of their own. “{title}” is used only to send them their codes.</source>
        <translation>{count} {count:personne n’a|personnes n’ont} pas d’adresse e-mail à {count:elle|elles}. «&#xa0;{title}&#xa0;» ne servira qu’à leur envoyer leur code.</translation>
    </message>
    <message>
        <source>{count} {count:row|rows} left out</source>
        <translation>{count} {count:ligne écartée|lignes écartées}</translation>
    </message>
    <message>
        <source>{count} {count:row|rows} selected</source>
        <translation>{count} {count:ligne choisie|lignes choisies}</translation>
    </message>
    <message>
        <source>{hosts} {hosts:person brings|people bring} somebody: {count} {count:companion|companions}.</source>
        <translation>{hosts} {hosts:personne vient accompagnée|personnes viennent accompagnées}&#xa0;: {count} {count:accompagnant|accompagnants}.</translation>
    </message>
    <message>
        <source>{places} people</source>
        <translation>{places} {places:personne|personnes}</translation>
    </message>
    <message>
        <source>{row}: {texts}</source>
        <translation>{row}&#xa0;: {texts}</translation>
    </message>
    <message>
        <source>{title} ({count} registered)</source>
        <translation>{title} ({count} {count:inscrit|inscrits})</translation>
    </message>
    <message>
        <source>{word} ({count})</source>
        <translation>{word} ({count})</translation>
    </message>
    <message>
        <source>{word} → {means}</source>
        <translation>{word} → {means}</translation>
    </message>
    <message>
        <source>“{name}” ({count} {count:row|rows})</source>
        <translation>«&#xa0;{name}&#xa0;» ({count} {count:ligne|lignes})</translation>
    </message>
    <message>
        <source>“{name}” is read here. Further lists of people in this file: {others}.</source>
        <translation>«&#xa0;{name}&#xa0;» est lue ici. Autres listes de personnes dans ce fichier&#xa0;: {others}.</translation>
    </message>
    <message>
        <source>“{title}”</source>
        <translation>«&#xa0;{title}&#xa0;»</translation>
    </message>
    <message>
        <source>“{title}” ({field})</source>
        <translation>«&#xa0;{title}&#xa0;» ({field})</translation>
    </message>
    <message>
        <source>“{title}” is taken as “{field}”; “{other}” is empty.</source>
        <translation>«&#xa0;{title}&#xa0;» est retenu pour «&#xa0;{field}&#xa0;»&#xa0;; «&#xa0;{other}&#xa0;» est vide.</translation>
    </message>
    <message>
        <source>“{title}” is taken as “{field}”; “{other}” is kept as information.</source>
        <translation>«&#xa0;{title}&#xa0;» est retenu pour «&#xa0;{field}&#xa0;»&#xa0;; «&#xa0;{other}&#xa0;» est gardé comme information.</translation>
    </message>
    <message>
        <source>“{title}” is taken as “{field}”; “{other}” is the same in every row.</source>
        <translation>«&#xa0;{title}&#xa0;» est retenu pour «&#xa0;{field}&#xa0;»&#xa0;; «&#xa0;{other}&#xa0;» est partout pareil.</translation>
    </message>
    <message>
        <source>“{title}” says no for {count} {count:person, who is|people, who are} still expected. If they are not coming, choose “{status}” above that column.</source>
        <translation>«&#xa0;{title}&#xa0;» dit non pour {count} {count:personne, attendue|personnes, attendues} quand même. Si elles ne viennent pas, choisissez «&#xa0;{status}&#xa0;» au-dessus de cette colonne.</translation>
    </message>
    <message>
        <source>“{title}”: {told}</source>
        <translation>«&#xa0;{title}&#xa0;»&#xa0;: {told}</translation>
    </message>
    <message>
        <source>“{word}”</source>
        <translation>«&#xa0;{word}&#xa0;»</translation>
    </message>
    <message>
        <source>“{word}” ({count} {count:row|rows})</source>
        <translation>«&#xa0;{word}&#xa0;» ({count} {count:ligne|lignes})</translation>
    </message>
    <message>
        <source>”, “</source>
        <translation>&#xa0;», «&#xa0;</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>… et {count} {count:autre|autres}</translation>
    </message>
</context>
<context>
    <name>join</name>
    <message>
        <source>Address of the new desk</source>
        <translation>Adresse du nouveau poste</translation>
    </message>
    <message>
        <source>Address of the organiser</source>
        <translation>Adresse de l’organisateur</translation>
    </message>
    <message>
        <source>An event on this drive is incomplete: the drive was pulled out too soon. Put the event on it again.</source>
        <translation>Un événement de cette clé n’est pas entier&#xa0;: la clé a été retirée trop tôt. Remettez-y l’événement.</translation>
    </message>
    <message>
        <source>Anyone who has it can join as a desk of this event and see everyone: give it only to your team.</source>
        <translation>Qui l’a devient un poste de cet événement et voit tout le monde&#xa0;: ne le donnez qu’à votre équipe.</translation>
    </message>
    <message>
        <source>Arrivals reach the other desks through the event’s shared folder.</source>
        <translation>Les arrivées passent aux autres postes par le dossier partagé de l’événement.</translation>
    </message>
    <message>
        <source>At a desk that is already running: ⋮, “Other desks…”, “Invite another desk…”.</source>
        <translation>Sur un poste déjà en service&#xa0;: ⋮, «&#xa0;Autres postes…&#xa0;», «&#xa0;Inviter un autre poste…&#xa0;».</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
    <message>
        <source>Connecting to pretix at {server}</source>
        <translation>Connexion à pretix, {server}</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copié.</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>Copier le texte</translation>
    </message>
    <message>
        <source>Each desk has its own address, so that one lost desk can be shut out: a line printed by checkin hub-init --desks or checkin hub-desk.</source>
        <translation>Chaque poste a sa propre adresse, pour qu’un poste perdu puisse être exclu seul&#xa0;: une ligne écrite par checkin hub-init --desks ou checkin hub-desk.</translation>
    </message>
    <message>
        <source>Event: {title}</source>
        <translation>Événement&#xa0;: {title}</translation>
    </message>
    <message>
        <source>Everything is here.</source>
        <translation>Tout est là.</translation>
    </message>
    <message>
        <source>Everything is here. Another desk is called “{wanted}”, so this one is “{name}”. You can change this in Settings.</source>
        <translation>Tout est là. Un autre poste s’appelle «&#xa0;{wanted}&#xa0;»&#xa0;: celui-ci s’appelle «&#xa0;{name}&#xa0;». Les réglages permettent d’en changer.</translation>
    </message>
    <message>
        <source>Everything is here: {people} {people:registration|registrations}.</source>
        <translation>Tout est là&#xa0;: {people} {people:inscription|inscriptions}.</translation>
    </message>
    <message>
        <source>Everything is here: {people} {people:registration|registrations}. The check-in lists ({lists}) are the control points of this desk (F10), the products ({products}) are categories and sessions, the questions ({questions}) are asked at the desk.</source>
        <translation>Tout est là&#xa0;: {people} {people:inscription|inscriptions}. Les listes d’enregistrement ({lists}) sont les points de contrôle de ce poste (F10), les produits ({products}) sont des catégories et des sessions, les questions ({questions}) sont posées à l’accueil.</translation>
    </message>
    <message>
        <source>Hold the code up to the camera: on the screen of a phone, or on paper.</source>
        <translation>Présentez le code à la caméra&#xa0;: sur l’écran d’un téléphone, ou sur papier.</translation>
    </message>
    <message>
        <source>Invitation, or device code of pretix (paste it, or scan it)</source>
        <translation>Invitation, ou code d’appareil de pretix (collez-le ou scannez-le)</translation>
    </message>
    <message>
        <source>Invite another desk</source>
        <translation>Inviter un autre poste</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Rejoindre</translation>
    </message>
    <message>
        <source>Join from a USB drive</source>
        <translation>Rejoindre depuis une clé USB</translation>
    </message>
    <message>
        <source>Join from a USB drive…</source>
        <translation>Rejoindre depuis une clé USB…</translation>
    </message>
    <message>
        <source>Join other desks</source>
        <translation>Rejoindre d’autres postes</translation>
    </message>
    <message>
        <source>Join other desks…</source>
        <translation>Rejoindre d’autres postes…</translation>
    </message>
    <message>
        <source>Joining {title}</source>
        <translation>Connexion à {title}</translation>
    </message>
    <message>
        <source>Name of the new desk</source>
        <translation>Nom du nouveau poste</translation>
    </message>
    <message>
        <source>Name of this desk</source>
        <translation>Nom de ce poste</translation>
    </message>
    <message>
        <source>No event was chosen. Nothing was created here; the device code is used up. Create another one in pretix to join later.</source>
        <translation>Aucun événement n’est choisi. Rien n’a été créé ici, mais le code d’appareil a servi. Pour rejoindre plus tard, créez-en un autre dans pretix.</translation>
    </message>
    <message>
        <source>On the other computer: start Checkin, choose “Join other desks”, and paste this text, or scan this code with a scanner.</source>
        <translation>Sur l’autre ordinateur&#xa0;: ouvrez Checkin, choisissez «&#xa0;Rejoindre d’autres postes&#xa0;», et collez ce texte, ou lisez ce code avec une douchette.</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>L’ouvrir</translation>
    </message>
    <message>
        <source>Or in pretix: the organiser’s page “Devices”, “Connect a device”.</source>
        <translation>Ou dans pretix&#xa0;: page «&#xa0;Appareils&#xa0;» de l’organisateur, «&#xa0;Connecter un appareil&#xa0;».</translation>
    </message>
    <message>
        <source>Or let Checkin create it, using the organiser’s address for the server: used once, not kept.</source>
        <translation>Ou laissez Checkin la créer, avec l’adresse de l’organisateur sur le serveur&#xa0;: utilisée maintenant, gardée nulle part.</translation>
    </message>
    <message>
        <source>Plug the drive into this computer: the event appears here. At the desk that has it: ⋮, “Other desks…”, “Take the event on a USB drive…”.</source>
        <translation>Branchez la clé sur cet ordinateur&#xa0;: l’événement apparaît ici. Au poste qui l’a&#xa0;: ⋮, «&#xa0;Autres postes…&#xa0;», «&#xa0;Emporter l’événement sur une clé…&#xa0;».</translation>
    </message>
    <message>
        <source>Put on the drive {key} by {desk} on {day} at {time}</source>
        <translation>Mis sur la clé {key} par {desk}, le {day} à {time}</translation>
    </message>
    <message>
        <source>Read the code with the camera</source>
        <translation>Lire le code avec la caméra</translation>
    </message>
    <message>
        <source>Read with the camera…</source>
        <translation>Lire avec la caméra…</translation>
    </message>
    <message>
        <source>The event also has a server: ⋮, “Other desks…”, “Server”, with an address for this desk.</source>
        <translation>L’événement a aussi un serveur&#xa0;: ⋮, «&#xa0;Autres postes…&#xa0;», «&#xa0;Serveur&#xa0;», avec une adresse pour ce poste.</translation>
    </message>
    <message>
        <source>The event is here, but nobody is on its list yet: people and arrivals come on a drive. ⋮, “Other desks…”, the drive’s button, first at the desk that invited you and then here.</source>
        <translation>L’événement est ici, mais encore personne&#xa0;: les participants et les arrivées viennent sur une clé. ⋮, «&#xa0;Autres postes…&#xa0;», le bouton de la clé, au poste qui a invité puis ici.</translation>
    </message>
    <message>
        <source>The event opens with what is here; the rest comes by itself as soon as pretix is reached.</source>
        <translation>L’événement s’ouvre avec ce qui est arrivé&#xa0;; le reste viendra tout seul dès que pretix sera joignable.</translation>
    </message>
    <message>
        <source>The invitation as a code</source>
        <translation>L’invitation sous forme de code</translation>
    </message>
    <message>
        <source>The list of pretix</source>
        <translation>La liste de pretix</translation>
    </message>
    <message>
        <source>The new desk has no name yet. Nothing was changed; type one.</source>
        <translation>Le nouveau poste n’a pas encore de nom. Rien n’a été changé&#xa0;; donnez-lui en un.</translation>
    </message>
    <message>
        <source>The new desk on the server</source>
        <translation>Le nouveau poste sur le serveur</translation>
    </message>
    <message>
        <source>The server already has a desk called “{name}”. Nothing was changed; choose another name.</source>
        <translation>Il y a déjà un poste «&#xa0;{name}&#xa0;» sur le serveur. Rien n’a été changé&#xa0;; choisissez un autre nom.</translation>
    </message>
    <message>
        <source>The shared folder, as this computer sees it</source>
        <translation>Le dossier partagé, tel qu’il s’appelle sur cet ordinateur</translation>
    </message>
    <message>
        <source>There is no event to join on {keys}. At the desk that has it: ⋮, “Other desks…”, “Take the event on a USB drive…”.</source>
        <translation>Aucun événement à rejoindre sur {keys}. Au poste qui l’a&#xa0;: ⋮, «&#xa0;Autres postes…&#xa0;», «&#xa0;Emporter l’événement sur une clé…&#xa0;».</translation>
    </message>
    <message>
        <source>This device of pretix has several. This desk joins one of them; the other events stay as they are.</source>
        <translation>Cet appareil de pretix en a plusieurs. Ce poste en rejoint un&#xa0;; les autres restent tels quels.</translation>
    </message>
    <message>
        <source>This drive does not hold the whole event: {has} of {all} records. Nothing was created here. Put the event on the drive again at the desk that has it.</source>
        <translation>Cette clé ne contient pas tout l’événement&#xa0;: {has} enregistrements sur {all}. Rien n’a été créé ici. Remettez l’événement sur la clé, au poste qui l’a.</translation>
    </message>
    <message>
        <source>This event is already on this computer: “{name}”. It will be opened; nothing is duplicated.</source>
        <translation>Cet événement est déjà sur cet ordinateur&#xa0;: «&#xa0;{name}&#xa0;». Il sera ouvert, rien n’est créé en double.</translation>
    </message>
    <message>
        <source>This folder cannot be found. Connect the share or the drive, then choose it.</source>
        <translation>Ce dossier n’est pas là. Connectez le partage ou la clé, puis choisissez-le.</translation>
    </message>
    <message>
        <source>This invitation text is incomplete. Nothing was changed; copy all of it from the other desk.</source>
        <translation>Ce texte d’invitation n’est pas complet. Rien n’a été modifié&#xa0;; copiez-le en entier depuis l’autre poste.</translation>
    </message>
    <message>
        <source>This is another code. The one wanted is that of an invitation or of a pretix device.</source>
        <translation>C’est un autre code. Il faut celui d’une invitation ou d’un appareil pretix.</translation>
    </message>
    <message>
        <source>This is this desk’s own address. Nothing was changed; the new desk needs its own.</source>
        <translation>C’est l’adresse de ce poste. Rien n’a été changé&#xa0;; le nouveau poste a besoin de la sienne.</translation>
    </message>
    <message>
        <source>To exchange arrivals later: ⋮, “Other desks…”, the drive’s button, at each desk.</source>
        <translation>Pour échanger les arrivées ensuite&#xa0;: ⋮, «&#xa0;Autres postes…&#xa0;», le bouton de la clé, à chaque poste.</translation>
    </message>
    <message>
        <source>Which event</source>
        <translation>Quel événement</translation>
    </message>
    <message>
        <source>Which event?</source>
        <translation>Quel événement&#xa0;?</translation>
    </message>
    <message>
        <source>Without the server</source>
        <translation>Sans le serveur</translation>
    </message>
    <message>
        <source>pretix at {server}</source>
        <translation>pretix, {server}</translation>
    </message>
</context>
<context>
    <name>journal</name>
    <message>
        <source>This text is too long, or has characters that cannot be saved. Nothing was saved; shorten it.</source>
        <translation>Ce texte est trop long ou contient des caractères impossibles à garder. Rien n’a été enregistré&#x202f;; raccourcissez-le.</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>A supervisor lets them in</source>
        <translation>Le responsable fait entrer</translation>
    </message>
    <message>
        <source>Back to the camera</source>
        <translation>Revenir à la caméra</translation>
    </message>
    <message>
        <source>Change the control point</source>
        <translation>Changer de point de contrôle</translation>
    </message>
    <message>
        <source>Correct, or fill in what is missing</source>
        <translation>Corriger, ou compléter ce qui manque</translation>
    </message>
    <message>
        <source>Everything about this person</source>
        <translation>Tout sur cette personne</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Plein écran</translation>
    </message>
    <message>
        <source>Give a wristband or badge</source>
        <translation>Donner un bracelet ou un badge</translation>
    </message>
    <message>
        <source>Have the person sign</source>
        <translation>Faire signer la personne</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Aide</translation>
    </message>
    <message>
        <source>Let in the person shown</source>
        <translation>Faire entrer la personne affichée</translation>
    </message>
    <message>
        <source>Print the badge again</source>
        <translation>Réimprimer le badge</translation>
    </message>
    <message>
        <source>Register someone new</source>
        <translation>Inscrire une personne</translation>
    </message>
    <message>
        <source>Repeat the last answer</source>
        <translation>Répéter la dernière réponse</translation>
    </message>
    <message>
        <source>Replace a lost badge</source>
        <translation>Remplacer un badge perdu</translation>
    </message>
    <message>
        <source>Search for someone</source>
        <translation>Chercher une personne</translation>
    </message>
    <message>
        <source>Someone came in their place</source>
        <translation>Une autre personne vient à sa place</translation>
    </message>
    <message>
        <source>Speakers to find now; or what is still out</source>
        <translation>Intervenants à trouver&#xa0;; ou ce qui n’est pas rendu</translation>
    </message>
    <message>
        <source>Undo the arrival shown or selected</source>
        <translation>Annuler l’arrivée affichée ou choisie</translation>
    </message>
    <message>
        <source>Waiting list: join it, or call the next</source>
        <translation>Liste d’attente&#xa0;: y entrer, appeler le suivant</translation>
    </message>
</context>
<context>
    <name>kiosk</name>
    <message>
        <source>Arrivals are being entered from paper. Finish that first; self-service has not started.</source>
        <translation>Des arrivées notées sur papier sont en cours de saisie. Terminez d’abord&#xa0;; le libre-service n’a pas commencé.</translation>
    </message>
    <message>
        <source>Back to the guests</source>
        <translation>Retour aux invités</translation>
    </message>
    <message>
        <source>Erase the last digit</source>
        <translation>Effacer le dernier chiffre</translation>
    </message>
    <message>
        <source>First name and initial: Welcome, Éléonore L.</source>
        <translation>Prénom et initiale&#xa0;: Bienvenue, Éléonore L.</translation>
    </message>
    <message>
        <source>Full name: Welcome, Éléonore Le Goff</source>
        <translation>Nom entier&#xa0;: Bienvenue, Éléonore Le Goff</translation>
    </message>
    <message>
        <source>Hold your code in front of the scanner</source>
        <translation>Présentez votre code au lecteur</translation>
    </message>
    <message>
        <source>I no longer need help</source>
        <translation>Je n’ai plus besoin d’aide</translation>
    </message>
    <message>
        <source>If it takes longer, please see the welcome desk.</source>
        <translation>Si cela dure, passez à l’accueil.</translation>
    </message>
    <message>
        <source>If there is a scanner here, it can still read your code.</source>
        <translation>S’il y a un lecteur ici, il lit votre code comme d’habitude.</translation>
    </message>
    <message>
        <source>Name a supervisor…</source>
        <translation>Nommer un responsable…</translation>
    </message>
    <message>
        <source>Name of this screen, as the other desks see it</source>
        <translation>Nom de cet écran, tel que les autres postes le lisent</translation>
    </message>
    <message>
        <source>Need help?</source>
        <translation>Besoin d’aide&#xa0;?</translation>
    </message>
    <message>
        <source>No name: Welcome</source>
        <translation>Sans nom&#xa0;: Bienvenue</translation>
    </message>
    <message>
        <source>On your phone or on paper, about 20 cm away. Hold it still.</source>
        <translation>Sur téléphone ou papier, à environ 20 cm, sans bouger.</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>Un instant, s’il vous plaît</translation>
    </message>
    <message>
        <source>Only a supervisor’s PIN ends self-service, and nobody has one yet. Name a supervisor first.</source>
        <translation>Seul le code PIN d’un responsable met fin au libre-service, et personne n’en a encore. Nommez d’abord un responsable.</translation>
    </message>
    <message>
        <source>People use this screen on their own: they show their code, and anyone clearly expected is welcomed. Everyone else is sent to the welcome desk, without being told why. It fills the screen, comes back after a power cut, and is closed with the padlock at the bottom right and a supervisor’s PIN.</source>
        <translation>Les invités sont seuls devant cet écran&#xa0;: ils présentent leur code, et qui est simplement attendu est accueilli. Tous les autres sont priés de passer à l’accueil, sans motif. Il remplit l’écran, revient après une coupure de courant, et se quitte par le cadenas en bas à droite, avec le code PIN d’un responsable.</translation>
    </message>
    <message>
        <source>Please see the welcome desk</source>
        <translation>Merci de passer à l’accueil</translation>
    </message>
    <message>
        <source>Please wait here a moment. If nobody comes, please go to the welcome desk.</source>
        <translation>Merci d’attendre ici un instant. Si personne ne vient, l’accueil vous aidera sur place.</translation>
    </message>
    <message>
        <source>Please wait here.</source>
        <translation>Merci d’attendre ici.</translation>
    </message>
    <message>
        <source>Self-service</source>
        <translation>Libre-service</translation>
    </message>
    <message>
        <source>Self-service is on: people check in at this screen</source>
        <translation>Des invités sont en libre-service devant cet écran</translation>
    </message>
    <message>
        <source>Show your code to the camera</source>
        <translation>Présentez votre code à la caméra</translation>
    </message>
    <message>
        <source>Someone is coming</source>
        <translation>Quelqu’un arrive</translation>
    </message>
    <message>
        <source>Start self-service</source>
        <translation>Commencer le libre-service</translation>
    </message>
    <message>
        <source>Supervisor’s PIN, to end self-service</source>
        <translation>Code PIN d’un responsable, pour quitter le libre‑service</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>The camera is coming back…</source>
        <translation>La caméra revient…</translation>
    </message>
    <message>
        <source>The camera is starting…</source>
        <translation>La caméra démarre…</translation>
    </message>
    <message>
        <source>The team there will be glad to help you.</source>
        <translation>L’équipe se fera un plaisir de vous aider.</translation>
    </message>
    <message>
        <source>The team verifies it in Closing, field “Code on a certificate”.</source>
        <translation>L’équipe la vérifie dans Clôture, champ «&#xa0;Code d’une attestation&#xa0;».</translation>
    </message>
    <message>
        <source>This is a certificate, not a ticket</source>
        <translation>Ceci est une attestation, pas un billet</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Try again in {time}.</source>
        <translation>Trop de codes PIN erronés. Nouvel essai dans {time}.</translation>
    </message>
    <message>
        <source>Try this PIN</source>
        <translation>Valider ce code PIN</translation>
    </message>
    <message>
        <source>We are calling the welcome desk</source>
        <translation>Nous appelons l’accueil</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Bienvenue</translation>
    </message>
    <message>
        <source>What others can read over someone’s shoulder</source>
        <translation>Ce que d’autres peuvent lire par-dessus l’épaule</translation>
    </message>
    <message>
        <source>Your arrival is recorded.</source>
        <translation>Votre arrivée est enregistrée.</translation>
    </message>
    <message>
        <source>Your badge is coming out of the printer.</source>
        <translation>Votre badge sort de l’imprimante.</translation>
    </message>
    <message>
        <source>Your badge is ready: please take it.</source>
        <translation>Votre badge est prêt&#xa0;: prenez-le.</translation>
    </message>
    <message>
        <source>Your badge is waiting for you at the welcome desk.</source>
        <translation>Votre badge vous attend à l’accueil.</translation>
    </message>
    <message>
        <source>{point} is an exit, and self-service is for arrivals. Choose another control point; nothing was changed.</source>
        <translation>{point} est une sortie, et le libre-service accueille. Choisissez un autre point de contrôle&#xa0;; rien n’a changé.</translation>
    </message>
</context>
<context>
    <name>leaving</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Everything is saved. Nobody can be checked in here until Checkin is opened again.</source>
        <translation>Tout est enregistré. Personne ne pourra être accueilli ici avant la prochaine ouverture de Checkin.</translation>
    </message>
    <message>
        <source>Go on sending</source>
        <translation>Continuer l’envoi</translation>
    </message>
    <message>
        <source>People are still arriving. Close this desk?</source>
        <translation>Des personnes arrivent encore. Fermer ce poste&#xa0;?</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Rester</translation>
    </message>
    <message>
        <source>They wait in this event, and are sent when you press “Send…” again.</source>
        <translation>Ils attendent dans cet événement et partiront quand vous presserez de nouveau «&#xa0;Envoyer…&#xa0;».</translation>
    </message>
    <message>
        <source>{count} {count:ticket is|tickets are} still to be sent. Close all the same?</source>
        <translation>{count} {count:billet n’est pas encore parti|billets ne sont pas encore partis}. Fermer quand même&#xa0;?</translation>
    </message>
</context>
<context>
    <name>light</name>
    <message>
        <source>Camera</source>
        <translation>Caméra</translation>
    </message>
    <message>
        <source>Desks</source>
        <translation>Postes</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Imprimante</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Prêt</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Enregistrement</translation>
    </message>
    <message>
        <source>pretix</source>
        <translation>pretix</translation>
    </message>
    <message>
        <source>{name}: all is well</source>
        <translation>{name}&#xa0;: tout va bien</translation>
    </message>
    <message>
        <source>{name}: needs a look</source>
        <translation>{name}&#xa0;: à vérifier</translation>
    </message>
    <message>
        <source>{name}: not used</source>
        <translation>{name}&#xa0;: non utilisé</translation>
    </message>
</context>
<context>
    <name>list</name>
    <message>
        <source>A column cannot hold “{kind}”. Nothing was imported; it can hold: {kinds}.</source>
        <translation>Une colonne ne peut pas contenir «&#xa0;{kind}&#xa0;». Rien n’a été importé&#xa0;; elle peut contenir&#xa0;: {kinds}.</translation>
    </message>
    <message>
        <source>A word cannot mean “{status}”. Nothing was imported; it can mean: {statuses}.</source>
        <translation>Un mot ne peut pas vouloir dire «&#xa0;{status}&#xa0;». Rien n’a été importé&#xa0;; il peut vouloir dire&#xa0;: {statuses}.</translation>
    </message>
    <message>
        <source>All that this workbook holds is on hidden sheets. Nothing was imported; show the sheet of the list in your spreadsheet program, save the file and import it again.</source>
        <translation>Tout ce que contient ce classeur est sur des feuilles masquées. Rien n’a été importé&#xa0;; affichez la feuille de la liste dans votre tableur, enregistrez le fichier et importez-le de nouveau.</translation>
    </message>
    <message>
        <source>Cell {cell} holds a formula without a result, and is empty. Open the file in your spreadsheet program, save it and import it again.</source>
        <translation>La cellule {cell} contient une formule sans résultat&#xa0;: elle est vide. Ouvrez le fichier dans votre tableur, enregistrez-le et importez-le de nouveau.</translation>
    </message>
    <message>
        <source>Cell {cell} holds {word}, an error of a formula. The cell was left empty.</source>
        <translation>La cellule {cell} contient {word}, une erreur de formule. Elle a été laissée vide.</translation>
    </message>
    <message>
        <source>Column {column} holds formulas without a result, in {count} rows: this is the first. Their cells are empty. Open the file in your spreadsheet program, save it and import it again.</source>
        <translation>La colonne {column} contient des formules sans résultat, sur {count} lignes (voici la première)&#xa0;: leurs cellules sont vides. Ouvrez le fichier dans votre tableur, enregistrez-le et importez-le de nouveau.</translation>
    </message>
    <message>
        <source>Left out: a heading or a remark.</source>
        <translation>Écartée&#xa0;: un titre ou une remarque.</translation>
    </message>
    <message>
        <source>Left out: a letter between people.</source>
        <translation>Écartée&#xa0;: une lettre entre les personnes.</translation>
    </message>
    <message>
        <source>Left out: a total.</source>
        <translation>Écartée&#xa0;: un total.</translation>
    </message>
    <message>
        <source>Left out: an example or a hint.</source>
        <translation>Écartée&#xa0;: un exemple ou une consigne.</translation>
    </message>
    <message>
        <source>Left out: the titles again.</source>
        <translation>Écartée&#xa0;: les titres répétés.</translation>
    </message>
    <message>
        <source>No column of names was found. Found: {headers}. Nothing was imported; give the list a header row with “Last name” and “First name”, or “Name”.</source>
        <translation>Aucune colonne de noms n’a été trouvée. Vu&#xa0;: {headers}. Rien n’a été importé&#xa0;; donnez à la liste une ligne d’en-tête avec «&#xa0;Nom&#xa0;» et «&#xa0;Prénom&#xa0;», ou «&#xa0;Nom complet&#xa0;».</translation>
    </message>
    <message>
        <source>No column of this list holds a status, so “{word}” has no meaning here. Nothing was imported; name the column with --map.</source>
        <translation>Aucune colonne de cette liste ne contient l’état de l’inscription&#xa0;: «&#xa0;{word}&#xa0;» n’y veut rien dire. Rien n’a été importé&#xa0;; nommez-la avec --map.</translation>
    </message>
    <message>
        <source>Nobody would be imported: every row is left out. Take one in again.</source>
        <translation>Personne ne serait importé&#xa0;: toutes les lignes sont écartées. Reprenez-en une.</translation>
    </message>
    <message>
        <source>Nobody would be imported: {count:the only row has no name|none of {count} rows has a name} under “{titles}”. Say which column holds the names.</source>
        <translation>Personne ne serait importé&#xa0;: {count:la seule ligne n’a pas de nom|aucune des {count} lignes n’a de nom} sous «&#xa0;{titles}&#xa0;». Choisissez la colonne des noms.</translation>
    </message>
    <message>
        <source>Only the latest import can be undone, and only once. Nothing was changed; check who is in the event.</source>
        <translation>Seul le dernier import peut être annulé, et une seule fois. Rien n’a été modifié&#x202f;; regardez qui est dans l’événement.</translation>
    </message>
    <message>
        <source>Only {people} of {rows} rows would be imported: {why}.</source>
        <translation>Seulement {people} lignes sur {rows} seraient importées&#xa0;: {why}.</translation>
    </message>
    <message>
        <source>People were changed while you were looking at the list. Nothing was imported; choose the list again.</source>
        <translation>Des personnes ont été modifiées pendant que vous regardiez la liste. Rien n’a été importé&#x202f;; choisissez la liste de nouveau.</translation>
    </message>
    <message>
        <source>Row {row} belongs to someone else in the event. Nothing was imported; choose again.</source>
        <translation>La ligne {row} est celle de quelqu’un d’autre. Rien n’a été importé&#xa0;; choisissez à nouveau.</translation>
    </message>
    <message>
        <source>Row {row} cannot be matched: the row or the person is not there. Nothing was imported; choose again.</source>
        <translation>La ligne {row} ne peut pas être rapprochée&#xa0;: la ligne ou la personne n’y est pas. Rien n’a été importé&#xa0;; choisissez à nouveau.</translation>
    </message>
    <message>
        <source>Row {row} has a quotation mark that is out of place or never closed. Nothing was imported; correct the row and save the file again.</source>
        <translation>Ligne {row}&#xa0;: un guillemet est mal placé ou n’est jamais fermé. Rien n’a été importé&#xa0;; corrigez la ligne et enregistrez de nouveau le fichier.</translation>
    </message>
    <message>
        <source>Row {row} holds a text far too long for a list, or a quotation mark that is never closed. Nothing was imported; correct the row and save the file again.</source>
        <translation>Ligne {row}&#xa0;: un texte beaucoup trop long pour une liste, ou un guillemet jamais fermé. Rien n’a été importé&#xa0;; corrigez la ligne et enregistrez de nouveau le fichier.</translation>
    </message>
    <message>
        <source>The accents of this file were damaged when it was saved, in {count} {count:row|rows} like this one. They were put right; check some names. To have the file as it is, choose its encoding yourself.</source>
        <translation>Les accents de ce fichier étaient abîmés, sur {count} {count:ligne|lignes} comme celle-ci. Ils ont été rétablis&#xa0;: vérifiez quelques noms. Pour garder le fichier tel quel, choisissez vous-même son encodage.</translation>
    </message>
    <message>
        <source>The end of this file is lost: it was not saved completely. Nothing was imported; save it again, or ask for a new copy.</source>
        <translation>La fin de ce fichier est perdue&#xa0;: il n’a pas été enregistré en entier. Rien n’a été importé&#xa0;; enregistrez-le de nouveau, ou demandez-en une copie.</translation>
    </message>
    <message>
        <source>The first name is missing.</source>
        <translation>Le prénom manque.</translation>
    </message>
    <message>
        <source>The import of {at} was undone: {removed} {removed:person|people} removed, {restored} put back as before.</source>
        <translation>L’import du {at} est annulé&#xa0;: {removed} {removed:personne retirée|personnes retirées}, {restored} {restored:redevenue|redevenues} comme avant.</translation>
    </message>
    <message>
        <source>The last name is missing.</source>
        <translation>Le nom manque.</translation>
    </message>
    <message>
        <source>The name “{name}” was damaged before this list was saved. It was kept as it is.</source>
        <translation>Des lettres du nom «&#xa0;{name}&#xa0;» ont été abîmées avant l’enregistrement de cette liste. Il a été gardé tel quel.</translation>
    </message>
    <message>
        <source>The same name and e-mail address are in row {other}. If they are one person, leave one of the rows out; after the import, merge them at the desk.</source>
        <translation>Le même nom et la même adresse figurent à la ligne {other}. S’il s’agit d’une seule personne, écartez l’une des lignes&#xa0;; après l’import, fusionnez-les à l’accueil.</translation>
    </message>
    <message>
        <source>The same name is in row {other}. If they are one person, leave one of the rows out; after the import, merge them at the desk.</source>
        <translation>Le même nom figure à la ligne {other}. S’il s’agit d’une seule personne, écartez l’une des lignes&#xa0;; après l’import, fusionnez-les à l’accueil.</translation>
    </message>
    <message>
        <source>The text under “{column}” is longer than {most} characters. The rest was left out.</source>
        <translation>Le texte de «&#xa0;{column}&#xa0;» dépasse {most} caractères. Le reste a été laissé de côté.</translation>
    </message>
    <message>
        <source>The ticket code is longer than {most} characters. It was left out.</source>
        <translation>Le code du billet dépasse {most} caractères. Il a été laissé de côté.</translation>
    </message>
    <message>
        <source>There is no column “{title}” in this list. Nothing was imported; its columns are: {titles}.</source>
        <translation>Cette liste n’a pas de colonne «&#xa0;{title}&#xa0;». Rien n’a été importé&#xa0;; ses colonnes sont&#xa0;: {titles}.</translation>
    </message>
    <message>
        <source>There is no import to undo. Nothing was changed.</source>
        <translation>Aucun import de liste ne peut être annulé. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>There is no name here. This row was left out.</source>
        <translation>Personne n’est nommé ici. Cette ligne a été laissée de côté.</translation>
    </message>
    <message>
        <source>There is no row {row} below the titles of this list. Nothing was imported; rows are counted from 1.</source>
        <translation>Il n’y a pas de ligne {row} sous les titres de cette liste. Rien n’a été importé&#xa0;; les lignes sont comptées à partir de 1.</translation>
    </message>
    <message>
        <source>There is no sheet called “{name}” in this file. Nothing was imported; its sheets are: {names}.</source>
        <translation>Ce fichier n’a pas de feuille «&#xa0;{name}&#xa0;». Rien n’a été importé&#xa0;; ses feuilles sont&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>There is too much text on this row. It was left out.</source>
        <translation>Il y a trop de texte sur cette ligne. Elle a été laissée de côté.</translation>
    </message>
    <message>
        <source>There is too much text on this row. Its other columns were left out.</source>
        <translation>Il y a trop de texte sur cette ligne. Ses autres colonnes ont été laissées de côté.</translation>
    </message>
    <message>
        <source>This file cannot be opened. Nothing was imported; close it in other programs, or copy it to your documents and choose the copy.</source>
        <translation>Ce fichier ne peut pas être ouvert. Rien n’a été importé&#xa0;; fermez-le ailleurs, ou copiez-le dans vos documents et choisissez la copie.</translation>
    </message>
    <message>
        <source>This file is empty. Nothing was imported; choose another file.</source>
        <translation>Il n’y a rien dans ce fichier. Rien n’a été importé&#xa0;; choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>This file is larger than {megabytes} MB, too large for a list of people. Nothing was imported; keep only the list and save it again.</source>
        <translation>Ce fichier dépasse {megabytes} Mo, c’est trop pour une liste de personnes. Rien n’a été importé&#xa0;; ne gardez que la liste et enregistrez-la de nouveau.</translation>
    </message>
    <message>
        <source>This file is no longer there. Nothing was imported; find it and choose it again.</source>
        <translation>Ce fichier n’est plus là. Rien n’a été importé&#xa0;; retrouvez-le et choisissez-le de nouveau.</translation>
    </message>
    <message>
        <source>This file is not a list. Nothing was imported; choose a spreadsheet saved as XLSX or CSV.</source>
        <translation>Ce fichier n’est pas une liste. Rien n’a été importé&#xa0;; choisissez un tableau enregistré en XLSX ou en CSV.</translation>
    </message>
    <message>
        <source>This file is not written in “{encoding}”. Nothing was imported; choose another encoding.</source>
        <translation>Ce fichier n’est pas écrit en «&#xa0;{encoding}&#xa0;». Rien n’a été importé&#xa0;; choisissez un autre encodage.</translation>
    </message>
    <message>
        <source>This is a PDF. Nothing was imported; ask for the spreadsheet it was made from, and import that file.</source>
        <translation>C’est un PDF. Rien n’a été importé&#xa0;; demandez le tableau (Excel, LibreOffice…) dont il a été tiré, et importez ce fichier.</translation>
    </message>
    <message>
        <source>This is a ZIP archive. Nothing was imported; unpack it, and import the list inside: {names}.</source>
        <translation>C’est une archive ZIP. Rien n’a été importé&#xa0;; décompressez-la, puis importez la liste qu’elle contient&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>This is a calendar, not a list of people. Nothing was imported; import it as a programme, or choose another file.</source>
        <translation>C’est un calendrier, pas une liste de personnes. Rien n’a été importé&#xa0;; importez-le comme programme, ou choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>This is a database, perhaps an event of Checkin. Nothing was imported; open an event from the first window, or export the list from its program as XLSX or CSV.</source>
        <translation>C’est une base de données, peut-être un événement de Checkin. Rien n’a été importé&#xa0;; ouvrez un événement depuis la première fenêtre, ou exportez la liste depuis son logiciel en XLSX ou en CSV.</translation>
    </message>
    <message>
        <source>This is a document of Apple’s Numbers, Pages or Keynote. Nothing was imported; open it there, choose File, Export To, Excel or CSV, and import that file.</source>
        <translation>C’est un document Numbers, Pages ou Keynote (Apple). Rien n’a été importé&#xa0;; ouvrez-le, choisissez Fichier, Exporter vers, Excel ou CSV, puis importez ce fichier.</translation>
    </message>
    <message>
        <source>This is a file for programs ({kind}), not a spreadsheet. Nothing was imported; export the list from its program as XLSX or CSV, and import that file.</source>
        <translation>C’est un fichier pour logiciels ({kind}), pas un tableau. Rien n’a été importé&#xa0;; exportez la liste en XLSX ou en CSV depuis le logiciel d’où elle vient, puis importez ce fichier.</translation>
    </message>
    <message>
        <source>This is a folder, not a list. Nothing was imported; choose a file in it.</source>
        <translation>C’est un dossier, pas une liste. Rien n’a été importé&#xa0;; choisissez un fichier dans ce dossier.</translation>
    </message>
    <message>
        <source>This is a picture. Nothing was imported; ask for the spreadsheet it shows.</source>
        <translation>C’est une image. Rien n’a été importé&#xa0;; demandez le tableau qu’elle montre.</translation>
    </message>
    <message>
        <source>This is a presentation (PowerPoint, Impress…). Nothing was imported; copy its table into a spreadsheet, save it as XLSX, and import that file.</source>
        <translation>C’est une présentation (PowerPoint, Impress…). Rien n’a été importé&#xa0;; copiez son tableau dans un tableur, enregistrez-le en XLSX, puis importez ce fichier.</translation>
    </message>
    <message>
        <source>This is a text document (Word, LibreOffice…). Nothing was imported; copy its table into a spreadsheet, save it as XLSX, and import that file.</source>
        <translation>C’est un document texte (Word, LibreOffice…). Rien n’a été importé&#xa0;; copiez son tableau dans un tableur, enregistrez-le en XLSX, puis importez ce fichier.</translation>
    </message>
    <message>
        <source>This is a web page without a table, perhaps one that asks to sign in. Nothing was imported; sign in on the site, and download the list again.</source>
        <translation>C’est une page web sans tableau, peut-être une page de connexion. Rien n’a été importé&#xa0;; connectez-vous au site et téléchargez de nouveau la liste.</translation>
    </message>
    <message>
        <source>This is an archive (ZIP…). Nothing was imported; unpack it, and import the list inside.</source>
        <translation>C’est une archive (ZIP…). Rien n’a été importé&#xa0;; décompressez-la, puis importez la liste qu’elle contient.</translation>
    </message>
    <message>
        <source>This is an e-mail. Nothing was imported; save the file that is attached to it, and import that file.</source>
        <translation>C’est un e-mail. Rien n’a été importé&#xa0;; enregistrez sa pièce jointe, puis importez ce fichier.</translation>
    </message>
    <message>
        <source>This is only a shortcut to a Google document, without its people. Nothing was imported; open it in the browser, choose File, Download, Microsoft Excel (.xlsx), and import that file.</source>
        <translation>Ce n’est qu’un raccourci vers un document Google, sans les personnes. Rien n’a été importé&#xa0;; ouvrez-le dans le navigateur, choisissez Fichier, Télécharger, Microsoft Excel (.xlsx), puis importez ce fichier.</translation>
    </message>
    <message>
        <source>This is only a shortcut, not the file it leads to. Nothing was imported; open it, save the list on this computer, and import that file.</source>
        <translation>Ce n’est qu’un raccourci, pas le fichier lui-même. Rien n’a été importé&#xa0;; ouvrez-le, enregistrez la liste sur cet ordinateur, puis importez ce fichier.</translation>
    </message>
    <message>
        <source>This is only the frame of a web page saved by Excel; the list is in the folder beside it. Nothing was imported; open it in Excel, save it as XLSX, and import that file.</source>
        <translation>Ce n’est que le cadre d’une page web enregistrée par Excel&#xa0;: la liste est dans le dossier à côté. Rien n’a été importé&#xa0;; ouvrez-la dans Excel, enregistrez-la en XLSX, puis importez ce fichier.</translation>
    </message>
    <message>
        <source>This kind of spreadsheet cannot be read. Nothing was imported; open it in your spreadsheet program, save it as XLSX or CSV, and import that file.</source>
        <translation>Ce type de tableau ne peut pas être lu. Rien n’a été importé&#xa0;; ouvrez-le dans votre tableur, enregistrez-le en XLSX ou en CSV, puis importez ce fichier.</translation>
    </message>
    <message>
        <source>This list has no names: no row below its titles contains one. Nothing was imported; check the file.</source>
        <translation>Cette liste ne nomme personne&#xa0;: aucune ligne sous ses titres ne contient de nom. Rien n’a été importé&#xa0;; vérifiez le fichier.</translation>
    </message>
    <message>
        <source>This row was in another encoding than the rest of the file. Its accents were put right; check the name.</source>
        <translation>Cette ligne n’avait pas le même encodage que le reste du fichier. Ses accents ont été rétablis&#xa0;: vérifiez le nom.</translation>
    </message>
    <message>
        <source>This table is too large for a list of people: at most {rows} rows and {columns} columns. Nothing was imported; keep only the list and save it again.</source>
        <translation>Ce tableau est trop grand pour une liste de personnes&#xa0;: au plus {rows} lignes et {columns} colonnes. Rien n’a été importé&#xa0;; ne gardez que la liste et enregistrez-la de nouveau.</translation>
    </message>
    <message>
        <source>This ticket code is already in row {other}. This row was left out.</source>
        <translation>Ce code de billet figure déjà à la ligne {other}. Cette ligne a été laissée de côté.</translation>
    </message>
    <message>
        <source>This ticket code was replaced at the desk and is no longer valid. This row was left out; give it another code.</source>
        <translation>Ce code a été remplacé à l’accueil et n’est plus valable. Cette ligne est laissée de côté&#x202f;; donnez-lui un autre code.</translation>
    </message>
    <message>
        <source>This workbook could not be read: it is damaged, or far too large when unpacked. Nothing was imported; copy the list into a new workbook, or save it as CSV.</source>
        <translation>Ce classeur n’a pas pu être lu&#xa0;: il est abîmé, ou beaucoup trop gros une fois décompressé. Rien n’a été importé&#xa0;; copiez la liste dans un nouveau classeur, ou enregistrez-la en CSV.</translation>
    </message>
    <message>
        <source>This workbook is damaged. Nothing was imported; open it in your spreadsheet program, save it again and import it, or ask for a new copy.</source>
        <translation>Ce classeur est abîmé. Rien n’a été importé&#xa0;; ouvrez-le dans votre tableur, enregistrez-le de nouveau et importez-le, ou demandez une nouvelle copie.</translation>
    </message>
    <message>
        <source>This workbook is protected by a password. Nothing was imported; open it in your spreadsheet program, remove the password, save it and import it again.</source>
        <translation>Ce classeur est protégé par un mot de passe. Rien n’a été importé&#xa0;; ouvrez-le dans votre tableur, retirez le mot de passe, enregistrez-le et importez-le de nouveau.</translation>
    </message>
    <message>
        <source>This workbook took too long to read. Nothing was imported; copy the list into a new workbook, or save it as CSV.</source>
        <translation>La lecture de ce classeur a pris trop de temps. Rien n’a été importé&#xa0;; copiez la liste dans un nouveau classeur, ou enregistrez-la en CSV.</translation>
    </message>
    <message>
        <source>Unpacked, this workbook is far larger than a list of people, like files made to do harm. Nothing was imported; copy the list into a new workbook.</source>
        <translation>Ce classeur contient, une fois décompressé, bien plus qu’une liste de personnes, comme les fichiers faits pour nuire. Rien n’a été importé&#xa0;; copiez la liste dans un nouveau classeur.</translation>
    </message>
    <message>
        <source>Unusable address (accents): {email}</source>
        <translation>Adresse inutilisable (accents)&#xa0;: {email}</translation>
    </message>
    <message>
        <source>Unusable address: {email}</source>
        <translation>Adresse inutilisable&#xa0;: {email}</translation>
    </message>
    <message>
        <source>{count} too long to keep</source>
        <translation>{count} trop longues</translation>
    </message>
    <message>
        <source>{count} with the ticket code of another</source>
        <translation>{count} avec le code d’une autre</translation>
    </message>
    <message>
        <source>{count} without a name</source>
        <translation>sans nom&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} {count:total or remark|totals or remarks}</source>
        <translation>{count} {count:total ou remarque|totaux ou remarques}</translation>
    </message>
    <message>
        <source>{kept} {kept:person|people} it had added {kept:stays|stay}: a desk has seen them since.</source>
        <translation>Personnes ajoutées qui restent&#xa0;: {kept}, l’accueil les a vues depuis.</translation>
    </message>
    <message>
        <source>{people} {people:person|people}</source>
        <translation>{people} {people:personne|personnes}</translation>
    </message>
    <message>
        <source>{registrations} {registrations:registration|registrations}</source>
        <translation>{registrations} {registrations:inscription|inscriptions}</translation>
    </message>
    <message>
        <source>{registrations} {registrations:registration|registrations}, {companions} of them {companions:companion|companions}</source>
        <translation>{registrations} {registrations:inscription|inscriptions}, dont {companions} {companions:accompagnant|accompagnants}</translation>
    </message>
    <message>
        <source>{why} Nothing was imported; see --dry-run, and add --accept-few if that is right.</source>
        <translation>{why} Rien n’a été importé&#xa0;; regardez avec --dry-run, et ajoutez --accept-few si c’est juste.</translation>
    </message>
    <message>
        <source>“{column}” held characters that cannot be shown. They were removed.</source>
        <translation>«&#xa0;{column}&#xa0;» contenait des caractères impossibles à afficher. Ils ont été retirés.</translation>
    </message>
    <message>
        <source>“{name}” could not be split into first and last name. It was kept as it is.</source>
        <translation>«&#xa0;{name}&#xa0;» n’a pas pu être partagé en prénom et nom. Il a été gardé entier.</translation>
    </message>
    <message>
        <source>“{name}” may be two people on one row. They were imported as one.</source>
        <translation>«&#xa0;{name}&#xa0;»&#xa0;: peut-être deux personnes sur une même ligne. Elles ont été importées comme une seule.</translation>
    </message>
    <message>
        <source>“{name}”, whom this person brings along, is in row {other} too. If they are one person, empty the cell here; after the import, merge them at the desk.</source>
        <translation>«&#xa0;{name}&#xa0;», que cette personne amène, figure aussi à la ligne {other}. S’il s’agit d’une seule personne, videz la cellule ici&#xa0;; après l’import, fusionnez-les à l’accueil.</translation>
    </message>
    <message>
        <source>“{wish}” does not say who a row is. Nothing was imported; write the row and the person: 12=KBCDEFGHJKL.</source>
        <translation>«&#xa0;{wish}&#xa0;» ne dit pas de qui est la ligne. Rien n’a été importé&#xa0;; écrivez la ligne et la personne&#xa0;: 12=KBCDEFGHJKL.</translation>
    </message>
    <message>
        <source>“{word}” is a long number that a spreadsheet program shortened; its digits are lost. Ask for a list where this column is text.</source>
        <translation>«&#xa0;{word}&#xa0;» est un grand nombre raccourci par un tableur&#xa0;: ses chiffres sont perdus. Demandez une liste où cette colonne est du texte.</translation>
    </message>
    <message>
        <source>“{word}” is not a number of people from 1 to {most}. The person was counted as coming alone.</source>
        <translation>«&#xa0;{word}&#xa0;» n’est pas un nombre de personnes entre 1 et {most}. La personne compte comme venant seule.</translation>
    </message>
    <message>
        <source>“{word}” under “{column}” is not a known status. The person awaits approval until you say what it means.</source>
        <translation>«&#xa0;{word}&#xa0;» sous «&#xa0;{column}&#xa0;» n’est pas un état connu. La personne est à valider tant que vous n’avez pas dit ce qu’il veut dire.</translation>
    </message>
    <message>
        <source>“{word}” under “{column}” is not a known status: {count} rows, this is the first. These people await approval until you say what it means.</source>
        <translation>«&#xa0;{word}&#xa0;» sous «&#xa0;{column}&#xa0;» n’est pas un état connu&#xa0;: {count} lignes, voici la première. Ces personnes sont à valider tant que vous n’avez pas dit ce qu’il veut dire.</translation>
    </message>
    <message>
        <source>“{word}” under “{column}” is not a session of the programme.</source>
        <translation>«&#xa0;{word}&#xa0;» dans «&#xa0;{column}&#xa0;» n’est pas une session du programme.</translation>
    </message>
    <message>
        <source>“{word}” under “{column}” is not a session of the programme: {count} rows, this is the first.</source>
        <translation>«&#xa0;{word}&#xa0;» dans «&#xa0;{column}&#xa0;» n’est pas une session du programme&#xa0;: {count} {count:ligne|lignes}, celle-ci est la première.</translation>
    </message>
    <message>
        <source>“{word}” under “{column}” means neither on site nor online. The person counts as coming on site.</source>
        <translation>«&#xa0;{word}&#xa0;» dans «&#xa0;{column}&#xa0;» ne dit ni «&#xa0;sur place&#xa0;» ni «&#xa0;à distance&#xa0;». La personne compte comme venant sur place.</translation>
    </message>
    <message>
        <source>“{word}” under “{column}” means neither on site nor online: {count} rows, this is the first. These people count as coming on site.</source>
        <translation>«&#xa0;{word}&#xa0;» dans «&#xa0;{column}&#xa0;» ne dit ni «&#xa0;sur place&#xa0;» ni «&#xa0;à distance&#xa0;»&#xa0;: {count} {count:ligne|lignes}, celle-ci est la première. Ces personnes comptent comme venant sur place.</translation>
    </message>
    <message>
        <source>“{word}” under “{column}” refuses every day. The person is expected on none.</source>
        <translation>«&#xa0;{word}&#xa0;» dans «&#xa0;{column}&#xa0;» refuse tous les jours. La personne n’est attendue aucun jour.</translation>
    </message>
    <message>
        <source>“{word}” under “{column}” refuses every day: {count} rows, this is the first. These people are expected on none.</source>
        <translation>«&#xa0;{word}&#xa0;» dans «&#xa0;{column}&#xa0;» refuse tous les jours&#xa0;: {count} {count:ligne|lignes}, celle-ci est la première. Ces personnes ne sont attendues aucun jour.</translation>
    </message>
</context>
<context>
    <name>live</name>
    <message>
        <source>Almost everyone in by</source>
        <translation>Presque tous là vers</translation>
    </message>
    <message>
        <source>Arrivals</source>
        <translation>Arrivées</translation>
    </message>
    <message>
        <source>Arrivals and forecast</source>
        <translation>Arrivées et prévision</translation>
    </message>
    <message>
        <source>Arrivals are over: {arrived} came in at the entrance, and {missing} of the {expected} expected did not.</source>
        <translation>Les arrivées sont terminées&#xa0;: {arrived} {arrived:entré|entrés} à l’accueil, et sur les {expected} attendus {missing} {missing:n’est pas venu|ne sont pas venus}.</translation>
    </message>
    <message>
        <source>Arrivals are over: {arrived} of {expected} came in at the entrance.</source>
        <translation>Les arrivées sont terminées&#xa0;: {arrived} {arrived:personne est entrée|personnes sont entrées} à l’accueil sur {expected} {expected:attendue|attendues}.</translation>
    </message>
    <message>
        <source>Arrivals, every {minutes} min</source>
        <translation>Arrivées par {minutes}&#xa0;min</translation>
    </message>
    <message>
        <source>Arrived: {point}</source>
        <translation>Arrivés&#xa0;: {point}</translation>
    </message>
    <message>
        <source>By category</source>
        <translation>Par catégorie</translation>
    </message>
    <message>
        <source>By column of the list</source>
        <translation>Par colonne de la liste</translation>
    </message>
    <message>
        <source>By desk</source>
        <translation>Par poste</translation>
    </message>
    <message>
        <source>Columns of the list</source>
        <translation>Colonnes de la liste</translation>
    </message>
    <message>
        <source>Day {number}: {count}</source>
        <translation>Jour {number}&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Plein écran</translation>
    </message>
    <message>
        <source>Important guests not here yet: {count}</source>
        <translation>Invités importants attendus&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Last arrival</source>
        <translation>Dernière arrivée</translation>
    </message>
    <message>
        <source>Last: {name}{time}, {desk}</source>
        <translation>Dernière arrivée&#xa0;: {name}{time}, {desk}</translation>
    </message>
    <message>
        <source>Live, full screen. Esc to leave.</source>
        <translation>Suivi, plein écran. Échap pour quitter.</translation>
    </message>
    <message>
        <source>No category</source>
        <translation>Sans catégorie</translation>
    </message>
    <message>
        <source>No desk has recorded an arrival yet.</source>
        <translation>Aucun poste n’a encore enregistré d’arrivée.</translation>
    </message>
    <message>
        <source>No speaker is missing at the moment.</source>
        <translation>Aucun intervenant ne manque.</translation>
    </message>
    <message>
        <source>Nobody has arrived yet. Most people are expected between {start} and {end}.</source>
        <translation>Personne n’est encore arrivé. La plupart sont prévus entre {start} et {end}.</translation>
    </message>
    <message>
        <source>Nobody has arrived yet. Without a session time there is no forecast.</source>
        <translation>Personne n’est encore arrivé. Sans l’heure d’une session, pas de prévision.</translation>
    </message>
    <message>
        <source>Nobody is missing: no speaker, no {names}.</source>
        <translation>Personne ne manque&#xa0;: ni intervenant, ni {names}.</translation>
    </message>
    <message>
        <source>Nobody is missing: no speaker.</source>
        <translation>Personne ne manque&#xa0;: aucun intervenant.</translation>
    </message>
    <message>
        <source>Nobody is on the list yet.</source>
        <translation>Personne n’est encore sur la liste.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message>
        <source>Not arrived yet: speakers and important guests</source>
        <translation>Pas encore arrivés&#xa0;: intervenants et invités importants</translation>
    </message>
    <message>
        <source>Others ({count})</source>
        <translation>Autres ({count})</translation>
    </message>
    <message>
        <source>People at this control point. Closing also says how many came to any of them.</source>
        <translation>Les personnes à ce point de contrôle. Clôture dit aussi combien sont venues à l’un ou l’autre.</translation>
    </message>
    <message>
        <source>Per minute</source>
        <translation>Par minute</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Imprimer…</translation>
    </message>
    <message>
        <source>Queue (estimate)</source>
        <translation>File (estimée)</translation>
    </message>
    <message>
        <source>Save as a PDF…</source>
        <translation>Enregistrer en PDF…</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sessions</translation>
    </message>
    <message>
        <source>Sessions: inside / registered / seats</source>
        <translation>Sessions&#xa0;: à l’intérieur / inscrits / places</translation>
    </message>
    <message>
        <source>Speakers to find now: {count}</source>
        <translation>Intervenants à trouver maintenant&#xa0;: {count}</translation>
    </message>
    <message>
        <source>The PDF cannot be written there. Nothing was changed; choose another folder or another name.</source>
        <translation>Le PDF ne peut pas être écrit à cet endroit. Rien n’a été modifié&#xa0;; choisissez un autre dossier ou un autre nom.</translation>
    </message>
    <message>
        <source>The figures were sent to the printer {name}.</source>
        <translation>Les chiffres ont été envoyés à l’imprimante {name}.</translation>
    </message>
    <message>
        <source>The figures were written to {name}.</source>
        <translation>Les chiffres ont été écrits dans {name}.</translation>
    </message>
    <message>
        <source>The printer did not take the page. Choose another one, or save it as a PDF.</source>
        <translation>L’imprimante n’a pas accepté la page. Choisissez-en une autre, ou enregistrez-la en PDF.</translation>
    </message>
    <message>
        <source>There are no sessions to count: nobody is scanned in or registered for one.</source>
        <translation>Aucune session n’est comptée&#xa0;: personne n’y est scanné ni inscrit.</translation>
    </message>
    <message>
        <source>There is nobody to look out for.</source>
        <translation>Personne n’est à surveiller.</translation>
    </message>
    <message>
        <source>There is nobody to look out for: the programme has no speakers, and no category asks for attention (Ctrl+E on the programme).</source>
        <translation>Personne n’est à surveiller&#xa0;: le programme ne nomme aucun intervenant, et aucune catégorie n’appelle l’attention (Ctrl+E dans Programme).</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>arrivés</translation>
    </message>
    <message>
        <source>desks advised: {wanted}</source>
        <translation>postes conseillés&#xa0;: {wanted}</translation>
    </message>
    <message>
        <source>desks open: {working}, advised: {wanted}</source>
        <translation>postes actifs&#xa0;: {working}, conseillés&#xa0;: {wanted}</translation>
    </message>
    <message>
        <source>estimated queue: 1 person, {minutes} min</source>
        <translation>file estimée&#xa0;: 1 personne, {minutes} min</translation>
    </message>
    <message>
        <source>estimated queue: {people} people, {minutes} min</source>
        <translation>file estimée&#xa0;: {people} {people:personne|personnes}, {minutes} min</translation>
    </message>
    <message>
        <source>estimated queue: {people} {people:person|people}, and growing</source>
        <translation>file estimée&#xa0;: {people} {people:personne|personnes}, et elle s’allonge</translation>
    </message>
    <message>
        <source>expected by now: {count}</source>
        <translation>prévu à cette heure&#xa0;: {count}</translation>
    </message>
    <message>
        <source>forecast</source>
        <translation>prévision</translation>
    </message>
    <message>
        <source>no queue</source>
        <translation>pas de file</translation>
    </message>
    <message>
        <source>people, and growing</source>
        <translation>personnes, s’allonge</translation>
    </message>
    <message>
        <source>people, {minutes} min</source>
        <translation>pers., {minutes} min</translation>
    </message>
    <message>
        <source>read at {point}, {time}</source>
        <translation>passage&#xa0;: {point}, {time}</translation>
    </message>
    <message>
        <source>speaker</source>
        <translation>intervenant</translation>
    </message>
    <message>
        <source>still to come</source>
        <translation>encore attendus</translation>
    </message>
    <message>
        <source>too few arrivals to forecast</source>
        <translation>trop peu d’arrivées pour prévoir</translation>
    </message>
    <message>
        <source>up to {count} waiting at {time}</source>
        <translation>jusqu’à {count} en attente à {time}</translation>
    </message>
    <message>
        <source>{column} {value}</source>
        <translation>{column} {value}</translation>
    </message>
    <message>
        <source>{count} forecast in all</source>
        <translation>{count} {count:prévu|prévus} en tout</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>encore {count}</translation>
    </message>
    <message>
        <source>{count} of them not expected</source>
        <translation>dont {count} non {count:attendu|attendus}</translation>
    </message>
    <message>
        <source>{count} {count:person|people} in all at the entrance</source>
        <translation>{count} {count:personne|personnes} en tout à l’accueil</translation>
    </message>
    <message>
        <source>{missing} missing</source>
        <translation>{missing} {missing:manque|manquent}</translation>
    </message>
    <message>
        <source>{name} ({count})</source>
        <translation>{name} ({count})</translation>
    </message>
    <message>
        <source>{name}: {count}</source>
        <translation>{name}&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{people} {people:person|people}, {minutes} minutes: 1 desk</source>
        <translation>{people} {people:personne|personnes}, {minutes} minutes&#xa0;: 1 poste</translation>
    </message>
    <message>
        <source>{people} {people:person|people}, {minutes} minutes: {desks} desks</source>
        <translation>{people} {people:personne|personnes}, {minutes} minutes&#xa0;: {desks} postes</translation>
    </message>
    <message>
        <source>{percent}% came</source>
        <translation>{percent} % arrivés</translation>
    </message>
    <message>
        <source>{time}: {arrived} arrived, {planned} forecast</source>
        <translation>{time}&#xa0;: {arrived} {arrived:arrivé|arrivés}, {planned} {planned:prévu|prévus}</translation>
    </message>
</context>
<context>
    <name>mail</name>
    <message>
        <source>A message needs a subject and a text. Nothing was sent.</source>
        <translation>Un message doit avoir un objet et un texte. Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>Answers cannot go to “{address}”. Nothing was sent; correct it.</source>
        <translation>Les réponses ne peuvent pas aller à «&#xa0;{address}&#xa0;». Rien n’a été envoyé&#xa0;; corrigez l’adresse.</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>En cours d’envoi</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Catégorie</translation>
    </message>
    <message>
        <source>Changed since</source>
        <translation>Changés depuis</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Code {code}</source>
        <translation>Code {code}</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Prénom</translation>
    </message>
    <message>
        <source>Hello {{first_name}},

Here is your ticket for {{event}}. Please have it with you at the entrance, on your phone or printed.

{{date}}
{{hours}}
{{place}}

{{booked}}

{{notes}}

See you soon!
{{organiser}}</source>
        <translation>Bonjour {{first_name}},

Voici votre billet pour «&#xa0;{{event}}&#xa0;». Présentez-le à l’accueil, sur votre téléphone ou imprimé.

{{date}}
{{hours}}
{{place}}

{{booked}}

{{notes}}

À bientôt&#xa0;!
{{organiser}}</translation>
    </message>
    <message>
        <source>Hello,

Here are the tickets for {{event}}: {{tickets}}. Each person shows their own at the entrance, on a phone or printed.

{{date}}
{{hours}}
{{place}}

{{notes}}

See you soon!
{{organiser}}</source>
        <translation>Bonjour,

Voici les billets pour «&#xa0;{{event}}&#xa0;»&#xa0;: {{tickets}}. Chacun présente le sien à l’accueil, sur un téléphone ou imprimé.

{{date}}
{{hours}}
{{place}}

{{notes}}

À bientôt&#xa0;!
{{organiser}}</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Horaires</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>No message can go to the address of {name}, “{address}”. Correct it.</source>
        <translation>Aucun message ne peut partir vers l’adresse de {name}, «&#xa0;{address}&#xa0;». Corrigez-la.</translation>
    </message>
    <message>
        <source>No password for {user}. Nothing was sent; give it with --password-file, in the environment variable {variable}, or once in the window, which keeps it in the system’s keyring.</source>
        <translation>Pas de mot de passe pour {user}. Rien n’a été envoyé&#xa0;; donnez-le par --password-file, dans la variable d’environnement {variable}, ou une fois dans la fenêtre, qui le garde dans le trousseau du système.</translation>
    </message>
    <message>
        <source>Nobody would get a ticket. Nothing was sent; check the list of attendees.</source>
        <translation>Personne n’aurait de billet. Rien n’a été envoyé&#xa0;; vérifiez la liste des participants.</translation>
    </message>
    <message>
        <source>Nobody would get a ticket. Nothing was written; check the list of attendees.</source>
        <translation>Personne n’aurait de billet. Rien n’a été écrit&#xa0;; vérifiez la liste des participants.</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Non envoyé</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Pas encore envoyé</translation>
    </message>
    <message>
        <source>One message was sent to {address}. Look at it there, then send to everyone.</source>
        <translation>Un message est parti pour {address}. Regardez-le, puis envoyez à tous.</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Organisme</translation>
    </message>
    <message>
        <source>Password of {user}:</source>
        <translation>Mot de passe de {user}&#xa0;:</translation>
    </message>
    <message>
        <source>Perhaps sent</source>
        <translation>Peut-être envoyé</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lieu</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusés</translation>
    </message>
    <message>
        <source>Send to</source>
        <translation>Envoyer à</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Envoyés</translation>
    </message>
    <message>
        <source>Test: {subject}</source>
        <translation>Essai&#xa0;: {subject}</translation>
    </message>
    <message>
        <source>The mail server answered: {said}</source>
        <translation>Réponse du serveur de messagerie&#xa0;: {said}</translation>
    </message>
    <message>
        <source>The mail server asks for patience. What is left waits, and goes on by itself.</source>
        <translation>Le serveur de messagerie demande de patienter. Le reste attend, et repartira tout seul.</translation>
    </message>
    <message>
        <source>The mail server cannot be reached. What is left waits, and goes on by itself once the network is back.</source>
        <translation>Le serveur de messagerie est injoignable. Le reste attend, et repartira tout seul dès le retour du réseau.</translation>
    </message>
    <message>
        <source>The mail server closed the connection. What is left waits; Checkin connects again in a moment.</source>
        <translation>Le serveur de messagerie a fermé la connexion. Le reste attend&#xa0;; Checkin se reconnecte dans un instant.</translation>
    </message>
    <message>
        <source>The mail server does not accept your sender address. Nothing more is sent; enter the address of this mailbox.</source>
        <translation>Le serveur de messagerie n’accepte pas votre adresse d’expéditeur. Plus rien ne part&#xa0;; saisissez l’adresse de cette boîte.</translation>
    </message>
    <message>
        <source>The mail server does not offer this encryption. Nothing more is sent; choose the other one (TLS with port 465, STARTTLS with port 587).</source>
        <translation>Le serveur de messagerie ne propose pas ce chiffrement. Plus rien ne part&#xa0;; choisissez l’autre (TLS avec le port 465, STARTTLS avec le port 587).</translation>
    </message>
    <message>
        <source>The mail server refused this message: {said}</source>
        <translation>Le serveur de messagerie a refusé ce message&#xa0;: {said}</translation>
    </message>
    <message>
        <source>The mail server refuses the user name or the password. Nothing more is sent. Many providers want an app password here: create one on their security page and enter it.</source>
        <translation>Le serveur de messagerie refuse l’identifiant ou le mot de passe. Plus rien ne part. Beaucoup de fournisseurs exigent ici un mot de passe d’application&#xa0;: créez-le sur leur page de sécurité, puis saisissez-le.</translation>
    </message>
    <message>
        <source>The mail server refuses this computer. Nothing more is sent; ask your provider, or write drafts.</source>
        <translation>Le serveur de messagerie refuse cet ordinateur. Plus rien ne part&#xa0;; demandez à votre fournisseur, ou préparez des brouillons.</translation>
    </message>
    <message>
        <source>The mail server’s certificate does not fit its name, or is not trusted: it may be another server. Nothing more is sent; check the name of the server and the date of this computer.</source>
        <translation>Le certificat du serveur de messagerie ne correspond pas à son nom, ou n’est pas reconnu&#xa0;: c’est peut-être un autre serveur. Plus rien ne part&#xa0;; vérifiez le nom du serveur et la date de cet ordinateur.</translation>
    </message>
    <message>
        <source>The message is too long: a subject has {subject} letters at most, a text {text} KB. Nothing was sent; shorten it, or put the rest on a web page and give its address.</source>
        <translation>Le message est trop long&#xa0;: {subject} caractères au plus pour l’objet, {text} Ko pour le texte. Rien n’a été envoyé&#xa0;; raccourcissez-le, ou mettez le reste sur une page web dont vous donnez l’adresse.</translation>
    </message>
    <message>
        <source>The name of the mail server is missing. It looks like “smtp.example.org”, and your provider tells it.</source>
        <translation>Le nom du serveur de messagerie manque. Il ressemble à «&#xa0;smtp.example.org&#xa0;», et votre fournisseur vous l’indique.</translation>
    </message>
    <message>
        <source>The password cannot be read from “{name}”. Nothing was sent.</source>
        <translation>Le mot de passe ne peut pas être lu dans «&#xa0;{name}&#xa0;». Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>The port is a number up to 65535, and the pace one from 1 to {most} messages a minute. Nothing was sent; correct it.</source>
        <translation>Le port est un nombre jusqu’à 65535, et la cadence va de 1 à {most} messages par minute. Rien n’a été envoyé&#xa0;; corrigez.</translation>
    </message>
    <message>
        <source>The provider accepts no more messages for now. What is left waits, and goes on by itself; with a daily limit that may be tomorrow.</source>
        <translation>Le fournisseur n’accepte plus de messages pour l’instant. Le reste attend, et repartira tout seul&#xa0;; avec une limite par jour, peut-être demain.</translation>
    </message>
    <message>
        <source>There is no attendee with a ticket to try it with. Nothing was sent.</source>
        <translation>Aucun participant n’a de billet pour faire l’essai. Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>There is no field “{field}”. Nothing was sent; correct it in the message. There are: {known}.</source>
        <translation>Le champ «&#xa0;{field}&#xa0;» n’existe pas. Rien n’a été envoyé&#xa0;; corrigez-le dans le message. Champs possibles&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>There is no mail server of this name, or no network. Nothing was sent; check both, then send again.</source>
        <translation>Il n’y a pas de serveur de messagerie de ce nom, ou pas de réseau. Rien n’a été envoyé&#xa0;; vérifiez les deux, puis relancez l’envoi.</translation>
    </message>
    <message>
        <source>This is a rehearsal. Nothing was sent: real people would get their ticket.</source>
        <translation>Ceci est une répétition. Rien n’a été envoyé&#xa0;: de vraies personnes recevraient leur billet.</translation>
    </message>
    <message>
        <source>This is not a mail server for sending. Nothing was sent; check its name and port.</source>
        <translation>Ce n’est pas un serveur d’envoi de messages. Rien n’a été envoyé&#xa0;; vérifiez son nom et son port.</translation>
    </message>
    <message>
        <source>This provider is ending sign-in by password for other programs. If yours is refused, write drafts instead: your own mail program sends them.</source>
        <translation>Ce fournisseur met fin à la connexion par mot de passe des autres logiciels. Si le vôtre est refusé, préparez plutôt des brouillons&#xa0;: votre propre messagerie les envoie.</translation>
    </message>
    <message>
        <source>This provider wants an app password instead of your own. You create it on the provider’s security page, once two-step verification is on, and paste it here.</source>
        <translation>Ce fournisseur exige un mot de passe d’application à la place du vôtre. Vous le créez sur sa page de sécurité, une fois la validation en deux étapes activée, et le collez ici.</translation>
    </message>
    <message>
        <source>Three messages in a row were refused for the same reason, so it is not their recipients. Nothing more is sent and the three wait again; read the reason, and change the message or ask your provider.</source>
        <translation>Trois messages de suite ont été refusés pour la même raison&#xa0;: les destinataires n’y sont pour rien. Plus rien ne part et ces trois-là attendent de nouveau&#xa0;; lisez la raison, puis modifiez le message ou demandez à votre fournisseur.</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Billet</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>What became of this message is already known. Nothing was changed.</source>
        <translation>On sait déjà ce qu’est devenu ce message. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>Will be tried again</source>
        <translation>Sera réessayé</translation>
    </message>
    <message>
        <source>With this provider, sending by other programs must first be allowed in the mailbox’s settings.</source>
        <translation>Chez ce fournisseur, l’envoi par d’autres logiciels doit d’abord être autorisé dans les réglages de la boîte.</translation>
    </message>
    <message>
        <source>Without encryption your password and your attendees’ tickets could be read on the way. Nothing was sent; choose TLS or STARTTLS.</source>
        <translation>Sans chiffrement, votre mot de passe et les billets de vos participants pourraient être lus en chemin. Rien n’a été envoyé&#xa0;; choisissez TLS ou STARTTLS.</translation>
    </message>
    <message>
        <source>Your ticket, {{first_name}} {{last_name}}: {{event}}</source>
        <translation>Votre billet, {{first_name}} {{last_name}}&#xa0;: {{event}}</translation>
    </message>
    <message>
        <source>Your tickets: {{event}}</source>
        <translation>Vos billets&#xa0;: {{event}}</translation>
    </message>
    <message>
        <source>nothing to send</source>
        <translation>rien à envoyer</translation>
    </message>
    <message>
        <source>{count} not sent</source>
        <translation>{count} non {count:envoyé|envoyés}</translation>
    </message>
    <message>
        <source>{count} possibly sent</source>
        <translation>{count} peut-être {count:envoyé|envoyés}</translation>
    </message>
    <message>
        <source>{count} refused</source>
        <translation>{count} {count:refusé|refusés}</translation>
    </message>
    <message>
        <source>{count} sent</source>
        <translation>{count} {count:envoyé|envoyés}</translation>
    </message>
    <message>
        <source>{count} to be tried again</source>
        <translation>{count} à réessayer</translation>
    </message>
    <message>
        <source>{count} waiting</source>
        <translation>{count} en attente</translation>
    </message>
    <message>
        <source>{count} {count:draft|drafts} with {tickets} {tickets:ticket|tickets} written to “{folder}”. Nothing was sent.</source>
        <translation>{count} {count:brouillon écrit|brouillons écrits} avec {tickets} {tickets:billet|billets} dans «&#xa0;{folder}&#xa0;». Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>{count} {count:person|people} without address</source>
        <translation>{count} {count:personne|personnes} sans adresse</translation>
    </message>
    <message>
        <source>{name} has no e-mail address.</source>
        <translation>{name} n’a pas d’adresse e-mail.</translation>
    </message>
    <message>
        <source>{sentence} The server’s words: {said}</source>
        <translation>{sentence} Réponse du serveur&#xa0;: {said}</translation>
    </message>
    <message>
        <source>“{address}” is not an address that messages can be sent from. Nothing was sent; correct it.</source>
        <translation>«&#xa0;{address}&#xa0;» n’est pas une adresse depuis laquelle envoyer. Rien n’a été envoyé&#xa0;; corrigez-la.</translation>
    </message>
    <message>
        <source>“{address}” is not an e-mail address. Nothing was sent; correct it.</source>
        <translation>«&#xa0;{address}&#xa0;» n’est pas une adresse e-mail. Rien n’a été envoyé&#xa0;; corrigez-la.</translation>
    </message>
    <message>
        <source>“{name}” holds no certificates that can be read. Nothing was sent; choose a file in the PEM format.</source>
        <translation>«&#xa0;{name}&#xa0;» ne contient aucun certificat lisible. Rien n’a été envoyé&#xa0;; choisissez un fichier au format PEM.</translation>
    </message>
    <message>
        <source>“{server}” is not the name of a mail server. Nothing was sent; it looks like “smtp.example.org”, and your provider tells it.</source>
        <translation>«&#xa0;{server}&#xa0;» n’est pas le nom d’un serveur de messagerie. Rien n’a été envoyé&#xa0;; il ressemble à «&#xa0;smtp.example.org&#xa0;», et votre fournisseur vous l’indique.</translation>
    </message>
</context>
<context>
    <name>menu</name>
    <message>
        <source>Another event…</source>
        <translation>Autre événement…</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apparence</translation>
    </message>
    <message>
        <source>Badges to print…</source>
        <translation>Badges à imprimer…</translation>
    </message>
    <message>
        <source>Blank badges…</source>
        <translation>Badges vierges…</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Caméra</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>Enter arrivals noted on paper…</source>
        <translation>Saisir les arrivées notées sur papier…</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Event and programme…</source>
        <translation>Événement et programme…</translation>
    </message>
    <message>
        <source>Export the attendance…</source>
        <translation>Exporter les présences…</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Plein écran</translation>
    </message>
    <message>
        <source>Give the person a wristband or badge…</source>
        <translation>Donner un bracelet ou un badge à la personne…</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Aide</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Contraste élevé</translation>
    </message>
    <message>
        <source>Import a list…</source>
        <translation>Importer une liste…</translation>
    </message>
    <message>
        <source>Import online attendance (Zoom, Teams)…</source>
        <translation>Importer les connexions (Zoom, Teams)…</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claire</translation>
    </message>
    <message>
        <source>Load a programme…</source>
        <translation>Charger un programme…</translation>
    </message>
    <message>
        <source>Lost badge: new code…</source>
        <translation>Badge perdu&#xa0;: nouveau code…</translation>
    </message>
    <message>
        <source>Mirror the image</source>
        <translation>Image en miroir</translation>
    </message>
    <message>
        <source>Move to the next control point on time</source>
        <translation>Changer de point de contrôle à l’heure prévue</translation>
    </message>
    <message>
        <source>No camera connected</source>
        <translation>Aucune caméra branchée</translation>
    </message>
    <message>
        <source>Only scan…</source>
        <translation>Scanner seulement…</translation>
    </message>
    <message>
        <source>Open the rest of this desk…</source>
        <translation>Rouvrir le reste de ce poste…</translation>
    </message>
    <message>
        <source>Other desks…</source>
        <translation>Autres postes…</translation>
    </message>
    <message>
        <source>Phones…</source>
        <translation>Téléphones…</translation>
    </message>
    <message>
        <source>Photographs of attendees…</source>
        <translation>Photos des participants…</translation>
    </message>
    <message>
        <source>Print the list…</source>
        <translation>Imprimer la liste…</translation>
    </message>
    <message>
        <source>Ready to open?</source>
        <translation>Prêt à ouvrir&#xa0;?</translation>
    </message>
    <message>
        <source>Rehearsal…</source>
        <translation>Répétition générale…</translation>
    </message>
    <message>
        <source>Report a problem…</source>
        <translation>Signaler un problème…</translation>
    </message>
    <message>
        <source>Same as the system</source>
        <translation>Comme le système</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>Enregistrer une copie…</translation>
    </message>
    <message>
        <source>Save the codes as images…</source>
        <translation>Écrire les codes en images…</translation>
    </message>
    <message>
        <source>Save the programme as…</source>
        <translation>Enregistrer le programme sous…</translation>
    </message>
    <message>
        <source>Self-service…</source>
        <translation>Libre-service…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Réglages…</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Son</translation>
    </message>
    <message>
        <source>Supervisors…</source>
        <translation>Responsables…</translation>
    </message>
    <message>
        <source>Take signatures on screen</source>
        <translation>Faire signer à l’écran</translation>
    </message>
    <message>
        <source>Undo the last import…</source>
        <translation>Annuler le dernier import…</translation>
    </message>
    <message>
        <source>pretix…</source>
        <translation>pretix…</translation>
    </message>
</context>
<context>
    <name>moment</name>
    <message>
        <source>at {time}</source>
        <translation>à {time}</translation>
    </message>
    <message>
        <source>on {day} at {time}</source>
        <translation>le {day} à {time}</translation>
    </message>
</context>
<context>
    <name>names</name>
    <message>
        <source>{names} and {more} more</source>
        <translation>{names} et {more} {more:autre|autres}</translation>
    </message>
</context>
<context>
    <name>notice</name>
    <message>
        <source>OK</source>
        <translation>Compris</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
</context>
<context>
    <name>occasion</name>
    <message>
        <source>DEMONSTRATION – nothing is real</source>
        <translation>DÉMONSTRATION – rien de réel</translation>
    </message>
    <message>
        <source>Leave the demonstration</source>
        <translation>Quitter la démonstration</translation>
    </message>
    <message>
        <source>NO LONGER SAVING – an older copy has replaced the file</source>
        <translation>PLUS RIEN N’EST ENREGISTRÉ – fichier remplacé par une ancienne copie</translation>
    </message>
    <message>
        <source>NO LONGER SAVING – another file is in its place</source>
        <translation>PLUS RIEN N’EST ENREGISTRÉ – un autre fichier a pris sa place</translation>
    </message>
    <message>
        <source>NO LONGER SAVING – the event file has gone</source>
        <translation>PLUS RIEN N’EST ENREGISTRÉ – le fichier a disparu</translation>
    </message>
    <message>
        <source>NO LONGER SAVING – the event file was damaged</source>
        <translation>PLUS RIEN N’EST ENREGISTRÉ – le fichier a été abîmé</translation>
    </message>
    <message>
        <source>NOTHING IS SAVED – call the team</source>
        <translation>RIEN N’EST ENREGISTRÉ – prévenez l’équipe</translation>
    </message>
    <message>
        <source>REHEARSAL – nothing counts</source>
        <translation>RÉPÉTITION – rien ne compte</translation>
    </message>
    <message>
        <source>Restore the file</source>
        <translation>Rétablir le fichier</translation>
    </message>
</context>
<context>
    <name>organiser_lock</name>
    <message>
        <source>For the organiser</source>
        <translation>Réservé à l’organisateur</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <source>Scanning, searching, registering, correcting and printing need no PIN. Esc goes back to them.</source>
        <translation>Scanner, chercher, inscrire, corriger et imprimer se font sans code PIN. Échap y ramène.</translation>
    </message>
</context>
<context>
    <name>pace</name>
    <message>
        <source>Arrivals per minute</source>
        <translation>Arrivées par minute</translation>
    </message>
    <message>
        <source>Next:</source>
        <translation>Prochaine&#xa0;:</translation>
    </message>
    <message>
        <source>Nobody in the last {minutes} minutes.</source>
        <translation>Personne ces {minutes} dernières minutes.</translation>
    </message>
    <message>
        <source>Nobody yet. The chart starts with the first arrival.</source>
        <translation>Personne encore. La première arrivée lancera la courbe.</translation>
    </message>
    <message>
        <source>now</source>
        <translation>maintenant</translation>
    </message>
    <message>
        <source>{count} {count:arrival|arrivals} in the last {minutes} minutes</source>
        <translation>{count} {count:arrivée|arrivées} ces {minutes} dernières minutes</translation>
    </message>
    <message>
        <source>{time} · speakers: {speakers} · {title}</source>
        <translation>{time} · intervenants&#xa0;: {speakers} · {title}</translation>
    </message>
    <message>
        <source>−{minutes} min</source>
        <translation>−{minutes} min</translation>
    </message>
</context>
<context>
    <name>paper</name>
    <message>
        <source>Another time…</source>
        <translation>Autre heure…</translation>
    </message>
    <message>
        <source>Arrivals from paper</source>
        <translation>Saisie du papier</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>From paper: everyone you scan or name now arrived at {time}. The camera is off.</source>
        <translation>Saisie du papier&#xa0;: chaque personne scannée ou nommée est arrivée à {time}. La caméra est coupée.</translation>
    </message>
    <message>
        <source>List at {time} on {date}, printed at {desk}. In grey: already arrived.</source>
        <translation>Liste du {date} à {time}, imprimée à&#xa0;: {desk}. En gris&#xa0;: déjà arrivés.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Nobody is on the list yet. Nothing was written; import a list first.</source>
        <translation>Personne n’est encore sur la liste. Rien n’a été écrit&#xa0;; importez d’abord une liste.</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Organisme</translation>
    </message>
    <message>
        <source>Page {page} / {pages}</source>
        <translation>Page {page} / {pages}</translation>
    </message>
    <message>
        <source>Paper done</source>
        <translation>Papier terminé</translation>
    </message>
    <message>
        <source>Some codes are long and print small: for these people, type the name instead.</source>
        <translation>Certains codes sont longs et sortent petits&#xa0;: pour ces personnes, tapez plutôt le nom.</translation>
    </message>
    <message>
        <source>The camera would see several lines of the paper at once. Use the handheld scanner, or type a name or a code.</source>
        <translation>La caméra verrait plusieurs lignes du papier à la fois. Prenez le lecteur à main, ou tapez un nom ou un code.</translation>
    </message>
    <message>
        <source>Tick each person who arrives and write down the time. Afterwards, in the desk’s menu: “Enter arrivals noted on paper…”.</source>
        <translation>Cochez chaque personne qui arrive et notez l’heure. Ensuite, au menu de l’accueil&#xa0;: «&#xa0;Saisir les arrivées notées sur papier…&#xa0;».</translation>
    </message>
    <message>
        <source>Time of arrival</source>
        <translation>Heure d’arrivée</translation>
    </message>
    <message>
        <source>Time written on the paper (8:45). It applies until you type another:</source>
        <translation>Heure écrite sur le papier (8:45). Elle compte jusqu’à la suivante&#xa0;:</translation>
    </message>
    <message>
        <source>{people} {people:person|people} on {pages} {pages:page|pages} written to {name}.</source>
        <translation>{people} {people:personne|personnes} sur {pages} {pages:page écrite|pages écrites} dans {name}.</translation>
    </message>
    <message>
        <source>{time} has not passed yet. Type the time written on the paper. Nothing changed.</source>
        <translation>{time} n’est pas encore passé. Tapez l’heure écrite sur le papier. Rien n’a changé.</translation>
    </message>
    <message>
        <source>“{text}” is not a time. Type it as 8:45 or 8h45, with the day if it was not today: 4/7 8:45. Nothing changed.</source>
        <translation>«&#xa0;{text}&#xa0;» n’est pas une heure. Tapez 8:45 ou 8h45, avec le jour si ce n’était pas aujourd’hui&#xa0;: 4/7 8:45. Rien n’a changé.</translation>
    </message>
</context>
<context>
    <name>passage</name>
    <message>
        <source>Already in</source>
        <translation>Déjà là</translation>
    </message>
    <message>
        <source>Arrival undone</source>
        <translation>Arrivée annulée</translation>
    </message>
    <message>
        <source>Arrived {time}</source>
        <translation>Arrivée {time}</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Came {time}, out</source>
        <translation>Arrivée {time}, puis sortie</translation>
    </message>
    <message>
        <source>Exit undone</source>
        <translation>Sortie annulée</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Attendu</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Rendu</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Last arrivals</source>
        <translation>Derniers passages</translation>
    </message>
    <message>
        <source>Last loans and returns</source>
        <translation>Derniers prêts et retours</translation>
    </message>
    <message>
        <source>Lent</source>
        <translation>Prêté</translation>
    </message>
    <message>
        <source>Loan undone</source>
        <translation>Prêt annulé</translation>
    </message>
    <message>
        <source>Not booked</source>
        <translation>Non réservé</translation>
    </message>
    <message>
        <source>On site, not here</source>
        <translation>Sur place, pas ici</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>People appear here as they come in.</source>
        <translation>Les personnes qui passent s’affichent ici.</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refus</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>Remplacement</translation>
    </message>
    <message>
        <source>Replaced by {name}</source>
        <translation>Remplacé par {name}</translation>
    </message>
    <message>
        <source>Return undone</source>
        <translation>Retour annulé</translation>
    </message>
    <message>
        <source>To check</source>
        <translation>À voir</translation>
    </message>
    <message>
        <source>Undo this entry: {name}</source>
        <translation>Annuler ce passage&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Waiting list</source>
        <translation>Liste d’attente</translation>
    </message>
    <message>
        <source>then arrival undone</source>
        <translation>puis arrivée annulée</translation>
    </message>
    <message>
        <source>then given back {time}</source>
        <translation>puis rendu {time}</translation>
    </message>
    <message>
        <source>then in {time}</source>
        <translation>puis entrée {time}</translation>
    </message>
    <message>
        <source>then lent {time}</source>
        <translation>puis prêté {time}</translation>
    </message>
    <message>
        <source>then loan undone</source>
        <translation>puis prêt annulé</translation>
    </message>
    <message>
        <source>then on the waiting list</source>
        <translation>puis liste d’attente</translation>
    </message>
    <message>
        <source>then out {time}</source>
        <translation>puis sortie {time}</translation>
    </message>
    <message>
        <source>then sent to {to}</source>
        <translation>puis envoyé à {to}</translation>
    </message>
    <message>
        <source>{came} of {places} came</source>
        <translation>{came} sur {places}</translation>
    </message>
    <message>
        <source>{people} of {places} people</source>
        <translation>{people} {people:personne|personnes} sur {places}</translation>
    </message>
    <message>
        <source>{thing} · {time}</source>
        <translation>{thing} · {time}</translation>
    </message>
    <message>
        <source>{thing}, no number · {time}</source>
        <translation>{thing}, sans numéro · {time}</translation>
    </message>
</context>
<context>
    <name>payment</name>
    <message>
        <source>Comes in without paying</source>
        <translation>Entre sans payer</translation>
    </message>
    <message>
        <source>First choose how: type the number, or ↓.</source>
        <translation>Choisissez d’abord comment&#xa0;: tapez le numéro, ou ↓.</translation>
    </message>
    <message>
        <source>How do these {count} people pay {amount} in all?</source>
        <translation>Comment ces {count} personnes paient-elles {amount} en tout&#xa0;?</translation>
    </message>
    <message>
        <source>How do these {count} people pay?</source>
        <translation>Comment ces {count} personnes paient-elles&#xa0;?</translation>
    </message>
    <message>
        <source>How does {name} pay {amount}?</source>
        <translation>Comment paie {name} ({amount})&#xa0;?</translation>
    </message>
    <message>
        <source>How does {name} pay?</source>
        <translation>Comment paie {name}&#xa0;?</translation>
    </message>
    <message>
        <source>It is noted who paid and how. Take the money as you always do.</source>
        <translation>On note qui a payé et comment. Encaissez comme d’habitude.</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>Noter</translation>
    </message>
    <message>
        <source>Note it and let in</source>
        <translation>Noter et faire entrer</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>Paiement</translation>
    </message>
    <message>
        <source>card</source>
        <translation>carte bancaire</translation>
    </message>
    <message>
        <source>cash</source>
        <translation>espèces</translation>
    </message>
    <message>
        <source>cheque</source>
        <translation>chèque</translation>
    </message>
    <message>
        <source>transfer</source>
        <translation>virement</translation>
    </message>
</context>
<context>
    <name>people</name>
    <message>
        <source>/ {total} {total:registration|registrations}</source>
        <translation>/ {total} {total:inscription|inscriptions}</translation>
    </message>
    <message>
        <source>A filter is on: {filters}. Search everyone before you register them with F2.</source>
        <translation>Un filtre est actif&#xa0;: {filters}. Cherchez parmi tout le monde avant d’inscrire la personne (F2).</translation>
    </message>
    <message>
        <source>Accompanies</source>
        <translation>Accompagne</translation>
    </message>
    <message>
        <source>All categories</source>
        <translation>Toutes catégories</translation>
    </message>
    <message>
        <source>All sessions</source>
        <translation>Toutes sessions</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>Tous états</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Valider</translation>
    </message>
    <message>
        <source>Approve the registration of {name}?</source>
        <translation>Valider l’inscription de {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Approve {count} registrations?</source>
        <translation>Valider {count} {count:inscription|inscriptions}&#xa0;?</translation>
    </message>
    <message>
        <source>Are both records {name}?</source>
        <translation>Ces deux fiches sont bien {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Are these two the same person?</source>
        <translation>Ces deux fiches sont-elles la même personne&#xa0;?</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Arrivés</translation>
    </message>
    <message>
        <source>Attends</source>
        <translation>Présence</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Bloquer</translation>
    </message>
    <message>
        <source>Block {count} people?</source>
        <translation>Bloquer {count} {count:personne|personnes}&#xa0;?</translation>
    </message>
    <message>
        <source>Block {name}?</source>
        <translation>Bloquer {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Block…</source>
        <translation>Bloquer…</translation>
    </message>
    <message>
        <source>Both go back to how they were. Anything done since stays with the record that was kept.</source>
        <translation>Les deux redeviennent ce qu’elles étaient. Ce qui a été fait depuis reste sur la fiche conservée.</translation>
    </message>
    <message>
        <source>Came</source>
        <translation>Passages</translation>
    </message>
    <message>
        <source>Cancel the registration</source>
        <translation>Annuler l’inscription</translation>
    </message>
    <message>
        <source>Cancel the registration of {name}?</source>
        <translation>Annuler l’inscription de {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Cancel the registration…</source>
        <translation>Annuler l’inscription…</translation>
    </message>
    <message>
        <source>Cancel {count} registrations?</source>
        <translation>Annuler {count} {count:inscription|inscriptions}&#xa0;?</translation>
    </message>
    <message>
        <source>Cancelled by mistake</source>
        <translation>Annulée par erreur</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Catégorie</translation>
    </message>
    <message>
        <source>Changed their booking</source>
        <translation>Réservation modifiée</translation>
    </message>
    <message>
        <source>Choose a person in the list with ↑ and ↓ to see everything about them here.</source>
        <translation>Choisissez une personne dans la liste avec ↑ et ↓&#xa0;: tout ce que l’on sait d’elle s’affiche ici.</translation>
    </message>
    <message>
        <source>Choose a photograph…</source>
        <translation>Choisir une photo…</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Code passed on to someone else</source>
        <translation>Code transmis à quelqu’un d’autre</translation>
    </message>
    <message>
        <source>Coming after all</source>
        <translation>Vient finalement</translation>
    </message>
    <message>
        <source>Companions</source>
        <translation>Accompagnants</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>Accord</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Copier le code</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Corriger</translation>
    </message>
    <message>
        <source>Correct {name}</source>
        <translation>Corriger {name}</translation>
    </message>
    <message>
        <source>Correct {name}?</source>
        <translation>Corriger {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Correction undone: {name}. As before: {fields}.</source>
        <translation>Correction annulée&#xa0;: {name}. Comme avant&#xa0;: {fields}.</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>Tout le monde</translation>
    </message>
    <message>
        <source>Expected in all</source>
        <translation>Attendus en tout</translation>
    </message>
    <message>
        <source>Export their data (GDPR)…</source>
        <translation>Exporter ses données (RGPD)…</translation>
    </message>
    <message>
        <source>For a lost badge, or a code someone else has. The old code then gives “{answer}”; arrivals stay. This is final.</source>
        <translation>Pour un badge perdu, ou un code que quelqu’un d’autre possède. L’ancien code répond ensuite «&#xa0;{answer}&#xa0;»&#xa0;; les arrivées restent. Ce remplacement est définitif.</translation>
    </message>
    <message>
        <source>Give a wristband or badge…</source>
        <translation>Donner un bracelet ou un badge…</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Rendu</translation>
    </message>
    <message>
        <source>Has {name} paid?</source>
        <translation>Paiement reçu de {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Have these {count} people paid?</source>
        <translation>Paiement reçu&#xa0;: {count} {count:personne|personnes}&#xa0;?</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Présence ici</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>Import a list (Excel, CSV, OpenDocument), or register people as they come with F2.</source>
        <translation>Importez une liste (Excel, CSV, OpenDocument), ou inscrivez avec F2 les personnes qui se présentent.</translation>
    </message>
    <message>
        <source>Import a list… (Ctrl+I)</source>
        <translation>Importer une liste… (Ctrl+I)</translation>
    </message>
    <message>
        <source>Inside now</source>
        <translation>À l’intérieur</translation>
    </message>
    <message>
        <source>Invoiced later</source>
        <translation>Facture à envoyer</translation>
    </message>
    <message>
        <source>Joins it: {record}. This can be undone.</source>
        <translation>La rejoint&#xa0;: {record}. Cela peut être annulé.</translation>
    </message>
    <message>
        <source>Joins the other record</source>
        <translation>Rejoint l’autre fiche</translation>
    </message>
    <message>
        <source>Let in</source>
        <translation>Faire entrer</translation>
    </message>
    <message>
        <source>Let them photograph it. The old code now gives “{answer}”.</source>
        <translation>À photographier par la personne. L’ancien code répond désormais «&#xa0;{answer}&#xa0;».</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Fusionner</translation>
    </message>
    <message>
        <source>Merge (Enter)</source>
        <translation>Fusionner (Entrée)</translation>
    </message>
    <message>
        <source>Merge…</source>
        <translation>Fusionner les deux…</translation>
    </message>
    <message>
        <source>Mistake in the list</source>
        <translation>Erreur dans la liste</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>Autres actions</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>New code for {name}</source>
        <translation>Nouveau code de {name}</translation>
    </message>
    <message>
        <source>No category</source>
        <translation>Sans catégorie</translation>
    </message>
    <message>
        <source>Nobody is chosen</source>
        <translation>Personne n’est choisi</translation>
    </message>
    <message>
        <source>Nobody is on the list yet.</source>
        <translation>La liste est encore vide.</translation>
    </message>
    <message>
        <source>Nobody is selected</source>
        <translation>Aucune sélection</translation>
    </message>
    <message>
        <source>Nobody matches these choices.</source>
        <translation>Personne ne correspond à ces choix.</translation>
    </message>
    <message>
        <source>Nobody matches “{text}”.</source>
        <translation>Personne ne correspond à «&#xa0;{text}&#xa0;».</translation>
    </message>
    <message>
        <source>Nothing to take from the other record except its code and its arrivals.</source>
        <translation>Rien à reprendre de l’autre fiche, sauf son code et ses arrivées.</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>À distance</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>Other codes</source>
        <translation>Autres codes</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Paiement reçu</translation>
    </message>
    <message>
        <source>Paid at the desk</source>
        <translation>Payé à l’accueil</translation>
    </message>
    <message>
        <source>Payments noted: {count}, {payment}. The registrations are confirmed.</source>
        <translation>Paiements notés&#xa0;: {count}, {payment}. Les inscriptions sont confirmées.</translation>
    </message>
    <message>
        <source>People of the event</source>
        <translation>Personnes de l’événement</translation>
    </message>
    <message>
        <source>Personal data erased on {day}: one line without a name is left per person.</source>
        <translation>Données personnelles effacées le {day}&#xa0;: il reste une ligne sans nom par personne.</translation>
    </message>
    <message>
        <source>Print the badge</source>
        <translation>Imprimer le badge</translation>
    </message>
    <message>
        <source>Print the badge (Ctrl+R)</source>
        <translation>Imprimer le badge (Ctrl+R)</translation>
    </message>
    <message>
        <source>Registered at the desk, but on the list</source>
        <translation>Inscription sur place alors que déjà dans la liste</translation>
    </message>
    <message>
        <source>Registered for</source>
        <translation>Inscrit à</translation>
    </message>
    <message>
        <source>Registered here</source>
        <translation>Inscrits sur place</translation>
    </message>
    <message>
        <source>Registered twice</source>
        <translation>Inscription en double</translation>
    </message>
    <message>
        <source>Registration status</source>
        <translation>État de l’inscription</translation>
    </message>
    <message>
        <source>Reinstate</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>Reinstate {count} people?</source>
        <translation>Rétablir {count} {count:personne|personnes}&#xa0;?</translation>
    </message>
    <message>
        <source>Reinstate {name}?</source>
        <translation>Rétablir {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Remove the filter</source>
        <translation>Retirer le filtre</translation>
    </message>
    <message>
        <source>Remove the photograph…</source>
        <translation>Retirer la photo…</translation>
    </message>
    <message>
        <source>Replace the code (Enter)</source>
        <translation>Remplacer le code (Entrée)</translation>
    </message>
    <message>
        <source>Replace the code of {name}?</source>
        <translation>Remplacer le code de {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Replace the code…</source>
        <translation>Remplacer le code…</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>Sécurité</translation>
    </message>
    <message>
        <source>Save (Enter)</source>
        <translation>Enregistrer (Entrée)</translation>
    </message>
    <message>
        <source>Separate</source>
        <translation>Séparer</translation>
    </message>
    <message>
        <source>Separate the records again…</source>
        <translation>Séparer de nouveau les fiches…</translation>
    </message>
    <message>
        <source>Separate the records of {name}?</source>
        <translation>Séparer les fiches de {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Ateliers</translation>
    </message>
    <message>
        <source>Show everyone (Esc)</source>
        <translation>Afficher tout le monde (Échap)</translation>
    </message>
    <message>
        <source>Still to come</source>
        <translation>Pas encore arrivés</translation>
    </message>
    <message>
        <source>Supervisor agreed</source>
        <translation>Accord du responsable</translation>
    </message>
    <message>
        <source>Take off the last wristband or badge given</source>
        <translation>Retirer le dernier bracelet ou badge donné</translation>
    </message>
    <message>
        <source>Taken from the other record: {fields}.</source>
        <translation>Repris de l’autre fiche&#xa0;: {fields}.</translation>
    </message>
    <message>
        <source>The code of {name} is copied.</source>
        <translation>Le code de {name} est copié.</translation>
    </message>
    <message>
        <source>The payment is recorded and the registration confirmed: no desk will ask for it again.</source>
        <translation>Le paiement est noté et l’inscription confirmée&#xa0;: aucun poste ne le redemandera.</translation>
    </message>
    <message>
        <source>The record of {name} with the code {code} stays.</source>
        <translation>La fiche de {name} avec le code {code} reste.</translation>
    </message>
    <message>
        <source>The registration goes back to what it was, and the code is valid again.</source>
        <translation>L’inscription redevient ce qu’elle était, et le code est de nouveau valable.</translation>
    </message>
    <message>
        <source>The registration is confirmed: no desk will ask about it again.</source>
        <translation>L’inscription est confirmée&#xa0;: aucun poste ne demandera plus rien.</translation>
    </message>
    <message>
        <source>Their code then gives “Registration blocked”. An arrival already recorded stays.</source>
        <translation>Le code répond alors «&#xa0;Inscription bloquée&#xa0;». Une arrivée déjà enregistrée reste.</translation>
    </message>
    <message>
        <source>Their code then gives “Registration cancelled”. An arrival already recorded stays.</source>
        <translation>Le code répond ensuite «&#xa0;Inscription annulée&#xa0;». Une arrivée déjà enregistrée reste.</translation>
    </message>
    <message>
        <source>There is room</source>
        <translation>Il reste de la place</translation>
    </message>
    <message>
        <source>They become one record: both codes work, arrivals are counted once. Choose with ← and → which record to keep.</source>
        <translation>Elles deviennent une seule&#xa0;: les deux codes restent valables, les arrivées comptent une fois. Choisissez avec ← et → la fiche qui reste.</translation>
    </message>
    <message>
        <source>This applies to none of the people selected. Nothing was changed.</source>
        <translation>Aucune personne choisie à qui cela s’applique. Rien n’a changé.</translation>
    </message>
    <message>
        <source>This decides where they may enter: {fields}.</source>
        <translation>Cela décide où la personne peut entrer&#xa0;: {fields}.</translation>
    </message>
    <message>
        <source>This line cannot be undone. F8 undoes arrivals, exits, corrections made at a desk, given codes and signatures.</source>
        <translation>Cette ligne ne s’annule pas. F8 annule les arrivées, les sorties, les corrections faites à un poste, les codes attribués et les signatures.</translation>
    </message>
    <message>
        <source>This record is kept</source>
        <translation>Cette fiche reste</translation>
    </message>
    <message>
        <source>To give back: {thing}</source>
        <translation>À rendre&#xa0;: {thing}</translation>
    </message>
    <message>
        <source>Told us they are not coming</source>
        <translation>A prévenu de son absence</translation>
    </message>
    <message>
        <source>Transfer received</source>
        <translation>Virement reçu</translation>
    </message>
    <message>
        <source>Try another spelling or the organisation, or register them with F2.</source>
        <translation>Essayez une autre orthographe ou l’organisation, ou inscrivez la personne avec F2.</translation>
    </message>
    <message>
        <source>Two people after all</source>
        <translation>Deux personnes finalement</translation>
    </message>
    <message>
        <source>Undo the arrival</source>
        <translation>Annuler l’arrivée</translation>
    </message>
    <message>
        <source>Undo the selected line</source>
        <translation>Annuler la ligne choisie</translation>
    </message>
    <message>
        <source>What you typed before is still here, not yet saved.</source>
        <translation>Votre saisie précédente est toujours là, pas encore enregistrée.</translation>
    </message>
    <message>
        <source>Wrong record</source>
        <translation>Mauvaise fiche</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>et {count} {count:autre|autres}</translation>
    </message>
    <message>
        <source>given at the desk</source>
        <translation>donné à l’accueil</translation>
    </message>
    <message>
        <source>{came} of {places}</source>
        <translation>{came} sur {places}</translation>
    </message>
    <message>
        <source>{count} codes are copied, one per line.</source>
        <translation>{count} {count:code est copié|codes sont copiés}, un par ligne.</translation>
    </message>
    <message>
        <source>{count} expected here</source>
        <translation>{count} {count:attendue|attendues} ici</translation>
    </message>
    <message>
        <source>{count} people selected</source>
        <translation>{count} {count:personne choisie|personnes choisies}</translation>
    </message>
    <message>
        <source>{count} registrations are blocked.</source>
        <translation>{count} {count:inscription est bloquée|inscriptions sont bloquées}.</translation>
    </message>
    <message>
        <source>{count} registrations are cancelled.</source>
        <translation>{count} {count:inscription est annulée|inscriptions sont annulées}.</translation>
    </message>
    <message>
        <source>{count} registrations are confirmed.</source>
        <translation>{count} {count:inscription est confirmée|inscriptions sont confirmées}.</translation>
    </message>
    <message>
        <source>{count} registrations are valid, but payment is due.</source>
        <translation>{count} {count:inscription est maintenue, son|inscriptions sont maintenues, leur} paiement reste à régler.</translation>
    </message>
    <message>
        <source>{count} registrations await approval.</source>
        <translation>{count} {count:inscription est|inscriptions sont} à valider.</translation>
    </message>
    <message>
        <source>{count} registrations were changed.</source>
        <translation>{count} {count:inscription a été modifiée|inscriptions ont été modifiées}.</translation>
    </message>
    <message>
        <source>{name} gave back: {thing}, {time}.</source>
        <translation>{name} a rendu&#xa0;: {thing}, {time}.</translation>
    </message>
    <message>
        <source>{name} has a separate record again.</source>
        <translation>{name}&#xa0;: la fiche est de nouveau séparée.</translation>
    </message>
    <message>
        <source>{name} has arrived: {point}, {time}.</source>
        <translation>{name}&#xa0;: arrivée enregistrée, {point}, {time}.</translation>
    </message>
    <message>
        <source>{name} has paid: {payment}. The registration is confirmed.</source>
        <translation>{name} a payé&#xa0;: {payment}. L’inscription est confirmée.</translation>
    </message>
    <message>
        <source>{name} is already here: {point}, {time}, {desk}. Nothing changed.</source>
        <translation>{name}&#xa0;: arrivée déjà enregistrée, {point}, {time}, {desk}. Rien n’a changé.</translation>
    </message>
    <message>
        <source>{name} is back: {point}, {time}.</source>
        <translation>{name}&#xa0;: retour enregistré, {point}, {time}.</translation>
    </message>
    <message>
        <source>{name} is corrected: {fields}.</source>
        <translation>{name}&#xa0;: corrigé ({fields}).</translation>
    </message>
    <message>
        <source>{name} now has one record: both codes work.</source>
        <translation>{name}&#xa0;: une seule fiche désormais, les deux codes sont valables.</translation>
    </message>
    <message>
        <source>{name} owes nothing any more: another desk noted it.</source>
        <translation>{name} ne doit plus rien&#xa0;: un autre poste l’a noté.</translation>
    </message>
    <message>
        <source>{name} went out: {point}, {time}.</source>
        <translation>{name}&#xa0;: sortie enregistrée, {point}, {time}.</translation>
    </message>
    <message>
        <source>{name}: approved, the registration is confirmed.</source>
        <translation>{name}&#xa0;: inscription validée.</translation>
    </message>
    <message>
        <source>{name}: everything is as it was. Nothing was changed.</source>
        <translation>{name}&#xa0;: tout est comme avant. Rien n’a changé.</translation>
    </message>
    <message>
        <source>{name}: nothing to undo here.</source>
        <translation>{name}&#xa0;: rien à annuler ici.</translation>
    </message>
    <message>
        <source>{name}: paid, the registration is confirmed.</source>
        <translation>{name}&#xa0;: paiement reçu, inscription confirmée.</translation>
    </message>
    <message>
        <source>{name}: the registration awaits approval.</source>
        <translation>{name}&#xa0;: l’inscription est à valider.</translation>
    </message>
    <message>
        <source>{name}: the registration is blocked.</source>
        <translation>{name}&#xa0;: l’inscription est bloquée.</translation>
    </message>
    <message>
        <source>{name}: the registration is cancelled.</source>
        <translation>{name}&#xa0;: l’inscription est annulée.</translation>
    </message>
    <message>
        <source>{name}: the registration is confirmed.</source>
        <translation>{name}&#xa0;: l’inscription est confirmée.</translation>
    </message>
    <message>
        <source>{name}: the registration is valid, but payment is due.</source>
        <translation>{name}&#xa0;: l’inscription est maintenue, le paiement reste à régler.</translation>
    </message>
    <message>
        <source>{people} {people:person|people}</source>
        <translation>{people} {people:personne|personnes}</translation>
    </message>
    <message>
        <source>{shown} of {total} {total:registration|registrations}</source>
        <translation>{shown} sur {total} {total:inscription|inscriptions}</translation>
    </message>
    <message>
        <source>{text} ({people} of {places} people)</source>
        <translation>{text} ({people} {people:personne|personnes} sur {places})</translation>
    </message>
    <message>
        <source>{title}: {name}, {where} ({point}).</source>
        <translation>{title}&#xa0;: {name}, {where} ({point}).</translation>
    </message>
    <message>
        <source>{title}: {text}</source>
        <translation>{title}&#xa0;: {text}</translation>
    </message>
    <message>
        <source>×{places}</source>
        <translation>×{places}</translation>
    </message>
</context>
<context>
    <name>phones</name>
    <message>
        <source>Anybody on this network can read the names that this phone sees, and use its key. Browsers give no camera to such a page. Choose this only where a phone refuses the encrypted one.</source>
        <translation>Toute personne sur ce réseau peut lire les noms que ce téléphone voit, et se servir de sa clé. Les navigateurs ne donnent pas de caméra à une telle page. À choisir seulement si un téléphone refuse la connexion chiffrée.</translation>
    </message>
    <message>
        <source>Connected phones</source>
        <translation>Téléphones connectés</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Connexion</translation>
    </message>
    <message>
        <source>Disconnect all and stop</source>
        <translation>Tout déconnecter et arrêter</translation>
    </message>
    <message>
        <source>Disconnect all when this window is closed (otherwise when the desk is)</source>
        <translation>Tout déconnecter à la fermeture de cette fenêtre (sinon à celle du poste)</translation>
    </message>
    <message>
        <source>Disconnect this phone</source>
        <translation>Déconnecter ce téléphone</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Réseau</translation>
    </message>
    <message>
        <source>No phone yet. If none connects within a minute: a guest Wi-Fi may keep devices apart, and this computer’s firewall must let Checkin be reached.</source>
        <translation>Aucun téléphone pour l’instant. Si aucun ne se connecte en une minute&#xa0;: un Wi-Fi invité sépare parfois les appareils, et le pare-feu de cet ordinateur doit laisser joindre Checkin.</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>Téléphones</translation>
    </message>
    <message>
        <source>Scan this code with the phone’s camera. The phone must be on the same Wi-Fi as this computer, or on its hotspot; no internet, no app and no account are needed. Each code serves one phone.</source>
        <translation>Scannez ce code avec l’appareil photo du téléphone. Il doit être sur le même Wi-Fi que cet ordinateur, ou sur son partage de connexion&#xa0;; ni internet, ni application, ni compte. Chaque code sert à un seul téléphone.</translation>
    </message>
    <message>
        <source>The code for a phone</source>
        <translation>Le code pour un téléphone</translation>
    </message>
    <message>
        <source>The phone warns that the connection is not private: the certificate is this computer’s own. Choose “Advanced”, then “Proceed” (iPhone: “Show details”, “visit this website”). Its SHA-256 stands below the code.</source>
        <translation>Le téléphone prévient que la connexion n’est pas privée&#xa0;: le certificat est celui de cet ordinateur. Touchez «&#xa0;Paramètres avancés&#xa0;», puis «&#xa0;Continuer&#xa0;» (iPhone&#xa0;: «&#xa0;Afficher les détails&#xa0;», «&#xa0;visiter ce site web&#xa0;»). Son SHA-256 est sous le code.</translation>
    </message>
    <message>
        <source>This computer is on no network, so no phone can reach it. Join a Wi-Fi, or turn on the computer’s own hotspot; no internet is needed. Scanning here goes on.</source>
        <translation>Cet ordinateur n’est sur aucun réseau&#xa0;: aucun téléphone ne peut le joindre. Connectez-le à un Wi-Fi, ou activez son propre partage de connexion&#xa0;; internet n’est pas nécessaire. Ici, les scans continuent.</translation>
    </message>
    <message>
        <source>This desk only scans. Search at a desk that has the list.</source>
        <translation>Ce poste ne fait que scanner. Cherchez à un poste qui a la liste.</translation>
    </message>
    <message>
        <source>This phone is to</source>
        <translation>Ce téléphone sert à</translation>
    </message>
    <message>
        <source>battery {percent} %</source>
        <translation>batterie {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>encrypted, as it should be</source>
        <translation>chiffrée, comme il se doit</translation>
    </message>
    <message>
        <source>not encrypted, and no camera</source>
        <translation>non chiffrée, et pas de caméra</translation>
    </message>
    <message>
        <source>paid: {how}</source>
        <translation>payé&#xa0;: {how}</translation>
    </message>
    <message>
        <source>scan and search</source>
        <translation>scanner et chercher</translation>
    </message>
    <message>
        <source>see the live figures</source>
        <translation>voir les chiffres en direct</translation>
    </message>
    <message>
        <source>sees the live figures</source>
        <translation>voit les chiffres en direct</translation>
    </message>
    <message>
        <source>{desk} · phone of {phone}</source>
        <translation>{desk} · téléphone de {phone}</translation>
    </message>
</context>
<context>
    <name>photograph</name>
    <message>
        <source>A HEIC picture, as telephones make them, cannot be read here. Save it as JPEG.</source>
        <translation>Les images HEIC, comme en font les téléphones, ne sont pas lues ici. Enregistrez-la en JPEG.</translation>
    </message>
    <message>
        <source>Bring in</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Choose a photograph</source>
        <translation>Choisir une photo</translation>
    </message>
    <message>
        <source>Choose the folder with the photographs</source>
        <translation>Choisir le dossier des photos</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Files are called by</source>
        <translation>Les fichiers portent</translation>
    </message>
    <message>
        <source>Files were looked for in the column “{column}” of the list.</source>
        <translation>Les fichiers ont été cherchés dans la colonne «&#xa0;{column}&#xa0;» de la liste.</translation>
    </message>
    <message>
        <source>It is no longer shown or printed, at no desk. The event file still contains it until the personal data is erased.</source>
        <translation>Elle ne sera plus affichée ni imprimée, sur aucun poste. Le fichier de l’événement la contient encore jusqu’à l’effacement des données personnelles.</translation>
    </message>
    <message>
        <source>No photograph can be brought in. Name each file by the code, the e-mail or the name of its person.</source>
        <translation>Aucune photo ne peut être ajoutée. Nommez chaque fichier avec le code, l’e-mail ou le nom de la personne.</translation>
    </message>
    <message>
        <source>No photograph was brought in.</source>
        <translation>Aucune photo n’a été ajoutée.</translation>
    </message>
    <message>
        <source>Nobody in this event is called so.</source>
        <translation>Personne ne correspond dans cet événement.</translation>
    </message>
    <message>
        <source>Not brought in ({count})</source>
        <translation>Pas ajoutés ({count})</translation>
    </message>
    <message>
        <source>Nothing is written yet: whose photographs these are</source>
        <translation>Rien n’est encore enregistré&#xa0;: à qui sont ces photos</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Personne</translation>
    </message>
    <message>
        <source>Photographs</source>
        <translation>Photos</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Reading the photographs in “{name}”…</source>
        <translation>Lecture des photos de «&#xa0;{name}&#xa0;»…</translation>
    </message>
    <message>
        <source>Recognised by</source>
        <translation>Reconnu par</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Remove the photograph of {name}?</source>
        <translation>Retirer la photo de {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Several files are of {name}. Leave one of them in the folder.</source>
        <translation>Plusieurs fichiers correspondent à {name}. N’en laissez qu’un dans le dossier.</translation>
    </message>
    <message>
        <source>Several people are called so. Name the file by the code of one of them.</source>
        <translation>Plusieurs personnes correspondent à ce nom. Nommez le fichier avec le code de l’une d’elles.</translation>
    </message>
    <message>
        <source>The file cannot be read: look whether it is still there, and who may open it.</source>
        <translation>Le fichier ne peut pas être lu&#xa0;: vérifiez qu’il est toujours là et que vous avez le droit de l’ouvrir.</translation>
    </message>
    <message>
        <source>The file is empty. Copy it again from where it came.</source>
        <translation>Le fichier est vide. Recopiez-le depuis sa source.</translation>
    </message>
    <message>
        <source>The file is larger than {most} MB. Save a smaller picture.</source>
        <translation>Le fichier dépasse {most} Mo. Enregistrez une image plus petite.</translation>
    </message>
    <message>
        <source>The list has no column “{column}”. Nothing was changed; choose one of these: {known}.</source>
        <translation>La liste n’a pas de colonne «&#xa0;{column}&#xa0;». Rien n’a changé&#xa0;; choisissez parmi celles-ci&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>The photograph of {name} is removed.</source>
        <translation>La photo de {name} est retirée.</translation>
    </message>
    <message>
        <source>The picture has more than {most} million pixels. Save a smaller one.</source>
        <translation>L’image a plus de {most} millions de pixels. Enregistrez-en une plus petite.</translation>
    </message>
    <message>
        <source>The picture has only {width} × {height} pixels; no face can be seen in it.</source>
        <translation>L’image n’a que {width} × {height} pixels&#xa0;: on n’y verrait pas un visage.</translation>
    </message>
    <message>
        <source>The picture has too much detail to be made small. Choose another one.</source>
        <translation>L’image a trop de détails pour être réduite. Choisissez-en une autre.</translation>
    </message>
    <message>
        <source>The picture is damaged, or its end is missing. Copy it again from where it came.</source>
        <translation>L’image est abîmée ou incomplète. Recopiez-la depuis sa source.</translation>
    </message>
    <message>
        <source>There are more than {most} files in this folder. Nothing was changed; choose another one.</source>
        <translation>Ce dossier contient plus de {most} fichiers. Rien n’a changé&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>This folder cannot be read. Nothing was changed; choose another one.</source>
        <translation>Ce dossier ne peut pas être lu. Rien n’a changé&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>This is a link or a device, not a file. Copy the picture itself into the folder.</source>
        <translation>C’est un lien ou un périphérique, pas un fichier. Copiez l’image elle-même dans le dossier.</translation>
    </message>
    <message>
        <source>This is not a JPEG, PNG, WebP, GIF or BMP picture.</source>
        <translation>Ce n’est pas une image JPEG, PNG, WebP, GIF ou BMP.</translation>
    </message>
    <message>
        <source>To bring in ({count})</source>
        <translation>À ajouter ({count})</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Pourquoi</translation>
    </message>
    <message>
        <source>Without a photograph ({count})</source>
        <translation>Sans photo ({count})</translation>
    </message>
    <message>
        <source>Writing {count} {count:photograph|photographs}…</source>
        <translation>Enregistrement de {count} {count:photo|photos}…</translation>
    </message>
    <message>
        <source>code</source>
        <translation>code</translation>
    </message>
    <message>
        <source>code, e-mail, a column or the name</source>
        <translation>le code, l’e-mail, une colonne ou le nom</translation>
    </message>
    <message>
        <source>column</source>
        <translation>colonne</translation>
    </message>
    <message>
        <source>e-mail</source>
        <translation>e-mail</translation>
    </message>
    <message>
        <source>name</source>
        <translation>nom</translation>
    </message>
    <message>
        <source>{count} of them had the same one before.</source>
        <translation>{count} d’entre elles avaient déjà la même.</translation>
    </message>
    <message>
        <source>{count} of them {count:replaces|replace} an earlier one.</source>
        <translation>{count} d’entre elles {count:remplace|remplacent} une photo précédente.</translation>
    </message>
    <message>
        <source>{count} {count:is|are} still missing: choose the same folder again to go on.</source>
        <translation>Il en manque encore {count}&#xa0;: choisissez à nouveau le même dossier pour continuer.</translation>
    </message>
    <message>
        <source>{count} {count:person has|people have} their photograph.</source>
        <translation>{count} {count:personne a|personnes ont} leur photo.</translation>
    </message>
    <message>
        <source>{count} {count:photograph|photographs} can be brought in.</source>
        <translation>{count} {count:photo peut être ajoutée|photos peuvent être ajoutées}.</translation>
    </message>
    <message>
        <source>{name} has a photograph.</source>
        <translation>{name} a une photo.</translation>
    </message>
    <message>
        <source>{name} has no photograph.</source>
        <translation>{name} n’a pas de photo.</translation>
    </message>
</context>
<context>
    <name>plan</name>
    <message>
        <source>1 desk: nobody waits longer than a minute</source>
        <translation>1 poste&#xa0;: personne n’attend plus d’une minute</translation>
    </message>
    <message>
        <source>1 desk: up to {minutes} min in the queue</source>
        <translation>1 poste&#xa0;: jusqu’à {minutes} min dans la file</translation>
    </message>
    <message>
        <source>As measured today ({seconds} s each)</source>
        <translation>Comme mesuré aujourd’hui ({seconds} s par personne)</translation>
    </message>
    <message>
        <source>Assumes 85% scanned, 12% found by name and 3% registered on the spot, with a peak two thirds of the way through. Once the desks have been busy, their own pace is used instead.</source>
        <translation>Calculé pour 85&#xa0;% de personnes scannées, 12&#xa0;% trouvées par leur nom et 3&#xa0;% inscrites sur place, avec une pointe aux deux tiers de la période. Dès que les postes ont été occupés, leur propre rythme remplace ces secondes.</translation>
    </message>
    <message>
        <source>At the desk</source>
        <translation>Au poste</translation>
    </message>
    <message>
        <source>How many desks</source>
        <translation>Combien de postes</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personnes</translation>
    </message>
    <message>
        <source>The badge is looked up in a box ({seconds} s each)</source>
        <translation>Le badge se cherche dans une boîte ({seconds} s)</translation>
    </message>
    <message>
        <source>The badge is printed on arrival ({seconds} s each)</source>
        <translation>Le badge s’imprime à l’arrivée ({seconds} s)</translation>
    </message>
    <message>
        <source>The badge is ready, or there is none ({seconds} s each)</source>
        <translation>Le badge est prêt, ou il n’y en a pas ({seconds} s)</translation>
    </message>
    <message>
        <source>The queue depends on the number of desks, not of computers. Say how many people come, and within how long.</source>
        <translation>La file dépend du nombre de postes, pas des ordinateurs. Dites combien de personnes viennent, et en combien de temps.</translation>
    </message>
    <message>
        <source>Within, in minutes</source>
        <translation>En combien de minutes</translation>
    </message>
    <message>
        <source>{desks} desks: nobody waits longer than a minute</source>
        <translation>{desks} postes&#xa0;: personne n’attend plus d’une minute</translation>
    </message>
    <message>
        <source>{desks} desks: up to {minutes} min in the queue</source>
        <translation>{desks} postes&#xa0;: jusqu’à {minutes} min dans la file</translation>
    </message>
</context>
<context>
    <name>platform_file</name>
    <message>
        <source>“{file}” is no TOML file: {why}. Nothing was imported; correct this file, or install Checkin again.</source>
        <translation>«&#xa0;{file}&#xa0;» n’est pas un fichier TOML&#xa0;: {why}. Rien n’a été importé&#xa0;; corrigez ce fichier, ou réinstallez Checkin.</translation>
    </message>
    <message>
        <source>“{file}”: “{key}” is missing or cannot be read. Write it like {example}. Nothing was imported; correct this file, or install Checkin again.</source>
        <translation>«&#xa0;{file}&#xa0;»&#xa0;: «&#xa0;{key}&#xa0;» manque ou est illisible. Écrivez-le comme {example}. Rien n’a été importé&#xa0;; corrigez ce fichier, ou réinstallez Checkin.</translation>
    </message>
    <message>
        <source>“{file}”: “{key}” is not known there (known: {known}). Nothing was imported; correct this file, or install Checkin again.</source>
        <translation>«&#xa0;{file}&#xa0;»&#xa0;: «&#xa0;{key}&#xa0;» n’y est pas connu (connus&#xa0;: {known}). Rien n’a été importé&#xa0;; corrigez ce fichier, ou réinstallez Checkin.</translation>
    </message>
</context>
<context>
    <name>printing</name>
    <message>
        <source>A badge for {name} was already waiting to print. No second one was added.</source>
        <translation>Badge déjà demandé pour {name}. Aucun autre n’a été ajouté.</translation>
    </message>
    <message>
        <source>A badge has already been printed for this person. Say why another one is needed.</source>
        <translation>Un badge a déjà été imprimé pour cette personne. Dites pourquoi il en faut un autre.</translation>
    </message>
    <message>
        <source>A badge has probably been printed already. The reason is kept in the history.</source>
        <translation>Un badge a sans doute déjà été imprimé. Le motif est gardé dans l’historique.</translation>
    </message>
    <message>
        <source>A folder of PDF files…</source>
        <translation>Un dossier de fichiers PDF…</translation>
    </message>
    <message>
        <source>A label printer…</source>
        <translation>Une imprimante d’étiquettes…</translation>
    </message>
    <message>
        <source>About {left} {left:label is|labels are} left on the roll. Have a new one ready.</source>
        <translation>Il reste environ {left} {left:étiquette|étiquettes} sur le rouleau. Préparez-en un nouveau.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>All to the second printer</source>
        <translation>Tout vers l’imprimante de secours</translation>
    </message>
    <message>
        <source>Allow it to take jobs again in this computer’s printer settings, or choose another printer.</source>
        <translation>Autorisez-la de nouveau dans les réglages d’imprimantes de cet ordinateur, ou choisissez une autre imprimante.</translation>
    </message>
    <message>
        <source>Already corrected: {x} mm to the right, {y} mm down, {scale}%. Measure the latest test page.</source>
        <translation>Déjà corrigé&#xa0;: {x} mm vers la droite, {y} mm vers le bas, {scale}&#xa0;%. Mesurez la dernière page d’essai.</translation>
    </message>
    <message>
        <source>Another program is using the printer at {place}. Nothing was printed; remove it from this computer’s own printers.</source>
        <translation>Un autre programme utilise l’imprimante {place}. Rien n’a été imprimé&#xa0;; retirez-la des imprimantes de cet ordinateur.</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Appliquer</translation>
    </message>
    <message>
        <source>Arrivals print nothing: a badge is printed only when you ask for it.</source>
        <translation>Les arrivées n’impriment rien&#xa0;: un badge ne sort que si vous le demandez.</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>Badge</translation>
    </message>
    <message>
        <source>Badge not printed</source>
        <translation>Échec du badge</translation>
    </message>
    <message>
        <source>Badge printed</source>
        <translation>Badge imprimé</translation>
    </message>
    <message>
        <source>Badge printing</source>
        <translation>Badge à l’impression</translation>
    </message>
    <message>
        <source>Badge to check</source>
        <translation>Badge à vérifier</translation>
    </message>
    <message>
        <source>Badge waiting</source>
        <translation>Badge en attente</translation>
    </message>
    <message>
        <source>Badges cannot be written to this folder. None was written; choose another folder.</source>
        <translation>Il n’est pas permis d’écrire des badges dans ce dossier. Aucun n’a été écrit&#xa0;; choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>Badges for arrivals print automatically if the printer settings say so.</source>
        <translation>Ceux des arrivées s’impriment d’eux-mêmes si les réglages d’impression le demandent.</translation>
    </message>
    <message>
        <source>Badges to check: {count}</source>
        <translation>Badges à vérifier&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Badges to check: {count}. See whether they came out.</source>
        <translation>Badges à vérifier&#xa0;: {count}. Regardez s’ils sont sortis.</translation>
    </message>
    <message>
        <source>Badges to print</source>
        <translation>Badges à imprimer</translation>
    </message>
    <message>
        <source>Badges waiting: {count}</source>
        <translation>Badges en attente&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Badly printed</source>
        <translation>Mal imprimé</translation>
    </message>
    <message>
        <source>Brother QL, USB</source>
        <translation>Brother QL, USB</translation>
    </message>
    <message>
        <source>Brother QL, network</source>
        <translation>Brother QL, réseau</translation>
    </message>
    <message>
        <source>By category</source>
        <translation>Selon la catégorie</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Cancel the batch ({count})</source>
        <translation>Annuler la série ({count})</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annulé</translation>
    </message>
    <message>
        <source>Change the cartridge, or choose another printer.</source>
        <translation>Changez la cartouche, ou choisissez une autre imprimante.</translation>
    </message>
    <message>
        <source>Check that it is switched on and connected. The badges will follow.</source>
        <translation>Vérifiez qu’elle est allumée et branchée. Les badges suivront.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Close the printer: waiting badges then print automatically.</source>
        <translation>Refermez l’imprimante&#xa0;: les badges en attente s’impriment ensuite d’eux-mêmes.</translation>
    </message>
    <message>
        <source>Cover open</source>
        <translation>Capot ouvert</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Abîmé</translation>
    </message>
    <message>
        <source>Dots per inch</source>
        <translation>Points par pouce</translation>
    </message>
    <message>
        <source>First say why: choose with ↓, or type. Then Enter prints.</source>
        <translation>Le motif manque&#xa0;: choisissez avec ↓ ou tapez-le, puis Entrée.</translation>
    </message>
    <message>
        <source>From the left edge to the long line (should be {right} mm)</source>
        <translation>Du bord gauche au grand trait ({right} mm si tout va bien)</translation>
    </message>
    <message>
        <source>From the top edge to the long line (should be {right} mm)</source>
        <translation>Du bord haut au grand trait ({right} mm si tout va bien)</translation>
    </message>
    <message>
        <source>How badges are printed</source>
        <translation>Impression des badges</translation>
    </message>
    <message>
        <source>It came out</source>
        <translation>Il est sorti</translation>
    </message>
    <message>
        <source>It did not come out</source>
        <translation>Il n’est pas sorti</translation>
    </message>
    <message>
        <source>It is not known whether the badge came out. Look at the printer before asking for another.</source>
        <translation>On ne sait pas si le badge est sorti. Regardez l’imprimante avant d’en demander un autre.</translation>
    </message>
    <message>
        <source>Label printer</source>
        <translation>Imprimante d’étiquettes</translation>
    </message>
    <message>
        <source>Labels left on the roll: about {left}</source>
        <translation>Étiquettes restantes sur le rouleau&#xa0;: environ {left}</translation>
    </message>
    <message>
        <source>Labels on it (0 to stop counting):</source>
        <translation>Nombre d’étiquettes (0 pour ne plus les compter)&#xa0;:</translation>
    </message>
    <message>
        <source>Load paper: waiting badges then print automatically.</source>
        <translation>Remettez du papier&#xa0;: les badges en attente s’impriment ensuite d’eux-mêmes.</translation>
    </message>
    <message>
        <source>Look at the printer and its screen.</source>
        <translation>Regardez l’imprimante et son écran.</translation>
    </message>
    <message>
        <source>Look at the printer: its roll or ribbon may be finished, or its cover open; the badges are waiting.</source>
        <translation>Regardez l’imprimante&#xa0;: rouleau ou ruban peut-être fini, ou capot ouvert&#xa0;; les badges attendent.</translation>
    </message>
    <message>
        <source>Looking for printers…</source>
        <translation>Recherche des imprimantes…</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Perdu</translation>
    </message>
    <message>
        <source>Measure the printer</source>
        <translation>Mesurer l’imprimante</translation>
    </message>
    <message>
        <source>Measure with a ruler: from the left edge to the long line (should be {mark} mm), from the top edge to the long line (should be {mark} mm), from 0 to {line}. Type the results in the printer settings.</source>
        <translation>Mesurez à la règle&#xa0;: du bord gauche au grand trait ({mark} mm si tout va bien), du bord haut au grand trait ({mark} mm), et de 0 à {line}. Reportez ces mesures dans les réglages de l’imprimante.</translation>
    </message>
    <message>
        <source>Measure…</source>
        <translation>Mesurer…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>Demande une intervention</translation>
    </message>
    <message>
        <source>Network address, or the file of the USB port</source>
        <translation>Adresse réseau, ou fichier du port USB</translation>
    </message>
    <message>
        <source>New roll</source>
        <translation>Nouveau rouleau</translation>
    </message>
    <message>
        <source>New roll…</source>
        <translation>Nouveau rouleau…</translation>
    </message>
    <message>
        <source>No badges have been requested yet.</source>
        <translation>Aucun badge n’a encore été demandé.</translation>
    </message>
    <message>
        <source>No longer there</source>
        <translation>Disparue</translation>
    </message>
    <message>
        <source>No paper</source>
        <translation>Plus de papier</translation>
    </message>
    <message>
        <source>No person is shown whose badge could be printed. Search by name, or scan a code.</source>
        <translation>On ne sait pas de qui imprimer le badge. Cherchez par le nom, ou scannez un code.</translation>
    </message>
    <message>
        <source>No printer</source>
        <translation>Aucune imprimante</translation>
    </message>
    <message>
        <source>No printer is chosen: arrivals print nothing.</source>
        <translation>Aucune imprimante n’est choisie&#xa0;: les arrivées n’impriment rien.</translation>
    </message>
    <message>
        <source>Not accepting badges</source>
        <translation>Refuse les badges</translation>
    </message>
    <message>
        <source>Not answering any more</source>
        <translation>Ne répond plus</translation>
    </message>
    <message>
        <source>Not printed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Nothing is corrected yet: badges are printed as they are drawn.</source>
        <translation>Rien n’est corrigé pour l’instant&#xa0;: les badges sont imprimés tels quels.</translation>
    </message>
    <message>
        <source>On arrival, print</source>
        <translation>À l’arrivée, imprimer</translation>
    </message>
    <message>
        <source>Open the printer, take the paper out and close it; check whether the badge is good.</source>
        <translation>Ouvrez l’imprimante, retirez le papier et refermez&#xa0;; regardez si le badge est bon.</translation>
    </message>
    <message>
        <source>Out of ink or toner</source>
        <translation>Plus d’encre ou de toner</translation>
    </message>
    <message>
        <source>PDF in “{folder}”</source>
        <translation>PDF dans «&#xa0;{folder}&#xa0;»</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>Paper jam</source>
        <translation>Bourrage papier</translation>
    </message>
    <message>
        <source>Pause the batch</source>
        <translation>Suspendre la série</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pause</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Imprimer</translation>
    </message>
    <message>
        <source>Print a test page first. Measure it with a ruler and type the results, to the nearest half millimetre.</source>
        <translation>Imprimez d’abord une page d’essai. Mesurez-la à la règle et tapez ce que vous trouvez, au demi-millimètre près.</translation>
    </message>
    <message>
        <source>Print again…</source>
        <translation>Réimprimer…</translation>
    </message>
    <message>
        <source>Print the badge again</source>
        <translation>Réimprimer le badge</translation>
    </message>
    <message>
        <source>Print the badge of {name} again?</source>
        <translation>Réimprimer le badge de {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>Imprimé</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Imprimante</translation>
    </message>
    <message>
        <source>Printer needs a look</source>
        <translation>Imprimante à voir</translation>
    </message>
    <message>
        <source>Printer off</source>
        <translation>Imprimante injoignable</translation>
    </message>
    <message>
        <source>Printer paused</source>
        <translation>Imprimante en pause</translation>
    </message>
    <message>
        <source>Printer refuses</source>
        <translation>Imprimante refuse</translation>
    </message>
    <message>
        <source>Printer silent</source>
        <translation>Imprimante muette</translation>
    </message>
    <message>
        <source>Printer stuck</source>
        <translation>Imprimante bloquée</translation>
    </message>
    <message>
        <source>Printer unreachable</source>
        <translation>Imprimante injoignable</translation>
    </message>
    <message>
        <source>Printer…</source>
        <translation>Imprimante…</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>À l’impression</translation>
    </message>
    <message>
        <source>Printing cancelled</source>
        <translation>Badge annulé</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Prête</translation>
    </message>
    <message>
        <source>Reset the measurements</source>
        <translation>Remettre à zéro</translation>
    </message>
    <message>
        <source>Resume it in this computer’s printer settings, or at the printer.</source>
        <translation>Relancez-la dans les réglages d’imprimantes de cet ordinateur, ou sur l’imprimante.</translation>
    </message>
    <message>
        <source>Resume the batch</source>
        <translation>Reprendre la série</translation>
    </message>
    <message>
        <source>Roll</source>
        <translation>Rouleau</translation>
    </message>
    <message>
        <source>Same size as the badge</source>
        <translation>De la taille du badge</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Second printer, if the first has a problem</source>
        <translation>Imprimante de secours</translation>
    </message>
    <message>
        <source>Someone who is no longer in the event</source>
        <translation>Une personne qui n’est plus dans l’événement</translation>
    </message>
    <message>
        <source>Spelling corrected</source>
        <translation>Nom corrigé</translation>
    </message>
    <message>
        <source>Stuck</source>
        <translation>N’avance plus</translation>
    </message>
    <message>
        <source>Test page</source>
        <translation>Page d’essai</translation>
    </message>
    <message>
        <source>The badge ({badge} mm) is larger than the paper ({paper} mm). Nothing was printed; choose a smaller badge, or larger paper.</source>
        <translation>Le badge ({badge} mm) est plus grand que le papier ({paper} mm). Rien n’a été imprimé&#xa0;; choisissez un badge plus petit, ou un papier plus grand.</translation>
    </message>
    <message>
        <source>The badge could not be drawn because of a mistake in Checkin, noted in its log. Nothing was printed.</source>
        <translation>Le badge n’a pas pu être dessiné&#xa0;: une erreur du programme, notée dans son journal technique. Rien n’a été imprimé.</translation>
    </message>
    <message>
        <source>The badge could not be written. Nothing was printed; choose another folder.</source>
        <translation>Le badge n’a pas pu être écrit. Rien n’a été imprimé&#xa0;; choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>The badge for {name} was sent to print.</source>
        <translation>Badge demandé pour {name}.</translation>
    </message>
    <message>
        <source>The badge is at the printer.</source>
        <translation>Le badge est à l’imprimante.</translation>
    </message>
    <message>
        <source>The badge is being sent to {printer}.</source>
        <translation>Le badge part vers {printer}.</translation>
    </message>
    <message>
        <source>The badge is printed.</source>
        <translation>Le badge est imprimé.</translation>
    </message>
    <message>
        <source>The badge is waiting for the printer.</source>
        <translation>Le badge attend l’imprimante.</translation>
    </message>
    <message>
        <source>The badge was cancelled and will not print.</source>
        <translation>Le badge a été annulé et n’est pas imprimé.</translation>
    </message>
    <message>
        <source>The badge was not printed and nothing came out. Ask for it again.</source>
        <translation>Le badge n’a pas été imprimé, rien n’est sorti. Demandez-le de nouveau.</translation>
    </message>
    <message>
        <source>The badge was saved as a PDF in {folder}.</source>
        <translation>Le badge est enregistré en PDF dans {folder}.</translation>
    </message>
    <message>
        <source>The badge was sent to the printer, which reports no more. Check whether it came out.</source>
        <translation>Le badge a été remis à l’imprimante, qui n’en dit pas plus. Regardez s’il est sorti.</translation>
    </message>
    <message>
        <source>The connection to the printer was lost. Check whether the badge came out before printing it again.</source>
        <translation>La liaison avec l’imprimante s’est coupée. Regardez si le badge est sorti avant de le réimprimer.</translation>
    </message>
    <message>
        <source>The device at {host} does not behave like a printer. Check whether the badge came out.</source>
        <translation>Ce qui répond à l’adresse {host} ne parle pas comme une imprimante. Regardez si le badge est sorti.</translation>
    </message>
    <message>
        <source>The disk is full. No badge was written; make room or choose another folder.</source>
        <translation>Le disque est plein. Aucun badge n’a été écrit&#xa0;; faites de la place ou choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>The outcome for this badge is already known. Nothing was changed.</source>
        <translation>On sait déjà ce que ce badge est devenu. Rien n’a changé.</translation>
    </message>
    <message>
        <source>The printer accepts nothing. Nothing was printed; switch it off and on again.</source>
        <translation>L’imprimante ne prend rien. Rien n’a été imprimé&#xa0;; éteignez-la puis rallumez-la.</translation>
    </message>
    <message>
        <source>The printer at {host} cannot be reached. Nothing was printed; check that it is on and connected.</source>
        <translation>L’imprimante est injoignable à l’adresse {host}. Rien n’a été imprimé&#xa0;; vérifiez qu’elle est allumée et branchée.</translation>
    </message>
    <message>
        <source>The printer at {host} stopped answering. Check whether the badge came out.</source>
        <translation>L’imprimante à l’adresse {host} ne répond plus. Regardez si le badge est sorti.</translation>
    </message>
    <message>
        <source>The printer at {place} does not answer. Nothing was printed; check that it is on and connected.</source>
        <translation>L’imprimante {place} ne répond pas. Rien n’a été imprimé&#xa0;; vérifiez qu’elle est allumée et branchée.</translation>
    </message>
    <message>
        <source>The printer has no paper of this size: load the paper or roll for these badges, or choose another printer.</source>
        <translation>L’imprimante n’a pas de papier de ce format&#xa0;: mettez le papier ou le rouleau de ses badges, ou choisissez une autre imprimante.</translation>
    </message>
    <message>
        <source>The printer has not responded for a while. Look at it and its screen.</source>
        <translation>Elle ne dit plus rien depuis un moment. Regardez l’imprimante et son écran.</translation>
    </message>
    <message>
        <source>The printer rejected the badge: {reason}. Nothing was printed.</source>
        <translation>L’imprimante n’accepte pas le badge&#xa0;: {reason}. Rien n’a été imprimé.</translation>
    </message>
    <message>
        <source>The printer says: “{detail}”</source>
        <translation>L’imprimante dit&#xa0;: «&#xa0;{detail}&#xa0;»</translation>
    </message>
    <message>
        <source>The printer {name} did not accept the badge. Nothing was printed; try again.</source>
        <translation>L’imprimante {name} n’a pas pris le badge. Rien n’a été imprimé&#xa0;; recommencez.</translation>
    </message>
    <message>
        <source>The printer {name} has no paper of this size. Nothing was printed; choose its paper, or another printer.</source>
        <translation>L’imprimante {name} n’a pas de papier de ce format. Rien n’a été imprimé&#xa0;; choisissez son papier, ou une autre imprimante.</translation>
    </message>
    <message>
        <source>The printer {name} is no longer there. Nothing was printed; choose another one.</source>
        <translation>L’imprimante {name} n’existe plus. Rien n’a été imprimé&#xa0;; choisissez-en une autre.</translation>
    </message>
    <message>
        <source>The printer {name} stopped halfway. Check whether the badge came out.</source>
        <translation>L’imprimante {name} s’est arrêtée en cours de route. Regardez si le badge est sorti.</translation>
    </message>
    <message>
        <source>The roll in the printer has labels of {width} × {length} mm.</source>
        <translation>Le rouleau en place a des étiquettes de {width} × {length} mm.</translation>
    </message>
    <message>
        <source>The roll in the printer is continuous, {width} mm wide.</source>
        <translation>Le rouleau en place est continu, large de {width} mm.</translation>
    </message>
    <message>
        <source>The roll should be empty. Put in a new one, then click “New roll…”.</source>
        <translation>Le rouleau devrait être fini. Mettez-en un nouveau, puis indiquez qu’il est neuf.</translation>
    </message>
    <message>
        <source>The ruler from 0 to {right}</source>
        <translation>La règle, de 0 à {right}</translation>
    </message>
    <message>
        <source>The {model} does not accept the roll {roll}. Nothing was printed; choose another roll or printer.</source>
        <translation>La {model} n’accepte pas le rouleau {roll}. Rien n’a été imprimé&#xa0;; choisissez un autre rouleau ou une autre imprimante.</translation>
    </message>
    <message>
        <source>These cannot be the measurements of the test page: no printer is that far off. Nothing was changed; check that it was printed on the chosen paper, and measure again.</source>
        <translation>Ce ne sont pas les mesures de la page d’essai&#xa0;: aucune imprimante ne se décale autant. Rien n’a changé&#xa0;; vérifiez qu’elle est sortie sur le papier choisi, et mesurez de nouveau.</translation>
    </message>
    <message>
        <source>This badge is already at the printer, or done. Nothing was changed; look at the printer.</source>
        <translation>Ce badge est déjà à l’imprimante, ou terminé. Rien n’a changé&#xa0;; regardez l’imprimante.</translation>
    </message>
    <message>
        <source>This badge is for paper of {width} × {height} mm, and the roll is {roll}. Nothing was printed; change the badge or the roll.</source>
        <translation>Ce badge est dessiné pour un papier de {width} × {height} mm, et le rouleau est {roll}. Rien n’a été imprimé&#xa0;; changez de badge ou de rouleau.</translation>
    </message>
    <message>
        <source>This computer does not let you use the printer at {place}. Nothing was printed; its administrator can add you to the group “lp”.</source>
        <translation>Cet ordinateur ne vous laisse pas utiliser l’imprimante {place}. Rien n’a été imprimé&#xa0;; son administrateur peut vous ajouter au groupe «&#xa0;lp&#xa0;».</translation>
    </message>
    <message>
        <source>This computer has no printer. Add one in its own settings and open this window again, or choose a folder.</source>
        <translation>Cet ordinateur n’a pas d’imprimante. Ajoutez-en une dans ses réglages et rouvrez cette fenêtre, ou choisissez un dossier.</translation>
    </message>
    <message>
        <source>This computer no longer knows the printer. Choose another one.</source>
        <translation>Cet ordinateur ne connaît plus l’imprimante. Choisissez-en une autre.</translation>
    </message>
    <message>
        <source>This desk has no printer (Settings, Ctrl+,). For a lost badge, Ctrl+Shift+R gives a new code to photograph.</source>
        <translation>Ce poste n’a pas d’imprimante (Réglages, Ctrl+,). Badge perdu&#xa0;? Ctrl+Maj+R donne un nouveau code à photographier.</translation>
    </message>
    <message>
        <source>This is not a paper size. Nothing was changed; write it like 62 × 100.</source>
        <translation>Le papier n’est pas un format. Rien n’a changé&#xa0;; écrivez-le comme 62 × 100.</translation>
    </message>
    <message>
        <source>This person is no longer coming. Nothing was printed; if they do come, ask for the badge then.</source>
        <translation>Cette personne ne vient plus. Rien n’a été imprimé&#xa0;; si elle vient quand même, demandez son badge.</translation>
    </message>
    <message>
        <source>This person is no longer in the event. Nothing was printed.</source>
        <translation>Cette personne n’est plus dans l’événement. Rien n’a été imprimé.</translation>
    </message>
    <message>
        <source>This printer does not accept PDF. Add it to this computer’s printers, and choose it there.</source>
        <translation>Cette imprimante n’accepte pas le PDF. Ajoutez-la aux imprimantes de cet ordinateur, et choisissez-la parmi elles.</translation>
    </message>
    <message>
        <source>This printer has no paper of {width} × {height} mm. Nothing was printed; choose its paper, or another printer.</source>
        <translation>Cette imprimante n’a pas de papier de {width} × {height} mm. Rien n’a été imprimé&#xa0;; choisissez son papier, ou une autre imprimante.</translation>
    </message>
    <message>
        <source>To check</source>
        <translation>À vérifier</translation>
    </message>
    <message>
        <source>To the other printer</source>
        <translation>Vers l’autre imprimante</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>USB label printers can be reached directly only on Linux. Nothing was printed; connect it to the network, or choose it from this computer’s own printers.</source>
        <translation>Une imprimante d’étiquettes en USB n’est jointe directement que sous Linux. Rien n’a été imprimé&#xa0;; branchez-la au réseau, ou choisissez-la parmi les imprimantes de cet ordinateur.</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <source>Where to save the badges</source>
        <translation>Où écrire les badges</translation>
    </message>
    <message>
        <source>Wrong paper</source>
        <translation>Pas ce papier</translation>
    </message>
    <message>
        <source>Zebra and others (ZPL), USB</source>
        <translation>Zebra et autres (ZPL), USB</translation>
    </message>
    <message>
        <source>Zebra and others (ZPL), network</source>
        <translation>Zebra et autres (ZPL), réseau</translation>
    </message>
    <message>
        <source>a badge each time</source>
        <translation>un badge à chaque fois</translation>
    </message>
    <message>
        <source>a badge, unless already printed</source>
        <translation>un badge, s’il n’est pas déjà imprimé</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>série</translation>
    </message>
    <message>
        <source>by category</source>
        <translation>selon la catégorie</translation>
    </message>
    <message>
        <source>copy {copy}</source>
        <translation>exemplaire {copy}</translation>
    </message>
    <message>
        <source>no news from it yet</source>
        <translation>pas encore de nouvelles</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>{dpi} dpi</source>
        <translation>{dpi} ppp</translation>
    </message>
    <message>
        <source>{name}: {state}</source>
        <translation>{name}&#xa0;: {state}</translation>
    </message>
    <message>
        <source>“{address}” does not say which Brother printer and which roll. Nothing was printed; add for example ?model=QL-820NWB&amp;label=62x100.</source>
        <translation>«&#xa0;{address}&#xa0;» ne dit pas quelle imprimante Brother ni quel rouleau. Rien n’a été imprimé&#xa0;; ajoutez par exemple&#xa0;?model=QL-820NWB&amp;label=62x100.</translation>
    </message>
    <message>
        <source>“{address}” is not a label printer. Nothing was printed; the documentation shows how to write one.</source>
        <translation>«&#xa0;{address}&#xa0;» n’est pas une imprimante d’étiquettes. Rien n’a été imprimé&#xa0;; la documentation dit comment l’écrire.</translation>
    </message>
    <message>
        <source>“{address}” is not a printer address. Nothing was changed; it looks like ipp://host/printers/NAME.</source>
        <translation>«&#xa0;{address}&#xa0;» n’est pas l’adresse d’une imprimante. Rien n’a changé&#xa0;; elle ressemble à ipp://hôte/printers/NOM.</translation>
    </message>
    <message>
        <source>“{address}” is not a printer. Nothing was changed; the documentation lists the addresses.</source>
        <translation>«&#xa0;{address}&#xa0;» ne désigne aucune imprimante. Rien n’a changé&#xa0;; les adresses sont dans la documentation.</translation>
    </message>
</context>
<context>
    <name>privacy</name>
    <message>
        <source>After that, erase personal data automatically when the event is opened</source>
        <translation>Ensuite, oublier tout le monde automatiquement à l’ouverture de l’événement</translation>
    </message>
    <message>
        <source>All codes: the old ones will no longer be recognised</source>
        <translation>Tous les codes&#xa0;: les anciens ne seront plus reconnus</translation>
    </message>
    <message>
        <source>All figures: per category, per session, per quarter of an hour</source>
        <translation>Tous les chiffres&#xa0;: par catégorie, par session, par quart d’heure</translation>
    </message>
    <message>
        <source>Another desk still has names or codes there, until its next exchange.</source>
        <translation>Un autre poste y a encore des noms ou des codes, jusqu’à son prochain échange.</translation>
    </message>
    <message>
        <source>Another window has the file open: the people are gone from the event, but traces may remain on the disk. Close the other windows and open the event once more.</source>
        <translation>Une autre fenêtre tient le fichier&#xa0;: les personnes ont quitté l’événement, mais d’anciennes traces peuvent rester sur le disque. Fermez les autres fenêtres et ouvrez l’événement encore une fois.</translation>
    </message>
    <message>
        <source>Arrivals, one per person and control point: {arrivals}; entries of the journal: {entries}</source>
        <translation>Arrivées, une par personne et point de contrôle&#xa0;: {arrivals}&#xa0;; entrées du journal&#xa0;: {entries}</translation>
    </message>
    <message>
        <source>Ask again tomorrow</source>
        <translation>Reporter à demain</translation>
    </message>
    <message>
        <source>Backups next to the event: {count}</source>
        <translation>Sauvegardes à côté de l’événement&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Codes</source>
        <translation>Codes</translation>
    </message>
    <message>
        <source>Control line after: {line}</source>
        <translation>Ligne de contrôle après&#xa0;: {line}</translation>
    </message>
    <message>
        <source>Control line before: {line}</source>
        <translation>Ligne de contrôle avant&#xa0;: {line}</translation>
    </message>
    <message>
        <source>Copies made by the system or a person: backups, synchronised folders, logs of a shared server (pg_wal)</source>
        <translation>Les copies faites par le système ou une personne&#xa0;: sauvegardes, dossiers synchronisés, journaux d’un serveur partagé (pg_wal)</translation>
    </message>
    <message>
        <source>Counting what would be erased…</source>
        <translation>Décompte de ce qui serait effacé…</translation>
    </message>
    <message>
        <source>Data erased: {people} {people:registration|registrations}, {speakers} {speakers:speaker|speakers}, {supervisors} {supervisors:supervisor|supervisors}</source>
        <translation>Effacés&#xa0;: inscriptions {people}, intervenants {speakers}, responsables de l’accueil {supervisors}</translation>
    </message>
    <message>
        <source>Data held</source>
        <translation>Données traitées</translation>
    </message>
    <message>
        <source>Date, like 18/07/2023</source>
        <translation>Jour, comme 18/07/2023</translation>
    </message>
    <message>
        <source>Day and place: {where}</source>
        <translation>Jour et lieu&#xa0;: {where}</translation>
    </message>
    <message>
        <source>Decide now</source>
        <translation>Le décider</translation>
    </message>
    <message>
        <source>Done on {when} at “{desk}”, decided by {by}</source>
        <translation>Fait le {when} au poste «&#xa0;{desk}&#xa0;», décidé par {by}</translation>
    </message>
    <message>
        <source>EVERYTHING THIS EVENT KNOWS ABOUT YOU</source>
        <translation>TOUT CE QUE CET ÉVÉNEMENT SAIT DE VOUS</translation>
    </message>
    <message>
        <source>Empty it</source>
        <translation>Vider</translation>
    </message>
    <message>
        <source>Erase personal data</source>
        <translation>Effacer les données personnelles</translation>
    </message>
    <message>
        <source>Erase personal data automatically after {day}?</source>
        <translation>Effacer automatiquement les données personnelles après le {day}&#xa0;?</translation>
    </message>
    <message>
        <source>Erase personal data now</source>
        <translation>Effacer les données personnelles maintenant</translation>
    </message>
    <message>
        <source>Erase personal data…</source>
        <translation>Effacer les données personnelles…</translation>
    </message>
    <message>
        <source>Erase the personal data of this event ({people} {people:registration|registrations})?</source>
        <translation>Effacer les données personnelles de cet événement (inscriptions&#xa0;: {people})&#xa0;?</translation>
    </message>
    <message>
        <source>Erased on {day}. Codes or texts that came in since may still identify people: erase once more when everything is over.</source>
        <translation>Effacées le {day}. Des codes ou textes arrivés depuis peuvent encore nommer quelqu’un&#xa0;: effacez une dernière fois quand tout est fini.</translation>
    </message>
    <message>
        <source>Erased on {day}: no names remain here.</source>
        <translation>Effacées le {day}&#xa0;: ici, plus personne n’est connu.</translation>
    </message>
    <message>
        <source>Erasing personal data…</source>
        <translation>Effacement des données personnelles…</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Event: {title}</source>
        <translation>Événement&#xa0;: {title}</translation>
    </message>
    <message>
        <source>Everything about this person is in {name}, and as readable text in {text}.</source>
        <translation>Tout ce qui concerne cette personne est dans {name}, et se lit dans {text}.</translation>
    </message>
    <message>
        <source>Files that were exported, printed or sent: lists, codes, badges, certificates</source>
        <translation>Les fichiers exportés, imprimés ou envoyés&#xa0;: listes, codes, badges, attestations</translation>
    </message>
    <message>
        <source>For the organisation’s register (GDPR, article 30). The day after “Kept until”, Checkin asks whether to erase the personal data. It does so automatically only if that was decided here.</source>
        <translation>Pour le registre de l’organisation (RGPD, article 30). Le lendemain de la date «&#xa0;Conservées jusqu’au&#xa0;», Checkin demande s’il faut oublier tout le monde. Il ne le fait de lui-même que si cela a été décidé ici.</translation>
    </message>
    <message>
        <source>How it is protected</source>
        <translation>Mesures de sécurité</translation>
    </message>
    <message>
        <source>In the shared folder {folder}: all names that this desk wrote there</source>
        <translation>Dans le dossier partagé {folder}&#xa0;: tous les noms que ce poste y avait écrits</translation>
    </message>
    <message>
        <source>It could not be written to: allow writing or make room on it, then Closing, “Empty it”; or delete its files.</source>
        <translation>Impossible d’y écrire&#xa0;: autorisez l’écriture ou faites-y de la place, puis Clôture, «&#xa0;Vider&#xa0;»&#xa0;; ou supprimez ses fichiers.</translation>
    </message>
    <message>
        <source>It starts in {seconds} s.</source>
        <translation>Cela commence dans {seconds} s.</translation>
    </message>
    <message>
        <source>It was a rehearsal</source>
        <translation>C’était une répétition</translation>
    </message>
    <message>
        <source>Kept until</source>
        <translation>Conservées jusqu’au</translation>
    </message>
    <message>
        <source>Kept until {day}: after that Checkin asks whether to erase the personal data.</source>
        <translation>Gardées jusqu’au {day}&#xa0;: ensuite, Checkin demande s’il faut oublier tout le monde.</translation>
    </message>
    <message>
        <source>Kept until {day}: erased automatically when the event is next opened after that.</source>
        <translation>Gardées jusqu’au {day}&#xa0;: à l’ouverture suivante, tout le monde est oublié automatiquement.</translation>
    </message>
    <message>
        <source>Kept until {day}: the usual two weeks after the event. Another date can be set in the register.</source>
        <translation>Gardées jusqu’au {day}&#xa0;: deux semaines après l’événement, comme d’usage. Une autre date se fixe dans le registre.</translation>
    </message>
    <message>
        <source>Kept without names: {arrivals} {arrivals:arrival|arrivals} (one per person and control point), {entries} {entries:entry|entries} of the journal</source>
        <translation>Gardés sans noms&#xa0;: arrivées {arrivals} (une par personne et point de contrôle), entrées du journal {entries}</translation>
    </message>
    <message>
        <source>Names, e-mail addresses, phone numbers, organisations and roles</source>
        <translation>Les noms, adresses électroniques, téléphones, organismes et fonctions</translation>
    </message>
    <message>
        <source>Names, organisation, role, e-mail, phone, ticket code, the registration’s other columns, notes; times of arrival and exit</source>
        <translation>Noms, organisme, fonction, adresse électronique, téléphone, code du billet, autres colonnes de l’inscription, notes&#xa0;; heures d’arrivée et de sortie</translation>
    </message>
    <message>
        <source>No date is set: the event has none yet.</source>
        <translation>Aucune date n’est fixée&#xa0;: l’événement n’en a pas encore.</translation>
    </message>
    <message>
        <source>No date is set; {day} is usual, two weeks after the event</source>
        <translation>Aucun jour fixé&#xa0;; l’usage&#xa0;: {day}, deux semaines après l’événement</translation>
    </message>
    <message>
        <source>No names remain.</source>
        <translation>Plus personne n’est connu.</translation>
    </message>
    <message>
        <source>Nobody in this event has this code or id. Nothing was written.</source>
        <translation>Personne dans cet événement n’a ce code ou cet identifiant. Rien n’a été écrit.</translation>
    </message>
    <message>
        <source>Nobody is on the list any more; but codes or texts that identify people have come in since, and are kept.</source>
        <translation>Il n’y a plus personne sur la liste&#xa0;; mais des codes ou des textes qui désignent des personnes sont arrivés depuis, et sont conservés.</translation>
    </message>
    <message>
        <source>Notes, the list’s other columns, signatures and written reasons</source>
        <translation>Les notes, les autres colonnes de la liste, les signatures et les motifs écrits</translation>
    </message>
    <message>
        <source>Nothing from this event is on the drive {key}.</source>
        <translation>Il n’y a rien de cet événement sur la clé {key}.</translation>
    </message>
    <message>
        <source>Nothing was erased automatically: this computer’s date is {today}, which contradicts the event’s journal. Correct the clock.</source>
        <translation>Personne n’a été oublié automatiquement&#xa0;: cet ordinateur indique le {today}, et le journal de l’événement le contredit. Mettez son horloge à l’heure.</translation>
    </message>
    <message>
        <source>Nothing was erased; Checkin will ask again tomorrow.</source>
        <translation>Personne n’a été oublié&#xa0;; Checkin redemandera demain.</translation>
    </message>
    <message>
        <source>On the USB drive {key}: all names, and the invitation</source>
        <translation>Sur la clé USB {key}&#xa0;: tous les noms, et l’invitation</translation>
    </message>
    <message>
        <source>Once everything is exported and sent: names, addresses and codes are erased from this computer, and from the other desks at their next exchange. The figures stay.</source>
        <translation>Quand tout est exporté et envoyé&#xa0;: les noms, adresses et codes quittent cet ordinateur, et les autres postes à leur prochain échange. Les chiffres restent.</translation>
    </message>
    <message>
        <source>One anonymous line per person: category, sessions, times of arrival and exit</source>
        <translation>Une ligne anonyme par personne&#xa0;: catégorie, sessions, heures d’arrivée et de sortie</translation>
    </message>
    <message>
        <source>One file on the desks’ computers, no cloud; what desks exchange is encrypted; no names in logs or file names; every change is recorded; erased on all desks, with a dated record</source>
        <translation>Un fichier sur les ordinateurs de l’accueil, sans nuage&#xa0;; échanges scellés entre postes&#xa0;; aucun nom dans les journaux ni les noms de fichiers&#xa0;; chaque changement est tracé&#xa0;; effacement sur tous les postes avec constat daté</translation>
    </message>
    <message>
        <source>Other desks erase their own file at their next exchange; until then they still have everyone</source>
        <translation>Les autres postes effacent leur fichier au prochain échange&#xa0;; d’ici là, ils connaissent tout le monde</translation>
    </message>
    <message>
        <source>People concerned</source>
        <translation>Personnes concernées</translation>
    </message>
    <message>
        <source>People registered for the event, speakers, supervisors of the desk</source>
        <translation>Personnes inscrites à l’événement, intervenants, responsables de l’accueil</translation>
    </message>
    <message>
        <source>Personal data</source>
        <translation>Données personnelles</translation>
    </message>
    <message>
        <source>Personal data is usually kept until {day}, two weeks after the event. To erase it: Closing, at the bottom.</source>
        <translation>Les personnes sont d’ordinaire gardées jusqu’au {day}, deux semaines après l’événement&#xa0;: Clôture, tout en bas, les fait oublier.</translation>
    </message>
    <message>
        <source>Personal data was to be kept until {day} at the latest</source>
        <translation>Données à conserver jusqu’au {day} au plus tard</translation>
    </message>
    <message>
        <source>Photographs of you: {count} (they are in the file next to this one)</source>
        <translation>Photos de vous&#xa0;: {count} (elles sont dans le fichier à côté de celui-ci)</translation>
    </message>
    <message>
        <source>Plug it in, then Closing, “Empty it”.</source>
        <translation>Branchez-la, puis Clôture, «&#xa0;Vider&#xa0;».</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Finalité</translation>
    </message>
    <message>
        <source>RECORD OF ERASURE OF PERSONAL DATA</source>
        <translation>CONSTAT D’EFFACEMENT DES DONNÉES PERSONNELLES</translation>
    </message>
    <message>
        <source>Reason: {why}</source>
        <translation>Motif&#xa0;: {why}</translation>
    </message>
    <message>
        <source>Recipients</source>
        <translation>Destinataires</translation>
    </message>
    <message>
        <source>Record of processing activities (GDPR, article 30)</source>
        <translation>Registre des activités de traitement (RGPD, article 30)</translation>
    </message>
    <message>
        <source>Register of personal data</source>
        <translation>Registre des données personnelles</translation>
    </message>
    <message>
        <source>Register of personal data…</source>
        <translation>Registre des données personnelles…</translation>
    </message>
    <message>
        <source>Registrations: {people}; speakers: {speakers}; supervisors: {supervisors}</source>
        <translation>Inscriptions&#xa0;: {people}&#xa0;; intervenants&#xa0;: {speakers}&#xa0;; responsables&#xa0;: {supervisors}</translation>
    </message>
    <message>
        <source>Responsible: {name}</source>
        <translation>Responsable&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Save and write the page…</source>
        <translation>Enregistrer et écrire la page…</translation>
    </message>
    <message>
        <source>Save everything about this person</source>
        <translation>Enregistrer tout ce qui concerne cette personne</translation>
    </message>
    <message>
        <source>Save the page as</source>
        <translation>Enregistrer la page sous</translation>
    </message>
    <message>
        <source>That is not the title yet.</source>
        <translation>Ce n’est pas encore le titre.</translation>
    </message>
    <message>
        <source>The copy {name} beside the event still has everyone</source>
        <translation>La copie {name}, à côté de l’événement, contient encore tout le monde</translation>
    </message>
    <message>
        <source>The drive {key} may still hold the names.</source>
        <translation>La clé {key} a peut-être encore les noms.</translation>
    </message>
    <message>
        <source>The drive {key} may still hold the names: plug it in to empty it.</source>
        <translation>La clé {key} a peut-être encore les noms&#xa0;: branchez-la pour la vider.</translation>
    </message>
    <message>
        <source>The drive {key} no longer holds any names.</source>
        <translation>La clé {key} n’a plus aucun nom.</translation>
    </message>
    <message>
        <source>The drive {key} still holds the names.</source>
        <translation>La clé {key} a encore les noms.</translation>
    </message>
    <message>
        <source>The file {name} beside the event: it may be a backup, and could not be removed</source>
        <translation>Le fichier {name}, à côté de l’événement&#xa0;: c’est peut-être une sauvegarde, et il n’a pas pu être supprimé</translation>
    </message>
    <message>
        <source>The folder {folder} could not be looked through: unfinished exports with names may be in it</source>
        <translation>Le dossier {folder} n’a pas pu être parcouru&#xa0;: des exports inachevés, avec des noms, s’y trouvent peut-être</translation>
    </message>
    <message>
        <source>The index of names, badges and tickets waiting to be printed or sent, to whom tickets were sent, texts that were scanned</source>
        <translation>L’index des noms, les badges et billets en attente, à qui des billets ont été envoyés, les textes lus</translation>
    </message>
    <message>
        <source>The names are erased from the drive {key}</source>
        <translation>Les noms sont effacés de la clé {key}</translation>
    </message>
    <message>
        <source>The names of speakers in the programme; the supervisors and their PINs</source>
        <translation>Les noms des intervenants au programme&#xa0;; les responsables et leurs codes PIN</translation>
    </message>
    <message>
        <source>The names of the desks, and who decided to erase, when and why</source>
        <translation>Les noms des postes, et qui a décidé l’effacement, quand et pourquoi</translation>
    </message>
    <message>
        <source>The organiser no longer needs the data</source>
        <translation>L’organisateur n’en a plus besoin</translation>
    </message>
    <message>
        <source>The organiser’s decision</source>
        <translation>Décision de l’organisateur</translation>
    </message>
    <message>
        <source>The organiser’s team and the volunteers at the welcome desk</source>
        <translation>L’équipe organisatrice et les bénévoles de l’accueil</translation>
    </message>
    <message>
        <source>The personal data of this event is about to be erased</source>
        <translation>Tout le monde va être oublié</translation>
    </message>
    <message>
        <source>The personal data of {people} {people:registration|registrations} was erased. The record is in {name}.</source>
        <translation>Données effacées (inscriptions&#xa0;: {people}). Le constat est dans {name}.</translation>
    </message>
    <message>
        <source>The programme, its control points and categories, the badge templates</source>
        <translation>Le programme, ses points de contrôle et catégories, les modèles de badges</translation>
    </message>
    <message>
        <source>The register entry is saved in the event.</source>
        <translation>La fiche du registre est gardée dans l’événement.</translation>
    </message>
    <message>
        <source>The register entry was written to {name}, in French and in English.</source>
        <translation>La fiche du registre est écrite dans {name}, en français et en anglais.</translation>
    </message>
    <message>
        <source>The retention period is over</source>
        <translation>La durée de conservation est passée</translation>
    </message>
    <message>
        <source>The shared folder {folder} has no names any more that this desk wrote.</source>
        <translation>Le dossier partagé {folder} n’a plus aucun nom écrit par ce poste.</translation>
    </message>
    <message>
        <source>The shared folder {folder}: another desk still has names or codes there until its next exchange</source>
        <translation>Le dossier partagé {folder}&#xa0;: un autre poste y a encore des noms ou des codes, jusqu’à son prochain échange</translation>
    </message>
    <message>
        <source>The shared folder {folder}: this desk empties its files there at the next exchange that succeeds</source>
        <translation>Le dossier partagé {folder}&#xa0;: ce poste y efface ses fichiers au prochain échange réussi</translation>
    </message>
    <message>
        <source>The shared folder {folder}: “{desk}” still has names or codes there until its next exchange</source>
        <translation>Le dossier partagé {folder}&#xa0;: «&#xa0;{desk}&#xa0;» y a encore des noms ou des codes, jusqu’à son prochain échange</translation>
    </message>
    <message>
        <source>There is already a file “{name}”. Nothing was erased; give the record another name.</source>
        <translation>Il y a déjà un fichier «&#xa0;{name}&#xa0;». Personne n’a été oublié&#xa0;; donnez un autre nom au constat.</translation>
    </message>
    <message>
        <source>This can no longer be stopped. Codes scanned meanwhile wait, and are answered afterwards.</source>
        <translation>On ne peut plus l’arrêter. Les codes scannés entre-temps attendent et reçoivent leur réponse ensuite.</translation>
    </message>
    <message>
        <source>This cannot be undone. Export anything you still need first.</source>
        <translation>Il n’y a pas de retour. Exportez d’abord ce dont vous avez encore besoin.</translation>
    </message>
    <message>
        <source>This cannot be undone. If something still has to be exported, or today’s date is wrong, postpone it.</source>
        <translation>C’est sans retour. S’il reste quelque chose à exporter, ou si la date du jour est fausse, reportez.</translation>
    </message>
    <message>
        <source>This data was to be kept until {day}.</source>
        <translation>Ces données devaient être conservées jusqu’au {day}.</translation>
    </message>
    <message>
        <source>This event’s data on the USB drives plugged in now: names, and the invitation</source>
        <translation>Ce que les clés USB branchées en ce moment ont de cet événement&#xa0;: les noms, et l’invitation</translation>
    </message>
    <message>
        <source>This event’s personal data has been erased at this desk too, as decided at “{desk}”: the names are gone, the figures stay.</source>
        <translation>Les données personnelles de cet événement sont effacées à ce poste aussi, comme décidé au poste «&#xa0;{desk}&#xa0;»&#xa0;: les noms sont partis, les chiffres restent.</translation>
    </message>
    <message>
        <source>This event’s personal data is already erased. Nothing was changed.</source>
        <translation>Cet événement ne connaît plus personne. Rien n’a changé.</translation>
    </message>
    <message>
        <source>This event’s personal data was erased on {day} at {time} at “{desk}”, and so here too.</source>
        <translation>Les données personnelles de cet événement ont été effacées le {day} à {time} au poste «&#xa0;{desk}&#xa0;», et donc ici aussi.</translation>
    </message>
    <message>
        <source>This event’s personal data was erased on {day} at {time} by a command, and so here too.</source>
        <translation>Les données personnelles de cet événement ont été effacées le {day} à {time} par une commande, et donc ici aussi.</translation>
    </message>
    <message>
        <source>This is not a date. Write it like 18/07/2023, or leave it empty.</source>
        <translation>Ce n’est pas un jour. Écrivez-le comme 18/07/2023, ou laissez vide.</translation>
    </message>
    <message>
        <source>To do this automatically, Checkin needs a date. Enter one.</source>
        <translation>Pour que ce soit automatique, il faut une date. Indiquez-la.</translation>
    </message>
    <message>
        <source>To welcome registered people, print their badges, and prove who attended</source>
        <translation>Accueillir les personnes inscrites, imprimer leurs badges et attester leur présence</translation>
    </message>
    <message>
        <source>Traces of erased files in the memory of an emptied drive: only a drive that is destroyed, or completely overwritten, is safe</source>
        <translation>Ce que la mémoire d’une clé vidée garde encore de fichiers effacés&#xa0;: seule une clé détruite, ou formatée entièrement, est sûre</translation>
    </message>
    <message>
        <source>Two desks gave this code to different people. Nothing was done; settle that in Other desks first.</source>
        <translation>Deux postes ont attribué ce code à des personnes différentes. Rien n’a été fait&#xa0;; tranchez d’abord dans «&#xa0;Autres postes&#xa0;».</translation>
    </message>
    <message>
        <source>Type the title of the event: {title}</source>
        <translation>Tapez le titre de l’événement&#xa0;: {title}</translation>
    </message>
    <message>
        <source>USB drives and shared folder of this event</source>
        <translation>Clés USB et dossier partagé de cet événement</translation>
    </message>
    <message>
        <source>USB drives until this desk has emptied them, and what desks that do not come back wrote to a shared folder</source>
        <translation>Les clés USB tant que ce poste ne les a pas vidées, et ce que des postes qui ne reviennent pas ont écrit dans un dossier partagé</translation>
    </message>
    <message>
        <source>USB drives: the drive {key} still holds the names. Plug it in, then Closing, “Empty it”</source>
        <translation>Clés USB&#xa0;: la clé {key} a encore les noms. Branchez-la, puis Clôture, «&#xa0;Vider&#xa0;»</translation>
    </message>
    <message>
        <source>Unfinished exports that a stopped program had left: {count} {count:file or folder|files and folders}</source>
        <translation>Les exports inachevés qu’un programme interrompu avait laissés&#xa0;: {count} {count:fichier ou dossier|fichiers et dossiers}</translation>
    </message>
    <message>
        <source>What cannot be reached from here</source>
        <translation>Ce qui est hors d’atteinte d’ici</translation>
    </message>
    <message>
        <source>What could not be reached from here</source>
        <translation>Ce qui était hors d’atteinte d’ici</translation>
    </message>
    <message>
        <source>What stayed</source>
        <translation>Ce qui est resté</translation>
    </message>
    <message>
        <source>What stays</source>
        <translation>Ce qui reste</translation>
    </message>
    <message>
        <source>What waits in the queue of a printer or an e-mail program, e-mails that were sent, and unfinished files in folders that this event does not know</source>
        <translation>Ce qui attend dans la file d’une imprimante ou d’un logiciel de messagerie, les e-mails envoyés, et les fichiers inachevés dans des dossiers que cet événement ne connaît pas</translation>
    </message>
    <message>
        <source>What was erased</source>
        <translation>Ce qui est parti</translation>
    </message>
    <message>
        <source>What was recorded, and when (the file next to this one has everything)</source>
        <translation>Ce qui a été noté, et quand (le fichier voisin contient tout)</translation>
    </message>
    <message>
        <source>What will be erased</source>
        <translation>Ce qui part</translation>
    </message>
    <message>
        <source>Where you were</source>
        <translation>Où vous étiez</translation>
    </message>
    <message>
        <source>Who is responsible, and how to contact them</source>
        <translation>Responsable du traitement, et comment le joindre</translation>
    </message>
    <message>
        <source>Written on {at}</source>
        <translation>Écrit le {at}</translation>
    </message>
    <message>
        <source>[to be filled in]</source>
        <translation>[à compléter]</translation>
    </message>
    <message>
        <source>data of one person</source>
        <translation>données d’une personne</translation>
    </message>
    <message>
        <source>record of erasure</source>
        <translation>constat d’effacement</translation>
    </message>
    <message>
        <source>register of personal data</source>
        <translation>registre des données personnelles</translation>
    </message>
    <message>
        <source>{day}; then names, addresses and codes are deleted and anonymous figures stay</source>
        <translation>{day}&#xa0;; ensuite les noms, adresses et codes sont effacés, des chiffres anonymes restent</translation>
    </message>
    <message>
        <source>{name} decided: personal data is kept until {until}, then erased automatically ({why}). Today is {today}.</source>
        <translation>Décidé par {name}&#xa0;: les personnes sont gardées jusqu’au {until}, puis oubliées automatiquement ({why}). Nous sommes le {today}.</translation>
    </message>
    <message>
        <source>“{desk}” still has names or codes there, until its next exchange.</source>
        <translation>«&#xa0;{desk}&#xa0;» y a encore des noms ou des codes, jusqu’à son prochain échange.</translation>
    </message>
    <message>
        <source>“{desk}”, last heard from on {at}, still has everyone until its next exchange</source>
        <translation>«&#xa0;{desk}&#xa0;», vu pour la dernière fois le {at}, connaît encore tout le monde jusqu’à son prochain échange</translation>
    </message>
</context>
<context>
    <name>programme</name>
    <message>
        <source>Also remove the sessions that are not in the file ({count}), with their speakers and control points</source>
        <translation>Supprimer aussi les sessions absentes du fichier ({count}), avec leurs intervenants et points de contrôle</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Appliquer</translation>
    </message>
    <message>
        <source>Arrival at the event</source>
        <translation>L’arrivée à l’événement</translation>
    </message>
    <message>
        <source>As often as they like</source>
        <translation>Autant qu’on veut</translation>
    </message>
    <message>
        <source>Asks for</source>
        <translation>Demande</translation>
    </message>
    <message>
        <source>Asks for attention</source>
        <translation>Attire l’attention</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>Début</translation>
    </message>
    <message>
        <source>Can also be followed online</source>
        <translation>Aussi suivie à distance</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Catégorie</translation>
    </message>
    <message>
        <source>Chip with the name: “Table 7”</source>
        <translation>Étiquette avec le nom&#xa0;: «&#xa0;Table 7&#xa0;»</translation>
    </message>
    <message>
        <source>Chip with the value alone: “Vegetarian”</source>
        <translation>Étiquette avec la valeur seule&#xa0;: «&#xa0;Végétarien&#xa0;»</translation>
    </message>
    <message>
        <source>Closes</source>
        <translation>Fermeture</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Colonne</translation>
    </message>
    <message>
        <source>Column of the list</source>
        <translation>Colonne de la liste</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Confirmé</translation>
    </message>
    <message>
        <source>Control point</source>
        <translation>Point de contrôle</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Compté</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Précisions</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Sens</translation>
    </message>
    <message>
        <source>Each day anew</source>
        <translation>Chaque jour à nouveau</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Fin</translation>
    </message>
    <message>
        <source>Entrance</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>Tout le monde</translation>
    </message>
    <message>
        <source>Exit</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>Pour qui</translation>
    </message>
    <message>
        <source>In place of</source>
        <translation>À la place de</translation>
    </message>
    <message>
        <source>In search results</source>
        <translation>Dans la recherche</translation>
    </message>
    <message>
        <source>In self-service</source>
        <translation>En libre-service</translation>
    </message>
    <message>
        <source>In the answer</source>
        <translation>Dans la réponse</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Dernier jour</translation>
    </message>
    <message>
        <source>Line of text, for long values</source>
        <translation>Ligne de texte, pour les valeurs longues</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Pas du tout</translation>
    </message>
    <message>
        <source>Not in the file ({count})</source>
        <translation>Absents du fichier ({count})</translation>
    </message>
    <message>
        <source>Not shown in the answer</source>
        <translation>Pas dans la réponse</translation>
    </message>
    <message>
        <source>Note for the desk</source>
        <translation>Note pour le poste</translation>
    </message>
    <message>
        <source>Nothing is written yet: what this file would change in the programme</source>
        <translation>Avant d’écrire quoi que ce soit&#xa0;: ce que ce fichier change au programme</translation>
    </message>
    <message>
        <source>Numbered things lent here</source>
        <translation>Ce qui se prête ici, numéroté</translation>
    </message>
    <message>
        <source>Once their exit is recorded</source>
        <translation>Une fois la sortie enregistrée</translation>
    </message>
    <message>
        <source>Only with</source>
        <translation>Seulement avec</translation>
    </message>
    <message>
        <source>Opens</source>
        <translation>Ouverture</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Organisme</translation>
    </message>
    <message>
        <source>Organiser</source>
        <translation>Organisateur</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lieu</translation>
    </message>
    <message>
        <source>Re-entry</source>
        <translation>Revenir</translation>
    </message>
    <message>
        <source>Registration required</source>
        <translation>Sur inscription</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Fonction</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Salle</translation>
    </message>
    <message>
        <source>Scan not required here</source>
        <translation>Scan non exigé ici</translation>
    </message>
    <message>
        <source>Seats</source>
        <translation>Places</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Session</translation>
    </message>
    <message>
        <source>Speaker</source>
        <translation>Intervenant</translation>
    </message>
    <message>
        <source>The programme “{name}” cannot be read. Nothing was changed; choose another file.</source>
        <translation>Le programme «&#xa0;{name}&#xa0;» ne peut pas être lu. Rien n’a été modifié&#x202f;; choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>The programme “{name}” has a mistake in it: {what}. Nothing was changed.</source>
        <translation>Le programme «&#xa0;{name}&#xa0;» n’est pas écrit comme il faut&#xa0;: {what}. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>This programme is damaged, or far too large. Nothing was changed; choose another file.</source>
        <translation>Ce programme est abîmé, ou bien trop grand. Rien n’a été changé&#x202f;; choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>This programme takes too long to read. Nothing was changed; export it with fewer days.</source>
        <translation>Ce programme est trop long à lire. Rien n’a été changé&#x202f;; exportez-le avec moins de jours.</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Fuseau horaire</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>To be checked before the first entry</source>
        <translation>À vérifier avant la première entrée</translation>
    </message>
    <message>
        <source>Unchanged: {count}. Control points, categories, registrations and seats that you have set are kept.</source>
        <translation>Sans changement&#xa0;: {count}. Les points de contrôle, catégories, inscriptions et places que vous avez réglés sont gardés.</translation>
    </message>
    <message>
        <source>Unchanged: {count}. This file is the whole programme: anything not in it is removed.</source>
        <translation>Sans changement&#xa0;: {count}. Ce fichier est le programme entier&#xa0;: ce qui n’y est pas disparaît.</translation>
    </message>
    <message>
        <source>Waiting-list places</source>
        <translation>Places en attente</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Quoi</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Ce qui change</translation>
    </message>
    <message>
        <source>When full, ask about registered people too</source>
        <translation>Salle pleine&#xa0;: demander aussi pour les inscrits</translation>
    </message>
    <message>
        <source>Who may enter</source>
        <translation>Qui peut entrer</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>contient</translation>
    </message>
    <message>
        <source>is at least</source>
        <translation>est au moins</translation>
    </message>
    <message>
        <source>is at most</source>
        <translation>est au plus</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>est vide</translation>
    </message>
    <message>
        <source>is exactly</source>
        <translation>est exactement</translation>
    </message>
    <message>
        <source>is none of</source>
        <translation>n’est aucun de</translation>
    </message>
    <message>
        <source>is not empty</source>
        <translation>n’est pas vide</translation>
    </message>
    <message>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <source>or is empty</source>
        <translation>ou est vide</translation>
    </message>
    <message>
        <source>people registered: {count}</source>
        <translation>inscrits&#xa0;: {count}</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>{field}: {values}</source>
        <translation>{field}&#xa0;: {values}</translation>
    </message>
    <message>
        <source>“{name}” is larger than {megabytes} MB, too large for a programme. Nothing was changed; choose another file.</source>
        <translation>«&#xa0;{name}&#xa0;» dépasse {megabytes} Mo, trop pour un programme. Rien n’a été modifié&#xa0;; choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>“{name}” is not a programme. Nothing was changed; choose a calendar (ICS), a schedule.json from pretalx or frab, or a programme file (TOML).</source>
        <translation>«&#xa0;{name}&#xa0;» n’est pas un programme. Rien n’a été modifié&#xa0;; choisissez un agenda (ICS), le schedule.json de pretalx ou frab, ou un fichier de programme (TOML).</translation>
    </message>
</context>
<context>
    <name>programme editor</name>
    <message>
        <source>A sentence for whoever is at this point</source>
        <translation>Une phrase pour qui tient ce point</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Add a condition</source>
        <translation>Ajouter une condition</translation>
    </message>
    <message>
        <source>Add a control point</source>
        <translation>Ajouter un point de contrôle</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>Ajouter une règle</translation>
    </message>
    <message>
        <source>Add a speaker</source>
        <translation>Ajouter un intervenant</translation>
    </message>
    <message>
        <source>Also where the cell is empty ({count})</source>
        <translation>Aussi si la cellule est vide ({count})</translation>
    </message>
    <message>
        <source>An event has at most {most} days.</source>
        <translation>Un événement dure au plus {most} jours.</translation>
    </message>
    <message>
        <source>Ask for the certificate…</source>
        <translation>Demander le certificat…</translation>
    </message>
    <message>
        <source>Asks for attention: the arrival shows an answer to read, not just a tick</source>
        <translation>Attire l’attention&#xa0;: l’arrivée est une réponse à lire, pas seulement une coche</translation>
    </message>
    <message>
        <source>Calls for attention</source>
        <translation>Demande de l’attention</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Catégories</translation>
    </message>
    <message>
        <source>Change of programme</source>
        <translation>Changement de programme</translation>
    </message>
    <message>
        <source>Choose a column…</source>
        <translation>Choisir une colonne…</translation>
    </message>
    <message>
        <source>Choose a field…</source>
        <translation>Choisir un champ…</translation>
    </message>
    <message>
        <source>Choose the column of the list.</source>
        <translation>Choisissez la colonne de la liste.</translation>
    </message>
    <message>
        <source>Close without saving</source>
        <translation>Fermer sans enregistrer</translation>
    </message>
    <message>
        <source>Close without saving?</source>
        <translation>Fermer sans enregistrer&#xa0;?</translation>
    </message>
    <message>
        <source>Column of the list</source>
        <translation>Colonne de la liste</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
    <message>
        <source>Columns of the list</source>
        <translation>Colonnes de la liste</translation>
    </message>
    <message>
        <source>Control points</source>
        <translation>Points de contrôle</translation>
    </message>
    <message>
        <source>Count its values</source>
        <translation>Compter ses valeurs</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
    <message>
        <source>Day: {name}</source>
        <translation>Jour&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dupliquer</translation>
    </message>
    <message>
        <source>Each line needs a field, and its permitted values.</source>
        <translation>Chaque ligne demande un champ, et ce qui doit y figurer.</translation>
    </message>
    <message>
        <source>Each rule needs its values, except “is empty” and “is not empty”.</source>
        <translation>Chaque règle a besoin de ses valeurs, sauf «&#xa0;est vide&#xa0;» et «&#xa0;n’est pas vide&#xa0;».</translation>
    </message>
    <message>
        <source>Edit the programme?</source>
        <translation>Modifier le programme&#xa0;?</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Champ</translation>
    </message>
    <message>
        <source>For example: 17, or 31/12/2008</source>
        <translation>Par exemple&#xa0;: 17, ou 31/12/2008</translation>
    </message>
    <message>
        <source>For example: headset</source>
        <translation>Par exemple&#xa0;: casque</translation>
    </message>
    <message>
        <source>For example: identity document seen</source>
        <translation>Par exemple&#xa0;: pièce d’identité vue</translation>
    </message>
    <message>
        <source>For whom (nothing ticked: everyone)</source>
        <translation>Pour qui (rien de coché&#xa0;: tout le monde)</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Horaires</translation>
    </message>
    <message>
        <source>If the day or the time zone changes, all times in the programme move with it.</source>
        <translation>Si le jour ou le fuseau change, tous les horaires du programme suivent.</translation>
    </message>
    <message>
        <source>In search results too</source>
        <translation>Aussi dans la recherche</translation>
    </message>
    <message>
        <source>In self-service too</source>
        <translation>Aussi en libre-service</translation>
    </message>
    <message>
        <source>In the programme</source>
        <translation>Au programme</translation>
    </message>
    <message>
        <source>Information required at the door</source>
        <translation>Informations obligatoires à l’entrée</translation>
    </message>
    <message>
        <source>It has an end but no start. Say when it starts.</source>
        <translation>Il y a une fin mais pas de début. Indiquez quand cela commence.</translation>
    </message>
    <message>
        <source>Its control points are removed too: {names}.</source>
        <translation>Ses points de contrôle partent avec&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Last day, if there are several</source>
        <translation>Dernier jour, s’il y en a plusieurs</translation>
    </message>
    <message>
        <source>Lets into</source>
        <translation>Donne accès à</translation>
    </message>
    <message>
        <source>Lines not understood</source>
        <translation>Lignes non comprises</translation>
    </message>
    <message>
        <source>Mistake in the programme</source>
        <translation>Erreur dans le programme</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Descendre</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Monter</translation>
    </message>
    <message>
        <source>Name on the screens</source>
        <translation>Nom sur les écrans</translation>
    </message>
    <message>
        <source>New category</source>
        <translation>Nouvelle catégorie</translation>
    </message>
    <message>
        <source>New column</source>
        <translation>Nouvelle colonne</translation>
    </message>
    <message>
        <source>New control point</source>
        <translation>Nouveau point de contrôle</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>Nouvelle session</translation>
    </message>
    <message>
        <source>No column chosen: the answer shows organisation, role, category and sessions. Add a column to show a table, a meal or a T-shirt size as well, to count them, or to be told what to look out for.</source>
        <translation>Aucune colonne choisie&#xa0;: la réponse montre l’organisme, la fonction, la catégorie et les sessions. Ajoutez une colonne pour montrer aussi une table, un repas ou une taille de T-shirt, pour les compter, ou pour savoir à quoi faire attention.</translation>
    </message>
    <message>
        <source>No rules: everyone may enter everywhere. With categories, a control point can let in only some of them.</source>
        <translation>Aucune règle&#xa0;: tout le monde entre partout. Avec des catégories, un point de contrôle peut n’en laisser entrer que certaines.</translation>
    </message>
    <message>
        <source>No session yet. Add the first one, paste a programme, or load one from a file.</source>
        <translation>Pas encore de session. Ajoutez la première, collez un programme, ou chargez-en un depuis un fichier.</translation>
    </message>
    <message>
        <source>Nobody had to be scanned here: who was at the event counts as there</source>
        <translation>Scan non exigé ici&#xa0;: les inscrits venus à l’événement comptent comme présents</translation>
    </message>
    <message>
        <source>Nobody is checked at the door of this session.</source>
        <translation>Aucun contrôle à l’entrée de cette session.</translation>
    </message>
    <message>
        <source>Nothing is saved yet: {count} to correct, starting with this one.</source>
        <translation>Rien n’est encore enregistré&#xa0;: {count} à corriger, voici le premier.</translation>
    </message>
    <message>
        <source>Nothing is taken over yet: what is understood of this text</source>
        <translation>Rien n’est encore repris&#xa0;: ce qui est compris de ce texte</translation>
    </message>
    <message>
        <source>On each day of the event everyone comes anew, and is counted by day</source>
        <translation>Chaque jour de l’événement, chacun arrive à nouveau et est compté par jour</translation>
    </message>
    <message>
        <source>One of these: yes, vegetarian…</source>
        <translation>L’un de ceux-ci&#xa0;: oui, végétarien…</translation>
    </message>
    <message>
        <source>Only a session with a number of seats can be full and have a waiting list.</source>
        <translation>Seule une session qui a un nombre de places peut être complète et faire attendre.</translation>
    </message>
    <message>
        <source>Paste a programme</source>
        <translation>Coller un programme</translation>
    </message>
    <message>
        <source>Paste a programme…</source>
        <translation>Coller un programme…</translation>
    </message>
    <message>
        <source>People in this category: {count}. They keep the word from their list.</source>
        <translation>Personnes de cette catégorie&#xa0;: {count}. Elles gardent le mot que dit leur liste.</translation>
    </message>
    <message>
        <source>People registered for it: {count}. They stay in the event, without this session.</source>
        <translation>Inscrits&#xa0;: {count}. Ils restent dans l’événement, sans cette session.</translation>
    </message>
    <message>
        <source>People who have been in may come back</source>
        <translation>Qui est déjà entré peut revenir</translation>
    </message>
    <message>
        <source>People who have passed here: {count}. This stays in the journal and in the export.</source>
        <translation>Personnes passées ici&#xa0;: {count}. Cela reste dans le journal et dans l’export.</translation>
    </message>
    <message>
        <source>Place and organiser are printed on tickets, sign-in sheets and certificates.</source>
        <translation>Le lieu et l’organisateur figurent sur les billets, les feuilles d’émargement et les attestations.</translation>
    </message>
    <message>
        <source>Programme saved. Sessions: {sessions}; control points: {points}.</source>
        <translation>Programme enregistré. Sessions&#xa0;: {sessions}&#xa0;; points de contrôle&#xa0;: {points}.</translation>
    </message>
    <message>
        <source>Redo (Ctrl+Shift+Z)</source>
        <translation>Rétablir (Ctrl+Maj+Z)</translation>
    </message>
    <message>
        <source>Registration required: only people registered for it are expected</source>
        <translation>Sur inscription&#xa0;: seuls les inscrits y sont attendus</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Remove this condition</source>
        <translation>Retirer cette condition</translation>
    </message>
    <message>
        <source>Remove this rule</source>
        <translation>Retirer cette règle</translation>
    </message>
    <message>
        <source>Remove this speaker</source>
        <translation>Retirer cet intervenant</translation>
    </message>
    <message>
        <source>Remove “{name}”?</source>
        <translation>Retirer «&#xa0;{name}&#xa0;»&#xa0;?</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Scanned at: {names}</source>
        <translation>Contrôle&#xa0;: {names}</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sessions</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Y aller</translation>
    </message>
    <message>
        <source>Someone else changed something in the meantime, and it was kept: {names}.</source>
        <translation>Quelqu’un d’autre avait modifié entre-temps, et c’est gardé&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Someone else has changed the programme in the meantime, and the two versions do not fit together: a name used twice, or times in the wrong order. Nothing was saved; close, look at the programme, and change it again.</source>
        <translation>Quelqu’un d’autre a modifié le programme entre-temps, et les deux ensemble contiennent une erreur&#xa0;: un nom en double, ou une heure avant une autre. Rien n’a été enregistré&#xa0;; fermez, regardez le programme et modifiez-le à nouveau.</translation>
    </message>
    <message>
        <source>Something under “{name}” is not filled in correctly yet.</source>
        <translation>Quelque chose sous «&#xa0;{name}&#xa0;» n’est pas encore lisible.</translation>
    </message>
    <message>
        <source>Sort by time</source>
        <translation>Mettre dans l’ordre de la journée</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>Intervenants</translation>
    </message>
    <message>
        <source>Take days off the event on which people were counted?</source>
        <translation>Retirer des jours où des personnes ont été comptées&#xa0;?</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Take over {count} {count:session|sessions}</source>
        <translation>Reprendre {count} {count:session|sessions}</translation>
    </message>
    <message>
        <source>Text of a mail, or a table</source>
        <translation>Texte d’un e-mail, ou tableau</translation>
    </message>
    <message>
        <source>The event has no date yet: enter it under “Event” first, else these sessions have no hours.</source>
        <translation>L’événement n’a pas encore de date&#xa0;: saisissez-la d’abord sous «&#xa0;Événement&#xa0;», sinon ces sessions n’ont pas d’horaires.</translation>
    </message>
    <message>
        <source>The event has no date yet: enter it under “Event”, or write 04/07/2025 09:30 here.</source>
        <translation>L’événement n’a pas encore de jour&#xa0;: indiquez-le sous «&#xa0;Événement&#xa0;», ou écrivez ici 04/07/2025 09:30.</translation>
    </message>
    <message>
        <source>The latest list has no column “{name}”. What earlier lists said is still shown; choose another column if it was renamed.</source>
        <translation>La dernière liste n’a pas de colonne «&#xa0;{name}&#xa0;». Ce que disaient les listes précédentes s’affiche encore&#xa0;; choisissez une autre colonne si elle a changé de nom.</translation>
    </message>
    <message>
        <source>The list of people has categories: {names}</source>
        <translation>La liste des participants nomme des catégories&#xa0;: {names}</translation>
    </message>
    <message>
        <source>The list of people has sessions, whose times you then fill in: {names}</source>
        <translation>La liste des participants nomme des sessions, dont il restera à saisir les heures&#xa0;: {names}</translation>
    </message>
    <message>
        <source>The programme</source>
        <translation>Le programme</translation>
    </message>
    <message>
        <source>The same field is on two lines. Put all its values on one line.</source>
        <translation>Un même champ figure sur deux lignes. Écrivez sur une seule ce qui peut y figurer.</translation>
    </message>
    <message>
        <source>The word used in your list of people. Capitals and accents do not matter.</source>
        <translation>Le mot qui figure dans votre liste de personnes. Majuscules et accents ne comptent pas.</translation>
    </message>
    <message>
        <source>There are no categories yet, so everyone may enter.</source>
        <translation>Il n’y a pas encore de catégories&#xa0;: tout le monde peut entrer.</translation>
    </message>
    <message>
        <source>There are no categories yet, so it is for everyone.</source>
        <translation>Il n’y a pas encore de catégories&#xa0;: c’est pour tout le monde.</translation>
    </message>
    <message>
        <source>There is a last day but no first one. Say on which day it begins.</source>
        <translation>Il y a un dernier jour, mais pas de premier. Indiquez quel jour il commence.</translation>
    </message>
    <message>
        <source>These values: yes, missing…</source>
        <translation>Ces valeurs&#xa0;: oui, manquant…</translation>
    </message>
    <message>
        <source>They stay in the journal and in the export, and count as having come, but on no day of the event.</source>
        <translation>Elles restent au journal et dans l’export et comptent comme venues, mais plus à aucun jour de l’événement.</translation>
    </message>
    <message>
        <source>This is before the first day.</source>
        <translation>C’est avant le premier jour.</translation>
    </message>
    <message>
        <source>This is before the opening. If it is the next day, write the date before the time.</source>
        <translation>Elle vient avant l’ouverture. Si c’est le lendemain, écrivez le jour devant l’heure.</translation>
    </message>
    <message>
        <source>This is before the start. If it is the next day, write the date before the time.</source>
        <translation>Elle vient avant le début. Si c’est le lendemain, écrivez le jour devant l’heure.</translation>
    </message>
    <message>
        <source>This is not a date. Write it like 04/07/2025.</source>
        <translation>Ce n’est pas un jour. Écrivez-le comme 04/07/2025.</translation>
    </message>
    <message>
        <source>This is not a time. Write it like 09:30, or 05/07 09:30 on another day.</source>
        <translation>Ce n’est pas une heure. Écrivez-la comme 09:30, ou 05/07 09:30 un autre jour.</translation>
    </message>
    <message>
        <source>This is the only category that may enter here: {names}. Without it anyone could; change that first.</source>
        <translation>C’est la seule catégorie qui peut entrer ici&#xa0;: {names}. Sans elle, tout le monde le pourrait&#xa0;; changez d’abord cela.</translation>
    </message>
    <message>
        <source>This is the only category that these columns are for: {names}. Without it they would be shown for everyone; change that first.</source>
        <translation>C’est la seule catégorie de ces colonnes&#xa0;: {names}. Sans elle, elles s’afficheraient pour tout le monde&#xa0;; changez cela d’abord.</translation>
    </message>
    <message>
        <source>This needs a name.</source>
        <translation>Il faut un nom ici.</translation>
    </message>
    <message>
        <source>To confirm</source>
        <translation>À confirmer</translation>
    </message>
    <message>
        <source>Tuesday 2 December
9:30 – 10:15 Opening (Auditorium)
11:00 Workshop, Room 4</source>
        <translation>Mardi 2 décembre
9h30 – 10h15 Ouverture (Auditorium)
11h Atelier, salle 4</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>Compris</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>Annuler (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Use the categories in the list ({count})</source>
        <translation>Prendre les catégories de la liste ({count})</translation>
    </message>
    <message>
        <source>Use the sessions in the list ({count})</source>
        <translation>Prendre les sessions de la liste ({count})</translation>
    </message>
    <message>
        <source>Values of the list</source>
        <translation>Valeurs de la liste</translation>
    </message>
    <message>
        <source>What happens then</source>
        <translation>Ce qui se passe alors</translation>
    </message>
    <message>
        <source>What is lent here may come back on another day. Untick that everyone comes anew on each day.</source>
        <translation>Ce qui est prêté ici peut revenir un autre jour. Décochez «&#xa0;chacun arrive à nouveau&#xa0;».</translation>
    </message>
    <message>
        <source>What you changed since you opened the programme would be lost.</source>
        <translation>Ce que vous avez modifié depuis l’ouverture du programme serait perdu.</translation>
    </message>
    <message>
        <source>When does it end? Until you say it, certificates, sheets and exports count it until {time} and mark this as an assumed hour; tickets say only when it begins.</source>
        <translation>Quand finit-elle&#xa0;? Sans cette heure, attestations, feuilles et exports comptent jusqu’à {time} et le signalent comme heure supposée&#xa0;; les billets ne disent que son début.</translation>
    </message>
    <message>
        <source>When the value</source>
        <translation>Quand la valeur</translation>
    </message>
    <message>
        <source>Who may enter (nothing ticked: everyone)</source>
        <translation>Qui peut entrer (rien de coché&#xa0;: tout le monde)</translation>
    </message>
    <message>
        <source>Write a whole number, or leave it empty.</source>
        <translation>Écrivez un nombre entier, ou rien.</translation>
    </message>
    <message>
        <source>asks for attention</source>
        <translation>attire l’attention</translation>
    </message>
    <message>
        <source>chip</source>
        <translation>étiquette</translation>
    </message>
    <message>
        <source>confirm first, reading:</source>
        <translation>d’abord confirmer&#xa0;:</translation>
    </message>
    <message>
        <source>counted</source>
        <translation>comptée</translation>
    </message>
    <message>
        <source>dd/mm/yyyy</source>
        <translation>jj/mm/aaaa</translation>
    </message>
    <message>
        <source>hh:mm</source>
        <translation>hh:mm</translation>
    </message>
    <message>
        <source>let in, to be read:</source>
        <translation>faire entrer, à lire&#xa0;:</translation>
    </message>
    <message>
        <source>line</source>
        <translation>ligne</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nouvelle</translation>
    </message>
    <message>
        <source>no end</source>
        <translation>sans fin</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>sans limite</translation>
    </message>
    <message>
        <source>no name</source>
        <translation>sans nom</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucune</translation>
    </message>
    <message>
        <source>not in the answer</source>
        <translation>pas dans la réponse</translation>
    </message>
    <message>
        <source>not in the latest list</source>
        <translation>pas dans la dernière liste</translation>
    </message>
    <message>
        <source>people: {count}</source>
        <translation>personnes&#xa0;: {count}</translation>
    </message>
    <message>
        <source>registration required</source>
        <translation>sur inscription</translation>
    </message>
    <message>
        <source>replaces its times</source>
        <translation>prend ces horaires</translation>
    </message>
    <message>
        <source>to correct</source>
        <translation>à corriger</translation>
    </message>
    <message>
        <source>{count} registered</source>
        <translation>{count} {count:inscrit|inscrits}</translation>
    </message>
    <message>
        <source>{count} registered for {seats} {seats:seat|seats}. They all stay registered.</source>
        <translation>{count} {count:inscrit|inscrits} pour {seats} {seats:place|places}. Tous restent inscrits.</translation>
    </message>
    <message>
        <source>{count} {count:line|lines} not understood, and not taken over:</source>
        <translation>{count} {count:ligne non comprise, qui n’est pas reprise|lignes non comprises, qui ne sont pas reprises}&#xa0;:</translation>
    </message>
    <message>
        <source>{count} {count:person|people} concerned</source>
        <translation>{count} {count:personne concernée|personnes concernées}</translation>
    </message>
    <message>
        <source>{count} {count:rule|rules}</source>
        <translation>{count} {count:règle|règles}</translation>
    </message>
    <message>
        <source>{count} {count:seat|seats}</source>
        <translation>{count} {count:place|places}</translation>
    </message>
    <message>
        <source>{day}: {count} {count:person|people}</source>
        <translation>{day}&#xa0;: {count} {count:personne|personnes}</translation>
    </message>
    <message>
        <source>{name} ({count})</source>
        <translation>{name} ({count})</translation>
    </message>
    <message>
        <source>{name} – {what}</source>
        <translation>{name} – {what}</translation>
    </message>
    <message>
        <source>{value} ({count})</source>
        <translation>{value} ({count})</translation>
    </message>
    <message>
        <source>“At most” and “at least” need a number or a date: 17, or 31/12/2008.</source>
        <translation>«&#xa0;Au plus&#xa0;» et «&#xa0;au moins&#xa0;» demandent un nombre ou une date&#xa0;: 17, ou 31/12/2008.</translation>
    </message>
    <message>
        <source>“{name}” already exists. Give this one another name.</source>
        <translation>«&#xa0;{name}&#xa0;» existe déjà. Donnez un autre nom à celui-ci.</translation>
    </message>
    <message>
        <source>“{name}” cannot be removed yet</source>
        <translation>«&#xa0;{name}&#xa0;» ne peut pas encore être retiré</translation>
    </message>
    <message>
        <source>“{text}” is no day of the event and is not kept. Choose the day here; Tab goes on to the time.</source>
        <translation>«&#xa0;{text}&#xa0;» n’est pas un jour de l’événement et n’est pas gardé. Choisissez ici le jour&#xa0;; Tab passe à l’heure.</translation>
    </message>
</context>
<context>
    <name>programme screen</name>
    <message>
        <source>All speakers</source>
        <translation>Tous les intervenants</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Fermer (Échap)</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirmer</translation>
    </message>
    <message>
        <source>Edit the programme (Ctrl+E)</source>
        <translation>Modifier le programme (Ctrl+E)</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Modifier…</translation>
    </message>
    <message>
        <source>Everyone here has arrived.</source>
        <translation>Tout le monde est arrivé.</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Chercher</translation>
    </message>
    <message>
        <source>Find them at the desk</source>
        <translation>Chercher cette personne à l’accueil</translation>
    </message>
    <message>
        <source>Hide those who have arrived</source>
        <translation>Masquer les arrivés</translation>
    </message>
    <message>
        <source>Let in</source>
        <translation>Faire entrer</translation>
    </message>
    <message>
        <source>Load a programme… (Ctrl+O)</source>
        <translation>Charger un programme… (Ctrl+O)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Prénom et nom</translation>
    </message>
    <message>
        <source>Name the speakers in the programme (Ctrl+E).</source>
        <translation>Les intervenants se nomment dans le programme (Ctrl+E).</translation>
    </message>
    <message>
        <source>No programme yet</source>
        <translation>Pas encore de programme</translation>
    </message>
    <message>
        <source>Not sure they are coming</source>
        <translation>Sa venue n’est pas sûre</translation>
    </message>
    <message>
        <source>Nothing was recorded: this desk is at “{point}”. F3: deal with {name} at the desk.</source>
        <translation>Rien n’a été noté&#xa0;: ce poste est à «&#xa0;{point}&#xa0;». F3&#xa0;: s’occuper de {name} au poste.</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>En cours</translation>
    </message>
    <message>
        <source>People registered</source>
        <translation>Personnes inscrites</translation>
    </message>
    <message>
        <source>Record their arrival here, at “{point}”</source>
        <translation>Enregistrer l’arrivée ici, à «&#xa0;{point}&#xa0;»</translation>
    </message>
    <message>
        <source>Registered ({count})</source>
        <translation>Inscrits ({count})</translation>
    </message>
    <message>
        <source>Reinstate</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>Replace (Enter)</source>
        <translation>Remplacer (Entrée)</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>Remplacer…</translation>
    </message>
    <message>
        <source>Someone else is speaking in their place</source>
        <translation>Quelqu’un d’autre intervient à sa place</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>Intervenants</translation>
    </message>
    <message>
        <source>Speakers ({count})</source>
        <translation>Intervenants ({count})</translation>
    </message>
    <message>
        <source>Speakers or registered people</source>
        <translation>Intervenants ou inscrits</translation>
    </message>
    <message>
        <source>The day</source>
        <translation>La journée</translation>
    </message>
    <message>
        <source>The days</source>
        <translation>Les journées</translation>
    </message>
    <message>
        <source>The programme has no speaker here.</source>
        <translation>Le programme n’annonce personne ici.</translation>
    </message>
    <message>
        <source>They have said they are coming</source>
        <translation>Sa venue est sûre</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>Who is speaking in place of {name}?</source>
        <translation>Qui intervient à la place de {name}&#xa0;?</translation>
    </message>
    <message>
        <source>With a programme, the desk knows sessions, rooms and seats, welcomes the speakers, and says who is missing half an hour before their session. You can check people in without one too.</source>
        <translation>Avec un programme, l’accueil connaît les sessions, les salles et les places, reconnaît les intervenants et signale qui manque une demi-heure avant sa session. On enregistre les arrivées sans programme aussi bien.</translation>
    </message>
    <message>
        <source>Withdraw confirmation</source>
        <translation>Retirer la confirmation</translation>
    </message>
    <message>
        <source>Without a time</source>
        <translation>Sans horaire</translation>
    </message>
    <message>
        <source>Write one here… (Ctrl+E)</source>
        <translation>L’écrire ici… (Ctrl+E)</translation>
    </message>
    <message>
        <source>full</source>
        <translation>complet</translation>
    </message>
    <message>
        <source>inside / registered / seats</source>
        <translation>à l’intérieur / inscrits / places</translation>
    </message>
    <message>
        <source>registration required</source>
        <translation>sur inscription</translation>
    </message>
    <message>
        <source>streamed</source>
        <translation>diffusée à distance</translation>
    </message>
    <message>
        <source>{answer}. F3: deal with it at the desk.</source>
        <translation>{answer}. F3&#xa0;: à régler à l’accueil.</translation>
    </message>
    <message>
        <source>{column} (arrived / expected): {values}</source>
        <translation>{column} (arrivés / attendus)&#xa0;: {values}</translation>
    </message>
    <message>
        <source>{count:Arrived|Arrived}</source>
        <translation>{count:arrivé|arrivés}</translation>
    </message>
    <message>
        <source>{count:Expected|Expected}</source>
        <translation>{count:attendu|attendus}</translation>
    </message>
    <message>
        <source>{count:Free seat|Free seats}</source>
        <translation>{count:place libre|places libres}</translation>
    </message>
    <message>
        <source>{count:Inside|Inside}</source>
        <translation>{count:à l’intérieur|à l’intérieur}</translation>
    </message>
    <message>
        <source>{count:Missing|Missing}</source>
        <translation>{count:manquant|manquants}</translation>
    </message>
    <message>
        <source>{count:Registered|Registered}</source>
        <translation>{count:inscrit|inscrits}</translation>
    </message>
    <message>
        <source>{count} inside</source>
        <translation>{count} à l’intérieur</translation>
    </message>
    <message>
        <source>{count} {count:seat|seats}</source>
        <translation>{count} {count:place|places}</translation>
    </message>
    <message>
        <source>{name} is confirmed.</source>
        <translation>{name}&#xa0;: venue confirmée.</translation>
    </message>
    <message>
        <source>{name} is speaking after all</source>
        <translation>{name} intervient finalement</translation>
    </message>
    <message>
        <source>{name} is speaking after all.</source>
        <translation>{name} intervient finalement, comme prévu.</translation>
    </message>
    <message>
        <source>{name} is still to be confirmed.</source>
        <translation>{name}&#xa0;: venue à confirmer.</translation>
    </message>
    <message>
        <source>{name}: {arrived} / {expected}</source>
        <translation>{name}&#xa0;: {arrived} / {expected}</translation>
    </message>
    <message>
        <source>{new} is speaking in place of {old}.</source>
        <translation>{new} intervient à la place de {old}.</translation>
    </message>
</context>
<context>
    <name>programme_file</name>
    <message>
        <source>Programme file, {where}: “{field}” cannot be read. Write it like {example}. Nothing was changed.</source>
        <translation>Fichier programme, {where}&#xa0;: «&#xa0;{field}&#xa0;» est illisible. Écrivez-le comme {example}. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>Programme file, {where}: “{field}” comes before “{earlier}”. Nothing was changed; correct one of the two.</source>
        <translation>Fichier programme, {where}&#xa0;: «&#xa0;{field}&#xa0;» précède «&#xa0;{earlier}&#xa0;». Rien n’a été modifié&#x202f;; corrigez l’un des deux.</translation>
    </message>
    <message>
        <source>Programme file, {where}: “{field}” is a time of day, but the event has no day. Nothing was changed; write “day” under [event].</source>
        <translation>Fichier programme, {where}&#xa0;: «&#xa0;{field}&#xa0;» est une heure, mais l’événement n’a pas de date. Rien n’a été modifié&#x202f;; écrivez «&#xa0;day&#xa0;» sous [event].</translation>
    </message>
    <message>
        <source>Programme file, {where}: “{field}” is missing. Nothing was changed; add it and try again.</source>
        <translation>Fichier programme, {where}&#xa0;: il manque «&#xa0;{field}&#xa0;». Rien n’a été modifié&#x202f;; ajoutez-le et recommencez.</translation>
    </message>
    <message>
        <source>Programme file, {where}: “{field}” is not a time zone: “{value}”. Write it like {example}. Nothing was changed.</source>
        <translation>Fichier programme, {where}&#xa0;: «&#xa0;{field}&#xa0;» n’est pas un fuseau horaire&#xa0;: «&#xa0;{value}&#xa0;». Écrivez-le comme {example}. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>Programme file, {where}: “{field}” is not known (known: {known}). Nothing was changed; correct the spelling.</source>
        <translation>Fichier programme, {where}&#xa0;: «&#xa0;{field}&#xa0;» n’est pas connu ici (connus&#xa0;: {known}). Rien n’a été modifié&#x202f;; corrigez l’orthographe.</translation>
    </message>
    <message>
        <source>Programme file, {where}: “{field}” is used twice. Nothing was changed; give each one its own.</source>
        <translation>Fichier programme, {where}&#xa0;: «&#xa0;{field}&#xa0;» est utilisé deux fois. Rien n’a été modifié&#x202f;; donnez à chacun le sien.</translation>
    </message>
    <message>
        <source>Programme file, {where}: “{field}” refers to “{value}”, which is not in the file. Nothing was changed; correct one of the two.</source>
        <translation>Fichier programme, {where}&#xa0;: «&#xa0;{field}&#xa0;» cite «&#xa0;{value}&#xa0;», que le fichier ne décrit pas. Rien n’a été modifié&#x202f;; corrigez l’un des deux.</translation>
    </message>
    <message>
        <source>This file has more than {most} entries “{table}”, too many for one event. Nothing was changed; keep those of the event alone.</source>
        <translation>Ce fichier compte plus de {most} éléments «&#xa0;{table}&#xa0;», trop pour un seul événement. Rien n’a été modifié&#xa0;; n’y gardez que ceux de l’événement.</translation>
    </message>
</context>
<context>
    <name>rail</name>
    <message>
        <source>Attendees</source>
        <translation>Participants</translation>
    </message>
    <message>
        <source>Badges</source>
        <translation>Badges</translation>
    </message>
    <message>
        <source>Closing</source>
        <translation>Clôture</translation>
    </message>
    <message>
        <source>Desk</source>
        <translation>Poste</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Suivi</translation>
    </message>
    <message>
        <source>Programme</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>Écrans</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>Billets</translation>
    </message>
</context>
<context>
    <name>reading</name>
    <message>
        <source>The picture “{file}” cannot be read. Nothing was changed. Choose another file.</source>
        <translation>L’image «&#xa0;{file}&#xa0;» est illisible. Rien n’a été modifié. Choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>The picture “{file}” is too large. Nothing was changed. Save it at under {limit} megapixels.</source>
        <translation>L’image «&#xa0;{file}&#xa0;» est trop grande. Rien n’a été modifié. Enregistrez-la en dessous de {limit} mégapixels.</translation>
    </message>
    <message>
        <source>“{file}” is not a picture Checkin can open. Nothing was changed. Choose a PNG or JPEG.</source>
        <translation>«&#xa0;{file}&#xa0;» n’est pas une image que ce logiciel sait ouvrir. Rien n’a été modifié. Choisissez un fichier PNG ou JPEG.</translation>
    </message>
</context>
<context>
    <name>ready</name>
    <message>
        <source>0 people concerned by the {count:rule|rules}: {rules}.</source>
        <translation>0 personne concernée par {count:la règle|les règles}&#xa0;: {rules}.</translation>
    </message>
    <message>
        <source>A USB drive from time to time is enough for a second copy.</source>
        <translation>Une clé USB de temps en temps suffit pour une seconde copie.</translation>
    </message>
    <message>
        <source>A test badge came out, well placed.</source>
        <translation>Un badge d’essai est sorti, bien placé.</translation>
    </message>
    <message>
        <source>Add seats in the programme, or register people for another session: everyone who has booked is let in.</source>
        <translation>Ajoutez des places dans le programme, ou inscrivez des personnes à une autre session&#xa0;: toute personne inscrite sera admise.</translation>
    </message>
    <message>
        <source>Add seats in the programme, or register people for another session: once it is full, the desk asks (F7).</source>
        <translation>Ajoutez des places au programme, ou inscrivez des personnes à une autre session&#xa0;: une fois pleine, l’accueil demande (F7).</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adresses</translation>
    </message>
    <message>
        <source>Almost ready</source>
        <translation>Presque prêt</translation>
    </message>
    <message>
        <source>Ask them, and correct the days or the sessions on their page: the ticket says both.</source>
        <translation>Demandez-leur, puis corrigez les jours ou les sessions sur leur fiche&#xa0;: le billet dit les deux.</translation>
    </message>
    <message>
        <source>Badges that may or may not have come out: {uncertain}.</source>
        <translation>Badges dont on ne sait pas s’ils sont sortis&#xa0;: {uncertain}.</translation>
    </message>
    <message>
        <source>Badges waiting for the printer: {waiting}.</source>
        <translation>Badges qui attendent l’imprimante&#xa0;: {waiting}.</translation>
    </message>
    <message>
        <source>Badly placed</source>
        <translation>Mal placé</translation>
    </message>
    <message>
        <source>Battery {percent}%. This computer does not say whether it is plugged in.</source>
        <translation>Batterie {percent}&#xa0;%. Cet ordinateur ne dit pas s’il est branché.</translation>
    </message>
    <message>
        <source>Blocking: {count}</source>
        <translation>Bloquant&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Caméra</translation>
    </message>
    <message>
        <source>Camera, scanner, sound and a test badge can be tried only in the window.</source>
        <translation>La caméra, la douchette, le son et un badge d’essai ne s’essaient que dans la fenêtre.</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Vérifier à nouveau</translation>
    </message>
    <message>
        <source>Check its hours (⋮, “Event”, “Event and programme…”), or choose another control point.</source>
        <translation>Vérifiez ses heures (⋮, «&#xa0;Événement&#xa0;», «&#xa0;Événement et programme…&#xa0;»), ou choisissez un autre point de contrôle.</translation>
    </message>
    <message>
        <source>Check the network, the share or the drive; the settings say where it is.</source>
        <translation>Vérifiez le réseau, le partage ou la clé&#xa0;; les réglages disent où c’est.</translation>
    </message>
    <message>
        <source>Check the network. Whatever is recorded here is sent when pretix is back.</source>
        <translation>Vérifiez le réseau. Tout ce qui s’enregistre ici sera envoyé au retour de pretix.</translation>
    </message>
    <message>
        <source>Check whether the time is right; correct the time zone in the programme.</source>
        <translation>Voyez si l’heure est juste&#xa0;; corrigez le fuseau horaire dans le programme.</translation>
    </message>
    <message>
        <source>Checked at {time}.</source>
        <translation>Vérifié à {time}.</translation>
    </message>
    <message>
        <source>Checked by:</source>
        <translation>Vérifié par&#xa0;:</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Un instant…</translation>
    </message>
    <message>
        <source>Click “conflicts to settle” at the desk, and say which is right.</source>
        <translation>À l’accueil, cliquez sur la ligne «&#xa0;à trancher&#xa0;» et dites ce qui est juste.</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Horloge</translation>
    </message>
    <message>
        <source>Close Checkin, copy the event from the drive or share to this computer, and open it there.</source>
        <translation>Fermez Checkin, copiez l’événement de la clé ou du partage sur cet ordinateur, ouvrez-le là.</translation>
    </message>
    <message>
        <source>Close Checkin, put the event in a folder on this computer that you can write to, and open it there.</source>
        <translation>Fermez Checkin, mettez l’événement dans un dossier de cet ordinateur où vous pouvez écrire, ouvrez-le là.</translation>
    </message>
    <message>
        <source>Close other programs that use it, or choose another in the settings; a scanner is enough too.</source>
        <translation>Fermez les autres programmes qui l’utilisent, ou choisissez-en une autre dans les réglages&#xa0;; une douchette suffit aussi.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
    <message>
        <source>Conflicts between desks, to settle: {conflicts}.</source>
        <translation>Ce que des postes ont fait chacun de leur côté, à trancher&#xa0;: {conflicts}.</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Jours</translation>
    </message>
    <message>
        <source>Desk ready</source>
        <translation>Poste prêt</translation>
    </message>
    <message>
        <source>Empty the bin and delete what you do not need, before the first person arrives.</source>
        <translation>Videz la corbeille et supprimez ce qui ne sert pas, avant le premier invité.</translation>
    </message>
    <message>
        <source>Event file</source>
        <translation>Fichier de l’événement</translation>
    </message>
    <message>
        <source>Go and check that Checkin is open there and reaches the same place.</source>
        <translation>Allez voir si Checkin y est ouvert et atteint le même lieu d’échange.</translation>
    </message>
    <message>
        <source>Going out and back</source>
        <translation>Sorties et retours</translation>
    </message>
    <message>
        <source>I did not</source>
        <translation>Rien entendu</translation>
    </message>
    <message>
        <source>I heard it</source>
        <translation>Je l’ai entendu</translation>
    </message>
    <message>
        <source>If it is today: correct this computer’s date, or the date in the programme. To practise, hold a rehearsal.</source>
        <translation>Si c’est aujourd’hui&#xa0;: réglez la date de l’ordinateur, ou le jour dans le programme. Pour vous exercer, répétez.</translation>
    </message>
    <message>
        <source>If people are to get a badge, choose one in the settings.</source>
        <translation>Si les invités doivent recevoir un badge, choisissez-en une dans les réglages.</translation>
    </message>
    <message>
        <source>If people have registered since, import the list again: nothing is lost.</source>
        <translation>S’il y a eu des inscriptions depuis, importez la liste à nouveau&#xa0;: rien ne se perd.</translation>
    </message>
    <message>
        <source>If the list calls it otherwise now, choose it again (⋮, “Event”, “Event and programme…”, “Columns”). Until then the desk shows what earlier lists said.</source>
        <translation>Si la liste l’appelle autrement, choisissez-la de nouveau (⋮, «&#xa0;Événement&#xa0;», «&#xa0;Événement et programme…&#xa0;», «&#xa0;Colonnes&#xa0;»). D’ici là, le poste montre ce que disaient les listes précédentes.</translation>
    </message>
    <message>
        <source>If there is one: scan the test code from this screen.</source>
        <translation>S’il y en a une&#xa0;: scannez le code d’essai sur cet écran.</translation>
    </message>
    <message>
        <source>Import a list…</source>
        <translation>Importer une liste…</translation>
    </message>
    <message>
        <source>Import the list (⋮, “Event”, “Import a list…”), or join the other desks.</source>
        <translation>Importez la liste (⋮, «&#xa0;Événement&#xa0;», «&#xa0;Importer une liste…&#xa0;»), ou rejoignez les autres postes.</translation>
    </message>
    <message>
        <source>It is {now} ({zone}). The programme does not say which day the event is.</source>
        <translation>Il est {now} ({zone}). Le programme ne dit pas quel jour est l’événement.</translation>
    </message>
    <message>
        <source>It is {now} at the event ({zone}), and that is what counts. This computer is set to another time zone: no harm done.</source>
        <translation>Il est {now} là où se tient l’événement ({zone}), et c’est ce qui compte. Cet ordinateur affiche l’heure d’un autre fuseau&#xa0;: sans conséquence.</translation>
    </message>
    <message>
        <source>It is {now} event time ({zone}), and the event is today.</source>
        <translation>Il est {now} à l’heure de l’événement ({zone}), et c’est aujourd’hui.</translation>
    </message>
    <message>
        <source>It is {now} here, but a record is from {newest}: a clock is wrong.</source>
        <translation>Il est {now} ici, et un enregistrement est de {newest}&#xa0;: une horloge est fausse.</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Look at them once: all of it counts here.</source>
        <translation>Regardez-les une fois&#xa0;: ici, tout compte.</translation>
    </message>
    <message>
        <source>Look for them at the printer, then say what you found (⋮, “Badges to print…”).</source>
        <translation>Cherchez-les à l’imprimante, puis dites-le (⋮, «&#xa0;Badges à imprimer…&#xa0;»).</translation>
    </message>
    <message>
        <source>Measure it and type the results in the printer settings; then print another one.</source>
        <translation>Mesurez-le et tapez ce que vous avez mesuré dans les réglages des imprimantes&#xa0;; puis imprimez-en un autre.</translation>
    </message>
    <message>
        <source>More people have booked than there are seats (booked/seats): {sessions}.</source>
        <translation>Plus d’inscrits que de places (inscrits/places)&#xa0;: {sessions}.</translation>
    </message>
    <message>
        <source>No camera was found.</source>
        <translation>Aucune caméra n’a été trouvée.</translation>
    </message>
    <message>
        <source>No exit is recorded at {doors}: whoever goes out and comes back is “Already here”.</source>
        <translation>Aucune sortie n’est notée à {doors}&#xa0;: qui sort et revient y est «&#xa0;Déjà sur place&#xa0;».</translation>
    </message>
    <message>
        <source>No other desk has been here yet.</source>
        <translation>Aucun autre poste n’est encore venu.</translation>
    </message>
    <message>
        <source>No other desk is open now.</source>
        <translation>Aucun autre poste n’est ouvert.</translation>
    </message>
    <message>
        <source>No printer is chosen: no badges are printed here.</source>
        <translation>Aucune imprimante n’est choisie&#xa0;: aucun badge n’est imprimé ici.</translation>
    </message>
    <message>
        <source>No scanner has typed a code yet.</source>
        <translation>Aucune douchette n’a encore tapé de code.</translation>
    </message>
    <message>
        <source>No test badge has been printed yet.</source>
        <translation>Aucun badge d’essai n’a encore été imprimé.</translation>
    </message>
    <message>
        <source>Nobody is on the list.</source>
        <translation>Personne n’est sur la liste.</translation>
    </message>
    <message>
        <source>Nobody on the list has such a value: tick those of the list, or choose “contains” (⋮, “Event”, “Event and programme…”, “Columns” or “Control points”).</source>
        <translation>Personne dans la liste n’a cette valeur&#xa0;: cochez celles de la liste, ou choisissez «&#xa0;contient&#xa0;» (⋮, «&#xa0;Événement&#xa0;», «&#xa0;Événement et programme…&#xa0;», «&#xa0;Colonnes&#xa0;» ou «&#xa0;Points de contrôle&#xa0;»).</translation>
    </message>
    <message>
        <source>Not in the latest list, although chosen for the desk: {columns}.</source>
        <translation>Absent de la dernière liste, bien que choisi pour le poste&#xa0;: {columns}.</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>Pas prêt</translation>
    </message>
    <message>
        <source>Nothing can be written next to the event.</source>
        <translation>Rien ne peut être écrit à côté de l’événement.</translation>
    </message>
    <message>
        <source>Nothing is left to do.</source>
        <translation>Rien n’est resté à régler.</translation>
    </message>
    <message>
        <source>On battery: {percent}%.</source>
        <translation>Sur batterie&#xa0;: {percent}&#xa0;%.</translation>
    </message>
    <message>
        <source>On mains power.</source>
        <translation>Sur secteur.</translation>
    </message>
    <message>
        <source>On mains power; battery {percent}%.</source>
        <translation>Sur secteur&#xa0;; batterie {percent}&#xa0;%.</translation>
    </message>
    <message>
        <source>On “Tickets”, choose “Address to correct”.</source>
        <translation>Dans «&#xa0;Billets&#xa0;», choisissez «&#xa0;Adresse à corriger&#xa0;».</translation>
    </message>
    <message>
        <source>On “Tickets”, choose “Address to correct”: accents are corrected for all at once.</source>
        <translation>Dans «&#xa0;Billets&#xa0;», choisissez «&#xa0;Adresse à corriger&#xa0;»&#xa0;: les accents se corrigent pour tous à la fois.</translation>
    </message>
    <message>
        <source>Only to use it again, import a list.</source>
        <translation>Pour s’en resservir seulement&#xa0;: importez une liste.</translation>
    </message>
    <message>
        <source>Only {megabytes} MB are free.</source>
        <translation>Il ne reste que {megabytes} Mo.</translation>
    </message>
    <message>
        <source>Open the event there once, connected as before: it then erases its own file.</source>
        <translation>Ouvrez-y l’événement une fois, relié comme avant&#xa0;: il efface alors son propre fichier.</translation>
    </message>
    <message>
        <source>Other desks</source>
        <translation>Autres postes</translation>
    </message>
    <message>
        <source>Other desks, all heard from in the last {seconds} s: {count}.</source>
        <translation>Autres postes, tous entendus il y a moins de {seconds} s&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>Other desks…</source>
        <translation>Autres postes…</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Personal data was erased here; the {count:drive|drives} {key} may still have it.</source>
        <translation>Les données personnelles sont effacées ici&#xa0;; {count:la clé|les clés} {key} {count:les a|les ont} peut-être encore.</translation>
    </message>
    <message>
        <source>Play the sound</source>
        <translation>Jouer le son</translation>
    </message>
    <message>
        <source>Play the sound, then say whether you heard it.</source>
        <translation>Jouez le son, puis dites si vous l’avez entendu.</translation>
    </message>
    <message>
        <source>Plug one in if you want to hear the answers.</source>
        <translation>Branchez-en un si les réponses doivent s’entendre.</translation>
    </message>
    <message>
        <source>Plug one in: a phone by its cable is one too (Android 14, or an iPhone with a Mac). Or carry on with a scanner, or with phones on the same network (⋮, Phones…): that is enough.</source>
        <translation>Branchez-en une&#xa0;: un téléphone par son câble en est une (Android 14, ou un iPhone avec un Mac). Ou continuez avec une douchette, ou avec des téléphones sur le même réseau (⋮, Téléphones…)&#xa0;: cela suffit.</translation>
    </message>
    <message>
        <source>Plug this computer in; a camera empties a battery in a morning.</source>
        <translation>Branchez l’ordinateur&#xa0;; une caméra vide une batterie en une matinée.</translation>
    </message>
    <message>
        <source>Plug {count:the drive|each drive} in once more, then Closing, “Empty it”.</source>
        <translation>Branchez {count:la clé|chaque clé}, puis Clôture, «&#xa0;Vider&#xa0;».</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Courant</translation>
    </message>
    <message>
        <source>Print a test badge</source>
        <translation>Imprimer un badge d’essai</translation>
    </message>
    <message>
        <source>Print a test badge, and check that everything is in the right place.</source>
        <translation>Imprimez un badge d’essai, et voyez si tout est à sa place.</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Imprimante</translation>
    </message>
    <message>
        <source>Printer…</source>
        <translation>Imprimante…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Imprimer…</translation>
    </message>
    <message>
        <source>Programme</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Programme…</source>
        <translation>Programme…</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Prêt</translation>
    </message>
    <message>
        <source>Ready for the first person.</source>
        <translation>Le premier invité peut venir.</translation>
    </message>
    <message>
        <source>Ready to open?</source>
        <translation>Prêt à ouvrir&#xa0;?</translation>
    </message>
    <message>
        <source>Recorded here since the drive {key} was here: {since}.</source>
        <translation>Enregistrements faits ici depuis le passage de la clé {key}&#xa0;: {since}.</translation>
    </message>
    <message>
        <source>Records on their way to the other desks: {waiting}.</source>
        <translation>Enregistrements en route vers les autres postes&#xa0;: {waiting}.</translation>
    </message>
    <message>
        <source>Records that pretix did not take: {count}.</source>
        <translation>Enregistrements que pretix n’a pas pris&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>Registrations on the list: {people}.</source>
        <translation>Inscriptions sur la liste&#xa0;: {people}.</translation>
    </message>
    <message>
        <source>Registrations on the list: {people}. Latest import: {at}.</source>
        <translation>Inscriptions sur la liste&#xa0;: {people}. Dernier import à {at}.</translation>
    </message>
    <message>
        <source>Registrations on the list: {people}. The latest import is {days} {days:day|days} old ({at}).</source>
        <translation>Inscriptions sur la liste&#xa0;: {people}. Le dernier import a {days} {days:jour|jours} ({at}).</translation>
    </message>
    <message>
        <source>Rehearsal…</source>
        <translation>Répétition générale…</translation>
    </message>
    <message>
        <source>Rename one of them, in its settings.</source>
        <translation>Donnez un autre nom à l’un d’eux, dans ses réglages.</translation>
    </message>
    <message>
        <source>Reopen the event and press “Restore the file”, at the top of the desk.</source>
        <translation>Rouvrez l’événement, puis «&#xa0;Rétablir le fichier&#xa0;», en haut de l’accueil.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Règles</translation>
    </message>
    <message>
        <source>Save as a PDF…</source>
        <translation>Enregistrer en PDF…</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Enregistrement</translation>
    </message>
    <message>
        <source>Saving takes {milliseconds} ms; {gigabytes} GB are free.</source>
        <translation>Un enregistrement est sur le disque en {milliseconds} ms&#xa0;; {gigabytes} Go sont libres.</translation>
    </message>
    <message>
        <source>Saving takes {took} s: each person would wait that long.</source>
        <translation>Un enregistrement met {took} s à atteindre le disque&#xa0;: chaque invité l’attendrait.</translation>
    </message>
    <message>
        <source>Say whether it came out, complete and well placed.</source>
        <translation>Dites s’il est sorti, entier et bien placé.</translation>
    </message>
    <message>
        <source>Scan it from this screen. For the camera, photograph it with a phone and show that, or show a test badge. It belongs to nobody: nothing is recorded.</source>
        <translation>Scannez-le sur cet écran. Pour la caméra, photographiez-le avec un téléphone et présentez la photo, ou présentez un badge d’essai. Il n’est à personne&#xa0;: rien n’est enregistré.</translation>
    </message>
    <message>
        <source>Scan the test code. If this message stays, set the scanner to a US keyboard: its manual has a code for that.</source>
        <translation>Scannez le code d’essai. Si cela persiste, réglez la douchette sur un clavier US&#xa0;: sa notice a un code pour cela.</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Douchette</translation>
    </message>
    <message>
        <source>Seats</source>
        <translation>Places</translation>
    </message>
    <message>
        <source>Second copy</source>
        <translation>Seconde copie</translation>
    </message>
    <message>
        <source>Set this computer’s clock, in the system settings.</source>
        <translation>Réglez l’horloge de cet ordinateur, dans les réglages du système.</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Réglages…</translation>
    </message>
    <message>
        <source>Settle…</source>
        <translation>Régler…</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Son</translation>
    </message>
    <message>
        <source>Still to do</source>
        <translation>En suspens</translation>
    </message>
    <message>
        <source>Take a photo of the test code with a phone, and hold it up to the camera.</source>
        <translation>Photographiez le code d’essai avec un téléphone et présentez-le à la caméra.</translation>
    </message>
    <message>
        <source>Test badge</source>
        <translation>Badge d’essai</translation>
    </message>
    <message>
        <source>Test code</source>
        <translation>Code d’essai</translation>
    </message>
    <message>
        <source>The PDF cannot be written there. Nothing was changed; choose another folder or another name.</source>
        <translation>Le PDF ne peut pas être écrit là. Rien n’a changé&#xa0;; choisissez un autre dossier ou un autre nom.</translation>
    </message>
    <message>
        <source>The camera is starting.</source>
        <translation>La caméra démarre.</translation>
    </message>
    <message>
        <source>The desks’ meeting place cannot be reached. Arrivals are still recorded here.</source>
        <translation>Le lieu d’échange des postes est injoignable. Les arrivées sont enregistrées ici quand même.</translation>
    </message>
    <message>
        <source>The disk is full: {megabytes} MB free.</source>
        <translation>Le disque est plein&#xa0;: il reste {megabytes} Mo.</translation>
    </message>
    <message>
        <source>The event is on {day}; today is {today}.</source>
        <translation>L’événement est le {day}, nous sommes le {today}.</translation>
    </message>
    <message>
        <source>The event is over: personal data was erased on {day}. There is nothing to open.</source>
        <translation>L’événement est terminé&#xa0;: données effacées le {day}. Il n’y a rien à ouvrir.</translation>
    </message>
    <message>
        <source>The list of pretix ({server}) comes from the other desks.</source>
        <translation>La liste de pretix ({server}) vient des autres postes.</translation>
    </message>
    <message>
        <source>The list of pretix ({server}) is being fetched for the first time.</source>
        <translation>La liste de pretix ({server}) arrive pour la première fois.</translation>
    </message>
    <message>
        <source>The list of pretix was never fetched whole: {server} cannot be reached.</source>
        <translation>La liste de pretix n’est pas encore complète&#xa0;: {server} est injoignable.</translation>
    </message>
    <message>
        <source>The organiser revoked this device in pretix: nothing is fetched or sent any more.</source>
        <translation>L’organisateur a révoqué cet appareil dans pretix&#xa0;: plus rien n’est reçu ni envoyé.</translation>
    </message>
    <message>
        <source>The page was sent to the printer {name}.</source>
        <translation>La page a été remise à l’imprimante {name}.</translation>
    </message>
    <message>
        <source>The page was written to {name}.</source>
        <translation>La page a été écrite dans {name}.</translation>
    </message>
    <message>
        <source>The printer did not take the page. Choose another one, or save it as a PDF.</source>
        <translation>L’imprimante n’a pas pris la page. Choisissez-en une autre, ou enregistrez-la en PDF.</translation>
    </message>
    <message>
        <source>The scanner typed a code at {at}, with every character right.</source>
        <translation>La douchette a tapé un code à {at}, lettre pour lettre.</translation>
    </message>
    <message>
        <source>The scanner typed a code at {at}. This keyboard is {keyboard}, the scanner’s is not: the code was corrected.</source>
        <translation>La douchette a tapé un code à {at}. Ce clavier est {keyboard}, pas celui de la douchette&#xa0;: cela a été rétabli.</translation>
    </message>
    <message>
        <source>The scanner typed something Checkin does not recognise.</source>
        <translation>La douchette a tapé quelque chose que personne ne connaît.</translation>
    </message>
    <message>
        <source>The sound has not been tried yet.</source>
        <translation>Personne n’a encore écouté.</translation>
    </message>
    <message>
        <source>The sound is off.</source>
        <translation>Le son est coupé.</translation>
    </message>
    <message>
        <source>The sound was heard.</source>
        <translation>Le son a été entendu.</translation>
    </message>
    <message>
        <source>The sound was not heard.</source>
        <translation>Le son n’a pas été entendu.</translation>
    </message>
    <message>
        <source>The test badge did not come out.</source>
        <translation>Le badge d’essai n’est pas sorti.</translation>
    </message>
    <message>
        <source>The test badge is badly placed.</source>
        <translation>Le badge d’essai est mal placé.</translation>
    </message>
    <message>
        <source>The test badge is on its way.</source>
        <translation>Le badge d’essai arrive.</translation>
    </message>
    <message>
        <source>The test badge is printed.</source>
        <translation>Le badge d’essai est imprimé.</translation>
    </message>
    <message>
        <source>The test code, which belongs to nobody</source>
        <translation>Le code d’essai, à personne</translation>
    </message>
    <message>
        <source>The volunteer lets them pass. To tell them apart, add a control point for the exit, or allow re-entry at all times (⋮, “Event”, “Event and programme…”).</source>
        <translation>Le bénévole laisse passer. Pour les distinguer, ajoutez un point de contrôle de sortie, ou permettez le retour à tout moment (⋮, «&#xa0;Événement&#xa0;», «&#xa0;Événement et programme…&#xa0;»).</translation>
    </message>
    <message>
        <source>This computer does not know the event’s time zone and uses its own: it is {now}.</source>
        <translation>L’ordinateur ne connaît pas le fuseau horaire de l’événement et prend le sien&#xa0;: il est {now}.</translation>
    </message>
    <message>
        <source>This computer has no loudspeaker.</source>
        <translation>Cet ordinateur n’a pas de haut-parleur.</translation>
    </message>
    <message>
        <source>This computer reports no battery. Check that it is plugged in.</source>
        <translation>Aucune batterie n’est connue sur cet ordinateur. Voyez s’il est branché.</translation>
    </message>
    <message>
        <source>This computer’s clock is {minutes} min ahead of the other desks’.</source>
        <translation>L’horloge de cet ordinateur avance de {minutes} min sur celle des autres postes.</translation>
    </message>
    <message>
        <source>This computer’s clock is {minutes} min behind the other desks’.</source>
        <translation>L’horloge de cet ordinateur retarde de {minutes} min sur celle des autres postes.</translation>
    </message>
    <message>
        <source>This desk exchanges with the others by USB drive.</source>
        <translation>Ce poste rejoint les autres par une clé.</translation>
    </message>
    <message>
        <source>This desk is ready. What the organiser has to look at is in Ready to open?</source>
        <translation>Ce poste est prêt. Ce que l’organisateur doit regarder est dans Prêt à ouvrir&#xa0;?</translation>
    </message>
    <message>
        <source>This desk works alone.</source>
        <translation>Ce poste travaille seul.</translation>
    </message>
    <message>
        <source>To check: {count}</source>
        <translation>À voir&#xa0;: {count}</translation>
    </message>
    <message>
        <source>To check: {topic}</source>
        <translation>À vérifier&#xa0;: {topic}</translation>
    </message>
    <message>
        <source>To go on with pretix, connect this desk again with a new device code.</source>
        <translation>Pour continuer avec pretix, connectez de nouveau ce poste avec un nouveau code d’appareil.</translation>
    </message>
    <message>
        <source>To try: {count}</source>
        <translation>À essayer&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Turn it on in the settings if you want to hear the answers.</source>
        <translation>Remettez-le dans les réglages, si les réponses doivent s’entendre.</translation>
    </message>
    <message>
        <source>Turn up the volume of this computer, or plug in a loudspeaker; then play it again.</source>
        <translation>Montez le volume de l’ordinateur, ou branchez un haut-parleur&#xa0;; puis rejouez-le.</translation>
    </message>
    <message>
        <source>Two desks are called “{name}”.</source>
        <translation>Deux postes s’appellent «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>Wait for it at the printer.</source>
        <translation>Allez l’attendre à l’imprimante.</translation>
    </message>
    <message>
        <source>Wait until it is here; scanning works meanwhile.</source>
        <translation>Attendez qu’elle soit là&#xa0;; on peut déjà scanner.</translation>
    </message>
    <message>
        <source>Well placed</source>
        <translation>Bien placé</translation>
    </message>
    <message>
        <source>What is recorded here is also at the desks’ meeting place.</source>
        <translation>Ce qui est enregistré ici est aussi au lieu d’échange des postes.</translation>
    </message>
    <message>
        <source>What is recorded here is also on the drive {key}.</source>
        <translation>Ce qui est enregistré ici est aussi sur la clé {key}.</translation>
    </message>
    <message>
        <source>What is recorded is only on this computer.</source>
        <translation>Ce qui est enregistré n’est que sur cet ordinateur.</translation>
    </message>
    <message>
        <source>blocking</source>
        <translation>bloquant</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>bien</translation>
    </message>
    <message>
        <source>for your information</source>
        <translation>pour information</translation>
    </message>
    <message>
        <source>needs attention</source>
        <translation>à voir</translation>
    </message>
    <message>
        <source>pretix</source>
        <translation>pretix</translation>
    </message>
    <message>
        <source>pretix ({server}) cannot be reached. The list here is that of {at}.</source>
        <translation>pretix ({server}) est injoignable. La liste d’ici est celle de {at}.</translation>
    </message>
    <message>
        <source>pretix ({server}) cannot be reached. The list here is that of {at}; still to be sent: {waiting}.</source>
        <translation>pretix ({server}) est injoignable. La liste d’ici est celle de {at}&#xa0;; reste à envoyer&#xa0;: {waiting}.</translation>
    </message>
    <message>
        <source>pretix ({server}) is reached; the list is that of {at}.</source>
        <translation>pretix ({server}) répond&#xa0;; la liste est celle de {at}.</translation>
    </message>
    <message>
        <source>pretix…</source>
        <translation>pretix…</translation>
    </message>
    <message>
        <source>to try</source>
        <translation>à essayer</translation>
    </message>
    <message>
        <source>{advice}</source>
        <translation>{advice}</translation>
    </message>
    <message>
        <source>{count} {count:address|addresses} to correct: accents.</source>
        <translation>{count} {count:adresse|adresses} à corriger&#xa0;: accents.</translation>
    </message>
    <message>
        <source>{count} {count:address|addresses} to correct: no message can go there.</source>
        <translation>{count} {count:adresse|adresses} à corriger&#xa0;: aucun message ne peut y partir.</translation>
    </message>
    <message>
        <source>{count} {count:address|addresses} to correct: no message can go there. Because of accents: {accented}.</source>
        <translation>{count} {count:adresse|adresses} à corriger&#xa0;: aucun message ne peut y aller. Dont accents&#xa0;: {accented}.</translation>
    </message>
    <message>
        <source>{count} {count:person|people} booked a session on a day on which they do not come: {people}.</source>
        <translation>{count} {count:personne a réservé|personnes ont réservé} une session un jour où {count:elle ne vient|elles ne viennent} pas&#xa0;: {people}.</translation>
    </message>
    <message>
        <source>{desk} · {day}, {time}</source>
        <translation>{desk} · {day}, {time}</translation>
    </message>
    <message>
        <source>{entries} {entries:entry is|entries are} missing, {arrivals} {arrivals:arrival|arrivals} among them: look in “{name}”.</source>
        <translation>Il manque {entries} {entries:ligne|lignes}, dont {arrivals} {arrivals:arrivée|arrivées}&#xa0;: voyez «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>{hour} on {day}</source>
        <translation>{hour} le {day}</translation>
    </message>
    <message>
        <source>{name} gives a picture, and read a code at {at}.</source>
        <translation>{name} donne une image, et a lu un code à {at}.</translation>
    </message>
    <message>
        <source>{name} gives a picture; it has not read a code yet.</source>
        <translation>{name} donne une image&#xa0;; elle n’a pas encore lu de code.</translation>
    </message>
    <message>
        <source>{name} gives no picture.</source>
        <translation>{name} ne donne pas d’image.</translation>
    </message>
    <message>
        <source>{name} is ready.</source>
        <translation>{name} est prête.</translation>
    </message>
    <message>
        <source>{name}: no news from it yet.</source>
        <translation>{name}&#xa0;: pas encore de nouvelles.</translation>
    </message>
    <message>
        <source>{name}: {trouble}.</source>
        <translation>{name}&#xa0;: {trouble}.</translation>
    </message>
    <message>
        <source>{topic} ({grade}): {said}</source>
        <translation>{topic} ({grade})&#xa0;: {said}</translation>
    </message>
    <message>
        <source>{verdict}: {topic}</source>
        <translation>{verdict}&#xa0;: {topic}</translation>
    </message>
    <message>
        <source>“{name}”</source>
        <translation>«&#xa0;{name}&#xa0;»</translation>
    </message>
    <message>
        <source>“{name}” has not been heard from for {minutes} min: its arrivals may be missing here.</source>
        <translation>«&#xa0;{name}&#xa0;» ne s’est pas manifesté depuis {minutes} min&#xa0;: ses arrivées peuvent manquer ici.</translation>
    </message>
    <message>
        <source>“{name}” was last heard from at {at}, before the personal data was erased here: it still has everyone.</source>
        <translation>«&#xa0;{name}&#xa0;» a été vu pour la dernière fois à {at}, avant l’effacement des données d’ici&#xa0;: ce poste connaît encore tout le monde.</translation>
    </message>
    <message>
        <source>“{point}” closed at {closes}: everyone would be refused.</source>
        <translation>«&#xa0;{point}&#xa0;» a fermé à {closes}&#xa0;: tout le monde serait refusé.</translation>
    </message>
    <message>
        <source>“{point}” closes before it opens: everyone would be refused.</source>
        <translation>«&#xa0;{point}&#xa0;» ferme avant d’ouvrir&#xa0;: tout le monde serait refusé.</translation>
    </message>
    <message>
        <source>“{point}” is open at all times.</source>
        <translation>«&#xa0;{point}&#xa0;» est ouvert à toute heure.</translation>
    </message>
    <message>
        <source>“{point}” is open until {closes}.</source>
        <translation>«&#xa0;{point}&#xa0;» est ouvert jusqu’à {closes}.</translation>
    </message>
    <message>
        <source>“{point}” opens at {opens}; anyone who comes before is told that it is not open yet.</source>
        <translation>«&#xa0;{point}&#xa0;» ouvre à {opens}&#xa0;; avant, on répond aux invités que ce n’est pas encore ouvert.</translation>
    </message>
    <message>
        <source>“{session}”: {booked} people booked for {seats} {seats:seat|seats}.</source>
        <translation>«&#xa0;{session}&#xa0;»&#xa0;: {booked} inscrits pour {seats} {seats:place|places}.</translation>
    </message>
</context>
<context>
    <name>registration</name>
    <message>
        <source>A first name and a last name are needed. Nobody was added; fill in both.</source>
        <translation>Il faut un prénom et un nom. Personne n’a été ajouté&#xa0;; remplissez les deux.</translation>
    </message>
    <message>
        <source>A name cannot be empty. Nothing was changed; write the name.</source>
        <translation>Un nom ne peut pas être vide. Rien n’a changé&#xa0;; écrivez le nom.</translation>
    </message>
    <message>
        <source>A pretix ticket lets in one person. If several people came, register each of them.</source>
        <translation>Un billet pretix fait entrer une seule personne. Si plusieurs sont venues, inscrivez chacune.</translation>
    </message>
    <message>
        <source>One of these two is already merged with another. Nothing was changed; search again.</source>
        <translation>L’une de ces deux fiches était déjà réunie à une autre. Rien n’a été modifié&#xa0;; relancez la recherche.</translation>
    </message>
    <message>
        <source>There is only one record here. Nothing was changed; choose two records of the same person.</source>
        <translation>Il n’y a là qu’une fiche. Rien n’a été modifié&#xa0;; choisissez deux fiches de la même personne.</translation>
    </message>
    <message>
        <source>This person is no longer in the event. Nothing was changed; search again.</source>
        <translation>Cette personne n’est plus dans l’événement. Rien n’a changé&#xa0;; refaites la recherche.</translation>
    </message>
    <message>
        <source>This record is not merged with another. Nothing was changed; search again.</source>
        <translation>Cette fiche n’est réunie à aucune autre. Rien n’a été modifié&#xa0;; relancez la recherche.</translation>
    </message>
    <message>
        <source>This registration was already cancelled. Nobody was added; register the person who came with F2.</source>
        <translation>Cette inscription était déjà annulée. Personne n’a été ajouté&#xa0;; inscrivez la personne présente avec F2.</translation>
    </message>
    <message>
        <source>{name} is blocked. Nothing was changed; keep the blocked record, or unblock it first.</source>
        <translation>{name}&#xa0;: fiche bloquée. Rien n’a été modifié&#xa0;; gardez la fiche bloquée, ou levez d’abord le blocage.</translation>
    </message>
    <message>
        <source>“{field}” cannot be changed by hand. Nothing was changed.</source>
        <translation>«&#xa0;{field}&#xa0;» ne se modifie pas à la main. Rien n’a changé.</translation>
    </message>
</context>
<context>
    <name>rehearsal</name>
    <message>
        <source>Everything works as on the day, on a copy: scan, search, register, make mistakes. None of it counts, and the copy is deleted at the end.</source>
        <translation>Tout marche comme le jour venu, sur une copie&#xa0;: scannez, cherchez, inscrivez, trompez-vous. Rien n’en compte, et la copie est supprimée à la fin.</translation>
    </message>
    <message>
        <source>Finish the rehearsal</source>
        <translation>Terminer la répétition</translation>
    </message>
    <message>
        <source>Next guest</source>
        <translation>Invité suivant</translation>
    </message>
    <message>
        <source>On your own? {count} pretend guests come one by one, with the kinds of code people really bring.</source>
        <translation>Vous êtes seul&#xa0;? {count} invités fictifs viennent un à un, avec des codes comme les gens en apportent.</translation>
    </message>
    <message>
        <source>On {printer}: real paper. Badges that show the event’s title show REHEARSAL instead.</source>
        <translation>Sur {printer}&#xa0;: du vrai papier. Là où un badge porte le titre de l’événement, il porte RÉPÉTITION.</translation>
    </message>
    <message>
        <source>Pretend guest {number} of {count}. Answer them as on the day.</source>
        <translation>Invité fictif {number} sur {count}. Répondez-lui comme le jour venu.</translation>
    </message>
    <message>
        <source>Print badges too</source>
        <translation>Imprimer aussi les badges</translation>
    </message>
    <message>
        <source>REHEARSAL – {title}</source>
        <translation>RÉPÉTITION – {title}</translation>
    </message>
    <message>
        <source>Rehearsal</source>
        <translation>Répétition générale</translation>
    </message>
    <message>
        <source>Start the rehearsal</source>
        <translation>Commencer la répétition</translation>
    </message>
    <message>
        <source>The clock is set to {day}, {time}, as if the doors opened now.</source>
        <translation>L’horloge est mise au {day}, {time}, comme si les portes ouvraient maintenant.</translation>
    </message>
    <message>
        <source>The copy for the rehearsal cannot be made on this computer’s disk. Nothing was changed; free some space.</source>
        <translation>La copie pour la répétition ne peut pas être faite sur le disque de cet ordinateur. Rien n’a changé&#xa0;; libérez de la place.</translation>
    </message>
    <message>
        <source>The event itself is closed meanwhile and does not change; this desk exchanges nothing with the others. “Finish the rehearsal”, at the top of every screen, brings you back.</source>
        <translation>L’événement lui-même est fermé pendant ce temps et reste tel quel&#xa0;; ce poste n’échange rien avec les autres. «&#xa0;Terminer la répétition&#xa0;», en haut de chaque écran, ramène.</translation>
    </message>
    <message>
        <source>The list has no codes for pretend guests: search by name, or register someone.</source>
        <translation>La liste n’a pas de codes pour des invités fictifs&#xa0;: cherchez par nom, ou inscrivez quelqu’un.</translation>
    </message>
    <message>
        <source>The rehearsal is over (arrivals: {rehearsed}) and its copy is deleted. None of it is in the event’s journal; another window has added to that meanwhile: people {people}, arrivals {arrived}, entries {entries}.</source>
        <translation>La répétition est finie (arrivées&#xa0;: {rehearsed}), sa copie est supprimée. Rien n’en est dans le journal de l’événement&#xa0;; une autre fenêtre y a ajouté entre-temps&#xa0;: {people} {people:personne|personnes}, {arrived} {arrived:arrivée|arrivées}, {entries} {entries:ligne|lignes}.</translation>
    </message>
    <message>
        <source>The rehearsal is over (arrivals: {rehearsed}) and its copy is deleted. The event file is not the same as before: people {people}, arrivals {arrived}, entries {entries}. Check whether it is the right one.</source>
        <translation>La répétition est finie (arrivées&#xa0;: {rehearsed}), sa copie est supprimée. Le fichier de l’événement n’est plus le même&#xa0;: {people} {people:personne|personnes}, {arrived} {arrived:arrivée|arrivées}, {entries} {entries:ligne|lignes}. Voyez si c’est le bon.</translation>
    </message>
    <message>
        <source>The rehearsal is over (arrivals: {rehearsed}) and its copy is deleted. The event’s journal is as before: people {people}, arrivals {arrived}, entries {entries}, digest {digest}.</source>
        <translation>La répétition est finie (arrivées&#xa0;: {rehearsed}), sa copie est supprimée. Le journal de l’événement est comme avant&#xa0;: {people} {people:personne|personnes}, {arrived} {arrived:arrivée|arrivées}, {entries} {entries:ligne|lignes}, empreinte {digest}.</translation>
    </message>
    <message>
        <source>This is a rehearsal: none of it goes to other desks. Finish it first.</source>
        <translation>C’est une répétition&#xa0;: rien n’en part vers les autres postes. Terminez-la d’abord.</translation>
    </message>
</context>
<context>
    <name>remote</name>
    <message>
        <source>After --same comes NAME=ID, the name in the log and the id of a person. Nothing was imported.</source>
        <translation>Après --same vient NOM=ID, le nom dans le journal et l’identifiant d’une personne. Rien n’a été importé.</translation>
    </message>
    <message>
        <source>Do not record</source>
        <translation>Ne pas enregistrer</translation>
    </message>
    <message>
        <source>E-mail in the log</source>
        <translation>E-mail dans le journal</translation>
    </message>
    <message>
        <source>Minimum minutes</source>
        <translation>Minutes au moins</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minutes</translation>
    </message>
    <message>
        <source>Name in the log</source>
        <translation>Nom dans le journal</translation>
    </message>
    <message>
        <source>No row of this file has a person and a readable time. Nothing was imported; check the times in it, and export it again.</source>
        <translation>Aucune ligne de ce fichier ne nomme quelqu’un avec une heure lisible. Rien n’a été importé&#xa0;; regardez ses heures et exportez-le de nouveau.</translation>
    </message>
    <message>
        <source>Not in this event ({count})</source>
        <translation>Inconnus ici ({count})</translation>
    </message>
    <message>
        <source>Nothing is written yet: who watched online</source>
        <translation>Avant d’enregistrer&#xa0;: qui a suivi à distance</translation>
    </message>
    <message>
        <source>Online attendance log</source>
        <translation>Journal de la diffusion</translation>
    </message>
    <message>
        <source>Only {percent}% of the time in this log, of {day}, is within the programme: the rest does not count.</source>
        <translation>{percent}&#xa0;% seulement du temps de ce journal, du {day}, tombe dans le programme&#xa0;: le reste ne compte pas.</translation>
    </message>
    <message>
        <source>Person in the event</source>
        <translation>Personne de l’événement</translation>
    </message>
    <message>
        <source>Recognised ({count})</source>
        <translation>Reconnues ({count})</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Rows with unreadable times: {rows}.</source>
        <translation>Lignes aux heures illisibles&#xa0;: {rows}.</translation>
    </message>
    <message>
        <source>The time online of {people} {people:person|people} was recorded; it is added to what was scanned, and nothing counts twice.</source>
        <translation>Le temps à distance de {people} {people:personne|personnes} est enregistré&#xa0;; il compte avec les passages, une seule fois.</translation>
    </message>
    <message>
        <source>This file has no title row for people and for when they joined and left. Nothing was imported; export the participants’ report of Zoom, Teams or another platform as CSV, with join and leave times.</source>
        <translation>Ce fichier n’a aucune ligne qui nomme les colonnes des personnes et de leurs heures d’arrivée et de départ. Rien n’a été importé&#xa0;; exportez en CSV le rapport des participants de Zoom, Teams ou d’une autre plateforme, avec ces heures.</translation>
    </message>
    <message>
        <source>This log has nothing new. Nothing was recorded.</source>
        <translation>Ce journal n’apporte rien de nouveau. Rien n’a été enregistré.</translation>
    </message>
    <message>
        <source>Time zone of the log</source>
        <translation>Fuseau horaire du journal</translation>
    </message>
    <message>
        <source>To decide ({count})</source>
        <translation>À décider ({count})</translation>
    </message>
    <message>
        <source>Too short ({count})</source>
        <translation>Trop court ({count})</translation>
    </message>
    <message>
        <source>Who is {name}?</source>
        <translation>Qui est {name}&#xa0;?</translation>
    </message>
    <message>
        <source>With {hours} h it would be {percent}%: choose the time zone the platform used.</source>
        <translation>Avec {hours}&#xa0;h, ce serait {percent}&#xa0;%&#xa0;: choisissez le fuseau horaire dans lequel la plateforme l’a écrit.</translation>
    </message>
    <message>
        <source>already known</source>
        <translation>déjà connu</translation>
    </message>
    <message>
        <source>detected</source>
        <translation>détecté</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nouveau</translation>
    </message>
    <message>
        <source>{count} to decide.</source>
        <translation>{count} à décider.</translation>
    </message>
    <message>
        <source>{count} watched for too short a time.</source>
        <translation>{count} {count:a|ont} regardé trop peu de temps.</translation>
    </message>
    <message>
        <source>{count} {count:is|are} not in this event.</source>
        <translation>{count} {count:n’est|ne sont} personne de l’événement.</translation>
    </message>
    <message>
        <source>{count} {count:row has|rows have} unreadable times.</source>
        <translation>{count} {count:ligne a|lignes ont} des heures illisibles.</translation>
    </message>
    <message>
        <source>{matched} {matched:person|people} in the log {matched:was|were} recognised, {new} of them with something new. Time on site and online is counted once. “Undo the last import” reverses this.</source>
        <translation>{matched} {matched:personne du journal est reconnue|personnes du journal sont reconnues}, dont {new} avec du nouveau. Le temps sur place et à distance compte une seule fois. «&#xa0;Annuler le dernier import&#xa0;» reprend tout.</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>“{key}” may be: {names}. Say which with --same NAME=ID; nothing was recorded for them.</source>
        <translation>«&#xa0;{key}&#xa0;» est peut-être&#xa0;: {names}. Dites qui avec --same NOM=ID&#xa0;; rien n’a été enregistré pour cette personne.</translation>
    </message>
    <message>
        <source>“{name}” is not a known time zone. Nothing was imported; write it like Europe/Paris, America/Martinique or UTC.</source>
        <translation>«&#xa0;{name}&#xa0;» n’est pas un fuseau horaire connu ici. Rien n’a été importé&#xa0;; écrivez-le comme Europe/Paris, America/Martinique ou UTC.</translation>
    </message>
    <message>
        <source>“{name}” is not in this event; nothing was recorded for them.</source>
        <translation>«&#xa0;{name}&#xa0;» n’est personne de l’événement&#xa0;; rien n’a été enregistré.</translation>
    </message>
</context>
<context>
    <name>removal</name>
    <message>
        <source>A ticked event is removed too, with its people, its arrivals and its backups.</source>
        <translation>Coché, un événement part aussi, avec ses participants, ses arrivées et ses sauvegardes.</translation>
    </message>
    <message>
        <source>Another event…</source>
        <translation>Un autre événement…</translation>
    </message>
    <message>
        <source>Checkin keeps nothing here.</source>
        <translation>Checkin ne garde rien ici.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Copies the system makes by itself: backups, snapshots, the bin.</source>
        <translation>Les copies que le système fait de lui-même&#xa0;: sauvegardes, instantanés, corbeille.</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Événements</translation>
    </message>
    <message>
        <source>Exports, badges, certificates and reports that someone saved: they stay where they are.</source>
        <translation>Les exports, badges, attestations et rapports enregistrés par quelqu’un&#xa0;: ils sont là où on les a mis.</translation>
    </message>
    <message>
        <source>I have exported or copied elsewhere everything I still need</source>
        <translation>Ce dont j’ai encore besoin est exporté ou copié ailleurs</translation>
    </message>
    <message>
        <source>Lists and choices on this computer: recent events, the last version seen</source>
        <translation>Les listes et choix de cet ordinateur&#xa0;: événements récents, dernière version vue</translation>
    </message>
    <message>
        <source>Notes of where Checkin stopped unexpectedly</source>
        <translation>Les notes des arrêts brusques</translation>
    </message>
    <message>
        <source>Open: close it first.</source>
        <translation>Ouvert&#xa0;: fermez-le d’abord.</translation>
    </message>
    <message>
        <source>Remove all Checkin data from this computer</source>
        <translation>Supprimer de cet ordinateur toutes les données de Checkin</translation>
    </message>
    <message>
        <source>Remove everything Checkin keeps here, and the events that are ticked ({count})?</source>
        <translation>Supprimer tout ce que Checkin garde ici, et les événements cochés ({count})&#xa0;?</translation>
    </message>
    <message>
        <source>Remove everything Checkin keeps here? No event is ticked: they all stay.</source>
        <translation>Supprimer tout ce que Checkin garde ici&#xa0;? Aucun événement n’est coché&#xa0;: ils restent tous.</translation>
    </message>
    <message>
        <source>Remove for good</source>
        <translation>Supprimer définitivement</translation>
    </message>
    <message>
        <source>Removed from this computer: {count} {count:file|files}, including {events} {events:event|events}.</source>
        <translation>Supprimé de cet ordinateur&#xa0;: {count} {count:fichier|fichiers}, dont {events} {events:événement|événements}.</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Supprimer…</translation>
    </message>
    <message>
        <source>Shared folders, USB drives, the shared server, and the other computers.</source>
        <translation>Les dossiers partagés, les clés USB, le serveur de plusieurs accueils, et les autres ordinateurs.</translation>
    </message>
    <message>
        <source>The program’s log</source>
        <translation>Le journal technique du programme</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>C’est sans retour.</translation>
    </message>
    <message>
        <source>What a demonstration or a rehearsal left behind</source>
        <translation>Ce qu’une démonstration ou une répétition a laissé</translation>
    </message>
    <message>
        <source>What stays</source>
        <translation>Ce qui reste</translation>
    </message>
    <message>
        <source>What will be removed</source>
        <translation>Ce qui part</translation>
    </message>
    <message>
        <source>Which event is open</source>
        <translation>Quel événement est ouvert</translation>
    </message>
    <message>
        <source>{what} (1 file, {size})</source>
        <translation>{what} (1 fichier, {size})</translation>
    </message>
    <message>
        <source>{what} ({count} files, {size})</source>
        <translation>{what} ({count} {count:fichier|fichiers}, {size})</translation>
    </message>
    <message>
        <source>“{name}” cannot be removed: it may be open in another window, or belong to someone else. Close it and try again.</source>
        <translation>«&#xa0;{name}&#xa0;» ne peut pas être supprimé&#xa0;: il est peut-être ouvert dans une autre fenêtre, ou il n’est pas à vous. Fermez-le et réessayez.</translation>
    </message>
    <message>
        <source>“{name}” is open. Nothing was removed: close its window first, then try again.</source>
        <translation>«&#xa0;{name}&#xa0;» est ouvert. Rien n’a été supprimé&#xa0;: fermez d’abord sa fenêtre, puis réessayez.</translation>
    </message>
</context>
<context>
    <name>report</name>
    <message>
        <source>Checkin report</source>
        <translation>Rapport Checkin</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>It contains no names, e-mail addresses, codes, notes or organisations. Checkin never sends anything.</source>
        <translation>Aucun nom, e-mail, code, note ni organisation n’y figure. Checkin n’envoie jamais rien.</translation>
    </message>
    <message>
        <source>Made by Checkin on {at}, to help someone find a fault. It holds no name, e-mail, code, note or organisation, no password and no file path. Nothing was sent: give it to someone you trust, and say what you did and what you saw.</source>
        <translation>Préparé par Checkin le {at}, pour qui aide à trouver une panne. Il ne contient ni nom, ni adresse e-mail, ni code, ni note, ni organisation, ni mot de passe, ni chemin de fichier. Rien n’a été envoyé&#xa0;: donnez-le à qui vous voulez, en disant ce que vous avez fait et ce que vous avez vu.</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Montrer le dossier</translation>
    </message>
    <message>
        <source>Report a problem</source>
        <translation>Signaler un problème</translation>
    </message>
    <message>
        <source>Save the report as</source>
        <translation>Enregistrer le rapport sous</translation>
    </message>
    <message>
        <source>Saved as {name} in {folder}. Nothing was sent: it is up to you who gets it.</source>
        <translation>Enregistré sous {name} dans {folder}. Rien n’a été envoyé&#xa0;: c’est à vous de le donner.</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Enregistrer…</translation>
    </message>
    <message>
        <source>Screens and cameras, by type</source>
        <translation>Écrans et caméras, par type</translation>
    </message>
    <message>
        <source>Settings: what is on, off, or chosen, without the texts</source>
        <translation>Réglages&#xa0;: ce qui est activé ou choisi, sans les textes</translation>
    </message>
    <message>
        <source>The event in figures, and whether its file is intact</source>
        <translation>L’événement en chiffres, et l’état de son fichier</translation>
    </message>
    <message>
        <source>The log: what went wrong, and where in the program</source>
        <translation>Le journal technique&#xa0;: ce qui a échoué, et où dans le programme</translation>
    </message>
    <message>
        <source>Versions of the program and its components</source>
        <translation>Versions du programme et de ses composants</translation>
    </message>
    <message>
        <source>What is in the file</source>
        <translation>Ce qui est dans le fichier</translation>
    </message>
    <message>
        <source>What this is</source>
        <translation>Ce que c’est</translation>
    </message>
    <message>
        <source>What you see here helps someone find the fault. Read it, save it as one file, and give them the file with a few words on what you did and what you saw.</source>
        <translation>Ce qui est dans cette fenêtre aide à trouver la panne. Lisez-le, enregistrez-le en un seul fichier, et donnez ce fichier à qui vous aide, avec quelques mots sur ce que vous avez fait et ce que vous avez vu.</translation>
    </message>
    <message>
        <source>Where the program was when it stopped unexpectedly</source>
        <translation>Où en était le programme quand il s’est arrêté brusquement</translation>
    </message>
</context>
<context>
    <name>resuming</name>
    <message>
        <source>Checkin stopped abruptly, and the event file is damaged. Carry on with a copy of it, or on paper; F1 helps you report the problem.</source>
        <translation>Checkin s’était arrêté brusquement, et le fichier de l’événement est abîmé. Continuez avec une copie, ou sur papier&#xa0;; F1 aide à signaler le problème.</translation>
    </message>
    <message>
        <source>Checkin stopped abruptly. Found again: 1 person who came to any control point, {when}. The last codes may have to be scanned again.</source>
        <translation>Checkin s’était arrêté brusquement. 1 personne venue à un point de contrôle retrouvée, {when}. Les derniers codes lus sont peut-être à scanner de nouveau.</translation>
    </message>
    <message>
        <source>Checkin stopped abruptly. Found again: {count} people who came to any control point, the last {when}. The last codes may have to be scanned again.</source>
        <translation>Checkin s’était arrêté brusquement. {count} personnes venues à l’un ou l’autre point de contrôle retrouvées, la dernière {when}. Les derniers codes lus sont peut-être à scanner de nouveau.</translation>
    </message>
    <message>
        <source>Checkin stopped abruptly. Nobody had come to the event yet. The last codes may have to be scanned again.</source>
        <translation>Checkin s’était arrêté brusquement. Personne n’était encore venu à l’événement. Les derniers codes lus sont peut-être à scanner de nouveau.</translation>
    </message>
    <message>
        <source>Checkin stopped abruptly. Nobody is on the list: an import that was under way was not finished; import again.</source>
        <translation>Checkin s’est arrêté brusquement. Il n’y a personne dans la liste&#xa0;: un import en cours n’a pas été terminé&#xa0;; importez de nouveau.</translation>
    </message>
    <message>
        <source>Checkin stopped while it opened the camera: it does without. A scanner or a name works.</source>
        <translation>Checkin s’est arrêté en ouvrant la caméra&#xa0;: il fonctionne sans elle. Une douchette ou un nom suffit.</translation>
    </message>
    <message>
        <source>Checkin stopped while it used the printers of this computer: badges wait in the queue.</source>
        <translation>Checkin s’est arrêté en utilisant les imprimantes de cet ordinateur&#xa0;: les badges attendent leur impression.</translation>
    </message>
    <message>
        <source>Checkin stopped while it used the sound of this computer: it stays silent.</source>
        <translation>Checkin s’est arrêté en utilisant le son de cet ordinateur&#xa0;: il reste muet.</translation>
    </message>
    <message>
        <source>Checkin stopped {count} times in a row with “{name}”. What was recorded is in the file. Open a copy of it; F1 helps you report the problem.</source>
        <translation>Checkin s’est arrêté {count} fois de suite avec «&#xa0;{name}&#xa0;». Ce qui a été enregistré est dans le fichier. Ouvrez-en une copie&#xa0;; F1 aide à signaler le problème.</translation>
    </message>
    <message>
        <source>Checkin tries again at its next start.</source>
        <translation>Checkin réessaiera à son prochain démarrage.</translation>
    </message>
    <message>
        <source>Everything else works. Checkin tries again tomorrow, or when you ask for it.</source>
        <translation>Tout le reste fonctionne. Checkin réessaiera demain, ou quand vous le demanderez.</translation>
    </message>
    <message>
        <source>This event file is older than what this computer recorded in it until {time}: {entries} {entries:entry|entries} {entries:is|are} missing, including {arrivals} {arrivals:arrival|arrivals}. Get them back from another desk (⋮, “Other desks…”), or close the window and put the newer file back in its place. Until then, people who came may be let in twice.</source>
        <translation>Ce fichier est plus ancien que ce que cet ordinateur y avait enregistré jusqu’à {time}&#xa0;: il manque {entries} {entries:ligne|lignes}, dont {arrivals} {arrivals:arrivée|arrivées}. Récupérez-les d’un autre poste (⋮, «&#xa0;Autres postes…&#xa0;»), ou fermez la fenêtre et remettez le fichier plus récent à sa place. D’ici là, un invité déjà arrivé peut entrer deux fois.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
</context>
<context>
    <name>scan_only</name>
    <message>
        <source>A desk that only scans shows codes and their answers: no list, no last arrivals, no exports, no search. It stays so after a restart.</source>
        <translation>Un poste qui ne fait que scanner montre les codes et leurs réponses&#xa0;: ni liste, ni derniers passages, ni export, ni recherche. Il le reste après un redémarrage.</translation>
    </message>
    <message>
        <source>A door for volunteers</source>
        <translation>Une porte tenue par des bénévoles</translation>
    </message>
    <message>
        <source>Everything is open at this desk again.</source>
        <translation>Tout est de nouveau ouvert à ce poste.</translation>
    </message>
    <message>
        <source>Forgot their ticket</source>
        <translation>Billet oublié</translation>
    </message>
    <message>
        <source>Let this desk only scan?</source>
        <translation>Limiter ce poste au scan&#xa0;?</translation>
    </message>
    <message>
        <source>No supervisor has a PIN yet, so anyone can open this desk again. Name supervisors first: ⋮, Settings, Supervisors.</source>
        <translation>Aucun responsable n’a encore de code PIN&#xa0;: n’importe qui peut rouvrir ce poste. Nommez d’abord des responsables&#xa0;: ⋮, Réglages, Responsables.</translation>
    </message>
    <message>
        <source>Only scan</source>
        <translation>Scanner seulement</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Rouvrir</translation>
    </message>
    <message>
        <source>Open the rest of this desk again?</source>
        <translation>Rouvrir le reste de ce poste&#xa0;?</translation>
    </message>
    <message>
        <source>Open the rest…</source>
        <translation>Rouvrir le reste…</translation>
    </message>
    <message>
        <source>Protect the attendees’ data</source>
        <translation>Protéger les données des participants</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Chercher</translation>
    </message>
    <message>
        <source>Search for one person by name?</source>
        <translation>Chercher une personne par son nom&#xa0;?</translation>
    </message>
    <message>
        <source>The code cannot be read</source>
        <translation>Code illisible</translation>
    </message>
    <message>
        <source>The doors are closed</source>
        <translation>Les portes sont fermées</translation>
    </message>
    <message>
        <source>This desk only scans from now on. A supervisor opens the rest: ⋮.</source>
        <translation>Ce poste ne fait plus que scanner. Un responsable ouvre le reste&#xa0;: ⋮.</translation>
    </message>
    <message>
        <source>This desk only scans: no list of people. A search by name needs a supervisor (F3).</source>
        <translation>Ce poste ne fait que scanner&#xa0;: pas de liste. Chercher un nom demande un responsable (F3).</translation>
    </message>
    <message>
        <source>This desk welcomes people again</source>
        <translation>Ce poste accueille de nouveau</translation>
    </message>
</context>
<context>
    <name>schedule</name>
    <message>
        <source>Cancelled, and left out: {titles}.</source>
        <translation>Annulé, non repris&#xa0;: {titles}.</translation>
    </message>
    <message>
        <source>Ends before it starts, so the end was left out: {titles}.</source>
        <translation>Finit avant de commencer, la fin n’est pas reprise&#xa0;: {titles}.</translation>
    </message>
    <message>
        <source>Entries without a title, left out: {count}.</source>
        <translation>Éléments sans titre, non repris&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>Left out, because how it repeats is not understood: {titles}.</source>
        <translation>Se répète selon une règle non comprise ici, non repris&#xa0;: {titles}.</translation>
    </message>
    <message>
        <source>Left out, because it has no time: {titles}.</source>
        <translation>Non repris, faute d’horaire&#xa0;: {titles}.</translation>
    </message>
    <message>
        <source>Left out, because it lasts all day: {titles}.</source>
        <translation>Non repris, car sur toute la journée&#xa0;: {titles}.</translation>
    </message>
    <message>
        <source>No session in this file can be used: each needs a title, a day and a time. Nothing was changed; check the file in the program it comes from.</source>
        <translation>Aucune session de ce fichier ne peut être reprise&#xa0;: chacune doit avoir un titre, un jour et une heure. Rien n’a été modifié&#xa0;; vérifiez le fichier dans le logiciel d’où il vient.</translation>
    </message>
    <message>
        <source>Only the first time was taken, because how it repeats is not understood: {titles}.</source>
        <translation>Se répète selon une règle non comprise ici, seule la première fois est reprise&#xa0;: {titles}.</translation>
    </message>
    <message>
        <source>The programme was changed while you were looking at the file. Nothing was written; choose the file again.</source>
        <translation>Le programme a été modifié pendant l’examen du fichier. Rien n’a été écrit&#xa0;; choisissez à nouveau le fichier.</translation>
    </message>
    <message>
        <source>The time zone “{zone}” is not known; its times were taken as local to the venue.</source>
        <translation>Le fuseau horaire «&#xa0;{zone}&#xa0;» n’est pas connu ici&#xa0;; ses heures sont prises comme celles du lieu.</translation>
    </message>
    <message>
        <source>There is no schedule in this file. Nothing was changed; choose the schedule.json exported by pretalx or frab.</source>
        <translation>Ce fichier ne contient pas de programme. Rien n’a été modifié&#xa0;; choisissez le schedule.json qu’exporte pretalx ou frab.</translation>
    </message>
    <message>
        <source>This calendar holds more than a programme can, or is nested without end. Nothing was changed; export only the days of the event.</source>
        <translation>Cet agenda contient plus qu’un programme ne le peut, ou s’emboîte sans fin. Rien n’a été changé&#x202f;; exportez seulement les jours de l’événement.</translation>
    </message>
    <message>
        <source>This calendar is damaged. Nothing was changed; export it again from the program it comes from.</source>
        <translation>Cet agenda est abîmé. Rien n’a été modifié&#xa0;; exportez-le à nouveau depuis le logiciel d’où il vient.</translation>
    </message>
    <message>
        <source>This calendar runs from {first} to {last}: it is not the programme of one event. Nothing was changed; set the date of the event first, or export only the event’s part of the calendar.</source>
        <translation>Cet agenda va du {first} au {last}&#xa0;: ce n’est pas le programme d’un seul événement. Rien n’a été modifié&#xa0;; indiquez d’abord le jour de l’événement, ou n’exportez que la partie de l’agenda qui le concerne.</translation>
    </message>
    <message>
        <source>This file has more than {most} sessions, too many for one event. Nothing was changed; export only the days of the event.</source>
        <translation>Ce fichier contient plus de {most} sessions, trop pour un seul événement. Rien n’a été changé&#x202f;; exportez seulement les jours de l’événement.</translation>
    </message>
    <message>
        <source>{count} {count:entry|entries} on other days {count:was|were} left out.</source>
        <translation>{count} {count:élément d’autres jours n’a pas été repris|éléments d’autres jours n’ont pas été repris}.</translation>
    </message>
</context>
<context>
    <name>search</name>
    <message>
        <source>Enter once more: {what}</source>
        <translation>Entrée encore une fois&#xa0;: {what}</translation>
    </message>
    <message>
        <source>Enter twice: {what}</source>
        <translation>Entrée deux fois&#xa0;: {what}</translation>
    </message>
    <message>
        <source>Enter: take it as a code. Searching by name needs a supervisor (F3).</source>
        <translation>Entrée&#xa0;: le prendre comme un code. Chercher un nom demande un responsable (F3).</translation>
    </message>
    <message>
        <source>Enter: treat it as a code.</source>
        <translation>Entrée&#xa0;: lire comme un code.</translation>
    </message>
    <message>
        <source>Enter: {what}</source>
        <translation>Entrée&#xa0;: {what}</translation>
    </message>
    <message>
        <source>F2 registers them.</source>
        <translation>F2&#xa0;: inscrire sur place.</translation>
    </message>
    <message>
        <source>F6: someone came in their place</source>
        <translation>F6&#xa0;: quelqu’un vient à sa place</translation>
    </message>
    <message>
        <source>Many more: add letters, or the first name</source>
        <translation>Beaucoup d’autres&#xa0;: ajoutez des lettres, ou le prénom</translation>
    </message>
    <message>
        <source>Many people</source>
        <translation>Beaucoup de personnes</translation>
    </message>
    <message>
        <source>Name, organisation or code</source>
        <translation>Nom, organisation ou code</translation>
    </message>
    <message>
        <source>Nobody matches “{query}” yet.</source>
        <translation>Personne pour l’instant avec «&#xa0;{query}&#xa0;».</translation>
    </message>
    <message>
        <source>Nobody matches “{query}”.</source>
        <translation>Personne ne correspond à «&#xa0;{query}&#xa0;».</translation>
    </message>
    <message>
        <source>Only 1 is possible here.</source>
        <translation>Ici, seul 1 est possible.</translation>
    </message>
    <message>
        <source>People found</source>
        <translation>Personnes trouvées</translation>
    </message>
    <message>
        <source>Scan or type a code</source>
        <translation>Scannez ou tapez un code</translation>
    </message>
    <message>
        <source>Search cleared.</source>
        <translation>Recherche effacée.</translation>
    </message>
    <message>
        <source>Try fewer words, or the name alone.</source>
        <translation>Essayez moins de mots, ou le nom seul.</translation>
    </message>
    <message>
        <source>Type a number from 1 to {most}.</source>
        <translation>Tapez un nombre de 1 à {most}.</translation>
    </message>
    <message>
        <source>Type the next letters, or the first name.</source>
        <translation>Tapez les lettres suivantes, ou le prénom.</translation>
    </message>
    <message>
        <source>lend to {name}</source>
        <translation>prêter à {name}</translation>
    </message>
    <message>
        <source>let in all {count} others</source>
        <translation>faire entrer les {count} autres</translation>
    </message>
    <message>
        <source>let in {count} {count:other|others}</source>
        <translation>faire entrer {count} {count:autre|autres}</translation>
    </message>
    <message>
        <source>let in {name}</source>
        <translation>faire entrer {name}</translation>
    </message>
    <message>
        <source>record the exit of {name}</source>
        <translation>enregistrer la sortie de {name}</translation>
    </message>
    <message>
        <source>send {name} to {session}</source>
        <translation>envoyer {name} à {session}</translation>
    </message>
    <message>
        <source>show {name}</source>
        <translation>afficher {name}</translation>
    </message>
    <message>
        <source>undo the arrival of {name}</source>
        <translation>annuler l’arrivée de {name}</translation>
    </message>
    <message>
        <source>{count} more: ↓, or add the first name</source>
        <translation>{count} {count:autre|autres}&#xa0;: ↓, ou ajoutez le prénom</translation>
    </message>
    <message>
        <source>{count} {count:person|people}</source>
        <translation>{count} {count:personne|personnes}</translation>
    </message>
    <message>
        <source>{count} {count:person|people} (group: {name})</source>
        <translation>{count} {count:personne|personnes} (groupe&#xa0;: {name})</translation>
    </message>
    <message>
        <source>{key}: lost badge</source>
        <translation>{key}&#xa0;: badge perdu</translation>
    </message>
    <message>
        <source>{name}: no Enter after “{number}”, so this was not done: {what}.</source>
        <translation>{name}&#xa0;: sans Entrée, «&#xa0;{number}&#xa0;» n’a rien fait. Reste à faire&#xa0;: {what}.</translation>
    </message>
    <message>
        <source>{thing} for {name}</source>
        <translation>{thing} pour {name}</translation>
    </message>
    <message>
        <source>{thing} is back from {name}</source>
        <translation>{thing} rendu par {name}</translation>
    </message>
    <message>
        <source>{thing}, which is with {name}</source>
        <translation>{thing}, qui est chez {name}</translation>
    </message>
    <message>
        <source>{thing}, which nobody has</source>
        <translation>{thing}, que personne n’a</translation>
    </message>
    <message>
        <source>↓, then Enter: {what}</source>
        <translation>↓, puis Entrée&#xa0;: {what}</translation>
    </message>
    <message>
        <source>↓: choose in the list</source>
        <translation>↓&#xa0;: choisir dans la liste</translation>
    </message>
</context>
<context>
    <name>selftest</name>
    <message>
        <source>a PDF is written</source>
        <translation>un PDF est écrit</translation>
    </message>
    <message>
        <source>a code is drawn and read</source>
        <translation>un code est dessiné puis lu</translation>
    </message>
    <message>
        <source>a workbook is written and read</source>
        <translation>un classeur est écrit puis relu</translation>
    </message>
    <message>
        <source>an event is created from a list</source>
        <translation>un événement est créé à partir d’une liste</translation>
    </message>
    <message>
        <source>cameras can be found</source>
        <translation>la recherche de caméras</translation>
    </message>
    <message>
        <source>failed: {what} ({found})</source>
        <translation>échec&#xa0;: {what} ({found})</translation>
    </message>
    <message>
        <source>ok: {what} ({found})</source>
        <translation>bon&#xa0;: {what} ({found})</translation>
    </message>
    <message>
        <source>people from a video are let in</source>
        <translation>des personnes d’un film sont accueillies</translation>
    </message>
    <message>
        <source>printers can be found</source>
        <translation>la recherche d’imprimantes</translation>
    </message>
    <message>
        <source>the French catalogues</source>
        <translation>les catalogues français</translation>
    </message>
    <message>
        <source>the access to a ticketing</source>
        <translation>l’accès à une billetterie</translation>
    </message>
    <message>
        <source>the database</source>
        <translation>la base de données</translation>
    </message>
    <message>
        <source>the exports of other programs</source>
        <translation>les exports d’autres logiciels</translation>
    </message>
    <message>
        <source>the fonts</source>
        <translation>les polices</translation>
    </message>
    <message>
        <source>the icons</source>
        <translation>les dessins</translation>
    </message>
    <message>
        <source>the keyring for passwords</source>
        <translation>le trousseau pour les mots de passe</translation>
    </message>
    <message>
        <source>the plug-ins of Qt</source>
        <translation>les modules de Qt</translation>
    </message>
    <message>
        <source>the shared server</source>
        <translation>le serveur commun à plusieurs postes</translation>
    </message>
    <message>
        <source>the sounds</source>
        <translation>les sons</translation>
    </message>
    <message>
        <source>the time zones</source>
        <translation>les fuseaux horaires</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>1 supervisor</source>
        <translation>1 responsable</translation>
    </message>
    <message>
        <source>A sound for each answer</source>
        <translation>Un son à chaque réponse</translation>
    </message>
    <message>
        <source>All of this is in Settings too (Ctrl+,).</source>
        <translation>Tout se retrouve dans les réglages&#xa0;: Ctrl et la virgule.</translation>
    </message>
    <message>
        <source>Another desk is called “{name}”. This one stays “{old}”; “{free}” is available.</source>
        <translation>Un autre poste s’appelle «&#xa0;{name}&#xa0;». Celui-ci reste «&#xa0;{old}&#xa0;»&#xa0;; «&#xa0;{free}&#xa0;» est libre.</translation>
    </message>
    <message>
        <source>As last time</source>
        <translation>Comme la dernière fois</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Changes apply at once, on this computer and for this event.</source>
        <translation>S’applique aussitôt, sur cet ordinateur et pour cet événement.</translation>
    </message>
    <message>
        <source>Choose the printer…</source>
        <translation>Choisir l’imprimante…</translation>
    </message>
    <message>
        <source>Chosen: {name}</source>
        <translation>Choisie&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Codes given (Ctrl+L)</source>
        <translation>Codes attribués (Ctrl+L)</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Données</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Each kind of answer has its own sound, so you need not look up. Press one to hear it.</source>
        <translation>Chaque genre de réponse a son propre son&#xa0;: inutile de lever les yeux. Appuyez pour écouter.</translation>
    </message>
    <message>
        <source>Every character arrived correctly. There is nothing to set.</source>
        <translation>Ses touches sont arrivées telles quelles. Il n’y a rien à régler.</translation>
    </message>
    <message>
        <source>Full screen (F11)</source>
        <translation>Plein écran (F11)</translation>
    </message>
    <message>
        <source>Hold any code in front of it: a code it reads gets a green frame.</source>
        <translation>Présentez-lui n’importe quel code&#xa0;: un code lu s’encadre de vert.</translation>
    </message>
    <message>
        <source>It read the test code. This camera is ready.</source>
        <translation>Elle a lu le code d’essai. Cette caméra est prête.</translation>
    </message>
    <message>
        <source>It types as if on a US keyboard, but this computer has another one ({layout}). Checkin corrected the code, and will do so every time: there is nothing to set.</source>
        <translation>Elle tape comme sur un clavier américain, et cet ordinateur en a un autre ({layout}). Checkin a rétabli le code, et le fera pour chacun&#xa0;: il n’y a rien à régler.</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Plus tard</translation>
    </message>
    <message>
        <source>Name of this desk, in the journal and the export</source>
        <translation>Nom de ce poste, dans le journal et dans l’export</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>À vous de voir</translation>
    </message>
    <message>
        <source>No animations</source>
        <translation>Sans animations</translation>
    </message>
    <message>
        <source>No printer is chosen: nothing is printed.</source>
        <translation>Aucune imprimante choisie&#xa0;: rien ne s’imprime.</translation>
    </message>
    <message>
        <source>None yet: anyone at the desk can do this, giving a reason.</source>
        <translation>Personne encore&#xa0;: qui tient le poste peut le faire, en donnant un motif.</translation>
    </message>
    <message>
        <source>Nothing happens? Unplug its cable and plug it in again. You can do without a scanner: the camera reads codes too.</source>
        <translation>Rien ne vient&#xa0;? Rebranchez son câble. La douchette n’est pas obligatoire&#xa0;: la caméra lit aussi.</translation>
    </message>
    <message>
        <source>Nothing is removed until it has been listed and you have confirmed twice.</source>
        <translation>Rien ne part sans avoir été listé, puis confirmé deux fois.</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Imprimante</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusé</translation>
    </message>
    <message>
        <source>Scan this code with the scanner. This test code belongs to nobody, and nothing is recorded.</source>
        <translation>Scannez ce code avec la douchette. Ce code d’essai n’appartient à personne, et rien n’est enregistré.</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Douchette</translation>
    </message>
    <message>
        <source>Set up this desk</source>
        <translation>Préparer ce poste</translation>
    </message>
    <message>
        <source>Set up this desk…</source>
        <translation>Préparer ce poste…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Several desks share one event through a shared folder, a USB drive or a server.</source>
        <translation>Plusieurs postes partagent un événement par un dossier, une clé USB ou un serveur.</translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation>Taille du texte</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>Étape {number} sur {count}</translation>
    </message>
    <message>
        <source>The code was read: that works. Nobody is checked in while you set up this desk.</source>
        <translation>Le code a été lu&#xa0;: cela fonctionne. Aucune arrivée n’est enregistrée pendant la préparation de ce poste.</translation>
    </message>
    <message>
        <source>The new one replaces it</source>
        <translation>Le nouveau le remplace</translation>
    </message>
    <message>
        <source>The old one stays valid</source>
        <translation>L’ancien reste valable</translation>
    </message>
    <message>
        <source>The scanner works</source>
        <translation>La douchette fonctionne</translation>
    </message>
    <message>
        <source>This computer has no loudspeaker. The desk works without one.</source>
        <translation>Cet ordinateur n’a pas de haut-parleur. Le poste fonctionne quand même.</translation>
    </message>
    <message>
        <source>This desk</source>
        <translation>Ce poste</translation>
    </message>
    <message>
        <source>Waiting for the scanner…</source>
        <translation>En attente de la douchette…</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Bienvenue</translation>
    </message>
    <message>
        <source>What Checkin keeps on this computer. The organiser removes it when everything is over.</source>
        <translation>Ce que Checkin garde sur cet ordinateur. L’organisateur l’efface quand tout est fini.</translation>
    </message>
    <message>
        <source>Which printer, on what paper, when a badge is printed, and what happens if it has a problem. The desk also works without a printer.</source>
        <translation>Quelle imprimante, sur quel papier, quand un badge s’imprime, et que faire en cas de panne. Le poste fonctionne aussi sans imprimante.</translation>
    </message>
    <message>
        <source>Who can let in a person who was refused, or undo an import. Each has a PIN.</source>
        <translation>Qui peut faire entrer une personne refusée, ou annuler un import. Chacun a son code PIN.</translation>
    </message>
    <message>
        <source>{count} supervisors</source>
        <translation>{count} {count:responsable|responsables}</translation>
    </message>
    <message>
        <source>{percent}%</source>
        <translation>{percent}&#xa0;%</translation>
    </message>
    <message>
        <source>{percent}% – normal</source>
        <translation>{percent}&#xa0;% – normal</translation>
    </message>
</context>
<context>
    <name>sheet</name>
    <message>
        <source>A booked session with a control point counts, in the half-day too, only for those who were scanned there.</source>
        <translation>Une session réservée qui a un point de contrôle ne compte, dans la demi-journée aussi, que si le badge y a été lu.</translation>
    </message>
    <message>
        <source>Absent</source>
        <translation>Absents</translation>
    </message>
    <message>
        <source>Arrival</source>
        <translation>Arrivée</translation>
    </message>
    <message>
        <source>Arrivals</source>
        <translation>Arrivées</translation>
    </message>
    <message>
        <source>Control sheet</source>
        <translation>Feuille de contrôle</translation>
    </message>
    <message>
        <source>Control sheets: {sheets}, pages: {pages}; written to {name}.</source>
        <translation>Feuilles de contrôle&#xa0;: {sheets}, pages&#xa0;: {pages}&#xa0;; écrites dans {name}.</translation>
    </message>
    <message>
        <source>Counted here but not listed, because their names were erased: {count}</source>
        <translation>Comptées ici sans être nommées, noms effacés&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Exit</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Exit time</source>
        <translation>Heure de sortie</translation>
    </message>
    <message>
        <source>Exits</source>
        <translation>Sorties</translation>
    </message>
    <message>
        <source>Expected people</source>
        <translation>Attendus</translation>
    </message>
    <message>
        <source>Expected: {expected}</source>
        <translation>Attendus&#xa0;: {expected}</translation>
    </message>
    <message>
        <source>Expected: {expected} · Present: {present}, of whom not expected: {added} · Expected and absent: {absent}</source>
        <translation>Attendus&#xa0;: {expected} · Présents&#xa0;: {present}, dont non attendus&#xa0;: {added} · Attendus et absents&#xa0;: {absent}</translation>
    </message>
    <message>
        <source>Expected: {expected} · Seen by {time}: {seen}, of whom not expected: {added}</source>
        <translation>Attendus&#xa0;: {expected} · Vus à {time}&#xa0;: {seen}, dont non attendus&#xa0;: {added}</translation>
    </message>
    <message>
        <source>From the journal of all desks, as of {day} at {time}; the line below identifies it.</source>
        <translation>D’après le journal de tous les postes, au {day} à {time}&#xa0;; la ligne ci-dessous l’identifie.</translation>
    </message>
    <message>
        <source>From the scans of the day; made on {day} at {time}. A minute that was begun does not count.</source>
        <translation>D’après les lectures du jour&#xa0;; établie le {day} à {time}. Une minute commencée ne compte pas.</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Lines of the sign-in sheet that are not plain scans: {count} of {listed}</source>
        <translation>Lignes de la feuille d’émargement qui ne sont pas de simples scans&#xa0;: {count} sur {listed}</translation>
    </message>
    <message>
        <source>List of {day}, {time}.</source>
        <translation>Liste du {day}, {time}.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>No badge was read for this half-day: presence was not observed</source>
        <translation>Aucun badge lu pour cette demi-journée&#xa0;: présence non constatée</translation>
    </message>
    <message>
        <source>No badge was read for this session: presence was not observed</source>
        <translation>Aucun badge lu pour cette session&#xa0;: présence non constatée</translation>
    </message>
    <message>
        <source>None: no correction, nothing undone, nobody let in despite a refusal.</source>
        <translation>Aucune&#xa0;: ni correction, ni annulation, ni admission malgré un refus.</translation>
    </message>
    <message>
        <source>Not expected</source>
        <translation>Non attendus</translation>
    </message>
    <message>
        <source>Not seen yet</source>
        <translation>Pas encore vus</translation>
    </message>
    <message>
        <source>Organised by {name}</source>
        <translation>Organisateur&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Page {number}/{count}</source>
        <translation>Page {number}/{count}</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>Présents</translation>
    </message>
    <message>
        <source>Provisional</source>
        <translation>Provisoire</translation>
    </message>
    <message>
        <source>Provisional on {day} at {time}: some exit times have not passed or are not confirmed by the organiser.</source>
        <translation>Provisoire le {day} à {time}&#xa0;: toutes les heures de sortie ne sont pas passées et confirmées par l’organisateur.</translation>
    </message>
    <message>
        <source>Seen by {time}</source>
        <translation>Vus à {time}</translation>
    </message>
    <message>
        <source>Sign-in sheet</source>
        <translation>Feuille d’émargement</translation>
    </message>
    <message>
        <source>Sign-in sheets: {sheets}, pages: {pages}; written to {name}.</source>
        <translation>Feuilles d’émargement&#xa0;: {sheets}, pages&#xa0;: {pages}&#xa0;; écrites dans {name}.</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>Signatures of the speakers and of the organiser</source>
        <translation>Signatures des intervenants et de l’organisateur</translation>
    </message>
    <message>
        <source>The controller</source>
        <translation>Le contrôleur</translation>
    </message>
    <message>
        <source>The organiser</source>
        <translation>L’organisateur</translation>
    </message>
    <message>
        <source>The picture “{name}” is larger than {most} MB. Nothing was written; choose a smaller one.</source>
        <translation>L’image «&#xa0;{name}&#xa0;» dépasse {most} Mo. Rien n’a été écrit&#xa0;; choisissez-en une plus légère.</translation>
    </message>
    <message>
        <source>The programme has no such half-day or session with times. Nothing was written; choose from: {known}.</source>
        <translation>Le programme n’a pas de telle demi-journée ni de telle session avec des heures. Rien n’a été écrit&#xa0;; choix possibles&#xa0;: {known}.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Too short (less than {time})</source>
        <translation>Trop bref (moins de {time})</translation>
    </message>
    <message>
        <source>Too short: present for less than {time} (half of the time).</source>
        <translation>Trop bref&#xa0;: moins de {time} de présence (la moitié).</translation>
    </message>
    <message>
        <source>Too short: {count}</source>
        <translation>Trop bref&#xa0;: {count}</translation>
    </message>
    <message>
        <source>Too short: {count}, of whom not expected: {added}</source>
        <translation>Trop bref&#xa0;: {count}, dont non attendus&#xa0;: {added}</translation>
    </message>
    <message>
        <source>What is not a plain scan</source>
        <translation>Ce qui n’est pas un simple scan</translation>
    </message>
    <message>
        <source>When and where</source>
        <translation>Quand et où</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>added at the desk</source>
        <translation>ajouté à l’accueil</translation>
    </message>
    <message>
        <source>arrival at {time} undone ({desk})</source>
        <translation>arrivée de {time} annulée ({desk})</translation>
    </message>
    <message>
        <source>arrival at {time} written on paper</source>
        <translation>arrivée à {time} notée sur papier</translation>
    </message>
    <message>
        <source>arrived at {time}, after the programme</source>
        <translation>arrivée à {time}, après la fin du programme</translation>
    </message>
    <message>
        <source>assumed hour</source>
        <translation>heure supposée</translation>
    </message>
    <message>
        <source>before: {decision}</source>
        <translation>avant&#xa0;: {decision}</translation>
    </message>
    <message>
        <source>by code: {count}</source>
        <translation>par code&#xa0;: {count}</translation>
    </message>
    <message>
        <source>by search: {count}</source>
        <translation>par recherche&#xa0;: {count}</translation>
    </message>
    <message>
        <source>corrected, before: {old}</source>
        <translation>corrigé, avant&#xa0;: {old}</translation>
    </message>
    <message>
        <source>exit assumed at {time}, hour confirmed by the organiser</source>
        <translation>sortie supposée à {time}, heure confirmée par l’organisateur</translation>
    </message>
    <message>
        <source>exit assumed at {time}, hour confirmed by {who}</source>
        <translation>sortie supposée à {time}, heure confirmée par {who}</translation>
    </message>
    <message>
        <source>exit assumed at {time}, hour not confirmed</source>
        <translation>sortie supposée à {time}, heure à confirmer</translation>
    </message>
    <message>
        <source>exit assumed at {time}, not at the confirmed hour</source>
        <translation>sortie supposée à {time}, et non à l’heure confirmée</translation>
    </message>
    <message>
        <source>exit assumed at {time}, the end of the session</source>
        <translation>sortie supposée à {time}, fin de la session</translation>
    </message>
    <message>
        <source>exit at {time} undone ({desk})</source>
        <translation>sortie de {time} annulée ({desk})</translation>
    </message>
    <message>
        <source>exit at {time} written on paper</source>
        <translation>sortie à {time} notée sur papier</translation>
    </message>
    <message>
        <source>exit scanned</source>
        <translation>sortie lue</translation>
    </message>
    <message>
        <source>exits assumed at a time that nobody has confirmed: {count}</source>
        <translation>sorties supposées à une heure que personne n’a confirmée&#xa0;: {count}</translation>
    </message>
    <message>
        <source>exits still to come: {count}</source>
        <translation>sorties encore à venir&#xa0;: {count}</translation>
    </message>
    <message>
        <source>group of {count}</source>
        <translation>groupe de {count}</translation>
    </message>
    <message>
        <source>group of {count}, {came} came</source>
        <translation>groupe de {count}, {came} {came:personne venue|personnes venues}</translation>
    </message>
    <message>
        <source>had booked “{session}”, not scanned there: that time is not counted</source>
        <translation>avait réservé «&#xa0;{session}&#xa0;», badge non lu à l’entrée&#xa0;: ce temps n’est pas compté</translation>
    </message>
    <message>
        <source>it goes on until {time}: people may still come and leave</source>
        <translation>en cours jusqu’à {time}&#xa0;: on peut encore arriver et partir</translation>
    </message>
    <message>
        <source>let in despite: {over}</source>
        <translation>admis malgré&#xa0;: {over}</translation>
    </message>
    <message>
        <source>let in despite: {over} ({why}; allowed by {who})</source>
        <translation>admis malgré&#xa0;: {over} ({why}&#xa0;; accord donné par {who})</translation>
    </message>
    <message>
        <source>merged with another record: {name}</source>
        <translation>fusionné avec une autre fiche&#xa0;: {name}</translation>
    </message>
    <message>
        <source>no exit scanned, counted until {time}</source>
        <translation>sortie non lue, compté jusqu’à {time}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucune</translation>
    </message>
    <message>
        <source>none read</source>
        <translation>aucune lue</translation>
    </message>
    <message>
        <source>not confirmed; the programme ends at {time}</source>
        <translation>non confirmée&#xa0;; le programme se termine à {time}</translation>
    </message>
    <message>
        <source>not confirmed; {time} is assumed, the programme does not give it</source>
        <translation>non confirmée&#xa0;; {time} est supposée, le programme ne la donne pas</translation>
    </message>
    <message>
        <source>on paper: {count}</source>
        <translation>sur papier&#xa0;: {count}</translation>
    </message>
    <message>
        <source>online</source>
        <translation>à distance</translation>
    </message>
    <message>
        <source>online: {count}</source>
        <translation>à distance&#xa0;: {count}</translation>
    </message>
    <message>
        <source>outside the half-days only</source>
        <translation>hors des demi-journées seulement</translation>
    </message>
    <message>
        <source>outside the half-days only ({sessions})</source>
        <translation>hors des demi-journées seulement ({sessions})</translation>
    </message>
    <message>
        <source>provisional</source>
        <translation>provisoire</translation>
    </message>
    <message>
        <source>read at the exit at {time}, not confirmed there: not counted</source>
        <translation>badge lu à la sortie à {time}, sans confirmation&#xa0;: ne compte pas</translation>
    </message>
    <message>
        <source>read at {time}, “already here”: not counted</source>
        <translation>badge lu à {time}, «&#xa0;déjà sur place&#xa0;»&#xa0;: ne compte pas</translation>
    </message>
    <message>
        <source>registered at the desk: {count}</source>
        <translation>inscrites à l’accueil&#xa0;: {count}</translation>
    </message>
    <message>
        <source>registration blocked</source>
        <translation>inscription bloquée</translation>
    </message>
    <message>
        <source>registration cancelled</source>
        <translation>inscription annulée</translation>
    </message>
    <message>
        <source>still there, or not known yet: {count}</source>
        <translation>encore sur place, ou pas encore connues&#xa0;: {count}</translation>
    </message>
    <message>
        <source>ticket not on the list</source>
        <translation>billet absent de la liste</translation>
    </message>
    <message>
        <source>too short</source>
        <translation>trop bref</translation>
    </message>
    <message>
        <source>withdrawn on {day} at {time} ({place})</source>
        <translation>retirée le {day} à {time} ({place})</translation>
    </message>
    <message>
        <source>{count} assumed at an hour that the programme does not have: {hours}</source>
        <translation>supposées à une heure que le programme n’a pas, {hours}&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} assumed at the confirmed hour: {hours}</source>
        <translation>supposées à l’heure confirmée, {hours}&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} assumed at the end of a session: {hours}</source>
        <translation>supposées à la fin d’une session, {hours}&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} assumed at the end of the programme, hour not confirmed: {hours}</source>
        <translation>supposées à la fin du programme, heure non confirmée, {hours}&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} read at {first}</source>
        <translation>lues à {first}&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} read in an earlier half-day, and still there</source>
        <translation>lues lors d’une demi-journée précédente, sans sortie depuis&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} read, from {first} to {last}</source>
        <translation>lues de {first} à {last}&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{day}, afternoon</source>
        <translation>{day}, après-midi</translation>
    </message>
    <message>
        <source>{day}, evening</source>
        <translation>{day}, soirée</translation>
    </message>
    <message>
        <source>{day}, morning</source>
        <translation>{day}, matin</translation>
    </message>
    <message>
        <source>{decision}; outside this half-day as it is planned now, so it does not count</source>
        <translation>{decision}&#xa0;; hors de la demi-journée telle qu’elle est prévue maintenant, donc non comptée</translation>
    </message>
    <message>
        <source>{field}: {old} → {new}</source>
        <translation>{field}&#xa0;: {old} → {new}</translation>
    </message>
    <message>
        <source>{hours} (assumed beginning)</source>
        <translation>{hours} (début supposé)</translation>
    </message>
    <message>
        <source>{hours} (assumed end)</source>
        <translation>{hours} (fin supposée)</translation>
    </message>
    <message>
        <source>{hours} (assumed hours)</source>
        <translation>{hours} (heures supposées)</translation>
    </message>
    <message>
        <source>{hour}, confirmed on {day} at {time} ({place})</source>
        <translation>{hour}, confirmée le {day} à {time} ({place})</translation>
    </message>
    <message>
        <source>{sentence}: {why}</source>
        <translation>{sentence}&#xa0;: {why}</translation>
    </message>
    <message>
        <source>{time} ({count})</source>
        <translation>{time} ({count})</translation>
    </message>
    <message>
        <source>° Assumed hour: the programme does not give it.</source>
        <translation>° Heure supposée&#xa0;: le programme ne la donne pas.</translation>
    </message>
    <message>
        <source>“{name}” is not a picture Checkin can read (PNG, JPEG or SVG). Nothing was written; choose another.</source>
        <translation>«&#xa0;{name}&#xa0;» n’est pas une image lisible (PNG, JPEG ou SVG). Rien n’a été écrit&#xa0;; choisissez-en une autre.</translation>
    </message>
</context>
<context>
    <name>signature</name>
    <message>
        <source>Already signed, at {at} ({desk}). Signing again replaces it.</source>
        <translation>Déjà signé à {at} ({desk}). Signer de nouveau remplace cette signature.</translation>
    </message>
    <message>
        <source>By signing I confirm that I am here.</source>
        <translation>En signant, j’atteste ma présence.</translation>
    </message>
    <message>
        <source>Clear (Del)</source>
        <translation>Effacer (Suppr)</translation>
    </message>
    <message>
        <source>Done (Enter)</source>
        <translation>Valider (Entrée)</translation>
    </message>
    <message>
        <source>Place to sign, with a finger, a pen or the mouse</source>
        <translation>Emplacement de la signature, au doigt, au stylet ou à la souris</translation>
    </message>
    <message>
        <source>Remove the signature</source>
        <translation>Retirer la signature</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>Signature removed: {name}, {what}.</source>
        <translation>Signature retirée&#xa0;: {name}, {what}.</translation>
    </message>
    <message>
        <source>Signed: {name}, {what}.</source>
        <translation>Signature enregistrée&#xa0;: {name}, {what}.</translation>
    </message>
    <message>
        <source>Signs for</source>
        <translation>Signe pour</translation>
    </message>
    <message>
        <source>The programme has no times yet, so there is nothing to sign for. Nothing was written; give its sessions times.</source>
        <translation>Le programme n’a pas encore d’horaires&#xa0;: il n’y a rien à signer. Rien n’a été écrit&#xa0;; donnez des horaires à ses sessions.</translation>
    </message>
</context>
<context>
    <name>speaker</name>
    <message>
        <source>Click: show them in the programme</source>
        <translation>Clic&#xa0;: les montrer dans le programme</translation>
    </message>
    <message>
        <source>Not on the list</source>
        <translation>Sur aucune liste</translation>
    </message>
    <message>
        <source>Not seen</source>
        <translation>Pas d’arrivée</translation>
    </message>
    <message>
        <source>Show them in the programme ({key})</source>
        <translation>Les voir dans le programme ({key})</translation>
    </message>
    <message>
        <source>Speaker to find now: {name}, since {time}</source>
        <translation>Intervenant à trouver maintenant&#xa0;: {name}, depuis {time}</translation>
    </message>
    <message>
        <source>Speaker to find now: {name}, {time} (in {minutes} min)</source>
        <translation>Intervenant à trouver maintenant&#xa0;: {name}, {time} (dans {minutes} min)</translation>
    </message>
    <message>
        <source>This speaker is no longer in the programme. Nothing was changed; look at the list again.</source>
        <translation>Cet intervenant n’est plus au programme. Rien n’a été modifié&#xa0;; regardez à nouveau la liste.</translation>
    </message>
    <message>
        <source>To confirm</source>
        <translation>À confirmer</translation>
    </message>
    <message>
        <source>To find</source>
        <translation>À trouver</translation>
    </message>
    <message>
        <source>Write the name of the person speaking instead. Nothing was changed.</source>
        <translation>Écrivez le nom de la personne qui intervient à sa place. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>arrived: {count}</source>
        <translation>arrivés&#xa0;: {count}</translation>
    </message>
    <message>
        <source>began at {time}</source>
        <translation>début à {time}</translation>
    </message>
    <message>
        <source>in {minutes} min</source>
        <translation>dans {minutes} min</translation>
    </message>
    <message>
        <source>later: {count}</source>
        <translation>plus tard&#xa0;: {count}</translation>
    </message>
    <message>
        <source>online: {count}</source>
        <translation>à distance&#xa0;: {count}</translation>
    </message>
    <message>
        <source>out since {time}</source>
        <translation>sortie à {time}</translation>
    </message>
    <message>
        <source>session over</source>
        <translation>session terminée</translation>
    </message>
    <message>
        <source>session over, not seen: {count}</source>
        <translation>session terminée, pas d’arrivée&#xa0;: {count}</translation>
    </message>
    <message>
        <source>speakers: {count}</source>
        <translation>intervenants&#xa0;: {count}</translation>
    </message>
    <message>
        <source>to find now: {count}</source>
        <translation>à trouver maintenant&#xa0;: {count}</translation>
    </message>
    <message>
        <source>{count} speakers to find now, before {time}</source>
        <translation>{count} intervenants à trouver maintenant, avant {time}</translation>
    </message>
    <message>
        <source>{count} speakers to find now, the first since {time}</source>
        <translation>{count} intervenants à trouver maintenant, le premier depuis {time}</translation>
    </message>
</context>
<context>
    <name>step</name>
    <message>
        <source>Checked</source>
        <translation>C’est vérifié</translation>
    </message>
    <message>
        <source>Correct…</source>
        <translation>Corriger…</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>Compléter</translation>
    </message>
    <message>
        <source>Give a wristband or badge…</source>
        <translation>Donner un bracelet ou un badge…</translation>
    </message>
    <message>
        <source>Give this code to {name}</source>
        <translation>Attribuer ce code à {name}</translation>
    </message>
    <message>
        <source>Given back: lend it to this person</source>
        <translation>Rendu&#xa0;: prêter à cette personne</translation>
    </message>
    <message>
        <source>Given back: {thing}</source>
        <translation>Rendu&#xa0;: {thing}</translation>
    </message>
    <message>
        <source>Let in</source>
        <translation>Faire entrer</translation>
    </message>
    <message>
        <source>Let in (last seat)</source>
        <translation>Faire entrer (dernière place)</translation>
    </message>
    <message>
        <source>Let in ({seats} {seats:seat|seats} left)</source>
        <translation>Faire entrer (reste {seats} {seats:place|places})</translation>
    </message>
    <message>
        <source>Let in all {count}</source>
        <translation>Faire entrer les {count}</translation>
    </message>
    <message>
        <source>Let in all {count} others</source>
        <translation>Faire entrer les {count} autres</translation>
    </message>
    <message>
        <source>Let in anyway</source>
        <translation>Faire entrer quand même</translation>
    </message>
    <message>
        <source>Let in here instead of “{session}”</source>
        <translation>Faire entrer ici au lieu de «&#xa0;{session}&#xa0;»</translation>
    </message>
    <message>
        <source>Let in without it</source>
        <translation>Faire entrer sans</translation>
    </message>
    <message>
        <source>Let in {count} {count:other|others}</source>
        <translation>Faire entrer {count} {count:autre|autres}</translation>
    </message>
    <message>
        <source>Let in, with a note</source>
        <translation>Faire entrer, marqué</translation>
    </message>
    <message>
        <source>Lost badge: new code</source>
        <translation>Badge perdu&#xa0;: nouveau code</translation>
    </message>
    <message>
        <source>Note the payment…</source>
        <translation>Noter le paiement…</translation>
    </message>
    <message>
        <source>Payment, then let in…</source>
        <translation>Paiement, puis faire entrer…</translation>
    </message>
    <message>
        <source>Print on the second printer</source>
        <translation>Imprimer sur celle de secours</translation>
    </message>
    <message>
        <source>Print the badge again</source>
        <translation>Réimprimer le badge</translation>
    </message>
    <message>
        <source>Record the exit</source>
        <translation>Enregistrer la sortie</translation>
    </message>
    <message>
        <source>Register a substitute</source>
        <translation>Inscrire un remplaçant</translation>
    </message>
    <message>
        <source>Register here</source>
        <translation>Inscrire sur place</translation>
    </message>
    <message>
        <source>Search by name</source>
        <translation>Chercher par le nom</translation>
    </message>
    <message>
        <source>Send to {session}</source>
        <translation>Envoyer à {session}</translation>
    </message>
    <message>
        <source>Sign…</source>
        <translation>Faire signer…</translation>
    </message>
    <message>
        <source>Someone else</source>
        <translation>C’est une autre personne</translation>
    </message>
    <message>
        <source>Switch to on site and let in</source>
        <translation>Passer en présentiel et faire entrer</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Undo arrival and payment</source>
        <translation>Annuler l’arrivée et le paiement</translation>
    </message>
    <message>
        <source>Undo the arrival at {time}</source>
        <translation>Annuler l’arrivée de {time}</translation>
    </message>
    <message>
        <source>Undo the payment</source>
        <translation>Annuler le paiement</translation>
    </message>
    <message>
        <source>Undo the payment of {amount}</source>
        <translation>Annuler le paiement de {amount}</translation>
    </message>
    <message>
        <source>Undo this arrival</source>
        <translation>Annuler cette arrivée</translation>
    </message>
    <message>
        <source>Undo this exit</source>
        <translation>Annuler cette sortie</translation>
    </message>
    <message>
        <source>Undo: {name}</source>
        <translation>Annuler&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Waiting list (place {place})</source>
        <translation>Liste d’attente (n°&#xa0;{place})</translation>
    </message>
    <message>
        <source>{number}, Enter</source>
        <translation>{number}, Entrée</translation>
    </message>
</context>
<context>
    <name>storage</name>
    <message>
        <source>Another file has taken the place of the event file: nothing more is being saved. What this desk recorded since the event was opened is kept.</source>
        <translation>Un autre fichier a pris la place de celui de l’événement&#xa0;: plus rien n’est enregistré. Ce que ce poste a enregistré depuis l’ouverture est gardé.</translation>
    </message>
    <message>
        <source>Another program changed how this event file is built: it is not read. Nothing was changed. Carry on with a backup, or take the event from another desk.</source>
        <translation>Un autre programme a changé la structure de ce fichier d’événement&#xa0;: il n’est pas lu. Rien n’a été modifié. Continuez avec une copie de sauvegarde, ou reprenez l’événement d’un autre poste.</translation>
    </message>
    <message>
        <source>Another program changed the event file while it was being read. Nothing was written; try again.</source>
        <translation>Un autre programme a modifié le fichier de l’événement pendant sa lecture. Rien n’a été écrit&#xa0;; recommencez.</translation>
    </message>
    <message>
        <source>Another program is blocking the event file: nothing was saved. Try again.</source>
        <translation>Un autre programme retient le fichier de l’événement&#xa0;: rien n’a été enregistré. Recommencez.</translation>
    </message>
    <message>
        <source>Something else damaged the event file: nothing more is being saved. What this desk recorded since the event was opened is kept.</source>
        <translation>Le fichier de l’événement a été abîmé par autre chose&#xa0;: plus rien n’est enregistré. Ce que ce poste a enregistré depuis l’ouverture est gardé.</translation>
    </message>
    <message>
        <source>The disk is full: nothing was saved. Free some space, then try again.</source>
        <translation>Le disque est plein&#xa0;: rien n’a été enregistré. Libérez de la place, puis recommencez.</translation>
    </message>
    <message>
        <source>The disk refused: nothing was saved. Write it down on paper and try again.</source>
        <translation>Le disque n’a pas accepté&#xa0;: rien n’a été enregistré. Notez sur papier et recommencez.</translation>
    </message>
    <message>
        <source>The event file cannot be written: nothing was saved. Put it in a folder on this computer that you can write to.</source>
        <translation>Le fichier de l’événement ne peut pas être écrit&#xa0;: rien n’a été enregistré. Placez-le dans un dossier de cet ordinateur où vous avez le droit d’écrire.</translation>
    </message>
    <message>
        <source>The event file could not be restored: its folder is full, or cannot be written to. What this desk recorded is kept as long as this window is open; make room, then try again.</source>
        <translation>Le fichier de l’événement n’a pas pu être rétabli&#xa0;: son dossier est plein ou protégé. Ce que ce poste a enregistré est gardé tant que cette fenêtre reste ouverte&#xa0;; faites de la place, puis réessayez.</translation>
    </message>
    <message>
        <source>The event file is back, with everything that was recorded. Carry on.</source>
        <translation>Le fichier de l’événement est revenu, avec tout ce qui était enregistré. Continuez.</translation>
    </message>
    <message>
        <source>The event file is damaged: nothing was saved. Carry on with a copy of it, or write arrivals down on paper.</source>
        <translation>Le fichier de l’événement est endommagé&#xa0;: rien n’a été enregistré. Continuez avec une copie, ou notez les arrivées sur papier.</translation>
    </message>
    <message>
        <source>The event file is damaged: nothing was saved. Carry on with the newest backup, next to it.</source>
        <translation>Le fichier de l’événement est endommagé&#xa0;: rien n’a été enregistré. Continuez avec la copie la plus récente, à côté de lui.</translation>
    </message>
    <message>
        <source>The event file is no longer in its place: nothing more is being saved. What this desk recorded since the event was opened is kept.</source>
        <translation>Le fichier de l’événement n’est plus à sa place&#xa0;: plus rien n’est enregistré. Ce que ce poste a enregistré depuis l’ouverture est gardé.</translation>
    </message>
    <message>
        <source>The event file is restored: {people} {people:registration|registrations}, {entries} {entries:entry|entries}.</source>
        <translation>Le fichier de l’événement est rétabli&#xa0;: {people} {people:inscription|inscriptions}, {entries} {entries:ligne|lignes}.</translation>
    </message>
    <message>
        <source>The event file was moved or replaced while it was open: nothing was saved. Scan again; if this message comes back, close the window and open the event again.</source>
        <translation>Le fichier de l’événement a été déplacé ou remplacé pendant qu’il était ouvert&#xa0;: rien n’a été enregistré. Scannez de nouveau&#x202f;; si cela se répète, fermez la fenêtre et rouvrez l’événement.</translation>
    </message>
    <message>
        <source>The event file was replaced by an older copy: nothing more is being saved. What this desk recorded since the event was opened is kept.</source>
        <translation>Le fichier de l’événement a été remplacé par une copie plus ancienne&#xa0;: plus rien n’est enregistré. Ce que ce poste a enregistré depuis l’ouverture est gardé.</translation>
    </message>
    <message>
        <source>The file that was there is kept next to it: “{name}”.</source>
        <translation>Le fichier qui était là est gardé à côté&#xa0;: «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>This event file lacks {entries} {entries:entry|entries}, including {arrivals} {arrivals:arrival|arrivals}: {entries:it is|they are} in “{name}”, next to it. Before the next person, press “Restore the file” at the top of the desk.</source>
        <translation>Il manque {entries} {entries:ligne|lignes} à ce fichier, dont {arrivals} {arrivals:arrivée|arrivées}&#xa0;: {entries:elle est|elles sont} dans «&#xa0;{name}&#xa0;», à côté. Avant le prochain invité, choisissez «&#xa0;Rétablir le fichier&#xa0;», en haut de l’accueil.</translation>
    </message>
    <message>
        <source>{lost} earlier {lost:entry|entries} could not be read: look in a backup, or at another desk.</source>
        <translation>D’avant, {lost} {lost:ligne n’a|lignes n’ont} pas pu être {lost:relue|relues}&#xa0;: cherchez dans une sauvegarde ou à un autre poste.</translation>
    </message>
    <message>
        <source>“Restore the file”, at the top, lets you carry on with it.</source>
        <translation>«&#xa0;Rétablir le fichier&#xa0;», en haut, permet de continuer avec cela.</translation>
    </message>
    <message>
        <source>“{name}” is no ordinary file, but a link, a pipe or a folder in its place: the event was not opened, and nothing was changed. Remove it, then open the event again.</source>
        <translation>«&#xa0;{name}&#xa0;» n’est pas un fichier ordinaire, mais un lien, un tube nommé ou un dossier à sa place&#xa0;: l’événement n’a pas été ouvert, et rien n’a été modifié. Retirez-le, puis rouvrez l’événement.</translation>
    </message>
</context>
<context>
    <name>story</name>
    <message>
        <source>Arrived</source>
        <translation>Arrivée</translation>
    </message>
    <message>
        <source>Badge printed</source>
        <translation>Badge imprimé</translation>
    </message>
    <message>
        <source>Badge printed, copy {copy}</source>
        <translation>Badge imprimé, exemplaire {copy}</translation>
    </message>
    <message>
        <source>Came back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Code replaced</source>
        <translation>Code remplacé</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Corrigé</translation>
    </message>
    <message>
        <source>Given back: {thing}</source>
        <translation>Rendu&#xa0;: {thing}</translation>
    </message>
    <message>
        <source>Lent: {thing}</source>
        <translation>Prêté&#xa0;: {thing}</translation>
    </message>
    <message>
        <source>Merged with the record of {name}</source>
        <translation>Fusionné avec la fiche de {name}</translation>
    </message>
    <message>
        <source>New code given at the desk</source>
        <translation>Nouveau code attribué au poste</translation>
    </message>
    <message>
        <source>No longer on the list</source>
        <translation>Absent de la nouvelle liste</translation>
    </message>
    <message>
        <source>Not let in</source>
        <translation>Entrée refusée</translation>
    </message>
    <message>
        <source>Off the waiting list: {session}</source>
        <translation>Fin d’attente&#xa0;: {session}</translation>
    </message>
    <message>
        <source>On a newer list</source>
        <translation>Présent dans une nouvelle liste</translation>
    </message>
    <message>
        <source>On the list</source>
        <translation>Dans la liste importée</translation>
    </message>
    <message>
        <source>On the waiting list: {session}</source>
        <translation>Sur liste d’attente&#xa0;: {session}</translation>
    </message>
    <message>
        <source>Photograph added</source>
        <translation>Photo ajoutée</translation>
    </message>
    <message>
        <source>Photograph removed</source>
        <translation>Photo retirée</translation>
    </message>
    <message>
        <source>Recorded by a newer version</source>
        <translation>Enregistré par une version plus récente</translation>
    </message>
    <message>
        <source>Registered at the desk</source>
        <translation>Inscription sur place</translation>
    </message>
    <message>
        <source>Registered in place of {name}</source>
        <translation>Inscription à la place de {name}</translation>
    </message>
    <message>
        <source>Registration blocked</source>
        <translation>Inscription bloquée</translation>
    </message>
    <message>
        <source>Registration cancelled</source>
        <translation>Inscription annulée</translation>
    </message>
    <message>
        <source>Registration cancelled: {name} came instead</source>
        <translation>Inscription annulée&#xa0;: {name} vient à la place</translation>
    </message>
    <message>
        <source>Registration confirmed</source>
        <translation>Inscription confirmée</translation>
    </message>
    <message>
        <source>Registration to be approved</source>
        <translation>Inscription à valider</translation>
    </message>
    <message>
        <source>Registration unpaid</source>
        <translation>Reste à payer</translation>
    </message>
    <message>
        <source>Sent to {session}</source>
        <translation>Dirigé vers {session}</translation>
    </message>
    <message>
        <source>Signed: {session}</source>
        <translation>A signé&#xa0;: {session}</translation>
    </message>
    <message>
        <source>Taken from the other record</source>
        <translation>Repris de l’autre fiche</translation>
    </message>
    <message>
        <source>The import was undone</source>
        <translation>Import annulé</translation>
    </message>
    <message>
        <source>Ticket sent</source>
        <translation>Billet envoyé</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Annulation</translation>
    </message>
    <message>
        <source>Undone: {what}, {when}</source>
        <translation>Annulation&#xa0;: {what}, {when}</translation>
    </message>
    <message>
        <source>Updated by the import</source>
        <translation>Mis à jour par l’import</translation>
    </message>
    <message>
        <source>Watched online</source>
        <translation>A suivi à distance</translation>
    </message>
    <message>
        <source>Watched online, {begins} to {ends}</source>
        <translation>A suivi à distance, de {begins} à {ends}</translation>
    </message>
    <message>
        <source>Went out</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>agreed by {name}: {why}</source>
        <translation>accord donné par {name}&#xa0;: {why}</translation>
    </message>
    <message>
        <source>by code</source>
        <translation>par code</translation>
    </message>
    <message>
        <source>by the import</source>
        <translation>par l’import</translation>
    </message>
    <message>
        <source>checked before</source>
        <translation>vérifié avant</translation>
    </message>
    <message>
        <source>checked: {what}</source>
        <translation>vérifié&#xa0;: {what}</translation>
    </message>
    <message>
        <source>from paper</source>
        <translation>depuis le papier</translation>
    </message>
    <message>
        <source>from paper, written {time}</source>
        <translation>depuis le papier, écrit {time}</translation>
    </message>
    <message>
        <source>let in despite: {reason}</source>
        <translation>admis malgré&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>new code {code}</source>
        <translation>nouveau code {code}</translation>
    </message>
    <message>
        <source>picked from the list</source>
        <translation>choisi dans la liste</translation>
    </message>
    <message>
        <source>reason: {why}</source>
        <translation>motif&#xa0;: {why}</translation>
    </message>
    <message>
        <source>registered at the desk</source>
        <translation>inscription sur place</translation>
    </message>
    <message>
        <source>to {address}</source>
        <translation>à {address}</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>annulé</translation>
    </message>
    <message>
        <source>{field}: {old} → {new}</source>
        <translation>{field}&#xa0;: {old} → {new}</translation>
    </message>
    <message>
        <source>{people} arrived</source>
        <translation>Arrivée de {people} {people:personne|personnes}</translation>
    </message>
</context>
<context>
    <name>supervisor</name>
    <message>
        <source>A PIN has {shortest} to {longest} digits. Nothing was changed; choose another.</source>
        <translation>Un code PIN compte de {shortest} à {longest} chiffres. Rien n’a été modifié&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>A PIN has {shortest} to {longest} digits; use 6 or more. It identifies the supervisor, so no two can be the same.</source>
        <translation>Un code PIN compte de {shortest} à {longest} chiffres&#xa0;; prenez-en au moins 6. Lui seul dit qui autorise&#xa0;: il n’y en a pas deux pareils.</translation>
    </message>
    <message>
        <source>A scanner typed this, so it was not used. Type the PIN by hand.</source>
        <translation>C’est une douchette qui a écrit ici&#xa0;: rien n’a été essayé. Tapez le code PIN à la main.</translation>
    </message>
    <message>
        <source>A supervisor needs a name of at most {longest} letters. Nothing was changed.</source>
        <translation>Il faut un nom de {longest} lettres au plus. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>A supervisor types their PIN here first. Esc goes back.</source>
        <translation>Un responsable tape d’abord son code PIN ici. Échap pour revenir.</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Ajouter…</translation>
    </message>
    <message>
        <source>Badges were mixed up</source>
        <translation>Badges échangés par erreur</translation>
    </message>
    <message>
        <source>Change of team</source>
        <translation>Changement d’équipe</translation>
    </message>
    <message>
        <source>Change the supervisors?</source>
        <translation>Modifier les responsables&#xa0;?</translation>
    </message>
    <message>
        <source>Choose with ↓, or type</source>
        <translation>Choisissez avec ↓ ou écrivez</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Do nothing</source>
        <translation>Ne rien faire</translation>
    </message>
    <message>
        <source>First supervisor</source>
        <translation>Premier responsable</translation>
    </message>
    <message>
        <source>Identity checked</source>
        <translation>Identité vérifiée</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
    <message>
        <source>Let in all {count} people of {name}?</source>
        <translation>Faire entrer les {count} personnes de {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Let in anyway</source>
        <translation>Faire entrer quand même</translation>
    </message>
    <message>
        <source>Let in {name}?</source>
        <translation>Laisser entrer {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Mistake in the list</source>
        <translation>Erreur dans la liste</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>New PIN of {name}</source>
        <translation>Nouveau code PIN de {name}</translation>
    </message>
    <message>
        <source>New PIN…</source>
        <translation>Nouveau code PIN…</translation>
    </message>
    <message>
        <source>New supervisor</source>
        <translation>Nouveau responsable</translation>
    </message>
    <message>
        <source>No PIN to type. This choice is recorded under the name of this desk, “{desk}”.</source>
        <translation>Pas de code à saisir. Ce choix sera noté au nom du poste «&#xa0;{desk}&#xa0;».</translation>
    </message>
    <message>
        <source>No PIN will be asked for any more. What they allowed stays in the journal.</source>
        <translation>Plus aucun code PIN ne sera demandé. Ce que cette personne a autorisé reste au journal.</translation>
    </message>
    <message>
        <source>No supervisor yet: anyone at the desk can let in a person who was refused, giving a reason. Once you name a supervisor, a PIN is needed.</source>
        <translation>Aucun responsable&#xa0;: toute personne à l’accueil peut faire entrer quelqu’un malgré un refus, en donnant un motif. Dès qu’un responsable est nommé, son code PIN est demandé.</translation>
    </message>
    <message>
        <source>Nobody has this PIN. Tries left: {left}.</source>
        <translation>Code PIN inconnu. Essais restants&#xa0;: {left}.</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>Code PIN</translation>
    </message>
    <message>
        <source>PIN forgotten</source>
        <translation>Code PIN oublié</translation>
    </message>
    <message>
        <source>PIN known to others</source>
        <translation>Code PIN connu d’autres personnes</translation>
    </message>
    <message>
        <source>PIN of a supervisor</source>
        <translation>Code PIN d’un responsable</translation>
    </message>
    <message>
        <source>Paid at the desk</source>
        <translation>Payé à l’accueil</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Remove {name} from the supervisors?</source>
        <translation>Retirer {name} des responsables&#xa0;?</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Say why: the reason is recorded with your decision.</source>
        <translation>Indiquez le motif&#xa0;: il est conservé avec ce que vous autorisez.</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Responsable</translation>
    </message>
    <message>
        <source>Supervisor agreed</source>
        <translation>Accord du responsable</translation>
    </message>
    <message>
        <source>Supervisors</source>
        <translation>Responsables</translation>
    </message>
    <message>
        <source>The same PIN again</source>
        <translation>Le même code PIN, encore une fois</translation>
    </message>
    <message>
        <source>The two PINs are not the same. Type both again.</source>
        <translation>Les deux codes PIN sont différents. Retapez les deux.</translation>
    </message>
    <message>
        <source>Their PIN lets in a person who was refused, undoes an import, and opens this list. Volunteers have the desk: Tickets, Badges, Closing and changes to the event ask for the PIN too. Scanning never does.</source>
        <translation>Leur code PIN permet de faire entrer une personne refusée, d’annuler un import et d’ouvrir cette liste. Les bénévoles ont l’accueil&#xa0;: Billets, Badges, Clôture et les changements de l’événement demandent aussi le code. Scanner ne le demande jamais.</translation>
    </message>
    <message>
        <source>Their PIN will no longer work. What they allowed stays in the journal.</source>
        <translation>Son code PIN n’autorisera plus rien. Ce que cette personne a autorisé reste au journal.</translation>
    </message>
    <message>
        <source>There is already a supervisor called {name}. Nothing was changed.</source>
        <translation>Il y a déjà un responsable nommé {name}. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>This PIN cannot be used. Nothing was changed; choose another.</source>
        <translation>Ce code PIN ne peut pas servir. Rien n’a été modifié&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>This PIN is too easy to guess (a sequence, a repetition, a year). Nothing was changed; choose another.</source>
        <translation>Ce code PIN est trop facile à deviner (suite, répétition, année). Rien n’a été modifié&#xa0;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>Too many wrong PINs. A PIN can be tried again in {time}; scanning goes on as before.</source>
        <translation>Trop de codes PIN erronés. Nouvel essai possible dans {time}&#xa0;; l’accueil continue normalement.</translation>
    </message>
    <message>
        <source>Too many wrong PINs: locked until {until}. Scanning goes on as before.</source>
        <translation>Trop de codes PIN erronés&#xa0;: verrouillé jusqu’à {until}. L’accueil continue normalement.</translation>
    </message>
    <message>
        <source>Undo this import</source>
        <translation>Défaire cet import</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Motif</translation>
    </message>
    <message>
        <source>Write the reason in words, without the PIN: anybody can read it later.</source>
        <translation>Écrivez le motif en mots, sans le code PIN&#xa0;: il reste lisible par tous.</translation>
    </message>
    <message>
        <source>Wrong file</source>
        <translation>Mauvais fichier</translation>
    </message>
    <message>
        <source>{name} can no longer allow this. Nothing was changed; open this again.</source>
        <translation>{name} ne peut plus autoriser cela. Rien n’a été modifié&#xa0;; rouvrez cette fenêtre.</translation>
    </message>
</context>
<context>
    <name>sync</name>
    <message>
        <source>Another desk is blocking the shared server. Everything is saved here and will be sent later; if this goes on, the organiser can remove that desk.</source>
        <translation>Un autre poste bloque le serveur partagé. Tout est enregistré ici et sera transmis plus tard&#x202f;; si cela dure, l’organisateur retire ce poste.</translation>
    </message>
    <message>
        <source>The desks’ meeting place keeps starting again from nothing. Everything is saved here; check its address.</source>
        <translation>Le lieu d’échange des postes recommence sans cesse à zéro. Tout est enregistré ici&#xa0;; vérifiez son adresse.</translation>
    </message>
    <message>
        <source>The folder or drive can be read but not written to. Everything is saved here; allow writing, or use another one.</source>
        <translation>Le dossier ou la clé peut être lu mais pas écrit. Tout est enregistré ici&#xa0;; autorisez l’écriture, ou prenez-en un autre.</translation>
    </message>
    <message>
        <source>The folder or drive cannot be reached. Everything is saved here and will be sent when it is back.</source>
        <translation>Le dossier ou la clé est inaccessible. Tout est enregistré ici et sera transmis dès son retour.</translation>
    </message>
    <message>
        <source>The folder or drive is full. Everything is saved here; make room there, or use another one.</source>
        <translation>Le dossier ou la clé est plein. Tout est enregistré ici&#xa0;; faites-y de la place, ou prenez-en un autre.</translation>
    </message>
    <message>
        <source>The shared folder was changed from outside; it is being read again.</source>
        <translation>Le dossier partagé a été modifié de l’extérieur&#xa0;; il est relu.</translation>
    </message>
    <message>
        <source>The shared server cannot be reached. Everything is saved here and will be sent when it is back.</source>
        <translation>Le serveur partagé est injoignable. Tout est enregistré ici et sera transmis à son retour.</translation>
    </message>
    <message>
        <source>The shared server could not prove that it is the right one, so nothing was sent to it. Everything is saved here; check its address and its certificate.</source>
        <translation>Le serveur partagé n’a pas pu prouver que c’est le bon, rien ne lui a donc été transmis. Tout est enregistré ici&#xa0;; vérifiez son adresse et son certificat.</translation>
    </message>
    <message>
        <source>The shared server does not accept this desk’s password. Everything is saved here; ask for a new address for this desk.</source>
        <translation>Le serveur partagé ne reconnaît pas ce poste avec ce mot de passe. Tout est enregistré ici&#xa0;; demandez une nouvelle adresse pour ce poste.</translation>
    </message>
    <message>
        <source>The shared server does not encrypt, so nothing was sent to it. Everything is saved here; its administrator must turn TLS on.</source>
        <translation>Le serveur partagé ne chiffre pas, rien ne lui a donc été transmis. Tout est enregistré ici&#xa0;; la personne qui le gère doit activer TLS.</translation>
    </message>
    <message>
        <source>The shared server gave an unexpected answer ({code}). Everything is saved here; Checkin will try again.</source>
        <translation>Le serveur partagé a répondu par quelque chose d’inattendu ({code}). Tout est enregistré ici&#xa0;; un nouvel essai suivra.</translation>
    </message>
    <message>
        <source>The shared server has no room for another desk. Everything is saved here and will be sent later.</source>
        <translation>Le serveur partagé n’a plus de place pour un poste de plus. Tout est enregistré ici et sera transmis plus tard.</translation>
    </message>
    <message>
        <source>The shared server is read-only for now. Everything is saved here and will be sent later.</source>
        <translation>Le serveur partagé est en lecture seule pour l’instant. Tout est enregistré ici et sera transmis plus tard.</translation>
    </message>
    <message>
        <source>The shared server refused an entry that is dated more than a day after its own clock. It is saved here and will be sent again; check the date of this computer and of the server.</source>
        <translation>Le serveur partagé a refusé une ligne datée de plus d’un jour après sa propre horloge. Elle est enregistrée ici et sera transmise à nouveau&#x202f;; vérifiez la date de cet ordinateur et celle du serveur.</translation>
    </message>
    <message>
        <source>The shared server refused an entry. It is saved here and will be sent again.</source>
        <translation>Le serveur partagé a refusé une ligne du journal. Elle est enregistrée ici et sera proposée de nouveau.</translation>
    </message>
    <message>
        <source>The shared server was restored or replaced; everything is being read and sent again.</source>
        <translation>Le serveur partagé a été restauré ou remplacé&#xa0;: tout est relu et transmis de nouveau.</translation>
    </message>
    <message>
        <source>The shared server’s disk is full. Everything is saved here and will be sent when there is room.</source>
        <translation>Le disque du serveur partagé est plein. Tout est enregistré ici et sera transmis quand il y aura de la place.</translation>
    </message>
    <message>
        <source>There is no computer called “{host}” on this network. Everything is saved here; check the address of the shared server.</source>
        <translation>Aucun ordinateur ne s’appelle «&#xa0;{host}&#xa0;» sur ce réseau. Tout est enregistré ici&#xa0;; vérifiez l’adresse du serveur partagé.</translation>
    </message>
    <message>
        <source>There is no desk “{name}” on this shared server. Nothing was changed.</source>
        <translation>Il n’y a pas de poste «&#xa0;{name}&#xa0;» sur ce serveur partagé. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>This account cannot set up the shared server. Nothing was changed; use one that may create roles (CREATEROLE) and write to this database, and the same one each time.</source>
        <translation>Ce compte n’a pas le droit de préparer le serveur partagé. Rien n’a été modifié&#xa0;; prenez un compte qui peut créer des rôles (CREATEROLE) et écrire dans cette base, et chaque fois le même.</translation>
    </message>
    <message>
        <source>This database cannot store every character. Nothing was changed; create one for Checkin with the encoding UTF8.</source>
        <translation>Cette base de données ne sait pas écrire toutes les lettres. Rien n’a été modifié&#xa0;; créez pour Checkin une base en UTF8.</translation>
    </message>
    <message>
        <source>This desk cannot erase personal data on the other desks, nor decide when that happens: what it erased is erased here, and stays on the shared server. The organiser can allow it there (checkin hub-desk with --may-purge).</source>
        <translation>Ce poste ne peut pas faire oublier les personnes aux autres postes, ni décider quand ce sera fait&#xa0;: celles qu’il a effacées ont disparu ici et restent sur le serveur partagé. L’organisateur l’autorise là-bas (checkin hub-desk avec --may-purge).</translation>
    </message>
    <message>
        <source>This desk was removed from the shared server, and the organiser asked for its copy to be erased: the people in it are gone, and it no longer exchanges with the other desks.</source>
        <translation>Ce poste a été retiré du serveur partagé, et l’organisateur a demandé que sa copie oublie tout le monde&#xa0;: les personnes n’y sont plus, et il ne rencontre plus personne.</translation>
    </message>
    <message>
        <source>This desk was removed from the shared server. Everything is saved here; ask the organiser.</source>
        <translation>Ce poste a été retiré du serveur partagé. Tout est enregistré ici&#xa0;; adressez-vous à l’organisateur.</translation>
    </message>
    <message>
        <source>This is not the address of a shared server. Nothing was changed; it looks like postgresql://name:password@server/database.</source>
        <translation>Ce n’est pas l’adresse d’un serveur partagé. Rien n’a été modifié&#xa0;; elle ressemble à postgresql://nom:motdepasse@serveur/base.</translation>
    </message>
    <message>
        <source>This server is not set up for Checkin. Everything is saved here; its administrator sets it up with checkin hub-init.</source>
        <translation>Ce serveur n’est pas préparé pour Checkin. Tout est enregistré ici&#xa0;; la personne qui le gère le prépare avec checkin hub-init.</translation>
    </message>
    <message>
        <source>This shared server does not have this event yet. Nothing was changed; first run checkin hub-init with the event.</source>
        <translation>Ce serveur partagé n’a pas encore cet événement. Rien n’a été modifié&#xa0;; lancez d’abord checkin hub-init avec lui.</translation>
    </message>
    <message>
        <source>This shared server has several events, or none. Nothing was changed; say which one.</source>
        <translation>Ce serveur partagé contient plusieurs événements, ou aucun. Rien n’a été modifié&#xa0;; indiquez lequel.</translation>
    </message>
</context>
<context>
    <name>ticket</name>
    <message>
        <source>For {count} {count:person|people}</source>
        <translation>Pour {count} {count:personne|personnes}</translation>
    </message>
    <message>
        <source>Good to know:</source>
        <translation>Bon à savoir&#xa0;:</translation>
    </message>
    <message>
        <source>Personal ticket: keep its code to yourself.</source>
        <translation>Billet personnel&#xa0;: gardez son code pour vous.</translation>
    </message>
    <message>
        <source>Please show this code at the welcome desk, on paper or on your phone.</source>
        <translation>À présenter à l’accueil, sur papier ou sur votre téléphone.</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Billet</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <source>Your sessions:</source>
        <translation>Vos sessions&#xa0;:</translation>
    </message>
    <message>
        <source>from {begins}</source>
        <translation>à partir de {begins}</translation>
    </message>
    <message>
        <source>{begins} to {ends}</source>
        <translation>de {begins} à {ends}</translation>
    </message>
</context>
<context>
    <name>ticketing</name>
    <message>
        <source>A file can only be given on the website of the ticketing.</source>
        <translation>Un fichier ne se dépose que sur le site de la billetterie.</translation>
    </message>
    <message>
        <source>A question of pretix has no answer.</source>
        <translation>Une question de pretix n’a pas de réponse.</translation>
    </message>
    <message>
        <source>A rule of the check-in list does not allow it.</source>
        <translation>Une règle de la liste d’enregistrement ne le permet pas.</translation>
    </message>
    <message>
        <source>A ticket for “{product}” is not let in here</source>
        <translation>Un billet «&#xa0;{product}&#xa0;» n’entre pas ici</translation>
    </message>
    <message>
        <source>A ticket for “{product}” is not let in here. It opens: {open_to}</source>
        <translation>Un billet «&#xa0;{product}&#xa0;» n’entre pas ici. Il ouvre&#xa0;: {open_to}</translation>
    </message>
    <message>
        <source>All people of this event were erased: nothing is fetched from pretix any more, and nothing sent.</source>
        <translation>Toutes les personnes de cet événement sont effacées&#xa0;: plus rien n’est repris de pretix, ni envoyé.</translation>
    </message>
    <message>
        <source>All people of this event were erased: nothing is fetched from pretix any more, and nothing sent. To have them again, join pretix with a new event.</source>
        <translation>Toutes les personnes de cet événement sont effacées&#xa0;: plus rien n’est repris de pretix, ni envoyé. Pour les retrouver, rejoignez pretix avec un nouvel événement.</translation>
    </message>
    <message>
        <source>All people were erased from this computer.</source>
        <translation>Toutes les personnes sont effacées de cet ordinateur.</translation>
    </message>
    <message>
        <source>Another page answered instead of pretix. Everything is saved here; perhaps the network first asks you to sign in with a web browser.</source>
        <translation>Une autre page a répondu à la place de pretix. Tout est enregistré ici&#xa0;; le réseau demande peut-être d’abord une connexion dans un navigateur.</translation>
    </message>
    <message>
        <source>At the address in this device code, no pretix answers. Nothing was changed; check the network of this computer and the address of the pretix server.</source>
        <translation>À l’adresse de ce code d’appareil, aucun pretix ne répond. Rien n’a été modifié&#xa0;; vérifiez le réseau de cet ordinateur et l’adresse du serveur pretix.</translation>
    </message>
    <message>
        <source>Badges made of pretix’s layouts: what is different</source>
        <translation>Badges faits d’après pretix&#xa0;: ce qui diffère</translation>
    </message>
    <message>
        <source>Being sent again. What pretix takes now leaves this list.</source>
        <translation>Nouvel envoi en cours. Ce que pretix accepte quitte cette liste.</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Connecter</translation>
    </message>
    <message>
        <source>Connect again…</source>
        <translation>Connecter de nouveau…</translation>
    </message>
    <message>
        <source>Connect this desk to pretix</source>
        <translation>Connecter ce poste à pretix</translation>
    </message>
    <message>
        <source>Connect this desk…</source>
        <translation>Connecter ce poste…</translation>
    </message>
    <message>
        <source>Connecting to pretix</source>
        <translation>Connexion à pretix</translation>
    </message>
    <message>
        <source>Device code</source>
        <translation>Code d’appareil</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Déconnecter</translation>
    </message>
    <message>
        <source>Disconnect this desk from pretix?</source>
        <translation>Déconnecter ce poste de pretix&#xa0;?</translation>
    </message>
    <message>
        <source>Disconnect this desk…</source>
        <translation>Déconnecter ce poste…</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Erase all people from this computer?</source>
        <translation>Effacer toutes les personnes de cet ordinateur&#xa0;?</translation>
    </message>
    <message>
        <source>Erase the people from this computer…</source>
        <translation>Effacer les personnes de cet ordinateur…</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Fetch now</source>
        <translation>Reprendre la liste</translation>
    </message>
    <message>
        <source>Fridays</source>
        <translation>le vendredi</translation>
    </message>
    <message>
        <source>Give up device {number} in pretix too: its access ends there</source>
        <translation>Rendre aussi l’appareil {number} dans pretix&#xa0;: son accès y prend fin</translation>
    </message>
    <message>
        <source>Giving up the device in pretix</source>
        <translation>L’appareil est rendu dans pretix</translation>
    </message>
    <message>
        <source>In pretix ({server}), the organiser’s page “Devices”: “Connect a device”. Hold the code up to the camera, scan it, or paste its text.</source>
        <translation>Dans pretix ({server}), page «&#xa0;Appareils&#xa0;» de l’organisateur&#xa0;: «&#xa0;Connecter un appareil&#xa0;». Présentez le code à la caméra, scannez-le, ou collez son texte.</translation>
    </message>
    <message>
        <source>Keep the list here</source>
        <translation>Garder la liste ici</translation>
    </message>
    <message>
        <source>Let in despite their ticket</source>
        <translation>Admis malgré leur billet</translation>
    </message>
    <message>
        <source>Let pretix change the programme from this desk?</source>
        <translation>Laisser pretix modifier le programme depuis ce poste&#xa0;?</translation>
    </message>
    <message>
        <source>List fetched</source>
        <translation>Liste reprise</translation>
    </message>
    <message>
        <source>Mondays</source>
        <translation>le lundi</translation>
    </message>
    <message>
        <source>No desk is connected to pretix any more. What is recorded is kept, and sent as soon as a desk is connected again.</source>
        <translation>Plus aucun poste n’est connecté à pretix. Ce qui est enregistré reste ici, et sera transmis dès qu’un poste y sera de nouveau connecté.</translation>
    </message>
    <message>
        <source>Not reached since {time}.</source>
        <translation>Injoignable depuis {time}.</translation>
    </message>
    <message>
        <source>Not taken by pretix: {count}. {count:It counts|They count} here. If pretix needs {count:it|them}, check the person in there.</source>
        <translation>Refusés par pretix&#xa0;: {count}. Ici, tout compte. Si pretix doit aussi les avoir, enregistrez la personne là-bas.</translation>
    </message>
    <message>
        <source>Only the device that recorded it could undo it in pretix.</source>
        <translation>Seul l’appareil qui l’a enregistré pouvait l’annuler dans pretix.</translation>
    </message>
    <message>
        <source>Please choose among the answers.</source>
        <translation>Choisissez parmi les réponses.</translation>
    </message>
    <message>
        <source>Please choose one of the answers.</source>
        <translation>Choisissez une des réponses.</translation>
    </message>
    <message>
        <source>Please type a day and a time, such as 31/12/1999 9:30.</source>
        <translation>Saisissez une date et une heure, par exemple 31/12/1999 9:30.</translation>
    </message>
    <message>
        <source>Please type a day, such as 31/12/1999, within the limits.</source>
        <translation>Saisissez une date, par exemple 31/12/1999, dans les limites prévues.</translation>
    </message>
    <message>
        <source>Please type a number within the limits.</source>
        <translation>Saisissez un nombre, dans les limites prévues.</translation>
    </message>
    <message>
        <source>Please type a time, such as 9:30.</source>
        <translation>Saisissez une heure, par exemple 9:30.</translation>
    </message>
    <message>
        <source>Please type the two letters of the country, such as FR.</source>
        <translation>Saisissez les deux lettres du pays, par exemple FR.</translation>
    </message>
    <message>
        <source>Read: take all off the list</source>
        <translation>Lu&#xa0;: tout retirer de la liste</translation>
    </message>
    <message>
        <source>Read: take off the list ({count})</source>
        <translation>Lu&#xa0;: retirer de la liste ({count})</translation>
    </message>
    <message>
        <source>Saturdays</source>
        <translation>le samedi</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Envoyer de nouveau</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Serveur</translation>
    </message>
    <message>
        <source>Several tickets of this person fit the check-in list.</source>
        <translation>Plusieurs billets de cette personne valent pour la liste d’enregistrement.</translation>
    </message>
    <message>
        <source>Special attention required (marked in pretix, without a text): the organiser knows what to check</source>
        <translation>Une attention particulière est requise (indiqué dans pretix, sans texte)&#xa0;: l’organisateur sait quoi vérifier</translation>
    </message>
    <message>
        <source>Sundays</source>
        <translation>le dimanche</translation>
    </message>
    <message>
        <source>The address in this device code cannot be used. Nothing was changed; please ask the administrator of the pretix server, who sets it.</source>
        <translation>L’adresse de ce code d’appareil est inutilisable. Rien n’a été modifié&#xa0;; adressez-vous à l’administrateur du serveur pretix, qui la règle.</translation>
    </message>
    <message>
        <source>The address in this device code, {host}, is not encrypted (http): anyone on the way could read names. Nothing was sent; please ask the administrator of the pretix server for an https address.</source>
        <translation>L’adresse de ce code d’appareil, {host}, n’est pas chiffrée (http)&#xa0;: les noms pourraient être lus en chemin. Rien n’a été transmis&#xa0;; demandez une adresse https à l’administrateur du serveur pretix.</translation>
    </message>
    <message>
        <source>The check-in list is not for this kind of ticket.</source>
        <translation>La liste d’enregistrement n’est pas pour ce type de billet.</translation>
    </message>
    <message>
        <source>The list and everything recorded stay here. This computer fetches nothing from pretix any more, and sends nothing. To connect it again, a new device code is needed.</source>
        <translation>La liste et tout ce qui est enregistré restent ici. Cet ordinateur ne reprend plus rien de pretix, et n’envoie plus rien. Pour le reconnecter, il faudra un nouveau code d’appareil.</translation>
    </message>
    <message>
        <source>The list is being fetched from pretix. Scanning works meanwhile.</source>
        <translation>La liste arrive de pretix. On peut déjà scanner.</translation>
    </message>
    <message>
        <source>The order is cancelled in pretix.</source>
        <translation>La commande est annulée dans pretix.</translation>
    </message>
    <message>
        <source>The order is not approved in pretix.</source>
        <translation>La commande n’est pas approuvée dans pretix.</translation>
    </message>
    <message>
        <source>The order is not paid in pretix.</source>
        <translation>La commande n’est pas payée dans pretix.</translation>
    </message>
    <message>
        <source>The organiser revoked this device in pretix. Everything is saved here; nothing more is sent or fetched.</source>
        <translation>L’organisateur a révoqué cet appareil dans pretix. Tout est enregistré ici&#xa0;; plus rien n’est transmis ni reçu.</translation>
    </message>
    <message>
        <source>The organiser revoked this device in pretix: nothing is fetched or sent any more. Everything recorded is here.</source>
        <translation>L’organisateur a révoqué cet appareil dans pretix&#xa0;: plus rien n’est reçu ni envoyé. Tout ce qui est enregistré est ici.</translation>
    </message>
    <message>
        <source>The proxy set up on this computer cannot be used. Everything is saved here; check the network settings.</source>
        <translation>Le proxy réglé sur cet ordinateur est inutilisable. Tout est enregistré ici&#xa0;; vérifiez les réglages du réseau.</translation>
    </message>
    <message>
        <source>The proxy set up on this computer cannot be used. Nothing was changed; check the network settings, and try again with the same device code.</source>
        <translation>Le proxy réglé sur cet ordinateur est inutilisable. Rien n’a changé&#xa0;; vérifiez les réglages du réseau, puis réessayez avec le même code d’appareil.</translation>
    </message>
    <message>
        <source>The ticket is blocked in pretix.</source>
        <translation>Le billet est bloqué dans pretix.</translation>
    </message>
    <message>
        <source>The ticket is genuine, but not in the list yet: its name and payment are not known here.</source>
        <translation>Le billet est authentique, mais pas encore dans la liste&#xa0;: son nom et son paiement ne sont pas connus ici.</translation>
    </message>
    <message>
        <source>The ticket is not valid at that time.</source>
        <translation>Le billet n’est pas valable à cette heure.</translation>
    </message>
    <message>
        <source>The ticket must be exchanged for a wristband or a card in pretix.</source>
        <translation>Dans pretix, ce billet doit être échangé contre un bracelet ou une carte.</translation>
    </message>
    <message>
        <source>The ticket was already used in pretix.</source>
        <translation>Le billet a déjà servi dans pretix.</translation>
    </message>
    <message>
        <source>This answer cannot be taken.</source>
        <translation>Cette réponse ne peut pas être acceptée.</translation>
    </message>
    <message>
        <source>This answer is too long or too short.</source>
        <translation>Cette réponse est trop longue ou trop courte.</translation>
    </message>
    <message>
        <source>This code is of another pretix, {there}. This event is at {server}: nothing was changed. An event of another server becomes an event of its own: close this one, then “Join other desks…”.</source>
        <translation>Ce code est d’un autre pretix, {there}. Cet événement est sur {server}&#xa0;: rien n’a été modifié. L’événement d’un autre serveur devient un événement à part&#xa0;: fermez celui-ci, puis «&#xa0;Rejoindre d’autres postes…&#xa0;».</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Cet ordinateur</translation>
    </message>
    <message>
        <source>This desk does not know this person yet.</source>
        <translation>Ce poste ne connaît pas encore cette personne.</translation>
    </message>
    <message>
        <source>This desk has the list of pretix from the other desks. What it records reaches pretix through the first desk that is connected to it.</source>
        <translation>Ce poste a la liste de pretix par les autres postes. Ce qu’il enregistre arrive à pretix par le premier poste qui y est connecté.</translation>
    </message>
    <message>
        <source>This desk is disconnected from pretix. Everything recorded is here.</source>
        <translation>Ce poste est déconnecté de pretix. Tout ce qui est enregistré est ici.</translation>
    </message>
    <message>
        <source>This device code is of a newer pretix than Checkin knows. Nothing was changed; please look for a newer Checkin.</source>
        <translation>Ce code d’appareil vient d’un pretix plus récent que ceux que Checkin connaît. Rien n’a été modifié&#xa0;; cherchez une version plus récente de Checkin.</translation>
    </message>
    <message>
        <source>This device code is of another organizer of pretix; this event is one of {organizer}. Nothing was changed; create a device there.</source>
        <translation>Ce code d’appareil est d’un autre organisateur de pretix&#xa0;; cet événement est de {organizer}. Rien n’a été modifié&#xa0;; créez-y un appareil.</translation>
    </message>
    <message>
        <source>This device code was already used. Nothing was changed; in pretix, create a new device and use the code shown there.</source>
        <translation>Ce code d’appareil a déjà servi. Rien n’a été modifié&#xa0;; dans pretix, créez un nouvel appareil et utilisez le code affiché.</translation>
    </message>
    <message>
        <source>This device is not revoked in pretix. Nothing was erased.</source>
        <translation>Cet appareil n’est pas révoqué dans pretix. Rien n’a été effacé.</translation>
    </message>
    <message>
        <source>This device of pretix has no event. Nothing was created; give it one in pretix, and join again.</source>
        <translation>Cet appareil de pretix n’a aucun événement. Rien n’a été créé&#xa0;; donnez-lui-en un dans pretix, puis rejoignez de nouveau.</translation>
    </message>
    <message>
        <source>This device of pretix has several events: {events}. Nothing was created; the device code is used up. Create another one in pretix, and say which event it is for.</source>
        <translation>Cet appareil de pretix a plusieurs événements&#xa0;: {events}. Rien n’a été créé, mais le code d’appareil a servi. Créez-en un autre dans pretix, et dites pour quel événement.</translation>
    </message>
    <message>
        <source>This event of pretix is a series of several dates, which Checkin cannot join yet. Nothing was changed; the list of one date can be exported from pretix and opened here.</source>
        <translation>Cet événement de pretix est une série de plusieurs dates, que Checkin ne sait pas encore rejoindre. Rien n’a été modifié&#xa0;; la liste d’une date peut être exportée de pretix et ouverte ici.</translation>
    </message>
    <message>
        <source>This is not the code of a pretix device. Nothing was changed. In pretix, the page “Devices” of the organiser shows one when you connect a device: scan it, or paste its system URL and its token, with a space between them.</source>
        <translation>Ce n’est pas le code d’un appareil pretix. Rien n’a été modifié. Dans pretix, la page «&#xa0;Appareils&#xa0;» de l’organisateur en affiche un quand vous connectez un appareil&#xa0;: scannez-le, ou collez son URL du système et son token, séparés par une espace.</translation>
    </message>
    <message>
        <source>This is the ticket for “{product}”. The person has “{option}” too: scan its code, or find them by name (F3)</source>
        <translation>C’est le billet «&#xa0;{product}&#xa0;». La personne a aussi «&#xa0;{option}&#xa0;»&#xa0;: scannez ce code, ou cherchez-la par son nom (F3)</translation>
    </message>
    <message>
        <source>This is the ticket of an option, “{product}”: scan the person’s own ticket</source>
        <translation>C’est le billet d’une option, «&#xa0;{product}&#xa0;»&#xa0;: scannez le billet de la personne</translation>
    </message>
    <message>
        <source>This is the ticket of an option, “{product}”: scan the person’s own ticket. The option opens: {open_to}</source>
        <translation>C’est le billet d’une option, «&#xa0;{product}&#xa0;»&#xa0;: scannez le billet de la personne. L’option ouvre&#xa0;: {open_to}</translation>
    </message>
    <message>
        <source>This question has to be answered.</source>
        <translation>Cette question demande une réponse.</translation>
    </message>
    <message>
        <source>This ticket was replaced in pretix.</source>
        <translation>Ce billet a été remplacé dans pretix.</translation>
    </message>
    <message>
        <source>Thursdays</source>
        <translation>le jeudi</translation>
    </message>
    <message>
        <source>To be sent</source>
        <translation>À envoyer</translation>
    </message>
    <message>
        <source>Tuesdays</source>
        <translation>le mardi</translation>
    </message>
    <message>
        <source>Undone here, and told to pretix in another way: {count}. Nothing to do.</source>
        <translation>Annulés ici, et signalés à pretix autrement&#xa0;: {count}. Rien à faire.</translation>
    </message>
    <message>
        <source>Unknown person</source>
        <translation>Personne inconnue</translation>
    </message>
    <message>
        <source>Wednesdays</source>
        <translation>le mercredi</translation>
    </message>
    <message>
        <source>While the list of pretix was stored, people were changed here again and again. Nothing was changed by it; the next round tries again.</source>
        <translation>Pendant l’enregistrement de la liste de pretix, des personnes ont sans cesse été modifiées ici. Elle n’a rien changé&#xa0;; le prochain passage réessaiera.</translation>
    </message>
    <message>
        <source>a rule of the check-in list names a time that Checkin cannot read</source>
        <translation>une règle de la liste d’enregistrement indique une heure que Checkin ne sait pas lire</translation>
    </message>
    <message>
        <source>a rule of this check-in list does not allow it</source>
        <translation>une règle de cette liste d’enregistrement ne le permet pas</translation>
    </message>
    <message>
        <source>already inside</source>
        <translation>déjà à l’intérieur</translation>
    </message>
    <message>
        <source>at which gate this desk is, is not known here</source>
        <translation>on ne sait pas ici à quelle porte se trouve ce poste</translation>
    </message>
    <message>
        <source>device {number}</source>
        <translation>appareil {number}</translation>
    </message>
    <message>
        <source>entries on too few days</source>
        <translation>entrées sur un trop petit nombre de jours</translation>
    </message>
    <message>
        <source>entries on too many days</source>
        <translation>entrées sur un trop grand nombre de jours</translation>
    </message>
    <message>
        <source>is valid only from {day}, {time}</source>
        <translation>n’est valable qu’à partir du {day} à {time}</translation>
    </message>
    <message>
        <source>is valid only from {time}</source>
        <translation>n’est valable qu’à partir de {time}</translation>
    </message>
    <message>
        <source>let in</source>
        <translation>entrée</translation>
    </message>
    <message>
        <source>no device of pretix</source>
        <translation>n’est pas un appareil de pretix</translation>
    </message>
    <message>
        <source>not at this entrance</source>
        <translation>pas à cette entrée</translation>
    </message>
    <message>
        <source>not enough entries before</source>
        <translation>pas assez d’entrées avant celle-ci</translation>
    </message>
    <message>
        <source>not enough entries today</source>
        <translation>pas assez d’entrées aujourd’hui</translation>
    </message>
    <message>
        <source>not on this day of the week</source>
        <translation>pas ce jour de la semaine</translation>
    </message>
    <message>
        <source>not with this kind of ticket</source>
        <translation>pas avec ce type de billet</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>pas encore</translation>
    </message>
    <message>
        <source>only after {day}, {time}</source>
        <translation>seulement après le {day} à {time}</translation>
    </message>
    <message>
        <source>only after {time}</source>
        <translation>seulement après {time}</translation>
    </message>
    <message>
        <source>only before {day}, {time}</source>
        <translation>seulement avant le {day} à {time}</translation>
    </message>
    <message>
        <source>only before {time}</source>
        <translation>seulement avant {time}</translation>
    </message>
    <message>
        <source>only for attendees who are inside</source>
        <translation>seulement pour les personnes déjà à l’intérieur</translation>
    </message>
    <message>
        <source>only on {day}</source>
        <translation>seulement {day}</translation>
    </message>
    <message>
        <source>pretix cannot be reached. Everything is saved here and will be sent when it is back.</source>
        <translation>pretix est injoignable. Tout est enregistré ici et sera transmis à son retour.</translation>
    </message>
    <message>
        <source>pretix cannot be reached. Nothing was changed; check the network, and try again with the same device code.</source>
        <translation>pretix est injoignable. Rien n’a changé&#xa0;; vérifiez le réseau, puis réessayez avec le même code d’appareil.</translation>
    </message>
    <message>
        <source>pretix did not take {count} {count:record|records}: look at {count:it|them}.</source>
        <translation>pretix n’a pas pris {count} {count:enregistrement|enregistrements}&#xa0;: à regarder.</translation>
    </message>
    <message>
        <source>pretix does not allow this device that, or the event is gone. Everything is saved here; in pretix, the device needs the security profile “Full device access” and access to the event.</source>
        <translation>pretix n’autorise pas cet appareil à le faire, ou l’événement n’y est plus. Tout est enregistré ici&#xa0;; dans pretix, l’appareil a besoin du profil de sécurité «&#xa0;Accès complet pour l’appareil&#xa0;» et de l’accès à l’événement.</translation>
    </message>
    <message>
        <source>pretix does not have what this desk asked for ({code}). Everything is saved here; check in pretix whether the event and its check-in lists are still there.</source>
        <translation>pretix n’a pas ce que ce poste lui demande ({code}). Tout est enregistré ici&#xa0;; vérifiez dans pretix que l’événement et ses listes d’enregistrement existent encore.</translation>
    </message>
    <message>
        <source>pretix does not know this device code. Nothing was changed; in pretix, open the device again and use the code shown there.</source>
        <translation>pretix ne connaît pas ce code d’appareil. Rien n’a été modifié&#xa0;; dans pretix, rouvrez l’appareil et utilisez le code affiché.</translation>
    </message>
    <message>
        <source>pretix does not know this ticket, or not any more.</source>
        <translation>pretix ne connaît pas ce billet, ou plus.</translation>
    </message>
    <message>
        <source>pretix gave an answer that Checkin does not understand. Everything is saved here; Checkin will try again.</source>
        <translation>Checkin ne comprend pas la réponse de pretix. Tout est enregistré ici&#xa0;; Checkin réessaiera.</translation>
    </message>
    <message>
        <source>pretix gave no reason.</source>
        <translation>pretix n’a pas dit pourquoi.</translation>
    </message>
    <message>
        <source>pretix has no product for somebody registered at the desk.</source>
        <translation>pretix n’a aucun produit pour une personne inscrite au poste.</translation>
    </message>
    <message>
        <source>pretix is busy and asks for a pause. Everything is saved here; Checkin will try again.</source>
        <translation>pretix est très sollicité et demande une pause. Tout est enregistré ici&#xa0;; Checkin réessaiera.</translation>
    </message>
    <message>
        <source>pretix is reached; the list is that of {time}.</source>
        <translation>pretix répond&#xa0;; la liste est celle de {time}.</translation>
    </message>
    <message>
        <source>pretix is there and cannot answer now. Nothing was changed; try again in a moment, with the same device code.</source>
        <translation>pretix est là mais ne peut pas répondre pour l’instant. Rien n’a changé&#xa0;; réessayez dans un moment, avec le même code d’appareil.</translation>
    </message>
    <message>
        <source>pretix keeps the arrival, with an exit after it.</source>
        <translation>pretix garde l’arrivée, suivie d’une sortie.</translation>
    </message>
    <message>
        <source>pretix keeps the exit, with an arrival after it.</source>
        <translation>pretix garde la sortie, suivie d’une arrivée.</translation>
    </message>
    <message>
        <source>pretix made this computer a device and then did not name its events. Nothing was created; the device code is used up. Create another one in pretix to join later.</source>
        <translation>pretix a fait de cet ordinateur un appareil, puis n’a pas donné ses événements. Rien n’a été créé&#xa0;; le code d’appareil a servi. Créez-en un autre dans pretix pour rejoindre plus tard.</translation>
    </message>
    <message>
        <source>pretix no longer accepts this device. Everything is saved here; connect it again with a new device code.</source>
        <translation>pretix n’accepte plus cet appareil. Tout est enregistré ici&#xa0;; connectez-le de nouveau avec un nouveau code d’appareil.</translation>
    </message>
    <message>
        <source>pretix reports a fault of its own ({code}). Everything is saved here; Checkin will try again.</source>
        <translation>pretix signale une panne chez lui ({code}). Tout est enregistré ici&#xa0;; Checkin réessaiera.</translation>
    </message>
    <message>
        <source>pretix reports a fault with this ticket.</source>
        <translation>pretix signale un problème avec ce billet.</translation>
    </message>
    <message>
        <source>pretix says: {why}</source>
        <translation>pretix dit&#xa0;: {why}</translation>
    </message>
    <message>
        <source>pretix sent more than Checkin accepts at once. Everything is saved here; Checkin will try again.</source>
        <translation>pretix a envoyé plus que Checkin n’accepte en une fois. Tout est enregistré ici&#xa0;; Checkin réessaiera.</translation>
    </message>
    <message>
        <source>pretix undoes nothing after 15 minutes.</source>
        <translation>Après 15 minutes, pretix n’annule plus rien.</translation>
    </message>
    <message>
        <source>pretix will not get them from this computer.</source>
        <translation>pretix ne les recevra pas de cet ordinateur.</translation>
    </message>
    <message>
        <source>pretix: not reached</source>
        <translation>pretix injoignable</translation>
    </message>
    <message>
        <source>pretix: revoked</source>
        <translation>pretix&#xa0;: révoqué</translation>
    </message>
    <message>
        <source>pretix: {count} to look at</source>
        <translation>pretix&#xa0;: {count} à regarder</translation>
    </message>
    <message>
        <source>pretix: {count} to send</source>
        <translation>pretix&#xa0;: {count} à envoyer</translation>
    </message>
    <message>
        <source>refused here</source>
        <translation>refus ici</translation>
    </message>
    <message>
        <source>registered here</source>
        <translation>inscription ici</translation>
    </message>
    <message>
        <source>the check-in list has a rule that this version of Checkin does not understand</source>
        <translation>la liste d’enregistrement a une règle que cette version de Checkin ne comprend pas</translation>
    </message>
    <message>
        <source>the dates of this part of the series are not known here</source>
        <translation>les dates de cette partie de la série ne sont pas connues ici</translation>
    </message>
    <message>
        <source>the time zone of the event is not known here</source>
        <translation>le fuseau horaire de l’événement n’est pas connu ici</translation>
    </message>
    <message>
        <source>too long after the first entry</source>
        <translation>trop tard après la première entrée</translation>
    </message>
    <message>
        <source>too long after the last entry</source>
        <translation>trop tard après la dernière entrée</translation>
    </message>
    <message>
        <source>too many entries</source>
        <translation>trop d’entrées</translation>
    </message>
    <message>
        <source>too many entries today</source>
        <translation>trop d’entrées aujourd’hui</translation>
    </message>
    <message>
        <source>too soon after the first entry</source>
        <translation>trop tôt après la première entrée</translation>
    </message>
    <message>
        <source>too soon after the last entry</source>
        <translation>trop tôt après la dernière entrée</translation>
    </message>
    <message>
        <source>undone here</source>
        <translation>annulation ici</translation>
    </message>
    <message>
        <source>was valid until {day}, {time}</source>
        <translation>était valable jusqu’au {day} à {time}</translation>
    </message>
    <message>
        <source>was valid until {time}</source>
        <translation>était valable jusqu’à {time}</translation>
    </message>
    <message>
        <source>went out</source>
        <translation>sortie</translation>
    </message>
    <message>
        <source>whether this ticket was exchanged for a wristband or a card is not known here</source>
        <translation>on ne sait pas ici si ce billet a été échangé contre un bracelet ou une carte</translation>
    </message>
    <message>
        <source>which add-ons belong to this ticket is not known here yet</source>
        <translation>on ne sait pas encore ici quelles options vont avec ce billet</translation>
    </message>
    <message>
        <source>{count} {count:record was|records were} not sent to pretix: connect again to send {count:it|them}.</source>
        <translation>{count} {count:enregistrement n’a pas été envoyé|enregistrements n’ont pas été envoyés} à pretix&#xa0;: reconnectez ce poste pour {count:l’|les }envoyer.</translation>
    </message>
    <message>
        <source>{count} {count:record|records} still to be sent to pretix.</source>
        <translation>{count} {count:enregistrement|enregistrements} à envoyer à pretix.</translation>
    </message>
    <message>
        <source>{count}: recorded in pretix too, which counts them only if their ticket is valid</source>
        <translation>{count}&#xa0;: notés aussi dans pretix, qui ne les compte que si leur billet est valable</translation>
    </message>
    <message>
        <source>{host} could not prove that it is the right server, so nothing was sent to it. Everything is saved here; check the date of this computer, and whether the network first asks you to sign in.</source>
        <translation>{host} n’a pas pu prouver qu’il est le bon serveur&#xa0;: rien ne lui a été transmis. Tout est enregistré ici&#xa0;; vérifiez la date de cet ordinateur, et si le réseau demande d’abord une connexion.</translation>
    </message>
    <message>
        <source>{host} could not prove that it is the right server, so nothing was sent to it. Nothing was changed; check the date of this computer, and whether the network first asks you to sign in.</source>
        <translation>{host} n’a pas pu prouver qu’il est le bon serveur&#xa0;: rien ne lui a été envoyé. Rien n’a changé&#xa0;; vérifiez la date de cet ordinateur, et si le réseau demande d’abord de se connecter.</translation>
    </message>
    <message>
        <source>{name}, exit</source>
        <translation>{name}, sortie</translation>
    </message>
    <message>
        <source>{people} {people:person|people} with all they did here, for good: names, arrivals, photographs. Other desks and pretix keep theirs. What was not sent yet is lost.</source>
        <translation>{people} {people:personne|personnes} avec tout ce qu’elles ont fait ici, pour de bon&#xa0;: noms, arrivées, photos. Les autres postes et pretix gardent les leurs. Ce qui n’est pas encore envoyé est perdu.</translation>
    </message>
    <message>
        <source>{time} on {day}</source>
        <translation>{time} le {day}</translation>
    </message>
</context>
<context>
    <name>tickets</name>
    <message>
        <source>A PDF for each person…</source>
        <translation>Un PDF par personne…</translation>
    </message>
    <message>
        <source>A folder is made here for the files</source>
        <translation>Un dossier sera créé ici pour les fichiers</translation>
    </message>
    <message>
        <source>A ticket was sent to {address}. Look at it in your mailbox, also among unwanted messages, and scan it.</source>
        <translation>Un billet est parti à {address}. Regardez-le dans votre messagerie, aussi parmi les indésirables, et scannez-le.</translation>
    </message>
    <message>
        <source>A4</source>
        <translation>A4</translation>
    </message>
    <message>
        <source>About {minutes} {minutes:minute|minutes}, {pace} {pace:message|messages} a minute. The desk can be used meanwhile; the computer has to stay on and online.</source>
        <translation>Environ {minutes} {minutes:minute|minutes}, à {pace} {pace:message|messages} par minute. L’accueil peut servir pendant ce temps&#xa0;; l’ordinateur doit rester allumé et connecté.</translation>
    </message>
    <message>
        <source>Address to correct</source>
        <translation>Adresse à corriger</translation>
    </message>
    <message>
        <source>Also those that were refused or perhaps sent ({count})</source>
        <translation>Aussi ceux qui ont été refusés ou peut-être envoyés ({count})</translation>
    </message>
    <message>
        <source>Also those who have a ticket that has changed since ({count})</source>
        <translation>Aussi à ceux dont le billet a changé depuis ({count})</translation>
    </message>
    <message>
        <source>Also those who have not paid ({count})</source>
        <translation>Aussi à qui n’a pas payé ({count})</translation>
    </message>
    <message>
        <source>Another mailbox…</source>
        <translation>Autre messagerie…</translation>
    </message>
    <message>
        <source>Answers go to (empty: the same address)</source>
        <translation>Réponses à (vide&#xa0;: la même adresse)</translation>
    </message>
    <message>
        <source>Back to the ticket of Checkin</source>
        <translation>Revenir au billet de Checkin</translation>
    </message>
    <message>
        <source>Bring in your list first: everybody who is expected then has a ticket here.</source>
        <translation>Importez d’abord votre liste&#xa0;: chaque personne attendue a alors son billet ici.</translation>
    </message>
    <message>
        <source>Changed since</source>
        <translation>Changés depuis</translation>
    </message>
    <message>
        <source>Correct {count} {count:address|addresses}…</source>
        <translation>Corriger {count} {count:adresse|adresses}…</translation>
    </message>
    <message>
        <source>Design</source>
        <translation>Aspect</translation>
    </message>
    <message>
        <source>Drafts for my mail program…</source>
        <translation>Brouillons pour ma messagerie…</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>Adresse e-mail</translation>
    </message>
    <message>
        <source>Edit the ticket</source>
        <translation>Modifier le billet</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Chiffrement</translation>
    </message>
    <message>
        <source>Enter it…</source>
        <translation>Compléter…</translation>
    </message>
    <message>
        <source>Everybody who can be reached has their ticket.</source>
        <translation>Tous ceux que l’on peut joindre ont leur billet.</translation>
    </message>
    <message>
        <source>Finished: {counts}.</source>
        <translation>Terminé&#xa0;: {counts}.</translation>
    </message>
    <message>
        <source>From {address}</source>
        <translation>De {address}</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Go on sending</source>
        <translation>Continuer l’envoi</translation>
    </message>
    <message>
        <source>How far the tickets are</source>
        <translation>Où en sont les billets</translation>
    </message>
    <message>
        <source>How to come, what to bring, whom to call…</source>
        <translation>Comment venir, quoi apporter, qui appeler…</translation>
    </message>
    <message>
        <source>In the queue</source>
        <translation>En file d’attente</translation>
    </message>
    <message>
        <source>Insert a field</source>
        <translation>Insérer un champ</translation>
    </message>
    <message>
        <source>It has arrived</source>
        <translation>Il est arrivé</translation>
    </message>
    <message>
        <source>It waits for its turn.</source>
        <translation>Il attend son tour.</translation>
    </message>
    <message>
        <source>Mailbox…</source>
        <translation>Messagerie…</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Messages a minute</source>
        <translation>Messages par minute</translation>
    </message>
    <message>
        <source>Name of the sender</source>
        <translation>Nom de l’expéditeur</translation>
    </message>
    <message>
        <source>No message can go to “{address}”: accents. Correct the address.</source>
        <translation>Aucun message ne peut partir vers «&#xa0;{address}&#xa0;»&#xa0;: accents. Corrigez l’adresse.</translation>
    </message>
    <message>
        <source>No message can go to “{address}”: correct the address.</source>
        <translation>Aucun message ne peut partir vers «&#xa0;{address}&#xa0;»&#xa0;: corrigez l’adresse.</translation>
    </message>
    <message>
        <source>No ticket – {reasons}</source>
        <translation>Sans billet – {reasons}</translation>
    </message>
    <message>
        <source>Nobody gets a ticket yet</source>
        <translation>Personne n’a encore de billet</translation>
    </message>
    <message>
        <source>Nobody would get a ticket. Nothing was written; check the list of attendees.</source>
        <translation>Personne n’aurait de billet. Rien n’a été écrit&#xa0;; vérifiez la liste des participants.</translation>
    </message>
    <message>
        <source>None (this computer only)</source>
        <translation>Aucun (cet ordinateur seulement)</translation>
    </message>
    <message>
        <source>None for {count} blocked {count:person|people}.</source>
        <translation>Aucun pour {count} {count:personne bloquée|personnes bloquées}.</translation>
    </message>
    <message>
        <source>None for {count} {count:person|people} attending online.</source>
        <translation>Aucun pour {count} {count:personne qui suit|personnes qui suivent} à distance.</translation>
    </message>
    <message>
        <source>None for {count} {count:person|people} awaiting approval or on the waiting list.</source>
        <translation>Aucun pour {count} {count:personne|personnes} à confirmer ou sur liste d’attente.</translation>
    </message>
    <message>
        <source>None for {count} {count:person|people} whose data was erased.</source>
        <translation>Aucun pour {count} {count:personne dont les données sont effacées|personnes dont les données sont effacées}.</translation>
    </message>
    <message>
        <source>None for {count} {count:person|people} whose registration is cancelled.</source>
        <translation>Aucun pour {count} {count:personne dont l’inscription est annulée|personnes dont l’inscription est annulée}.</translation>
    </message>
    <message>
        <source>Not sent yet.</source>
        <translation>Pas encore envoyé.</translation>
    </message>
    <message>
        <source>Nothing is being sent at the moment: {counts}.</source>
        <translation>Rien ne part pour l’instant&#xa0;: {counts}.</translation>
    </message>
    <message>
        <source>On this ticket</source>
        <translation>Sur ce billet</translation>
    </message>
    <message>
        <source>One PDF for all…</source>
        <translation>Un seul PDF pour tous…</translation>
    </message>
    <message>
        <source>One for all tickets of an address</source>
        <translation>Un par adresse, avec tous ses billets</translation>
    </message>
    <message>
        <source>One for all tickets of an order</source>
        <translation>Un par commande, avec tous ses billets</translation>
    </message>
    <message>
        <source>One for each person</source>
        <translation>Un par personne</translation>
    </message>
    <message>
        <source>Open this person…</source>
        <translation>Ouvrir cette personne…</translation>
    </message>
    <message>
        <source>Outgoing mail server</source>
        <translation>Serveur d’envoi (SMTP)</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personnes</translation>
    </message>
    <message>
        <source>Perhaps sent</source>
        <translation>Peut-être envoyés</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Téléphone</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Practical notes, on each ticket</source>
        <translation>Informations pratiques, sur chaque billet</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusés</translation>
    </message>
    <message>
        <source>STARTTLS</source>
        <translation>STARTTLS</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Save the ticket as a file…</source>
        <translation>Enregistrer le billet dans un fichier…</translation>
    </message>
    <message>
        <source>Save the tickets as</source>
        <translation>Enregistrer les billets sous</translation>
    </message>
    <message>
        <source>Send me a test</source>
        <translation>M’envoyer un essai</translation>
    </message>
    <message>
        <source>Send the tickets</source>
        <translation>Envoyer les billets</translation>
    </message>
    <message>
        <source>Send {count} {count:ticket|tickets}</source>
        <translation>Envoyer {count} {count:billet|billets}</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Envoi</translation>
    </message>
    <message>
        <source>Sending a ticket to {address}…</source>
        <translation>Envoi d’un billet à {address}…</translation>
    </message>
    <message>
        <source>Send…</source>
        <translation>Envoyer…</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Envoyés</translation>
    </message>
    <message>
        <source>Sent at {time} to {address}.</source>
        <translation>Envoyé à {time} à {address}.</translation>
    </message>
    <message>
        <source>Sent on {day} at {time} to {address}.</source>
        <translation>Envoyé le {day} à {time} à {address}.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Stop sending</source>
        <translation>Arrêter l’envoi</translation>
    </message>
    <message>
        <source>Stop sending the tickets?</source>
        <translation>Arrêter l’envoi des billets&#xa0;?</translation>
    </message>
    <message>
        <source>Stopped: nothing was written.</source>
        <translation>Arrêté&#xa0;: rien n’a été écrit.</translation>
    </message>
    <message>
        <source>Stopped: {count} {count:message was|messages were} not sent.</source>
        <translation>Arrêté&#xa0;: {count} {count:message n’est pas parti|messages ne sont pas partis}.</translation>
    </message>
    <message>
        <source>Subject of the message</source>
        <translation>Objet du message</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Take the ticket of a file…</source>
        <translation>Prendre le billet d’un fichier…</translation>
    </message>
    <message>
        <source>Text of the message</source>
        <translation>Texte du message</translation>
    </message>
    <message>
        <source>Texts of the tickets</source>
        <translation>Textes des billets</translation>
    </message>
    <message>
        <source>Texts…</source>
        <translation>Textes…</translation>
    </message>
    <message>
        <source>The code is shown below the text; the ticket and an entry for the calendar are attached.</source>
        <translation>Le code est montré sous le texte&#xa0;; le billet et l’événement pour l’agenda sont joints.</translation>
    </message>
    <message>
        <source>The connection broke off while the server was answering: it has probably arrived.</source>
        <translation>La connexion a été coupée pendant la réponse du serveur&#xa0;: il est probablement arrivé.</translation>
    </message>
    <message>
        <source>The message</source>
        <translation>Le message</translation>
    </message>
    <message>
        <source>The password is kept by this computer’s keyring, never in the event.</source>
        <translation>Le mot de passe est gardé par le trousseau de cet ordinateur, jamais dans l’événement.</translation>
    </message>
    <message>
        <source>The server refused it. Correct the address, or send it again.</source>
        <translation>Le serveur l’a refusé. Corrigez l’adresse, ou envoyez-le de nouveau.</translation>
    </message>
    <message>
        <source>The server said: {said}</source>
        <translation>Le serveur a dit&#xa0;: {said}</translation>
    </message>
    <message>
        <source>The server wants it later; tried again at {when}.</source>
        <translation>Le serveur le veut plus tard&#xa0;; nouvel essai à {when}.</translation>
    </message>
    <message>
        <source>The texts are saved in this event.</source>
        <translation>Les textes sont enregistrés dans cet événement.</translation>
    </message>
    <message>
        <source>The texts of the tickets are too long: together they may have about 7,000 letters. Nothing was saved; shorten them, and put a link where more is to be read.</source>
        <translation>Les textes des billets sont trop longs&#xa0;: ensemble, ils peuvent avoir environ 7 000 lettres. Rien n’a été enregistré&#xa0;; raccourcissez-les et mettez un lien pour ce qu’il faut lire de plus.</translation>
    </message>
    <message>
        <source>The ticket could not be sent, through a fault of Checkin.</source>
        <translation>Le billet n’a pas pu être envoyé à cause d’une erreur de Checkin.</translation>
    </message>
    <message>
        <source>The ticket is that of Checkin again.</source>
        <translation>Le billet est de nouveau celui de Checkin.</translation>
    </message>
    <message>
        <source>The ticket of {name} is in this event now.</source>
        <translation>Le billet de {name} est maintenant dans cet événement.</translation>
    </message>
    <message>
        <source>The ticket or the address has changed since: it will be sent again.</source>
        <translation>Le billet ou l’adresse a changé depuis&#xa0;: il sera envoyé de nouveau.</translation>
    </message>
    <message>
        <source>The tickets are being sent.</source>
        <translation>Les billets partent.</translation>
    </message>
    <message>
        <source>The tickets do not say everything. Missing: {what}.</source>
        <translation>Les billets ne disent pas tout. Il manque&#xa0;: {what}.</translation>
    </message>
    <message>
        <source>There is no e-mail address to send it to. Print it, or add one.</source>
        <translation>Aucune adresse e-mail où l’envoyer. Imprimez-le, ou ajoutez une adresse.</translation>
    </message>
    <message>
        <source>This computer has no keyring: the password is forgotten when Checkin closes.</source>
        <translation>Cet ordinateur n’a pas de trousseau&#xa0;: le mot de passe est oublié à la fermeture de Checkin.</translation>
    </message>
    <message>
        <source>This provider is not known here: its help pages tell the server for outgoing mail (SMTP).</source>
        <translation>Ce fournisseur n’est pas connu ici&#xa0;: ses pages d’aide donnent le serveur d’envoi (SMTP).</translation>
    </message>
    <message>
        <source>This ticket alone…</source>
        <translation>Ce billet seul…</translation>
    </message>
    <message>
        <source>To be sent</source>
        <translation>À envoyer</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Nom d’utilisateur</translation>
    </message>
    <message>
        <source>What was pasted is longer than {most} letters. It was left out; put it on a web page and give its address here.</source>
        <translation>Le texte collé a plus de {most} lettres. Il n’a pas été pris&#xa0;; mettez-le sur une page web et donnez ici son adresse.</translation>
    </message>
    <message>
        <source>What was sent stays sent. The others are no longer in the queue; Send… puts them there again.</source>
        <translation>Ce qui est parti est parti. Les autres ne sont plus dans la file&#xa0;; «&#xa0;Envoyer…&#xa0;» les y remet.</translation>
    </message>
    <message>
        <source>Without address</source>
        <translation>Sans adresse</translation>
    </message>
    <message>
        <source>Writing tickets: {done} of {total}</source>
        <translation>Écriture des billets&#xa0;: {done} sur {total}</translation>
    </message>
    <message>
        <source>Your mailbox</source>
        <translation>Votre messagerie</translation>
    </message>
    <message>
        <source>awaiting approval: {count}</source>
        <translation>à confirmer&#xa0;: {count}</translation>
    </message>
    <message>
        <source>blocked: {count}</source>
        <translation>bloqués&#xa0;: {count}</translation>
    </message>
    <message>
        <source>cancelled: {count}</source>
        <translation>annulés&#xa0;: {count}</translation>
    </message>
    <message>
        <source>erased: {count}</source>
        <translation>effacés&#xa0;: {count}</translation>
    </message>
    <message>
        <source>its day</source>
        <translation>sa date</translation>
    </message>
    <message>
        <source>its place</source>
        <translation>son lieu</translation>
    </message>
    <message>
        <source>no e-mail address</source>
        <translation>pas d’adresse e-mail</translation>
    </message>
    <message>
        <source>online: {count}</source>
        <translation>à distance&#xa0;: {count}</translation>
    </message>
    <message>
        <source>the end of {count} {count:session|sessions} ({titles})</source>
        <translation>l’heure de fin de {count} {count:session|sessions} ({titles})</translation>
    </message>
    <message>
        <source>the name of the event</source>
        <translation>le nom de l’événement</translation>
    </message>
    <message>
        <source>{count} of these people {count:has|have} not paid.</source>
        <translation>Parmi ces personnes, {count} {count:n’a|n’ont} pas payé.</translation>
    </message>
    <message>
        <source>{count} {count:address|addresses} to correct: no message can go there.</source>
        <translation>{count} {count:adresse|adresses} à corriger&#xa0;: aucun message ne peut y partir.</translation>
    </message>
    <message>
        <source>{count} {count:draft|drafts} written to “{name}”. Nothing was sent: open them in your mail program.</source>
        <translation>{count} {count:brouillon écrit|brouillons écrits} dans «&#xa0;{name}&#xa0;». Rien n’est parti&#xa0;: ouvrez-les dans votre messagerie.</translation>
    </message>
    <message>
        <source>{count} {count:has|have} no e-mail address that works: {names}.</source>
        <translation>Sans adresse e-mail valable ({count})&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>{count} {count:has|have} no e-mail address.</source>
        <translation>Sans adresse e-mail&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} {count:has|have} their ticket already and {count:gets|get} none.</source>
        <translation>Ont déjà leur billet et n’en reçoivent pas&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} {count:is|are} on the way already.</source>
        <translation>Déjà en route&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>{count} {count:person gets|people get} their ticket now.</source>
        <translation>{count} {count:personne reçoit|personnes reçoivent} leur billet maintenant.</translation>
    </message>
    <message>
        <source>{count} {count:ticket has|tickets have} a session on a day on which the person does not come: {people}.</source>
        <translation>{count} {count:billet a|billets ont} une session un jour où la personne ne vient pas&#xa0;: {people}.</translation>
    </message>
    <message>
        <source>{count} {count:ticket waits|tickets wait} in the queue: sending stopped when Checkin was closed.</source>
        <translation>{count} {count:billet attend|billets attendent} dans la file&#xa0;: l’envoi s’est arrêté à la fermeture de Checkin.</translation>
    </message>
    <message>
        <source>{count} {count:ticket|tickets} written to “{name}”.</source>
        <translation>{count} {count:billet écrit|billets écrits} dans «&#xa0;{name}&#xa0;».</translation>
    </message>
    <message>
        <source>{sentence} Next attempt at {at}.</source>
        <translation>{sentence} Prochain essai à {at}.</translation>
    </message>
    <message>
        <source>{standing}: {count}</source>
        <translation>{standing}&#xa0;: {count}</translation>
    </message>
</context>
<context>
    <name>tie</name>
    <message>
        <source>Cancel (Esc)</source>
        <translation>Annuler (Échap)</translation>
    </message>
    <message>
        <source>Enter: this is the new code</source>
        <translation>Entrée&#xa0;: c’est le nouveau code</translation>
    </message>
    <message>
        <source>Give it to {name}</source>
        <translation>L’attribuer à {name}</translation>
    </message>
    <message>
        <source>Give the code {code} to {name}?</source>
        <translation>Attribuer le code {code} à {name}&#xa0;?</translation>
    </message>
    <message>
        <source>Keep the old code</source>
        <translation>Garder l’ancien code</translation>
    </message>
    <message>
        <source>No code was read: nothing was given to {name}. Ctrl+L begins again.</source>
        <translation>Aucun code lu&#xa0;: rien n’a été attribué à {name}. Ctrl+L recommence.</translation>
    </message>
    <message>
        <source>Only if you hand this badge or wristband to them. Another event’s ticket: Esc.</source>
        <translation>Seulement si vous remettez ce badge ou ce bracelet à cette personne. Si c’est le billet d’un autre événement&#xa0;: Échap.</translation>
    </message>
    <message>
        <source>Replace the old code</source>
        <translation>Remplacer l’ancien code</translation>
    </message>
    <message>
        <source>Scan the new code of {name} now. It replaces the old one.</source>
        <translation>Scannez le nouveau code de {name}. Il remplace l’ancien.</translation>
    </message>
    <message>
        <source>Scan the new code of {name} now. The old code stays valid.</source>
        <translation>Scannez le nouveau code de {name}. L’ancien reste valable.</translation>
    </message>
    <message>
        <source>This code belongs to {names}. Nothing was changed; take another badge or wristband.</source>
        <translation>Ce code est celui de {names}. Rien n’a changé&#xa0;; prenez un autre badge ou bracelet.</translation>
    </message>
    <message>
        <source>This code connects a desk to pretix: it can be nobody’s. Nothing was changed; scan the new code.</source>
        <translation>Ce code connecte un poste à pretix&#xa0;: il ne peut être à personne. Rien n’a changé&#xa0;; scannez le nouveau code.</translation>
    </message>
    <message>
        <source>This code could not be read. Nothing was changed; show it again.</source>
        <translation>Ce code n’a pas pu être lu. Rien n’a changé&#xa0;; présentez-le de nouveau.</translation>
    </message>
    <message>
        <source>This code has been tampered with. Nothing was changed; keep it here and call the supervisor.</source>
        <translation>Ce code a été modifié. Rien n’a changé&#xa0;; gardez-le et appelez le responsable.</translation>
    </message>
    <message>
        <source>This code is already {name}’s. Nothing was changed; scan the new code.</source>
        <translation>Ce code est déjà celui de {name}. Rien n’a changé&#xa0;; scannez le nouveau code.</translation>
    </message>
    <message>
        <source>This code was {name}’s and has been replaced. Nothing was changed; take another badge or wristband.</source>
        <translation>Ce code était celui de {name} et a été remplacé. Rien n’a changé&#xa0;; prenez un autre badge ou bracelet.</translation>
    </message>
    <message>
        <source>This invites a computer to the event: it can be nobody’s code. Nothing was changed; scan the new code.</source>
        <translation>Ceci invite un ordinateur à l’événement et ne peut être le code de personne. Rien n’a changé&#xa0;; scannez le nouveau code.</translation>
    </message>
    <message>
        <source>This is a code of another event. Nothing was changed; take another badge or wristband.</source>
        <translation>C’est un code d’un autre événement. Rien n’a changé&#xa0;; prenez un autre badge ou bracelet.</translation>
    </message>
    <message>
        <source>This is a name ({name} is on the list): as a code it would hide that person from the search. Nothing was changed; scan the new code.</source>
        <translation>C’est un nom ({name} est sur la liste)&#xa0;: comme code, il cacherait cette personne à la recherche. Rien n’a changé&#xa0;; scannez le nouveau code.</translation>
    </message>
    <message>
        <source>This is an e-mail address: it can be nobody’s code. Nothing was changed; scan the new code.</source>
        <translation>C’est une adresse électronique, qui ne peut être le code de personne. Rien n’a changé&#xa0;; scannez le nouveau code.</translation>
    </message>
    <message>
        <source>This is the code of a certificate. Nothing was changed; scan the new code.</source>
        <translation>C’est le code d’une attestation. Rien n’a changé&#xa0;; scannez le nouveau code.</translation>
    </message>
    <message>
        <source>This is the test code: it can be nobody’s. Scan the new code.</source>
        <translation>C’est le code d’essai&#xa0;: il ne peut être à personne. Scannez le nouveau code.</translation>
    </message>
    <message>
        <source>This is the ticket of someone this desk has not heard of yet. Nothing was changed; take another badge or wristband.</source>
        <translation>C’est le billet d’une personne encore inconnue à ce poste. Rien n’a changé&#xa0;; prenez un autre badge ou bracelet.</translation>
    </message>
    <message>
        <source>This person is no longer in the event. Nothing was changed; search again.</source>
        <translation>Cette personne n’est plus dans l’événement. Rien n’a changé&#xa0;; cherchez de nouveau.</translation>
    </message>
    <message>
        <source>“{code}” is now {name}’s only valid code.</source>
        <translation>«&#xa0;{code}&#xa0;» est désormais le seul code valable de {name}.</translation>
    </message>
    <message>
        <source>“{code}” is now {name}’s, beside their other codes.</source>
        <translation>«&#xa0;{code}&#xa0;» est désormais un code de {name}, en plus des autres.</translation>
    </message>
</context>
<context>
    <name>together</name>
    <message>
        <source>1 file in the folder does not belong to this event or cannot be read; it is left alone</source>
        <translation>1 fichier du dossier n’est pas de cet événement ou ne peut pas être lu&#xa0;; il n’est pas touché</translation>
    </message>
    <message>
        <source>1 other desk, heard from in the last {seconds} s</source>
        <translation>1 autre poste, entendu il y a moins de {seconds} s</translation>
    </message>
    <message>
        <source>1 record saved here since the drive {key} was last here, on {day} at {time}</source>
        <translation>1 enregistrement sauvegardé ici depuis le dernier passage de la clé {key}, le {day} à {time}</translation>
    </message>
    <message>
        <source>1 record saved here, not yet sent</source>
        <translation>1 enregistrement sauvegardé ici, pas encore transmis</translation>
    </message>
    <message>
        <source>Another desk keeps recording the same person, more than a thousand times. The surplus does not count here, nor does what the other desks record about that person now: correct it at each desk.</source>
        <translation>Un autre poste enregistre la même personne plus de mille fois. Le surplus ne compte pas ici, et ce que les autres postes notent désormais à son sujet non plus&#xa0;: corrigez-le à chaque poste.</translation>
    </message>
    <message>
        <source>Another desk wanted to change the programme or the supervisors, or to erase personal data, without the PIN of a supervisor known here. Nothing was changed here; if it was meant, do it again there with the PIN.</source>
        <translation>Un autre poste a voulu changer le programme ou les responsables, ou effacer les données personnelles, sans le code PIN d’un responsable connu ici. Rien n’a été changé ici&#xa0;; si c’était voulu, refaites-le là-bas avec le code.</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>Un autre dossier…</translation>
    </message>
    <message>
        <source>Anyone who has the drive can see the list of people. Remove the event from it when your computers have it.</source>
        <translation>Toute personne qui a la clé voit la liste. Retirez l’événement de la clé dès que vos ordinateurs l’ont.</translation>
    </message>
    <message>
        <source>Anyone who has the folder and the invitation can see the list.</source>
        <translation>Toute personne ayant le dossier et l’invitation voit la liste.</translation>
    </message>
    <message>
        <source>Asking the server</source>
        <translation>Question au serveur</translation>
    </message>
    <message>
        <source>Choose the drive: everything saved here goes to it, and what it brings comes here.</source>
        <translation>Appuyez sur la clé&#xa0;: tout ce qui est enregistré ici y va, ce qu’elle apporte vient ici.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
    <message>
        <source>Connect to it</source>
        <translation>Rejoindre ce serveur</translation>
    </message>
    <message>
        <source>Count these records anyway</source>
        <translation>Compter quand même ces enregistrements</translation>
    </message>
    <message>
        <source>Desks on the server</source>
        <translation>Postes du serveur</translation>
    </message>
    <message>
        <source>Each desk has its own address: a line that the server’s administrator gets for it (checkin hub-init, checkin hub-desk). It holds a password and is not shown.</source>
        <translation>Chaque poste a sa propre adresse, une ligne que la personne qui tient le serveur a reçue pour lui (checkin hub-init, checkin hub-desk). Elle contient un mot de passe et n’est pas affichée.</translation>
    </message>
    <message>
        <source>Erase personal data from its copy when it next reaches the server</source>
        <translation>Sa copie oublie tout le monde dès qu’il retrouve le serveur</translation>
    </message>
    <message>
        <source>Everything is on the drive {key}: {sent} written, {received} received. Now plug it into the other desk.</source>
        <translation>Tout est sur la clé {key}&#xa0;: {sent} écrits sur la clé, {received} reçus. Branchez-la maintenant sur l’autre poste.</translation>
    </message>
    <message>
        <source>Everything it brings is saved here first. Other desks will no longer find anything on it.</source>
        <translation>Tout ce qu’elle apporte est d’abord enregistré ici. Les autres postes n’y trouveront plus rien.</translation>
    </message>
    <message>
        <source>Everything saved here is on the drive {key}, which was here on {day} at {time}</source>
        <translation>Tout ce qui est enregistré ici est sur la clé {key}, passée ici le {day} à {time}</translation>
    </message>
    <message>
        <source>For a computer that does not have the event yet, choose “Take the event on a USB drive…”.</source>
        <translation>Pour un ordinateur qui n’a pas encore l’événement&#xa0;: «&#xa0;Emporter l’événement sur une clé…&#xa0;».</translation>
    </message>
    <message>
        <source>For a computer that does not have the event yet: people, programme, badges and arrivals go on the drive.</source>
        <translation>Pour un ordinateur qui n’a pas encore l’événement&#xa0;: inscrits, programme, badges et arrivées vont sur la clé.</translation>
    </message>
    <message>
        <source>Invite another desk…</source>
        <translation>Inviter un autre poste…</translation>
    </message>
    <message>
        <source>It holds the event’s entries, with names: it was used to exchange.</source>
        <translation>Des passages et des noms de l’événement y sont&#xa0;: elle a servi aux échanges.</translation>
    </message>
    <message>
        <source>It holds the event’s entries: it was used to exchange.</source>
        <translation>Des lignes de l’événement y sont&#xa0;: elle a servi aux échanges.</translation>
    </message>
    <message>
        <source>It is shut out of the server at once; what it sent stays. Nobody can be shut out of a shared folder: anyone who has the folder and the invitation can read it.</source>
        <translation>Il n’a plus accès au serveur, tout de suite&#xa0;; ce qu’il a transmis reste. D’un dossier partagé, personne ne peut être exclu&#xa0;: qui a le dossier et l’invitation peut le lire.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>La laisser</translation>
    </message>
    <message>
        <source>No USB drive is plugged in. Plug one in: it appears here.</source>
        <translation>Aucune clé ici. Branchez-en une&#xa0;: elle apparaît.</translation>
    </message>
    <message>
        <source>No desk of this event is on the server.</source>
        <translation>Cet événement n’a aucun poste sur le serveur.</translation>
    </message>
    <message>
        <source>No other desk has been here yet.</source>
        <translation>Aucun autre poste n’est encore passé ici.</translation>
    </message>
    <message>
        <source>No other desk is open now. Those that were sent everything before they closed.</source>
        <translation>Aucun autre poste n’est ouvert. Ceux qui l’étaient ont tout transmis avant de fermer.</translation>
    </message>
    <message>
        <source>None. A PostgreSQL server connects many desks, even over the internet.</source>
        <translation>Aucun. Un serveur PostgreSQL relie de nombreux postes, même par internet.</translation>
    </message>
    <message>
        <source>None. A shared or synchronised folder, or a USB drive, is enough for a few desks.</source>
        <translation>Aucun. Un dossier en réseau, un dossier synchronisé ou une clé USB suffit pour quelques postes.</translation>
    </message>
    <message>
        <source>Other desks</source>
        <translation>Autres postes</translation>
    </message>
    <message>
        <source>Personal data was erased here; the drive {key}, last here on {day}, may still have it. Plug it in once more to erase it there.</source>
        <translation>Les données personnelles sont effacées ici&#xa0;; la clé {key}, venue le {day}, les a peut-être encore. Branchez-la encore une fois pour les y effacer.</translation>
    </message>
    <message>
        <source>Put it on again</source>
        <translation>L’y remettre</translation>
    </message>
    <message>
        <source>Put it on this drive</source>
        <translation>Mettre sur cette clé</translation>
    </message>
    <message>
        <source>Putting the event on the drive {key}</source>
        <translation>L’événement va sur la clé {key}</translation>
    </message>
    <message>
        <source>Records of “{desk}” are dated {time}, more than a day ahead of this computer’s clock: they do not count here yet. Correct the clock that is wrong.</source>
        <translation>Des enregistrements de «&#xa0;{desk}&#xa0;» sont datés du {time}, plus d’un jour après l’heure de cet ordinateur&#xa0;: ils ne comptent pas encore ici. Corrigez l’horloge qui est fausse.</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>L’en retirer</translation>
    </message>
    <message>
        <source>Remove the event from the drive {key}?</source>
        <translation>Retirer l’événement de la clé {key}&#xa0;?</translation>
    </message>
    <message>
        <source>Removing the event from the drive {key}</source>
        <translation>L’événement est retiré de la clé {key}</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Révoquer</translation>
    </message>
    <message>
        <source>Revoke a lost desk</source>
        <translation>Révoquer un poste perdu</translation>
    </message>
    <message>
        <source>Revoke a lost desk…</source>
        <translation>Révoquer un poste perdu…</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Serveur</translation>
    </message>
    <message>
        <source>Shared folder</source>
        <translation>Dossier partagé</translation>
    </message>
    <message>
        <source>Show the desks</source>
        <translation>Afficher les postes</translation>
    </message>
    <message>
        <source>Take the event on a USB drive</source>
        <translation>Emporter l’événement sur une clé</translation>
    </message>
    <message>
        <source>Take the event on a USB drive…</source>
        <translation>Emporter l’événement sur une clé…</translation>
    </message>
    <message>
        <source>The address saved here cannot be read. Choose it again.</source>
        <translation>L’adresse enregistrée ici est illisible. Choisissez-la de nouveau.</translation>
    </message>
    <message>
        <source>The event is no longer on the drive {key}. Everything it brought is saved here.</source>
        <translation>L’événement n’est plus sur la clé {key}. Tout ce qu’elle apportait est enregistré ici.</translation>
    </message>
    <message>
        <source>The event is not on this drive.</source>
        <translation>L’événement n’est pas sur cette clé.</translation>
    </message>
    <message>
        <source>The event is on it: {people} {people:registration|registrations}, as of {day} at {time}.</source>
        <translation>L’événement y est&#xa0;: {people} {people:inscription|inscriptions}, état du {day} à {time}.</translation>
    </message>
    <message>
        <source>The event is on the drive {key}: {people} {people:person|people}. At the new computer: start Checkin, plug the drive in, choose “Join from a USB drive…”.</source>
        <translation>L’événement est sur la clé {key}&#xa0;: {people} {people:personne|personnes}. Sur le nouvel ordinateur&#xa0;: lancez Checkin, branchez la clé, choisissez «&#xa0;Rejoindre depuis une clé USB…&#xa0;».</translation>
    </message>
    <message>
        <source>The folder or drive</source>
        <translation>Le dossier, ou la clé</translation>
    </message>
    <message>
        <source>The organiser’s address for the server (used once, not kept)</source>
        <translation>Adresse de l’organisateur sur le serveur (utilisée maintenant, gardée nulle part)</translation>
    </message>
    <message>
        <source>The other desks</source>
        <translation>Les autres postes</translation>
    </message>
    <message>
        <source>This computer’s clock is {minutes} min ahead of the others</source>
        <translation>L’horloge de cet ordinateur avance de {minutes} min sur les autres</translation>
    </message>
    <message>
        <source>This computer’s clock is {minutes} min behind the others</source>
        <translation>L’horloge de cet ordinateur retarde de {minutes} min sur les autres</translation>
    </message>
    <message>
        <source>This desk on the server</source>
        <translation>Ce poste sur le serveur</translation>
    </message>
    <message>
        <source>This desk works alone. What it records stays on this computer.</source>
        <translation>Ce poste travaille seul. Ce qu’il enregistre est sur cet ordinateur.</translation>
    </message>
    <message>
        <source>This desk’s address</source>
        <translation>Adresse de ce poste</translation>
    </message>
    <message>
        <source>This is the demonstration, which cannot be put on a drive. Open your own event, and take that.</source>
        <translation>C’est la démonstration&#xa0;: elle ne va sur aucune clé. Ouvrez votre événement et emportez-le.</translation>
    </message>
    <message>
        <source>To the drive {key} and back</source>
        <translation>Vers la clé {key} et retour</translation>
    </message>
    <message>
        <source>Two desks are called “{name}”: rename one of them</source>
        <translation>Deux postes s’appellent «&#xa0;{name}&#xa0;»&#xa0;: renommez l’un d’eux</translation>
    </message>
    <message>
        <source>USB drive</source>
        <translation>Clé USB</translation>
    </message>
    <message>
        <source>What it has not sent by then keeps its figures and loses its names. A laptop that never reaches the server again keeps its copy: only an encrypted disk protects that.</source>
        <translation>Ce qu’il n’a pas encore transmis garde ses chiffres et perd ses noms. Un ordinateur qui ne retrouve jamais le serveur garde sa copie&#xa0;: seul un disque chiffré la protège.</translation>
    </message>
    <message>
        <source>a moment ago</source>
        <translation>à l’instant</translation>
    </message>
    <message>
        <source>all sent</source>
        <translation>tout transmis</translation>
    </message>
    <message>
        <source>closed at {time}</source>
        <translation>fermé à {time}</translation>
    </message>
    <message>
        <source>its clock is {minutes} min ahead</source>
        <translation>son horloge avance de {minutes} min</translation>
    </message>
    <message>
        <source>its clock is {minutes} min behind</source>
        <translation>son horloge retarde de {minutes} min</translation>
    </message>
    <message>
        <source>{count} files in the folder do not belong to this event or cannot be read; they are left alone</source>
        <translation>{count} {count:fichier du dossier n’est pas de cet événement ou ne peut pas être lu&#xa0;; il n’est pas touché|fichiers du dossier ne sont pas de cet événement ou ne peuvent pas être lus&#xa0;; ils ne sont pas touchés}</translation>
    </message>
    <message>
        <source>{count} more: see the list</source>
        <translation>{count} {count:autre|autres}&#xa0;: voyez la liste</translation>
    </message>
    <message>
        <source>{count} not yet sent</source>
        <translation>{count} pas encore transmis</translation>
    </message>
    <message>
        <source>{count} other desks, all heard from in the last {seconds} s</source>
        <translation>{count} autres postes, tous entendus il y a moins de {seconds} s</translation>
    </message>
    <message>
        <source>{count} records saved here since the drive {key} was last here, on {day} at {time}</source>
        <translation>{count} {count:enregistrement sauvegardé|enregistrements sauvegardés} ici depuis le dernier passage de la clé {key}, le {day} à {time}</translation>
    </message>
    <message>
        <source>{count} records saved here, not yet sent</source>
        <translation>{count} {count:enregistrement sauvegardé|enregistrements sauvegardés} ici, pas encore transmis</translation>
    </message>
    <message>
        <source>{desk} (this computer)</source>
        <translation>{desk} (cet ordinateur)</translation>
    </message>
    <message>
        <source>{hours} h ago</source>
        <translation>il y a {hours} h</translation>
    </message>
    <message>
        <source>{key} · {free} free</source>
        <translation>{key} · {free} libres</translation>
    </message>
    <message>
        <source>{minutes} min ago</source>
        <translation>il y a {minutes} min</translation>
    </message>
    <message>
        <source>{name} closed at {time}, {count} not yet sent: its arrivals may be missing here</source>
        <translation>{name} fermé à {time}, {count} pas encore transmis&#xa0;: ses arrivées peuvent manquer ici</translation>
    </message>
    <message>
        <source>{name} silent for {hours} h: its arrivals may be missing here</source>
        <translation>{name} silencieux depuis {hours} h&#xa0;: ses arrivées peuvent manquer ici</translation>
    </message>
    <message>
        <source>{name} silent for {minutes} min: its arrivals may be missing here</source>
        <translation>{name} silencieux depuis {minutes} min&#xa0;: ses arrivées peuvent manquer ici</translation>
    </message>
    <message>
        <source>{name} · heard from {ago} · calls itself “{desk}”</source>
        <translation>{name} · entendu {ago} · s’appelle «&#xa0;{desk}&#xa0;»</translation>
    </message>
    <message>
        <source>{name} · not heard from for a day</source>
        <translation>{name} · rien depuis un jour</translation>
    </message>
    <message>
        <source>{seconds} s ago</source>
        <translation>il y a {seconds} s</translation>
    </message>
    <message>
        <source>“{desk}” has version {version} of Checkin, which is newer: update this computer too</source>
        <translation>«&#xa0;{desk}&#xa0;» fonctionne avec la version {version} de Checkin, plus récente&#xa0;: mettez aussi cet ordinateur à jour</translation>
    </message>
    <message>
        <source>“{name}” is shut out, and personal data is erased from its copy when it next reaches the server.</source>
        <translation>«&#xa0;{name}&#xa0;» n’a plus accès, et sa copie oubliera tout le monde dès qu’il retrouvera le serveur.</translation>
    </message>
    <message>
        <source>“{name}” is shut out. What it sent stays.</source>
        <translation>«&#xa0;{name}&#xa0;» n’a plus accès. Ce qu’il a transmis reste.</translation>
    </message>
</context>
<context>
    <name>walk-in</name>
    <message>
        <source>1 seat</source>
        <translation>1 place</translation>
    </message>
    <message>
        <source>A code was scanned: you will see the answer when the form is closed.</source>
        <translation>Un code a été lu&#xa0;: la réponse viendra à la fermeture du formulaire.</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Fermer (Échap)</translation>
    </message>
    <message>
        <source>In place of {name}</source>
        <translation>À la place de {name}</translation>
    </message>
    <message>
        <source>Kept from their registration: {kept}</source>
        <translation>Repris de son inscription&#xa0;: {kept}</translation>
    </message>
    <message>
        <source>No message can reach “{address}”. Correct it, or press Enter again to keep it.</source>
        <translation>Aucun message n’arrivera à «&#xa0;{address}&#xa0;». Corrigez-la, ou appuyez encore sur Entrée pour la garder.</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personnes</translation>
    </message>
    <message>
        <source>Perhaps already on the list: one key checks them in</source>
        <translation>Peut-être déjà sur la liste&#xa0;: une touche suffit pour l’enregistrer</translation>
    </message>
    <message>
        <source>Perhaps: {person}</source>
        <translation>Peut-être&#xa0;: {person}</translation>
    </message>
    <message>
        <source>Register (Enter)</source>
        <translation>Inscrire (Entrée)</translation>
    </message>
    <message>
        <source>Register anyway (Enter)</source>
        <translation>Inscrire quand même (Entrée)</translation>
    </message>
    <message>
        <source>Register here</source>
        <translation>Inscrire sur place</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Obligatoire</translation>
    </message>
    <message>
        <source>Someone of this name is already on the list. Ask before you register a second person.</source>
        <translation>Quelqu’un de ce nom est déjà sur la liste. Demandez avant d’inscrire une seconde personne.</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>Inverser</translation>
    </message>
    <message>
        <source>Swap first and last name</source>
        <translation>Échanger prénom et nom</translation>
    </message>
    <message>
        <source>The person agrees to their details being kept for this event.</source>
        <translation>La personne accepte que ses coordonnées soient conservées pour cet événement.</translation>
    </message>
    <message>
        <source>To enter here they need {condition}. Choose, or press Enter again to register them without it.</source>
        <translation>Pour entrer ici, il faut {condition}. Choisissez, ou appuyez encore sur Entrée pour inscrire sans cela.</translation>
    </message>
    <message>
        <source>What you typed a moment ago is still here. For someone else: F2 again.</source>
        <translation>Ce qui a été saisi à l’instant est encore là. Pour quelqu’un d’autre&#xa0;: F2 à nouveau.</translation>
    </message>
    <message>
        <source>Workshops</source>
        <translation>Ateliers</translation>
    </message>
    <message>
        <source>full</source>
        <translation>complet</translation>
    </message>
    <message>
        <source>{field}: required.</source>
        <translation>{field}&#xa0;: obligatoire.</translation>
    </message>
    <message>
        <source>{name} is no longer coming: their registration is cancelled.</source>
        <translation>{name} ne viendra plus&#xa0;: son inscription est annulée.</translation>
    </message>
    <message>
        <source>{seats} seats</source>
        <translation>{seats} {seats:place|places}</translation>
    </message>
</context>
<context>
    <name>welcome</name>
    <message>
        <source>1 registration</source>
        <translation>1 inscription</translation>
    </message>
    <message>
        <source>A file on this computer or a USB drive</source>
        <translation>Un fichier de cet ordinateur ou d’une clé</translation>
    </message>
    <message>
        <source>A list, a programme or an event can also be dropped on this window.</source>
        <translation>Vous pouvez aussi déposer une liste, un programme ou un événement dans cette fenêtre.</translation>
    </message>
    <message>
        <source>An event is one file on this computer. No account, no network.</source>
        <translation>Un événement est un fichier sur cet ordinateur. Ni compte, ni réseau.</translation>
    </message>
    <message>
        <source>An event of another desk, or of pretix</source>
        <translation>L’événement d’un autre poste, ou de pretix</translation>
    </message>
    <message>
        <source>An invented day: none of it is real</source>
        <translation>Une journée inventée&#xa0;: rien n’y est réel</translation>
    </message>
    <message>
        <source>Another desk put the event on it</source>
        <translation>Un autre poste y a mis l’événement</translation>
    </message>
    <message>
        <source>As it is: Excel, LibreOffice, CSV, a ticketing export. It is only read.</source>
        <translation>Telle quelle&#xa0;: Excel, LibreOffice, CSV, l’export d’une billetterie. Elle est seulement lue.</translation>
    </message>
    <message>
        <source>Check what was understood</source>
        <translation>Regardez ce qui a été compris</translation>
    </message>
    <message>
        <source>Choose your list</source>
        <translation>Choisissez votre liste</translation>
    </message>
    <message>
        <source>Excel, LibreOffice, CSV, an export, a programme</source>
        <translation>Excel, LibreOffice, CSV, export d’une billetterie</translation>
    </message>
    <message>
        <source>Gone: press to carry on with the rescued copy</source>
        <translation>Disparu&#xa0;: continuer avec la copie de secours</translation>
    </message>
    <message>
        <source>Its folder cannot be reached: is a drive unplugged?</source>
        <translation>Son dossier est hors d’atteinte&#xa0;: une clé ou un disque débranché&#xa0;?</translation>
    </message>
    <message>
        <source>Names, organisations, e-mail addresses: anything odd is shown, row by row.</source>
        <translation>Noms, organisations, adresses&#xa0;: ce qui étonne est montré, ligne par ligne.</translation>
    </message>
    <message>
        <source>New event from a list…</source>
        <translation>Nouvel événement à partir d’une liste…</translation>
    </message>
    <message>
        <source>Open an event</source>
        <translation>Ouvrir un événement</translation>
    </message>
    <message>
        <source>Open an event…</source>
        <translation>Ouvrir un événement…</translation>
    </message>
    <message>
        <source>Recent events</source>
        <translation>Événements récents</translation>
    </message>
    <message>
        <source>Remove “{title}” from this list. The file stays.</source>
        <translation>Retirer «&#xa0;{title}&#xa0;» de cette liste. Le fichier reste.</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Scannez</translation>
    </message>
    <message>
        <source>See the demonstration</source>
        <translation>Voir la démonstration</translation>
    </message>
    <message>
        <source>The file is no longer there: moved, renamed or deleted.</source>
        <translation>Le fichier n’est plus là&#xa0;: déplacé, renommé ou supprimé.</translation>
    </message>
    <message>
        <source>The list of people</source>
        <translation>La liste des personnes</translation>
    </message>
    <message>
        <source>Three steps to your first arrival</source>
        <translation>Trois étapes jusqu’à la première personne</translation>
    </message>
    <message>
        <source>Where to save the event</source>
        <translation>Où garder l’événement</translation>
    </message>
    <message>
        <source>Who is coming today?</source>
        <translation>Qui vient aujourd’hui&#x202f;?</translation>
    </message>
    <message>
        <source>With the camera, a scanner, or by typing a name. Two letters are enough.</source>
        <translation>À la caméra, à la douchette, ou en tapant un nom. Deux lettres suffisent.</translation>
    </message>
    <message>
        <source>data erased on {day}</source>
        <translation>données effacées le {day}</translation>
    </message>
    <message>
        <source>{count} {count:registration|registrations}</source>
        <translation>{count} {count:inscription|inscriptions}</translation>
    </message>
    <message>
        <source>“{name}” is gone or damaged. What the desk recorded is in “{copy}”, next to it: choose the event below to carry on with it. If you moved the file, open it where it is now.</source>
        <translation>«&#xa0;{name}&#xa0;» a disparu ou est abîmé. Ce que l’accueil avait enregistré est dans «&#xa0;{copy}&#xa0;», à côté&#xa0;: choisissez l’événement ci-dessous pour continuer avec. Si vous avez déplacé le fichier, ouvrez-le là où il est maintenant.</translation>
    </message>
</context>
<context>
    <name>workshop</name>
    <message>
        <source>The waiting list is full. Nothing was changed; offer another workshop.</source>
        <translation>La liste d’attente est complète ici. Rien n’a été modifié&#xa0;; proposez un autre atelier.</translation>
    </message>
    <message>
        <source>This session is no longer in the programme. Nothing was changed; scan again.</source>
        <translation>Cette session n’est plus au programme. Rien n’a été modifié&#xa0;; scannez à nouveau.</translation>
    </message>
</context>
</TS>
