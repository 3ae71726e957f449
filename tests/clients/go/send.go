package main

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc"
	_ "google.golang.org/grpc/encoding/gzip"
)

func send(endpoint, signal, compression string, concurrency int, files tlsFiles, messages [][]byte) error {
	method, known := methods[signal]
	if !known {
		return fmt.Errorf("no signal %s", signal)
	}

	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	security, err := files.client()
	if err != nil {
		return err
	}

	connection, err := grpc.DialContext(ctx, endpoint, security, grpc.WithBlock())
	if err != nil {
		return err
	}

	defer connection.Close()
	options := []grpc.CallOption{grpc.ForceCodec(bytesCodec{})}
	if compression != "" {
		options = append(options, grpc.UseCompressor(compression))
	}

	work := make(chan []byte, len(messages))
	for _, message := range messages {
		work <- message
	}

	close(work)
	results := make(chan error)
	for i := 0; i < concurrency; i++ {
		go func() { results <- export(ctx, connection, method, work, options) }()
	}

	for i := 0; i < concurrency; i++ {
		if failed := <-results; failed != nil {
			err = failed
		}
	}

	return err
}

func export(ctx context.Context, connection *grpc.ClientConn, method string, work <-chan []byte, options []grpc.CallOption) error {
	for message := range work {
		var answer []byte
		if err := connection.Invoke(ctx, method, &message, &answer, options...); err != nil {
			return err
		}

		if len(answer) != 0 {
			return fmt.Errorf("the answer to %s has %d bytes", method, len(answer))
		}
	}

	return nil
}
