package emulator_test

import (
	"context"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"peerdash/graphapi"
	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

// TestPeriodsAreFetchedSideBySide holds each host's answers until all four periods are under way there, so that a
// client that lets one period wait for another never comes to an end. Latency is then paid once, not four times.
func TestPeriodsAreFetchedSideBySide(t *testing.T) {
	c := start(t, emulatortest.Config{Latency: 10 * time.Millisecond})
	client := graphapi.NewClient(graphapi.Config{
		Root: c.GraphRoot(), Tokens: signedIn{c.Emulator, c.client}, Transport: c.client.Transport,
	})
	before := len(c.Requests())
	hosts := []emulatortest.Host{emulatortest.Graph, emulatortest.Download}
	periods := model.GraphPeriods()
	released := make(map[emulatortest.Host]chan struct{})
	for _, host := range hosts {
		released[host] = make(chan struct{})
		c.Inject(host, len(periods), emulatortest.Hold(released[host]))
	}

	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	fetches, ctx := errgroup.WithContext(ctx)
	for _, period := range periods {
		fetches.Go(func() error {
			answer, err := client.Fetch(ctx, model.Default().Function, period, "")
			if err == nil && answer.Reports[0].Period != period {
				t.Errorf("asked for %s, got %s", period, answer.Reports[0].Period)
			}
			return err
		})
	}
	for _, host := range hosts {
		if err := c.AwaitInFlight(ctx, host, len(periods)); err != nil {
			t.Errorf("host %d never had %d requests at once: %v", host, len(periods), err)
			cancel()
		}
		close(released[host])
	}
	if err := fetches.Wait(); err != nil {
		t.Fatal(err)
	}
	if got, want := len(c.Requests())-before, 3*len(periods); got != want {
		t.Errorf("the fetches took %d requests, want %d: sign-in, Graph and download for each", got, want)
	}
	for _, host := range hosts {
		if peak := c.PeakInFlight(host); peak != len(periods) {
			t.Errorf("host %d had %d requests at once, want %d", host, peak, len(periods))
		}
	}
}
