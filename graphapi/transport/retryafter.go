package transport

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter is the longest wait that is believed. What asks for more is a mistake, as if nothing had been said.
const maxRetryAfter = 366 * 24 * time.Hour

// retryAfter is how long an answer asks to wait from its receipt: Retry-After as whole or decimal seconds, or as a
// date, which counts from the answer's own Date so that clocks need not agree. A date that has passed is no wait.
// It is false where nothing was asked or nothing that makes sense.
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if date, err := http.ParseTime(text); err == nil {
		if answered, err := http.ParseTime(header.Get("Date")); err == nil {
			now = answered
		}
		wait := max(date.Sub(now), 0)
		return wait, wait <= maxRetryAfter
	}
	if !isDecimal(text) {
		return 0, false
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || seconds > maxRetryAfter.Seconds() {
		return 0, false
	}
	return time.Duration(seconds * float64(time.Second)), true
}

// isDecimal excludes what ParseFloat reads beyond plain numbers: signs, exponents, hexadecimal, infinities.
func isDecimal(text string) bool {
	return text != "" && strings.Trim(text, "0123456789.") == ""
}
