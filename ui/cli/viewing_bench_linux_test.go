package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// idleTime is how long the viewers are measured, in which each checks the store once.
const idleTime = 10 * time.Second

// BenchmarkIdleViewers measures the load of viewers who look at the dashboard without pressing a key.
func BenchmarkIdleViewers(b *testing.B) {
	server, _, _ := sharedViewing(b)
	open := 0
	for _, viewers := range []int{1, 20, 50} {
		for ; open < viewers; open++ {
			server.view(b, server.blockPort)
		}
		b.Run(strconv.Itoa(viewers), func(b *testing.B) {
			for b.Loop() {
				measureViewers(b, server)
			}
		})
	}
}

func measureViewers(b *testing.B, server *sshServer) {
	dashboards := server.processes()
	connections := server.connectionsOf(dashboards)
	dashboardsBefore, connectionsBefore := useOf(b, dashboards), useOf(b, connections)
	time.Sleep(idleTime)
	ofDashboards := useOf(b, dashboards).since(dashboardsBefore)
	ofConnections := useOf(b, connections).since(connectionsBefore)

	each := func(total float64) float64 { return total / float64(len(dashboards)) }
	percent := 100 * (ofDashboards.cpu + ofConnections.cpu).Seconds() / idleTime.Seconds()
	b.ReportMetric(each(memoryOf(b, dashboards, "Rss")), "MB-RSS/viewer")
	b.ReportMetric(each(memoryOf(b, dashboards, "Pss")), "MB-PSS/viewer")
	b.ReportMetric(each(memoryOf(b, dashboards, "Private_Dirty")), "MB-private/viewer")
	b.ReportMetric(each(memoryOf(b, connections, "Pss")), "MB-PSS-sshd/viewer")
	b.ReportMetric(percent, "%core")
	b.ReportMetric(each(float64(ofDashboards.wakeups))/idleTime.Seconds(), "wakeups/s/viewer")
	b.ReportMetric(0, "ns/op")
}

// connectionsOf are the sshd processes of the dashboards, which are their parents up to the listening one.
func (s *sshServer) connectionsOf(dashboards []int) []int {
	var connections []int
	for _, process := range dashboards {
		for parent := parentOf(process); parent > 1 && parent != s.sshd.Process.Pid; parent = parentOf(parent) {
			if !slices.Contains(connections, parent) {
				connections = append(connections, parent)
			}
		}
	}
	return connections
}

func parentOf(process int) int {
	return int(statusOf(fmt.Sprintf("/proc/%d/status", process), "PPid"))
}

// statusOf is a number in a file of lines with a name, a colon and a value; 0 where there is none.
func statusOf(path, name string) float64 {
	content, _ := os.ReadFile(path)
	for line := range strings.Lines(string(content)) {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			number, _ := strconv.ParseFloat(strings.Fields(value)[0], 64)
			return number
		}
	}
	return 0
}

// memoryOf is a figure of all processes in MB.
func memoryOf(b *testing.B, processes []int, name string) float64 {
	b.Helper()
	var total float64
	for _, process := range processes {
		kibibytes := statusOf(fmt.Sprintf("/proc/%d/smaps_rollup", process), name)
		if kibibytes == 0 {
			b.Fatalf("process %d has no %s", process, name)
		}
		total += kibibytes * 1024 / 1e6
	}
	return total
}

// use is the processor time and the wakeups of processes.
type use struct {
	cpu     time.Duration
	wakeups int
}

func (u use) since(before use) use { return use{u.cpu - before.cpu, u.wakeups - before.wakeups} }

// useOf adds up all threads of the processes.
func useOf(b *testing.B, processes []int) use {
	b.Helper()
	var total use
	for _, process := range processes {
		threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", process))
		if err != nil || len(threads) == 0 {
			b.Fatalf("process %d has ended", process)
		}
		for _, thread := range threads {
			schedule, _ := os.ReadFile(filepath.Join(thread, "schedstat"))
			if fields := strings.Fields(string(schedule)); len(fields) > 0 {
				nanoseconds, _ := strconv.ParseInt(fields[0], 10, 64)
				total.cpu += time.Duration(nanoseconds)
			}
			total.wakeups += int(statusOf(filepath.Join(thread, "status"), "voluntary_ctxt_switches"))
		}
	}
	return total
}
