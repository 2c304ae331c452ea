package deck

func Append(path string, qs ...*Question) error  { return nil }
func Replace(path, id string, q *Question) error { return nil }
func Remove(path, id string) error               { return nil }
func NewID(prompt string, kind Kind, taken func(string) bool, random func() string) string {
	return ""
}

// FixIDs returns text with missing ids and gap numbers written out.
func FixIDs(file string, text []byte, taken func(string) bool, random func() string) ([]byte, error) {
	return text, nil
}
