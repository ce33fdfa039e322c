import { visiblePortfolioById } from '../catalog/lookups';
import { invalidParameters, limitExceeded } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

const MAX_PATTERNS = 10;
const IAM_ARN = /^arn:aws[a-z-]*:iam::\d{12}:(user|group|role)\/.+$/;
const PATTERN_ARN = /^arn:aws[a-z-]*:iam:::(user|group|role)\/.+$/;

export const AssociatePrincipalWithPortfolio = defineOperation({
  name: 'AssociatePrincipalWithPortfolio',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PortfolioId: members.id,
      PrincipalARN: members.principalArn,
      PrincipalType: members.principalType,
    },
    ['PortfolioId', 'PrincipalARN', 'PrincipalType'],
  ),
  handle: ({ state, now }, input) => {
    const { id: portfolioId } = visiblePortfolioById(
      state,
      input.PortfolioId,
    ).portfolio;
    const { PrincipalARN: principalArn, PrincipalType: principalType } = input;
    const form = principalType === 'IAM' ? IAM_ARN : PATTERN_ARN;
    if (!form.test(principalArn)) {
      throw invalidParameters(
        `Invalid principal ARN for type ${principalType}: ${principalArn}`,
      );
    }
    const ofPortfolio = state.principalAssociations.filter(
      association => association.portfolioId === portfolioId,
    );
    if (ofPortfolio.some(other => other.principalArn === principalArn)) {
      return {};
    }
    if (
      principalType === 'IAM_PATTERN' &&
      ofPortfolio.filter(other => other.principalType === 'IAM_PATTERN')
        .length >= MAX_PATTERNS
    ) {
      throw limitExceeded(
        `A portfolio can have at most ${MAX_PATTERNS} principals of type IAM_PATTERN.`,
      );
    }
    state.principalAssociations.push({
      portfolioId,
      principalArn,
      principalType,
      createdTime: now,
    });
    return {};
  },
});
