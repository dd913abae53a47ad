package graphapi_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/model"
)

func TestFetchFollowsEachWayToTheReport(t *testing.T) {
	fail := func(status int, header ...string) http.HandlerFunc { return answer(status, "", header...) }
	cases := []struct {
		name         string
		graph, files http.HandlerFunc
		// took checks how long a call takes on a clock that only waits advance. It may take up to a second more, for jitter.
		took time.Duration
	}{
		{name: "redirect", graph: toFile, files: serveFile},
		{name: "at once", graph: serveFile},
		{name: "relative redirect at the download host", graph: toFile,
			files: inTurn(linkTo("../other/report.csv?sig=2"), linkTo("//"+filesHost+"/x y.csv?a b"), serveFile)},
		{name: "every kind of redirect", graph: toFile, files: inTurn(
			fail(301, "Location", "/2"), fail(303, "Location", "/3"), fail(307, "Location", "/4"), fail(308, "Location", "/5"), serveFile)},
		{name: "user name in the link", graph: linkTo("https://who:secret@" + filesHost + "/report.csv"), files: serveFile},
		{name: "gzip", graph: toFile, files: answer(200, gzipped(csvText), "Content-Encoding", "gzip")},
		{name: "expired link", graph: toFile, files: inTurn(fail(403), serveFile)},
		{name: "gone link", graph: toFile, files: inTurn(fail(410), serveFile)},
		{name: "throttled for decimal seconds", graph: inTurn(fail(429, "Retry-After", "2.5"), toFile), files: serveFile,
			took: 2500 * time.Millisecond},
		{name: "unavailable until a date", graph: inTurn(
			func(w http.ResponseWriter, r *http.Request) {
				fail(503, "Retry-After", time.Now().Add(4*time.Second).UTC().Format(http.TimeFormat))(w, r)
			}, toFile), files: serveFile, took: 4 * time.Second},
		{name: "invalid Retry-After", graph: inTurn(fail(503, "Retry-After", "1e300"), fail(504, "Retry-After", "-9"), toFile),
			files: serveFile},
		{name: "download host unavailable", graph: toFile, files: inTurn(fail(503), fail(500), fail(502), serveFile), took: time.Second},
		{name: "cut download", graph: toFile, files: inTurn(cut, cut, serveFile)},
		{name: "short download that claims to be whole", graph: toFile, files: inTurn(answer(200, csvText[:len(csvText)-9]), serveFile)},
		{name: "short answer that claims to be whole", graph: inTurn(answer(200, csvText[:len(csvText)-9]), serveFile)},
		{name: "cut gzip", graph: toFile, files: inTurn(
			answer(200, gzipped(csvText)[:60], "Content-Encoding", "gzip"), answer(200, "not gzip", "Content-Encoding", "gzip"), serveFile)},
		{name: "broken connection to Graph", graph: inTurn(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, toFile),
			files: serveFile},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := setup(t, c.graph, c.files)
				start := time.Now()
				got, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D7, "")
				if err != nil {
					t.Fatal(err)
				}
				if string(got.CSV) != csvText || len(got.Reports[0].Days()) != 2 || !got.FetchedAt.Equal(time.Now()) {
					t.Errorf("got %+v", got)
				}
				if took := time.Since(start); took < c.took || took > c.took+time.Second {
					t.Errorf("it took %s, want about %s", took, c.took)
				}
			})
		})
	}
}

func gzipped(text string) string {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return packed.String()
}

func TestAnUnchangedReportIsNotDownloaded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") == `"graphs-own"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			linkTo(file, "ETag", `"graphs-own"`)(w, r)
		}, answer(http.StatusOK, csvText, "ETag", `"of-the-file"`))
		first, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D7, "")
		if err != nil || first.ETag != `"graphs-own"` {
			t.Fatalf("got ETag %s, %v", first.ETag, err)
		}
		second, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D7, first.ETag)
		if err != nil || !second.NotModified || second.ETag != first.ETag || second.FetchedAt.IsZero() {
			t.Errorf("got %+v, %v", second, err)
		}
		if s.filesRequests.Load() != 1 {
			t.Errorf("%d downloads, want 1", s.filesRequests.Load())
		}
	})
}

func TestAnEmptyReportHasThePeriodOfTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		header, _, _ := strings.Cut(csvText, "\r\n")
		s := setup(t, toFile, answer(http.StatusOK, "\ufeff"+header))
		got, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D90, "")
		if err != nil || !got.Reports[0].IsEmpty() || got.Reports[0].Period != model.D90 {
			t.Errorf("got %+v, %v", got.Reports[0], err)
		}
	})
}

func TestPeriodsAreFetchedConcurrently(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var together sync.WaitGroup
		together.Add(len(model.GraphPeriods()))
		s := setup(t, func(w http.ResponseWriter, r *http.Request) {
			together.Done()
			together.Wait() // no answer before every request
			toFile(w, r)
		}, serveFile)
		var done sync.WaitGroup
		for _, period := range model.GraphPeriods() {
			done.Go(func() {
				if _, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, period, ""); err != nil {
					t.Error(err)
				}
			})
		}
		done.Wait()
	})
}

func TestWaitsEndWithTheContext(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	trickle := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, "x")
			_ = http.NewResponseController(w).Flush()
			time.Sleep(time.Second)
		}
	}
	cases := map[string]struct{ graph, files http.HandlerFunc }{
		"no answer":          {graph: hang},
		"no end":             {graph: toFile, files: trickle},
		"waiting between":    {graph: answer(503, "", "Retry-After", "6")},
		"endless error body": {graph: func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(503); trickle(w, r) }},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := setup(t, c.graph, c.files)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(5*time.Second, cancel)
				start := time.Now()
				_, err := s.client.Fetch(ctx, model.Default().Function, model.D7, "")
				if !errors.Is(err, context.Canceled) || time.Since(start) > 5*time.Second {
					t.Errorf("got %v after %s", err, time.Since(start))
				}
			})
		})
	}
}

func TestATimeoutNamesTheHostAndTheRemedy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, toFile, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		_, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D7, "")
		p := problemOf(t, err)
		if !errors.Is(err, context.DeadlineExceeded) || p.Host != filesHost || !slices.Contains(p.Remedies, problem.AllowMoreTime) {
			t.Errorf("got %q", p.Lines())
		}
	})
}

func TestTheErrorOfTheTokenSourceIsReturned(t *testing.T) {
	want := errors.New("no token")
	root, _ := url.Parse("https://" + graphHost)
	client := graphapi.NewClient(graphapi.Config{Root: root, Tokens: failingTokens{want}})
	if _, err := client.Fetch(t.Context(), model.Default().Function, model.D7, ""); err != want {
		t.Errorf("got %v", err)
	}
}
