// Package store saves reports in one SQLite file: Graph's last answer for each tenant and period as received, and every
// day of every report, so that a series grows beyond the 180 days that Graph reports.
//
// Any program that reads SQLite can read the file; schema.sql describes its tables. Several processes may use it at once:
// writes are short immediate transactions, and a lock file beside it serializes the rare moments at which the file is
// created, migrated or renamed. Checksums verify whatever is read. A damaged file is renamed with a timestamp and a new
// one started; data is removed only by Forget, ForgetDays and ForgetImport. A file that cannot be written is still read,
// completely or with an error. The package knows neither HTTP nor CSV.
package store
