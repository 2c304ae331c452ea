package main

import (
	"archive/zip"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/mattn/go-sqlite3"
	"google.golang.org/protobuf/encoding/protowire"
)

func init() {
	programs["makeanki"] = func() {
		if err := makeAnki(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, "makeanki:", err)
			os.Exit(1)
		}
	}
	sql.Register("sqlite3_made", &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		return c.RegisterCollation("unicase", strings.Compare)
	}})
}

// ankiFile describes a package to be made; makeanki FILE.json OUT writes it.
// How it is packed follows from generation, or from a third argument: legacy1, legacy2, latest, or bare
// for a collection alone.
type ankiFile struct {
	Generation string
	SchedVer   int               // 2 unless said
	Created    int64             // s
	Changed    int64             // s
	Types      map[int64]ankiTyp // basic (1), reversed (2) and cloze (3) are there already
	Decks      map[int64]string  // 1 is Default
	Notes      []ankiNote
	Log        [][7]int64 // id, card, ease, interval, factor, ms, type
	Media      map[string]string
	Many       int // notes with a new card each, made up
}

type ankiTyp struct {
	Name      string
	Cloze     bool
	Fields    []string
	Templates [][2]string
}

type ankiNote struct {
	ID     int64
	GUID   string
	Type   int64
	Tags   string
	Fields []string
	Cards  []ankiCard
}

type ankiCard struct {
	ID, Deck                       int64
	Ord, Type, Queue, Due, Ivl     int64
	OldDue, Home, Flags, Mod, Reps int64
	Data                           string
}

func makeAnki(args []string) error {
	if len(args) != 2 && len(args) != 3 {
		return fmt.Errorf("usage: makeanki FILE.json OUT [GENERATION]")
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	a := ankiFile{Generation: "legacy1", SchedVer: 2, Created: 1735704000}
	if err := json.Unmarshal(text, &a); err != nil {
		return err
	}
	if len(args) == 3 {
		a.Generation = args[2]
	}
	types := map[int64]ankiTyp{
		1: {"Basic", false, []string{"Front", "Back"}, [][2]string{{"{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"}}},
		2: {"Reversed", false, []string{"Front", "Back"}, [][2]string{
			{"{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"}, {"{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}"}}},
		3: {"Cloze", true, []string{"Text", "Extra"}, [][2]string{{"{{cloze:Text}}", "{{cloze:Text}}<br>{{Extra}}"}}},
	}
	for id, t := range a.Types {
		types[id] = t
	}
	a.Types = types
	if a.Decks == nil {
		a.Decks = make(map[int64]string)
	}
	if a.Decks[1] == "" {
		a.Decks[1] = "Default"
	}
	for i := range a.Many {
		id := 1_600_000_000_000 + int64(i)
		a.Notes = append(a.Notes, ankiNote{ID: id, GUID: fmt.Sprintf("many%d", i), Type: 1,
			Fields: []string{fmt.Sprintf("question %d", i), fmt.Sprintf("answer %d", i)}, Cards: []ankiCard{{ID: id, Deck: 1, Due: int64(i)}}})
	}
	dir, err := os.MkdirTemp("", "makeanki")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "collection")
	if a.Generation == "bare" {
		path = args[1]
	}
	if err := a.database(path); err != nil || a.Generation == "bare" {
		return err
	}
	return a.pack(path, args[1])
}

func (a *ankiFile) database(path string) error {
	db, err := sql.Open("sqlite3_made", path)
	if err != nil {
		return err
	}
	defer db.Close()
	do := func(query string, args ...any) {
		if err == nil {
			_, err = db.Exec(query, args...)
		}
	}
	do(`CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null, ver integer not null,
		dty integer not null, usn integer not null, ls integer not null, conf text not null, models text not null, decks text not null,
		dconf text not null, tags text not null)`)
	do(`CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null, usn integer not null,
		tags text not null, flds text not null, sfld integer not null, csum integer not null, flags integer not null, data text not null)`)
	do(`CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null, mod integer not null,
		usn integer not null, type integer not null, queue integer not null, due integer not null, ivl integer not null, factor integer not null,
		reps integer not null, lapses integer not null, left integer not null, odue integer not null, odid integer not null,
		flags integer not null, data text not null)`)
	do(`CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null, ivl integer not null,
		lastIvl integer not null, factor integer not null, time integer not null, type integer not null)`)
	models, decks, conf, version := map[string]any{}, map[string]any{}, map[string]any{"schedVer": a.SchedVer, "creationOffset": 0, "rollover": 4}, 11
	for id, t := range a.Types {
		var fields, templates []any
		for i, f := range t.Fields {
			fields = append(fields, map[string]any{"name": f, "ord": i})
		}
		for i, f := range t.Templates {
			templates = append(templates, map[string]any{"name": fmt.Sprintf("Card %d", i+1), "ord": i, "qfmt": f[0], "afmt": f[1]})
		}
		kind := 0
		if t.Cloze {
			kind = 1
		}
		models[strconv.FormatInt(id, 10)] = map[string]any{"id": id, "name": t.Name, "type": kind, "flds": fields, "tmpls": templates}
	}
	for id, name := range a.Decks {
		decks[strconv.FormatInt(id, 10)] = map[string]any{"id": id, "name": name}
	}
	asText := func(v any) string {
		text, _ := json.Marshal(v)
		return string(text)
	}
	confText, modelsText, decksText := asText(conf), asText(models), asText(decks)
	if a.Generation == "latest" {
		version, confText, modelsText, decksText = 18, "", "", ""
		a.tables(do, asText)
	}
	do(`INSERT INTO col VALUES (1, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, '', '')`, a.Created, a.Changed*1000, a.Changed*1000, version, confText, modelsText, decksText)
	do(`BEGIN`)
	for _, n := range a.Notes {
		do(`INSERT INTO notes VALUES (?, ?, ?, 0, 0, ?, ?, 0, 0, 0, '')`, n.ID, n.GUID, n.Type, n.Tags, strings.Join(n.Fields, "\x1f"))
		for _, c := range n.Cards {
			do(`INSERT INTO cards VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, 2500, ?, 0, 0, ?, ?, ?, ?)`,
				c.ID, n.ID, c.Deck, c.Ord, c.Mod, c.Type, c.Queue, c.Due, c.Ivl, c.Reps, c.OldDue, c.Home, c.Flags, c.Data)
		}
	}
	for _, r := range a.Log {
		do(`INSERT INTO revlog VALUES (?, ?, 0, ?, ?, 0, ?, ?, ?)`, r[0], r[1], r[2], r[3], r[4], r[5], r[6])
	}
	do(`COMMIT`)
	return err
}

// tables writes types and decks as newer collections keep them.
func (a *ankiFile) tables(do func(string, ...any), asText func(any) string) {
	do(`CREATE TABLE notetypes (id integer primary key, name text not null collate unicase, mtime_secs integer not null, usn integer not null, config blob not null)`)
	do(`CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name)`)
	do(`CREATE TABLE fields (ntid integer not null, ord integer not null, name text not null collate unicase, config blob not null, primary key (ntid, ord)) without rowid`)
	do(`CREATE TABLE templates (ntid integer not null, ord integer not null, name text not null collate unicase, mtime_secs integer not null, usn integer not null, config blob not null, primary key (ntid, ord)) without rowid`)
	do(`CREATE TABLE decks (id integer primary key, name text not null collate unicase, mtime_secs integer not null, usn integer not null, common blob not null, kind blob not null)`)
	do(`CREATE TABLE config (key text primary key, usn integer not null, mtime_secs integer not null, val blob not null) without rowid`)
	do(`INSERT INTO config VALUES ('schedVer', 0, 0, ?), ('creationOffset', 0, 0, '0')`, strconv.Itoa(a.SchedVer))
	for id, t := range a.Types {
		var config []byte
		if t.Cloze {
			config = protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), 1)
		}
		do(`INSERT INTO notetypes VALUES (?, ?, 0, 0, ?)`, id, t.Name, append([]byte{}, config...))
		for i, name := range t.Fields {
			do(`INSERT INTO fields VALUES (?, ?, ?, x'')`, id, i, name)
		}
		for i, f := range t.Templates {
			config := protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), f[0])
			config = protowire.AppendString(protowire.AppendTag(config, 2, protowire.BytesType), f[1])
			do(`INSERT INTO templates VALUES (?, ?, ?, 0, 0, ?)`, id, i, fmt.Sprintf("Card %d", i+1), config)
		}
	}
	for id, name := range a.Decks {
		do(`INSERT INTO decks VALUES (?, ?, 0, 0, x'', x'')`, id, strings.ReplaceAll(name, "::", "\x1f"))
	}
}

// pack writes the database and the media into an archive.
func (a *ankiFile) pack(path, to string) error {
	db, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	defer f.Close()
	z := zip.NewWriter(f)
	packer, err := zstd.NewWriter(nil)
	if err != nil {
		return err
	}
	put := func(name string, text []byte) {
		w, e := z.Create(name)
		if e == nil {
			_, e = w.Write(text)
		}
		if err == nil {
			err = e
		}
	}
	notice := []byte("not to be read")
	names := map[string]string{}
	var list []byte
	i := 0
	for name, text := range a.Media {
		number := strconv.Itoa(i)
		names[number] = name
		entry := protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), name)
		list = protowire.AppendBytes(protowire.AppendTag(list, 1, protowire.BytesType), entry)
		if a.Generation == "latest" {
			put(number, packer.EncodeAll([]byte(text), nil))
		} else {
			put(number, []byte(text))
		}
		i++
	}
	asJSON, _ := json.Marshal(names)
	switch a.Generation {
	case "legacy1":
		put("collection.anki2", db)
		put("media", asJSON)
	case "legacy2":
		put("collection.anki2", notice)
		put("collection.anki21", db)
		put("media", asJSON)
	case "latest":
		put("meta", []byte{8, 3})
		put("collection.anki2", notice)
		put("collection.anki21b", packer.EncodeAll(db, nil))
		put("media", packer.EncodeAll(list, nil))
	default:
		return fmt.Errorf("there is no generation %q", a.Generation)
	}
	if err != nil {
		return err
	}
	return z.Close()
}
