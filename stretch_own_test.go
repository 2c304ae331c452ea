package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kuril/deck"
)

// ownInEditor are cards as somebody writes them: two languages, every kind,
// marks, a formula, a table, text from right to left.
const ownInEditor = `
[[question]]
id = "ru-fir"
kind = "typed"
prompt = "Ель, по-домашнему (одно слово)"
answers = ["ёлка"]
tags = ["ru"]

[[question]]
id = "ru-people"
kind = "typed"
prompt = "Множественное число от «человек»"
answers = ["люди"]
tags = ["ru"]

[[question]]
id = "ru-sakhalin"
kind = "choice"
prompt = "Какой город — столица Сахалинской области?"
answers = ["Южно-Сахалинск"]
wrong = ["Корсаков", "Холмск", "Оха"]
tags = ["ru"]

[[question]]
id = "ru-seas"
kind = "list"
prompt = "Какие два моря разделяет Сахалин?"
items = ["Охотское море", "Японское море"]
tags = ["ru"]

[[question]]
id = "ru-gap"
kind = "cloze"
prompt = "Столица России — [[1:Москва]], а Японии — [[2:Токио]]."
tags = ["ru"]

[[question]]
id = "ru-order"
kind = "order"
prompt = "С севера на юг:"
items = ["Уруп", "Итуруп", "Кунашир"]
tags = ["ru"]

[[question]]
id = "ru-all"
kind = "select"
prompt = "Какие из них — *острова*?"
answers = ["Шикотан", "Кунашир"]
wrong = ["Камчатка", "Приморье"]
tags = ["ru"]

[[question]]
id = "ru-date"
kind = "typed"
match = "date"
prompt = "Когда подписана Совместная декларация? (день, месяц и год)"
answers = ["1956-10-19"]
tags = ["ru"]

[[question]]
id = "ru-thanks"
kind = "recall"
prompt = "Как поблагодарить **вежливо**?"
answers = ["большое спасибо"]
both = true
tags = ["ru"]

[[question]]
id = "ja-coffee"
kind = "typed"
prompt = "カタカナで「coffee」と書いてください。"
answers = ["コーヒー"]
tags = ["ja"]

[[question]]
id = "ja-island"
kind = "typed"
prompt = "「島」の訓読み"
answers = ["しま"]
tags = ["ja"]

[[question]]
id = "ja-capital"
kind = "cloze"
prompt = "日本の首都は[[1:東京]]、ロシアの首都は[[2:モスクワ]]です。"
tags = ["ja"]

[[question]]
id = "ja-four"
kind = "list"
prompt = "北方四島をすべて言ってください。"
items = ["択捉島", "国後島", "色丹島", "歯舞群島"]
tags = ["ja"]

[[question]]
id = "ja-which"
kind = "choice"
prompt = "いちばん大きい島はどれですか。"
answers = ["択捉島"]
wrong = ["国後島", "色丹島"]
tags = ["ja"]

[[question]]
id = "ja-thanks"
kind = "typed"
prompt = "thank you, politely"
answers = ["ありがとうございます", "arigatou gozaimasu"]
tags = ["ja"]

[[question]]
id = "ja-computer"
kind = "typed"
prompt = "PC (カタカナ四文字)"
answers = ["パソコン"]
tags = ["ja"]

[[question]]
id = "ja-treaty"
kind = "typed"
prompt = "共同宣言の年 (西暦)"
answers = ["1956"]
tags = ["ja"]

[[question]]
id = "ja-fish"
kind = "typed"
prompt = "鮭 (ひらがな)"
answers = ["さけ", "しゃけ"]
both = true
tags = ["ja"]

[[question]]
id = "ja-table"
kind = "recall"
prompt = """
Which reading is *on*, which ` + "`kun`" + `?

| 漢字 | on | kun |
|---|---|---|
| 島 | トウ | しま |
| 海 | カイ | うみ |
"""
answers = ["音読み: **from Chinese**"]
tags = ["ja"]

[[question]]
id = "formula"
kind = "recall"
prompt = "What does $E = mc^2$ say, and $\\frac{1}{2}$ of it?"
answers = ["- energy is mass\n- half of that"]
tags = ["marks"]

[[question]]
id = "hebrew"
kind = "typed"
prompt = "מהי בירת יפן? (Tokyo)"
answers = ["טוקיו"]
tags = ["rtl"]

[[question]]
id = "arabic"
kind = "typed"
prompt = "ما عاصمة روسيا؟"
answers = ["موسكو"]
tags = ["rtl"]
`

// Two weeks with thirty cards of one's own, in Japanese and Russian, beside the
// bank.
func TestStretchWithOwnCards(t *testing.T) {
	if testing.Short() {
		t.Skip("two weeks take a while")
	}
	t.Parallel()
	p := newPupil(t)
	at := time.Date(2027, time.March, 1, 8, 0, 0, 0, time.UTC)
	p.knows = forgetful(7, &at)

	// Eight by flags, the others in one go in an editor.
	for _, args := range [][]string{
		{"--prompt", "«Остров» по-японски (одним иероглифом)", "--answer", "島", "--tag", "ja"},
		{"--prompt", "море (English)", "--answer", "sea", "--both", "--tag", "ru"},
		{"--prompt", "Самый большой из четырёх островов", "--answer", "Итуруп", "--answer", "Эторофу", "--tag", "ru"},
		{"--prompt", "ロシア語で「島」", "--answer", "остров", "--tag", "ja"},
		{"--prompt", "「海」の読み方 (ひらがな)", "--answer", "うみ", "--tag", "ja"},
		{"--kind", "choice", "--prompt", "Где Шикотан?", "--answer", "к востоку от Хоккайдо", "--wrong", "на Камчатке", "--wrong", "в Охотском море", "--tag", "ru"},
		{"--prompt", "Сколько спорных островов? (числом)", "--answer", "4", "--tag", "ru"},
		{"--prompt", "[[北海道]]は日本のいちばん北の島です。", "--tag", "ja"},
	} {
		if out := p.run(at, append([]string{"add"}, args...)...); !strings.Contains(out, "It comes in the next session.") {
			t.Errorf("add %q: %s", args, out)
		}
	}
	page := filepath.Join(t.TempDir(), "page.toml")
	if err := os.WriteFile(page, []byte(ownInEditor), 0o600); err != nil {
		t.Fatal(err)
	}
	c := p.command(at, "add", "--edit")
	c.Env = append(c.Env, "VISUAL=", "EDITOR=cp "+page)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ownDeck := filepath.Join(p.data(), "decks", "own.toml")
	own, problems, err := deck.ReadFile(ownDeck)
	if err != nil || len(own) != 30 {
		t.Fatalf("%d own cards, %v, %v", len(own), problems, err)
	}
	written, err := os.ReadFile(ownDeck)
	if err != nil {
		t.Fatal(err)
	}
	p.learn(ownDeck)
	cards := map[string]bool{}
	for _, q := range own {
		for _, c := range q.Cards() {
			cards[c.ID] = true
		}
	}
	// What is typed is not what stands there, and yet right.
	for id, said := range map[string]string{
		"ru-fir":      "елка",
		"ru-people":   "ЛЮДИ",
		"ru-seas":     "ЯПОНСКОЕ МОРЕ, охотское море",
		"ru-gap#1":    "москва",
		"ru-date":     "19 октября 1956",
		"ja-coffee":   "ｺｰﾋｰ",
		"ja-computer": "ﾊﾟｿｺﾝ",
		"ja-four":     "歯舞群島、色丹島、国後島、択捉島",
		"ja-treaty":   "１９５６",
		"ja-fish":     "しゃけ",
		"ja-thanks":   "ARIGATOU  gozaimasu",
	} {
		p.says[id] = said
	}

	// All of them come today, whatever the day's limit, but for siblings.
	d, _ := p.today(at)
	if d.fresh != 30 {
		t.Errorf("thirty cards were written today, and the day holds %+v", d)
	}
	met := map[string]bool{}
	for n := 1; n <= 14; n++ {
		_, s := p.whole(at)
		for id, verdict := range s.verdicts {
			if known := p.knows(id, false); known && strings.HasPrefix(verdict, "WRONG") {
				t.Errorf("day %d: %s: %s", n, id, verdict)
			}
		}
		for _, id := range s.fresh {
			met[id] = true
		}
		mine := slices.IndexFunc(s.fresh, func(id string) bool { return !cards[id] })
		for i, id := range s.fresh {
			if cards[id] && mine >= 0 && i > mine {
				t.Errorf("day %d: %s comes behind cards of the bank: %v", n, id, s.fresh)
			}
		}
		switch {
		case n == 1 && len(s.fresh) != 30, n > 1 && len(s.fresh) != 10:
			t.Errorf("day %d: %d new cards", n, len(s.fresh))
		case n == 2 && !cards[s.fresh[0]]:
			t.Errorf("the backs of own cards wait behind the bank: %v", s.fresh)
		}
		if n == 1 {
			p.judgesInBothScripts(s)
		}
		if d, streak := p.today(at.Add(time.Hour)); d.total() != 0 || streak != n {
			t.Errorf("day %d: the day holds %+v after the session, and %d days in a row", n, d, streak)
		}
		if n == 3 {
			for _, columns := range []int{40, 80} {
				p.fits(at, columns, "exit 0\n", "list", "deck:own")
				p.fits(at, columns, "exit 0\n", "missed", "deck:own")
				p.fits(at, columns, "exit 0\n", "read", "deck:own")
				for _, id := range []string{"ja-table", "ru-seas", "hebrew"} {
					p.fits(at, columns, "exit 0\n", "why", id)
					p.fits(at, columns, "exit 0\n", "show", id)
				}
			}
		}
		at = at.AddDate(0, 0, 1)
	}
	for id := range cards {
		if !met[id] {
			t.Errorf("%s was not asked in two weeks", id)
		}
	}
	for id, how := range map[string]string{
		"ja-table": "Think,", "formula": "Think,", "ru-seas": "Name both", "ja-four": "Name all 4", "ru-order": "The numbers", "hebrew": ">", "ru-sakhalin": "Press a number",
	} {
		for _, columns := range []int{40, 80} {
			p.fits(at, columns, "wait "+how+"\nsend \\x03\nexit 130\n", "--data", t.TempDir(), "--bank", ownDeck, "study", "id:"+id)
		}
	}
	// A deck that is shared or kept in git holds nothing of all that.
	if after, err := os.ReadFile(ownDeck); err != nil || string(after) != string(written) {
		t.Errorf("two weeks of study changed the deck: %v\n%s", err, after)
	}
	p.replays(at)
}

// judgesInBothScripts holds what became of answers that were typed otherwise
// than they stand in the deck.
func (p *pupil) judgesInBothScripts(s sitting) {
	p.t.Helper()
	for id, said := range p.says {
		verdict := s.verdicts[id]
		if !p.knows(id, false) || verdict == "" {
			continue
		}
		if !strings.HasPrefix(verdict, "RIGHT: ") && !strings.HasPrefix(verdict, "ALMOST: ") {
			p.t.Errorf("%s: %q is judged %s", id, said, verdict)
		}
	}
}
