package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"modernc.org/sqlite"
)

// snapshot is the whole content of a store's files in memory, with its write-ahead log applied. It is used if SQLite itself would
// ignore the log: on a disk that is read-only or full, or that cannot lock files.
type snapshot struct {
	image []byte
	// state distinguishes the files read from later ones.
	state fileState
	// unfinished reports whether the log was truncated.
	unfinished bool
}

// fileState changes whenever the store or its log is written to.
type fileState struct {
	sizes [2]int64
	times [2]time.Time
}

func stateOf(path string) fileState {
	var state fileState
	for i, suffix := range []string{"", walSuffix} {
		if info, err := os.Stat(path + suffix); err == nil {
			state.sizes[i], state.times[i] = info.Size(), info.ModTime()
		}
	}
	return state
}

var (
	errChanging   = errors.New("another program is changing it continually")
	errUnfinished = errors.New("a program was interrupted while it wrote, and undoing that requires permission to write")
)

// takeSnapshot reads the files at a path completely. They must not be open in this process: closing them here would release the
// locks that SQLite holds on them.
func takeSnapshot(path string) (*snapshot, error) {
	const attempts = 4
	for range attempts {
		state := stateOf(path)
		taken, err := readFiles(path)
		if err != nil {
			return nil, err
		}
		if stateOf(path) == state {
			taken.state = state
			return taken, nil
		}
	}
	return nil, errChanging
}

func readFiles(path string) (*snapshot, error) {
	if info, err := os.Stat(path + rollbackSuffix); err == nil && info.Size() > 0 {
		return nil, errUnfinished
	}
	image, err := readFile(path)
	if err != nil {
		return nil, err
	}
	log, err := readFile(path + walSuffix)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	const headerLength, pageSizeAt, formatsAt = 100, 16, 18
	if len(image) < headerLength {
		return nil, fmt.Errorf("%w: it has %d bytes", errDamaged, len(image))
	}
	pageSize := int(binary.BigEndian.Uint16(image[pageSizeAt:]))
	if pageSize == 1 {
		pageSize = 1 << 16
	}
	if pageSize < 512 {
		return nil, fmt.Errorf("%w: its page size is %d", errDamaged, pageSize)
	}
	content, err := parseWAL(log, pageSize)
	if err != nil {
		content.unfinished = true
	}
	image = applyPages(image, pageSize, content)
	// A database in memory has no write-ahead log.
	if image[formatsAt] == formatWAL && image[formatsAt+1] == formatWAL {
		image[formatsAt], image[formatsAt+1] = formatRollback, formatRollback
	}
	return &snapshot{image: image, unfinished: content.unfinished}, nil
}

func readFile(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrPermission) {
		err = unreadable(path)
	}
	return content, err
}

func applyPages(image []byte, pageSize int, content walContent) []byte {
	if content.databasePages == 0 {
		return image
	}
	const most = 1 << 31
	size := int64(content.databasePages) * int64(pageSize)
	if size > most {
		return image
	}
	whole := make([]byte, size)
	copy(whole, image)
	for number, page := range content.pages {
		if at := (int64(number) - 1) * int64(pageSize); at >= 0 && at < size {
			copy(whole[at:], page)
		}
	}
	return whole
}

// open opens the snapshot as a database, which is migrated in memory if its schema is an older one.
func (s *snapshot) open(ctx context.Context) (*sql.DB, error) {
	db := sql.OpenDB(s)
	db.SetMaxOpenConns(1)
	version, err := schemaVersion(ctx, db)
	if err == nil && version >= 1 && version < schemaVersionNow {
		err = s.migrate(ctx, db, version)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func (s *snapshot) migrate(ctx context.Context, db *sql.DB, version int) error {
	if err := migrateFrom(ctx, db, version); err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error {
		image, err := c.(interface{ Serialize() ([]byte, error) }).Serialize()
		if err == nil {
			s.image = image
		}
		return err
	})
}

// Connect opens a connection to a copy of the snapshot.
func (s *snapshot) Connect(context.Context) (driver.Conn, error) {
	conn, err := s.Driver().Open("file::memory:?_foreign_keys=1&_pragma=cell_size_check(1)&_pragma=trusted_schema(0)")
	if err != nil {
		return nil, err
	}
	if err := conn.(interface{ Deserialize([]byte) error }).Deserialize(s.image); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// Driver is SQLite's.
func (s *snapshot) Driver() driver.Driver { return &sqlite.Driver{} }
