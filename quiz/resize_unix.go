//go:build unix

package quiz

import (
	"os"
	"os/signal"
	"syscall"
)

// watchWindow tells when the window changes, until stop is called.
func watchWindow() (changed <-chan struct{}, stop func()) {
	signals := make(chan os.Signal, 1)
	told := make(chan struct{}, 1)
	done := make(chan struct{})
	signal.Notify(signals, syscall.SIGWINCH)
	go func() {
		for {
			select {
			case <-signals:
				select {
				case told <- struct{}{}:
				default:
				}
			case <-done:
				return
			}
		}
	}()
	return told, func() { signal.Stop(signals); close(done) }
}
