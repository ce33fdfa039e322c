/**
 * The command line of the emulator.
 *
 * @packageDocumentation
 */
export { keepHeapSmall, main } from './main';
