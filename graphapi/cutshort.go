package graphapi

import (
	"bytes"
	"net/http"

	"peerdash/graphapi/transport"
)

// twiceIfCutShort fetches once more where the CSV breaks off. Where the connection's end is also the body's, nothing but
// the text tells that it was cut.
func twiceIfCutShort(fetch func() (transport.Answer, error)) (transport.Answer, error) {
	answer, err := fetch()
	if err == nil && answer.Status == http.StatusOK && isCutShort(answer.Body) {
		return fetch()
	}
	return answer, err
}

// isCutShort reports whether text would be the report but for its last line, which has no end. A cut at the end of a line
// or within the last number cannot be told from a whole report.
func isCutShort(text []byte) bool {
	end := bytes.LastIndexByte(text, '\n')
	if end < 0 || end == len(text)-1 {
		return false
	}
	return !isReport(text) && isReport(text[:end+1])
}

func isReport(text []byte) bool {
	_, err := ParseReport(bytes.NewReader(text))
	return err == nil
}
