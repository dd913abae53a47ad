package emulator

import (
	"encoding/csv"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"peerdash/model"
)

// served are the figures of one day in the files of all reports.
type served struct {
	*testing.T
	date   model.Date
	counts map[model.Function]map[string]int64
}

// count is the figure of a column, whose cell must not be blank.
func (s served) count(report, column string) int64 {
	s.Helper()
	count, known := s.counts[functionOf(report)][column]
	if !known {
		s.Fatalf("%s: %s has no figure of %s", s.date, report, column)
	}
	return count
}

// all are the figures of a report's series.
func (s served) all(report string) []int64 {
	s.Helper()
	definition, _ := model.Find(report)
	var counts []int64
	for _, series := range definition.Series {
		counts = append(counts, s.count(report, series.Column))
	}
	return counts
}

// atMost checks that the first of two figures is not larger than the second.
func (s served) atMost(smaller int64, what string, larger int64, than string) {
	s.Helper()
	if smaller > larger {
		s.Errorf("%s: %d %s, but %d %s", s.date, smaller, what, larger, than)
	}
}

func sum(counts []int64) int64 {
	var total int64
	for _, count := range counts {
		total += count
	}
	return total
}

func functionOf(report string) model.Function {
	definition, _ := model.Find(report)
	return definition.Function
}

// eachDay calls check for half of the days of a decade, with the figures of all reports. Days without a row or with a blank
// cell are left out.
func eachDay(t *testing.T, check func(served)) {
	t.Helper()
	days := decade(t)
	if len(days) < 2400 {
		t.Errorf("%d days are checked, want half of a decade", len(days))
	}
	for _, day := range days {
		day.T = t
		check(day)
	}
}

// decade is what eachDay checks, computed once.
var decade = func() func(t *testing.T) []served {
	var once sync.Once
	var all []served
	return func(t *testing.T) []served {
		once.Do(func() {
			for refreshed := model.NewDate(2019, time.January, 3); refreshed < model.NewDate(2031, time.July, 1); refreshed += 311 {
				all = append(all, halfYear(t, refreshed)...)
			}
		})
		return all
	}
}()

// halfYear are the days of the longest files.
func halfYear(t *testing.T, refreshed model.Date) []served {
	t.Helper()
	blank := incidentsBefore(refreshed).blank
	counts := map[model.Date]map[model.Function]map[string]int64{}
	for _, function := range model.Functions() {
		for date, figures := range readFile(t, function, refreshed) {
			if counts[date] == nil {
				counts[date] = map[model.Function]map[string]int64{}
			}
			counts[date][function] = figures
		}
	}
	var days []served
	for date, figures := range counts {
		if len(figures) != len(model.Functions()) {
			t.Errorf("%s is in %d reports of %d", date, len(figures), len(model.Functions()))
		} else if date != blank {
			days = append(days, served{date: date, counts: figures})
		}
	}
	return days
}

// readFile reads the longest file of a function: for each date the figures by column.
func readFile(t *testing.T, function model.Function, refreshed model.Date) map[model.Date]map[string]int64 {
	t.Helper()
	text := string(newFile(function, function.Definitions()).write(model.D180, refreshed))
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, byteOrderMark))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header := rows[0]
	days := map[model.Date]map[string]int64{}
	for _, row := range rows[1:] {
		date, err := model.ParseDate(row[slices.Index(header, dateColumn)])
		if err != nil {
			t.Fatal(err)
		}
		days[date] = map[string]int64{}
		for i, cell := range row {
			if cell != "" && !strings.HasPrefix(header[i], "Report ") {
				days[date][header[i]] = cellCount(t, cell)
			}
		}
	}
	return days
}

var iso8601 = regexp.MustCompile(`^PT(?:(\d+)H)?(?:([0-5]?\d)M)?(?:([0-5]?\d)S)?$`)

// cellCount is the count in a cell, in seconds if it is a duration.
func cellCount(t *testing.T, cell string) int64 {
	t.Helper()
	if parts := iso8601.FindStringSubmatch(cell); parts != nil && cell != "PT" {
		var seconds int64
		for _, part := range parts[1:] {
			amount, _ := strconv.ParseInt(part, 10, 64) // absent parts are zero
			seconds = 60*seconds + amount
		}
		return seconds
	}
	count, err := strconv.ParseInt(cell, 10, 64)
	if err != nil || count < 0 {
		t.Fatalf("a cell holds %q", cell)
	}
	return count
}

func TestUsersNeverExceedTheOrganization(t *testing.T) {
	eachDay(t, func(day served) {
		for _, definition := range model.Catalogue() {
			if definition.Unit == model.Users {
				day.atMost(slices.Max(day.all(definition.Name)), definition.Name, people, "people")
			}
		}
	})
}

func TestOffice365IsTheUnionOfServices(t *testing.T) {
	eachDay(t, func(day served) {
		all, services := day.count("active-users", "Office 365"), day.all("active-users")[1:]
		day.atMost(slices.Max(services), "users of a service", all, "in their union")
		day.atMost(all, "users of any service", sum(services), "in their sum")
	})
}

func TestUsersOfAServiceAreItsActiveUsers(t *testing.T) {
	eachDay(t, func(day served) {
		for service, reports := range map[string][]string{
			"Skype For Business": {"skype-peer-to-peer-users", "skype-activity-users", "skype-organizer-users", "skype-participant-users"},
			"Teams":              {"teams-users"},
		} {
			active := day.count("active-users", service)
			for _, report := range reports {
				day.atMost(slices.Max(day.all(report)), report, active, "active users of "+service)
			}
		}
		day.atMost(day.count("active-users", "Teams"), "active users of Teams", sum(day.all("teams-users")), "in the sum of its activities")
		day.atMost(day.count("active-users", "Skype For Business"), "active users of Skype", sum(day.all("skype-activity-users")), "in the sum of its activities")
	})
}

func TestDevicesCoverTheUsers(t *testing.T) {
	eachDay(t, func(day served) {
		for service, report := range map[string]string{"Skype For Business": "skype-devices", "Teams": "teams-devices"} {
			users, devices := day.count("active-users", service), day.all(report)
			day.atMost(slices.Max(devices), "users of a device in "+report, users, "users")
			day.atMost(users, "users of "+service, sum(devices), "in the sum of "+report)
		}
		if windows := day.count("teams-devices", "Windows"); windows > 100 {
			day.atMost(30*day.count("teams-devices", "Linux"), "thirtyfold users of Linux", windows, "of Windows")
			day.atMost(30*day.count("teams-devices", "Chrome OS"), "thirtyfold users of Chrome OS", windows, "of Windows")
		}
	})
}

func TestUsersAreAtMostTheirUses(t *testing.T) {
	eachDay(t, func(day served) {
		for users, uses := range map[string]string{
			"skype-peer-to-peer-users": "skype-peer-to-peer", "skype-activity-users": "skype-activity",
			"skype-organizer-users": "skype-organizer", "skype-participant-users": "skype-participant",
		} {
			for i, count := range day.all(users) {
				day.atMost(count, users, day.all(uses)[i], uses)
			}
		}
		for report, columns := range map[string][]string{
			"teams-messages": {"Team Chat Messages", "Private Chat Messages"}, "teams-meetings": {"Calls", "Meetings"},
		} {
			for _, column := range columns {
				day.atMost(day.count("teams-users", column), "users of "+column, day.count(report, column), column)
			}
		}
	})
}

func TestSkypeActivityAgreesWithItsParts(t *testing.T) {
	eachDay(t, func(day served) {
		for report, parts := range map[string][]string{
			"skype-activity":       {"skype-peer-to-peer", "skype-organizer", "skype-participant"},
			"skype-activity-users": {"skype-peer-to-peer-users", "skype-organizer-users", "skype-participant-users"},
		} {
			for i, column := range []string{"Peer-to-peer", "Organized", "Participated"} {
				whole, types := day.count(report, column), day.all(parts[i])
				day.atMost(slices.Max(types), "of a type in "+parts[i], whole, column)
				day.atMost(whole, column, sum(types), "of all types in "+parts[i])
			}
		}
		for _, column := range []string{"IM", "Audio/Video", "App Sharing", "Web", "Dial-in/out 3rd Party"} {
			day.atMost(day.count("skype-organizer-users", column), "organizers", day.count("skype-participant-users", column), "participants")
			day.atMost(day.count("skype-organizer", column), "organized", day.count("skype-participant", column), "attended")
		}
	})
}

// TestTimesArePlausible checks that each use takes between a minute and some hours.
func TestTimesArePlausible(t *testing.T) {
	eachDay(t, func(day served) {
		for _, test := range []struct {
			timeReport, timeColumn, report, column string
			least, most                            int64
		}{
			{"skype-peer-to-peer-minutes", "Audio", "skype-peer-to-peer", "Audio", 1, 30},
			{"skype-peer-to-peer-minutes", "Video", "skype-peer-to-peer", "Video", 1, 30},
			{"skype-organizer-minutes", "Audio/Video", "skype-organizer", "Audio/Video", 10, 300},
			{"skype-organizer-minutes", "Dial-in Microsoft", "skype-organizer", "Dial-in/out Microsoft", 1, 60},
			{"skype-organizer-minutes", "Dial-out Microsoft", "skype-organizer", "Dial-in/out Microsoft", 1, 60},
			{"skype-participant-minutes", "Audio/Video", "skype-participant", "Audio/Video", 10, 90},
		} {
			uses, minutes := day.count(test.report, test.column), day.count(test.timeReport, test.timeColumn)
			day.atMost(test.least*uses, "minutes at least for "+test.column, minutes, "minutes")
			day.atMost(minutes, "minutes", test.most*uses, "minutes at most for "+test.column)
		}
		audio, calls := day.count("teams-time", "Audio Duration"), sum(day.all("teams-meetings"))
		day.atMost(60*calls, "seconds at least", audio, "seconds of audio in Teams")
		day.atMost(audio, "seconds of audio in Teams", 3600*calls, "seconds at most")
		day.atMost(day.count("teams-time", "Video Duration"), "seconds of video", audio, "of audio")
		day.atMost(day.count("teams-time", "Screen Share Duration"), "seconds of screen sharing", audio, "of audio")
	})
}

func TestEmailHasByFarTheMostActions(t *testing.T) {
	eachDay(t, func(day served) {
		for _, report := range []string{"skype-peer-to-peer", "skype-participant", "teams-messages", "teams-meetings"} {
			day.atMost(3*sum(day.all(report)), "threefold "+report, sum(day.all("email")), "actions on email")
		}
	})
}

// TestReportsAgreeOnQuietDays compares each day with the busiest of its report's half-year: what is quiet in one
// report is quiet in all.
func TestReportsAgreeOnQuietDays(t *testing.T) {
	refreshed := model.NewDate(2026, time.December, 30)
	outage := incidentsBefore(refreshed).outage
	for _, function := range model.Functions() {
		days := readFile(t, function, refreshed)
		first := function.Definitions()[0].Series[0].Column
		var busiest int64
		for _, counts := range days {
			busiest = max(busiest, counts[first])
		}
		for date, most := range map[model.Date]int64{
			outage: 40, model.NewDate(2026, time.December, 25): 10, model.NewDate(2026, time.November, 26): 10,
			model.NewDate(2026, time.October, 10): 8, // a Saturday
		} {
			if count := days[date][first]; count*most > busiest*2 {
				t.Errorf("%s: %s has %d on %s, and %d on the busiest day", function, first, count, date, busiest)
			}
		}
	}
}

// TestContosoMovesToTeams compares an ordinary Tuesday with that of the year before.
func TestContosoMovesToTeams(t *testing.T) {
	for year := 2025; year < 2030; year++ {
		before := newDay(model.NewDate(year, time.November, 4)-364, false)
		after := newDay(before.date+364, false)
		for _, what := range []struct {
			name    string
			grows   bool
			figures func(day) counts
		}{
			{"sessions", false, day.peerToPeerSessions}, {"conferences", false, day.attendedConferences},
			{"messages and meetings of Teams", true, day.teamsActivity}, {"users of Teams", true, day.teamsUsers},
		} {
			then, now := union(what.figures(before), 1000), union(what.figures(after), 1000)
			if (now > then) != what.grows {
				t.Errorf("%s of %s went from %d to %d", what.name, after.date, then, now)
			}
		}
	}
	summer, autumn := newDay(model.NewDate(2026, time.May, 12), false), newDay(model.NewDate(2026, time.November, 10), false)
	if then, now := summer.teamsActive(), autumn.teamsActive(); now*100 < then*125 {
		t.Errorf("within half a year, users of Teams went from %d to %d, want a quarter more", then, now)
	}
	if users := autumn.skypeUsers(); users < 500 {
		t.Errorf("%d people use Skype on %s, want enough to be seen", users, autumn.date)
	}
}
