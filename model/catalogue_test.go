package model_test

import (
	"strings"
	"testing"

	"peerdash/model"
)

func TestCatalogueIsConsistent(t *testing.T) {
	names := map[string]bool{}
	for _, report := range model.Catalogue() {
		if names[report.Name] {
			t.Errorf("%s appears twice", report.Name)
		}
		names[report.Name] = true
		if n := len(report.Series); n == 0 || n > model.MaxSeries {
			t.Errorf("%s has %d series", report.Name, n)
		}
		letters, keys, columns := map[string]bool{}, map[string]bool{}, map[string]bool{}
		for _, series := range report.Series {
			if len(series.Letter) != 1 || letters[series.Letter] || keys[series.Key] || columns[series.Column] {
				t.Errorf("%s: letter, key or column of %+v is not unique", report.Name, series)
			}
			letters[series.Letter], keys[series.Key], columns[series.Column] = true, true, true
			key := strings.ToLower(series.Key)
			column := strings.ToLower(strings.NewReplacer(" ", "", "-", "", "/", "").Replace(series.Column))
			if key != column {
				t.Errorf("%s: the key %s is not the column %s in camelCase", report.Name, series.Key, series.Column)
			}
		}
	}
}

func TestCatalogueHasEveryFunction(t *testing.T) {
	if reports, functions := len(model.Catalogue()), len(model.Functions()); reports != 19 || functions != 17 {
		t.Errorf("%d reports of %d functions, want 19 of 17", reports, functions)
	}
	if got := model.Function("getTeamsUserActivityCounts").Definitions(); len(got) != 3 || got[0].Name != "teams-messages" {
		t.Errorf("the reports of the function are %v", got)
	}
}

func TestFind(t *testing.T) {
	for name, want := range map[string]string{
		"skype-peer-to-peer":         "skype-peer-to-peer",
		"teams-time":                 "teams-time",
		"Teams-Time":                 "teams-time",
		"getTeamsUserActivityCounts": "teams-messages",
		"GETEMAILACTIVITYCOUNTS":     "email",
		"getEmailActivityCounts":     "email",
	} {
		if got, ok := model.Find(name); !ok || got.Name != want {
			t.Errorf("Find(%q) = %v, want %s", name, got, want)
		}
	}
	if got, ok := model.Find("teams"); ok {
		t.Errorf("Find found %v for a name that no report has", got)
	}
}
