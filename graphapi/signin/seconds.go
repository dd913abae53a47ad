package signin

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// spans are the members of an answer that are durations in seconds. Some sign-in roots write them as text or with decimals,
// which golang.org/x/oauth2 does not always accept.
var spans = [...]string{"expires_in", "interval"}

// longestSpan is longer than any real duration, and small enough not to overflow.
const longestSpan = 10 * 365 * 24 * 3600

// normalized is an answer in the form that golang.org/x/oauth2 accepts: a JSON object with names in lower case, since
// encoding/json accepts EXPIRES_IN for expires_in, and with durations as whole seconds, at most longestSpan; a duration that
// is not a number is removed. It returns false for anything but a JSON object; null would crash the library.
func normalized(body []byte) ([]byte, bool) {
	var received map[string]json.RawMessage
	if json.Unmarshal(body, &received) != nil || received == nil {
		return nil, false
	}
	members := make(map[string]json.RawMessage, len(received))
	for name, value := range received {
		if lower := strings.ToLower(name); lower == name || received[lower] == nil {
			members[lower] = value
		}
	}
	for _, name := range spans {
		raw, ok := members[name]
		if !ok {
			continue
		}
		if seconds, ok := parseSeconds(raw); ok {
			members[name] = strconv.AppendInt(nil, seconds, 10)
		} else {
			delete(members, name)
		}
	}
	whole, err := json.Marshal(members)
	return whole, err == nil
}

func parseSeconds(raw json.RawMessage) (int64, bool) {
	text := string(raw)
	var quoted string
	if json.Unmarshal(raw, &quoted) == nil {
		text = quoted
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(seconds) || seconds < 0 {
		return 0, false
	}
	return int64(min(seconds, longestSpan)), true
}
