package graphapi_test

import (
	"fmt"
	"strings"
	"testing"

	"peerdash/graphapi"
	"peerdash/model"
	"peerdash/model/modeltest"
)

// timeFile is a file of teams-time whose second row has the audio duration.
func timeFile(audio string) string {
	return "Report Refresh Date,Report Date,Audio Duration,Video Duration,Screen Share Duration,Report Period\r\n" +
		"2021-06-28,2021-06-27,,,,7\r\n2021-06-28,2021-06-28," + audio + ",PT0S,90,7\r\n"
}

func TestDurationsAreSeconds(t *testing.T) {
	for text, want := range map[string]int64{
		"PT0S": 0, "PT8H13M52S": 29632, "PT45M": 2700, "PT100H1M1S": 360061, "P1DT2H": 93600, "P12D": 1036800, "P1DT1S": 86401,
		"PT0.4S": 0, "PT0.5S": 1, "PT59.9999999S": 60, "PT1M0.49S": 60, "PT007S": 7, "P0D": 0, "P0DT0H0M0S": 0, "PT90M90S": 5490,
		"0": 0, "29632": 29632, "PT1000000000000S": model.MaxCount,
	} {
		report, err := graphapi.ParseReport(strings.NewReader(timeFile(text)), modeltest.Find(t, "teams-time"))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		days := report.Days()
		if got := days[1].Counts; got[0] != model.Known(want) || got[1] != model.Known(0) || got[2] != model.Known(90) {
			t.Errorf("%s is %v, want %d", text, got, want)
		}
		if days[0].Counts != [model.MaxSeries]model.Count{} {
			t.Errorf("blank durations are %v, want unknown", days[0].Counts)
		}
	}
}

func TestOtherDurationsAreErrors(t *testing.T) {
	const noDuration = "is not a duration like PT8H13M52S or a whole number of seconds"
	for text, want := range map[string]string{
		"P": noDuration, "PT": noDuration, "P1DT": noDuration, "T5S": noDuration, "5S": noDuration, "pt5s": noDuration,
		"P1Y": noDuration, "P1M": noDuration, "P1W": noDuration, "P5H": noDuration, "PT1D": noDuration, "PT5M3H": noDuration,
		"PT5S3S": noDuration, "PTS": noDuration, "PT1.5H": noDuration, "PT1.S": noDuration, "PT.5S": noDuration, "PT+5S": noDuration,
		"PT5S ago": noDuration, "PTT5S": noDuration, "PT1e3S": noDuration, "08:13:52": noDuration, "1.5": noDuration, "PT٣S": noDuration,
		"-PT5S": "is negative", "-5": "is negative", "PT-5S": noDuration,
		"PT1000000000001S": "is too large", "P11574075D": "is too large", "P99999999999999999999D": "is too large",
		"PT99999999999999999999.9S": "is too large", "P11574074DT99999H": "is too large", "1000000000001": "is too large",
	} {
		_, err := graphapi.ParseReport(strings.NewReader(timeFile(text)), modeltest.Find(t, "teams-time"))
		p := problemOf(t, err)
		if why := fmt.Sprintf("Line 3, column Audio Duration: %q %s.", text, want); p.Why != why && text != "PT٣S" {
			t.Errorf("got %q, want %q", p.Why, why)
		}
		if p.What != `The data is not the report "Teams time in calls and meetings"` {
			t.Errorf("got %q", p.What)
		}
	}
}

func TestCountsAreNamedByTheirUnit(t *testing.T) {
	for _, definition := range model.Catalogue() {
		if definition.Unit == model.Seconds {
			continue
		}
		_, err := graphapi.ParseReport(strings.NewReader(fileOf(definition, "PT5S")), definition)
		p := problemOf(t, err)
		if want := `"PT5S" is not a whole number of ` + string(definition.Unit) + "."; !strings.HasSuffix(p.Why, want) {
			t.Errorf("%s: got %q, want %q", definition.Name, p.Why, want)
		}
	}
}

// fileOf is a file of a report with one row, all of whose cells are text.
func fileOf(definition *model.Definition, text string) string {
	header, row := "Report Refresh Date,Report Date,Report Period", "2021-06-28,2021-06-28,7"
	for _, series := range definition.Series {
		header += "," + series.Column
		row += "," + text
	}
	return header + "\n" + row + "\n"
}

func TestFormatCountIsReadBack(t *testing.T) {
	for text, seconds := range map[string]int64{
		"PT0S": 0, "PT1S": 1, "PT1M": 60, "PT8H13M52S": 29632, "PT24H": 86400, "PT48H1S": 172801, "PT277777777H46M40S": model.MaxCount,
	} {
		if got := graphapi.FormatCount(model.Known(seconds), model.Seconds); got != text {
			t.Errorf("%d seconds are %s, want %s", seconds, got, text)
		}
		report, err := graphapi.ParseReport(strings.NewReader(fileOf(modeltest.Find(t, "teams-time"), text)), modeltest.Find(t, "teams-time"))
		if err != nil || report.Days()[0].Counts[1] != model.Known(seconds) {
			t.Errorf("%s is read back as %v, %v", text, report.Days(), err)
		}
	}
	if got := graphapi.FormatCount(model.Known(12), model.Users) + graphapi.FormatCount(model.Count{}, model.Seconds); got != "12" {
		t.Errorf("12 users and unknown seconds are %q", got)
	}
}
