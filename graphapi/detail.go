package graphapi

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"

	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/transport"
)

// detail is what an answer says of its failure, safe to show and short enough to stand in one line together.
type detail struct{ code, message, requestID string }

const (
	maxCode      = 60
	maxMessage   = 150
	maxRequestID = 64
	// minSecret is the shortest text that is removed as a secret; shorter ones occur in any sentence by chance.
	minSecret = 8
)

// readDetail reads an answer's error, in Graph's JSON or in the XML of its download hosts. What is neither, such as a
// proxy's page, gives no more than the request-id of the header.
func readDetail(answer transport.Answer, secrets ...string) detail {
	body := bytes.TrimPrefix(answer.Body, []byte("\ufeff"))
	said := graphDetail(body)
	if said == (detail{}) {
		said = storageDetail(body)
	}
	for _, header := range []string{"request-id", "x-ms-request-id"} {
		if said.requestID == "" {
			said.requestID = answer.Header.Get(header)
		}
	}
	return said.cleaned(secrets)
}

func (d detail) cleaned(secrets []string) detail {
	secrets = slices.DeleteFunc(secrets, func(secret string) bool { return len(secret) < minSecret })
	for text, most := range map[*string]int{&d.code: maxCode, &d.message: maxMessage, &d.requestID: maxRequestID} {
		*text = sanitize.Line(sanitize.Without(*text, secrets...), most)
	}
	return d
}

// maxNesting is how many errors within an error's message are opened.
const maxNesting = 4

// graphDetail reads {"error":{"code","message","innerError":{"request-id"}}}, which may stand within the message of
// another such error: the innermost code and message are the real ones.
func graphDetail(body []byte) detail {
	var said detail
	for range maxNesting {
		code, message, requestID := oneGraphError(body)
		if code == "" && message == "" {
			break
		}
		if code != "" {
			said.code = code
		}
		said.message = message
		if said.requestID == "" {
			said.requestID = requestID
		}
		body = []byte(strings.TrimSpace(message))
	}
	if strings.HasPrefix(strings.TrimSpace(said.message), "{") { // still JSON, which is nothing to read
		said.message = ""
	}
	return said
}

func oneGraphError(body []byte) (code, message, requestID string) {
	type graphError struct {
		Code, Message text
		InnerError    struct {
			RequestID text `json:"request-id"`
		}
	}
	var outer struct{ Error json.RawMessage }
	if json.Unmarshal(body, &outer) != nil {
		return "", "", ""
	}
	if outer.Error != nil {
		body = outer.Error
	}
	var inner graphError
	_ = json.Unmarshal(body, &inner) // fields of another type than expected leave the others readable
	return string(inner.Code), string(inner.Message), string(inner.InnerError.RequestID)
}

// text is a JSON string; of any other value it is the JSON itself.
type text string

// UnmarshalJSON never fails.
func (t *text) UnmarshalJSON(raw []byte) error {
	var plain string
	if json.Unmarshal(raw, &plain) != nil {
		plain = string(raw)
	}
	*t = text(plain)
	return nil
}

// storageDetail reads <Error><Code/><Message/></Error>, as Azure's storage writes it.
func storageDetail(body []byte) detail {
	var document struct {
		XMLName xml.Name `xml:"Error"`
		Code    string
		Message string
	}
	if xml.Unmarshal(body, &document) != nil {
		return detail{}
	}
	return detail{code: strings.TrimSpace(document.Code), message: strings.TrimSpace(document.Message)}
}
