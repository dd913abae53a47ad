package program

import (
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"github.com/muesli/cancelreader"
)

const (
	// sequencePatience is how long the rest of an escape sequence may take to follow. After it, an ESC is the key.
	sequencePatience = 50 * time.Millisecond
	// pastePatience is how long the rest of what is pasted may take to follow.
	pastePatience = 2 * time.Second
)

// keyReader reads the terminal's input and hands it on in whole keys, since Bubble Tea takes the pieces of an escape
// sequence for keys of their own.
type keyReader struct {
	input *os.File
	// failed is called when the input ends.
	failed func(error)
	pieces chan []byte
	done   chan struct{}

	mutex sync.Mutex
	// reading is nil while the terminal is not the dashboard's.
	reading *reading

	// What follows belongs to Read.
	splitter keySplitter
	ready    [][]byte
}

// reading is a goroutine that reads the input.
type reading struct {
	input    cancelreader.CancelReader
	canceled chan struct{}
	ended    chan struct{}
}

func newKeyReader(input *os.File, failed func(error)) *keyReader {
	return &keyReader{input: input, failed: failed, pieces: make(chan []byte), done: make(chan struct{})}
}

// start begins to read the input, where that has not begun.
func (k *keyReader) start() error {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.reading != nil {
		return nil
	}
	input, err := cancelreader.NewReader(k.input)
	if err != nil {
		return err
	}
	k.reading = &reading{input: input, canceled: make(chan struct{}), ended: make(chan struct{})}
	go k.read(k.reading)
	return nil
}

// stop leaves what is typed from now on to others.
func (k *keyReader) stop() {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.reading == nil {
		return
	}
	close(k.reading.canceled)
	if k.reading.input.Cancel() {
		<-k.reading.ended
	}
	k.reading = nil
}

func (k *keyReader) read(r *reading) {
	defer close(r.ended)
	defer func() { _ = r.input.Close() }()
	for {
		buffer := make([]byte, 256)
		n, err := r.input.Read(buffer)
		if n > 0 {
			select {
			case k.pieces <- buffer[:n]:
			case <-r.canceled:
				return
			}
		}
		switch {
		case errors.Is(err, cancelreader.ErrCanceled):
			return
		case err != nil:
			k.failed(err)
			return
		}
	}
}

// close ends the reading for good.
func (k *keyReader) close() {
	k.stop()
	close(k.done)
}

// Read returns whole keys, as many as have come and fit. It never fills the buffer, by which Bubble Tea would know that
// a key goes on.
func (k *keyReader) Read(buffer []byte) (int, error) {
	for len(k.ready) == 0 {
		var late <-chan time.Time
		if patience := k.splitter.patience(); patience > 0 {
			late = time.After(patience)
		}
		select {
		case <-k.done:
			return 0, io.EOF
		case piece := <-k.pieces:
			k.ready = append(k.ready, k.splitter.add(piece)...)
		case <-late:
			k.ready = append(k.ready, k.splitter.giveUp()...)
		}
	}
	n, room := 0, len(buffer)-1
	for len(k.ready) > 0 && n < room {
		key := k.ready[0]
		if n > 0 && n+len(key) > room {
			break
		}
		taken := copy(buffer[n:room], key)
		n += taken
		if k.ready[0] = key[taken:]; taken == len(key) {
			k.ready = k.ready[1:]
		}
	}
	return n, nil
}
