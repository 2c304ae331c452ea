package quiz

import (
	"context"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// A Bar shows how far something has come that can take longer than a moment,
// and lets ^C stop it. Whoever does the work calls To now and then and returns
// its error, and Done in the end:
//
//	bar := d.Bar(ctx, "reading the log")
//	defer bar.Done()
//	for i, e := range events {
//		if err := bar.To(i, len(events)); err != nil {
//			return err // with nothing half done
//		}
//
// It stands on stderr, on a terminal only, never in plain mode, and is gone
// when the work is done. What takes less than half a second shows none.
type Bar struct {
	ctx     context.Context
	what    string
	now     func() time.Time
	began   time.Time
	out     io.Writer // nil: nobody looks
	columns int
	shown   *progressbar.ProgressBar
}

// barAfter is how long something must take to be shown.
const barAfter = 500 * time.Millisecond

// Bar begins a bar. what says in a few words what is being done.
func (d *Desk) Bar(ctx context.Context, what string) *Bar {
	b := &Bar{ctx: ctx, what: what, now: d.Now, began: d.Now()}
	if IsTerminal(d.Stderr) && !d.Plain {
		b.out = d.Stderr
		b.columns = NewTerm(TermOptions{In: d.Stderr, Out: d.Stderr}).Columns()
	}
	return b
}

// To says how much of the whole is done. Its error means that somebody wants
// it to stop.
func (b *Bar) To(done, total int) error {
	if err := b.ctx.Err(); err != nil {
		b.Done()
		return err
	}
	if b.out == nil || total < 1 {
		return nil
	}
	if b.shown == nil {
		if b.now().Sub(b.began) < barAfter {
			return nil
		}
		b.shown = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(b.out),
			progressbar.OptionSetDescription(b.what),
			// Beside the bar stand the per cent and the seconds left.
			progressbar.OptionSetWidth(max(4, min(40, b.columns-Width(b.what)-24))),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionUseANSICodes(true),
			progressbar.OptionClearOnFinish(),
			progressbar.OptionSetRenderBlankState(true),
		)
	}
	// A bar that cannot be drawn is no reason to stop.
	_ = b.shown.Set(min(done, total))
	return nil
}

// Done takes the bar away.
func (b *Bar) Done() {
	if b.shown != nil {
		_ = b.shown.Clear()
		b.shown = nil
	}
	b.out = nil
}
