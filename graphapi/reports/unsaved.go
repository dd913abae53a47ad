package reports

import (
	"context"
	"sync"

	"peerdash/model"
)

// unsaved are the latest answers that could not be stored. This process uses them as if they were stored. They are safe for
// concurrent use.
type unsaved struct {
	mutex   sync.Mutex
	answers map[answerName]fetched
}

// put records an answer that could not be stored, or forgets the last one once a newer one was stored.
func (u *unsaved) put(file answerName, answer fetched, isStored bool) {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	if isStored {
		delete(u.answers, file)
		return
	}
	if u.answers == nil {
		u.answers = map[answerName]fetched{}
	}
	u.answers[file] = answer
}

func (u *unsaved) get(file answerName) (fetched, bool) {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	answer, found := u.answers[file]
	return answer, found
}

// readUnsaved is the reading of an answer that could not be stored, if there is one.
func (l *Live) readUnsaved(
	ctx context.Context, definition *model.Definition, period model.Period,
) (reading Reading, found bool, err error) {
	answer, found := l.unsaved.get(answerName{definition.Function, requestedPeriod(period)})
	if !found {
		return Reading{}, false, nil
	}
	reading, err = l.reading(ctx, definition, period, answer)
	reading.FreshUntil = l.freshUntil(answer.FetchedAt)
	return reading, true, err
}
