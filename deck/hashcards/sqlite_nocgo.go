//go:build !cgo

package hashcards

const built = false

const driver = ""
