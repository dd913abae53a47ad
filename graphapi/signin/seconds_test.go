package signin

import (
	"encoding/json"
	"strings"
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
			body, ok := normalized([]byte(`{"` + strings.ToUpper(name) + `":` + given + `,"access_token":"a<b"}`))
			if !ok {
				t.Fatalf("%s is not accepted", given)
			}
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
	for _, body := range []string{``, `null`, `[]`, `"x"`, `1`, `<html>`, `{"expires_in":`, `{} {}`} {
		if got, ok := normalized([]byte(body)); ok {
			t.Errorf("%q became %q", body, got)
		}
	}
	if got, ok := normalized([]byte(`{"EXPIRES_IN":1,"expires_in":2}`)); !ok || string(got) != `{"expires_in":2}` {
		t.Errorf("two spellings became %s", got)
	}
}
