package store

// Watch notices when any program writes to a store, from the sizes and times of its files alone.
type Watch struct {
	path  string
	state fileState
}

// Watch starts to watch the store.
func (s *Store) Watch() *Watch { return &Watch{path: s.path, state: stateOf(s.path)} }

// Changed reports whether the store may have been written to since the last call, or since the watch started.
func (w *Watch) Changed() bool {
	state := stateOf(w.path)
	if state == w.state {
		return false
	}
	w.state = state
	return true
}
