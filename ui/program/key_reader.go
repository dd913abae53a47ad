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
	// sequenceTimeout is how long to wait for the rest of an escape sequence. After it, a lone ESC is the Esc key.
	sequenceTimeout = 50 * time.Millisecond
	// pasteTimeout is how long to wait for the rest of a paste.
	pasteTimeout = 2 * time.Second
)

// keyReader reads the terminal's input and returns only complete keys. Bubble Tea would read an escape sequence that
// arrives in several pieces as several keys.
type keyReader struct {
	input *os.File
	// failed is called when the input ends.
	failed func(error)
	pieces chan []byte
	done   chan struct{}

	mutex sync.Mutex
	// reading is nil while the input is not read.
	reading *reading

	// The fields below are used only by Read.
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

// start starts to read the input, unless it is being read already.
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

// stop stops reading, so that other programs get what is typed from now on.
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

// close stops reading permanently.
func (k *keyReader) close() {
	k.stop()
	close(k.done)
}

// Read returns as many complete keys as have arrived and fit. It never fills the buffer: Bubble Tea would expect the last
// key to continue.
func (k *keyReader) Read(buffer []byte) (int, error) {
	for len(k.ready) == 0 {
		var late <-chan time.Time
		if timeout := k.splitter.timeout(); timeout > 0 {
			late = time.After(timeout)
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
