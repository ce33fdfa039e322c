export { type CostKeeper } from './CostKeeper';
export { type CostsService } from './CostsService';
export { type CostStatisticsStore } from './CostStatisticsStore';
export { createCosts } from './createCosts';
export { createCostsRouter } from './router';
export { scheduleCosts } from './scheduleCosts';
