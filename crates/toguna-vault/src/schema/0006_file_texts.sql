-- What files say, by the hash of their content, so that items can be found by it; or why that is not known, and to which
-- reader of documents.
CREATE TABLE file_texts (
    log     BLOB NOT NULL,
    content BLOB NOT NULL,
    state   TEXT NOT NULL,
    reader  INTEGER NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (log, content)
) STRICT;
