import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
if (!existsSync(chromium)) {
  throw new Error(
    `The browser tests need Chromium, and there is none at ${chromium}. Install it, or set CHROMIUM_PATH to one.`,
  );
}

// Not the ports of `npm start`: a portal that somebody works with stays undisturbed.
const ports = { app: 3100, backend: 7107, emulator: 4680 };

/**
 * Tests of the running portal, by clicks in a real browser. The portal is started once, with data of its own and an
 * emulator that is quicker than AWS. With E2E_PORTAL=running one that was started in the same way is used instead.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'e2e-report/results',
  reporter: [
    ['list'],
    ['html', { open: 'never', outputFolder: 'e2e-report/html' }],
  ],
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    actionTimeout: 30_000,
    baseURL: `http://localhost:${ports.app}`,
    locale: 'en-GB',
    viewport: { width: 1400, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'light', use: { colorScheme: 'light' } },
    { name: 'dark', use: { colorScheme: 'dark' } },
  ],
  webServer: process.env.E2E_PORTAL !== 'running' && {
    command: [
      'node scripts/start.mjs --fresh --data .cache/e2e-portal --stack-seconds 4',
      `--app-port ${ports.app} --backend-port ${ports.backend} --emulator-port ${ports.emulator}`,
    ].join(' '),
    wait: { stdout: /The portal is ready/ },
    timeout: 300_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    stdout: 'pipe',
    stderr: 'pipe',
  },
  metadata: {
    backendUrl: `http://localhost:${ports.backend}`,
    emulatorUrl: `http://127.0.0.1:${ports.emulator}`,
  },
});
