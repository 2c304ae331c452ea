package quiz

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"kuril/deck"
)

// A version is one text of something that travels, and those it came from: what
// stands in Was is older, wherever it is met.
type version struct {
	Sum     string   `json:"sum"`
	Was     []string `json:"was,omitempty"`
	At      int64    `json:"at"` // when it was last changed, ms since 1970
	Deck    string   `json:"deck,omitempty"`
	Removed bool     `json:"removed,omitempty"`
}

// mostVersions is how many earlier texts are remembered of one thing. Who was
// away for longer than that has a conflict to look at, and loses nothing.
const mostVersions = 64

// changed is the version after a change here.
func (v version) changed(sum string, at int64) version {
	if v.Sum != "" {
		v.Was = append(slices.Clone(v.Was), v.Sum)
	}
	v.Was = slices.DeleteFunc(v.Was, func(s string) bool { return s == sum })
	if n := len(v.Was) - mostVersions; n > 0 {
		v.Was = v.Was[n:]
	}
	v.Sum, v.At, v.Removed = sum, at, false
	return v
}

// after is the version with those of another one before it.
func (v version) after(others ...version) version {
	was := slices.Clone(v.Was)
	for _, o := range others {
		for _, s := range append(slices.Clone(o.Was), o.Sum) {
			if s != "" && s != v.Sum && !slices.Contains(was, s) {
				was = append(was, s)
			}
		}
	}
	slices.Sort(was)
	if n := len(was) - mostVersions; n > 0 {
		was = was[n:]
	}
	v.Was = was
	return v
}

// How two versions of one thing stand to each other.
type standing int

const (
	equal    standing = iota
	older             // theirs: ours came from it
	newer             // theirs came from ours
	apart             // both were changed: ours stays
	apartNew          // both were changed: theirs is the newer one
)

// compareVersions says what to do with theirs. It decides the same on every
// device: a text stands against a removal, and else what was changed last.
func compareVersions(ours, theirs version) standing {
	switch {
	case ours.Sum == theirs.Sum:
		return equal
	case slices.Contains(ours.Was, theirs.Sum):
		return older
	case ours.Sum == "" || slices.Contains(theirs.Was, ours.Sum):
		return newer
	case ours.Removed && theirs.Removed:
		return equal
	case theirs.Removed:
		return apart
	case ours.Removed:
		return apartNew
	case theirs.At != ours.At && theirs.At > ours.At, theirs.At == ours.At && theirs.Sum > ours.Sum:
		return apartNew
	}
	return apart
}

// questionSum tells one text of a question from another, and one deck.
func questionSum(q *deck.Question) string {
	return textSum([]byte(q.Deck + "\n" + deck.Format(q)))
}

func textSum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}
