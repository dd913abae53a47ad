package doctor_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"peerdash/graphapi/doctor"
	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/graphapi/signin"
	"peerdash/model"
)

var noon = time.Date(2026, time.July, 1, 12, 0, 0, 123456789, time.UTC)

// onGraph is the configuration of a doctor for an emulated Graph at noon.
func onGraph(t *testing.T) (*emulatortest.Emulator, doctor.Config) {
	t.Helper()
	now := func() time.Time { return noon }
	graph, err := emulatortest.Start(emulatortest.Config{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	transport := graph.Transport()
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = graph.Close()
	})
	signIn, err := signin.New(signin.Config{
		Settings:  signin.Settings{Tenant: graph.Tenant(), ClientID: graph.ClientID(), ClientSecret: graph.ClientSecret()},
		LoginRoot: graph.LoginRoot(), GraphRoot: graph.GraphRoot(), Transport: transport, Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return graph, doctor.Config{
		LoginRoot: graph.LoginRoot(), GraphRoot: graph.GraphRoot(), Transport: transport, Proxy: transport.Proxy,
		SignIn: signIn, Method: "a client secret", Tenant: graph.Tenant(), UsesLoginRoot: true, Now: now,
	}
}

func TestEveryReportCanBeChecked(t *testing.T) {
	_, config := onGraph(t)
	for _, report := range append(slices.Clone(model.Catalogue()), nil) {
		config.Report = report
		want := model.Default().Name
		if report != nil {
			want = report.Name
		}
		want += ": 7 days, data to 2026-06-29 (2 days ago)"
		steps := doctor.Run(t.Context(), config)
		for _, step := range steps {
			if step.Outcome != doctor.OK {
				t.Errorf("%s: step %s: %s, %s", want, step.Name, step.Outcome, step.Found)
			}
		}
		if last := steps[len(steps)-1]; last.Found != want {
			t.Errorf("the last step found %q, want %q", last.Found, want)
		}
	}
}

func TestAnEmptyReportIsAWarning(t *testing.T) {
	graph, config := onGraph(t)
	config.Report, _ = model.Find("email")
	graph.GiveFile(config.Report.Function, model.D7, "Report Refresh Date,Send,Receive,Read,Report Date,Report Period\n")
	steps := doctor.Run(t.Context(), config)
	last := steps[len(steps)-1]
	if last.Outcome != doctor.Warning || !strings.Contains(last.Found, "email") || last.Do == "" {
		t.Errorf("the last step is %+v, want a warning that the report email is empty", last)
	}
}
