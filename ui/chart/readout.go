package chart

import (
	"math"
	"slices"
	"strconv"

	"peerdash/model"
	"peerdash/ui/quantity"
	"peerdash/ui/theme"
)

// part is a piece of a readout in a colour of its own.
type part struct {
	text string
	tone theme.Tone
}

// readout is text in the colours of what it names: a date, or values, each in its series' colour.
type readout []part

func (r readout) width() int {
	width := 0
	for _, part := range r {
		width += len([]rune(part.text))
	}
	return width
}

// joined is a readout of parts that are not empty, with a separator between them.
func (p *plot) joined(readouts ...readout) readout {
	var all readout
	for _, r := range readouts {
		switch {
		case len(r) == 0:
			continue
		case len(all) > 0:
			all = append(all, p.separator())
		}
		all = append(all, r...)
	}
	return all
}

func (p *plot) separator() part {
	return part{" " + string(p.in.Theme.Glyphs().Separator) + " ", theme.Axis}
}

// readouts are the ways to write a bucket's date and values, the longest first.
func (p *plot) readouts(b *model.Bucket) []readout {
	title := func(text string) readout { return readout{{text, theme.Title}} }
	date, short, value, all := title(p.dateText(b)), title(p.shortDateText(b)), p.valueReadout(b), p.allValues(b)
	var whole readout
	if b.Days() < b.Whole {
		whole = readout{{", " + strconv.Itoa(b.Days()) + " of " + strconv.Itoa(b.Whole) + " days", theme.Axis}}
	}
	partial := func(date readout) readout { return slices.Concat(date, whole) }
	var readouts []readout
	switch {
	case len(all) > 0 && p.in.Additive && p.kind != Lines:
		readouts = append(readouts, p.joined(partial(date), value, all))
	case len(all) > 0:
		readouts = append(readouts, p.joined(partial(date), all), p.joined(partial(short), all))
	}
	if len(whole) > 0 {
		readouts = append(readouts, p.joined(partial(date), value), p.joined(partial(short), value))
	}
	return append(readouts, p.joined(date, value), p.joined(short, value))
}

// shortReadouts are the value alone and the date alone, for when none of the readouts fits.
func (p *plot) shortReadouts(b *model.Bucket) []readout {
	date := readout{{p.shortDateText(b), theme.Title}}
	if value := p.valueReadout(b); len(value) > 0 {
		return []readout{value, date}
	}
	return []readout{date}
}

// dateText names a bucket's days.
func (p *plot) dateText(b *model.Bucket) string {
	first, last := b.First.Time(), b.Last.Time()
	switch {
	case p.in.CursorOnDay:
		return p.in.Cursor.Time().Format("Mon 2 Jan 2006")
	case b.First == b.Last:
		return first.Format("Mon 2 Jan 2006")
	case first.Year() == last.Year() && first.Month() == last.Month():
		return first.Format("2") + "-" + last.Format("2 Jan 2006")
	case first.Year() == last.Year():
		return first.Format("2 Jan") + " - " + last.Format("2 Jan 2006")
	}
	return first.Format("2 Jan 2006") + " - " + last.Format("2 Jan 2006")
}

// shortDateText names a bucket's days without weekday and year.
func (p *plot) shortDateText(b *model.Bucket) string {
	first, last := b.First.Time(), b.Last.Time()
	switch {
	case p.in.CursorOnDay:
		return p.in.Cursor.Time().Format("2 Jan")
	case b.First == b.Last:
		return first.Format("2 Jan")
	case first.Year() != last.Year():
		return first.Format("Jan 2006") + "-" + last.Format("Jan 2006")
	case first.Month() == last.Month():
		return first.Format("2") + "-" + last.Format("2 Jan")
	}
	return first.Format("2 Jan") + "-" + last.Format("2 Jan")
}

// absence says why a bucket has no count of the series shown: its days are missing, or counts are unknown. It is "" if it has one.
func absence(b *model.Bucket) string {
	switch {
	case b.Known > 0:
		return ""
	case b.Marks.Has(model.UnknownMark):
		return "unknown"
	}
	return "missing"
}

// valueReadout is the total of a stack, or the value of the selected or only series of lines and panels. It is empty if
// none of several series without a total is selected.
func (p *plot) valueReadout(b *model.Bucket) readout {
	series := p.in.Selected
	isSelected := p.kind == Lines && series >= 0 && series < len(p.in.Series) && !p.in.Series[series].Hidden
	switch absent := absence(b); {
	case absent != "":
		return readout{{absent, theme.Title}}
	case len(p.series) == 1:
		return readout{{p.rounded(p.total(b)), theme.Title}}
	case isSelected:
		return readout{{p.in.Series[series].Label + " " + p.rounded(b.Mean(series)), theme.Title}}
	case p.in.Additive:
		return readout{{p.rounded(p.total(b)), theme.Title}}
	}
	return nil
}

// valueGap is between two values.
var valueGap = part{"  ", theme.Plain}

// allValues lists each series' value by its letter, in the series' colour unless it is zero, since a zero is not drawn either.
func (p *plot) allValues(b *model.Bucket) readout {
	if len(p.series) < 2 || b.Known == 0 {
		return nil
	}
	var values readout
	for _, series := range p.series {
		value, known := b.Mean(series)
		text := p.rounded(value, known)
		if p.kind == Share {
			total, _ := p.total(b)
			if total == 0 {
				continue
			}
			if known {
				text = strconv.FormatFloat(value/total*100, 'f', 0, 64)
			}
			text += " %"
		}
		if len(values) > 0 {
			values = append(values, valueGap)
		}
		tone := p.in.Series[series].tone()
		if value == 0 {
			tone = theme.Title
		}
		values = append(values, part{p.in.Series[series].Letter + " " + text, tone})
	}
	return values
}

// rounded is a value as a whole number of the unit; "unknown" where it is not known.
func (p *plot) rounded(value float64, known bool) string {
	if !known {
		return "unknown"
	}
	return quantity.Text(p.in.Unit, int64(math.Round(value)))
}
