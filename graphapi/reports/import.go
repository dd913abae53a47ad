package reports

import (
	"context"
	"strings"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/store"
	"peerdash/model"
)

// Imported is what an import found and changed.
type Imported struct {
	// Definitions are the reports that the input holds.
	Definitions []*model.Definition
	store.Changes
}

// Import merges the reports in an input into the tenant's days, all of them or, with an error, nothing. Where wanted is
// nil the input's header names them; else they are those of the wanted report's Graph function. The error is a
// *problem.Error that names the input, of Kind NotReport where it is not the report or its dates are implausible at the
// time now.
func Import(
	ctx context.Context, input Input, into *store.Store, tenant store.Tenant, wanted *model.Definition, now time.Time,
) (Imported, error) {
	reports, _, err := input.read(ctx, wanted, now)
	if err != nil {
		return Imported{}, err
	}
	var imported Imported
	for _, report := range reports {
		imported.Definitions = append(imported.Definitions, report.Definition)
	}
	imported.Changes, err = into.Import(ctx, tenant, input.Name, reports)
	if err != nil && ctx.Err() == nil {
		err = input.failure(err)
	}
	return imported, err
}

// OnlyTenant is the only tenant with stored reports from the Graph root. If there is none the error is a *problem.Error of
// Kind NotStored, where there are several one of Kind Configuration that lists them.
func OnlyTenant(ctx context.Context, stored *store.Store, graphRoot string) (store.Tenant, error) {
	all, err := stored.Tenants(ctx)
	if err != nil {
		return store.Tenant{}, err
	}
	var found []store.TenantInfo
	for _, info := range all {
		if info.IsOf(graphRoot) {
			found = append(found, info)
		}
	}
	switch len(found) {
	case 1:
		return found[0].Tenant(), nil
	case 0:
		return store.Tenant{}, problem.New(problem.Error{
			Kind: problem.NotStored, What: "No stored data for any tenant", Remedies: []problem.Remedy{problem.ReadFromGraph},
		})
	default:
		return store.Tenant{}, severalTenants(found)
	}
}

func severalTenants(found []store.TenantInfo) error {
	labels := make([]string, len(found))
	for i, info := range found {
		labels[i] = info.Label()
	}
	return problem.New(problem.Error{
		Kind: problem.Configuration,
		What: "Reports of several tenants are stored",
		Why:  strings.Join(labels, ", "),

		Remedies: []problem.Remedy{problem.NameTenant},
	})
}
