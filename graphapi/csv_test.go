package graphapi_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/model"
	"peerdash/model/modeltest"
)

const header = "Report Refresh Date,Report Date,Report Period,IM,Audio,Video,App Sharing,File Transfer"

// dayOf is what the tests' rows mean.
func dayOf(date model.Date, counts ...int64) model.Day {
	day := model.Day{Date: date, RefreshDate: model.NewDate(2021, 6, 28)}
	for i, sessions := range counts {
		day.Counts[i] = model.Known(sessions)
	}
	return day
}

func TestParseReportAcceptsEachForm(t *testing.T) {
	const row = "2021-06-28,2021-06-22,7,1177,407,208,86,11"
	first, second := dayOf(model.NewDate(2021, 6, 22), 1177, 407, 208, 86, 11), dayOf(model.NewDate(2021, 6, 23), 1, 2, 3, 4, 5)
	unknown := dayOf(model.NewDate(2021, 6, 22), 1177, 407, 0, 86, 11)
	unknown.Counts[videoSeries] = model.Count{}
	cases := []struct {
		name, text string
		period     model.Period
		days       []model.Day
	}{
		{"plain", header + "\n" + row + "\n", model.D7, []model.Day{first}},
		{"mark, CRLF, no last newline", "\ufeff" + header + "\r\n" + row, model.D7, []model.Day{first}},
		{"misread mark", "ï»¿" + header + "\n" + row, model.D7, []model.Day{first}},
		{"mark and misread mark", "\ufeffï»¿" + header + "\n" + row, model.D7, []model.Day{first}},
		{"newest first", header + "\n2021-06-28,2021-06-23,7,1,2,3,4,5\n" + row, model.D7, []model.Day{first, second}},
		{"quoted", strings.ReplaceAll(`"`+header+"\"\n\""+row+`"`, ",", `","`), model.D7, []model.Day{first}},
		{"mark before a quote", "\ufeff\"Report Refresh Date\"" + strings.TrimPrefix(header, "Report Refresh Date") + "\n" + row, model.D7, []model.Day{first}},
		{"other order, unknown columns, spaces", "X,File Transfer, app sharing ,Video,Audio,IM,Report Period,X,Report Date,Report Refresh Date\n" +
			"a,11,86,208,407,1177,D30,b, 2021-06-22 ,2021-06-28T00:00:00Z\n", model.D30, []model.Day{first}},
		{"unknown count", header + "\n2021-06-28,2021-06-22,180,1177,407, ,86,11\n", model.D180, []model.Day{unknown}},
		{"same day twice", header + "\n" + row + "\n" + row + "\n", model.D7, []model.Day{first}},
		{"all", header + "\n" + strings.Replace(row, ",7,", ",all,", 1), model.All, []model.Day{first}},
		{"blank lines at the end", header + "\n" + row + "\n\n\r\n", model.D7, []model.Day{first}},
		{"header alone", header, model.D7, nil},
		{"most sessions", header + fmt.Sprintf("\n2021-06-28,2021-06-22,7,%d,407,208,86,11", model.MaxCount), model.D7,
			[]model.Day{dayOf(first.Date, model.MaxCount, 407, 208, 86, 11)}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			report, err := graphapi.ParseReport(iotest.OneByteReader(strings.NewReader(c.text)), model.Default())
			if err != nil {
				t.Fatal(err)
			}
			if report.Period != c.period || fmt.Sprint(report.Days()) != fmt.Sprint(c.days) {
				t.Errorf("got %s %v, want %s %v", report.Period, report.Days(), c.period, c.days)
			}
		})
	}
}

func TestParseReportNamesWhatIsWrong(t *testing.T) {
	const good = "\r\n2021-06-28,2021-06-22,7,1,2,3,4,5"
	cell := func(text string) string { return header + good + "\r\n2021-06-28,2021-06-23,7,1,2,3," + text + ",5" }
	cases := []struct {
		name, text string
		says       []string
	}{
		{"nothing", "", []string{"empty"}},
		{"a mark and white space", "\ufeff \r\n\n", []string{"empty"}},
		{"HTML", "\n <!doctype html><html>", []string{"HTML"}},
		{"JSON", `{"error":{}}`, []string{"JSON"}},
		{"XML", `<?xml version="1.0"?>`, []string{"XML"}},
		{"UTF-16 with a mark", "\xff\xfeR\x00e\x00", []string{"UTF-16"}},
		{"UTF-16 without", "R\x00e\x00p\x00", []string{"UTF-16"}},
		{"gzip", "\x1f\x8b\x08", []string{"gzip"}},
		{"other text", "hello \x1b[31m\n", []string{"Line 1", `hello \x1b[31m`, "Report Date"}},
		{"a missing column", strings.Replace(header, "Audio", "Sound", 1), []string{"Line 1", "lacks Audio"}},
		{"a column twice", header + ",im", []string{"Line 1", "IM twice"}},
		{"a number with a separator", cell(`"1,177"`), []string{"Line 3", "App Sharing", `"1,177"`, "whole number"}},
		{"a decimal", cell("12.0"), []string{`"12.0"`}},
		{"a sign", cell("+5"), []string{`"+5"`}},
		{"an exponent", cell("1e3"), []string{`"1e3"`}},
		{"other digits", cell("١٢"), []string{"whole number"}},
		{"a negative count", cell("-1"), []string{"Line 3", "App Sharing", `"-1"`, "negative"}},
		{"a large count", cell("1000000000001"), []string{"too large"}},
		{"a huge count", cell(strings.Repeat("9", 99)), []string{"Line 3", "too large"}},
		{"a cell that is not UTF-8", cell("\xff\x9b"), []string{`\xff\x9b`}},
		{"no date", header + "\n2021-06-28,22.06.2021,7,1,2,3,4,5", []string{"Line 2", "Report Date", `"22.06.2021"`}},
		{"a blank refresh date", header + "\n,2021-06-28,7,1,2,3,4,5", []string{"Line 2", "Report Refresh Date", `""`}},
		{"no such day", header + "\n2021-06-28,2021-02-30,7,1,2,3,4,5", []string{"2021-02-30"}},
		{"no period", header + "\n2021-06-28,2021-06-28,8,1,2,3,4,5", []string{"Line 2", "Report Period", `"8"`}},
		{"two periods", header + good + "\n2021-06-28,2021-06-23,30,1,2,3,4,5", []string{"Line 3", "Report Period", `"30"`, "line 2"}},
		{"a ragged row", header + good + "\n2021-06-28,2021-06-23,7,1,2", []string{"Line 3", "cells"}},
		{"a cell too many", header + good + ",6", []string{"Line 2", "cells"}},
		{"a stray quote", cell(`1"2`), []string{"Line 3", "quote"}},
		{"an open quote", cell(`"12`), []string{"quote"}},
		{"a day with two counts", header + good + "\n2021-06-28,2021-06-22,7,1,2,30,4,5",
			[]string{"Line 3", "Video", `"30"`, "2021-06-22", "line 2", "3"}},
		{"lines within quotes counted", header + ",Note" + good + ",\"a\r\nb\"\n2021-06-28,2021-06-23,7,1,2,x,4,5,", []string{"Line 4", "Video"}},
		{"days a century apart", header + good + "\n2021-06-28,1900-01-01,7,1,2,3,4,5", []string{"century"}},
		{"a long line", header + "\n" + strings.Repeat("7", 65<<10), []string{"Line 2", "64 KiB"}},
		{"too much", header + strings.Repeat(good, 300_000), []string{"8 MiB"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := graphapi.ParseReport(strings.NewReader(c.text), model.Default())
			p := problemOf(t, err)
			if p.Kind != problem.NotReport {
				t.Errorf("got kind %d", p.Kind)
			}
			for _, want := range c.says {
				if !strings.Contains(p.Why, want) {
					t.Errorf("%q is missing in %q", want, p.Why)
				}
			}
		})
	}
}

func TestParseReportReturnsTheErrorOfItsReader(t *testing.T) {
	want := errors.New("disk on fire")
	_, err := graphapi.ParseReport(io.MultiReader(strings.NewReader(header+"\n2021"), iotest.ErrReader(want)), model.Default())
	if p := problemOf(t, err); p.Kind != problem.Other || !errors.Is(err, want) {
		t.Errorf("got kind %d: %v", p.Kind, err)
	}
}

func FuzzParseReport(f *testing.F) {
	add := func(text string) {
		for i := range model.Catalogue() {
			f.Add([]byte(text), uint8(i))
		}
	}
	add(csvText)
	add("\ufeff\"" + header + "\"\n\n2021-06-28,2021-06-22,7,\"1\r\n\",2,3,4,5")
	add(header + "\n2021-06-28,2021-06-22,7,,,,,-0\x00")
	add(documentedTeams + "\n2021-06-28,2021-06-27,7,8,9,10,PT1M,P2DT0.5S,PT1H,0,0,30\n")
	add(realTeams + "\n2021-06-28,2021-06-27,30,9,8,PT1H,10,3,7,0,-PT2M,PT1M,x")
	for _, definition := range model.Catalogue() {
		add(fileOf(definition, "7"))
	}
	f.Fuzz(func(t *testing.T, data []byte, index uint8) {
		definition := model.Catalogue()[int(index)%len(model.Catalogue())]
		one, oneError := graphapi.ParseReport(bytes.NewReader(data), definition)
		checkParsed(t, []model.Report{one}, oneError)
		answer, err := graphapi.ParseAnswer(bytes.NewReader(data), definition.Function, model.D30)
		checkParsed(t, answer, err)
		found, err := graphapi.ParseFile(bytes.NewReader(data), nil)
		checkParsed(t, found, err)
		wanted, err := graphapi.ParseFile(bytes.NewReader(data), definition)
		checkParsed(t, wanted, err)
		if err == nil && oneError != nil {
			t.Errorf("%s is found in the file but cannot be read: %v", definition.Name, oneError)
		}
	})
}

// checkParsed checks what is true of every parsed file: an error is NotReport and says why, and reports are read back from
// the CSV of their days.
func checkParsed(t *testing.T, reports []model.Report, err error) {
	t.Helper()
	if err != nil {
		checkNothingLeaks(t, err)
		if p := problem.As(err); p.Kind != problem.NotReport || p.Why == "" {
			t.Errorf("got kind %d: %q", p.Kind, p.Lines())
		}
		return
	}
	for _, report := range reports {
		if len(report.Days()) == 0 {
			continue
		}
		again, err := graphapi.ParseReport(strings.NewReader(csvOf(report)), report.Definition)
		if err != nil || fmt.Sprint(again) != fmt.Sprint(report) {
			t.Errorf("%s %v is read back as %v, %v", report.Definition.Name, report, again, err)
		}
	}
}

// csvOf is the CSV of a report.
func csvOf(report model.Report) string {
	header, _, _ := strings.Cut(fileOf(report.Definition, ""), "\n")
	text := header + "\n"
	for _, day := range report.Days() {
		text += day.RefreshDate.String() + "," + day.Date.String() + "," + report.Period.Number()
		for _, count := range day.Counts[:len(report.Definition.Series)] {
			text += "," + graphapi.FormatCount(count, report.Definition.Unit)
		}
		text += "\n"
	}
	return text
}

func FuzzDuration(f *testing.F) {
	for _, text := range []string{"PT0S", "PT8H13M52S", "P1DT2H", "PT0.5S", "P11574074DT1H46M40S", "P99999999999999999999D", "PT1M1H", "7"} {
		f.Add(text)
	}
	seconds := modeltest.Find(f, "teams-time")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, ",\"\r\n") || strings.TrimSpace(text) == "" {
			return
		}
		report, err := graphapi.ParseReport(strings.NewReader(timeFile(text)), seconds)
		if err != nil {
			return
		}
		value, known := report.Days()[1].Counts[0].Value()
		if !known || value < 0 || value > model.MaxCount {
			t.Errorf("%q is %d, %t", text, value, known)
		}
	})
}

func BenchmarkParseD180(b *testing.B) {
	var text strings.Builder
	text.WriteString(header + "\r\n")
	for i := range 180 {
		fmt.Fprintf(&text, "2021-06-28,%s,180,%d,%d,%d,%d,%d\r\n", model.NewDate(2021, 6, 28-i), 1177+i, 407+i, 208+i, 86+i, 11+i)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := graphapi.ParseReport(strings.NewReader(text.String()), model.Default()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseTeamsD180 parses the three reports of one file.
func BenchmarkParseTeamsD180(b *testing.B) {
	var text strings.Builder
	text.WriteString(documentedTeams + "\r\n")
	for i := range 180 {
		fmt.Fprintf(&text, "2021-06-28,%s,%d,%d,%d,%d,P%dDT8H13M52S,PT%dH,PT0S,%d,0,180\r\n", model.NewDate(2021, 6, 28-i), 1177+i, 407+i, 208+i, 86+i, i, i, i)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := graphapi.ParseAnswer(strings.NewReader(text.String()), "getTeamsUserActivityCounts", model.D180); err != nil {
			b.Fatal(err)
		}
	}
}
