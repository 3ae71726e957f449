package main

import (
	"context"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	_ "google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/metadata"
)

func send(
	endpoint, signal, compression string, concurrency int, connections int64, files tlsFiles, headers metadataFlag, messages [][]byte,
) error {
	method, known := methods[signal]
	if !known {
		return fmt.Errorf("no signal %s", signal)
	}

	ctx, cancel := context.WithTimeout(context.Background(), 85*time.Second)
	defer cancel()
	security, err := files.client()
	if err != nil {
		return err
	}

	dials := int64(0)
	dial := func(ctx context.Context, address string) (net.Conn, error) {
		atomic.AddInt64(&dials, 1)
		return (&net.Dialer{}).DialContext(ctx, "tcp", address)
	}
	connection, err := grpc.DialContext(ctx, endpoint, security, grpc.WithContextDialer(dial), grpc.WithBlock())
	if err != nil {
		return err
	}

	defer connection.Close()
	ctx = metadata.NewOutgoingContext(ctx, metadata.Pairs(headers...))
	options := []grpc.CallOption{grpc.ForceCodec(bytesCodec{})}
	if compression != "" {
		options = append(options, grpc.UseCompressor(compression))
	}

	rounds := 0
	for ; rounds == 0 || atomic.LoadInt64(&dials) < connections; rounds++ {
		if err := exportAll(ctx, connection, method, concurrency, messages, options); err != nil {
			return err
		}
	}

	fmt.Println(rounds)
	return nil
}

func exportAll(
	ctx context.Context, connection *grpc.ClientConn, method string, concurrency int, messages [][]byte, options []grpc.CallOption,
) error {
	work := make(chan []byte, len(messages))
	for _, message := range messages {
		work <- message
	}

	close(work)
	results := make(chan error)
	for i := 0; i < concurrency; i++ {
		go func() { results <- export(ctx, connection, method, work, options) }()
	}

	var err error
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
