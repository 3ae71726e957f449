// What was sent, as OTLP JSON, written out from the SDK's span objects and not by the SDK's own serializer.

/** One request that holds every span in its scope. */
export function describe(resource, spans) {
  const scopes = new Map();
  for (const span of spans) {
    const { name, version } = span.instrumentationScope;
    const key = `${name}@${version ?? ''}`;
    if (!scopes.has(key)) {
      scopes.set(key, { scope: { name, version }, spans: [] });
    }

    scopes.get(key).spans.push(describeSpan(span));
  }

  return { resourceSpans: [{ resource: { attributes: keyValues(resource.attributes) }, scopeSpans: [...scopes.values()] }] };
}

function describeSpan(span) {
  const context = span.spanContext();
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    traceState: context.traceState?.serialize(),
    parentSpanId: span.parentSpanContext?.spanId,
    // Bits 0-7 are W3C's flags; bit 8 says that bit 9 ("the parent is remote") is known.
    flags: flags(context.traceFlags, span.parentSpanContext),
    name: span.name,
    // The API counts kinds from INTERNAL = 0, OTLP from UNSPECIFIED = 0.
    kind: span.kind + 1,
    startTimeUnixNano: nanoseconds(span.startTime),
    endTimeUnixNano: nanoseconds(span.endTime),
    attributes: keyValues(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map(event => ({
      timeUnixNano: nanoseconds(event.time),
      name: event.name,
      attributes: keyValues(event.attributes ?? {}),
      droppedAttributesCount: event.droppedAttributesCount ?? 0,
    })),
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map(link => ({
      traceId: link.context.traceId,
      spanId: link.context.spanId,
      traceState: link.context.traceState?.serialize(),
      attributes: keyValues(link.attributes ?? {}),
      droppedAttributesCount: link.droppedAttributesCount ?? 0,
      flags: flags(link.context.traceFlags, link.context),
    })),
    droppedLinksCount: span.droppedLinksCount,
    status: { code: span.status.code, message: span.status.message },
  };
}

function flags(traceFlags, remoteOf) {
  return (traceFlags & 0xff) | 0x100 | (remoteOf?.isRemote ? 0x200 : 0);
}

function keyValues(attributes) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value) {
  switch (typeof value) {
    case 'string': return { stringValue: value };
    case 'boolean': return { boolValue: value };
    case 'number': return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    default: return { arrayValue: { values: value.map(anyValue) } };
  }
}

function nanoseconds([seconds, nanos]) {
  return String(BigInt(seconds) * 1_000_000_000n + BigInt(nanos));
}
