-- From schema version 1 to 2: checksums of rows and their sums, which the program fills in.
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

ALTER TABLE tenant ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tenant_name ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answer ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE day ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE revision ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
