package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"peerdash/ui/licenses"
)

func notASCII(char rune) bool { return char >= utf8.RuneSelf }

// TestTextIsASCIIWhereTheLocaleLacksUTF8 runs commands with names that are not ASCII in a locale without UTF-8.
func TestTextIsASCIIWhereTheLocaleLacksUTF8(t *testing.T) {
	box := newSandbox(t)
	if err := os.WriteFile(filepath.Join(box.home, "März…–.csv"), []byte(header), 0o600); err != nil {
		t.Fatal(err)
	}
	posix := box.with("LC_ALL=C")
	for _, arguments := range [][]string{
		{"--help"}, {"print", "--help"}, {"man", "--help"}, {"doctor"}, {"doctor", "--format", "json"},
		{"doctor", "--tenant", "Zürich×"}, {"print", "März…–.csv"}, {"import", "--tenant", "Zürich", "März…–.csv", "fehlt…"},
		{"store", "info"}, {"völlig"}, {"demo", "print", "--format", "chart"},
	} {
		got := posix.run(t, arguments...)
		if text := got.output + got.errors; text == "" || strings.ContainsFunc(text, notASCII) {
			t.Errorf("%q writes %q", arguments, text)
		}
	}
	if got := posix.run(t, "import", "--tenant", "contoso.com", "März…–.csv"); !strings.Contains(got.output, "M?rz...-.csv: ") {
		t.Errorf("import writes %q", got.output)
	}
	if got := box.run(t, "import", "--tenant", "contoso.com", "März…–.csv"); !strings.Contains(got.output, "März…–.csv: ") {
		t.Errorf("import writes %q in UTF-8", got.output)
	}
}

// TestJSONIsTheSameInEveryLocale imports a file whose name a locale without UTF-8 cannot show.
func TestJSONIsTheSameInEveryLocale(t *testing.T) {
	box := newSandbox(t)
	const name = `März…–"𝔸".csv`
	must(t, os.WriteFile(filepath.Join(box.home, name), []byte(header+"2021-07-07,2021-07-06,7,1,2,3,4,5\n"), 0o600))
	box.run(t, "import", "--tenant", "contoso.com", name).wantExit(t, 0)
	for _, arguments := range [][]string{{"store", "--format", "json"}, {"reports", "--format", "json"}} {
		posix, unicode := box.with("LC_ALL=C").run(t, arguments...), box.run(t, arguments...)
		var got, want any
		must(t, json.Unmarshal([]byte(posix.output), &got))
		must(t, json.Unmarshal([]byte(unicode.output), &want))
		if strings.ContainsFunc(posix.output, notASCII) || !reflect.DeepEqual(got, want) {
			t.Errorf("%q writes\n%s\nwant the same as\n%s", arguments, posix.output, unicode.output)
		}
		if arguments[0] == "store" && !strings.Contains(unicode.output, `März…–\"𝔸\".csv`) {
			t.Errorf("store writes in UTF-8\n%s", unicode.output)
		}
	}
}

func TestLicensesAreUnchangedInAFile(t *testing.T) {
	if got := newSandbox(t).with("LC_ALL=C").run(t, "licenses"); got.output != string(licenses.Notices) {
		t.Errorf("the licenses have %d bytes, want %d others", len(got.output), len(licenses.Notices))
	}
}

// TestCompletionsAreASCII since they are installed for every locale.
func TestCompletionsAreASCII(t *testing.T) {
	box := newSandbox(t)
	for _, shell := range []string{"bash", "fish", "powershell", "zsh"} {
		if got := box.run(t, "completion", shell); got.output == "" || strings.ContainsFunc(got.output, notASCII) {
			t.Errorf("the completion for %s has %d bytes, want some, in ASCII only", shell, len(got.output))
		}
	}
}

func TestDoctorWritesTheTerminalsSizeInASCII(t *testing.T) {
	s := newSandbox(t).with("LC_ALL=POSIX").open(t, 93, 31, "doctor")
	s.await("93x31")
	s.wait()
	if text := s.written(); strings.ContainsFunc(text, notASCII) {
		t.Errorf("doctor writes %q", text)
	}
}

// TestManualPagesAreASCII since they are installed for every locale.
func TestManualPagesAreASCII(t *testing.T) {
	box := newSandbox(t)
	box.run(t, "man", "manual").wantExit(t, 0)
	pages, err := filepath.Glob(filepath.Join(box.home, "manual", "*.1"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d pages, error %v", len(pages), err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.ContainsFunc(line, notASCII) {
				t.Errorf("%s has %q", filepath.Base(page), line)
			}
		}
	}
}
