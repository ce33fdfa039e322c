/*
 * Exports metrics, for `package start --require ./src/instrumentation.js`: it has to run before anything else is loaded.
 * docs/observability explains it.
 */
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus');
  const { NodeSDK } = require('@opentelemetry/sdk-node');

  // http://127.0.0.1:9464/metrics
  const exporter = new PrometheusExporter({ host: '127.0.0.1' });
  new NodeSDK({ metricReaders: [exporter] }).start();
}
