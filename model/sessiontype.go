package model

// SessionType is one of the kinds of peer-to-peer session that the report counts, in the report's order.
// In a stack the first lies at the bottom.
type SessionType int

// The session types of getSkypeForBusinessPeerToPeerActivityCounts.
const (
	IM SessionType = iota
	Audio
	Video
	AppSharing
	FileTransfer

	// SessionTypeCount is how many session types there are.
	SessionTypeCount = int(FileTransfer) + 1
)

var sessionTypes = [SessionTypeCount]struct{ column, key, letter string }{
	IM:           {column: "IM", key: "im", letter: "I"},
	Audio:        {column: "Audio", key: "audio", letter: "A"},
	Video:        {column: "Video", key: "video", letter: "V"},
	AppSharing:   {column: "App Sharing", key: "appSharing", letter: "S"},
	FileTransfer: {column: "File Transfer", key: "fileTransfer", letter: "F"},
}

// SessionTypes lists every session type in the report's order.
func SessionTypes() [SessionTypeCount]SessionType {
	return [SessionTypeCount]SessionType{IM, Audio, Video, AppSharing, FileTransfer}
}

// Label is the name to show, which is also the name of the report's column: "App Sharing".
func (t SessionType) Label() string { return sessionTypes[t].column }

// Key is the name in JSON: "appSharing".
func (t SessionType) Key() string { return sessionTypes[t].key }

// Letter is one letter, different for each type, for charts without colour.
func (t SessionType) Letter() string { return sessionTypes[t].letter }

// TypeSet is a set of session types, such as those that are shown. The zero TypeSet is empty.
type TypeSet uint8

// AllTypes holds every session type.
const AllTypes TypeSet = 1<<SessionTypeCount - 1

// OnlyType is the set of one type.
func OnlyType(t SessionType) TypeSet { return 1 << t }

// Has reports whether the type is in the set.
func (s TypeSet) Has(t SessionType) bool { return s&OnlyType(t) != 0 }

// Toggle is the set with the type taken out where it was in, and put in where it was out.
func (s TypeSet) Toggle(t SessionType) TypeSet { return s ^ OnlyType(t) }
