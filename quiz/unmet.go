package quiz

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/progress"
)

// place is a card by its question's place in the bank and its own in that.
type place struct{ question, card uint32 }

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.question, q.question), cmp.Compare(p.card, q.card))
}

func (d *Desk) place(card string) (place, bool) {
	at, ok := d.Bank.Place(deck.QuestionID(card))
	if !ok {
		return place{}, false
	}
	for i, c := range d.Bank.Outline(at) {
		if c.ID == card {
			return place{uint32(at), uint32(i)}, true
		}
	}
	return place{}, false
}

// merge puts two lists in order together, each in order before.
func merge(a, b []place) []place {
	all := make([]place, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].compare(b[0]) < 0 {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// mostChanged is how many cards may be touched before the list of new ones is
// written again.
const mostChanged = 200

// listNew looks at every card for the new ones, in the order of the bank.
func (d *Desk) listNew(ctx context.Context) ([]place, error) {
	states, err := d.Store.States(ctx)
	if err != nil {
		return nil, err
	}
	var list []place
	for at := range d.Bank.Len() {
		for i, c := range d.Bank.Outline(at) {
			if states[c.ID].New() {
				list = append(list, place{uint32(at), uint32(i)})
			}
		}
	}
	return list, nil
}

// updateNew brings the list up to date with cards that changed.
func (d *Desk) updateNew(list []place, changed map[string]progress.State) []place {
	if len(changed) == 0 {
		return list
	}
	gone := make(map[place]bool)
	var come []place
	for card, s := range changed {
		p, ok := d.place(card)
		if !ok {
			continue
		}
		gone[p] = true // from where it may stand already
		if s.New() {
			come = append(come, p)
		}
	}
	slices.SortFunc(come, place.compare)
	return merge(slices.DeleteFunc(list, func(p place) bool { return gone[p] }), come)
}

// The list of new cards is kept as: newMagic, the sum of the bank, the row and
// the event of the log, the places, and a checksum of all that.
const newMagic = "kuril new\x00\x00\x01"

func (d *Desk) newFile() string {
	h := fnv.New64a()
	h.Write([]byte(d.DataDir + "\x00" + strings.Join(d.BankFiles, "\x00")))
	return filepath.Join(d.Cache.Dir, fmt.Sprintf("new-%016x", h.Sum64()))
}

// readNew returns the list that was kept for this bank, and of what moment it
// is; nothing when there is none that can be believed.
func (d *Desk) readNew(sum uint32) (list []place, at progress.Moment) {
	data, err := os.ReadFile(d.newFile())
	n := len(data) - 4
	if err != nil || n < len(newMagic)+16 || string(data[:len(newMagic)]) != newMagic ||
		crc32.ChecksumIEEE(data[:n]) != binary.LittleEndian.Uint32(data[n:]) {
		return nil, at
	}
	data = data[len(newMagic):n]
	length := int(binary.LittleEndian.Uint32(data[12:]))
	if binary.LittleEndian.Uint32(data) != sum || length > len(data)-16 || (len(data)-16-length)%8 != 0 {
		return nil, at
	}
	at.Row, at.Event = int64(binary.LittleEndian.Uint64(data[4:])), string(data[16:16+length])
	data = data[16+length:]
	list = make([]place, len(data)/8)
	for i := range list {
		list[i] = place{binary.LittleEndian.Uint32(data[8*i:]), binary.LittleEndian.Uint32(data[8*i+4:])}
	}
	return list, at
}

// writeNew keeps the list. Where it cannot be kept, it is made again next time.
func (d *Desk) writeNew(list []place, sum uint32, at progress.Moment) {
	if d.Cache.ReadOnly || d.Cache.Dir == "" || at.Event == "" {
		return
	}
	b := []byte(newMagic)
	b = binary.LittleEndian.AppendUint32(b, sum)
	b = binary.LittleEndian.AppendUint64(b, uint64(at.Row))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(at.Event)))
	b = append(b, at.Event...)
	for _, p := range list {
		b = binary.LittleEndian.AppendUint32(b, p.question)
		b = binary.LittleEndian.AppendUint32(b, p.card)
	}
	b = binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	f, err := os.CreateTemp(d.Cache.Dir, ".new-*") // 0600
	if err != nil {
		return
	}
	_, err = f.Write(b)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), d.newFile())
	}
	if err != nil {
		os.Remove(f.Name())
	}
}
