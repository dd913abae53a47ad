package cli

import (
	"context"
	"net/http"
	"path/filepath"

	"peerdash/graphapi"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/graphapi/store"
	"peerdash/graphapi/transport"
)

// signInConfig is the part of the configuration that the sign-in needs.
func (c configuration) signInConfig(transport http.RoundTripper, now clock) signin.Config {
	config := signin.Config{
		Settings: c.settings, LoginRoot: c.loginRoot, GraphRoot: c.graphRoot, Transport: transport, Now: now,
	}
	if c.stateDirectory != "" {
		config.Directory = filepath.Join(c.stateDirectory, "tokens")
	}
	return config
}

// openGraph begins a session on the Graph that environment and flags name.
func (p Program) openGraph(ctx context.Context, flags signInFlags, report reportFlags) (*session, error) {
	config, err := p.configure(flags)
	if err != nil {
		return nil, err
	}
	if report.offline {
		config = config.ofTenant(flags.tenant)
	}
	return p.connect(ctx, config, report)
}

// connect makes a session of a client, a sign-in and a store. If the store cannot be opened, each reading has a note that says so.
// An offline session needs no configured sign-in.
func (p Program) connect(ctx context.Context, config configuration, report reportFlags) (*session, error) {
	client := transport.New(config.trust)
	signIn, err := signin.New(config.signInConfig(client, p.Now))
	if err != nil && !report.offline {
		client.CloseIdleConnections()
		return nil, err
	}
	p.signIns.add(signIn)
	stored, storeError := p.openReportStore(ctx, config.storePath, report)
	owner := owner{config: config, signIn: signIn, store: stored}
	live := p.liveConfig(owner, client, report)
	live.StoreError = storeError
	opened := &session{
		signIn:  signIn,
		wording: p.wordingOf(signIn, config.roots),
		name:    config.settings.Tenant,
		reports: wordedReports{wording: p.wordingOf(signIn, config.roots), reportSource: reports.NewLive(live)},
		close: func() {
			if signIn != nil {
				signIn.Wait()
			}
			client.CloseIdleConnections()
			if stored != nil {
				_ = stored.Close()
			}
		},
	}
	if stored != nil {
		opened.watch = stored.Watch()
	}
	if report.watches {
		opened.name = owner.name(ctx)
	}
	return opened, nil
}

// openReportStore opens the store at a path, nil if there is none. An offline session creates none. A store that is watched can be
// used even if there is an error, since it may be there or readable later.
func (p Program) openReportStore(ctx context.Context, path string, report reportFlags) (*store.Store, error) {
	switch {
	case path == "":
		return nil, nil
	case !report.offline:
		return p.openStore(ctx, path)
	}
	opened, err := store.OpenExisting(ctx, path, p.Now, p.namesStore())
	if err != nil && !report.watches {
		return nil, err
	}
	return opened, err
}

// liveConfig reads the owner's reports as the flags select, and sends requests through the client.
func (p Program) liveConfig(owner owner, client http.RoundTripper, report reportFlags) reports.LiveConfig {
	config := owner.config
	return reports.LiveConfig{
		Client:    graphapi.NewClient(graphapi.Config{Root: config.graphRoot, Tokens: owner.signIn, Transport: client, Now: p.Now}),
		Store:     owner.store,
		Tenant:    owner.tenant,
		App:       owner.app(),
		Unlimited: config.unlimited,
		Origin:    config.origin,
		MaxAge:    report.maxAge,
		Timeout:   report.timeout,
		Refresh:   report.refresh,
		Offline:   report.offline,
		Now:       p.Now,
	}
}
