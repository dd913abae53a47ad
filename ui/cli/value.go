package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"peerdash/model"
)

// parsedFlag is a flag whose value is parsed with the command line, so that commands see valid values only.
type parsedFlag[T any] struct {
	target *T
	kind   string
	parse  func(text string) (T, error)
	show   func(T) string
	// choices lists all valid values; nil if they cannot be listed.
	choices []string
}

var _ pflag.Value = parsedFlag[model.Period]{}

// hint is the error of a value that cannot be used: a sentence that says which values can.
type hint string

func (h hint) Error() string { return string(h) }

// Set parses the text. Its error says which values are valid.
func (f parsedFlag[T]) Set(text string) error {
	text = strings.TrimSpace(text)
	value, err := f.parse(text)
	switch {
	case err == nil:
	case isQuoted(text):
		return hint("Remove the quotes around the value.")
	case len(f.choices) > 0:
		return invalidChoice(text, f.choices)
	default:
		return err
	}
	*f.target = value
	return nil
}

// isQuoted reports whether a text begins or ends with a quote, like a value that was quoted twice.
func isQuoted(text string) bool {
	const quotes = "\"'`“”‘’"
	return strings.Trim(text, quotes) != text
}

// String is the value in the help.
func (f parsedFlag[T]) String() string {
	if f.target == nil {
		return ""
	}
	return f.show(*f.target)
}

// Choices lists the values that the shell completes.
func (f parsedFlag[T]) Choices() []string { return f.choices }

// Type is the placeholder of the value in the help.
func (f parsedFlag[T]) Type() string { return f.kind }

func periodFlag(target *model.Period) pflag.Value {
	var names []string
	for _, period := range model.Periods() {
		names = append(names, period.String())
	}
	return parsedFlag[model.Period]{target, "period", model.ParsePeriod, model.Period.String, names}
}

func dateFlag(target *model.Date) pflag.Value {
	parse := func(text string) (model.Date, error) {
		date, err := model.ParseDate(text)
		if err != nil {
			return date, hint("Use a date like 2021-06-28.")
		}
		return date, nil
	}
	return parsedFlag[model.Date]{target, "date", parse, model.Date.String, nil}
}

// choiceFlag accepts one of the choices.
func choiceFlag[T ~string](target *T, kind string, choices ...T) pflag.Value {
	var names []string
	for _, choice := range choices {
		names = append(names, string(choice))
	}
	parse := func(text string) (T, error) {
		if !slices.Contains(choices, T(text)) {
			return "", invalidChoice(text, names)
		}
		return T(text), nil
	}
	return parsedFlag[T]{target, kind, parse, func(choice T) string { return string(choice) }, names}
}

// invalidChoice is the error of a text that is none of the names; it suggests the nearest.
func invalidChoice(text string, names []string) error {
	use := "Use " + alternatives(names) + "."
	return hint(strings.TrimSpace(didYouMean(nearest(text, names)) + " " + use))
}

// alternatives lists names as "a, b or c".
func alternatives(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// sizeFlag accepts a whole number from 1 to most.
func sizeFlag(target *int, kind string, most int) pflag.Value {
	parse := func(text string) (int, error) {
		size, err := strconv.Atoi(text)
		if err != nil || size < 1 || size > most {
			return 0, hint(fmt.Sprintf("Use a whole number from 1 to %d.", most))
		}
		return size, nil
	}
	show := func(size int) string {
		if size == 0 {
			return ""
		}
		return strconv.Itoa(size)
	}
	return parsedFlag[int]{target, kind, parse, show, nil}
}

// durationFlag accepts durations of at least the minimum.
func durationFlag(target *time.Duration, minimum time.Duration) pflag.Value {
	parse := func(text string) (time.Duration, error) {
		duration, err := time.ParseDuration(text)
		switch {
		case err != nil:
			return 0, hint("Use a duration like 90s, 30m or 1h.")
		case duration < 0:
			return 0, hint("Use a duration that is not negative.")
		case duration < minimum:
			return 0, hint("Use " + shortDuration(minimum) + " or more.")
		}
		return duration, nil
	}
	return parsedFlag[time.Duration]{target, "duration", parse, shortDuration, nil}
}

// shortDuration formats 1h0m0s as 1h, and 0 as "".
func shortDuration(d time.Duration) string {
	if d == 0 {
		return ""
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
