# SPDX-License-Identifier: GPL-3.0-or-later
"""The words from which `make_demo_list` invents people: names by origin, organisations, titles.

Never a real person: first and last names are drawn apart and put together by chance.
"""

# Origin: (women's first names, men's first names, last names). Drawn in proportion to WEIGHTS.
NAMES = {
    "france": (
        "Éléonore Anne-Sophie Agnès Béatrice Camille Céline Chloé Claire Clémence Delphine Élise Émilie "
        "Fabienne Florence Françoise Gaëlle Geneviève Hélène Inès Isabelle Jeanne Juliette Laëtitia Léa "
        "Lucie "
        "Maëlys Manon Marie-Laure Marion Maud Mélanie Nathalie Noémie Océane Pauline Sandrine Solène Sylvie "
        "Valérie Véronique Virginie Zoé Marie-Ange Anaïs",
        "Alexandre Antoine Arnaud Aurélien Baptiste Benoît Bruno Cédric Christophe Clément Damien Denis Éric "
        "Étienne Fabrice François Frédéric Gaël Gérard Grégoire Guillaume Hervé Hugo Jean-Baptiste Jean-Noël "
        "Jérôme Joël Julien Laurent Loïc Mathieu Maxime Michaël Nicolas Olivier Pascal Philippe Raphaël Rémi "
        "Sébastien Stéphane Théo Thibault Vincent Xavier Yves Noël",
        "Aubert|Barthélemy|Beaufils|Bénard|Berthelot|Boissière|Bouvier|Brossard|Cazenave|Chabrol|Champetier|"
        "Charpentier|Chevalier-Morin|Coste|Cœurdevey|Dauphin|Delahaye|Delmas|Desprès|Duchêne|Dufaÿ|Estève|"
        "Fabre|Faucheux|Féraud|Ferrière|Fournier|Garrigue|Gaudin|Gauthier-Lafaye|Géraud|Granger|Grosjean|"
        "Guérin|"
        "Hébrard|Hénaut|Jacquemin|Jolivet|Lacroix|Lambert|Lapeyre|Laroche|Lavigne|Lemaître|Lenoir|Lévêque|"
        "Maréchal|Marchand|Mazières|Ménard|Mercier|Meynadier|Morel|Noël|Paillard|Pasquier|Pélissier|Perrin|"
        "Peyronnet|Picard|Poulain|Prévost|Quéré|Rambaud|Rousselot|Roux|Sabatier|Salvaing|Séguin|Tessier|"
        "Thévenin|Tournier|Vaillant|Vasseur|Verdier|Vidalenc|Villeneuve|Vuillemin",
    ),
    "particle": (
        "Anne-Charlotte Bérengère Diane Hermine Sixtine Ségolène",
        "Amaury Aymeric Enguerrand Foulques Gonzague Tancrède",
        "de La Fournière|d’Aubeterre|du Plessis-Valbonne|de Saint-Aignan|des Essarts|de La Tour-Vilard|"
        "d’Arcourt-Lanneau|Le Roy d’Ambleville|de Montgrenier de La Brosse-Saint-Hilaire|de L’Épinay|"
        "L’Hénoret|"
        "D’Alessandri-Roche",
    ),
    "brittany": (
        "Annaïg Enora Gwenaëlle Maëlle Nolwenn Rozenn",
        "Ewen Goulven Malo Ronan Tanguy Yannick",
        "Kervella|Le Bihan|Le Goff-Kermarrec|Guivarc’h|Kerbrat|Penn-Ar-Roc’h|Floc’hlay|Le Hénaff|Tréguer|Quéméner",
    ),
    "basque": (
        "Amaia Maialen Nahia Leire",
        "Beñat Eneko Iban Xabi",
        "Etcheverria|Iriartegaray|Goyenetche|Elissalde|Haristoy|Bidegaray|Uhaldeborde",
    ),
    "alsace_corsica": (
        "Liselotte Lesia Maddalena Mathilde",
        "Ghjuvan Petru Matthieu Ange",
        "Schœnhentz|Muckensturm|Zimmermann-Weiß|Klingelschmitt|Santucci|Colombani|Paolantonacci",
    ),
    "maghreb": (
        "Aïcha Fatima-Zahra Hafsa Khadija Leïla Naïma Nour Samira Yasmine",
        "Abdelkader Bilal Farid Karim Mehdi Mohamed-Amine Nabil Rachid Youssef",
        "Aït-Ouali|Belkacemi|Ben Abdallah|Benmoussa|Boudjellal|Cherkaoui|El Idrissi|El-Mansouri|Haddad|"
        "Ouazzani|"
        "Zerrouki",
    ),
    "africa": (
        "Aïssatou Aminata Fatoumata Mariama Ndèye Oumou",
        "Amadou Cheikh Ibrahima Mamadou Ousmane Souleymane",
        "Camara-Diop|Coulibaly-Mercier|Diabaté|Kouyaté|N’Doumbé|N’Guessan|Ouédraogo|Cissokho|Traoré-Vidal",
    ),
    "vietnam_china": (
        "Thanh-Mai Ngọc-Lan Thu-Hà Mei-Lin",
        "Minh-Đức Quang Hữu-Thành Wei",
        "N’Guyen|Nguyễn-Bréval|Phạm Văn|Trần-Lacombe|Đặng|Hoàng|Li-Fauvel",
    ),
    "portugal_spain_italy": (
        "Conceição Inês Lurdes Graziella Begoña",
        "João Nuno Álvaro Gianluca Íñigo",
        "Da Silva Fontoura|Gonçalves-Neto|dos Reis Magalhães|Simões|Ibáñez-Ferrer|Di Benedetto|Della Rovera",
    ),
    "east": (
        "Agnieszka Milica Zuzana Ewa",
        "Bogdan Stanisław Łukasz Dragan",
        "Wiśniewski|Kowalczyk|Brzezicki|Popović|Dvořák-Petit|Szczepaniak",
    ),
    "overseas": (
        "Moana Hinatea Marie-Josée Vaimiti Soizic-Anicette Wassila",
        "Tamatoa Teva Jean-Hugues Wamytan Saïd-Ali Ti-Jo",
        "Teriitahi|Tehaamoana|Lauret-Hoarau|Payet-Grondin|Célestine-Marlin|Wanéïko|Attoumani|Bélizaire-Guyot",
    ),
    "long": (
        "Marie-Antoinette-Élisabeth Anne-Frédérique-Véronique",
        "Jean-Christophe-Emmanuel Pierre-Alexandre-Maximilien",
        "Vandenbroucke-Delahousse-Wallaert|de Chastenet-Puységnac de Montravel|Rakotoarimanantsoavina-Ravalomandro",
    ),
}
WEIGHTS = {
    "france": 44, "particle": 6, "brittany": 8, "basque": 4, "alsace_corsica": 5, "maghreb": 10, "africa": 7,
    "vietnam_china": 5, "portugal_spain_italy": 6, "east": 4, "overseas": 7, "long": 2,
}  # fmt: skip

PLACES = (
    "Val-d’Orbeline|Haute-Sévrenne|Pays de Brévalon|Coteaux du Lérin|Trois-Rivières-en-Vexaine|"
    "Plateau de Mirandol|Monts d’Ardelle|Baie de Saint-Guénolay|Vallée de l’Yssoire|Grand Caussols|"
    "Rives de Charmance|Pays d’Aubrelle|Lagon-Nord|Hauts-de-Bellecombe|Marais Poitenais|"
    "Piémont d’Oloronne|Sud-Combrailles|Forêt d’Othelin"
)

# Kind: (organisations with {place}, titles as "woman's|man's").
ORGANISATIONS = {
    "collectivité": (
        "Communauté de communes {place}|Communauté d’agglomération {place}|Syndicat mixte {place}|PETR "
        "{place}|"
        "Parc naturel régional {place}|Conseil départemental – {place}|Mairie de {place}|"
        "Pôle d’équilibre territorial et rural {place} – Service des coopérations et des transitions",
        "Directrice générale des services|Directeur général des services;Chargée de mission transitions|"
        "Chargé de mission transitions;Vice-présidente|Vice-président;Conseillère municipale déléguée|"
        "Conseiller municipal délégué;Cheffe de projet|Chef de projet;Développeuse territoriale|"
        "Développeur territorial;Cheffe du service développement local|Chef du service développement local",
    ),
    "association": (
        "Maison des associations {place}|Les Fabriques de {place}|Réseau d’entraide {place}|"
        "L’Atelier des communs – {place}|Comité de bassin d’emploi {place}|Territoire zéro isolement {place}|"
        "La Ruche des possibles",
        "Présidente|Président;Déléguée générale|Délégué général;Coordinatrice|Coordinateur;"
        "Chargée de partenariats|Chargé de partenariats;Animatrice territoriale|Animateur territorial;"
        "Trésorière|Trésorier",
    ),
    "fondation": (
        "Fondation Horizon partagé|Fondation pour les territoires ruraux|Fondation {place}|Fonds Terre "
        "d’alliances|"
        "Fondation L’Élan commun",
        "Directrice des programmes|Directeur des programmes;Responsable mécénat|Responsable mécénat;"
        "Déléguée générale|Délégué général",
    ),
    "entreprise": (
        "Coopérative {place} Énergies|Sylvalie & associés|Mutuelle Grand-Large|Atelier Kairn, conseil|"
        "Banque Solvigne|"
        "Ressourcerie industrielle {place}|Novaterre SCOP|Groupe Lérinel",
        "Directrice de l’engagement|Directeur de l’engagement;Responsable RSE|Responsable RSE;Consultante|"
        "Consultant;Gérante|Gérant;Directrice régionale|Directeur régional",
    ),
    "université": (
        "Université de {place}|Institut des hautes études de l’action locale|Chaire Alliances et territoires|"
        "École d’agronomie de {place}|Laboratoire Espaces & sociétés, {place}",
        "Enseignante-chercheuse|Enseignant-chercheur;Doctorante|Doctorant;Ingénieure d’études|Ingénieur "
        "d’études;"
        "Maîtresse de conférences|Maître de conférences",
    ),
}  # fmt: skip
KIND_WEIGHTS = {"collectivité": 38, "association": 28, "fondation": 8, "entreprise": 16, "université": 10}

OFFICIALS = (
    "Préfecture de {place}|Sous-préfecture de {place}|Haut-commissariat {place}|Agence des cohésions – {place}",
    "Sous-préfète|Sous-préfet;Commissaire à la lutte contre la pauvreté|Commissaire à la lutte contre la "
    "pauvreté;"
    "Sénatrice|Sénateur;Députée|Député",
)
PRESS = (
    "La Gazette de {place}|Radio Confluences|Le Courrier des maires ruraux|Territoires TV",
    "Journaliste|Journaliste;Rédactrice en chef|Rédacteur en chef;Photographe|Photographe",
)
TEAM = (
    "Réseau des catalyseurs territoriaux",
    "Chargée d’accueil|Chargé d’accueil;Régisseuse|Régisseur;Bénévole|Bénévole",
)
NOTES = (
    "Fauteuil roulant : accès par la rampe ouest",
    "Régime sans gluten au déjeuner",
    "Boucle magnétique à remettre",
    "Arrive avec une interprète en LSF",
    "Doit repartir à 15 h pour son train",
    "Remettre le dossier partenaires",
    "Prendre en photo avec la délégation",
    "Allergie aux arachides",
)
