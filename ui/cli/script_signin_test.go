package cli_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"os"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"software.sslmate.com/src/go-pkcs12"
)

// codeActions are what the user of a device code may do.
var codeActions = map[string]func(graph *scriptGraph, code string){
	"approve": func(graph *scriptGraph, code string) { graph.Authority().Approve(code) },
	"decline": func(graph *scriptGraph, code string) { graph.Authority().Decline(code) },
	"expire":  func(graph *scriptGraph, code string) { graph.Authority().Expire(code) },
}

func logInInScript(ts *testscript.TestScript, arguments []string) {
	act, known := codeActions[arguments[0]]
	if !known {
		ts.Fatalf("no action %s", arguments[0])
	}
	want, err := strconv.Atoi(arguments[1])
	ts.Check(err)
	command := commandInScript(ts, append([]string{"login"}, arguments[2:]...))
	messages, err := command.StderrPipe()
	ts.Check(err)
	ts.Check(command.Start())
	lines := bufio.NewScanner(io.TeeReader(messages, ts.Stderr()))
	for lines.Scan() {
		if match := userCode.FindStringSubmatch(lines.Text()); match != nil {
			act(graphOf(ts), match[1])
		}
	}
	_ = command.Wait() // the exit code is checked
	if code := command.ProcessState.ExitCode(); code != want {
		ts.Fatalf("login ended with exit code %d, want %d", code, want)
	}
}

// appCertificate returns a certificate that is registered for the app, and files of it and of others by their names.
var appCertificate = sync.OnceValues(func() (*x509.Certificate, map[string][]byte) {
	const lifetime = time.Hour
	key, otherKey := mustHave(rsa.GenerateKey(rand.Reader, 2048)), mustHave(rsa.GenerateKey(rand.Reader, 2048))
	certificate := selfSigned(key, time.Now().Add(-lifetime/2), lifetime)
	public, private := pemOf("CERTIFICATE", certificate.Raw), pemOf("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
	otherPrivate := pemOf("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(otherKey))
	curve := mustHave(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	return certificate, map[string][]byte{
		"certificate.pem": public, "key.pem": private, "app.pem": slices.Concat(public, private),
		"app.pfx":          mustHave(pkcs12.Modern.Encode(key, certificate, nil, "password")),
		"swapped.pem":      slices.Concat(public, otherPrivate),
		"curve.pem":        slices.Concat(public, pemOf("EC PRIVATE KEY", mustHave(x509.MarshalECPrivateKey(curve)))),
		"unregistered.pem": slices.Concat(pemOf("CERTIFICATE", selfSigned(otherKey, time.Now().Add(-lifetime/2), lifetime).Raw), otherPrivate),
		"expired.pem":      slices.Concat(pemOf("CERTIFICATE", selfSigned(key, time.Now().Add(-2*lifetime), lifetime).Raw), private),
		"early.pem":        slices.Concat(pemOf("CERTIFICATE", selfSigned(key, time.Now().Add(lifetime), lifetime).Raw), private),
	}
})

func selfSigned(key *rsa.PrivateKey, from time.Time, lifetime time.Duration) *x509.Certificate {
	template := x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: from.Add(lifetime)}
	return mustHave(x509.ParseCertificate(mustHave(x509.CreateCertificate(rand.Reader, &template, &template, key.Public(), key))))
}

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func mustHave[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func writeCertificatesInScript(ts *testscript.TestScript, _ []string) {
	_, files := appCertificate()
	for name, content := range files {
		ts.Check(os.WriteFile(ts.MkAbs(name), content, 0o600))
	}
}
