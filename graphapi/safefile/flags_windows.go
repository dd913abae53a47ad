package safefile

// Windows has neither FIFOs among its files nor such flags.
const (
	NoWait   = 0
	NoFollow = 0
)
