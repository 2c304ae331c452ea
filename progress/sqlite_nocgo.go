//go:build !cgo

package progress

const built = false

func sqliteCode(error) (code, extended int) { return 0, 0 }
