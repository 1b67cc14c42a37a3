-- What can be found by its words. A text is what an entry says; with the entry goes the text.
CREATE TABLE texts (
    id  INTEGER PRIMARY KEY,
    log BLOB NOT NULL,
    seq INTEGER NOT NULL,
    UNIQUE (log, seq),
    FOREIGN KEY (log, seq) REFERENCES entries (log, seq) ON DELETE CASCADE
) STRICT;

-- Entries that were not looked at yet, or say something else since. They are when somebody searches.
CREATE TABLE texts_due (
    log BLOB NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (log, seq),
    FOREIGN KEY (log, seq) REFERENCES entries (log, seq) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO texts_due (log, seq) SELECT log, seq FROM entries;

-- The words of each text, folded before they come here, so that any tokenizer that splits at spaces will do.
CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'unicode61 remove_diacritics 0');
-- A word that is deleted leaves the index at once, not when its pages are merged.
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER texts_gone AFTER DELETE ON texts BEGIN
    DELETE FROM words WHERE rowid = old.id;
END;
CREATE TRIGGER entries_new AFTER INSERT ON entries BEGIN
    INSERT INTO texts_due (log, seq) VALUES (new.log, new.seq);
END;
CREATE TRIGGER entries_changed AFTER UPDATE OF content, kind ON entries BEGIN
    DELETE FROM texts WHERE log = old.log AND seq = old.seq;
    INSERT INTO texts_due (log, seq) VALUES (old.log, old.seq) ON CONFLICT DO NOTHING;
END;
