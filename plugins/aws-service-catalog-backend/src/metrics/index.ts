export { type MetricDefinition } from './definitions';
export { PortalMetrics } from './PortalMetrics';
export {
  registerGauges,
  type GaugeValue,
  type GaugeValues,
} from './registerGauges';
