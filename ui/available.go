package ui

import "peerdash/model"

// available are the reports that can be shown, in the order in which [ and ] go through them.
func (m Model) available() []*model.Definition {
	if len(m.config.Available) > 0 {
		return m.config.Available
	}
	return model.Catalogue()
}
