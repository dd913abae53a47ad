package transport

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	cases := []struct {
		text, date string
		wait       time.Duration
		asked      bool
	}{
		{text: "120", wait: 2 * time.Minute, asked: true},
		{text: " 0 ", wait: 0, asked: true},
		{text: "2.5", wait: 2500 * time.Millisecond, asked: true},
		{text: "Sun, 01 Mar 2026 12:00:30 GMT", wait: 30 * time.Second, asked: true},
		{text: "Sunday, 01-Mar-26 12:00:30 GMT", wait: 30 * time.Second, asked: true},
		{text: "Sun, 01 Mar 2026 12:00:30 GMT", date: "Sun, 01 Mar 2026 12:00:20 GMT", wait: 10 * time.Second, asked: true},
		{text: "Sun, 01 Mar 2026 12:00:30 GMT", date: "yesterday", wait: 30 * time.Second, asked: true},
		{text: "Sun, 01 Mar 2026 11:00:00 GMT", wait: 0, asked: true},
		{text: "3599.5", wait: time.Hour - time.Second/2, asked: true},
		{text: "31536000", wait: time.Hour, asked: true},
		{text: "99999999999999999999999", wait: time.Hour, asked: true},
		{text: strings.Repeat("9", 400), wait: time.Hour, asked: true},
		{text: "Sun, 01 Mar 2026 13:00:01 GMT", wait: time.Hour, asked: true},
		{text: "Fri, 31 Dec 9999 23:59:59 GMT", wait: time.Hour, asked: true},
		{text: ""}, {text: "-1"}, {text: "+1"}, {text: "1e300"}, {text: "1e3"}, {text: "0x10"}, {text: "NaN"}, {text: "Inf"}, {text: "."},
		{text: "1.2.3"}, {text: "1,5"}, {text: "soon"},
	}
	for _, c := range cases {
		header := http.Header{"Retry-After": {c.text}, "Date": {c.date}}
		wait, asked := retryAfter(header, now)
		if asked != c.asked || asked && wait != c.wait {
			t.Errorf("%q with Date %q gives %s, %t; want %s, %t", c.text, c.date, wait, asked, c.wait, c.asked)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, text := range []string{"1", "1.5", "1e300", "-1", "Sun, 01 Mar 2026 12:00:30 GMT", "9223372036854775807"} {
		f.Add(text, "Sun, 01 Mar 2026 12:00:20 GMT")
	}
	f.Fuzz(func(t *testing.T, text, date string) {
		wait, asked := retryAfter(http.Header{"Retry-After": {text}, "Date": {date}}, time.Unix(0, 0))
		if asked && (wait < 0 || wait > maxRetryAfter) {
			t.Errorf("%q gives %s", text, wait)
		}
	})
}
