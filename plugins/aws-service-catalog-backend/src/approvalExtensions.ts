import { InputError } from '@backstage/errors';
import {
  ApprovalProvider,
  AwsServiceCatalogApprovalExtensionPoint,
  PolicyProvider,
} from 'backstage-plugin-aws-service-catalog-node';
import { PluginConfig } from './config';

/** What modules have added to approvals. */
export class ApprovalExtensions
  implements AwsServiceCatalogApprovalExtensionPoint
{
  /** By id. */
  readonly approvalProviders = new Map<string, ApprovalProvider>();

  policyProvider?: PolicyProvider;

  addApprovalProvider(provider: ApprovalProvider): void {
    if (this.approvalProviders.has(provider.id)) {
      throw new Error(`There are two approval providers '${provider.id}'`);
    }
    this.approvalProviders.set(provider.id, provider);
  }

  setPolicyProvider(provider: PolicyProvider): void {
    if (this.policyProvider) {
      throw new Error('There are two policy providers');
    }
    this.policyProvider = provider;
  }

  /**
   * Makes sure that every approval provider that the configuration names was added.
   *
   * @throws InputError
   */
  check({ approval }: PluginConfig): void {
    const named = [
      ...approval.policies.map(({ provider }, index) => ({
        key: `policies[${index}]`,
        provider,
      })),
      { key: 'default', provider: approval.default.provider },
    ];
    for (const { key, provider } of named) {
      if (provider !== undefined && !this.approvalProviders.has(provider)) {
        throw new InputError(
          `Invalid configuration: awsServiceCatalog.approval.${key}.provider is '${provider}', which no installed module provides`,
        );
      }
    }
  }
}
