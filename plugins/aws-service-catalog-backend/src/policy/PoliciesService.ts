import { NotAllowedError } from '@backstage/errors';
import {
  DoctorReport,
  ListPoliciesResponse,
} from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../authorize';
import { PoliciesConfig, presentPolicies } from './presentPolicies';

/** Shows operators the policies as they were read. No method makes an AWS call. */
export class PoliciesService {
  constructor(
    private readonly options: {
      config: PoliciesConfig;
      /** Whether a module is asked before the approval policies are. */
      asksModule: boolean;
      /** What the doctor found the last time. */
      readReport: () => Promise<Pick<DoctorReport, 'examinedAt' | 'findings'>>;
    },
  ) {}

  /**
   * Every policy, in the order of the configuration.
   *
   * @throws NotAllowedError unless the caller is an operator
   */
  async list(caller: Caller): Promise<ListPoliciesResponse> {
    const { config, asksModule, readReport } = this.options;
    if (!caller.isOperator) {
      throw new NotAllowedError('Only operators may see the policies');
    }
    const { examinedAt, findings } = await readReport();
    return { asksModule, ...presentPolicies(config, findings), examinedAt };
  }
}
