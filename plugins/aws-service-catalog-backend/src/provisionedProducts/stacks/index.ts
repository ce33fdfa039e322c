export { StackReads } from './StackReads';
export { StacksService } from './StacksService';
export { createStacksRouter } from './stacksRouter';
