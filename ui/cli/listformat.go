package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

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

// writeJSON writes a value as indented JSON. Where text is written in ASCII, other characters are escaped, so that the value
// stays the same.
func (o *StandardOutput) writeJSON(value any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return err
	}
	content := text.Bytes()
	if o.ascii {
		content = escapeJSON(content)
	}
	_, err := o.Write(content)
	return err
}

// escapeJSON escapes the characters of a JSON text that are not ASCII, which only its strings can have.
func escapeJSON(text []byte) []byte {
	var escaped []byte
	for _, char := range string(text) {
		if char < utf8.RuneSelf {
			escaped = append(escaped, byte(char))
			continue
		}
		for _, unit := range utf16.AppendRune(nil, char) {
			escaped = fmt.Appendf(escaped, `\u%04x`, unit)
		}
	}
	return escaped
}
