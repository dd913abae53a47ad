package graphapi_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

func TestReportsWithImplausibleDatesAreRefused(t *testing.T) {
	header, _, _ := strings.Cut(csvText, "\r\n")
	for row, says := range map[string]string{
		"2021-06-28,2021-06-22": "",
		"2021-07-01,2021-07-01": "", // tomorrow
		"2021-07-02,2021-06-28": "The refresh date 2021-07-02 lies in the future.",
		"9999-12-31,2021-06-28": "The refresh date 9999-12-31 lies in the future.",
		"2021-06-28,2021-06-29": "The day 2021-06-29 is later than its refresh date 2021-06-28.",
		"2021-06-28,2021-06-21": "The day 2021-06-21 is not among the last 7 days up to the refresh date 2021-06-28.",
	} {
		t.Run(row, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := setup(t, toFile, answer(http.StatusOK, header+"\r\n"+row+",7,1,2,3,4,5\r\n"))
				got, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D7, "")
				if says == "" {
					if err != nil || len(got.Reports[0].Days()) != 1 {
						t.Errorf("got %v, %v", got.Reports[0], err)
					}
					return
				}
				p := problemOf(t, err)
				if p.Kind != problem.NotReport || p.Why != says || p.Host != filesHost || !strings.HasPrefix(p.What, `The report "Skype peer-to-peer sessions" from files.example.com has`) || !strings.Contains(p.Do, "clock, which says 2021-06-30") {
					t.Errorf("got kind %d of %s: %q", p.Kind, p.Host, p.Lines())
				}
				if requests := s.graphRequests.Load(); requests != 1 {
					t.Errorf("%d requests to Graph, want 1", requests)
				}
			})
		})
	}
}
