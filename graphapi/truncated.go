package graphapi

import (
	"bytes"
	"net/http"

	"peerdash/graphapi/transport"
)

// twiceIfTruncated fetches once more where the CSV is cut within a line. If the end of the connection is the end of the
// body, only the text shows that it was cut.
func twiceIfTruncated(wanted request, fetch func() (transport.Answer, error)) (transport.Answer, error) {
	answer, err := fetch()
	if err == nil && answer.Status == http.StatusOK && wanted.isTruncated(answer.Body) {
		return fetch()
	}
	return answer, err
}

// isTruncated reports whether text is an answer to the request whose last line is incomplete. A cut at the end of a line or
// within its last number cannot be distinguished from a whole report.
func (r request) isTruncated(text []byte) bool {
	end := bytes.LastIndexByte(text, '\n')
	if end < 0 || end == len(text)-1 {
		return false
	}
	return !r.isAnswer(text) && r.isAnswer(text[:end+1])
}

func (r request) isAnswer(text []byte) bool {
	_, err := parseAnswer(bytes.NewReader(text), r.function, r.period, false)
	return err == nil
}
