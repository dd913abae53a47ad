package format

import (
	"peerdash/model"
	"peerdash/ui/quantity"
)

// Unknown stands for an unknown count.
const Unknown = "-"

// Value is a count of a unit in full, as quantity.Text writes it, or Unknown.
func Value(unit model.Unit, count model.Count) string {
	value, known := count.Value()
	if !known {
		return Unknown
	}
	return quantity.Text(unit, value)
}

// FitValue is a count in the longest form that fits into the columns, or in the shortest one, as quantity.Fit writes it.
func FitValue(unit model.Unit, count model.Count, columns int) string {
	value, known := count.Value()
	if !known {
		return Unknown
	}
	return quantity.Fit(unit, value, columns)
}
