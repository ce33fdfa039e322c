export { HealthService } from './HealthService';
export { createHealthRouter } from './router';
