package store

import (
	"encoding/binary"
	"errors"
)

// walContent is what a write-ahead log adds to its database file, as described at
// https://www.sqlite.org/fileformat2.html#the_write_ahead_log.
type walContent struct {
	// pages are the committed pages by their number, from 1; databasePages is the size of the database with them.
	pages         map[uint32][]byte
	databasePages uint32
	// unfinished reports whether frames follow the last commit: a crash or damage has truncated the log.
	unfinished bool
}

const (
	walHeaderLength   = 32
	frameHeaderLength = 24
	walMagic          = 0x377f0682 // the lowest bit is set where checksums are big-endian
)

var errLogHeader = errors.New("the header of the write-ahead log is damaged")

// parseWAL reads the committed pages of a log up to the last commit whose checksums are right, as SQLite does.
func parseWAL(log []byte, pageSize int) (walContent, error) {
	content := walContent{pages: map[uint32][]byte{}}
	if len(log) == 0 {
		return content, nil
	}
	if len(log) < walHeaderLength {
		content.unfinished = true
		return content, nil
	}
	magic := binary.BigEndian.Uint32(log)
	sum := walSum{order: binary.LittleEndian}
	if magic&1 == 1 {
		sum.order = binary.BigEndian
	}
	sum.add(log[:24])
	if magic&^1 != walMagic || !sum.matches(log[24:]) || int(binary.BigEndian.Uint32(log[8:])) != pageSize {
		return content, errLogHeader
	}
	committed := content.addFrames(log, pageSize, sum)
	content.unfinished = hasFramesOf(log, pageSize, committed)
	return content, nil
}

// addFrames adds the pages of each committed transaction, and returns the offset after the last one.
func (c *walContent) addFrames(log []byte, pageSize int, sum walSum) int {
	committed := walHeaderLength
	pending := map[uint32][]byte{}
	for at := walHeaderLength; at+frameHeaderLength+pageSize <= len(log); at += frameHeaderLength + pageSize {
		header, page := log[at:at+frameHeaderLength], log[at+frameHeaderLength:at+frameHeaderLength+pageSize]
		sum.add(header[:8])
		sum.add(page)
		if string(header[8:16]) != string(log[16:24]) || !sum.matches(header[16:]) {
			break
		}
		pending[binary.BigEndian.Uint32(header)] = page
		pages := binary.BigEndian.Uint32(header[4:])
		if pages == 0 {
			continue
		}
		for number, content := range pending {
			c.pages[number] = content
		}
		clear(pending)
		c.databasePages = pages
		committed = at + frameHeaderLength + pageSize
	}
	return committed
}

// hasFramesOf reports whether frames, whole or not, of the log's present generation lie at or after an offset. Those of
// earlier generations have other salts: they were transferred to the database long ago.
func hasFramesOf(log []byte, pageSize, from int) bool {
	for at := from; at < len(log); at += frameHeaderLength + pageSize {
		if len(log)-at < 16 || string(log[at+8:at+16]) == string(log[16:24]) {
			return true
		}
	}
	return false
}

// walSum is the running checksum of a log.
type walSum struct {
	order         binary.ByteOrder
	first, second uint32
}

func (s *walSum) add(content []byte) {
	for at := 0; at+8 <= len(content); at += 8 {
		s.first += s.order.Uint32(content[at:]) + s.second
		s.second += s.order.Uint32(content[at+4:]) + s.first
	}
}

func (s *walSum) matches(stored []byte) bool {
	return binary.BigEndian.Uint32(stored) == s.first && binary.BigEndian.Uint32(stored[4:]) == s.second
}
