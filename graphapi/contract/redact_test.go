package contract_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"peerdash/model"
)

// sharedHeaders are those of an answer that say nothing about the tenant.
var sharedHeaders = []string{"Content-Type", "Retry-After"}

// redacted is an answer without anything that identifies its tenant: of the header only sharedHeaders, of the CSV the dates
// and the shape of each count, of an error its codes.
func redacted(status int, header http.Header, body []byte) []byte {
	var text bytes.Buffer
	fmt.Fprintf(&text, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
	for _, name := range sharedHeaders {
		if value := header.Get(name); value != "" {
			fmt.Fprintf(&text, "%s: %s\r\n", name, value)
		}
	}
	text.WriteString("\r\n")
	if json.Valid(body) {
		text.Write(redactedError(body))
		return text.Bytes()
	}
	text.Write(redactedCSV(body))
	return text.Bytes()
}

// redactedCSV has random digits for all digits but the zeros of counts, and no other text. What is not a report is left out, such as
// the page of a proxy, whose first line would pass for a header.
func redactedCSV(body []byte) []byte {
	mark := []byte("\ufeff")
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, mark))).ReadAll()
	if err != nil || len(rows) == 0 || !slices.Contains(rows[0], "Report Refresh Date") {
		return nil
	}
	var text bytes.Buffer
	if bytes.HasPrefix(body, mark) {
		text.Write(mark)
	}
	writer := csv.NewWriter(&text)
	writer.UseCRLF = bytes.Contains(body, []byte("\r\n"))
	for i, row := range rows {
		for j, name := range rows[0] {
			if i > 0 && !(strings.HasPrefix(name, "Report ") && dateOrPeriod.MatchString(row[j])) {
				row[j] = redactedCell(row[j])
			}
		}
		_ = writer.Write(row)
	}
	writer.Flush()
	return text.Bytes()
}

var (
	dateOrPeriod = regexp.MustCompile(`^[0-9-]*$`)
	countCell    = regexp.MustCompile(`^-?[0-9.]*$|^P[0-9.DTHMS]+$`)
	errorCode    = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
	digit        = regexp.MustCompile(`[1-9]`)
)

func redactedCell(cell string) string {
	if !countCell.MatchString(cell) {
		return "text"
	}
	return digit.ReplaceAllStringFunc(cell, func(string) string { return fmt.Sprint(1 + rand.IntN(9)) })
}

// redactedError keeps the structure and the codes of an error in JSON, also one that is nested in a message.
func redactedError(body []byte) []byte {
	var value any
	if json.Unmarshal(body, &value) != nil {
		return nil
	}
	text, _ := json.Marshal(redactedValue("", value))
	return text
}

func redactedValue(name string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			value[key] = redactedValue(key, inner)
		}
		return value
	case []any:
		for i, inner := range value {
			value[i] = redactedValue(name, inner)
		}
		return value
	case string:
		switch {
		case strings.HasSuffix(strings.ToLower(name), "code") && errorCode.MatchString(value):
			return value
		case strings.HasPrefix(value, "{"):
			return string(redactedError([]byte(value)))
		case value != "":
			return "text"
		}
	}
	return value
}

// secrets are what a redacted answer must not show.
var secrets = []string{"Contoso", "8f2c-11", "4711", "PT8H13M52S", "adele", "etag-of-tenant", "download.example"}

func TestRedactedAnswersAreStillReports(t *testing.T) {
	header := http.Header{"Content-Type": {"text/csv"}, "Etag": {`"etag-of-tenant"`}, "Request-Id": {"8f2c-11"}, "Location": {"https://download.example/x"}}
	for name, c := range map[string]struct {
		status int
		body   string
	}{
		"report": {200, "\ufeffReport Refresh Date,Report Date,Tenant Display Name,Team Chat Messages,Private Chat Messages,Calls,Meetings,Audio Duration," +
			"Video Duration,Screen Share Duration,Report Period\r\n2021-06-28,2021-06-28,\"Contoso, Ltd.\",4711,0,,30,PT8H13M52S,,PT0S,7\r\n"},
		"error": {403, `{"error":{"code":"UnknownError","message":"{\"error\":{\"code\":\"S2SUnauthorized\",\"message\":\"adele of Contoso\"}}","innerError":{"request-id":"8f2c-11"}}}`},
		"page":  {200, "<html>Contoso</html>\n\"\n"},
		"title": {200, "Report Refresh Date,Report Title,Send\n2021-06-28,Mail of Contoso,4711\n"},
		"code":  {400, `{"error":{"code":"adele@contoso.example","message":""}}`},
		"text":  {200, "Sign in to Contoso\nas adele\n"},
		"value": {200, `"Contoso"`},
	} {
		content := redacted(c.status, header, []byte(c.body))
		for _, secret := range secrets {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s shows %s:\n%s", name, secret, content)
			}
		}
		file := filepath.Join(t.TempDir(), "redacted.http")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		answer, err := fetch(t, file, teamsActivity)
		switch name {
		case "report":
			if err != nil || len(answer.Reports) != 3 {
				t.Fatalf("got %v, %v from\n%s", answer.Reports, err, content)
			}
			counts := answer.Reports[0].Days()[0].Counts
			if value, known := counts[0].Value(); !known || value < 1111 || counts[1] != model.Known(0) {
				t.Errorf("the redacted counts are %v", counts)
			}
		case "error":
			if err == nil || !strings.Contains(err.Error(), "S2SUnauthorized") {
				t.Errorf("got %v", err)
			}
		}
	}
}
