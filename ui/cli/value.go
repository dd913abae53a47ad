package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"peerdash/model"
)

// parsedFlag is a flag that is parsed where it is given, so that a command only ever sees values that can be used.
type parsedFlag[T any] struct {
	target *T
	kind   string
	parse  func(text string) (T, error)
	show   func(T) string
}

var _ pflag.Value = parsedFlag[model.Period]{}

// Set parses the text. Its error says what may stand there.
func (f parsedFlag[T]) Set(text string) error {
	value, err := f.parse(strings.TrimSpace(text))
	if err != nil {
		return err
	}
	*f.target = value
	return nil
}

// String is the value as the help shows it.
func (f parsedFlag[T]) String() string {
	if f.target == nil {
		return ""
	}
	return f.show(*f.target)
}

// Type is the word that stands for the value in the help.
func (f parsedFlag[T]) Type() string { return f.kind }

func periodFlag(target *model.Period) pflag.Value {
	return parsedFlag[model.Period]{target, "period", model.ParsePeriod, model.Period.String}
}

func dateFlag(target *model.Date) pflag.Value {
	return parsedFlag[model.Date]{target, "date", model.ParseDate, model.Date.String}
}

// choiceFlag takes one of the choices.
func choiceFlag[T ~string](target *T, kind string, choices ...T) pflag.Value {
	var names []string
	for _, choice := range choices {
		names = append(names, string(choice))
	}
	parse := func(text string) (T, error) {
		if slices.Contains(choices, T(text)) {
			return T(text), nil
		}
		return "", fmt.Errorf("%q is not a %s; use %s", text, kind, strings.Join(names, ", "))
	}
	return parsedFlag[T]{target, kind, parse, func(choice T) string { return string(choice) }}
}

// durationFlag takes durations of at least the minimum.
func durationFlag(target *time.Duration, minimum time.Duration) pflag.Value {
	parse := func(text string) (time.Duration, error) {
		duration, err := time.ParseDuration(text)
		switch {
		case err != nil:
			return 0, errors.New("use a duration like 90s, 30m or 1h")
		case duration < minimum:
			return 0, errors.New("use at least " + shortDuration(minimum))
		}
		return duration, nil
	}
	return parsedFlag[time.Duration]{target, "duration", parse, shortDuration}
}

// shortDuration writes 1h0m0s as 1h, and no duration as nothing.
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
