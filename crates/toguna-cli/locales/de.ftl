# Die Befehlszeile von Toguna, auf Deutsch.
# Was zwischen Gravis-Zeichen steht, wird so eingetippt und nie übersetzt.

## Hilfe

head-usage = Aufruf:
head-commands = Befehle
head-arguments = Angaben
head-options = Schalter
head-global = Schalter aller Befehle
head-examples = Beispiele:

help-toguna =
    Ende-zu-Ende-verschlüsselte Räume für Bündnisse von Menschenrechtsverteidigerinnen und -verteidigern, über ein Relais, das nichts davon lesen kann.
help-toguna-after =
    `toguna BEFEHL --help` sagt mehr über jeden Befehl.
    Rückgabewerte: 0 erledigt; 2 Ihre Angaben stimmen nicht; 3 nicht erlaubt; 4 nicht vorhanden; 5 die Lage hat sich geändert, lesen und nochmals versuchen; 6 jetzt nicht, später versuchen; 7 etwas ist kaputt.
    Ein Raum (S) wird mit seinem Titel oder seiner Kennung genannt; ein eindeutiger Anfang genügt.
help-join = Einem Netz beitreten, mit dem Link, den Sie bekommen haben
help-whoami = Sagen, wer dieses Gerät ist, mit dem Fingerabdruck zum Vergleichen
help-status = Sagen, was ungelesen ist, was wartet und was Aufmerksamkeit braucht
help-space = Räume gründen, Leute einladen, Räume verlassen
help-space-create = Einen Raum gründen; die Verantwortung liegt dann bei Ihnen
help-space-list = Ihre Räume auflisten
help-space-show = Einen Raum zeigen: seine Mitglieder und was auf den Versand wartet
help-space-invite = Kolleginnen und Kollegen beim Namen einladen
help-space-invitations = Die Einladungen auflisten, die auf Ihre Antwort warten
help-space-accept = Eine Einladung annehmen
help-space-decline = Eine Einladung ablehnen
help-space-remove = Ein Mitglied entfernen; wer bleibt, bekommt neue Schlüssel
help-space-refound = Einen angehaltenen Raum neu gründen, ohne die verursachende Person
help-space-refound-after = Wer selbst sieht, dass eine verantwortliche Person recht handelt, folgt von selbst; die anderen werden gefragt. Was gesagt wurde, bleibt lesbar, und was auf das Senden wartete, wird im neuen Raum gesendet. Wird der Befehl unterbrochen, rufen Sie ihn noch einmal auf.
help-space-settle = In einem Raum weitermachen, nachdem er mit anderen verglichen wurde
help-space-settle-after = Wenn Mitgliedern verschiedene Verläufe gezeigt wurden, wartet das Senden. Vergleichen Sie mündlich; was gefunden wurde, bleibt aufbewahrt.
help-space-leave = Einen Raum verlassen
help-space-forget = Löschen, was dieses Gerät von einem verlassenen Raum hält
help-space-forget-after = Sie müssen den Raum verlassen haben oder daraus entfernt worden sein. Was andere haben, behalten sie. Es lässt sich nicht zurückholen.
help-space-close = Alles löschen lassen, was das Relais von einem Raum hält, in einer Woche
help-space-close-after = Für Verantwortliche. Jedes Mitglied erfährt es sofort und sieht, wer es verlangt hat. Bis dahin geht alles weiter, und `--withdraw` nimmt es zurück. Danach lässt sich nichts mehr sagen, holen oder zurückbringen; was Geräte der Mitglieder gelesen haben, bleibt dort, bis sie es vergessen.
help-space-retention = Nachrichten nicht länger behalten, auch schon gesagte
help-space-retention-after = Für Verantwortliche. Von jetzt an leben Nachrichten nicht länger, als `--shorten` sagt; die in einer Woche älter sind, werden dann gelöscht, beim Relais und auf den Geräten der Mitglieder. Jedes Mitglied erfährt es sofort und sieht, wer es verlangt hat; bis dahin nimmt `--withdraw` es zurück. Einträge, Dateien und Aufzeichnungen bleiben. Rufen Sie es wieder auf für das, was noch nicht alt genug war. Ohne Optionen zeigt es, wie lange Nachrichten behalten werden.
help-space-role = Einem Mitglied eine andere Rolle geben
help-space-rename = Einem Raum einen anderen Titel geben
help-space-policy = Zeigen oder ändern, worauf sich die Mitglieder eines Raums geeinigt haben
help-space-policy-after = Eine Nachricht behält die Lebensdauer, unter der sie gesagt wurde. Ohne Optionen wird nur gezeigt, was gilt.
help-space-history = Zeigen, was dieses Gerät von der Zeit vor seinem Beitritt bekommen hat
help-space-history-after = Wie viel das ist, entscheidet, worauf sich die Mitglieder geeinigt haben: siehe `space policy`. Was gewährt wurde, wird vom Relais neu gelesen und mit dem verglichen, was Mitglieder unterschrieben haben; vorher zählt nichts davon.
help-space-update-keys = Die Schlüssel dieses Geräts in einem Raum erneuern
help-space-update-keys-after = Sinnvoll, wenn jemand die Schlüssel dieses Geräts kopiert haben könnte: Wer das tat, liest nichts mehr von dem, was danach gesagt wird.
help-say = Etwas in einem Raum sagen
help-say-after = Rückgabewert 0 heißt, dass die vom Relais signierte Quittung geprüft wurde und in Ihrem Tresor liegt. Eine Datei, mit `--file` angegeben, kommt in die Bibliothek, wo auch Spätere sie finden, und bleibt dort, wenn die Nachricht vergangen ist.
help-read = Einen Raum lesen, nachdem Neues geholt wurde
help-read-after = Ist das Relais nicht erreichbar, sehen Sie, was dieses Gerät hat, und der Rückgabewert ist 6.
help-edit = Der eigenen Nachricht andere Worte geben
help-delete = Eine Nachricht löschen: die eigene, oder mit Verantwortung jede
help-delete-after = Jedes ehrliche Gerät löscht sie. Wer sie gelesen hat, kann sie anderswo behalten haben.
help-react = Ein Zeichen an eine Nachricht setzen
help-pin = Eine Nachricht für alle im Raum anheften
help-thread = Eine Nachricht und ihren Faden zeigen
help-message-after = Eine Nachricht wird mit ihrer Stelle genannt, wie `toguna read` sie zeigt (12 oder #12), oder mit dem Anfang ihrer Kennung.
help-follow = Einen Raum oder alle mitlesen, bis Sie Strg-C drücken
help-sync = Holen und senden, was da ist, einmal
help-sync-after = Was wartete, geht hinaus, was neu ist, kommt herein. Das Gerät einer neuen Person liest auch die Zeit davor, und setzt fort, wo es unterbrochen wurde.
help-library = Bewahren, was bleibt: Gesetze, Urteile, Berichte, und was man davon weiß
help-library-add = Der Bibliothek eines Raums einen Eintrag hinzufügen
help-library-add-after = Einen Text in UTF-8 (.txt, .md) von höchstens 128 KiB enthält der Eintrag selbst; jede andere Datei geht versiegelt zum Relais, bis 4 GiB. Nach einer Unterbrechung macht derselbe Befehl dort weiter, wo er aufgehört hat. Ohne Titel heißt der Eintrag wie die Datei. Wer später kommt, liest ihn auch, wenn die Mitglieder nichts anderes vereinbart haben.
help-library-attach = Eine Datei als neueste Fassung eines Eintrags bringen
help-library-attach-after = Frühere Fassungen bleiben; `toguna library show S ITEM` zählt sie auf. Nach einer Unterbrechung macht derselbe Befehl dort weiter, wo er aufgehört hat.
help-library-detach = Eine Fassung von einem Eintrag wegnehmen
help-library-detach-after = Die neueste, wenn `--version` keine andere nennt. Hat dieses Gerät die Datei gebracht, wird sie auch beim Relais gelöscht, endgültig. Was andere geholt haben, haben sie vielleicht noch, und dass sie da war, bleibt im Verlauf.
help-library-keep-file = Eine Datei bleiben lassen, die das Relais löschen soll
help-library-keep-file-after = Für Verantwortliche. Eine Datei, die beim Relais gelöscht werden sollte, bleibt dort; benannt mit ihrer Kennung, wie `library detach --at-relay` sie gesagt hat.
help-library-copy = Einen Eintrag in die Bibliothek eines anderen Raums kopieren
help-library-copy-after = Die Mitglieder des anderen Raums erfahren ihn samt seinen Dateien, und woher er ist: Raum, Eintrag, wer ihn hinzufügte. Noch einmal ausgeführt, bringt es die Kopie auf den neuesten Stand.
help-library-export = Die ganze Bibliothek ausgeben, ein Eintrag je Zeile
help-library-export-after = Dieselben Bytes für jedes Mitglied, das ebenso weit gelesen hat. Was noch auf das Senden wartet, ist nicht dabei.
help-library-fields = Felder: abstract-ar abstract-de abstract-en abstract-fr abstract-pt citation copied-from countries court creators date instruments key languages licence organisation rights source tags terms text title type url. Listen (countries, creators, instruments, languages, rights, tags, terms) bekommen jedes Mal einen Wert dazu.
help-library-get = Den Text eines Eintrags zeigen oder seine Datei hierher schreiben
help-library-get-after = Die neueste Fassung, wenn keine andere verlangt wird. Die Datei darf es noch nicht geben. Ihre Passphrase schützt sie nicht mehr.
help-library-history = Zeigen, wer einen Eintrag wann geändert hat
help-library-import = Dateien hinzufügen, oder Ordner davon
help-library-import-after = Noch einmal ausgeführt, ändert es nur, was sich geändert hat. Eine Datei, die nicht aufgenommen werden kann, wird genannt; die anderen werden aufgenommen. Verweisen wird nicht gefolgt, und in Ordnern wird Verborgenes übergangen.
help-library-index = Auf diesem Gerät durchsuchbar machen, was Dateien sagen
help-library-index-after = Was Sie hinzufügen, öffnen oder holen, wird sofort gelesen. Dies holt alle anderen Dokumente, die noch nicht gelesen sind: PDF, DOCX, OpenDocument, HTML, Markdown, Text. Unterbrochen, geht es weiter, wo es war.
help-library-list = Zeigen, was in der Bibliothek eines Raums ist
help-library-read-list = Leselisten führen: Einträge und Stellen daraus, in einer Reihenfolge
help-library-read-list-after = Eine Stelle ist an ihren Wörtern zu erkennen und wird so in der nächsten Fassung wiedergefunden. Sie wird mit dem verglichen, was dieses Gerät selbst gelesen hat: Was jemand nur zu zitieren behauptet, wird gekennzeichnet. Die Nummern sind die, unter denen gezeigt wird, was auf der Liste steht.
help-library-refer = Zeigen, worauf ein Eintrag verweist und was auf ihn verweist, oder auf einen anderen verweisen
help-library-refer-after = Vom ganzen Eintrag oder einer Stelle daraus auf einen ganzen anderen oder eine Stelle: Eine Stelle ist an ihren Wörtern zu erkennen und wird mit dem verglichen, was dieses Gerät selbst gelesen hat.
help-library-open = Einen Eintrag in einem anderen Programm öffnen und die Kopie danach löschen
help-library-open-after = Die Kopie liegt im Arbeitsspeicher, in einem Ordner, den nur Sie lesen dürfen, bis das mit `--with` genannte Programm endet oder Sie die Eingabetaste drücken. Das andere Programm kann eigene Spuren hinterlassen.
help-library-set = Mehr von einem Eintrag sagen, oder etwas anderes
help-library-set-after = Ein leerer Wert nimmt ein Feld weg.
help-library-show = Zeigen, was man von einem Eintrag weiß
help-library-tag = Wörter an einen Eintrag heften oder davon abnehmen
help-search = Finden, was gesagt wurde, nach seinen Wörtern
help-search-after = Alle Wörter müssen vorkommen; „Wörter in Anführungszeichen“ stehen hintereinander, und frei* ist jedes Wort, das so beginnt. Akzente, Taschkil, der arabische Artikel und Großschreibung machen keinen Unterschied. Durchsucht wird nur dieses Gerät, mit dem, was es abgeholt hat; niemand erfährt davon.
help-doctor = Tresor, Relais, Uhr und Räume prüfen
help-demo = Drei Verteidigerinnen über ein echtes Relais sprechen sehen und dort dann nach jedem Wort suchen
help-demo-after = Läuft ganz auf diesem Rechner. Der Rückgabewert ist nicht 0, wenn beim Relais etwas Lesbares gefunden wurde.

example-join = Den Link aus einer Datei lesen, damit er nicht im Verlauf der Shell steht
example-create = Einen Raum gründen
example-list = Ihre Räume sehen
example-invite = Zwei Kolleginnen einladen, die dann schreiben und einladen dürfen
example-remove = Ein Mitglied aus einem Skript heraus entfernen
example-refound = Ohne die Person weitermachen, die den Raum angehalten hat
example-forget = Auf diesem Gerät nichts von einem Raum zurücklassen
example-close = Einen Raum schließen, der seinen Dienst getan hat
example-close-withdraw = Ihn doch offen lassen
example-retention = Alle Nachrichten löschen lassen, die älter als ein Monat sind
example-retention-withdraw = Sie doch behalten
example-create-large = Einen Raum für mehr als 150 Geräte gründen, ohne Post-Quanten-Verschlüsselung
example-role = Jemanden mitentscheiden lassen
example-policy = Nachrichten nach einer Woche verschwinden lassen
example-history = Sehen, ob die Vergangenheit eines Raums vollständig ist
example-say = Einen Satz sagen
example-say-stdin = Einen Text aus einer Datei senden
example-edit = Einen Satz berichtigen
example-react = Einer Nachricht zustimmen
example-say-reply = Auf eine Nachricht antworten und nennen, wer gemeint ist
example-say-file = Eine Sprachnachricht schicken
example-read = Die letzten fünfzig Einträge lesen
example-read-accept = Alle Einladungen annehmen, dann lesen
example-sync = Jeden Schritt sagen
example-library-add = Einen Text hinzufügen mit dem, was man davon weiß
example-library-attach = Einen Entwurf durch das Veröffentlichte ersetzen
example-library-detach = Einen Entwurf wegnehmen
example-library-detach-relay = Eine Datei löschen lassen, die jemand anders gebracht hat
example-library-keep-file = Zurücknehmen, was verlangt war
example-library-cite = Zitate an ein anderes Programm geben
example-library-copy = Einen Text in einem Raum für Schulungen verwenden
example-library-export = Die Bibliothek als Datei weitergeben
example-library-get = Einen Text in eine Datei schreiben
example-library-get-version = Eine frühere Fassung in eine Datei schreiben
example-library-history = Sehen, wer einen Eintrag geändert hat
example-library-import = Einen Ordner von Texten hinzufügen
example-library-index = Alle Dokumente eines Raums lesen, für unterwegs
example-library-list = Auflisten, was ein Schlagwort trägt
example-library-open = Einen Eintrag im üblichen Programm lesen
example-library-open-with = Einen Bericht in einem Programm Ihrer Wahl lesen
example-library-read-list = Eine Liste zeigen, und wo ihre Stellen jetzt stehen
example-library-read-list-new = Eine Liste für Neue anfangen
example-library-read-list-quote = Eine Stelle daraufsetzen, mit einem Wort dazu
example-library-refer = Sagen, auf welche Stelle sich ein Urteil stützt
example-library-refer-show = Sehen, was auf einen Text verweist
example-library-set = Sagen, um welchen Artikel es geht und wer es herausgab
example-library-show = Einen Eintrag zeigen
example-library-table = Sehen, was eine Tabelle von Uwazi brächte
example-library-archive = Ein Archiv aufnehmen, wie Uwazi es nimmt: eine Tabelle namens import.csv und ihre Dateien
example-library-tag = Zwei Wörter an einen Eintrag heften
example-search = Einen Raum durchsuchen
example-search-phrase = Eine Wendung und einen Wortanfang finden, die dieses Jahr gesagt wurden
example-search-save = Suchen und die Suche für das nächste Mal behalten
example-search-saved = Noch einmal nach demselben suchen
example-demo = Alles behalten, um danach von Hand weiterzumachen

arg-home = Ordner Ihres Tresors (Umgebung: TOGUNA_HOME; sonst der übliche Datenordner)
arg-json = In JSON antworten, ein Objekt je Zeile; Fehler ebenso, auf der Fehlerausgabe
arg-passphrase-file = Die Passphrase aus dieser Datei lesen (Umgebung: TOGUNA_PASSPHRASE_FILE; sonst wird gefragt)
arg-lang = Sprache: ar, de, en, fr oder pt (Umgebung: TOGUNA_LANG; sonst die Ihres Systems)
arg-proxy = Das Relais über diesen SOCKS5-Proxy erreichen, etwa Tor: socks5://127.0.0.1:9050
arg-help = Diese Hilfe zeigen
arg-version = Die Version zeigen
arg-link = Der Registrierungslink, oder `-`, um ihn von der Standardeingabe zu lesen
arg-own-handle = Der Name, unter dem man Sie findet; ein Pseudonym ist willkommen
arg-space = Der Raum: sein Titel, seine Kennung oder ein eindeutiger Anfang davon
arg-title = Der Titel; nur Mitglieder können ihn lesen
arg-handles = Namen der Leute, die eingeladen werden
arg-role = Was sie dürfen: reader (lesen), contributor (mitwirken, der Normalfall) oder steward (verantworten)
arg-hurry = Die Einladungen sofort senden statt nach 5 bis 120 Sekunden; das Relais könnte dann erraten, zu welchem Raum sie gehören
arg-no-wait-letters = Nicht warten, bis die Einladungen abgegangen sind; ein späterer Befehl sendet sie
arg-invitation = Die Einladung: der Anfang ihrer Kennung oder der Name der einladenden Person
arg-removed = Name des Mitglieds, das entfernt wird
arg-list-all = Auch Räume, die in einem anderen weitergehen
arg-refound-anyway = Auch wenn ihn schon jemand neu gegründet hat oder zu wenige der letzten Änderung nicht folgen konnten; dann werden alle gefragt
arg-yes = Nicht nachfragen
arg-at-relay = Als Verantwortliche ihre Datei beim Relais in einer Woche löschen lassen, wer auch immer sie gebracht hat
arg-file-id = Eine Datei mit ihrer Kennung: 32 hexadezimale Ziffern
arg-withdraw = Das Verlangen zurücknehmen
arg-shorten = Wie lange Nachrichten leben, auch schon gesagte: 1d, 7d, 30d, 90d oder 365d
arg-successor = Name des Mitglieds, das die Verantwortung übernimmt, falls sie zuletzt allein bei Ihnen liegt
arg-large = Die klassische Verschlüsselung nehmen, die bis zu 2.000 Geräte fasst; die Post-Quanten-Verschlüsselung fasst 150
arg-role-handle = Name des Mitglieds
arg-role-new = Die neue Rolle: reader (lesen), contributor (mitwirken) oder steward (verantworten)
arg-title-new = Der neue Titel; nur Mitglieder können ihn lesen
arg-newcomers = Was Neue von der Zeit vor ihnen lesen dürfen: full (alles) oder from-join (nichts)
arg-lifetime = Wie lange Nachrichten leben, auf Geräten und beim Relais: keep (ohne Ende), 1d, 7d, 30d, 90d oder 365d
arg-era-age = Alter, in dem der Schlüssel neuer Dokumente erneuert wird, etwa 12h oder 7d
arg-heal = Auch den Schlüssel erneuern, mit dem Dokumente versiegelt werden
arg-text = Was gesagt wird; ohne Angabe wird die Standardeingabe gelesen
arg-anyway = Senden, obwohl Mitgliedern verschiedene Verläufe gezeigt wurden
arg-no-wait-say = Nur in den Postausgang legen; ein späterer Befehl sendet es
arg-wait-say = Wie lange auf die Quittung eines stummen Relais gewartet wird, etwa 30s oder 2m (sonst 10s, über einen Proxy 30s); danach bleibt die Nachricht im Postausgang
arg-last = Die letzten N Einträge zeigen (sonst 20)
arg-all = Alles zeigen, was dieses Gerät hat
arg-offline = Nicht zum Relais gehen
arg-accept = Zuerst alle wartenden Einladungen annehmen
arg-message = Die Nachricht: ihre Stelle, etwa 12, oder der Anfang ihrer Kennung
arg-text-new = Die neuen Worte
arg-sign = Ein Emoji oder ein kurzes Wort
arg-undo = Es wieder wegnehmen
arg-reply = Die Nachricht, auf die dies antwortet
arg-say-file = Eine Datei, von der die Worte handeln oder die für sie steht; mehrmals möglich
arg-thread = Die Nachricht, zu deren Faden dies gehört
arg-to = Name eines Mitglieds, das gemeint ist; mehrmals möglich
arg-tell-read = Den Mitgliedern sagen, wie weit Sie gelesen haben
arg-words = Die gesuchten Wörter
arg-progress = Nach jedem Raum sagen, wie weit es ist
arg-atomic = Nichts von einer Tabelle aufnehmen, wenn eine Zeile nicht aufgenommen werden kann
arg-dry-run = Nur sagen, was getan würde
arg-file = Eine Datei
arg-format = jsonl (alles, ein Eintrag je Zeile), csv (eine Tabelle), ris, bibtex oder csl-json
arg-item = Der Eintrag: sein Titel oder der Anfang seiner Kennung
arg-item-date = Wann er entstand: 1948, 1948-12, 1948-12-10, 2019-05/2020
arg-list = Die Liste: ihr Titel oder der Anfang ihrer Kennung; sonst alle Listen
arg-list-new = Die Liste anfangen, wenn es keine dieses Titels gibt
arg-list-add = Einen Eintrag ans Ende der Liste setzen
arg-quote = Nicht den ganzen Eintrag, sondern die Stelle mit diesen Wörtern
arg-page = Die Seite, auf der die Stelle ist, wenn die Wörter mehrmals vorkommen
arg-note = Was dazu zu sagen ist; leer nimmt es weg
arg-list-entry = Die Nummer, von der --note spricht
arg-list-move = Verschieben, an die mit --to genannte Stelle
arg-list-to = Die Stelle, an die verschoben wird
arg-list-remove = Von der Liste nehmen; der Eintrag der Bibliothek bleibt
arg-list-rename = Der Liste einen anderen Namen geben
arg-list-delete = Die ganze Liste wegnehmen; die Einträge der Bibliothek bleiben
arg-refer-to = Der Eintrag, auf den verwiesen wird: sein Titel oder der Anfang seiner Kennung
arg-from-quote = Die Stelle, die verweist, nach ihren Wörtern; sonst der ganze Eintrag
arg-refer-note = Was dazu zu sagen ist
arg-refer-remove = Einen Verweis wegnehmen, nach seiner Nummer
arg-search-save = Diese Suche unter einem Namen behalten, nur auf diesem Gerät
arg-search-saved = Nach dem suchen, was unter einem Namen behalten wurde; gegebene Optionen gehen vor
arg-search-list = Die behaltenen Suchen zeigen
arg-search-forget = Eine behaltene Suche vergessen
arg-paths = Dateien, Ordner davon oder Tabellen (.csv)
arg-remove-tag = Sie stattdessen abnehmen
arg-set = Ein Feld und sein Wert
arg-tag = Ein Wort, um ihn zu finden
arg-to-file = Die Datei, die geschrieben wird, oder der Ordner dafür
arg-version-of-item = Welche Fassung; sonst die neueste
arg-text-only = Den Text, auch wenn es eine Datei gibt
arg-to-space = Der Raum, in den kopiert wird
arg-with-tag = Nur Einträge mit diesem Schlagwort
arg-with-program = Mit diesem Programm öffnen und warten, bis es endet
arg-insecure-temp = Wo es keinen Ordner im Arbeitsspeicher gibt: auf der Platte, wo Spuren bleiben können
arg-in-space = Nur in diesem Raum
arg-from = Nur was diese Person gesagt hat
arg-search-kind = Nur Nachrichten (message) oder nur Einträge von Bibliotheken (item)
arg-since = Nur was an diesem Tag oder später gesagt wurde (2026-11-23)
arg-until = Nur was an diesem Tag oder vorher gesagt wurde
arg-limit = Höchstens so viele, die besten zuerst; sonst 20
arg-follow-space = Der Raum; ohne Angabe alle Räume
arg-keep = Tresore und Relais in diesem Ordner behalten und sagen, wie es weitergeht

## Wörter

role-reader = Lesen
role-contributor = Mitwirken
role-steward = Verantwortung
role-none = keine Rolle
state-founding = in Gründung
state-joining = im Beitritt
state-active = aktiv
state-closed = geschlossen
state-leaving = im Austritt
state-left = verlassen
state-removed = Sie wurden entfernt
state-succeeded = geht in einem anderen Raum weiter
state-wedged = angehalten
suite-post-quantum = post-quantensicher (ML-KEM-768 mit X25519)
suite-classical = klassisch (X25519), für große Räume
newcomers-full = alles
newcomers-from-join = was nach ihrem Beitritt kommt
lifetime-keep = ohne Ende
span-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
span-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
field-era-max-age = Alter der Ären
field-handle = Name
field-text = Text
field-title = Titel
field-handles = Liste der Namen
field-attachments = Anhänge
field-mentions = Erwähnungen
field-sign = Zeichen
entry-answers = antwortet { $who } { $place }: { $text }
entry-for = für { $people }
entry-file = Datei: { $name }, { $size }
entry-file-item = Datei: { $name }, { $size }, in der Bibliothek: { $item }
entry-edited = geändert
entry-pinned = angeheftet
entry-by = ({ $people })
word-you = Sie
word-unknown = unbekannt
word-queued = noch nicht abgegangen
detail-seconds-apart = Sekunden Abstand
detail-fewest = wartende Schlüssel, mindestens
detail-wanted = gewünscht
detail-spaces = Räume
detail-waiting = wartend

## Fragen

ask-passphrase = Passphrase:
ask-passphrase-new = Wählen Sie eine Passphrase (niemand kann sie Ihnen wiederbeschaffen):
ask-passphrase-again = Dieselbe Passphrase noch einmal:
ask-remove = { $handle } aus „{ $title }“ entfernen? Wer bleibt, bekommt neue Schlüssel; { $handle } liest dann nichts Neues mehr. [j/N]
ask-leave = „{ $title }“ verlassen? Sie lesen dort dann nichts Neues mehr. [j/N]
ask-forget = Alles löschen, was dieses Gerät von „{ $title }“ hält? Es lässt sich nicht zurückholen. [j/N]
ask-close = Alles, was das Relais von „{ $title }“ hält, für alle Mitglieder in einer Woche löschen lassen? [j/N]
ask-retention = Von jetzt an leben Nachrichten in „{ $title }“: { $what }. { $count ->
    [one] 1 Nachricht wird in einer Woche für alle Mitglieder gelöscht.
   *[other] { $count } Nachrichten werden in einer Woche für alle Mitglieder gelöscht.
 } Fortfahren? [j/N]
ask-detach = Fassung { $version } von „{ $title }“, { $file }, für alle wegnehmen?
ask-list-delete = Die Leseliste „{ $title }“ für alle wegnehmen?
ask-steward = { $handle } die Verantwortung für „{ $title }“ mit übertragen? Wer sie trägt, entscheidet alles und kann auch Sie entfernen. [j/N]
ask-own-role = Die eigene Rolle in „{ $title }“ ändern ({ $role })? Nur wer Verantwortung trägt, kann sie zurückgeben. [j/N]
ask-delete = Diese Nachricht auf allen Geräten löschen? [j/N]
ask-done-reading = Drücken Sie die Eingabetaste, wenn Sie fertig sind; die Kopie wird dann gelöscht.
ask-settle = Haben Sie „{ $title }“ auf anderem Weg mit den anderen verglichen, und wollen Sie weitermachen? [j/N]
ask-refound = „{ $title }“ mit { $count } der anderen Mitglieder neu gründen, ohne { $who }? [j/N]
ask-refound-all = „{ $title }“ mit allen { $count } anderen Mitgliedern neu gründen? Niemand weiß, wer ihn angehalten hat. [j/N]
ask-yes-words = j ja y

## Antworten

out-joined = Sie sind { $handle } auf dem Relais { $endpoint }.
out-joined-next = Weiter: `toguna space create TITEL`, oder warten Sie auf eine Einladung: `toguna space invitations`.
out-handle = Name: { $handle }
out-relay = Relais: { $endpoint }
out-account = Konto: { $id }
out-device = Gerät: { $id }
out-fingerprint = Fingerabdruck: { $digits }
out-compare = Vergleichen Sie den Fingerabdruck von Angesicht zu Angesicht oder mit der Stimme, nicht über dieses Netz.
out-status-unread = { $count ->
    [0] Nichts Ungelesenes (Räume: { $spaces }).
    [one] { $count } ungelesener Eintrag (Räume: { $spaces }).
   *[other] { $count } ungelesene Einträge (Räume: { $spaces }).
}
out-status-messages = { $count ->
    [0] Keine Nachricht wartet auf den Versand.
    [one] { $count } Nachricht wartet auf den Versand.
   *[other] { $count } Nachrichten warten auf den Versand.
}
out-status-letters = { $count ->
    [0] Kein Brief wartet auf den Versand.
    [one] { $count } Brief wartet auf den Versand.
   *[other] { $count } Briefe warten auf den Versand.
}
out-status-invitations = { $count ->
    [0] Keine Einladung wartet auf Ihre Antwort.
    [one] { $count } Einladung wartet auf Ihre Antwort: `toguna space invitations`.
   *[other] { $count } Einladungen warten auf Ihre Antwort: `toguna space invitations`.
}
out-alarm = Achtung, „{ $title }“: { $what }
out-alarm-by = { $what } (signiert von { $who })
alarm-commit-invalid-committer = ein Mitglied hat eine Änderung gemacht, die niemand machen darf; der Raum steht still
alarm-commit-invalid-nobody = eine Änderung ist angekommen, die niemand machen darf, und es ist nicht zu sehen, von wem; der Raum steht still
alarm-commit-invalid-outsider = eine Änderung ist angekommen, die niemand machen darf, von jemandem, der nicht Mitglied ist und den Schlüssel dazu vom Gerät eines Mitglieds hat; der Raum steht still
alarm-commit-malformed = eine unlesbare Änderung ist angekommen; der Raum steht still
alarm-member-contradicts = ein Mitglied hat zweierlei als ein und dasselbe gesagt; das zweite wurde abgelehnt. Fragen Sie dieses Mitglied auf anderem Weg
alarm-member-oversteps = ein Mitglied hat geschrieben, was es nicht darf; alle Geräte haben es abgelehnt. Wer den Raum verantwortet, kann das Mitglied entfernen
alarm-needs-re-add = dieses Gerät kann nicht mehr folgen; es bittet die anderen, es wieder aufzunehmen, was geschieht, sobald jemand online ist
alarm-not-healed = dieses Gerät hat vor mehr als einem Tag seine Schlüssel erneuert, und der Verlauf zeigt es nicht; wer die alten kopiert hat, liest weiter mit: mit anderen vergleichen und an ein anderes Relais denken
alarm-relay-forked = das Relais hat einen Verlauf signiert und zeigt einen anderen
alarm-relay-lied = das Relais widerspricht dem, was es signiert hatte, oder seinem eigenen Verlauf; nichts davon wurde angenommen. Sagen Sie es den anderen auf anderem Weg
alarm-relay-withholds = das Relais hält zurück, was es schon quittiert hatte
alarm-space-refounded = jemand hat diesen Raum neu gegründet, und dieses Gerät kann nicht selbst beurteilen, ob das recht ist; siehe `toguna space invitations`
alarm-sync-failed = der Raum ließ sich nicht auf den neuesten Stand bringen; rufen Sie `toguna doctor` auf
alarm-vault-put-back = in diesem Raum stehen unter Ihrem Namen Worte, die dieses Gerät nicht kennt: seine Daten stammen aus einer älteren Kopie, oder ein Mitglied täuscht das vor; es erneuert seine Schlüssel, bevor es etwas sagt
alarm-views-differ = Mitgliedern wurden verschiedene Verläufe gezeigt; das Relais oder eines von ihnen ist nicht ehrlich
out-space-created = Der Raum „{ $title }“ besteht; die Verantwortung liegt bei Ihnen. Seine Kennung beginnt mit { $id }.
out-space-created-next = Weiter: `toguna space invite { $id } NAME`
out-space-none = Sie gehören noch keinem Raum an.
out-members = { $count ->
    [one] { $count } Mitglied
   *[other] { $count } Mitglieder
}
out-unread = { $count ->
    [0] nichts ungelesen
   *[other] { $count } ungelesen
}
out-unconfirmed = Noch unbestätigt: Außer dem Relais und { $inviter } hat Ihnen niemand diesen Verlauf gezeigt.
out-only-inviter = Bisher nur von { $inviter } und Ihnen gesehen.
out-show-id = Kennung: { $id }
out-show-state = Zustand: { $state }
out-show-role = Ihre Rolle: { $role }
out-show-epoch = Epoche: { $epoch }
out-show-suite = Verschlüsselung: { $suite }
out-show-people = Mitglieder:
out-show-waiting = Wartet auf den Versand:
out-devices = { $count ->
    [one] { $count } Gerät
   *[other] { $count } Geräte
}
out-keys-renewed = Schlüssel erneuert: { $when }
out-keys-not-renewed = Schlüssel nicht erneuert, seit dieses Gerät im Raum ist
out-invited = Eingeladen: { $handle }
out-already = Schon Mitglied: { $handle }
out-letters-left = Die Einladungen sind abgegangen.
out-letters-waiting = { $count ->
    [one] { $count } Brief wartet; der nächste Befehl, der das Relais erreicht, sendet ihn.
   *[other] { $count } Briefe warten; der nächste Befehl, der das Relais erreicht, sendet sie.
}
out-progress-letters = { $count ->
    [one] { $count } Brief wartet noch seine zufälligen 5 bis 120 Sekunden ab…
   *[other] { $count } Briefe warten noch ihre zufälligen 5 bis 120 Sekunden ab…
}
out-progress-sync = Holen: { $done } von { $spaces } Räumen, { $entries } Einträge…
out-invitation = { $id }  von { $inviter }, { $when }
out-invitation-succeeds =           geht aus „{ $title }“ hervor: { $why }
out-doubt-competing = Sie machen schon in einem anderen weiter
out-doubt-not-a-steward = wer dafür bürgt, war dort nicht verantwortlich. Fragen Sie auf anderem Weg nach
out-doubt-not-as-agreed = Mitglieder oder Regeln sind nicht die des angehaltenen Raums. Fragen Sie auf anderem Weg nach
out-doubt-not-verified = dieses Gerät kann nicht selbst sehen, ob das recht ist. Fragen Sie auf anderem Weg nach
out-doubt-not-stopped = aber jener Raum steht hier nicht still. Fragen Sie auf anderem Weg nach
out-doubt-none = dieses Gerät folgt beim nächsten Abgleich von selbst
out-invitations-none = Keine Einladung wartet.
out-invitations-next = Antworten Sie mit `toguna space accept ID` oder `toguna space decline ID`.
out-accepted = Sie sind jetzt in „{ $title }“.
out-declined = Abgelehnt.
out-removed = { $handle } ist nicht mehr Mitglied von „{ $title }“.
out-refound-offered = { $who } hat ihn schon neu gegründet: `toguna space invitations`.
out-refounded = „{ $title }“ geht in einem neuen Raum weiter.
out-refound-left-out = Nicht mehr dabei: { $who }
out-refound-brought = Mitgenommen: { $handle }
out-refound-missing = Jetzt nicht aufzunehmen: { $who }. Laden Sie diese Person ein, wenn ihr Gerät online war.
out-left = Sie haben gebeten, „{ $title }“ zu verlassen; ein Mitglied, das bleibt, schließt es ab.
out-forgotten = Dieses Gerät hält von „{ $title }“ nichts mehr.
out-closes = schließt am { $day }
out-show-no-steward-key = Dieses Gerät hat den Schlüssel der Verantwortlichen noch nicht: Es kann nicht verlangen, dass der Raum schließt.
out-closing = „{ $title }“ schließt am { $day }: Dann löscht das Relais alles, was es davon hält.
out-closing-withdrawn = „{ $title }“ bleibt offen.
out-erasing = Ältere Nachrichten werden am { $day } gelöscht, beim Relais und auf den Geräten der Mitglieder.
out-erasing-none = Auf Verlangen sind keine Nachrichten zu löschen.
out-said = Gesagt, und vom Relais als Eintrag { $seq } quittiert.
out-queued = Im Postausgang; es geht mit dem nächsten Befehl ab, der das Relais erreicht.
out-empty = Noch nichts zu lesen.
out-nothing-found = Auf diesem Gerät nichts gefunden.
out-unreachable = Das Relais ist nicht erreichbar; dies ist, was das Gerät hat.
out-following = Es wird mitgelesen. Strg-C beendet.
out-offline = Die Verbindung ist weg; neuer Versuch…
out-online = Wieder verbunden.
out-new-invitation = Eine Einladung von { $inviter }: `toguna space accept { $id }`
out-file-open-to-others = Andere auf diesem Rechner können die Passphrasen-Datei lesen; nehmen Sie ihnen das Recht: chmod 600
event-arrived = Kann jetzt lesen: { $who }
event-joined = Neu, hinzugefügt von { $who }: { $people }
event-gone = Nicht mehr hier: { $people }
out-role-changed = { $handle } hat in „{ $title }“ jetzt die Rolle: { $role }.
out-renamed = Der Raum heißt jetzt „{ $title }“.
out-show-newcomers = Neue lesen: { $what }
out-show-lifetime = Nachrichten leben: { $what }
out-show-era-age = Dokumentenschlüssel werden erneuert nach: { $what }
out-history-founder = In diesem Raum wurde nichts geschrieben, bevor dieses Gerät darin war.
out-history-progress = Die Zeit vor diesem Gerät wird gelesen: { $read } von { $of }
out-history-reading = Die Zeit vor diesem Gerät wird gelesen: { $read } von { $count }. Nichts davon zählt, bevor es geprüft ist.
out-history-refused = Was das Relais von der Zeit vor diesem Gerät zeigt, ist nicht, was Mitglieder unterschrieben haben. Nichts davon zählt; die nächste Synchronisation versucht es wieder. Vergleichen Sie mit anderen.
out-history-whole = { $count ->
    [one] Alles aus der Zeit vor dem Beitritt dieses Geräts wurde gelesen und geprüft: { $count } Eintrag.
   *[other] Alles aus der Zeit vor dem Beitritt dieses Geräts wurde gelesen und geprüft: { $count } Einträge.
}
out-history-withheld = { $count ->
    [one] Was vor dem Beitritt dieses Geräts geschrieben wurde, bleibt ihm vorenthalten: { $count } Eintrag. So haben es die Mitglieder vereinbart.
   *[other] Was vor dem Beitritt dieses Geräts geschrieben wurde, bleibt ihm vorenthalten: { $count } Einträge. So haben es die Mitglieder vereinbart.
}
out-synced = Neue Einträge: { $entries }. Gesendet: { $sent }. Aus der Zeit davor gelesen: { $replayed }. Neue Einladungen: { $invitations }.
out-import-added = Hinzugefügt: { $file }
out-import-changed = Geändert: { $file }
out-import-progress = Aufnehmen: { $done } von { $of } Dateien…
out-upload-progress = Senden: { $percent } % von { $size }…
out-file-fault = { $file }: { $fault }
out-fetch-progress = Holen: { $percent } % von { $size }…
out-copy-progress = Kopieren: { $percent } % von { $size }…
out-import-refused = Nicht aufgenommen: { $file }
out-import-unchanged = Unverändert: { $file }
out-item-added = „{ $title }“ ist in der Bibliothek.
out-item-changed = „{ $title }“ wurde geändert.
out-item-version = Fassung { $version }, { $size }
out-item-on-list = auf der Leseliste „{ $title }“
out-detached = Fassung { $version } von „{ $title }“ ist weg.
out-detached-deleted = Ihre Datei ist beim Relais gelöscht.
out-detached-stays = Ihre Datei liegt noch beim Relais, für dieses unlesbar: Wer sie gebracht hat, kann sie dort löschen, mit dem Gerät, mit dem sie gebracht wurde.
out-detached-goes = Das Relais löscht ihre Datei in einer Woche, wer auch immer sie gebracht hat. Zurücknehmen: toguna library keep-file S { $id }
out-file-kept = Die Datei bleibt beim Relais.
out-index-progress = Lesen: Datei { $number } von { $of }, { $size }…
out-index-item = „{ $title }“: { $text }
out-indexed = { $of ->
    [0] Alle Dokumente waren schon gelesen.
   *[other] { $read } von { $of } Dateien sind jetzt durchsuchbar.
}
out-found-in-file = in { $file }
out-found-on-page = in { $file }, Seite { $page }
text-unread = Was die Datei sagt, ist auf diesem Gerät noch nicht gelesen; „toguna library index“ tut das.
text-whole = Was die Datei sagt, ist durchsuchbar.
text-cut = Nur der Anfang dessen, was die Datei sagt, ist durchsuchbar: Sie ist sehr lang.
text-unknown = Was die Datei sagt, ist nicht durchsuchbar: Sie ist keine Art von Dokument, die hier gelesen wird.
text-no-words = Was die Datei sagt, ist nicht durchsuchbar: Sie enthält keine Wörter. Vielleicht ist sie ein Scan.
text-damaged = Was die Datei sagt, ist nicht durchsuchbar: Sie ist beschädigt.
text-locked = Was die Datei sagt, ist nicht durchsuchbar: Sie ist mit einem Passwort geschützt.
text-too-much = Was die Datei sagt, ist nicht durchsuchbar: Sie ist zu groß oder wird es beim Auspacken.
text-failed = Was die Datei sagt, ist nicht durchsuchbar: Sie zu lesen brauchte zu viel Speicher oder Zeit, oder der Leser ist an ihr gescheitert. Seien Sie vorsichtig mit ihr, wenn Sie nicht wissen, woher sie kommt.
out-library-empty = In der Bibliothek ist noch nichts.
out-list-deleted = Die Leseliste „{ $title }“ ist weg.
out-no-lists = In diesem Raum gibt es noch keine Leselisten.
out-list-entries = { $entries ->
    [one] 1 Titel
   *[other] { $entries } Titel
 }
out-entry-missing = ein Eintrag, der nicht in dieser Bibliothek ist, soweit dieses Gerät weiß
out-quote = „{ $quote }“
out-passage-page = Seite { $page }
out-passage-earlier = in der neuesten Fassung nicht mehr; in Fassung { $version }
out-passage-earlier-page = in der neuesten Fassung nicht mehr; in Fassung { $version }, Seite { $page }
out-passage-unread = nicht geprüft: Die Datei ist auf diesem Gerät nicht gelesen oder nicht ganz; „toguna library index“ liest sie
out-passage-nowhere = steht dort nicht: Der Eintrag sagt das nicht, soweit dieses Gerät ihn lesen kann
out-refers-to = verweist auf
out-referred-by = darauf verweist
out-from-quote = von
out-to-quote = auf
out-search-forgotten = Die Suche „{ $name }“ ist vergessen.
out-no-searches = Auf diesem Gerät ist keine Suche behalten.
out-table-done = Zeilen hinzugefügt: { $added }, geändert: { $changed }, unverändert: { $unchanged }, abgelehnt: { $refused }.
out-table-passed-over = Spalten, die hier nichts sagen: { $columns }
out-table-refused = Zeile { $line }: { $why }
out-table-refused-column = Zeile { $line } { $column }: { $why }
why-no-date = kein Datum in bekannter Form
why-no-file = das Archiv hat keine solche Datei
why-no-title = kein Titel
why-not-a-table = keine Zeile der Tabelle
why-repeated = ihr Schlüssel steht schon weiter oben
why-too-long = zu lang
why-too-many = zu viele Zeilen
why-unreadable = die Datei lässt sich dem Archiv nicht entnehmen: Sie ist beschädigt, verschlüsselt oder ungewöhnlich gepackt
out-written = „{ $title }“ wurde geschrieben.
out-saved = „{ $title }“ wurde nach { $file } geschrieben.
out-keys-updated = Dieses Gerät hat neue Schlüssel in „{ $title }“.
event-role = Neue Rolle von { $person }, gegeben von { $who }: { $role }
event-renamed = Der Raum heißt jetzt „{ $title }“ (umbenannt von { $who })
event-newcomers = Was Neue lesen, bestimmt von { $who }: { $what }
event-lifetime = Wie lange Nachrichten leben, bestimmt von { $who }: { $what }
event-era-age = Wann Dokumentenschlüssel erneuert werden, bestimmt von { $who }: nach { $what }
event-closing = { $who } hat verlangt, diesen Raum zu schließen: Eine Woche später löscht das Relais alles, was es davon hält.
event-stays-open = { $who } hat das zurückgenommen: Dieser Raum bleibt offen.
event-erasing = { $who } hat verlangt, ältere Nachrichten zu löschen: Sie gehen eine Woche später, beim Relais und auf den Geräten der Mitglieder.
event-kept = { $who } hat das zurückgenommen: Ältere Nachrichten bleiben.
event-file-goes = { $who } hat verlangt, eine Datei zu löschen: Sie geht eine Woche später beim Relais.
event-file-stays = { $who } hat das zurückgenommen: Die Datei bleibt beim Relais.
out-edited = Geändert.
out-deleted = Gelöscht.
out-reacted = Ihr Zeichen steht an der Nachricht.
out-pinned = Für alle angeheftet.
out-undone = Weggenommen.
event-deleted = Eine Nachricht von { $who } wurde gelöscht.
out-settled = Sie machen in „{ $title }“ weiter; was gefunden wurde, bleibt aufbewahrt.
out-contradiction = Eintrag { $seq }: Bis Eintrag { $place } war ein anderer Verlauf gezeigt worden, und zwar: { $who }.
out-contradiction-members = Eintrag { $seq }: Andere Mitglieder waren gezeigt worden, und zwar: { $who }.
out-contradiction-agree = { $count ->
    [one] Ein anderes Mitglied hat seither unterschrieben, was dieses Gerät dort gesehen hat.
   *[other] { $count } andere Mitglieder haben seither unterschrieben, was dieses Gerät dort gesehen hat: { $who } steht allein, oder bekommt anderes gezeigt als alle.
}
event-unknown = Etwas ist geschehen, das diese Version nicht zeigen kann; eine neuere vielleicht.

## Die Untersuchung

outcome-good = gut
outcome-warning = ansehen
outcome-bad = schlecht
check-vault = Der Tresor geht auf und ist heil
check-vault-hint = Kopieren Sie den Ordner an einen sicheren Ort, bevor Sie irgendetwas anderes tun, und bitten Sie dann um Hilfe.
check-vault-wrong-passphrase-hint = Eine vertippte Passphrase und eine beschädigte Datei `slots` sehen gleich aus; niemand kann sie unterscheiden. Versuchen Sie es zuerst noch einmal, wenn möglich mit einer anderen Tastatur. Ist die Passphrase ganz sicher richtig: Kopieren Sie den ganzen Ordner, und legen Sie dann die Datei `slots`, und nur diese, aus irgendeiner früheren Kopie dieses Ordners zurück. Ohne frühere Kopie kann niemand diesen Tresor öffnen: Bitten Sie den Betreiber um einen neuen Link, und die anderen, dieses Gerät zu entfernen und Sie neu einzuladen.
check-relay-reachable = Das Relais antwortet
check-relay-reachable-hint = Prüfen Sie das Netz und gegebenenfalls den Proxy. Was Sie inzwischen sagen, wartet im Postausgang.
check-relay-key = Das Relais weist sich als das Ihres Links aus
check-relay-key-hint = Vielleicht steht jemand zwischen Ihnen und dem Relais. Fragen Sie den Betreiber auf anderem Weg, bevor Sie weitermachen.
check-clock = Die Uhr dieses Geräts stimmt mit der des Relais überein
check-clock-hint = Stellen Sie die Uhr des Geräts; das Relais weist Anfragen ab, die mehr als fünf Minuten abweichen.
check-key-packages = Andere können dieses Gerät einladen
check-key-packages-hint = Rufen Sie einen Befehl auf, der das Relais erreicht; er hinterlegt neue Schlüssel.
check-spaces = Die Räume sind in Ordnung
check-spaces-hint = `toguna space list` sagt, welcher nicht. Vergleichen Sie auf anderem Weg mit einem Mitglied.
check-outbox = Im Postausgang hängt nichts fest
check-outbox-hint = `toguna space show S` sagt, was wartet.
check-letters = Kein Brief hängt fest
check-letters-hint = Rufen Sie `toguna space invitations` auf, wenn das Relais erreichbar ist; das sendet auch Ihre Briefe.
out-doctor-well = Alles ist gut.

## Fehler: was geschehen ist und was zu tun ist

fault-already-member = Diese Person ist schon Mitglied.
fault-already-member-hint = Es ist nichts zu tun; `toguna space show S` listet die Mitglieder auf.
fault-broken = In diesem Programm widerspricht sich etwas.
fault-broken-hint = Rufen Sie `toguna doctor` auf; geschieht es wieder, melden Sie es, ohne Ihren Tresor mitzuschicken.
fault-commit-unnamed = Das Relais will wissen, welches Gerät diesen Raum ändert, und dieses Gerät hat es nicht gesagt.
fault-commit-unnamed-hint = Prüfen Sie das Datum dieses Geräts. Der Raum setzt einen fort, der angehalten wurde, und 30 Tage lang nennt jede Änderung darin ihr Gerät.
fault-date-invalid = Das ist kein Datum: { $field }.
fault-date-invalid-hint = Geben Sie ein Jahr, einen Monat oder einen Tag an, oder eine Spanne: 1948, 1948-12, 1948-12-10, 2019-05/2020.
fault-disk-full = Die Festplatte ist voll.
fault-disk-full-hint = Nichts ging verloren. Schaffen Sie Platz und versuchen Sie es noch einmal.
fault-empty-text = Es gibt nichts zu sagen.
fault-empty-text-hint = Geben Sie den Text nach dem Raum an oder über die Standardeingabe.
fault-entry-unknown = So weit reicht die Liste nicht.
fault-entry-unknown-hint = `toguna library read-list S LIST` zeigt die Nummern.
fault-file-changed = Die Datei hat sich beim Lesen geändert.
fault-file-changed-hint = Schließen Sie das Programm, das sie schreibt, und versuchen Sie es noch einmal.
fault-file-gone = Das Relais hat diese Datei nicht (mehr).
fault-file-gone-hint = Wer sie gebracht hat, kann sie mit `toguna library attach` noch einmal bringen.
fault-file-invalid = Die Datei ist nicht die, für die unterschrieben wurde.
fault-file-invalid-hint = Nichts davon wurde geschrieben. `toguna library history S ITEM` sagt, wer sie gebracht hat; fragen Sie dort.
fault-file-unknown = Der Eintrag hat keine solche Fassung.
fault-file-unknown-hint = `toguna library show S ITEM` zählt ihre Fassungen auf.
fault-file-unreadable = Eine Datei lässt sich nicht lesen.
fault-file-unreadable-hint = Prüfen Sie Namen und Rechte.
fault-file-unwritable = Die Datei lässt sich nicht schreiben.
fault-file-unwritable-hint = Wählen Sie einen Namen, den es noch nicht gibt, in einem Ordner, in den Sie schreiben dürfen.
fault-files-full = Für die Dateien dieses Raums ist am Relais kein Platz mehr; die Grenze sind { $limit } Bytes.
fault-files-full-hint = Was begonnen und nie beendet wurde, geht nach 7 Tagen. Bitten Sie den Betreiber um mehr Platz oder gründen Sie einen weiteren Raum.
fault-handle-invalid = Dieser Name geht nicht.
fault-handle-invalid-hint = Nehmen Sie Buchstaben und Ziffern beliebiger Schrift, dazwischen Leerzeichen und . - _ ’
fault-handle-taken = Jemand anderes auf diesem Relais trägt diesen Namen.
fault-handle-taken-hint = Wählen Sie einen anderen; der Link gilt weiter.
fault-home-exists = In diesem Ordner liegt schon ein Tresor.
fault-home-exists-hint = Benutzen Sie ihn, wie er ist, oder geben Sie mit `--home` einen anderen Ordner an.
fault-home-unusable = Der Ordner des Tresors lässt sich nicht lesen oder beschreiben.
fault-home-unusable-hint = Prüfen Sie, wem der Ordner gehört und welche Rechte er hat, oder geben Sie mit `--home` einen anderen an.
fault-invitation-gone = Diese Einladung ist schon beantwortet oder abgelaufen.
fault-invitation-gone-hint = Bitten Sie um eine neue.
fault-invitation-unknown = Eine solche Einladung wartet hier nicht.
fault-invitation-unknown-hint = `toguna space invitations` listet auf, was wartet.
fault-item-ambiguous = Darauf passt mehr als ein Eintrag der Bibliothek.
fault-item-ambiguous-hint = Geben Sie mehr vom Titel an, oder den Anfang der Kennung.
fault-item-unknown = Diesen Eintrag gibt es in der Bibliothek nicht.
fault-item-unknown-hint = `toguna library list S` zeigt, was da ist.
fault-item-untitled = Ein Eintrag braucht einen Titel.
fault-item-untitled-hint = Geben Sie ihn mit `--title` an, oder eine Datei, deren Namen er dann hat.
fault-key-package-refused = Was das Relais als Schlüssel der eingeladenen Person herausgab, hat die Prüfung nicht bestanden; niemand wurde hinzugefügt.
fault-key-package-refused-hint = Bitten Sie die Person, `toguna doctor` aufzurufen, vergleichen Sie die Fingerabdrücke und versuchen Sie es dann noch einmal.
fault-key-packages-old = Die Schlüssel, die das Gerät der eingeladenen Person beim Relais hinterlegt hat, sind zu alt; niemand wurde hinzugefügt.
fault-key-packages-old-hint = Das Gerät war fast drei Monate nicht dort, oder das Relais hält seine neueren Schlüssel zurück. Bitten Sie die Person, einmal `toguna space invitations` aufzurufen, und laden Sie dann noch einmal ein.
fault-last-steward = Die letzte verantwortliche Person kann nicht ohne Nachfolge gehen.
fault-last-steward-hint = Nennen Sie jemanden mit `--successor NAME`.
fault-link-expired = Dieser Link ist abgelaufen.
fault-link-expired-hint = Bitten Sie den Betreiber um einen neuen.
fault-link-malformed = Das ist kein vollständiger Registrierungslink.
fault-link-malformed-hint = Kopieren Sie ihn noch einmal, von `toguna://` bis zum letzten Zeichen; der Teil nach # darf nicht abgeschnitten sein.
fault-link-other-relay = Dieser Ordner gehört zu einem anderen Relais als der Link.
fault-link-other-relay-hint = Geben Sie mit `--home` einen anderen Ordner an.
fault-link-too-new = Dieser Link ist für eine neuere Version dieses Programms gemacht.
fault-link-too-new-hint = Installieren Sie die neuere Version und versuchen Sie es noch einmal.
fault-link-used = Jemand hat diesen Link schon benutzt.
fault-link-used-hint = Wenn Sie es nicht waren, sagen Sie es sofort dem Betreiber; bitten Sie um einen neuen Link.
fault-link-withdrawn = Der Betreiber hat diesen Link zurückgezogen.
fault-link-withdrawn-hint = Bitten Sie um einen neuen.
fault-list-ambiguous = Darauf passt mehr als eine Leseliste.
fault-list-ambiguous-hint = Geben Sie mehr vom Titel an, oder den Anfang der Kennung.
fault-list-unknown = Diese Leseliste gibt es in diesem Raum nicht.
fault-list-unknown-hint = `toguna library read-list S` zeigt, was da ist; `--new` fängt eine an.
fault-message-unknown = Diese Nachricht gibt es nicht, oder sie zu ändern steht Ihnen nicht zu.
fault-message-unknown-hint = `toguna read S` zeigt jede Nachricht mit ihrer Stelle; ändern lassen sich eigene, löschen eigene oder mit Verantwortung alle.
fault-no-home = Hier gibt es noch keinen Tresor.
fault-no-home-hint = Treten Sie mit `toguna join LINK --handle NAME` einem Netz bei, oder sagen Sie mit `--home`, wo Ihr Tresor liegt.
fault-no-key-packages = Das Gerät der eingeladenen Person hat beim Relais keine Schlüssel mehr liegen.
fault-no-key-packages-hint = Bitten Sie die Person, einmal `toguna space invitations` aufzurufen, und laden Sie dann noch einmal ein.
fault-not-a-member = Sie sind nicht (mehr) Mitglied dieses Raums.
fault-not-a-member-hint = Was Sie vorher gelesen haben, bleibt hier lesbar. Wenn Sie das überrascht, fragen Sie eine verantwortliche Person.
fault-not-allowed = Ihre Rolle erlaubt das nicht.
fault-not-allowed-hint = Fragen Sie eine verantwortliche Person des Raums.
fault-object-refused = Die Änderung passt nicht zu dem Objekt, für das sie ist.
fault-object-refused-hint = Sie wurde für einen anderen Stand gemacht, oder unter der Kennung eines anderen Geräts; machen Sie sie neu auf dem jetzigen.
fault-out-of-range = Außerhalb des Erlaubten ({ $field }); höchstens { $limit }.
fault-out-of-range-hint = `--help` des Befehls sagt, was erlaubt ist.
fault-passage-ambiguous = Der Eintrag sagt das mehr als einmal.
fault-passage-ambiguous-hint = Zitieren Sie mehr davon, oder nennen Sie die Seite mit `--page`.
fault-passage-unknown = Der Eintrag sagt das nicht, soweit dieses Gerät ihn lesen kann.
fault-passage-unknown-hint = Zitieren Sie Wörter, die hintereinander stehen; Akzente und Zeilenenden machen keinen Unterschied. `toguna library show S ITEM` sagt, ob die Datei gelesen werden konnte.
fault-person-unknown = Auf diesem Relais trägt niemand diesen Namen.
fault-person-unknown-hint = Klären Sie die Schreibweise mit der Person; sie sieht sie mit `toguna whoami`.
fault-proxy-malformed = Das ist keine Adresse eines SOCKS5-Proxys.
fault-proxy-malformed-hint = Schreiben Sie sie so: `socks5://127.0.0.1:9050`.
fault-refounding-unproven = Zu wenige konnten der letzten Änderung nicht folgen, um sie ihrer Urheberin oder ihrem Urheber anzulasten: hier sind { $limit } von 3 bekannt.
fault-refounding-unproven-hint = Warten Sie, bis die anderen online waren, oder nehmen Sie `--anyway`: dann werden alle gefragt.
fault-no-text = Der Eintrag hat keinen Text.
fault-no-text-hint = `toguna library show S ITEM` sagt, was man davon weiß.
fault-no-private-place = Es gibt keinen Ordner im Arbeitsspeicher, den nur Sie lesen dürfen; nichts wurde geöffnet.
fault-no-private-place-hint = Schreiben Sie sie mit `toguna library get` in eine Datei, oder nehmen Sie `--insecure-temp`, wenn Spuren auf der Platte nichts ausmachen.
fault-opens-as-program = Diese Datei ist von einer Art, die Rechner ausführen statt zeigen.
fault-opens-as-program-hint = Wenn Sie dem vertrauen, der sie gebracht hat, sagen Sie mit `--with`, welches Programm sie lesen soll.
fault-program-failed = Das Programm lässt sich nicht starten.
fault-program-failed-hint = Die Kopie wurde gelöscht. Nennen Sie mit `--with` ein Programm, das es hier gibt.
fault-some-refused = Einige Dateien wurden nicht aufgenommen.
fault-some-refused-hint = Sie sind oben genannt, jede mit ihrem Grund; die anderen sind in der Bibliothek.
fault-query-invalid = Es gibt kein Wort zu suchen, oder es sind mehr als { $limit }.
fault-query-invalid-hint = Geben Sie Wörter mit Buchstaben oder Ziffern an: `toguna search liberté`.
fault-relay-busy = Das Relais ist ausgelastet und bittet um Geduld.
fault-relay-busy-hint = Nichts ging verloren. Versuchen Sie es in einer Minute noch einmal.
fault-relay-full = Die Festplatte des Relais ist voll.
fault-relay-full-hint = Nichts ging verloren: Was Sie gesagt haben, wartet im Postausgang und geht später ab. Sagen Sie dem Betreiber, dass er Platz schaffen muss.
fault-relay-forked = Das Relais hat einen Verlauf dieses Raums signiert und zeigt einen anderen.
fault-relay-forked-hint = Nichts davon wurde angenommen. Das beweist, dass das Relais lügt oder aus einer alten Kopie wiederhergestellt wurde: Sagen Sie es dem Betreiber und den anderen auf anderem Weg.
fault-relay-lied = Das Relais hat dem widersprochen, was es signiert hatte, oder seinem eigenen Verlauf.
fault-relay-lied-hint = Nichts davon wurde angenommen. Sagen Sie es dem Betreiber und den anderen auf anderem Weg.
fault-relay-refused = Das Relais hat abgelehnt.
fault-relay-refused-hint = Rufen Sie `toguna doctor` auf; es prüft die Uhr und den Schlüssel des Relais.
fault-relay-unreachable = Das Relais ist nicht erreichbar.
fault-relay-unreachable-hint = Prüfen Sie das Netz und den Proxy. Was im Postausgang wartet, geht später von selbst ab.
fault-search-unknown = Unter diesem Namen ist keine Suche behalten.
fault-search-unknown-hint = `toguna search --list` zeigt die behaltenen.
fault-space-ambiguous = Mehr als ein Raum hört auf diesen Namen.
fault-space-ambiguous-hint = Geben Sie mehr vom Titel an oder die Kennung, die `toguna space list` zeigt.
fault-space-closed = Diesen Raum haben seine Verantwortlichen geschlossen.
fault-space-closed-hint = Das Relais hält nichts mehr davon. Was dieses Gerät gelesen hatte, ist noch hier; `toguna space forget S` löscht es.
fault-steward-key-elsewhere = Dieses Gerät hat den Schlüssel der Verantwortlichen noch nicht bekommen.
fault-steward-key-elsewhere-hint = Verantwortliche, deren Gerät ihn hat, geben ihn bei ihrem nächsten `toguna sync` weiter; rufen Sie dann hier `toguna sync` auf.
fault-space-full = So viele Mitglieder fasst der Raum nicht.
fault-space-full-hint = Ein post-quantensicherer Raum fasst 150 Geräte. Gründen Sie für die anderen einen zweiten.
fault-space-in-doubt = Mitgliedern wurden verschiedene Verläufe dieses Raums gezeigt; darum wurde nichts gesendet.
fault-space-in-doubt-hint = `toguna space show S` sagt, was sich unterscheidet. Vergleichen Sie auf anderem Weg; dann `toguna space settle S`, oder einmal mit `--anyway` senden.
fault-space-not-wedged = Dieser Raum steht nicht still: da ist nichts neu zu gründen.
fault-space-not-wedged-hint = Rufen Sie `toguna status` auf; das sagt, was nicht stimmt.
fault-space-refounded = Dieser Raum wurde neu gegründet und geht in einem anderen weiter.
fault-space-refounded-hint = `toguna space list` zeigt ihn, oder `toguna space invitations`, wenn er auf Ihre Antwort wartet.
fault-space-stopped = Der Raum steht still, vor einer Änderung, die niemand machen darf.
fault-space-stopped-hint = Was Sie haben, bleibt lesbar. Sprechen Sie auf anderem Weg mit einer verantwortlichen Person; `toguna space refound S` macht ohne die Schuldigen weiter.
fault-space-unknown = Keiner Ihrer Räume hört auf diesen Namen.
fault-space-unknown-hint = `toguna space list` zeigt Ihre Räume, `toguna space invitations` die wartenden.
fault-still-a-member = Sie sind noch Mitglied dieses Raums.
fault-still-a-member-hint = Verlassen Sie ihn zuerst: `toguna space leave S`.
fault-still-queued = Es liegt im Postausgang; das Relais hat es noch nicht quittiert.
fault-still-queued-hint = Nichts ist verloren, nichts muss neu geschrieben werden; der nächste Befehl, der das Relais erreicht, sendet es.
fault-too-long = Zu lang ({ $field }); die Grenze liegt bei { $limit } Bytes.
fault-too-long-hint = Kürzen Sie, oder senden Sie es in Teilen.
fault-unconfirmed = Sie sind neu hier: Es wartet im Postausgang, bis jemand aus dem Raum online war.
fault-unconfirmed-hint = Nichts ist verloren, nichts muss neu geschrieben werden; `toguna sync` sendet es, sobald jemand bestätigt hat, was Ihnen gezeigt wurde.
fault-vault-busy = Ein anderer Befehl benutzt gerade diesen Tresor.
fault-vault-busy-hint = Versuchen Sie es gleich noch einmal.
fault-vault-damaged = Der Tresor ist beschädigt.
fault-vault-damaged-hint = Kopieren Sie den Ordner an einen sicheren Ort, bevor Sie irgendetwas anderes tun, und bitten Sie dann um Hilfe.
fault-vault-too-new = Der Tresor wurde von einer neueren Version dieses Programms geschrieben.
fault-vault-too-new-hint = Installieren Sie die neuere Version; diese hier lässt den Tresor, wie er ist.
fault-wrong-passphrase = Die Passphrase ist falsch.
fault-wrong-passphrase-hint = Versuchen Sie es noch einmal; achten Sie auf Tastaturbelegung und Großschreibung. Niemand kann sie Ihnen wiederbeschaffen. Ist sie ganz sicher richtig, ist vielleicht die Datei `slots` des Tresors beschädigt: `toguna doctor` sagt, was zu tun ist.
fault-wrong-pin = Wer unter der Adresse des Relais antwortet, ist nicht das Relais Ihres Links. Es wurde nichts gesendet.
fault-wrong-pin-hint = Vielleicht steht jemand zwischen Ihnen und dem Relais. Fragen Sie den Betreiber auf anderem Weg.

fault-cancelled = Abgebrochen; nichts wurde geändert.
fault-cancelled-hint = Geben Sie den Befehl noch einmal, wenn Sie so weit sind.
fault-demo-control-missed = Die Suche hat nicht gefunden, was sie finden muss; ihr Schweigen beweist also nichts.
fault-demo-control-missed-hint = Melden Sie das: Die Vorführung selbst ist kaputt.
fault-demo-leaked = Beim Relais wurde etwas Lesbares gefunden.
fault-demo-leaked-hint = Wiederholen Sie die Vorführung mit `--keep ORDNER` und melden Sie, was sie ausgibt.
fault-demo-place-taken = Der Ordner für die Vorführung ist nicht leer oder lässt sich nicht anlegen.
fault-demo-place-taken-hint = Geben Sie einen Ordner an, den es noch nicht gibt.
fault-demo-relay = Das Relais der Vorführung ist nicht angelaufen.
fault-demo-relay-hint = Mit `--keep ORDNER` bleibt sein Protokoll in ORDNER/relay.log und sagt, warum.
fault-demo-strayed = Die Vorführung ging nicht so aus, wie sie muss.
fault-demo-strayed-hint = Wiederholen Sie sie mit `--keep ORDNER` und melden Sie, was sie ausgibt.
fault-doctor-found = Etwas braucht Aufmerksamkeit.
fault-doctor-found-hint = Die Zeilen oben sagen, was, und was zu tun ist.
fault-input-unreadable = Die Standardeingabe ist kein lesbarer Text.
fault-input-unreadable-hint = Senden Sie Text in UTF-8.
fault-lang-unknown = Diese Sprache steht nicht im Katalog.
fault-lang-unknown-hint = Wählen Sie aus ar, de, en, fr, pt.
fault-no-passphrase = Es gibt kein Terminal, um nach der Passphrase zu fragen.
fault-no-passphrase-hint = Geben Sie `--passphrase-file DATEI` an, oder setzen Sie TOGUNA_PASSPHRASE_FILE.
fault-no-place = Es ist nicht bekannt, wo Ihr Tresor liegen soll: Weder HOME noch XDG_DATA_HOME ist gesetzt.
fault-no-place-hint = Geben Sie mit `--home` einen Ordner an, oder setzen Sie TOGUNA_HOME.
fault-not-confirmed = Das braucht eine Bestätigung, und es gibt kein Terminal, um zu fragen.
fault-not-confirmed-hint = Geben Sie `--yes` an, wenn Sie sicher sind.
fault-output-failed = Die Antwort ließ sich nicht schreiben.
fault-output-failed-hint = Prüfen Sie, wohin die Standardausgabe geht; der Befehl selbst ist vielleicht ausgeführt.
fault-passphrase-empty = Die Passphrase ist leer.
fault-passphrase-empty-hint = Wählen Sie mehrere Wörter, die zusammen niemand erraten würde.
fault-passphrase-mismatch = Die beiden Passphrasen sind verschieden.
fault-passphrase-mismatch-hint = Es wurde nichts angelegt. Geben Sie den Befehl noch einmal.
fault-passphrase-unreadable = Die Passphrasen-Datei lässt sich nicht lesen.
fault-passphrase-unreadable-hint = Prüfen Sie Pfad und Rechte; sie muss eine Zeile mit höchstens 1024 Bytes enthalten.
fault-usage = Die Befehlszeile ist nicht zu verstehen.
fault-usage-hint = Siehe `{ $command } --help`.
usage-conflict = „{ $argument }“ geht nicht zusammen mit „{ $other }“.
usage-missing = Es fehlt: { $argument }
usage-missing-command = Es fehlt ein Befehl.
usage-suggestion = Meinten Sie „{ $suggestion }“?
usage-unknown-argument = Nichts hier heißt „{ $argument }“.
usage-unknown-command = Einen Befehl „{ $argument }“ gibt es nicht.
usage-field = „{ $value }“ nennt kein Feld. { help-library-fields }
usage-value = „{ $value }“ passt nicht für { $argument }.
usage-value-missing = { $argument } braucht einen Wert.

## Die Vorführung

name-amal = Amal
name-beatrice = Béatrice
name-celeste = Celeste
city-tunis = Tunis
city-kinshasa = Kinshasa
city-maputo = Maputo
tale-title = Drei Verteidigerinnen und ein Relais, das nichts lesen kann
tale-relay-up = Ein echtes Relais läuft als Prozess { $pid } auf { $address }: TLS 1.3, seine Ablage auf dieser Festplatte. Alles Folgende geht durch es hindurch, mit demselben Code wie Ihre eigenen Befehle.
tale-act-joining = Der Beitritt
tale-joining = { $name } in { $city } löst einen Link ein und legt einen Tresor an…
tale-joined = { $name } in { $city } hat einen eigenen Tresor. Jeder Versuch, die Passphrase zu erraten, kostet einen Dieb { $mebibytes } MiB Speicher.
tale-act-founding = Ein Raum
tale-founded = { $name } gründet den Raum „{ $title }“, post-quantensicher verschlüsselt. Nur Mitglieder werden diesen Titel je lesen.
tale-invited = { $name } lädt ein: { $guests }. Versiegelte Briefe warten in ihren Postfächern.
tale-accepted = { $name } nimmt an und liest zum ersten Mal den Titel: „{ $title }“.
tale-act-library = Eine Bibliothek
tale-library-adding = { $name } fügt „{ $title }“ hinzu
tale-library-described = { $name } heftet ein Wort an „{ $title }“.
tale-library-finding = { $name } sucht darin „{ $word }“, auf ihrem eigenen Gerät:
tale-library-found = „{ $title }“: { $text }
tale-library-whole = { $name } kommt später und hat alles davon: { $entries } Einträge neu gelesen und geprüft, { $bytes } Bytes Bibliothek, dieselben wie die anderen.
tale-act-talking = Drei Sprachen
tale-act-dark = Stromausfall in Maputo
tale-dark = Das Gerät von { $name } ist aus. Die anderen machen weiter.
tale-act-killing = Das Relais wird getötet
tale-killed = SIGKILL an Prozess { $pid }: ohne Warnung, ohne Zeit zum Aufräumen.
tale-queued = { $name } schreibt trotzdem. Die Nachricht wartet im Postausgang ihres Geräts:
tale-restarted = Das Relais ist wieder da, als Prozess { $pid }, mit derselben Ablage. Alles, was es quittiert hatte, ist noch da.
tale-flushed = Die Nachricht von { $name } ging von selbst ab und ist Eintrag { $seq }.
tale-act-catching-up = Wieder Licht
tale-caught-up = Das Gerät von { $name } kommt zurück und liest der Reihe nach, was inzwischen gesagt wurde:
tale-act-finding = Ein Wort unter vielen
tale-finding = { $name } sucht „{ $word }“ auf ihrem eigenen Gerät; niemand wird gefragt. Das Wort steht dort ohne den Artikel:
tale-act-lying = Das Relais lügt
tale-lied = Wer das Relais betreibt, spielt eine alte Kopie der Ablage zurück und sagt nichts. Glaubt man ihm, hat es die letzten zwei Nachrichten nie gegeben.
tale-caught = Das Gerät von { $name } glaubt es nicht: { $what }.
tale-withheld = { $name } antwortet trotzdem. In eine falsche Geschichte wird nichts gesendet: Die Nachricht wartet im Postausgang.
tale-truth = Die wahre Ablage ist zurück. Sie vergleichen am Telefon, und jede sagt, dass sie weitermacht. Nichts fehlt, und was gewartet hat, geht von selbst ab:
tale-act-wreck = Eine Straßensperre
tale-taken = { $name } wird das Gerät abgenommen, samt der Passphrase. Wer es hat, setzt an die Stelle der nächsten Änderung des Raums Bytes, die niemand öffnen kann.
tale-stopped = Das Gerät von { $name } hält dort an: { $what }.
tale-refounded = { $name } gründet den Raum neu: einen anderen mit denselben Mitgliedern. Von wem die Bytes waren, kann niemand sagen; darum muss 30 Tage lang jede Änderung ihr Gerät nennen.
tale-followed = Das Gerät von { $name } prüft das selbst und folgt; was im Postausgang gewartet hat, kommt an:
tale-act-removing = Das Gerät wird ausgesperrt
tale-seized = { $remover } entfernt { $name } aus dem Raum; wer bleibt, bekommt neue Schlüssel.
tale-act-after = Wer das abgenommene Gerät hat
tale-thief-reads = Wer es hat, kennt die Passphrase, fragt das Relais nach allem und bekommt nicht einen Eintrag, der neuer ist als die Entfernung.
tale-thief-speaks = Der Versuch zu fragen: „{ $text }“ Die Antwort: { $answer }
tale-gloss = („{ $text }“)
tale-say-welcome = Willkommen, ihr beiden. Ich habe die Aussage der Fischer bekommen; sie trägt die Nummer { $mark }.
tale-say-afraid = Zwei von ihnen fürchten um ihre Familien: Lassen wir ihre Namen aus jeder E-Mail heraus.
tale-say-recording = Ich habe die Aufnahme vom Markt, Zeichen { $mark }. Die Kopie liegt an zwei Orten.
tale-say-postponed = Die Verhandlung ist auf Donnerstag verschoben, sechs Uhr morgens.
tale-say-interpreter = Ich sage der Dolmetscherin und der Anwältin Bescheid, ohne Telefon.
tale-say-guard = Die Wachen haben die Schicht gewechselt: Kommt durch den Hinterhof, Zeichen { $mark }.
tale-say-caught-up = Ich habe alles gelesen. Ich bringe den Zeugen über die Nordstraße.
tale-say-ferry = Der Zeuge kommt heute Nacht mit der Fähre, Zeichen { $mark }.
tale-say-not-ferry = Nicht mit der Fähre: Sie wird beobachtet. Ich schicke die Fischer.
tale-say-settled = Bei euch auch? Dann war es das Relais. Wir machen weiter.
tale-say-still-there = Seid ihr noch da? Die Verhandlung ist in zwei Stunden, Saal { $mark }.
tale-say-moved = Der Treffpunkt ist ein anderer; erwähnt den alten vor niemandem.
tale-say-library = Verstanden. Der neue: hinter der Bibliothek, Losung { $mark }.
tale-say-thief = Wo treffen wir uns jetzt, meine Freundinnen?
tale-act-sight = Was das Relais hat und was ein Mitglied sieht
tale-holds = Das Relais hat { $files } Dateien, { $bytes } Bytes. Ein Stück daraus:
tale-sees = { $name } sieht:
tale-act-search = Die Durchsuchung des Relais
tale-needles = { $needles } Geheimnisse (Titel, Sätze, Wörter, Passphrasen), jedes in { $spellings } Schreibweisen: UTF-8, UTF-16, hexadezimal, Base64.
tale-files = Dateien des Relais: { $bytes } Bytes durchsucht, { $hits } gefunden.
tale-log = Protokoll des Relais: { $bytes } Bytes durchsucht, { $hits } gefunden.
tale-memory = Speicher von Prozess { $pid }: { $bytes } Bytes durchsucht, { $hits } gefunden.
tale-memory-closed = Speicher von Prozess { $pid }: Dieses System lässt uns ihn nicht lesen, er wurde also nicht durchsucht.
tale-memory-note = Ausgelassen: Seiten von Programmdateien, in die niemand geschrieben haben kann. Das Relais ist hier dieses Programm selbst, und darin steht der Text des Stücks.
tale-hit = „{ $needle }“ gefunden als { $spelling } in { $place }.
tale-handles = Die Namen { $handles } wurden gefunden, wie es sein muss: Bis ein Netz seinen gemeinsamen Raum hat, führt das Relais das Verzeichnis der Namen.
tale-handles-missed = Die Namen wurden nicht in der Ablage gefunden, wo das Verzeichnis sie haben muss: Die Suche sieht nicht an der richtigen Stelle nach.
tale-control = Gegenprobe: Ein Wort, im Klartext in eine Kopie der Ablage geschrieben, wurde dort gefunden.
tale-knows = Was ein Relais doch erfährt: dass es drei Geräte gibt und unter welchen Namen, wann sie sich von welcher Adresse verbinden, wie viele Einträge jedes Protokoll hat und wie groß sie sind.
tale-verdict-good = Nichts von dem, was gesagt wurde, kein Titel und keine Passphrase ist beim Relais lesbar.
tale-verdict-files-good = Nichts von dem, was gesagt wurde, kein Titel und keine Passphrase ist in Dateien und Protokoll des Relais lesbar. Sein Speicher ließ sich hier nicht durchsuchen.
tale-verdict-bad = { $hits ->
    [one] { $hits } lesbare Spur wurde beim Relais gefunden. Das darf nicht sein.
   *[other] { $hits } lesbare Spuren wurden beim Relais gefunden. Das darf nicht sein.
}
tale-took = In { $seconds } Sekunden.
tale-kept = Alles bleibt in { $place }. Um von Hand weiterzumachen, starten Sie das Relais in einem Terminal:
tale-kept-then = und sprechen Sie als { $name } in einem anderen:
