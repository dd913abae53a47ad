package cli

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"peerdash/model"
	"peerdash/ui/row"
)

// writeCatalogueText writes a line for each report, or on a terminal that is too narrow for it, a paragraph.
func (p Program) writeCatalogueText(reports []storedReport) error {
	var table strings.Builder
	columns := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	// It fails only where its writer does.
	_, _ = fmt.Fprintln(columns, "NAME\tFUNCTION\tUNIT\tSTORED\tSERIES")
	for _, report := range reports {
		_, _ = fmt.Fprintf(columns, "%s\t%s\t%s\t%s\t%s\n", report.Name, report.Function, report.Unit, report.storedText(), report.seriesText())
	}
	_ = columns.Flush()
	text := table.String()
	if width := p.outputWidth(); width > 0 && widest(text) > width {
		text = catalogueParagraphs(reports, width)
	}
	_, err := p.Output.WriteString(text)
	return err
}

// widest is the length of the longest line.
func widest(text string) int {
	longest := 0
	for line := range strings.Lines(text) {
		longest = max(longest, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")))
	}
	return longest
}

func catalogueParagraphs(reports []storedReport, width int) string {
	var text strings.Builder
	for i, report := range reports {
		if i > 0 {
			text.WriteByte('\n')
		}
		text.WriteString(strings.Join(row.Wrap(report.Name+": "+report.Title, width), "\n") + "\n")
		for _, field := range []struct{ name, value string }{
			{"function", string(report.Function)},
			{"unit", string(report.Unit)},
			{"series", report.seriesText()},
			{"stored", report.storedText()},
		} {
			const indent = 12
			lines := row.Wrap(field.value, width-indent)
			fmt.Fprintf(&text, "  %-*s%s\n", indent-2, field.name, strings.Join(lines, "\n"+strings.Repeat(" ", indent)))
		}
	}
	return text.String()
}

func (r storedReport) seriesText() string {
	var names []string
	for _, series := range r.Series {
		names = append(names, series.Name())
	}
	return strings.Join(names, ", ")
}

// storedText says how many days are stored, and to which day.
func (r storedReport) storedText() string {
	switch {
	case r.days == nil:
		return "?"
	case r.days.Report.IsEmpty():
		return "-"
	}
	days := r.days.Report.Days()
	return plural(len(days), "day") + " to " + days[len(days)-1].Date.String()
}

// reportJSON is a report in the format json.
type reportJSON struct {
	Name     string         `json:"name"`
	Function model.Function `json:"function"`
	Title    string         `json:"title"`
	Unit     model.Unit     `json:"unit"`
	Additive bool           `json:"additive"`
	Series   []seriesJSON   `json:"series"`
	// Stored is nil if it is unknown which days are stored.
	Stored *storedJSON `json:"stored"`
}

type seriesJSON struct {
	// Column is the name in Graph's CSV, Key that in JSON.
	Column string `json:"column"`
	Key    string `json:"key"`
}

// storedJSON is which days are stored; First, Last, RefreshDate and MergedAt are nil if none is.
type storedJSON struct {
	Days        int        `json:"days"`
	First       *string    `json:"first"`
	Last        *string    `json:"last"`
	RefreshDate *string    `json:"reportRefreshDate"`
	MergedAt    *time.Time `json:"mergedAt"`
}

func (p Program) writeCatalogueJSON(reports []storedReport) error {
	list := []reportJSON{}
	for _, report := range reports {
		object := reportJSON{
			Name: report.Name, Function: report.Function, Title: report.Title, Unit: report.Unit, Additive: report.Additive,
			Stored: report.storedJSON(),
		}
		for _, series := range report.Series {
			object.Series = append(object.Series, seriesJSON{series.Column, series.Key})
		}
		list = append(list, object)
	}
	return p.Output.writeJSON(struct {
		Reports []reportJSON `json:"reports"`
	}{list})
}

func (r storedReport) storedJSON() *storedJSON {
	switch {
	case r.days == nil:
		return nil
	case r.days.Report.IsEmpty():
		return &storedJSON{}
	}
	days := r.days.Report.Days()
	first, last := days[0].Date.String(), days[len(days)-1].Date.String()
	refreshDate, mergedAt := r.days.Report.RefreshDate.String(), r.days.MergedAt.UTC().Truncate(time.Second)
	return &storedJSON{Days: len(days), First: &first, Last: &last, RefreshDate: &refreshDate, MergedAt: &mergedAt}
}
