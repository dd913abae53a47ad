package problem_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"peerdash/graphapi/problem"
)

func TestLinesOmitWhatIsUnknown(t *testing.T) {
	tests := []struct {
		failure problem.Error
		want    []string
	}{
		{problem.Error{What: "It failed", Why: "It was full.", Do: "Make room."}, []string{"It failed", "It was full.", "Make room."}},
		{problem.Error{What: "It failed", Do: "Make room."}, []string{"It failed", "Make room."}},
		{problem.Error{What: "It failed"}, []string{"It failed"}},
		{problem.Error{What: "It failed", Why: "It was full.", Do: "Make room.", RequestID: "r-1"},
			[]string{"It failed: It was full.", "Make room.", "Request id: r-1"}},
		{problem.Error{What: "It failed", RequestID: "c-1", IDName: "Correlation id"}, []string{"It failed", "Correlation id: c-1"}},
	}
	for _, test := range tests {
		if got := problem.New(test.failure).Lines(); !slices.Equal(got, test.want) {
			t.Errorf("Lines = %q, want %q", got, test.want)
		}
	}
}

func TestSentencesEndWithOneFullStop(t *testing.T) {
	for want, failure := range map[string]problem.Error{
		"It failed: It was full. Make room.":  {What: "It failed", Why: "It was full.", Do: "Make room."},
		"It failed: disk is full. Make room.": {What: "It failed", Why: "disk is full", Do: "Make room."},
		"It failed. Make room.":               {What: "It failed", Do: "Make room."},
		"It failed: It was full.":             {What: "It failed", Why: "It was full."},
	} {
		if got := problem.New(failure).Sentences(); got != want {
			t.Errorf("Sentences = %q, want %q", got, want)
		}
	}
}

func TestNewMakesTextFromOutsideSafe(t *testing.T) {
	failure := problem.New(problem.Error{
		What: "a\x1b[31m", Why: strings.Repeat("x", 10_000), Do: "a\nb", Message: "\x07", Code: "\u202e", RequestID: "\x00", Host: "\x9b",
	})
	for _, text := range append(failure.Lines(), failure.Message, failure.Code, failure.RequestID, failure.Host) {
		if strings.ContainsAny(text, "\x1b\x07\x00\n\u202e") || !utf8.ValidString(text) || len(text) > 1000 {
			t.Errorf("%.80q is not safe to show", text)
		}
	}
}

func TestAsFindsTheFailureInAChain(t *testing.T) {
	cause := io.ErrUnexpectedEOF
	failure := problem.New(problem.Error{Kind: problem.Network, What: "It broke off", Err: cause})
	chain := fmt.Errorf("period D7: %w", failure)
	if got := problem.As(chain); got != failure {
		t.Errorf("As = %v, want the failure in the chain", got)
	}
	if !errors.Is(chain, cause) {
		t.Error("the cause is not in the chain")
	}
	if got := problem.As(cause); got.Kind != problem.Other || got.What != cause.Error() || !errors.Is(got, cause) {
		t.Errorf("As of another error = %+v, want one of Kind Other that says the same", got)
	}
	if got := problem.As(nil); got != nil {
		t.Errorf("As(nil) = %v, want nil", got)
	}
}
