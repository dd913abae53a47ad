package licenses_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"peerdash/ui/licenses"
)

var update = flag.Bool("update", false, "rewrite the notices")

// systems are the operating systems that peerdash is built for, with their names.
var systems = map[string]string{"linux": "Linux", "darwin": "macOS", "windows": "Windows"}

// module is a module of which some package is linked.
type module struct {
	path, version, directory string
	// packages are the directories of the linked packages.
	packages map[string]bool
	systems  map[string]bool
}

// dependency is a package that is linked, of another module.
type dependency struct {
	Dir    string
	Module *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// dependencies lists the packages of other modules that are linked into peerdash for a system and a processor.
func dependencies(t *testing.T, system, processor string) []dependency {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-deps", "-json=Dir,Module", "peerdash")
	command.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+processor, "CGO_ENABLED=0")
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list for %s on %s: %v", system, processor, err)
	}
	var all []dependency
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var listed dependency
		if err := decoder.Decode(&listed); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		if listed.Module != nil && !listed.Module.Main {
			all = append(all, listed)
		}
	}
}

// processors are those that peerdash is built for.
var processors = []string{"amd64", "arm64"}

// linked lists the modules that are linked into peerdash for any of the systems and processors.
func linked(t *testing.T) []*module {
	t.Helper()
	found := map[string]*module{}
	for system, name := range systems {
		for _, processor := range processors {
			for _, listed := range dependencies(t, system, processor) {
				m := found[listed.Module.Path]
				if m == nil {
					m = &module{
						path: listed.Module.Path, version: listed.Module.Version, directory: listed.Module.Dir,
						packages: map[string]bool{}, systems: map[string]bool{},
					}
					found[m.path] = m
				}
				m.packages[listed.Dir], m.systems[name] = true, true
			}
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b *module) int { return cmp.Compare(a.path, b.path) })
}

var licenseFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([-_.].*)?$`)

// files lists the license files beside and above the module's linked packages.
func (m *module) files(t *testing.T) []string {
	t.Helper()
	directories := map[string]bool{}
	for directory := range m.packages {
		for ; len(directory) >= len(m.directory); directory = filepath.Dir(directory) {
			directories[directory] = true
		}
	}
	var all []string
	for _, directory := range slices.Sorted(maps.Keys(directories)) {
		entries, err := os.ReadDir(directory)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if entry.Type().IsRegular() && licenseFile.MatchString(entry.Name()) && filepath.Ext(entry.Name()) != ".go" {
				all = append(all, filepath.Join(directory, entry.Name()))
			}
		}
	}
	return all
}

// kinds recognize a license by words of its text.
var kinds = []struct{ words, name string }{
	{"Apache License", "Apache-2.0"},
	{"Mozilla Public License", "MPL-2.0"},
	{"Permission is hereby granted, free of charge", "MIT"},
	{"Neither the name of", "BSD-3-Clause"},
	{"names of its contributors", "BSD-3-Clause"},
	{"Redistribution and use in source and binary forms", "BSD-2-Clause"},
	{"public domain", "public domain"},
}

// kind names the license of a text, "" if it is none of kinds.
func kind(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, kind := range kinds {
		if strings.Contains(text, kind.words) {
			return kind.name
		}
	}
	return ""
}

// withoutLicense are the modules without a license file, with the text that stands in for it.
var withoutLicense = map[string]string{
	"github.com/mattn/go-localereader": "The module has no license file. It is linked into Windows builds because Bubble Tea uses it there.",
}

const rule = "--------------------------------------------------------------------------------"

// goRoot is the directory of the Go distribution that builds peerdash.
func goRoot(t *testing.T) string {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(output))
}

func notices(t *testing.T) []byte {
	t.Helper()
	var summary, texts bytes.Buffer
	add := func(name, version, where string, files []string, note string) {
		var names []string
		fmt.Fprintf(&texts, "\n%s\n%s %s%s\n", rule, name, version, where)
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if name := kind(string(text)); name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
			fmt.Fprintf(&texts, "\n[%s]\n\n%s\n", filepath.Base(file), strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
		}
		if note != "" {
			fmt.Fprintf(&texts, "\n%s\n", note)
		}
		if len(names) == 0 {
			names = []string{"no license file"}
		}
		fmt.Fprintf(&summary, "%s %s: %s%s\n", name, version, strings.Join(names, ", "), where)
	}
	add("Go runtime and standard library", "https://go.dev", "", []string{filepath.Join(goRoot(t), "LICENSE")}, "")
	for _, m := range linked(t) {
		files, note := m.files(t), withoutLicense[m.path]
		if (len(files) == 0) != (note != "") {
			t.Errorf("%s has %d license files; correct withoutLicense", m.path, len(files))
		}
		where := ""
		if len(m.systems) < len(systems) {
			where = " (" + strings.Join(slices.Sorted(maps.Keys(m.systems)), ", ") + ")"
		}
		add(m.path, m.version, where, files, note)
	}
	return fmt.Appendf(nil, "peerdash contains the following software. The full notices follow the list.\n\n%s%s", &summary, &texts)
}

func TestNoticesAreThoseOfTheLinkedModules(t *testing.T) {
	want := notices(t)
	if *update {
		if err := os.WriteFile("notices.txt", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(licenses.Notices, want) {
		t.Error("the notices differ from the linked modules' files; run: go test ./ui/licenses -update")
	}
}
