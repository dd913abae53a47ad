// Package quantity writes the values of a report as text: counts with their thousands grouped, and seconds in hours and
// minutes.
package quantity

import (
	"strconv"

	"github.com/dustin/go-humanize"

	"peerdash/model"
)

// The seconds of a minute and of an hour.
const (
	minute = 60
	hour   = 60 * minute
)

// Text is a value of at least 0 in full: "12,345". Seconds are written to the whole minute, below a minute to the second:
// "13h 52m", "52m", "13s".
func Text(unit model.Unit, value int64) string {
	switch {
	case unit != model.Seconds:
		return humanize.Comma(value)
	case value < minute:
		return strconv.FormatInt(value, 10) + "s"
	case value < hour:
		return strconv.FormatInt(value/minute, 10) + "m"
	}
	minutes := strconv.FormatInt(value%hour/minute, 10)
	if len(minutes) == 1 {
		minutes = "0" + minutes
	}
	return humanize.Comma(value/hour) + "h " + minutes + "m"
}

// Short is a value rounded to at most five characters, or six for thousands of hours: "999", "12.3k", "1.2M", "14h",
// "12.3kh".
func Short(unit model.Unit, value int64) string {
	switch {
	case unit != model.Seconds:
		return compact(value, 1)
	case value < hour:
		return Text(unit, value)
	}
	return compact(roundedHours(value), 1) + "h"
}

// ShortWidth is the largest number of columns that Short needs for values of a unit.
func ShortWidth(unit model.Unit) int {
	if unit == model.Seconds {
		return len("12.3kh")
	}
	return len("12.3k")
}

// Fit is the longest form of a value that fits into the columns, or the shortest one if none fits: "12,345h 05m", "12,345h",
// "12.3kh", "12kh".
func Fit(unit model.Unit, value int64, columns int) string {
	forms := []string{Text(unit, value)}
	if unit == model.Seconds && value >= hour {
		forms = append(forms, humanize.Comma(roundedHours(value))+"h", Short(unit, value), compact(roundedHours(value), 0)+"h")
	} else {
		forms = append(forms, Short(unit, value))
	}
	for _, form := range forms {
		if len(form) <= columns {
			return form
		}
	}
	return forms[len(forms)-1]
}

// Tick is a value on an axis, in full but without parts that are zero: "1,500", "2h", "1h 30m", "1m 30s".
func Tick(unit model.Unit, value int64) string {
	switch {
	case value == 0:
		return "0"
	case unit == model.Seconds && value%hour == 0:
		return humanize.Comma(value/hour) + "h"
	case unit == model.Seconds && value > minute && value%minute != 0:
		return Text(unit, value) + " " + Text(unit, value%minute)
	}
	return Text(unit, value)
}

// ShortTick is a value on an axis in at most six characters, without rounding any multiple of a usual step: "1.5k", "2h",
// "90m".
func ShortTick(unit model.Unit, value int64) string {
	switch {
	case value == 0 || unit != model.Seconds:
		return compact(value, 1)
	case value%hour == 0:
		return compact(value/hour, 1) + "h"
	case value%minute == 0:
		return compact(value/minute, 1) + "m"
	}
	return compact(value, 1) + "s"
}

func roundedHours(seconds int64) int64 { return (seconds + hour/2) / hour }

var magnitudes = [...]string{"", "k", "M", "G", "T"}

// compact is a number in thousands, millions and so on. It has digits digits after the point if that is below 100.
func compact(n int64, digits int) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	value, magnitude := float64(n), 0
	for value >= 999.5 && magnitude < len(magnitudes)-1 {
		value /= 1000
		magnitude++
	}
	if value >= 99.95 {
		digits = 0
	}
	text := strconv.FormatFloat(value, 'f', digits, 64)
	if length := len(text); digits > 0 && text[length-2:] == ".0" {
		text = text[:length-2]
	}
	return text + magnitudes[magnitude]
}
