package doctor

import (
	"fmt"
	"net/http"
	"sync"

	"peerdash/graphapi/transport"
)

// recorder is a transport that records the hosts of its requests.
type recorder struct {
	next http.RoundTripper

	mutex sync.Mutex
	hosts []string
}

// RoundTrip sends the request by the next transport.
func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	r.mutex.Lock()
	r.hosts = append(r.hosts, transport.Host(request.URL))
	r.mutex.Unlock()
	return r.next.RoundTrip(request)
}

// downloadHost is the host of the last request if that is not Graph, otherwise "".
func (r *recorder) downloadHost() string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if len(r.hosts) == 0 || r.hosts[len(r.hosts)-1] == r.hosts[0] {
		return ""
	}
	return r.hosts[len(r.hosts)-1]
}

func (r *recorder) graphStep(name string) Step {
	r.mutex.Lock()
	first := r.hosts[0]
	r.mutex.Unlock()
	if host := r.downloadHost(); host != "" {
		return Step{Name: name, Outcome: OK, Found: fmt.Sprintf("%s answered with a link to %s", first, host)}
	}
	return Step{Name: name, Outcome: OK, Found: fmt.Sprintf("%s answered with the report at once", first)}
}

func (r *recorder) downloadStep(name string) Step {
	host := r.downloadHost()
	if host == "" {
		return Step{Name: name, Outcome: OK, Found: "not needed"}
	}
	return Step{Name: name, Outcome: OK, Found: host + " sent the report"}
}
