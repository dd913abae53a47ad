// Package ui is the dashboard: the Bubble Tea model, its keys and its views. It reads reports through Reports and signs in
// through SignIn; it makes no HTTP requests and runs no SQL itself.
package ui

import (
	"context"
	"io"
	"time"

	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
	"peerdash/ui/outfile"
	"peerdash/ui/theme"
)

// Reports reads the reports that the dashboard shows. Both methods may be called for several periods at once.
type Reports interface {
	// Stored returns the stored report at once, without a request. If none is stored, the error is a *problem.Error of
	// Kind NotStored.
	Stored(ctx context.Context, report *model.Definition, period model.Period) (reports.Reading, error)
	// Fetch requests the report from Graph. If the request budget does not allow it for this reason, the error is a
	// *problem.Error of Kind BudgetUsed. An error that wraps signin.ErrSignInNeeded opens the page of the device code.
	Fetch(
		ctx context.Context, report *model.Definition, period model.Period, reason reports.Reason,
	) (reports.Reading, error)
}

// Watch notices changes of the stored data. It is called by one goroutine at a time.
type Watch interface {
	// Changed reports whether stored data may have changed since the last call.
	Changed() bool
}

// SignIn is the sign-in by device code.
type SignIn interface {
	RequestCode(ctx context.Context) (signin.DeviceCode, error)
	// AwaitSignIn waits until the user has entered the code; polled gets the error of each poll, or nil.
	AwaitSignIn(ctx context.Context, code signin.DeviceCode, polled func(failure error)) error
}

// Config is what a Model is made of.
type Config struct {
	Reports Reports
	// SignIn is nil if signing in requires no user.
	SignIn SignIn
	// Tenant names the tenant in the header and in the names of exported files.
	Tenant string
	// Report is the report that is shown first; nil means the default one.
	Report *model.Definition
	// Available are the reports that can be shown, in the order in which [ and ] go through them; empty means the catalogue.
	Available []*model.Definition
	// Period and View are what is shown first.
	Period model.Period
	View   View
	// ViewRequested reports whether the user requested View: a report that lacks it says so.
	ViewRequested bool
	Theme         theme.Theme
	// Every is the interval of automatic refreshes; 0 is none.
	Every time.Duration
	// Mouse turns the mouse on from the start.
	Mouse bool
	// Offline shows stored data only.
	Offline bool
	// Watch shows what other programs store while this one sends no requests; nil shows it only on a key.
	Watch Watch
	// Restricted turns off what reaches beyond the terminal: exports and suspending. SignIn must be nil then.
	Restricted bool
	// Idle ends the dashboard after this long without a key; 0 is never.
	Idle time.Duration
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Files writes the exports; nil means a Writer of the dashboard's own.
	Files *outfile.Writer
	// Directory is where exports are written; "" is the working directory.
	Directory string
	// Width and Height are the terminal's size, in columns and rows, until a tea.WindowSizeMsg says otherwise.
	Width, Height int
	// Clipboard takes the escape sequences that set the terminal's clipboard; nil means that there is none.
	Clipboard io.Writer
	// Environ looks up an environment variable, for the multiplexer that the clipboard's sequences must pass; nil
	// means there is none.
	Environ func(name string) string
}
