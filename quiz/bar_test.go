package quiz

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestBar(t *testing.T) {
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	ctx, stop := context.WithCancel(context.Background())
	var out bytes.Buffer
	b := &Bar{ctx: ctx, what: "reading the log", now: func() time.Time { return now }, began: now, out: &out, columns: 60}
	if err := b.To(1, 100); err != nil || out.Len() > 0 {
		t.Errorf("at once: %v, printed %q", err, out.String())
	}
	now = now.Add(time.Second)
	if err := b.To(50, 100); err != nil || !strings.Contains(out.String(), "reading the log") || strings.Contains(out.String(), "\n") {
		t.Errorf("after a second: %v, printed %q", err, out.String())
	}
	for line := range strings.SplitSeq(out.String(), "\r") {
		if line = strings.TrimPrefix(line, "\x1b[2K"); Width(line) > 60 {
			t.Errorf("%q is wider than the terminal", line)
		}
	}
	stop()
	if err := b.To(51, 100); !errors.Is(err, context.Canceled) {
		t.Errorf("when it is to stop: %v", err)
	}
	if !strings.HasSuffix(strings.TrimRight(out.String(), "\r"), "\x1b[2K") {
		t.Errorf("it is not taken away: %q", out.String())
	}
	b.Done() // twice is once

	unseen := (&Desk{Now: func() time.Time { return now }}).Bar(context.Background(), "x")
	now = now.Add(time.Minute)
	if err := unseen.To(1, 2); err != nil || unseen.shown != nil {
		t.Errorf("without a terminal: %v, %v", err, unseen.shown)
	}
}
