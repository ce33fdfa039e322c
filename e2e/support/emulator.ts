import { APIRequestContext, expect, test } from '@playwright/test';

/** Moves the portal's time forward. */
export async function advance(
  request: APIRequestContext,
  seconds: number,
): Promise<void> {
  await control(request, 'clock/advance', { seconds });
}

/** Has the next update of a stack rolled back. */
export async function failNextUpdate(
  request: APIRequestContext,
): Promise<void> {
  await control(request, 'faults', { kind: 'updateFailure', count: 1 });
}

/**
 * Calls Service Catalog itself, past the portal, as the portal's user of an account.
 *
 * @param operation - of AWS, for example `ProvisionProduct`
 */
export async function callAws<T>(
  request: APIRequestContext,
  accountId: string,
  operation: string,
  input: object,
): Promise<T> {
  const response = await request.post(`${emulatorUrl()}/`, {
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWS242ServiceCatalogService.${operation}`,
      // The emulator reads who calls from it, and does not check the signature.
      authorization: `AWS4-HMAC-SHA256 Credential=AKIADEMO${accountId}/20260101/eu-central-1/servicecatalog/aws4_request, SignedHeaders=host, Signature=0`,
    },
    data: JSON.stringify(input),
  });
  expect(response.status(), await response.text()).toBe(200);
  return response.json();
}

async function control(
  request: APIRequestContext,
  path: string,
  data: object,
): Promise<void> {
  const response = await request.post(`${emulatorUrl()}/_emulator/${path}`, {
    data,
  });
  expect(response.ok(), await response.text()).toBe(true);
}

function emulatorUrl(): string {
  return test.info().config.metadata.emulatorUrl;
}
