package emulator_test

import (
	"slices"
	"testing"
	"time"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

const (
	dateColumn         = 1
	imColumn           = 3
	fileTransferColumn = 7
)

// patient issues tokens that are valid for years, for tests in which days pass.
var patient = authority.Config{TokenLifetime: 5 * 365 * 24 * time.Hour}

func TestReportsAgree(t *testing.T) {
	c := start(t, emulatortest.Config{})
	var shorter [][]string
	for _, period := range model.GraphPeriods() {
		rows := c.rows(period)
		for i, row := range rows {
			if row[2] != period.Number() {
				t.Errorf("%s: period column is %q, want %q", period, row[2], period.Number())
			}
			row[2] = ""
			if i > 0 && row[dateColumn] >= rows[i-1][dateColumn] {
				t.Errorf("%s: %s comes after %s, want newest first", period, row[dateColumn], rows[i-1][dateColumn])
			}
		}
		if len(rows) <= len(shorter) || !slices.EqualFunc(rows[:len(shorter)], shorter, slices.Equal) {
			t.Errorf("%s does not begin with the days of the shorter report", period)
		}
		shorter = rows
	}
}

func TestSameAtEveryStart(t *testing.T) {
	morning, evening := newClock(june30), newClock(june30.Add(12*time.Hour))
	first := start(t, emulatortest.Config{Now: morning.now}).report(model.D180)
	second := start(t, emulatortest.Config{Now: evening.now}).report(model.D180)
	if first != second {
		t.Error("two starts on one day have different reports")
	}
}

func TestDaysKeepTheirCounts(t *testing.T) {
	clock := newClock(june30)
	c := start(t, emulatortest.Config{Now: clock.now, SignIn: patient})
	earlier := c.rows(model.D7)
	clock.advance(24 * time.Hour)
	later := c.rows(model.D7)
	if later[0][dateColumn] != "2021-06-29" {
		t.Fatalf("the newest day is %s, want 2021-06-29", later[0][dateColumn])
	}
	for i, row := range later[1:] {
		if !slices.Equal(row[dateColumn:], earlier[i][dateColumn:]) {
			t.Errorf("the day after, %v became %v", earlier[i], row)
		}
	}
}

func TestOrganization(t *testing.T) {
	c := start(t, emulatortest.Config{Now: newClock(june30).now})
	var weekdays, weekends []int
	for _, row := range c.rows(model.D180) {
		date, err := model.ParseDate(row[dateColumn])
		if err != nil {
			t.Fatal(err)
		}
		if date.IsWeekend() {
			weekends = append(weekends, number(t, row[imColumn]))
		} else {
			weekdays = append(weekdays, number(t, row[imColumn]))
		}
	}
	if busy, idle := mean(weekdays), mean(weekends); busy < 1000 || idle*5 > busy {
		t.Errorf("a weekday has %d IM sessions and a weekend day %d, want thousands and few", busy, idle)
	}
	if latest, first := mean(weekdays[:30]), mean(weekdays[len(weekdays)-30:]); latest >= first {
		t.Errorf("weekdays went from %d to %d IM sessions, want a decline", first, latest)
	}
}

func TestHolidays(t *testing.T) {
	for _, test := range []struct{ holiday, ordinary time.Time }{
		{day(2026, time.November, 26), day(2026, time.November, 19)}, // Thanksgiving
		{day(2026, time.December, 25), day(2026, time.December, 18)},
		{day(2026, time.September, 7), day(2026, time.September, 14)}, // Labor Day
	} {
		quiet, busy := imOn(t, test.holiday), imOn(t, test.ordinary)
		if quiet*5 > busy {
			t.Errorf("%s has %d IM sessions, %s has %d, want far fewer on a holiday",
				test.holiday.Format(time.DateOnly), quiet, test.ordinary.Format(time.DateOnly), busy)
		}
	}
}

func day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// imOn is the IM count of a day, from the first report that has it.
func imOn(t *testing.T, day time.Time) int {
	t.Helper()
	row := start(t, emulatortest.Config{Now: newClock(day.AddDate(0, 0, 2)).now}).rows(model.D7)[0]
	if row[dateColumn] != day.Format(time.DateOnly) {
		t.Fatalf("the newest day is %s, want %s", row[dateColumn], day.Format(time.DateOnly))
	}
	return number(t, row[imColumn])
}

// TestIncidents looks at a year of clocks, on all days of the week: the last 7 days are whole, and the last 30 have one
// day missing, one outage and one blank.
func TestIncidents(t *testing.T) {
	clock := newClock(june30)
	c := start(t, emulatortest.Config{Now: clock.now, SignIn: patient})
	for range 75 {
		if n := len(c.rows(model.D7)); n != 7 {
			t.Fatalf("on %s the report of 7 days has %d", clock.now(), n)
		}
		rows := c.rows(model.D30)
		if len(rows) != 29 {
			t.Fatalf("on %s the report of 30 days has %d, want one missing", clock.now(), len(rows))
		}
		if outages, blanks := incidents(t, rows); outages != 1 || blanks != 1 {
			t.Fatalf("on %s the report of 30 days has %d outages and %d blanks, want one of each", clock.now(), outages, blanks)
		}
		clock.advance(5 * 24 * time.Hour)
	}
}

// incidents counts the weekdays with almost no sessions, fewer than on any holiday, and the blank cells.
func incidents(t *testing.T, rows [][]string) (outages, blanks int) {
	t.Helper()
	busiest := 0
	for _, row := range rows {
		busiest = max(busiest, number(t, row[imColumn]))
	}
	for _, row := range rows {
		date, err := model.ParseDate(row[dateColumn])
		if err != nil {
			t.Fatal(err)
		}
		if !date.IsWeekend() && number(t, row[imColumn])*30 < busiest {
			outages++
		}
		if row[fileTransferColumn] == "" {
			blanks++
		}
	}
	return outages, blanks
}

func mean(numbers []int) int {
	sum := 0
	for _, n := range numbers {
		sum += n
	}
	return sum / len(numbers)
}
