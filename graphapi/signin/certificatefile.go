package signin

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"

	"software.sslmate.com/src/go-pkcs12"
)

// keyFault describes why a file is not a usable certificate with its key.
type keyFault struct{ why, do string }

const (
	makePFX   = "Make a PFX file with `openssl pkcs12 -export -in both.pem -out app.pfx`, and set AZURE_CLIENT_CERTIFICATE_PASSWORD."
	joinFiles = "Put certificate and key into one file: `cat certificate.pem key.pem > both.pem`."
	matchKey  = "Use the key with which this certificate was made, or make a new certificate."
	useRSA    = "Make a certificate with an RSA key of 2048 bits or more."
)

// parseCertificate reads a PEM or PFX file: the certificate that belongs to the key, and the key.
func parseCertificate(content []byte, password string) (*x509.Certificate, *rsa.PrivateKey, *keyFault) {
	var certificates []*x509.Certificate
	var key any
	var fault *keyFault
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if bytes.Contains(content, []byte("-----BEGIN ")) {
		certificates, key, fault = parsePEM(content)
	} else {
		certificates, key, fault = parsePFX(content, password)
	}
	switch {
	case fault != nil:
		return nil, nil, fault
	case len(certificates) == 0:
		return nil, nil, &keyFault{"It holds no certificate.", joinFiles}
	case key == nil:
		return nil, nil, &keyFault{"It holds no private key.", joinFiles}
	}
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, nil, &keyFault{"Its key is not an RSA key.", useRSA}
	}
	for _, certificate := range certificates {
		if private.PublicKey.Equal(certificate.PublicKey) {
			return certificate, private, nil
		}
	}
	return nil, nil, &keyFault{"Its key does not belong to its certificate.", matchKey}
}

// parsePEM reads the certificates and the first key, in any order.
func parsePEM(content []byte) (certificates []*x509.Certificate, key any, fault *keyFault) {
	for {
		var block *pem.Block
		block, content = pem.Decode(content)
		if block == nil {
			return certificates, key, nil
		}
		var err error
		switch {
		case block.Type == "ENCRYPTED PRIVATE KEY", strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED"):
			return nil, nil, &keyFault{"Its key is encrypted, which is supported only in PFX files.", makePFX}
		case block.Type == "CERTIFICATE":
			var certificate *x509.Certificate
			certificate, err = x509.ParseCertificate(block.Bytes)
			certificates = append(certificates, certificate)
		case key != nil:
		case block.Type == "PRIVATE KEY":
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		case block.Type == "RSA PRIVATE KEY":
			key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		case block.Type == "EC PRIVATE KEY":
			key, err = x509.ParseECPrivateKey(block.Bytes)
		}
		if err != nil {
			return nil, nil, &keyFault{"Its block " + block.Type + " is damaged.", "Export the certificate again."}
		}
	}
}

func parsePFX(content []byte, password string) ([]*x509.Certificate, any, *keyFault) {
	key, leaf, others, err := pkcs12.DecodeChain(content, password)
	switch {
	case err == nil:
		return append([]*x509.Certificate{leaf}, others...), key, nil
	case errors.Is(err, pkcs12.ErrIncorrectPassword) && password == "":
		return nil, nil, &keyFault{"It needs a password.", "Set AZURE_CLIENT_CERTIFICATE_PASSWORD."}
	case errors.Is(err, pkcs12.ErrIncorrectPassword) && hasQuotes(password):
		return nil, nil, &keyFault{"The password is wrong: it has quotes around it.", "Set AZURE_CLIENT_CERTIFICATE_PASSWORD to the password alone, without quotes."}
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return nil, nil, &keyFault{"The password is wrong.", "Check AZURE_CLIENT_CERTIFICATE_PASSWORD."}
	case strings.Contains(err.Error(), "private key missing"):
		return nil, nil, &keyFault{"It holds no private key.", "Export it again with its private key."}
	case strings.Contains(err.Error(), "certificate missing"):
		return nil, nil, &keyFault{"It holds no certificate.", "Export it again with its certificate."}
	default:
		return nil, nil, &keyFault{"It is neither PEM nor a PFX file that can be read.",
			"Use a PEM file with certificate and key, or a PFX file."}
	}
}
