-- The store of peerdash, schema version 3 (PRAGMA user_version). Dates are ISO 8601 days such as 2021-06-28; times are
-- UTC such as 2021-06-30T08:15:00.000Z. A count that Graph left blank is NULL, which is not zero.
--
-- For other programs there is a view for each report of the catalogue, named like the report with underscores. Its columns are
--
--     tenant        a name that was used for the tenant, such as a domain, or else its id
--     date          the day that the counts are of
--     refresh_date  the last day that Graph had counted when it reported the day
--     ...           the counts, named like Graph's columns in lower case with underscores; durations in seconds
--     tenant_id     the tenant id, a GUID; NULL until a token named one
--     graph_root    the root of Graph that reported the day
--
-- for instance
--
--     SELECT date, team_chat_messages, private_chat_messages FROM teams_messages WHERE tenant = 'contoso.com' ORDER BY date;
--
-- peerdash makes the views, and adds that of a new report, when it opens the store. `peerdash reports` lists the reports.
-- The view report_day has the days of all reports, with the counts by position.
--
-- Each row has a checksum of its other values, except in the table request; checksum.go documents how it is computed.
-- Other programs may read the store. Rows that they write do not have the right checksums, and peerdash treats such a store as
-- damaged.

-- The file itself: one row.
CREATE TABLE store (
    id      TEXT NOT NULL,    -- random, the same in each copy of the file
    changes INTEGER NOT NULL  -- the number of transactions committed
) STRICT;

-- The sum of the rows' checksums, so that a missing row is noticed: of each tenant's imports, answers and reports, of each
-- report's days and revisions, and of all tenants and names under the id 0. Sums wrap around as 64-bit integers.
CREATE TABLE checksum (
    content  TEXT NOT NULL,     -- the name of the table
    owner_id INTEGER NOT NULL,  -- the id of the tenant or, for days and revisions, of the report
    sum      INTEGER NOT NULL,
    PRIMARY KEY (content, owner_id)
) STRICT, WITHOUT ROWID;

-- One row for each tenant of each Graph root.
CREATE TABLE tenant (
    id         INTEGER PRIMARY KEY,
    graph_root TEXT NOT NULL,
    tid        TEXT,             -- the tenant id from a token, a GUID in lower case; NULL until one is known
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

-- The last answer of Graph for each function and period, as received.
CREATE TABLE answer (
    tenant_id    INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    function     TEXT NOT NULL,  -- such as getTeamsUserActivityCounts
    period       TEXT NOT NULL CHECK (period IN ('D7', 'D30', 'D90', 'D180')),
    etag         TEXT NOT NULL,
    refresh_date TEXT CHECK (refresh_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),  -- NULL in an empty report
    fetched_at   TEXT NOT NULL,
    csv_sha256   TEXT NOT NULL,
    checksum     INTEGER NOT NULL DEFAULT 0,
    csv          BLOB NOT NULL,
    PRIMARY KEY (tenant_id, function, period)
) STRICT, WITHOUT ROWID;

-- One row for each report of each tenant.
CREATE TABLE report (
    id        INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    name      TEXT NOT NULL,  -- as in the catalogue, such as teams-messages
    merged_at TEXT NOT NULL,  -- when days were last merged into the report's
    checksum  INTEGER NOT NULL DEFAULT 0,
    UNIQUE (tenant_id, name)
) STRICT;

-- Every day ever reported, with its current counts: those with the latest refresh date. The counts are in the order of the
-- report's series in the catalogue; those that the report does not have are NULL.
CREATE TABLE day (
    report_id    INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    date         TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    refresh_date TEXT NOT NULL CHECK (refresh_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    count1       INTEGER CHECK (count1 >= 0),
    count2       INTEGER CHECK (count2 >= 0),
    count3       INTEGER CHECK (count3 >= 0),
    count4       INTEGER CHECK (count4 >= 0),
    count5       INTEGER CHECK (count5 >= 0),
    count6       INTEGER CHECK (count6 >= 0),
    count7       INTEGER CHECK (count7 >= 0),
    count8       INTEGER CHECK (count8 >= 0),
    import_id    INTEGER,  -- the import that the counts are from; NULL for Graph
    checksum     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (report_id, date)
) STRICT, WITHOUT ROWID;

-- The earlier counts of a day that was revised, oldest first by position. Counts that several refresh dates repeated
-- have the last of these.
CREATE TABLE revision (
    report_id    INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    date         TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    position     INTEGER NOT NULL CHECK (position >= 0),
    refresh_date TEXT NOT NULL CHECK (refresh_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    count1       INTEGER CHECK (count1 >= 0),
    count2       INTEGER CHECK (count2 >= 0),
    count3       INTEGER CHECK (count3 >= 0),
    count4       INTEGER CHECK (count4 >= 0),
    count5       INTEGER CHECK (count5 >= 0),
    count6       INTEGER CHECK (count6 >= 0),
    count7       INTEGER CHECK (count7 >= 0),
    count8       INTEGER CHECK (count8 >= 0),
    import_id    INTEGER,  -- the import that the counts are from; NULL for Graph
    checksum     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (report_id, date, position)
) STRICT, WITHOUT ROWID;

-- The requests to Graph of the last minutes, by which processes share the budget that Graph gives each tenant and app.
CREATE TABLE request (
    tenant TEXT NOT NULL,  -- the Graph root with the tenant id or name
    app    TEXT NOT NULL,
    at     TEXT NOT NULL
) STRICT;
