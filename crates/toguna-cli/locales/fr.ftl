# La ligne de commande de Toguna, en français.
# Ce qui est entre accents graves se tape tel quel et ne se traduit pas.

## Aide

head-usage = Usage :
head-commands = Commandes{"\u00A0"}
head-arguments = Arguments{"\u00A0"}
head-options = Options{"\u00A0"}
head-global = Options de toutes les commandes{"\u00A0"}
head-examples = Exemples :

help-toguna =
    Des espaces chiffrés de bout en bout pour les coalitions de défense des droits humains, sur un relais qui ne peut rien en lire.
help-toguna-after =
    `toguna COMMANDE --help` en dit plus sur chaque commande.
    Codes de sortie : 0 c'est fait ; 2 ce que vous avez donné ne convient pas ; 3 pas autorisé ; 4 introuvable ; 5 la situation a changé, lisez puis recommencez ; 6 pas maintenant, réessayez plus tard ; 7 quelque chose est cassé.
    Un espace (S) se désigne par son titre ou son identifiant ; un début sans ambiguïté suffit.
help-join = Rejoindre un réseau avec le lien que l'on vous a donné
help-whoami = Dire qui est cet appareil, avec l'empreinte que vos collègues comparent
help-status = Dire ce qui n'est pas lu, ce qui attend et ce qui demande attention
help-space = Fonder des espaces, inviter, partir
help-space-create = Fonder un espace ; vous en devenez responsable
help-space-list = Lister vos espaces
help-space-show = Montrer un espace : ses membres et ce qui attend d'être envoyé
help-space-invite = Inviter des collègues par leur nom
help-space-invitations = Lister les invitations qui attendent votre réponse
help-space-accept = Accepter une invitation
help-space-decline = Décliner une invitation
help-space-remove = Retirer un membre ; ceux qui restent reçoivent de nouvelles clés
help-space-refound = Refonder un espace arrêté, sans la personne en cause
help-space-refound-after = Qui peut vérifier par soi-même qu'une personne responsable agit à bon droit suit de soi-même ; les autres sont interrogés. Ce qui a été dit reste lisible, et ce qui attendait d'être envoyé l'est dans le nouvel espace. Si la commande est interrompue, relancez-la.
help-space-settle = Continuer dans un espace après l'avoir comparé avec ses collègues
help-space-settle-after = Quand les membres ont vu des histoires différentes, l'envoi attend. Comparez de vive voix ; ce qui a été trouvé est gardé.
help-space-leave = Quitter un espace
help-space-forget = Effacer ce que cet appareil garde d'un espace quitté
help-space-forget-after = Vous devez avoir quitté l'espace, ou en avoir été retiré. Ce que les autres gardent leur reste. Rien ne peut être récupéré.
help-space-close = Faire effacer tout ce que le relais garde d'un espace, dans une semaine
help-space-close-after = Pour les responsables. Chaque membre l'apprend aussitôt et voit qui l'a demandé. D'ici là tout continue, et `--withdraw` y renonce. Ensuite rien ne peut plus être dit, pris ni retrouvé ; ce que les appareils des membres ont lu y reste jusqu'à ce qu'ils l'oublient.
help-space-retention = Ne garder les messages qu'un certain temps, ceux déjà dits compris
help-space-retention-after = Pour les responsables. Désormais les messages ne vivent pas plus longtemps que ne le dit `--shorten` ; ceux qui seront plus anciens dans une semaine sont alors effacés, au relais et sur les appareils des membres. Chaque membre l'apprend aussitôt et voit qui l'a demandé ; d'ici là `--withdraw` y renonce. Éléments, fichiers et enregistrements restent. Relancez-le pour ce qui n'était pas encore assez ancien. Sans option, montre combien de temps les messages sont gardés.
help-space-role = Donner un autre rôle à un membre
help-space-rename = Donner un autre titre à un espace
help-space-policy = Montrer ou changer ce dont les membres d'un espace sont convenus
help-space-policy-after = Un message garde la durée de vie sous laquelle il a été dit. Sans options, la politique est seulement montrée.
help-space-history = Montrer ce que cet appareil a reçu du temps d'avant son arrivée
help-space-history-after = Ce dont les membres sont convenus décide de ce que c'est : voir `space policy`. Ce qui a été accordé est relu auprès du relais et comparé à ce que les membres ont signé ; rien n'en compte avant.
help-space-update-keys = Renouveler les clés de cet appareil dans un espace
help-space-update-keys-after = À faire quand quelqu'un a pu copier les clés de cet appareil : il ne lira rien de ce qui se dira ensuite.
help-say = Dire quelque chose dans un espace
help-say-after = Le code de sortie 0 signifie que l'accusé de réception signé par le relais a été vérifié et se trouve dans votre coffre. Un fichier donné avec `--file` va à la bibliothèque, où le trouvent aussi ceux qui arrivent plus tard, et y reste quand le message n'est plus.
help-read = Lire un espace, après avoir rapporté les nouveautés
help-read-after = Si le relais est injoignable, vous voyez ce que contient cet appareil, et le code de sortie est 6.
help-edit = Donner d'autres mots à son propre message
help-delete = Supprimer un message : le sien, ou en tant que responsable celui de quiconque
help-delete-after = Chaque appareil honnête l'efface. Qui l'a lu peut l'avoir gardé ailleurs.
help-react = Mettre un signe sur un message
help-pin = Épingler un message pour tout l'espace
help-thread = Montrer un message et son fil
help-message-after = Un message se désigne par sa place dans le journal, telle que la montre `toguna read` (12 ou #12), ou par le début de son identifiant.
help-follow = Suivre un espace, ou tous, jusqu'à ce que vous tapiez Ctrl-C
help-sync = Recevoir et envoyer ce qu'il y a, une fois
help-sync-after = Ce qui attendait part, ce qui est nouveau arrive. L'appareil d'un nouveau lit aussi le temps d'avant, et reprend là où il a été interrompu.
help-library = Garder ce qui dure : lois, jugements, rapports, et ce qu'on en sait
help-library-add = Ajouter un élément à la bibliothèque d'un espace
help-library-add-after = Un texte en UTF-8 (.txt, .md) de 128 Kio au plus est contenu dans l'élément même ; tout autre fichier va au relais, scellé, jusqu'à 4 Gio. Après une interruption, la même commande reprend où elle s'est arrêtée. Sans titre, l'élément s'appelle comme le fichier. Qui arrive plus tard le lit aussi, sauf si les membres en sont convenus autrement.
help-library-attach = Apporter un fichier comme nouvelle version d'un élément
help-library-attach-after = Les versions précédentes restent ; `toguna library show S ITEM` les énumère. Après une interruption, la même commande reprend où elle s'est arrêtée.
help-library-detach = Retirer une version d'un élément
help-library-detach-after = La plus récente, à moins que `--version` n'en dise une autre. Si c'est cet appareil qui a apporté le fichier, il est aussi effacé au relais, définitivement. Ce que d'autres ont pris, ils peuvent l'avoir encore, et l'historique garde la trace qu'il y était.
help-library-keep-file = Faire rester un fichier que le relais doit effacer
help-library-keep-file-after = Pour les responsables. Un fichier à effacer au relais, désigné par son identifiant tel que `library detach --at-relay` l'a dit, y reste.
help-library-copy = Copier un élément dans la bibliothèque d'un autre espace
help-library-copy-after = Les membres de l'autre espace l'apprennent avec ses fichiers, et d'où il vient : l'espace, l'élément, qui l'a ajouté. Refait, cela met la copie à jour.
help-library-export = Écrire toute la bibliothèque, un élément par ligne
help-library-export-after = Les mêmes octets pour chaque membre qui a lu aussi loin. Ce qui attend encore d'être envoyé n'y est pas.
help-library-fields = Champs : abstract-ar abstract-de abstract-en abstract-fr abstract-pt citation copied-from countries court creators date instruments key languages licence organisation rights source tags terms text title type url. Les listes (countries, creators, instruments, languages, rights, tags, terms) s'allongent d'une valeur à chaque fois.
help-library-get = Montrer le texte d'un élément, ou écrire son fichier ici
help-library-get-after = La version la plus récente, sauf si une autre est demandée. Le fichier ne doit pas exister encore. Il n'est plus protégé par votre phrase de passe.
help-library-history = Montrer qui a changé un élément, et quand
help-library-import = Ajouter des fichiers, ou des dossiers
help-library-import-after = Refait, cela ne change que ce qui a changé. Un fichier qui ne peut être pris est nommé ; les autres le sont. Les liens ne sont pas suivis, et dans les dossiers ce qui est caché est laissé de côté.
help-library-index = Rendre cherchable sur cet appareil ce que disent les fichiers
help-library-index-after = Ce que vous ajoutez, ouvrez ou prenez est lu aussitôt. Ceci va chercher tous les autres documents qui ne sont pas encore lus : PDF, DOCX, OpenDocument, HTML, Markdown, texte. Interrompu, cela reprend où c'en était.
help-library-list = Montrer ce qu'il y a dans la bibliothèque d'un espace
help-library-read-list = Tenir des listes de lecture : des éléments et leurs passages, dans un ordre
help-library-read-list-after = Un passage se reconnaît à ses mots : on le retrouve dans la version suivante. Il est comparé à ce que cet appareil a lu lui-même : ce que quelqu'un prétend seulement citer est signalé. Les entrées ont les numéros sous lesquels elles sont montrées.
help-library-refer = Montrer à quoi un élément renvoie et ce qui y renvoie, ou renvoyer à un autre
help-library-refer-after = De l'élément entier ou d'un de ses passages, vers l'ensemble d'un autre ou un passage : un passage se reconnaît à ses mots, et il est comparé à ce que cet appareil a lu lui-même.
help-library-open = Ouvrir un élément dans un autre programme, puis effacer la copie
help-library-open-after = La copie est en mémoire, dans un dossier que vous seul pouvez lire, jusqu'à ce que le programme donné par `--with` se termine ou que vous appuyiez sur Entrée. L'autre programme peut garder des traces à lui.
help-library-set = Dire plus d'un élément, ou autre chose
help-library-set-after = Une valeur vide retire un champ.
help-library-show = Montrer ce qu'on sait d'un élément
help-library-tag = Mettre des mots sur un élément, ou les retirer
help-search = Trouver ce qui a été dit, par ses mots
help-search-after = Tous les mots doivent y être ; « les mots entre guillemets » se suivent, et lib* est tout mot qui commence ainsi. Les accents, le tachkil, l'article arabe et les majuscules ne comptent pas. Seul cet appareil est fouillé, avec ce qu'il a relevé ; personne n'en sait rien.
help-doctor = Examiner le coffre, le relais, l'horloge et les espaces
help-demo = Voir trois défenseures se parler par un vrai relais, puis y chercher chaque mot
help-demo-after = Tout se passe sur cette machine. Le code de sortie n'est pas 0 si quelque chose de lisible a été trouvé chez le relais.

example-join = Lire le lien dans un fichier, pour qu'il ne reste pas dans l'historique du terminal
example-create = Fonder un espace
example-list = Voir vos espaces
example-invite = Inviter deux collègues, qui pourront écrire et inviter à leur tour
example-remove = Retirer un membre depuis un script
example-refound = Continuer sans qui a arrêté l'espace
example-forget = Ne rien laisser d'un espace sur cet appareil
example-close = Fermer un espace qui a fait son travail
example-close-withdraw = Le laisser ouvert, finalement
example-retention = Faire partir tous les messages de plus d'un mois
example-retention-withdraw = Les garder, finalement
example-create-large = Fonder un espace pour plus de 150 appareils, sans chiffrement post-quantique
example-role = Laisser quelqu'un décider avec vous
example-policy = Faire disparaître les messages après une semaine
example-history = Voir si le passé d'un espace est complet
example-say = Dire une phrase
example-say-stdin = Envoyer le texte d'un fichier
example-edit = Corriger une phrase
example-react = Approuver un message
example-say-reply = Répondre à un message et nommer qui est concerné
example-say-file = Envoyer un message vocal
example-read = Lire les cinquante dernières entrées
example-read-accept = Accepter toutes les invitations, puis lire
example-sync = Dire chaque étape
example-library-add = Ajouter un texte avec ce qu'on en sait
example-library-attach = Remplacer un projet par ce qui a été publié
example-library-detach = Retirer un brouillon
example-library-detach-relay = Faire effacer un fichier que quelqu'un d'autre a apporté
example-library-keep-file = Renoncer à ce qui a été demandé
example-library-cite = Donner les citations à un autre programme
example-library-copy = Utiliser un texte dans un espace de formation
example-library-export = Transmettre la bibliothèque en un fichier
example-library-get = Écrire un texte dans un fichier
example-library-get-version = Écrire une version antérieure dans un fichier
example-library-history = Voir qui a changé un élément
example-library-import = Ajouter un dossier de textes
example-library-index = Lire tous les documents d'un espace, avant de partir
example-library-list = Lister ce qui porte une étiquette
example-library-open = Lire un élément dans le programme habituel
example-library-open-with = Lire un rapport dans un programme de votre choix
example-library-read-list = Montrer une liste, et où en sont ses passages
example-library-read-list-new = Commencer une liste pour les nouveaux venus
example-library-read-list-quote = Y mettre un passage, en disant pourquoi
example-library-refer = Dire sur quel passage un jugement s'appuie
example-library-refer-show = Voir ce qui renvoie à un texte
example-library-set = Dire de quel article il s'agit, et qui l'a publié
example-library-show = Montrer un élément
example-library-table = Voir ce qu'un tableau d'Uwazi apporterait
example-library-archive = Prendre une archive comme Uwazi les prend : un tableau nommé import.csv et ses fichiers
example-library-tag = Mettre deux mots sur un élément
example-search = Chercher dans un espace
example-search-phrase = Trouver une expression et le début d’un mot, dits cette année
example-search-save = Chercher, et garder la recherche pour la prochaine fois
example-search-saved = Chercher encore la même chose
example-demo = Tout garder, pour continuer ensuite à la main

arg-home = Dossier de votre coffre (environnement : TOGUNA_HOME ; sinon le dossier de données habituel)
arg-json = Répondre en JSON, un objet par ligne ; les erreurs aussi, sur la sortie d'erreur
arg-passphrase-file = Lire la phrase de passe dans ce fichier (environnement : TOGUNA_PASSPHRASE_FILE ; sinon elle vous est demandée)
arg-lang = Langue : ar, de, en, fr ou pt (environnement : TOGUNA_LANG ; sinon celle de votre système)
arg-proxy = Joindre le relais par ce mandataire SOCKS5, comme Tor : socks5://127.0.0.1:9050
arg-help = Montrer cette aide
arg-version = Montrer la version
arg-link = Le lien d'inscription, ou `-` pour le lire sur l'entrée standard
arg-own-handle = Le nom sous lequel vos collègues vous trouveront ; un pseudonyme convient très bien
arg-space = L'espace : son titre, son identifiant, ou un début sans ambiguïté de l'un des deux
arg-title = Le titre ; seuls les membres peuvent le lire
arg-handles = Noms des personnes à inviter
arg-role = Ce qu'elles pourront faire : reader (lire), contributor (contribuer, par défaut) ou steward (être responsable)
arg-hurry = Envoyer les invitations tout de suite plutôt qu'après 5 à 120 secondes ; le relais pourrait alors deviner de quel espace elles viennent
arg-no-wait-letters = Ne pas attendre que les invitations soient parties ; une prochaine commande les enverra
arg-invitation = L'invitation : le début de son identifiant, ou le nom de qui vous invite
arg-removed = Nom du membre à retirer
arg-list-all = Aussi les espaces qui continuent dans un autre
arg-refound-anyway = Même si quelqu'un d'autre l'a déjà refondé, ou si trop peu de membres n'ont pas pu suivre le dernier changement ; chacun est alors interrogé
arg-yes = Ne pas demander de confirmation
arg-at-relay = En tant que responsable, faire effacer son fichier au relais dans une semaine, qui que ce soit qui l'ait apporté
arg-file-id = Un fichier par son identifiant : 32 chiffres hexadécimaux
arg-withdraw = Renoncer à la demande
arg-shorten = Combien de temps vivent les messages, même déjà dits : 1d, 7d, 30d, 90d ou 365d
arg-successor = Nom du membre qui prend la responsabilité, si vous êtes la dernière personne à l'avoir
arg-large = Prendre le chiffrement classique, qui admet jusqu'à 2 000 appareils ; le post-quantique en admet 150
arg-role-handle = Nom du membre
arg-role-new = Le nouveau rôle : reader (lire), contributor (contribuer) ou steward (être responsable)
arg-title-new = Le nouveau titre ; seuls les membres peuvent le lire
arg-newcomers = Ce que les nouveaux peuvent lire d'avant leur arrivée : full (tout) ou from-join (rien)
arg-lifetime = Durée de vie des messages, sur les appareils et au relais : keep (sans fin), 1d, 7d, 30d, 90d ou 365d
arg-era-age = Âge auquel la clé des nouveaux documents est renouvelée, par exemple 12h ou 7d
arg-heal = Renouveler aussi la clé qui scelle les documents
arg-text = Ce qu'il faut dire ; sans cela, l'entrée standard est lue
arg-anyway = Envoyer bien que les membres aient vu des histoires différentes
arg-no-wait-say = Le mettre seulement dans la boîte d'envoi ; une prochaine commande l'enverra
arg-wait-say = Combien de temps attendre le reçu d'un relais muet, par exemple 30s ou 2m (sinon 10s, par un mandataire 30s) ; ensuite le message reste dans la boîte d'envoi
arg-last = Montrer les N dernières entrées (20 par défaut)
arg-all = Montrer tout ce que contient cet appareil
arg-offline = Ne pas contacter le relais
arg-accept = Accepter d'abord toutes les invitations en attente
arg-message = Le message : sa place, par exemple 12, ou le début de son identifiant
arg-text-new = Les nouveaux mots
arg-sign = Un émoji ou un mot court
arg-undo = L'enlever
arg-reply = Le message auquel celui-ci répond
arg-say-file = Un fichier dont parlent les mots, ou qui les remplace ; peut être répété
arg-thread = Le message dont le fil contient celui-ci
arg-to = Nom d'un membre concerné ; peut être donné plusieurs fois
arg-tell-read = Dire aux membres jusqu'où vous avez lu
arg-words = Les mots à chercher
arg-progress = Dire l'avancement après chaque espace
arg-atomic = Ne rien prendre d'un tableau si une ligne ne peut l'être
arg-dry-run = Dire seulement ce qui serait fait
arg-file = Un fichier
arg-format = jsonl (tout, un élément par ligne), csv (un tableau), ris, bibtex ou csl-json
arg-item = L'élément : son titre, ou le début de son identifiant
arg-item-date = Quand il a été fait : 1948, 1948-12, 1948-12-10, 2019-05/2020
arg-list = La liste : son titre, ou le début de son identifiant ; toutes les listes sinon
arg-list-new = Commencer la liste s'il n'y en a pas de ce titre
arg-list-add = Mettre un élément à la fin de la liste
arg-quote = Non l'élément entier, mais le passage qui contient ces mots
arg-page = La page où est le passage, si les mots y sont plusieurs fois
arg-note = Que dire de l'entrée ; vide, cela le retire
arg-list-entry = L'entrée dont parle --note
arg-list-move = Déplacer une entrée à la place donnée par --to
arg-list-to = La place où elle est déplacée
arg-list-remove = Retirer une entrée de la liste ; l'élément reste
arg-list-rename = Donner un autre nom à la liste
arg-list-delete = Retirer toute la liste ; les éléments restent
arg-refer-to = L'élément auquel renvoyer : son titre, ou le début de son identifiant
arg-from-quote = Le passage qui renvoie, par ses mots ; sinon l'élément entier
arg-refer-note = Ce qu'on en dit
arg-refer-remove = Retirer un renvoi, par son numéro
arg-search-save = Garder cette recherche sous un nom, sur cet appareil seul
arg-search-saved = Chercher ce qui a été gardé sous un nom ; les options données l'emportent
arg-search-list = Montrer les recherches gardées
arg-search-forget = Oublier une recherche gardée
arg-paths = Des fichiers, des dossiers, ou des tableaux (.csv)
arg-remove-tag = Les retirer au lieu de les mettre
arg-set = Un champ et sa valeur
arg-tag = Un mot pour le retrouver
arg-to-file = Le fichier à écrire, ou le dossier où l'écrire
arg-version-of-item = Quelle version ; la plus récente sinon
arg-text-only = Le texte, même s'il y a un fichier
arg-to-space = L'espace où le copier
arg-with-tag = Seulement ce qui porte cette étiquette
arg-with-program = L'ouvrir avec ce programme, et attendre qu'il se termine
arg-insecure-temp = S'il n'y a pas de dossier en mémoire : sur le disque, où il peut rester des traces
arg-in-space = Seulement dans cet espace
arg-from = Seulement ce que cette personne a dit
arg-search-kind = Seulement les messages (message), ou seulement les éléments des bibliothèques (item)
arg-since = Seulement ce qui a été dit ce jour-là ou après (2026-11-23)
arg-until = Seulement ce qui a été dit ce jour-là ou avant
arg-limit = Au plus tant de résultats, les meilleurs d’abord ; sinon 20
arg-follow-space = L'espace ; sans cela, tous les espaces
arg-keep = Garder les coffres et le relais dans ce dossier, et dire comment continuer

## Mots

role-reader = lecture
role-contributor = contribution
role-steward = responsable
role-none = aucun rôle
state-founding = en cours de fondation
state-joining = en cours d'adhésion
state-active = actif
state-closed = fermé
state-leaving = départ en cours
state-left = quitté
state-removed = vous en avez été retiré
state-succeeded = continue dans un autre espace
state-wedged = arrêté
suite-post-quantum = post-quantique (ML-KEM-768 avec X25519)
suite-classical = classique (X25519), pour les grands espaces
newcomers-full = tout
newcomers-from-join = ce qui vient après leur arrivée
lifetime-keep = sans fin
span-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
span-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
field-era-max-age = âge des ères
field-handle = nom
field-text = texte
field-title = titre
field-handles = liste de noms
field-attachments = pièces jointes
field-mentions = mentions
field-sign = signe
entry-answers = répond à { $who } { $place } : { $text }
entry-for = pour { $people }
entry-file = fichier : { $name }, { $size }
entry-file-item = fichier : { $name }, { $size }, dans la bibliothèque : { $item }
entry-edited = modifié
entry-pinned = épinglé
entry-by = ({ $people })
word-you = vous
word-unknown = personne inconnue
word-queued = pas encore parti
detail-seconds-apart = secondes d'écart
detail-fewest = clés en attente, au moins
detail-wanted = voulues
detail-spaces = espaces
detail-waiting = en attente

## Questions

ask-passphrase = Phrase de passe :
ask-passphrase-new = Choisissez une phrase de passe (personne ne pourra la retrouver pour vous) :
ask-passphrase-again = La même phrase de passe encore une fois :
ask-remove = Retirer { $handle } de « { $title } » ? Les membres qui restent reçoivent de nouvelles clés ; { $handle } ne lira plus rien de nouveau. [o/N]
ask-leave = Quitter « { $title } » ? Vous n'y lirez plus rien de nouveau. [o/N]
ask-forget = Effacer tout ce que cet appareil garde de « { $title } » ? Rien ne pourra être récupéré. [o/N]
ask-close = Faire effacer dans une semaine, pour tous les membres, tout ce que le relais garde de « { $title } » ? [o/N]
ask-retention = Désormais les messages de « { $title } » vivent : { $what }. { $count ->
    [one] 1 message est effacé pour tous les membres dans une semaine.
   *[other] { $count } messages sont effacés pour tous les membres dans une semaine.
 } Continuer ? [o/N]
ask-detach = Retirer pour tout le monde la version { $version } de « { $title } », { $file } ?
ask-list-delete = Retirer pour tout le monde la liste de lecture « { $title } » ?
ask-steward = Rendre { $handle } responsable de « { $title } » ? Une personne responsable décide de tout et peut vous retirer aussi. [o/N]
ask-own-role = Changer votre propre rôle dans « { $title } » en { $role } ? Seule une personne responsable pourra vous le rendre. [o/N]
ask-delete = Supprimer ce message sur tous les appareils ? [o/N]
ask-done-reading = Appuyez sur Entrée quand vous avez fini ; la copie est alors effacée.
ask-settle = Avez-vous comparé « { $title } » avec vos collègues par une autre voie, et voulez-vous continuer ? [o/N]
ask-refound = Refonder « { $title } » avec { $count } de ses autres membres, sans { $who } ? [o/N]
ask-refound-all = Refonder « { $title } » avec ses { $count } autres membres ? Nul ne sait qui l'a arrêté. [o/N]
ask-yes-words = o oui y

## Réponses

out-joined = Vous êtes { $handle } sur le relais { $endpoint }.
out-joined-next = Ensuite : `toguna space create TITRE`, ou attendez une invitation : `toguna space invitations`.
out-handle = Nom : { $handle }
out-relay = Relais : { $endpoint }
out-account = Compte : { $id }
out-device = Appareil : { $id }
out-fingerprint = Empreinte : { $digits }
out-compare = Comparez l'empreinte avec vos collègues de vive voix ou face à face, pas par ce réseau.
out-status-unread = { $count ->
    [0] Rien de non lu (espaces : { $spaces }).
    [one] { $count } entrée non lue (espaces : { $spaces }).
   *[other] { $count } entrées non lues (espaces : { $spaces }).
}
out-status-messages = { $count ->
    [0] Aucun message n'attend d'être envoyé.
    [one] { $count } message attend d'être envoyé.
   *[other] { $count } messages attendent d'être envoyés.
}
out-status-letters = { $count ->
    [0] Aucune lettre n'attend d'être envoyée.
    [one] { $count } lettre attend d'être envoyée.
   *[other] { $count } lettres attendent d'être envoyées.
}
out-status-invitations = { $count ->
    [0] Aucune invitation n'attend votre réponse.
    [one] { $count } invitation attend votre réponse : `toguna space invitations`.
   *[other] { $count } invitations attendent votre réponse : `toguna space invitations`.
}
out-alarm = Attention, « { $title } » : { $what }
out-alarm-by = { $what } (signé par { $who })
alarm-commit-invalid-committer = un membre a fait un changement que personne n'a le droit de faire ; l'espace s'est arrêté
alarm-commit-invalid-nobody = un changement que personne n'a le droit de faire est arrivé, sans que l'on voie de qui il vient ; l'espace s'est arrêté
alarm-commit-invalid-outsider = un changement que personne n'a le droit de faire est arrivé, de quelqu'un qui n'est pas membre et qui en tient la clé de l'appareil d'un membre ; l'espace s'est arrêté
alarm-commit-malformed = un changement illisible est arrivé ; l'espace s'est arrêté
alarm-member-contradicts = un membre a présenté deux paroles différentes comme une seule ; la seconde a été refusée. Interrogez ce membre par un autre canal
alarm-member-oversteps = un membre a écrit ce qu'il n'a pas le droit d'écrire ; tous les appareils l'ont refusé. Une personne responsable de l'espace peut retirer ce membre
alarm-needs-re-add = cet appareil ne peut plus suivre ; il demande à ses collègues de le remettre dans l'espace, ce qui se fait dès que quelqu'un est en ligne
alarm-not-healed = cet appareil a renouvelé ses clés il y a plus d'un jour et le journal ne le montre pas ; qui a copié les anciennes lit encore : comparez avec vos collègues et pensez à un autre relais
alarm-relay-forked = le relais a signé une histoire et en montre une autre
alarm-relay-lied = le relais contredit ce qu'il avait signé, ou sa propre histoire ; rien n'en a été accepté. Prévenez vos collègues par un autre canal
alarm-relay-withholds = le relais retient ce dont il avait accusé réception
alarm-space-refounded = quelqu'un a refondé cet espace, et cet appareil ne peut pas juger par lui-même si c'est à bon droit ; voyez `toguna space invitations`
alarm-sync-failed = l'espace n'a pas pu être mis à jour ; lancez `toguna doctor`
alarm-vault-put-back = des paroles que cet appareil ne connaît pas figurent sous votre nom dans cet espace : ses données viennent d'une copie plus ancienne, ou un membre le fait croire ; il renouvelle ses clés avant de dire quoi que ce soit
alarm-views-differ = des membres ont vu des histoires différentes ; le relais ou l'un d'eux n'est pas honnête
out-space-created = L'espace « { $title } » existe ; vous en êtes responsable. Son identifiant commence par { $id }.
out-space-created-next = Ensuite : `toguna space invite { $id } NOM`
out-space-none = Vous n'appartenez encore à aucun espace.
out-members = { $count ->
    [one] { $count } membre
   *[other] { $count } membres
}
out-unread = { $count ->
    [0] rien de non lu
    [one] { $count } non lue
   *[other] { $count } non lues
}
out-unconfirmed = Pas encore confirmé : à part le relais et { $inviter }, personne ne vous a montré cette histoire.
out-only-inviter = Vu jusqu'ici par { $inviter } et vous seulement.
out-show-id = Identifiant : { $id }
out-show-state = État : { $state }
out-show-role = Votre rôle : { $role }
out-show-epoch = Époque : { $epoch }
out-show-suite = Chiffrement : { $suite }
out-show-people = Membres :
out-show-waiting = En attente d'envoi :
out-devices = { $count ->
    [one] { $count } appareil
   *[other] { $count } appareils
}
out-keys-renewed = Clés renouvelées : { $when }
out-keys-not-renewed = Clés non renouvelées depuis que cet appareil est dans l’espace
out-invited = Invitation pour : { $handle }
out-already = Déjà membre : { $handle }
out-letters-left = Les invitations sont parties.
out-letters-waiting = { $count ->
    [one] { $count } lettre attend ; la prochaine commande qui joint le relais l'enverra.
   *[other] { $count } lettres attendent ; la prochaine commande qui joint le relais les enverra.
}
out-progress-letters = { $count ->
    [one] { $count } lettre attend encore ses 5 à 120 secondes, tirées au sort…
   *[other] { $count } lettres attendent encore leurs 5 à 120 secondes, tirées au sort…
}
out-progress-sync = Réception : { $done } espaces sur { $spaces }, { $entries } entrées…
out-invitation = { $id }  de { $inviter }, { $when }
out-invitation-succeeds =           fait suite à « { $title } » : { $why }
out-doubt-competing = vous continuez déjà dans un autre
out-doubt-not-a-steward = qui s'en porte garant n'y était pas responsable. Demandez par un autre canal
out-doubt-not-as-agreed = ses membres ou ses règles ne sont pas ceux de l'espace arrêté. Demandez par un autre canal
out-doubt-not-verified = cet appareil ne peut pas vérifier par lui-même que c'est juste. Demandez par un autre canal
out-doubt-not-stopped = mais cet espace ne s'est pas arrêté ici. Demandez par un autre canal
out-doubt-none = cet appareil suit de lui-même à la prochaine synchronisation
out-invitations-none = Aucune invitation en attente.
out-invitations-next = Répondez par `toguna space accept ID` ou `toguna space decline ID`.
out-accepted = Vous êtes maintenant dans « { $title } ».
out-declined = Invitation déclinée.
out-removed = { $handle } n'est plus membre de « { $title } ».
out-refound-offered = { $who } l'a déjà refondé : `toguna space invitations`.
out-refounded = « { $title } » continue dans un nouvel espace.
out-refound-left-out = Sans : { $who }
out-refound-brought = Amené : { $handle }
out-refound-missing = Impossible d'ajouter maintenant : { $who }. Invitez cette personne quand son appareil aura été en ligne.
out-left = Vous avez demandé à quitter « { $title } » ; un membre qui reste achèvera votre départ.
out-forgotten = Cet appareil ne garde plus rien de « { $title } ».
out-closes = ferme le { $day }
out-show-no-steward-key = Cet appareil n'a pas encore reçu la clé des responsables : il ne peut pas demander la fermeture de l'espace.
out-closing = « { $title } » ferme le { $day } : le relais efface alors tout ce qu'il en garde.
out-closing-withdrawn = « { $title } » reste ouvert.
out-erasing = Les anciens messages sont effacés le { $day }, au relais et sur les appareils des membres.
out-erasing-none = Aucun message n'est à effacer sur demande.
out-said = Dit, et enregistré par le relais comme entrée { $seq }.
out-queued = Dans la boîte d'envoi ; cela partira avec la prochaine commande qui joint le relais.
out-empty = Encore rien à lire.
out-nothing-found = Rien trouvé sur cet appareil.
out-unreachable = Le relais est injoignable ; voici ce que contient l'appareil.
out-following = Suivi en cours. Ctrl-C pour arrêter.
out-offline = La connexion est perdue ; nouvelle tentative…
out-online = De nouveau en ligne.
out-new-invitation = Une invitation de { $inviter } : `toguna space accept { $id }`
out-file-open-to-others = D'autres personnes sur cette machine peuvent lire le fichier de la phrase de passe ; retirez-leur ce droit : chmod 600
event-arrived = Peut lire à présent : { $who }
event-joined = Nouveaux membres, par { $who } : { $people }
event-gone = N'est plus là : { $people }
out-role-changed = { $handle } a maintenant ce rôle dans « { $title } » : { $role }.
out-renamed = L'espace s'appelle maintenant « { $title } ».
out-show-newcomers = Les nouveaux lisent : { $what }
out-show-lifetime = Durée de vie des messages : { $what }
out-show-era-age = Les clés des documents sont renouvelées après : { $what }
out-history-founder = Rien n'a été écrit dans cet espace avant que cet appareil y soit.
out-history-progress = Lecture du temps d'avant cet appareil : { $read } sur { $of }
out-history-reading = Le temps d'avant cet appareil est en cours de lecture : { $read } sur { $count }. Rien n'en compte avant d'être vérifié.
out-history-refused = Ce que le relais montre du temps d'avant cet appareil n'est pas ce que les membres ont signé. Rien n'en compte ; la prochaine synchronisation essaie de nouveau. Comparez avec vos collègues.
out-history-whole = { $count ->
    [one] Tout ce qui précède l'arrivée de cet appareil a été lu et vérifié : { $count } entrée.
   *[other] Tout ce qui précède l'arrivée de cet appareil a été lu et vérifié : { $count } entrées.
}
out-history-withheld = { $count ->
    [one] Ce qui a été écrit avant l'arrivée de cet appareil lui est retenu : { $count } entrée. Les membres en sont convenus ainsi.
   *[other] Ce qui a été écrit avant l'arrivée de cet appareil lui est retenu : { $count } entrées. Les membres en sont convenus ainsi.
}
out-synced = Nouvelles entrées : { $entries }. Envoyés : { $sent }. Lues du temps d'avant : { $replayed }. Nouvelles invitations : { $invitations }.
out-import-added = Ajouté : { $file }
out-import-changed = Changé : { $file }
out-import-progress = Réception : { $done } fichiers sur { $of }…
out-upload-progress = Envoi : { $percent } % de { $size }…
out-file-fault = { $file } : { $fault }
out-fetch-progress = Réception : { $percent } % de { $size }…
out-copy-progress = Copie : { $percent } % de { $size }…
out-import-refused = Non pris : { $file }
out-import-unchanged = Inchangé : { $file }
out-item-added = « { $title } » est dans la bibliothèque.
out-item-changed = « { $title } » a été changé.
out-item-version = version { $version }, { $size }
out-item-on-list = sur la liste de lecture « { $title } »
out-detached = La version { $version } de « { $title } » est retirée.
out-detached-deleted = Son fichier est effacé au relais.
out-detached-stays = Son fichier est encore au relais, illisible pour lui : qui l'a apporté peut l'y effacer, depuis l'appareil d'où il l'a apporté.
out-detached-goes = Le relais efface son fichier dans une semaine, qui que ce soit qui l'ait apporté. Pour y renoncer : toguna library keep-file S { $id }
out-file-kept = Le fichier reste au relais.
out-index-progress = Lecture du fichier { $number } sur { $of }, { $size }…
out-index-item = « { $title } » : { $text }
out-indexed = { $of ->
    [0] Tous les documents étaient déjà lus.
   *[other] On peut maintenant chercher dans { $read } fichiers sur { $of }.
}
out-found-in-file = dans { $file }
out-found-on-page = dans { $file }, page { $page }
text-unread = Ce que dit le fichier n'est pas encore lu sur cet appareil ; « toguna library index » le fait.
text-whole = On peut chercher dans ce que dit le fichier.
text-cut = On ne peut chercher que dans le début de ce que dit le fichier : il est très long.
text-unknown = On ne peut pas chercher dans ce que dit le fichier : ce n'est pas un genre de document qui se lit ici.
text-no-words = On ne peut pas chercher dans ce que dit le fichier : il ne contient pas de mots. C'est peut-être une numérisation.
text-damaged = On ne peut pas chercher dans ce que dit le fichier : il est abîmé.
text-locked = On ne peut pas chercher dans ce que dit le fichier : il est protégé par un mot de passe.
text-too-much = On ne peut pas chercher dans ce que dit le fichier : il est trop grand, ou le devient une fois décompressé.
text-failed = On ne peut pas chercher dans ce que dit le fichier : le lire a demandé trop de mémoire ou de temps, ou le lecteur y a échoué. Méfiez-vous-en si vous ne savez pas d'où il vient.
out-library-empty = Il n'y a encore rien dans la bibliothèque.
out-list-deleted = La liste de lecture « { $title } » est retirée.
out-no-lists = Il n'y a pas encore de liste de lecture dans cet espace.
out-list-entries = { $entries ->
    [one] { $entries } entrée
   *[other] { $entries } entrées
 }
out-entry-missing = un élément qui n'est pas dans cette bibliothèque, que cet appareil sache
out-quote = « { $quote } »
out-passage-page = page { $page }
out-passage-earlier = plus dans la version la plus récente ; dans la version { $version }
out-passage-earlier-page = plus dans la version la plus récente ; dans la version { $version }, page { $page }
out-passage-unread = non vérifié : le fichier n'est pas lu sur cet appareil, ou pas en entier ; « toguna library index » le lit
out-passage-nowhere = n'y est pas : l'élément ne dit rien de tel, pour ce que cet appareil peut en lire
out-refers-to = renvoie à
out-referred-by = cité par
out-from-quote = de
out-to-quote = à
out-search-forgotten = La recherche « { $name } » est oubliée.
out-no-searches = Aucune recherche n'est gardée sur cet appareil.
out-table-done = Lignes ajoutées : { $added }, changées : { $changed }, inchangées : { $unchanged }, refusées : { $refused }.
out-table-passed-over = Colonnes qui ne disent rien ici : { $columns }
out-table-refused = Ligne { $line } : { $why }
out-table-refused-column = Ligne { $line } { $column } : { $why }
why-no-date = pas de date dans une forme connue
why-no-file = l'archive n'a pas ce fichier
why-no-title = pas de titre
why-not-a-table = pas une ligne du tableau
why-repeated = sa clé figure déjà plus haut
why-too-long = trop long
why-too-many = trop de lignes
why-unreadable = le fichier ne peut être tiré de l'archive : il est abîmé, chiffré ou comprimé d'une manière inhabituelle
out-written = « { $title } » a été écrit.
out-saved = « { $title } » a été écrit dans { $file }.
out-keys-updated = Cet appareil a de nouvelles clés dans « { $title } ».
event-role = Nouveau rôle de { $person }, donné par { $who } : { $role }
event-renamed = L'espace s'appelle maintenant « { $title } » (nommé par { $who })
event-newcomers = Ce que lisent les nouveaux, décidé par { $who } : { $what }
event-lifetime = Durée de vie des messages, décidée par { $who } : { $what }
event-era-age = Renouvellement des clés des documents, décidé par { $who } : après { $what }
event-closing = { $who } a demandé de fermer cet espace : une semaine plus tard, le relais efface tout ce qu'il en garde.
event-stays-open = { $who } a renoncé à la demande : cet espace reste ouvert.
event-erasing = { $who } a demandé d'effacer les anciens messages : ils partent une semaine plus tard, au relais et sur les appareils des membres.
event-kept = { $who } a renoncé à la demande : les anciens messages restent.
event-file-goes = { $who } a demandé d'effacer un fichier : il part du relais une semaine plus tard.
event-file-stays = { $who } y a renoncé : le fichier reste au relais.
out-edited = Modifié.
out-deleted = Supprimé.
out-reacted = Votre signe est sur le message.
out-pinned = Épinglé pour tout le monde.
out-undone = Enlevé.
event-deleted = Un message de { $who } a été supprimé.
out-settled = Vous continuez dans « { $title } » ; ce qui a été trouvé est gardé.
out-contradiction = Entrée { $seq } : une autre histoire avait été montrée à { $who } jusqu'à l'entrée { $place }.
out-contradiction-members = Entrée { $seq } : d'autres membres avaient été montrés à { $who }.
out-contradiction-agree = { $count ->
    [one] Une autre personne a signé depuis ce que cet appareil y a vu.
   *[other] { $count } autres personnes ont signé depuis ce que cet appareil y a vu : { $who } est seul à le contredire, ou se voit montrer autre chose que tout le monde.
}
event-unknown = Il s'est passé quelque chose que cette version ne sait pas montrer ; une plus récente le saura peut-être.

## L'examen

outcome-good = bien
outcome-warning = à voir
outcome-bad = mal
check-vault = Le coffre s'ouvre et il est entier
check-vault-hint = Copiez le dossier en lieu sûr avant toute autre chose, puis demandez de l'aide.
check-vault-wrong-passphrase-hint = Une phrase de passe mal tapée et un fichier `slots` abîmé se ressemblent ; personne ne peut les distinguer. Réessayez d'abord, avec un autre clavier si possible. Si la phrase de passe est assurément juste : copiez le dossier entier, puis remettez le fichier `slots`, et lui seul, d'une copie antérieure de ce dossier. Sans copie antérieure, personne ne peut ouvrir ce coffre : demandez un nouveau lien à l'opérateur, et à vos collègues de retirer cet appareil et de vous inviter à nouveau.
check-relay-reachable = Le relais répond
check-relay-reachable-hint = Vérifiez le réseau et, si vous en utilisez un, le mandataire. Ce que vous dites entre-temps attend dans la boîte d'envoi.
check-relay-key = Le relais prouve qu'il est celui de votre lien
check-relay-key-hint = Quelqu'un s'est peut-être placé entre vous et le relais. Interrogez l'opérateur par un autre canal avant de continuer.
check-clock = L'horloge de cet appareil s'accorde avec celle du relais
check-clock-hint = Réglez l'horloge de l'appareil ; le relais refuse les demandes décalées de plus de cinq minutes.
check-key-packages = Vos collègues peuvent inviter cet appareil
check-key-packages-hint = Lancez une commande qui joint le relais ; elle publie de nouvelles clés.
check-spaces = Les espaces sont en ordre
check-spaces-hint = `toguna space list` dit lequel ne l'est pas. Comparez avec un ou une collègue par un autre canal.
check-outbox = Rien n'est bloqué dans la boîte d'envoi
check-outbox-hint = `toguna space show S` dit ce qui attend.
check-letters = Aucune lettre n'est bloquée
check-letters-hint = Lancez `toguna space invitations` quand le relais est joignable ; cela envoie aussi vos lettres.
out-doctor-well = Tout va bien.

## Erreurs : ce qui s'est passé, et que faire

fault-already-member = Cette personne est déjà membre.
fault-already-member-hint = Il n'y a rien à faire ; `toguna space show S` liste les membres.
fault-broken = Quelque chose se contredit à l'intérieur de ce programme.
fault-broken-hint = Lancez `toguna doctor` ; si cela se reproduit, signalez-le, sans envoyer votre coffre.
fault-commit-unnamed = Le relais demande quel appareil modifie cet espace, et cet appareil ne l'a pas dit.
fault-commit-unnamed-hint = Vérifiez la date de cet appareil. L'espace en continue un qui a été arrêté ; pendant 30 jours, chaque modification y nomme son appareil.
fault-date-invalid = Ce n'est pas une date : { $field }.
fault-date-invalid-hint = Donnez une année, un mois ou un jour, ou un intervalle : 1948, 1948-12, 1948-12-10, 2019-05/2020.
fault-disk-full = Le disque est plein.
fault-disk-full-hint = Rien n'est perdu. Libérez de la place et recommencez.
fault-empty-text = Il n'y a rien à dire.
fault-empty-text-hint = Donnez le texte après l'espace, ou sur l'entrée standard.
fault-entry-unknown = Il n'y a pas cette entrée sur la liste.
fault-entry-unknown-hint = `toguna library read-list S LIST` les montre avec leurs numéros.
fault-file-changed = Le fichier a changé pendant sa lecture.
fault-file-changed-hint = Fermez le programme qui l'écrit, puis réessayez.
fault-file-gone = Le relais n'a pas (ou plus) ce fichier.
fault-file-gone-hint = Qui l'a apporté peut l'apporter encore avec `toguna library attach`.
fault-file-invalid = Le fichier n'est pas celui que son auteur a signé.
fault-file-invalid-hint = Rien n'en a été écrit. `toguna library history S ITEM` dit qui l'a apporté ; demandez-lui.
fault-file-unknown = L'élément n'a pas cette version.
fault-file-unknown-hint = `toguna library show S ITEM` énumère ses versions.
fault-file-unreadable = Un fichier ne peut pas être lu.
fault-file-unreadable-hint = Vérifiez son nom et ses droits.
fault-file-unwritable = Le fichier ne peut pas être écrit.
fault-file-unwritable-hint = Choisissez un nom qui n'existe pas encore, dans un dossier où vous pouvez écrire.
fault-files-full = Les fichiers de cet espace n'ont plus de place au relais ; la limite est de { $limit } octets.
fault-files-full-hint = Ce qui a été commencé et jamais fini part après 7 jours. Demandez plus de place à l'opérateur, ou fondez un autre espace.
fault-handle-invalid = Ce nom ne peut pas être utilisé.
fault-handle-invalid-hint = Employez des lettres et des chiffres de n'importe quelle écriture, avec des espaces et . - _ ' entre eux.
fault-handle-taken = Quelqu'un d'autre porte ce nom sur ce relais.
fault-handle-taken-hint = Choisissez-en un autre ; le lien reste valable.
fault-home-exists = Ce dossier contient déjà un coffre.
fault-home-exists-hint = Utilisez-le tel quel, ou donnez un autre dossier avec `--home`.
fault-home-unusable = Le dossier du coffre ne peut être ni lu ni écrit.
fault-home-unusable-hint = Vérifiez à qui appartient le dossier et ses droits, ou donnez-en un autre avec `--home`.
fault-invitation-gone = Cette invitation a déjà reçu une réponse, ou elle a expiré.
fault-invitation-gone-hint = Demandez à être invité de nouveau.
fault-invitation-unknown = Aucune invitation de ce genre n'attend ici.
fault-invitation-unknown-hint = `toguna space invitations` liste celles qui attendent.
fault-item-ambiguous = Plusieurs éléments répondent à cela.
fault-item-ambiguous-hint = Donnez plus du titre, ou le début de l'identifiant.
fault-item-unknown = Il n'y a pas cet élément dans la bibliothèque.
fault-item-unknown-hint = `toguna library list S` montre ce qu'il y a.
fault-item-untitled = Il faut un titre à un élément.
fault-item-untitled-hint = Donnez-le avec `--title`, ou un fichier dont l'élément prend le nom.
fault-key-package-refused = Les clés de votre collègue, telles que le relais les a données, n'ont pas passé les vérifications ; personne n'a été ajouté.
fault-key-package-refused-hint = Demandez à votre collègue de lancer `toguna doctor`, comparez vos empreintes, puis recommencez.
fault-key-packages-old = Les clés que l'appareil de votre collègue a laissées chez le relais sont trop anciennes pour servir ; personne n'a été ajouté.
fault-key-packages-old-hint = L'appareil ne s'y est pas montré depuis près de trois mois, ou le relais garde pour lui ses clés plus récentes. Demandez à votre collègue de lancer une fois `toguna space invitations`, puis invitez de nouveau.
fault-last-steward = La dernière personne responsable ne peut pas partir sans successeur.
fault-last-steward-hint = Désignez quelqu'un avec `--successor NOM`.
fault-link-expired = Ce lien a expiré.
fault-link-expired-hint = Demandez-en un nouveau à l'opérateur.
fault-link-malformed = Ceci n'est pas un lien d'inscription entier.
fault-link-malformed-hint = Copiez-le de nouveau, de `toguna://` jusqu'au dernier caractère ; la partie après # ne doit pas être coupée.
fault-link-other-relay = Ce dossier appartient à un autre relais que celui du lien.
fault-link-other-relay-hint = Donnez un autre dossier avec `--home`.
fault-link-too-new = Ce lien est fait pour une version plus récente de ce programme.
fault-link-too-new-hint = Installez la version plus récente et recommencez.
fault-link-used = Quelqu'un a déjà utilisé ce lien.
fault-link-used-hint = Si ce n'était pas vous, prévenez tout de suite l'opérateur ; demandez un nouveau lien.
fault-link-withdrawn = L'opérateur a retiré ce lien.
fault-link-withdrawn-hint = Demandez-en un nouveau.
fault-list-ambiguous = Plusieurs listes de lecture répondent à cela.
fault-list-ambiguous-hint = Donnez plus du titre, ou le début de l'identifiant.
fault-list-unknown = Il n'y a pas cette liste de lecture dans cet espace.
fault-list-unknown-hint = `toguna library read-list S` montre ce qu'il y a ; `--new` en commence une.
fault-message-unknown = Ce message n'existe pas, ou ce n'est pas à vous de le changer.
fault-message-unknown-hint = `toguna read S` montre chaque message avec sa place ; on modifie les siens, on supprime les siens ou, en tant que responsable, tous.
fault-no-home = Il n'y a pas encore de coffre ici.
fault-no-home-hint = Rejoignez un réseau avec `toguna join LIEN --handle NOM`, ou dites avec `--home` où se trouve votre coffre.
fault-no-key-packages = L'appareil de votre collègue n'a plus de clés en attente chez le relais.
fault-no-key-packages-hint = Demandez à votre collègue de lancer une fois `toguna space invitations`, puis invitez de nouveau.
fault-not-a-member = Vous n'êtes pas (ou plus) membre de cet espace.
fault-not-a-member-hint = Ce que vous avez lu reste lisible ici. Si cela vous surprend, interrogez une personne responsable.
fault-not-allowed = Votre rôle ne le permet pas.
fault-not-allowed-hint = Adressez-vous à une personne responsable de l'espace.
fault-object-refused = Le changement ne convient pas à l'objet visé.
fault-object-refused-hint = Il a été fait pour une autre version, ou sous l'identifiant d'un autre appareil ; refaites-le sur ce qui est là maintenant.
fault-out-of-range = Hors limites ({ $field }) ; le maximum est { $limit }.
fault-out-of-range-hint = L'option `--help` de la commande dit ce qui est permis.
fault-passage-ambiguous = L'élément dit cela plus d'une fois.
fault-passage-ambiguous-hint = Citez-en davantage, ou dites la page avec `--page`.
fault-passage-unknown = L'élément ne dit pas cela, pour ce que cet appareil peut en lire.
fault-passage-unknown-hint = Citez des mots qui se suivent ; les accents et les fins de ligne ne comptent pas. `toguna library show S ITEM` dit si son fichier a pu être lu.
fault-person-unknown = Personne sur ce relais ne porte ce nom.
fault-person-unknown-hint = Vérifiez l'orthographe avec votre collègue, qui la voit avec `toguna whoami`.
fault-proxy-malformed = Ceci n'est pas l'adresse d'un mandataire SOCKS5.
fault-proxy-malformed-hint = Écrivez-la ainsi : `socks5://127.0.0.1:9050`.
fault-refounding-unproven = Trop peu de membres n'ont pas pu suivre le dernier changement pour en tenir rigueur à son auteur : { $limit } sur 3 sont connus ici.
fault-refounding-unproven-hint = Attendez que les autres aient été en ligne, ou utilisez `--anyway` : chacun est alors interrogé.
fault-no-text = L'élément n'a pas de texte.
fault-no-text-hint = `toguna library show S ITEM` dit ce qu'on en sait.
fault-no-private-place = Il n'y a pas de dossier en mémoire que vous seul puissiez lire ; rien n'a été ouvert.
fault-no-private-place-hint = Écrivez-le dans un fichier avec `toguna library get`, ou utilisez `--insecure-temp` si des traces sur le disque importent peu.
fault-opens-as-program = Ce fichier est d'un genre que les ordinateurs exécutent au lieu de le montrer.
fault-opens-as-program-hint = Si vous faites confiance à qui l'a apporté, dites avec `--with` quel programme doit le lire.
fault-program-failed = Le programme ne peut pas être lancé.
fault-program-failed-hint = La copie a été effacée. Nommez avec `--with` un programme installé.
fault-some-refused = Certains fichiers n'ont pas été pris.
fault-some-refused-hint = Ils sont nommés ci-dessus avec la raison ; les autres sont dans la bibliothèque.
fault-query-invalid = Il n’y a aucun mot à chercher, ou il y en a plus de { $limit }.
fault-query-invalid-hint = Donnez des mots faits de lettres ou de chiffres : `toguna search liberté`.
fault-relay-busy = Le relais est surchargé et demande de ralentir.
fault-relay-busy-hint = Rien n'est perdu. Recommencez dans une minute.
fault-relay-full = Le disque du relais est plein.
fault-relay-full-hint = Rien n'est perdu : ce que vous avez dit attend dans la boîte d'envoi et partira plus tard. Dites à l'opérateur de libérer de la place.
fault-relay-forked = Le relais a signé une histoire de cet espace et en montre une autre.
fault-relay-forked-hint = Rien n'en a été accepté. Cela prouve que le relais ment ou qu'il a été rétabli depuis une ancienne copie : prévenez l'opérateur et vos collègues par une autre voie.
fault-relay-lied = Le relais a contredit ce qu'il avait signé, ou sa propre histoire.
fault-relay-lied-hint = Rien n'en a été accepté. Prévenez l'opérateur et vos collègues par un autre canal.
fault-relay-refused = Le relais a refusé.
fault-relay-refused-hint = Lancez `toguna doctor` ; il vérifie l'horloge et la clé du relais.
fault-relay-unreachable = Le relais est injoignable.
fault-relay-unreachable-hint = Vérifiez le réseau et le mandataire. Ce qui attend dans la boîte d'envoi partira plus tard de soi-même.
fault-search-unknown = Aucune recherche n'est gardée sous ce nom.
fault-search-unknown-hint = `toguna search --list` montre celles qui le sont.
fault-space-ambiguous = Plusieurs espaces répondent à ce nom.
fault-space-ambiguous-hint = Donnez davantage du titre, ou l'identifiant que montre `toguna space list`.
fault-space-closed = Cet espace a été fermé par ses responsables.
fault-space-closed-hint = Le relais n'en garde plus rien. Ce que cet appareil avait lu est encore ici ; `toguna space forget S` l'efface.
fault-steward-key-elsewhere = Cet appareil n'a pas encore reçu la clé des responsables.
fault-steward-key-elsewhere-hint = Un responsable dont l'appareil l'a la donne à son prochain `toguna sync` ; lancez ensuite `toguna sync` ici.
fault-space-full = L'espace ne peut pas accueillir autant de membres.
fault-space-full-hint = Un espace post-quantique contient 150 appareils. Fondez un second espace pour les autres.
fault-space-in-doubt = Des histoires différentes de cet espace ont été montrées aux membres ; rien n'a donc été envoyé.
fault-space-in-doubt-hint = `toguna space show S` dit ce qui diffère. Comparez par une autre voie ; puis `toguna space settle S`, ou envoyez une fois avec `--anyway`.
fault-space-not-wedged = Cet espace ne s'est pas arrêté : il n'y a rien à refonder.
fault-space-not-wedged-hint = Lancez `toguna status` ; la commande dit ce qui ne va pas.
fault-space-refounded = Cet espace a été refondé et continue dans un autre.
fault-space-refounded-hint = `toguna space list` le montre, ou `toguna space invitations` s'il attend votre réponse.
fault-space-stopped = L'espace s'est arrêté devant un changement que personne n'a le droit de faire.
fault-space-stopped-hint = Ce que vous avez reste lisible. Parlez à une personne responsable par un autre canal ; `toguna space refound S` continue sans l'auteur du changement.
fault-space-unknown = Aucun de vos espaces ne répond à ce nom.
fault-space-unknown-hint = `toguna space list` montre vos espaces, `toguna space invitations` ceux qui vous attendent.
fault-still-a-member = Vous êtes encore membre de cet espace.
fault-still-a-member-hint = Quittez-le d'abord : `toguna space leave S`.
fault-still-queued = C'est dans la boîte d'envoi ; le relais n'en a pas encore accusé réception.
fault-still-queued-hint = Rien n'est perdu et rien n'est à récrire ; la prochaine commande qui joint le relais l'enverra.
fault-too-long = Trop long ({ $field }) ; la limite est de { $limit } octets.
fault-too-long-hint = Raccourcissez, ou envoyez en plusieurs fois.
fault-unconfirmed = Vous venez d'arriver : cela attend dans la boîte d'envoi qu'un ou une collègue ait été en ligne.
fault-unconfirmed-hint = Rien n'est perdu et rien n'est à récrire ; `toguna sync` l'enverra quand quelqu'un aura confirmé ce qu'on vous a montré.
fault-vault-busy = Une autre commande utilise ce coffre.
fault-vault-busy-hint = Recommencez dans un instant.
fault-vault-damaged = Le coffre est endommagé.
fault-vault-damaged-hint = Copiez le dossier en lieu sûr avant toute autre chose, puis demandez de l'aide.
fault-vault-too-new = Le coffre a été écrit par une version plus récente de ce programme.
fault-vault-too-new-hint = Installez la version plus récente ; celle-ci laisse le coffre tel qu'il est.
fault-wrong-passphrase = La phrase de passe est fausse.
fault-wrong-passphrase-hint = Réessayez ; vérifiez la disposition du clavier et les majuscules. Personne ne peut la retrouver pour vous. Si elle est assurément juste, le fichier `slots` du coffre est peut-être abîmé : `toguna doctor` dit que faire.
fault-wrong-pin = Celui qui répond à l'adresse du relais n'est pas le relais de votre lien. Rien n'a été envoyé.
fault-wrong-pin-hint = Quelqu'un s'est peut-être placé entre vous et le relais. Interrogez l'opérateur par un autre canal.

fault-cancelled = Annulé ; rien n'a changé.
fault-cancelled-hint = Relancez la commande quand vous voudrez.
fault-demo-control-missed = La recherche n'a pas trouvé ce qu'elle devait trouver ; son silence ne prouve donc rien.
fault-demo-control-missed-hint = Signalez-le : c'est la démonstration elle-même qui est cassée.
fault-demo-leaked = Quelque chose de lisible a été trouvé chez le relais.
fault-demo-leaked-hint = Relancez la démonstration avec `--keep DOSSIER` et signalez ce qu'elle affiche.
fault-demo-place-taken = Le dossier de la démonstration n'est pas vide, ou ne peut pas être créé.
fault-demo-place-taken-hint = Donnez un dossier qui n'existe pas encore.
fault-demo-relay = Le relais de la démonstration n'a pas démarré.
fault-demo-relay-hint = Avec `--keep DOSSIER`, son journal reste dans DOSSIER/relay.log et dit pourquoi.
fault-demo-strayed = La démonstration ne s'est pas déroulée comme elle le doit.
fault-demo-strayed-hint = Relancez-la avec `--keep DOSSIER` et signalez ce qu'elle affiche.
fault-doctor-found = Quelque chose demande attention.
fault-doctor-found-hint = Les lignes ci-dessus disent quoi, et que faire.
fault-input-unreadable = L'entrée standard n'est pas un texte lisible.
fault-input-unreadable-hint = Envoyez du texte en UTF-8.
fault-lang-unknown = Cette langue n'est pas au catalogue.
fault-lang-unknown-hint = Choisissez parmi ar, de, en, fr, pt.
fault-no-passphrase = Il n'y a pas de terminal où demander la phrase de passe.
fault-no-passphrase-hint = Donnez `--passphrase-file FICHIER`, ou définissez TOGUNA_PASSPHRASE_FILE.
fault-no-place = On ne sait pas où doit être votre coffre : ni HOME ni XDG_DATA_HOME ne sont définis.
fault-no-place-hint = Donnez un dossier avec `--home`, ou définissez TOGUNA_HOME.
fault-not-confirmed = Cela demande une confirmation, et il n'y a pas de terminal où la demander.
fault-not-confirmed-hint = Donnez `--yes` si vous en êtes sûr.
fault-output-failed = La réponse n'a pas pu être écrite.
fault-output-failed-hint = Vérifiez où va la sortie standard ; la commande elle-même a peut-être été exécutée.
fault-passphrase-empty = La phrase de passe est vide.
fault-passphrase-empty-hint = Choisissez plusieurs mots que personne ne devinerait ensemble.
fault-passphrase-mismatch = Les deux phrases de passe diffèrent.
fault-passphrase-mismatch-hint = Rien n'a été créé. Relancez la commande.
fault-passphrase-unreadable = Le fichier de la phrase de passe ne peut pas être lu.
fault-passphrase-unreadable-hint = Vérifiez son chemin et ses droits ; il doit contenir une ligne de 1024 octets au plus.
fault-usage = La ligne de commande est incompréhensible.
fault-usage-hint = Voyez `{ $command } --help`.
usage-conflict = « { $argument } » ne peut pas aller avec « { $other } ».
usage-missing = Il manque : { $argument }
usage-missing-command = Il manque une commande.
usage-suggestion = Vouliez-vous dire « { $suggestion } » ?
usage-unknown-argument = Rien ici ne s'appelle « { $argument } ».
usage-unknown-command = Il n'y a pas de commande « { $argument } ».
usage-field = « { $value } » ne nomme aucun champ. { help-library-fields }
usage-value = « { $value } » ne convient pas pour { $argument }.
usage-value-missing = { $argument } demande une valeur.

## La démonstration

name-amal = Amal
name-beatrice = Béatrice
name-celeste = Celeste
city-tunis = Tunis
city-kinshasa = Kinshasa
city-maputo = Maputo
tale-title = Trois défenseures, et un relais qui ne peut rien lire
tale-relay-up = Un vrai relais tourne : processus { $pid }, adresse { $address }, TLS 1.3, ses données sur ce disque. Tout ce qui suit passe par lui, avec le même code que vos propres commandes.
tale-act-joining = L'arrivée
tale-joining = { $name }, à { $city }, utilise son lien et crée un coffre…
tale-joined = { $name }, à { $city }, a son propre coffre. Chaque essai d'une phrase de passe coûte { $mebibytes } Mio de mémoire à un voleur.
tale-act-founding = Un espace
tale-founded = { $name } fonde l'espace « { $title } », en chiffrement post-quantique. Seuls les membres liront jamais ce titre.
tale-invited = { $name } invite { $guests }. Des lettres scellées attendent dans leurs boîtes.
tale-accepted = { $name } accepte, et lit le titre pour la première fois : « { $title } ».
tale-act-library = Une bibliothèque
tale-library-adding = { $name } ajoute « { $title } »
tale-library-described = { $name } met un mot sur « { $title } ».
tale-library-finding = { $name } y cherche « { $word } », sur son propre appareil :
tale-library-found = « { $title } » : { $text }
tale-library-whole = { $name } vient plus tard et a tout : { $entries } entrées relues et vérifiées, { $bytes } octets de bibliothèque, les mêmes que les autres.
tale-act-talking = Trois langues
tale-act-dark = Coupure de courant à Maputo
tale-dark = L'appareil de { $name } est éteint. Les autres continuent.
tale-act-killing = On tue le relais
tale-killed = SIGKILL au processus { $pid } : sans prévenir, sans lui laisser le temps de ranger.
tale-queued = { $name } écrit quand même. Le message attend dans la boîte d'envoi de son appareil :
tale-restarted = Le relais est revenu, processus { $pid }, avec les mêmes données. Tout ce dont il avait accusé réception s'y trouve.
tale-flushed = Le message de { $name } est parti tout seul ; c'est l'entrée { $seq }.
tale-act-catching-up = Le courant revient
tale-caught-up = L'appareil de { $name } se rallume et lit, dans l'ordre, ce qui s'est dit entre-temps :
tale-act-finding = Un mot parmi d’autres
tale-finding = { $name } cherche « { $word } » sur son propre appareil ; personne n'est interrogé. Le mot s'y trouve, sans l'article :
tale-act-lying = Le relais ment
tale-lied = Qui tient le relais remet une vieille copie de ses données, sans rien dire. À l'en croire, les deux derniers messages n'ont jamais existé.
tale-caught = L'appareil de { $name } ne le croit pas : { $what }.
tale-withheld = { $name } répond quand même. Rien ne part dans une histoire fausse : son message attend dans la boîte d'envoi.
tale-truth = Les vraies données sont de retour. Elles comparent par téléphone, et chacune dit qu'elle continue. Rien ne manque, et ce qui attendait part tout seul :
tale-act-wreck = Un barrage routier
tale-taken = On prend à { $name } son appareil, et la phrase de passe avec. Qui le tient met, à la place du prochain changement de l'espace, des octets que personne ne peut ouvrir.
tale-stopped = L'appareil de { $name } s'arrête là : { $what }.
tale-refounded = { $name } refonde l'espace : un nouveau, avec les mêmes membres. Nul ne peut dire de qui venaient ces octets ; pendant 30 jours, chaque changement doit donc nommer son appareil.
tale-followed = L'appareil de { $name } le vérifie lui-même et suit ; ce qui attendait dans sa boîte d'envoi arrive :
tale-act-removing = L'appareil est écarté
tale-seized = { $remover } retire { $name } de l'espace ; celles qui restent reçoivent de nouvelles clés.
tale-act-after = Qui tient l'appareil saisi
tale-thief-reads = Cette personne connaît la phrase de passe, demande tout au relais, et n'obtient pas une seule entrée plus récente que le retrait.
tale-thief-speaks = Elle essaie de demander : « { $text } » La réponse : { $answer }
tale-gloss = (« { $text } »)
tale-say-welcome = Bienvenue à vous deux. J'ai reçu le témoignage des pêcheurs ; il porte le numéro { $mark }.
tale-say-afraid = Deux d'entre eux craignent pour leurs familles : gardons leurs noms hors de tout courriel.
tale-say-recording = J'ai l'enregistrement du marché, référence { $mark }. La copie est en deux endroits.
tale-say-postponed = L'audience est reportée à jeudi, six heures du matin.
tale-say-interpreter = Je préviens l'interprète et l'avocate, sans passer par le téléphone.
tale-say-guard = Les gardiens ont changé d'équipe : entrez par la cour arrière, référence { $mark }.
tale-say-caught-up = J'ai tout lu. J'amène le témoin par la route du nord.
tale-say-ferry = Le témoin traverse cette nuit par le bac, signe { $mark }.
tale-say-not-ferry = Pas par le bac : il est surveillé. J'envoie les pêcheurs.
tale-say-settled = Chez vous aussi ? C'était donc le relais. Nous continuons.
tale-say-still-there = Êtes-vous encore là ? L'audience est dans deux heures, salle { $mark }.
tale-say-moved = Le lieu de rencontre a changé ; ne parlez de l'ancien à personne.
tale-say-library = Compris. Le nouveau : derrière la bibliothèque, mot de passe { $mark }.
tale-say-thief = Où nous retrouvons-nous maintenant, mes amies ?
tale-act-sight = Ce que détient le relais, et ce que voit une membre
tale-holds = Le relais détient { $files } fichiers, { $bytes } octets. En voici un morceau :
tale-sees = { $name } voit :
tale-act-search = La fouille du relais
tale-needles = { $needles } secrets (titres, phrases, mots, phrases de passe), chacun sous { $spellings } écritures : UTF-8, UTF-16, hexadécimal, Base64.
tale-files = Fichiers du relais : { $bytes } octets fouillés, { $hits } trouvailles.
tale-log = Journal du relais : { $bytes } octets fouillés, { $hits } trouvailles.
tale-memory = Mémoire du processus { $pid } : { $bytes } octets fouillés, { $hits } trouvailles.
tale-memory-closed = Mémoire du processus { $pid } : ce système ne nous laisse pas la lire ; elle n'a donc pas été fouillée.
tale-memory-note = Laissées de côté : les pages de fichiers de programme où rien n'a pu s'écrire. Ici, le relais est ce programme même, qui contient le texte de la pièce.
tale-hit = « { $needle } » trouvé en { $spelling } dans { $place }.
tale-handles = Les noms { $handles } ont été trouvés, comme il se doit : tant qu'un réseau n'a pas son espace commun, le relais tient l'annuaire des noms.
tale-handles-missed = Les noms n'ont pas été trouvés dans les données, où l'annuaire doit les avoir : la recherche ne regarde pas au bon endroit.
tale-control = Contrôle : un mot écrit en clair dans une copie des données y a été trouvé.
tale-knows = Ce qu'un relais apprend quand même : qu'il existe trois appareils et sous quels noms, quand ils se connectent et depuis quelle adresse, combien d'entrées compte chaque journal et leur taille.
tale-verdict-good = Rien de ce qui a été dit, aucun titre, aucune phrase de passe n'est lisible chez le relais.
tale-verdict-files-good = Rien de ce qui a été dit, aucun titre, aucune phrase de passe n'est lisible dans les fichiers et le journal du relais. Sa mémoire n'a pas pu être fouillée ici.
tale-verdict-bad = { $hits ->
    [one] { $hits } trace lisible a été trouvée chez le relais. Cela ne doit pas être.
   *[other] { $hits } traces lisibles ont été trouvées chez le relais. Cela ne doit pas être.
}
tale-took = En { $seconds } secondes.
tale-kept = Tout reste dans { $place }. Pour continuer à la main, démarrez le relais dans un terminal :
tale-kept-then = et parlez au nom de { $name } dans un autre :
