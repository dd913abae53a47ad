package graphapi

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"peerdash/graphapi/transport"
)

func TestReadDetailOpensErrorsWithinErrors(t *testing.T) {
	cases := []struct {
		name, body string
		want       detail
	}{
		{"plain", `{"error":{"code":"A","message":"b.","innerError":{"request-id":"c","date":"d"}}}`, detail{"A", "b.", "c"}},
		{"in a message", `{"error":{"code":"UnknownError","message":"{\"error\":{\"code\":\"A\",\"message\":\"b\"}}","innerError":{"request-id":"c"}}}`,
			detail{"A", "b", "c"}},
		{"without an envelope", `{"error":{"code":"UnknownError","message":" {\"Code\":\"A\",\"Message\":\"b\"}"}}`, detail{"A", "b", ""}},
		{"as an object", `{"error":{"code":"UnknownError","message":{"code":"A","message":"b"}}}`, detail{"A", "b", ""}},
		{"inner request-id", `{"error":{"message":"{\"error\":{\"code\":\"A\",\"message\":\"b\",\"innerError\":{\"request-id\":\"c\"}}}"}}`, detail{"A", "b", "c"}},
		{"other JSON in the message", `{"error":{"code":"A","message":"{\"x\":1}"}}`, detail{"A", "", ""}},
		{"fields of other types", `{"error":{"code":7,"message":"b","innerError":"x"}}`, detail{"7", "b", ""}},
		{"too deep", strings.Repeat(`{"error":{"code":"A","message":`, 9) + `"b"` + strings.Repeat(`}}`, 9), detail{"A", "", ""}},
		{"of storage", "\ufeff<?xml version=\"1.0\"?><Error><Code>A</Code><Message>b\nTime:1</Message></Error>", detail{"A", "b Time:1", ""}},
		{"HTML", "<html><body>no</body></html>", detail{}},
		{"an error that is a word", `{"error":"invalid_token"}`, detail{}},
		{"nothing", "", detail{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := readDetail(transport.Answer{Body: []byte(c.body)}); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func FuzzGraphError(f *testing.F) {
	const secret = "a-secret-of-the-test"
	f.Add([]byte(`{"error":{"code":"UnknownError","message":"{\"error\":{\"code\":\"A\"}}","innerError":{"request-id":"c"}}}`))
	f.Add([]byte(`{"error":{"message":"` + secret + `\u001b[2J"}}`))
	f.Add([]byte("<Error><Code>\x9b</Code></Error>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		said := readDetail(transport.Answer{Body: body}, secret)
		for _, text := range []string{said.code, said.message, said.requestID} {
			if strings.Contains(text, secret) || utf8.RuneCountInString(text) > maxMessage || strings.ContainsFunc(text, unicode.IsControl) {
				t.Errorf("not fit to show: %q", text)
			}
		}
	})
}
