import { App, LegacyStackSynthesizer, Stack } from 'aws-cdk-lib';

/**
 * A template of constructs that is not a stack of the app itself, but goes to other accounts by a StackSet. It must not
 * have assets: those accounts could not read them.
 *
 * @param build - adds what is in it
 * @returns JSON text, at most 51,200 bytes as AWS demands
 * @throws Error when it is longer
 */
export function templateOf(build: (stack: Stack) => void): string {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Template', {
    synthesizer: new LegacyStackSynthesizer(),
  });
  build(stack);
  const body = JSON.stringify(
    app.synth().getStackByName(stack.stackName).template,
  );
  if (Buffer.byteLength(body) > 51_200) {
    throw new Error(
      `The template of a StackSet has ${Buffer.byteLength(
        body,
      )} bytes; AWS allows 51200`,
    );
  }
  return body;
}
