import { Knex } from 'knex';
import {
  DoctorFinding,
  DoctorReport,
} from 'backstage-plugin-aws-service-catalog-common';

type DoctorReportRow = {
  id: 'latest';
  started_at: string;
  finished_at: string | null;
  running_since: string | null;
  products: number;
  findings: string;
};

/** A run that was not ended by then was ended by a crash. */
const LONGEST_RUN_MS = 30 * 60_000;

/** The last report, and when it was last begun to make one. */
export type StoredReport = DoctorReport & { startedAt?: string };

/** Keeps the last report of the doctor. */
export class DoctorStore {
  constructor(private readonly knex: Knex) {}

  /** The last report; an empty one before the first. */
  async read(now: Date): Promise<StoredReport> {
    const row = await this.knex<DoctorReportRow>('doctor_reports').first();
    const runs =
      row?.running_since &&
      now.getTime() - Date.parse(row.running_since) < LONGEST_RUN_MS;
    return {
      running: Boolean(runs),
      startedAt: row?.started_at,
      examinedAt: row?.finished_at ?? undefined,
      products: row?.products ?? 0,
      findings: JSON.parse(row?.findings ?? '[]'),
    };
  }

  /** Notes that a run begins. */
  async begin(at: string): Promise<void> {
    await this.knex<DoctorReportRow>('doctor_reports')
      .insert({
        id: 'latest',
        started_at: at,
        finished_at: null,
        running_since: at,
        products: 0,
        findings: '[]',
      })
      .onConflict('id')
      .merge(['started_at', 'running_since']);
  }

  /** Keeps what a run found; without it, the run was broken off, and the report before stays. */
  async end(report?: {
    at: string;
    products: number;
    findings: readonly DoctorFinding[];
  }): Promise<void> {
    await this.knex<DoctorReportRow>('doctor_reports').update({
      running_since: null,
      ...(report && {
        finished_at: report.at,
        products: report.products,
        findings: JSON.stringify(report.findings),
      }),
    });
  }
}
