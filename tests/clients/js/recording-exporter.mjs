import { ExportResultCode } from '@opentelemetry/core';

/** Passes spans on to another exporter and remembers which were acknowledged and what went wrong with the others. */
export class RecordingExporter {
  delivered = [];
  errors = [];

  constructor(inner) {
    this.inner = inner;
  }

  export(spans, done) {
    this.inner.export(spans, result => {
      if (result.code === ExportResultCode.SUCCESS) {
        this.delivered.push(...spans);
      } else {
        this.errors.push(result.error ?? new Error('no reason given'));
      }

      done(result);
    });
  }

  forceFlush() {
    return this.inner.forceFlush?.() ?? Promise.resolve();
  }

  shutdown() {
    return this.inner.shutdown();
  }
}
