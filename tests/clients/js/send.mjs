// Sends spans to an OTLP/gRPC endpoint with the OpenTelemetry JS SDK, then prints what it sent as OTLP JSON on stdout.
//
//   node send.mjs --endpoint http://127.0.0.1:4317 [--spans 100] [--batch 64] [--seed 1] [--compression none|gzip] [--timeout-ms 10000]
//
// Exit status: 0 when every export was acknowledged, 1 when one failed (its error is on stderr), 2 for wrong arguments.
import { parseArgs } from 'node:util';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { describe } from './describe.mjs';
import { SeededIds } from './ids.mjs';
import { RecordingExporter } from './recording-exporter.mjs';
import { makeSpans, resource } from './spans.mjs';

const options = readArguments();
const exporter = new RecordingExporter(new OTLPTraceExporter({
  url: options.endpoint,
  compression: options.compression,
  timeoutMillis: options.timeoutMs,
}));
const provider = new BasicTracerProvider({
  resource,
  idGenerator: new SeededIds(options.seed),
  spanProcessors: [new BatchSpanProcessor(exporter, {
    maxQueueSize: options.spans + 1,
    maxExportBatchSize: options.batch,
    exportTimeoutMillis: options.timeoutMs,
  })],
});

makeSpans(provider, options.spans);
// A failed export rejects the flush; what failed is in exporter.errors either way.
await provider.forceFlush().catch(() => {});
await provider.shutdown().catch(() => {});

for (const error of exporter.errors) {
  process.stderr.write(`export failed: ${error.code ?? ''} ${error.message ?? error}\n`);
}

await new Promise(done => process.stdout.write(JSON.stringify(describe(resource, exporter.delivered)) + '\n', done));
process.exitCode = exporter.errors.length === 0 && exporter.delivered.length === options.spans ? 0 : 1;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        endpoint: { type: 'string' },
        spans: { type: 'string', default: '100' },
        batch: { type: 'string', default: '64' },
        seed: { type: 'string', default: '1' },
        compression: { type: 'string', default: 'none' },
        'timeout-ms': { type: 'string', default: '10000' },
      },
    });
    if (!values.endpoint) {
      throw new Error('--endpoint is missing');
    }

    return {
      endpoint: values.endpoint,
      spans: Number(values.spans),
      batch: Number(values.batch),
      seed: Number(values.seed),
      compression: values.compression,
      timeoutMs: Number(values['timeout-ms']),
    };
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
