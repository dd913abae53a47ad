// Package store saves reports in one SQLite file: Graph's last answer for each tenant, function and period as received,
// and every day of every report, so that a report grows beyond the 180 days that Graph returns. It also counts the requests
// to Graph, so that processes can share the limit of a tenant and app.
//
// Any program that reads SQLite can read the file; schema.sql describes its views and tables. Several processes may use it
// at once: writes are short immediate transactions, and a lock file beside it serializes the rare operations that create,
// migrate or rename the file. Checksums verify everything that is read. A damaged file is renamed with a timestamp and a new
// one is created; data is removed only by Forget, ForgetDays and ForgetImport. A file that cannot be written is still read,
// completely or with an error. The package knows neither HTTP nor CSV.
package store
