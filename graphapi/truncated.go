package graphapi

import (
	"bytes"
	"net/http"

	"peerdash/graphapi/transport"
)

// twiceIfTruncated fetches once more if the CSV ends within a line. Where a body ends with its connection, only its text
// shows that it is truncated.
func twiceIfTruncated(wanted request, fetch func() (transport.Answer, error)) (transport.Answer, error) {
	answer, err := fetch()
	if err == nil && answer.Status == http.StatusOK && wanted.isTruncated(answer.Body) {
		return fetch()
	}
	return answer, err
}

// isTruncated reports whether the text is an answer to the request but for its last line, which is incomplete. A text that
// ends after a line, or within the last number of one, cannot be distinguished from a whole file.
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
