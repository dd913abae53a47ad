package signin

import (
	"encoding/json"
	"testing"
)

func TestSpansAreWholeSeconds(t *testing.T) {
	for given, want := range map[string]string{
		`3599`: `3599`, `"3599"`: `3599`, `3599.0`: `3599`, `"5.5"`: `5`, `1e3`: `1000`, `0`: `0`,
		`1e300`: `315360000`, `99999999999999999999`: `315360000`,
		`-1`: ``, `"soon"`: ``, `"NaN"`: ``, `null`: ``, `[5]`: ``, `""`: ``,
	} {
		for _, name := range spans {
			var got map[string]json.RawMessage
			body := wholeSeconds([]byte(`{"` + name + `":` + given + `,"access_token":"a<b"}`))
			if err := json.Unmarshal(body, &got); err != nil {
				t.Fatalf("%s: %v", given, err)
			}
			if string(got[name]) != want {
				t.Errorf("%s %s became %q, want %q", name, given, got[name], want)
			}
			if token := string(got["access_token"]); token != `"a<b"` && token != `"a\u003cb"` {
				t.Errorf("%s: the token became %s", given, token)
			}
		}
	}
	for _, body := range []string{``, `null`, `[]`, `<html>`, `{"error":"x"}`, `{"expires_in":`} {
		if got := string(wholeSeconds([]byte(body))); got != body {
			t.Errorf("%q became %q", body, got)
		}
	}
}
