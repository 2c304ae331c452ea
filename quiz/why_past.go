package quiz

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// ratingMeans says what a rating stands for, Again first.
var ratingMeans = [4]string{"not known", "known, with effort", "known", "known at once"}

// teller puts the events of one card into words, one after another in the order
// of the log, and finds the one that decided when the card is due.
type teller struct {
	last    *progress.Event // last standing review since a reset
	due     progress.Day    // in force before the next event
	open    bool            // the last standing review was Again
	decided *progress.Event // a standing review or scheduled event; nil: none
}

// tell returns one event in words. undone is the day it was taken back, 0 where
// that is not known.
func (h *teller) tell(e progress.Event, undone progress.Day) string {
	var text string
	switch e.Kind {
	case progress.Reviewed, progress.Practised:
		text = h.answer(e)
	case progress.Reset:
		text = "Made new again; what came before no longer counts."
	case progress.Suspended:
		text = "Suspended: not asked until resumed."
	case progress.Resumed:
		text = "Resumed: asked again."
	case progress.Marked:
		text = "Marked."
	case progress.Unmarked:
		text = "No longer marked."
	case progress.Scheduled:
		text = scheduledText(e)
	default:
		text = string(e.Kind)
	}
	if e.TakenBack {
		when := ""
		if undone != 0 && undone != e.Day {
			when = " on " + undone.String()
		}
		return text + " Taken back" + when + ": it counts for nothing."
	}
	h.follow(e)
	return text
}

// follow moves on after a standing event.
func (h *teller) follow(e progress.Event) {
	switch e.Kind {
	case progress.Reviewed:
		h.last, h.decided, h.open, h.due = &e, &e, e.Rating == fsrs.Again, e.Due
	case progress.Scheduled:
		h.decided, h.due = &e, e.Due
	case progress.Reset:
		*h = teller{}
	}
}

// answer tells an answer: when, what was given, how it was judged and rated,
// what was remembered then, and what came of it.
func (h *teller) answer(e progress.Event) string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)+".") }
	practice := e.Kind == progress.Practised
	switch {
	case h.last != nil:
		add("%s", capital(later(e, *h.last)))
	case !practice:
		add("First meeting")
	}
	if practice {
		add("Practice")
	}
	switch {
	case e.Given != "":
		// No full stop behind what may end with one of its own.
		parts = append(parts, "You said: "+strings.TrimRight(CleanLine(e.Given), ".")+".")
	case e.Verdict == "wrong":
		add("You gave no answer")
	}
	judged := ""
	switch {
	case e.Overridden:
		judged = "right, as you said yourself; "
	case e.Verdict == "almost":
		judged = "almost right, which counts; "
	case e.Verdict == "partly":
		judged = "partly right; "
	case e.Verdict == "right" || e.Verdict == "wrong":
		judged = e.Verdict + "; "
	}
	if e.Rating >= fsrs.Again && e.Rating <= fsrs.Easy {
		means := ratingMeans[e.Rating-1]
		if e.Rating == fsrs.Again && h.last != nil && !h.open && h.last.Day < e.Day && !practice {
			means = "forgotten"
		}
		judged += fmt.Sprintf("rated %s (%s)", ratings[e.Rating-1], means)
	}
	if judged != "" {
		add("%s", capital(strings.TrimSuffix(judged, "; ")))
	}
	switch e.Confidence {
	case progress.Sure:
		add("You were sure")
	case progress.Likely:
		add("You thought so")
	case progress.Guess:
		add("You guessed")
	}
	if practice {
		add("Practice moves no date")
		return strings.Join(parts, " ")
	}
	if e.Recall > 0 {
		add("%s such cards were remembered then", outOf100(e.Recall))
	}
	if late := lateText(e, h.due); late != "" {
		add("%s", late)
	}
	if plan := planText(e, h.last == nil); plan != "" {
		add("%s", plan)
	}
	add("%s", nextText(e))
	return strings.Join(parts, " ")
}

// later says how long after another answer one was given: in study days, or on
// the same day in hours and minutes.
func later(e, before progress.Event) string {
	if days := int(e.Day - before.Day); days > 0 {
		return Count(days, "day") + " later"
	}
	switch d := e.At.Sub(before.At); {
	case d < time.Minute:
		return "moments later"
	case d < time.Hour:
		return Count(int(d.Minutes()), "minute") + " later"
	default:
		return Count(int(d.Hours()), "hour") + " later"
	}
}

// lateText says why an answer came after the day it was due.
func lateText(e progress.Event, due progress.Day) string {
	if due == 0 || due >= e.Day {
		return ""
	}
	text := "It was due " + Count(int(e.Day-due), "day") + " before"
	switch {
	case slices.Contains(e.Rules, progress.RuleSibling):
		return text + " and gave way to a card that belongs to it (sibling)"
	case slices.Contains(e.Rules, progress.RuleLimit):
		return text + "; that day others were asked, up to a limit or until you stopped (limit)"
	case slices.Contains(e.Rules, progress.RuleAway):
		return text + "; nothing was studied meanwhile (away)"
	}
	return text
}

// planText says that an answer was asked for by an exam plan.
func planText(e progress.Event, first bool) string {
	switch {
	case !slices.Contains(e.Rules, progress.RulePlan):
		return ""
	case first:
		return "It came beyond the new cards of that day, for an exam (plan)"
	}
	return "It was asked before its day, for an exam (plan); its next day is the one it would have had anyway after such an answer"
}

// nextText says what a review decided.
func nextText(e progress.Event) string {
	days := int(e.Due - e.Day)
	switch {
	case slices.Contains(e.Rules, progress.RuleFive):
		return fmt.Sprintf("The fifth miss of that day put it off to %s (five)", e.Due)
	case e.Due == 0:
		return "It came without a date, from another program (import)"
	case e.Rating == fsrs.Again && days <= 0:
		return "It was asked again that day"
	}
	text := fmt.Sprintf("Next after %s, on %s", Count(days, "day"), e.Due)
	if moved := movedText(e.Rules, e.Interval, days); moved != "" {
		text += " (" + moved + ")"
	}
	return text
}

// scheduledText tells what set a due day without an answer.
func scheduledText(e progress.Event) string {
	switch {
	case slices.Contains(e.Rules, progress.RuleImport):
		return fmt.Sprintf("Its date, %s, came from another program (import).", e.Due)
	case slices.Contains(e.Rules, progress.RuleReschedule):
		return fmt.Sprintf("All dates were worked out anew (reschedule); this card's became %s.", e.Due)
	case slices.Contains(e.Rules, progress.RuleLater) || e.Due == e.Day+1:
		return fmt.Sprintf(`You said "not today", which put it off to %s (later).`, e.Due)
	}
	return fmt.Sprintf("Its date was set to %s without an answer, by an import or when dates were worked out anew.", e.Due)
}

// becauseOf says why a card is due when it is, from what was stored with the
// event that decided it. retention is what is wanted now, 0 for nothing.
func becauseOf(e progress.Event, retention float64) []string {
	if e.Kind == progress.Scheduled {
		return []string{fmt.Sprintf("On %s: %s", e.Day, scheduledText(e))}
	}
	days := int(e.Due - e.Day)
	rated := fmt.Sprintf("On %s you answered it.", e.Day)
	if e.Rating >= fsrs.Again && e.Rating <= fsrs.Easy { // other programs know answers without
		rated = fmt.Sprintf("On %s you rated it %s (%s).", e.Day, ratings[e.Rating-1], ratingMeans[e.Rating-1])
	}
	has := func(rule string) bool { return slices.Contains(e.Rules, rule) }
	switch {
	case has(progress.RuleFive):
		return []string{fmt.Sprintf("On %s you missed it for the fifth time that day, so it was put off to the next (five).", e.Day)}
	case e.Rating == fsrs.Again && days <= 0:
		return []string{rated, "A card that is missed stays in that day's session until it is known (today), and is due from then on."}
	case e.Interval == 0:
		return []string{rated, "The answer came from another program (import), and its date with it or from the day it was given."}
	}
	lines := []string{rated, fmt.Sprintf(
		"Going by your answers up to then, %.0f of 100 such cards are still recalled after %s: the share you want (retention %s).",
		100*e.Retention, span(e.Interval), fraction(e.Retention))}
	if has(progress.RuleShortest) {
		lines = append(lines, "A card that was recalled rests until the next day, so the wait became a whole day (shortest).")
	}
	if has(progress.RuleLongest) {
		lines = append(lines, "That is more than the longest wait you allow, so it was cut to that (longest).")
	}
	if has(progress.RuleOrder) {
		lines = append(lines, "A better rating must not bring a card back before a worse one, so it was moved behind that (order).")
	}
	where := shift(e.Interval, days)
	if where == "" || has(progress.RuleLongest) || has(progress.RuleOrder) {
		where = "by some days"
	}
	switch {
	case has(progress.RuleEasy):
		lines = append(lines, fmt.Sprintf("It was moved %s, because of your easy days and days off (easy).", where))
	case has(progress.RuleBalance) && has(progress.RuleFuzz):
		lines = append(lines, fmt.Sprintf("It was moved %s: of the days near it those with the fewest cards due were kept (balance), "+
			"and one of these was picked so that cards learned together do not stay together (fuzz).", where))
	case has(progress.RuleBalance):
		lines = append(lines, fmt.Sprintf("It was moved %s, to the day near it with the fewest cards due (balance).", where))
	case has(progress.RuleFuzz):
		lines = append(lines, fmt.Sprintf("It was moved %s, so that cards learned together do not stay together (fuzz).", where))
	case len(lines) == 2:
		lines = append(lines, fmt.Sprintf("In whole days that is %d, and nothing moved it.", days))
	}
	if retention > 0 && e.Retention > 0 && math.Abs(retention-e.Retention) > 1e-9 {
		lines = append(lines, fmt.Sprintf("Now you want to recall %.0f of 100 (retention %s); that counts from the next answer on.", 100*retention, fraction(retention)))
	}
	return lines
}

// shift says how far a wait in whole days is from its interval, "" for not at
// all.
func shift(interval float64, days int) string {
	switch by := days - max(1, int(math.Round(min(interval, 1e6)))); {
	case by > 0:
		return Count(by, "day") + " later"
	case by < 0:
		return Count(-by, "day") + " earlier"
	}
	return ""
}

// span is a number of days in words, in hours or minutes where it is short.
func span(days float64) string {
	switch {
	case days < 1.0/24:
		return Count(max(1, int(math.Round(days*24*60))), "minute")
	case days < 1:
		return Count(max(1, int(math.Round(days*24))), "hour")
	case days < 100:
		return strconv.FormatFloat(days, 'f', 1, 64) + " days"
	}
	return strconv.FormatFloat(days, 'f', 0, 64) + " days"
}

// fraction writes a retention as the settings have it: 0.90.
func fraction(r float64) string { return strconv.FormatFloat(r, 'f', 2, 64) }
