package cli_test

import (
	"strings"
	"testing"
)

func TestOpenReadsAPipeAndTheKeysOfTheTerminal(t *testing.T) {
	report := header + "2021-06-28,2021-06-28,30,1177,2,3,4,5\n"
	s := newSandbox(t).openWith(t, strings.NewReader(report), 80, 24, "open", "-")
	s.await("standard input")
	s.await("1,177")
	s.press("?")
	s.await("Help")
	s.press("q")
	s.press("q")
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}

func TestForgetAsksOnATerminal(t *testing.T) {
	t.Parallel()
	box := newSandbox(t)
	report := header + "2021-06-20,2021-06-19,7,1,1,1,1,1\n"
	box.runWith(t, report, "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	tests := []struct {
		answer string
		code   int
		left   bool
	}{
		{"\r", 1, true}, {"n\r", 1, true}, {"maybe\r", 1, true}, {"\x04", 1, true}, {"\x03", 130, true}, {"Yes\r", 0, false},
	}
	for _, test := range tests {
		s := box.open(t, 80, 24, "store", "forget", "--tenant", "contoso.com")
		s.await("contoso.com? [y/N]")
		s.press(test.answer)
		if code := s.wait(); code != test.code {
			t.Errorf("after %q the exit code is %d, want %d; screen:\n%s", test.answer, code, test.code, s.text())
		}
		if left := strings.Contains(box.run(t, "store", "info").output, "contoso.com"); left != test.left {
			t.Errorf("after %q the tenant is stored: %t, want %t", test.answer, left, test.left)
		}
	}
}
