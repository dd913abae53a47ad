package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"peerdash/graphapi/guid"
	"peerdash/model"
)

const (
	graphPath    = "/v1.0"
	betaPath     = "/beta"
	downloadPath = "/data/download/"

	reportsPath  = "/reports/"
	periodPrefix = "(period='"
	reportSuffix = "')"
)

// graphHost answers as Graph does: it redirects requests for reports of the catalogue to the download host.
type graphHost struct {
	now func() time.Time
	// accepts reports whether a bearer token is valid.
	accepts  func(bearer string) bool
	reports  *reports
	links    *links
	download string // origin of the download host
	// forbids refuses every caller for lack of permission.
	forbids bool
	// throttle limits the requests; nil admits all.
	throttle *throttle
}

func (g *graphHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("request-id", guid.Random())
	if refusal := g.refusal(r); refusal != nil {
		g.refuse(w, refusal)
		return
	}
	function, period, refusal := requestedReport(r.URL.Path)
	if refusal == nil && g.throttle != nil {
		refusal = g.throttle.throttled(g.now(), w.Header())
	}
	if refusal != nil {
		g.refuse(w, refusal)
		return
	}
	report := g.reports.of(function, function.Definitions(), period)
	tag := entityTag(report)
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Location", g.download+downloadPath+g.links.issue(function, report))
	w.WriteHeader(http.StatusFound)
}

// refusal is an error response of Graph.
type refusal struct {
	status        int
	code, message string
}

func (g *graphHost) refusal(r *http.Request) *refusal {
	scheme, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch {
	case bearer == "" || !strings.EqualFold(scheme, "Bearer"):
		return &refusal{http.StatusUnauthorized, "InvalidAuthenticationToken", "Access token is empty."}
	case !g.accepts(bearer):
		return &refusal{http.StatusUnauthorized, "InvalidAuthenticationToken", "Access token validation failure."}
	case r.Method != http.MethodGet:
		return &refusal{http.StatusMethodNotAllowed, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."}
	case g.forbids:
		return &refusal{http.StatusForbidden, "S2SUnauthorized", "Invalid permission."}
	default:
		return nil
	}
}

// requestedReport reads function and period from a path such as /v1.0/reports/getEmailActivityCounts(period='D7').
func requestedReport(path string) (model.Function, model.Period, *refusal) {
	rest, isV1 := strings.CutPrefix(path, graphPath+reportsPath)
	if !isV1 {
		rest, _ = strings.CutPrefix(path, betaPath+reportsPath)
	}
	name, parameter, _ := strings.Cut(rest, periodPrefix)
	function := model.Function(name)
	value, isWhole := strings.CutSuffix(parameter, reportSuffix)
	if len(function.Definitions()) == 0 || !isWhole {
		return "", 0, &refusal{http.StatusNotFound, "ResourceNotFound", "Resource not found for the segment."}
	}
	for _, period := range model.GraphPeriods() {
		if period.String() == value {
			return function, period, nil
		}
	}
	return "", 0, &refusal{http.StatusBadRequest, "InvalidPeriod", "Invalid value specified for property 'period'."}
}

func (g *graphHost) refuse(w http.ResponseWriter, refusal *refusal) {
	w.Header().Set("Content-Type", "application/json")
	if refusal.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	w.WriteHeader(refusal.status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{ // the client may have disconnected
		"code":    refusal.code,
		"message": refusal.message,
		"innerError": map[string]string{
			"date":       g.now().UTC().Format("2006-01-02T15:04:05"),
			"request-id": w.Header().Get("request-id"),
		},
	}})
}

// entityTag is the ETag of a content.
func entityTag(report []byte) string {
	sum := sha256.Sum256(report)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}
