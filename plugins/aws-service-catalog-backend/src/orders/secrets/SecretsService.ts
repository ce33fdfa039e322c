import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { Knex } from 'knex';
import { ReencryptSecretsResponse } from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../../authorize';
import { PluginConfig } from '../../config';
import { KeyRotation } from './KeyRotation';
import { SecretUnreadableError } from './SecretBox';

/** What operators do about the keys that encrypt secrets. */
export class SecretsService {
  constructor(
    private readonly options: {
      config: PluginConfig;
      knex: Knex;
      rotation: KeyRotation;
    },
  ) {}

  /**
   * Makes sure that no key was taken out of the configuration that something stored still needs.
   *
   * @throws InputError naming the keys
   */
  async assertKeysAreThere(): Promise<void> {
    const { config, knex, rotation } = this.options;
    const missing = [...(await rotation.findMissingKeys(knex))].filter(
      ([id]) => !config.secrets.lostKeys.includes(id),
    );
    if (missing.length > 0) {
      const keys = missing.map(([id, orders]) => `'${id}' (${orders} orders)`);
      throw new InputError(
        `Invalid configuration: awsServiceCatalog.secrets.keys lacks ${keys.join(
          ', ',
        )}, which still encrypts secrets. Put it back after the first key, and have them encrypted anew by POST /secrets/re-encrypt before you remove it. Only if it is lost, name it in awsServiceCatalog.secrets.lostKeys: orders that wait with such secrets will fail.`,
      );
    }
  }

  /**
   * Encrypts with the first key whatever another one has encrypted, so that the others can be removed.
   *
   * @throws NotAllowedError when the caller is no operator
   * @throws ConflictError when there is no key, or one is not what it was
   */
  async reencrypt(caller: Caller): Promise<ReencryptSecretsResponse> {
    const { config, knex, rotation } = this.options;
    if (!caller.isOperator) {
      throw new NotAllowedError('Only operators may encrypt secrets anew');
    }
    const [current] = config.secrets.keys;
    if (!current) {
      throw new ConflictError(
        'There is no key in awsServiceCatalog.secrets.keys',
      );
    }
    try {
      const reencrypted = await rotation.reencrypt(knex);
      return { keyId: current.id, reencrypted };
    } catch (error) {
      if (error instanceof SecretUnreadableError) {
        throw new ConflictError(
          `Some secrets cannot be decrypted: ${error.message}`,
        );
      }
      throw error;
    }
  }
}
