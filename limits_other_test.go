//go:build unix && !linux

package main

import "errors"

// dropOverride is not known for systems other than Linux.
func dropOverride() error { return errors.New("root cannot be refused here") }
