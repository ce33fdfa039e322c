const packageRules = require('../../scripts/lint/packageRules.cjs');

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  ...packageRules,
  rules: {
    ...packageRules.rules,
    // A construct of CDK belongs to its scope by being made.
    'no-new': 'off',
  },
});
