export { fillParameters, type FilledParameters } from './fillParameters';
export {
  filledParameterSchema,
  type FilledParameterConfig,
} from './filledParameterConfig';
