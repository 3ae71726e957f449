import { ExportResultCode } from '@opentelemetry/core';

/**
 * Sends the same items to several exporters, so that what comes through one endpoint can be compared with what comes through another.
 * An export counts once all have answered, and as failed if one has failed.
 */
export class TeeExporter {
  errors = [];
  exports = 0;

  constructor(inner) {
    this.inner = inner;
  }

  export(items, done) {
    const answers = this.inner.map(exporter => new Promise(answer => exporter.export(items, answer)));
    Promise.all(answers).then(results => {
      const failed = results.filter(result => result.code !== ExportResultCode.SUCCESS);
      this.exports++;
      this.errors.push(...failed.map(result => result.error ?? new Error('no reason given')));
      done(failed[0] ?? results[0]);
    });
  }

  selectAggregation(kind) {
    return this.inner[0].selectAggregation?.(kind);
  }

  selectAggregationTemporality(kind) {
    return this.inner[0].selectAggregationTemporality?.(kind);
  }

  forceFlush() {
    return Promise.all(this.inner.map(exporter => exporter.forceFlush?.()));
  }

  shutdown() {
    return Promise.all(this.inner.map(exporter => exporter.shutdown()));
  }
}
