package ui

import (
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
)

// A message says what has happened.
type (
	// storedReadMsg is what was kept of a period, or why nothing could be read.
	storedReadMsg struct {
		period  model.Period
		reading reports.Reading
		err     error
		// requested reports whether the read was asked for explicitly.
		requested bool
	}
	// reportFetchedMsg is the answer to the fetch of a period with this version.
	reportFetchedMsg struct {
		period  model.Period
		version int
		reading reports.Reading
		err     error
	}
	// codeReceivedMsg is the device code that was asked for.
	codeReceivedMsg struct {
		attempt int
		code    signin.DeviceCode
		err     error
	}
	// signedInMsg tells that a person has signed in, or why not.
	signedInMsg struct {
		attempt int
		err     error
	}
	// codePolledMsg is the failure of the last poll for the device code of this attempt, nil where it was answered.
	codePolledMsg struct {
		attempt int
		polls   <-chan error
		failure error
	}
	// codeAgedMsg tells that the device code of this attempt is a minute older.
	codeAgedMsg struct{ attempt int }
	// exportedMsg tells where an export lies, or why it could not be written.
	exportedMsg struct {
		path string
		err  error
	}
	// copiedMsg tells that something was handed to the terminal's clipboard, or why not.
	copiedMsg struct {
		what string
		err  error
	}
	// hourPassedMsg tells that so much time has passed that a reading's age may have other words now.
	hourPassedMsg struct{}
	// refreshDueMsg tells that it is time to ask again by itself.
	refreshDueMsg struct{}
	// throttleEndedMsg tells that the time has come up to which Graph wanted not to be asked.
	throttleEndedMsg struct{}
	// spinnerTurnedMsg tells that the spinner has gone on by one step.
	spinnerTurnedMsg struct{}
)
