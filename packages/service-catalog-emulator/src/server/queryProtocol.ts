import { AwsError } from '../errors';

/** An answer of the query protocol: elements by name, lists of `member`s, and text. */
export type XmlValue = string | XmlElement | XmlValue[];

/** Nested elements. Members that are `undefined` are left out. */
export type XmlElement = { [name: string]: XmlValue | undefined };

/** A successful answer of AWS's query protocol. */
export function queryResponse(
  action: string,
  result: XmlElement,
  requestId: string,
  namespace: string,
): string {
  return `<${action}Response xmlns="${namespace}">${elements({
    [`${action}Result`]: result,
    ResponseMetadata: { RequestId: requestId },
  })}</${action}Response>`;
}

/** An error of AWS's query protocol. */
export function queryError(
  error: AwsError,
  requestId: string,
  namespace: string,
): string {
  return `<ErrorResponse xmlns="${namespace}">${elements({
    Error: {
      Type: error.status < 500 ? 'Sender' : 'Receiver',
      // These services name validation failures differently from the JSON services.
      Code:
        error.code === 'ValidationException' ? 'ValidationError' : error.code,
      Message: error.message,
    },
    RequestId: requestId,
  })}</ErrorResponse>`;
}

function elements(children: XmlElement): string {
  return Object.entries(children)
    .map(([name, value]) =>
      value === undefined ? '' : `<${name}>${content(value)}</${name}>`,
    )
    .join('');
}

function content(value: XmlValue): string {
  if (Array.isArray(value)) {
    return value.map(member => `<member>${content(member)}</member>`).join('');
  }
  return typeof value === 'string' ? escape(value) : elements(value);
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
