package contract_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"peerdash/graphapi/emulator/emulatortest"
)

// TestRecordingOfATenant runs TestRealTenant twice in a process of its own, against the emulator in the place of Graph.
func TestRecordingOfATenant(t *testing.T) {
	graph, err := emulatortest.Start(emulatortest.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = graph.Close() })
	folder := t.TempDir()
	certificate := filepath.Join(folder, "authority.pem")
	if err := os.WriteFile(certificate, graph.CertificatePEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{12, 17} {
		command := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestRealTenant$", "-test.v")
		command.Env = append(os.Environ(), recordVariable+"="+folder, "SSL_CERT_FILE="+certificate,
			"PEERDASH_GRAPH_URL="+graph.GraphRoot().String(), "PEERDASH_LOGIN_URL="+graph.LoginRoot().String(),
			"AZURE_TENANT_ID="+graph.Tenant(), "AZURE_CLIENT_ID="+graph.ClientID(), "AZURE_CLIENT_SECRET="+graph.ClientSecret())
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%v:\n%s", err, output)
		}
		files, err := filepath.Glob(filepath.Join(folder, "*.http"))
		if err != nil || len(files) != want {
			t.Errorf("%d answers are recorded, %v, want %d", len(files), err, want)
		}
		for _, file := range files {
			checkRedacted(t, file, graph.Tenant(), graph.GraphRoot().Host)
		}
	}
}

func checkRedacted(t *testing.T, file string, secrets ...string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(content, []byte("HTTP/1.1 200 OK\r\n")) || !bytes.Contains(content, []byte("Report Refresh Date")) {
		t.Errorf("%s does not hold a report:\n%.200s", file, content)
	}
	for _, secret := range secrets {
		if bytes.Contains(content, []byte(secret)) {
			t.Errorf("%s shows %s", file, secret)
		}
	}
}
