package program

import (
	"bytes"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// canvas compares frames cell by cell and returns the bytes that update the terminal.
//
// It uses only what a VT100 supports: cursor movement, erasing to the end of a line or of the screen, and the colours
// that the frame contains. ultraviolet's TerminalRenderer needs more: it deletes and inserts characters, which a VT100
// lacks, and erases with a background colour, which GNU screen and some serial consoles ignore. Therefore only the cells
// and styles of ultraviolet are used.
type canvas struct {
	width, height int
	// inline means that frames are drawn below the prompt, with relative cursor movement, instead of on the alternate
	// screen.
	inline bool

	shown, next uv.ScreenBuffer
	output      bytes.Buffer
	pen         uv.Style
	// column and row are the cursor position. The column is unknown after a write to the last column: some terminals
	// wrap immediately, others before the next character.
	column, row int
	// lines is how many lines the latest frame has.
	lines int
}

const unknown = -1

// reason is why a frame is drawn completely; with onlyChanges it is not.
type reason int

const (
	onlyChanges reason = iota
	// sizeChanged: the terminal was resized.
	sizeChanged
	// screenEntered: the program has just taken over the screen.
	screenEntered
	// redrawRequested: other programs may have written on the screen.
	redrawRequested
)

// draw returns the bytes that make the terminal show the frame. They are valid until the next call. After a change of
// size the frame is drawn completely.
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

// clear erases the area that frames are drawn on and moves the cursor to its start.
func (c *canvas) clear(why reason) {
	c.pen = uv.Style{}
	c.output.WriteString(ansi.ResetStyle)
	switch {
	case !c.inline, why == redrawRequested:
		c.output.WriteString(ansi.CursorHomePosition + ansi.EraseEntireScreen)
	case why == sizeChanged && c.row > 0:
		c.output.WriteString("\r" + ansi.CursorUp(c.row) + ansi.EraseScreenBelow)
	default:
		c.output.WriteString("\r" + ansi.EraseScreenBelow)
	}
	c.column, c.row = 0, 0
}

// leave returns the bytes that move the cursor below an inline frame.
func (c *canvas) leave() []byte {
	c.output.Reset()
	if c.inline && c.lines > 0 {
		c.moveTo(0, c.lines-1)
		c.output.WriteString("\r\n")
		c.row = 0
	}
	return c.output.Bytes()
}

// drawRow writes the changed cells of a row.
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

// putChanged writes the changed cells from a column on, together with unchanged ones between them where moving the cursor
// would take more bytes. It returns the column after the last cell written.
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

// isCheap reports whether writing the cells takes no more bytes than moving the cursor past them.
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
		// A terminal that wraps immediately would scroll.
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
			// A line below the last one written may not exist yet; a line feed creates it.
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
	if removes(c.pen, style) && style != (uv.Style{}) {
		// Older terminals cannot reset a single attribute.
		c.output.WriteString("\x1b[0;" + strings.TrimPrefix(style.String(), "\x1b["))
	} else {
		c.output.WriteString(style.Diff(&c.pen))
	}
	c.pen = style
}

// removes reports whether the style before has an attribute or colour that the style after lacks.
func removes(before, after uv.Style) bool {
	return before.Attrs&^after.Attrs != 0 || before.Underline != after.Underline && before.Underline != uv.UnderlineNone ||
		before.Fg != nil && after.Fg == nil || before.Bg != nil && after.Bg == nil
}

// drawnOnSpaces are the attributes that are visible on a space.
const drawnOnSpaces = uv.AttrReverse | uv.AttrStrikethrough

// penFits reports whether a cell looks right when it is written with the current pen.
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

// usedColumns is the number of columns up to the last one that is not blank.
func usedColumns(line uv.Line) int {
	for used := len(line); used > 0; used-- {
		cell := &line[used-1]
		if cell.Content != " " || cell.Style.Bg != nil || drawsOnSpaces(cell.Style) {
			return used
		}
	}
	return 0
}
