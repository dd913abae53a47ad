package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"syscall"

	"peerdash/graphapi/problem"
)

// failure is one way in which an exchange ends without a complete answer. In why and do, HOST stands for the host
// that was asked.
type failure struct {
	is func(error) bool
	// permanent tells that trying again at once cannot help.
	permanent bool
	kind      problem.Kind
	why, do   string
}

const (
	setProxy     = "Set HTTPS_PROXY to http://USER:PASSWORD@PROXY:PORT, with special characters percent-encoded."
	checkProxy   = "Check HTTPS_PROXY, and NO_PROXY for hosts that are reached without it."
	checkClock   = "Check this computer's clock; if it is right, HOST must renew its certificate."
	setTrust     = "If a proxy or an authority of your organization signs certificates, name its file in SSL_CERT_FILE."
	checkNetwork = "Check the network, or set HTTPS_PROXY if HOST is reached through a proxy."
	tryLater     = "Try again; if it stays so, check the network and any proxy on the way."
)

// failures is looked through in order: a proxy's trouble comes first, since it wraps the others.
var failures = []failure{
	{is: isError(errProxyAddress), permanent: true, kind: problem.Configuration,
		why: "The proxy's address in HTTPS_PROXY cannot be used.", do: setProxy},
	{is: proxyWantsPassword, permanent: true,
		why: "The proxy wants a user name and a password, or did not accept those in HTTPS_PROXY " +
			"(407 Proxy Authentication Required).",
		do: setProxy},
	{is: proxyFails, why: "The proxy could not connect to HOST.", do: checkProxy},
	{is: isType[*proxyRefusal], permanent: true, why: "The proxy refused to connect to HOST.",
		do: "Ask whoever runs the proxy to allow HOST, or name the host in NO_PROXY."},
	{is: isOperation("proxyconnect"), why: "The proxy in HTTPS_PROXY cannot be reached.", do: checkProxy},

	{is: isType[x509.HostnameError], permanent: true, why: "Its certificate belongs to another host.", do: setTrust},
	{is: certificateExpired, permanent: true, why: "Its certificate has expired or is not valid yet.", do: checkClock},
	{is: isType[x509.UnknownAuthorityError], permanent: true,
		why: "Its certificate is signed by an authority that this computer does not trust.", do: setTrust},
	{is: isType[x509.SystemRootsError], permanent: true, why: "This computer has no list of trusted authorities.",
		do: "Install the package ca-certificates, or name a file of certificates in SSL_CERT_FILE."},
	{is: isType[*tls.CertificateVerificationError], permanent: true, why: "Its certificate is not trusted.", do: setTrust},
	{is: isError(http.ErrSchemeMismatch), permanent: true, why: "It does not speak TLS: it answered plain HTTP.",
		do: checkNetwork},
	{is: isType[tls.RecordHeaderError], permanent: true, why: "It does not speak TLS.", do: checkNetwork},
	{is: isOperation("remote error", "local error"), permanent: true, why: "No TLS connection could be agreed on.",
		do: checkNetwork},

	{is: hostUnknown, permanent: true, why: "The name HOST is not known (DNS).", do: checkNetwork},
	{is: isType[*net.DNSError], why: "The name HOST could not be looked up (DNS).", do: checkNetwork},
	{is: isError(syscall.ECONNREFUSED), why: "It refused the connection: nothing listens there.", do: checkNetwork},
	{is: isError(syscall.ENETUNREACH, syscall.EHOSTUNREACH), why: "There is no route to it.", do: checkNetwork},

	{is: isError(errTooLarge), permanent: true, kind: problem.NotReport, why: "The answer is larger than 8 MiB.",
		do: "Check that no proxy answers in place of HOST."},
	{is: isError(errEncoding), permanent: true, kind: problem.NotReport,
		why: "The answer is compressed in a way that was not asked for.",
		do:  "Check that no proxy changes what HOST answers."},
	{is: isType[*incompleteError], why: "The answer broke off before it was complete.", do: tryLater},

	{is: isTimeout, why: "No connection could be made in time.", do: checkNetwork},
	{is: isError(syscall.ECONNRESET, syscall.EPIPE, io.EOF, io.ErrUnexpectedEOF),
		why: "The connection broke before an answer came.", do: tryLater},
}

// otherFailure is for what failures has no row for. Its cause is not repeated, as it may quote what was received.
var otherFailure = failure{why: "The connection failed, or what came was not HTTP.", do: tryLater}

func failureOf(err error) failure {
	for _, f := range failures {
		if f.is(err) {
			return f
		}
	}
	return otherFailure
}

// IsTransient reports whether an error of Send is a known one that may be gone at another attempt.
func IsTransient(err error) bool {
	for _, f := range failures {
		if f.is(err) {
			return !f.permanent
		}
	}
	return false
}

func isError(targets ...error) func(error) bool {
	return func(err error) bool {
		for _, target := range targets {
			if errors.Is(err, target) {
				return true
			}
		}
		return false
	}
}

func isType[T error](err error) bool {
	var target T
	return errors.As(err, &target)
}

func isOperation(names ...string) func(error) bool {
	return func(err error) bool {
		var operation *net.OpError
		return errors.As(err, &operation) && slices.Contains(names, operation.Op)
	}
}

func isTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}

func proxyWantsPassword(err error) bool {
	var refusal *proxyRefusal
	return errors.As(err, &refusal) && refusal.status == http.StatusProxyAuthRequired
}

func proxyFails(err error) bool {
	var refusal *proxyRefusal
	return errors.As(err, &refusal) && refusal.status >= http.StatusInternalServerError
}

func certificateExpired(err error) bool {
	var invalid x509.CertificateInvalidError
	return errors.As(err, &invalid) && invalid.Reason == x509.Expired
}

func hostUnknown(err error) bool {
	var lookup *net.DNSError
	return errors.As(err, &lookup) && lookup.IsNotFound
}
