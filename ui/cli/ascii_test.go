package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
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
