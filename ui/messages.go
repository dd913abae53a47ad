package ui

import (
	"time"

	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
)

// A message is named after what has happened.
type (
	// storedReadMsg is the stored data of a period of a report, or why there is none.
	storedReadMsg struct {
		report  *model.Definition
		period  model.Period
		reading reports.Reading
		err     error
		// requested reports whether the user requested it.
		requested bool
		// watched reports whether it was read because stored data has changed, so that news get a notice.
		watched bool
	}
	// storeChangedMsg means that stored data may have changed.
	storeChangedMsg struct{}
	// reportFetchedMsg is the answer to the fetch of a period of a report with this version.
	reportFetchedMsg struct {
		report  *model.Definition
		period  model.Period
		version int
		reading reports.Reading
		err     error
	}
	// reportSettledMsg means that the report of this visit may have been shown long enough to be fetched.
	reportSettledMsg struct{ visit int }
	// listReadMsg is what is stored of the report with this index, for the list that was opened as the opened-th one.
	listReadMsg struct {
		index, opened int
		listed        listedReport
		notes         []string
	}
	// codeReceivedMsg is a device code that was requested.
	codeReceivedMsg struct {
		attempt int
		code    signin.DeviceCode
		err     error
	}
	// signedInMsg is the end of a sign-in, with its error.
	signedInMsg struct {
		attempt int
		err     error
	}
	// codePolledMsg is the failure of the last poll for the device code of this attempt, nil if it was answered.
	codePolledMsg struct {
		attempt int
		polls   <-chan error
		failure error
	}
	// codeAgedMsg means that the device code of this attempt is a minute older.
	codeAgedMsg struct{ attempt int }
	// exportedMsg is the path of a written export, or why it could not be written.
	exportedMsg struct {
		path string
		err  error
	}
	// copiedMsg means that something was sent to the terminal's clipboard, or why not.
	copiedMsg struct {
		what string
		err  error
	}
	// hourPassedMsg means that enough time has passed for the displayed ages to change.
	hourPassedMsg struct{}
	// idleCheckedMsg means that enough time may have passed without a key for the dashboard to end.
	idleCheckedMsg struct{}
	// refreshDueMsg means that the interval of automatic refreshes has passed.
	refreshDueMsg struct{}
	// budgetFreedMsg means that the request budget may allow a request for a report, from a time on.
	budgetFreedMsg struct {
		report *model.Definition
		at     time.Time
	}
	// throttleEndedMsg means that a pause due to throttling has ended.
	throttleEndedMsg struct{}
	// spinnerTurnedMsg means that the spinner turns by one step.
	spinnerTurnedMsg struct{}
)
