package signin

import (
	"encoding/json"
	"math"
	"strconv"
)

// spans are the members of an answer that hold a span of time in seconds. Some sign-in roots write them as text or with
// decimals, which golang.org/x/oauth2 does not read everywhere.
var spans = [...]string{"expires_in", "interval"}

// longestSpan is beyond any real one, and small enough to be reckoned with.
const longestSpan = 10 * 365 * 24 * 3600

// wholeSeconds is an answer with its spans as whole numbers of seconds, at most longestSpan. What is no number is left
// out, as if nobody had told; what is no JSON object stays as it is.
func wholeSeconds(body []byte) []byte {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return body
	}
	changed := false
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
		changed = true
	}
	if !changed {
		return body
	}
	whole, err := json.Marshal(members)
	if err != nil {
		return body
	}
	return whole
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
