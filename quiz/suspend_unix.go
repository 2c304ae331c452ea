//go:build unix

package quiz

import (
	"os"
	"os/signal"
	"syscall"
)

// suspend stops the program as ^Z does and returns when it is continued.
func suspend() error {
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	if err := syscall.Kill(0, syscall.SIGTSTP); err != nil {
		return err
	}
	<-continued
	return nil
}
