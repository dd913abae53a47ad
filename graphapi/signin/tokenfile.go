package signin

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"peerdash/graphapi/problem"
)

// identity is the tenant, app and sign-in root that the tokens of a file belong to.
type identity struct {
	Tenant    string `json:"tenant"`
	ClientID  string `json:"clientId"`
	LoginRoot string `json:"loginRoot"`
}

func newIdentity(config Config) identity {
	return identity{
		Tenant:    strings.ToLower(config.Settings.Tenant),
		ClientID:  strings.ToLower(config.Settings.ClientID),
		LoginRoot: strings.ToLower(strings.TrimRight(config.LoginRoot.String(), "/")),
	}
}

// fileName is a readable name, different for each identity.
func (i identity) fileName() string {
	sum := sha256.Sum256([]byte(i.Tenant + "\n" + i.ClientID + "\n" + i.LoginRoot))
	return fmt.Sprintf("%.40s_%.40s_%s%s", i.Tenant, i.ClientID, hex.EncodeToString(sum[:8]), extension)
}

const extension = ".json"

// record is the content of a token file.
type record struct {
	identity
	session
}

// tokenFile stores the session of one identity. If it cannot be stored, a note says so, and the sign-in continues in memory. With an
// empty directory nothing is stored.
type tokenFile struct {
	directory string
	identity  identity
	now       clock
	note      func(string)

	mutex sync.Mutex
	fault string // why a load gave nothing, until there is a session again
}

func (f *tokenFile) path() string { return filepath.Join(f.directory, f.identity.fileName()) }

// exists reports whether the file exists, or may exist.
func (f *tokenFile) exists() bool {
	if f.directory == "" {
		return false
	}
	_, err := os.Lstat(f.path())
	return !isAbsent(err)
}

// isAbsent reports whether the error means that nothing exists at a path, one of whose parents may be a file.
func isAbsent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// peek returns the session without changing the disk; nil if there is no usable one.
func (f *tokenFile) peek() *session {
	if f.directory == "" || checkDirectory(f.directory) != nil {
		return nil
	}
	session, _ := f.read()
	return session
}

// load returns the session; nil if there is none. A file whose content, owner or mode is wrong is renamed. An error means
// that the file could not be read now. The lock must be held.
func (f *tokenFile) load() (*session, error) {
	if f.directory == "" {
		return nil, nil
	}
	err := openDirectory(f.directory, f.note)
	switch {
	case isAbsent(err):
		return nil, nil
	case isUnusable(err):
		f.setFault("Stored tokens are not used: " + err.Error() + ".")
		return nil, nil
	case err != nil:
		return nil, f.unreadable(err)
	}
	session, err := f.read()
	switch {
	case isUnusable(err):
		f.setFault(renameUnusable(f.path(), f.now(), err))
		return nil, nil
	case err != nil:
		return nil, f.unreadable(err)
	case session != nil:
		f.setFault("")
	}
	return session, nil
}

// errUnreadable is wrapped by an error that may be temporary; the session in the file may be valid.
var errUnreadable = errors.New("token file unreadable")

func (f *tokenFile) unreadable(err error) error {
	do := "Check the file system and the permissions of the directories above; the file itself is left as it is."
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		do = "Raise the limit of open files with `ulimit -n 1024`, or end programs that hold many files."
	}
	return problem.New(problem.Error{
		What: "The stored sign-in in " + f.path() + " cannot be read",
		Why:  problem.Sentence(problem.Reason(err)),
		Do:   do,
		Err:  errors.Join(errUnreadable, err),
	})
}

func (f *tokenFile) setFault(fault string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.fault = fault
}

// lastFault is one line about why the last load returned no session; "" if nothing was stored.
func (f *tokenFile) lastFault() string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.fault
}

// read returns the session in the file; nil if there is none.
func (f *tokenFile) read() (*session, error) {
	data, err := readPrivately(f.path())
	if isAbsent(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return parseTokenFile(data, f.identity)
}

// parseTokenFile parses the content of a token file, which must be complete and belong to the identity.
func parseTokenFile(data []byte, owner identity) (*session, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, unusable("it is empty")
	}
	var r record
	decoder := json.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&r); err != nil {
		return nil, unusable("it is damaged: it is not complete JSON")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, unusable("it is damaged: it has data after its JSON")
	}
	switch {
	case r.identity != owner:
		return nil, unusable("it belongs to another tenant, app or sign-in root")
	case r.AccessToken == "" && r.RefreshToken == "",
		r.AccessToken != "" && !isToken(r.AccessToken), r.RefreshToken != "" && !isToken(r.RefreshToken):
		return nil, unusable("it is damaged: it holds no token")
	}
	r.session.stored = true
	return &r.session, nil
}

// save replaces the session in the file, and adds a note if the old one was unusable. The lock must be held.
func (f *tokenFile) save(s *session) {
	if f.directory == "" {
		return
	}
	if err := f.write(s); err != nil {
		f.notStored(err)
		return
	}
	s.stored = true
	if fault := f.lastFault(); fault != "" {
		f.note(fault)
		f.setFault("")
	}
}

func (f *tokenFile) notStored(err error) {
	f.note(notStoredNote(f.directory, problem.Reason(err)))
}

func notStoredNote(directory, why string) string {
	return fmt.Sprintf("The sign-in lasts only as long as this program, since its tokens cannot be stored in %s: %s.", directory, why)
}

func (f *tokenFile) write(s *session) error {
	data, err := json.MarshalIndent(record{f.identity, *s}, "", "  ")
	if err != nil {
		return err
	}
	if err := createDirectory(f.directory, f.note); err != nil {
		return err
	}
	for _, leftover := range leftovers(f.path()) {
		// If a leftover of a killed program cannot be removed, the next save tries again.
		_ = os.Remove(leftover)
	}
	return replaceFile(f.path(), append(data, '\n'))
}

// leftovers are temporary files that a killed program has left.
func leftovers(path string) []string {
	entries, _ := os.ReadDir(filepath.Dir(path))
	var found []string
	for _, entry := range entries {
		rest, ok := strings.CutPrefix(entry.Name(), "."+filepath.Base(path))
		if ok && rest != "" && strings.Trim(rest, "0123456789") == "" {
			found = append(found, filepath.Join(filepath.Dir(path), entry.Name()))
		}
	}
	return found
}

// renameUnusable renames a file that cannot be used, and returns a note about it. It deletes and replaces nothing.
func renameUnusable(path string, now time.Time, why error) string {
	base := strings.TrimSuffix(path, extension) + now.UTC().Format(".damaged-20060102T150405Z")
	renamed := base + extension
	for n := 2; ; n++ {
		if _, err := os.Lstat(renamed); err != nil {
			break
		}
		renamed = fmt.Sprintf("%s-%d%s", base, n, extension)
	}
	if err := os.Rename(path, renamed); err != nil {
		return fmt.Sprintf("The token file %s is not used: %s; it could not be renamed: %s.", path, problem.Reason(why), problem.Reason(err))
	}
	if info, err := os.Lstat(renamed); err == nil && info.Mode().IsRegular() {
		// It may contain tokens. The mode of another user's file cannot be changed and need not be.
		_ = os.Chmod(renamed, privateFile)
	}
	return fmt.Sprintf("The token file %s was renamed %s: %s.", path, filepath.Base(renamed), problem.Reason(why))
}
