package graphapi

import (
	"context"
	"net/http"

	"golang.org/x/net/http/httpguts"
	"golang.org/x/oauth2"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
	"peerdash/model"
)

const userAgent = "peerdash"

// received is a downloaded file, or the fact that it has not changed.
type received struct {
	notModified bool
	csv         []byte
	// host is the host that sent the CSV.
	host string
	etag string
}

// request is a request for the reports of a function.
type request struct {
	function model.Function
	period   model.Period
	// etag is that of an earlier answer, or empty.
	etag string
}

// path is the path of the request below Graph's root.
func (r request) path() string {
	return "reports/" + string(r.function) + "(period='" + r.period.String() + "')"
}

// receive requests the file and downloads it. If the link has expired, or if its download fails again and again although it
// is valid, one new link is requested from Graph.
func (c *Client) receive(ctx context.Context, wanted request) (received, error) {
	for renewed := c.once; ; renewed = true {
		link, err := c.link(ctx, wanted)
		if err != nil {
			return received{}, err
		}
		if link.Status == http.StatusNotModified {
			return received{notModified: true, etag: wanted.etag}, nil
		}
		if !isRedirect(link) {
			return answered(link, link), nil
		}
		file, err := twiceIfTruncated(wanted, func() (transport.Answer, error) { return c.download(ctx, link) })
		switch {
		case !renewed && needsFreshLink(ctx, wanted, file, err):
		case err != nil:
			return received{}, err
		case file.Status == http.StatusOK:
			return answered(link, file), nil
		default:
			return received{}, downloadRefused(file, c.now())
		}
	}
}

// link requests the link to the file from Graph, and once more if Graph answers with the file itself and that is truncated.
func (c *Client) link(ctx context.Context, wanted request) (transport.Answer, error) {
	send := func() (transport.Answer, error) { return c.send(ctx, wanted) }
	if c.once {
		return send()
	}
	return twiceIfTruncated(wanted, send)
}

// answered is the file with the ETag of Graph's answer, since Graph compares that one. If Graph sent none, it has the ETag of the
// download host.
func answered(graph, file transport.Answer) received {
	answer := received{csv: file.Body, host: transport.Host(file.URL)}
	for _, etag := range []string{file.Header.Get("ETag"), graph.Header.Get("ETag")} {
		if usableETag(etag) {
			answer.etag = etag
		}
	}
	return answer
}

// send sends the request to Graph, and once more with another token if Graph does not accept a cached one. The answer is the
// CSV, a redirect to it, or 304 Not Modified.
func (c *Client) send(ctx context.Context, wanted request) (transport.Answer, error) {
	for rejected := false; ; rejected = true {
		token, err := c.tokens.Token(ctx)
		if err != nil {
			return transport.Answer{}, err
		}
		request, err := c.newRequest(ctx, token, wanted)
		if err != nil {
			return transport.Answer{}, err
		}
		answer, err := c.graph.Send(request)
		if err != nil {
			return transport.Answer{}, err
		}
		if answer.Status != http.StatusUnauthorized || rejected || !c.reject(token) {
			return c.accepted(wanted, request, answer)
		}
	}
}

// reject drops a token that Graph has not accepted, and reports whether there may be another.
func (c *Client) reject(token *oauth2.Token) bool {
	rejecter, ok := c.tokens.(Rejecter)
	return ok && rejecter.Reject(token)
}

// accepted returns Graph's answer where it leads to the report, and otherwise the error that it describes.
func (c *Client) accepted(
	wanted request, request *http.Request, answer transport.Answer,
) (transport.Answer, error) {
	unchanged := answer.Status == http.StatusNotModified && request.Header.Get("If-None-Match") != ""
	if answer.Status == http.StatusOK || unchanged || isRedirect(answer) {
		return answer, nil
	}
	return transport.Answer{}, graphRefused(answer, wanted, request.Header.Get("Authorization"), c.now())
}

func (c *Client) newRequest(ctx context.Context, token *oauth2.Token, wanted request) (*http.Request, error) {
	address := c.root.JoinPath(wanted.path())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, transport.Explain(ctx, err, address)
	}
	token.SetAuthHeader(request)
	if !httpguts.ValidHeaderFieldValue(request.Header.Get("Authorization")) {
		return nil, problem.New(problem.Error{
			Kind:     problem.SignIn,
			What:     "The access token contains invalid characters",
			Remedies: signInAgain,
		})
	}
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set("Accept", "text/csv, application/octet-stream, application/json;q=0.5")
	if usableETag(wanted.etag) {
		request.Header.Set("If-None-Match", wanted.etag)
	}
	return request, nil
}

// maxETag is far above what any server sends.
const maxETag = 1024

func usableETag(etag string) bool {
	return etag != "" && len(etag) <= maxETag && httpguts.ValidHeaderFieldValue(etag)
}
