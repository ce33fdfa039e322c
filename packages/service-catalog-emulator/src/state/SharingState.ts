/** How a portfolio is shared: with an account, or with a node of the organisation. */
export type ShareType =
  | 'ACCOUNT'
  | 'ORGANIZATION'
  | 'ORGANIZATIONAL_UNIT'
  | 'ORGANIZATION_MEMBER_ACCOUNT';

/** With whom a portfolio is shared. */
export interface ShareTarget {
  type: ShareType;
  /** Id of the account, the organisational unit or the organisation. */
  principalId: string;
}

/** A portfolio shared by the account that owns it; kept there. */
export interface PortfolioShare extends ShareTarget {
  portfolioId: string;
  shareTagOptions: boolean;
  sharePrincipals: boolean;
  /** Whether recipients see it: not while it is being created. */
  available: boolean;
  /** Whether the recipient of an `ACCOUNT` share has imported it. */
  accepted: boolean;
  /**
   * Accounts under a node in which the share, which is imported by itself, is not: they rejected it,
   * or it did not reach them.
   */
  hiddenFrom: string[];
}

/** A change of a share that takes time, followed by its token. Times are in emulator time. */
export interface ShareOperation extends ShareTarget {
  /** The `PortfolioShareToken`. */
  id: string;
  kind: 'create' | 'update' | 'delete';
  portfolioId: string;
  /** From here it is IN_PROGRESS instead of NOT_STARTED. */
  startsAt: number;
  /** From here the result holds. */
  completesAt: number;
  /** Accounts that it reaches. */
  successful: string[];
  errors: { accounts: string[]; error: string; message: string }[];
  /** What an update changes. */
  changes: Partial<Pick<PortfolioShare, 'shareTagOptions' | 'sharePrincipals'>>;
  /** Whether the result has been applied. */
  settled: boolean;
}

/** {@link SharingState} as a snapshot holds it. */
export interface SharingData {
  shares: PortfolioShare[];
  operations: ShareOperation[];
}

/** The shares that one account gives in one Region. */
export class SharingState {
  readonly operations = new Map<string, ShareOperation>();
  private nextDue = Infinity;

  constructor(private shares: PortfolioShare[] = []) {}

  /** Restores the shares from a snapshot. */
  static fromData({ shares, operations }: SharingData): SharingState {
    const state = new SharingState(shares);
    operations.forEach(operation => state.start(operation));
    return state;
  }

  /** The shares as a snapshot holds them. */
  toData(): SharingData {
    return { shares: this.shares, operations: [...this.operations.values()] };
  }

  /** All shares, oldest first; those that are being created too. */
  list(): readonly PortfolioShare[] {
    return this.shares;
  }

  /** Shares of one portfolio, oldest first. */
  of(portfolioId: string): PortfolioShare[] {
    return this.shares.filter(share => share.portfolioId === portfolioId);
  }

  /** The share of a portfolio with exactly that account or node. */
  find(
    portfolioId: string,
    { type, principalId }: ShareTarget,
  ): PortfolioShare | undefined {
    return this.of(portfolioId).find(
      share => share.type === type && share.principalId === principalId,
    );
  }

  /** Adds a share. */
  add(share: PortfolioShare): void {
    this.shares.push(share);
  }

  /** Ends a share at once. */
  remove(share: PortfolioShare): void {
    this.shares = this.shares.filter(other => other !== share);
  }

  /** Notes an operation; its result is applied once its time has come. */
  start(operation: ShareOperation): void {
    this.operations.set(operation.id, operation);
    if (!operation.settled) {
      this.nextDue = Math.min(this.nextDue, operation.completesAt);
    }
  }

  /**
   * Applies the results of all operations that have ended by now, in order of time.
   *
   * @returns whether anything changed
   */
  settle(now: number): boolean {
    if (now < this.nextDue) {
      return false;
    }
    const open = [...this.operations.values()].filter(
      ({ settled }) => !settled,
    );
    open
      .filter(({ completesAt }) => completesAt <= now)
      .sort((a, b) => a.completesAt - b.completesAt)
      .forEach(operation => this.apply(operation));
    this.nextDue = Math.min(
      ...open
        .filter(({ settled }) => !settled)
        .map(({ completesAt }) => completesAt),
      Infinity,
    );
    return true;
  }

  private apply(operation: ShareOperation): void {
    operation.settled = true;
    const share = this.find(operation.portfolioId, operation);
    if (!share) {
      return;
    }
    const missed = operation.errors.flatMap(({ accounts }) => accounts);
    const hasFailed = missed.length > 0 && operation.successful.length === 0;
    if (operation.kind === 'delete') {
      if (!hasFailed) {
        this.remove(share);
      }
    } else if (operation.kind === 'update') {
      if (!hasFailed) {
        Object.assign(share, operation.changes);
      }
    } else if (!share.available && hasFailed) {
      this.remove(share);
    } else if (!share.available) {
      share.available = true;
      share.hiddenFrom = missed;
    }
  }
}
