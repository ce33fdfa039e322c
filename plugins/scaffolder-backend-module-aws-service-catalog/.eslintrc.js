module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // The integration test runs the module against the real plugin.
    '@backstage/no-mixed-plugin-imports': [
      'error',
      { excludedFiles: ['**/*.test.ts'] },
    ],
  },
});
