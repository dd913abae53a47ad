package emulator_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"peerdash/graphapi"
	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

// signedIn gives tokens for an emulator's Graph, got with its app's secret.
type signedIn struct {
	graph  *emulatortest.Emulator
	client *http.Client
}

func (s signedIn) Token(ctx context.Context) (*oauth2.Token, error) {
	credentials := clientcredentials.Config{
		ClientID:     s.graph.ClientID(),
		ClientSecret: s.graph.ClientSecret(),
		TokenURL:     s.graph.LoginRoot().JoinPath(s.graph.Tenant(), "oauth2/v2.0/token").String(),
		Scopes:       []string{"https://" + s.graph.GraphRoot().Host + "/.default"},
		AuthStyle:    oauth2.AuthStyleInParams,
	}
	return credentials.Token(context.WithValue(ctx, oauth2.HTTPClient, s.client))
}

// The client that fetches from Graph fetches from the emulator: only roots, trust and credentials differ.
func Example() {
	today := func() time.Time { return time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC) }
	graph, err := emulatortest.Start(emulatortest.Config{Now: today})
	if err != nil {
		log.Fatal(err)
	}
	defer graph.Close()
	transport := graph.Transport()
	defer transport.CloseIdleConnections()

	client := graphapi.NewClient(graphapi.Config{
		Root:      graph.GraphRoot(),
		Transport: transport,
		Tokens:    signedIn{graph, &http.Client{Transport: transport}},
	})
	answer, err := client.Fetch(context.Background(), model.Default().Function, model.D7, "")
	if err != nil {
		log.Fatal(err)
	}
	for _, day := range answer.Reports[0].Days() {
		sessions, _ := day.Total(model.AllSeries).Value()
		fmt.Println(day.Date, day.Date.Weekday(), sessions)
	}
	// Output:
	// 2026-06-23 Tuesday 3071
	// 2026-06-24 Wednesday 3379
	// 2026-06-25 Thursday 3217
	// 2026-06-26 Friday 2588
	// 2026-06-27 Saturday 250
	// 2026-06-28 Sunday 175
	// 2026-06-29 Monday 2872
}
