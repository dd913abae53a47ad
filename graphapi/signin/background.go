package signin

import "sync"

// background runs calls that may outlast their callers. Unlike with a sync.WaitGroup, calls may start during a wait.
type background struct {
	mutex   sync.Mutex
	running int
	idle    chan struct{} // closed when no call runs any more
}

// start runs the call in a goroutine.
func (b *background) start(call func()) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.running == 0 {
		b.idle = make(chan struct{})
	}
	b.running++
	go func() {
		defer b.end()
		call()
	}()
}

func (b *background) end() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.running--; b.running == 0 {
		close(b.idle)
	}
}

// wait returns when no call runs.
func (b *background) wait() {
	b.mutex.Lock()
	running, idle := b.running, b.idle
	b.mutex.Unlock()
	if running > 0 {
		<-idle
	}
}
