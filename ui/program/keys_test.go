package program

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// bubbleTeaSequences are all escape sequences that Bubble Tea knows, from its source, and some that go through its parser
// without being in its table.
func bubbleTeaSequences(t *testing.T) []string {
	t.Helper()
	directory, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/charmbracelet/bubbletea").Output()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(strings.TrimSpace(string(directory)), "key.go")
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	known := []string{
		"a", "é", "日", "\x1bx", "\x1bé", "\x1b\x7f", // characters, with alt too
		"\x1b[<0;12;7M", "\x1b[<35;120;44m", "\x1b[M !!", "\x1b[I", // mouse and focus
		"\x1b[200~2026-09-01q\x1b[201~", "\x1b[200~\x1b[2~q\x1b[201~", // pastes
		"\x1b[E", "\x1b[1;5E", "\x1b[97;5u", // unknown to it, and to be skipped in one piece
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		value, isValue := node.(*ast.ValueSpec)
		if !isValue || value.Names[0].Name != "sequences" {
			return true
		}
		for _, element := range value.Values[0].(*ast.CompositeLit).Elts {
			quoted := element.(*ast.KeyValueExpr).Key.(*ast.BasicLit).Value
			sequence, err := strconv.Unquote(quoted)
			if err != nil {
				t.Fatal(err)
			}
			known = append(known, sequence, "\x1b"+sequence)
		}
		return false
	})
	if len(known) < 200 {
		t.Fatalf("only %d sequences were found in %s", len(known), file)
	}
	return known
}

// typed is what Bubble Tea reads, one string for each Read, if the pieces arrive with a pause after each.
func typed(t *testing.T, pause time.Duration, pieces ...string) []string {
	t.Helper()
	var read []string
	synctest.Test(t, func(t *testing.T) {
		k := &keyReader{pieces: make(chan []byte), done: make(chan struct{})}
		go func() {
			for _, piece := range pieces {
				k.pieces <- []byte(piece)
				time.Sleep(pause)
			}
			time.Sleep(3*time.Second + 250*time.Microsecond)
			close(k.done)
		}()
		buffer := make([]byte, 256)
		for {
			n, err := k.Read(buffer)
			if err != nil {
				return
			}
			read = append(read, string(buffer[:n]))
		}
	})
	return read
}

func wantTyped(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "|") != strings.Join(want, "|") || len(got) != len(want) {
		t.Errorf("Bubble Tea reads %q, want %q", got, want)
	}
}

func TestSequenceInPiecesIsOneKey(t *testing.T) {
	const bitTime = time.Second / 38_400
	for _, sequence := range bubbleTeaSequences(t) {
		whole := typed(t, 0, sequence)
		if len(whole) != 1 {
			t.Fatalf("%q at once is read as %q", sequence, whole)
		}
		for split := 1; split < len(sequence); split++ {
			wantTyped(t, typed(t, 5*time.Millisecond, sequence[:split], sequence[split:]), whole...)
			wantTyped(t, typed(t, 45*time.Millisecond, sequence[:split], sequence[split:]), whole...)
		}
		for _, pause := range []time.Duration{5 * time.Millisecond, 10 * bitTime} {
			wantTyped(t, typed(t, pause, strings.Split(sequence, "")...), whole...)
		}
	}
}

func TestLoneEscapeIsTheKey(t *testing.T) {
	wantTyped(t, typed(t, 60*time.Millisecond, "\x1b", "q"), "\x1b", "q")
	wantTyped(t, typed(t, 60*time.Millisecond, "\x1b", "\x1b", "[A"), "\x1b", "\x1b", "[A")
}

func TestKeysThatFollowEachOtherStayApart(t *testing.T) {
	wantTyped(t, typed(t, time.Millisecond, "\x1b[A\x1b[", "B\x1b", "[C12"), "\x1b[A", "\x1b[B", "\x1b[C12")
}

func TestPasteIsNeverKeys(t *testing.T) {
	// A paste that arrives with a pause is one paste. A paste without an end is dropped, with its q.
	wantTyped(t, typed(t, time.Second, "\x1b[200~qq", "q\x1b", "[201", "~"), "\x1b[200~qqq\x1b[201~")
	wantTyped(t, typed(t, 3*time.Second, "\x1b[200~qqq", "2"), "2")
	long := typed(t, 0, "\x1b[200~"+strings.Repeat("q", 50_000), strings.Repeat("q", 50_000)+"\x1b[2", "01~2")
	all := strings.Join(long, "")
	if len(all) > longestPaste+64 || !strings.HasPrefix(all, pasteBegin) || !strings.HasSuffix(all, pasteEnd+"2") {
		t.Errorf("a paste of 100,000 characters is read as %d: %.20q…%q", len(all), all, all[len(all)-20:])
	}
}

func TestAnswersOfTheTerminalAreNoKeys(t *testing.T) {
	wantTyped(t, typed(t, time.Millisecond, "\x1b]11;rgb:1e1e/", "1e1e/1e1e\x1b", "\\2"), "2")
	wantTyped(t, typed(t, time.Millisecond, "\x1b]11;rgb:1e1e/1e1e/1e1e\a", "\x1bP>|term\x1b\\2"), "2")
	wantTyped(t, typed(t, 60*time.Millisecond, "\x1bP", "2"), "\x1bP", "2")
}

func TestApplicationKeypad(t *testing.T) {
	for sent, want := range map[string]string{"\x1bOH": "\x1b[H", "\x1bOF": "\x1b[F", "\x1bOq": "1", "\x1bOM": "\r", "\x1bOA": "\x1bOA"} {
		wantTyped(t, typed(t, time.Millisecond, strings.Split(sent, "")...), want)
	}
	wantTyped(t, typed(t, time.Millisecond, "\x1bOE", "2"), "2")
}

func FuzzKeySplitter(f *testing.F) {
	f.Add([]byte("\x1b[A\x1b[200~q\x1b[201~\x1b]0;x\a\x1b\x1b[5~é"), 3)
	f.Fuzz(func(t *testing.T, input []byte, size int) {
		size = max(1, size%17)
		var k keySplitter
		for len(input) > 0 {
			piece := input[:min(size, len(input))]
			input = input[len(piece):]
			for _, key := range k.add(piece) {
				if len(key) == 0 {
					t.Fatal("an empty key")
				}
			}
		}
		k.giveUp()
		if k.timeout() > 0 {
			t.Error("something still waits")
		}
	})
}

var _ io.Reader = (*keyReader)(nil)
