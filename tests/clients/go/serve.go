package main

import (
	"fmt"
	"io/ioutil"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/keepalive"
)

var methods = map[string]string{
	"traces":  "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
	"logs":    "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
	"metrics": "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
}

func serve(listen, directory string, age time.Duration, files tlsFiles) error {
	options, err := files.server()
	if err != nil {
		return err
	}

	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}

	received := int64(0)
	handler := func(_ interface{}, stream grpc.ServerStream) error {
		method, _ := grpc.MethodFromServerStream(stream)
		var message []byte
		if err := stream.RecvMsg(&message); err != nil {
			return err
		}

		name := fmt.Sprintf("%06d.%s", atomic.AddInt64(&received, 1), signalOf(method))
		if err := write(directory, name, message); err != nil {
			return err
		}

		return stream.SendMsg(&[]byte{})
	}

	fmt.Println("listening on", listener.Addr())
	options = append(options, grpc.CustomCodec(bytesCodec{}), grpc.UnknownServiceHandler(handler), grpc.MaxRecvMsgSize(64<<20))
	if age > 0 {
		options = append(options, grpc.KeepaliveParams(keepalive.ServerParameters{MaxConnectionAge: age}))
	}

	return grpc.NewServer(options...).Serve(&countingListener{Listener: listener, directory: directory})
}

// countingListener leaves an empty file for each connection.
type countingListener struct {
	net.Listener
	directory string
	accepted  int
}

func (listener *countingListener) Accept() (net.Conn, error) {
	connection, err := listener.Listener.Accept()
	if err != nil {
		return nil, err
	}

	listener.accepted++
	return connection, write(listener.directory, fmt.Sprintf("%06d.connection", listener.accepted), nil)
}

func signalOf(method string) string {
	for signal, known := range methods {
		if method == known {
			return signal
		}
	}

	return "unknown"
}

// write makes the file appear under its name only once it is whole.
func write(directory, name string, message []byte) error {
	file := filepath.Join(directory, name)
	if err := ioutil.WriteFile(file+".part", message, 0o600); err != nil {
		return err
	}

	return os.Rename(file+".part", file)
}
