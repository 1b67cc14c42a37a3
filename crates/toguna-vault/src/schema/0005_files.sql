-- Files on their way to the relay, noted before it hears of them: who was interrupted goes on with the same key.
CREATE TABLE uploads (
    log        BLOB NOT NULL,
    blob       BLOB NOT NULL,
    key        BLOB NOT NULL,
    random     BLOB NOT NULL,
    delete_key BLOB NOT NULL,
    content    BLOB NOT NULL,
    length     INTEGER NOT NULL,
    begun      INTEGER NOT NULL,
    PRIMARY KEY (log, blob)
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_by_content ON uploads (log, content);

-- What deletes a file at the relay that this device brought there.
CREATE TABLE own_files (
    log        BLOB NOT NULL,
    blob       BLOB NOT NULL,
    delete_key BLOB NOT NULL,
    PRIMARY KEY (log, blob)
) STRICT, WITHOUT ROWID;

-- Files from the relay that are kept on this device, as ciphertext, under a name that says nothing.
CREATE TABLE kept_files (
    log  BLOB NOT NULL,
    blob BLOB NOT NULL,
    name TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (log, blob)
) STRICT, WITHOUT ROWID;
