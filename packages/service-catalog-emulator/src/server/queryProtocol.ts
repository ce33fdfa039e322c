import { AwsError } from '../errors';
import { XmlElement } from './sts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** A successful answer of AWS's query protocol. */
export function queryResponse(
  action: string,
  result: XmlElement,
  requestId: string,
): string {
  return `<${action}Response xmlns="${NAMESPACE}">${elements({
    [`${action}Result`]: result,
    ResponseMetadata: { RequestId: requestId },
  })}</${action}Response>`;
}

/** An error of AWS's query protocol. */
export function queryError(error: AwsError, requestId: string): string {
  return `<ErrorResponse xmlns="${NAMESPACE}">${elements({
    Error: {
      Type: error.status < 500 ? 'Sender' : 'Receiver',
      // STS names validation failures differently from the JSON services.
      Code:
        error.code === 'ValidationException' ? 'ValidationError' : error.code,
      Message: error.message,
    },
    RequestId: requestId,
  })}</ErrorResponse>`;
}

function elements(children: XmlElement): string {
  return Object.entries(children)
    .map(
      ([name, value]) =>
        `<${name}>${
          typeof value === 'string' ? escape(value) : elements(value)
        }</${name}>`,
    )
    .join('');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
