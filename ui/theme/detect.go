package theme

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/charmbracelet/colorprofile"
)

// Terminal describes a terminal by its environment.
type Terminal struct {
	Tier       Tier
	Background Background
	Glyphs     GlyphSet
}

// Detect derives a terminal's abilities from its environment, without a query to the terminal. If standard output is
// not a terminal, there are no colours unless CLICOLOR_FORCE is set; NO_COLOR, if set and not empty, and CLICOLOR=0 turn
// them off.
func Detect(env func(string) string, isTerminal bool) Terminal {
	return Terminal{Tier: detectTier(env, isTerminal), Background: detectBackground(env), Glyphs: detectGlyphs(env)}
}

// detectTier follows colorprofile, and corrects it for terminals that show more or fewer colours than their name or COLORTERM
// says.
func detectTier(env func(string) string, isTerminal bool) Tier {
	term := env("TERM")
	switch {
	case env("NO_COLOR") != "", !isTerminal && !isForced(env), isTerminal && env("CLICOLOR") == "0" && !isForced(env):
		return Mono
	case term == "" && (env("WT_SESSION") != "" || env("OS") == "Windows_NT"):
		return TrueColour
	case term == "", term == "dumb", term == "unknown", strings.HasPrefix(term, "vt"), strings.HasSuffix(term, "-mono"):
		return Mono
	case term == "linux":
		return Colours16
	case strings.HasPrefix(term, "screen") && env("TMUX") == "":
		// GNU screen passes COLORTERM on, but garbles true colour.
		if strings.Contains(term, "256color") {
			return Colours256
		}
		return Colours16
	case env("COLORTERM") == "truecolor", env("COLORTERM") == "24bit":
		// tmux converts true colour to what its own terminal shows.
		return TrueColour
	}
	return tiers[max(colorprofile.Env(variables(env)), colorprofile.Terminfo(term))]
}

// isForced reports whether colours are requested even if standard output is not a terminal (https://bixense.com/clicolors/).
func isForced(env func(string) string) bool {
	forced := env("CLICOLOR_FORCE")
	return forced != "" && forced != "0"
}

var tiers = map[colorprofile.Profile]Tier{
	colorprofile.ANSI: Colours16, colorprofile.ANSI256: Colours256, colorprofile.TrueColor: TrueColour,
}

// variables are the environment variables by which colorprofile knows a terminal's colours.
func variables(env func(string) string) []string {
	var list []string
	for _, name := range []string{"TERM", "COLORTERM", "WT_SESSION", "GOOGLE_CLOUD_SHELL"} {
		if value := env(name); value != "" {
			list = append(list, name+"="+value)
		}
	}
	return list
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
	term, locale := env("TERM"), cmp.Or(env("LC_ALL"), env("LC_CTYPE"), env("LANG"))
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

func isUTF8(locale string) bool {
	lower := strings.ToLower(locale)
	return strings.Contains(lower, "utf-8") || strings.Contains(lower, "utf8")
}

// isEastAsian reports whether the terminal may show ambiguous glyphs two columns wide. RUNEWIDTH_EASTASIAN, which other Go
// programs read too, overrides the language of the locale.
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
