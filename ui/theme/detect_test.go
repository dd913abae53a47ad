package theme

import (
	"strings"
	"testing"
)

// environment looks variables up in a list of them, separated by blanks.
func environment(variables string) func(string) string {
	values := map[string]string{}
	for _, variable := range strings.Fields(variables) {
		name, value, _ := strings.Cut(variable, "=")
		values[name] = value
	}
	return func(name string) string { return values[name] }
}

func TestDetect(t *testing.T) {
	tests := []struct {
		name, env string
		want      Terminal
	}{
		{"nothing known", "", Terminal{Mono, Unknown, Unicode}},
		{"256 colours over SSH", "TERM=xterm-256color LANG=en_GB.UTF-8", Terminal{Colours256, Unknown, Unicode}},
		{"true colour", "TERM=xterm-256color COLORTERM=truecolor", Terminal{TrueColour, Unknown, Unicode}},
		{"true colour by name", "TERM=xterm-kitty", Terminal{TrueColour, Unknown, Unicode}},
		{"direct colour", "TERM=xterm-direct", Terminal{TrueColour, Unknown, Unicode}},
		{"plain xterm", "TERM=xterm", Terminal{Colours16, Unknown, Unicode}},
		{"GNU screen garbles true colour", "TERM=screen-256color COLORTERM=truecolor", Terminal{Colours256, Unknown, Unicode}},
		{"plain GNU screen", "TERM=screen", Terminal{Colours16, Unknown, Unicode}},
		{"tmux", "TERM=screen-256color TMUX=/tmp/t COLORTERM=truecolor", Terminal{TrueColour, Unknown, Unicode}},
		{"NO_COLOR", "TERM=xterm-256color NO_COLOR=1", Terminal{Mono, Unknown, Unicode}},
		{"empty NO_COLOR", "TERM=xterm-256color NO_COLOR=", Terminal{Colours256, Unknown, Unicode}},
		{"NO_COLOR of any value", "TERM=xterm-256color NO_COLOR=please CLICOLOR_FORCE=1", Terminal{Mono, Unknown, Unicode}},
		{"CLICOLOR=0", "TERM=xterm-256color CLICOLOR=0", Terminal{Mono, Unknown, Unicode}},
		{"CLICOLOR=0 and forced", "TERM=xterm-256color CLICOLOR=0 CLICOLOR_FORCE=1", Terminal{Colours256, Unknown, Unicode}},
		{"CLICOLOR=1", "TERM=xterm CLICOLOR=1", Terminal{Colours16, Unknown, Unicode}},
		{"dumb, though forced", "TERM=dumb CLICOLOR_FORCE=1", Terminal{Mono, Unknown, Unicode}},
		{"cloud shell", "TERM=xterm GOOGLE_CLOUD_SHELL=true", Terminal{TrueColour, Unknown, Unicode}},
		{"tmux without COLORTERM", "TERM=tmux-256color TMUX=/tmp/t", Terminal{Colours256, Unknown, Unicode}},
		{"dumb", "TERM=dumb COLORTERM=truecolor", Terminal{Mono, Unknown, Unicode}},
		{"vt100 of unknown locale", "TERM=vt100", Terminal{Mono, Unknown, ASCII}},
		{"vt100 that has UTF-8", "TERM=vt100 LANG=C.UTF-8", Terminal{Mono, Unknown, Unicode}},
		{"Linux console", "TERM=linux LANG=C.UTF-8 COLORTERM=truecolor", Terminal{Colours16, Dark, Console}},
		{"Windows", "OS=Windows_NT", Terminal{TrueColour, Unknown, Unicode}},
		{"light background", "TERM=xterm COLORFGBG=0;15", Terminal{Colours16, Light, Unicode}},
		{"dark background", "TERM=xterm COLORFGBG=15;default;0", Terminal{Colours16, Dark, Unicode}},
		{"strange background", "TERM=xterm COLORFGBG=0;default", Terminal{Colours16, Unknown, Unicode}},
		{"POSIX locale", "TERM=xterm LC_ALL=C LANG=en_GB.UTF-8", Terminal{Colours16, Unknown, ASCII}},
		{"Latin 1", "TERM=xterm LANG=de_DE.ISO-8859-1", Terminal{Colours16, Unknown, ASCII}},
		{"character set of macOS", "TERM=xterm LC_CTYPE=UTF-8", Terminal{Colours16, Unknown, Unicode}},
		{"Japanese", "TERM=xterm LANG=ja_JP.utf8", Terminal{Colours16, Unknown, Neutral}},
		{"Japanese, but narrow", "TERM=xterm LANG=ja_JP.utf8 RUNEWIDTH_EASTASIAN=0", Terminal{Colours16, Unknown, Unicode}},
		{"wide", "TERM=xterm LANG=C.UTF-8 RUNEWIDTH_EASTASIAN=1", Terminal{Colours16, Unknown, Neutral}},
	}
	for _, test := range tests {
		got := Detect(environment(test.env), true)
		if got != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
		}
	}
}

func TestDetectReadsTrueColourFromTerminfo(t *testing.T) {
	t.Setenv("TERMINFO", "testdata/terminfo")
	for term, want := range map[string]Tier{"peerdash-rgb": TrueColour, "peerdash-plain": Colours16} {
		if got := Detect(environment("TERM="+term), true); got.Tier != want {
			t.Errorf("%s: got tier %d, want %d", term, got.Tier, want)
		}
	}
}

func TestDetectOffTerminalHasColoursIfForced(t *testing.T) {
	for forced, want := range map[string]Tier{"1": Colours256, "0": Mono, "": Mono} {
		if got := Detect(environment("TERM=xterm-256color CLICOLOR_FORCE="+forced), false); got.Tier != want {
			t.Errorf("CLICOLOR_FORCE=%q: got tier %d, want %d", forced, got.Tier, want)
		}
	}
}

func TestDetectOffTerminalHasNoColours(t *testing.T) {
	if got := Detect(environment("TERM=xterm-256color COLORTERM=truecolor"), false); got.Tier != Mono {
		t.Errorf("got tier %d, want none", got.Tier)
	}
}
