package anki

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// outTypeID is the number of a note type, the same in every package.
func outTypeID(kind int) int64 { return 1_767_225_600_001 + int64(kind) }

const outStyle = `.card { font-family: sans-serif; font-size: 20px; text-align: center; }
ul, ol { display: inline-block; text-align: left; }
.also, .more { font-size: 16px; margin-top: 1em; }
.cloze { font-weight: bold; }`

// outTypes are the note types. The version of their texts rises with each change.
func outTypes(usedAt int64) map[string]any {
	const (
		hint  = `{{#Hint}}<br>{{hint:Hint}}{{/Hint}}`
		under = `{{#Also}}<div class="also">{{Also}}</div>{{/Also}}{{#More}}<div class="more">{{More}}</div>{{/More}}`
		rule  = "\n<hr id=answer>\n"
	)
	type template struct{ name, ask, reply string }
	forward := template{"Forward", "{{Front}}" + hint, "{{FrontSide}}" + rule + "{{Back}}" + under}
	back := template{"Back", "{{Back}}", "{{FrontSide}}" + rule + "{{Front}}" + under}
	typed := template{"Forward", "{{Front}}" + hint + "<br>{{type:Back}}", "{{FrontSide}}" + rule + "{{type:Back}}" + under}
	typedBack := template{"Back", "{{Back}}<br>{{type:Front}}", "{{FrontSide}}" + rule + "{{type:Front}}" + under}
	gap := template{"Gap", "{{cloze:Front}}" + hint, "{{cloze:Front}}" + under}
	const version = 1_767_225_600 // of the texts above, s
	all := make(map[string]any)
	for kind, t := range []struct {
		name  string
		cards []template
	}{
		outBasic:     {"Kuril", []template{forward}},
		outBoth:      {"Kuril (both ways)", []template{forward, back}},
		outTyped:     {"Kuril (typed)", []template{typed}},
		outTypedBoth: {"Kuril (typed, both ways)", []template{typed, typedBack}},
		outCloze:     {"Kuril (gaps)", []template{gap}},
	} {
		id := outTypeID(kind)
		var fields, templates, req []any
		for i, name := range outFields {
			fields = append(fields, map[string]any{
				"name": name, "ord": i, "sticky": false, "rtl": false, "font": "Arial", "size": 20, "media": []any{},
				"id": id*100 + int64(i), "collapsed": name == ownField, "excludeFromSearch": name == ownField,
				"plainText": name == ownField, "preventDeletion": false,
				"description": map[bool]string{true: "What kuril knows of the question. Change the other fields, not this one."}[name == ownField],
			})
		}
		for i, c := range t.cards {
			templates = append(templates, map[string]any{
				"name": c.name, "ord": i, "qfmt": c.ask, "afmt": c.reply, "bqfmt": "", "bafmt": "", "did": nil, "bfont": "", "bsize": 0,
				"id": id*100 + 50 + int64(i),
			})
			req = append(req, []any{i, "any", []int{i}})
		}
		cloze := 0
		if kind == outCloze {
			cloze, req = 1, []any{[]any{0, "any", []int{0}}}
		}
		all[strconv.FormatInt(id, 10)] = map[string]any{
			"id": id, "name": t.name, "type": cloze, "mod": version, "usn": -1, "sortf": 0, "did": usedAt, "tmpls": templates, "flds": fields,
			"css": outStyle, "latexPre": outLatexPre, "latexPost": `\end{document}`, "latexsvg": false, "req": req, "tags": []any{}, "vers": []any{},
		}
	}
	return all
}

const outLatexPre = `\documentclass[12pt]{article}
\special{papersize=3in,5in}
\usepackage[utf8]{inputenc}
\usepackage{amssymb,amsmath}
\pagestyle{empty}
\setlength{\parindent}{0in}
\begin{document}
`

// collection writes the one row that says what the rest means.
func (w *Writer) collection(ctx context.Context) error {
	now := w.o.Now.UnixMilli()
	decks := make(map[string]any)
	add := func(id int64, name string) {
		today := []int{0, 0}
		decks[strconv.FormatInt(id, 10)] = map[string]any{
			"id": id, "name": name, "mod": w.o.Now.Unix(), "usn": -1, "collapsed": false, "browserCollapsed": false, "dyn": 0, "conf": 1, "desc": "",
			"lrnToday": today, "revToday": today, "newToday": today, "timeToday": today, "extendNew": 0, "extendRev": 0,
		}
	}
	add(1, "Default")
	for _, name := range slices.Sorted(maps.Keys(w.decks)) {
		add(w.decks[name], name)
	}
	_, offset := w.o.Created.Zone()
	_, local := w.o.Now.In(w.o.Created.Location()).Zone()
	conf := map[string]any{
		"schedVer": 2, "sched2021": true, "fsrs": true, "creationOffset": -offset / 60, "localOffset": -local / 60, "rollover": w.o.Rollover,
		"nextPos": w.nextDue + 1, "curDeck": 1, "activeDecks": []int{1}, "collapseTime": 1200, "newSpread": 0, "dueCounts": true,
		"estTimes": true, "timeLim": 0, "sortType": "noteFld", "sortBackwards": false, "addToCur": true, "dayLearnFirst": false,
	}
	options := map[string]any{"1": map[string]any{
		"id": 1, "mod": 0, "name": "Default", "usn": 0, "maxTaken": 60, "autoplay": true, "timer": 0, "replayq": true, "dyn": false,
		"desiredRetention": w.o.Retention, "sm2Retention": 0.9,
		"new":   map[string]any{"delays": []float64{1, 10}, "initialFactor": 2500, "ints": []int{1, 4, 0}, "order": 1, "perDay": 20, "bury": true},
		"rev":   map[string]any{"ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2, "bury": true},
		"lapse": map[string]any{"delays": []float64{10}, "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
	}}
	var texts []any
	for _, v := range []any{conf, outTypes(1), decks, options} {
		text, err := json.Marshal(v)
		if err != nil {
			return err
		}
		texts = append(texts, string(text))
	}
	_, err := w.tx.ExecContext(ctx, `
		INSERT INTO col (id, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags) VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')`,
		append([]any{w.o.Created.Unix(), now, now}, texts...)...)
	return err
}
