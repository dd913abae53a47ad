package noquery_test

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/creack/pty"

	"peerdash/ui/noquery"
)

const asChild = "PEERDASH_TEST_NOQUERY_CHILD"

// TestMain runs a main that calls Restore and exits when the test has started it as a child.
func TestMain(m *testing.M) {
	if os.Getenv(asChild) != "" {
		noquery.Restore()
		_ = tea.Quit // what matters is that the binary contains Bubble Tea
		_, _ = os.Stdout.WriteString("TERM=" + os.Getenv("TERM") + ".")
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestSilentTerminalIsNotQueried(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no ptys of Unix")
	}
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), asChild+"=1", "TERM=xterm-256color", "COLORFGBG=", "CI=")
	terminal, err := pty.Start(command)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = terminal.Close() }()

	written := readAll(terminal)
	if err := command.Wait(); err != nil {
		t.Fatal(err)
	}
	if want := "TERM=xterm-256color."; written != want {
		t.Errorf("the terminal got %q, want %q alone", written, want)
	}
}

// readAll reads until the other side of the pty is closed, which is an error on Linux and the end elsewhere.
func readAll(terminal *os.File) string {
	var all strings.Builder
	buffer := make([]byte, 1024)
	for {
		n, err := terminal.Read(buffer)
		all.Write(buffer[:n])
		if err != nil {
			return all.String()
		}
	}
}
