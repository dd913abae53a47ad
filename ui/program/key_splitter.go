package program

import (
	"bytes"
	"time"
	"unicode/utf8"
)

const (
	escape     = '\x1b'
	pasteBegin = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
	// longestPaste is the number of bytes after which a paste is cut, longestReply the largest size of a terminal's reply.
	longestPaste, longestReply = 4 << 10, 4 << 10
)

// keySplitter splits a terminal's input into keys: characters, escape sequences and pastes. An incomplete key waits for
// the rest.
type keySplitter struct {
	waiting []byte
	// pasting reports whether waiting starts with a paste.
	pasting bool
}

// timeout is how long to wait for the rest of an incomplete key, 0 without one.
func (k *keySplitter) timeout() time.Duration {
	switch {
	case k.pasting:
		return pasteTimeout
	case len(k.waiting) > 0:
		return sequenceTimeout
	}
	return 0
}

// add returns the keys that are complete after this input.
func (k *keySplitter) add(input []byte) [][]byte {
	k.waiting = append(k.waiting, input...)
	var keys [][]byte
	for len(k.waiting) > 0 {
		if bytes.HasPrefix(k.waiting, []byte(pasteBegin)) {
			paste := k.takePaste()
			if paste == nil {
				break
			}
			keys = append(keys, paste)
			continue
		}
		length := keyLength(k.waiting)
		if length == 0 {
			break
		}
		if key := translated(k.waiting[:length]); len(key) > 0 {
			keys = append(keys, key)
		}
		k.waiting = k.waiting[length:]
	}
	k.waiting = bytes.Clone(k.waiting)
	return keys
}

// giveUp returns the incomplete key, whose rest did not arrive. A paste without its end is dropped.
func (k *keySplitter) giveUp() [][]byte {
	waiting := k.waiting
	k.waiting = nil
	if k.pasting {
		k.pasting = false
		return nil
	}
	return [][]byte{waiting}
}

// takePaste returns the waiting paste, nil while it is incomplete.
func (k *keySplitter) takePaste() []byte {
	end := bytes.Index(k.waiting, []byte(pasteEnd))
	k.pasting = end < 0
	if k.pasting {
		// The last bytes may be the first part of the end marker.
		if excess := len(k.waiting) - longestPaste; excess > len(pasteEnd) {
			k.waiting = append(k.waiting[:longestPaste:longestPaste], k.waiting[len(k.waiting)-len(pasteEnd)+1:]...)
		}
		return nil
	}
	paste := bytes.Clone(k.waiting[:end+len(pasteEnd)])
	k.waiting = k.waiting[len(paste):]
	return paste
}

// keyLength is the number of bytes of the first key of the input, 0 if it is incomplete.
func keyLength(input []byte) int {
	if input[0] != escape {
		if !utf8.FullRune(input) {
			return 0
		}
		_, size := utf8.DecodeRune(input)
		return size
	}
	if len(input) == 1 {
		return 0
	}
	switch input[1] {
	case '[':
		return controlSequenceLength(input)
	case 'O':
		return min(len(input), 3) / 3 * 3
	case ']', 'P', '_', '^', 'X':
		return replyLength(input)
	}
	// The terminal sends ESC before a key that is pressed with Alt.
	if rest := keyLength(input[1:]); rest > 0 {
		return 1 + rest
	}
	return 0
}

// controlSequenceLength is keyLength of input that starts with ESC [.
func controlSequenceLength(input []byte) int {
	switch {
	case len(input) == 2:
		return 0
	case input[2] == '[', input[2] == 'O': // F1 to F5 of the Linux console, arrow keys of other terminals
		return min(len(input), 4) / 4 * 4
	case input[2] == 'M': // a mouse event with its button and position as characters
		return min(len(input), 6) / 6 * 6
	}
	for i, b := range input[2:] {
		switch {
		case b >= 0x40 && b <= 0x7e:
			return i + 3
		case b < 0x20 || b > 0x7e: // the sequence is broken
			return i + 2
		}
	}
	return 0
}

// replyLength is keyLength of input that is either a terminal's reply to a query of another program, which ends with BEL or
// ESC \, or a key pressed with Alt.
func replyLength(input []byte) int {
	for i, b := range input[2:] {
		switch {
		case b == '\a':
			return i + 3
		case b == escape && i+3 == len(input):
			return 0
		case b == escape && input[i+3] == '\\':
			return i + 4
		case b < 0x20, i > longestReply: // not a reply
			return 2
		}
	}
	return 0
}

// applicationKeys are the keys of the keypad in application mode, by the last byte of their sequence. Bubble Tea does not
// know them.
var applicationKeys = map[byte]string{
	'H': "\x1b[H", 'F': "\x1b[F", 'M': "\r", 'X': "=", 'j': "*", 'k': "+", 'l': ",", 'm': "-", 'n': ".", 'o': "/",
	'p': "0", 'q': "1", 'r': "2", 's': "3", 't': "4", 'u': "5", 'v': "6", 'w': "7", 'x': "8", 'y': "9",
	// The 5 in the middle has no function without Num Lock.
	'E': "",
}

// translated is a key as Bubble Tea knows it, empty for a terminal's reply.
func translated(key []byte) []byte {
	if len(key) == 3 && key[0] == escape && key[1] == 'O' {
		if known, found := applicationKeys[key[2]]; found {
			return []byte(known)
		}
	}
	if len(key) > 3 && key[0] == escape && bytes.IndexByte([]byte("]P_^X"), key[1]) >= 0 {
		return nil
	}
	return bytes.Clone(key)
}
