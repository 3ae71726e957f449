import { createHash } from 'node:crypto';

/** Trace and span ids that depend only on the seed and on how many were asked for. */
export class SeededIds {
  #seed;
  #count = 0;

  constructor(seed) {
    this.#seed = seed;
  }

  generateTraceId = () => this.#next('trace', 32);

  generateSpanId = () => this.#next('span', 16);

  #next(kind, digits) {
    return createHash('sha256').update(`${this.#seed}/${kind}/${this.#count++}`).digest('hex').slice(0, digits);
  }
}
