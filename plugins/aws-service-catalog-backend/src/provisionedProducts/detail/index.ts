export {
  capabilitiesOf,
  consoleUrlOf,
  describeProblem,
} from './describeDetail';
export { findVersionStates, whereOutdated } from './VersionStates';
