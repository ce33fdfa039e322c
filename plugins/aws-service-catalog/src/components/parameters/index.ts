export { ParameterFields } from './ParameterFields';
export { getParameterHint } from './parameterHint';
export { useParameterValues, type ParameterState } from './useParameterValues';
