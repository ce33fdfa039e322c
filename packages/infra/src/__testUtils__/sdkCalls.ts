import { Template } from 'aws-cdk-lib/assertions';

/** The calls of custom resources, with `<logical id.attribute>` for what is not known yet. */
export function sdkCalls(template: Template, type: string) {
  const text = (value: unknown) => {
    if (value === undefined || typeof value === 'string') {
      return value as string;
    }
    const [separator, parts] = (value as { 'Fn::Join': [string, unknown[]] })[
      'Fn::Join'
    ];
    return parts
      .map(part =>
        typeof part === 'string'
          ? part
          : `<${Object.values(part as object)
              .flat()
              .join('.')}>`,
      )
      .join(separator);
  };
  return Object.values(template.findResources(type)).map(({ Properties }) => ({
    Create: text(Properties.Create),
    Update: text(Properties.Update),
    Delete: text(Properties.Delete),
  }));
}
