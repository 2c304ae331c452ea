package quiz

import (
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// Columns of a file of reviews; the last one may be missing.
const (
	reviewCard     = "card_id"
	reviewTime     = "review_time"   // ms since 1970, UTC
	reviewRating   = "review_rating" // 1 to 4; 0 is no answer
	reviewDuration = "review_duration"
)

const reviewsHint = "the first line names the columns: card_id,review_time,review_rating,review_state,review_duration"

// readReviews reads another program's review log as events. They go by the
// learner's own study days and are never recorded.
func (d *Desk) readReviews(path string) ([]progress.Event, error) {
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, Fail("there is no file %s", CleanLine(path)).Hint("kuril optimize --reviews FILE.csv")
		}
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	r.FieldsPerRecord = -1
	place := func(line int) string { return CleanLine(path) + ":" + strconv.Itoa(line) }

	head, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, Fail("%s is empty", CleanLine(path)).Hint(reviewsHint)
	}
	if err != nil {
		return nil, notCSV(path, err)
	}
	column := make(map[string]int)
	for i, name := range head {
		column[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\uFEFF")))] = i
	}
	for _, name := range []string{reviewCard, reviewTime, reviewRating} {
		if _, ok := column[name]; !ok {
			return nil, Fail("%s: there is no column %s", place(1), name).Hint(reviewsHint)
		}
	}

	var events []progress.Event
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return events, nil
		}
		if err != nil {
			return nil, notCSV(path, err)
		}
		line, _ := r.FieldPos(0)
		field := func(name string) string {
			if i, ok := column[name]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		ms, err := strconv.ParseInt(field(reviewTime), 10, 64)
		if err != nil || ms < 0 || ms > 253402300799999 { // the year 9999
			return nil, Fail("%s: %q is no time in milliseconds since 1970", place(line), field(reviewTime)).Hint(reviewsHint)
		}
		rating, err := strconv.Atoi(field(reviewRating))
		if err != nil || rating < 0 || rating > int(fsrs.Easy) {
			return nil, Fail("%s: %q is no rating from 1 to 4", place(line), field(reviewRating)).Hint(reviewsHint)
		}
		card := field(reviewCard)
		if card == "" {
			return nil, Fail("%s: no card is named", place(line)).Hint(reviewsHint)
		}
		if rating == 0 {
			continue
		}
		took, _ := strconv.ParseInt(field(reviewDuration), 10, 64)
		at := time.UnixMilli(ms).UTC()
		events = append(events, progress.Event{
			Card: strings.Clone(card), At: at, Day: d.Calendar.Day(at), Kind: progress.Reviewed,
			N: int64(line), Rating: fsrs.Rating(rating), Took: time.Duration(max(0, min(took, 1e10))) * time.Millisecond,
		})
	}
}

// notCSV says where a file cannot be read as a table.
func notCSV(path string, err error) error {
	var at *csv.ParseError
	if !errors.As(err, &at) {
		return err
	}
	return Fail("%s:%d: %v", CleanLine(path), at.Line, at.Err).Hint(reviewsHint)
}
