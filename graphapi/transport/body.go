package transport

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

const (
	maxBody      = 8 << 20  // of a 200, decompressed
	maxOtherBody = 64 << 10 // of any other answer, whose body only describes the error
	// otherBodyTimeout is how long to wait for the body of an answer other than a 200.
	otherBodyTimeout = 2 * time.Second
)

var (
	errTooLarge = errors.New("the answer is too large")
	errEncoding = errors.New("the answer has an unknown Content-Encoding")
)

// incompleteError is the error of an answer that broke off or whose compression is damaged.
type incompleteError struct{ cause error }

func (e *incompleteError) Error() string { return "the answer broke off: " + e.cause.Error() }
func (e *incompleteError) Unwrap() error { return e.cause }

// readBody reads the whole body of a 200, and of any other answer what arrives within otherBodyTimeout. cancel ends the reading.
func readBody(response *http.Response, cancel func()) ([]byte, error) {
	if response.StatusCode == http.StatusOK {
		return readWhole(response)
	}
	defer time.AfterFunc(otherBodyTimeout, cancel).Stop()
	body, err := decompressed(response)
	if err != nil {
		return nil, nil
	}
	explanation, _ := io.ReadAll(io.LimitReader(body, maxOtherBody))
	return explanation, nil
}

func readWhole(response *http.Response) ([]byte, error) {
	if response.ContentLength > maxBody {
		return nil, errTooLarge
	}
	body, err := decompressed(response)
	if err != nil {
		return nil, err
	}
	whole, err := io.ReadAll(io.LimitReader(body, maxBody+1))
	switch {
	case len(whole) > maxBody:
		return nil, errTooLarge
	case err != nil:
		return nil, &incompleteError{cause: err}
	default:
		return whole, nil
	}
}

// decompressed is the decompressed body. net/http decompresses only bodies that it has requested to be compressed.
func decompressed(response *http.Response) (io.Reader, error) {
	switch strings.ToLower(response.Header.Get("Content-Encoding")) {
	case "", "identity":
		return response.Body, nil
	case "gzip", "x-gzip":
		body, err := gzip.NewReader(response.Body)
		if err != nil {
			return nil, &incompleteError{cause: err}
		}
		return body, nil
	default:
		return nil, errEncoding
	}
}
