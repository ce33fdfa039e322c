export {
  checkParameters,
  checkParameterValue,
  compileAllowedPattern,
  isListParameter,
  isNumberParameter,
  isPatternLeftToAws,
  splitList,
  type ParameterValues,
} from './checkParameters';
export { checkRules } from './checkRules';
