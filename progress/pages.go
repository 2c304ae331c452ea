package progress

import (
	"encoding/binary"
	"errors"
	"math"
)

// Reading a database page by page, without the trees that connect the pages:
// what a damaged file still holds. The format is
// https://www.sqlite.org/fileformat2.html. Everything read is doubted, and a
// cell that makes no sense is passed over.

var errCell = errors.New("no cell")

// Kinds of pages that hold records.
const (
	pageIndexInner = 0x02
	pageIndexLeaf  = 0x0a
	pageTableLeaf  = 0x0d
)

// longestRecord is more bytes than an event can have.
const longestRecord = longestGiven + 1<<18

type pages struct {
	text   []byte
	size   int // of a page
	usable int // of its bytes
}

func newPages(text []byte) pages {
	p := pages{text: text, size: 4096, usable: 4096}
	if len(text) < 100 {
		return p
	}
	size := int(binary.BigEndian.Uint16(text[16:]))
	if size == 1 {
		size = 65536
	}
	reserved := int(text[20])
	if size >= 512 && size&(size-1) == 0 && size-reserved >= 480 {
		p.size, p.usable = size, size-reserved
	}
	return p
}

// each calls yield with every record that a page of tables or indexes holds: of
// a table with its row, of an index with row 0.
func (p pages) each(yield func(kind byte, row int64, values []any)) {
	for start := 0; start < len(p.text); start += p.size {
		page := p.text[start:min(start+p.size, len(p.text))]
		head := 0
		if start == 0 {
			head = 100
		}
		if len(page) < head+12 {
			continue
		}
		kind := page[head]
		cells := head + 8
		switch kind {
		case pageIndexInner:
			cells = head + 12
		case pageIndexLeaf, pageTableLeaf:
		default:
			continue
		}
		count := int(binary.BigEndian.Uint16(page[head+3:]))
		for i := 0; i < count && cells+2*i+2 <= len(page); i++ {
			at := int(binary.BigEndian.Uint16(page[cells+2*i:]))
			if at < cells || at >= len(page) {
				continue
			}
			if row, values, err := p.cell(kind, page[at:]); err == nil {
				yield(kind, row, values)
			}
		}
	}
}

// cell reads the record of a cell.
func (p pages) cell(kind byte, b []byte) (row int64, values []any, err error) {
	if kind == pageIndexInner {
		if len(b) < 4 {
			return 0, nil, errCell
		}
		b = b[4:]
	}
	length, n := varint(b)
	if n == 0 || length > uint64(min(len(p.text), longestRecord)) {
		return 0, nil, errCell
	}
	b = b[n:]
	most := (p.usable-12)*64/255 - 23
	if kind == pageTableLeaf {
		id, n := varint(b)
		if n == 0 {
			return 0, nil, errCell
		}
		row, b, most = int64(id), b[n:], p.usable-35
	}
	payload, err := p.payload(b, int(length), most)
	if err != nil {
		return 0, nil, err
	}
	values, err = unpackRecord(payload)
	return row, values, err
}

// payload collects what a cell holds, with what flowed over to other pages.
func (p pages) payload(b []byte, length, most int) ([]byte, error) {
	if length <= most {
		if len(b) < length {
			return nil, errCell
		}
		return b[:length], nil
	}
	least := (p.usable-12)*32/255 - 23
	local := least + (length-least)%(p.usable-4)
	if local > most {
		local = least
	}
	if len(b) < local+4 {
		return nil, errCell
	}
	all := append(make([]byte, 0, length), b[:local]...)
	next := binary.BigEndian.Uint32(b[local:])
	for len(all) < length {
		start := (int(next) - 1) * p.size
		if next == 0 || start+p.usable > len(p.text) {
			return nil, errCell
		}
		page := p.text[start : start+p.usable]
		next = binary.BigEndian.Uint32(page)
		all = append(all, page[4:min(len(page), 4+length-len(all))]...)
	}
	return all, nil
}

// unpackRecord takes a record apart: nil, int64, float64, string or []byte each.
func unpackRecord(b []byte) (values []any, err error) {
	length, n := varint(b)
	if n == 0 || length < uint64(n) || length > uint64(len(b)) {
		return nil, errCell
	}
	head, body := b[n:length], b[length:]
	for len(head) > 0 {
		kind, n := varint(head)
		if n == 0 || len(values) > 100 {
			return nil, errCell
		}
		head = head[n:]
		size := [...]int{0, 1, 2, 3, 4, 6, 8, 8, 0, 0}
		need := 0
		switch {
		case kind < 10:
			need = size[kind]
		case kind >= 12 && kind < 1<<33:
			need = int(kind-12) / 2
		default:
			return nil, errCell
		}
		if need > len(body) {
			return nil, errCell
		}
		part := body[:need]
		body = body[need:]
		switch {
		case kind == 0:
			values = append(values, nil)
		case kind == 7:
			values = append(values, math.Float64frombits(binary.BigEndian.Uint64(part)))
		case kind < 10:
			values = append(values, integer(part)+int64(kind&1)*isOne(kind))
		case kind%2 == 0:
			values = append(values, part)
		default:
			values = append(values, string(part))
		}
	}
	return values, nil
}

// isOne is 1 for the kind that stands for the number one without a byte.
func isOne(kind uint64) int64 {
	if kind == 9 {
		return 1
	}
	return 0
}

// integer reads a signed number of up to eight bytes.
func integer(b []byte) int64 {
	if len(b) == 0 {
		return 0
	}
	n := int64(int8(b[0]))
	for _, c := range b[1:] {
		n = n<<8 | int64(c)
	}
	return n
}

// varint reads a number of one to nine bytes; n is 0 when it is cut off.
func varint(b []byte) (x uint64, n int) {
	for i := 0; i < len(b) && i < 8; i++ {
		x = x<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return x, i + 1
		}
	}
	if len(b) < 9 {
		return 0, 0
	}
	return x<<8 | uint64(b[8]), 9
}
