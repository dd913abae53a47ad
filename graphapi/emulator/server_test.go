package emulator

import (
	"net"
	"net/http"
	"testing"

	"peerdash/graphapi/transport"
)

// TestDownloadHostWithoutItsAddress starts on a machine that lacks the download host's address, such as one with macOS.
func TestDownloadHostWithoutItsAddress(t *testing.T) {
	const documentation = "192.0.2.1:0" // no machine has an address of this network
	e, err := start(Config{}, documentation)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	name, _, err := net.SplitHostPort(e.DownloadHost())
	if err != nil || name != "localhost" {
		t.Errorf("the download host is %q, want localhost and a port", e.DownloadHost())
	}
	transport := transport.New(e.CertPool())
	defer transport.CloseIdleConnections()
	response, err := (&http.Client{Transport: transport}).Get("https://" + e.DownloadHost() + downloadPath)
	if err != nil {
		t.Fatalf("the download host is not trusted or not there: %v", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("the download host answered %s, want 403", response.Status)
	}
}
