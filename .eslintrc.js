const importRules = require('./scripts/lint/importRules.cjs');

module.exports = {
  root: true,
  plugins: ['@typescript-eslint'],
  overrides: [
    ...importRules.overrides,
    {
      files: ['scripts/**', '*.js', '*.ts', 'e2e/**'],
      extends: ['eslint:recommended', 'prettier'],
      parser: '@typescript-eslint/parser',
      parserOptions: { ecmaVersion: 2022, sourceType: 'module' },
      env: { node: true, es2022: true },
      rules: {
        'no-unused-vars': ['error', { ignoreRestSiblings: true }],
        'prefer-const': 'error',
        eqeqeq: 'error',
      },
    },
    {
      // The compiler knows what is defined and what is used.
      files: ['*.ts', 'e2e/**/*.ts'],
      rules: { 'no-undef': 'off', 'no-unused-vars': 'off' },
    },
  ],
};
