import { DateTime } from 'luxon';

/** An instant as "5 minutes ago", with the exact local time on hover. */
export const RelativeTime = (props: {
  /** ISO 8601 */
  at: string;
}) => {
  const time = DateTime.fromISO(props.at);
  return (
    <time
      dateTime={props.at}
      title={time.toLocaleString(DateTime.DATETIME_FULL_WITH_SECONDS)}
    >
      {time.toRelative()}
    </time>
  );
};
