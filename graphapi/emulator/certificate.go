package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"time"
)

// trust is a certificate authority in memory and the one certificate that it has issued. Its key is discarded, so that it
// cannot issue another.
type trust struct {
	authority *x509.Certificate
	leaf      tls.Certificate
}

// Certificates are valid for a century, so that tests may set any clock.
var (
	validFrom  = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)
	validUntil = time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC)
)

// newTrust makes a certificate authority and a certificate for the addresses and names on which the emulator listens.
func newTrust(addresses []net.IP, names []string) (trust, error) {
	authorityKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return trust{}, err
	}
	authority, err := issue(&x509.Certificate{
		Subject:               pkix.Name{CommonName: "peerdash emulator authority"},
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}, nil, authorityKey, authorityKey)
	if err != nil {
		return trust{}, err
	}
	leafKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return trust{}, err
	}
	leaf, err := issue(&x509.Certificate{
		Subject:     pkix.Name{CommonName: "peerdash emulator"},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IPAddresses: addresses,
		DNSNames:    names,
	}, authority, leafKey, authorityKey)
	if err != nil {
		return trust{}, err
	}
	return trust{
		authority: authority,
		leaf:      tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: leafKey, Leaf: leaf},
	}, nil
}

// issue signs the certificate that template describes. A certificate without a parent is signed by itself.
func issue(template, parent *x509.Certificate, key, signer *ecdsa.PrivateKey) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	template.SerialNumber, template.NotBefore, template.NotAfter = serial, validFrom, validUntil
	if parent == nil {
		parent = template
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(raw)
}

func (t trust) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(t.authority)
	return pool
}

func (t trust) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: t.authority.Raw})
}
