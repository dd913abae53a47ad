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
	input  cancelreader.CancelReader
	pieces chan []byte
	done   chan struct{}
	closed sync.Once

	// What follows belongs to Read.
	splitter keySplitter
	ready    [][]byte
}

// newKeyReader starts to read the input. failed is called when it ends.
func newKeyReader(input *os.File, failed func(error)) (*keyReader, error) {
	cancelable, err := cancelreader.NewReader(input)
	if err != nil {
		return nil, err
	}
	k := &keyReader{input: cancelable, pieces: make(chan []byte), done: make(chan struct{})}
	go func() {
		defer func() { _ = cancelable.Close() }()
		k.read(failed)
	}()
	return k, nil
}

func (k *keyReader) read(failed func(error)) {
	for {
		buffer := make([]byte, 256)
		n, err := k.input.Read(buffer)
		if n > 0 {
			select {
			case k.pieces <- buffer[:n]:
			case <-k.done:
				return
			}
		}
		switch {
		case errors.Is(err, cancelreader.ErrCanceled):
			return
		case err != nil:
			failed(err)
			return
		}
	}
}

// close ends the reading.
func (k *keyReader) close() {
	k.closed.Do(func() {
		close(k.done)
		k.input.Cancel()
	})
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
