package quiz

// credit says which rating Enter takes, as it is worked out by offer.
func (k *talk) credit() string {
	if k.d.Settings.Ratings == 2 {
		return "Enter takes 3 after right and almost, else 1, and 1 after a hint. Enter twice without an answer shows it and counts as 1."
	}
	return "Enter takes 3 after right and almost, 2 after partly from two thirds on, else 1, and at most 2 after a hint. Enter twice without an answer shows it and counts as 1."
}
