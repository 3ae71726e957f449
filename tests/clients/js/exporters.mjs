import { OTLPLogExporter as GrpcLogs } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as GrpcMetrics } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufMetrics } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as GrpcTraces } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufTraces } from '@opentelemetry/exporter-trace-otlp-proto';

const kinds = {
  'grpc': { traces: GrpcTraces, logs: GrpcLogs, metrics: GrpcMetrics },
  'http/protobuf': { traces: ProtobufTraces, logs: ProtobufLogs, metrics: ProtobufMetrics },
  'http/json': { traces: JsonTraces, logs: JsonLogs, metrics: JsonMetrics },
};

/** The SDK's own exporter of one signal over one protocol (an OTEL_EXPORTER_OTLP_PROTOCOL). */
export function makeExporter(signal, protocol, endpoint, { compression, timeoutMs }) {
  const Exporter = kinds[protocol]?.[signal];
  if (!Exporter) {
    throw new Error(`no exporter of ${signal} over ${protocol}`);
  }

  const url = protocol === 'grpc' ? endpoint : `${endpoint.replace(/\/$/, '')}/v1/${signal}`;
  return new Exporter({ url, compression, timeoutMillis: timeoutMs });
}
