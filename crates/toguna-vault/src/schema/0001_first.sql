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
