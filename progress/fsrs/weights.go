package fsrs

import "fmt"

// Weights are the 34 numbers that fit the model to a learner:
//
//	w0–w3    slow stability in days after a first again, hard, good, easy
//	w4–w6    difficulty
//	w7–w14   how the slow trace changes with an answer
//	w15–w22  how the fast trace changes with an answer
//	w23–w33  how memory fades
//
// docs/model.md tells what each one does.
type Weights [34]float64

// Default are weights for nobody in particular, used until there are enough
// answers to fit one's own.
var Default = Weights{
	0.1104, 2.2395, 3.9221, 11.7841,
	6.1686, 0.6457, 3.6807,
	1.9795, 0.0, 1.3826, 0.7024, 0.5999, 0.8146, 0.6398, 1.0,
	1.3207, 0.6707, 3.8668, 0.4416, 0.0934, 1.8631, 0.6162, 1.0869,
	0.1567, 0.0801, 0.2421, 0.9464, 0.1433, 0.7145, 0.0, 0.5667, 0.3734, 0.5333, 0.3048,
}

// limits are the least and the greatest value of each weight, both allowed.
var limits = [len(Weights{})]struct{ low, high float64 }{
	{1e-4, 50}, {1e-4, 100}, {1e-4, 100}, {1e-4, 100},
	{1, 10}, {0.001, 4}, {0.1, 4},
	{0, 4}, {0, 1.2}, {0.3, 3}, {0.01, 1.5}, {0.1, 1}, {0, 3.5}, {0, 1}, {1, 7},
	{0, 4}, {0, 2}, {0.5, 6}, {0.001, 1.5}, {0.001, 1}, {0, 5}, {0, 1}, {1, 7},
	{0.01, 0.25}, {0.01, 0.95}, {0.2, 0.85}, {0.5, 0.99}, {0.01, 1}, {0.1, 1},
	{0, 0.9}, {0.1, 1.1}, {0, 1}, {0, 0.6}, {0, 0.6},
}

// notBelow names for some weights another one that they must not be below: a
// better first answer lasts no shorter, and the slow trace keeps no less over
// its stability than the fast one.
var notBelow = map[int]int{1: 0, 2: 1, 3: 2, 26: 25}

// Validate returns an error if a weight is out of its range or no number. The
// error names the first such weight, its value and the range:
//
//	weight w5 is 4.5, want 0.001 to 4
//
// Nothing is repaired.
func (w *Weights) Validate() error {
	for i, x := range w {
		low, high := limits[i].low, limits[i].high
		other, ok := notBelow[i]
		bound := ok && w[other] > low
		if bound {
			low = w[other]
		}
		if low <= x && x <= high { // NaN is in no range
			continue
		}
		err := fmt.Errorf("weight w%d is %g, want %g to %g", i, x, low, high)
		if bound {
			err = fmt.Errorf("%w (not below w%d)", err, other)
		}
		return err
	}
	return nil
}
