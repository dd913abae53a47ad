package graphapi

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"peerdash/model"
)

var (
	errNegative = errors.New("is negative")
	errTooLarge = errors.New("is too large")
)

// parseCount parses a cell: a whole number or, if the unit is Seconds, a duration such as PT8H13M52S. A blank is an unknown
// count.
func parseCount(text string, unit model.Unit) (model.Count, error) {
	if text == "" {
		return model.Count{}, nil
	}
	if value, ok := smallNumber(text); ok {
		return model.Known(value), nil
	}
	unsigned, isNegative := strings.CutPrefix(text, "-")
	var value int64
	var err error
	switch {
	case isNumber(unsigned):
		value, err = parseNumber(unsigned)
	case unit == model.Seconds:
		value, err = parseDuration(unsigned)
	default:
		err = fmt.Errorf("is not a whole number of %s", unit)
	}
	switch {
	case isNegative && (err == nil || errors.Is(err, errTooLarge)):
		return model.Count{}, errNegative
	case err != nil:
		return model.Count{}, err
	default:
		return model.Known(value), nil
	}
}

// isNumber reports whether the text is decimal digits.
func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// smallNumber parses up to nine digits, as nearly every cell has, faster than parseNumber.
func smallNumber(text string) (value int64, ok bool) {
	if len(text) > 9 {
		return 0, false
	}
	for _, digit := range []byte(text) {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		value = 10*value + int64(digit-'0')
	}
	return value, true
}

// parseNumber parses decimal digits of any number.
func parseNumber(digits string) (int64, error) {
	value, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || value > model.MaxCount {
		return 0, errTooLarge
	}
	return value, nil
}

// durationParts are the parts of a duration in their order, with their seconds.
var durationParts = []struct {
	designator byte
	inTime     bool
	seconds    int64
}{{'D', false, 24 * 60 * 60}, {'H', true, 60 * 60}, {'M', true, 60}, {'S', true, 1}}

// parseDuration parses a duration of days, hours, minutes and seconds into seconds, rounded half up: P1DT2H, PT13M52.5S.
// Months and years, whose lengths differ, are not durations here.
//
// ISO 8601: https://www.w3.org/TR/xmlschema-2/#duration
func parseDuration(text string) (int64, error) {
	errNoDuration := errors.New("is not a duration like PT8H13M52S or a whole number of seconds")
	rest, ok := strings.CutPrefix(text, "P")
	days, time, hasTime := strings.Cut(rest, "T")
	if !ok || rest == "" || hasTime && time == "" {
		return 0, errNoDuration
	}
	var total int64
	for _, part := range durationParts {
		text := &days
		if part.inTime {
			text = &time
		}
		number, after, found := strings.Cut(*text, string(part.designator))
		if !found {
			continue
		}
		*text = after
		value, err := parseDurationNumber(number, part.designator == 'S')
		if err != nil {
			return 0, errNoDuration
		}
		if value > model.MaxCount/part.seconds {
			return 0, errTooLarge
		}
		total += value * part.seconds
	}
	switch {
	case days != "" || time != "":
		return 0, errNoDuration
	case total > model.MaxCount:
		return 0, errTooLarge
	default:
		return total, nil
	}
}

// parseDurationNumber parses the number of a part of a duration, rounded half up where it may have a fraction.
func parseDurationNumber(text string, mayHaveFraction bool) (int64, error) {
	whole, fraction, hasFraction := strings.Cut(text, ".")
	if !isNumber(whole) || hasFraction && !(mayHaveFraction && isNumber(fraction)) {
		return 0, strconv.ErrSyntax
	}
	value, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return model.MaxCount + 1, nil // more digits than any count
	}
	if hasFraction && fraction[0] >= '5' {
		value++
	}
	return value, nil
}

// FormatCount is a count as Graph's CSV has it: a whole number; of seconds, a duration without days such as PT32H13M52S;
// "" if it is unknown.
func FormatCount(count model.Count, unit model.Unit) string {
	value, known := count.Value()
	switch {
	case !known:
		return ""
	case unit == model.Seconds:
		return formatDuration(value)
	default:
		return strconv.FormatInt(value, 10)
	}
}

func formatDuration(seconds int64) string {
	if seconds == 0 {
		return "PT0S"
	}
	text := "PT"
	for _, part := range durationParts {
		number := seconds / part.seconds
		if number == 0 || !part.inTime {
			continue
		}
		text += strconv.FormatInt(number, 10) + string(part.designator)
		seconds %= part.seconds
	}
	return text
}
