package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// nearest returns the candidate that the mistyped text most likely means, or "" if none is near enough. With two typos the first
// letter must be the same, since that is seldom mistyped.
func nearest(text string, candidates []string) string {
	text = strings.ToLower(text)
	best, least := "", 3
	for _, candidate := range candidates {
		name := strings.ToLower(candidate)
		distance := typos(text, name)
		if distance < least && 2*distance <= len(text) && (distance <= 1 || text[0] == name[0]) {
			best, least = candidate, distance
		}
	}
	return best
}

// typos returns the number of letters to insert, remove, replace or swap with their neighbour to get from a to b: the
// optimal string alignment distance (https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance).
func typos(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			replaced := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, replaced)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// didYouMean words the suggestion; it is "" without one.
func didYouMean(suggestion string) string {
	if suggestion == "" {
		return ""
	}
	return "Did you mean " + suggestion + "?"
}

// suggestCommand suggests the command below parent whose name is nearest.
func suggestCommand(parent *cobra.Command, name string) string {
	var names []string
	for _, command := range parent.Commands() {
		if command.IsAvailableCommand() {
			names = append(names, command.Name())
		}
	}
	if found := nearest(name, names); found != "" {
		return didYouMean("`" + parent.CommandPath() + " " + found + "`")
	}
	return ""
}

// suggestFlag suggests the flag of the command whose name is nearest.
func suggestFlag(command *cobra.Command, name string) string {
	var names []string
	command.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	if found := nearest(name, names); found != "" {
		return didYouMean("--" + found)
	}
	return ""
}
