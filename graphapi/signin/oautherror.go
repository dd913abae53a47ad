package signin

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/transport"
)

// refusal is the error response of the sign-in root: RFC 6749, section 5.2, with Microsoft's additions. See
// https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes#handling-error-codes-in-your-application.
type refusal struct {
	Code          string      `json:"error"`
	Description   string      `json:"error_description"`
	Numbers       lenientList `json:"error_codes"`
	CorrelationID string      `json:"correlation_id"`
}

// Error is the code only, since a description may quote a secret.
func (r *refusal) Error() string { return "refused with " + strconv.Quote(r.Code) }

// lenientList is a list of numbers that reads as empty if it is anything else.
type lenientList []int

func (l *lenientList) UnmarshalJSON(data []byte) error {
	var numbers []int
	if json.Unmarshal(data, &numbers) == nil {
		*l = numbers
	}
	return nil
}

// parseRefusal parses an error response; it returns nil for any other answer. Secrets that were sent are removed.
func parseRefusal(answer transport.Answer, secrets []string) *refusal {
	var r refusal
	if json.Unmarshal(answer.Body, &r) != nil || r.Code == "" {
		return nil
	}
	for _, text := range []*string{&r.Code, &r.Description, &r.CorrelationID} {
		*text = sanitize.Without(*text, secrets...)
	}
	return &r
}

var (
	aadsts = regexp.MustCompile(`AADSTS(\d{4,9})\b`)
	// attachments match what Microsoft appends to a description: ids and the time.
	attachments = regexp.MustCompile(`(?s)\s*(Trace ID|Correlation ID|Timestamp): .*$`)
)

// number is the AADSTS number: the first that is in advices, else the first; "" if there is none.
func (r *refusal) number() string {
	var numbers []string
	for _, number := range r.Numbers {
		numbers = append(numbers, strconv.Itoa(number))
	}
	for _, match := range aadsts.FindAllStringSubmatch(r.Description, -1) {
		numbers = append(numbers, match[1])
	}
	for _, number := range numbers {
		if _, ok := advices[number]; ok {
			return number
		}
	}
	if len(numbers) == 0 {
		return ""
	}
	return numbers[0]
}

// code is the AADSTS number, or the error of RFC 6749 if there is none.
func (r *refusal) code() string {
	if number := r.number(); number != "" {
		return "AADSTS" + number
	}
	return r.Code
}

// message is the description without the number at its start and the ids at its end.
func (r *refusal) message() string {
	message := attachments.ReplaceAllString(r.Description, "")
	if before, after, found := strings.Cut(message, ": "); found && aadsts.MatchString(before) && len(before) < 20 {
		message = after
	}
	return strings.TrimSpace(message)
}

// advice is the advice for the number or, if there is none, for the error; empty if there is neither.
func (r *refusal) advice() advice {
	number := r.number()
	if row, ok := advices[number]; ok {
		return row
	}
	if strings.HasPrefix(number, policyNumbers) {
		return anotherPolicy
	}
	return advices[r.Code]
}

// needsPerson reports whether the refresh token is no longer valid, so that the user must sign in again.
func (r *refusal) needsPerson() bool {
	if r.advice().final {
		return false
	}
	switch r.Code {
	case "invalid_grant", "interaction_required", "login_required", "consent_required":
		return true
	default:
		return false
	}
}

// maySoonPass reports whether the fault is in the sign-in root itself and may be temporary.
func (r *refusal) maySoonPass() bool {
	return r.Code == "temporarily_unavailable" || r.Code == "server_error"
}
