import {
  Bar,
  BarChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatAmount, formatMonth } from './amounts';
import styles from './Costs.module.css';
import type { CostSeries } from './costSeries';

const HEIGHT_PX = 220;

/** The colours of the series, in their order; on both themes each stands out from the background. */
const colors = [
  'var(--cost-1)',
  'var(--cost-2)',
  'var(--cost-3)',
  'var(--cost-4)',
  'var(--cost-5)',
  'var(--cost-6)',
];

/**
 * Costs by month, one bar for each, stacked by series. It repeats what the table beside it says, so that it is hidden from people
 * who cannot see it.
 */
export default function CostBars(props: {
  months: string[];
  series: CostSeries[];
  currency: string;
}) {
  const { months, series, currency } = props;
  const data = months.map((month, index) => ({
    month: formatMonth(month),
    ...Object.fromEntries(
      series.map(({ amounts }, number) => [`s${number}`, amounts[index]]),
    ),
  }));
  return (
    <div className={styles.chart} aria-hidden="true">
      <ResponsiveContainer width="100%" height={HEIGHT_PX}>
        <BarChart data={data} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--bui-border-2)" />
          <XAxis
            dataKey="month"
            tickLine={false}
            axisLine={{ stroke: 'var(--bui-border-2)' }}
            tick={{ fill: 'var(--cost-muted)', fontSize: 12 }}
          />
          <YAxis
            width={64}
            tickLine={false}
            axisLine={false}
            tick={{ fill: 'var(--cost-muted)', fontSize: 12 }}
            tickFormatter={(value: number) => formatAmount(value, currency)}
          />
          <Tooltip
            cursor={{ fill: 'var(--bui-bg-neutral-2)' }}
            contentStyle={{
              background: 'var(--bui-bg-app)',
              border: '1px solid var(--bui-border-2)',
              color: 'var(--bui-fg-primary)',
            }}
            formatter={value => formatAmount(Number(value), currency)}
          />
          {series.map(({ name }, number) => (
            <Bar
              key={name}
              dataKey={`s${number}`}
              name={name}
              stackId="costs"
              fill={colors[number]}
              isAnimationActive={false}
              maxBarSize={48}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
      <ul className={styles.legend}>
        {series.map(({ name }, number) => (
          <li key={name} className={styles.key}>
            <span
              className={styles.swatch}
              style={{ background: colors[number] }}
            />
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}
