import type {
  LaunchForm,
  Order,
} from 'backstage-plugin-aws-service-catalog-common';
import { useState } from 'react';
import { ParameterState, useParameterValues } from '../../parameters';
import { knownValues } from '../../parameters/knownValues';
import { checkName } from './checkName';
import type { Refusal } from './refusal';

const NOTHING: never[] = [];
const NO_REFUSAL: Refusal = { parameters: {}, tags: {}, others: [] };

/** What was filled in so far. It outlives a change of version or portfolio and every refusal. */
export type OrderDraft = {
  name: string;
  nameError?: string;
  changeName(name: string): void;
  leaveName(): void;
  /** Undefined while there are several owners and none was chosen. */
  owner?: string;
  changeOwner(owner: string): void;
  /** TagOptions of keys that the portal does not stamp. */
  tagChoices: LaunchForm['tagOptions'];
  /** Chosen values by tag key. A TagOption with one value is chosen by itself. */
  tags: Record<string, string>;
  changeTag(key: string, value: string): void;
  parameters: ParameterState;
  /** What the backend has said against the order and the reader has not changed since. */
  refused: Refusal;
  refuse(refusal: Refusal): void;
  /** Labels of the fields that keep the order from being placed. */
  obstacles: string[];
};

/**
 * The state of an order form.
 *
 * @param form - undefined while it loads
 * @param chosenOwner - the team chosen where there is a choice; it is kept outside because the launch form depends on it
 * @param again - an order whose values the draft begins with; secrets are not among them
 */
export function useOrderDraft(
  form: LaunchForm | undefined,
  chosenOwner: string | undefined,
  chooseOwner: (owner: string) => void,
  again?: Pick<Order, 'provisionedProduct' | 'parameters' | 'tags'>,
): OrderDraft {
  const [name, setName] = useState(again?.provisionedProduct.name ?? '');
  const [nameVisited, setNameVisited] = useState(false);
  const [chosenTags, setChosenTags] = useState<Record<string, string>>(() =>
    Object.fromEntries((again?.tags ?? []).map(tag => [tag.key, tag.value])),
  );
  const [refused, setRefused] = useState<Refusal>(NO_REFUSAL);
  const parameters = useParameterValues({
    parameters: form?.parameters ?? NOTHING,
    rules: form?.rules ?? NOTHING,
    initial: again && knownValues(again.parameters),
  });

  const owners = form?.owners ?? NOTHING;
  const owner = owners.find(
    candidate => owners.length === 1 || candidate === chosenOwner,
  );
  const stamped = new Set(form?.stampedTags.map(tag => tag.key));
  const tagChoices = (form?.tagOptions ?? NOTHING).filter(
    option => !stamped.has(option.key),
  );
  const tags: Record<string, string> = {};
  for (const { key, values } of tagChoices) {
    const value = values.length === 1 ? values[0] : chosenTags[key];
    if (values.includes(value)) {
      tags[key] = value;
    }
  }
  const nameProblem = checkName(name);

  return {
    name,
    nameError: (nameVisited ? nameProblem : undefined) ?? refused.name,
    changeName: value => {
      setName(value);
      setNameVisited(true);
      setRefused(previous => ({ ...previous, name: undefined }));
    },
    leaveName: () => setNameVisited(true),
    owner,
    changeOwner: value => {
      chooseOwner(value);
      setRefused(previous => ({ ...previous, owner: undefined }));
    },
    tagChoices,
    tags,
    changeTag: (key, value) => {
      setChosenTags(previous => ({ ...previous, [key]: value }));
      setRefused(previous => {
        const { [key]: _, ...others } = previous.tags;
        return { ...previous, tags: others };
      });
    },
    parameters,
    refused,
    refuse: refusal => {
      setRefused(refusal);
      parameters.refuse(refusal.parameters);
    },
    obstacles: [
      ...(nameProblem ? ['Name'] : []),
      ...(owner ? [] : ['Owner']),
      ...(form?.parameters ?? NOTHING)
        .filter(({ key }) => key in parameters.problems)
        .map(({ key, label }) => label ?? key),
      ...tagChoices.filter(({ key }) => !(key in tags)).map(({ key }) => key),
    ],
  };
}
