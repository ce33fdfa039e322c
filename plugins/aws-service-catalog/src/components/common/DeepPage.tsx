import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { Container, Header, useBreakpoint } from '@backstage/ui';
import { ReactNode } from 'react';
import { Helmet } from 'react-helmet';
import styles from './DeepPage.module.css';

type Crumb = { label: string; href: string };

/**
 * Announces the crumbs to the header. They nest in each other and not around the page, so that the page keeps its state when one
 * comes or goes.
 */
const Crumbs = ({ crumbs: [first, ...rest] }: { crumbs: Crumb[] }) =>
  first ? (
    <BreadcrumbEntry entry={first}>
      <Crumbs crumbs={rest} />
    </BreadcrumbEntry>
  ) : null;

/**
 * A page below a tab: title, breadcrumbs (in the new frontend system, whose header shows them), document title and content.
 */
export const DeepPage = (props: {
  title: string;
  /** The page's own path. */
  href: string;
  /** The pages between the tab and this one, outermost first. */
  parents?: Crumb[];
  /** Buttons at the title. */
  actions?: ReactNode;
  children: ReactNode;
}) => {
  const { title, href, parents = [], actions, children } = props;
  // The header's breadcrumbs are wider than a phone when there are four.
  const { up } = useBreakpoint();
  return (
    <>
      <Helmet title={title} />
      <Crumbs crumbs={[...(up('sm') ? parents : []), { label: title, href }]} />
      <Header title={title} customActions={actions} className={styles.header} />
      <Container>{children}</Container>
    </>
  );
};
