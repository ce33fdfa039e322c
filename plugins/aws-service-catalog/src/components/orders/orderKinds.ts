import {
  OrderKind,
  OrderState,
} from 'backstage-plugin-aws-service-catalog-common';

type KindWords = {
  /** Its name in lists and filters. */
  label: string;
  /** What was asked for: "the … of uploads". */
  noun: string;
  /** What AWS does: "AWS is … it". */
  doing: string;
  /** What could not be done: "could not be …". */
  done: string;
  /** Said of a name when it has succeeded. */
  succeeded: string;
  /** What is still ahead of it when all goes well. */
  ahead: Partial<Record<OrderState, string>>;
  /** Above what an approver decides about. */
  decided: string;
  /** Said when it has no parameters; absent: it never has any. */
  noParameters?: string;
};

const send = 'Send to AWS';

/** How each kind of order is spoken of. */
export const orderKindWords: Readonly<Record<OrderKind, KindWords>> = {
  provision: {
    label: 'Launch',
    noun: 'launch',
    doing: 'creating',
    done: 'created',
    succeeded: 'is available',
    ahead: {
      submitting: send,
      running: 'AWS creates it',
      succeeded: 'Available',
    },
    decided: 'What will be launched',
    noParameters: 'The product has no parameters.',
  },
  update: {
    label: 'Update',
    noun: 'update',
    doing: 'updating',
    done: 'updated',
    succeeded: 'is updated',
    ahead: {
      submitting: send,
      running: 'AWS updates it',
      succeeded: 'Updated',
    },
    decided: 'What will be updated',
    noParameters: 'This order changes no parameter.',
  },
  terminate: {
    label: 'Terminate',
    noun: 'termination',
    doing: 'terminating',
    done: 'terminated',
    succeeded: 'is terminated',
    ahead: {
      submitting: send,
      running: 'AWS terminates it',
      succeeded: 'Terminated',
    },
    decided: 'What will be terminated',
  },
  renew: {
    label: 'Renew',
    noun: 'renewal',
    doing: 'renewing',
    done: 'renewed',
    succeeded: 'is renewed',
    ahead: { succeeded: 'Renewed' },
    decided: 'What will be renewed',
  },
  'service-action': {
    label: 'Service action',
    noun: 'service action',
    doing: 'running a service action on',
    done: 'worked on',
    succeeded: 'has had its service action',
    ahead: { submitting: send, running: 'AWS runs it', succeeded: 'Done' },
    decided: 'What will be run',
    noParameters: 'The service action has no parameters.',
  },
  import: {
    label: 'Import',
    noun: 'import',
    doing: 'importing',
    done: 'imported',
    succeeded: 'is imported',
    ahead: {
      submitting: send,
      running: 'AWS imports it',
      succeeded: 'Imported',
    },
    decided: 'What will be imported',
  },
  repair: {
    label: 'Repair',
    noun: 'repair',
    doing: 'repairing',
    done: 'repaired',
    succeeded: 'is repaired',
    ahead: {
      submitting: send,
      running: 'AWS sets its owner or launch role',
      succeeded: 'Repaired',
    },
    decided: 'What AWS will be told',
  },
};

/** Every kind of order, in the order in which filters list them. */
export const orderKinds = Object.keys(orderKindWords) as OrderKind[];
