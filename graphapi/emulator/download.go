package emulator

import (
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
)

// downloadHost serves reports by link. Unlike the real one it refuses requests with credentials, so that a leak is noticed.
type downloadHost struct {
	links *links
}

func (d *downloadHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, secret := range []string{"Authorization", "Proxy-Authorization", "Cookie"} {
		if r.Header.Get(secret) != "" {
			http.Error(w, "A download link needs no "+secret+".", http.StatusBadRequest)
			return
		}
	}
	token, isLink := strings.CutPrefix(r.URL.Path, downloadPath)
	link, valid := d.links.open(token)
	switch {
	case r.Method != http.MethodGet:
		http.Error(w, "Use GET.", http.StatusMethodNotAllowed)
	case !isLink || !valid:
		http.Error(w, "The link has expired.", http.StatusForbidden)
	default:
		w.Header().Set("ETag", entityTag([]byte(token))) // not the ETag of Graph's answer
		sendReport(w, r, link)
	}
}

func sendReport(w http.ResponseWriter, r *http.Request, link link) {
	name := strings.TrimPrefix(string(link.function), "get") + ".csv"
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Vary", "Accept-Encoding")
	// Writing fails only if the client has disconnected.
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Length", strconv.Itoa(len(link.report)))
		_, _ = w.Write(link.report)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	compressed := gzip.NewWriter(w)
	_, _ = compressed.Write(link.report)
	_ = compressed.Close()
}
