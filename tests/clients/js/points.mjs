import { ValueType } from '@opentelemetry/api';
import { AggregationType, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { resource } from './spans.mjs';

/** Collects when asked and not by a timer. */
class OnDemandReader extends MetricReader {
  onForceFlush = () => Promise.resolve();

  onShutdown = () => Promise.resolve();
}

/** Records instruments of every kind, with `count` attribute sets each, and exports them as one request. */
export async function sendPoints(exporter, { count }) {
  const reader = new OnDemandReader();
  const provider = new MeterProvider({
    resource,
    readers: [reader],
    views: [
      {
        instrumentName: 'exponential',
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
        aggregationCardinalityLimit: count + 1,
      },
      { instrumentName: '*', aggregationCardinalityLimit: count + 1 },
    ],
  });
  record(provider.getMeter('js-client/a', '1.2.3'), count);
  record(provider.getMeter('js-client/b'), 3);
  const { resourceMetrics } = await reader.collect();
  await new Promise(done => exporter.export(resourceMetrics, done));
  await provider.shutdown().catch(() => {});
}

function record(meter, count) {
  const requests = meter.createCounter('requests', { unit: '{request}', description: 'naïve ☃', valueType: ValueType.INT });
  const active = meter.createUpDownCounter('active', { valueType: ValueType.DOUBLE });
  const duration = meter.createHistogram('duration', { unit: 's', advice: { explicitBucketBoundaries: [0.1, 0.5, 1, 10] } });
  const exponential = meter.createHistogram('exponential');
  meter.createObservableGauge('temperature').addCallback(result => {
    for (let i = 0; i < count; i++) {
      result.observe(i / 3, { sensor: i });
    }
  });
  for (let i = 0; i < count; i++) {
    const attributes = { 'index': i, 'even': i % 2 === 0, 'texts': ['a', `b${i}`] };
    requests.add(i, attributes);
    active.add(-i / 7, attributes);
    duration.record(i / 10, attributes);
    exponential.record(i * 1.7, attributes);
  }
}
