package main

import (
	"os"
	"strings"
)

// machine returns what tells this machine from others and stays the same: the
// id that Linux gives it, else its name; "" when there is neither.
func machine() string {
	for _, path := range []string{"/etc/machine-id", "/var/lib/dbus/machine-id", "/etc/hostid"} {
		if id, err := os.ReadFile(path); err == nil && len(strings.TrimSpace(string(id))) > 0 {
			return strings.TrimSpace(string(id))
		}
	}
	return host()
}

// host returns the name of the machine, "" when it has none.
func host() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	name, _, _ = strings.Cut(name, ".")
	return name
}
