package graphapi_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"

	"golang.org/x/oauth2"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/model"
)

// cachedTokens is a TokenSource that gives one token until it is rejected, and then another.
type cachedTokens struct {
	rejected []string
	only     bool // there is no other
}

func (k *cachedTokens) Token(context.Context) (*oauth2.Token, error) {
	if len(k.rejected) == 0 {
		return &oauth2.Token{AccessToken: token}, nil
	}
	return &oauth2.Token{AccessToken: token + "-fresh"}, nil
}

func (k *cachedTokens) Reject(t *oauth2.Token) bool {
	k.rejected = append(k.rejected, t.AccessToken)
	return !k.only
}

func TestATokenThatGraphDoesNotAcceptIsReplacedOnce(t *testing.T) {
	invalid := answer(http.StatusUnauthorized, `{"error":{"code":"InvalidAuthenticationToken","message":"No."}}`)
	onlyFresh := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer "+token+"-fresh" {
			toFile(w, r)
		} else {
			invalid(w, r)
		}
	}
	for name, test := range map[string]struct {
		graph    http.HandlerFunc
		only     bool
		requests int64
		kind     problem.Kind
	}{
		"accepted then":    {graph: onlyFresh, requests: 2},
		"never accepted":   {graph: invalid, requests: 2, kind: problem.SignIn},
		"there is but one": {graph: onlyFresh, only: true, requests: 1, kind: problem.SignIn},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tokens := &cachedTokens{only: test.only}
				s := setupWith(t, graphapi.Config{Tokens: tokens}, test.graph, serveFile)
				_, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D7, "")
				if failure := problem.As(err); (test.kind != problem.Other) != (err != nil) || err != nil && failure.Kind != test.kind {
					t.Errorf("got %v, want kind %v", err, test.kind)
				}
				if requests := s.graphRequests.Load(); requests != test.requests {
					t.Errorf("%d requests to Graph, want %d", requests, test.requests)
				}
				if len(tokens.rejected) != 1 || tokens.rejected[0] != token {
					t.Errorf("rejected were %q, want the first token alone", tokens.rejected)
				}
			})
		})
	}
}

func TestOnceIsOneRequestToGraph(t *testing.T) {
	for name, graph := range map[string]http.HandlerFunc{
		"unavailable":  answer(http.StatusServiceUnavailable, ""),
		"expired link": toFile,
		"cut short":    answer(http.StatusOK, csvText[:len(csvText)-6]),
		"broken":       func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				config := graphapi.Config{Tokens: staticToken(token), Once: true}
				s := setupWith(t, config, graph, answer(http.StatusGone, ""))
				if _, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D7, ""); err == nil {
					t.Error("no failure")
				}
				if requests := s.graphRequests.Load(); requests != 1 {
					t.Errorf("%d requests to Graph", requests)
				}
			})
		})
	}
}
