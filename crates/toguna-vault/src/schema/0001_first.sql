-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Unsigned 64-bit numbers (epochs, places, times) are stored with their top bit turned: see row.rs.

CREATE TABLE door (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    generation INTEGER NOT NULL
) STRICT;
INSERT INTO door VALUES (1, -9223372036854775807 - 1);

-- What the MLS engine keeps; opaque here.
CREATE TABLE mls (
    label TEXT NOT NULL,
    key   BLOB NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (label, key)
) STRICT;

-- Who this device is.
CREATE TABLE identity (
    only_row       INTEGER PRIMARY KEY CHECK (only_row = 1),
    relay          BLOB NOT NULL,
    relay_key      BLOB NOT NULL,
    endpoint       TEXT NOT NULL,
    tls            INTEGER NOT NULL,
    handle         TEXT NOT NULL,
    account        BLOB NOT NULL,
    account_seed   BLOB NOT NULL,
    device         BLOB NOT NULL,
    device_seed    BLOB NOT NULL,
    mailbox_secret BLOB NOT NULL,
    cert           BLOB NOT NULL,
    token          BLOB,
    registered     INTEGER NOT NULL
) STRICT;

-- Signature keys of our leaves: one for each space and each KeyPackage.
CREATE TABLE leaf_keys (
    public BLOB PRIMARY KEY NOT NULL,
    seed   BLOB NOT NULL
) STRICT;

CREATE TABLE spaces (
    log          BLOB PRIMARY KEY NOT NULL,
    state        TEXT NOT NULL,
    title        TEXT NOT NULL,
    lifetime     INTEGER NOT NULL,
    suite        INTEGER NOT NULL,
    epoch        INTEGER NOT NULL,
    cursor_seq   INTEGER NOT NULL,
    cursor_hash  BLOB NOT NULL,
    read_on      INTEGER NOT NULL,
    era          INTEGER NOT NULL,
    roster_tip   BLOB NOT NULL,
    inviter      BLOB,
    confirmed    INTEGER NOT NULL,
    since        INTEGER NOT NULL,
    own_counter  INTEGER NOT NULL,
    own_previous BLOB NOT NULL,
    hybrid_time  INTEGER NOT NULL,
    hybrid_count INTEGER NOT NULL,
    alarm        TEXT
) STRICT;

CREATE TABLE epoch_keys (
    log      BLOB NOT NULL,
    epoch    INTEGER NOT NULL,
    root     BLOB NOT NULL,
    envelope BLOB NOT NULL,
    made     INTEGER NOT NULL,
    PRIMARY KEY (log, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE era_keys (
    log         BLOB NOT NULL,
    era         INTEGER NOT NULL,
    key         BLOB NOT NULL,
    first_epoch INTEGER NOT NULL,
    first_seq   INTEGER NOT NULL,
    first_hash  BLOB NOT NULL,
    made        INTEGER NOT NULL,
    PRIMARY KEY (log, era)
) STRICT, WITHOUT ROWID;

CREATE TABLE roster (
    log  BLOB NOT NULL,
    seq  INTEGER NOT NULL,
    era  INTEGER NOT NULL,
    tip  BLOB NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (log, seq)
) STRICT;

CREATE TABLE roster_leaf (
    log       BLOB NOT NULL,
    leaf_key  BLOB NOT NULL,
    account   BLOB NOT NULL,
    device    BLOB NOT NULL,
    from_seq  INTEGER NOT NULL,
    until_seq INTEGER,
    PRIMARY KEY (log, leaf_key, from_seq)
) STRICT, WITHOUT ROWID;

-- The outbox: first in, first out within a log. AUTOINCREMENT, so that a place is never given twice.
CREATE TABLE intents (
    place          INTEGER PRIMARY KEY AUTOINCREMENT,
    id             BLOB NOT NULL UNIQUE,
    log            BLOB NOT NULL,
    kind           TEXT NOT NULL,
    body           BLOB NOT NULL,
    message        BLOB,
    sealed_payload BLOB,
    sealed_hash    BLOB,
    sealed_epoch   INTEGER,
    sealed_extra   BLOB,
    state          TEXT NOT NULL,
    tries          INTEGER NOT NULL,
    made           INTEGER NOT NULL,
    not_before     INTEGER NOT NULL,
    reason         TEXT,
    receipt        BLOB,
    seq            INTEGER
) STRICT;
CREATE INDEX intents_by_log ON intents (log, place);
CREATE INDEX intents_open ON intents (log, place) WHERE state IN ('queued', 'sealed', 'sent');
CREATE INDEX intents_by_hash ON intents (log, sealed_hash);

-- What a member sees of a log.
CREATE TABLE entries (
    log      BLOB NOT NULL,
    seq      INTEGER NOT NULL,
    class    INTEGER NOT NULL,
    epoch    INTEGER NOT NULL,
    kind     INTEGER NOT NULL,
    author   BLOB NOT NULL,
    device   BLOB NOT NULL,
    message  BLOB,
    target   BLOB,
    content  BLOB NOT NULL,
    written  INTEGER NOT NULL,
    received INTEGER NOT NULL,
    expires  INTEGER,
    own      INTEGER NOT NULL,
    PRIMARY KEY (log, seq)
) STRICT;
CREATE INDEX entries_by_target ON entries (log, target) WHERE target IS NOT NULL;
CREATE INDEX entries_by_expiry ON entries (expires) WHERE expires IS NOT NULL;
CREATE UNIQUE INDEX entries_by_message ON entries (log, message) WHERE message IS NOT NULL;

-- Heads of the newest entries, to be compared with what authors say they saw.
CREATE TABLE heads (
    log  BLOB NOT NULL,
    seq  INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;

-- Payloads seen in an epoch, against replays.
CREATE TABLE payload_hashes (
    log   BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    hash  BLOB NOT NULL,
    seq   INTEGER NOT NULL,
    PRIMARY KEY (log, epoch, hash)
) STRICT, WITHOUT ROWID;

-- Entries that were refused, and why.
CREATE TABLE verdicts (
    log     BLOB NOT NULL,
    seq     INTEGER NOT NULL,
    hash    BLOB NOT NULL,
    reason  TEXT NOT NULL,
    accused BLOB, -- the account that signed it, if that is known
    PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipts (
    log      BLOB NOT NULL,
    last_seq INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    PRIMARY KEY (log, last_seq)
) STRICT;

CREATE TABLE evidence (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    log   BLOB NOT NULL,
    kind  TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE INDEX evidence_by_log ON evidence (log, place);

CREATE TABLE invitations (
    letter         BLOB PRIMARY KEY NOT NULL,
    log            BLOB NOT NULL,
    inviter        BLOB NOT NULL,
    inviter_handle TEXT NOT NULL,
    body           BLOB NOT NULL,
    predecessor    BLOB, -- what space it goes on from and why, if it does
    received       INTEGER NOT NULL,
    state          TEXT NOT NULL
) STRICT;
CREATE INDEX invitations_by_log ON invitations (log);

CREATE TABLE letters_seen (
    id  BLOB PRIMARY KEY NOT NULL,
    day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE letters_out (
    id         BLOB PRIMARY KEY NOT NULL,
    recipient  BLOB NOT NULL,
    kind       INTEGER NOT NULL,
    log        BLOB,
    envelope   BLOB NOT NULL,
    not_before INTEGER NOT NULL,
    tries      INTEGER NOT NULL
) STRICT;
CREATE INDEX letters_out_by_time ON letters_out (not_before);

-- Members who were added and have not spoken yet: somebody re-delivers their Welcome.
CREATE TABLE newcomers (
    log         BLOB NOT NULL,
    device      BLOB NOT NULL,
    account     BLOB NOT NULL,
    pointer     BLOB NOT NULL,
    mailbox_key BLOB NOT NULL,
    added_seq   INTEGER NOT NULL,
    added       INTEGER NOT NULL,
    next_try    INTEGER NOT NULL,
    tries       INTEGER NOT NULL,
    spoke       INTEGER NOT NULL,
    PRIMARY KEY (log, device)
) STRICT;

CREATE TABLE people (
    account    BLOB PRIMARY KEY NOT NULL,
    handle     TEXT NOT NULL,
    first_seen INTEGER NOT NULL
) STRICT;
CREATE INDEX people_by_handle ON people (handle);

CREATE TABLE meta (
    key   TEXT PRIMARY KEY NOT NULL,
    value BLOB NOT NULL
) STRICT;
