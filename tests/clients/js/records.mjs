import { SeverityNumber } from '@opentelemetry/api-logs';
import { TraceFlags, trace, ROOT_CONTEXT } from '@opentelemetry/api';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { resource } from './spans.mjs';

const severities = [SeverityNumber.TRACE, SeverityNumber.INFO, SeverityNumber.WARN3, SeverityNumber.FATAL4];
const start = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const bodies = ['plain ☃', 42, 0.5, true, { nested: { list: [1, 'two', false] } }, ['a', ['b']], ''];

/** Emits `count` log records over two loggers, bodies of every kind among them, and waits until all are exported. */
export async function sendRecords(exporter, { count, batch, timeoutMs }) {
  const provider = new LoggerProvider({
    resource,
    processors: [new BatchLogRecordProcessor({
      exporter, maxQueueSize: count + 1, maxExportBatchSize: batch, exportTimeoutMillis: timeoutMs,
    })],
  });
  const loggers = [provider.getLogger('js-client/a', '1.2.3'), provider.getLogger('js-client/b')];
  for (let i = 0; i < count; i++) {
    loggers[i % 2].emit({
      timestamp: new Date(start + i),
      observedTimestamp: new Date(start + i + 1),
      severityNumber: severities[i % severities.length],
      severityText: i % 3 === 0 ? undefined : `level ${i % 3}`,
      body: bodies[i % bodies.length],
      eventName: i % 4 === 0 ? 'device.started' : undefined,
      attributes: { 'index': i, 'text': 'x'.repeat(i % 200), 'naïve': ['ключ', ''], 'map': { deep: { er: i } } },
      context: i % 2 === 0 ? ROOT_CONTEXT : spanContext(i),
    });
  }

  await provider.forceFlush().catch(() => {});
  await provider.shutdown().catch(() => {});
}

function spanContext(i) {
  const hex = i.toString(16);
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: hex.padStart(32, '1'), spanId: hex.padStart(16, '2'), traceFlags: i % 4 === 1 ? TraceFlags.SAMPLED : TraceFlags.NONE,
  });
}
