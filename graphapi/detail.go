package graphapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"

	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/transport"
)

// detail is what an answer says about its error, printable and short enough for one line.
type detail struct{ code, message, requestID string }

const (
	maxCode      = 60
	maxMessage   = 150
	maxRequestID = 64
	// minSecret is the shortest text that is removed as a secret; shorter ones occur in any sentence by chance.
	minSecret = 8
)

// readDetail parses the error in an answer, in the JSON of Graph or in the XML of its download hosts. Of anything else, such
// as the page of a proxy, only the request-id of the header is used.
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

// maxNesting is how many levels of errors nested in messages are parsed.
const maxNesting = 4

// graphDetail parses {"error":{"code","message","innerError":{"request-id"}}}, which may be nested in the message of another
// such error, with errorCode for code: the innermost code and message are the real ones.
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
	if strings.HasPrefix(strings.TrimSpace(said.message), "{") { // still JSON, which is not readable
		said.message = ""
	}
	return said
}

func oneGraphError(body []byte) (code, message, requestID string) {
	type graphError struct {
		Code, ErrorCode, Message text
		InnerError               struct {
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
	return string(cmp.Or(inner.Code, inner.ErrorCode)), string(inner.Message), string(inner.InnerError.RequestID)
}

// text is a JSON string, or the JSON of any other value.
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

// storageDetail parses <Error><Code/><Message/></Error>, the errors of Azure Storage.
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
