package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/store"
	"peerdash/model"
)

// storeContent is what store shows.
type storeContent struct {
	Path string `json:"path"`
	// Bytes is the size of the store with its journal.
	Bytes int64 `json:"bytes"`
	// ReadOnly is why nothing can be stored; nil if it can.
	ReadOnly *string         `json:"readOnly"`
	Tenants  []tenantContent `json:"tenants"`
	// Damaged are the damaged stores that were renamed, Backups the copies from before a migration.
	Damaged []string `json:"damaged"`
	Backups []string `json:"backups"`
}

type tenantContent struct {
	GraphRoot string          `json:"graphRoot"`
	ID        *string         `json:"tenantId"` // nil if it is unknown
	Names     []string        `json:"names"`
	Reports   []reportContent `json:"reports"`
	Imports   []importContent `json:"imports"`
	label     string
}

// reportContent is which days of a report are stored; First, Last and RefreshDate are nil if none is, FetchedAt is nil if
// no answer of Graph is stored.
type reportContent struct {
	Name        string     `json:"name"`
	Days        int        `json:"days"`
	Missing     int        `json:"missing"`
	First       *string    `json:"first"`
	Last        *string    `json:"last"`
	RefreshDate *string    `json:"reportRefreshDate"`
	MergedAt    time.Time  `json:"mergedAt"`
	FetchedAt   *time.Time `json:"fetchedAt"`
}

type importContent struct {
	Number     int64     `json:"number"`
	File       string    `json:"file"`
	Days       int       `json:"days"`
	ImportedAt time.Time `json:"importedAt"`
}

func (p Program) showStore(ctx context.Context, format listFormat) error {
	path, err := p.storePath()
	if err != nil {
		return err
	}
	if path != "" && format == jsonFormat {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			empty := storeContent{Path: path, Tenants: []tenantContent{}, Damaged: []string{}, Backups: []string{}}
			return outputFailure("standard output", p.Output.writeJSON(empty))
		}
	}
	return p.withStore(ctx, func(ctx context.Context, stored *store.Store) error {
		content, err := readContent(ctx, stored)
		if err != nil {
			return err
		}
		if format == jsonFormat {
			return outputFailure("standard output", p.Output.writeJSON(content))
		}
		_, err = p.Output.WriteString(content.text())
		return outputFailure("standard output", err)
	})
}

// readContent reads what is stored, after a check of the whole store.
func readContent(ctx context.Context, stored *store.Store) (storeContent, error) {
	content := storeContent{Path: stored.Path(), Tenants: []tenantContent{}}
	if err := stored.Check(ctx); err != nil {
		return content, err
	}
	tenants, err := stored.Tenants(ctx)
	if err != nil {
		return content, err
	}
	for _, info := range tenants {
		imports, err := stored.Imports(ctx, info.Tenant())
		if err != nil {
			return content, err
		}
		content.Tenants = append(content.Tenants, contentOf(info, imports))
	}
	if content.Bytes, err = stored.Size(); err != nil {
		return content, err
	}
	if reason := stored.ReadOnly(); reason != nil {
		text := reason.Error()
		content.ReadOnly = &text
	}
	if content.Damaged, err = stored.Damaged(); err != nil {
		return content, err
	}
	content.Backups, err = stored.Backups()
	content.Damaged, content.Backups = append([]string{}, content.Damaged...), append([]string{}, content.Backups...)
	return content, err
}

func contentOf(info store.TenantInfo, imports []store.ImportInfo) tenantContent {
	content := tenantContent{
		GraphRoot: info.GraphRoot, Names: append([]string{}, info.Names...), Reports: []reportContent{}, Imports: []importContent{},
		label: info.Label(),
	}
	if info.ID != "" {
		content.ID = &info.ID
	}
	for _, report := range info.Reports {
		shown := reportContent{Name: report.Name, Days: report.Days, Missing: report.Gaps, MergedAt: report.MergedAt}
		if report.Days > 0 {
			shown.First, shown.Last, shown.RefreshDate = dateText(report.First), dateText(report.Last), dateText(report.RefreshDate)
		}
		if !report.FetchedAt.IsZero() {
			shown.FetchedAt = &report.FetchedAt
		}
		content.Reports = append(content.Reports, shown)
	}
	for _, imported := range imports {
		content.Imports = append(content.Imports, importContent{imported.ID, imported.File, imported.Days, imported.At})
	}
	return content
}

func dateText(date model.Date) *string {
	text := date.String()
	return &text
}

func (c storeContent) text() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s, %d KiB, %s\n", sanitize.Line(c.Path, lineLength), kibibytes(c.Bytes), plural(len(c.Tenants), "tenant"))
	if c.ReadOnly != nil {
		fmt.Fprintf(&text, "Read-only: %s\n", *c.ReadOnly)
	}
	for _, tenant := range c.Tenants {
		tenant.write(&text)
	}
	writeFiles(&text, "Damaged stores, which were renamed (`peerdash store recover FILE` merges what can be read):", c.Damaged)
	writeFiles(&text, "Backups from before a migration, which are removed once the migrated store has been used successfully:", c.Backups)
	return text.String()
}

func (c tenantContent) write(text *strings.Builder) {
	fmt.Fprintf(text, "\n%s\n", sanitize.Line(c.label, lineLength))
	if c.ID != nil && *c.ID != c.label {
		fmt.Fprintf(text, "  tenant id  %s\n", sanitize.Line(*c.ID, lineLength))
	}
	fmt.Fprintf(text, "  Graph      %s\n", sanitize.Line(c.GraphRoot, lineLength))
	columns := tabwriter.NewWriter(text, 0, 0, 2, ' ', 0)
	if len(c.Reports) > 0 { // a Builder accepts all
		_, _ = fmt.Fprintln(columns, "\n  REPORT\tDAYS\tFROM\tTO\tMISSING\tFETCHED")
	}
	for _, report := range c.Reports {
		first, last, fetched := "-", "-", "-"
		if report.Days > 0 {
			first, last = *report.First, *report.Last
		}
		if report.FetchedAt != nil {
			fetched = report.FetchedAt.Local().Format("2006-01-02 15:04")
		}
		_, _ = fmt.Fprintf(columns, "  %s\t%d\t%s\t%s\t%d\t%s\n",
			sanitize.Line(report.Name, lineLength), report.Days, first, last, report.Missing, fetched)
	}
	_ = columns.Flush()
	if len(c.Imports) > 0 {
		text.WriteByte('\n')
	}
	for _, imported := range c.Imports {
		fmt.Fprintf(text, "  import %-3d %s, %s, imported %s\n", imported.Number, sanitize.Line(imported.File, lineLength),
			plural(imported.Days, "day"), imported.ImportedAt.Local().Format(time.DateTime))
	}
}

// writeFiles lists files under a heading. Without files it writes nothing.
func writeFiles(text *strings.Builder, heading string, paths []string) {
	if len(paths) == 0 {
		return
	}
	text.WriteString("\n" + heading + "\n")
	for _, path := range paths {
		fmt.Fprintf(text, "  %s\n", sanitize.Line(path, lineLength))
	}
}

// kibibytes is a size in KiB, rounded up.
func kibibytes(bytes int64) int64 { return (bytes + 1023) / 1024 }
