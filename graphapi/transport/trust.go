package transport

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"syscall"

	"peerdash/graphapi/problem"
)

// trustFileVariable names the file of the certificate authorities to trust. crypto/x509 reads it, and ignores a file that it cannot
// use.
const trustFileVariable = "SSL_CERT_FILE"

// environmentPool are the authorities in the file of SSL_CERT_FILE if crypto/x509 does not read it, as on macOS and Windows, or would
// never finish, as with a FIFO or a device. Otherwise it is nil, which means the system's authorities.
func environmentPool() *x509.CertPool {
	path := os.Getenv(trustFileVariable)
	info, err := os.Stat(path)
	if path == "" || err != nil {
		return nil
	}
	readBySystem := runtime.GOOS != "darwin" && runtime.GOOS != "windows" && (info.Mode().IsRegular() || info.IsDir())
	if readBySystem {
		return nil
	}
	pool := x509.NewCertPool()
	if content, err := readTrustFile(path); err == nil {
		pool.AppendCertsFromPEM(content)
	}
	return pool
}

// TrustFileFault says what is wrong with the file that SSL_CERT_FILE names, and what to do about it. why is "" if nothing is wrong or
// no file is named.
func TrustFileFault() (why, do string) {
	path := os.Getenv(trustFileVariable)
	if path == "" {
		return "", ""
	}
	content, err := readTrustFile(path)
	what := trustContentFault(content)
	if err != nil {
		what = contentFault{"cannot be read: " + problem.Reason(err), "Check the path, and who may read it."}
	}
	if what.why == "" {
		return "", ""
	}
	return fmt.Sprintf("SSL_CERT_FILE names %s, which %s.", path, what.why), strings.ReplaceAll(what.do, "<file>", path)
}

// maxTrustFile is the largest size of a list of authorities in bytes, larger than any real one.
const maxTrustFile = 16 << 20

// readTrustFile reads the file, which must be a regular one.
func readTrustFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return nil, errors.New("it is a directory")
		}
		err = errors.New("it is not a regular file")
	}
	var content []byte
	if err == nil {
		var file *os.File
		if file, err = os.Open(path); err == nil {
			content, err = io.ReadAll(io.LimitReader(file, maxTrustFile))
			err = errors.Join(err, file.Close())
		}
	}
	return content, err
}

type contentFault struct{ why, do string }

// trustContentFault is what is wrong with the content of a file of authorities.
func trustContentFault(content []byte) contentFault {
	const (
		setFile  = ", and set SSL_CERT_FILE to certificate.pem."
		fromDER  = "Convert it: `openssl x509 -inform der -in <file> -out certificate.pem`" + setFile
		fromPKCS = "Convert it: `openssl pkcs7 -print_certs -in <file> -out certificate.pem` (for binary files with -inform der)" + setFile
		fromUTF  = "Convert it: `iconv -f utf-16 -t utf-8 <file> > certificate.pem`" + setFile
		asPEM    = "Name a PEM file, which has lines like -----BEGIN CERTIFICATE-----."
	)
	if x509.NewCertPool().AppendCertsFromPEM(content) {
		return contentFault{}
	}
	_, derError := x509.ParseCertificate(content)
	block, _ := pem.Decode(content)
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return contentFault{"is empty", asPEM}
	case derError == nil:
		return contentFault{"is a certificate in DER, not in PEM", fromDER}
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")),
		bytes.IndexByte(content[:min(len(content), 4)], 0) == 1:
		return contentFault{"is text in UTF-16, not in UTF-8", fromUTF}
	case block != nil && strings.HasPrefix(block.Type, "PKCS7"), isPKCS7(content):
		return contentFault{"is in PKCS 7 format, not a list of PEM certificates", fromPKCS}
	case block != nil:
		return contentFault{"holds no usable certificate, but a block " + block.Type, asPEM}
	default:
		return contentFault{"holds no certificate in PEM", asPEM}
	}
}

// isPKCS7 reports whether DER content names the type "signed data" near its beginning.
func isPKCS7(content []byte) bool {
	signedData := []byte{0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02}
	return bytes.Contains(content[:min(len(content), 40)], signedData)
}

// trustDetail says why a certificate is not trusted, where the list of authorities is the cause.
func trustDetail(err error, otherwise failure) (why, do string) {
	if fileLimitReached() {
		return "Too many files are open to read the list of trusted authorities.", raiseFileLimit
	}
	if path := os.Getenv(trustFileVariable); path != "" {
		if why, do := TrustFileFault(); why != "" {
			return why, do
		}
		return otherwise.why + " SSL_CERT_FILE names " + path + ", which does not hold that authority" + issuerOf(err) + ".",
			"Add the certificate of that authority to " + path + "."
	}
	return otherwise.why, otherwise.do
}

// issuerOf names the authority that signed the certificate, as far as that is known.
func issuerOf(err error) string {
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &unknown) || unknown.Cert == nil || unknown.Cert.Issuer.CommonName == "" {
		return ""
	}
	return " (" + unknown.Cert.Issuer.CommonName + ")"
}

// fileLimitReached reports whether the process can open hardly any more files.
func fileLimitReached() bool {
	const needed = 4
	for range needed {
		file, err := os.Open(os.DevNull)
		if err != nil {
			return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
		}
		defer file.Close()
	}
	return false
}
