import { requiredLaunchRole, stackSetTargets } from '../catalog/constraints';
import { resolveLaunchPath } from '../catalog/launchPaths';
import {
  constraintsOn,
  resolveArtifact,
  resolveProduct,
} from '../catalog/lookups';
import { provisioningParameter } from '../catalog/provisioningParameters';
import { versionsOf } from '../catalog/sharing';
import { effectiveTagOptions } from '../catalog/tagOptions';
import { usageInstructions } from '../catalog/usageInstructions';
import { constraintSummary } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribeProvisioningParameters = defineOperation({
  name: 'DescribeProvisioningParameters',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    ProductId: members.id,
    ProductName: members.productName,
    ProvisioningArtifactId: members.id,
    ProvisioningArtifactName: members.artifactName,
    PathId: members.id,
    PathName: members.portfolioDisplayName,
  }),
  handle: ({ state, caller, world }, input) => {
    const product = resolveProduct(state, {
      id: input.ProductId,
      name: input.ProductName,
    });
    const path = resolveLaunchPath(state, caller, product.id, {
      id: input.PathId,
      name: input.PathName,
    });
    const artifact = resolveArtifact(state, product.id, {
      id: input.ProvisioningArtifactId,
      name: input.ProvisioningArtifactName,
    });
    requiredLaunchRole(state, path, product);
    const template = world.template(artifact.templateDigest);
    const targets = stackSetTargets(state, path);
    return {
      ProvisioningArtifactParameters: Object.entries(template.parameters).map(
        provisioningParameter,
      ),
      ConstraintSummaries: constraintsOn(
        state,
        path.portfolio.id,
        product.id,
      ).map(constraintSummary),
      UsageInstructions: usageInstructions(state, path, template, artifact),
      TagOptions: effectiveTagOptions(state, product.id, path.portfolio.id),
      ProvisioningArtifactPreferences: {
        StackSetAccounts: targets?.accounts,
        StackSetRegions: targets?.regions,
      },
      // Not the template's outputs but the versions one may launch, as AWS answers.
      ProvisioningArtifactOutputs: versionsOf(state, product.id)
        .filter(({ active }) => active)
        .map(({ id, description }) => ({ Key: id, Description: description })),
      ProvisioningArtifactOutputKeys: Object.entries(template.outputs).map(
        ([Key, { description }]) => ({ Key, Description: description }),
      ),
    };
  },
});
