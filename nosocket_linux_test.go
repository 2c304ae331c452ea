package main

import (
	"net"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

func init() {
	programs["nosocket"] = nosocketMain
	programs["opensocket"] = opensocketMain
}

// nosocketMain runs a program that the kernel kills when it, or what it starts,
// asks for a socket.
func nosocketMain() {
	if len(os.Args) < 2 {
		give("usage: nosocket PROGRAM [ARGUMENT…]")
	}
	runtime.LockOSThread() // the filter belongs to the thread that executes
	const load, equal, answer = 0x20, 0x15, 0x06
	filter := []unix.SockFilter{
		{Code: load, K: 0}, // the number of the system call
		{Code: equal, Jt: 0, Jf: 1, K: uint32(unix.SYS_SOCKET)},
		{Code: answer, K: unix.SECCOMP_RET_KILL_PROCESS},
		{Code: answer, K: unix.SECCOMP_RET_ALLOW},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		give(err)
	}
	if err := unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&program)), 0, 0); err != nil {
		give(err)
	}
	become(os.Args[1:])
}

// opensocketMain asks for a socket.
func opensocketMain() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		give(err)
	}
	l.Close()
}
