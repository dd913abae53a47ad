package cli_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

var (
	trueColour = regexp.MustCompile(`\x1b\[[0-9;]*[34]8;2;`)
	anyColour  = regexp.MustCompile(`\x1b\[[0-9;]*(3[0-7]|4[0-7]|9[0-7]|[34]8;[25];[0-9;]+)[0-9;]*m`)
)

// frame is what the demo writes to a terminal until it shows the report and ends.
func frame(t *testing.T, box sandbox, flags ...string) string {
	t.Helper()
	s := box.open(t, 80, 24, append([]string{"demo", "--no-alt-screen"}, flags...)...)
	s.await("File Transfer")
	s.press("q")
	s.wait()
	return s.written()
}

func TestThemeChoosesTheColours(t *testing.T) {
	box := newSandbox(t).with("COLORTERM=truecolor")
	frames := map[string]string{}
	for _, theme := range []string{"auto", "dark", "light", "mono"} {
		frames[theme] = frame(t, box, "--theme", theme)
		if coloured := trueColour.MatchString(frames[theme]); coloured == (theme == "mono") {
			t.Errorf("--theme %s has colors: %t", theme, coloured)
		}
	}
	if colours(frames["dark"]) == colours(frames["light"]) {
		t.Error("the themes dark and light have the same colors")
	}
	if anyColour.MatchString(frames["mono"]) {
		t.Errorf("the theme mono has the color %q", anyColour.FindString(frames["mono"]))
	}
}

// colours lists the colors of a frame, in the order in which they are first used.
func colours(frame string) string {
	var all []string
	seen := map[string]bool{}
	for _, found := range trueColour.FindAllStringIndex(frame, -1) {
		end := strings.IndexByte(frame[found[0]:], 'm')
		if colour := frame[found[0] : found[0]+end]; !seen[colour] {
			seen[colour] = true
			all = append(all, colour)
		}
	}
	return strings.Join(all, " ")
}

func TestASCIIDrawsNothingElse(t *testing.T) {
	if text := frame(t, newSandbox(t), "--ascii"); strings.ContainsFunc(text, notASCII) {
		t.Errorf("--ascii draws %q", strings.Map(func(char rune) rune {
			if notASCII(char) {
				return char
			}
			return -1
		}, text))
	}
}

func TestColorOfAChart(t *testing.T) {
	box := newSandbox(t)
	chart := func(box sandbox, flags ...string) string {
		got := box.run(t, append([]string{"demo", "print", "--format", "chart"}, flags...)...)
		got.wantExit(t, 0)
		return got.output
	}
	tests := []struct {
		name  string
		box   sandbox
		flags []string
		want  bool
	}{
		{"a pipe", box, nil, false},
		{"auto", box, []string{"--color", "auto"}, false},
		{"always", box, []string{"--color", "always"}, true},
		{"always without a terminal's name", box.with("TERM="), []string{"--color", "always"}, true},
		{"always despite NO_COLOR", box.with("NO_COLOR=1"), []string{"--color", "always"}, true},
		{"never", box.with("COLORTERM=truecolor"), []string{"--color", "never"}, false},
	}
	for _, test := range tests {
		if coloured := anyColour.MatchString(chart(test.box, test.flags...)); coloured != test.want {
			t.Errorf("%s: colors %t, want %t", test.name, coloured, test.want)
		}
	}
	s := box.open(t, 80, 24, "demo", "print", "--format", "chart", "--color", "never")
	s.wait()
	if strings.Contains(s.written(), "\x1b") {
		t.Error("--color never writes escape sequences to a terminal")
	}
}

func TestChartFillsATerminalThatReportsNoSize(t *testing.T) {
	tests := []struct {
		name       string
		box        sandbox
		rows, most int
	}{
		{"80 by 24", newSandbox(t), 23, 80},
		{"COLUMNS and LINES", newSandbox(t).with("COLUMNS=57", "LINES=19"), 18, 57},
	}
	for _, test := range tests {
		s := test.box.open(t, 0, 0, "demo", "print", "--format", "chart", "--color", "never", "--period", "D180")
		s.wait()
		rows, columns := sizeOfText(s.written())
		if rows != test.rows || columns > test.most || columns < test.most-3 {
			t.Errorf("%s: the chart has %d rows and %d columns, want %d and about %d", test.name, rows, columns, test.rows, test.most)
		}
	}
}

func TestChartInAPipeHasTheSizeOfCOLUMNSAndLINES(t *testing.T) {
	box := newSandbox(t).with("COLUMNS=57", "LINES=19")
	tests := []struct {
		name       string
		flags      []string
		rows, most int
	}{
		{"without flags", nil, 19, 57},
		{"--width before COLUMNS", []string{"--width", "71"}, 19, 71},
		{"--height before LINES", []string{"--height", "13"}, 13, 57},
	}
	for _, test := range tests {
		got := box.run(t, append([]string{"demo", "print", "--format", "chart", "--period", "D180"}, test.flags...)...)
		got.wantExit(t, 0)
		rows, columns := sizeOfText(got.output)
		if rows != test.rows || columns > test.most || columns < test.most-3 {
			t.Errorf("%s: the chart has %d rows and %d columns, want %d and about %d", test.name, rows, columns, test.rows, test.most)
		}
	}
}

// sizeOfText counts the rows of a text, and the columns of its widest.
func sizeOfText(text string) (rows, columns int) {
	for line := range strings.Lines(text) {
		rows++
		columns = max(columns, utf8.RuneCountInString(strings.TrimRight(line, "\r\n")))
	}
	return rows, columns
}
