package graphapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
)

// maxRedirects is how many redirects are followed from Graph to the file.
const maxRedirects = 10

// redirects are the statuses that point elsewhere by a Location.
var redirects = []int{
	http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
	http.StatusTemporaryRedirect, http.StatusPermanentRedirect,
}

func isRedirect(answer transport.Answer) bool { return slices.Contains(redirects, answer.Status) }

// isExpired reports whether the download host refused the link, which expires some minutes after Graph issued it.
func isExpired(file transport.Answer) bool {
	return slices.Contains([]int{http.StatusForbidden, http.StatusNotFound, http.StatusGone}, file.Status)
}

// needsFreshLink reports whether a download with another link may succeed where this one did not.
func needsFreshLink(ctx context.Context, wanted request, file transport.Answer, err error) bool {
	if err != nil {
		return ctx.Err() == nil && transport.IsTransient(err)
	}
	return isExpired(file) || file.Status == http.StatusOK && wanted.isTruncated(file.Body)
}

// download follows Graph's redirect and further ones. Its requests carry no token and no cookie: the link itself is the
// permission, and a token would be disclosed to another host.
func (c *Client) download(ctx context.Context, answer transport.Answer) (transport.Answer, error) {
	for range maxRedirects {
		next, err := location(answer, c.root)
		if err != nil {
			return transport.Answer{}, badRedirect(answer, err)
		}
		request := (&http.Request{
			Method: http.MethodGet,
			URL:    next,
			Host:   next.Host,
			Header: http.Header{"User-Agent": {userAgent}, "Accept": {"text/csv, */*;q=0.5"}},
		}).WithContext(ctx)
		answer, err = c.files.Send(request)
		if err != nil || !isRedirect(answer) {
			return answer, err
		}
	}
	return transport.Answer{}, badRedirect(answer, fmt.Errorf("it is the %dth redirect in a row", maxRedirects+1))
}

// location is the target of a redirect. Its errors do not repeat the Location, which may be a secret.
func location(answer transport.Answer, root *url.URL) (*url.URL, error) {
	text := strings.TrimSpace(answer.Header.Get("Location"))
	if text == "" {
		return nil, errors.New("it has no Location that says where to")
	}
	next, err := answer.URL.Parse(text)
	if err != nil {
		return nil, errors.New("its Location is not a URL")
	}
	if err := transport.CheckRedirect(root, next); err != nil {
		return nil, fmt.Errorf("it points to an address that is refused: %w", err)
	}
	next.User = nil // net/http would send it as an Authorization
	next.Fragment, next.RawFragment = "", ""
	next.RawQuery = strings.ReplaceAll(next.RawQuery, " ", "%20")
	return next, nil
}

func badRedirect(answer transport.Answer, cause error) error {
	host := transport.Host(answer.URL)
	return problem.New(problem.Error{
		Kind:   problem.Network,
		What:   "The redirect of " + host + " cannot be followed",
		Why:    fmt.Sprintf("%s answered %s, but %v.", host, answer.StatusText(), cause),
		Do:     "Try again; if the error persists, check that no proxy answers instead of " + host + ".",
		Host:   host,
		Status: answer.Status,
		Err:    cause,
	})
}
