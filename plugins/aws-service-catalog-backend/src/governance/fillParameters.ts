import { LaunchParameter } from 'backstage-plugin-aws-service-catalog-common';
import { renderTemplate, TemplateValues } from '../ownership';
import { isInScope } from '../policy';
import { FilledParameterConfig } from './filledParameterConfig';

/** What the portal gives the parameters of a launch. */
export type FilledParameters = {
  /** Those of the launch form, with the portal's values in the place of the template's defaults. */
  parameters: LaunchParameter[];
  /** The portal's values, by parameter key. */
  values: Record<string, string>;
};

/**
 * Fills in the parameters that are the portal's to fill in, such as the team that a launch is for. Where a template names what
 * the launch has not, a fixed parameter is left without a value rather than to the caller. Secrets are never filled in: the
 * launch form would show them.
 *
 * @param config - for each parameter, the first entry that fits holds
 * @param parameters - as AWS gives them
 * @param launch - who it is for, and what and where; the portfolio decides by its name
 */
export function fillParameters(
  config: readonly FilledParameterConfig[],
  parameters: readonly LaunchParameter[],
  launch: TemplateValues & { portfolioName: string },
): FilledParameters {
  const scoped = {
    target: launch.target.name,
    owner: launch.owner ?? '',
    product: launch.product,
    portfolioNames: [launch.portfolioName],
  };
  const values: Record<string, string> = {};
  const filled = parameters.map((parameter): LaunchParameter => {
    const entry = config.find(
      ({ name, match }) => name === parameter.key && isInScope(match, scoped),
    );
    if (!entry || parameter.noEcho) {
      return parameter;
    }
    const value = renderTemplate(entry.value, launch);
    if (value !== undefined) {
      values[parameter.key] = value;
    }
    return entry.editable
      ? { ...parameter, default: value ?? parameter.default }
      : { ...parameter, default: value, fixed: true };
  });
  return { parameters: filled, values };
}
