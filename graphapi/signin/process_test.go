package signin

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"peerdash/graphapi/emulator/authority"
)

// A test that needs another process runs this program again with a job in the environment.
const jobVariable = "PEERDASH_TEST_JOB"

func TestMain(m *testing.M) {
	switch os.Getenv(jobVariable) {
	case "":
		os.Exit(m.Run())
	case "token":
		os.Exit(tokenJob())
	case "save":
		saveJob()
	}
}

// job is this program again, with a job on the configuration.
func job(t *testing.T, name string, config Config) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	command.Env = append(os.Environ(), jobVariable+"="+name, "JOB_LOGIN="+config.LoginRoot.String(), "JOB_DIRECTORY="+config.Directory)
	command.Stderr = os.Stderr
	return command
}

func jobConfig() Config {
	return Config{
		Settings:  Settings{Tenant: tenant, ClientID: client},
		LoginRoot: mustParse(os.Getenv("JOB_LOGIN")), GraphRoot: graphRoot,
		Directory: os.Getenv("JOB_DIRECTORY"),
	}
}

// tokenJob gets a token and prints it.
func tokenJob() int {
	signIn, err := New(jobConfig())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	token, err := signIn.Token(ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, err, signIn.Notes())
		return 1
	}
	fmt.Println(token.AccessToken)
	return 0
}

// saveJob saves one session after another until it is killed, and prints the number of each that is saved.
func saveJob() {
	config := jobConfig()
	file := &tokenFile{directory: config.Directory, identity: newIdentity(config), now: time.Now, note: func(string) {}}
	for n := 1; ; n++ {
		unlock, err := file.lock(context.Background())
		if err != nil {
			panic(err)
		}
		file.save(&session{AccessToken: strconv.Itoa(n), RefreshToken: strings.Repeat("r", 100_000), Resource: "x"})
		unlock()
		fmt.Println(n)
	}
}

func TestProcessesRefreshOnceBetweenThem(t *testing.T) {
	a := authority.New(authority.Config{Tenant: tenant, ClientID: client, Interval: time.Second})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(100 * time.Millisecond) // so that they are at it at the same time
		a.ServeHTTP(w, r)
	}))
	defer server.Close()
	config := Config{
		Settings:  Settings{Tenant: tenant, ClientID: client},
		LoginRoot: mustParse(server.URL), GraphRoot: graphRoot, Directory: t.TempDir() + "/tokens",
		Now: func() time.Time { return time.Now().Add(-59 * time.Minute) },
	}
	signIn, err := New(config)
	check(t, err)
	code, err := signIn.RequestCode(t.Context())
	check(t, err)
	a.Approve(code.UserCode)
	check(t, signIn.AwaitSignIn(t.Context(), code, nil))

	var jobs []*exec.Cmd
	var outputs []*strings.Builder
	for range 4 {
		command, output := job(t, "token", config), new(strings.Builder)
		command.Stdout = output
		check(t, command.Start())
		jobs, outputs = append(jobs, command), append(outputs, output)
	}
	for n, command := range jobs {
		if err := command.Wait(); err != nil {
			t.Errorf("process %d: %v", n, err)
		} else if outputs[n].String() != outputs[0].String() || !a.Accepts(strings.TrimSpace(outputs[n].String())) {
			t.Errorf("process %d has another token, or none that works", n)
		}
	}
	if n := a.Requests("refresh_token"); n != 1 {
		t.Errorf("%d refreshes, want 1", n)
	}
}

func TestKilledProcessLeavesAWholeFile(t *testing.T) {
	directory := t.TempDir() + "/tokens"
	config := Config{Settings: Settings{Tenant: tenant, ClientID: client}, LoginRoot: mustParse("https://login.example"), Directory: directory}
	path := filepath.Join(directory, newIdentity(config).fileName())
	for range 15 {
		command := job(t, "save", config)
		output, err := command.StdoutPipe()
		check(t, err)
		check(t, command.Start())
		lines := bufio.NewScanner(output)
		lines.Scan()
		timer := time.AfterFunc(rand.N(20*time.Millisecond), func() { _ = command.Process.Kill() })
		printed := lines.Text()
		for lines.Scan() {
			printed = lines.Text()
		}
		_ = command.Wait() // it was killed
		timer.Stop()

		content, err := os.ReadFile(path)
		check(t, err)
		stored, err := parseTokenFile(content, newIdentity(config))
		if err != nil {
			t.Fatalf("after %s: %v", printed, err)
		}
		got, _ := strconv.Atoi(stored.AccessToken)
		if want, _ := strconv.Atoi(printed); got < want {
			t.Errorf("session %d was saved, the file holds %d", want, got)
		}
	}
	file := &tokenFile{directory: directory, identity: newIdentity(config), now: time.Now, note: func(note string) { t.Error(note) }}
	file.save(&session{AccessToken: "last"})
	if names, err := filesIn(directory); err != nil || len(names) > 2 {
		t.Errorf("left %q, %v; want the file and its lock", names, err)
	}
}
