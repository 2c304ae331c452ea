package quiz

import (
	"fmt"
	"math"
	"strings"
)

// pens are the signs that pictures are drawn with.
type pens struct {
	steps  []string // of a bar that grows upwards, an eighth at a time or the whole
	bars   []string // of one that grows to the right
	shades []string // from nothing to most, of a heatmap
	line   string
	mark   string // a value to compare a bar with
}

var (
	blockPens = pens{
		steps:  []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
		bars:   []string{"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
		shades: []string{"·", "░", "▒", "▓", "█"},
		line:   "─",
		mark:   "│",
	}
	letterPens = pens{
		steps:  []string{"#"},
		bars:   []string{"#"},
		shades: []string{".", "-", "+", "*", "#"},
		line:   "-",
		mark:   "|",
	}
)

// pens are those that the learner's terminal can show.
func (d *Desk) pens() pens {
	if d.ASCII {
		return letterPens
	}
	return blockPens
}

// bar draws a value to the right: width columns for the highest. What is more
// than nothing is always seen.
func (p pens) bar(value, highest float64, width int) string {
	if value <= 0 || highest <= 0 || width < 1 {
		return ""
	}
	full := len(p.bars)
	n := max(1, int(math.Round(min(value/highest, 1)*float64(width*full))))
	drawn := strings.Repeat(p.bars[full-1], n/full)
	if rest := n % full; rest > 0 {
		drawn += p.bars[rest-1]
	}
	return drawn
}

// marked draws a bar as bar does, with a mark where another value lies.
func (p pens) marked(value, mark, highest float64, width int) string {
	signs := []rune(Pad(p.bar(value, highest, width), width))
	at := min(width-1, max(0, int(math.Round(mark/highest*float64(width)))))
	return strings.TrimRight(accent(string(signs[:at]))+strong(p.mark)+accent(strings.TrimRight(string(signs[at+1:]), " ")), " ")
}

// columns draws values upwards, one column each, in lines from the top down.
func (p pens) columns(values []float64, highest float64, height int) []string {
	lines := make([]string, height)
	full := len(p.steps)
	for row := range lines {
		below := (height - 1 - row) * full
		var b strings.Builder
		for _, v := range values {
			n := 0
			if v > 0 && highest > 0 {
				n = max(1, int(math.Round(min(v/highest, 1)*float64(height*full))))
			}
			switch n -= below; {
			case n <= 0:
				b.WriteByte(' ')
			default:
				b.WriteString(p.steps[min(n, full)-1])
			}
		}
		lines[row] = b.String()
	}
	return lines
}

// shade returns the sign for a value of a heatmap: the first for nothing, else
// by which quarter of the highest it lies in.
func (p pens) shade(value, highest int) string {
	return p.shades[shadeOf(value, highest, len(p.shades)-1)]
}

func shadeOf(value, highest, shades int) int {
	if value <= 0 {
		return 0
	}
	return min(shades, (value*shades+highest-1)/max(1, highest))
}

// legend says what the shades of a heatmap stand for.
func (p pens) legend(highest int) []string {
	parts := []string{p.shades[0] + " none"}
	shades := len(p.shades) - 1
	for shade, from := 1, 1; shade <= shades && from <= highest; shade++ {
		to := from
		for to < highest && shadeOf(to+1, highest, shades) <= shade {
			to++
		}
		if shadeOf(from, highest, shades) != shade {
			continue
		}
		parts = append(parts, p.shades[shade]+" "+fromTo(from, to))
		from = to + 1
	}
	return parts
}

func fromTo(from, to int) string {
	if from == to {
		return fmt.Sprint(from)
	}
	return fmt.Sprintf("%d to %d", from, to)
}
