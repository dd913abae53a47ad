package reports

import (
	"context"
	"time"

	"peerdash/graphapi/store"
	"peerdash/model"
)

// Imported is what an import found and changed.
type Imported struct {
	// Definitions are the reports that the input holds.
	Definitions []*model.Definition
	store.Changes
}

// Import merges the reports in an input into the tenant's days; after an error nothing is changed. The reports are those of
// the wanted report's Graph function or, if wanted is nil, those that the input's header names. The error is a
// *problem.Error that names the input, of Kind NotReport if it is not the report or its dates are implausible at the time
// now.
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
