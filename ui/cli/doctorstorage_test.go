package cli_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func write(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func TestDoctorWarnsOfFilesThatOthersCanChange(t *testing.T) {
	tests := []struct {
		name, step, says string
		spoil            func(t *testing.T, store string)
	}{
		{"a store open to all", "store", "can be changed by all users (mode 0666)", func(t *testing.T, store string) {
			if err := os.Chmod(store, 0o666); err != nil {
				t.Fatal(err)
			}
		}},
		{"a directory open to all", "store", "can be changed by all users (mode 0777)", func(t *testing.T, store string) {
			if err := os.Chmod(filepath.Dir(store), 0o777); err != nil {
				t.Fatal(err)
			}
		}},
		{"a store of another user", "store", "belongs to another user (uid 12345)", func(t *testing.T, store string) {
			if err := os.Chown(store, 12345, 12345); err != nil {
				t.Skip("only root can give files away")
			}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, box := startGraph(t)
			box.run(t, "print").wantExit(t, 0)
			test.spoil(t, filepath.Join(box.home, "state", "peerdash", "peerdash.db"))
			got := box.run(t, "doctor", "--format", "json")
			if outcome := checked(t, got)[test.step]; outcome == "ok" || !strings.Contains(got.output, test.says) {
				t.Errorf("%s is %q, want a warning that it %s:\n%s", test.step, outcome, test.says, got.output)
			}
		})
	}
}

func TestDoctorWarnsOfAPrivateKeyThatOthersCanRead(t *testing.T) {
	_, box := startGraph(t)
	path := filepath.Join(box.home, "key.pem")
	write(t, path, certificateAndKey(t), 0o666)
	got := box.with("AZURE_CLIENT_SECRET=", "AZURE_CLIENT_CERTIFICATE_PATH="+path).run(t, "doctor", "--format", "json")
	if outcome := checked(t, got)["private key"]; outcome != "warning" || !strings.Contains(got.output, "mode 0666") {
		t.Errorf("the private key is %q:\n%s", outcome, got.output)
	}
}

// certificateAndKey is a PEM file of a certificate and its key, made again.
func certificateAndKey(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})) +
		string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
}

func TestDoctorNamesABadTrustFile(t *testing.T) {
	_, box := startGraph(t)
	path := filepath.Join(box.home, "proxy.cer")
	write(t, path, "", 0o600)
	got := box.with("SSL_CERT_FILE="+path).run(t, "doctor", "--format", "json")
	if outcomes := checked(t, got); outcomes["certificates"] != "warning" || outcomes["Graph root"] != "failure" {
		t.Errorf("got %v", outcomes)
	}
	if count := strings.Count(got.output, path+", which is empty"); count < 3 {
		t.Errorf("the file is named %d times, want by the certificates and both roots:\n%s", count, got.output)
	}
	box.with("SSL_CERT_FILE="+path).run(t, "print").wantExit(t, 4, path, "is empty")
}

func TestDoctorFitsTheTerminalAndEndsWithASummary(t *testing.T) {
	graph, box := startGraph(t)
	const width = 60
	s := box.with("AZURE_CLIENT_SECRET=wrong~but-long-enough").open(t, width, 200, "doctor")
	s.wait()
	text := s.text()
	for _, line := range strings.Split(text, "\n") {
		if utf8.RuneCountInString(line) > width {
			t.Errorf("wider than the terminal: %q", line)
		}
	}
	for _, want := range []string{"1 failure (sign-in)", "Correlation id: "} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
	column := -1
	for _, line := range strings.Split(text, "\n") {
		if at := strings.Index(line, "127.0.0.1"); strings.HasPrefix(line, "ok       ") && at > 0 {
			if column >= 0 && at != column {
				t.Errorf("columns %d and %d in:\n%s", column, at, text)
			}
			column = at
		}
	}
	all := box.run(t, "doctor")
	if !strings.Contains(all.output, "steps are ok.\n") || strings.Contains(all.output, graph.ClientSecret()) {
		t.Errorf("no summary:\n%s", all.output)
	}
}
