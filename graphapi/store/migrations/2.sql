-- From schema version 1 to 2: checksums of rows and their sums, which the program fills in, and imports.
CREATE TABLE store (
    id      TEXT NOT NULL,
    changes INTEGER NOT NULL
) STRICT;

CREATE TABLE checksum (
    tenant_id INTEGER NOT NULL,
    content   TEXT NOT NULL,
    sum       INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, content)
) STRICT, WITHOUT ROWID;

CREATE TABLE import (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id   INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    file        TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    checksum    INTEGER NOT NULL DEFAULT 0
) STRICT;

ALTER TABLE tenant ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tenant_name ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answer ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE day ADD COLUMN import_id INTEGER;
ALTER TABLE day ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE revision ADD COLUMN import_id INTEGER;
ALTER TABLE revision ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
