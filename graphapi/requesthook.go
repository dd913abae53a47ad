package graphapi

import "context"

// hookKey is the key of a context's request hook.
type hookKey struct{}

// WithRequestHook returns a context with which Fetch calls hook before each request to Graph, retries and requests for
// another link included, but not before downloads, which Graph does not count. If hook fails, the request is not sent
// and Fetch returns the error unchanged.
func WithRequestHook(ctx context.Context, hook func(context.Context) error) context.Context {
	return context.WithValue(ctx, hookKey{}, hook)
}

// BeforeRequest calls the hook of the context, if there is one.
func BeforeRequest(ctx context.Context) error {
	hook, ok := ctx.Value(hookKey{}).(func(context.Context) error)
	if !ok {
		return nil
	}
	return hook(ctx)
}
