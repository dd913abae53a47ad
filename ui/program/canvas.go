package program

import (
	"bytes"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// canvas turns frames into the bytes that change what the terminal shows, cell by cell.
//
// It needs no more of a terminal than a VT100 has: cursor positions, the erasing of a line's or a screen's rest, and
// colours where the frame has them. ultraviolet's TerminalRenderer would use more than some have: it deletes and inserts
// characters, which a VT100 does not know, and erases with a background colour, which GNU screen and some serial
// consoles leave out. So only ultraviolet's cells are used here.
type canvas struct {
	width, height int
	// inline draws below the cursor, instead of on a screen of its own, and moves the cursor relative to that row.
	inline bool

	shown, next uv.ScreenBuffer
	output      bytes.Buffer
	pen         uv.Style
	// column and row are the cursor's; column is unknown after the last column was written, where some terminals wrap
	// at once and others with the next character.
	column, row int
	// lines is how many lines the latest frame has.
	lines int
}

const unknown = -1

// reason says why a frame is drawn whole; the zero value is that it is not.
type reason int

const (
	onlyChanges reason = iota
	// sizeChanged: the terminal has another size, or another program may have drawn over part of it.
	sizeChanged
	// screenEntered: the screen, or the rest of it below the cursor, is new.
	screenEntered
	// redrawAsked: whatever stands on the screen is to go.
	redrawAsked
)

// draw makes the bytes after which the terminal shows the frame, which are valid until the next call. Where the terminal
// has another size than before, the frame is drawn whole.
func (c *canvas) draw(frame string, width, height int, why reason) []byte {
	c.output.Reset()
	if width != c.width || height != c.height {
		c.width, c.height = width, height
		c.next = uv.ScreenBuffer{RenderBuffer: uv.NewRenderBuffer(width, height), Method: ansi.GraphemeWidth}
		why = max(why, sizeChanged)
	}
	if why != onlyChanges {
		c.shown = uv.ScreenBuffer{RenderBuffer: uv.NewRenderBuffer(width, height), Method: ansi.GraphemeWidth}
		c.clear(why)
	}
	uv.NewStyledString(frame).Draw(c.next, c.next.Bounds())
	c.lines = min(strings.Count(frame, "\n")+1, height)
	for row := range height {
		c.drawRow(row, c.shown.Line(row), c.next.Line(row))
	}
	c.setPen(uv.Style{})
	c.shown, c.next = c.next, c.shown
	return c.output.Bytes()
}

// clear empties the part of the screen that frames are drawn on, and puts the cursor at its beginning.
func (c *canvas) clear(why reason) {
	c.pen = uv.Style{}
	c.output.WriteString(ansi.ResetStyle)
	switch {
	case !c.inline, why == redrawAsked:
		c.output.WriteString(ansi.CursorHomePosition + ansi.EraseEntireScreen)
	case why == sizeChanged && c.row > 0:
		c.output.WriteString("\r" + ansi.CursorUp(c.row) + ansi.EraseScreenBelow)
	default:
		c.output.WriteString("\r" + ansi.EraseScreenBelow)
	}
	c.column, c.row = 0, 0
}

// leave makes the bytes that put the cursor below an inline frame.
func (c *canvas) leave() []byte {
	c.output.Reset()
	if c.inline && c.lines > 0 {
		c.moveTo(0, c.lines-1)
		c.output.WriteString("\r\n")
		c.row = 0
	}
	return c.output.Bytes()
}

// drawRow writes the cells of a row that differ.
func (c *canvas) drawRow(row int, shown, next uv.Line) {
	end, erase := c.width, false
	if used, was := usedColumns(next), usedColumns(shown); was-used > len(ansi.EraseLineRight) {
		end, erase = used, true
	}
	for column := 0; column < end; {
		if sameCell(&shown[column], &next[column]) {
			column++
			continue
		}
		c.moveTo(column, row)
		column = c.putChanged(column, end, shown, next)
	}
	if erase {
		c.moveTo(end, row)
		c.setPen(uv.Style{})
		c.output.WriteString(ansi.EraseLineRight)
	}
}

// putChanged writes cells from a column on, to the last one that differs before a gap that is dearer to write than to
// jump over, and returns the column after it.
func (c *canvas) putChanged(column, end int, shown, next uv.Line) int {
	for column < end {
		changed := column
		for changed < end && sameCell(&shown[changed], &next[changed]) {
			changed++
		}
		if changed == end || !c.isCheap(next[column:changed]) {
			return column
		}
		for column <= changed && column < end {
			c.put(&next[column])
			column += max(next[column].Width, 1)
		}
	}
	return column
}

// isCheap reports whether writing the cells takes no more bytes than moving over them.
func (c *canvas) isCheap(cells uv.Line) bool {
	limit, size := len(ansi.CursorForward(len(cells))), 0
	if len(cells) > limit {
		return false
	}
	for i := range cells {
		cell := &cells[i]
		if size += len(cell.Content); size > limit || !c.penFits(cell) {
			return false
		}
	}
	return true
}

// put writes a cell at the cursor.
func (c *canvas) put(cell *uv.Cell) {
	if cell.Width == 0 {
		return // the second half of a wide character
	}
	if !c.penFits(cell) {
		c.setPen(cell.Style)
	}
	c.column += cell.Width
	switch {
	case c.column < c.width:
		c.output.WriteString(cell.Content)
		return
	case c.row == c.height-1:
		// A terminal that wraps at once would scroll.
		c.output.WriteString(ansi.ResetModeAutoWrap + cell.Content + ansi.SetModeAutoWrap)
	default:
		c.output.WriteString(cell.Content)
	}
	c.column = unknown
}

// moveTo moves the cursor.
func (c *canvas) moveTo(column, row int) {
	switch {
	case column == c.column && row == c.row:
		return
	case row == c.row && c.column != unknown && column > c.column:
		c.output.WriteString(ansi.CursorForward(column - c.column))
	case c.inline:
		c.output.WriteString("\r")
		if row < c.row {
			c.output.WriteString(ansi.CursorUp(c.row - row))
		} else {
			// What is below the frame's last line may not exist yet: a line feed makes it.
			c.output.WriteString(strings.Repeat("\n", row-c.row))
		}
		if column > 0 {
			c.output.WriteString(ansi.CursorForward(column))
		}
	case row == c.row+1 && column < 2 && c.column != unknown:
		c.output.WriteString("\r\n" + strings.Repeat(ansi.CursorForward(1), column))
	default:
		c.output.WriteString(ansi.CursorPosition(column+1, row+1))
	}
	c.column, c.row = column, row
}

// setPen sets the style of what is written next.
func (c *canvas) setPen(style uv.Style) {
	if style == c.pen {
		return
	}
	if takesAway(c.pen, style) && style != (uv.Style{}) {
		// Older terminals cannot end a single attribute.
		c.output.WriteString("\x1b[0;" + strings.TrimPrefix(style.String(), "\x1b["))
	} else {
		c.output.WriteString(style.Diff(&c.pen))
	}
	c.pen = style
}

// takesAway reports whether anything of the style before is gone in the style after.
func takesAway(before, after uv.Style) bool {
	return before.Attrs&^after.Attrs != 0 || before.Underline != after.Underline && before.Underline != uv.UnderlineNone ||
		before.Fg != nil && after.Fg == nil || before.Bg != nil && after.Bg == nil
}

// drawnOnSpaces are the attributes that show where there is no character.
const drawnOnSpaces = uv.AttrReverse | uv.AttrStrikethrough

// penFits reports whether a cell written with the pen looks as it should.
func (c *canvas) penFits(cell *uv.Cell) bool {
	if cell.Style == c.pen {
		return true
	}
	return cell.Content == " " && cell.Style.Bg == c.pen.Bg && !drawsOnSpaces(c.pen) && !drawsOnSpaces(cell.Style)
}

func drawsOnSpaces(style uv.Style) bool {
	return style.Attrs&drawnOnSpaces != 0 || style.Underline != uv.UnderlineNone
}

// sameCell reports whether two cells look the same.
func sameCell(a, b *uv.Cell) bool {
	if a.Content != b.Content || a.Width != b.Width {
		return false
	}
	return a.Style == b.Style ||
		a.Content == " " && a.Style.Bg == b.Style.Bg && !drawsOnSpaces(a.Style) && !drawsOnSpaces(b.Style)
}

// usedColumns is how many columns of a line are to be written, up to the last that is not blank.
func usedColumns(line uv.Line) int {
	for used := len(line); used > 0; used-- {
		cell := &line[used-1]
		if cell.Content != " " || cell.Style.Bg != nil || drawsOnSpaces(cell.Style) {
			return used
		}
	}
	return 0
}
