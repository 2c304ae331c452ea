package command

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"kuril/lazyregexp"
)

// tellZone says that the time zone which TZ names is not known: the days would
// begin and end at other hours than the learner's, and nobody would see why.
func (p *program) tellZone() {
	if tz := p.Getenv("TZ"); !knownZone(tz) {
		p.talk("kuril: note: there is no time zone TZ=%q here, so times are in UTC; write it as TZ=Asia/Tokyo", tz)
	}
}

var utc = lazyregexp.New(`^(?:UTC|GMT|UCT|Z)[+-]?0*$`)

// knownZone reports whether TZ means a zone that Go can find: none for UTC, a
// name, or the file of one, with or without a colon in front.
func knownZone(tz string) bool {
	name := strings.TrimPrefix(tz, ":")
	if name == "" || utc.MatchString(name) {
		return true
	}
	if !filepath.IsAbs(name) {
		_, err := time.LoadLocation(name)
		return err == nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return false
	}
	_, err = time.LoadLocationFromTZData(name, data)
	return err == nil
}
