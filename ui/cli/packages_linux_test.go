package cli_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"peerdash/ui/licenses"
)

// TestPackages checks the files that .packaging/build has written to the directory that PEERDASH_PACKAGES names. Each check is
// a test of this one, so that CI runs all of them.
func TestPackages(t *testing.T) {
	directory := os.Getenv("PEERDASH_PACKAGES")
	if directory == "" {
		t.Skip("PEERDASH_PACKAGES names no directory with the files that .packaging/build writes")
	}
	for name, check := range map[string]func(t *testing.T, directory string){
		"Debian":        checkDebianPackage,
		"Debian policy": checkDebianPolicy,
		"RPM":           checkRPM,
		"checksums":     checkChecksums,
		"SBOMs":         checkBillsOfMaterials,
	} {
		t.Run(name, func(t *testing.T) { check(t, directory) })
	}
}

// onlyFile is the one file in the directory whose name matches the pattern.
func onlyFile(t *testing.T, directory, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(directory, pattern))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s has %q, want one %s (%v)", directory, found, pattern, err)
	}
	return found[0]
}

// packageTools skips the test unless root can use the programs.
func packageTools(t *testing.T, names ...string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can install packages")
	}
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip(err)
		}
	}
}

// filesBelow lists the files below the directory.
func filesBelow(t *testing.T, directory string) []string {
	t.Helper()
	var files []string
	must(t, filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	}))
	return files
}

// checkDebianPackage installs the Debian package in a root of its own, and removes it.
func checkDebianPackage(t *testing.T, directory string) {
	packageTools(t, "dpkg", "dpkg-deb")
	path := onlyFile(t, directory, "*_linux_"+runtime.GOARCH+".deb")
	version := debianField(t, path, "Version")
	if got := debianField(t, path, "Recommends"); got != "ca-certificates" {
		t.Errorf("the package recommends %q, want the certificates that HTTPS needs", got)
	}

	root := t.TempDir()
	database := filepath.Join(root, "var/lib/dpkg")
	must(t, os.MkdirAll(filepath.Join(database, "updates"), 0o755))
	must(t, os.MkdirAll(filepath.Join(database, "info"), 0o755))
	must(t, os.WriteFile(filepath.Join(database, "status"), nil, 0o644))
	dpkg := func(arguments ...string) {
		t.Helper()
		runTool(t, "dpkg", append([]string{"--root=" + root, "--log=/dev/null"}, arguments...)...)
	}
	dpkg("--install", path)
	checkInstalled(t, root, strings.TrimSuffix(version, "-1"), "usr/share/zsh/vendor-completions/_peerdash")
	changelog, err := exec.Command("gzip", "-dc", filepath.Join(root, "usr/share/doc/peerdash/changelog.Debian.gz")).Output()
	must(t, err)
	if want := "peerdash (" + version + ") "; !strings.HasPrefix(string(changelog), want) {
		t.Errorf("the changelog begins with %.60q, want %q", changelog, want)
	}
	dpkg("--verify", "peerdash")
	dpkg("--purge", "peerdash")
	if left, _ := filepath.Glob(filepath.Join(root, "usr/*")); left != nil {
		t.Errorf("the removed package leaves %q", filesBelow(t, filepath.Join(root, "usr")))
	}
}

// debianField is a field of a Debian package.
func debianField(t *testing.T, path, name string) string {
	t.Helper()
	value, err := exec.Command("dpkg-deb", "--field", path, name).Output()
	must(t, err)
	return strings.TrimSpace(string(value))
}

// checkDebianPolicy lets lintian compare the Debian package with the policy of Debian.
func checkDebianPolicy(t *testing.T, directory string) {
	packageTools(t, "lintian")
	runTool(t, "lintian", "--fail-on=error,warning", onlyFile(t, directory, "*_linux_"+runtime.GOARCH+".deb"))
}

// checkRPM installs the RPM package in a root of its own, and removes it.
func checkRPM(t *testing.T, directory string) {
	packageTools(t, "rpm")
	path := onlyFile(t, directory, "*_linux_"+runtime.GOARCH+".rpm")
	version, err := exec.Command("rpm", "--query", "--queryformat", "%{VERSION}", "--package", path).Output()
	must(t, err)

	root := t.TempDir()
	rpm := func(arguments ...string) {
		t.Helper()
		runTool(t, "rpm", append([]string{"--root=" + root}, arguments...)...)
	}
	rpm("--install", "--ignorearch", "--ignoreos", path) // which Debian's rpm does not know
	checkInstalled(t, root, string(version), "usr/share/zsh/site-functions/_peerdash")
	rpm("--verify", "peerdash")
	for option, want := range map[string]string{"--docfiles": "README.md", "--licensefiles": "copyright"} {
		listed, err := exec.Command("rpm", "--root="+root, "--query", option, "peerdash").Output()
		if err != nil || !strings.Contains(string(listed), "/usr/share/doc/peerdash/"+want+"\n") {
			t.Errorf("%s lists %q (%v), want %s", option, listed, err, want)
		}
	}
	rpm("--erase", "peerdash")
	if left := filesBelow(t, filepath.Join(root, "usr/bin")); left != nil {
		t.Errorf("the removed package leaves %q", left)
	}
}

// checkInstalled checks what a package of that version has installed below root.
func checkInstalled(t *testing.T, root, version, zshCompletion string) {
	t.Helper()
	program := filepath.Join(root, "usr/bin/peerdash")
	line, err := exec.Command(program, "version").Output()
	must(t, err)
	if want := "peerdash v" + strings.ReplaceAll(version, "~", "-") + ", commit "; !strings.HasPrefix(string(line), want) {
		t.Errorf("version prints %q, want %q", line, want)
	}
	if strings.Contains(string(line), "unknown") {
		t.Errorf("version prints %q, want a commit", line)
	}
	checkStatic(t, program)
	demo := exec.Command(program, "demo", "print")
	demo.Env = []string{"HOME=" + t.TempDir()}
	if output, err := demo.Output(); err != nil || !bytes.Contains(output, []byte("Audio")) {
		t.Errorf("demo print: %v\n%s", err, output)
	}

	documents := filepath.Join(root, "usr/share/doc/peerdash")
	checkSameFile(t, filepath.Join(documents, "README.md"), "../../README.md")
	for _, example := range []string{"systemd/peerdash.service", "systemd/peerdash.timer", "sshd_config.d/peerdash.conf"} {
		checkSameFile(t, filepath.Join(documents, "examples", example), filepath.Join(examples, example))
	}
	checkContent(t, filepath.Join(documents, "copyright"), licenses.Notices)

	for path, shell := range map[string]string{
		"usr/share/bash-completion/completions/peerdash":    "bash",
		"usr/share/fish/vendor_completions.d/peerdash.fish": "fish",
		zshCompletion: "zsh",
	} {
		completion, err := exec.Command(program, "completion", shell).Output()
		must(t, err)
		checkContent(t, filepath.Join(root, path), completion)
	}
	checkManuals(t, program, filepath.Join(root, "usr/share/man/man1"))
}

// checkManuals checks that the compressed manual pages are those that the program writes, apart from their date.
func checkManuals(t *testing.T, program, directory string) {
	t.Helper()
	written := t.TempDir()
	runTool(t, program, "man", written)
	want := filesBelow(t, written)
	if got := filesBelow(t, directory); len(got) != len(want) || len(want) < 10 {
		t.Errorf("%d manual pages are installed, want %d", len(got), len(want))
	}
	for _, page := range want {
		installed, err := exec.Command("gzip", "-dc", filepath.Join(directory, filepath.Base(page)+".gz")).Output()
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(page), err)
			continue
		}
		text, err := os.ReadFile(page)
		must(t, err)
		if !bytes.Equal(withoutManualDate(installed), withoutManualDate(text)) {
			t.Errorf("%s is not what `peerdash man` writes", filepath.Base(page))
		}
	}
}

// withoutManualDate removes the title line, which has the date.
func withoutManualDate(page []byte) []byte {
	lines := bytes.Split(page, []byte("\n"))
	return bytes.Join(slices.DeleteFunc(lines, func(line []byte) bool { return bytes.HasPrefix(line, []byte(".TH ")) }), []byte("\n"))
}

// checkStatic checks that the program needs no shared libraries.
func checkStatic(t *testing.T, program string) {
	t.Helper()
	info, err := buildinfo.ReadFile(program)
	must(t, err)
	for _, setting := range info.Settings {
		if setting.Key == "CGO_ENABLED" && setting.Value != "0" {
			t.Errorf("%s is built with CGO_ENABLED=%s", program, setting.Value)
		}
	}
}

func checkSameFile(t *testing.T, path, source string) {
	t.Helper()
	want, err := os.ReadFile(source)
	must(t, err)
	checkContent(t, path, want)
}

func checkContent(t *testing.T, path string, want []byte) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s has %d bytes, want %d others (%v)", path, len(got), len(want), err)
	}
}

// checkChecksums checks that SHA256SUMS has the checksum of each package.
func checkChecksums(t *testing.T, directory string) {
	sums, err := os.Open(filepath.Join(directory, "SHA256SUMS"))
	must(t, err)
	defer sums.Close()
	extensions := map[string]int{}
	for lines := bufio.NewScanner(sums); lines.Scan(); {
		want, name, _ := strings.Cut(lines.Text(), "  ")
		content, err := os.ReadFile(filepath.Join(directory, name))
		must(t, err)
		if got := sha256.Sum256(content); hex.EncodeToString(got[:]) != want {
			t.Errorf("the checksum of %s is %x, want %s", name, got, want)
		}
		extensions[filepath.Ext(name)]++
	}
	for extension, want := range map[string]int{".deb": 2, ".rpm": 2, ".gz": 4, ".zip": 2, ".json": 6} {
		if extensions[extension] != want {
			t.Errorf("%d checksums of %s files, want %d", extensions[extension], extension, want)
		}
	}
}

// checkBillsOfMaterials compares each SBOM with what the Go command recorded in the program.
func checkBillsOfMaterials(t *testing.T, directory string) {
	for _, system := range []string{"linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64", "windows_amd64", "windows_arm64"} {
		content, err := os.ReadFile(onlyFile(t, directory, "*_"+system+".cdx.json"))
		must(t, err)
		var bill struct {
			Components []struct{ Name, Version string }
		}
		must(t, json.Unmarshal(content, &bill))
		var got []string
		for _, component := range bill.Components {
			if component.Name != "std" {
				got = append(got, component.Name+" "+component.Version)
			}
		}
		program := onlyFile(t, directory, "peerdash_"+system+"_*/peerdash*")
		info, err := buildinfo.ReadFile(program)
		must(t, err)
		var want []string
		for _, module := range info.Deps {
			want = append(want, module.Path+" "+module.Version)
			if !bytes.Contains(licenses.Notices, []byte("\n"+module.Path+" "+module.Version+": ")) {
				t.Errorf("the licenses do not name %s %s, which is linked for %s", module.Path, module.Version, system)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) || len(got) == len(bill.Components) {
			t.Errorf("the SBOM for %s has %d modules, want the standard library and %d:\n%q\n%q", system, len(got), len(want), got, want)
		}
	}
}
