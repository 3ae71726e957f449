package main

import (
	"errors"
	"strings"
)

// metadataFlag collects NAME:VALUE as names and values in turn.
type metadataFlag []string

func (pairs *metadataFlag) String() string { return "" }

func (pairs *metadataFlag) Set(text string) error {
	pair := strings.SplitN(text, ":", 2)
	if len(pair) != 2 {
		return errors.New("NAME:VALUE is wanted")
	}

	*pairs = append(*pairs, pair...)
	return nil
}
