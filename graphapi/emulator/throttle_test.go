package emulator_test

import (
	"net/http"
	"testing"
	"time"

	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

func TestThrottle(t *testing.T) {
	clock := newClock(june30)
	c := start(t, emulatortest.Config{Now: clock.now, Throttle: true, SignIn: patient})
	functions := model.Functions()
	ask := func(i int) *http.Response {
		response, _ := c.get(c.functionURL("/v1.0", functions[i%len(functions)], model.D7), "Authorization", c.bearer)
		return response
	}
	for i := range 14 {
		if i == 7 {
			clock.advance(9*time.Minute + 100*time.Millisecond)
		}
		wantStatus(t, ask(i), http.StatusFound)
	}
	response := ask(14)
	wantStatus(t, response, http.StatusTooManyRequests)
	if wait := response.Header.Get("Retry-After"); wait != "60" {
		t.Errorf("Retry-After is %q, want 60, which is when the first 7 no longer count", wait)
	}
	clock.advance(time.Minute)
	for i := range 7 {
		wantStatus(t, ask(i), http.StatusFound)
	}
	wantStatus(t, ask(7), http.StatusTooManyRequests)

	unthrottled := start(t, emulatortest.Config{})
	for range 20 {
		response, _ := unthrottled.get(unthrottled.reportURL(model.D7), "Authorization", unthrottled.bearer)
		wantStatus(t, response, http.StatusFound)
	}
}

func TestOnlyReportsCountForTheThrottle(t *testing.T) {
	c := start(t, emulatortest.Config{Throttle: true})
	for range 20 {
		c.get(c.functionURL("/v1.0", "getNothing", model.D7), "Authorization", c.bearer)
		c.get(c.reportURL(model.D7))
	}
	response, _ := c.get(c.reportURL(model.D7), "Authorization", c.bearer)
	wantStatus(t, response, http.StatusFound)
}
