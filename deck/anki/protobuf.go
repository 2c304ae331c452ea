package anki

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// value is one field of a protobuf message: a number or bytes.
type value struct {
	number uint64
	bytes  []byte
}

// fields calls f for each field of a message. Groups are refused, as proto3 has
// none.
func fields(message []byte, f func(number protowire.Number, v value) error) error {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		var v value
		switch kind {
		case protowire.VarintType:
			v.number, n = protowire.ConsumeVarint(message)
		case protowire.BytesType:
			v.bytes, n = protowire.ConsumeBytes(message)
		case protowire.Fixed32Type:
			var x uint32
			x, n = protowire.ConsumeFixed32(message)
			v.number = uint64(x)
		case protowire.Fixed64Type:
			v.number, n = protowire.ConsumeFixed64(message)
		default:
			return fmt.Errorf("field %d has the type %d", number, kind)
		}
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		if err := f(number, v); err != nil {
			return err
		}
	}
	return nil
}
