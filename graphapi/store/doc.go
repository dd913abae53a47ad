// Package store keeps what Graph has said, in one SQLite file: the last answer for each tenant and period as it was
// received, and every day ever seen, so that a series grows beyond the 180 days that Graph remembers.
//
// The file is readable by any program that reads SQLite; schema.sql describes its tables. Several processes may use it
// at once: writes are short immediate transactions, and a lock file beside it serializes the rare moments at which the
// file itself comes to be, changes its schema or is renamed. A damaged file is set aside under a name that says when
// and a new one started; nothing is ever deleted but by Forget. The package knows neither HTTP nor CSV.
package store
