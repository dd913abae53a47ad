package transport

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter is the longest wait that is accepted. It replaces a longer one.
const maxRetryAfter = time.Hour

// retryAfter is how long to wait after an answer, from its header Retry-After: whole or decimal seconds, or a date. The wait until a
// date is measured from the answer's own Date, so that the clocks need not agree, and is 0 if the date has passed. It is false if
// the header is missing or invalid.
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if date, err := http.ParseTime(text); err == nil {
		if answered, err := http.ParseTime(header.Get("Date")); err == nil {
			now = answered
		}
		return min(max(date.Sub(now), 0), maxRetryAfter), true
	}
	if !isDecimal(text) {
		return 0, false
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, false
	}
	return time.Duration(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second)), true
}

// isDecimal excludes what ParseFloat reads beyond plain numbers: signs, exponents, hexadecimal, infinities.
func isDecimal(text string) bool {
	return text != "" && strings.Trim(text, "0123456789.") == ""
}
