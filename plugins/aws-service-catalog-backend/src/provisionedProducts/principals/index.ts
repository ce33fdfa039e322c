export { createPrincipalsRouter } from './principalsRouter';
export { PrincipalsService } from './PrincipalsService';
