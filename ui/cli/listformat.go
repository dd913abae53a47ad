package cli

import (
	"encoding/json"
	"io"

	"github.com/spf13/pflag"
)

// listFormat is how doctor, reports and store write what they list.
type listFormat string

const (
	textFormat  listFormat = "text"
	tableFormat listFormat = "table"
	jsonFormat  listFormat = "json"
)

// registerListFormat adds --format with two choices: usual, which is the default, and json.
func registerListFormat(flags *pflag.FlagSet, target *listFormat, usual listFormat) {
	*target = usual
	flags.Var(choiceFlag(target, "format", usual, jsonFormat), "format", "output format: "+string(usual)+" or json")
}

// writeJSON writes a value as indented JSON.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
