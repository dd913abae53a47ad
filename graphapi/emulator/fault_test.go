package emulator_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

func TestFaultsComeInTurn(t *testing.T) {
	c := start(t, emulatortest.Config{})
	c.Inject(emulatortest.Graph, 2, emulatortest.Respond(503, http.Header{"retry-after": {"7"}}, "later"))
	c.Inject(emulatortest.Graph, 1, emulatortest.Respond(429, nil, ""))
	for _, want := range []int{503, 503, 429, 302} {
		response, body := c.get(c.reportURL(model.D7), "Authorization", c.bearer)
		wantStatus(t, response, want)
		if want == 503 && (body != "later" || response.Header.Get("Retry-After") != "7") {
			t.Errorf("503 came with %q and Retry-After %q", body, response.Header.Get("Retry-After"))
		}
	}
}

func TestFaultsMeetOneHost(t *testing.T) {
	c := start(t, emulatortest.Config{})
	c.Inject(emulatortest.Download, emulatortest.Always, emulatortest.Respond(410, nil, ""))
	for range 3 {
		response, _ := c.get(c.link(model.D7))
		wantStatus(t, response, http.StatusGone)
	}
}

func TestBrokenAnswers(t *testing.T) {
	for name, test := range map[string]struct {
		fault emulatortest.Fault
		read  int // bytes of the body that come
	}{
		"dropped":           {emulatortest.Drop(), 0},
		"cut at the start":  {emulatortest.CutAfter(0), 0},
		"cut in the middle": {emulatortest.CutAfter(100), 100},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, emulatortest.Config{})
			link := c.link(model.D30)
			c.Inject(emulatortest.Download, emulatortest.Always, test.fault)
			response, err := c.request(http.MethodGet, link, "Accept-Encoding", "identity")
			var body []byte
			if err == nil {
				defer response.Body.Close()
				body, err = io.ReadAll(response.Body)
			}
			if err == nil || len(body) != test.read {
				t.Errorf("%d bytes came and the error %v, want %d bytes and an error", len(body), err, test.read)
			}
		})
	}
}

func TestEndless(t *testing.T) {
	c := start(t, emulatortest.Config{})
	link := c.link(model.D7)
	for _, between := range []time.Duration{0, time.Microsecond} {
		c.Inject(emulatortest.Download, 1, emulatortest.Endless("Report Date\n", "2021-06-28\n", between))
		response, err := c.request(http.MethodGet, link)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(response.Body)
		for range 100 {
			if !lines.Scan() {
				t.Fatalf("the endless body ended: %v", lines.Err())
			}
		}
		response.Body.Close()
	}
}

func TestHold(t *testing.T) {
	c := start(t, emulatortest.Config{})
	release := make(chan struct{})
	c.Inject(emulatortest.Graph, emulatortest.Always, emulatortest.Hold(release))
	answered := make(chan error, 3)
	for range cap(answered) {
		go func() {
			response, err := c.request(http.MethodGet, c.reportURL(model.D7), "Authorization", c.bearer)
			if err == nil {
				err = response.Body.Close()
			}
			answered <- err
		}()
	}
	if err := c.AwaitInFlight(t.Context(), emulatortest.Graph, cap(answered)); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-answered:
		t.Fatalf("a held request was answered: %v", err)
	default:
	}
	close(release)
	for range cap(answered) {
		if err := <-answered; err != nil {
			t.Error(err)
		}
	}
	if peak := c.PeakInFlight(emulatortest.Graph); peak != cap(answered) {
		t.Errorf("%d requests were under way at once, want %d", peak, cap(answered))
	}
}

func TestAwaitInFlightEndsWithItsContext(t *testing.T) {
	c := start(t, emulatortest.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.AwaitInFlight(ctx, emulatortest.Graph, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v, want that of the context", err)
	}
}

// TestCloseEndsAll closes an emulator while requests of each protocol are held, delayed and fed without end.
func TestCloseEndsAll(t *testing.T) {
	for _, name := range []string{"HTTP/1.1", "HTTP/2.0"} {
		t.Run(name, func(t *testing.T) {
			e, err := emulatortest.Start(emulatortest.Config{})
			if err != nil {
				t.Fatal(err)
			}
			transport := e.Transport()
			transport.ForceAttemptHTTP2 = name == "HTTP/2.0"
			client := &http.Client{Transport: transport}
			wantProtocol(t, client, e, name)
			e.Inject(emulatortest.Graph, 1, emulatortest.Hold(nil))
			e.Inject(emulatortest.Graph, 1, emulatortest.Delay(time.Hour))
			e.Inject(emulatortest.Graph, 1, emulatortest.Endless("", "line\n", time.Millisecond))
			e.Inject(emulatortest.SignIn, 1, emulatortest.Hold(nil))
			broken := make(chan error, 4)
			for range 3 {
				go func() { broken <- readAll(client.Get(e.GraphRoot().String())) }()
			}
			go func() { broken <- readAll(client.PostForm(e.LoginRoot().String(), url.Values{"a": {"b"}})) }()
			for host, count := range map[emulatortest.Host]int{emulatortest.Graph: 3, emulatortest.SignIn: 1} {
				if err := e.AwaitInFlight(t.Context(), host, count); err != nil {
					t.Fatal(err)
				}
			}
			for _, call := range []string{"first", "second"} {
				if err := e.Close(); err != nil {
					t.Errorf("the %s Close: %v", call, err)
				}
			}
			for range cap(broken) {
				if err := <-broken; err == nil {
					t.Error("a request was answered to its end")
				}
			}
			transport.CloseIdleConnections()
			awaitNoServer(t)
		})
	}
}

func readAll(response *http.Response, err error) error {
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err
}

func wantProtocol(t *testing.T, client *http.Client, e *emulatortest.Emulator, want string) {
	t.Helper()
	response, err := client.Get(e.GraphRoot().String())
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.Proto != want {
		t.Fatalf("Graph speaks %s, want %s", response.Proto, want)
	}
}

// awaitNoServer waits for the last goroutine of a server to leave the stack, which nothing announces.
func awaitNoServer(t *testing.T) {
	t.Helper()
	stacks := make([]byte, 1<<20)
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		now := string(stacks[:runtime.Stack(stacks, true)])
		serving := strings.Contains(now, "net/http.(*conn).serve") || strings.Contains(now, "serverConn") ||
			strings.Contains(now, "net/http.(*Server).Serve")
		if !serving {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("still serving after Close:\n%s", now)
		}
	}
}
