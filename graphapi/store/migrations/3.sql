-- From schema version 2 to 3: answers, days and revisions of every report, and requests. The program fills in the
-- checksums. With these settings, views of other programs stay as they are: SQLite otherwise refuses to alter a table while
-- a view has an error.
PRAGMA legacy_alter_table = ON;
PRAGMA writable_schema = ON;

DROP TABLE checksum;

CREATE TABLE checksum (
    content  TEXT NOT NULL,
    owner_id INTEGER NOT NULL,
    sum      INTEGER NOT NULL,
    PRIMARY KEY (content, owner_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE answer RENAME TO answer2;
ALTER TABLE day RENAME TO day2;
ALTER TABLE revision RENAME TO revision2;

CREATE TABLE answer (
    tenant_id    INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    function     TEXT NOT NULL,
    period       TEXT NOT NULL CHECK (period IN ('D7', 'D30', 'D90', 'D180')),
    etag         TEXT NOT NULL,
    refresh_date TEXT CHECK (refresh_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    fetched_at   TEXT NOT NULL,
    csv_sha256   TEXT NOT NULL,
    checksum     INTEGER NOT NULL DEFAULT 0,
    csv          BLOB NOT NULL,
    PRIMARY KEY (tenant_id, function, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE report (
    id        INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    name      TEXT NOT NULL,
    merged_at TEXT NOT NULL,
    checksum  INTEGER NOT NULL DEFAULT 0,
    UNIQUE (tenant_id, name)
) STRICT;

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
    import_id    INTEGER,
    checksum     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (report_id, date)
) STRICT, WITHOUT ROWID;

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
    import_id    INTEGER,
    checksum     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (report_id, date, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE request (
    tenant TEXT NOT NULL,
    app    TEXT NOT NULL,
    at     TEXT NOT NULL
) STRICT;

INSERT INTO answer (tenant_id, function, period, etag, refresh_date, fetched_at, csv_sha256, csv)
    SELECT tenant_id, 'getSkypeForBusinessPeerToPeerActivityCounts', period, etag, refresh_date, fetched_at, csv_sha256, csv
    FROM answer2 ORDER BY tenant_id, period;

INSERT INTO report (id, tenant_id, name, merged_at) SELECT id, id, 'skype-peer-to-peer', merged_at FROM tenant;

INSERT INTO day (report_id, date, refresh_date, count1, count2, count3, count4, count5, import_id)
    SELECT tenant_id, date, refresh_date, im, audio, video, app_sharing, file_transfer, import_id
    FROM day2 ORDER BY tenant_id, date;

INSERT INTO revision (report_id, date, position, refresh_date, count1, count2, count3, count4, count5, import_id)
    SELECT tenant_id, date, position, refresh_date, im, audio, video, app_sharing, file_transfer, import_id
    FROM revision2 ORDER BY tenant_id, date, position;

DROP TABLE answer2;
DROP TABLE day2;
DROP TABLE revision2;
ALTER TABLE tenant DROP COLUMN merged_at;

PRAGMA writable_schema = OFF;
PRAGMA legacy_alter_table = OFF;
