package cli_test

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// figureRuns are the runs that measure the figures.
var figureRuns = []struct {
	directory string
	arguments []string
}{
	{"ui/cli", []string{"-run", "-", "-bench", "Start|Print", "-benchtime", "20x", "-count", "5"}},
	{"ui/cli", []string{"-run", "-", "-bench", "Key", "-benchtime", "60x", "-count", "3"}},
	{"ui/cli", []string{"-run", "-", "-bench", "Idle(Bare|Demo|AllReports)", "-benchtime", "1x", "-count", "3"}},
	{"ui/cli", []string{"-run", "-", "-bench", "IdleViewers", "-benchtime", "1x"}},
	{"ui/program", []string{"-run", "TestBytesOnTheWire", "-v"}},
	{"ui", []string{"-run", "-", "-bench", "Frame", "-benchtime", "200x", "-count", "5"}},
	{"graphapi", []string{"-run", "-", "-bench", "ParseD180", "-benchtime", "200x", "-count", "5"}},
	{"graphapi/store", []string{"-run", "-", "-bench", "OpenAndRead|ReadTenYears", "-benchtime", "50x", "-count", "5"}},
}

// measurements are the values of each metric of each benchmark.
type measurements map[string]map[string][]float64

func (m measurements) add(benchmark, metric string, value float64) {
	if m[benchmark] == nil {
		m[benchmark] = map[string][]float64{}
	}
	m[benchmark][metric] = append(m[benchmark][metric], value)
}

var (
	benchmarkLine = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)$`)
	bytesLine     = regexp.MustCompile(`^\S+_test\.go:\d+: (.*): (\d+) bytes$`)
)

func measureFigures(t *testing.T) measurements {
	m := measurements{}
	m.add("binary", "bytes", strippedSize(t))
	for _, run := range figureRuns {
		command := exec.CommandContext(t.Context(), "go", append(append([]string{"test"}, run.arguments...), ".")...)
		command.Dir = filepath.Join("../..", run.directory)
		output, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%v in %s: %v\n%s", command.Args, run.directory, err, output)
		}
		for line := range strings.Lines(string(output)) {
			m.addLine(t, strings.TrimSpace(line))
		}
	}
	return m
}

// addLine adds what a line of the output of a test or benchmark measures.
func (m measurements) addLine(t *testing.T, line string) {
	if found := bytesLine.FindStringSubmatch(line); found != nil {
		m.add(found[1], "bytes", number(t, found[2]))
	}
	found := benchmarkLine.FindStringSubmatch(line)
	if found == nil {
		return
	}
	fields := strings.Fields(found[2])
	for i := 0; i+1 < len(fields); i += 2 {
		m.add(found[1], fields[i+1], number(t, fields[i]))
	}
}

func number(t *testing.T, text string) float64 {
	value, err := strconv.ParseFloat(text, 64)
	must(t, err)
	return value
}

// cell is the text of a metric. It is that of the previous cell if the difference is noise; otherwise the change is logged.
func (m measurements) cell(t *testing.T, metric metric, previous, name string) string {
	values := slices.Clone(m[metric.benchmark][metric.name])
	if len(values) == 0 {
		t.Fatalf("%s has no metric %s, maybe because it was skipped", metric.benchmark, metric.name)
	}
	slices.Sort(values)
	median := values[len(values)/2] / metric.divisor
	noise := max((values[len(values)-1]-values[0])/2/metric.divisor, median/10)
	before := leadingNumber(previous)
	previousText, text := significant(before)+" "+metric.unit, significant(median)+" "+metric.unit
	switch {
	case !strings.HasPrefix(previous, previousText):
		t.Logf("new: %s %s", name, text)
	case math.Abs(median-before) <= noise:
		return previousText
	case median > before:
		t.Logf("worse: %s %s -> %s (noise %s)", name, previousText, text, significant(noise))
	default:
		t.Logf("better: %s %s -> %s (noise %s)", name, previousText, text, significant(noise))
	}
	return text
}

func TestFigureChangesByMoreThanNoise(t *testing.T) {
	m := measurements{"Start": {"ns/op": {14.9e6, 12.1e6, 13.6e6}}}
	for previous, want := range map[string]string{
		"13 ms": "13 ms", "14 ms": "14 ms", "12 ms": "14 ms", "16 ms": "14 ms", "13 MB": "14 ms", "": "14 ms",
	} {
		if got := m.cell(t, milliseconds("Start"), previous, "start"); got != want {
			t.Errorf("after %q the cell is %q, want %q", previous, got, want)
		}
	}
}

// significant is a value in two significant digits, or all digits of its whole part.
func significant(value float64) string {
	if math.Abs(value) >= 100 {
		return strconv.FormatFloat(value, 'f', 0, 64)
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(value, 'g', 2, 64), 64)
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// strippedSize is the size of the program as it is released, in bytes.
func strippedSize(t *testing.T) float64 {
	path := filepath.Join(t.TempDir(), "peerdash")
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "peerdash")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	info, err := os.Stat(path)
	must(t, err)
	return float64(info.Size())
}
