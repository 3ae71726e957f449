"""A small OTLP/gRPC client and server over grpcio. Both treat messages as bytes: what they prove is the transport, and that every byte
arrives; the tests decode and compare.

    otlp.py send --endpoint 127.0.0.1:4317 --signal traces [--compression gzip] [--concurrency 1]
                 [--header NAME:VALUE]... [--ca FILE [--cert FILE --key FILE]] FILE...
    otlp.py serve --directory DIR [--listen 127.0.0.1:0] [--cert FILE --key FILE [--ca FILE]]

With --ca, send speaks TLS and trusts that authority; with --cert and --key it shows a certificate. With --cert and --key, serve speaks TLS;
with --ca besides, it wants a certificate of that authority from each client.

send calls Export once for each file and exits with 1 if a call fails or its answer is not an empty message. serve prints
"listening on HOST:PORT", then writes each message it receives as DIR/NUMBER.SIGNAL, until it is killed.
"""
import argparse
import concurrent.futures
import itertools
import pathlib
import sys

import grpc

METHODS = {
    "traces": "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
    "logs": "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
    "metrics": "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
}
SECONDS = 60


def read(file):
    """The file's bytes; None if there is no file."""
    return file.read_bytes() if file else None


def connect(options):
    """A channel to the endpoint."""
    without_proxy = [("grpc.enable_http_proxy", 0)]
    if not options.ca:
        return grpc.insecure_channel(options.endpoint, without_proxy)
    credentials = grpc.ssl_channel_credentials(read(options.ca), read(options.key), read(options.cert))
    return grpc.secure_channel(options.endpoint, credentials, without_proxy)


def listen(server, options):
    """Opens the port, and returns it."""
    if not options.cert:
        return server.add_insecure_port(options.listen)
    credentials = grpc.ssl_server_credentials(
        [(read(options.key), read(options.cert))], read(options.ca), require_client_auth=options.ca is not None)
    return server.add_secure_port(options.listen, credentials)


def send(options):
    """Returns how many calls failed."""
    compression = grpc.Compression.Gzip if options.compression == "gzip" else grpc.Compression.NoCompression
    with connect(options) as channel:
        # No serializers: grpcio then passes bytes through.
        call = channel.unary_unary(METHODS[options.signal])
        metadata = [tuple(header.split(":", 1)) for header in options.header]

        def export(file):
            answer = call(file.read_bytes(), timeout=SECONDS, compression=compression, metadata=metadata, wait_for_ready=True)
            if answer != b"":
                raise ValueError(f"the answer to {file} has {len(answer)} bytes")

        with concurrent.futures.ThreadPoolExecutor(options.concurrency) as pool:
            calls = [pool.submit(export, file) for file in options.files]
            failures = [failure for failure in (done.exception() for done in calls) if failure]

    for failure in failures:
        print(failure, file=sys.stderr)
    return len(failures)


class Export(grpc.GenericRpcHandler):
    """Writes what it gets, whatever the method."""

    def __init__(self, directory):
        self._directory = directory
        self._numbers = itertools.count(1)

    def service(self, handler_call_details):
        signal = next((name for name, method in METHODS.items() if method == handler_call_details.method), "unknown")

        def export(message, _):
            file = self._directory / f"{next(self._numbers):06}.{signal}"
            # It appears under its name only once it is whole.
            part = file.with_suffix(file.suffix + ".part")
            part.write_bytes(message)
            part.rename(file)
            return b""

        return grpc.unary_unary_rpc_method_handler(export)


def serve(options):
    """Serves until the process is killed."""
    limits = [("grpc.max_receive_message_length", 64 << 20)]
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(8), handlers=[Export(options.directory)], options=limits)
    host = options.listen.rpartition(":")[0]
    port = listen(server, options)
    server.start()
    print(f"listening on {host}:{port}", flush=True)
    server.wait_for_termination()
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    sender = commands.add_parser("send")
    sender.set_defaults(run=send)
    sender.add_argument("--endpoint", required=True)
    sender.add_argument("--signal", choices=METHODS, default="traces")
    sender.add_argument("--compression", choices=["none", "gzip"], default="none")
    sender.add_argument("--concurrency", type=int, default=1)
    sender.add_argument("--header", action="append", default=[])
    sender.add_argument("files", nargs="+", type=pathlib.Path)
    server = commands.add_parser("serve")
    server.set_defaults(run=serve)
    server.add_argument("--listen", default="127.0.0.1:0")
    server.add_argument("--directory", required=True, type=pathlib.Path)
    for command in (sender, server):
        for name in ("--ca", "--cert", "--key"):
            command.add_argument(name, type=pathlib.Path)
    options = parser.parse_args()
    return 1 if options.run(options) else 0


if __name__ == "__main__":
    sys.exit(main())
