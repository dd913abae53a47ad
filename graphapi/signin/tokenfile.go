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
	"time"
)

// maxTokenFile is more than any token file has.
const maxTokenFile = 1 << 20

// identity is whose tokens a file holds.
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

// fileName can be read, and no two identities have the same.
func (i identity) fileName() string {
	sum := sha256.Sum256([]byte(i.Tenant + "\n" + i.ClientID + "\n" + i.LoginRoot))
	return fmt.Sprintf("%.40s_%.40s_%s%s", i.Tenant, i.ClientID, hex.EncodeToString(sum[:8]), extension)
}

const extension = ".json"

// record is what a token file holds.
type record struct {
	identity
	session
}

// tokenFile keeps the session of one identity. Its methods never fail: what cannot be kept is noted, and the sign-in goes
// on in memory. With an empty directory nothing is kept.
type tokenFile struct {
	directory string
	identity  identity
	now       clock
	note      func(string)

	mutex sync.Mutex
	fault string // why a load gave nothing, until a session is there again
}

func (f *tokenFile) path() string { return filepath.Join(f.directory, f.identity.fileName()) }

// exists reports whether there is anything under the file's name.
func (f *tokenFile) exists() bool {
	if f.directory == "" {
		return false
	}
	_, err := os.Lstat(f.path())
	return !errors.Is(err, fs.ErrNotExist)
}

// peek reads the session without any change to the disk; nil is none that can be used.
func (f *tokenFile) peek() *session {
	if f.directory == "" || checkDirectory(f.directory) != nil {
		return nil
	}
	session, _ := f.read()
	return session
}

// load reads the session, and sets a file aside that cannot be used. The lock must be held.
func (f *tokenFile) load() *session {
	if f.directory == "" {
		return nil
	}
	if err := openDirectory(f.directory, f.note); err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			f.setFault("Kept tokens are not used: " + err.Error() + ".")
		}
		return nil
	}
	session, err := f.read()
	switch {
	case err != nil:
		f.setFault(setAside(f.path(), f.now(), err))
	case session != nil:
		f.setFault("")
	}
	return session
}

func (f *tokenFile) setFault(fault string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.fault = fault
}

// lastFault tells in one line why a load gave nothing; "" where there was just nothing kept.
func (f *tokenFile) lastFault() string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.fault
}

// read gives the session in the file, nil where there is no file, and an error that says what is wrong with it.
func (f *tokenFile) read() (*session, error) {
	data, err := readPrivately(f.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return parseTokenFile(data, f.identity)
}

// parseTokenFile reads the content of a token file, which must be whole and of the identity.
func parseTokenFile(data []byte, owner identity) (*session, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errors.New("it is empty")
	}
	var r record
	decoder := json.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&r); err != nil {
		return nil, errors.New("it is damaged: it is not whole JSON")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("it is damaged: something follows its JSON")
	}
	switch {
	case r.identity != owner:
		return nil, errors.New("it belongs to another tenant, app or sign-in root")
	case r.AccessToken == "" && r.RefreshToken == "",
		r.AccessToken != "" && !isToken(r.AccessToken), r.RefreshToken != "" && !isToken(r.RefreshToken):
		return nil, errors.New("it is damaged: it holds no token")
	}
	r.session.kept = true
	return &r.session, nil
}

// save replaces the file's session, and notes what was wrong with an earlier one. The lock must be held.
func (f *tokenFile) save(s *session) {
	if f.directory == "" {
		return
	}
	if err := f.write(s); err != nil {
		f.notKept(err)
		return
	}
	s.kept = true
	if fault := f.lastFault(); fault != "" {
		f.note(fault)
		f.setFault("")
	}
}

func (f *tokenFile) notKept(err error) {
	f.note(fmt.Sprintf("The sign-in lasts only as long as this program, since its tokens cannot be kept in %s: %s.",
		f.directory, reason(err)))
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
		// What a killed program has left; if it stays, the next save tries again.
		_ = os.Remove(leftover)
	}
	return replaceFile(f.path(), append(data, '\n'))
}

// leftovers are unfinished copies of a file that a killed program has left.
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

// setAside renames a file that cannot be used, and tells so in one line. It deletes nothing and replaces nothing.
func setAside(path string, now time.Time, why error) string {
	base := strings.TrimSuffix(path, extension) + now.UTC().Format(".set-aside-20060102T150405Z")
	aside := base + extension
	for n := 2; ; n++ {
		if _, err := os.Lstat(aside); err != nil {
			break
		}
		aside = fmt.Sprintf("%s-%d%s", base, n, extension)
	}
	if err := os.Rename(path, aside); err != nil {
		return fmt.Sprintf("The token file %s is not used: %s; it could not be set aside, as %s.", path, reason(why), reason(err))
	}
	if info, err := os.Lstat(aside); err == nil && info.Mode().IsRegular() {
		// It may hold tokens. Of another user's file the mode cannot be changed, nor need it.
		_ = os.Chmod(aside, privateFile)
	}
	return fmt.Sprintf("The token file %s was set aside as %s: %s.", path, filepath.Base(aside), reason(why))
}

// reason is the cause of an error of the file system without the path, which is told already.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err.Error()
	}
	return err.Error()
}
