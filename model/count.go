package model

// MaxCount is the largest count that a day may hold. It lies far above what any organization can reach and low
// enough that a century of days adds up within an int64.
const MaxCount = 1_000_000_000_000

// Count is a known number in the unit of its report, or unknown. Unknown is not zero; the zero Count is unknown.
type Count struct {
	value int64
	known bool
}

// Known is the count of this value.
func Known(value int64) Count { return Count{value: value, known: true} }

// Value is the count, and whether it is known; the number is 0 if it is not.
func (c Count) Value() (value int64, known bool) { return c.value, c.known }

// Plus adds two counts. An unknown one adds nothing; the sum is unknown only if both are.
func (c Count) Plus(other Count) Count {
	return Count{value: c.value + other.value, known: c.known || other.known}
}
