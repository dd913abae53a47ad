package checkup

import (
	"fmt"
	"net/http"
	"sync"

	"peerdash/graphapi/transport"
)

// trail is a transport that remembers which hosts were asked, and what they answered.
type trail struct {
	next http.RoundTripper

	mutex sync.Mutex
	hosts []hop
}

type hop struct {
	host   string
	status int
}

// RoundTrip asks the next transport.
func (t *trail) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := t.next.RoundTrip(request)
	visited := hop{host: transport.Host(request.URL)}
	if err == nil {
		visited.status = response.StatusCode
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.hosts = append(t.hosts, visited)
	return response, err
}

// downloadHost is the host that was asked last, where it is not Graph's; "" where Graph alone was asked.
func (t *trail) downloadHost() string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if len(t.hosts) == 0 || t.hosts[len(t.hosts)-1].host == t.hosts[0].host {
		return ""
	}
	return t.hosts[len(t.hosts)-1].host
}

func (t *trail) graphStep(name string) Step {
	t.mutex.Lock()
	first := t.hosts[0]
	t.mutex.Unlock()
	if host := t.downloadHost(); host != "" {
		return Step{Name: name, Outcome: OK, Found: fmt.Sprintf("%s answered with a link to %s", first.host, host)}
	}
	return Step{Name: name, Outcome: OK, Found: fmt.Sprintf("%s answered with the report at once", first.host)}
}

func (t *trail) downloadStep(name string) Step {
	host := t.downloadHost()
	if host == "" {
		return Step{Name: name, Outcome: OK, Found: "not needed"}
	}
	return Step{Name: name, Outcome: OK, Found: host + " gave the report"}
}
