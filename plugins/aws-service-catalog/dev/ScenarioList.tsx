import { Container, Header, Text } from '@backstage/ui';
import { scenarios } from './scenarios';

/** The start page: a link to every scenario. They are plain links, because choosing one starts the app anew. */
export const ScenarioList = () => (
  <>
    <Header title="States of the AWS Service Catalog plugin" />
    <Container>
      <ul>
        {Object.entries(scenarios).map(([name, { title, path }]) => (
          <li key={name}>
            <a
              href={`${path}${path.includes('?') ? '&' : '?'}scenario=${name}`}
            >
              <Text>{title}</Text>
            </a>
          </li>
        ))}
        <li>
          <a href="/catalog/default/component/payments-api/aws?scenario=well">
            <Text>Entity page</Text>
          </a>
        </li>
      </ul>
    </Container>
  </>
);
