package chart

type lineArea struct{}

func newLineArea(in Input, l layout) *lineArea { return &lineArea{} }

func (a *lineArea) draw(s *surface, row int) {}
