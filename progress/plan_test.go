package progress

import (
	"strings"
	"testing"
)

// What runs with every answer or at every start never walks the whole log.
func TestQueriesUseIndexes(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	for name, query := range map[string]string{
		"undo":    strings.NewReplacer("?1", "'x'", "?2", "9").Replace(standingBefore),
		"card":    selectEvents + ` WHERE e.card = 'x'`,
		"answers": selectEvents + ` WHERE e.day >= 20000 AND e.kind IN ('reviewed', 'practised') AND NOT ` + takenBack,
		"weights": `SELECT e.weights FROM events e WHERE e.kind = 'weights' AND NOT ` + takenBack + ` ORDER BY e.at DESC, e.device DESC, e.n DESC LIMIT 1`,
		"number":  `SELECT max(n) FROM events WHERE device = 'x'`,
		"touched": strings.ReplaceAll(touchedSince, "?1", "9"),
		"tempo":   strings.Replace(selectTempo, "?", "20000", 1),
		"days":    strings.ReplaceAll(selectStudyDays, "?", "20000"),
	} {
		rows, err := s.db.Query(`EXPLAIN QUERY PLAN ` + query)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		defer rows.Close()
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "INDEX events_weights") && step != "SCAN days" {
				t.Errorf("%s: %s", name, step)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// Of the cache, too, a study day reads only what it may ask: the queries of an
// agenda are answered by an index, and none looks at the log.
func TestAgendaUsesIndexes(t *testing.T) {
	s := openAt(t, tempPath(t), Options{})
	record(t, s, review("q", 0, 0, 3))
	statesOf(t, s)
	for query, want := range map[string]string{
		agendaDue:   "SEARCH states USING INDEX states_due (due<?)",
		agendaToday: "SEARCH states USING INDEX states_last (last>?)",
		agendaNew:   "SEARCH states USING INDEX states_last (last=?)",
		agendaLater: "SEARCH states USING COVERING INDEX states_due (due>?)",
		dueOnDays:   "SEARCH states USING COVERING INDEX states_due (due>?)",
	} {
		rows, err := s.db.Query(`EXPLAIN QUERY PLAN ` + strings.ReplaceAll(query, "?", "20000"))
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var steps []string
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Fatal(err)
			}
			steps = append(steps, step)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(steps, "; "); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}
