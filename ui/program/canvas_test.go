package program

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// randomFrame is a frame of blanks, text, wide characters and colours.
func randomFrame(random *rand.Rand, width, height int) string {
	lines := make([]string, 1+random.IntN(height))
	for i := range lines {
		var line strings.Builder
		for column := 0; column < width && random.IntN(12) > 0; {
			style := []string{"", "\x1b[1m", "\x1b[38;5;39m", "\x1b[48;5;24m", "\x1b[7m", "\x1b[4m", "\x1b[1;31;44m"}[random.IntN(7)]
			text := []string{" ", "      ", "a", "figures", "█▄▌", "日", "─┼"}[random.IntN(7)]
			for _, r := range text {
				if size := ansi.StringWidth(string(r)); column+size <= width {
					line.WriteString(style + string(r) + "\x1b[m")
					column += size
				}
			}
		}
		lines[i] = line.String()
	}
	return strings.Join(lines, "\n")
}

// rendered is the terminal's screen with the styles that are visible.
func rendered(terminal *vt.Emulator) string {
	var text strings.Builder
	for y := range terminal.Height() {
		for x := range terminal.Width() {
			cell := uv.EmptyCell
			if c := terminal.CellAt(x, y); c != nil {
				cell = *c
			}
			if cell.Content == " " && !drawsOnSpaces(cell.Style) {
				cell.Style = uv.Style{Bg: cell.Style.Bg}
			}
			text.WriteString(cell.Style.Styled(cell.Content))
		}
		text.WriteString("\n")
	}
	return text.String()
}

func TestChangesGiveTheSameScreenAsACompleteFrame(t *testing.T) {
	for seed := range uint64(80) {
		random := rand.New(rand.NewPCG(seed, 17))
		width, height := 7+random.IntN(47), 3+random.IntN(11)
		changing, c := vt.NewEmulator(width, height), &canvas{}
		for step := range 12 {
			frame, why := randomFrame(random, width, height), onlyChanges
			if step == 0 {
				why = screenEntered
			}
			_, _ = changing.Write(c.draw(frame, width, height, why))
			fresh := vt.NewEmulator(width, height)
			_, _ = fresh.Write((&canvas{}).draw(frame, width, height, screenEntered))
			if got, want := rendered(changing), rendered(fresh); got != want {
				t.Fatalf("seed %d, step %d: the terminal shows\n%s\nwant\n%s", seed, step, got, want)
			}
			if again := c.draw(frame, width, height, onlyChanges); len(again) > 0 {
				t.Fatalf("seed %d, step %d: the same frame again wrote %q", seed, step, again)
			}
		}
	}
}

func TestCompleteFrameShowsItsText(t *testing.T) {
	for seed := range uint64(100) {
		random := rand.New(rand.NewPCG(seed, 3))
		frame := randomFrame(random, 41, 9)
		direct, drawn := vt.NewEmulator(41, 9), vt.NewEmulator(41, 9)
		_, _ = direct.Write([]byte("\x1b[?7l" + strings.ReplaceAll(frame, "\n", "\r\n")))
		_, _ = drawn.Write((&canvas{}).draw(frame, 41, 9, screenEntered))
		if got, want := drawn.String(), direct.String(); got != want {
			t.Fatalf("seed %d: the terminal shows\n%s\nwant\n%s", seed, got, want)
		}
	}
}

func TestInlineFramesStayBelowThePrompt(t *testing.T) {
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 29))
		width, height := 7+random.IntN(47), 3+random.IntN(7)
		terminal, c := vt.NewEmulator(width, height+1), &canvas{inline: true}
		_, _ = terminal.Write([]byte("$ run\r\n"))
		frame := ""
		for step := range 8 {
			frame = randomFrame(random, width, height)
			why := onlyChanges
			if step == 0 {
				why = screenEntered
			}
			_, _ = terminal.Write(c.draw(frame, width, height, why))
		}
		_, _ = terminal.Write(c.leave())
		_, _ = terminal.Write([]byte("$ next"))
		want := vt.NewEmulator(width, height)
		_, _ = want.Write((&canvas{}).draw(frame, width, height, screenEntered))
		shows := strings.TrimRight(want.String(), "\n ")
		got := trimmedLines(terminal.String())
		if want := trimmedLines(shows); !strings.Contains(got, want+"\n") || !strings.Contains(got, "\n$ next") {
			t.Fatalf("seed %d: the terminal shows\n%s\nwant\n%s\n$ next", seed, got, shows)
		}
	}
}

// trimmedLines is text without blanks at the ends of lines.
func trimmedLines(text string) string { return uv.TrimSpace(text) }

// vt100 matches the sequences that every terminal may get: cursor movement, erasing, attributes, and automatic wrapping.
var vt100 = regexp.MustCompile(`\x1b\[(\d+;\d+H|H|2J|J|K|\d*[ABC]|[\d;]*m|\?7[hl])`)

func TestNothingBeyondAVT100IsWritten(t *testing.T) {
	for seed := range uint64(100) {
		random := rand.New(rand.NewPCG(seed, 5))
		c := &canvas{inline: seed%2 == 1}
		for range 9 {
			output := string(c.draw(randomFrame(random, 53, 9), 53, 9, reason(random.IntN(4))))
			if rest := vt100.ReplaceAllString(output, ""); strings.ContainsRune(rest, '\x1b') {
				t.Fatalf("seed %d: it wrote %q", seed, rest)
			}
		}
	}
}

func TestErasingLeavesNoBackground(t *testing.T) {
	c := &canvas{}
	c.draw("\x1b[44m"+strings.Repeat("x", 40)+"\x1b[m", 53, 3, screenEntered)
	output := string(c.draw("\x1b[44mx\x1b[m", 53, 3, onlyChanges))
	if !strings.Contains(output, "\x1b[K") || strings.Contains(output[:strings.Index(output, "\x1b[K")], "44") {
		t.Errorf("it erased with a background: %q", output)
	}
}

func TestLastColumnOfTheLastRowDoesNotScroll(t *testing.T) {
	c := &canvas{}
	output := string(c.draw("a\nbcd", 3, 2, screenEntered))
	if want := "\x1b[?7ld\x1b[?7h"; !strings.Contains(output, want) {
		t.Errorf("the last cell is written as %q, want %q", output, want)
	}
}

func BenchmarkCanvasChange(b *testing.B) {
	var frames [2]string
	for i := range frames {
		random := rand.New(rand.NewPCG(1, uint64(i)))
		frames[i] = randomFrame(random, 80, 24)
	}
	c := &canvas{}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.draw(frames[i%2], 80, 24, onlyChanges)
	}
}
