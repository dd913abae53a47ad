package cli_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

var updateFigures = flag.Bool("update", false, "measure the figures of the README, which takes minutes, and write those that changed")

const readmePath = "../../README.md"

// figure is a row of the README's table of figures.
type figure struct {
	name  string
	value metric
	// comparison is the same of another program; the zero metric if there is none.
	comparison metric
	// compared is the other program.
	compared string
	// benchmark are the arguments of "go test" that measure the row.
	benchmark string
}

// metric is one number of one benchmark, divided so that it is in unit.
type metric struct {
	benchmark, name string
	divisor         float64
	unit            string
}

func milliseconds(benchmark string) metric { return metric{benchmark, "ns/op", 1e6, "ms"} }

func bytesWritten(step string) metric { return metric{step, "bytes", 1, "bytes"} }

const bare = "a minimal Bubble Tea program"

var figures = []figure{
	{"start to the chart, `demo`", milliseconds("StartDemo"), milliseconds("StartBare"), bare, "./ui/cli -bench Start"},
	{"start to the chart of 180 stored days", milliseconds("StartStored"), milliseconds("StartBare"), bare, "./ui/cli -bench Start"},
	{"a key to its first byte", milliseconds("KeyDemo"), milliseconds("KeyBare"), bare, "./ui/cli -bench Key"},
	{"bytes of the first frame at 80×24", bytesWritten("first frame"), metric{}, "", "./ui/program -run BytesOnTheWire -v"},
	{"bytes of another period", bytesWritten("period switch"), metric{}, "", "./ui/program -run BytesOnTheWire -v"},
	{"bytes of the next day", bytesWritten("cursor step"), metric{}, "", "./ui/program -run BytesOnTheWire -v"},
	{"bytes of a report of seven series", bytesWritten("report of seven series"), metric{}, "", "./ui/program -run BytesOnTheWire -v"},
	{"a frame at 80×24", milliseconds("Frame80x24"), metric{}, "", "./ui -bench Frame"},
	{"a frame at 80×24, seven series", milliseconds("FrameSevenSeries80x24"), metric{}, "", "./ui -bench Frame"},
	{"a frame at 200×60, 3,650 days", milliseconds("Frame200x60Days3650"), metric{}, "", "./ui -bench Frame"},
	{"a frame at 500×200", milliseconds("Frame500x200"), metric{}, "", "./ui -bench Frame"},
	{"`demo print`: sign-in, redirect, download over TLS", milliseconds("PrintDemo"), metric{}, "", "./ui/cli -bench Print"},
	{"print 180 stored days as CSV", milliseconds("PrintStored"), milliseconds("PrintSQLite"), "`sqlite3 -csv` with the view", "./ui/cli -bench Print"},
	{"parse a report of 180 days", milliseconds("ParseD180"), metric{}, "", "./graphapi -bench ParseD180"},
	{"open the store and read 180 days", milliseconds("OpenAndReadD180"), metric{}, "", "./graphapi/store -bench OpenAndRead"},
	{"read ten years of a report among fifty tenants", milliseconds("ReadTenYearsAmongFiftyTenants"), metric{}, "", "./graphapi/store -bench ReadTenYears"},
	{"most memory, `demo`", metric{"IdleDemo", "MB-peak", 1, "MB"}, metric{"IdleBare", "MB-peak", 1, "MB"}, bare, "./ui/cli -bench Idle"},
	{"most memory, `demo` after all reports", metric{"IdleAllReports", "MB-peak", 1, "MB"}, metric{}, "", "./ui/cli -bench Idle"},
	{"idle: bytes written in 10 s", metric{"IdleDemo", "bytes", 1, "bytes"}, metric{"IdleBare", "bytes", 1, "bytes"}, bare, "./ui/cli -bench Idle"},
	{"idle: CPU", metric{"IdleDemo", "%core", 1, "% of a core"}, metric{"IdleBare", "%core", 1, "% of a core"}, bare, "./ui/cli -bench Idle"},
	{"50 idle viewers through sshd: memory of each", metric{"IdleViewers/50", "MB-PSS/viewer", 1, "MB"},
		metric{"IdleViewers/50", "MB-PSS-sshd/viewer", 1, "MB"}, "its sshd", "./ui/cli -bench IdleViewers"},
	{"the same: CPU of all, sshd included", metric{"IdleViewers/50", "%core", 1, "% of a core"}, metric{}, "", "./ui/cli -bench IdleViewers"},
	{"stripped binary", metric{"binary", "bytes", 1e6, "MB"}, metric{}, "", ""},
}

var figuresSection = regexp.MustCompile(`(?s)\n## Performance\n.*?\n## `)

// TestFigures checks that the README's table has a number in each row, and no other rows. With -update it measures the rows
// first, and writes those that changed by more than the measurements differ among themselves.
func TestFigures(t *testing.T) {
	content, err := os.ReadFile(readmePath)
	must(t, err)
	readme := string(content)
	section := figuresSection.FindString(readme)
	if section == "" {
		t.Fatal("the README has no section Performance")
	}
	if *updateFigures {
		section = figuresText(t, measureFigures(t), section)
		must(t, os.WriteFile(readmePath, []byte(figuresSection.ReplaceAllLiteralString(readme, section)), 0o644))
	}
	if rows := strings.Count(section, "\n| ") - 1; rows != len(figures) {
		t.Errorf("the README has %d figures, want %d; -update measures them", rows, len(figures))
	}
	for _, figure := range figures {
		cells := figure.cells(section)
		if len(cells) < 2 || math.IsNaN(leadingNumber(cells[0])) || figure.compared != "" && math.IsNaN(leadingNumber(cells[1])) {
			t.Errorf("the README has no figure %q, or no number in its row; -update measures it", figure.name)
		}
	}
}

// cells are the cells of a figure's row in the README, without its name; none if there is no such row.
func (f figure) cells(section string) []string {
	_, row, found := strings.Cut(section, "\n| "+f.name+" | ")
	if !found {
		return nil
	}
	row, _, _ = strings.Cut(row, "\n")
	return strings.Split(row, " | ")
}

// leadingNumber is the number that a cell begins with; NaN if it begins with none.
func leadingNumber(cell string) float64 {
	text, _, _ := strings.Cut(cell, " ")
	number, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
	if err != nil {
		return math.NaN()
	}
	return number
}

// figuresText is the README's section. A number of the previous section stays as long as the new one is the same but for noise.
func figuresText(t *testing.T, m measurements, previous string) string {
	var text strings.Builder
	fmt.Fprintf(&text, `
## Performance

Measured on %d cores with %s and Go %s by %s, which writes
this table and lists what has become worse. A number changes only if it differs from the previous one by more than the
measurements differ among themselves, and by more than a tenth. One row is measured by `+"`go test`"+` with its last column.

| | peerdash | for comparison | `+"`go test`"+` |
|---|---|---|---|
`, runtime.NumCPU(), strings.ToUpper(runtime.GOOS[:1])+runtime.GOOS[1:], strings.TrimPrefix(runtime.Version(), "go"), "`go test ./ui/cli -run Figures -v -update`")
	for _, figure := range figures {
		cells := append(figure.cells(previous), "", "")
		value := m.cell(t, figure.value, cells[0], figure.name)
		comparison := ""
		if figure.compared != "" {
			comparison = m.cell(t, figure.comparison, cells[1], figure.compared) + ", " + figure.compared
		}
		benchmark := figure.benchmark
		if benchmark == "" {
			benchmark = `go build -trimpath -ldflags "-s -w" .`
		}
		fmt.Fprintf(&text, "| %s | %s | %s | `%s` |\n", figure.name, value, comparison, benchmark)
	}
	return text.String() + "\n## "
}
