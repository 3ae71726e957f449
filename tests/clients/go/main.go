// A small OTLP/gRPC client and server over grpc-go. Both treat messages as bytes: what they prove is the transport, and that every byte
// arrives; the tests decode and compare.
//
//	otlp send -endpoint 127.0.0.1:4317 -signal traces [-compression gzip] [-concurrency 1] [-connections 1]
//	          [-header NAME:VALUE]... [-ca FILE [-cert FILE -key FILE]] FILE...
//	otlp serve -directory DIR [-listen 127.0.0.1:0] [-age DURATION] [-cert FILE -key FILE [-ca FILE]]
//
// With -ca, send speaks TLS and trusts that authority; with -cert and -key it shows a certificate. With -cert and -key, serve speaks TLS;
// with -ca besides, it wants a certificate of that authority from each client.
//
// send calls Export once for each file and exits with 1 if a call fails or its answer is not an empty message. With -connections it does
// so again and again until it has made so many connections, which is the server's doing, and prints how often. serve prints
// "listening on HOST:PORT", then writes each message it receives as DIR/NUMBER.SIGNAL, and an empty DIR/NUMBER.connection for each
// connection, until it is killed. With -age it ends connections that are so old.
package main

import (
	"flag"
	"fmt"
	"io/ioutil"
	"os"
)

func main() {
	if len(os.Args) < 2 {
		fail(2, "send or serve?")
	}

	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	endpoint := flags.String("endpoint", "", "where to send, host:port")
	signal := flags.String("signal", "traces", "traces, logs or metrics")
	compression := flags.String("compression", "", "gzip, or nothing")
	concurrency := flags.Int("concurrency", 1, "calls in flight")
	connections := flags.Int64("connections", 1, "how many connections must have been made")
	age := flags.Duration("age", 0, "when to end a connection; 0 for never")
	listen := flags.String("listen", "127.0.0.1:0", "where to listen")
	directory := flags.String("directory", "", "where to write what arrives")
	headers := metadataFlag{}
	flags.Var(&headers, "header", "metadata to send, NAME:VALUE; may be repeated")
	files := tlsFiles{}
	flags.StringVar(&files.ca, "ca", "", "PEM file of the authority to trust")
	flags.StringVar(&files.cert, "cert", "", "PEM file of the certificate to show")
	flags.StringVar(&files.key, "key", "", "PEM file of its private key")
	if err := flags.Parse(os.Args[2:]); err != nil {
		fail(2, err)
	}

	var err error
	switch os.Args[1] {
	case "send":
		err = send(*endpoint, *signal, *compression, *concurrency, *connections, files, headers, read(flags.Args()))
	case "serve":
		err = serve(*listen, *directory, *age, files)
	default:
		fail(2, "unknown command "+os.Args[1])
	}

	if err != nil {
		fail(1, err)
	}
}

func read(files []string) [][]byte {
	messages := make([][]byte, len(files))
	for i, file := range files {
		bytes, err := ioutil.ReadFile(file)
		if err != nil {
			fail(2, err)
		}

		messages[i] = bytes
	}

	return messages
}

func fail(status int, reason interface{}) {
	fmt.Fprintln(os.Stderr, reason)
	os.Exit(status)
}
