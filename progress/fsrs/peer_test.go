package fsrs

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAgainstAPeer sets fits against another program's, on learners whose
// memory is no FSRS and on parts of a real log, and prints the rows of
// docs/benchmarks.md. KURIL_PEER is a command line that is given a review log
// as a table; it fits and scores on the same split and prints {"long": log loss
// on later days, "fitCpuMs": CPU time of the five fits}.
func TestAgainstAPeer(t *testing.T) {
	peer := strings.Fields(os.Getenv("KURIL_PEER"))
	if len(peer) == 0 {
		t.Skip("KURIL_PEER is not set")
	}
	for _, size := range []int{500, 800, 1200, 3000, 8000} {
		var logs [][]entry
		for kind := range 4 {
			for seed := range uint64(4) {
				rnd := rand.New(rand.NewPCG(80_000+seed, uint64(kind*size)))
				logs = append(logs, someLearner(rnd, kind).study(rnd, size))
			}
		}
		compare(t, fmt.Sprintf("simulated, %d answers", size), peer, logs)
	}
	if fixtures := os.Getenv("KURIL_FIXTURES"); fixtures != "" {
		whole := readLog(t, fixtures+"/data/reviews-josh.csv")
		for _, parts := range []int{24, 16, 8, 4, 2} {
			compare(t, fmt.Sprintf("real, 1/%d of the cards", parts), peer, byCards(whole, parts))
		}
		for _, n := range []int{500, 1000, 2000, 4000, 8000} {
			compare(t, fmt.Sprintf("real, the first %d answers", n), peer, [][]entry{whole[:n]})
		}
		compare(t, "real, all", peer, [][]entry{whole})
	}
}

// byCards deals the cards of a log out to several.
func byCards(whole []entry, parts int) [][]entry {
	logs := make([][]entry, parts)
	place := make(map[int]int)
	rnd := rand.New(rand.NewPCG(uint64(parts), 34))
	for _, e := range whole {
		p, ok := place[e.card]
		if !ok {
			p = rnd.IntN(parts)
			place[e.card] = p
		}
		logs[p] = append(logs[p], e)
	}
	return logs
}

func compare(t *testing.T, name string, peer []string, logs [][]entry) {
	t.Helper()
	var toPeer, toDefault, worst, n float64
	var ours, theirs time.Duration
	for _, log := range logs {
		s := NewSplit(histories(log))
		began := time.Now()
		folds, err := s.Fit(t.Context(), FitOptions{})
		if err != nil {
			t.Fatal(err)
		}
		ours += time.Since(began)
		fitted, plain := s.Score(folds).Interday, s.ScoreOne(&Default).Interday

		path := filepath.Join(t.TempDir(), "log.csv")
		var b strings.Builder
		b.WriteString("card_id,review_time,review_rating,review_state,review_duration\n")
		for _, e := range log {
			fmt.Fprintf(&b, "%d,%.0f,%d,2,8000\n", e.card, (e.at*24+4)*3_600_000, e.rating)
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(peer[0], append(peer[1:], path)...).Output()
		if err != nil {
			t.Fatal(err)
		}
		var p struct {
			Long     float64
			FitCPUMs float64 `json:"fitCpuMs"`
		}
		if err := json.Unmarshal(out, &p); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
		theirs += time.Duration(p.FitCPUMs * float64(time.Millisecond))
		if fitted.N == 0 || p.Long == 0 {
			continue
		}
		toPeer += math.Log(fitted.LogLoss / p.Long)
		toDefault += math.Log(fitted.LogLoss / plain.LogLoss)
		worst = max(worst, fitted.LogLoss/plain.LogLoss)
		n++
	}
	fmt.Printf("| %s | %.0f | %.3f | %.3f | %.3f | %.2f |\n", name, n,
		math.Exp(toPeer/n), math.Exp(toDefault/n), worst, float64(ours)/float64(theirs))
}
