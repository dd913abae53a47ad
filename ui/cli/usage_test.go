package cli_test

import (
	"slices"
	"strings"
	"testing"

	"peerdash/model"
)

// TestUsageErrorsSayWhatIsMeant checks the messages for mistyped commands, flags and values.
func TestUsageErrorsSayWhatIsMeant(t *testing.T) {
	tests := []struct {
		name      string
		arguments []string
		want      string
	}{
		{"command, letters swapped", []string{"pirnt"},
			"Unknown command \"pirnt\" for `peerdash`\nDid you mean `peerdash print`?\nRun `peerdash --help` for usage.\n"},
		{"command, two letters wrong", []string{"dome"},
			"Unknown command \"dome\" for `peerdash`\nDid you mean `peerdash demo`?\nRun `peerdash --help` for usage.\n"},
		{"command like no other", []string{"weather"},
			"Unknown command \"weather\" for `peerdash`\nRun `peerdash --help` for usage.\n"},
		{"subcommand", []string{"store", "vaccum"},
			"Unknown command \"vaccum\" for `peerdash store`\nDid you mean `peerdash store vacuum`?\nRun `peerdash store --help` for usage.\n"},
		{"completion", []string{"completion", "bsh"},
			"Unknown command \"bsh\" for `peerdash completion`\nDid you mean `peerdash completion bash`?\nRun `peerdash completion --help` for usage.\n"},
		{"command with another first letter", []string{"help", "nope"},
			"Unknown command \"nope\" for `peerdash`\nRun `peerdash --help` for usage.\n"},
		{"command and --help", []string{"docter", "--help"},
			"Unknown command \"docter\" for `peerdash`\nDid you mean `peerdash doctor`?\nRun `peerdash --help` for usage.\n"},
		{"command after -h", []string{"-h", "weather"},
			"Unknown command \"weather\" for `peerdash`\nRun `peerdash --help` for usage.\n"},
		{"subcommand and --help", []string{"store", "vaccum", "--help"},
			"Unknown command \"vaccum\" for `peerdash store`\nDid you mean `peerdash store vacuum`?\nRun `peerdash store --help` for usage.\n"},
		{"command and --version", []string{"weather", "--version"},
			"Unknown command \"weather\" for `peerdash`\nRun `peerdash --help` for usage.\n"},
		{"help", []string{"help", "docter"},
			"Unknown command \"docter\" for `peerdash`\nDid you mean `peerdash doctor`?\nRun `peerdash --help` for usage.\n"},
		{"flag", []string{"print", "--frmat", "json"},
			"Unknown flag --frmat for `peerdash print`\nDid you mean --format?\nRun `peerdash print --help` for usage.\n"},
		{"short flag", []string{"print", "-x"}, "Unknown flag -x for `peerdash print`\nRun `peerdash print --help` for usage.\n"},
		{"flag without value", []string{"print", "--since"}, "--since requires a value\nRun `peerdash print --help` for usage.\n"},
		{"choice", []string{"print", "--format", "jsn"},
			"Invalid --format \"jsn\"\nDid you mean json? Use table, csv, json, ndjson or chart.\nRun `peerdash print --help` for usage.\n"},
		{"choice like no other", []string{"print", "--period", "D45"},
			"Invalid --period \"D45\"\nUse D7, D30, D90, D180 or all.\nRun `peerdash print --help` for usage.\n"},
		{"report", []string{"print", "--report", "temas-messages"},
			"Invalid --report \"temas-messages\"\nDid you mean teams-messages? Run `peerdash reports` to list the reports.\nRun `peerdash print --help` for usage.\n"},
		{"part of a report's name", []string{"--report", "Messages"},
			"Invalid --report \"Messages\"\nDid you mean teams-messages? Run `peerdash reports` to list the reports.\nRun `peerdash --help` for usage.\n"},
		{"part of several names", []string{"demo", "--report", "organizer"},
			"Invalid --report \"organizer\"\nDid you mean skype-organizer, skype-organizer-users or skype-organizer-minutes? Run `peerdash reports` to list the reports.\nRun `peerdash demo --help` for usage.\n"},
		{"Graph function", []string{"open", "x.csv", "--report", "getEmailActivityCount"},
			"Invalid --report \"getEmailActivityCount\"\nDid you mean getEmailActivityCounts? Run `peerdash reports` to list the reports.\nRun `peerdash open --help` for usage.\n"},
		{"report like no other", []string{"print", "--report", "weather"},
			"Invalid --report \"weather\"\nRun `peerdash reports` to list the reports.\nRun `peerdash print --help` for usage.\n"},
		{"no report", []string{"print", "--report", ""},
			"Invalid --report \"\"\nRun `peerdash reports` to list the reports.\nRun `peerdash print --help` for usage.\n"},
		{"view", []string{"--view", "stakced"},
			"Invalid --view \"stakced\"\nDid you mean stacked? Use stacked, lines, panels, share or table.\nRun `peerdash --help` for usage.\n"},
		{"number", []string{"print", "--width", "abc"},
			"Invalid --width \"abc\"\nUse a whole number from 1 to 2000.\nRun `peerdash print --help` for usage.\n"},
		{"number below the least", []string{"print", "--height", "0"},
			"Invalid --height \"0\"\nUse a whole number from 1 to 2000.\nRun `peerdash print --help` for usage.\n"},
		{"duration", []string{"print", "--timeout", "soon"},
			"Invalid --timeout \"soon\"\nUse a duration like 90s, 30m or 1h.\nRun `peerdash print --help` for usage.\n"},
		{"negative duration", []string{"print", "--max-age", "-1h"},
			"Invalid --max-age \"-1h\"\nUse a duration that is not negative.\nRun `peerdash print --help` for usage.\n"},
		{"number of an import", []string{"store", "forget", "--import", "abc"},
			"Invalid --import \"abc\"\nUse a whole number.\nRun `peerdash store forget --help` for usage.\n"},
		{"date", []string{"print", "--until", "28.6.2021"},
			"Invalid --until \"28.6.2021\"\nUse a date like 2021-06-28.\nRun `peerdash print --help` for usage.\n"},
		{"quoted value", []string{"print", "--period", `"D7"`},
			"Invalid --period \"\\\"D7\\\"\"\nRemove the quotes around the value.\nRun `peerdash print --help` for usage.\n"},
		{"output without a name", []string{"print", "--output", ""},
			"--output names no file\nName a file, or omit --output to write to standard output.\n"},
		{"switch with a value", []string{"print", "--offline=maybe"},
			"Invalid --offline \"maybe\"\nUse the flag alone, or with =true or =false.\nRun `peerdash print --help` for usage.\n"},
	}
	box := newSandbox(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := box.run(t, test.arguments...)
			if want := "peerdash: " + test.want; got.errors != want || got.code != 2 || got.output != "" {
				t.Errorf("exit code %d, standard output %q, standard error\n%swant 2 and\n%s", got.code, got.output, got.errors, want)
			}
		})
	}
}

func TestWhiteSpaceAroundAValueIsTrimmed(t *testing.T) {
	got := newSandbox(t).run(t, "demo", "print", "--period", " D30\r\n", "--format", "\tjson ")
	got.wantExit(t, 0)
	if !strings.Contains(got.output, `"period":"D30"`) {
		t.Errorf("printed %.80s", got.output)
	}
}

func TestVersionIsAFlagToo(t *testing.T) {
	box := newSandbox(t)
	want := box.run(t, "version")
	if !strings.HasPrefix(want.output, "peerdash ") || strings.Count(want.output, "\n") != 1 {
		t.Errorf("version prints %q", want.output)
	}
	for _, flag := range []string{"--version", "-v"} {
		if got := box.run(t, flag); got != want {
			t.Errorf("%s gives %+v, want %+v", flag, got, want)
		}
	}
}

func TestHelpOfACommandIsThatOfItsFlag(t *testing.T) {
	box := newSandbox(t)
	for _, command := range [][]string{{}, {"print"}, {"store", "forget"}} {
		got, want := box.run(t, append([]string{"help"}, command...)...), box.run(t, append(command, "--help")...)
		if got != want || want.code != 0 || !strings.Contains(want.output, "Usage:") {
			t.Errorf("help %v gives\n%s\n%s\nwant\n%s", command, got.output, got.errors, want.output)
		}
	}
}

func TestChoicesCompleteInTheShell(t *testing.T) {
	box := newSandbox(t)
	tests := []struct {
		arguments []string
		want      []string
	}{
		{[]string{"print", "--format", ""}, []string{"table", "csv", "json", "ndjson", "chart", ":4"}},
		{[]string{"print", "--color", ""}, []string{"auto", "always", "never", ":4"}},
		{[]string{"demo", "print", "--period", ""}, []string{"D7", "D30", "D90", "D180", "all", ":4"}},
		{[]string{"--view", ""}, []string{"stacked", "lines", "panels", "share", "table", ":4"}},
		{[]string{"open", "--theme", ""}, []string{"auto", "dark", "light", "mono", ":4"}},
		{[]string{"doctor", "--format", ""}, []string{"text", "json", ":4"}},
		{[]string{"--tenant", ""}, []string{":4"}},
		{[]string{"version", ""}, []string{":4"}},
		{[]string{"import", ""}, []string{"csv", "gz", ":8"}},
		{[]string{"man", ""}, []string{":16"}},
		{[]string{"print", "--output", ""}, []string{":0"}},
	}
	for _, test := range tests {
		got := box.run(t, append([]string{"__complete"}, test.arguments...)...)
		if lines := strings.Split(strings.TrimSuffix(got.output, "\n"), "\n"); got.code != 0 || !slices.Equal(lines, test.want) {
			t.Errorf("%q completes to %q, want %q", test.arguments, lines, test.want)
		}
	}
}

func TestFunctionsOfGraphComplete(t *testing.T) {
	box := newSandbox(t)
	for _, typed := range []string{"g", "get", "getTeamsUserAc"} {
		got := box.run(t, "__complete", "print", "--report", typed)
		if want := "getTeamsUserActivityCounts\tTeams messages\n"; got.code != 0 || strings.Count(got.output, want) != 1 {
			t.Errorf("%q completes to\n%s\nwant %q once", typed, got.output, want)
		}
	}
	if got := box.run(t, "__complete", "print", "--report", "teams"); strings.Contains(got.output, "get") {
		t.Errorf("a name of the catalogue completes to\n%s", got.output)
	}
}

func TestReportsCompleteWithTheirTitles(t *testing.T) {
	var want strings.Builder
	for _, definition := range model.Catalogue() {
		want.WriteString(definition.Name + "\t" + definition.Title + "\n")
	}
	want.WriteString(":4\n")
	box := newSandbox(t)
	for _, command := range [][]string{{}, {"demo"}, {"print"}, {"demo", "print"}, {"open", "saved.csv"}, {"doctor"}} {
		got := box.run(t, append(append([]string{"__complete"}, command...), "--report", "")...)
		if got.code != 0 || got.output != want.String() {
			t.Errorf("%q completes --report to\n%s\nwant\n%s", command, got.output, want.String())
		}
	}
}
