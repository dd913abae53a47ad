package transport

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/net/http/httpproxy"

	"peerdash/graphapi/problem"
)

// CheckAddress reports why no request may go to u: only https is allowed, except for a loopback address, where http is too.
// The error never repeats the address, which may hold a secret.
func CheckAddress(u *url.URL) error {
	switch {
	case u.Hostname() == "":
		return errors.New("it names no host")
	case !hasPossiblePort(u):
		return errors.New("its port is not one of 1 to 65535")
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	case u.Scheme == "http":
		return errors.New("it is not encrypted: only https is allowed, except for a loopback address")
	default:
		return fmt.Errorf("its scheme is %q, not https", u.Scheme)
	}
}

// CheckRedirect reports why a redirect of a service with this root may not be followed to u. Plain http is allowed only
// where the root is plain http as well, and link-local addresses never, since machines in a cloud find credentials there.
func CheckRedirect(root, u *url.URL) error {
	if err := CheckAddress(u); err != nil {
		return err
	}
	switch {
	case u.Scheme == "http" && root.Scheme != "http":
		return errors.New("it is not encrypted: only https is allowed")
	case isLinkLocal(u.Hostname()):
		return errors.New("it is a link-local address")
	default:
		return nil
	}
}

// isLinkLocal reports whether a host is an address of 169.254.0.0/16 or fe80::/10.
func isLinkLocal(host string) bool {
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().WithZone("").IsLinkLocalUnicast()
}

// errLinkLocal refuses a connection to a name that resolves to a link-local address.
var errLinkLocal = errors.New("link-local address")

// refuseLinkLocal is the Control of a net.Dialer. Only a proxy of the environment may have a link-local address.
func refuseLinkLocal(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil || !isLinkLocal(host) || strings.Contains(httpproxy.FromEnvironment().HTTPSProxy, host) {
		return nil
	}
	return errLinkLocal
}

// hasPossiblePort reports whether a connection could be made to u's port, or to the usual one where u names none.
func hasPossiblePort(u *url.URL) bool {
	number, err := strconv.ParseUint(u.Port(), 10, 16)
	return u.Port() == "" || err == nil && number > 0
}

func isLoopback(host string) bool {
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}

// ParseRoot parses the root URL of a service. It must pass CheckAddress and have no user name, query or fragment; a slash at its end
// is removed. The error is a *problem.Error of Kind Configuration, which names the setting that raw comes from and an example. It
// never repeats raw.
func ParseRoot(setting, raw, example string) (*url.URL, error) {
	root, err := url.Parse(strings.TrimSpace(raw))
	switch {
	case strings.Trim(raw, " \t\r\n\"'") != strings.TrimSpace(raw):
		err = errors.New("it has quotes around it")
	case err != nil:
		err = errors.New("it is not a URL")
	case strings.Contains(raw, "#"):
		err = errors.New("it has a fragment")
	default:
		err = checkRoot(root)
	}
	if err != nil {
		return nil, problem.New(problem.Error{
			Kind: problem.Configuration,
			What: setting + " cannot be used: " + err.Error(),
			Do:   "Use a URL such as " + example + ".",
		})
	}
	root.Path, root.RawPath = strings.TrimRight(root.Path, "/"), strings.TrimRight(root.RawPath, "/")
	return root, nil
}

func checkRoot(root *url.URL) error {
	switch {
	case root.User != nil:
		return errors.New("it holds a user name or password")
	case root.RawQuery != "" || root.ForceQuery:
		return errors.New("it has a query")
	default:
		return CheckAddress(root)
	}
}

// Host is the host of u as it is shown and compared: with its port, except for the usual one.
func Host(u *url.URL) string {
	if port := u.Port(); port == "" || port == usualPorts[u.Scheme] {
		return strings.TrimSuffix(u.Host, ":"+port)
	}
	return u.Host
}

var usualPorts = map[string]string{"http": "80", "https": "443"}
