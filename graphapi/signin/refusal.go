package signin

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"peerdash/graphapi/transport"
)

// refusal is what the sign-in root says when it gives no token, by RFC 6749 with Microsoft's additions.
type refusal struct {
	Code          string      `json:"error"`
	Description   string      `json:"error_description"`
	Numbers       lenientList `json:"error_codes"`
	TraceID       string      `json:"trace_id"`
	CorrelationID string      `json:"correlation_id"`
}

// Error is the code alone, since a description may quote what was sent.
func (r *refusal) Error() string { return "refused with " + strconv.Quote(r.Code) }

// lenientList is a list of numbers that reads as empty where it is anything else.
type lenientList []int

func (l *lenientList) UnmarshalJSON(data []byte) error {
	var numbers []int
	if json.Unmarshal(data, &numbers) == nil {
		*l = numbers
	}
	return nil
}

// parseRefusal reads an answer; nil is one that is no refusal of this shape. What was sent as a secret is taken out.
func parseRefusal(answer transport.Answer, secrets []string) *refusal {
	var r refusal
	if json.Unmarshal(answer.Body, &r) != nil || r.Code == "" {
		return nil
	}
	for _, text := range []*string{&r.Code, &r.Description, &r.TraceID, &r.CorrelationID} {
		for _, secret := range secrets {
			if secret != "" {
				*text = strings.ReplaceAll(*text, secret, "[removed]")
			}
		}
	}
	return &r
}

var (
	aadsts = regexp.MustCompile(`AADSTS(\d{4,9})\b`)
	// attachments are what Microsoft adds to a description's end: ids and the time.
	attachments = regexp.MustCompile(`(?s)\s*(Trace ID|Correlation ID|Timestamp): .*$`)
)

// number is the refusal's number of AADSTS: the first that remarks has a row for, or the first; "" where there is none.
func (r *refusal) number() string {
	var numbers []string
	for _, number := range r.Numbers {
		numbers = append(numbers, strconv.Itoa(number))
	}
	for _, match := range aadsts.FindAllStringSubmatch(r.Description, -1) {
		numbers = append(numbers, match[1])
	}
	for _, number := range numbers {
		if _, ok := remarks[number]; ok {
			return number
		}
	}
	if len(numbers) == 0 {
		return ""
	}
	return numbers[0]
}

// code is what the refusal is known by: its number of AADSTS, or the error of RFC 6749.
func (r *refusal) code() string {
	if number := r.number(); number != "" {
		return "AADSTS" + number
	}
	return r.Code
}

// message is the description without what stands elsewhere: the ids at its end and the number before it.
func (r *refusal) message() string {
	message := attachments.ReplaceAllString(r.Description, "")
	if before, after, found := strings.Cut(message, ": "); found && aadsts.MatchString(before) && len(before) < 20 {
		message = after
	}
	return strings.TrimSpace(message)
}

// remark is the remark about the refusal: that of its number, or of its error; empty where there is none.
func (r *refusal) remark() remark {
	if row, ok := remarks[r.number()]; ok {
		return row
	}
	return remarks[r.Code]
}

// needsPerson reports whether only a person can go on: the session that a refresh token stood for is over.
func (r *refusal) needsPerson() bool {
	switch r.Code {
	case "invalid_grant", "interaction_required", "login_required", "consent_required":
		return true
	default:
		return false
	}
}

// maySoonPass reports whether the refusal is about the sign-in root's own state.
func (r *refusal) maySoonPass() bool {
	return r.Code == "temporarily_unavailable" || r.Code == "server_error"
}

// references are the code and ids by which an administrator finds the refusal in the sign-in logs.
func (r *refusal) references() string {
	parts := []string{r.code()}
	if r.CorrelationID != "" {
		parts = append(parts, "correlation id "+r.CorrelationID)
	}
	if r.TraceID != "" {
		parts = append(parts, "trace id "+r.TraceID)
	}
	return strings.Join(parts, ", ")
}
