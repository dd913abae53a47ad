package chart

import "peerdash/model"

// areaLetter is a type's letter in its area: in a column, in the cell whose lower edge lies at a level.
type areaLetter struct {
	of            model.SessionType
	column, level int
}

// placeLetters puts each type's letter where its area is highest, in the middle. A level is a row here. A type whose
// area is nowhere a row high gets none.
func placeLetters(columns []stack, shown model.TypeSet) []areaLetter {
	var letters []areaLetter
	for _, t := range model.SessionTypes() {
		highest, letter := 0, areaLetter{of: t}
		for column := range columns {
			bottom := 0
			if t > 0 {
				bottom = columns[column][t-1]
			}
			if height := columns[column][t] - bottom; height > highest {
				highest = height
				letter.column, letter.level = column, bottom+height/2
			}
		}
		if highest > 0 && shown.Has(t) {
			letters = append(letters, letter)
		}
	}
	return letters
}
