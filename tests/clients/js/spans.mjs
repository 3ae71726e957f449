import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';

/** The sender's own attributes: one of each kind that a resource can have. */
export const resource = resourceFromAttributes({
  'service.name': 'js-client',
  'service.instance.id': 'fixed',
  'process.pid': 12345,
  'host.load': 0.75,
  'deployment.canary': true,
  'process.command_args': ['node', 'send.mjs'],
});

const kinds = [SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER];
const start = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

/** Makes and ends `count` spans over two scopes; every third begins a trace, the others are children of the one before. */
export function makeSpans(provider, count) {
  const tracers = [provider.getTracer('js-client/a', '1.2.3'), provider.getTracer('js-client/b')];
  let parent = ROOT_CONTEXT;
  let previous;
  for (let i = 0; i < count; i++) {
    parent = i % 3 === 0 ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, previous);
    const span = tracers[i % 2].startSpan(`span ${i}`, {
      kind: kinds[i % kinds.length],
      startTime: new Date(start + i),
      attributes: attributes(i),
      links: previous && i % 4 === 0 ? [link(previous, i)] : [],
    }, parent);
    addEvents(span, i);
    setStatus(span, i);
    span.end(new Date(start + i + 1 + (i % 50)));
    previous = span;
  }
}

function attributes(i) {
  const all = {
    'index': i,
    'text': `value ${i}`,
    'empty': '',
    'negative': -i - 1,
    'large': Number.MAX_SAFE_INTEGER - i,
    'ratio': i + 0.125,
    'tiny': 5e-324,
    'even': i % 2 === 0,
    'texts': ['a', '', `b${i}`],
    'numbers': [i, -i, i + 0.5],
    'flags': [true, false],
    'none': [],
    'naïve.ключ': 'значение ☃ 𝄞',
    'long': 'x'.repeat(i % 300),
  };
  // A span's number also decides how many attributes it has, so that lengths vary.
  return Object.fromEntries(Object.entries(all).slice(0, 1 + (i % 14)));
}

function addEvents(span, i) {
  for (let e = 0; e < i % 4; e++) {
    span.addEvent(`event ${e} ✓`, e === 0 ? {} : { 'event.index': e, 'event.text': 'déjà' }, new Date(start + i + e));
  }
}

function link(previous, i) {
  return { context: { ...previous.spanContext(), traceFlags: TraceFlags.SAMPLED }, attributes: i % 8 === 0 ? { why: 'before', n: i } : {} };
}

function setStatus(span, i) {
  if (i % 5 === 1) {
    span.setStatus({ code: SpanStatusCode.OK });
  } else if (i % 5 === 2) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: `failed: ☃ ${i}` });
  }
}
