package theme

import (
	"slices"
	"strconv"
	"strings"
)

// Terminal describes a terminal by its environment.
type Terminal struct {
	Tier       Tier
	Background Background
	Glyphs     GlyphSet
}

// Detect derives a terminal's abilities from its environment, without a query to the terminal. If standard output is
// not a terminal there are no colours, nor where NO_COLOR is set and not empty.
func Detect(env func(string) string, isTerminal bool) Terminal {
	return Terminal{Tier: detectTier(env, isTerminal), Background: detectBackground(env), Glyphs: detectGlyphs(env)}
}

// trueColourTerminals are the values of TERM of terminals that show true colour whether or not COLORTERM, which SSH
// doesn't forward, says so.
var trueColourTerminals = []string{"xterm-kitty", "alacritty", "xterm-ghostty", "ghostty", "foot", "wezterm", "contour"}

func detectTier(env func(string) string, isTerminal bool) Tier {
	term, colorTerm := env("TERM"), env("COLORTERM")
	onWindows := env("WT_SESSION") != "" || env("OS") == "Windows_NT"
	switch {
	case !isTerminal, env("NO_COLOR") != "":
		return Mono
	case term == "" && onWindows:
		return TrueColour
	case term == "", term == "dumb", term == "unknown", strings.HasPrefix(term, "vt"), strings.HasSuffix(term, "-mono"):
		return Mono
	case term == "linux":
		return Colours16
	case isScreen(env):
		// GNU screen passes COLORTERM on, but garbles true colour.
		return tierByName(term)
	case colorTerm == "truecolor", colorTerm == "24bit":
		return TrueColour
	}
	return tierByName(term)
}

func isScreen(env func(string) string) bool {
	return strings.HasPrefix(env("TERM"), "screen") && env("TMUX") == ""
}

func tierByName(term string) Tier {
	switch {
	case strings.HasSuffix(term, "-direct"), slices.Contains(trueColourTerminals, term):
		return TrueColour
	case strings.Contains(term, "256color"):
		return Colours256
	}
	return Colours16
}

// detectBackground reads COLORFGBG, which is "15;0" or "15;default;0": the last is the ANSI colour of the background.
func detectBackground(env func(string) string) Background {
	fields := strings.Split(env("COLORFGBG"), ";")
	colour, err := strconv.Atoi(fields[len(fields)-1])
	switch {
	case env("TERM") == "linux":
		return Dark
	case err != nil || colour < 0 || colour > 15:
		return Unknown
	case colour == 7 || colour > 8:
		return Light
	}
	return Dark
}

// detectGlyphs follows the locale. If none is set, which is common in containers, UTF-8 is likely, except on
// terminals that are older than it.
func detectGlyphs(env func(string) string) GlyphSet {
	term, locale := env("TERM"), firstSet(env, "LC_ALL", "LC_CTYPE", "LANG")
	switch {
	case locale == "" && strings.HasPrefix(term, "vt"), locale != "" && !isUTF8(locale):
		return ASCII
	case term == "linux":
		return Console
	case isEastAsian(env, locale):
		return Neutral
	}
	return Unicode
}

func firstSet(env func(string) string, names ...string) string {
	for _, name := range names {
		if value := env(name); value != "" {
			return value
		}
	}
	return ""
}

func isUTF8(locale string) bool {
	lower := strings.ToLower(locale)
	return strings.Contains(lower, "utf-8") || strings.Contains(lower, "utf8")
}

// isEastAsian reports whether the terminal may show ambiguous glyphs two columns wide. RUNEWIDTH_EASTASIAN is the
// variable by which users of other Go programs say so already.
func isEastAsian(env func(string) string, locale string) bool {
	switch env("RUNEWIDTH_EASTASIAN") {
	case "0":
		return false
	case "1":
		return true
	}
	language, _, _ := strings.Cut(locale, "_")
	return language == "ja" || language == "ko" || language == "zh"
}
