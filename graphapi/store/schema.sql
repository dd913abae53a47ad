-- The store of peerdash, schema version 1 (PRAGMA user_version). Dates are ISO 8601 days such as 2021-06-28; times are
-- UTC such as 2021-06-30T08:15:00.000Z. A count that Graph left blank is NULL, which is not zero.

-- Whose reports are kept: one row for each tenant of each Graph root.
CREATE TABLE tenant (
    id         INTEGER PRIMARY KEY,
    graph_root TEXT NOT NULL,
    tid        TEXT,             -- the tenant id that a token told, a GUID in lower case; NULL until one did
    merged_at  TEXT NOT NULL,    -- when a report was last merged into the tenant's days
    UNIQUE (graph_root, tid)
) STRICT;

-- Every name by which a tenant was called, in lower case: its GUID, its domains, or the digest of a ready token.
CREATE TABLE tenant_name (
    graph_root TEXT NOT NULL,
    name       TEXT NOT NULL,
    tenant_id  INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    PRIMARY KEY (graph_root, name)
) STRICT, WITHOUT ROWID;

-- The last answer of Graph for each period, as received.
CREATE TABLE answer (
    tenant_id    INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    period       TEXT NOT NULL CHECK (period IN ('D7', 'D30', 'D90', 'D180')),
    etag         TEXT NOT NULL,
    refresh_date TEXT CHECK (refresh_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),  -- NULL in an empty report
    fetched_at   TEXT NOT NULL,
    csv_sha256   TEXT NOT NULL,
    csv          BLOB NOT NULL,
    PRIMARY KEY (tenant_id, period)
) STRICT, WITHOUT ROWID;

-- Every day ever seen, with the counts that hold: those of the latest refresh date that told of the day.
CREATE TABLE day (
    tenant_id     INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    date          TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    refresh_date  TEXT NOT NULL CHECK (refresh_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    im            INTEGER CHECK (im >= 0),
    audio         INTEGER CHECK (audio >= 0),
    video         INTEGER CHECK (video >= 0),
    app_sharing   INTEGER CHECK (app_sharing >= 0),
    file_transfer INTEGER CHECK (file_transfer >= 0),
    PRIMARY KEY (tenant_id, date)
) STRICT, WITHOUT ROWID;

-- What was said of a day before it was revised, oldest first by position. Counts that several refresh dates repeated
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
    PRIMARY KEY (tenant_id, date, position)
) STRICT, WITHOUT ROWID;
