package store

import (
	"context"
	"database/sql"
	_ "embed" // for the schema
	"fmt"
	"strings"
	"sync"
)

//go:embed schema.sql
var schema string

// checkSchema compares the definitions of the tables with schema.sql, apart from comments and spaces. Further tables, which
// another program made, are ignored.
func checkSchema(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT name, ifnull(sql, '') FROM sqlite_schema WHERE type = 'table'")
	if err != nil {
		return err
	}
	defer rows.Close()
	found := map[string]string{}
	for rows.Next() {
		var name, definition string
		if err := rows.Scan(&name, &definition); err != nil {
			return err
		}
		found[name] = definition
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for name, definition := range tables() {
		if normalized(found[name]) != definition {
			return fmt.Errorf("%w: the definition of the table %s differs", errDamaged, name)
		}
	}
	return nil
}

// tables are the normalized definitions in schema.sql by their names.
var tables = sync.OnceValue(func() map[string]string {
	definitions := map[string]string{}
	for statement := range strings.SplitSeq(schema, ";\n") {
		statement = normalized(statement)
		if name, isTable := strings.CutPrefix(statement, "CREATETABLE"); isTable {
			name, _, _ = strings.Cut(name, "(")
			definitions[name] = statement
		}
	}
	return definitions
})

// normalized is a statement without comments and spaces.
func normalized(statement string) string {
	text := make([]byte, 0, len(statement))
	for i := 0; i < len(statement); i++ {
		switch c := statement[i]; {
		case strings.HasPrefix(statement[i:], "--"):
			end := strings.IndexByte(statement[i:], '\n')
			if end < 0 {
				return string(text)
			}
			i += end
		case c != ' ' && c != '\n' && c != '\t' && c != '\r' && c != ';':
			text = append(text, c)
		}
	}
	return string(text)
}
