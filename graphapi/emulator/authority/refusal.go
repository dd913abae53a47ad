package authority

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"peerdash/graphapi/guid"
)

// failure is an error response.
type failure struct {
	// status and code are the HTTP status and the OAuth error; number is that of AADSTS.
	status  int
	code    string
	number  int
	message string
}

func (f failure) Error() string { return fmt.Sprintf("AADSTS%d: %s", f.number, f.message) }

// kinds are the OAuth errors of the numbers for which it is not invalid_grant, with their status if it is not 400.
var kinds = map[int]struct {
	code   string
	status int
}{
	50000:   {code: "server_error", status: http.StatusInternalServerError},
	50059:   {code: "invalid_request"},
	65001:   {code: "invalid_grant"},
	65004:   {code: "authorization_declined"},
	70003:   {code: "unsupported_grant_type"},
	70011:   {code: "invalid_scope"},
	70016:   {code: "authorization_pending"},
	70018:   {code: "bad_verification_code"},
	70020:   {code: "expired_token"},
	50194:   {code: "invalid_request"},
	700016:  {code: "unauthorized_client"},
	700024:  {code: "invalid_client", status: http.StatusUnauthorized},
	700027:  {code: "invalid_client", status: http.StatusUnauthorized},
	700213:  {code: "invalid_request"},
	90002:   {code: "invalid_request"},
	90014:   {code: "invalid_request"},
	90033:   {code: "temporarily_unavailable", status: http.StatusServiceUnavailable},
	90038:   {code: "invalid_request"},
	1002012: {code: "invalid_scope"},
	7000215: {code: "invalid_client", status: http.StatusUnauthorized},
	7000216: {code: "invalid_client", status: http.StatusUnauthorized},
	7000218: {code: "invalid_client", status: http.StatusUnauthorized},
	7000222: {code: "invalid_client", status: http.StatusUnauthorized},
	9002014: {code: "invalid_request"},
}

// refusal is the failure with an AADSTS number.
func refusal(number int, message string) failure {
	f := failure{status: http.StatusBadRequest, code: "invalid_grant", number: number, message: message}
	if kind, ok := kinds[number]; ok {
		f.code = kind.code
		if kind.status != 0 {
			f.status = kind.status
		}
	}
	return f
}

// slowDown is the answer to a client that polls too often.
var slowDown = failure{status: http.StatusBadRequest, code: "slow_down", number: 70016, message: "The client polls too often."}

// refuse writes a failure in Microsoft's format.
func (a *Authority) refuse(w http.ResponseWriter, err error) {
	var f failure
	if !errors.As(err, &f) {
		f = refusal(50000, err.Error())
	}
	trace, correlation := guid.Random(), guid.Random()
	timestamp := a.config.Now().UTC().Format("2006-01-02 15:04:05Z")
	a.write(w, f.status, map[string]any{
		"error": f.code,
		"error_description": fmt.Sprintf("%s Trace ID: %s Correlation ID: %s Timestamp: %s",
			f.Error(), trace, correlation, timestamp),
		"error_codes":    []int{f.number},
		"timestamp":      timestamp,
		"trace_id":       trace,
		"correlation_id": correlation,
		"error_uri":      fmt.Sprintf("https://login.microsoftonline.com/error?code=%d", f.number),
	})
}

func (a *Authority) write(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.Header().Set("Date", a.config.Now().UTC().Format(http.TimeFormat))
	w.WriteHeader(status)
	// The client may have disconnected.
	_ = json.NewEncoder(w).Encode(answer)
}
