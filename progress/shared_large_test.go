package progress

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// TestMakeSharedFolder writes a shared folder of ten devices and a million
// events where KURIL_SHARED_FOLDER says.
func TestMakeSharedFolder(t *testing.T) {
	dir := os.Getenv("KURIL_SHARED_FOLDER")
	if dir == "" {
		t.Skip("KURIL_SHARED_FOLDER names no folder")
	}
	const devices, each = 10, 100_000
	for d := range devices {
		device := fmt.Sprintf("aaaaaaaaa%c", 'a'+d)
		at := filepath.Join(dir, "kuril", device)
		if err := os.MkdirAll(at, 0o700); err != nil {
			t.Fatal(err)
		}
		var f *os.File
		var w *bufio.Writer
		size, number := 0, 0
		for i := range each {
			if f == nil || size > 1<<20 {
				if f != nil {
					w.Flush()
					f.Close()
				}
				number++
				var err error
				if f, err = os.Create(filepath.Join(at, fmt.Sprintf("log-%05d.jsonl", number))); err != nil {
					t.Fatal(err)
				}
				w = bufio.NewWriter(f)
				size, _ = w.Write(Header{Format: 1, Learner: "learner", Device: device, Name: fmt.Sprint("machine-", d)}.Line())
			}
			e := benchAnswer(i)
			e.Card = fmt.Sprintf("card-of-a-usual-length-%d", (i*7+d)%10_000)
			e.At = noon.AddDate(-10, 0, 0).Add(time.Duration(i*10+d) * 3 * time.Second)
			e.Day = dayOf(e.At)
			e.Due = e.Day + 20
			e.ID = idText.EncodeToString(sumOf(fmt.Appendf(nil, "%d %d", d, i))[:12])
			e.Device, e.N = device, int64(i+1)
			e.Took, e.Recall, e.Interval, e.Retention = 7345*time.Millisecond, 0.8765432198765432, 19.876543219876543, 0.9
			e.Rating = fsrs.Rating(1 + i%4)
			line, err := SharedLine(e)
			if err != nil {
				t.Fatal(err)
			}
			n, _ := w.Write(line)
			size += n
		}
		w.Flush()
		f.Close()
	}
}
