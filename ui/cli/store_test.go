package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExportOfAllImportsIntoTheSame(t *testing.T) {
	here, there := nowhere(t), nowhere(t)
	for name, content := range map[string]string{
		"old.csv":    header + "2021-06-20,2021-06-19,7,1,1,1,1,1\n2021-06-20,2021-06-20,7,2,2,2,2,2\n",
		"new.csv":    header + "2021-06-22,2021-06-20,30,3,2,2,2,2\n2021-06-22,2021-06-22,30,,4,4,4,4\n",
		"broken.csv": header + "2021-06-28,2021-06-25,7,5,5,5,5,5\n2021-06-28,2021-06-26,7,many,5,5,5,5\n",
	} {
		if err := os.WriteFile(filepath.Join(here.home, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := here.run(t, "import", "--tenant", "contoso.com", "old.csv", "broken.csv", "new.csv")
	got.wants(t, 5, "broken.csv", "many")
	for _, want := range []string{"old.csv: 2 days new, 0 revised, 0 unchanged", "new.csv: 1 day new, 1 revised, 0 unchanged"} {
		if !strings.Contains(got.output, want) {
			t.Errorf("import does not say %q:\n%s", want, got.output)
		}
	}
	all := here.run(t, "print", "--offline", "--period", "all", "--format", "csv")
	all.wants(t, 0)
	want := header + "2021-06-20,2021-06-19,all,1,1,1,1,1\n2021-06-22,2021-06-20,all,3,2,2,2,2\n2021-06-22,2021-06-22,all,,4,4,4,4\n"
	if all.output != want {
		t.Errorf("kept\n%s\nwant\n%s", all.output, want)
	}
	there.runWith(t, all.output, "import", "--tenant", "contoso.com", "-").wants(t, 0)
	if again := there.run(t, "print", "--offline", "--period", "all", "--format", "csv"); again.output != want {
		t.Errorf("imported\n%s\nwant\n%s", again.output, want)
	}
}

func TestOfflineFindsTheTenant(t *testing.T) {
	around := nowhere(t)
	report := header + "2021-06-20,2021-06-19,7,1,1,1,1,1\n"
	around.run(t, "print", "--offline", "--period", "all").wants(t, 4)
	around.runWith(t, report, "import", "-").wants(t, 2, "tenant of these reports is unknown", "--tenant")
	around.runWith(t, report, "import", "--tenant", "contoso.com", "-").wants(t, 0)
	around.run(t, "print", "--offline", "--period", "all").wants(t, 0)
	around.runWith(t, report, "import", "--tenant", "fabrikam.com", "-").wants(t, 0)
	around.run(t, "print", "--offline", "--period", "all").wants(t, 2, "contoso.com", "fabrikam.com", "--tenant")
	around.run(t, "print", "--offline", "--period", "all", "--tenant", "fabrikam.com").wants(t, 0)
}

func TestStoreForgetsWhatItIsTold(t *testing.T) {
	around := nowhere(t)
	report := header + "2021-06-20,2021-06-19,7,1,1,1,1,1\n"
	around.runWith(t, report, "import", "--tenant", "contoso.com", "-").wants(t, 0)
	around.run(t, "store", "forget", "--tenant", "contoso.com").wants(t, 2, "--yes")
	if info := around.run(t, "store", "info"); !strings.Contains(info.output, "contoso.com") || !strings.Contains(info.output, "2021-06-19") {
		t.Errorf("store info tells\n%s", info.output)
	}
	around.run(t, "store", "forget", "--tenant", "contoso.com", "--yes").wants(t, 0)
	around.run(t, "store", "vacuum").wants(t, 0)
	if info := around.run(t, "store", "info"); strings.Contains(info.output, "contoso.com") {
		t.Errorf("it was not forgotten:\n%s", info.output)
	}
}

func TestRevisionsListEachValueOfADay(t *testing.T) {
	around := nowhere(t)
	for _, row := range []string{"2021-06-20,2021-06-20,7,2,2,2,2,2\n", "2021-06-22,2021-06-20,30,3,2,2,2,2\n"} {
		around.runWith(t, header+row, "import", "--tenant", "contoso.com", "-").wants(t, 0)
	}
	got := around.run(t, "print", "--offline", "--format", "ndjson", "--revisions")
	got.wants(t, 0)
	want := `{"reportRefreshDate":"2021-06-20","reportDate":"2021-06-20","reportPeriod":"all","im":2,"audio":2,"video":2,"appSharing":2,"fileTransfer":2}
{"reportRefreshDate":"2021-06-22","reportDate":"2021-06-20","reportPeriod":"all","im":3,"audio":2,"video":2,"appSharing":2,"fileTransfer":2}
`
	if got.output != want {
		t.Errorf("printed\n%s\nwant\n%s", got.output, want)
	}
	around.run(t, "print", "--offline", "--revisions").wants(t, 2, "ndjson")
}
