-- Signed operations as they stand in the log, with the bytes their authors signed.
CREATE TABLE ops (
    log      BLOB NOT NULL,
    seq      INTEGER NOT NULL,
    object   BLOB NOT NULL,
    account  BLOB NOT NULL,
    device   BLOB NOT NULL,
    leaf_key BLOB NOT NULL,
    counter  INTEGER NOT NULL,
    hash     BLOB NOT NULL,
    payload  BLOB NOT NULL,
    era      INTEGER NOT NULL,
    kind     INTEGER NOT NULL,
    signed   BLOB NOT NULL,
    standing TEXT NOT NULL,
    PRIMARY KEY (log, seq)
) STRICT;
CREATE INDEX ops_of_object ON ops (log, object, seq);
CREATE INDEX ops_of_chain ON ops (log, leaf_key, counter);
CREATE INDEX ops_waiting ON ops (log, seq) WHERE standing = 'waiting';

-- How far each leaf key's chain of operations has come.
CREATE TABLE chains (
    log      BLOB NOT NULL,
    leaf_key BLOB NOT NULL,
    counter  INTEGER NOT NULL,
    hash     BLOB NOT NULL,
    seq      INTEGER NOT NULL,
    PRIMARY KEY (log, leaf_key)
) STRICT, WITHOUT ROWID;

-- Devices that signed two operations for one place of their chain, and from where on they count no more.
CREATE TABLE quarantine (
    log    BLOB NOT NULL,
    device BLOB NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (log, device)
) STRICT, WITHOUT ROWID;

-- The time before a device joined: what of it is withheld, and how far it was read again.
CREATE TABLE histories (
    log         BLOB NOT NULL PRIMARY KEY,
    withheld    INTEGER NOT NULL,
    first_seq   INTEGER NOT NULL,
    first_hash  BLOB NOT NULL,
    cursor_seq  INTEGER NOT NULL,
    cursor_hash BLOB NOT NULL,
    made_seq    INTEGER NOT NULL,
    made_hash   BLOB NOT NULL,
    until_seq   INTEGER NOT NULL,
    state       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Roles of accounts: each row holds from its place in the log on, until the next of the same account.
CREATE TABLE roster_role (
    log     BLOB NOT NULL,
    account BLOB NOT NULL,
    seq     INTEGER NOT NULL,
    role    INTEGER NOT NULL,
    PRIMARY KEY (log, account, seq)
) STRICT, WITHOUT ROWID;

-- The leaf key that a device's own counter belongs to: each leaf key begins a chain of its own.
ALTER TABLE spaces ADD COLUMN own_leaf BLOB NOT NULL DEFAULT (zeroblob(32));
