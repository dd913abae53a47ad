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
	downloadPath = "/data/download/"

	reportPrefix = graphPath + "/reports/getSkypeForBusinessPeerToPeerActivityCounts(period='"
	reportSuffix = "')"
)

// graphHost answers as Graph: it has one report, for which it redirects to the download host.
type graphHost struct {
	now func() time.Time
	// accepts reports whether a bearer token is valid.
	accepts  func(bearer string) bool
	reports  *reports
	links    *links
	download string // origin of the download host
	// forbids refuses every caller for lack of permission.
	forbids bool
}

func (g *graphHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("request-id", guid.Random())
	if refusal := g.refusal(r); refusal != nil {
		g.refuse(w, refusal)
		return
	}
	period, refusal := reportPeriod(r.URL.Path)
	if refusal != nil {
		g.refuse(w, refusal)
		return
	}
	report := g.reports.of(period)
	tag := entityTag(report)
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Location", g.download+downloadPath+g.links.issue(report))
	w.WriteHeader(http.StatusFound)
}

// refusal is why Graph refuses a request.
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

// reportPeriod reads the period from the path of a report.
func reportPeriod(path string) (model.Period, *refusal) {
	rest, isReport := strings.CutPrefix(path, reportPrefix)
	name, isWhole := strings.CutSuffix(rest, reportSuffix)
	if !isReport || !isWhole {
		return 0, &refusal{http.StatusNotFound, "ResourceNotFound", "Resource not found for the segment."}
	}
	for _, period := range model.GraphPeriods() {
		if period.String() == name {
			return period, nil
		}
	}
	return 0, &refusal{http.StatusBadRequest, "InvalidPeriod", "Invalid value specified for property 'period'."}
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
