package store

import (
	"testing"
	"time"

	"peerdash/model"
)

func TestLaterAnswerStays(t *testing.T) {
	hours := func(n time.Duration) time.Time { return noon.Add(n * time.Hour) }
	tests := []struct {
		name          string
		first, second time.Time
		want          string
	}{
		{"in order", hours(-2), hours(-1), "second"},
		{"at once", hours(-1), hours(-1), "second"},
		{"another process was overtaken", hours(-1), hours(-2), "first"},
		{"the clock went back", hours(1), hours(-1), "second"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStore(t)
			for _, answer := range []Answer{{ETag: "first", FetchedAt: test.first}, {ETag: "second", FetchedAt: test.second}} {
				answer.CSV = []byte(answer.ETag)
				if _, err := s.Save(t.Context(), contoso, model.Default().Function, model.D7, answer, []model.Report{{Definition: model.Default()}}); err != nil {
					t.Fatal(err)
				}
			}
			got, _, err := s.Answer(t.Context(), contoso, model.Default().Function, model.D7)
			if err != nil || got.ETag != test.want || string(got.CSV) != test.want {
				t.Errorf("stored is %q %q, %v, want the %s", got.ETag, got.CSV, err, test.want)
			}
		})
	}
}
