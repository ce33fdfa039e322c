export { scheduleHints } from './scheduleHints';
