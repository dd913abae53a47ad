package authority

import "strings"

// Approve simulates a user who enters the code and signs in. It reports whether the code was pending.
func (a *Authority) Approve(userCode string) bool { return a.decide(userCode, approved) }

// Decline simulates a user who enters the code and declines. It reports whether the code was pending.
func (a *Authority) Decline(userCode string) bool { return a.decide(userCode, declined) }

func (a *Authority) decide(userCode string, state codeState) bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	code := a.codeWhere(func(c *deviceCode) bool { return strings.EqualFold(c.user, userCode) })
	if code == nil || code.state != pending {
		return false
	}
	code.state = state
	return true
}

// Expire ends the lifetime of a device code.
func (a *Authority) Expire(userCode string) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if code := a.codeWhere(func(c *deviceCode) bool { return c.user == userCode }); code != nil {
		code.expires = a.config.Now()
	}
}

// Revoke makes all refresh tokens invalid, as a changed password does.
func (a *Authority) Revoke() {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	clear(a.refreshers)
}

// FailNext makes the next requests fail, one for each AADSTS number.
func (a *Authority) FailNext(numbers ...int) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for _, number := range numbers {
		a.failures = append(a.failures, refusal(number, "Refused on demand."))
	}
}

// SlowDownNext makes the next request fail with slow_down.
func (a *Authority) SlowDownNext() {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.failures = append(a.failures, slowDown)
}

// Requests is the number of requests of a kind: a grant type, such as "refresh_token", or "devicecode".
func (a *Authority) Requests(name string) int {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.requests[name]
}
