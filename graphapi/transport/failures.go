package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"

	"peerdash/graphapi/problem"
)

// failure is one way in which an exchange ends without a complete answer. In why and do, HOST stands for the host
// that was requested, and ROUTE for the advice on how it is reached.
type failure struct {
	is func(error) bool
	// permanent reports whether an immediate retry cannot succeed.
	permanent bool
	kind      problem.Kind
	why, do   string
	remedies  []problem.Remedy
	// detail examines this computer to refine why and do; nil leaves them as they are.
	detail func(error, failure) (why, do string)
}

const (
	setProxy       = "Set HTTPS_PROXY to http://USER:PASSWORD@PROXY:PORT, with special characters percent-encoded."
	checkProxy     = "Check HTTPS_PROXY, and NO_PROXY for hosts that are reached without it."
	checkClock     = "Check this computer's clock; if it is right, HOST must renew its certificate."
	setTrust       = "If a proxy or an authority of your organization signs certificates, name its file in SSL_CERT_FILE."
	checkRoute     = "ROUTE"
	checkDNS       = "Check this computer's name servers (/etc/resolv.conf). ROUTE"
	raiseFileLimit = "Raise the limit with `ulimit -n 1024`, or end programs that hold many files."
	tryLater       = "Try again; if the error persists, check the network and any proxy on the way."

	unanswered    = "Nothing answers at its address; a firewall may drop the packets."
	handshakeLate = "The connection was made, but the TLS handshake did not end; a firewall may block it."
)

// routeAdvice is what to check where a host cannot be reached.
var routeAdvice = map[route]string{
	direct:   "Check the network, and that its firewall allows HOST; behind a proxy, set HTTPS_PROXY.",
	proxied:  "Check HTTPS_PROXY, and that the proxy can reach HOST.",
	excluded: "NO_PROXY excludes HOST from the proxy: remove it there, or have the firewall allow HOST.",
	loopback: "Check that a server runs on this computer at HOST.",
}

// failures is searched in order. Those of a proxy come first, since their errors wrap others.
var failures = []failure{
	{is: tooManyFiles, permanent: true, kind: problem.Other, why: "Too many files are open.", do: raiseFileLimit},
	{is: isError(errLinkLocal), permanent: true, why: "HOST leads to a link-local address, which is never used.",
		do: "Check the name servers, and that no proxy changes Graph's answer."},
	{is: isError(errProxyAddress), permanent: true, kind: problem.Configuration,
		why: "The proxy's address in HTTPS_PROXY cannot be used.", do: setProxy},
	{is: proxyWantsPassword, permanent: true,
		why: "The proxy requires a user name and a password, or did not accept those in HTTPS_PROXY " +
			"(407 Proxy Authentication Required).",
		do: setProxy},
	{is: proxyFails, why: "The proxy could not connect to HOST.", do: checkProxy},
	{is: isType[*proxyRefusal], permanent: true, why: "The proxy refused to connect to HOST.",
		do: "Ask the proxy's administrator to allow HOST, or add the host to NO_PROXY."},
	{is: isProxyTimeout, why: "The proxy in HTTPS_PROXY does not accept a connection.", do: checkProxy},
	{is: isOperation("proxyconnect"), why: "The proxy in HTTPS_PROXY cannot be reached.", do: checkProxy},

	{is: isType[x509.HostnameError], permanent: true, why: "Its certificate belongs to another host.", do: setTrust},
	{is: certificateExpired, permanent: true, why: "Its certificate has expired or is not valid yet.", do: checkClock},
	{is: isType[x509.UnknownAuthorityError], permanent: true,
		why: "Its certificate is signed by an authority that this computer does not trust.", do: setTrust, detail: trustDetail},
	{is: isType[x509.SystemRootsError], permanent: true, why: "This computer has no list of trusted authorities.",
		do: "Install the package ca-certificates, or name a file of certificates in SSL_CERT_FILE.", detail: trustDetail},
	{is: isType[*tls.CertificateVerificationError], permanent: true, why: "Its certificate is not trusted.", do: setTrust},
	{is: isError(http.ErrSchemeMismatch), permanent: true, why: "It does not speak TLS: it answered plain HTTP.",
		do: checkRoute},
	{is: isType[tls.RecordHeaderError], permanent: true, why: "It does not speak TLS.", do: checkRoute},
	{is: isOperation("remote error", "local error"), permanent: true, why: "The TLS handshake failed.",
		do: checkRoute},

	{is: hostUnknown, permanent: true, why: "The name HOST is not known (DNS).", do: checkDNS},
	{is: isLookupTimeout, why: "The name server does not answer (DNS).", do: checkDNS},
	{is: isType[*net.DNSError], why: "The name HOST could not be looked up (DNS).", do: checkDNS},
	{is: isError(refused...), why: "It refused the connection: nothing listens there.", do: checkRoute},
	{is: isError(unreachable...), why: "There is no route to it.", do: checkRoute},

	{is: isError(errTooLarge), permanent: true, kind: problem.NotReport, why: "The answer is larger than 8 MiB.",
		do: "Check that no proxy answers in place of HOST."},
	{is: isError(errEncoding), permanent: true, kind: problem.NotReport,
		why: "The answer is compressed in a way that was not requested.",
		do:  "Check that no proxy changes what HOST answers."},
	{is: isType[*incompleteError], why: "The answer broke off before it was complete.", do: tryLater},

	{is: isDialTimeout, why: unanswered, do: checkRoute},
	{is: isTimeout, why: handshakeLate, do: checkRoute},
	{is: isError(append(broken, io.EOF, io.ErrUnexpectedEOF)...),
		why: "The connection broke before an answer came.", do: tryLater},
}

// otherFailure is for errors that failures does not list. It does not repeat the error, which may quote what was received.
var otherFailure = failure{why: "The connection failed, or the answer was not HTTP.", do: tryLater}

func failureOf(err error) failure {
	for _, f := range failures {
		if f.is(err) {
			return f
		}
	}
	return otherFailure
}

// IsTransient reports whether another attempt may succeed after an error of Send. It does not for an unknown error.
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

// tooManyFiles recognizes the limit of open files of the process or of the computer. A resolver returns it only as text.
func tooManyFiles(err error) bool {
	var lookup *net.DNSError
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) ||
		errors.As(err, &lookup) && strings.Contains(lookup.Err, syscall.EMFILE.Error())
}

func isProxyTimeout(err error) bool { return isOperation("proxyconnect")(err) && isTimeout(err) }

func isDialTimeout(err error) bool { return isOperation("dial")(err) && isTimeout(err) }

func isLookupTimeout(err error) bool {
	var lookup *net.DNSError
	return errors.As(err, &lookup) && lookup.IsTimeout
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
