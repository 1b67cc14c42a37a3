-- Shared objects, as the operations that count have made them up to a place in the log.
CREATE TABLE objects (
    log     BLOB NOT NULL,
    object  BLOB NOT NULL,
    schema  TEXT NOT NULL,
    version INTEGER NOT NULL,
    author  BLOB NOT NULL,
    created INTEGER NOT NULL,
    upto    INTEGER NOT NULL,
    state   BLOB NOT NULL,
    fields  TEXT NOT NULL,
    PRIMARY KEY (log, object)
) STRICT;
CREATE INDEX objects_of_schema ON objects (log, schema, created);

-- What of them can be found by its words; in the index under the negative of their numbers.
CREATE TABLE object_texts (
    id     INTEGER PRIMARY KEY,
    log    BLOB NOT NULL,
    object BLOB NOT NULL,
    UNIQUE (log, object),
    FOREIGN KEY (log, object) REFERENCES objects (log, object) ON DELETE CASCADE
) STRICT;
CREATE TRIGGER object_texts_gone AFTER DELETE ON object_texts BEGIN
    DELETE FROM words WHERE rowid = -old.id;
END;
