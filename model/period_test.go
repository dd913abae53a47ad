package model

import (
	"testing"
	"time"
)

func TestPeriodReaching(t *testing.T) {
	last := NewDate(2021, time.June, 30)
	for days, want := range map[int]Period{0: D7, 6: D7, 7: D30, 29: D30, 30: D90, 89: D90, 90: D180, 179: D180, 180: All} {
		if got := PeriodReaching(last-Date(days), last); got != want {
			t.Errorf("%d days back is reached by %v, want %v", days, got, want)
		}
	}
}
