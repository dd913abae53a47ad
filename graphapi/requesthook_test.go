package graphapi_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"

	"peerdash/graphapi"
	"peerdash/model"
)

func TestRequestHookIsCalledForEachRequestThatGraphCounts(t *testing.T) {
	for name, test := range map[string]struct {
		graph, file http.HandlerFunc
		want        int
	}{
		"answered":     {toFile, serveFile, 1},
		"unavailable":  {answer(http.StatusServiceUnavailable, ""), serveFile, 5},
		"throttled":    {answer(http.StatusTooManyRequests, ""), serveFile, 1},
		"expired link": {toFile, answer(http.StatusGone, ""), 2},
		"refused":      {answer(http.StatusUnauthorized, ""), serveFile, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := setupWith(t, graphapi.Config{Tokens: &cachedTokens{}}, test.graph, test.file)
				called := 0
				ctx := graphapi.WithRequestHook(contextOf(t, timeout), func(context.Context) error {
					called++
					return nil
				})
				_, _ = s.client.Fetch(ctx, model.Default().Function, model.D7, "")
				if sent := int(s.graphRequests.Load()); called != test.want || sent != test.want {
					t.Errorf("hook called %d times, %d requests, want %d", called, sent, test.want)
				}
			})
		})
	}
}

func TestFailedRequestHookStopsTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setupWith(t, graphapi.Config{Tokens: staticToken(token)}, answer(http.StatusServiceUnavailable, ""), serveFile)
		refused := errors.New("refused")
		called := 0
		ctx := graphapi.WithRequestHook(contextOf(t, timeout), func(context.Context) error {
			if called++; called == 3 {
				return refused
			}
			return nil
		})
		_, err := s.client.Fetch(ctx, model.Default().Function, model.D7, "")
		if err != refused || s.graphRequests.Load() != 2 {
			t.Errorf("error %v after %d requests, want that of the hook after 2", err, s.graphRequests.Load())
		}
	})
}
