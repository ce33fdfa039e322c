import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Fragment } from 'react';

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * A sentence of the backend's, in which teams, people and entities are called what the catalog calls them.
 *
 * @param props.refs - the references to look for; whatever else looks like one, such as in AWS's words, stays as it is
 */
export function RefsInText(props: {
  text: string;
  refs: (string | undefined)[];
}) {
  const known = props.refs.filter(ref => ref !== undefined).map(escape);
  if (known.length === 0) {
    return <>{props.text}</>;
  }
  // A full stop after a reference ends the sentence; within one it is part of a name.
  const pattern = new RegExp(
    `(?<![\\w.:/-])(${known.join('|')})(?![\\w/-]|\\.\\w)`,
  );
  return (
    <>
      {props.text
        .split(pattern)
        .map((part, index) =>
          index % 2 === 1 ? (
            <EntityRefLink key={index} entityRef={part} hideIcon />
          ) : (
            <Fragment key={index}>{part}</Fragment>
          ),
        )}
    </>
  );
}
