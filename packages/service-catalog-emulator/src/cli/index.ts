/**
 * The command line of the emulator.
 *
 * @packageDocumentation
 */
export { main } from './main';
