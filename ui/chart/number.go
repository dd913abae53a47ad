package chart

import "strconv"

// Compact formats a number of at least 0 in at most five characters: "999", "12.3k", "1.2M".
func Compact(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	value, unit := float64(n), 0
	for value >= 999.5 && unit < len(units)-1 {
		value /= 1000
		unit++
	}
	text := strconv.FormatFloat(value, 'f', 1, 64)
	if value >= 99.95 {
		text = strconv.FormatFloat(value, 'f', 0, 64)
	}
	if length := len(text); text[length-2:] == ".0" {
		text = text[:length-2]
	}
	return text + units[unit]
}

var units = [...]string{"", "k", "M", "G", "T"}
