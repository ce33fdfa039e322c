import { checkConstraint } from '../catalog/constraints';
import { constraintsOn, portfolioById, productById } from '../catalog/lookups';
import { constraintDetail, creationStatus } from '../catalog/views';
import { duplicateResource, resourceNotFound } from '../errors';
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
  handle: ({ state, caller, newId, now }, input) => {
    const { id: portfolioId } = portfolioById(state, input.PortfolioId);
    const { id: productId } = productById(state, input.ProductId);
    const isInPortfolio = state.productAssociations.some(
      association =>
        association.productId === productId &&
        association.portfolioId === portfolioId,
    );
    if (!isInPortfolio) {
      throw resourceNotFound(
        `Product ${productId} is not associated with portfolio ${portfolioId}.`,
      );
    }
    const type = checkConstraint(input.Type, input.Parameters);
    if (
      type !== 'TEMPLATE' &&
      constraintsOn(state, portfolioId, productId, type).length > 0
    ) {
      throw duplicateResource(
        `Product ${productId} already has a ${type} constraint in portfolio ${portfolioId}.`,
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
