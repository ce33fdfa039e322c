/**
 * What every package changes in the ESLint preset of the Backstage CLI; given to its factory by each `.eslintrc.js`.
 */
module.exports = {
  rules: {
    // An assertion may be made by a function of ours, or by supertest.
    'jest/expect-expect': [
      'warn',
      { assertFunctionNames: ['expect', 'expect*', '**.expect'] },
    ],
  },
  tsRules: {
    // The compiler knows whether a switch is complete; a default would hide a case that is added later.
    'default-case': 'off',
  },
  overrides: [
    {
      // Tests run on Node.js, also those of a frontend, which the preset keeps away from its modules.
      files: ['**/*.test.*', '**/__testUtils__/**', '**/setupTests.*'],
      rules: { 'no-restricted-imports': 'off' },
    },
    {
      // Parts of tests, not tests: they are there to be imported.
      files: ['**/__testUtils__/**'],
      rules: {
        'jest/no-export': 'off',
        'jest/no-standalone-expect': 'off',
        'jest/valid-title': 'off',
        'jest/valid-describe-callback': 'off',
        'jest/no-disabled-tests': 'off',
        'jest/expect-expect': 'off',
      },
    },
  ],
};
