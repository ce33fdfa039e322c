import { useState } from 'react';
import {
  ProxiedSignInPage,
  ResponseErrorPanel,
} from '@backstage/core-components';
import { SignInPageProps } from '@backstage/plugin-app-react';
import {
  Button,
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Container,
  Flex,
  Grid,
  Text,
} from '@backstage/ui';
import { chosenUser, forgetOnSignOut } from './chosenUser';
import { DemoUser } from './demoSignInPage';

/**
 * A card for every person of the demo. There is no password: choosing one is signing in.
 */
export function ChooseUserPage(props: SignInPageProps & { users: DemoUser[] }) {
  const { users, onSignInSuccess } = props;
  const [chosen, setChosen] = useState(chosenUser.get);

  const choose = (name: string) => {
    chosenUser.set(name);
    setChosen(name);
  };
  const chooseAgain = () => {
    chosenUser.forget();
    setChosen(undefined);
  };

  if (chosen !== undefined) {
    return (
      <ProxiedSignInPage
        provider="demo"
        headers={{ 'x-demo-user': chosen }}
        onSignInSuccess={identity => onSignInSuccess(forgetOnSignOut(identity))}
        ErrorComponent={({ error }) => (
          <Container my="8">
            <Flex direction="column" gap="4">
              <ResponseErrorPanel
                title={`Could not sign in as ${chosen}`}
                error={error ?? new Error('The backend did not say why')}
              />
              <div>
                <Button onPress={chooseAgain}>Choose somebody else</Button>
              </div>
            </Flex>
          </Container>
        )}
      />
    );
  }

  return (
    <Container my="8">
      <main>
        <Flex direction="column" gap="6">
          <Flex direction="column" gap="2">
            <Text as="h1" variant="title-large">
              Who are you?
            </Text>
            <Text as="p">
              This is a demo: choose a person and you are signed in. Open a
              second browser tab to be somebody else there.
            </Text>
          </Flex>
          <Grid.Root columns={{ initial: '1', sm: '2', lg: '4' }} gap="4">
            {users.map(({ name, description }) => (
              <Card key={name}>
                <CardHeader>
                  <Text as="h2" variant="title-x-small">
                    {name}
                  </Text>
                </CardHeader>
                <CardBody>
                  <Text as="p" color="secondary">
                    {description}
                  </Text>
                </CardBody>
                <CardFooter>
                  <Button onPress={() => choose(name)}>
                    Sign in as {name}
                  </Button>
                </CardFooter>
              </Card>
            ))}
          </Grid.Root>
        </Flex>
      </main>
    </Container>
  );
}
