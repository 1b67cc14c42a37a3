# Toguna's member command line, in English: the catalogue the other languages follow.
# Text between backquotes is typed as it stands and is never translated.

## Help

head-usage = Usage:
head-commands = Commands
head-arguments = Arguments
head-options = Options
head-global = Options of every command
head-examples = Examples:

help-toguna =
    End-to-end encrypted spaces for coalitions of human-rights defenders, over a relay that can read none of it.
help-toguna-after =
    `toguna COMMAND --help` says more about each command.
    Exit codes: 0 done; 2 what you gave is wrong; 3 not allowed; 4 not there; 5 the world has moved on, read and try again; 6 not now, try later; 7 something is broken.
    A space (S) is named by its title or its id; a unique beginning is enough.
help-join = Join a network with the link you were given
help-whoami = Say who this device is, with the fingerprint colleagues compare
help-status = Say what is unread, what waits, and what needs attention
help-space = Found spaces, invite people, leave
help-space-create = Found a space; you become its steward
help-space-list = List your spaces
help-space-show = Show one space: its members and what waits to be sent
help-space-invite = Invite colleagues by their handles
help-space-invitations = List the invitations that wait for your answer
help-space-accept = Accept an invitation
help-space-decline = Decline an invitation
help-space-remove = Remove a member; those who stay get new keys
help-space-refound = Found a space anew that has stopped, without the one to blame
help-space-refound-after = Whoever can see for itself that a steward does right follows by itself; the others are asked. What was said before stays readable, and what waited to be sent is sent in the new space. If the command is interrupted, run it again.
help-space-settle = Go on in a space after comparing it with colleagues
help-space-settle-after = When members were shown different histories, sending waits. Compare with them by voice or face to face; what was found is kept.
help-space-leave = Leave a space
help-space-forget = Erase what this device holds of a space you have left
help-space-forget-after = You must have left the space, or have been removed. What others hold stays with them. It cannot be brought back.
help-space-close = Have all that the relay holds of a space deleted, a week from now
help-space-close-after = For stewards. Every member is told at once and sees who asked. Until then everything goes on, and `--withdraw` takes it back. Then nothing can be said, fetched or brought back; what members' devices have read stays there until they forget it.
help-space-retention = Keep messages no longer than a time, those included that were said already
help-space-retention-after = For stewards. From now on messages live no longer than `--shorten` says; those that will be older a week from now are erased then, at the relay and on members' devices. Every member is told at once and sees who asked; `--withdraw` takes it back until then. Items, files and records stay. Run it again for what was not old enough yet. Without options it shows how long messages are kept.
help-space-role = Give a member another role
help-space-rename = Give a space another title
help-space-policy = Show or change what the members of a space agreed on
help-space-policy-after = A message keeps the lifetime it was said under. Without options the policy is only shown.
help-space-history = Show what this device was given of the time before it joined
help-space-history-after = What the members agreed on decides how much that is: see `space policy`. What was given is read from the relay again and held against what members signed; nothing of it counts before that.
help-space-update-keys = Renew this device's keys in a space
help-space-update-keys-after = Do this when somebody may have copied this device's keys: whoever did reads nothing said from then on.
help-say = Say something in a space
help-say-after = Exit code 0 means that the relay's signed receipt was verified and is in your vault. A file given with `--file` goes to the library, where who comes later finds it too, and stays there when the message is gone.
help-read = Read a space, after fetching what is new
help-read-after = If the relay cannot be reached you see what this device holds, and the exit code is 6.
help-edit = Give your own message other words
help-delete = Delete a message: your own, or as a steward anybody's
help-delete-after = Every honest device erases it. Who has read it may have kept it elsewhere.
help-react = Put a sign on a message
help-pin = Pin a message for everybody in the space
help-thread = Show a message and its thread
help-message-after = A message is named by its place in the log, as `toguna read` shows it (12 or #12), or by the beginning of its id.
help-follow = Watch one space, or all of them, until you press Ctrl-C
help-sync = Fetch and send what there is, once
help-sync-after = What waited goes out, what is new comes in. A newcomer's device also reads the time before it, and goes on from where it stood when it was interrupted.
help-library = Keep what lasts: laws, judgments, reports, and what is known of them
help-library-add = Add an item to a space's library
help-library-add-after = A text in UTF-8 (.txt, .md) of at most 128 KiB is held by the item itself; any other file goes to the relay, sealed, up to 4 GiB. After an interruption the same command goes on where it stopped. Without a title the item is called like the file. Whoever is let in later reads it too, unless the members agreed otherwise.
help-library-attach = Bring a file as the newest version of an item
help-library-attach-after = Earlier versions stay; `toguna library show S ITEM` lists them. After an interruption the same command goes on where it stopped.
help-library-detach = Take a version away from an item
help-library-detach-after = The newest, unless `--version` says another. Where this device brought the file it is deleted at the relay as well, for good. What others have fetched they may still have, and that it was there stays in the history.
help-library-keep-file = Have a file stay that the relay is to delete
help-library-keep-file-after = For stewards. A file that was to be deleted at the relay, by its id as `library detach --at-relay` told it, stays there.
help-library-copy = Copy an item to another space's library
help-library-copy-after = The other space's members learn it with its files, and where it is from: the space, the item, who added it. Done again, it brings the copy up to date.
help-library-export = Write out the whole library, one item a line
help-library-export-after = The same bytes for every member who has read as far. What still waits to be sent is not in it.
help-library-fields = Fields: abstract-ar abstract-de abstract-en abstract-fr abstract-pt citation copied-from countries court creators date instruments key languages licence organisation rights source tags terms text title type url. Lists (countries, creators, instruments, languages, rights, tags, terms) are added to, one value each time.
help-library-get = Show an item's text, or write its file here
help-library-get-after = The newest version, unless another is asked for. The file must not be there yet. It is no longer protected by your passphrase.
help-library-history = Show who changed an item, and when
help-library-import = Add files, or folders of them
help-library-import-after = Done again, it changes only what has changed. A file that cannot be taken in is named; the others are taken in. Links are not followed, and in folders what is hidden is passed over.
help-library-index = Make what files say searchable on this device
help-library-index-after = What you add, open or get is read at once. This fetches every other document that was not read yet: PDF, DOCX, OpenDocument, HTML, Markdown, text. Interrupted, it goes on where it was.
help-library-list = Show what there is in a space's library
help-library-read-list = Keep reading lists: items and passages of them, in an order
help-library-read-list-after = A passage is known by its words, so it is found again in the next version. It is compared with what this device has read itself: what somebody only claims to quote is marked. Entries are numbered as they are shown.
help-library-refer = Show what an item refers to and what refers to it, or refer to another
help-library-refer-after = From the whole item or a passage of it, to the whole of another or a passage: a passage is known by its words, and compared with what this device has read itself.
help-library-open = Open an item in another program, and wipe the copy after
help-library-open-after = The copy lies in memory, in a folder that only you may read, until the program given with `--with` ends or you press Enter. The other program may keep traces of its own.
help-library-set = Say more of an item, or something else
help-library-set-after = An empty value takes a field away.
help-library-show = Show what is known of an item
help-library-tag = Put words on an item, or take them off
help-search = Find what was said, by its words
help-search-after = All words must be there; "words between quotes" stand one after the other, and beg* is any word that begins so. Accents, tashkeel, the Arabic article and capitals make no difference. Only this device is searched, with what it has fetched; nobody hears of it.
help-doctor = Check the vault, the relay, the clock and the spaces
help-demo = Watch three defenders talk over a real relay, then search the relay for every word
help-demo-after = Runs entirely on this machine. The exit code is not 0 if anything readable was found at the relay.

example-join = Read the link from a file, so that it does not stand in your shell's history
example-create = Found a space
example-list = See your spaces
example-invite = Invite two colleagues, who may then write and invite
example-remove = Remove a member from a script
example-refound = Go on without whoever stopped the space
example-forget = Leave nothing of a space on this device
example-close = Close a space that has done its work
example-close-withdraw = Leave it open after all
example-retention = Have all messages go that are older than a month
example-retention-withdraw = Keep them after all
example-create-large = Found a space for more than 150 devices, without post-quantum encryption
example-role = Let somebody decide with you
example-policy = Let messages disappear after a week
example-history = See whether the past of a space is whole
example-say = Say one sentence
example-say-stdin = Send a text from a file
example-edit = Correct a sentence
example-react = Agree with a message
example-say-reply = Answer a message and name who is meant
example-say-file = Send a voice note
example-read = Read the last fifty entries
example-read-accept = Accept every invitation, then read
example-sync = Say each step
example-library-add = Add a text with what is known of it
example-library-attach = Replace a draft by what was published
example-library-detach = Take a draft away
example-library-detach-relay = Have a file deleted that somebody else brought
example-library-keep-file = Take back what was asked
example-library-cite = Hand citations to another program
example-library-copy = Use a text in a space for training
example-library-export = Hand the library on as a file
example-library-get = Write a text to a file
example-library-get-version = Write an earlier version to a file
example-library-history = See who changed an item
example-library-import = Add a folder of texts
example-library-index = Read all documents of a space, for the road
example-library-list = List what bears a tag
example-library-open = Read an item in the usual program
example-library-open-with = Read a report in a program of your choice
example-library-read-list = Show a list, and where its passages stand now
example-library-read-list-new = Start a list for newcomers
example-library-read-list-quote = Put a passage on it, with a word on why
example-library-refer = Say which passage a judgment relies on
example-library-refer-show = See what refers to a text
example-library-set = Say which article it is about, and who published it
example-library-show = Show an item
example-library-table = See what a table of Uwazi's would bring
example-library-archive = Take in an archive that Uwazi takes: a table called import.csv and its files
example-library-tag = Put two words on an item
example-search = Search one space
example-search-phrase = Find a phrase and the beginning of a word, said this year
example-search-save = Search, and keep the search for next time
example-search-saved = Search for the same again
example-demo = Keep everything, to go on by hand afterwards

arg-home = Folder of your vault (environment: TOGUNA_HOME; otherwise the usual data folder)
arg-json = Answer in JSON, one object a line; faults too, on standard error
arg-passphrase-file = Read the passphrase from this file (environment: TOGUNA_PASSPHRASE_FILE; otherwise you are asked)
arg-lang = Language: ar, de, en, fr or pt (environment: TOGUNA_LANG; otherwise that of your system)
arg-proxy = Reach the relay through this SOCKS5 proxy, such as Tor: socks5://127.0.0.1:9050
arg-help = Show this help
arg-version = Show the version
arg-link = The registration link, or `-` to read it from standard input
arg-own-handle = The name colleagues will find you by; a pseudonym is welcome
arg-space = The space: its title, its id, or a unique beginning of either
arg-title = The title; only members can read it
arg-handles = Handles of the people to invite
arg-role = What they may do: reader, contributor (the default) or steward
arg-hurry = Send the invitations at once rather than after 5 to 120 seconds; the relay may then guess which space they belong to
arg-no-wait-letters = Do not wait until the invitations have left; a later command sends them
arg-invitation = The invitation: the beginning of its id, or the handle of who invites you
arg-removed = Handle of the member to remove
arg-list-all = Also spaces that go on in another one
arg-refound-anyway = Also if somebody else has founded it anew, or too few could not follow the last change; everybody is asked then
arg-yes = Do not ask for confirmation
arg-at-relay = As a steward, have the relay delete its file in a week, whoever brought it
arg-file-id = A file by its id: 32 hexadecimal digits
arg-withdraw = Take the request back
arg-shorten = How long messages live, also those that were said already: 1d, 7d, 30d, 90d or 365d
arg-successor = Handle of the member who becomes steward, if you are the last one
arg-large = Take the classical encryption, which holds up to 2,000 devices; the post-quantum one holds 150
arg-role-handle = Handle of the member
arg-role-new = The new role: reader, contributor or steward
arg-title-new = The new title; only members can read it
arg-newcomers = What newcomers may read of the time before them: full or from-join
arg-lifetime = How long messages live, on devices and at the relay: keep, 1d, 7d, 30d, 90d or 365d
arg-era-age = Age at which the key of new records is renewed, such as 12h or 7d
arg-heal = Also renew the key that records are sealed with
arg-text = What to say; without it, standard input is read
arg-anyway = Send although members were shown different histories
arg-no-wait-say = Only put it in the outbox; a later command sends it
arg-wait-say = How long to wait for the receipt of a silent relay, such as 30s or 2m (the default is 10s, through a proxy 30s); then the message stays in the outbox
arg-last = Show the last N entries (the default is 20)
arg-all = Show everything this device holds
arg-offline = Do not go to the relay
arg-accept = First accept every invitation that waits
arg-message = The message: its place, such as 12, or the beginning of its id
arg-text-new = The new words
arg-sign = An emoji or a short word
arg-undo = Take it off again
arg-reply = The message that this answers
arg-say-file = A file that the words are about, or that stands for them; may be given again
arg-thread = The message whose thread this belongs to
arg-to = Handle of a member who is meant; may be given more than once
arg-tell-read = Tell the members how far you have read
arg-words = The words to look for
arg-progress = Say how far it is after each space
arg-atomic = Take nothing of a table in if one row cannot be
arg-dry-run = Only say what would be done
arg-file = A file
arg-format = jsonl (all of it, one item a line), csv (a table), ris, bibtex or csl-json
arg-item = The item: its title, or the beginning of its id
arg-item-date = When it was made: 1948, 1948-12, 1948-12-10, 2019-05/2020
arg-list = The list: its title, or the beginning of its id; all lists if it is not said
arg-list-new = Start the list if there is none of that title
arg-list-add = Put an item at the end of the list
arg-quote = Not the whole item, but the passage with these words
arg-page = The page that the passage is on, where the words stand more than once
arg-note = What to say of the entry; empty takes it away
arg-list-entry = The entry that --note is about
arg-list-move = Move an entry to the place given with --to
arg-list-to = The place it is moved to
arg-list-remove = Take an entry off the list; the item stays
arg-list-rename = Call the list something else
arg-list-delete = Take the whole list away; the items stay
arg-refer-to = The item to refer to: its title, or the beginning of its id
arg-from-quote = The passage that refers, by its words; else the whole item does
arg-refer-note = What to say of it
arg-refer-remove = Take a reference away, by its number
arg-search-save = Keep this search under a name, on this device alone
arg-search-saved = Search for what was saved under a name; options say otherwise where they are given
arg-search-list = Show the searches that were saved
arg-search-forget = Forget a saved search
arg-paths = Files, folders of them, or tables (.csv)
arg-remove-tag = Take them off instead
arg-set = A field and its value
arg-tag = A word to find it by
arg-to-file = The file to write, or the folder to write it into
arg-version-of-item = Which version; the newest if it is not said
arg-text-only = The text, even if there is a file
arg-to-space = The space to copy it to
arg-with-tag = Only items with this tag
arg-with-program = Open it with this program, and wait until it ends
arg-insecure-temp = Where no folder in memory is to be had: on the disk, where traces may remain
arg-in-space = Only in this space
arg-from = Only what this person said
arg-search-kind = Only messages, or only items of libraries: message or item
arg-since = Only what was said on this day or later (2026-11-23)
arg-until = Only what was said on this day or before
arg-limit = So many at most, the best first; otherwise 20
arg-follow-space = The space; without it, all spaces
arg-keep = Keep the homes and the relay in this folder, and say how to go on

## Words

role-reader = reader
role-contributor = contributor
role-steward = steward
role-none = no role
state-founding = being founded
state-joining = joining
state-active = active
state-closed = closed
state-leaving = leaving
state-left = left
state-removed = removed
state-succeeded = goes on in another space
state-wedged = stopped
suite-post-quantum = post-quantum (ML-KEM-768 with X25519)
suite-classical = classical (X25519), for large spaces
newcomers-full = everything
newcomers-from-join = what comes after they joined
lifetime-keep = kept
span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
span-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
field-era-max-age = age of eras
field-handle = handle
field-text = text
field-title = title
field-handles = list of handles
field-attachments = attachments
field-mentions = mentions
field-sign = sign
entry-answers = answers { $who } { $place }: { $text }
entry-for = for { $people }
entry-file = file: { $name }, { $size }
entry-file-item = file: { $name }, { $size }, in the library as { $item }
entry-edited = edited
entry-pinned = pinned
entry-by = ({ $people })
word-you = you
word-unknown = unknown
word-queued = not sent yet
detail-seconds-apart = seconds apart
detail-fewest = fewest waiting
detail-wanted = wanted
detail-spaces = spaces
detail-waiting = waiting

## Questions

ask-passphrase = Passphrase:
ask-passphrase-new = Choose a passphrase (nobody can recover it for you):
ask-passphrase-again = The same passphrase again:
ask-remove = Remove { $handle } from “{ $title }”? Members who stay get new keys; { $handle } will read nothing newer. [y/N]
ask-leave = Leave “{ $title }”? You will read nothing newer there. [y/N]
ask-forget = Erase everything that this device holds of “{ $title }”? It cannot be brought back. [y/N]
ask-close = Have everything that the relay holds of “{ $title }” deleted, for all members, in a week? [y/N]
ask-retention = From now on messages in “{ $title }” live: { $what }. { $count ->
    [one] 1 message is erased for all members in a week.
   *[other] { $count } messages are erased for all members in a week.
 } Go on? [y/N]
ask-detach = Take version { $version } of “{ $title }”, { $file }, away for everybody?
ask-list-delete = Take the reading list “{ $title }” away for everybody?
ask-steward = Make { $handle } a steward of “{ $title }”? A steward decides everything, and can remove you too. [y/N]
ask-own-role = Change your own role in “{ $title }” to { $role }? Only a steward can give it back. [y/N]
ask-delete = Delete this message on all devices? [y/N]
ask-done-reading = Press Enter when you are done; the copy is wiped then.
ask-settle = Have you compared “{ $title }” with your colleagues on another channel, and do you want to go on? [y/N]
ask-refound = Found “{ $title }” anew with { $count } of its other members, without { $who }? [y/N]
ask-refound-all = Found “{ $title }” anew with all { $count } other members? Nobody knows who stopped it. [y/N]
ask-yes-words = y yes

## Answers

out-joined = You are { $handle } on the relay { $endpoint }.
out-joined-next = Next: `toguna space create TITLE`, or wait for an invitation: `toguna space invitations`.
out-handle = Handle: { $handle }
out-relay = Relay: { $endpoint }
out-account = Account: { $id }
out-device = Device: { $id }
out-fingerprint = Fingerprint: { $digits }
out-compare = Compare the fingerprint with your colleagues face to face or by voice, not over this network.
out-status-unread = { $count ->
    [0] Nothing unread (spaces: { $spaces }).
    [one] { $count } unread entry (spaces: { $spaces }).
   *[other] { $count } unread entries (spaces: { $spaces }).
}
out-status-messages = { $count ->
    [0] No message waits to be sent.
    [one] { $count } message waits to be sent.
   *[other] { $count } messages wait to be sent.
}
out-status-letters = { $count ->
    [0] No letter waits to be sent.
    [one] { $count } letter waits to be sent.
   *[other] { $count } letters wait to be sent.
}
out-status-invitations = { $count ->
    [0] No invitation waits for your answer.
    [one] { $count } invitation waits for your answer: `toguna space invitations`.
   *[other] { $count } invitations wait for your answer: `toguna space invitations`.
}
out-alarm = Attention, “{ $title }”: { $what }
out-alarm-by = { $what } (signed by { $who })
alarm-commit-invalid-committer = a member made a change that nobody may make; the space has stopped
alarm-commit-invalid-nobody = a change arrived that nobody may make, and it does not show who made it; the space has stopped
alarm-commit-invalid-outsider = a change arrived that nobody may make, from somebody who is not a member and has the key to it from a member's device; the space has stopped
alarm-commit-malformed = a change arrived that cannot be read; the space has stopped
alarm-member-contradicts = a member said two different things as one; the second was refused. Ask that member on another channel
alarm-member-oversteps = a member wrote what it may not; every device refused it. A steward can remove that member
alarm-needs-re-add = this device can no longer follow; it asks its colleagues to put it back, which happens when one of them is online
alarm-not-healed = this device renewed its keys more than a day ago and the log does not show it; whoever copied the old keys can read on: compare with colleagues, and think of another relay
alarm-relay-forked = the relay signed one history and shows another
alarm-relay-lied = the relay contradicts what it signed or its own history; nothing of it was accepted. Tell your colleagues on another channel
alarm-relay-withholds = the relay keeps back what it had acknowledged
alarm-space-refounded = somebody has founded this space anew, and this device cannot judge by itself whether that is right; see `toguna space invitations`
alarm-sync-failed = the space could not be brought up to date; run `toguna doctor`
alarm-vault-put-back = words stand in this space under your name that this device does not know: its data were put back from an older copy, or a member pretends; it renews its keys before it says anything
alarm-views-differ = members were shown different histories; the relay or one of them is not honest
out-space-created = The space “{ $title }” exists; you are its steward. Its id begins with { $id }.
out-space-created-next = Next: `toguna space invite { $id } HANDLE`
out-space-none = You belong to no space yet.
out-members = { $count ->
    [one] { $count } member
   *[other] { $count } members
}
out-unread = { $count ->
    [0] nothing unread
   *[other] { $count } unread
}
out-unconfirmed = Not confirmed yet: nobody but the relay and { $inviter } has shown you this history.
out-only-inviter = So far seen only by { $inviter } and you.
out-show-id = Id: { $id }
out-show-state = State: { $state }
out-show-role = Your role: { $role }
out-show-epoch = Epoch: { $epoch }
out-show-suite = Encryption: { $suite }
out-show-people = Members:
out-show-waiting = Waiting to be sent:
out-devices = { $count ->
    [one] { $count } device
   *[other] { $count } devices
}
out-keys-renewed = Keys renewed: { $when }
out-keys-not-renewed = Keys not renewed since this device is in the space
out-invited = Invited: { $handle }
out-already = Already a member: { $handle }
out-letters-left = The invitations have left.
out-letters-waiting = { $count ->
    [one] { $count } letter waits; the next command that reaches the relay sends it.
   *[other] { $count } letters wait; the next command that reaches the relay sends them.
}
out-progress-letters = { $count ->
    [one] { $count } letter still waits its random 5 to 120 seconds…
   *[other] { $count } letters still wait their random 5 to 120 seconds…
}
out-progress-sync = Fetching: { $done } of { $spaces } spaces, { $entries } entries…
out-invitation = { $id }  from { $inviter }, { $when }
out-invitation-succeeds =           goes on from “{ $title }”: { $why }
out-doubt-competing = you already go on in another one
out-doubt-not-a-steward = whoever vouches for it was no steward there. Ask on another channel
out-doubt-not-as-agreed = its members or rules are not those of the stopped space. Ask on another channel
out-doubt-not-verified = this device cannot see for itself that it is right. Ask on another channel
out-doubt-not-stopped = but that space has not stopped here. Ask on another channel
out-doubt-none = this device follows by itself at the next synchronisation
out-invitations-none = No invitation waits.
out-invitations-next = Answer with `toguna space accept ID` or `toguna space decline ID`.
out-accepted = You are in “{ $title }” now.
out-declined = Declined.
out-removed = { $handle } is no longer a member of “{ $title }”.
out-refound-offered = { $who } has founded it anew already: `toguna space invitations`.
out-refounded = “{ $title }” goes on in a new space.
out-refound-left-out = Left out: { $who }
out-refound-brought = Brought along: { $handle }
out-refound-missing = Could not be added now: { $who }. Invite this person when their device has been online.
out-left = You have asked to leave “{ $title }”; a member who stays completes it.
out-forgotten = This device holds nothing of “{ $title }” any more.
out-closes = closes on { $day }
out-show-no-steward-key = This device was not given the steward key yet: it cannot ask to close the space.
out-closing = “{ $title }” closes on { $day }: the relay then deletes all it holds of it.
out-closing-withdrawn = “{ $title }” stays open.
out-erasing = Older messages are erased on { $day }, at the relay and on members' devices.
out-erasing-none = No messages are to be erased on request.
out-said = Said, and acknowledged as entry { $seq }.
out-queued = In the outbox; it leaves with the next command that reaches the relay.
out-empty = Nothing to read yet.
out-nothing-found = Nothing found on this device.
out-unreachable = The relay cannot be reached; this is what the device holds.
out-following = Following. Press Ctrl-C to stop.
out-offline = The connection is lost; trying again…
out-online = Connected again.
out-new-invitation = An invitation from { $inviter }: `toguna space accept { $id }`
out-file-open-to-others = Others on this machine can read the passphrase file; take that right away: chmod 600
event-arrived = Can read now: { $who }
event-joined = New, added by { $who }: { $people }
event-gone = No longer here: { $people }
out-role-changed = { $handle } is { $role } in “{ $title }” now.
out-renamed = The space is called “{ $title }” now.
out-show-newcomers = Newcomers read: { $what }
out-show-lifetime = Messages live: { $what }
out-show-era-age = Record keys are renewed after: { $what }
out-history-founder = Nothing was written in this space before this device was in it.
out-history-progress = Reading the time before this device: { $read } of { $of }
out-history-reading = The time before this device is being read: { $read } of { $count }. Nothing of it counts until it was checked.
out-history-refused = What the relay shows of the time before this device is not what members signed. Nothing of it counts; the next synchronisation tries again. Compare with colleagues.
out-history-whole = { $count ->
    [one] Everything from before this device joined was read and checked: { $count } entry.
   *[other] Everything from before this device joined was read and checked: { $count } entries.
}
out-history-withheld = { $count ->
    [one] What was written before this device joined is withheld from it: { $count } entry. So the members agreed.
   *[other] What was written before this device joined is withheld from it: { $count } entries. So the members agreed.
}
out-synced = New entries: { $entries }. Sent: { $sent }. Read of the time before: { $replayed }. New invitations: { $invitations }.
out-import-added = Added: { $file }
out-import-changed = Changed: { $file }
out-import-progress = Taking in: { $done } of { $of } files…
out-upload-progress = Sending: { $percent } % of { $size }…
out-file-fault = { $file }: { $fault }
out-fetch-progress = Fetching: { $percent } % of { $size }…
out-copy-progress = Copying: { $percent } % of { $size }…
out-import-refused = Not taken in: { $file }
out-import-unchanged = Unchanged: { $file }
out-item-added = “{ $title }” is in the library.
out-item-changed = “{ $title }” was changed.
out-item-version = version { $version }, { $size }
out-item-on-list = on the reading list “{ $title }”
out-detached = Version { $version } of “{ $title }” is gone.
out-detached-deleted = Its file is deleted at the relay.
out-detached-stays = Its file is at the relay still, unreadable to it: whoever brought it can delete it there, from the device it was brought with.
out-detached-goes = The relay deletes its file in a week, whoever brought it. To take that back: toguna library keep-file S { $id }
out-file-kept = The file stays at the relay.
out-index-progress = Reading file { $number } of { $of }, { $size }…
out-index-item = “{ $title }”: { $text }
out-indexed = { $of ->
    [0] All documents were read already.
   *[other] { $read } of { $of } files can be searched now.
}
out-found-in-file = in { $file }
out-found-on-page = in { $file }, page { $page }
text-unread = What the file says was not read yet on this device; “toguna library index” does that.
text-whole = What the file says can be searched.
text-cut = Only the beginning of what the file says can be searched: it is very long.
text-unknown = What the file says cannot be searched: it is no kind of document that is read here.
text-no-words = What the file says cannot be searched: there are no words in it. It may be a scan.
text-damaged = What the file says cannot be searched: it is damaged.
text-locked = What the file says cannot be searched: it is protected by a password.
text-too-much = What the file says cannot be searched: it is too large, or unpacks to too much.
text-failed = What the file says cannot be searched: reading it took too much memory or time, or the reader failed on it. Be careful with it if you do not know where it comes from.
out-library-empty = There is nothing in the library yet.
out-list-deleted = The reading list “{ $title }” is gone.
out-no-lists = There are no reading lists in this space yet.
out-list-entries = { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
 }
out-entry-missing = an item that is not in this library, as far as this device knows
out-quote = “{ $quote }”
out-passage-page = page { $page }
out-passage-earlier = no more in the newest version; in version { $version }
out-passage-earlier-page = no more in the newest version; in version { $version }, page { $page }
out-passage-unread = not checked: the file was not read on this device, or not whole; “toguna library index” reads it
out-passage-nowhere = does not stand there: the item says no such thing, as far as this device can read it
out-refers-to = refers to
out-referred-by = referred to by
out-from-quote = from
out-to-quote = to
out-search-forgotten = The search “{ $name }” is forgotten.
out-no-searches = No search was saved on this device.
out-table-done = Rows added: { $added }, changed: { $changed }, unchanged: { $unchanged }, refused: { $refused }.
out-table-passed-over = Columns that say nothing here: { $columns }
out-table-refused = Line { $line }: { $why }
out-table-refused-column = Line { $line } { $column }: { $why }
why-no-date = no date in a form that is known
why-no-file = the archive has no such file
why-no-title = no title
why-not-a-table = not a row of the table
why-repeated = its key stands in an earlier row
why-too-long = too long
why-too-many = too many rows
why-unreadable = the file cannot be taken out of the archive: it is damaged, encrypted or packed in an unusual way
out-written = “{ $title }” was written.
out-saved = “{ $title }” was written to { $file }.
out-keys-updated = This device has new keys in “{ $title }”.
event-role = { $who } made { $person } { $role }
event-renamed = { $who } called this space “{ $title }”
event-newcomers = { $who } decided what newcomers read: { $what }
event-lifetime = { $who } decided how long messages live: { $what }
event-era-age = { $who } decided when record keys are renewed: after { $what }
event-closing = { $who } asked to close this space: a week later the relay deletes all it holds of it.
event-stays-open = { $who } took the request back: this space stays open.
event-erasing = { $who } asked to erase older messages: they go a week later, at the relay and on members' devices.
event-kept = { $who } took the request back: older messages stay.
event-file-goes = { $who } asked to delete a file: it goes a week later at the relay.
event-file-stays = { $who } took that back: the file stays at the relay.
out-edited = Changed.
out-deleted = Deleted.
out-reacted = Your sign is on the message.
out-pinned = Pinned for everybody.
out-undone = Taken off.
event-deleted = A message by { $who } was deleted.
out-settled = You go on in “{ $title }”; what was found is kept.
out-contradiction = Entry { $seq }: { $who } had been shown another history up to entry { $place }.
out-contradiction-members = Entry { $seq }: { $who } had been shown other members.
out-contradiction-agree = { $count ->
    [one] One other member has signed since what this device saw there.
   *[other] { $count } other members have signed since what this device saw there: { $who } stands alone, or is shown something else than everybody.
}
event-unknown = Something happened that this version cannot show; a newer one may.

## The doctor

outcome-good = good
outcome-warning = look
outcome-bad = bad
check-vault = The vault opens and is whole
check-vault-hint = Copy the folder somewhere safe before you do anything else, then ask for help.
check-vault-wrong-passphrase-hint = A mistyped passphrase and a damaged file `slots` look alike; nobody can tell them apart. First try again, from another keyboard if you can. If the passphrase is certainly right: make a copy of the whole folder, then put back the file `slots`, and only that one, from any earlier copy of this folder. Without an earlier copy nobody can open this vault: ask the operator for a new link, and your colleagues to remove this device and to invite you anew.
check-relay-reachable = The relay answers
check-relay-reachable-hint = Check the network and, if you use one, the proxy. What you say meanwhile waits in the outbox.
check-relay-key = The relay proves to be the one of your link
check-relay-key-hint = Somebody may be standing between you and the relay. Ask the operator on another channel before you go on.
check-clock = This device's clock agrees with the relay's
check-clock-hint = Set the device's clock; the relay refuses requests that are more than five minutes off.
check-key-packages = Colleagues can invite this device
check-key-packages-hint = Run any command that reaches the relay; it publishes fresh ones.
check-spaces = The spaces are in order
check-spaces-hint = `toguna space list` says which one is not. Compare with a colleague on another channel.
check-outbox = Nothing is stuck in the outbox
check-outbox-hint = `toguna space show S` says what waits.
check-letters = No letter is stuck
check-letters-hint = Run `toguna space invitations` while the relay can be reached; it sends your letters too.
out-doctor-well = All is well.

## Faults: what happened, and what to do

fault-already-member = This person is a member already.
fault-already-member-hint = Nothing needs to be done; `toguna space show S` lists the members.
fault-broken = Something contradicts itself inside this program.
fault-broken-hint = Run `toguna doctor`; if it happens again, report it, without sending your vault.
fault-commit-unnamed = The relay asks which device changes this space, and this device did not say so.
fault-commit-unnamed-hint = Check this device's date. The space goes on from one that was stopped, and for 30 days each change in it names its device.
fault-date-invalid = This is no date: { $field }.
fault-date-invalid-hint = Give a year, a month or a day, or a span of them: 1948, 1948-12, 1948-12-10, 2019-05/2020.
fault-disk-full = The disk is full.
fault-disk-full-hint = Nothing was lost. Free some space and try again.
fault-empty-text = There is nothing to say.
fault-empty-text-hint = Give the text after the space, or on standard input.
fault-entry-unknown = There is no such entry on the list.
fault-entry-unknown-hint = `toguna library read-list S LIST` shows them with their numbers.
fault-file-changed = The file changed while it was read.
fault-file-changed-hint = Close the program that writes it, then try again.
fault-file-gone = The relay does not have this file (any more).
fault-file-gone-hint = Whoever brought it can bring it again with `toguna library attach`.
fault-file-invalid = The file is not the one that its author signed for.
fault-file-invalid-hint = Nothing of it was written. `toguna library history S ITEM` says who brought it; ask them.
fault-file-unknown = The item has no such version.
fault-file-unknown-hint = `toguna library show S ITEM` lists its versions.
fault-file-unreadable = A file cannot be read.
fault-file-unreadable-hint = Check its name and its rights.
fault-file-unwritable = The file cannot be written.
fault-file-unwritable-hint = Choose a name that is not there yet, in a folder you may write to.
fault-files-full = The files of this space have no more room at the relay; the limit is { $limit } bytes.
fault-files-full-hint = What was begun and never finished goes after 7 days. Ask the operator for more room, or found another space.
fault-handle-invalid = This handle cannot be used.
fault-handle-invalid-hint = Use letters and digits of any script, spaces, and . - _ ’ between them.
fault-handle-taken = Somebody else on this relay has this handle.
fault-handle-taken-hint = Choose another one; the link is still good.
fault-home-exists = This folder holds a vault already.
fault-home-exists-hint = Use it as it is, or give another folder with `--home`.
fault-home-unusable = The vault's folder cannot be read or written.
fault-home-unusable-hint = Check who owns the folder and its permissions, or give another one with `--home`.
fault-invitation-gone = This invitation was answered already, or has expired.
fault-invitation-gone-hint = Ask to be invited again.
fault-invitation-unknown = No such invitation waits here.
fault-invitation-unknown-hint = `toguna space invitations` lists those that wait.
fault-item-ambiguous = More than one item answers to that.
fault-item-ambiguous-hint = Give more of its title, or the beginning of its id.
fault-item-unknown = There is no such item in the library.
fault-item-unknown-hint = `toguna library list S` shows what there is.
fault-item-untitled = An item needs a title.
fault-item-untitled-hint = Give it with `--title`, or a file, whose name it takes.
fault-key-package-refused = What the relay handed out as your colleague's keys did not pass the checks; nobody was added.
fault-key-package-refused-hint = Ask your colleague to run `toguna doctor`, compare fingerprints, then try again.
fault-key-packages-old = The keys that your colleague's device left at the relay are too old to be used; nobody was added.
fault-key-packages-old-hint = The device has not been there for nearly three months, or the relay keeps its newer keys back. Ask your colleague to run `toguna space invitations` once, then invite again.
fault-last-steward = The last steward cannot go without a successor.
fault-last-steward-hint = Name one with `--successor HANDLE`.
fault-link-expired = This link has expired.
fault-link-expired-hint = Ask the operator for a new one.
fault-link-malformed = This is not a whole registration link.
fault-link-malformed-hint = Copy it again, from `toguna://` to its last character; the part after # must not be cut off.
fault-link-other-relay = This folder belongs to another relay than the link.
fault-link-other-relay-hint = Give another folder with `--home`.
fault-link-too-new = This link was made for a newer version of this program.
fault-link-too-new-hint = Install the newer version and try again.
fault-link-used = Somebody has used this link already.
fault-link-used-hint = If it was not you, tell the operator at once; ask for a new link.
fault-link-withdrawn = The operator has withdrawn this link.
fault-link-withdrawn-hint = Ask for a new one.
fault-list-ambiguous = More than one reading list answers to that.
fault-list-ambiguous-hint = Give more of its title, or the beginning of its id.
fault-list-unknown = There is no such reading list in this space.
fault-list-unknown-hint = `toguna library read-list S` shows what there is; `--new` starts one.
fault-message-unknown = No such message, or it is not yours to change.
fault-message-unknown-hint = `toguna read S` shows each message with its place; your own can be edited, yours or as a steward any can be deleted.
fault-no-home = There is no vault here yet.
fault-no-home-hint = Join a network with `toguna join LINK --handle NAME`, or say with `--home` where your vault is.
fault-no-key-packages = Your colleague's device has no keys waiting at the relay.
fault-no-key-packages-hint = Ask your colleague to run `toguna space invitations` once, then invite again.
fault-not-a-member = You are not a member of this space (any more).
fault-not-a-member-hint = What you read before stays readable here. Ask a steward if this surprises you.
fault-not-allowed = Your role does not allow this.
fault-not-allowed-hint = Ask a steward of the space.
fault-object-refused = The change does not fit the object it is for.
fault-object-refused-hint = It was made for another version of it, or under another device's id; make it again on what is there now.
fault-out-of-range = Out of range ({ $field }); the most is { $limit }.
fault-out-of-range-hint = The command's `--help` says what is allowed.
fault-passage-ambiguous = The item says that more than once.
fault-passage-ambiguous-hint = Quote more of it, or say the page with `--page`.
fault-passage-unknown = The item does not say that, as far as this device can read it.
fault-passage-unknown-hint = Quote words that stand one after the other; accents and line breaks make no difference. `toguna library show S ITEM` says whether its file could be read.
fault-person-unknown = Nobody on this relay has that handle.
fault-person-unknown-hint = Check the spelling with your colleague, who sees it with `toguna whoami`.
fault-proxy-malformed = This is not the address of a SOCKS5 proxy.
fault-proxy-malformed-hint = Write it as `socks5://127.0.0.1:9050`.
fault-refounding-unproven = Too few members could not follow the last change to hold it against whoever made it: { $limit } of 3 are known here.
fault-refounding-unproven-hint = Wait until the others have been online, or use `--anyway`: then everybody is asked.
fault-no-text = The item has no text.
fault-no-text-hint = `toguna library show S ITEM` says what is known of it.
fault-no-private-place = There is no folder in memory that only you may read, so nothing was opened.
fault-no-private-place-hint = Write it to a file with `toguna library get`, or use `--insecure-temp` if traces on the disk do not matter.
fault-opens-as-program = This file is of a kind that computers run, not show.
fault-opens-as-program-hint = If you trust whoever brought it, say with `--with` which program is to read it.
fault-program-failed = The program cannot be started.
fault-program-failed-hint = The copy was wiped. Name a program that is installed with `--with`.
fault-some-refused = Some files were not taken in.
fault-some-refused-hint = They are named above, each with its reason; the others are in the library.
fault-query-invalid = There is no word to look for, or there are more than { $limit }.
fault-query-invalid-hint = Give words with letters or digits in them: `toguna search liberté`.
fault-relay-busy = The relay is busy and asks to slow down.
fault-relay-busy-hint = Nothing was lost. Try again in a minute.
fault-relay-full = The relay's disk is full.
fault-relay-full-hint = Nothing was lost: what you said waits in the outbox and goes out later. Tell the operator to make room.
fault-relay-forked = The relay signed one history of this space and shows another.
fault-relay-forked-hint = Nothing of it was accepted. This proves that the relay lies or was restored from an old copy: tell the operator and your colleagues on another channel.
fault-relay-lied = The relay contradicted what it had signed, or its own history.
fault-relay-lied-hint = Nothing of it was accepted. Tell the operator and your colleagues on another channel.
fault-relay-refused = The relay refused.
fault-relay-refused-hint = Run `toguna doctor`; it checks the clock and the relay's key.
fault-relay-unreachable = The relay cannot be reached.
fault-relay-unreachable-hint = Check the network and the proxy. What waits in the outbox leaves later by itself.
fault-search-unknown = No search is saved under that name.
fault-search-unknown-hint = `toguna search --list` shows those that are.
fault-space-ambiguous = More than one space answers to that name.
fault-space-ambiguous-hint = Give more of the title, or the id that `toguna space list` shows.
fault-space-closed = This space was closed by its stewards.
fault-space-closed-hint = The relay holds nothing of it any more. What this device had read is still here; `toguna space forget S` erases it.
fault-steward-key-elsewhere = This device was not given the steward key yet.
fault-steward-key-elsewhere-hint = A steward whose device has it gives it at its next `toguna sync`; then run `toguna sync` here.
fault-space-full = The space cannot take that many members.
fault-space-full-hint = A post-quantum space holds 150 devices. Found a second space for the others.
fault-space-in-doubt = Members were shown different histories of this space, so nothing was sent.
fault-space-in-doubt-hint = `toguna space show S` says what differs. Compare on another channel; then `toguna space settle S`, or send once with `--anyway`.
fault-space-not-wedged = This space has not stopped: there is nothing to found anew.
fault-space-not-wedged-hint = Run `toguna status`; it says what is wrong.
fault-space-refounded = This space was founded anew and goes on in another one.
fault-space-refounded-hint = `toguna space list` shows it, or `toguna space invitations` if it waits for your answer.
fault-space-stopped = The space has stopped at a change that nobody may make.
fault-space-stopped-hint = What you have stays readable. Talk to a steward on another channel; `toguna space refound S` goes on without the culprit.
fault-space-unknown = No space of yours answers to that name.
fault-space-unknown-hint = `toguna space list` shows your spaces, `toguna space invitations` those that wait.
fault-still-a-member = You are still a member of this space.
fault-still-a-member-hint = Leave it first: `toguna space leave S`.
fault-still-queued = It waits in the outbox; the relay has not acknowledged it yet.
fault-still-queued-hint = Nothing is lost and nothing needs to be written again; the next command that reaches the relay sends it.
fault-too-long = Too long ({ $field }); the limit is { $limit } bytes.
fault-too-long-hint = Shorten it, or send it in parts.
fault-unconfirmed = You are new here: it waits in the outbox until a colleague has been online.
fault-unconfirmed-hint = Nothing is lost and nothing needs to be written again; `toguna sync` sends it once somebody has confirmed what you were shown.
fault-vault-busy = Another command is using this vault.
fault-vault-busy-hint = Try again in a moment.
fault-vault-damaged = The vault is damaged.
fault-vault-damaged-hint = Copy the folder somewhere safe before you do anything else, then ask for help.
fault-vault-too-new = The vault was written by a newer version of this program.
fault-vault-too-new-hint = Install the newer version; this one leaves the vault as it is.
fault-wrong-passphrase = The passphrase is wrong.
fault-wrong-passphrase-hint = Try again; check the keyboard layout and capital letters. Nobody can recover it for you. If it is certainly right, the vault's file `slots` may be damaged: `toguna doctor` says what to do.
fault-wrong-pin = Whoever answers at the relay's address is not the relay of your link. Nothing was sent.
fault-wrong-pin-hint = Somebody may be standing between you and the relay. Ask the operator on another channel.

fault-cancelled = Cancelled; nothing was changed.
fault-cancelled-hint = Give the command again when you are ready.
fault-demo-control-missed = The search did not find what it must find, so its silence proves nothing.
fault-demo-control-missed-hint = Report this: the demonstration itself is broken.
fault-demo-leaked = Something readable was found at the relay.
fault-demo-leaked-hint = Run the demonstration again with `--keep DIR` and report what it prints.
fault-demo-place-taken = The folder for the demonstration is not empty, or cannot be made.
fault-demo-place-taken-hint = Give a folder that does not exist yet.
fault-demo-relay = The demonstration's relay did not start.
fault-demo-relay-hint = With `--keep DIR` its log stays in DIR/relay.log and says why.
fault-demo-strayed = The demonstration did not go as it must.
fault-demo-strayed-hint = Run it again with `--keep DIR` and report what it prints.
fault-doctor-found = Something needs attention.
fault-doctor-found-hint = The lines above say what, and what to do.
fault-input-unreadable = Standard input is not readable text.
fault-input-unreadable-hint = Send text in UTF-8.
fault-lang-unknown = This language is not in the catalogue.
fault-lang-unknown-hint = Choose one of ar, de, en, fr, pt.
fault-no-passphrase = There is no terminal to ask for the passphrase.
fault-no-passphrase-hint = Give `--passphrase-file FILE`, or set TOGUNA_PASSPHRASE_FILE.
fault-no-place = It is not known where your vault should be: neither HOME nor XDG_DATA_HOME is set.
fault-no-place-hint = Give a folder with `--home`, or set TOGUNA_HOME.
fault-not-confirmed = This needs a confirmation, and there is no terminal to ask at.
fault-not-confirmed-hint = Give `--yes` if you are sure.
fault-output-failed = The answer could not be written.
fault-output-failed-hint = Check where standard output goes; the command itself may have been carried out.
fault-passphrase-empty = The passphrase is empty.
fault-passphrase-empty-hint = Choose several words that nobody would guess together.
fault-passphrase-mismatch = The two passphrases differ.
fault-passphrase-mismatch-hint = Nothing was made. Give the command again.
fault-passphrase-unreadable = The passphrase file cannot be read.
fault-passphrase-unreadable-hint = Check its path and permissions; it must hold one line of at most 1024 bytes.
fault-usage = The command line cannot be understood.
fault-usage-hint = See `{ $command } --help`.
usage-conflict = “{ $argument }” cannot be given together with “{ $other }”.
usage-missing = Missing: { $argument }
usage-missing-command = A command is missing.
usage-suggestion = Did you mean “{ $suggestion }”?
usage-unknown-argument = Nothing here is called “{ $argument }”.
usage-unknown-command = There is no command “{ $argument }”.
usage-field = “{ $value }” names no field. { help-library-fields }
usage-value = “{ $value }” cannot be used for { $argument }.
usage-value-missing = { $argument } needs a value.

## The demonstration

name-amal = Amal
name-beatrice = Béatrice
name-celeste = Celeste
city-tunis = Tunis
city-kinshasa = Kinshasa
city-maputo = Maputo
tale-title = Three defenders, and a relay that can read nothing
tale-relay-up = A real relay runs as process { $pid } on { $address }: TLS 1.3, its store on this disk. Everything below goes through it, with the same code as your own commands.
tale-act-joining = Joining
tale-joining = { $name } in { $city } redeems a link and makes a vault…
tale-joined = { $name } in { $city } has a vault of her own. A thief pays { $mebibytes } MiB of memory for every guess at its passphrase.
tale-act-founding = A space
tale-founded = { $name } founds the space “{ $title }”, in the post-quantum suite. Only members will ever read that title.
tale-invited = { $name } invites { $guests }. Sealed letters wait in their mailboxes.
tale-accepted = { $name } accepts, and reads the title for the first time: “{ $title }”.
tale-act-library = A library
tale-library-adding = { $name } adds “{ $title }”
tale-library-described = { $name } puts a word on “{ $title }”.
tale-library-finding = { $name } looks for “{ $word }” in it, on her own device:
tale-library-found = “{ $title }”: { $text }
tale-library-whole = { $name } comes later and has all of it: { $entries } entries read again and checked, { $bytes } bytes of library, the same as the others'.
tale-act-talking = Three languages
tale-act-dark = The power fails in Maputo
tale-dark = { $name }'s device is off. The others go on.
tale-act-killing = The relay is killed
tale-killed = SIGKILL to process { $pid }: no warning, no time to tidy up.
tale-queued = { $name } writes all the same. The message waits in the outbox of her device:
tale-restarted = The relay is back as process { $pid }, with the same store. All it had acknowledged is there.
tale-flushed = { $name }'s message left by itself, and is entry { $seq }.
tale-act-catching-up = Light again
tale-caught-up = { $name }'s device comes back, and reads in order what was said meanwhile:
tale-act-finding = A word among many
tale-finding = { $name } looks for “{ $word }” on her own device; nobody is asked. It stands there without the article:
tale-act-lying = The relay lies
tale-lied = Whoever runs the relay puts an old copy of its store back, and says nothing. The last two messages never happened, if one believes it.
tale-caught = { $name }'s device does not: { $what }.
tale-withheld = { $name } answers all the same. Into a false history nothing is sent: her message waits in the outbox.
tale-truth = The true store is back. They compare by telephone, and each says that she goes on. Nothing is missing, and what waited leaves by itself:
tale-act-wreck = A roadblock
tale-taken = { $name }'s device is taken from her, with the passphrase. Whoever holds it puts bytes that nobody can open in the place of the space's next change.
tale-stopped = { $name }'s device stops there: { $what }.
tale-refounded = { $name } re-founds the space: a new one with the same members. Nobody can say whose bytes those were, so for 30 days every change must name its device.
tale-followed = { $name }'s device checks that for itself and follows; what waited in its outbox arrives:
tale-act-removing = The device is locked out
tale-seized = { $remover } removes { $name } from the space; those who stay get new keys.
tale-act-after = Whoever holds the taken device
tale-thief-reads = It knows the passphrase, asks the relay for everything, and gets not one entry newer than its removal.
tale-thief-speaks = It tries to ask: “{ $text }” The answer: { $answer }
tale-gloss = (“{ $text }”)
tale-say-welcome = Welcome. I have received the fishermen's testimony; it carries the number { $mark }.
tale-say-afraid = Two of them fear for their families: let us keep their names out of every e-mail.
tale-say-recording = I have the recording from the market, reference { $mark }. The copy is in two places.
tale-say-postponed = The hearing is postponed to Thursday, six in the morning.
tale-say-interpreter = I am warning the interpreter and the lawyer, without the telephone.
tale-say-guard = The guards have changed shifts: come in by the back courtyard, reference { $mark }.
tale-say-caught-up = I have read everything. I will bring the witness by the northern road.
tale-say-ferry = The witness crosses by the ferry tonight, sign { $mark }.
tale-say-not-ferry = Not by the ferry: it is being watched. I will send the fishermen.
tale-say-settled = On your side too? Then it was the relay. We go on.
tale-say-still-there = Are you still there? The hearing is in two hours, room { $mark }.
tale-say-moved = The meeting place has changed; do not mention the old one to anybody.
tale-say-library = Understood. The new one: behind the library, password { $mark }.
tale-say-thief = Where shall we meet now, my friends?
tale-act-sight = What the relay holds, and what a member sees
tale-holds = The relay holds { $files } files, { $bytes } bytes. A piece of them:
tale-sees = { $name } sees:
tale-act-search = Searching the relay
tale-needles = { $needles } secrets (titles, sentences, words, passphrases), each in { $spellings } spellings: UTF-8, UTF-16, hexadecimal, Base64.
tale-files = Files of the relay: { $bytes } bytes searched, { $hits } found.
tale-log = Log of the relay: { $bytes } bytes searched, { $hits } found.
tale-memory = Memory of process { $pid }: { $bytes } bytes searched, { $hits } found.
tale-memory-closed = Memory of process { $pid }: this system does not let us read it, so it was not searched.
tale-memory-note = Left out: pages of program files that nobody can have written to. The relay here is this very program, which contains the script of the play.
tale-hit = Found “{ $needle }” as { $spelling } in { $place }.
tale-handles = The handles { $handles } were found, as they must be: until a network has its commons, the relay keeps the directory of handles.
tale-handles-missed = The handles were not found in the store, where the directory must have them: the search does not look in the right place.
tale-control = Control: one word written in clear into a copy of the store was found there.
tale-knows = What a relay does learn: that three devices exist and under which handles, when they connect and from which address, how many entries each log has and how large they are.
tale-verdict-good = Nothing that was said, no title and no passphrase is readable at the relay.
tale-verdict-files-good = Nothing that was said, no title and no passphrase is readable in the relay's files and log. Its memory could not be searched here.
tale-verdict-bad = { $hits ->
    [one] { $hits } readable trace was found at the relay. This must not be.
   *[other] { $hits } readable traces were found at the relay. This must not be.
}
tale-took = Took { $seconds } seconds.
tale-kept = Everything stays in { $place }. To go on by hand, start the relay in one terminal:
tale-kept-then = and speak as { $name } in another:
