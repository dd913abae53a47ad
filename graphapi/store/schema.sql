-- The store of peerdash, schema version 2 (PRAGMA user_version). Dates are ISO 8601 days such as 2021-06-28; times are
-- UTC such as 2021-06-30T08:15:00.000Z. A count that Graph left blank is NULL, which is not zero.
--
-- Each row ends with a checksum of its other values; checksum.go says how it is computed. Other programs may read the
-- store. Rows that they write do not have the right checksums, and peerdash treats such a store as damaged.

-- The file itself: one row.
CREATE TABLE store (
    id      TEXT NOT NULL,    -- random, the same in each copy of the file
    changes INTEGER NOT NULL  -- the number of transactions committed
) STRICT;

-- The sum of the rows' checksums, so that a missing row is noticed: of each tenant's imports, answers, days and revisions, and of
-- all tenants and names under the tenant id 0. Sums wrap around as 64-bit integers.
CREATE TABLE checksum (
    tenant_id INTEGER NOT NULL,
    content   TEXT NOT NULL,  -- the name of the table
    sum       INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, content)
) STRICT, WITHOUT ROWID;

-- One row for each tenant of each Graph root.
CREATE TABLE tenant (
    id         INTEGER PRIMARY KEY,
    graph_root TEXT NOT NULL,
    tid        TEXT,             -- the tenant id from a token, a GUID in lower case; NULL until one is known
    merged_at  TEXT NOT NULL,    -- when a report was last merged into the tenant's days
    checksum   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (graph_root, tid)
) STRICT;

-- Every name that was used for a tenant, in lower case: its GUID, its domains, or the digest of a ready token.
CREATE TABLE tenant_name (
    graph_root TEXT NOT NULL,
    name       TEXT NOT NULL,
    tenant_id  INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    checksum   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (graph_root, name)
) STRICT, WITHOUT ROWID;

-- The files that were imported and changed something.
CREATE TABLE import (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id   INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    file        TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    checksum    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The last answer of Graph for each period, as received.
CREATE TABLE answer (
    tenant_id    INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    period       TEXT NOT NULL CHECK (period IN ('D7', 'D30', 'D90', 'D180')),
    etag         TEXT NOT NULL,
    refresh_date TEXT CHECK (refresh_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),  -- NULL in an empty report
    fetched_at   TEXT NOT NULL,
    csv_sha256   TEXT NOT NULL,
    csv          BLOB NOT NULL,
    checksum     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, period)
) STRICT, WITHOUT ROWID;

-- Every day ever reported, with its current counts: those with the latest refresh date.
CREATE TABLE day (
    tenant_id     INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    date          TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    refresh_date  TEXT NOT NULL CHECK (refresh_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    im            INTEGER CHECK (im >= 0),
    audio         INTEGER CHECK (audio >= 0),
    video         INTEGER CHECK (video >= 0),
    app_sharing   INTEGER CHECK (app_sharing >= 0),
    file_transfer INTEGER CHECK (file_transfer >= 0),
    import_id     INTEGER,  -- the import that the counts are from; NULL for Graph
    checksum      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, date)
) STRICT, WITHOUT ROWID;

-- The earlier counts of a day that was revised, oldest first by position. Counts that several refresh dates repeated
-- have the last of these.
CREATE TABLE revision (
    tenant_id     INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    date          TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    position      INTEGER NOT NULL CHECK (position >= 0),
    refresh_date  TEXT NOT NULL CHECK (refresh_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    im            INTEGER CHECK (im >= 0),
    audio         INTEGER CHECK (audio >= 0),
    video         INTEGER CHECK (video >= 0),
    app_sharing   INTEGER CHECK (app_sharing >= 0),
    file_transfer INTEGER CHECK (file_transfer >= 0),
    import_id     INTEGER,  -- the import that the counts are from; NULL for Graph
    checksum      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, date, position)
) STRICT, WITHOUT ROWID;
