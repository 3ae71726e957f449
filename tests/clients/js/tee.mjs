// Sends the same items of one signal to two OTLP endpoints with the OpenTelemetry JS SDK's own exporters: to --endpoint over --protocol,
// and to --reference over gRPC.
//
//   node tee.mjs --signal traces|logs|metrics --protocol grpc|http/protobuf|http/json --endpoint URL --reference URL
//                [--items 100] [--batch 64] [--compression none|gzip] [--timeout-ms 10000]
//
// Exit status: 0 when every export was acknowledged by both, 1 when one failed (its error is on stderr), 2 for wrong arguments.
import { parseArgs } from 'node:util';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { makeExporter } from './exporters.mjs';
import { SeededIds } from './ids.mjs';
import { sendPoints } from './points.mjs';
import { sendRecords } from './records.mjs';
import { makeSpans, resource } from './spans.mjs';
import { TeeExporter } from './tee-exporter.mjs';

const senders = { traces: sendSpans, logs: sendRecords, metrics: sendPoints };
const options = readArguments();
const exporter = new TeeExporter([
  makeExporter(options.signal, options.protocol, options.endpoint, options),
  makeExporter(options.signal, 'grpc', options.reference, { ...options, compression: 'none' }),
]);

await senders[options.signal](exporter, options);
for (const error of exporter.errors) {
  process.stderr.write(`export failed: ${error.code ?? ''} ${error.message ?? error}\n`);
}

process.exitCode = exporter.errors.length === 0 && exporter.exports > 0 ? 0 : 1;

async function sendSpans(exporter, { count, batch, timeoutMs }) {
  const provider = new BasicTracerProvider({
    resource,
    idGenerator: new SeededIds(1),
    spanProcessors: [new BatchSpanProcessor(exporter, {
      maxQueueSize: count + 1, maxExportBatchSize: batch, exportTimeoutMillis: timeoutMs,
    })],
  });
  makeSpans(provider, count);
  await provider.forceFlush().catch(() => {});
  await provider.shutdown().catch(() => {});
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        signal: { type: 'string' },
        protocol: { type: 'string' },
        endpoint: { type: 'string' },
        reference: { type: 'string' },
        items: { type: 'string', default: '100' },
        batch: { type: 'string', default: '64' },
        compression: { type: 'string', default: 'none' },
        'timeout-ms': { type: 'string', default: '10000' },
      },
    });
    if (!values.endpoint || !values.reference || !senders[values.signal]) {
      throw new Error('--endpoint, --reference and --signal traces|logs|metrics must be given');
    }

    return { ...values, count: Number(values.items), batch: Number(values.batch), timeoutMs: Number(values['timeout-ms']) };
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
