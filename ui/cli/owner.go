package cli

import (
	"context"

	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/graphapi/store"
)

// owner finds out which tenant's reports are meant, from what is known at the moment.
type owner struct {
	config configuration
	// signIn is nil if no sign-in is configured, store is nil if reports are not stored.
	signIn *signin.SignIn
	store  *store.Store
}

// tenant is the tenant of the token where one is known, else that of the configuration, else the only one that is stored.
func (o owner) tenant(ctx context.Context) (store.Tenant, error) {
	tenant, known := o.knownTenant()
	if known {
		return tenant, nil
	}
	only, err := reports.OnlyTenant(ctx, o.store, tenant.GraphRoot)
	return only.Tenant(), err
}

// name is the tenant's name to show; "" if there is none.
func (o owner) name(ctx context.Context) string {
	tenant, known := o.knownTenant()
	if known || o.store == nil {
		return o.config.settings.Tenant
	}
	only, err := reports.OnlyTenant(ctx, o.store, tenant.GraphRoot)
	if err != nil {
		return "" // reading the report fails with this error
	}
	return only.Label()
}

// knownTenant is the tenant of the token or of the configuration. If there is neither, it has the root alone.
func (o owner) knownTenant() (tenant store.Tenant, known bool) {
	tenant = store.Tenant{GraphRoot: o.config.graphRoot.String(), Name: o.config.settings.Tenant}
	if o.signIn != nil {
		tenant.ID = o.signIn.TenantID()
	}
	if token := o.config.settings.AccessToken; token != "" {
		tenant.TokenDigest = store.DigestOf(token)
		tenant.NameIsUnproven = true // the token may belong to another tenant than the configured one
	}
	return tenant, tenant.ID != "" || tenant.Name != "" || tenant.TokenDigest != ""
}

// app is the id of the app that sends the requests; "" if a ready token does not name it.
func (o owner) app() string {
	if token := o.config.settings.AccessToken; token != "" {
		claims, _ := signin.ParseClaims(token)
		return claims.AppID
	}
	return o.config.settings.ClientID
}
