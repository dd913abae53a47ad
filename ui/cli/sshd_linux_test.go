package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// sshServer is the system's sshd on loopback with an account of viewers. At one port the example for sshd_config.d applies,
// at the other the README's line for authorized_keys.
type sshServer struct {
	directory, account, program string
	blockPort, keyPort          int
	sshd                        *exec.Cmd
}

const readmeStore = "/var/lib/peerdash/peerdash.db"

// needSSH skips the test where OpenSSH is not installed, and gives the path of its server.
func needSSH(t testing.TB) string {
	t.Helper()
	for _, client := range []string{"ssh", "sftp", "ssh-keygen"} {
		if _, err := exec.LookPath(client); err != nil {
			t.Skipf("OpenSSH is not installed: %v", err)
		}
	}
	for _, name := range []string{"sshd", "/usr/sbin/sshd", "/usr/local/sbin/sshd"} {
		if path, err := exec.LookPath(name); err == nil {
			if absolute, err := filepath.Abs(path); err == nil {
				return absolute
			}
		}
	}
	t.Skip("the server of OpenSSH, sshd, is not installed")
	return ""
}

// shareStore is the sandbox with a store in a directory that a group can read, and the path of the store.
func shareStore(t testing.TB, box sandbox, group int) (sandbox, string) {
	t.Helper()
	directory := filepath.Join(openToAll(t), "peerdash")
	must(t, os.Mkdir(directory, 0o700))
	must(t, os.Chown(directory, -1, group))
	must(t, os.Chmod(directory, 0o750|os.ModeSetgid))
	path := filepath.Join(directory, "peerdash.db")
	return box.with("PEERDASH_STORE=" + path), path
}

// openToAll is a temporary directory that every user can enter.
func openToAll(t testing.TB) string {
	t.Helper()
	directory := t.TempDir()
	must(t, os.Chmod(directory, 0o755))
	must(t, os.Chmod(filepath.Dir(directory), 0o755))
	return directory
}

func runTool(t testing.TB, name string, arguments ...string) {
	t.Helper()
	if output, err := exec.Command(name, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, output)
	}
}

// viewerAccount is an unprivileged account that is removed after the test, or that of the user where only root can add one.
func viewerAccount(t testing.TB, home string) *user.User {
	t.Helper()
	account, err := user.Current()
	must(t, err)
	if os.Geteuid() != 0 {
		return account
	}
	if _, err := exec.LookPath("useradd"); err != nil {
		t.Skipf("no account for viewers can be added: %v", err)
	}
	name := "peerdash-test-" + strconv.Itoa(os.Getpid())
	runTool(t, "useradd", "--system", "--user-group", "--shell", "/bin/sh", "--no-create-home", "--home-dir", home, "--password", "*", name)
	t.Cleanup(func() {
		awaitThat(t, "the account has no processes and is removed", func() bool { return exec.Command("userdel", name).Run() == nil })
	})
	account, err = user.Lookup(name)
	must(t, err)
	return account
}

// sshdTestSettings complete the example to a configuration that needs nothing of the system but accounts.
const sshdTestSettings = `ListenAddress 127.0.0.1:%d
ListenAddress 127.0.0.1:%d
HostKey %s/host
AuthorizedKeysFile %[3]s/authorized
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PrintMotd no
PrintLastLog no
MaxStartups 200
Subsystem sftp internal-sftp
`

// startSSHServer starts sshd for viewers of the store at a path, in an environment of more variables.
func startSSHServer(t testing.TB, account *user.User, store, variables string) *sshServer {
	t.Helper()
	sshd := needSSH(t)
	directory := openToAll(t)
	s := &sshServer{
		directory: directory, account: account.Username, program: filepath.Join(directory, "peerdash"),
		blockPort: freePort(t), keyPort: freePort(t),
	}
	built, err := binary()
	must(t, err)
	content, err := os.ReadFile(built)
	must(t, err)
	must(t, os.WriteFile(s.program, content, 0o755))
	for _, key := range []string{"host", "viewer"} {
		runTool(t, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(directory, key))
	}
	readme, err := os.ReadFile("../../README.md")
	must(t, err)
	replacements := strings.NewReplacer(
		installedProgram, s.program,
		"SetEnv PEERDASH_STORE="+readmeStore, "SetEnv PEERDASH_STORE="+store+" "+variables,
		"PEERDASH_STORE="+readmeStore+" exec", "PEERDASH_STORE="+store+" "+variables+" exec",
		"Match User peerdash-viewer", fmt.Sprintf("Match User %s LocalPort %d", s.account, s.blockPort),
	)
	block, err := os.ReadFile(filepath.Join(examples, "sshd_config.d/peerdash.conf"))
	must(t, err)
	options := regexp.MustCompile(`(?m)^(command=.*) ssh-ed25519 .*$`).FindSubmatch(readme)
	if options == nil {
		t.Fatal("the README has no line for authorized_keys")
	}
	public, err := os.ReadFile(filepath.Join(directory, "viewer.pub"))
	must(t, err)
	configuration := fmt.Sprintf(sshdTestSettings, s.blockPort, s.keyPort, directory) + replacements.Replace(string(block))
	authorized := replacements.Replace(string(options[1])) + " " + string(public)
	must(t, os.WriteFile(filepath.Join(directory, "config"), []byte(configuration), 0o644))
	must(t, os.WriteFile(filepath.Join(directory, "authorized"), []byte(authorized), 0o644))
	if os.Geteuid() == 0 {
		must(t, os.MkdirAll("/run/sshd", 0o755)) // sshd started by root needs it
	}
	var log bytes.Buffer
	s.sshd = exec.Command(sshd, "-D", "-e", "-f", filepath.Join(directory, "config"))
	s.sshd.Stderr = &log
	must(t, s.sshd.Start())
	t.Cleanup(func() {
		_ = s.sshd.Process.Kill()
		_ = s.sshd.Wait()
		if t.Failed() {
			t.Logf("sshd:\n%s", log.String())
		}
	})
	awaitThat(t, "sshd listens", func() bool {
		conn, err := net.Dial("tcp", address(s.keyPort))
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
	return s
}

func address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

func freePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// awaitThat waits for a condition that nothing announces.
func awaitThat(t testing.TB, what string, condition func() bool) {
	t.Helper()
	for start := time.Now(); !condition(); time.Sleep(10 * time.Millisecond) {
		if time.Since(start) > testTimeout {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

// client is a command of OpenSSH that connects to the port. The arguments follow its options.
func (s *sshServer) client(name string, port int, arguments ...string) *exec.Cmd {
	options := []string{"-F", "none", "-o", "Port=" + strconv.Itoa(port), "-i", filepath.Join(s.directory, "viewer")}
	for _, option := range []string{
		"IdentitiesOnly=yes", "BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR",
		"ExitOnForwardFailure=yes",
	} {
		options = append(options, "-o", option)
	}
	command := exec.CommandContext(context.Background(), name, append(options, arguments...)...)
	command.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8")
	return command
}

func (s *sshServer) host() string { return s.account + "@127.0.0.1" }

// ask runs a command by ssh, without a terminal.
func (s *sshServer) ask(t testing.TB, port int, command string) outcome {
	t.Helper()
	ssh := s.client("ssh", port, "-T", s.host(), command)
	var output, failures bytes.Buffer
	ssh.Stdout, ssh.Stderr = &output, &failures
	err := ssh.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{output.String(), failures.String(), ssh.ProcessState.ExitCode()}
}

// processes are the ids of the server's peerdash processes.
func (s *sshServer) processes() []int {
	names, _ := filepath.Glob("/proc/[0-9]*/exe")
	var ids []int
	for _, name := range names {
		if target, err := os.Readlink(name); err == nil && target == s.program {
			id, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
			ids = append(ids, id)
		}
	}
	return ids
}

func signal(t testing.TB, process int, signal syscall.Signal) {
	t.Helper()
	must(t, syscall.Kill(process, signal))
}

// isForwarded reports whether what a port forwards leads to a server that greets.
func (s *sshServer) isForwarded(t testing.TB, port int) bool {
	t.Helper()
	local := freePort(t)
	ssh := s.client("ssh", port, "-N", "-L", fmt.Sprintf("%d:127.0.0.1:%d", local, s.keyPort), s.host())
	must(t, ssh.Start())
	defer func() {
		_ = ssh.Process.Kill()
		_ = ssh.Wait()
	}()
	var conn net.Conn
	awaitThat(t, "ssh listens", func() bool {
		var err error
		conn, err = net.Dial("tcp", address(local))
		return err == nil
	})
	defer conn.Close()
	_ = conn.SetReadDeadline(time.Now().Add(testTimeout))
	n, err := io.ReadFull(conn, make([]byte, 4))
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("a forwarded port neither answered nor was closed")
	}
	return n > 0
}
