package graphapi

import (
	"bytes"
	"net/http"

	"peerdash/graphapi/transport"
	"peerdash/model"
)

// twiceIfTruncated fetches once more where the CSV is cut within a line. If the end of the connection is the end of the
// body, only the text shows that it was cut.
func twiceIfTruncated(fetch func() (transport.Answer, error)) (transport.Answer, error) {
	answer, err := fetch()
	if err == nil && answer.Status == http.StatusOK && isTruncated(answer.Body) {
		return fetch()
	}
	return answer, err
}

// isTruncated reports whether text is a report whose last line is incomplete. A cut at the end of a line or
// within its last number cannot be distinguished from a whole report.
func isTruncated(text []byte) bool {
	end := bytes.LastIndexByte(text, '\n')
	if end < 0 || end == len(text)-1 {
		return false
	}
	return !isReport(text) && isReport(text[:end+1])
}

func isReport(text []byte) bool {
	_, err := ParseReport(bytes.NewReader(text), model.Default())
	return err == nil
}
