package cli_test

import (
	"slices"
	"strings"
	"testing"

	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

// browse shows each of the reports, and waits until it has data or is refused by the request budget. It returns how many
// were refused.
func (s *screen) browse(key string, reports []*model.Definition) (refused int) {
	s.t.Helper()
	const budgetUsed = "Request budget used"
	for i, report := range reports {
		if i > 0 {
			s.press(key)
		}
		var withoutBudget bool
		s.awaitThat("it has fetched "+report.Name+" or may not", func() bool {
			text := s.text()
			header, _, _ := strings.Cut(text, "\n")
			withoutBudget = strings.Contains(text, budgetUsed)
			return strings.Contains(header, report.Title) && (withoutBudget || strings.Contains(header, "data to "))
		})
		if withoutBudget {
			refused++
		}
	}
	return refused
}

// TestDashboardsBrowseWithinGraphsLimit goes through all reports in two dashboards that share a store, on a Graph that
// throttles.
func TestDashboardsBrowseWithinGraphsLimit(t *testing.T) {
	t.Parallel()
	graph, box := startGraphWith(t, emulatortest.Config{Throttle: true})
	forwards := slices.Clone(model.Catalogue())
	backwards := slices.Clone(forwards)
	slices.Reverse(backwards[1:])
	first, second := box.open(t, 120, 30), box.open(t, 120, 30)
	refused := first.browse("]", forwards)
	refused = min(refused, second.browse("[", backwards))
	requests := 0
	for _, request := range graph.Requests() {
		if request.Host == emulatortest.Graph {
			requests++
		}
	}
	if requests > 13 || requests < 10 {
		t.Errorf("%d requests for reports, want most of the 13 that the budget allows", requests)
	}
	if refused == 0 {
		t.Error("each dashboard has fetched every report")
	}
	for _, s := range []*screen{first, second} {
		if strings.Contains(strings.ToLower(s.written()), "throttl") {
			t.Errorf("Graph throttled a request:\n%s", s.text())
		}
	}
	// A request by the user is sent in any case, as the 14th.
	box.run(t, "print", "--report", "email", "--refresh").wantExit(t, 0)
}
