package deck

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// A packed bank is a file of the cache: a fixed beginning; the head as JSON;
// for every question a row of fixed size, in the order of the bank, behind them
// rows of questions that were read and are not in the bank; their ids, one
// behind the other; the rows in the order of the ids; texts that rows share; and
// behind all this the records, the rest of each question. The head and the
// tables have one checksum, and every record has its own.
//
// Nothing in it is trusted: a number that leads out of the file makes it no cache.
type packed struct {
	head  packedHead
	file  io.ReaderAt
	sum   uint32 // of everything but the records
	count int    // of the questions in the bank; rows are more
	rows  []byte
	ids   []byte
	order []byte
	texts []string // no two alike; the first is empty

	room []Question // for outlines: one piece of memory for many

	records int64 // where they begin
	length  int64 // of all of them
}

// packedHead is what is known of the bank as a whole.
type packedHead struct {
	Sources   []source
	Files     []string // whose questions are used
	Problems  []Problem
	Originals []string // ids of built-in questions that are replaced
	Builtin   uint32   // a sum of the built-in text
	Texts     []string
}

const (
	packedMagic = "kuril bank\x00"
	beginning   = 16 + 8*4 // the magic and the version, then lengths and the sum
	rowSize     = 9 * 4
)

// The numbers of a row.
const (
	rowID     = iota // where its id ends
	rowRecord        // where its record ends
	rowSum           // of the record
	rowLine
	rowSource // which file; noSource: built in
	rowDeck   // texts
	rowGroup
	rowAdded
	rowCards // kind, other way round, and above them the text of its gaps
)

const noSource = math.MaxUint32

func sumOf(text []byte) uint32 { return crc32.Checksum(text, crcTable) }

var crcTable = crc32.MakeTable(crc32.Castagnoli)

// openPacked opens a cache; nil when there is none that can be believed.
func openPacked(path string, builtin []byte) *packed {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		f.Close()
		return nil
	}
	p, ok := readPacked(f, info.Size())
	if !ok || p.head.Builtin != sumOf(builtin) {
		f.Close()
		return nil
	}
	return p
}

func readPacked(f io.ReaderAt, size int64) (*packed, bool) {
	var start [beginning]byte
	if _, err := f.ReadAt(start[:], 0); err != nil || !bytes.Equal(start[:16], magic()) {
		return nil, false
	}
	n := func(i int) int64 { return int64(binary.LittleEndian.Uint32(start[16+4*i:])) }
	p := &packed{file: f, count: int(n(0))}
	rows, head, ids := n(1), n(2), n(3)
	tables := head + rows*rowSize + ids + rows*4
	p.records = beginning + tables
	p.length = size - p.records
	if p.length < 0 || int64(p.count) > rows || n(4) != p.length {
		return nil, false
	}
	data := make([]byte, tables)
	if _, err := f.ReadAt(data, beginning); err != nil {
		return nil, false
	}
	p.sum = crc32.Update(crc32.Checksum(start[:beginning-4], crcTable), crcTable, data)
	if p.sum != binary.LittleEndian.Uint32(start[beginning-4:]) || json.Unmarshal(data[:head], &p.head) != nil {
		return nil, false
	}
	data = data[head:]
	p.rows, data = data[:rows*rowSize], data[rows*rowSize:]
	p.ids, p.order = data[:ids], data[ids:]
	p.texts = p.head.Texts
	return p, len(p.texts) > 0
}

func magic() []byte {
	m := make([]byte, 16)
	copy(m, packedMagic)
	binary.LittleEndian.PutUint32(m[12:], parseVersion)
	return m
}

// row is number i of the row of a question.
func (p *packed) row(question, i int) uint32 {
	return binary.LittleEndian.Uint32(p.rows[question*rowSize+4*i:])
}

// span is where a column that ends there lies.
func (p *packed) span(question, column int) (from, to int64) {
	if question > 0 {
		from = int64(p.row(question-1, column))
	}
	return from, int64(p.row(question, column))
}

func (p *packed) id(question int) []byte {
	from, to := p.span(question, rowID)
	if from > to || to > int64(len(p.ids)) {
		return nil
	}
	return p.ids[from:to]
}

func (p *packed) text(question, column int) string {
	if i := p.row(question, column); int64(i) < int64(len(p.texts)) {
		return p.texts[i]
	}
	return ""
}

// find returns the row of a question of the bank.
func (p *packed) find(id string) (int, bool) {
	at := func(i int) int { return int(binary.LittleEndian.Uint32(p.order[4*i:])) }
	lo, hi := 0, p.count
	for lo < hi {
		mid := (lo + hi) / 2
		row := at(mid)
		if row >= p.count {
			return 0, false
		}
		switch c := cmp.Compare(string(p.id(row)), id); {
		case c == 0:
			return row, true
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}

// outline is a question without its texts: its id, deck, group, day and kind.
func (p *packed) outline(row int) *Question {
	if len(p.room) == 0 {
		p.room = make([]Question, 64)
	}
	q := &p.room[0]
	p.room = p.room[1:]
	q.ID, q.Deck, q.Group, q.Added = string(p.id(row)), p.text(row, rowDeck), p.text(row, rowGroup), p.text(row, rowAdded)
	if k := p.row(row, rowCards) & 7; int(k) < len(kinds) {
		q.Kind = kinds[k].kind
	}
	return q
}

// cards are those of a question of which only the outline is known.
func (p *packed) cards(row int, q *Question) []Card {
	n := p.row(row, rowCards)
	if q.Kind == Cloze {
		var cards []Card
		if i := n >> 4; int64(i) < int64(len(p.texts)) {
			for gap := range strings.SplitSeq(p.texts[i], " ") {
				number, _ := strconv.Atoi(gap)
				cards = append(cards, Card{ID: q.ID + "#" + gap, Question: q, Gap: number})
			}
		}
		return cards
	}
	cards := []Card{{ID: q.ID, Question: q}}
	if n&8 != 0 {
		cards = append(cards, Card{ID: q.ID + "#back", Question: q, Back: true})
	}
	return cards
}

// question reads one question; ok is false when it is not as it was written.
func (p *packed) question(row int) (q *Question, ok bool) {
	from, to := p.span(row, rowRecord)
	if from > to || to > p.length {
		return nil, false
	}
	data := make([]byte, to-from)
	if _, err := p.file.ReadAt(data, p.records+from); err != nil {
		return nil, false
	}
	q = new(Question)
	return q, p.unpack(q, row, data, string(data))
}

// unpack fills in a question from its record, given as bytes and as text.
func (p *packed) unpack(q *Question, row int, packed []byte, text string) bool {
	if crc32.Checksum(packed, crcTable) != p.row(row, rowSum) {
		return false
	}
	*q = *p.outline(row)
	q.Line = int(p.row(row, rowLine))
	q.File = Builtin
	if s := p.row(row, rowSource); s != noSource {
		if int64(s) >= int64(len(p.head.Sources)) {
			return false
		}
		q.File = p.head.Sources[s].Path
	}
	r := record{rest: text, ok: true}
	flags := r.number()
	q.Both = flags&1 != 0
	if flags&2 != 0 {
		q.Tolerance = math.Float64frombits(r.number())
	}
	match := r.text()
	q.Match = Match(match)
	for _, field := range q.texts() {
		*field = r.text()
	}
	for _, list := range q.lists() {
		*list = r.list()
	}
	return r.ok && r.rest == ""
}

// texts and lists are what a record holds of a question, in its order.
func (q *Question) texts() [5]*string {
	return [...]*string{&q.Prompt, &q.Unit, &q.Hint, &q.Why, &q.From}
}

func (q *Question) lists() [5]*[]string {
	return [...]*[]string{&q.Answers, &q.Wrong, &q.Items, &q.Sources, &q.Tags}
}

// record is what of a record has not been read yet.
type record struct {
	rest string
	ok   bool
}

func (r *record) number() uint64 {
	var n uint64
	for i := range min(len(r.rest), binary.MaxVarintLen64) {
		b := r.rest[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return n
		}
	}
	r.ok, r.rest = false, ""
	return 0
}

func (r *record) text() string {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.ok, r.rest = false, ""
		return ""
	}
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}

func (r *record) list() []string {
	n := r.number()
	if n == 0 {
		return nil
	}
	if n > uint64(len(r.rest)) { // each has a byte at least
		r.ok, r.rest = false, ""
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = r.text()
	}
	return list
}

// all reads every question of the bank, and the built-in ones that are
// replaced. Those that were read before are in known, and stay the same.
func (p *packed) all(known map[string]*Question) (all, originals []*Question, ok bool) {
	data := make([]byte, p.length)
	if _, err := p.file.ReadAt(data, p.records); err != nil {
		return nil, nil, false
	}
	text := string(data)
	room := make([]Question, len(p.rows)/rowSize)
	all = make([]*Question, 0, p.count)
	for row := range room {
		q := &room[row]
		if row >= p.count && p.row(row, rowSource) != noSource {
			continue
		}
		from, to := p.span(row, rowRecord)
		if from > to || to > p.length || !p.unpack(q, row, data[from:to], text[from:to]) {
			return nil, nil, false
		}
		switch {
		case row >= p.count:
			originals = append(originals, q)
			continue
		case known[q.ID] != nil:
			q = known[q.ID]
		}
		all = append(all, q)
	}
	return all, originals, true
}

// ofSource reads the questions of one file, in their order.
func (p *packed) ofSource(source int) (questions []*Question, ok bool) {
	for row := range len(p.rows) / rowSize {
		if int64(p.row(row, rowSource)) != int64(source) {
			continue
		}
		q, ok := p.question(row)
		if !ok {
			return nil, false
		}
		questions = append(questions, q)
	}
	slices.SortStableFunc(questions, func(a, b *Question) int { return cmp.Compare(a.Line, b.Line) })
	return questions, true
}

// writePacked writes a bank; read are the questions of its files, of which some
// may not be in it.
func writePacked(f *os.File, head packedHead, b *Bank, read []*Question) error {
	in := make(map[*Question]bool, len(b.questions))
	rows := slices.Clone(b.questions)
	for _, q := range rows {
		in[q] = true
	}
	for id, q := range b.originals {
		head.Originals = append(head.Originals, id)
		rows = append(rows, q)
	}
	for _, q := range read {
		if !in[q] {
			rows = append(rows, q)
		}
	}
	slices.Sort(head.Originals)
	head.Texts = []string{""}
	places := map[string]uint32{"": 0}
	place := func(text string) uint32 {
		i, ok := places[text]
		if !ok {
			i = uint32(len(head.Texts))
			places[text] = i
			head.Texts = append(head.Texts, text)
		}
		return i
	}
	sources := make(map[string]uint32)
	for i, s := range head.Sources {
		sources[s.Path] = uint32(i)
	}
	var table, ids, records []byte
	for _, q := range rows {
		ids = append(ids, q.ID...)
		began := len(records)
		records = appendRecord(records, q)
		source, ok := sources[q.File]
		if !ok {
			source = noSource
		}
		kind := slices.IndexFunc(kinds, func(k kindKeys) bool { return k.kind == q.Kind })
		cards := uint32(kind)
		switch all := q.Cards(); {
		case q.Kind == Cloze:
			var gaps []string
			for _, c := range all {
				gaps = append(gaps, strconv.Itoa(c.Gap))
			}
			cards |= place(strings.Join(gaps, " ")) << 4
		case len(all) > 1:
			cards |= 8
		}
		for _, n := range [rowSize / 4]uint32{
			uint32(len(ids)), uint32(len(records)), crc32.Checksum(records[began:], crcTable),
			uint32(q.Line), source, place(q.Deck), place(q.Group), place(q.Added), cards,
		} {
			table = binary.LittleEndian.AppendUint32(table, n)
		}
		if len(records) > math.MaxInt32 || len(head.Texts) > 1<<27 {
			return errTooLarge
		}
	}
	order := make([]uint32, len(b.questions))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(i, j uint32) int { return cmp.Compare(rows[i].ID, rows[j].ID) })
	order = append(order, make([]uint32, len(rows)-len(order))...)
	text, err := json.Marshal(head)
	if err != nil {
		return err
	}
	start := magic()
	for _, n := range []int{len(b.questions), len(rows), len(text), len(ids), len(records), 0, 0} {
		start = binary.LittleEndian.AppendUint32(start, uint32(n))
	}
	tables := slices.Concat(text, table, ids)
	for _, i := range order {
		tables = binary.LittleEndian.AppendUint32(tables, i)
	}
	start = binary.LittleEndian.AppendUint32(start, crc32.Update(crc32.Checksum(start, crcTable), crcTable, tables))
	for _, part := range [][]byte{start, tables, records} {
		if _, err := f.Write(part); err != nil {
			return err
		}
	}
	return nil
}

var errTooLarge = errors.New("a bank too large for the cache")

func appendRecord(b []byte, q *Question) []byte {
	flags := uint64(0)
	if q.Both {
		flags |= 1
	}
	if q.Tolerance != 0 {
		flags |= 2
	}
	b = binary.AppendUvarint(b, flags)
	if q.Tolerance != 0 {
		b = binary.AppendUvarint(b, math.Float64bits(q.Tolerance))
	}
	text := func(s string) {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	text(string(q.Match))
	for _, field := range q.texts() {
		text(*field)
	}
	for _, list := range q.lists() {
		b = binary.AppendUvarint(b, uint64(len(*list)))
		for _, s := range *list {
			text(s)
		}
	}
	return b
}
