import {
  checkConstraint,
  checkConstraintOn,
  checkLocalRole,
  conflictingType,
} from '../catalog/constraints';
import {
  ownConstraintsOn,
  portfolioById,
  visibleProductById,
} from '../catalog/lookups';
import { constraintDetail, creationStatus } from '../catalog/views';
import {
  duplicateResource,
  invalidParameters,
  resourceNotFound,
} from '../errors';
import { Constraint } from '../state/entities';
import * as members from '../validation/members';
import { string, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const CreateConstraint = defineOperation({
  name: 'CreateConstraint',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PortfolioId: members.id,
      ProductId: members.id,
      Parameters: string(),
      Type: members.constraintType,
      Description: members.constraintDescription,
      IdempotencyToken: members.idempotencyToken,
    },
    ['PortfolioId', 'ProductId', 'Parameters', 'Type', 'IdempotencyToken'],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: ({ state, world, caller, newId, now }, input) => {
    const { id: portfolioId } = portfolioById(state, input.PortfolioId);
    const { product } = visibleProductById(state, input.ProductId);
    const { id: productId } = product;
    const isInPortfolio = state
      .associationsOf(productId)
      .some(association => association.portfolioId === portfolioId);
    if (!isInPortfolio) {
      throw resourceNotFound(
        `Product ${productId} is not associated with portfolio ${portfolioId}.`,
      );
    }
    const type = checkConstraint(input.Type, input.Parameters);
    checkConstraintOn(product, type);
    checkLocalRole(world, caller.accountId, type, input.Parameters);
    const conflict = conflictingType(
      type,
      ownConstraintsOn(state, portfolioId, productId),
    );
    if (conflict === type) {
      throw duplicateResource(
        `Product ${productId} already has a ${type} constraint in portfolio ${portfolioId}.`,
      );
    }
    if (conflict !== undefined) {
      throw invalidParameters(
        `Product ${productId} has a ${conflict} constraint in portfolio ${portfolioId}, which excludes a ${type} constraint.`,
      );
    }
    const constraint: Constraint = {
      id: newId('cons'),
      portfolioId,
      productId,
      type,
      description: input.Description,
      parameters: input.Parameters,
      owner: caller.accountId,
      createdTime: now,
    };
    state.constraints.set(constraint.id, constraint);
    return {
      ConstraintDetail: constraintDetail(constraint),
      ConstraintParameters: constraint.parameters,
      Status: creationStatus(constraint.createdTime, now),
    };
  },
});
