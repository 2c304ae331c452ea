package anki

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"math"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
)

// Schemas that are read: 11 is that of packages for older versions, 14 to 18
// those of newer collections.
const (
	oldestSchema = 11
	newestSchema = 18
)

// collection is what a database holds.
type collection struct {
	version  int
	created  time.Time // of the collection, in the zone it was made in
	changed  time.Time
	oldEases bool // the first scheduler, whose learning cards had three buttons

	types map[int64]*notetype
	decks map[int64]string // levels separated by "::"
	notes []*note          // by id
	cards int
	rows  int
	lost  int // cards without a note or a type, and rows without a card
	stray int // cards without a note
}

type notetype struct {
	name   string
	cloze  bool
	fields []string
	cards  []cardtype
}

type cardtype struct{ name, question, answer string }

type note struct {
	id     int64
	guid   string
	kind   *notetype
	tags   []string
	fields []string
	cards  []*card // by ord
}

type card struct {
	id, deck, home    int64
	ord, kind, queue  int
	due, oldDue       int64
	interval, factor  int64
	reps              int64
	flag              int
	changed           int64 // s
	stability, lastAt float64
	marked            bool  // here, before it went to Anki
	place             int64 // among all cards, where it is kept of begun ones; else 0
	log               []row
}

// row is one line of the review log.
type row struct {
	id                          int64 // ms since 1970
	ease, interval, factor, typ int64
	took                        int64 // ms
}

// load reads a database. name is what the file is called.
func load(ctx context.Context, from copied, o Options, name string) (*collection, error) {
	if !built {
		return nil, refuse("install a C compiler such as gcc and build again with CGO_ENABLED=1",
			"%s cannot be read: this kuril was built without SQLite", name)
	}
	settings := url.Values{"_query_only": {"1"}, "_cell_size_check": {"1"}}
	if from.alone {
		settings.Set("mode", "ro")
		settings.Set("immutable", "1")
	}
	path := (&url.URL{Path: filepath.ToSlash(from.path)}).EscapedPath()
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	db, err := sql.Open(driver, "file:"+path+"?"+settings.Encode())
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	l := loader{ctx: ctx, db: db, o: o, c: &collection{types: make(map[int64]*notetype), decks: make(map[int64]string)}}
	if err := l.all(); err != nil {
		return nil, l.explain(err, name)
	}
	return l.c, nil
}

type loader struct {
	ctx  context.Context
	db   *sql.DB
	o    Options
	c    *collection
	conf struct {
		SchedVer       int  `json:"schedVer"`
		CreationOffset *int `json:"creationOffset"` // minutes west of UTC
	}
	byNote map[int64]*note
	byCard map[int64]*card
	done   int
	total  int
}

var errDamaged = errors.New("damaged")

// explain turns what SQLite says into words for people.
func (l *loader) explain(err error, name string) error {
	var known *Error
	switch {
	case errors.As(err, &known), l.ctx.Err() != nil, errors.Is(err, context.Canceled):
		return cmp.Or(l.ctx.Err(), err)
	case noDatabase(err):
		return refuse(exportAgain, "%s holds no database of Anki, or a damaged one", name)
	case noTable(err):
		return refuse("is it the right file?", "%s is a database, but no collection of Anki", name)
	}
	return refuse("in Anki: Tools, Check Database; then "+exportAgain, "the collection in %s is damaged", name)
}

func (l *loader) all() error {
	var looks int // views and triggers could stand for tables, and run for ever
	err := l.db.QueryRowContext(l.ctx, `
		SELECT count(*) FROM sqlite_schema
		WHERE type = 'table' AND name IN ('col', 'notes', 'cards', 'revlog')`).Scan(&looks)
	if err != nil {
		return err
	}
	if looks != 4 {
		return refuse("is it the right file?", "this is a database, but no collection of Anki")
	}
	if err := l.settings(); err != nil {
		return err
	}
	var sound string
	if err := l.db.QueryRowContext(l.ctx, `PRAGMA quick_check(1)`).Scan(&sound); err != nil {
		return err
	}
	if sound != "ok" {
		return errDamaged
	}
	for _, step := range []func() error{l.kinds, l.readNotes, l.readCards, l.readLog} {
		if err := step(); err != nil {
			return err
		}
	}
	l.c.notes = slices.DeleteFunc(l.c.notes, func(n *note) bool { return len(n.cards) == 0 })
	return nil
}

// settings reads the one row of col.
func (l *loader) settings() error {
	var created, changed, version number
	var conf sql.RawBytes
	rows, err := l.db.QueryContext(l.ctx, `SELECT crt, mod, ver, conf FROM col LIMIT 1`)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return cmp.Or(rows.Err(), errDamaged)
	}
	if err := rows.Scan(&created, &changed, &version, &conf); err != nil {
		return err
	}
	c := l.c
	c.version = int(version)
	switch {
	case c.version < oldestSchema:
		return refuse("open it with Anki once, which brings it up to date, then "+exportAgain, "this collection is too old (schema %d; 11 and 14 to 18 are read)", c.version)
	case c.version == 12 || c.version == 13:
		return refuse("open it with a newer Anki once, then "+exportAgain, "this collection was made by a trial version of Anki (schema %d; 11 and 14 to 18 are read)", c.version)
	case c.version > newestSchema:
		return refuse(`update kuril, or in Anki export it with "Support older Anki versions"`, "this collection is too new (schema %d; 11 and 14 to 18 are read)", c.version)
	}
	text := append([]byte(nil), conf...)
	if err := rows.Close(); err != nil {
		return err
	}
	if c.version >= 14 {
		if err := l.newSettings(); err != nil {
			return err
		}
	} else if len(text) > 0 && json.Unmarshal(text, &l.conf) != nil {
		return errDamaged
	}
	c.oldEases = l.conf.SchedVer < 2
	zone := l.o.Zone
	if west := l.conf.CreationOffset; west != nil && *west >= -14*60 && *west <= 14*60 {
		zone = time.FixedZone("", -*west*60)
	}
	c.created = time.Unix(int64(created), 0).In(zone)
	c.changed = time.UnixMilli(int64(changed))
	return nil
}

func (l *loader) newSettings() error {
	return l.each(`SELECT key, val FROM config WHERE key IN ('schedVer', 'creationOffset')`, func(rows *sql.Rows) error {
		var key string
		var val []byte
		if err := rows.Scan(&key, &val); err != nil {
			return err
		}
		var x *int
		if json.Unmarshal(val, &x) != nil || x == nil {
			return nil
		}
		if key == "schedVer" {
			l.conf.SchedVer = *x
		} else {
			l.conf.CreationOffset = x
		}
		return nil
	})
}

func (l *loader) each(query string, f func(*sql.Rows) error) error {
	rows, err := l.db.QueryContext(l.ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
		if l.done++; l.total > 0 && l.done%2048 == 0 {
			if err := l.o.Watch(min(l.done, l.total), 2*l.total); err != nil {
				return err
			}
		}
	}
	return rows.Err()
}

// kinds reads the types of notes and the names of decks.
func (l *loader) kinds() error {
	if l.c.version >= 15 {
		return l.tables()
	}
	var models, decks string
	if err := l.db.QueryRowContext(l.ctx, `SELECT models, decks FROM col LIMIT 1`).Scan(&models, &decks); err != nil {
		return err
	}
	var types map[string]struct {
		Name      string `json:"name"`
		Type      number `json:"type"`
		Fields    []named
		Templates []named
		Flds      []named `json:"flds"`
		Tmpls     []named `json:"tmpls"`
	}
	if json.Unmarshal([]byte(models), &types) != nil {
		return errDamaged
	}
	for id, t := range types {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return errDamaged
		}
		kind := &notetype{name: t.Name, cloze: t.Type == 1}
		order(t.Flds)
		order(t.Tmpls)
		for _, f := range t.Flds {
			kind.fields = append(kind.fields, f.Name)
		}
		for _, t := range t.Tmpls {
			kind.cards = append(kind.cards, cardtype{t.Name, t.Question, t.Answer})
		}
		l.c.types[n] = kind
	}
	var names map[string]struct {
		Name string `json:"name"`
	}
	if json.Unmarshal([]byte(decks), &names) != nil {
		return errDamaged
	}
	for id, d := range names {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return errDamaged
		}
		l.c.decks[n] = d.Name
	}
	return nil
}

// named is a field or a template of a type.
type named struct {
	Name     string  `json:"name"`
	Ord      *number `json:"ord"`
	Question string  `json:"qfmt"`
	Answer   string  `json:"afmt"`
}

// order sorts by the numbers that are written, if they all are.
func order(all []named) {
	if slices.ContainsFunc(all, func(n named) bool { return n.Ord == nil }) {
		return
	}
	slices.SortStableFunc(all, func(a, b named) int { return cmp.Compare(*a.Ord, *b.Ord) })
}

// tables reads the same from the tables of newer collections.
func (l *loader) tables() error {
	err := l.each(`SELECT id, name, config FROM notetypes`, func(rows *sql.Rows) error {
		var id int64
		var config []byte
		kind := &notetype{}
		if err := rows.Scan(&id, &kind.name, &config); err != nil {
			return err
		}
		l.c.types[id] = kind
		return fields(config, func(number protowire.Number, v value) error {
			if number == 1 {
				kind.cloze = v.number == 1
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	type part struct {
		kind, ord  int64
		name       string
		ask, reply string
	}
	read := func(query string, add func(*notetype, part)) error {
		var parts []part
		err := l.each(query, func(rows *sql.Rows) error {
			var p part
			var config []byte
			if err := rows.Scan(&p.kind, &p.ord, &p.name, &config); err != nil {
				return err
			}
			parts = append(parts, p)
			return fields(config, func(number protowire.Number, v value) error {
				switch number {
				case 1:
					parts[len(parts)-1].ask = string(v.bytes)
				case 2:
					parts[len(parts)-1].reply = string(v.bytes)
				}
				return nil
			})
		})
		slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.ord, b.ord) })
		for _, p := range parts {
			if kind := l.c.types[p.kind]; kind != nil {
				add(kind, p)
			}
		}
		return err
	}
	err = read(`SELECT ntid, ord, name, config FROM fields`, func(k *notetype, p part) { k.fields = append(k.fields, p.name) })
	if err != nil {
		return err
	}
	err = read(`SELECT ntid, ord, name, config FROM templates`, func(k *notetype, p part) {
		k.cards = append(k.cards, cardtype{p.name, p.ask, p.reply})
	})
	if err != nil {
		return err
	}
	return l.each(`SELECT id, name FROM decks`, func(rows *sql.Rows) error {
		var id int64
		var name string
		err := rows.Scan(&id, &name)
		l.c.decks[id] = strings.ReplaceAll(name, "\x1f", "::")
		return err
	})
}

func (l *loader) readNotes() error {
	err := l.db.QueryRowContext(l.ctx, `
		SELECT (SELECT count(*) FROM notes) + (SELECT count(*) FROM cards) + (SELECT count(*) FROM revlog)`).Scan(&l.total)
	if err != nil {
		return err
	}
	l.done = 0
	l.byNote = make(map[int64]*note)
	return l.each(`SELECT id, guid, mid, tags, flds FROM notes ORDER BY id`, func(rows *sql.Rows) error {
		n := &note{}
		var guid, tags, flds text
		var kind number
		if err := rows.Scan(&n.id, &guid, &kind, &tags, &flds); err != nil {
			return err
		}
		n.guid, n.kind = string(guid), l.c.types[int64(kind)]
		n.fields = strings.Split(string(flds), "\x1f")
		n.tags = strings.FieldsFunc(string(tags), func(r rune) bool { return r == ' ' || r == '\u3000' })
		l.c.notes = append(l.c.notes, n)
		l.byNote[n.id] = n
		return nil
	})
}

func (l *loader) readCards() error {
	l.byCard = make(map[int64]*card)
	return l.each(`
		SELECT id, nid, did, ord, mod, type, queue, due, ivl, factor, reps, odue, odid, flags, data FROM cards
		ORDER BY nid, ord, id`, func(rows *sql.Rows) error {
		c := &card{}
		var nid, did, ord, mod, kind, queue, due, ivl, factor, reps, odue, odid, flags number
		var data text
		err := rows.Scan(&c.id, &nid, &did, &ord, &mod, &kind, &queue, &due, &ivl, &factor, &reps, &odue, &odid, &flags, &data)
		if err != nil {
			return err
		}
		l.c.cards++
		n := l.byNote[int64(nid)]
		if n == nil {
			l.c.stray++
			return nil
		}
		if kind < 0 || kind > 3 || queue < -3 || queue > 4 || ord < 0 || ord > 65535 {
			return errDamaged
		}
		c.deck, c.home = int64(did), int64(odid)
		c.ord, c.kind, c.queue = int(ord), int(kind), int(queue)
		c.due, c.oldDue = small(due), small(odue)
		c.interval, c.factor, c.reps = max(0, int64(ivl)), int64(factor), int64(reps)
		c.flag, c.changed = int(flags)&7, int64(mod)
		if l.c.oldEases && c.kind == 2 && (c.queue == 1 || c.queue == 3) {
			c.kind = 3 // as the first scheduler wrote it
		}
		var more struct {
			Stability float64 `json:"s"`
			Last      float64 `json:"lrt"`
			Custom    string  `json:"cd"`
			Place     int64   `json:"pos"`
		}
		if json.Unmarshal([]byte(data), &more) == nil {
			c.stability, c.lastAt, c.marked, c.place = more.Stability, more.Last, more.Custom == ownMark, more.Place
		}
		n.cards = append(n.cards, c)
		l.byCard[c.id] = c
		return nil
	})
}

// small is a due day or instant, 0 where it cannot be one.
func small(n number) int64 {
	if n < math.MinInt32 || n > math.MaxInt32 {
		return 0
	}
	return int64(n)
}

func (l *loader) readLog() error {
	return l.each(`SELECT id, cid, ease, ivl, factor, time, type FROM revlog ORDER BY id`, func(rows *sql.Rows) error {
		var id, cid, ease, ivl, factor, took, typ number
		if err := rows.Scan(&id, &cid, &ease, &ivl, &factor, &took, &typ); err != nil {
			return err
		}
		l.c.rows++
		c := l.byCard[int64(cid)]
		if c == nil {
			l.c.lost++
			return nil
		}
		r := row{id: int64(id), ease: int64(ease), interval: int64(ivl), factor: int64(factor), took: int64(took), typ: int64(typ)}
		if l.c.oldEases && (r.typ == 0 || r.typ == 2) && (r.ease == 2 || r.ease == 3) {
			r.ease++
		}
		c.log = append(c.log, r)
		return nil
	})
}
