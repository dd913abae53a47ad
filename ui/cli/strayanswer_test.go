package cli_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// TestBytesAfterAnAnswerAreNotQuoted has a Graph that sends more than the length of its answer. net/http logs such bytes, which may
// hold anything, to standard error.
func TestBytesAfterAnAnswerAreNotQuoted(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	logged := make(chan struct{})
	go func() {
		graph, err := listener.Accept()
		if err != nil {
			return
		}
		defer graph.Close()
		_, _ = http.ReadRequest(bufio.NewReader(graph))
		_, _ = fmt.Fprint(graph, "HTTP/1.1 302 Found\r\nLocation: /file\r\nContent-Length: 0\r\n\r\nstray-secret")
		_ = graph.SetReadDeadline(time.Now().Add(testTimeout))
		_, _ = io.Copy(io.Discard, graph) // net/http closes the connection after it has logged the bytes
		close(logged)
	}()
	go func() {
		<-logged
		files, err := listener.Accept()
		if err != nil {
			return
		}
		defer files.Close()
		_, _ = http.ReadRequest(bufio.NewReader(files))
		_, _ = fmt.Fprint(files, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"+header)
	}()
	got := newSandbox(t).with("PEERDASH_GRAPH_URL=http://"+listener.Addr().String(), "PEERDASH_ACCESS_TOKEN=token",
		"AZURE_TENANT_ID=contoso.com").run(t, "print", "--format", "csv")
	got.wantExit(t, 0)
	if got.errors != "" {
		t.Errorf("standard error holds %q", got.errors)
	}
}
