package doctor

import (
	"fmt"
	"net/http"
	"sync"

	"peerdash/graphapi/transport"
)

// trail is a transport that remembers which hosts were asked.
type trail struct {
	next http.RoundTripper

	mutex sync.Mutex
	hosts []string
}

// RoundTrip asks the next transport.
func (t *trail) RoundTrip(request *http.Request) (*http.Response, error) {
	t.mutex.Lock()
	t.hosts = append(t.hosts, transport.Host(request.URL))
	t.mutex.Unlock()
	return t.next.RoundTrip(request)
}

// downloadHost is the host that was asked last, where it is not Graph's; "" where Graph alone was asked.
func (t *trail) downloadHost() string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if len(t.hosts) == 0 || t.hosts[len(t.hosts)-1] == t.hosts[0] {
		return ""
	}
	return t.hosts[len(t.hosts)-1]
}

func (t *trail) graphStep(name string) Step {
	t.mutex.Lock()
	first := t.hosts[0]
	t.mutex.Unlock()
	if host := t.downloadHost(); host != "" {
		return Step{Name: name, Outcome: OK, Found: fmt.Sprintf("%s answered with a link to %s", first, host)}
	}
	return Step{Name: name, Outcome: OK, Found: fmt.Sprintf("%s answered with the report at once", first)}
}

func (t *trail) downloadStep(name string) Step {
	host := t.downloadHost()
	if host == "" {
		return Step{Name: name, Outcome: OK, Found: "not needed"}
	}
	return Step{Name: name, Outcome: OK, Found: host + " gave the report"}
}
