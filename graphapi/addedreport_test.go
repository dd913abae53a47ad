package graphapi_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"peerdash/graphapi"
	"peerdash/model"
	"peerdash/model/modeltest"
)

// TestAddedReport fetches and recognizes a report that only the test's catalogue has.
func TestAddedReport(t *testing.T) {
	rides := modeltest.Rides()
	modeltest.Add(t, rides)
	if found, ok := model.Find("getRideCounts"); !ok || found != rides {
		t.Fatalf("the catalogue has %v", found)
	}
	const csv = "Report Refresh Date,Report Date,Note,Down,Time Up\n2021-06-28,2021-06-28,x,PT1M,PT2H\n2021-06-28,2021-06-27,x,,PT0S\n"
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, toFile, answer(http.StatusOK, csv))
		got, err := s.client.Fetch(contextOf(t, timeout), "getRideCounts", model.D30, "")
		if err != nil {
			t.Fatal(err)
		}
		days := got.Reports[0].Days()
		if len(days) != 2 || days[0].Counts != counts(0, -1, -1) || days[1].Counts != counts(7200, 60, -1) || got.Reports[0].Period != model.D30 {
			t.Errorf("got %s %v", got.Reports[0].Period, days)
		}
		reports, err := graphapi.ParseFile(strings.NewReader(csv), nil)
		if err != nil || len(reports) != 1 || reports[0].Definition != rides {
			t.Errorf("the file is recognized as %v, %v", reports, err)
		}
	})
}
