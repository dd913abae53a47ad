package theme

// palette has the colour of each tone on each background, as lipgloss and termenv write it: "#rrggbb", or the number of an
// ANSI colour; "" is the terminal's default.
type palette [backgroundCount][ToneCount]string

// colourOf is the colour of a tone; "" if it has none, as in Mono.
func colourOf(tier Tier, background Background, tone Tone) string {
	return palettes[tier][background][tone]
}

// The series' colours differ for full sight and for the three common kinds of colour-blindness, most of all those of
// neighbours in a stack; tests measure it. Bluish and yellowish colours alternate, since most people can distinguish these.
var palettes = [...]palette{
	Mono: {},
	Colours16: {
		Unknown: tones("", "8", "", "6", "6", "", "5", "1", "6", "12", "9", "5", "8", "1", "13", "3", "6"),
		Dark:    tones("", "8", "8", "14", "14", "15", "11", "9", "14", "12", "11", "5", "14", "9", "7", "2", "13"),
		Light:   tones("", "8", "8", "6", "4", "", "5", "1", "4", "4", "9", "5", "8", "0", "13", "1", "12"),
	},
	Colours256: {
		Unknown: tones("244", "241", "244", "37", "33", "", "172", "167", "33", "33", "166", "93", "29", "169", "160", "60", "138"),
		Dark:    tones("245", "237", "242", "80", "81", "255", "221", "210", "81", "75", "215", "98", "79", "161", "191", "100", "225"),
		Light:   tones("243", "253", "246", "30", "25", "16", "130", "160", "25", "32", "202", "92", "22", "126", "137", "241", "233"),
	},
	TrueColour: {
		Unknown: tones("#7f858f", "#5c626b", "#858b95", "#1f9e9e", "#3d8be8", "", "#c77d0a", "#d9534f", "#3d8be8",
			"#2f8bf0", "#d66a0c", "#8a3ff0", "#118058", "#dc68a8", "#809f4a", "#836576", "#cb3437"),
		Dark: tones("#8b93a1", "#3a404c", "#697180", "#5fd0d0", "#7cc7ff", "#ffffff", "#f2c14e", "#ff7b72", "#7cc7ff",
			"#62aefb", "#ffb347", "#8862d6", "#6ae6bb", "#d42c6a", "#dfd0fb", "#926519", "#547f7b"),
		Light: tones("#6b7280", "#dfe3e8", "#8f96a3", "#0f7c86", "#0f5fb8", "#111827", "#9a6200", "#c62828", "#0f5fb8",
			"#2a80d4", "#f0690f", "#7c2bc2", "#0c6638", "#c43a8c", "#43420a", "#529fa2", "#6a4250"),
	},
}

// tones orders colours as the constants of Tone; the last are the series, the lowest of the stack first.
func tones(axis, grid, muted, weekend, accent, title, warning, failure, selected string, series ...string) [ToneCount]string {
	colours := [ToneCount]string{
		Axis: axis, Grid: grid, Muted: muted, Weekend: weekend, Accent: accent, Title: title, Warning: warning, Error: failure,
		Selected: selected,
	}
	copy(colours[firstSeries:], series)
	return colours
}
