package graphapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"peerdash/model"
)

// numberedLinks redirects each request to a link of its own: the first with n=1.
func numberedLinks() http.HandlerFunc {
	var count atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		linkTo(fmt.Sprintf("%s&n=%d", file, count.Add(1)))(w, r)
	}
}

// onFirstLink answers requests for the first link by a handler, and those for later links with the report.
func onFirstLink(first http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.RawQuery, "&n=1") {
			first(w, r)
		} else {
			serveFile(w, r)
		}
	}
}

// TestADownloadThatKeepsFailingGetsAFreshLink also counts the requests to the download host: the attempts at the first
// link, and one at the second.
func TestADownloadThatKeepsFailingGetsAFreshLink(t *testing.T) {
	for name, test := range map[string]struct {
		first    http.HandlerFunc
		requests int64
	}{
		"breaks off":         {cut, 6},
		"breaks at once":     {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 6},
		"is cut in a line":   {answer(http.StatusOK, csvText[:len(csvText)-9]), 3},
		"has expired":        {answer(http.StatusForbidden, ""), 2},
		"redirects to a cut": {inTurn(linkTo(file+"&n=1"), cut), 6 + 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := setup(t, numberedLinks(), onFirstLink(test.first))
				got, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D7, "")
				if err != nil || string(got.CSV) != csvText {
					t.Errorf("got %q, %v", got.CSV, err)
				}
				if graph, files := s.graphRequests.Load(), s.filesRequests.Load(); graph != 2 || files != test.requests {
					t.Errorf("%d requests to Graph and %d downloads, want 2 and %d", graph, files, test.requests)
				}
			})
		})
	}
}

func TestOneFreshLinkIsEnough(t *testing.T) {
	for name, files := range map[string]http.HandlerFunc{
		"always cut": cut, "always cut in a line": answer(http.StatusOK, csvText[:len(csvText)-9]),
		"not the report": answer(http.StatusOK, "<html>"), "unavailable": answer(http.StatusServiceUnavailable, ""),
		"to plain http": linkTo("http://" + filesHost),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := setup(t, numberedLinks(), files)
				if _, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D7, ""); err == nil {
					t.Error("no failure")
				}
				want := int64(1)
				if strings.HasPrefix(name, "always") {
					want = 2
				}
				if requests := s.graphRequests.Load(); requests != want {
					t.Errorf("%d requests to Graph, want %d", requests, want)
				}
			})
		})
	}
}
