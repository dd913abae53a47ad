package store

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"peerdash/model"
)

const tenYears = 3650

var lastDay = model.NewDate(2026, 11, 22)

// daysUntil are days up to lastDay as reported on a refresh date.
func daysUntil(b *testing.B, count int, refresh model.Date, period model.Period) model.Report {
	b.Helper()
	days := make([]model.Day, count)
	for i := range days {
		days[i] = model.Day{Date: lastDay - model.Date(i), RefreshDate: refresh}
		for t := range model.Default().Series {
			days[i].Counts[t] = model.Known(int64(1000*t + i))
		}
	}
	report, err := model.NewReport(model.Default(), period, days)
	if err != nil {
		b.Fatal(err)
	}
	return report
}

// tenantsOfTenYears is a store with ten years of days for each of a number of tenants.
func tenantsOfTenYears(b *testing.B, count int) (*Store, []Tenant) {
	b.Helper()
	s := openStore(b, filepath.Join(b.TempDir(), "peerdash.db"))
	report := daysUntil(b, tenYears, lastDay, model.All)
	tenants := make([]Tenant, count)
	for i := range tenants {
		tenants[i] = Tenant{GraphRoot: root, Name: fmt.Sprintf("tenant%d.example", i)}
		if _, err := s.Merge(b.Context(), tenants[i], report); err != nil {
			b.Fatal(err)
		}
	}
	return s, tenants
}

// BenchmarkOpenAndReadD180 measures the time that the store adds to the first frame.
func BenchmarkOpenAndReadD180(b *testing.B) {
	s, tenants := tenantsOfTenYears(b, 1)
	report := daysUntil(b, 180, lastDay, model.D180)
	answer := Answer{CSV: []byte(strings.Repeat("2026-11-22,2026-11-20,180,1177,407,300,20,10\n", 180)), ETag: "one", FetchedAt: noon}
	if _, err := s.Save(b.Context(), tenants[0], model.Default().Function, model.D180, answer, []model.Report{report}); err != nil {
		b.Fatal(err)
	}
	s.Close()
	for b.Loop() {
		opened, err := Open(b.Context(), s.Path(), time.Now)
		if err != nil {
			b.Fatal(err)
		}
		if _, found, err := opened.Answer(b.Context(), tenants[0], model.Default().Function, model.D180); err != nil || !found {
			b.Fatal(found, err)
		}
		b.StopTimer()
		opened.Close()
		b.StartTimer()
	}
}

// BenchmarkMergeD180IntoTenYears merges a report with a later refresh date and ten revised days.
func BenchmarkMergeD180IntoTenYears(b *testing.B) {
	s, tenants := tenantsOfTenYears(b, 1)
	refresh := lastDay
	for b.Loop() {
		b.StopTimer()
		refresh++
		days := daysUntil(b, 180, refresh, model.D180).Days()
		for i := range 10 {
			days[len(days)-1-i].Counts[imSeries] = model.Known(int64(refresh))
		}
		report, err := model.NewReport(model.Default(), model.D180, days)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := s.Merge(b.Context(), tenants[0], report); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadTenYearsAmongFiftyTenants reads one series among 1,825,000 stored days: ten years of ten reports of each
// tenant.
func BenchmarkReadTenYearsAmongFiftyTenants(b *testing.B) {
	s, tenants := tenantsOfTenYears(b, 50)
	copyDays(b, s, model.Catalogue()[1:10])
	read := model.Catalogue()[5]
	for b.Loop() {
		stored, _, err := s.Days(b.Context(), tenants[25], read)
		if err != nil || len(stored.Report.Days()) != tenYears {
			b.Fatal(len(stored.Report.Days()), err)
		}
	}
}

// copyDays copies the days of each tenant's report into other reports.
func copyDays(b *testing.B, s *Store, reports []*model.Definition) {
	b.Helper()
	err := s.write(b.Context(), func(tx *sql.Tx) error {
		originals, err := idsOf(b.Context(), tx, "SELECT id FROM report ORDER BY id")
		if err != nil {
			return err
		}
		for tenant, original := range originals {
			for _, definition := range reports {
				id, err := claimReport(b.Context(), tx, int64(tenant+1), definition.Name, formatTime(noon))
				if err != nil {
					return err
				}
				_, err = tx.ExecContext(b.Context(), `INSERT INTO day SELECT ?, date, refresh_date, count1, count2, count3, count4,
					count5, count6, count7, count8, import_id, 0 FROM day WHERE report_id = ?`, id, original)
				if err != nil {
					return err
				}
				if tenant == 25 { // the others are not read
					if err := stampDays(b.Context(), tx, id); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
